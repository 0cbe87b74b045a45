/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/sandbox-impl.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * libseccomp names the calls and the architecture. Its program is not used: when an allocation
 * fails, libseccomp 2.5.4 may never end making one. This one needs no memory, and less time.
 */
#define CODE_MAX      1024u
#define CODE_RULE_MAX 24u /* of one rule */

/* Rules that are tried in turn; what none of them meets ends at the default. */
struct filter {
	struct sock_filter code[CODE_MAX];
	unsigned short count;
	bool is_cut;
};

/* Before Linux 4.14 this ends the thread, and there is but one. */
#define KILL SECCOMP_RET_KILL_PROCESS

/*
 * For whom nothing has to be open but what is, whatever the arguments; also as architectures of
 * 32 bits spell it. libblkid reads an image in memory from a memfd, which is made as long as the image,
 * and emptied; qsort(3) asks sysinfo(2).
 */
static const int harmless[] = {
	SCMP_SYS(_llseek),       SCMP_SYS(arm_fadvise64_64),
	SCMP_SYS(brk),           SCMP_SYS(clock_getres),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
	SCMP_SYS(close),         SCMP_SYS(exit),
	SCMP_SYS(exit_group),    SCMP_SYS(fadvise64),
	SCMP_SYS(fadvise64_64),  SCMP_SYS(fstat),
	SCMP_SYS(fstat64),       SCMP_SYS(ftruncate),
	SCMP_SYS(ftruncate64),   SCMP_SYS(futex),
	SCMP_SYS(futex_time64),  SCMP_SYS(getcwd),
	SCMP_SYS(getegid),       SCMP_SYS(geteuid),
	SCMP_SYS(getgid),        SCMP_SYS(getpid),
	SCMP_SYS(getrandom),     SCMP_SYS(getrlimit),
	SCMP_SYS(ugetrlimit),    SCMP_SYS(gettid),
	SCMP_SYS(gettimeofday),  SCMP_SYS(getuid),
	SCMP_SYS(lseek),         SCMP_SYS(madvise),
	SCMP_SYS(memfd_create),  SCMP_SYS(mremap),
	SCMP_SYS(munmap),        SCMP_SYS(poll),
	SCMP_SYS(ppoll),         SCMP_SYS(ppoll_time64),
	SCMP_SYS(pread64),       SCMP_SYS(preadv),
	SCMP_SYS(pwrite64),      SCMP_SYS(read),
	SCMP_SYS(readv),         SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),  SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_yield),   SCMP_SYS(sigaltstack),
	SCMP_SYS(sigreturn),     SCMP_SYS(sysinfo),
	SCMP_SYS(time),          SCMP_SYS(write),
	SCMP_SYS(writev),
};

/* What a process does that is no longer itself. */
static const int fatal[] = {
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(bind),
	SCMP_SYS(bpf),
	SCMP_SYS(chroot),
	SCMP_SYS(connect),
	SCMP_SYS(creat),
	SCMP_SYS(finit_module),
	SCMP_SYS(init_module),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(kexec_load),
	SCMP_SYS(keyctl),
	SCMP_SYS(listen),
	SCMP_SYS(mount),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(pivot_root),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendto),
	SCMP_SYS(setns),
	SCMP_SYS(setresuid),
	SCMP_SYS(setreuid),
	SCMP_SYS(setuid),
	SCMP_SYS(socket),
	SCMP_SYS(umount2),
	SCMP_SYS(unshare),
	SCMP_SYS(userfaultfd),
};

/* The same, but the runtimes of sanitizers look for leaks and for symbols with these. */
static const int fatal_when_full[] = {
	SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(execve),     SCMP_SYS(execveat),
	SCMP_SYS(fork),  SCMP_SYS(ptrace), SCMP_SYS(socketpair), SCMP_SYS(vfork),
};

/* The argument of clone(2) that says what it makes. */
#ifdef __s390__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

/* What a broker has no use for. */
static const int refused_to_broker[] = {
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(bpf),    SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(fork),   SCMP_SYS(kill),    SCMP_SYS(listen), SCMP_SYS(ptrace), SCMP_SYS(vfork),
};

/* How a terminal is asked, and a block device, of which libblkid knows no more than it needs. */
static const unsigned long questions[] = {
	TCGETS,
#ifdef TCGETS2
	TCGETS2,
#endif
	TIOCGWINSZ, BLKGETSIZE64, BLKSSZGET,
};

