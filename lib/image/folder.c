/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/folder.h"

#include "base/beneath/files.h"
#include "image/image.h"

int ia_folder_open(int fd, const char *name, struct isoargs_image **ret,
		   struct isoargs_error **reterr)
{
	const struct isoargs_tree tree = {
		.open = ia_beneath_open_file,
		.read = ia_beneath_read_file,
		.close = ia_beneath_close_file,
		.list = ia_beneath_list_names,
		.data = ia_beneath_data(fd),
	};
	int r = isoargs_image_open_tree(&tree, name, ret, reterr);

	if (r == 0)
		ia_image_keep(*ret, fd);
	return r;
}
