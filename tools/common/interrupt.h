/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_INTERRUPT_H
#define TOOLS_COMMON_INTERRUPT_H

#include <signal.h>

/*
 * SIGINT, SIGTERM and SIGHUP as a flag, so that what is under way comes to an orderly end: a
 * task is cancelled, the session closed, the terminal restored.
 */
extern volatile sig_atomic_t interrupt_flag; /* number of the signal that came; 0: none */

void interrupt_watch(void); /* twice is once */

/* Lets a signal that came end the process after all. */
void interrupt_end(void);

#endif
