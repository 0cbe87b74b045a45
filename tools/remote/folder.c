/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/folder.h"

#include <errno.h>
#include <fcntl.h>

#include "base/beneath/files.h"
#include "base/limits.h"
#include "common/output.h"
#include "common/sandbox.h"

#define REQUESTS_MAX                                                                               \
	(1u << 20) /* a file of a medium is no longer than what a reader asks for so often */

int folder_find(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int folder_open(int root, bool no_sandbox, struct remote_backend *ret)
{
	struct sandbox_options sandbox = SANDBOX_READING;

	/* The reader warns of a kernel that has none of it, as it is to be in one as well. */
	sandbox.tree = root;
	sandbox.is_quiet = true;
	if (!no_sandbox && sandbox_enter(&sandbox) != EXIT_DONE)
		return -ENOMEM;
	*ret = (struct remote_backend){
		.open = ia_beneath_open_file,
		.read = ia_beneath_read_file,
		.list = ia_beneath_list_names,
		.close = ia_beneath_close_file,
		.data = ia_beneath_data(root),
		.bounds = {.requests = REQUESTS_MAX, .bytes = IA_READER_SIZE_MAX},
	};
	return 0;
}
