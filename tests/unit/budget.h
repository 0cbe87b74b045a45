/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_BUDGET_H
#define TEST_BUDGET_H

#include "unit.h"

#include <time.h>

#include "util/strbuf.h"

/*
 * What a hostile text may cost: BUDGET_MS of the processor's time (meson.build has it: more
 * without optimisation and with sanitizers). The best of a few runs counts, as a machine that
 * does other work makes any single one slow.
 */
#define BUDGET_RUNS 8u

static double budget_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* front, then middle so often, then back. */
static char *repeat(const char *front, const char *middle, size_t count, const char *back)
{
	struct ia_strbuf buf = {0};
	char *text = NULL;

	ia_strbuf_adds(&buf, front);
	for (size_t i = 0; i < count; i++)
		ia_strbuf_adds(&buf, middle);
	ia_strbuf_adds(&buf, back);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	return text;
}

/* As above, as much of middle as a configuration may have in all. */
static char *fill(const char *front, const char *middle, const char *back)
{
	size_t left = IA_CONFIG_MAX - strlen(front) - strlen(back);

	return repeat(front, middle, left / strlen(middle), back);
}

/* run: evaluates and checks; done is what the text does. */
static void assert_within_budget(const char *done, void (*run)(const void *data), const void *data)
{
	double best = 0;

	for (unsigned i = 0; i < BUDGET_RUNS && (i == 0 || best > BUDGET_MS); i++) {
		double start = budget_now(), took;

		run(data);
		took = budget_now() - start;
		best = i == 0 || took < best ? took : best;
	}
	if (best > BUDGET_MS)
		fail_msg("%s: %.1f ms of %d", done, best, BUDGET_MS);
	if (getenv("SHOW_BUDGETS"))
		print_message("%s: %.1f ms\n", done, best);
}

#endif
