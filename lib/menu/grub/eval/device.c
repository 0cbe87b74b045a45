/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/device.h"

#include <string.h>

#define DEVICE_COST 32u /* units of work: each that is gone through */

const struct ia_grub_device *ia_grub_device_find(struct ia_grub_state *state, const char *name)
{
	const struct ia_grub_device *device = state->devices;

	/* With the work done nothing is found, and the next one to draw says so. */
	while (device && ia_grub_draw(state->memory, DEVICE_COST) == 0) {
		if (strcmp(device->name, name) == 0)
			return device->file ? device : NULL;
		device = device->next;
	}
	return NULL;
}

const char *ia_grub_device_host(struct ia_grub_state *state, const char *name)
{
	const struct ia_grub_device *device = ia_grub_device_find(state, name);

	return device ? device->host : name;
}

int ia_grub_device_add(struct ia_grub_state *state, const char *name, const char *host,
		       const char *file)
{
	struct ia_grub_device *device = ia_grub_alloc(state->memory, sizeof(*device));

	if (!device)
		return ia_grub_fail_memory(state);
	*device = (struct ia_grub_device){name, host, file, state->devices};
	state->devices = device;
	return 0;
}
