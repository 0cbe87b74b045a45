/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files as devices. */
#include <errno.h>

#include "base/note.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/takes.h"
#include "menu/grub/eval/device.h"
#include "menu/grub/eval/path.h"

enum {
	DELETE,
	DECOMPRESS,
};

static const struct ia_grub_option loopback_options[] = {
	[DELETE] = {"delete", 'd', IA_GRUB_FLAG},
	[DECOMPRESS] = {"decompress", 'D', IA_GRUB_FLAG},
};

/* The file is there: how the host calls it as a device; "", with a note: it cannot be one here. */
static int look_into(struct ia_grub_state *state, const char *file, const char **ret)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device, *path;
	int r = ia_grub_path_split(state, file, &device, &path);

	*ret = "";
	if (r <= 0 || !host->loop)
		return r < 0 ? r : 0;
	r = host->loop(host->data, ia_grub_device_host(state, device), path, ret, &error);
	r = ia_grub_path_found(state, r, error);
	return r < 0 ? r : 0;
}

static int run_loopback(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_options options;
	const char *name, *file, *host;
	bool known;
	int r = ia_grub_options_parse(state, loopback_options, IA_COUNT(loopback_options), true,
				      call, &options);

	if (r != 0)
		return r;
	if (options.argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	name = options.argv[0];
	known = ia_grub_device_find(state, name) != NULL;
	if (ia_grub_options_get(&options, DELETE, NULL))
		return known ? ia_grub_device_add(state, name, "", NULL) : IA_GRUB_BAD_DEVICE;
	if (options.argc == 1 || known)
		return IA_GRUB_BAD_ARGUMENT;
	file = options.argv[1];
	r = ia_grub_path_open(state, file, NULL);
	if (r == IA_GRUB_NOT_FOUND || r == IA_GRUB_UNKNOWN_DEVICE || r == IA_GRUB_NO_SERVER)
		ia_grub_unanswered(state, call);
	if (r == 0)
		r = look_into(state, file, &host);
	return r == 0 ? ia_grub_device_add(state, name, host, file) : r;
}

static const struct ia_grub_command commands[] = {
	{"loopback", run_loopback, false},
};

const struct ia_grub_commands ia_grub_loopback_commands = {commands, IA_COUNT(commands)};
