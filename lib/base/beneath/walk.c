/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/beneath/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"

#define LINKS_MAX 40u /* as Linux follows for one path */
#define PROC_ROOT 1u  /* the inode of /proc */

struct walk {
	int root;
	int at;                 /* the directory that was reached; root: not to be closed */
	struct ia_strbuf trail; /* the names that lead to it from the root, none of them a link */
	char *path;             /* what is walked: after a link its text, and what followed it */
	const char *rest;       /* of path */
	unsigned links;
	unsigned steps;
};

static void leave(struct walk *walk)
{
	if (walk->at != walk->root)
		close(walk->at);
	walk->at = walk->root;
}

static void cleanup_walk(struct walk *walk)
{
	leave(walk);
	ia_strbuf_free(&walk->trail);
	free(walk->path);
}

/* Looks a name up in a directory, without following it. */
static int look_up(struct walk *walk, const char *name, int flags)
{
	int fd;

	if (++walk->steps > IA_BENEATH_STEPS_MAX)
		return -ELOOP;
	fd = openat(walk->at, name, flags | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Takes the directory over. */
static void enter(struct walk *walk, int directory)
{
	leave(walk);
	walk->at = directory;
}

static void go_to_root(struct walk *walk)
{
	leave(walk);
	walk->trail.length = 0;
}

/* Goes along the trail once more, but for its last name: a directory may have been moved since. */
static int go_up(struct walk *walk)
{
	char *trail = walk->trail.data, *last, *next = NULL;

	if (walk->trail.length == 0)
		return 0;
	last = strrchr(trail, '/');
	last = last ? last : trail;
	*last = '\0';
	walk->trail.length = (size_t)(last - trail);
	leave(walk);
	for (char *name = trail; name && *name; name = next) {
		int fd;

		next = strchr(name, '/');
		if (next)
			*next = '\0';
		fd = look_up(walk, name, O_PATH | O_DIRECTORY);
		if (next)
			*next++ = '/';
		if (fd < 0)
			return fd;
		enter(walk, fd);
	}
	return 0;
}

/* Those of /proc are no paths, but for the few in its root. */
static int refuse_magic(const struct walk *walk, int link)
{
	struct statfs fs;
	struct stat st;

	if (fstatfs(link, &fs) < 0)
		return -errno;
	if (fs.f_type != PROC_SUPER_MAGIC)
		return 0;
	if (fstat(walk->at, &st) < 0)
		return -errno;
	return st.st_ino == PROC_ROOT ? 0 : -ELOOP;
}

/* The link's text comes before what is left of the path. */
static int follow(struct walk *walk, int link)
{
	struct ia_strbuf path IA_AUTO_STRBUF = {0};
	char text[PATH_MAX];
	ssize_t length;
	char *joined;
	int r;

	if (++walk->links > LINKS_MAX)
		return -ELOOP;
	r = refuse_magic(walk, link);
	if (r < 0)
		return r;
	length = readlinkat(link, "", text, sizeof(text));
	if (length < 0)
		return -errno;
	if (length == 0)
		return -ENOENT;
	if ((size_t)length == sizeof(text))
		return -ENAMETOOLONG;
	ia_strbuf_add(&path, text, (size_t)length);
	ia_strbuf_adds(&path, walk->rest);
	r = ia_strbuf_take(&path, &joined);
	if (r < 0)
		return r;
	free(walk->path);
	walk->path = joined;
	walk->rest = joined;
	if (joined[0] == '/')
		go_to_root(walk);
	return 0;
}

static int go_down(struct walk *walk, const char *name, int directory)
{
	if (walk->trail.length > 0)
		ia_strbuf_addc(&walk->trail, '/');
	ia_strbuf_adds(&walk->trail, name);
	enter(walk, directory);
	return walk->trail.error;
}

/* The next name of the path: 1, 0 there is none. A name as no file system has it is too long. */
static int next_name(struct walk *walk, char name[NAME_MAX + 1])
{
	const char *start = walk->rest + strspn(walk->rest, "/");
	const size_t length = strcspn(start, "/");

	if (length > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(name, start, length);
	name[length] = '\0';
	walk->rest = start + length;
	return length > 0;
}

/* What a name other than "." and ".." is: 0 gone on; 1 the end, which is open then. */
static int take_name(struct walk *walk, const char *name, int flags, int *ret_fd)
{
	int found IA_AUTO_CLOSE = look_up(walk, name, O_PATH);
	const bool is_last = walk->rest[0] == '\0';
	struct stat st;
	int fd;

	if (found < 0)
		return found;
	if (fstat(found, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode))
		return follow(walk, found);
	if (is_last) {
		fd = look_up(walk, name, flags);
		if (fd < 0)
			return fd;
		*ret_fd = fd;
		return 1;
	}
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	fd = found;
	found = -1;
	return go_down(walk, name, fd);
}

int ia_walk_open(int root, const char *path, int flags)
{
	struct walk walk IA_CLEANUP(cleanup_walk) = {.root = root, .at = root};
	char name[NAME_MAX + 1];
	int fd = -1, r;

	walk.path = strdup(path);
	if (!walk.path)
		return -ENOMEM;
	walk.rest = walk.path;
	while ((r = next_name(&walk, name)) > 0) {
		if (strcmp(name, ".") == 0)
			continue;
		r = strcmp(name, "..") == 0 ? go_up(&walk) : take_name(&walk, name, flags, &fd);
		if (r != 0)
			return r < 0 ? r : fd;
	}
	return r < 0 ? r : look_up(&walk, ".", flags);
}
