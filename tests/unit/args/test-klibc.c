/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "args/network/klibc.h"

/* A network of these settings: address, gateway, host name, interface, name servers; NULL: none. */
static struct ia_network network(const char *ip, const char *gateway, const char *hostname,
				 const char *nic)
{
	struct ia_network net = {.dhcp = !ip};

	if (ip)
		assert_int_equal(ia_network_set_ip(&net, ip, NULL), 0);
	if (gateway)
		assert_int_equal(ia_network_set_gateway(&net, gateway, NULL), 0);
	if (hostname)
		assert_int_equal(ia_network_set_hostname(&net, hostname, NULL), 0);
	if (nic)
		assert_int_equal(ia_network_set_nic(&net, nic, NULL), 0);
	return net;
}

static void add_nameserver(struct ia_network *net, const char *value)
{
	assert_int_equal(ia_network_add_nameserver(net, value, NULL), 0);
}

static void assert_ip(const struct ia_network *net, const char *nic, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	assert_int_equal(ia_klibc_check(net, "casper", NULL), 0);
	ia_klibc_ip(net, nic, &buf);
	assert_int_equal(buf.error, 0);
	assert_string_equal(buf.data, expected);
}

static void assert_refused(const struct ia_network *net, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(ia_klibc_check(net, "casper", &error), -EOPNOTSUPP);
	assert_contains(isoargs_error_message(error), part);
}

static void the_mask_is_dotted_since_24_is_0_0_0_24_to_it(void **state)
{
	struct ia_network net = network("192.0.2.10/24", "192.0.2.1", "h", NULL);

	(void)state;
	add_nameserver(&net, "192.0.2.53");
	add_nameserver(&net, "192.0.2.54");
	assert_ip(&net, "eth0",
		  "ip=192.0.2.10::192.0.2.1:255.255.255.0:h:eth0:none:192.0.2.53:192.0.2.54");
}

static void fields_of_what_is_not_asked_for_are_empty(void **state)
{
	struct ia_network net = network("192.0.2.10/25", NULL, NULL, NULL);

	(void)state;
	assert_ip(&net, "", "ip=192.0.2.10:::255.255.255.128:::none");
}

static void the_interface_that_was_asked_for_wins(void **state)
{
	struct ia_network net = network("192.0.2.10/24", "192.0.2.1", NULL, "ens3");

	(void)state;
	assert_ip(&net, "eth0", "ip=192.0.2.10::192.0.2.1:255.255.255.0::ens3:none");
}

static void dhcp_is_one_word_unless_something_is_named(void **state)
{
	struct ia_network plain = network(NULL, NULL, NULL, NULL);
	struct ia_network named = network(NULL, NULL, "h", "ens3");

	(void)state;
	assert_ip(&plain, "", "ip=dhcp");
	assert_ip(&named, "", "ip=::::h:ens3:dhcp");
}

static void ipv6_would_be_cut_at_its_colons(void **state)
{
	struct ia_network net = network("2001:db8::5/64", NULL, NULL, NULL);
	struct ia_network servers = network("192.0.2.10/24", NULL, NULL, NULL);

	(void)state;
	assert_refused(&net, "found \"2001:db8::5\", expected IPv4: casper cuts ip= at each colon");
	add_nameserver(&servers, "2001:db8::53");
	assert_refused(&servers, "found \"2001:db8::53\", expected IPv4");
}

static void a_third_name_server_has_no_field(void **state)
{
	struct ia_network net = network("192.0.2.10/24", NULL, NULL, NULL);

	(void)state;
	add_nameserver(&net, "192.0.2.53");
	add_nameserver(&net, "192.0.2.54");
	add_nameserver(&net, "192.0.2.55");
	assert_refused(&net, "found 3 name servers, expected at most 2");
}

static void name_servers_beside_dhcp_would_be_lost(void **state)
{
	struct ia_network net = network(NULL, NULL, NULL, NULL);

	(void)state;
	add_nameserver(&net, "192.0.2.53");
	assert_refused(&net, "casper reads name servers beside a static address only");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mask_is_dotted_since_24_is_0_0_0_24_to_it),
		cmocka_unit_test(fields_of_what_is_not_asked_for_are_empty),
		cmocka_unit_test(the_interface_that_was_asked_for_wins),
		cmocka_unit_test(dhcp_is_one_word_unless_something_is_named),
		cmocka_unit_test(ipv6_would_be_cut_at_its_colons),
		cmocka_unit_test(a_third_name_server_has_no_field),
		cmocka_unit_test(name_servers_beside_dhcp_would_be_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
