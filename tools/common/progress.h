/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_PROGRESS_H
#define TOOLS_COMMON_PROGRESS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A line on a terminal that says how far something long has come; nothing where standard error
 * is none. One at a time: while it is there, it catches the signals of a person who has waited
 * long enough, so that the line can be taken away before the process ends by them.
 */
struct progress {
	bool shown;
	const char *label;
	uint64_t drawn; /* milliseconds of the last drawing; 0: none */
	struct sigaction before[3];
};

void progress_start(struct progress *progress, const char *label);

/* An isoargs_progress; data is the struct progress. Non-zero: a signal asks to stop. */
int progress_update(uint64_t done, uint64_t total, void *data);

/* Takes the line away; where a signal came, the process ends by it here. */
void progress_end(struct progress *progress);

#endif
