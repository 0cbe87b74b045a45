/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "menu/dialect/sbat.h"

#define HEAD "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
#define GRUB(version)                                                                              \
	HEAD "grub,3,Free Software Foundation,grub," version ",https://www.gnu.org/software/grub/" \
	     "\n"
#define VENDOR(name, version) "grub." name ",2,Somebody,grub2," version ",mailto:a@example.org\n"

/* Over a copy without a NUL, for the sanitizers to watch its end. */
static int parse(const char *text, size_t size, enum ia_grub_dialect *ret, bool *ret_certain)
{
	char *copy IA_AUTO_FREE = malloc(size ? size : 1);

	assert_non_null(copy);
	memcpy(copy, text, size);
	return ia_sbat_parse(copy, size, ret, ret_certain);
}

static void assert_dialect(const char *text, enum ia_grub_dialect dialect)
{
	enum ia_grub_dialect found;
	bool is_certain;

	assert_int_equal(parse(text, strlen(text), &found, &is_certain), 1);
	assert_true(is_certain);
	assert_int_equal(found, dialect);
}

static void assert_says_nothing(const char *text)
{
	enum ia_grub_dialect found = IA_GRUB_RHEL8;
	bool is_certain = true;

	assert_int_equal(parse(text, strlen(text), &found, &is_certain), 0);
	assert_int_equal(found, IA_GRUB_RHEL8);
	assert_true(is_certain);
}

static void the_release_in_red_hats_version_tells_the_dialect(void **state IA_UNUSED)
{
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.02-148.el8_8.1"), IA_GRUB_RHEL8);
	assert_dialect(GRUB("2.06") VENDOR("rh", "2.06-70.el9"), IA_GRUB_RHEL9);
	assert_dialect(GRUB("2.12") VENDOR("rh", "1:2.12-51.el10"), IA_GRUB_RHEL9);
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.02-0.87.el7_9.14"), IA_GRUB_RHEL7);
	assert_dialect(GRUB("2.04") VENDOR("fedora", "2.04-38.fc34"), IA_GRUB_RHEL9);
	assert_dialect(GRUB("2.02") VENDOR("fedora", "2.02-84.fc30"), IA_GRUB_RHEL9);
	assert_dialect(GRUB("2.02") VENDOR("fedora", "2.02-62.fc29"), IA_GRUB_RHEL7);
}

static void the_vendors_version_goes_before_upstreams(void **state IA_UNUSED)
{
	/* As Virtuozzo 9 and Rocky 9 have shipped it. */
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.06-70.el9") VENDOR("virtuozzo", "2.06-70.vl9"),
		       IA_GRUB_RHEL9);
	assert_dialect(GRUB("@@VERSION@@") VENDOR("rhel", "2.06-27.el9_0.7"), IA_GRUB_RHEL9);
}

static void without_a_release_the_number_tells(void **state IA_UNUSED)
{
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.00-1"), IA_GRUB_RHEL7);
	assert_dialect(GRUB("2.06") VENDOR("rh", "1:2.02-120"), IA_GRUB_RHEL8);
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.03"), IA_GRUB_RHEL8);
	assert_dialect(GRUB("2.02") VENDOR("rh", "2.04-1"), IA_GRUB_RHEL9);
	assert_dialect(GRUB("2.02") VENDOR("rh", "unknown"), IA_GRUB_RHEL8);
	assert_dialect(GRUB("2.12") "grub.rh", IA_GRUB_RHEL9);
}

static void red_hats_without_any_version_is_the_newest_and_said_to_have_none(void **state IA_UNUSED)
{
	enum ia_grub_dialect found;
	bool is_certain = true;
	static const char text[] = GRUB("x") VENDOR("rh", "2.0") VENDOR("centos", ".el,fc");

	assert_int_equal(parse(text, strlen(text), &found, &is_certain), 1);
	assert_false(is_certain);
	assert_int_equal(found, IA_GRUB_RHEL9);
}

