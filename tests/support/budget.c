/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/budget.h"

#include <time.h>

#include "base/limits.h"

/*
 * What a hostile text may cost: BUDGET_MS of the processor's time (meson.build has it: more
 * without optimisation and with sanitizers). The best of a few runs counts, as a machine that
 * does other work makes any single one slow; and on a machine that is slower than the one where
 * the bound was set, as a yardstick tells, it is longer by as much.
 */
#define BUDGET_RUNS  8u
#define YARDSTICK_MS 14.0 /* of budget_yardstick() there */

static double budget_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Work of the kind that evaluation is: bytes, branches, table look-ups. */
static unsigned budget_yardstick(void)
{
	unsigned table[256], sum = 1;

	for (unsigned i = 0; i < 256; i++)
		table[i] = i * 2654435761u;
	for (unsigned i = 0; i < 4u << 20; i++) {
		sum = table[(sum ^ i) & 0xff] ^ sum >> 8;
		if (sum & 1)
			sum += i;
	}
	return sum;
}

/* The bound on this machine as it is just now. */
static double budget_bound(void)
{
	double best = 0;

	for (unsigned i = 0; i < BUDGET_RUNS; i++) {
		double start = budget_now(), took;
		volatile unsigned sum = budget_yardstick();

		(void)sum;
		took = budget_now() - start;
		best = i == 0 || took < best ? took : best;
	}
	return BUDGET_MS * (best > YARDSTICK_MS ? best / YARDSTICK_MS : 1);
}

char *fill(const char *front, const char *middle, const char *back)
{
	size_t left = IA_CONFIG_MAX - strlen(front) - strlen(back);

	return repeat(front, middle, left / strlen(middle), back);
}

static double budget_best(void (*run)(const void *data), const void *data, double bound)
{
	double best = 0;

	for (unsigned i = 0; i < BUDGET_RUNS && (i == 0 || best > bound); i++) {
		double start = budget_now(), took;

		run(data);
		took = budget_now() - start;
		best = i == 0 || took < best ? took : best;
	}
	return best;
}

void assert_within_budget(const char *done, void (*run)(const void *data), const void *data)
{
	double bound = BUDGET_MS, best = budget_best(run, data, bound);

	if (best > bound) {
		bound = budget_bound();
		best = budget_best(run, data, bound);
	}
	if (best > bound)
		fail_msg("%s: %.1f ms of %.1f", done, best, bound);
	if (getenv("SHOW_BUDGETS"))
		print_message("# %s: %.1f ms of %.1f\n", done, best, bound);
}
