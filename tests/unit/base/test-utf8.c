/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/bytes.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static void ill_formed_utf8_is_told_from_well_formed(void **state IA_UNUSED)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = {
		{"a", 1},
		{"\xc3\xa9", 2},
		{"\xe6\x97\xa5", 3},
		{"\xf0\x9f\x98\x80", 4},
		{"\xc0\xaf", 0},
		{"\xc1\xbf", 0},
		{"\xe0\x80\x80", 0},
		{"\xed\xa0\x80", 0},
		{"\xf0\x80\x80\x80", 0},
		{"\xf4\x90\x80\x80", 0},
		{"\xf5\x80\x80\x80", 0},
		{"\x80", 0},
		{"\xe6\x97", 0},
		{"\xff", 0},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		uint32_t code = 0xabcd;

		assert_int_equal(ia_utf8_decode(cases[i].bytes, strlen(cases[i].bytes), &code),
				 cases[i].length);
		if (cases[i].length == 0)
			assert_int_equal(code, 0xabcd);
	}
}

static void assert_printable(const char *bytes, size_t size, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_utf8_add_printable(&buf, bytes, size);
	assert_string_equal(buf.data, expected);
}

static void control_bidi_and_invalid_bytes_are_escaped_for_terminals(void **state IA_UNUSED)
{
	assert_printable("a\x1b[31m", 6, "a\\x1b[31m");
	assert_printable("bidi\xe2\x80\xaetxt", 10, "bidi\\u{202e}txt");
	assert_printable("caf\xe9", 4, "caf\\xe9");
	assert_printable("caf\xc3\xa9", 5, "caf\xc3\xa9");
	assert_printable("\xc2\x9b"
			 "31m",
			 5, "\\x9b31m");
	assert_printable("a\0b", 3, "a\\x00b");
}

static void assert_cut(const char *text, size_t max, const char *expected)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	assert_string_equal(ia_utf8_cut(arena, text, max), expected);
	assert_int_equal(ia_utf8_is_longer(text, max), strcmp(text, expected) != 0);
}

static void what_is_too_long_is_cut_between_characters_with_a_mark(void **state IA_UNUSED)
{
	assert_cut("", 8, "");
	assert_cut("abcdefgh", 8, "abcdefgh");
	assert_cut("abcdefghi", 8, "abcde\xe2\x80\xa6");
	assert_cut("abcd\xc3\xa9xyz", 8, "abcd\xe2\x80\xa6");
	assert_cut("abc\xc3\xa9xxyz", 8, "abc\xc3\xa9\xe2\x80\xa6");
	assert_cut("abc\xe6\x97\xa5xyz", 8, "abc\xe2\x80\xa6");
	assert_cut("ab\xf0\x9f\x98\x80xyz", 8, "ab\xe2\x80\xa6");
	assert_cut("abcd\xa9\xa9\xa9\xa9\xa9", 8, "abcd\xa9\xe2\x80\xa6");
	assert_cut("abcd", 3, "\xe2\x80\xa6");
}

static void escapes_have_as_many_digits_as_their_code_points_need(void **state IA_UNUSED)
{
	assert_printable("\x7f\xc2\x80\xc2\x9f\xc2\xa0", 7, "\\x7f\\x80\\x9f\xc2\xa0");
	assert_printable("\xd8\x9c\xef\xbb\xbf", 5, "\\u{061c}\\u{feff}");
	assert_printable("\xf3\xa0\x81\x81", 4, "\\u{e0041}");
	assert_printable("\xe2\x80", 2, "\\xe2\\x80");
}

static void rows_of_escapes_stay_in_their_order_among_other_bytes(void **state IA_UNUSED)
{
	for (size_t row = 1; row < 200; row++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0}, expected IA_AUTO_STRBUF = {0};

		for (size_t i = 0; i < 600; i++) {
			bool plain = i % row == row - 1;

			ia_strbuf_adds(&text, plain ? "ab" : i % 2 ? "\x01" : "\xe2\x80\xae");
			ia_strbuf_adds(&expected, plain ? "ab" : i % 2 ? "\\x01" : "\\u{202e}");
		}
		assert_printable(text.data, text.length, expected.data);
	}
}

