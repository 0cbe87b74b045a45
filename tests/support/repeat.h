/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_REPEAT_H
#define TEST_REPEAT_H

#include "unit.h"

#include "base/strbuf.h"

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

#endif
