/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <regex.h>

#include "plan/plan.h"

/* What ISO repositories take, anchored at both ends, where they look at the beginning alone. */
#define TAKEN "^[A-Za-z0-9.-]+\\.iso$"

static void assert_file(const char *name, const char *expected)
{
	char file[UPLOAD_FILE_MAX];

	assert_int_equal(upload_file_name(name, file), expected ? 0 : -1);
	if (expected)
		assert_string_equal(file, expected);
}

static void a_name_is_kept_where_it_can_be(void **state IA_UNUSED)
{
	assert_file("debian-12.5.0-amd64-netinst.iso", "debian-12.5.0-amd64-netinst.iso");
	assert_file("CentOS-7-x86_64-DVD-2009.iso", "CentOS-7-x86-64-DVD-2009.iso");
	assert_file("my medium.ISO", "my-medium.iso");
	assert_file("image", "image.iso");
	assert_file("image.img", "image.img.iso");
	assert_file("../../etc/x.iso", "etc-x.iso");
	assert_file("-rf.iso", "rf.iso");
	assert_file(".hidden.iso", "hidden.iso");
	assert_file("é.iso", NULL);
	assert_file(".iso", NULL);
	assert_file("_.iso", NULL);
	assert_file("xs-tools.iso", NULL);
	assert_file("Guest-Tools-7.iso", NULL);
}

static void whatever_comes_out_is_taken(void **state IA_UNUSED)
{
	char name[400], file[UPLOAD_FILE_MAX];
	unsigned seed = 1;
	regex_t taken;

	assert_int_equal(regcomp(&taken, TAKEN, REG_EXTENDED | REG_NOSUB), 0);
	for (unsigned i = 0; i < 20000; i++) {
		size_t length;

		seed = seed * 1103515245u + 12345u;
		length = (seed >> 8) % (sizeof(name) - 1) + 1;
		for (size_t k = 0; k < length; k++) {
			seed = seed * 1103515245u + 12345u;
			name[k] = (char)((seed >> 16) % 255 + 1);
		}
		name[length] = '\0';
		if (upload_file_name(name, file) < 0)
			continue;
		assert_true(strlen(file) <= 200);
		assert_int_equal(regexec(&taken, file, 0, NULL, 0), 0);
		assert_true(file[0] != '.' && file[0] != '-');
	}
	regfree(&taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_kept_where_it_can_be),
		cmocka_unit_test(whatever_comes_out_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
