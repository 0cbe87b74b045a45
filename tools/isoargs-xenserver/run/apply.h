/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_APPLY_H
#define XS_RUN_APPLY_H

#include <signal.h>

#include "plan/plan.h"
#include "run/events.h"
#include "run/undo-log.h"
#include "xenapi/xenapi.h"

/* A plan that is carried out. */
struct applying {
	struct xenapi *xenapi;
	const struct inventory *inventory;
	const struct plan *plan;
	struct undolog *log;
	struct events *events;
	const volatile sig_atomic_t *interrupt;
	const unsigned char *oemdrv; /* the kickstart's disk; NULL: none */
	size_t oemdrv_size;
	int image;                /* descriptor of the local medium that is uploaded */
	char *refs[OBJECT_COUNT]; /* of what was made */
	char *mac;                /* that the host gave; NULL: unknown */
};

/*
 * Step by step; each thing that is made stands in the log before and after. The first failure
 * ends it: 0, or negative errno with *reterr and *ret_failed, the step; what was made is still
 * there then and in the log.
 */
int apply(struct applying *applying, const struct plan_step **ret_failed,
	  struct xenapi_error **reterr);

/* Steps of it: what the template brought. */
int apply_disks(struct applying *applying, const struct plan_step *step,
		struct xenapi_error **reterr);
int apply_nic(struct applying *applying, const struct plan_step *step,
	      struct xenapi_error **reterr);
/* The bytes of a disk that was made: the kickstart's, or the medium's. */
int apply_bytes(struct applying *applying, const struct plan_step *step,
		struct xenapi_error **reterr);

/* The scans of a plan, before anything is made. */
int apply_scans(struct applying *applying, struct xenapi_error **reterr);

void applying_free(struct applying *applying);

#endif
