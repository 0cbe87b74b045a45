/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/output.h"

#define SELF_MAX 32  /* of a descriptor's name in /proc */
#define TRIES    100 /* names that are tried before all are taken to be taken */

static int fail(const struct atomic_file *file, int error)
{
	if (error == EEXIST)
		output_complain(file->path, "there is such a file already; --force replaces it");
	else
		output_complain(file->path, "cannot be written: %s", strerror(error));
	return EXIT_FAILED;
}

static int choose_temporary(struct atomic_file *file)
{
	unsigned long long number;

	if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
		return -1;
	snprintf(file->temporary, sizeof(file->temporary), ".isoargs-%016llx", number);
	return 0;
}

/* The only name that an open file has by itself; where /proc is not mounted it has none. */
static void name_self(const struct atomic_file *file, char name[SELF_MAX])
{
	snprintf(name, SELF_MAX, "/proc/self/fd/%d", file->fd);
}

/* May a file without a name be given one later on? */
static bool can_be_named(const struct atomic_file *file)
{
	char self[SELF_MAX];
	struct stat named, open;

	name_self(file, self);
	/* the folder, as it is asked for nothing: the sandbox lets no other descriptor be named here */
	return fstatat(file->directory, self, &named, 0) == 0 && fstat(file->fd, &open) == 0 &&
	       named.st_dev == open.st_dev && named.st_ino == open.st_ino;
}

/* A file without a name, or one with a name of its own. -1 with errno. */
static int open_new(struct atomic_file *file)
{
	const mode_t mode = file->how & ATOMIC_PRIVATE ? 0600 : 0666;

	file->fd = openat(file->directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
	if (file->fd >= 0 && can_be_named(file))
		return file->fd;
	if (file->fd < 0 && errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
		return -1;
	if (file->fd >= 0)
		close(file->fd);
	for (int i = 0; i < TRIES; i++) {
		if (choose_temporary(file) < 0)
			return -1;
		file->fd = openat(file->directory, file->temporary,
				  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		file->is_named = file->fd >= 0;
		if (file->fd >= 0 || errno != EEXIST)
			return file->fd;
	}
	return -1;
}

static int open_directory(const struct atomic_file *file)
{
	char *parent;
	int fd;

	if (file->name == file->path)
		return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	parent = strndup(file->path, (size_t)(file->name - file->path));
	if (!parent)
		return -1;
	fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(parent);
	return fd;
}

static int name_file(struct atomic_file *file, const char *path, unsigned how)
{
	char *slash;

	*file = (struct atomic_file){.directory = -1, .fd = -1, .how = how};
	file->path = strdup(path);
	if (!file->path) {
		output_complain(path, "out of memory");
		return EXIT_FAILED;
	}
	slash = strrchr(file->path, '/');
	file->name = slash ? slash + 1 : file->path;
	return EXIT_DONE;
}

static int start(struct atomic_file *file)
{
	struct stat st;

	if (fstatat(file->directory, file->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (!(file->how & ATOMIC_REPLACES))
			return fail(file, EEXIST);
		if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode)) {
			output_complain(file->path,
					"is no regular file, which is all that is replaced");
			return EXIT_FAILED;
		}
	}
	return open_new(file) < 0 ? fail(file, errno) : EXIT_DONE;
}

int atomic_open(struct atomic_file *file, const char *path, unsigned how)
{
	int r = name_file(file, path, how);

	if (r != EXIT_DONE)
		return r;
	file->directory = open_directory(file);
	return file->directory < 0 ? fail(file, errno) : start(file);
}

int atomic_open_at(struct atomic_file *file, int directory, const char *path, unsigned how)
{
	int r = name_file(file, path, how);

	if (r != EXIT_DONE)
		return r;
	file->directory = directory;
	file->is_borrowed = true;
	return start(file);
}

int atomic_write(struct atomic_file *file, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		ssize_t n = write(file->fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(file, n < 0 ? errno : ENOSPC);
		at += n;
		size -= (size_t)n;
	}
	return EXIT_DONE;
}

/* Gives a file without a name the wanted one, or one of its own where that is to be replaced. */
static int link_new(struct atomic_file *file)
{
	char self[SELF_MAX];

	name_self(file, self);
	if (!(file->how & ATOMIC_REPLACES))
		return linkat(AT_FDCWD, self, file->directory, file->name, AT_SYMLINK_FOLLOW);
	for (int i = 0; i < TRIES; i++) {
		if (choose_temporary(file) < 0)
			return -1;
		if (linkat(AT_FDCWD, self, file->directory, file->temporary, AT_SYMLINK_FOLLOW) ==
		    0) {
			file->is_named = true;
			return 0;
		}
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

static int rename_named(struct atomic_file *file)
{
	if (renameat2(file->directory, file->temporary, file->directory, file->name,
		      file->how & ATOMIC_REPLACES ? 0 : RENAME_NOREPLACE) < 0)
		return -1;
	file->is_named = false;
	return 0;
}

int atomic_commit(struct atomic_file *file)
{
	if (fsync(file->fd) < 0)
		return fail(file, errno);
	if (!file->is_named && link_new(file) < 0)
		return fail(file, errno);
	if (file->is_named && rename_named(file) < 0)
		return fail(file, errno);
	if (fsync(file->directory) < 0) {
		int error = errno;

		/* What was replaced cannot come back; what replaces it is whole. */
		if (!(file->how & ATOMIC_REPLACES))
			unlinkat(file->directory, file->name, 0);
		return fail(file, error);
	}
	return EXIT_DONE;
}

void atomic_close(struct atomic_file *file)
{
	if (file->is_named)
		unlinkat(file->directory, file->temporary, 0);
	if (file->fd >= 0)
		close(file->fd);
	if (file->directory >= 0 && !file->is_borrowed)
		close(file->directory);
	free(file->path);
	*file = (struct atomic_file){.directory = -1, .fd = -1};
}
