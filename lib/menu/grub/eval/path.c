/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/path.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/grub/eval/device.h"

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
		*ret_path = name;
		return 1;
	}
	if (!close)
		return 0;
	device = ia_grub_strndup(state->memory, name + 1, (size_t)(close - name) - 1);
	if (!device)
		return ia_grub_fail_memory(state);
	*ret_device = device;
	*ret_path = close + 1;
	return 1;
}

#define FAILURE_COST (60u * IA_GRUB_STEP) /* its error and its note */

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

/* A name with a comma is a partition's; any other may be that of a server, which GRUB has none of. */
int ia_grub_path_missing(struct ia_grub_state *state, const char *device, int otherwise)
{
	const struct ia_menu_host *host = state->setup->host;
	const char *type;
	int r;

	if (!host->probe || ia_grub_device_find(state, device))
		return otherwise;
	r = host->probe(host->data, device, IA_GRUB_PROBE_FS, &type);
	if (r < 0)
		return ia_error_memory(state->reterr);
	if (r > 0)
		return otherwise;
	return strchr(device, ',') ? IA_GRUB_UNKNOWN_DEVICE : IA_GRUB_NO_SERVER;
}

/* 0, and a path that a file system may have; GRUB's status; or a negative errno. */
static int locate(struct ia_grub_state *state, const char *name, const char **ret_device,
		  const char **ret_path)
{
	const char *device = "", *path = "";
	int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

	if (r == 0)
		r = ia_grub_path_split(state, name, &device, &path);
	if (r < 0)
		return r;
	if (r == 0)
		return name[0] == '(' ? IA_GRUB_BAD_FILENAME : IA_GRUB_BAD_DEVICE;
	if (path[0] != '/')
		return ia_grub_path_missing(state, device, IA_GRUB_BAD_FILENAME);
	*ret_device = device;
	*ret_path = path;
	return 0;
}

static int look_up(struct ia_grub_state *state, const char *device, const char *path,
		   unsigned long long *ret_size)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = host->stat(host->data, ia_grub_device_host(state, device), path, ret_size, &error);

	return ia_grub_path_found(state, r, error);
}

int ia_grub_path_stat(struct ia_grub_state *state, const char *name, unsigned long long *ret_size)
{
	const char *device = "", *path = "";
	size_t length;
	int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

	if (r == 0)
		r = ia_grub_path_split(state, name, &device, &path);
	if (r <= 0)
		return r;
	length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	if (path[0] == '/')
		return look_up(state, device, path, ret_size);
	/* GRUB lists the directory: the root, where none is named. */
	if (memchr(path, '/', length))
		return 0;
	path = ia_grub_printf(state->memory, "/%.*s", (int)length, path);
	return path ? look_up(state, device, path, ret_size) : ia_grub_fail_memory(state);
}

int ia_grub_path_open(struct ia_grub_state *state, const char *name, unsigned long long *ret_size)
{
	const char *device = "", *path = "";
	int r = locate(state, name, &device, &path);

	if (r != 0)
		return r;
	r = look_up(state, device, path, ret_size);
	if (r == 0)
		return ia_grub_path_missing(state, device, IA_GRUB_NOT_FOUND);
	return r <= 1 ? (r < 0 ? r : 0) : IA_GRUB_BAD_FILE_TYPE;
}

/* Where a file is not read, as GRUB tells why; menus read much that only some media have. */
static int note_unread(struct ia_grub_state *state, const char *name, int status)
{
	if (status < 0)
		return status;
	ia_note(state->notes, status == IA_GRUB_BAD_FILENAME ? ISOARGS_WARNING : ISOARGS_INFO,
		IA_NOTE_GRUB_FILE_UNREAD, IA_GRUB_HERE(state),
		"'%.200s' %s; GRUB goes on without it", name,
		status == IA_GRUB_BAD_FILENAME ? "does not begin with '/', as GRUB's paths do"
					       : "is not on the medium");
	return status;
}

int ia_grub_path_read(struct ia_grub_state *state, const char *name, char **ret, size_t *ret_size)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = NULL, *path = NULL;
	int r = locate(state, name, &device, &path);

	if (r != 0)
		return note_unread(state, name, r);
	r = host->read(host->data, ia_grub_device_host(state, device), path, ret, ret_size, &error);
	if (r > 0)
		return 0;
	if (r == 0)
		return note_unread(state, name,
				   ia_grub_path_missing(state, device, IA_GRUB_NOT_FOUND));
	r = ia_grub_path_found(state, r, error);
	return r < 0 ? r : IA_GRUB_NOT_FOUND;
}

/* 1 it has it, 0 not. */
static int has(struct ia_grub_state *state, const struct ia_grub_device *device,
	       enum ia_grub_search kind, const char *key)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *value;
	int r;

	if (kind == IA_GRUB_SEARCH_FILE) {
		r = key[0] == '/' ? host->stat(host->data, device->host, key, NULL, &error) : 0;
		r = ia_grub_path_found(state, r, error);
		return r < 0 ? r : r == 1;
	}
	r = host->probe ? host->probe(host->data, device->host,
				      kind == IA_GRUB_SEARCH_LABEL ? IA_GRUB_PROBE_LABEL
								   : IA_GRUB_PROBE_UUID,
				      &value)
			: 0;
	if (r <= 0)
		return r;
	return kind == IA_GRUB_SEARCH_LABEL ? strcmp(key, value) == 0
					    : ia_ascii_equal_fold(key, value);
}

int ia_grub_path_search_files(struct ia_grub_state *state, enum ia_grub_search kind,
			      const char *key, const char **ret)
{
	for (const struct ia_grub_device *device = state->devices; device; device = device->next) {
		int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

		/* One that was taken away, or taken away and made anew, is another. */
		if (r == 0 && ia_grub_device_find(state, device->name) == device)
			r = has(state, device, kind, key);
		if (r > 0)
			*ret = device->name;
		if (r != 0)
			return r;
	}
	return 0;
}
