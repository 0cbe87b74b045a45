/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_PROGRAM_H
#define TOOLS_COMMON_PROGRAM_H

#include <getopt.h>
#include <stddef.h>

/* A program whose first word is a verb. */

/* One verb of the command line: "args", "inspect". */
struct verb {
	const char *name;
	const char *alias;                 /* another word for it; NULL: none */
	const char *summary;               /* one line for the list of verbs */
	int (*run)(int argc, char **argv); /* argv[0] is the program; returns the exit status */
	void (*help)(void);                /* to standard output */
};

/* What a verb takes of the command line beside what it shares with others. */
struct verb_options {
	const struct verb *verb;
	const struct option *table;         /* of getopt_long(3) */
	int (*own)(int option, void *data); /* takes one of the verb's own; an exit status */
	void *data;
};

struct program {
	const char *name;
	const struct verb *const *verbs; /* the first is meant where no verb is named */
	size_t count;
	const char *usage;    /* of its help, what comes before the verbs */
	const char *statuses; /* and what comes after them */
	const char *missing;  /* what is wrong with a command line of the program's name alone */
};

/*
 * Runs the verb that the command line names, or prints help or the version. Signals that a failed
 * write would raise are ignored. Returns the exit status, standard output flushed.
 */
int program_run(const struct program *program, int argc, char **argv);

/* Where to look for help, after a complaint about the command line; returns EXIT_USAGE. */
int suggest_help(const char *verb);

#endif
