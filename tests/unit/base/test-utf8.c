/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/checked.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static void numbers_are_read_by_bytes_from_odd_addresses(void **state IA_UNUSED)
{
	const uint8_t bytes[] = {0xee, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88};

	assert_int_equal(ia_le16(bytes + 1), 0x0201);
	assert_int_equal(ia_be16(bytes + 1), 0x0102);
	assert_int_equal(ia_le32(bytes + 1), 0x04030201);
	assert_int_equal(ia_be32(bytes + 1), 0x01020304);
	assert_true(ia_le64(bytes + 1) == 0x8807060504030201u);
}

static void sums_and_products_that_overflow_leave_the_output_alone(void **state IA_UNUSED)
{
	uint64_t sum = 42;

	assert_false(ia_add(UINT64_MAX, 1, &sum));
	assert_false(ia_multiply(UINT64_MAX / 2, 3, &sum));
	assert_true(sum == 42);
	assert_true(ia_add(UINT64_MAX - 1, 1, &sum));
	assert_true(sum == UINT64_MAX);
}

static void a_range_that_wraps_is_not_inside(void **state IA_UNUSED)
{
	assert_true(ia_inside(0, 10, 10));
	assert_true(ia_inside(10, 0, 10));
	assert_false(ia_inside(1, 10, 10));
	assert_false(ia_inside(11, 0, 10));
	assert_false(ia_inside(8, UINT64_MAX - 4, 10));
}

static void an_arena_hands_out_zeroed_memory_up_to_its_limit(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(10000);
	char *item = ia_arena_alloc(arena, 100);

	assert_non_null(item);
	for (int i = 0; i < 100; i++)
		assert_int_equal(item[i], 0);
	assert_non_null(ia_arena_alloc(arena, 9000));
	assert_null(ia_arena_alloc(arena, 1000));
	assert_null(ia_arena_alloc(arena, SIZE_MAX));
	assert_null(ia_arena_array(arena, SIZE_MAX / 2, 4));
	assert_string_equal(ia_arena_printf(arena, "%d-%s", 7, "x"), "7-x");
}

static void an_array_in_an_arena_keeps_its_items_as_it_grows(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	int *items = NULL;
	size_t capacity = 0;

	for (int i = 0; i < 1000; i++) {
		assert_int_equal(ia_arena_grow(arena, &items, (size_t)i, &capacity, sizeof(*items)),
				 0);
		items[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
}

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

static void ascii_is_compared_without_the_locale(void **state IA_UNUSED)
{
	assert_true(ia_ascii_equal_fold("GRUB.CFG", "grub.cfg"));
	assert_false(ia_ascii_equal_fold("grub.cf", "grub.cfg"));
	assert_true(ia_ascii_prefix_fold("EFI/boot", "efi/"));
	assert_false(ia_ascii_prefix_fold("EF", "efi/"));
}

static void a_missing_text_equals_only_another_missing_one(void **state IA_UNUSED)
{
	assert_true(ia_text_equal("a", "a"));
	assert_true(ia_text_equal(NULL, NULL));
	assert_false(ia_text_equal("a", "A"));
	assert_false(ia_text_equal("", NULL));
	assert_false(ia_text_equal(NULL, ""));
}

static void a_uuid_is_told_from_a_name(void **state IA_UNUSED)
{
	assert_true(ia_text_is_uuid("b3427a33-41a9-49a8-9819-bfda075dc672"));
	assert_false(ia_text_is_uuid("b3427a33-41a9-49a8-9819-bfda075dc67"));
	assert_false(ia_text_is_uuid("b3427a33-41a9-49a8-9819-bfda075dc6722"));
	assert_false(ia_text_is_uuid("b3427a33041a9-49a8-9819-bfda075dc672"));
	assert_false(ia_text_is_uuid("CentOS 6 (64-bit)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_by_bytes_from_odd_addresses),
		cmocka_unit_test(sums_and_products_that_overflow_leave_the_output_alone),
		cmocka_unit_test(a_range_that_wraps_is_not_inside),
		cmocka_unit_test(an_arena_hands_out_zeroed_memory_up_to_its_limit),
		cmocka_unit_test(an_array_in_an_arena_keeps_its_items_as_it_grows),
		cmocka_unit_test(a_string_buffer_collects_and_hands_over),
		cmocka_unit_test(an_empty_string_buffer_hands_over_an_empty_string),
		cmocka_unit_test(ill_formed_utf8_is_told_from_well_formed),
		cmocka_unit_test(control_bidi_and_invalid_bytes_are_escaped_for_terminals),
		cmocka_unit_test(utf16_with_surrogates_becomes_utf8),
		cmocka_unit_test(columns_count_wide_and_combining_characters),
		cmocka_unit_test(ascii_is_compared_without_the_locale),
		cmocka_unit_test(a_missing_text_equals_only_another_missing_one),
		cmocka_unit_test(a_uuid_is_told_from_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
