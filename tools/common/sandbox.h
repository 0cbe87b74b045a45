/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_SANDBOX_H
#define TOOLS_COMMON_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a process keeps once it reads something hostile. Everything is opened before: afterwards
 * there is no file system but for the folders, no network, no other process and no program
 * to become, and memory has a bound. Descriptors that are open stay usable as they are.
 */
struct sandbox_options {
	int folder;    /* in which files are made, replaced and removed; -1: none */
	int parent;    /* in which an empty folder is removed; -1: none */
	int tree;      /* below which files are opened to be read, and listed; -1: none */
	bool terminal; /* the echo of an open terminal may be switched */
	bool is_quiet; /* another process warns of a kernel that has none of it */

	/* All descriptors are closed but 0, 1, 2, the three above and these, in rising order. */
	bool close_others;
	const int *keep;
	size_t keep_count;
};

#define SANDBOX_READING                                                                            \
	{                                                                                          \
		.folder = -1, .parent = -1, .tree = -1                                             \
	}

/*
 * For a helper that is executed with the image at descriptor fd_array[0] and answers on standard
 * output: nothing that its parent may have left open comes in. It is entered first of all, from
 * main():
 *
 *	static const int kept[] = {3};
 *	const struct sandbox_options options = SANDBOX_STRICT(kept, 1);
 *
 *	if (sandbox_enter(&options) != EXIT_DONE)
 *		return EXIT_FAILED;
 *	isoargs_image_open_fd(3, name, &image, &error); ... output_write(json);
 *
 * The parent executes /proc/self/exe with the image dup2()ed to 3 and with a pipe for standard
 * output; it closes its writing end, reads at most as much as it has room for, and waits. A
 * helper that is ended by SIGSYS tried what nothing in the library does.
 */
#define SANDBOX_STRICT(fd_array, count)                                                            \
	{                                                                                          \
		.folder = -1, .parent = -1, .tree = -1, .close_others = true, .keep = (fd_array),  \
		.keep_count = (count)                                                              \
	}

/*
 * Drops the rest, for good; one thread only. Limits (512 MiB of address space, few descriptors,
 * no processes, no core), no-new-privileges, Landlock and a seccomp filter, as far as the kernel
 * has them: one that has neither of the last two is warned of, and goes on.
 *
 * In the filter, what a library may probe for and can go on without fails with EPERM: opening a
 * file to read, stat(2), an ioctl(2). What nothing here ever does ends the process by SIGSYS, as
 * then it is no longer itself: another program or process, a socket, ptrace(2), opening a file
 * to write.
 *
 * With sanitizers (-Db_sanitize) files may be read, there is no limit of memory, and of calls
 * only the worst are refused: their runtimes read /proc, trace and start a symbolizer. Where
 * coverage is counted (-Db_coverage) there is no sandbox: the counts are written at the end.
 *
 * EXIT_DONE, or EXIT_FAILED with a sentence on standard error where the kernel has no memory.
 */
int sandbox_enter(const struct sandbox_options *options);

/*
 * For the process that a reader in its sandbox asks for bytes, and that looks at none of them: it
 * keeps the network and may read files, as its resolver and TLS do. The same limits but for that of
 * processes, which threads count for; Landlock, under which no file is written, made or executed;
 * and a filter that refuses (EPERM) other processes, programs and to be connected to.
 */
void sandbox_enter_broker(const struct sandbox_options *options);

#endif
