/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/beneath/beneath.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/beneath/walk.h"
#include "base/cleanup.h"
#include "base/limits.h"

#define RACES_MAX 8u /* with whoever moves directories, that are put up with */

static int open_at_once(int root, const char *path, int flags)
{
	const struct open_how how = {
		.flags = (unsigned)flags,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	for (unsigned i = 0; i < RACES_MAX; i++) {
		fd = syscall(SYS_openat2, root, path[0] ? path : ".", &how, sizeof(how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	return fd < 0 ? -errno : (int)fd;
}

static int resolve(int root, const char *path, unsigned how, int flags)
{
	int fd = how & IA_BENEATH_WALK ? -ENOSYS : open_at_once(root, path, flags | O_CLOEXEC);

	/* Older filters of calls say EPERM of those that they do not know. */
	if (fd == -ENOSYS || fd == -EPERM || fd == -EAGAIN)
		fd = ia_walk_open(root, path, flags);
	return fd;
}

/* Of the errors of a path those that say that nothing is there. */
static int absent_or(int error)
{
	return error == -ENOENT || error == -ENOTDIR || error == -ENAMETOOLONG ? 0 : error;
}

static int type_of(int fd, struct stat *ret)
{
	if (fstat(fd, ret) < 0)
		return -errno;
	if (S_ISREG(ret->st_mode))
		return 1;
	return S_ISDIR(ret->st_mode) ? 2 : 0;
}

int ia_beneath_open(int root, const char *path, unsigned flags, int *ret_fd, uint64_t *ret_size)
{
	int looked_at IA_AUTO_CLOSE = -1;
	int fd IA_AUTO_CLOSE = -1;
	struct stat before, st;
	int r;

	if (strlen(path) > IA_PATH_MAX)
		return 0;
	looked_at = resolve(root, path, flags, O_PATH);
	if (looked_at < 0)
		return absent_or(looked_at);
	r = type_of(looked_at, &before);
	if (r <= 0)
		return r;
	fd = resolve(root, path, flags, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return absent_or(fd);
	r = type_of(fd, &st);
	if (r <= 0)
		return r;
	/* It took the place of another. */
	if (st.st_dev != before.st_dev || st.st_ino != before.st_ino)
		return -ESTALE;
	*ret_size = r == 1 ? (uint64_t)st.st_size : 0;
	*ret_fd = fd;
	fd = -1;
	return r;
}

static void cleanup_directory(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}

static int visit_all(DIR *directory, int (*visit)(const char *name, void *data), void *data)
{
	unsigned count = 0;

	for (;;) {
		const struct dirent *entry;
		int r;

		errno = 0;
		entry = readdir(directory);
		if (!entry)
			return -errno;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (count++ >= IA_DIR_RECORDS_MAX)
			return -E2BIG;
		r = visit(entry->d_name, data);
		if (r != 0)
			return r;
	}
}

int ia_beneath_list(int root, const char *path, int (*visit)(const char *name, void *data),
		    void *data)
{
	DIR *names IA_CLEANUP(cleanup_directory) = NULL;
	int fd IA_AUTO_CLOSE = -1;
	uint64_t size;
	int r;

	r = ia_beneath_open(root, path, 0, &fd, &size);
	if (r < 0)
		return r;
	if (r != 2)
		return r == 0 ? -ENOENT : -ENOTDIR;
	names = fdopendir(fd);
	if (!names)
		return -errno;
	fd = -1;
	return visit_all(names, visit, data);
}
