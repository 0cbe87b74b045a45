/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

/* What every unit test includes, in the order that cmocka asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"

/* Outputs are filled with this before a call that must fail: it may not touch them. */
#define SENTINEL ((void *)(uintptr_t)0x5e5e5e5eu)

#define assert_contains(text, part)                                                                \
	do {                                                                                       \
		if (!strstr((text), (part)))                                                       \
			fail_msg("expected \"%s\" in \"%s\"", (part), (text));                     \
	} while (0)

#endif
