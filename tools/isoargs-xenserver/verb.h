/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XENSERVER_VERB_H
#define XENSERVER_VERB_H

#include <stdbool.h>

/* One verb of the command line: "plan", "console". */
struct verb {
	const char *name;
	const char *summary;               /* one line for the list of verbs */
	int (*run)(int argc, char **argv); /* argv[0] is the program; returns the exit status */
	void (*help)(void);                /* to standard output */
};

extern const struct verb verb_plan;
extern const struct verb verb_apply;
extern const struct verb verb_undo;
extern const struct verb verb_status;
extern const struct verb verb_console;
extern const struct verb verb_finish;
extern const struct verb verb_destroy;

/* other_config key of a VM (and VDI) that this tool made; its value is the run's own word. */
#define MARKER "isoargs:run"

/* Where to look for help, after a complaint about the command line; returns EXIT_USAGE. */
int suggest_help(const char *verb);

#endif
