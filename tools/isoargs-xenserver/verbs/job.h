/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_JOB_H
#define XS_VERBS_JOB_H

#include "base/guest-defaults.h"
#include "medium/medium.h"
#include "medium/request.h"
#include "plan/inventory.h"
#include "plan/plan.h"
#include "run/undo-log.h"
#include "run/wait.h"
#include "verbs/connect.h"
#include "verbs/verbs.h"

/* What "plan" and "apply" have in common: their command line, the medium, and the plan. */

#define KICKSTART_MAX (1u << 20) /* bytes; as isoargs_oemdrv() takes them */

struct job {
	struct connect connect;
	struct request request;
	struct guest_wish wish;
	struct isoargs_guest *guest; /* which checks what the guest is to be */
	const char *word, *kickstart;
	char *image; /* the word, as it is printed */
	bool json, verbose, force, uploads;
	size_t mac_count;
	int held;                     /* descriptor of the image that is uploaded; -1: none */
	unsigned minutes;             /* that are waited for the installer */
	char *name, *temporary, *iso; /* own what wish points to */
	char file[UPLOAD_FILE_MAX];   /* wish.file; "": no file can be called after the image */
	void *oemdrv;                 /* the kickstart's disk */
	char run[UNDOLOG_RUN_MAX];
	struct medium medium;
	struct inventory inventory;
	struct plan plan;
};

#define JOB_NONE                                                                                   \
	{                                                                                          \
		.connect = CONNECT_NONE,                                                           \
		.wish = {.memory = IA_GUEST_MEMORY_MIB,                                            \
			 .vcpus = IA_GUEST_VCPUS,                                                  \
			 .disk = IA_GUEST_DISK_GIB},                                               \
		.held = -1, .minutes = WAIT_MINUTES                                                \
	}

/* The help of everything but the verb's first lines. */
void job_help(void);

/* -1: go on; otherwise the exit status, with the help printed or a sentence. */
int job_parse(struct job *job, const struct verb *verb, int argc, char **argv);

/* Reads kickstart and medium; nobody is asked for a password before. EXIT_DONE, or a status. */
int job_read(struct job *job);

/* Looks at the pool and makes the plan. EXIT_DONE, or a status with everything said. */
int job_plan(struct job *job, struct xenapi *xenapi);

void job_free(struct job *job);

#define AUTO_JOB __attribute__((cleanup(job_free))) struct job

#endif
