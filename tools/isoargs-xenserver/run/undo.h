/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_UNDO_H
#define XS_RUN_UNDO_H

#include "run/events.h"
#include "run/undo-log.h"
#include "xenapi/xenapi.h"

struct undo_wish {
	struct events *events;
	bool medium; /* also one that was uploaded */
};

/*
 * Removes what a log says a run has made, last made first: what a uuid is known of by that, the
 * rest by name and marker. What bears no marker of the run is left alone, and so is a medium that
 * was uploaded whole, unless that is wished for too. Goes on where something cannot be removed and
 * says so. EXIT_DONE: nothing is left; EXIT_LEFT: something is, or the host cannot be asked.
 */
int undo_run(struct xenapi *xenapi, struct undolog *log, const struct undo_wish *wish);

/* Is a medium of the run's still in the pool? The log speaks of it then. */
bool undo_keeps_medium(const struct undolog *log);

#endif
