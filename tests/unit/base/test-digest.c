/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/digest.h"

static void assert_sum(enum ia_digest_type type, const char *text, const char *expected)
{
	struct ia_digest *digest = ia_digest_new(type);
	char hex[IA_DIGEST_HEX_MAX];

	assert_non_null(digest);
	/* In two parts: a sum does not hang on how the bytes come. */
	ia_digest_add(digest, text, strlen(text) / 2);
	ia_digest_add(digest, text + strlen(text) / 2, strlen(text) - strlen(text) / 2);
	ia_digest_hex(digest, hex);
	assert_string_equal(hex, expected);
	assert_int_equal(strlen(hex), ia_digest_digits(type));
	ia_digest_free(digest);
}

/* The answers of md5sum(1), sha1sum(1) and their kin. */
static void sums_are_those_of_coreutils(void **state IA_UNUSED)
{
	assert_sum(IA_DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e");
	assert_sum(IA_DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72");
	assert_sum(IA_DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_sum(IA_DIGEST_SHA256, "abc",
		   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_sum(IA_DIGEST_SHA512, "abc",
		   "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		   "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

static void a_sum_so_far_does_not_end_the_sum(void **state IA_UNUSED)
{
	struct ia_digest *digest = ia_digest_new(IA_DIGEST_MD5);
	char hex[IA_DIGEST_HEX_MAX];

	assert_non_null(digest);
	ia_digest_hex(digest, hex);
	assert_string_equal(hex, "d41d8cd98f00b204e9800998ecf8427e");
	ia_digest_add(digest, "abc", 3);
	ia_digest_hex(digest, hex);
	assert_string_equal(hex, "900150983cd24fb0d6963f7d28e17f72");
	ia_digest_free(digest);
}

static void a_sum_is_known_by_its_name_in_any_case(void **state IA_UNUSED)
{
	enum ia_digest_type type = IA_DIGEST_SHA512;

	assert_true(ia_digest_parse("SHA256:", 6, &type));
	assert_int_equal(type, IA_DIGEST_SHA256);
	assert_true(ia_digest_parse("md5", 3, &type));
	assert_int_equal(type, IA_DIGEST_MD5);
	assert_false(ia_digest_parse("md", 2, &type));
	assert_false(ia_digest_parse("crc32", 5, &type));
	assert_false(ia_digest_parse("", 0, &type));
	assert_int_equal(type, IA_DIGEST_MD5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_those_of_coreutils),
		cmocka_unit_test(a_sum_so_far_does_not_end_the_sum),
		cmocka_unit_test(a_sum_is_known_by_its_name_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
