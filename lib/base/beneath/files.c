/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/beneath/files.h"

#include <errno.h>
#include <unistd.h>

#include "base/beneath/beneath.h"
#include "base/cleanup.h"

static int root_of(void *data)
{
	return (int)(intptr_t)data;
}

int ia_beneath_open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	int fd;
	int r = ia_beneath_open(root_of(data), path, 0, &fd, ret_size);

	if (r == 1)
		*ret_file = (uint64_t)fd;
	if (r == 2)
		close(fd);
	return r;
}

ssize_t ia_beneath_read_file(uint64_t file, void *buf, size_t size, uint64_t offset,
			     void *data IA_UNUSED)
{
	ssize_t n = pread((int)file, buf, size, (off_t)offset);

	return n < 0 ? -errno : n;
}

void ia_beneath_close_file(uint64_t file, void *data IA_UNUSED)
{
	close((int)file);
}

int ia_beneath_list_names(const char *path, int (*visit)(const char *name, void *visit_data),
			  void *visit_data, void *data)
{
	return ia_beneath_list(root_of(data), path, visit, visit_data);
}
