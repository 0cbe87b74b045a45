/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/sandbox-impl.h"

/*
 * Landlock, by its system calls. Kernels are newer than the headers that this is built with, so
 * these are all spelt out; source: include/uapi/linux/landlock.h of Linux 6.12.
 */
enum {
	VERSION_FLAG = 1 << 0,
	RULE_PATH_BENEATH = 1,

	EXECUTE = 1 << 0,
	WRITE_FILE = 1 << 1,
	READ_FILE = 1 << 2,
	READ_DIR = 1 << 3,
	REMOVE_DIR = 1 << 4,
	REMOVE_FILE = 1 << 5,
	MAKE_REG = 1 << 8,
	FILES_ABI_1 = (1 << 13) - 1, /* all that the first version knows */
	REFER = 1 << 13,             /* from version 2 */
	TRUNCATE = 1 << 14,          /* 3 */
	IOCTL_DEV = 1 << 15,         /* 5 */

	BIND_TCP = 1 << 0, /* 4 */
	CONNECT_TCP = 1 << 1,

	SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0, /* 6 */
	SCOPE_SIGNAL = 1 << 1,
};

struct ruleset {
	uint64_t files;
	uint64_t network; /* from version 4 */
	uint64_t scoped;  /* from version 6 */
};

struct beneath {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/* What a version can take away; the kernel is handed no more bytes than it knows. */
static size_t all_of(long version, struct ruleset *ret)
{
	*ret = (struct ruleset){.files = FILES_ABI_1};
	if (version >= 2)
		ret->files |= REFER;
	if (version >= 3)
		ret->files |= TRUNCATE;
	if (version >= 4)
		ret->network = BIND_TCP | CONNECT_TCP;
	if (version >= 5)
		ret->files |= IOCTL_DEV;
	if (version >= 6)
		ret->scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
	if (version < 4)
		return offsetof(struct ruleset, network);
	return version < 6 ? offsetof(struct ruleset, scoped) : sizeof(*ret);
}

static bool allow(int ruleset, int fd, uint64_t what)
{
	struct beneath beneath = {.allowed = what, .fd = fd};

	if (fd < 0)
		return true;
	return syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &beneath, 0) == 0;
}

/* A broker reads files, and the runtimes of sanitizers what they like and start programs. */
static bool allow_reading(int ruleset)
{
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool done = root >= 0 && allow(ruleset, root, READ_FILE | READ_DIR | (FULL ? 0 : EXECUTE));

	if (root >= 0)
		close(root);
	return done;
}

/*
 * A file that has no name yet is opened for writing in the folder, gets a name there, and takes
 * the place of another: MAKE_REG and REMOVE_FILE; none of this leads to another folder.
 */
static bool allow_all(int ruleset, const struct sandbox_options *options)
{
	return allow(ruleset, options->folder, WRITE_FILE | MAKE_REG | REMOVE_FILE) &&
	       allow(ruleset, options->parent, REMOVE_DIR) &&
	       allow(ruleset, options->tree, READ_FILE | READ_DIR) &&
	       (FULL || allow_reading(ruleset));
}

/* From here on no file is opened but as the rules say. 1 enforced, 0 not, or -ENOMEM. */
static int restrict_to(const struct sandbox_options *options, bool keeps_network)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
	struct ruleset wanted;
	size_t size;
	int ruleset, enforced = 0;

	if (version < 1)
		return 0;
	size = all_of(version, &wanted);
	if (keeps_network)
		wanted.network = wanted.scoped = 0;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
	if (ruleset < 0)
		return errno == ENOMEM ? -ENOMEM : 0;
	/* Some file systems take no rules; then only the filter of calls is left. */
	if ((keeps_network ? allow_reading(ruleset) : allow_all(ruleset, options)) &&
	    syscall(SYS_landlock_restrict_self, ruleset, 0) == 0)
		enforced = 1;
	close(ruleset);
	return enforced;
}

int sandbox_restrict_files(const struct sandbox_options *options)
{
	return restrict_to(options, false);
}

int sandbox_restrict_broker_files(void)
{
	return restrict_to(NULL, true);
}