static const unsigned long echo_changes[] = {
	TCSETS,  TCSETSW,  TCSETSF,
#ifdef TCSETSF2
	TCSETS2, TCSETSW2, TCSETSF2,
#endif
};

/* F_SETOWN is not among them: it has the kernel send signals. */
static const int descriptor_commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL};

static void emit(struct filter *filter, unsigned code, unsigned char jt, unsigned char jf,
		 uint32_t k)
{
	filter->code[filter->count++] =
		(struct sock_filter){.code = (unsigned short)code, .jt = jt, .jf = jf, .k = k};
}

static void emit_load(struct filter *filter, size_t offset)
{
	emit(filter, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* Where the result is not wanted the rule is left; UINT8_MAX is its end, until that is known. */
static void emit_test(struct filter *filter, uint32_t number, bool wanted)
{
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, wanted ? 0 : UINT8_MAX, wanted ? UINT8_MAX : 0,
	     number);
}

/* A half of an argument, under a mask. */
static void emit_half(struct filter *filter, unsigned argument, bool upper, uint64_t mask,
		      uint64_t number, bool wanted)
{
	const bool second = upper == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
	const unsigned shift = upper ? 32 : 0;
	const uint32_t half = (uint32_t)(mask >> shift);

	emit_load(filter, offsetof(struct seccomp_data, args) + 8 * argument + (second ? 4u : 0u));
	if (half != UINT32_MAX)
		emit(filter, BPF_ALU | BPF_AND | BPF_K, 0, 0, half);
	emit_test(filter, (uint32_t)(number >> shift), wanted);
}

static void emit_comparison(struct filter *filter, const struct scmp_arg_cmp *compared)
{
	const bool masked = compared->op == SCMP_CMP_MASKED_EQ;
	const uint64_t mask = masked ? compared->datum_a : UINT64_MAX;
	const uint64_t number = masked ? compared->datum_b : compared->datum_a;
	const bool equal = compared->op != SCMP_CMP_NE;

	emit_half(filter, compared->arg, false, mask, number, equal);
	/* The kernel takes a descriptor from the lower half alone. */
	if (equal && mask >> 32)
		emit_half(filter, compared->arg, true, mask, number, true);
}

/* All the comparisons have to hold. */
static void add(struct filter *filter, uint32_t action, int call, unsigned count,
		const struct scmp_arg_cmp *compared)
{
	const unsigned start = filter->count;

	/* libseccomp gives negative numbers to what an architecture lacks. */
	if (call < 0)
		return;
	if (CODE_MAX - start < CODE_RULE_MAX) {
		filter->is_cut = true;
		return;
	}
	emit_load(filter, offsetof(struct seccomp_data, nr));
	emit_test(filter, (uint32_t)call, true);
	for (unsigned i = 0; i < count; i++)
		emit_comparison(filter, &compared[i]);
	emit(filter, BPF_RET | BPF_K, 0, 0, action);
	for (unsigned i = start; i < filter->count; i++) {
		const unsigned char left = (unsigned char)(filter->count - i - 1);

		if (filter->code[i].jf == UINT8_MAX)
			filter->code[i].jf = left;
		if (filter->code[i].jt == UINT8_MAX)
			filter->code[i].jt = left;
	}
}

static void allow(struct filter *filter, int call)
{
	add(filter, SECCOMP_RET_ALLOW, call, 0, NULL);
}

/*
 * Whatever their arguments. When a filter is loaded Linux puts every call there is through it, so
 * that much of the time goes into rules that are not met: here one instruction is a rule. At most
 * 253, so far as a jump leads.
 */
static void add_all(struct filter *filter, uint32_t action, const int *calls, unsigned count)
{
	unsigned first;

	if (CODE_MAX - filter->count < count + 3 || count + 2 > UINT8_MAX) {
		filter->is_cut = true;
		return;
	}
	emit_load(filter, offsetof(struct seccomp_data, nr));
	first = filter->count;
	for (unsigned i = 0; i < count; i++) {
		/* libseccomp gives negative numbers to what an architecture lacks. */
		if (calls[i] >= 0)
			emit(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint32_t)calls[i]);
	}
	emit(filter, BPF_JMP | BPF_JA, 0, 0, 1);
	emit(filter, BPF_RET | BPF_K, 0, 0, action);
	for (unsigned i = first; i + 2 < filter->count; i++)
		filter->code[i].jt = (unsigned char)(filter->count - 2 - i);
}

static void allow_if(struct filter *filter, int call, struct scmp_arg_cmp compared)
{
	add(filter, SECCOMP_RET_ALLOW, call, 1, &compared);
}

