/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_ATOMIC_H
#define TOOLS_COMMON_ATOMIC_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A file that appears whole under its name or not at all. Until it is committed it has no name,
 * or where the file system knows no such files, one of its own that is taken away again.
 */
struct atomic_file {
	int directory; /* -1: not open */
	int fd;
	bool is_borrowed; /* the directory is the caller's to close */
	bool replaces;    /* may take the place of a file of that name */
	bool is_named;    /* temporary stands in the directory */
	char *path;       /* for sentences */
	const char *name; /* the last component of path */
	char temporary[32];
};

#define ATOMIC_FILE_NONE                                                                           \
	{                                                                                          \
		.directory = -1, .fd = -1                                                          \
	}

/*
 * Starts a file; its directory has to exist. force: it may replace one of that name, which is
 * looked at now as well, so that nobody waits for a file that cannot be kept. All of these:
 * EXIT_DONE, or EXIT_FAILED with a sentence on standard error.
 */
int atomic_open(struct atomic_file *file, const char *path, bool force);

/* The same in a directory that is open and stays so until atomic_close(); path is for sentences. */
int atomic_open_at(struct atomic_file *file, int directory, const char *path, bool force);

int atomic_write(struct atomic_file *file, const void *data, size_t size);

/* On the disk, then under its name. Without force a file that has come meanwhile is kept. */
int atomic_commit(struct atomic_file *file);

/* Forgets the file; after atomic_commit() it only closes it. */
void atomic_close(struct atomic_file *file);

#define AUTO_ATOMIC __attribute__((cleanup(atomic_close))) struct atomic_file

#endif
