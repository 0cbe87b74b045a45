/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_EVENTS_H
#define XS_RUN_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/plan.h"

/*
 * How far a run has come, on standard output: a line a step, on a terminal with the share of what
 * takes long, or one JSON object a line. A line that cannot be written stops nothing: what has
 * been started on a pool is finished or undone all the same.
 */
struct events {
	bool json;
	bool is_terminal;
	bool open;        /* a line without its end stands on the terminal */
	size_t index;     /* of the step, from 1 */
	size_t count;     /* steps in all */
	const char *line; /* the step's own text, for drawing it again */
};

void events_start(struct events *events, bool json, size_t count);

void event_step(struct events *events, const struct plan_step *step);
void event_progress(const char *method, double share, void *data); /* data: struct events */
void event_made(struct events *events, enum object object, const char *uuid);
void event_failed(struct events *events, const char *method, const char *code,
		  const char *sentence);
void event_removed(struct events *events, enum object object, const char *uuid);
/* What is whole, and the pool's. */
void event_kept(struct events *events, enum object object, const char *uuid, const char *name);
/* uuid: or the name, where only that is known. */
void event_left(struct events *events, enum object object, const char *uuid, const char *why);
void event_log(struct events *events, const char *path);

/*
 * What the installer told, or what is done when it is over: kind is "stage", "trouble", "change",
 * or "vnc", of which the text is an address.
 */
void event_said(struct events *events, const char *kind, const char *text);
void event_state(struct events *events,
		 const char *state); /* of the guest's power, as XenAPI has it */

/*
 * The run is over: state is "done", "started" (its installer), "installed", "undone" or "left" (not
 * all could be undone). Texts may be NULL.
 */
struct ending {
	const char *state;
	const char *name, *uuid, *mac, *vnc, *address, *text; /* text: for people */
};
void event_end(struct events *events, const struct ending *ending);

#endif
