/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/output.h"
#include "extraction.h"

/* The folder's own name, and its parent, open; -1 with errno. */
static int open_parent(struct extraction *extraction)
{
	char *path = strdup(extraction->folder);
	size_t length, name;
	int fd = -1;

	if (!path)
		return -1;
	for (length = strlen(path); length > 1 && path[length - 1] == '/';)
		path[--length] = '\0';
	for (name = length; name > 0 && path[name - 1] != '/';)
		name--;
	if (length - name < sizeof(extraction->folder_name)) {
		memcpy(extraction->folder_name, path + name, length - name + 1);
		path[name] = '\0';
		fd = open(name ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	} else {
		errno = ENAMETOOLONG;
	}
	free(path);
	return fd;
}

int extraction_open_folder(struct extraction *extraction)
{
	int parent = open_parent(extraction);
	int r;

	r = parent < 0 ? -1 : mkdirat(parent, extraction->folder_name, 0777);
	if (r == 0) {
		extraction->parent = parent;
	} else if (parent >= 0) {
		int error = errno;

		close(parent);
		errno = error;
	}
	/* The root folder has no name, and nobody has to create it. */
	if (r < 0 && errno != EEXIST && (parent < 0 || extraction->folder_name[0] != '\0')) {
		output_complain(extraction->folder, "the folder cannot be created: %s",
				strerror(errno));
		return EXIT_FAILED;
	}
	extraction->directory = open(extraction->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (extraction->directory >= 0)
		return EXIT_DONE;
	output_complain(extraction->folder, "cannot be written: %s", strerror(errno));
	return EXIT_FAILED;
}

void extraction_keep_folder(struct extraction *extraction)
{
	if (extraction->parent >= 0)
		close(extraction->parent);
	extraction->parent = -1;
}

void extraction_close_folder(struct extraction *extraction)
{
	if (extraction->parent >= 0) {
		unlinkat(extraction->parent, extraction->folder_name, AT_REMOVEDIR);
		close(extraction->parent);
	}
	if (extraction->directory >= 0)
		close(extraction->directory);
}
