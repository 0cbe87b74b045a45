/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_BUDGET_H
#define TEST_BUDGET_H

#include "support/unit.h"

#include "support/repeat.h"

/* As repeat(), as much of middle as a configuration may have in all. */
char *fill(const char *front, const char *middle, const char *back);

/*
 * run: evaluates and checks; done is what the text does. It may cost BUDGET_MS of the processor's
 * time on the machine where the bound was set, on a slower one as much more as that is slower.
 */
void assert_within_budget(const char *done, void (*run)(const void *data), const void *data);

#endif
