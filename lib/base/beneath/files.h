/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_BENEATH_FILES_H
#define IA_BASE_BENEATH_FILES_H

#include <stdint.h>
#include <sys/types.h>

/*
 * The functions that struct isoargs_tree wants, of a folder: the number of a file is its descriptor,
 * and what they are handed is the root's.
 */
static inline void *ia_beneath_data(int root)
{
	return (void *)(intptr_t)root;
}

int ia_beneath_open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data);
ssize_t ia_beneath_read_file(uint64_t file, void *buf, size_t size, uint64_t offset, void *data);
void ia_beneath_close_file(uint64_t file, void *data);
int ia_beneath_list_names(const char *path, int (*visit)(const char *name, void *visit_data),
			  void *visit_data, void *data);

#endif
