/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/repeat.h"

char *repeat(const char *front, const char *middle, size_t count, const char *back)
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
