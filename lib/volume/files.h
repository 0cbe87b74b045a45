/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_FILES_H
#define IA_VOLUME_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/meter.h"

/*
 * Files by path, whichever file system holds them: all that the readers of boot
 * configurations ever see. Paths use '/', a leading one is optional; "." and ".." are
 * resolved and stay below the root; a name is matched as the file system's own boot
 * loaders match it (exact with Rock Ridge, case-insensitive with FAT, Joliet, plain names).
 */

enum ia_file_type {
	IA_FILE_REGULAR,
	IA_FILE_DIRECTORY,
	IA_FILE_NONE, /* listed only: a name that leads to neither, as a broken symbolic link */
};

/* A file that was found. Plain data; valid as long as its file system is open. */
struct ia_file {
	enum ia_file_type type;
	uint64_t size;      /* bytes */
	uint64_t offset;    /* of the first byte from the start of the file system's window */
	uint64_t handle[2]; /* the file system's own */
	bool is_link;       /* found by a path whose last name is a symbolic link */
};

/* name: UTF-8 as the file system spells it. Return non-zero to stop; that becomes the result. */
typedef int (*ia_files_visit)(const char *name, const struct ia_file *file, void *data);

struct ia_window;

struct ia_files_ops {
	/* 1 found, 0 absent (nothing of that name, or a component is no directory), or an error. */
	int (*find)(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr);

	/* All of [offset, offset + size) of the file or nothing. */
	int (*read)(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		    struct isoargs_error **reterr);

	/* Every name in a directory but "." and "..", in the order of the medium. */
	int (*list)(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		    struct isoargs_error **reterr);

	/* The image's part that a regular file is: 1; 0 where it is none. May be NULL: no file is. */
	int (*window)(void *fs, const struct ia_file *file, struct ia_window *ret,
		      struct isoargs_error **reterr);

	/* As ia_window_expect(), of a part of a regular file. May be NULL. */
	void (*expect)(void *fs, const struct ia_file *file, uint64_t offset, uint64_t size);
};

/* One file system. Borrowed: whoever opened fs closes it. */
struct ia_files {
	const struct ia_files_ops *ops;
	void *fs;
	const char *name;       /* how errors call it: "ISO", "ESP", "TREE" */
	struct ia_meter *meter; /* its window's, or NULL */
	bool is_dear; /* each file costs requests: that its last byte is there is not read for */
};

int ia_files_find(const struct ia_files *files, const char *path, struct ia_file *ret,
		  struct isoargs_error **reterr);
int ia_files_list(const struct ia_files *files, const char *path, ia_files_visit visit, void *data,
		  struct isoargs_error **reterr);

/* As ia_files_ops.read: the error names no path, for whoever found the file knows it. */
int ia_files_read(const struct ia_files *files, const struct ia_file *file, uint64_t offset,
		  void *buf, size_t size, struct isoargs_error **reterr);

/* As ia_files_ops.window. */
int ia_files_window(const struct ia_files *files, const struct ia_file *file, struct ia_window *ret,
		    struct isoargs_error **reterr);

/* As ia_files_ops.expect. */
void ia_files_expect(const struct ia_files *files, const struct ia_file *file, uint64_t offset,
		     uint64_t size);

/*
 * A whole regular file of at most max bytes, NUL-terminated (it may hold further NULs).
 * 1 read; 0 absent or not a regular file; -E2BIG larger than max; -ENODATA cut off.
 * *ret is allocated: free() it.
 */
int ia_files_slurp(const struct ia_files *files, const char *path, size_t max, char **ret,
		   size_t *ret_size, struct isoargs_error **reterr);

/* Is there a regular file, or a directory, of that path? 1, 0, or a negative errno. */
int ia_files_have(const struct ia_files *files, const char *path, enum ia_file_type type,
		  struct isoargs_error **reterr);

/*
 * Joins directory and path (length bytes, absolute or relative to it) into a path from the root
 * with single slashes and without "." and "..", which stay below the root. NULL: out of memory.
 */
char *ia_path_join(struct ia_arena *arena, const char *directory, const char *path, size_t length);

#endif
