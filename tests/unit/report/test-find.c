/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "report/report.h"

/* Which entry is meant. Titles are "MENU NUMBER". */

#define EFI  "ISO:/EFI/BOOT/grub.cfg"
#define ESP  "ESP:/EFI/BOOT/grub.cfg"
#define BIOS "ISO:/isolinux/isolinux.cfg"
#define BOTH "ISO:/boot/grub/grub.cfg"

static const struct isoargs_entry of_efi[] = {
	{.path = "0", .title = "EFI 0", .id = "plain"},
	{.path = "1", .title = "EFI 1", .id = "1"},
	{.path = "1>0", .title = "plain", .id = "plain"},
};
static const struct isoargs_entry of_esp[] = {
	{.path = "0", .title = "ESP 0", .id = "plain"},
	{.path = "1", .title = BIOS ":0", .id = "odd"},
};
static const struct isoargs_entry of_bios[] = {
	{.path = "0", .title = "BIOS 0", .id = "linux"},
	{.path = "1", .title = "same", .id = "first"},
	{.path = "2", .title = "same", .id = "second"},
};
static const struct isoargs_entry of_pc[] = {
	{.path = "0", .title = "pc 0", .id = "pc 0"},
	{.path = "1", .title = "efi:0", .id = "efi:0"},
};
static const struct isoargs_entry of_both[] = {
	{.path = "0", .title = "efi 0", .id = "efi 0"},
	{.path = "7", .title = "efi 7", .id = "efi 7"},
};

static struct ia_config configs[] = {
	{.name = EFI, .platform = "efi", .entries = of_efi, .count = IA_COUNT(of_efi)},
	{.name = ESP, .platform = "efi", .entries = of_esp, .count = IA_COUNT(of_esp)},
	{.name = BIOS, .entries = of_bios, .count = IA_COUNT(of_bios)},
	{.name = BOTH, .platform = "pc", .entries = of_pc, .count = IA_COUNT(of_pc)},
	{.name = BOTH, .platform = "efi", .entries = of_both, .count = IA_COUNT(of_both)},
};

static const struct isoargs_report report = {
	.menu = {.configs = configs, .count = IA_COUNT(configs)},
};

static void assert_finds(const char *which, const char *title)
{
	const struct isoargs_entry *entry = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_report_find(&report, which, &entry, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
	assert_string_equal(isoargs_entry_title(entry), title);
}

static void assert_refuses(const char *which, int code, const char *message)
{
	const struct isoargs_entry *entry = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_report_find(&report, which, &entry, &error), code);
	assert_contains(isoargs_error_message(error), message);
	assert_ptr_equal(entry, SENTINEL);
	assert_int_equal(isoargs_report_find(&report, which, &entry, NULL), code);
}

static void without_a_menu_the_first_of_any_is_taken_by_number_id_and_title(void **state IA_UNUSED)
{
	assert_finds("0", "EFI 0");
	assert_finds("1", "EFI 1");
	assert_finds("2", "same");
	assert_finds("1>0", "plain");
	assert_finds("plain", "EFI 0");
	assert_finds("odd", BIOS ":0");
	assert_finds("BIOS 0", "BIOS 0");
}

static void with_its_menu_an_entry_is_taken_from_that(void **state IA_UNUSED)
{
	assert_finds(EFI ":0", "EFI 0");
	assert_finds(ESP ":0", "ESP 0");
	assert_finds(BIOS ":0", "BIOS 0");
	assert_finds(EFI ":1>0", "plain");
	assert_finds(ESP ":plain", "ESP 0");
	assert_finds(BIOS ":BIOS 0", "BIOS 0");
	assert_finds(BIOS ":same", "same");
}

static void a_menu_that_is_not_there_is_refused(void **state IA_UNUSED)
{
	assert_refuses("ISO:/none.cfg:0", -ENOENT, "no menu of this medium");
	assert_refuses("ESP:/isolinux/isolinux.cfg:0", -ENOENT, "no menu of this medium");
	assert_refuses("ISO:/EFI/BOOT/grub.cfg", -ENOENT, "no menu of this medium");
	assert_refuses("/EFI/BOOT/grub.cfg:0", -ENOENT, "no menu entry has");
}

