/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_BENEATH_BENEATH_H
#define IA_BASE_BENEATH_BENEATH_H

#include <stdint.h>

/* A folder with files of other people: neither a name nor a symbolic link leads out of it. */

enum ia_beneath_flags {
	IA_BENEATH_WALK =
		1 << 0, /* without openat2(2), as before Linux 5.6 or where a filter has none */
};

/*
 * Opens what lies at path below the folder that is open at root, to be read, without blocking; ""
 * is the folder itself. Names are looked up as they are. Symbolic links lead on, as many as in
 * Linux: an absolute one from the folder on, and ".." goes no higher than it. What they lead to is
 * looked at before it is opened: a pipe, socket or device never is.
 *
 * 1 a regular file; 2 a directory; 0 absent, or neither. -EACCES may not be read; -ELOOP too many
 * links, or one of those in /proc that no name stands for; otherwise a negative errno.
 */
int ia_beneath_open(int root, const char *path, unsigned flags, int *ret_fd, uint64_t *ret_size);

/*
 * Every name in a directory but "." and "..", of at most IA_DIR_RECORDS_MAX; a visit that returns
 * other than 0 ends it, and that is returned.
 * 0; -ENOENT absent; -ENOTDIR a file; -E2BIG more names, after that many; otherwise as above.
 */
int ia_beneath_list(int root, const char *path, int (*visit)(const char *name, void *data),
		    void *data);

#endif