static void red_hats_line_alone_is_enough(void **state IA_UNUSED)
{
	enum ia_grub_dialect found;
	bool is_certain;

	assert_dialect("grub.rh,2,Red Hat,grub2,2.02-148.el8,x", IA_GRUB_RHEL8);
	assert_int_equal(parse("grub.rh,2", 9, &found, &is_certain), 1);
	assert_false(is_certain);
	assert_int_equal(found, IA_GRUB_RHEL9);
}

static void whoever_rebuilds_red_hats_has_its_dialect(void **state IA_UNUSED)
{
	static const char *const names[] = {"redhat", "centos",     "rocky",     "almalinux",
					    "ol",     "almalinux8", "eurolinux", "ciq_rocky"};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		char text[512];

		snprintf(text, sizeof(text),
			 GRUB("2.02") "grub.%s,1,Somebody,grub2,2.02-123.el8_6.8,x\n", names[i]);
		assert_dialect(text, IA_GRUB_RHEL8);
	}
}

static void the_others_are_stock(void **state IA_UNUSED)
{
	static const char *const names[] = {"debian",   "debian12", "ubuntu",
					    "opensuse", "sle",      "sles"};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		char text[512];

		snprintf(text, sizeof(text), GRUB("2.06") "grub.%s,1,Somebody,grub2,2.06-13,x\n",
			 names[i]);
		assert_dialect(text, IA_GRUB_STOCK);
	}
	assert_dialect(GRUB("2.06"), IA_GRUB_STOCK);
	/* Built from SUSE's, as MicroFocus does. */
	assert_dialect(GRUB("2.06") VENDOR("sle", "2.06") VENDOR("ZENworks", "2.06"),
		       IA_GRUB_STOCK);
}

static void what_is_no_grub_or_of_an_unknown_vendor_says_nothing(void **state IA_UNUSED)
{
	assert_says_nothing("");
	assert_says_nothing(HEAD);
	assert_says_nothing(HEAD "shim,4,UEFI shim,shim,1,https://github.com/rhboot/shim\n"
				 "shim.rh,3,Red Hat,shim,15.8-4.el9,x\n");
	assert_says_nothing(HEAD "grub.,1,x,grub2,2.06-1.el9,x\n");
	assert_says_nothing(HEAD "grub2,1,x,grub2,2.06,x\n");
	assert_says_nothing(GRUB("2.12") VENDOR("nobody", "2.12"));
	assert_says_nothing(GRUB("2.12") VENDOR("rhx", "2.12"));
	assert_says_nothing(",,,,\n\n\n,");
}

static void the_text_ends_at_its_padding(void **state IA_UNUSED)
{
	static const char text[] = GRUB("2.06") "\0" VENDOR("rh", "2.06-70.el9");
	enum ia_grub_dialect found;
	bool is_certain;

	assert_int_equal(parse(text, sizeof(text) - 1, &found, &is_certain), 1);
	assert_int_equal(found, IA_GRUB_STOCK);
}

static void a_text_cut_off_anywhere_is_read_as_far_as_it_goes(void **state IA_UNUSED)
{
	static const char text[] = GRUB("2.02") "grub.rh,2,Red Hat,grub2,2.02-148.el8,x";
	enum ia_grub_dialect found;
	bool is_certain;

	for (size_t size = 0; size <= sizeof(text) - 1; size++)
		assert_in_range(parse(text, size, &found, &is_certain), 0, 1);
	assert_int_equal(found, IA_GRUB_RHEL8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_release_in_red_hats_version_tells_the_dialect),
		cmocka_unit_test(the_vendors_version_goes_before_upstreams),
		cmocka_unit_test(without_a_release_the_number_tells),
		cmocka_unit_test(red_hats_without_any_version_is_the_newest_and_said_to_have_none),
		cmocka_unit_test(red_hats_line_alone_is_enough),
		cmocka_unit_test(whoever_rebuilds_red_hats_has_its_dialect),
		cmocka_unit_test(the_others_are_stock),
		cmocka_unit_test(what_is_no_grub_or_of_an_unknown_vendor_says_nothing),
		cmocka_unit_test(the_text_ends_at_its_padding),
		cmocka_unit_test(a_text_cut_off_anywhere_is_read_as_far_as_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
