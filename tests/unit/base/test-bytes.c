/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/bytes.h"

static void numbers_are_read_by_bytes_from_odd_addresses(void **state IA_UNUSED)
{
	const uint8_t bytes[] = {0xee, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88};

	assert_int_equal(ia_le16(bytes + 1), 0x0201);
	assert_int_equal(ia_be16(bytes + 1), 0x0102);
	assert_int_equal(ia_le32(bytes + 1), 0x04030201);
	assert_int_equal(ia_be32(bytes + 1), 0x01020304);
	assert_true(ia_le64(bytes + 1) == 0x8807060504030201u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_by_bytes_from_odd_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
