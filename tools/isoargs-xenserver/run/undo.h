/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_UNDO_H
#define XS_RUN_UNDO_H

#include "run/events.h"
#include "run/undo-log.h"
#include "xenapi/xenapi.h"

/*
 * Removes what a log says a run has made, last made first: what a uuid is known of by that, the
 * rest by name and marker. What bears no marker of the run is left alone; the medium is none of
 * the run's making. Goes on where something cannot be removed and says so. EXIT_DONE: nothing is
 * left; EXIT_LEFT: something is, or the host cannot be asked.
 */
int undo_run(struct xenapi *xenapi, struct undolog *log, struct events *events);

#endif
