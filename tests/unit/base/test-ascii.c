/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/ascii.h"

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
		cmocka_unit_test(ascii_is_compared_without_the_locale),
		cmocka_unit_test(a_missing_text_equals_only_another_missing_one),
		cmocka_unit_test(a_uuid_is_told_from_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
