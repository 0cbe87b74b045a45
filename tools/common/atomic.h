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
	unsigned how;     /* the file is made, see below */
	bool is_named;    /* temporary stands in the directory */
	char *path;       /* for sentences */
	const char *name; /* the last component of path */
	char temporary[32];
};

#define ATOMIC_FILE_NONE                                                                           \
	{                                                                                          \
		.directory = -1, .fd = -1                                                          \
	}

enum {
	ATOMIC_REPLACES = 1, /* may take the place of a file of that name */
	ATOMIC_PRIVATE = 2,  /* nobody but its owner may read it, not even while it is written */
};

/*
 * Starts a file; its directory has to exist. A file of that name is looked at now as well, so that
 * nobody waits for one that cannot be kept. All of these: EXIT_DONE, or EXIT_FAILED with a sentence
 * on standard error.
 */
int atomic_open(struct atomic_file *file, const char *path, unsigned how);

/* The same in a directory that is open and stays so until atomic_close(); path is for sentences. */
int atomic_open_at(struct atomic_file *file, int directory, const char *path, unsigned how);

int atomic_write(struct atomic_file *file, const void *data, size_t size);

/* On the disk, then under its name. Unless it may be replaced a file that has come meanwhile is kept. */
int atomic_commit(struct atomic_file *file);

/* Forgets the file; after atomic_commit() it only closes it. */
void atomic_close(struct atomic_file *file);

#define AUTO_ATOMIC __attribute__((cleanup(atomic_close))) struct atomic_file

#endif
