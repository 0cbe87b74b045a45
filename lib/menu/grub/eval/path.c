/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/path.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"

int ia_grub_path_split(struct ia_grub_state *state, const char *name, const char **ret_device,
		       const char **ret_path)
{
	const char *close = strchr(name, ')');
	const char *device;

	if (name[0] != '(') {
		device = ia_grub_get(state, "root");
		if (!device || !device[0])
			return 0;
		*ret_device = device;
		*ret_path = name[0] ? name : "/";
		return 1;
	}
	if (!close)
		return 0;
	device = ia_grub_strndup(state->memory, name + 1, (size_t)(close - name) - 1);
	if (!device)
		return ia_grub_fail_memory(state);
	*ret_device = device;
	*ret_path = close[1] ? close + 1 : "/";
	return 1;
}

#define FAILURE_COST (20u * IA_GRUB_STEP) /* its error and its note */

int ia_grub_path_found(struct ia_grub_state *state, int r, const struct isoargs_error *error)
{
	if (r >= 0 || state->memory->error)
		return r;
	if (r == -ENOMEM || !error)
		return ia_error_memory(state->reterr);
	/* Where the meter is spent every lookup fails, and is not what failed. */
	if (ia_grub_spend(state, FAILURE_COST) < 0)
		return -E2BIG;
	ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_FILE_UNREAD, IA_GRUB_HERE(state),
		"%s; GRUB may find what is taken as missing here", isoargs_error_message(error));
	return 0;
}

int ia_grub_path_stat(struct ia_grub_state *state, const char *name, unsigned long long *ret_size)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = NULL, *path = NULL;
	int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

	if (r == 0)
		r = ia_grub_path_split(state, name, &device, &path);
	if (r <= 0)
		return r;
	r = host->stat(host->data, device, path, ret_size, &error);
	return ia_grub_path_found(state, r, error);
}

int ia_grub_path_read(struct ia_grub_state *state, const char *name, char **ret, size_t *ret_size)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = NULL, *path = NULL;
	int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

	if (r == 0)
		r = ia_grub_path_split(state, name, &device, &path);
	if (r < 0)
		return r;
	if (++state->files > IA_GRUB_SOURCES_MAX)
		return ia_error(state->reterr, -E2BIG, IA_GRUB_HERE(state), NULL,
				"the configuration reads more than %u further files",
				IA_GRUB_SOURCES_MAX);
	if (r > 0)
		r = host->read(host->data, device, path, ret, ret_size, &error);
	if (r != 0)
		return ia_grub_path_found(state, r, error);
	ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_FILE_UNREAD, IA_GRUB_HERE(state),
		"'%.200s' is not on the medium; GRUB goes on without it", name);
	return 0;
}
