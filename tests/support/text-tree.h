/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_TEXT_TREE_H
#define TEST_TEXT_TREE_H

#include "support/unit.h"

#include "volume/files.h"

/* A file system of strings. */
struct text_file {
	const char *path;
	const char *text;
	uint64_t size;   /* what it claims; 0: the text's */
	int error;       /* of reading it */
	uint64_t offset; /* where it lies */
};

struct tree {
	struct text_file files[128];
	size_t count;
	const char *reads[64]; /* paths that were read, in order */
	size_t read_count;
	struct ia_files view;
};

extern const struct ia_files_ops tree_ops;

struct text_file *tree_put(struct tree *tree, const char *path, const char *text);

#endif
