/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/slice.h"

static struct ia_slice of(const char *text)
{
	return (struct ia_slice){text, strlen(text)};
}

static void white_space_goes_from_both_ends_only(void **state IA_UNUSED)
{
	assert_true(ia_slice_equal(ia_slice_trim(of(" \t a b\r\n")), "a b"));
	assert_int_equal(ia_slice_trim(of(" \n ")).size, 0);
	assert_int_equal(ia_slice_trim((struct ia_slice){"a\0 ", 3}).size, 2);
}

static void lines_are_cut_off_without_their_ends(void **state IA_UNUSED)
{
	struct ia_slice rest = of("a\n\nb");

	assert_true(ia_slice_equal(ia_slice_cut_line(&rest), "a"));
	assert_true(ia_slice_equal(ia_slice_cut_line(&rest), ""));
	assert_true(ia_slice_equal(ia_slice_cut_line(&rest), "b"));
	assert_int_equal(rest.size, 0);
}

static void equal_is_what_has_the_same_bytes_and_no_more(void **state IA_UNUSED)
{
	assert_true(ia_slice_equal(of("Key"), "Key"));
	assert_false(ia_slice_equal(of("Key"), "key"));
	assert_false(ia_slice_equal(of("Key"), "Keys"));
	assert_false(ia_slice_equal(of("Keys"), "Key"));
	assert_false(ia_slice_equal((struct ia_slice){"a\0b", 3}, "a"));
}

static void case_is_folded_in_ascii_alone(void **state IA_UNUSED)
{
	assert_true(ia_slice_equal_fold(of("Key"), "kEY"));
	assert_false(ia_slice_equal_fold(of("Key"), "Ke"));
	assert_false(ia_slice_equal_fold(of("\xc3\x84"), "\xc3\xa4"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_goes_from_both_ends_only),
		cmocka_unit_test(lines_are_cut_off_without_their_ends),
		cmocka_unit_test(equal_is_what_has_the_same_bytes_and_no_more),
		cmocka_unit_test(case_is_folded_in_ascii_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
