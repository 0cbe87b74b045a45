/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "release/discinfo.h"

static void release_and_architecture_are_read(void **state IA_UNUSED)
{
	static const char text[] = "1604001756.990000\r\nCentOS Linux 7\nx86_64\nALL\n";
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const char *release, *arch;

	assert_int_equal(ia_discinfo_parse(text, strlen(text), arena, &release, &arch, NULL), 1);
	assert_string_equal(release, "CentOS Linux 7");
	assert_string_equal(arch, "x86_64");
	assert_int_equal(
		ia_discinfo_parse("1700000000\n\naarch64", 19, arena, &release, &arch, NULL), 1);
	assert_null(release);
	assert_string_equal(arch, "aarch64");
	assert_int_equal(ia_discinfo_parse("1\na\0b\nx86_64", 12, arena, &release, &arch, NULL), 1);
	assert_null(release);
	assert_string_equal(arch, "x86_64");
	assert_int_equal(ia_discinfo_parse("1700000000", 10, arena, &release, &arch, NULL), 1);
	assert_null(release);
	assert_null(arch);
}

static void it_begins_with_a_time_stamp(void **state IA_UNUSED)
{
	static const char *const texts[] = {"",     "\n1\n", "7.9.2009\n", ".5\nx\n",
					    "1x\n", "-1\n",  "CentOS\n7\n"};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_arena *full IA_AUTO_ARENA = ia_arena_new(16);
	const char *release = SENTINEL, *arch = SENTINEL;

	for (size_t i = 0; i < IA_COUNT(texts); i++)
		assert_int_equal(
			ia_discinfo_parse(texts[i], strlen(texts[i]), arena, &release, &arch, NULL),
			0);
	assert_int_equal(ia_discinfo_parse("1\n2\n", 4, full, &release, &arch, NULL), 1);
	release = arch = SENTINEL;
	assert_int_equal(ia_discinfo_parse("1\n2\n", 4, full, &release, &arch, NULL), -ENOMEM);
	assert_ptr_equal(release, SENTINEL);
	assert_ptr_equal(arch, SENTINEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(release_and_architecture_are_read),
		cmocka_unit_test(it_begins_with_a_time_stamp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
