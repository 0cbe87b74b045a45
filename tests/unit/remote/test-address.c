/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "remote/address.h"

static bool is_near(const char *text)
{
	struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};

	if (inet_pton(AF_INET, text, &ipv4.sin_addr) == 1)
		return address_is_near((const struct sockaddr *)&ipv4);
	assert_int_equal(inet_pton(AF_INET6, text, &ipv6.sin6_addr), 1);
	return address_is_near((const struct sockaddr *)&ipv6);
}

static void this_machine_and_its_link_are_near(void **state)
{
	static const char *const near[] = {"127.0.0.1",
					   "127.255.255.254",
					   "169.254.169.254",
					   "0.0.0.0",
					   "::1",
					   "::",
					   "fe80::1",
					   "::ffff:127.0.0.1",
					   "::ffff:169.254.169.254",
					   "::127.0.0.1"};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(near); i++)
		assert_true(is_near(near[i]));
	assert_true(address_is_near(&(struct sockaddr){.sa_family = AF_UNIX}));
}

static void the_rest_of_the_network_is_not(void **state)
{
	static const char *const far[] = {"192.0.2.1",       "10.0.0.1",        "128.0.0.1",
					  "126.255.255.255", "169.253.1.1",     "2001:db8::1",
					  "fd00::1",         "::ffff:192.0.2.1"};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(far); i++)
		assert_false(is_near(far[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(this_machine_and_its_link_are_near),
		cmocka_unit_test(the_rest_of_the_network_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
