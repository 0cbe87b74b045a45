/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded into a program, makes one of its calls fail. Where main would start it waits for
 * requests instead, and runs main once for each in a child of its own, so that thousands of faults
 * cost no more than forks. See fault.py, which speaks to it.
 *
 *     request: KIND FIRST LAST HOW: the calls from FIRST to LAST fail; 0 0: none
 *     answer:  STATUS READS ALLOCATIONS WRITES FILES KEPT OUT ERR, then what went to the two
 *
 * KIND is of enum kind; HOW an errno's number, or 0 for a call that comes short; -1, -2, -3: the
 * process is killed before the call, after it, or where half of it is written; -4: as on a disk
 * that is full, half of the first is written and the others are not. KEPT counts the
 * allocations that were not given back when main returned. STATUS is waitpid(2)'s.
 *
 * With ISOARGS_FAULT_NAMED in the environment the file system knows no files without a name.
 *
 * Nothing here allocates: the calls that it takes the place of are the C library's own.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_MAX 20 /* of one run */

enum {
	KILL_BEFORE = -1,
	KILL_AFTER = -2,
	KILL_HALFWAY = -3,
	DISK_FULL = -4,
};

enum kind {
	READ, /* of the file that ISOARGS_FAULT_FILE names */
	ALLOC,
	WRITE, /* of the program itself, not of stdio */
	FILES, /* what makes, opens, names, cuts, keeps and closes files */
	KINDS,
};

static const char *const kind_names[KINDS] = {"read", "alloc", "write", "files"};

/* Shared with the child that counts. */
struct counts {
	long calls[KINDS];
	long kept;
};

struct request {
	enum kind kind;
	long first;
	long last;
	int how;
};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static bool armed, dying, named;
static struct request fault;
static struct counts *counts;
static struct stat image;
static int (*program_main)(int, char **, char **);

/* The one signal that a sandbox lets through: to itself. */
static void die_now(void)
{
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGKILL);
}

/* Is this the call that is to fail? Where it is to be the last one it may not come back. */
static bool fails(enum kind kind)
{
	long number = ++counts->calls[kind];

	if (fault.kind != kind || number < fault.first || number > fault.last)
		return false;
	if (fault.how == KILL_BEFORE)
		die_now();
	dying = fault.how < 0 && fault.how != DISK_FULL;
	return !dying || (fault.how == KILL_HALFWAY && kind == WRITE);
}

/* What a call came to, where there is a process left to be told. */
static long came_to(long result)
{
	if (dying)
		die_now();
	return result;
}

static bool refused(enum kind kind)
{
	if (!armed || !fails(kind))
		return false;
	errno = fault.how;
	return true;
}

static void *granted(void *block)
{
	if (armed && block)
		counts->kept++;
	return block;
}

void *malloc(size_t size)
{
	return refused(ALLOC) ? NULL : granted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
	return refused(ALLOC) ? NULL : granted(__libc_calloc(count, size));
}

/* Also reallocarray(), which calls it. */
void *realloc(void *block, size_t size)
{
	void *grown;

	if (refused(ALLOC))
		return NULL;
	grown = __libc_realloc(block, size);
	if (!block)
		return granted(grown);
	if (armed && size == 0 && !grown)
		counts->kept--;
	return grown;
}

