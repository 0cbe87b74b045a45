/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/folder.h"
#include "image/image.h"

static int fail(int error, const char *name, const char *remedy, struct isoargs_error **reterr)
{
	return ia_error(reterr, -error, IA_IN_FILE(name), remedy, "%s", strerrordesc_np(error));
}

/* Of a regular file or block device, with at least one byte, the size. */
static int measure(int fd, const struct stat *st, const char *name, uint64_t *ret_size,
		   struct isoargs_error **reterr)
{
	off_t end;

	if (!S_ISREG(st->st_mode) && !S_ISBLK(st->st_mode))
		return ia_error(reterr, -ESPIPE, IA_IN_FILE(name),
				"save the image to a file first, it is not read from front to back",
				"found a pipe, socket or character device, expected an image file");
	/* st_size of a block device is 0; the end of the file is right for both. */
	end = lseek(fd, 0, SEEK_END);
	if (end < 0)
		return fail(errno, name, NULL, reterr);
	if (end == 0)
		return ia_error(reterr, -ENODATA, IA_IN_FILE(name), "download the image again",
				"found an empty file, expected an image");
	*ret_size = (uint64_t)end;
	return 0;
}

/* Takes fd over, also when it fails. */
static int adopt(int fd, const char *name, struct isoargs_image **ret_image,
		 struct isoargs_error **reterr)
{
	int owned IA_AUTO_CLOSE = fd;
	struct stat st;
	uint64_t size = 0;
	int r;

	if (fstat(fd, &st) < 0)
		return fail(errno, name, NULL, reterr);
	if (S_ISDIR(st.st_mode)) {
		r = ia_folder_open(fd, name, ret_image, reterr);
	} else {
		r = measure(fd, &st, name, &size, reterr);
		if (r == 0)
			r = ia_image_new_file(fd, size, name, ret_image, reterr);
	}
	if (r == 0)
		owned = -1;
	return r;
}

int isoargs_image_open(const char *path, struct isoargs_image **ret_image,
		       struct isoargs_error **reterr)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return fail(errno, path, errno == ENOENT ? "check the path" : NULL, reterr);
	return adopt(fd, path, ret_image, reterr);
}

int isoargs_image_open_fd(int fd, const char *name, struct isoargs_image **ret_image,
			  struct isoargs_error **reterr)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? fail(errno, name, NULL, reterr) : adopt(copy, name, ret_image, reterr);
}
