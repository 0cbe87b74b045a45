/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_JOB_OPTIONS_H
#define XS_VERBS_JOB_OPTIONS_H

#include "verbs/job.h"

/* -1: go on with what is left, from optind on; otherwise the exit status, as job_parse() has it. */
int job_take_options(struct job *job, const struct verb *verb, int argc, char **argv);

/* One word of the guest's, which the library checks: EXIT_DONE, or a status with a sentence. */
int job_set(struct job *job, enum isoargs_option option, const char *value);

#endif