/* An argument's lower half is all that the kernel looks at; a set upper one is nobody's. */
static void allow_number(struct filter *filter, int call, unsigned argument, uint64_t number)
{
	allow_if(filter, call,
		 (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = number});
}

static void allow_without(struct filter *filter, int call, unsigned argument, uint64_t flag)
{
	allow_if(filter, call,
		 (struct scmp_arg_cmp){
			 .arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = flag, .datum_b = 0});
}

static void allow_with(struct filter *filter, int call, unsigned argument, uint64_t flag)
{
	allow_if(filter, call,
		 (struct scmp_arg_cmp){.arg = argument,
				       .op = SCMP_CMP_MASKED_EQ,
				       .datum_a = flag,
				       .datum_b = flag});
}

/* Memory, signals to itself, terminals: what depends on an argument. */
static void allow_some(struct filter *filter, const struct sandbox_options *options)
{
	allow_without(filter, SCMP_SYS(mmap), 2, PROT_EXEC);
	allow_without(filter, SCMP_SYS(mmap2), 2, PROT_EXEC);
	allow_without(filter, SCMP_SYS(mprotect), 2, PROT_EXEC);
	/*
	 * fstat(3), as C libraries have spelt it since 2.33. The flag does not forbid a name, and a
	 * filter cannot see that there is none: a process that was taken over can still ask whether a
	 * file exists, how large it is, whose, and when it was changed. Landlock does not bound that.
	 */
	allow_with(filter, SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH);
	allow_with(filter, SCMP_SYS(statx), 2, AT_EMPTY_PATH);
	/* getrlimit(3) of the process itself: before a file is made that could be too large */
	add(filter, SECCOMP_RET_ALLOW, SCMP_SYS(prlimit64), 2,
	    (const struct scmp_arg_cmp[]){{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = 0},
					  {.arg = 2, .op = SCMP_CMP_EQ, .datum_a = 0}});
	/* raise(3) and abort(3) */
	allow_number(filter, SCMP_SYS(tgkill), 0, (uint64_t)getpid());
	for (size_t i = 0; i < COUNT(descriptor_commands); i++) {
		allow_number(filter, SCMP_SYS(fcntl), 1, (uint64_t)descriptor_commands[i]);
		allow_number(filter, SCMP_SYS(fcntl64), 1, (uint64_t)descriptor_commands[i]);
	}
	for (size_t i = 0; i < COUNT(questions); i++)
		allow_number(filter, SCMP_SYS(ioctl), 1, questions[i]);
	for (size_t i = 0; options->terminal && i < COUNT(echo_changes); i++)
		allow_number(filter, SCMP_SYS(ioctl), 1, echo_changes[i]);
}

/*
 * What makes files in the folder appear whole. A name may still lead out of it: that it does
 * not is for Landlock to see; without Landlock a process that was taken over can make, replace and
 * remove files wherever its user may.
 */
static void allow_folders(struct filter *filter, const struct sandbox_options *options)
{
	static const int to_folder[] = {SCMP_SYS(openat), SCMP_SYS(fstatat64), SCMP_SYS(newfstatat),
					SCMP_SYS(statx), SCMP_SYS(unlinkat)};
	static const int between[] = {SCMP_SYS(linkat), SCMP_SYS(renameat), SCMP_SYS(renameat2)};

	if (options->parent >= 0)
		allow_number(filter, SCMP_SYS(unlinkat), 0, (uint64_t)options->parent);
	if (options->folder < 0)
		return;
	allow(filter, SCMP_SYS(fsync));
	for (size_t i = 0; i < COUNT(to_folder); i++)
		allow_number(filter, to_folder[i], 0, (uint64_t)options->folder);
	for (size_t i = 0; i < COUNT(between); i++)
		allow_number(filter, between[i], 2, (uint64_t)options->folder);
}

/*
 * What finds and lists files. That they lie in the tree is for Landlock to see; without it a process
 * that was taken over can read what its user may, and openat2(2), whose flags no filter sees, is
 * left out: lib/base/beneath can do without.
 */
static void allow_tree(struct filter *filter, const struct sandbox_options *options,
		       bool has_landlock)
{
	static const int finding[] = {SCMP_SYS(fstatfs), SCMP_SYS(fstatfs64), SCMP_SYS(getdents),
				      SCMP_SYS(getdents64), SCMP_SYS(readlinkat)};

	if (options->tree < 0)
		return;
	for (size_t i = 0; i < COUNT(finding); i++)
		allow(filter, finding[i]);
	allow_without(filter, SCMP_SYS(openat), 2, O_ACCMODE | O_CREAT | O_TRUNC);
	if (has_landlock)
		allow(filter, SCMP_SYS(openat2));
}

