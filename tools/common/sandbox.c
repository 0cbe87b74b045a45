/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/sandbox.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "common/output.h"
#include "common/sandbox-impl.h"

/*
 * The library unpacks kernels piece by piece: a window of 128 MiB for zstd or 96 MiB for xz, one
 * at a time, beside at most 64 MiB of anything else.
 */
#define MEMORY_MAX (512ull * 1024 * 1024)

/* An image, a folder, and the files that "extract" writes together. */
#define DESCRIPTORS_MAX 96u

/* Where close_range(2) is missing: as many as a process has by default. */
#define CLOSED_MAX 1024u

/* The hard limit as well: what may only be lowered cannot be raised again. */
static void limit(__rlimit_resource_t resource, rlim_t value)
{
	struct rlimit limits;

	if (getrlimit(resource, &limits) < 0)
		return;
	if (limits.rlim_max > value)
		limits.rlim_max = value;
	if (limits.rlim_cur > limits.rlim_max)
		limits.rlim_cur = limits.rlim_max;
	setrlimit(resource, &limits);
}

static void limit_all(void)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, DESCRIPTORS_MAX);
	if (FULL)
		limit(RLIMIT_AS, MEMORY_MAX);
}

static void close_between(unsigned first, unsigned last)
{
	if (first > last || close_range(first, last, 0) == 0)
		return;
	for (unsigned fd = first; fd <= last && fd < CLOSED_MAX; fd++)
		close((int)fd);
}

static bool is_kept(const struct sandbox_options *options, int fd)
{
	if (fd <= STDERR_FILENO || fd == options->folder || fd == options->parent ||
	    fd == options->tree)
		return true;
	for (size_t i = 0; i < options->keep_count; i++) {
		if (options->keep[i] == fd)
			return true;
	}
	return false;
}

static int last_kept(const struct sandbox_options *options)
{
	int last = STDERR_FILENO;

	if (options->folder > last)
		last = options->folder;
	if (options->parent > last)
		last = options->parent;
	if (options->tree > last)
		last = options->tree;
	for (size_t i = 0; i < options->keep_count; i++) {
		if (options->keep[i] > last)
			last = options->keep[i];
	}
	return last;
}

static void close_others(const struct sandbox_options *options)
{
	int last = last_kept(options);

	for (int fd = STDERR_FILENO + 1; fd < last; fd++) {
		if (!is_kept(options, fd))
			close(fd);
	}
	close_between((unsigned)last + 1, ~0u);
}

int sandbox_enter(const struct sandbox_options *options)
{
	int files, calls;

	/* localtime(3) reads the time zone once; then the file is out of reach. */
	tzset();
	if (options->close_others)
		close_others(options);
	if (SANDBOX_MODE == SANDBOX_NONE)
		return EXIT_DONE;
	limit_all();
	if (FULL)
		limit(RLIMIT_NPROC, 0);
	/* A core could hold a password; nor is another process to look into this one. */
	if (FULL)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	files = sandbox_restrict_files(options);
	calls = files < 0 ? files : sandbox_filter_calls(options, files > 0);
	if (calls < 0) {
		output_complain(NULL, "the sandbox cannot be entered: %s", strerror(-calls));
		return EXIT_FAILED;
	}
	if (!files && !calls && !options->is_quiet)
		output_complain(NULL, "warning: this kernel has neither Landlock nor seccomp: the "
				      "image is read outside of a sandbox");
	return EXIT_DONE;
}

void sandbox_enter_broker(const struct sandbox_options *options)
{
	close_others(options);
	if (SANDBOX_MODE == SANDBOX_NONE)
		return;
	limit_all();
	if (FULL)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	sandbox_restrict_broker_files();
	sandbox_filter_broker_calls();
}