/* Entries that boot Linux, in two menus; more of them in the second than are listed. */
static void what_would_do_is_listed_in_the_error(void **state IA_UNUSED)
{
	static struct isoargs_entry first[3], second[9];
	static char paths[9][2];
	struct ia_config menus[] = {
		{.name = EFI, .entries = first, .count = IA_COUNT(first)},
		{.name = BIOS, .entries = second, .count = IA_COUNT(second)},
	};
	const struct isoargs_report two = {.menu = {.configs = menus, .count = 2}};
	const struct isoargs_entry *entry = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	for (size_t i = 0; i < IA_COUNT(second); i++) {
		paths[i][0] = (char)('0' + i);
		second[i] = (struct isoargs_entry){.path = paths[i],
						   .title = "b",
						   .id = "b",
						   .command = "linux",
						   .kernel = "/k"};
		if (i < IA_COUNT(first))
			first[i] = second[i];
	}
	first[1].command = NULL;
	assert_int_equal(isoargs_report_find(&two, "nope", &entry, &error), -ENOENT);
	assert_contains(isoargs_error_message(error),
			"\"nope\"; in " EFI " there are 0 \"b\", 2 \"b\"; ");
	assert_int_equal(isoargs_report_find(&two, BIOS ":nope", &entry, &error), -ENOENT);
	assert_contains(isoargs_error_message(error),
			"; in " BIOS " there are 0 \"b\", 1 \"b\", 2 \"b\", 3 \"b\", 4 \"b\", 5 "
			"\"b\" and 3 more; ");
	assert_int_equal(isoargs_report_find(&two, "ISO:/x.cfg:0", &entry, &error), -ENOENT);
	assert_contains(isoargs_error_message(error),
			"\"ISO:/x.cfg:0\"; there are " EFI ", " BIOS ";");
	assert_int_equal(ia_report_no_linux(&two, &first[1], &error), -ENOENT);
	assert_contains(
		isoargs_error_message(error),
		"the entry \"b\" boots no Linux kernel; these do: 0 \"b\", 2 \"b\"; choose");
}

static void an_entry_that_its_menu_has_not_is_not_looked_for_elsewhere(void **state IA_UNUSED)
{
	assert_refuses(EFI ":2", -ENOENT, "no menu entry has");
	assert_refuses(EFI ":BIOS 0", -ENOENT, "no menu entry has");
	assert_refuses(EFI ":", -ENOENT, "no menu entry has");
	assert_refuses("nope", -ENOENT, "no menu entry has");
}

static void where_one_file_is_two_menus_the_platform_has_to_be_named(void **state IA_UNUSED)
{
	assert_refuses(BOTH ":0", -EINVAL, "expected " BOTH ":pc:0 or " BOTH ":efi:0");
	assert_finds(BOTH ":pc:0", "pc 0");
	assert_finds(BOTH ":efi:0", "efi 0");
	assert_finds(BOTH ":pc:efi:0", "efi:0");
	assert_finds(BOTH ":7", "efi 7");
	assert_finds(BOTH ":efi:7", "efi 7");
	assert_refuses(BOTH ":pc:7", -ENOENT, "no menu entry has");
	assert_refuses(BIOS ":pc:0", -ENOENT, "no menu entry has");
}

static void a_menu_for_both_platforms_is_found_by_either(void **state IA_UNUSED)
{
	configs[0].platform = "pc, efi";
	assert_finds(EFI ":pc:0", "EFI 0");
	assert_finds(EFI ":efi:0", "EFI 0");
	configs[0].platform = "efi";
	assert_refuses(EFI ":pc:0", -ENOENT, "no menu entry has");
}

static void what_names_an_entry_names_no_other_menus(void **state IA_UNUSED)
{
	assert_true(ia_report_names(&configs[0], &of_efi[0], "0"));
	assert_true(ia_report_names(&configs[1], &of_esp[0], "0"));
	assert_true(ia_report_names(&configs[0], &of_efi[0], EFI ":0"));
	assert_true(ia_report_names(&configs[0], &of_efi[0], EFI ":efi:plain"));
	assert_false(ia_report_names(&configs[1], &of_esp[0], EFI ":0"));
	assert_false(ia_report_names(&configs[0], &of_efi[1], EFI ":0"));
	assert_false(ia_report_names(&configs[3], &of_pc[0], BOTH ":efi:0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_menu_the_first_of_any_is_taken_by_number_id_and_title),
		cmocka_unit_test(with_its_menu_an_entry_is_taken_from_that),
		cmocka_unit_test(a_menu_that_is_not_there_is_refused),
		cmocka_unit_test(what_would_do_is_listed_in_the_error),
		cmocka_unit_test(an_entry_that_its_menu_has_not_is_not_looked_for_elsewhere),
		cmocka_unit_test(where_one_file_is_two_menus_the_platform_has_to_be_named),
		cmocka_unit_test(a_menu_for_both_platforms_is_found_by_either),
		cmocka_unit_test(what_names_an_entry_names_no_other_menus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
