/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "release/arch.h"

static void assert_found(const char *text, const char *arch)
{
	const char *found = ia_arch_find(text);

	if (arch)
		assert_string_equal(found, arch);
	else
		assert_null(found);
}

static void the_longest_spelling_is_found_wherever_it_stands(void **state IA_UNUSED)
{
	assert_found("RHEL-7.9 Server.ppc64le", "ppc64le");
	assert_found("RHEL-7.9 Server.ppc64", "ppc64");
	assert_found("Fedora 10 ppc DVD", "ppc");
	assert_found("Debian 12.5.0 ppc64el n", "ppc64el");
	assert_found("openSUSE-Leap-15.5-DVD-x86_6405", "x86_64");
	assert_found("Official Multi-architecture amd64/i386 NETINST", "amd64");
	assert_found("Debian 12.5.0 i386 n", "i386");
	assert_found("CentOS_6.10_Final", NULL);
	assert_found("", NULL);
	assert_string_equal(ia_arch_at("s390x-43"), "s390x");
	assert_null(ia_arch_at("-s390x-43"));
}

static void what_no_pc_runs_is_foreign_and_what_is_not_known_is_not(void **state IA_UNUSED)
{
	static const char *const foreign[] = {"aarch64", "arm64", "armhfp",  "ppc64",
					      "ppc64le", "s390x", "riscv64", "ia64"};
	static const char *const own[] = {"x86_64", "amd64", "i386", "i586", "i686", "noarch", ""};

	for (size_t i = 0; i < IA_COUNT(foreign); i++)
		assert_true(ia_arch_is_foreign(foreign[i]));
	for (size_t i = 0; i < IA_COUNT(own); i++)
		assert_false(ia_arch_is_foreign(own[i]));
	assert_false(ia_arch_is_foreign(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_spelling_is_found_wherever_it_stands),
		cmocka_unit_test(what_no_pc_runs_is_foreign_and_what_is_not_known_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
