/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_REPEAT_H
#define TEST_REPEAT_H

#include "support/unit.h"

#include "base/strbuf.h"

/* front, then middle so often, then back. */
char *repeat(const char *front, const char *middle, size_t count, const char *back);

#endif
