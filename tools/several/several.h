/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_SEVERAL_SEVERAL_H
#define TOOLS_SEVERAL_SEVERAL_H

#include <stddef.h>

/*
 * Many media, each read by a process of its own, in a sandbox of its own, which hands back no more
 * than bytes: those are held against what they should be before they are printed, so that no medium
 * can change what is said of another, or steer a terminal.
 */

#define SEVERAL_JOBS_MAX 256u /* processes at a time */

/* What is printed of each; all in the order of the names. */
enum several_form {
	SEVERAL_LINES, /* the name, and the line that the answer is; nothing of one that failed */
	SEVERAL_JSON,  /* the document that the answer is, in one line, with the name */
	SEVERAL_TABLE, /* a row of the name and the answer's cells, as of row_add(); all at the end */
};

struct several {
	char *const *names; /* how they are called in what is printed */
	size_t count;
	unsigned jobs; /* 0: as many as there are processors that this process may use */
	enum several_form form;
	const char *const *
		columns; /* of a table: the heads of the answer's cells, the last of which is the verdict */
	size_t columns_count;
	/*
	 * Opens the one of that number, enters the sandbox, reads, and prints the answer to standard
	 * output and sentences to standard error. Returns the exit status. Called in the process
	 * that is the medium's.
	 */
	int (*answer)(size_t number, void *data);
	void *data;
};

/*
 * Reads them all and prints what comes of each. Returns the worst exit status: EXIT_USAGE, then
 * EXIT_FAILED, then EXIT_NOT_USABLE. Who closes standard output early ends it, without a sentence.
 */
int several_run(const struct several *several);

/* The number of jobs that a person names. EXIT_DONE, or EXIT_USAGE with a sentence. */
int several_take_jobs(const char *value, unsigned *ret_jobs);

#endif
