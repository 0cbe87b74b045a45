/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <errno.h>

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

static void a_text_has_no_more_bytes_than_its_bound(void **state IA_UNUSED)
{
	for (size_t max = 62; max < 66; max++) {
		struct ia_strbuf buf IA_AUTO_STRBUF = {.max = max};
		struct ia_strbuf piece IA_AUTO_STRBUF = IA_STRBUF_LIKE(&buf);
		char *text = SENTINEL;

		ia_strbuf_fill(&buf, 'x', max - 1);
		ia_strbuf_addc(&buf, 'y');
		assert_int_equal(buf.error, 0);
		assert_int_equal(buf.length, max);
		ia_strbuf_addc(&buf, 'z');
		assert_int_equal(buf.error, -E2BIG);
		assert_int_equal(ia_strbuf_take(&buf, &text), -E2BIG);
		assert_ptr_equal(text, SENTINEL);
		ia_strbuf_adds(&buf, "short");
		assert_int_equal(buf.error, 0);
		ia_strbuf_fill(&piece, 'x', max + 1);
		assert_int_equal(piece.error, -E2BIG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_string_buffer_collects_and_hands_over),
		cmocka_unit_test(a_text_has_no_more_bytes_than_its_bound),
		cmocka_unit_test(an_empty_string_buffer_hands_over_an_empty_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
