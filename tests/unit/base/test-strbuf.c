/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/strbuf.h"

static void a_string_buffer_collects_and_hands_over(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text IA_AUTO_FREE = NULL;

	for (int i = 0; i < 100; i++)
		ia_strbuf_addf(&buf, "%d,", i % 10);
	ia_strbuf_addc(&buf, '!');
	ia_strbuf_fill(&buf, '-', 3);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	assert_int_equal(strlen(text), 204);
	assert_string_equal(text + 200, "!---");
	assert_null(buf.data);
}

static void an_empty_string_buffer_hands_over_an_empty_string(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_string_buffer_collects_and_hands_over),
		cmocka_unit_test(an_empty_string_buffer_hands_over_an_empty_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
