/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enters the sandbox and tries one thing: "ok", or the errno's name, on standard output; or it
 * does not come back. Also plays the kernel that has none of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/beneath/beneath.h"
#include "common/atomic.h"
#include "common/cpu-limit.h"
#include "common/output.h"
#include "common/sandbox.h"
#include "config.h"

#define MIB (1024u * 1024u)

/* What was there before. */
static const char *path; /* the argument of the thing that is tried */
static int image;        /* descriptor */
static int listening;    /* a socket */
static int ends[2];      /* of a pair of them, as a reader and its broker have */
static pid_t other;
static struct sandbox_options options = SANDBOX_READING;

static int done(int r)
{
	return r < 0 ? -errno : 0;
}

static int try_read_file(void)
{
	return done(open(path, O_RDONLY | O_CLOEXEC));
}

static int try_write_file(void)
{
	return done(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
}

static int try_write_old_call(void)
{
#ifdef SYS_open
	return done((int)syscall(SYS_open, path, O_RDWR));
#else
	return try_write_file();
#endif
}

static int try_stat(void)
{
	struct stat st;

	return done(stat(path, &st));
}

static int try_list(void)
{
	return done(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int try_unlink(void)
{
	return done(unlink(path));
}

static int try_rename(void)
{
	return done(rename(path, "/tmp/isoargs-renamed"));
}

static int try_mkdir(void)
{
	return done(mkdir(path, 0777));
}

static int try_truncate(void)
{
	return done(truncate(path, 0));
}

static int try_chmod(void)
{
	return done(chmod(path, 0777));
}

static int try_socket(void)
{
	return done(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_socket(void)
{
	return done(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int try_connect(void)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return done(connect(listening, (const struct sockaddr *)&to, sizeof(to)));
}

static int try_accept(void)
{
	return done(accept(listening, NULL, NULL));
}

static int try_execve(void)
{
	char name[] = "true";
	char *const argv[] = {name, NULL};
	char *const envp[] = {NULL};

	return done(execve("/bin/true", argv, envp));
}

static int try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return done(child);
}

static int try_spawn(void)
{
	char name[] = "true";
	char *const argv[] = {name, NULL};
	char *const envp[] = {NULL};
	pid_t child;

	return -posix_spawn(&child, "/bin/true", NULL, NULL, argv, envp);
}

static int try_ptrace(void)
{
	return done((int)ptrace(PTRACE_ATTACH, other, NULL, NULL));
}

static int try_peek(void)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {&byte, 1};

	return done((int)process_vm_readv(other, &here, 1, &there, 1, 0));
}

static int try_kill(void)
{
	return done(kill(other, SIGTERM));
}

static int try_unshare(void)
{
	return done(unshare(CLONE_NEWUSER));
}

static int map(int protection)
{
	void *at = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? -errno : 0;
}

static int try_map_code(void)
{
	return map(PROT_READ | PROT_EXEC);
}

static int try_turn_into_code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? -errno : done(mprotect(at, 4096, PROT_READ | PROT_EXEC));
}

static int try_type(void)
{
	return done(ioctl(STDIN_FILENO, TIOCSTI, "x"));
}

static int try_own_signals(void)
{
	return done(fcntl(image, F_SETOWN, other));
}

static int try_raise_limit(void)
{
	const struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	return done(setrlimit(RLIMIT_CORE, &limit));
}

static int try_much_memory(void)
{
	void *at =
		mmap(NULL, 600ul * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? -errno : 0;
}

/* What the library's bounds may add up to. */
static int try_enough_memory(void)
{
	unsigned char *at = malloc(384ul * MIB);

	if (!at)
		return -ENOMEM;
	memset(at, 1, 4096);
	free(at);
	return 0;
}

static int try_read_image(void)
{
	char bytes[5];

	if (pread(image, bytes, sizeof(bytes), 0x8001) != (ssize_t)sizeof(bytes))
		return -errno;
	return memcmp(bytes, "CD001", sizeof(bytes)) == 0 && lseek(image, 0, SEEK_SET) == 0 &&
			       read(image, bytes, 1) == 1
		       ? 0
		       : -EIO;
}

static int try_write_image(void)
{
	return done((int)pwrite(image, "x", 1, 0));
}

static int try_clock(void)
{
	time_t now = time(NULL);
	struct timespec spec;

	return localtime(&now) ? done(clock_gettime(CLOCK_MONOTONIC, &spec)) : -errno;
}

static int try_random(void)
{
	char bytes[16];

	return done((int)getrandom(bytes, sizeof(bytes), 0));
}

static int try_memory_file(void)
{
	int fd = memfd_create("probe", MFD_CLOEXEC);

	return done(fd < 0 ? fd : (int)pwrite(fd, "x", 1, 0));
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* glibc asks how much memory there is before it takes some for this. */
static int try_sort(void)
{
	int *numbers = calloc(MIB, sizeof(*numbers));

	if (!numbers)
		return -ENOMEM;
	numbers[0] = 1;
	qsort(numbers, MIB, sizeof(*numbers), compare);
	free(numbers);
	return 0;
}

static int try_raise(void)
{
	signal(SIGUSR1, SIG_IGN);
	return raise(SIGUSR1) == 0 ? 0 : -errno;
}

static int try_own_limit(void)
{
	struct rlimit limits;

	return done(getrlimit(RLIMIT_FSIZE, &limits));
}

static int try_limit_of_another(void)
{
	struct rlimit limits;

	return done(prlimit(other, RLIMIT_FSIZE, NULL, &limits));
}

static int try_duplicate(void)
{
	return done(fcntl(image, F_DUPFD_CLOEXEC, 0));
}

static int try_socket_from_before(void)
{
	return done(fcntl(listening, F_GETFD));
}

/* As the reader of a URL speaks with its broker, and as it does not. */
static int try_pair(void)
{
	char byte = 'x';

	return write(ends[0], &byte, 1) == 1 && read(ends[1], &byte, 1) == 1 ? 0 : -errno;
}

static int try_send(void)
{
	return send(ends[0], "x", 1, MSG_NOSIGNAL) == 1 ? 0 : -errno;
}

static int try_send_descriptor(void)
{
	char bytes[CMSG_SPACE(sizeof(int))] = {0}, byte = 'x';
	struct iovec vector = {&byte, 1};
	struct msghdr message = {.msg_iov = &vector,
				 .msg_iovlen = 1,
				 .msg_control = bytes,
				 .msg_controllen = sizeof(bytes)};
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);

	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &image, sizeof(int));
	return sendmsg(ends[0], &message, MSG_NOSIGNAL) == 1 ? 0 : -errno;
}

static int try_connect_pair(void)
{
	const struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "/run/none"};

	return done(connect(ends[0], (const struct sockaddr *)&to, sizeof(to)));
}

static void *do_nothing(void *data)
{
	return data;
}

static int try_thread(void)
{
	pthread_t thread;
	int r = pthread_create(&thread, NULL, do_nothing, NULL);

	return r == 0 ? -pthread_join(thread, NULL) : -r;
}

/* A file that appears whole in the folder, and in the place of another. */
static int try_make_file(void)
{
	AUTO_ATOMIC file = ATOMIC_FILE_NONE;

	if (atomic_open_at(&file, options.folder, path, ATOMIC_REPLACES) != EXIT_DONE ||
	    atomic_write(&file, "new", 3) != EXIT_DONE || atomic_commit(&file) != EXIT_DONE)
		return -errno;
	return 0;
}

static int try_make_named_file(void)
{
	int fd = openat(options.folder, ".probe", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return -errno;
	close(fd);
	return done(unlinkat(options.folder, ".probe", 0));
}

/* Through the folder, but to elsewhere: path is absolute, or begins with "..". */
static int try_leave_folder(void)
{
	return done(openat(options.folder, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
}

static int try_read_in_folder(void)
{
	return done(openat(options.folder, path, O_RDONLY | O_CLOEXEC));
}

static int try_write_in_tree(void)
{
	return done(openat(options.tree, path, O_WRONLY | O_CLOEXEC));
}

static int try_read_in_tree(void)
{
	return done(openat(options.tree, path, O_RDONLY | O_CLOEXEC));
}

/* As the broker of a folder does it. */
static int try_find_in_tree(void)
{
	uint64_t size;
	int fd;
	int r = ia_beneath_open(options.tree, path, 0, &fd, &size);

	if (r == 0)
		return -ENOENT;
	return r < 0 ? r : 0;
}

/* In a way that no filter can look into. */
static int try_write_at_once(void)
{
	const struct open_how how = {.flags = O_WRONLY};

	return done((int)syscall(SYS_openat2, options.tree, path, &how, sizeof(how)));
}

static int visit(const char *name, void *data)
{
	(void)name;
	(void)data;
	return 0;
}

static int try_list_tree(void)
{
	return ia_beneath_list(options.tree, path, visit, NULL);
}

static int try_remove_folder(void)
{
	return done(unlinkat(options.parent, path, AT_REMOVEDIR));
}

/* With the flag of fstat(3), but with a name. */
static int try_stat_with_flag(void)
{
	struct stat st;

	return done(fstatat(AT_FDCWD, path, &st, AT_EMPTY_PATH));
}

/* The one of getpid(2): 39 is its number in x32 as well. */
static int try_x32(void)
{
#ifdef __x86_64__
	return done((int)syscall(0x40000000 | SYS_getpid));
#else
	raise(SIGSYS);
	return 0;
#endif
}

/* With a second of processor time, in which a processor counts to some thousand millions. */
static int try_spin(void)
{
	for (volatile uint64_t i = 0; i < UINT64_C(1) << 36; i++)
		;
	return 0;
}

static int try_echo_off(void)
{
	/* The numbers alone matter: with standard input no terminal it is ENOTTY. */
	return done(ioctl(STDIN_FILENO, TCSETSF, NULL));
}

static const struct {
	const char *name;
	int (*try)(void);
} things[] = {
	{"read-file", try_read_file},
	{"write-file", try_write_file},
	{"write-old-call", try_write_old_call},
	{"stat", try_stat},
	{"list", try_list},
	{"unlink", try_unlink},
	{"rename", try_rename},
	{"mkdir", try_mkdir},
	{"truncate", try_truncate},
	{"chmod", try_chmod},
	{"socket", try_socket},
	{"unix-socket", try_unix_socket},
	{"connect", try_connect},
	{"accept", try_accept},
	{"execve", try_execve},
	{"fork", try_fork},
	{"spawn", try_spawn},
	{"ptrace", try_ptrace},
	{"peek", try_peek},
	{"kill", try_kill},
	{"unshare", try_unshare},
	{"map-code", try_map_code},
	{"turn-into-code", try_turn_into_code},
	{"type", try_type},
	{"own-signals", try_own_signals},
	{"raise-limit", try_raise_limit},
	{"much-memory", try_much_memory},
	{"enough-memory", try_enough_memory},
	{"read-image", try_read_image},
	{"write-image", try_write_image},
	{"clock", try_clock},
	{"random", try_random},
	{"memory-file", try_memory_file},
	{"sort", try_sort},
	{"raise", try_raise},
	{"own-limit", try_own_limit},
	{"limit-of-another", try_limit_of_another},
	{"duplicate", try_duplicate},
	{"socket-from-before", try_socket_from_before},
	{"pair", try_pair},
	{"send", try_send},
	{"send-descriptor", try_send_descriptor},
	{"connect-pair", try_connect_pair},
	{"thread", try_thread},
	{"make-file", try_make_file},
	{"make-named-file", try_make_named_file},
	{"leave-folder", try_leave_folder},
	{"read-in-folder", try_read_in_folder},
	{"find-in-tree", try_find_in_tree},
	{"read-in-tree", try_read_in_tree},
	{"write-in-tree", try_write_in_tree},
	{"write-at-once", try_write_at_once},
	{"list-tree", try_list_tree},
	{"remove-folder", try_remove_folder},
	{"stat-with-flag", try_stat_with_flag},
	{"x32", try_x32},
	{"spin", try_spin},
	{"echo-off", try_echo_off},
};

/*
 * Filters stay over execve(2). "landlock", "seccomp", "both" or "openat2" are what the kernel lacks.
 */
static int refuse(const char *what, char **argv)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
	const bool both = strcmp(what, "both") == 0;
	uint32_t none = SCMP_ACT_ERRNO(ENOSYS);

	if (strcmp(what, "openat2") == 0)
		seccomp_rule_add(context, none, SCMP_SYS(openat2), 0);
	if (both || strcmp(what, "landlock") == 0)
		seccomp_rule_add(context, none, SCMP_SYS(landlock_create_ruleset), 0);
	if (both || strcmp(what, "seccomp") == 0) {
		seccomp_rule_add(context, none, SCMP_SYS(seccomp), 0);
		seccomp_rule_add(context, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
				 SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP));
	}
	if (seccomp_load(context) < 0)
		return 77;
	seccomp_release(context);
	execv(argv[0], argv);
	return 1;
}

static int open_folder(const char *name)
{
	return open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void prepare(const char *profile, char **argv)
{
	static int kept[3];

	image = open(argv[0], O_RDONLY | O_CLOEXEC);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		_exit(EXIT_FAILED);
	listening = socket(AF_INET, SOCK_STREAM, 0);
	kept[0] = image;
	kept[1] = ends[0];
	kept[2] = ends[1];
	if (strcmp(profile, "strict") == 0 || strcmp(profile, "broker") == 0)
		options = (struct sandbox_options)SANDBOX_STRICT(kept, 3);
	if (strcmp(profile, "terminal") == 0)
		options.terminal = true;
	if (strncmp(profile, "folder=", 7) == 0)
		options.folder = open_folder(profile + 7);
	if (strncmp(profile, "parent=", 7) == 0)
		options.parent = open_folder(profile + 7);
	if (strncmp(profile, "tree=", 5) == 0)
		options.tree = open_folder(profile + 5);
	other = getppid();
	path = argv[2];
}

static int print(int r)
{
	const char *name = r < 0 ? strerrorname_np(-r) : "ok";
	char line[32];

	snprintf(line, sizeof(line), "%s\n", name ? name : "unknown");
	return output_write(line);
}

/* probe mode; probe refuse WHAT PROGRAM...; probe PROFILE IMAGE THING [PATH] */
int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "mode") == 0)
		return output_write(SANDBOX_MODE == SANDBOX_FULL   ? "full\n"
				    : SANDBOX_MODE == SANDBOX_SOFT ? "soft\n"
								   : "none\n");
	if (argc > 3 && strcmp(argv[1], "refuse") == 0)
		return refuse(argv[2], argv + 3);
	if (argc < 4)
		return EXIT_USAGE;
	prepare(argv[1], argv + 2);
	if (strcmp(argv[3], "spin") == 0)
		cpu_limit_set(1);
	if (strcmp(argv[1], "broker") == 0)
		sandbox_enter_broker(&options);
	else if (strcmp(argv[1], "outside") != 0 && sandbox_enter(&options) != EXIT_DONE)
		return EXIT_FAILED;
	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
		if (strcmp(things[i].name, argv[3]) == 0)
			return print(things[i].try());
	}
	return EXIT_USAGE;
}
