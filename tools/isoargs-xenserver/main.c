/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "config.h"
#include "interrupt.h"
#include "medium.h"
#include "output.h"
#include "verb.h"

static const struct verb *const verbs[] = {
	&verb_plan,    &verb_apply,  &verb_undo,    &verb_status,
	&verb_console, &verb_finish, &verb_destroy,
};

#define VERB_COUNT (sizeof(verbs) / sizeof(verbs[0]))

static const struct verb *find_verb(const char *name)
{
	if (strcmp(name, "install") == 0)
		return &verb_apply;
	for (size_t i = 0; i < VERB_COUNT; i++) {
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	}
	return NULL;
}

int suggest_help(const char *verb)
{
	fprintf(stderr, "Try: isoargs-xenserver help %s\n", verb);
	return EXIT_USAGE;
}

static int print_overview(void)
{
	fputs("Usage: isoargs-xenserver [plan] [OPTION...] IMAGE\n"
	      "       isoargs-xenserver VERB [OPTION...] [OPERAND]\n"
	      "       isoargs-xenserver help [VERB]\n"
	      "\n"
	      "Installs CentOS and RHEL as paravirtualised guests of XenServer and XCP-ng.\n"
	      "\n"
	      "Verbs:\n",
	      stdout);
	for (size_t i = 0; i < VERB_COUNT; i++)
		printf("  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
	fputs("\n"
	      "Exit status: 0 done; 1 it failed; 2 the command line is at fault; 3 the pool or "
	      "the\n"
	      "VM is not one for this; 4 the pool lacks something; 5 a name means several things;\n"
	      "6 a name is in use; 7 it failed, and something is left behind.\n",
	      stdout);
	return EXIT_DONE;
}

static int print_help(int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2)
		return print_overview();
	verb = find_verb(argv[1]);
	if (!verb) {
		output_complain(NULL, "there is no verb \"%s\"", argv[1]);
		return suggest_help("");
	}
	verb->help();
	return EXIT_DONE;
}

/* Standard output may be full or closed: then a help text is no success either. */
static int flushed(int status)
{
	if (fflush(stdout) == 0)
		return status;
	output_complain(NULL, "cannot write to standard output");
	return EXIT_FAILED;
}

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
	const struct verb *verb;
	int status;

	if (output_hold_descriptors() != EXIT_DONE)
		return EXIT_FAILED;
	if (argc == 2 && strcmp(argv[1], MEDIUM_CHILD) == 0)
		return medium_child();
	keep_memory_private();
	/* A closed pipe, and a file that may grow no more, are reported like any other failed write. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		output_complain(NULL, "no verb is named");
		return suggest_help("");
	}
	if (strcmp(argv[1], "help") == 0)
		return flushed(print_help(argc - 1, argv + 1));
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return flushed(print_overview());
	if (strcmp(argv[1], "--version") == 0) {
		puts("isoargs-xenserver " VERSION);
		return flushed(EXIT_DONE);
	}
	verb = find_verb(argv[1]);
	if (verb)
		argv[1] = argv[0]; /* which getopt(3) names in its complaints */
	status = flushed(verb ? verb->run(argc - 1, argv + 1) : verb_plan.run(argc, argv));
	interrupt_end();
	return status;
}