void *memalign(size_t alignment, size_t size)
{
	return refused(ALLOC) ? NULL : granted(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **ret, size_t alignment, size_t size)
{
	void *block = memalign(alignment, size);

	if (!block)
		return ENOMEM;
	*ret = block;
	return 0;
}

void free(void *block)
{
	if (armed && block)
		counts->kept--;
	__libc_free(block);
}

static bool is_image(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_dev == image.st_dev && st.st_ino == image.st_ino;
}

/* -1 with errno, or 0 and how many bytes are to be asked for. */
static int cut(enum kind kind, size_t *size)
{
	if (!fails(kind))
		return 0;
	if (fault.how == KILL_HALFWAY ||
	    (fault.how == DISK_FULL && counts->calls[kind] == fault.first)) {
		*size /= 2;
		return 0;
	}
	if (fault.how == 0) {
		*size = *size > 1 ? 1 : *size;
		return 0;
	}
	errno = fault.how == DISK_FULL ? ENOSPC : fault.how;
	return -1;
}

ssize_t read(int fd, void *data, size_t size)
{
	if (armed && is_image(fd) && cut(READ, &size) < 0)
		return -1;
	return syscall(SYS_read, fd, data, size);
}

ssize_t pread64(int fd, void *data, size_t size, off64_t offset)
{
	if (armed && is_image(fd) && cut(READ, &size) < 0)
		return -1;
	return syscall(SYS_pread64, fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
	if (armed && cut(WRITE, &size) < 0)
		return -1;
	return came_to(syscall(SYS_write, fd, data, size));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
	if (armed && cut(WRITE, &size) < 0)
		return -1;
	return came_to(syscall(SYS_pwrite64, fd, data, size, offset));
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
	if (named && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return refused(FILES) ? -1 : (int)came_to(syscall(SYS_openat, folder, path, flags, mode));
}

int open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = __OPEN_NEEDS_MODE(flags) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return open_at(AT_FDCWD, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = __OPEN_NEEDS_MODE(flags) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return open_at(folder, path, flags, mode);
}

int mkdir(const char *path, mode_t mode)
{
	return refused(FILES) ? -1 : (int)came_to(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int fsync(int fd)
{
	return refused(FILES) ? -1 : (int)came_to(syscall(SYS_fsync, fd));
}

int linkat(int from_folder, const char *from, int folder, const char *path, int flags)
{
	if (refused(FILES))
		return -1;
	return (int)came_to(syscall(SYS_linkat, from_folder, from, folder, path, flags));
}

int renameat2(int from_folder, const char *from, int folder, const char *path, unsigned flags)
{
	if (refused(FILES))
		return -1;
	return (int)came_to(syscall(SYS_renameat2, from_folder, from, folder, path, flags));
}

int rename(const char *from, const char *path)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, path, 0);
}

int unlinkat(int folder, const char *path, int flags)
{
	return refused(FILES) ? -1 : (int)came_to(syscall(SYS_unlinkat, folder, path, flags));
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int ftruncate64(int fd, off64_t size)
{
	return refused(FILES) ? -1 : (int)came_to(syscall(SYS_ftruncate, fd, size));
}

int mkostemp64(char *path, int flags)
{
	static unsigned number;

	/* one name after the other, as runs are to be the same */
	snprintf(strrchr(path, 'X') - 5, 7, "%06u", ++number);
	return open_at(AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL | flags, 0600);
}

/* It fails for what was written before; the descriptor is gone. */
int close(int fd)
{
	bool fault_here = refused(FILES);
	int error = errno, r = (int)came_to(syscall(SYS_close, fd));

	if (!fault_here)
		return r;
	errno = error;
	return -1;
}

static void die(const char *why)
{
	syscall(SYS_write, STDERR_FILENO, why, strlen(why));
	_exit(120);
}

static void send_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n <= 0)
			die("fault: the answer was not taken\n");
		data += n;
		size -= (size_t)n;
	}
}

/* A line without its end; false where there are no more. */
static bool read_line(int fd, char *line, size_t size)
{
	size_t length = 0;

	while (length < size && read(fd, line + length, 1) == 1) {
		if (line[length] == '\n') {
			line[length] = '\0';
			return true;
		}
		length++;
	}
	return false;
}

static bool read_request(int fd, struct request *ret)
{
	char line[128], word[16];

	if (!read_line(fd, line, sizeof(line)))
		return false;
	if (sscanf(line, "%15s %ld %ld %d", word, &ret->first, &ret->last, &ret->how) != 4)
		die("fault: not understood\n");
	for (ret->kind = READ; ret->kind < KINDS; ret->kind++) {
		if (strcmp(kind_names[ret->kind], word) == 0)
			return true;
	}
	die("fault: there is no such kind of fault\n");
	return false;
}

/* What was written into an anonymous file; the next run finds it empty. */
static void send_written(int from, int to, size_t size)
{
	char piece[65536];

	for (size_t done = 0; done < size;) {
		ssize_t n = pread(from, piece, sizeof(piece), (off_t)done);

		if (n <= 0)
			die("fault: what was written is gone\n");
		send_all(to, piece, (size_t)n);
		done += (size_t)n;
	}
	if (ftruncate(from, 0) < 0 || lseek(from, 0, SEEK_SET) != 0)
		die("fault: an anonymous file is not to be emptied\n");
}

static size_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? (size_t)st.st_size : 0;
}

static int run(int argc, char **argv, char **envp, int in, int out, const int streams[2])
{
	int status;

	close(in);
	close(out);
	if (dup2(streams[0], STDOUT_FILENO) < 0 || dup2(streams[1], STDERR_FILENO) < 0)
		_exit(120);
	close(streams[0]);
	close(streams[1]);
	alarm(SECONDS_MAX);
	armed = true;
	status = program_main(argc, argv, envp);
	armed = false;
	return status;
}

static int serve(int argc, char **argv, char **envp)
{
	const int streams[] = {memfd_create("out", MFD_CLOEXEC), memfd_create("err", MFD_CLOEXEC)};
	int in, out;

	if (sscanf(getenv("ISOARGS_FAULT_SERVER"), "%d,%d", &in, &out) != 2)
		die("fault: there are no descriptors to listen at\n");
	while (read_request(in, &fault)) {
		char answer[256];
		size_t sizes[2];
		int status;
		pid_t child;

		memset(counts, 0, sizeof(*counts));
		child = fork();
		if (child == 0)
			return run(argc, argv, envp, in, out, streams);
		if (child < 0 || waitpid(child, &status, 0) != child)
			die("fault: no child\n");
		for (size_t i = 0; i < 2; i++)
			sizes[i] = size_of(streams[i]);
		snprintf(answer, sizeof(answer), "%d %ld %ld %ld %ld %ld %zu %zu\n", status,
			 counts->calls[READ], counts->calls[ALLOC], counts->calls[WRITE],
			 counts->calls[FILES], counts->kept, sizes[0], sizes[1]);
		send_all(out, answer, strlen(answer));
		for (size_t i = 0; i < 2; i++)
			send_written(streams[i], out, sizes[i]);
	}
	_exit(0);
}

typedef int start_function(int (*)(int, char **, char **), int, char **, void (*)(void),
			   void (*)(void), void (*)(void), void *);

/* The C library and its loader are through with their own calls when main is called. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*end)(void), void *stack);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*end)(void), void *stack)
{
	void *symbol = dlsym(RTLD_NEXT, "__libc_start_main");
	const char *path = getenv("ISOARGS_FAULT_FILE");
	start_function *start;

	memcpy(&start, &symbol, sizeof(start));
	if (getenv("ISOARGS_FAULT_SERVER")) {
		counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (counts == MAP_FAILED || (path && stat(path, &image) < 0))
			die("fault: cannot be set up\n");
		named = getenv("ISOARGS_FAULT_NAMED") != NULL;
		program_main = main;
		main = serve;
	}
	return start(main, argc, argv, init, fini, end, stack);
}
