/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_NAMES_H
#define IA_IMAGE_NAMES_H

#include <stddef.h>

#include "base/cleanup.h"
#include "base/error.h"

/* The names of a directory as a caller's function hands them over. Begins as zeros. */
struct ia_names {
	char **items;
	size_t count, capacity;
	size_t bytes; /* of all, each with its NUL */
	int failure;  /* -EBADMSG no name; -E2BIG more than IA_TREE_NAMES_MAX bytes; -ENOMEM */
};

/* What isoargs_tree.list() is told to call: 0, or the failure. */
int ia_names_add(const char *name, void *names);

/* 0, or the failure as an error of the directory. */
int ia_names_judge(const struct ia_names *names, const char *directory,
		   struct isoargs_error **reterr);

/* All in the order of their bytes, each ended by NUL, and another NUL. NULL: out of memory. */
char *ia_names_join(struct ia_names *names);

void ia_names_free(struct ia_names *names); /* as a cleanup */

#endif
