/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/cpu-limit.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/output.h"
#include "config.h"

/* Between the signal and the kernel's own end of it, for whom the handler does not come to run. */
#define GRACE 5u

/* Put together before: a handler may call almost nothing. */
static char sentence[256];

static void end(int number)
{
	(void)number;
	/* there is nobody left to tell where standard error cannot be written */
	if (write(STDERR_FILENO, sentence, strlen(sentence)) < 0)
		_exit(EXIT_FAILED);
	_exit(EXIT_FAILED);
}

uint64_t cpu_limit_seconds(uint64_t bytes)
{
	uint64_t base = SANDBOX_MODE == SANDBOX_FULL ? CPU_LIMIT_SECONDS : CPU_LIMIT_SANITIZED;

	return base + bytes / CPU_LIMIT_BYTES;
}

static void watch(void)
{
	const struct sigaction action = {.sa_handler = end};
	sigset_t set;

	/* whoever started us may have wanted it ignored or held back */
	sigaction(SIGXCPU, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGXCPU);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void cpu_limit_set(uint64_t seconds)
{
	struct rlimit limits;

	if (getrlimit(RLIMIT_CPU, &limits) < 0)
		return;
	if (limits.rlim_cur > seconds)
		limits.rlim_cur = seconds;
	if (limits.rlim_max > limits.rlim_cur + GRACE)
		limits.rlim_max = limits.rlim_cur + GRACE;
	/* at the hard one there is no signal to answer, as where ulimit(1) has set both */
	if (limits.rlim_cur == limits.rlim_max && limits.rlim_cur > 1)
		limits.rlim_cur--;
	snprintf(sentence, sizeof(sentence),
		 "%s: ended after %" PRIu64 " seconds of processor time, the most that an image is "
		 "given\n",
		 program_invocation_short_name, (uint64_t)limits.rlim_cur);
	watch();
	setrlimit(RLIMIT_CPU, &limits);
}
