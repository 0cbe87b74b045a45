/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_POOL_H
#define TEST_POOL_H

#include "support/unit.h"

#include "plan/plan.h"

#define RUN "0123456789abcdef0123456789abcdef"

/* A pool like that of a XenServer 7.6, every part of which a test may break. */
struct pool {
	struct found_host hosts[2];
	struct found_vm templates[4];
	struct found_vm namesakes[2];
	struct found_sr srs[3];
	struct found_vdi isos[2];
	struct found_network networks[2];
	struct inventory inventory;
	struct guest_wish wish;
	struct plan_medium medium;
	struct plan plan;
	struct refusal refusal;
};

void pool_set_up(struct pool *pool);
int pool_plan(struct pool *pool);
void pool_tear_down(struct pool *pool);
void assert_planned(struct pool *pool);

/* With a sentence that holds part. */
void assert_refused(struct pool *pool, int status, const char *code, const char *part);

/* The nth step by a method, from 0. */
const struct plan_step *step_of(const struct pool *pool, const char *method, unsigned nth);

const struct plan_field *field_of(const struct plan_step *step, const char *name);

#endif