static void kill_if_opened(struct filter *filter, int call, unsigned argument, int folder,
			   uint64_t mask, uint64_t flags)
{
	const struct scmp_arg_cmp compared[] = {
		{.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = flags},
		{.arg = 0, .op = SCMP_CMP_NE, .datum_a = (uint64_t)folder},
	};

	add(filter, KILL, call, folder < 0 ? 1 : 2, compared);
}

/* Opening to write ends the process; opening to read only fails. */
static void kill_writers(struct filter *filter, int call, unsigned argument, int folder)
{
	kill_if_opened(filter, call, argument, folder, O_ACCMODE, O_WRONLY);
	kill_if_opened(filter, call, argument, folder, O_ACCMODE, O_RDWR);
	kill_if_opened(filter, call, argument, folder, O_ACCMODE | O_CREAT, O_CREAT);
}

static void kill_all(struct filter *filter, const struct sandbox_options *options)
{
	/* Types into the terminal, for the shell to read when this program has ended. */
	const struct scmp_arg_cmp types = {
		.arg = 1, .op = SCMP_CMP_MASKED_EQ, .datum_a = UINT32_MAX, .datum_b = TIOCSTI};

	add_all(filter, KILL, fatal, COUNT(fatal));
	if (FULL)
		add_all(filter, KILL, fatal_when_full, COUNT(fatal_when_full));
	add(filter, KILL, SCMP_SYS(ioctl), 1, &types);
	kill_writers(filter, SCMP_SYS(open), 1, -1);
	kill_writers(filter, SCMP_SYS(openat), 2, options->folder);
}

/* Whatever the kernel says to a filter that is in order, it cannot have it. */
static int load(struct filter *filter)
{
	const struct sock_fprog program = {.len = filter->count, .filter = filter->code};

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/*
 * On x86-64 the numbers of x32 come under the same architecture, and each call has one: no rule
 * below would meet it. Nothing here makes such a call.
 */
static void refuse_other_numbers(struct filter *filter)
{
#ifdef __X32_SYSCALL_BIT
	emit_load(filter, offsetof(struct seccomp_data, nr));
	emit(filter, BPF_JMP | BPF_JGE | BPF_K, 0, 1, __X32_SYSCALL_BIT);
	emit(filter, BPF_RET | BPF_K, 0, 0, KILL);
#else
	(void)filter;
#endif
}

/* The numbers of another architecture mean other calls. */
static void refuse_other_architectures(struct filter *filter)
{
	emit_load(filter, offsetof(struct seccomp_data, arch));
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, seccomp_arch_native());
	emit(filter, BPF_RET | BPF_K, 0, 0, KILL);
	refuse_other_numbers(filter);
}

int sandbox_filter_calls(const struct sandbox_options *options, bool has_landlock)
{
	struct filter filter = {.count = 0};

	refuse_other_architectures(&filter);
	if (FULL) {
		add_all(&filter, SECCOMP_RET_ALLOW, harmless, COUNT(harmless));
		allow_some(&filter, options);
		allow_folders(&filter, options);
		allow_tree(&filter, options, has_landlock);
	}
	kill_all(&filter, options);
	if (filter.is_cut)
		return -E2BIG;
	emit(&filter, BPF_RET | BPF_K, 0, 0, FULL ? SECCOMP_RET_ERRNO | EPERM : SECCOMP_RET_ALLOW);
	return load(&filter);
}

/* Threads are the resolver's; of what clone3(2) makes no filter sees whether it is one. */
static void refuse_processes(struct filter *filter)
{
	static const struct scmp_arg_cmp no_thread = {
		.arg = CLONE_FLAGS, .op = SCMP_CMP_MASKED_EQ, .datum_a = CLONE_THREAD};

	add(filter, SECCOMP_RET_ERRNO | EPERM, SCMP_SYS(clone), 1, &no_thread);
	add(filter, SECCOMP_RET_ERRNO | ENOSYS, SCMP_SYS(clone3), 0, NULL);
}

int sandbox_filter_broker_calls(void)
{
	struct filter filter = {.count = 0};

	refuse_other_architectures(&filter);
	if (FULL) {
		add_all(&filter, SECCOMP_RET_ERRNO | EPERM, refused_to_broker,
			COUNT(refused_to_broker));
		refuse_processes(&filter);
	}
	emit(&filter, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
	return load(&filter);
}
