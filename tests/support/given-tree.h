/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_GIVEN_TREE_H
#define TEST_GIVEN_TREE_H

#include "support/unit.h"

#include <isoargs/image.h>

/* A tree of files that a caller hands over: what it holds, how it answers, what it was asked. */

struct given_file {
	const char *path;
	const char *text; /* or, where that is NULL, so many bytes of given_byte() */
	uint64_t size;
};

#define GIVEN_FILES_MAX 128u
#define GIVEN_CALLS_MAX 8192u

enum given_call { GIVEN_OPEN, GIVEN_READ, GIVEN_CLOSE, GIVEN_LIST };

struct given_tree {
	const struct given_file *files;
	size_t count;
	bool is_listed;
	unsigned flags;

	/* Faults: the call of that number, from 1, and those after it answer so; 0: none does. */
	size_t faulty;
	int64_t answer;
	size_t piece; /* bytes that a read brings at most; 0: all */

	size_t open; /* files that are at the moment, and at most were */
	size_t open_most;
	size_t asked; /* calls but those that close */
	uint64_t bytes;
	struct {
		enum given_call call;
		char path[80];
		uint64_t offset, size;
	} calls[GIVEN_CALLS_MAX];
	size_t calls_count;
};

uint8_t given_byte(uint64_t offset);

/* As an image. */
struct isoargs_image *given_tree_open(struct given_tree *tree);

/* How often a path was asked for so. */
size_t given_tree_count(const struct given_tree *tree, enum given_call call, const char *path);

#endif
