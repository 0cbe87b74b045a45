/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>

#include "args/network/address.h"
#include "base/ascii.h"

static struct ia_address parse(const char *text)
{
	struct ia_address address = {0};

	assert_null(ia_address_parse(text, strlen(text), &address));
	return address;
}

static void addresses_are_spelled_as_inet_ntop_spells_them(void **state IA_UNUSED)
{
	static const char *const spellings[][2] = {
		{"192.0.2.10", "192.0.2.10"},
		{"0.0.0.0", "0.0.0.0"},
		{"255.255.255.255", "255.255.255.255"},
		{"2001:DB8:0:0:0:0:0:5", "2001:db8::5"},
		{"2001:0db8::0005", "2001:db8::5"},
		{"2001:db8:0:1::", "2001:db8:0:1::"},
		{"::", "::"},
		{"::1", "::1"},
		{"64:ff9b::192.0.2.1", "64:ff9b::c000:201"},
		{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		 "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	};

	for (size_t i = 0; i < IA_COUNT(spellings); i++)
		assert_string_equal(parse(spellings[i][0]).text, spellings[i][1]);
}

static void the_longest_text_of_an_address_is_read(void **state IA_UNUSED)
{
	static const char longest[] = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255";
	struct ia_address address;
	char longer[IA_ADDRESS_TEXT_MAX + 1];

	assert_int_equal(strlen(longest), IA_ADDRESS_TEXT_MAX);
	assert_string_equal(parse(longest).text, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	memcpy(longer, longest, IA_ADDRESS_TEXT_MAX);
	longer[IA_ADDRESS_TEXT_MAX] = '5';
	assert_string_equal(ia_address_parse(longer, sizeof(longer), &address), "no IPv6 address");
}

static void what_is_no_address_leaves_the_output_and_is_named(void **state IA_UNUSED)
{
	static const char *const bad[][2] = {
		{"", "empty"},
		{"1.2.3", "fewer than four"},
		{"1", "fewer than four"},
		{"1.2.3.4.5", "more than four"},
		{"1.2..4", "empty number"},
		{".1.2.3", "empty number"},
		{"1.2.3.", "empty number"},
		{"1.2.3.256", "above 255"},
		{"1.2.3.9999999999", "above 255"},
		{"1.2.3.04", "leading zero"},
		{"00.1.2.3", "leading zero"},
		{"0x1.2.3.4", "no IP address"},
		{"1.2.3.-4", "no IP address"},
		{"a", "no IP address"},
		{" 1.2.3.4", "no IP address"},
		{"1.2.3.4 ", "no IP address"},
		{"::1%lo", "a zone"},
		{"[::1]", "brackets"},
		{"::1]", "brackets"},
		{":::", "no IPv6 address"},
		{"1:2:3:4:5:6:7", "no IPv6 address"},
		{"1::2::3", "no IPv6 address"},
		{"1:2:3:4:5:6:7:8:9", "no IPv6 address"},
		{"g::1", "no IPv6 address"},
		{"12345::1", "no IPv6 address"},
		{"0000000000000000000000000000000000000000000::1", "no IPv6 address"},
		{"::ffff:192.0.2.1", "mapped"},
		{"::192.0.2.1", "inside an IPv6"},
		{"::2", "inside an IPv6"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct ia_address address = {.family = 0x5e};
		const char *why = ia_address_parse(bad[i][0], strlen(bad[i][0]), &address);

		assert_non_null(why);
		assert_contains(why, bad[i][1]);
		assert_int_equal(address.family, 0x5e);
	}
}

static void a_nul_byte_is_part_of_no_address(void **state IA_UNUSED)
{
	struct ia_address address;

	assert_non_null(ia_address_parse("::1\0", 4, &address));
	assert_non_null(ia_address_parse("1.2.3.4\0", 8, &address));
}

static void addresses_that_no_host_has_are_named(void **state IA_UNUSED)
{
	static const char *const kinds[][2] = {
		{"0.0.0.0", "unspecified"},
		{"0.0.0.1", "0.0.0.0/8"},
		{"127.0.0.1", "loopback"},
		{"127.255.255.255", "loopback"},
		{"224.0.0.1", "multicast"},
		{"239.255.255.255", "multicast"},
		{"240.0.0.1", "reserved"},
		{"255.255.255.254", "reserved"},
		{"255.255.255.255", "broadcast"},
		{"::", "unspecified"},
		{"::1", "loopback"},
		{"ff02::1", "multicast"},
	};
	static const char *const hosts[] = {
		"1.0.0.0",     "126.255.255.255", "128.0.0.0", "223.255.255.255",
		"169.254.1.1", "2001:db8::",      "fe80::1",   "fdff::1"};

	for (size_t i = 0; i < IA_COUNT(kinds); i++) {
		struct ia_address address = parse(kinds[i][0]);

		assert_non_null(ia_address_not_unicast(&address));
		assert_contains(ia_address_not_unicast(&address), kinds[i][1]);
	}
	for (size_t i = 0; i < IA_COUNT(hosts); i++) {
		struct ia_address address = parse(hosts[i]);

		assert_null(ia_address_not_unicast(&address));
	}
}

static void link_local_is_the_first_ten_bits(void **state IA_UNUSED)
{
	const struct ia_address first = parse("fe80::"), last = parse("febf::1");
	const struct ia_address below = parse("fe7f::1"), above = parse("fec0::1");
	const struct ia_address ipv4 = parse("254.128.0.1");

	assert_true(ia_address_is_link_local_ipv6(&first));
	assert_true(ia_address_is_link_local_ipv6(&last));
	assert_false(ia_address_is_link_local_ipv6(&below));
	assert_false(ia_address_is_link_local_ipv6(&above));
	assert_false(ia_address_is_link_local_ipv6(&ipv4));
}

static void networks_are_compared_bit_by_bit(void **state IA_UNUSED)
{
	const struct ia_address a = parse("192.0.2.10"), b = parse("192.0.2.129");
	const struct ia_address c = parse("2001:db8::1"), d = parse("2001:db9::1");

	assert_true(ia_address_same_network(&a, &b, 24));
	assert_false(ia_address_same_network(&a, &b, 25));
	assert_true(ia_address_same_network(&a, &a, 32));
	assert_true(ia_address_same_network(&a, &b, 0));
	assert_true(ia_address_same_network(&c, &d, 31));
	assert_false(ia_address_same_network(&c, &d, 32));
	assert_false(ia_address_same_network(&a, &c, 0));
}

static void host_bits_are_what_follows_the_prefix(void **state IA_UNUSED)
{
	const struct ia_address zero = parse("192.0.2.128"), one = parse("192.0.2.255");

	assert_true(ia_address_host_bits_are(&zero, 25, false));
	assert_false(ia_address_host_bits_are(&zero, 24, false));
	assert_true(ia_address_host_bits_are(&one, 24, true));
	assert_false(ia_address_host_bits_are(&one, 22, true));
	assert_false(ia_address_host_bits_are(&zero, 32, false));
	assert_false(ia_address_host_bits_are(&zero, 32, true));
}

static void masks_and_lengths_are_each_other(void **state IA_UNUSED)
{
	for (unsigned length = 0; length <= 32; length++) {
		struct ia_address mask;
		char text[16];

		ia_mask_text(length, text);
		mask = parse(text);
		assert_int_equal(ia_mask_length(mask.bytes), length);
	}
	assert_int_equal(ia_mask_length((const uint8_t[]){255, 0, 255, 0}), -1);
	assert_int_equal(ia_mask_length((const uint8_t[]){0, 0, 0, 1}), -1);
	assert_int_equal(ia_mask_length((const uint8_t[]){127, 255, 255, 255}), -1);
}

static void decimal_numbers_are_digits_alone(void **state IA_UNUSED)
{
	static const char *const bad[] = {"",    "-1", "+1",  " 1",         "1 ",        "01",
					  "0x1", "a",  "101", "1000000000", "4294967297"};
	unsigned number = 0x5e;

	for (size_t i = 0; i < IA_COUNT(bad); i++)
		assert_false(ia_decimal_parse(bad[i], strlen(bad[i]), 100, &number));
	assert_int_equal(number, 0x5e);
	assert_true(ia_decimal_parse("0", 1, 100, &number));
	assert_int_equal(number, 0);
	assert_true(ia_decimal_parse("100", 3, 100, &number));
	assert_int_equal(number, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_spelled_as_inet_ntop_spells_them),
		cmocka_unit_test(the_longest_text_of_an_address_is_read),
		cmocka_unit_test(what_is_no_address_leaves_the_output_and_is_named),
		cmocka_unit_test(a_nul_byte_is_part_of_no_address),
		cmocka_unit_test(addresses_that_no_host_has_are_named),
		cmocka_unit_test(link_local_is_the_first_ten_bits),
		cmocka_unit_test(networks_are_compared_bit_by_bit),
		cmocka_unit_test(host_bits_are_what_follows_the_prefix),
		cmocka_unit_test(masks_and_lengths_are_each_other),
		cmocka_unit_test(decimal_numbers_are_digits_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