static void one_character_is_escaped_without_memory(void **state IA_UNUSED)
{
	char out[IA_ESCAPE_SIZE];
	size_t spelled;

	assert_int_equal(ia_utf8_escape("\xc3\xa9x", 3, out, &spelled), 2);
	assert_int_equal(spelled, 0);
	assert_int_equal(ia_utf8_escape("\xe2\x80\xaex", 4, out, &spelled), 3);
	assert_int_equal(spelled, 8);
	assert_memory_equal(out, "\\u{202e}", 8);
	assert_int_equal(ia_utf8_escape("\xffx", 2, out, &spelled), 1);
	assert_int_equal(spelled, 4);
	assert_memory_equal(out, "\\xff", 4);
}

static void what_is_printable_is_what_would_not_be_escaped(void **state IA_UNUSED)
{
	for (uint32_t code = 1; code <= 0x10ffff; code++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0}, printed IA_AUTO_STRBUF = {0};

		if (code == 0xd800)
			code = 0xe000;
		ia_utf8_add(&text, code);
		ia_utf8_add_printable(&printed, text.data, text.length);
		assert_int_equal(ia_utf8_is_unprintable(code),
				 strcmp(text.data, printed.data) != 0);
		assert_int_equal(ia_utf8_is_printable(text.data), !ia_utf8_is_unprintable(code));
	}
}

static void assert_add_cut(const char *text, size_t max, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_utf8_add_cut(&buf, text, max);
	assert_string_equal(buf.data, expected);
}

static void a_text_too_long_to_print_ends_in_a_mark_within_its_bound(void **state IA_UNUSED)
{
	assert_add_cut("", 8, "");
	assert_add_cut("12345678", 8, "12345678");
	assert_add_cut("123456789", 8, "12345\xe2\x80\xa6");
	/* an escape counts as what it is spelled as, and stays whole */
	assert_add_cut("\x01\x02", 8, "\\x01\\x02");
	assert_add_cut("\x01\x02.", 8, "\\x01\xe2\x80\xa6");
	assert_add_cut("1234\xc3\xa9.", 8, "1234\xc3\xa9.");
	assert_add_cut("1234\xc3\xa9...", 8, "1234\xe2\x80\xa6");
	assert_add_cut("123\xc3\xa9....", 8, "123\xc3\xa9\xe2\x80\xa6");
	/* cut once more it is the same */
	assert_add_cut("12345\xe2\x80\xa6", 8, "12345\xe2\x80\xa6");
}

static void utf16_with_surrogates_becomes_utf8(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	const uint8_t be[] = {0xd8, 0x3d, 0xde, 0x00, 0x00, 'x', 0xdc, 0x00, 0xd8, 0x3d};
	const uint8_t le[] = {0x3d, 0xd8, 0x00, 0xde, 'x', 0x00};

	ia_utf8_add_utf16be(&buf, be, sizeof(be));
	assert_string_equal(buf.data, "\xf0\x9f\x98\x80x\xef\xbf\xbd\xef\xbf\xbd");
	ia_strbuf_free(&buf);
	ia_utf8_add_utf16le(&buf, le, sizeof(le));
	assert_string_equal(buf.data, "\xf0\x9f\x98\x80x");
}

static void columns_count_wide_and_combining_characters(void **state IA_UNUSED)
{
	assert_int_equal(ia_utf8_columns("abc"), 3);
	assert_int_equal(ia_utf8_columns("\xe6\x97\xa5\xe6\x9c\xac"), 4);
	assert_int_equal(ia_utf8_columns("e\xcc\x81"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ill_formed_utf8_is_told_from_well_formed),
		cmocka_unit_test(control_bidi_and_invalid_bytes_are_escaped_for_terminals),
		cmocka_unit_test(what_is_too_long_is_cut_between_characters_with_a_mark),
		cmocka_unit_test(escapes_have_as_many_digits_as_their_code_points_need),
		cmocka_unit_test(rows_of_escapes_stay_in_their_order_among_other_bytes),
		cmocka_unit_test(one_character_is_escaped_without_memory),
		cmocka_unit_test(what_is_printable_is_what_would_not_be_escaped),
		cmocka_unit_test(a_text_too_long_to_print_ends_in_a_mark_within_its_bound),
		cmocka_unit_test(utf16_with_surrogates_becomes_utf8),
		cmocka_unit_test(columns_count_wide_and_combining_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
