/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "common/interrupt.h"
#include "common/output.h"
#include "medium/medium.h"
#include "verbs/verbs.h"

static const struct verb *const verbs[] = {
	&verb_plan,    &verb_apply,  &verb_undo,    &verb_status,
	&verb_console, &verb_finish, &verb_destroy,
};

static const struct program program = {
	.name = "isoargs-xenserver",
	.verbs = verbs,
	.count = sizeof(verbs) / sizeof(verbs[0]),
	.usage = "Usage: isoargs-xenserver [plan] [OPTION...] IMAGE\n"
		 "       isoargs-xenserver VERB [OPTION...] [OPERAND]\n"
		 "       isoargs-xenserver help [VERB]\n"
		 "\n"
		 "Installs CentOS and RHEL as paravirtualised guests of XenServer and XCP-ng.\n",
	.statuses =
		"Exit status: 0 done; 1 it failed; 2 the command line is at fault; 3 the pool or "
		"the\n"
		"VM is not one for this; 4 the pool lacks something; 5 a name means several "
		"things;\n"
		"6 a name is in use; 7 it failed, and something is left behind.\n",
	.missing = "no verb is named",
};

/* AddressSanitizer looks into the process from outside. */
#ifdef __SANITIZE_ADDRESS__
#define WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED
#endif
#endif

/* The memory of this process holds the password of a pool. */
static void keep_memory_private(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifndef WATCHED
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

int main(int argc, char **argv)
{
	int status;

	if (output_hold_descriptors() != EXIT_DONE)
		return EXIT_FAILED;
	if (argc == 2 && strcmp(argv[1], MEDIUM_CHILD) == 0)
		return medium_child();
	keep_memory_private();
	status = program_run(&program, argc, argv);
	interrupt_end();
	return status;
}
