/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_PATH_H
#define IA_MENU_GRUB_EVAL_PATH_H

#include "menu/grub/eval/state.h"

/*
 * Splits "(device)path", or "path" on $root; only a path with a slash in front is one of a file
 * system to GRUB. 1; 0 where a parenthesis is left open or there is no root; -ENOMEM, -E2BIG.
 */
int ia_grub_path_split(struct ia_grub_state *state, const char *name, const char **ret_device,
		       const char **ret_path);

/*
 * What a lookup on the medium came to: r where it did not fail. Where the medium is at fault, that is
 * noted, and 0; where memory or work is, or state's own error is set: a negative errno.
 */
int ia_grub_path_found(struct ia_grub_state *state, int r, const struct isoargs_error *error);

/*
 * GRUB's status where a device has no such file, or is no device at all: otherwise is that of the
 * first; or a negative errno.
 */
int ia_grub_path_missing(struct ia_grub_state *state, const char *device, int otherwise);

/*
 * What test says of a name, which it looks for in its directory: host.h's results of stat, or a
 * negative errno. ret_size may be NULL.
 */
int ia_grub_path_stat(struct ia_grub_state *state, const char *name, unsigned long long *ret_size);

/* GRUB's status of opening a file, or a negative errno. ret_size may be NULL. */
int ia_grub_path_open(struct ia_grub_state *state, const char *name, unsigned long long *ret_size);

/*
 * Reads a file. 0 read: free *ret; GRUB's status where it is not, which is noted; or a negative
 * errno. What bounds their number is work.
 */
int ia_grub_path_read(struct ia_grub_state *state, const char *name, char **ret, size_t *ret_size);

/*
 * The first device that is a file (device.h) and has a label, UUID or file: 1 and its name, 0 none,
 * or a negative errno.
 */
int ia_grub_path_search_files(struct ia_grub_state *state, enum ia_grub_search kind,
			      const char *key, const char **ret);

#endif
