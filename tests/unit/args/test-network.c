/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>

#include "args/network/network.h"
#include "base/limits.h"
#include "base/note.h"

/* Sets one option by the name that errors call it. */
static int set(struct ia_network *net, const char *option, const char *value,
	       struct isoargs_error **reterr)
{
	static const struct {
		const char *option;
		int (*set)(struct ia_network *net, const char *value,
			   struct isoargs_error **reterr);
	} setters[] = {
		{"ISOARGS_IP", ia_network_set_ip},
		{"ISOARGS_NETMASK", ia_network_set_netmask},
		{"ISOARGS_GATEWAY", ia_network_set_gateway},
		{"ISOARGS_HOSTNAME", ia_network_set_hostname},
		{"ISOARGS_NIC", ia_network_set_nic},
		{"ISOARGS_MTU", ia_network_set_mtu},
		{"ISOARGS_NAMESERVER", ia_network_add_nameserver},
	};

	for (size_t i = 0; i < IA_COUNT(setters); i++) {
		if (strcmp(setters[i].option, option) == 0)
			return setters[i].set(net, value, reterr);
	}
	assert_string_equal(option, "ISOARGS_DHCP");
	net->dhcp = true;
	return 0;
}

/* "ISOARGS_IP 192.0.2.10 ISOARGS_DHCP ISOARGS_NIC eth0": the first failure is the result. */
static int set_all(struct ia_network *net, const char *options, struct isoargs_error **reterr)
{
	char *copy IA_AUTO_FREE = strdup(options);
	char *save = NULL;
	int r = 0;

	for (char *option = strtok_r(copy, " ", &save); option && r == 0;
	     option = strtok_r(NULL, " ", &save)) {
		const char *value =
			strcmp(option, "ISOARGS_DHCP") == 0 ? "" : strtok_r(NULL, " ", &save);

		r = set(net, option, value, reterr);
	}
	return r;
}

static void assert_words(const char *options, unsigned generation, const char *expected)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct ia_network net = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	if (set_all(&net, options, &error) < 0 ||
	    ia_network_check(&net, &ia_guest_kinds[0], NULL, &error) < 0 ||
	    ia_network_words(&net, generation, &line, &error) < 0)
		fail_msg("%s: %s", options, isoargs_error_message(error));
	ia_cmdline_join(&line, &buf);
	assert_string_equal(buf.data ? buf.data : "", expected);
	for (size_t i = 0; i < line.count; i++) {
		assert_int_equal(line.words[i].origin, ISOARGS_FROM_OPTION);
		assert_null(line.words[i].file);
		assert_int_not_equal(line.words[i].option, ISOARGS_NO_OPTION);
		assert_non_null(line.words[i].reason);
	}
}

/* The reason of the first word, which is ip=. */
static void assert_reason(const char *options, const char *expected)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct ia_network net = {0};

	assert_int_equal(set_all(&net, options, NULL), 0);
	assert_int_equal(ia_network_words(&net, 7, &line, NULL), 0);
	assert_string_equal(line.words[0].reason, expected);
}

static void the_reason_of_ip_names_the_options_that_went_into_it(void **state IA_UNUSED)
{
	assert_reason("ISOARGS_IP 192.0.2.10/24",
		      "static address of the installer, from ISOARGS_IP; eth0 is "
		      "a guest's first interface");
	assert_reason(
		"ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 24 ISOARGS_NIC eth1",
		"static address of the installer, from ISOARGS_IP ISOARGS_NETMASK ISOARGS_NIC");
	assert_reason("ISOARGS_IP 2001:db8::5 ISOARGS_NETMASK 64 ISOARGS_GATEWAY 2001:db8::1 "
		      "ISOARGS_HOSTNAME c7 ISOARGS_NIC "
		      "eth0 ISOARGS_MTU 9000",
		      "static address of the installer, from ISOARGS_IP ISOARGS_NETMASK "
		      "ISOARGS_GATEWAY ISOARGS_HOSTNAME "
		      "ISOARGS_NIC ISOARGS_MTU");
	assert_reason("ISOARGS_DHCP", "the installer asks a DHCP server");
	assert_reason("ISOARGS_DHCP ISOARGS_HOSTNAME c7 ISOARGS_NIC eth1",
		      "the installer asks a DHCP server, from ISOARGS_DHCP ISOARGS_NIC");
	assert_reason("ISOARGS_DHCP ISOARGS_MTU 9000",
		      "the installer asks a DHCP server, from ISOARGS_DHCP ISOARGS_MTU; "
		      "eth0 is a guest's first interface");
}

static void good_values_are_taken(void **state IA_UNUSED)
{
	static const char *const good[][2] = {
		{"ISOARGS_IP", "192.0.2.10"},
		{"ISOARGS_IP", "192.0.2.10/24"},
		{"ISOARGS_IP", "192.0.2.10/1"},
		{"ISOARGS_IP", "192.0.2.10/32"},
		{"ISOARGS_IP", "192.0.2.0/31"},
		{"ISOARGS_IP", "192.0.2.1/31"},
		{"ISOARGS_IP", "10.0.0.255/16"},
		{"ISOARGS_IP", "169.254.0.10/16"},
		{"ISOARGS_IP", "1.0.0.1/8"},
		{"ISOARGS_IP", "223.255.255.254/24"},
		{"ISOARGS_IP", "2001:db8::5"},
		{"ISOARGS_IP", "2001:db8::5/64"},
		{"ISOARGS_IP", "[2001:db8::5]"},
		{"ISOARGS_IP", "[2001:db8::5]/64"},
		{"ISOARGS_IP", "2001:DB8:0:0:0:0:0:5/128"},
		{"ISOARGS_IP", "2001:db8::/127"},
		{"ISOARGS_IP", "2001:db8::/128"},
		{"ISOARGS_IP", "2001:db8::ffff:ffff:ffff:ffff/64"},
		{"ISOARGS_IP", "fd00::1/48"},
		{"ISOARGS_NETMASK", "255.255.255.0"},
		{"ISOARGS_NETMASK", "255.255.255.255"},
		{"ISOARGS_NETMASK", "128.0.0.0"},
		{"ISOARGS_NETMASK", "255.255.252.0"},
		{"ISOARGS_NETMASK", "24"},
		{"ISOARGS_NETMASK", "1"},
		{"ISOARGS_NETMASK", "128"},
		{"ISOARGS_GATEWAY", "192.0.2.1"},
		{"ISOARGS_GATEWAY", "2001:db8::1"},
		{"ISOARGS_GATEWAY", "[2001:db8::1]"},
		{"ISOARGS_GATEWAY", "fe80::1"},
		{"ISOARGS_GATEWAY", "2001:db8::"},
		{"ISOARGS_HOSTNAME", "c7"},
		{"ISOARGS_HOSTNAME", "c7.example.org"},
		{"ISOARGS_HOSTNAME", "C7-a.Example.ORG"},
		{"ISOARGS_HOSTNAME", "7"},
		{"ISOARGS_HOSTNAME", "3com.example"},
		{"ISOARGS_HOSTNAME", "a--b"},
		{"ISOARGS_HOSTNAME",
		 "a123456789012345678901234567890123456789012345678901234567890.bc"},
		{"ISOARGS_HOSTNAME",
		 "a12345678901234567890123456789012345678901234567890123456789012"},
		{"ISOARGS_NIC", "eth0"},
		{"ISOARGS_NIC", "eth0.100"},
		{"ISOARGS_NIC", "br-lan_1"},
		{"ISOARGS_NIC", "a23456789012345"},
		{"ISOARGS_MTU", "576"},
		{"ISOARGS_MTU", "1500"},
		{"ISOARGS_MTU", "9000"},
		{"ISOARGS_MTU", "65535"},
		{"ISOARGS_NAMESERVER", "192.0.2.53"},
		{"ISOARGS_NAMESERVER", "2001:db8::53"},
		{"ISOARGS_NAMESERVER", "8.8.8.8"},
	};

	for (size_t i = 0; i < IA_COUNT(good); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_network net = {0};

		assert_false(ia_network_is_set(&net));
		if (set(&net, good[i][0], good[i][1], &error) < 0)
			fail_msg("%s", isoargs_error_message(error));
		assert_true(ia_network_is_set(&net));
	}
}

static void bad_values_are_refused_with_option_finding_and_expectation(void **state IA_UNUSED)
{
	static const struct {
		const char *option, *value, *part;
	} bad[] = {
		{"ISOARGS_IP", "", "an empty value"},
		{"ISOARGS_IP", "c7", "no IP address"},
		{"ISOARGS_IP", "192.0.2", "fewer than four"},
		{"ISOARGS_IP", "192.0.2.10.1", "more than four"},
		{"ISOARGS_IP", "192.0.2.256", "above 255"},
		{"ISOARGS_IP", "192.0.2.010", "leading zero"},
		{"ISOARGS_IP", "192.00.2.10", "leading zero"},
		{"ISOARGS_IP", "192.0.2.0x0a", "no IP address"},
		{"ISOARGS_IP", "192.0..10", "empty number"},
		{"ISOARGS_IP", "192.0.2.10 ", "no IP address"},
		{"ISOARGS_IP", " 192.0.2.10", "no IP address"},
		{"ISOARGS_IP", "192.0.2.10\n", "no IP address"},
		{"ISOARGS_IP", "192.0.2.-1", "no IP address"},
		{"ISOARGS_IP", "[192.0.2.10]", "in the brackets"},
		{"ISOARGS_IP", "192.0.2.10/", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/0", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/33", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/024", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/+24", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/24/24", "from 1 to 32"},
		{"ISOARGS_IP", "192.0.2.10/255.255.255.0", "belongs to ISOARGS_NETMASK"},
		{"ISOARGS_IP", "/24", "an empty value"},
		{"ISOARGS_IP", "192.0.2.0/24", "network's own address"},
		{"ISOARGS_IP", "192.0.2.255/24", "broadcast address"},
		{"ISOARGS_IP", "192.0.2.128/25", "network's own address"},
		{"ISOARGS_IP", "192.0.2.3/30", "broadcast address"},
		{"ISOARGS_IP", "0.0.0.0", "unspecified"},
		{"ISOARGS_IP", "0.1.2.3", "0.0.0.0/8"},
		{"ISOARGS_IP", "127.0.0.1", "loopback"},
		{"ISOARGS_IP", "224.0.0.1", "multicast"},
		{"ISOARGS_IP", "240.0.0.1", "reserved"},
		{"ISOARGS_IP", "255.255.255.255", "broadcast"},
		{"ISOARGS_IP", "192.0.2.10:24", "no IPv6 address"},
		{"ISOARGS_IP", "dhcp", "no IP address"},
		{"ISOARGS_IP", "2001:db8::5::1", "no IPv6 address"},
		{"ISOARGS_IP", "2001:db8", "no IPv6 address"},
		{"ISOARGS_IP", "2001:db8::5/129", "from 1 to 128"},
		{"ISOARGS_IP", "2001:db8::5/0", "from 1 to 128"},
		{"ISOARGS_IP", "[2001:db8::5/64]", "brackets"},
		{"ISOARGS_IP", "[2001:db8::5", "brackets"},
		{"ISOARGS_IP", "2001:db8::5]", "brackets"},
		{"ISOARGS_IP", "[]", "in the brackets"},
		{"ISOARGS_IP", "[[2001:db8::5]]", "brackets"},
		{"ISOARGS_IP", "2001:db8::/64", "network's own address"},
		{"ISOARGS_IP", "::", "unspecified"},
		{"ISOARGS_IP", "::1", "loopback"},
		{"ISOARGS_IP", "ff02::1", "multicast"},
		{"ISOARGS_IP", "fe80::1", "link-local"},
		{"ISOARGS_IP", "fe80::1/64", "link-local"},
		{"ISOARGS_IP", "fe80::1%eth0", "a zone"},
		{"ISOARGS_IP", "::ffff:192.0.2.10", "mapped into IPv6"},
		{"ISOARGS_IP", "::192.0.2.10", "inside an IPv6"},
		{"ISOARGS_NETMASK", "", "prefix length"},
		{"ISOARGS_NETMASK", "0", "prefix length"},
		{"ISOARGS_NETMASK", "129", "prefix length"},
		{"ISOARGS_NETMASK", "024", "prefix length"},
		{"ISOARGS_NETMASK", "/24", "prefix length"},
		{"ISOARGS_NETMASK", "0xffffff00", "prefix length"},
		{"ISOARGS_NETMASK", "ffffff00", "prefix length"},
		{"ISOARGS_NETMASK", "ffff:ffff::", "prefix length"},
		{"ISOARGS_NETMASK", "255.255.255", "fewer than four"},
		{"ISOARGS_NETMASK", "255.255.255.256", "above 255"},
		{"ISOARGS_NETMASK", "255.255.255.00", "leading zero"},
		{"ISOARGS_NETMASK", "0.0.0.0", "no bits"},
		{"ISOARGS_NETMASK", "255.0.255.0", "holes"},
		{"ISOARGS_NETMASK", "255.255.255.1", "holes"},
		{"ISOARGS_NETMASK", "0.0.0.255", "turn its bits over"},
		{"ISOARGS_GATEWAY", "", "an empty value"},
		{"ISOARGS_GATEWAY", "192.0.2.1/24", "without a prefix"},
		{"ISOARGS_GATEWAY", "router", "no IP address"},
		{"ISOARGS_GATEWAY", "0.0.0.0", "unspecified"},
		{"ISOARGS_GATEWAY", "127.0.0.1", "loopback"},
		{"ISOARGS_GATEWAY", "224.0.0.1", "multicast"},
		{"ISOARGS_GATEWAY", "255.255.255.255", "broadcast"},
		{"ISOARGS_GATEWAY", "192.0.02.1", "leading zero"},
		{"ISOARGS_GATEWAY", "fe80::1%eth0", "a zone"},
		{"ISOARGS_GATEWAY", "::ffff:192.0.2.1", "mapped"},
		{"ISOARGS_GATEWAY", "[192.0.2.1]", "in the brackets"},
		{"ISOARGS_HOSTNAME", "", "nothing"},
		{"ISOARGS_HOSTNAME", "c7.", "a dot at its end"},
		{"ISOARGS_HOSTNAME", ".c7", "an empty part"},
		{"ISOARGS_HOSTNAME", "c7..org", "an empty part"},
		{"ISOARGS_HOSTNAME", "-c7", "starts or ends with '-'"},
		{"ISOARGS_HOSTNAME", "c7-", "starts or ends with '-'"},
		{"ISOARGS_HOSTNAME", "c7-.org", "starts or ends with '-'"},
		{"ISOARGS_HOSTNAME", "c_7", "a character other than"},
		{"ISOARGS_HOSTNAME", "c7:eth0", "a character other than"},
		{"ISOARGS_HOSTNAME", "c 7", "a character other than"},
		{"ISOARGS_HOSTNAME", "c\xc3\xa9", "a character other than"},
		{"ISOARGS_HOSTNAME", "192.0.2.10", "an IP address"},
		{"ISOARGS_HOSTNAME",
		 "a123456789012345678901234567890123456789012345678901234567890.bcd",
		 "more than 64"},
		{"ISOARGS_HOSTNAME",
		 "a123456789012345678901234567890123456789012345678901234567890123",
		 "more than 63"},
		{"ISOARGS_NIC", "", "nothing"},
		{"ISOARGS_NIC", "a234567890123456", "more than 15"},
		{"ISOARGS_NIC", "-eth0", "at the start"},
		{"ISOARGS_NIC", ".eth0", "at the start"},
		{"ISOARGS_NIC", "eth0:1", "a character other than"},
		{"ISOARGS_NIC", "eth/0", "a character other than"},
		{"ISOARGS_NIC", "eth 0", "a character other than"},
		{"ISOARGS_NIC", "eth\t0", "a character other than"},
		{"ISOARGS_NIC", "00:16:3e:aa:bb", "a character other than"},
		{"ISOARGS_MTU", "", "from 576 to 65535"},
		{"ISOARGS_MTU", "0", "from 576 to 65535"},
		{"ISOARGS_MTU", "575", "from 576 to 65535"},
		{"ISOARGS_MTU", "65536", "from 576 to 65535"},
		{"ISOARGS_MTU", "4294968796", "from 576 to 65535"},
		{"ISOARGS_MTU", "01500", "from 576 to 65535"},
		{"ISOARGS_MTU", "1500 ", "from 576 to 65535"},
		{"ISOARGS_MTU", "+1500", "from 576 to 65535"},
		{"ISOARGS_MTU", "0x5dc", "from 576 to 65535"},
		{"ISOARGS_MTU", "9k", "from 576 to 65535"},
		{"ISOARGS_NAMESERVER", "", "an empty value"},
		{"ISOARGS_NAMESERVER", "192.0.2.53,192.0.2.54", "once for each"},
		{"ISOARGS_NAMESERVER", "ns.example.org", "no IP address"},
		{"ISOARGS_NAMESERVER", "192.0.2.53:53", "no IPv6 address"},
		{"ISOARGS_NAMESERVER", "[2001:db8::53]", "in brackets"},
		{"ISOARGS_NAMESERVER", "[2001:db8::53]:53", "in brackets"},
		{"ISOARGS_NAMESERVER", "2001:db8::53/64", "no IPv6 address"},
		{"ISOARGS_NAMESERVER", "127.0.0.53", "loopback"},
		{"ISOARGS_NAMESERVER", "0.0.0.0", "unspecified"},
		{"ISOARGS_NAMESERVER", "ff02::fb", "multicast"},
		{"ISOARGS_NAMESERVER", "fe80::53", "link-local"},
		{"ISOARGS_NAMESERVER", "192.0.2.053", "leading zero"},
		{"ISOARGS_NAMESERVER", "::ffff:192.0.2.53", "mapped"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		static const struct ia_network untouched;
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_network net = {0};

		assert_int_equal(set(&net, bad[i].option, bad[i].value, &error), -EINVAL);
		assert_memory_equal(&net, &untouched, sizeof(net));
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)),
				    bad[i].option);
		assert_contains(isoargs_error_message(error), "found ");
		assert_contains(isoargs_error_message(error), "expected ");
		assert_contains(isoargs_error_message(error), bad[i].part);
	}
}

static void values_go_up_to_their_bounds(void **state IA_UNUSED)
{
	static const struct {
		const char *option;
		size_t most; /* characters */
		const char *part;
	} names[] = {
		{"ISOARGS_HOSTNAME", IA_HOSTNAME_MAX, "more than 64 characters"},
		{"ISOARGS_NIC", IA_NIC_MAX, "15"},
	};
	static const struct {
		unsigned value;
		int code;
	} mtus[] = {{IA_MTU_MIN - 1, -EINVAL},
		    {IA_MTU_MIN, 0},
		    {IA_MTU_MAX, 0},
		    {IA_MTU_MAX + 1, -EINVAL}};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_network net = {0}, other = {0};
		char text[IA_HOSTNAME_MAX + 2];

		memset(text, 'a', sizeof(text));
		text[names[i].most > 40 ? 40 : 1] = names[i].most > 40 ? '.' : 'a';
		text[names[i].most] = '\0';
		assert_int_equal(set(&net, names[i].option, text, NULL), 0);
		text[names[i].most] = 'a';
		text[names[i].most + 1] = '\0';
		assert_int_equal(set(&other, names[i].option, text, &error), -EINVAL);
		assert_contains(isoargs_error_message(error), names[i].part);
	}
	for (size_t i = 0; i < IA_COUNT(mtus); i++) {
		struct ia_network net = {0};
		char text[16];

		snprintf(text, sizeof(text), "%u", mtus[i].value);
		assert_int_equal(set(&net, "ISOARGS_MTU", text, NULL), mtus[i].code);
	}
}

static void the_sentence_quotes_what_was_given(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};

	assert_int_equal(ia_network_set_ip(&net, "192.0.2.\033[1m", &error), -EINVAL);
	assert_string_equal(
		isoargs_error_message(error),
		"ISOARGS_IP: found \"192.0.2.\\x1b[1m\", no IP address, expected an IPv4 or "
		"IPv6 address such as 192.0.2.10/24 or 2001:db8::5/64");
}

static void the_same_value_may_be_given_twice_but_not_another(void **state IA_UNUSED)
{
	static const char *const pairs[][3] = {
		{"ISOARGS_IP", "192.0.2.10/24", "192.0.2.11/24"},
		{"ISOARGS_IP", "2001:db8::5", "2001:db8::6"},
		{"ISOARGS_IP", "192.0.2.10/24", "192.0.2.10/25"},
		{"ISOARGS_NETMASK", "255.255.255.0", "255.255.0.0"},
		{"ISOARGS_NETMASK", "24", "25"},
		{"ISOARGS_GATEWAY", "192.0.2.1", "192.0.2.2"},
		{"ISOARGS_HOSTNAME", "c7", "c8"},
		{"ISOARGS_NIC", "eth0", "eth1"},
		{"ISOARGS_MTU", "1500", "9000"},
	};

	for (size_t i = 0; i < IA_COUNT(pairs); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_network net = {0}, before;

		assert_int_equal(set(&net, pairs[i][0], pairs[i][1], NULL), 0);
		assert_int_equal(set(&net, pairs[i][0], pairs[i][1], NULL), 0);
		before = net;
		assert_int_equal(set(&net, pairs[i][0], pairs[i][2], &error), -EINVAL);
		assert_memory_equal(&net, &before, sizeof(net));
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)), pairs[i][0]);
		assert_contains(isoargs_error_message(error), "once");
	}
}

static void the_prefix_may_come_twice_if_it_is_the_same(void **state IA_UNUSED)
{
	assert_words(
		"ISOARGS_IP 192.0.2.10/24 ISOARGS_NETMASK 255.255.255.0 ISOARGS_GATEWAY 192.0.2.1",
		7, "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none");
	assert_words("ISOARGS_NETMASK 24 ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.1", 7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none");
	assert_words("ISOARGS_IP 192.0.2.10 ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.1", 7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none");
}

static void name_servers_up_to_the_bound_are_taken_and_one_more_is_not(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};
	char value[16];

	for (unsigned i = 0; i < IA_NAMESERVERS_MAX; i++) {
		snprintf(value, sizeof(value), "192.0.2.%u", i + 1);
		assert_int_equal(ia_network_add_nameserver(&net, value, NULL), 0);
	}
	assert_int_equal(ia_network_add_nameserver(&net, "192.0.2.100", &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "at most 8");
	assert_int_equal(net.nameserver_count, IA_NAMESERVERS_MAX);
	assert_int_equal(ia_network_add_nameserver(&net, "192.0.2.1", NULL), 0);
	assert_int_equal(net.nameserver_count, IA_NAMESERVERS_MAX);
}

static void settings_that_contradict_each_other_are_refused(void **state IA_UNUSED)
{
	static const char *const bad[][3] = {
		{"ISOARGS_DHCP ISOARGS_IP 192.0.2.10/24", "ISOARGS_DHCP", "ISOARGS_IP"},
		{"ISOARGS_DHCP ISOARGS_NETMASK 24", "ISOARGS_DHCP", "ISOARGS_NETMASK"},
		{"ISOARGS_DHCP ISOARGS_GATEWAY 192.0.2.1", "ISOARGS_DHCP", "ISOARGS_GATEWAY"},
		{"ISOARGS_IP 192.0.2.10", "ISOARGS_IP", "without a prefix"},
		{"ISOARGS_IP 2001:db8::5", "ISOARGS_IP", "without a prefix"},
		{"ISOARGS_NETMASK 24", "ISOARGS_NETMASK", "without an address"},
		{"ISOARGS_GATEWAY 192.0.2.1", "ISOARGS_GATEWAY", "without an address"},
		{"ISOARGS_HOSTNAME c7", "ISOARGS_HOSTNAME", "ISOARGS_DHCP"},
		{"ISOARGS_MTU 1500", "ISOARGS_MTU", "ISOARGS_DHCP"},
		{"ISOARGS_NIC eth0", "ISOARGS_NIC", "ISOARGS_DHCP"},
		{"ISOARGS_NIC eth0 ISOARGS_NAMESERVER 192.0.2.53", "ISOARGS_NIC", "ISOARGS_DHCP"},
		{"ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 2001:db8::1", "ISOARGS_GATEWAY",
		 "IPv6 address"},
		{"ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 192.0.2.1", "ISOARGS_GATEWAY",
		 "IPv4 address"},
		{"ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 33", "ISOARGS_NETMASK", "at most 32"},
		{"ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 64", "ISOARGS_NETMASK", "at most 32"},
		{"ISOARGS_IP 2001:db8::5 ISOARGS_NETMASK 255.255.255.0", "ISOARGS_NETMASK",
		 "prefix length"},
		{"ISOARGS_IP 2001:db8::5/24 ISOARGS_NETMASK 255.255.255.0", "ISOARGS_NETMASK",
		 "prefix length"},
		{"ISOARGS_IP 192.0.2.0 ISOARGS_NETMASK 24", "ISOARGS_IP", "network's own"},
		{"ISOARGS_IP 192.0.2.255 ISOARGS_NETMASK 255.255.255.0", "ISOARGS_IP", "broadcast"},
		{"ISOARGS_IP 2001:db8:: ISOARGS_NETMASK 64", "ISOARGS_IP", "network's own"},
		{"ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.10", "ISOARGS_GATEWAY",
		 "the address of ISOARGS_IP"},
		{"ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8:0::5", "ISOARGS_GATEWAY",
		 "the address of ISOARGS_IP"},
		{"ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.0", "ISOARGS_GATEWAY",
		 "network's own"},
		{"ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.255", "ISOARGS_GATEWAY",
		 "broadcast"},
		{"ISOARGS_IP 2001:db8::5/64 ISOARGS_MTU 1279", "ISOARGS_MTU", "at least 1280"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_notes notes IA_AUTO_NOTES = {0};
		struct ia_network net = {0};

		assert_int_equal(set_all(&net, bad[i][0], NULL), 0);
		assert_int_equal(ia_network_check(&net, &ia_guest_kinds[0], &notes, &error),
				 -EINVAL);
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)), bad[i][1]);
		assert_contains(isoargs_error_message(error), bad[i][2]);
		assert_contains(isoargs_error_message(error), "expected ");
		assert_int_equal(notes.count, 0);
	}
}

static void prefixes_of_ip_and_netmask_that_differ_are_refused(void **state IA_UNUSED)
{
	static const char *const bad[][2] = {
		{"ISOARGS_IP 192.0.2.10/24 ISOARGS_NETMASK 255.255.0.0", "ISOARGS_NETMASK"},
		{"ISOARGS_NETMASK 255.255.0.0 ISOARGS_IP 192.0.2.10/24", "ISOARGS_IP"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_network net = {0};

		assert_int_equal(set_all(&net, bad[i][0], &error), -EINVAL);
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)), bad[i][1]);
		assert_contains(isoargs_error_message(error), "give the prefix once");
	}
}

static void assert_notes(const char *options, const char *code)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_network net = {0};

	if (set_all(&net, options, &error) < 0 ||
	    ia_network_check(&net, &ia_guest_kinds[0], &notes, &error) < 0)
		fail_msg("%s: %s", options, isoargs_error_message(error));
	if (!code) {
		assert_int_equal(notes.count, 0);
		return;
	}
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_code(&notes.items[0]), code);
	assert_int_equal(isoargs_note_severity(&notes.items[0]), ISOARGS_WARNING);
}

static void doubtful_settings_are_noted(void **state IA_UNUSED)
{
	assert_notes("ISOARGS_IP 192.0.2.10/24", "no-gateway");
	assert_notes("ISOARGS_IP 2001:db8::5/64", "no-gateway");
	assert_notes("ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 198.51.100.1", "gateway-outside");
	assert_notes("ISOARGS_IP 192.0.2.10/25 ISOARGS_GATEWAY 192.0.2.129", "gateway-outside");
	assert_notes("ISOARGS_IP 192.0.2.10/32 ISOARGS_GATEWAY 192.0.2.1", "gateway-outside");
	assert_notes("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8:0:1::1",
		     "gateway-outside");
	assert_notes("ISOARGS_DHCP ISOARGS_NIC ens3", "nic-name");
	assert_notes("ISOARGS_DHCP ISOARGS_NIC enp0s3", "nic-name");
	assert_notes("ISOARGS_DHCP ISOARGS_NIC eno1", "nic-name");
	assert_notes("ISOARGS_NAMESERVER 192.0.2.1 ISOARGS_NAMESERVER 192.0.2.2 ISOARGS_NAMESERVER "
		     "192.0.2.3 "
		     "ISOARGS_NAMESERVER 192.0.2.4",
		     "nameservers-unused");
}

static void settings_that_fit_are_not_noted(void **state IA_UNUSED)
{
	assert_notes("", NULL);
	assert_notes("ISOARGS_DHCP", NULL);
	assert_notes("ISOARGS_DHCP ISOARGS_NIC eth1 ISOARGS_MTU 9000 ISOARGS_HOSTNAME c7", NULL);
	assert_notes("ISOARGS_NAMESERVER 192.0.2.1 ISOARGS_NAMESERVER 192.0.2.2 ISOARGS_NAMESERVER "
		     "192.0.2.3",
		     NULL);
	assert_notes("ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.1", NULL);
	assert_notes("ISOARGS_IP 192.0.2.0/31 ISOARGS_GATEWAY 192.0.2.1", NULL);
	assert_notes("ISOARGS_IP 192.0.2.255 ISOARGS_NETMASK 16 ISOARGS_GATEWAY 192.0.0.1", NULL);
	assert_notes("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8::", NULL);
	assert_notes("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY fe80::1 ISOARGS_MTU 1280", NULL);
}

static void ipv4_is_spelled_as_dracut_reads_it(void **state IA_UNUSED)
{
	assert_words("ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 255.255.255.0 ISOARGS_GATEWAY "
		     "192.0.2.1 ISOARGS_HOSTNAME c7 "
		     "ISOARGS_NIC eth0 ISOARGS_NAMESERVER 192.0.2.53",
		     7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none nameserver=192.0.2.53");
	assert_words("ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.1 ISOARGS_HOSTNAME c7 "
		     "ISOARGS_NIC eth0",
		     7, "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none");
	assert_words("ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 24 ISOARGS_GATEWAY 192.0.2.1 "
		     "ISOARGS_HOSTNAME c7",
		     9, "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none");
	assert_words("ISOARGS_IP 192.0.2.10/26", 7, "ip=192.0.2.10:::255.255.255.192::eth0:none");
	assert_words("ISOARGS_IP 192.0.2.10/32 ISOARGS_GATEWAY 192.0.2.1 ISOARGS_NIC eth1", 10,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.255::eth1:none");
}

static void an_mtu_is_the_eighth_field(void **state IA_UNUSED)
{
	assert_words("ISOARGS_IP 192.0.2.10 ISOARGS_NETMASK 255.255.255.0 ISOARGS_GATEWAY "
		     "192.0.2.1 ISOARGS_HOSTNAME c7 "
		     "ISOARGS_NIC eth0 ISOARGS_MTU 9000",
		     7, "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none:9000");
	assert_words("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8::1 ISOARGS_MTU 9000", 7,
		     "ip=[2001:db8::5]::[2001:db8::1]:64::eth0:none:9000");
}

static void ipv6_stands_in_brackets_but_not_as_name_server(void **state IA_UNUSED)
{
	assert_words("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8::1 ISOARGS_HOSTNAME c7 "
		     "ISOARGS_NIC eth0 "
		     "ISOARGS_NAMESERVER 2001:db8::53",
		     7, "ip=[2001:db8::5]::[2001:db8::1]:64:c7:eth0:none nameserver=2001:db8::53");
	assert_words("ISOARGS_IP [2001:DB8:0::0:5]/64 ISOARGS_GATEWAY [fe80::1]", 8,
		     "ip=[2001:db8::5]::[fe80::1]:64::eth0:none");
	assert_words("ISOARGS_IP 2001:db8::5 ISOARGS_NETMASK 64", 7,
		     "ip=[2001:db8::5]:::64::eth0:none");
}

static void dhcp_names_the_interface_only_where_it_must(void **state IA_UNUSED)
{
	assert_words("ISOARGS_DHCP", 7, "ip=dhcp");
	assert_words("ISOARGS_DHCP ISOARGS_NIC eth1", 7, "ip=eth1:dhcp");
	assert_words("ISOARGS_DHCP ISOARGS_MTU 9000", 7, "ip=eth0:dhcp:9000");
	assert_words("ISOARGS_DHCP ISOARGS_NIC eth1 ISOARGS_MTU 9000", 7, "ip=eth1:dhcp:9000");
	assert_words("ISOARGS_DHCP ISOARGS_HOSTNAME c7 ISOARGS_NIC eth0", 7,
		     "ip=eth0:dhcp hostname=c7");
	assert_words("ISOARGS_DHCP ISOARGS_NAMESERVER 192.0.2.53", 7,
		     "ip=dhcp nameserver=192.0.2.53");
}

static void name_servers_are_one_word_each_in_the_order_given(void **state IA_UNUSED)
{
	assert_words("ISOARGS_NAMESERVER 192.0.2.54 ISOARGS_NAMESERVER 192.0.2.53", 7,
		     "nameserver=192.0.2.54 nameserver=192.0.2.53");
	assert_words("ISOARGS_NAMESERVER 192.0.2.54 ISOARGS_NAMESERVER 192.0.2.53 "
		     "ISOARGS_NAMESERVER 192.0.2.54",
		     7, "nameserver=192.0.2.54 nameserver=192.0.2.53");
}

static void el6_reads_a_cluster_of_words(void **state IA_UNUSED)
{
	assert_words("ISOARGS_IP 192.0.2.10/24 ISOARGS_GATEWAY 192.0.2.1 ISOARGS_HOSTNAME c6 "
		     "ISOARGS_MTU 9000 ISOARGS_NIC eth1 "
		     "ISOARGS_NAMESERVER 192.0.2.53 ISOARGS_NAMESERVER 192.0.2.54",
		     6,
		     "ip=192.0.2.10 netmask=255.255.255.0 gateway=192.0.2.1 hostname=c6 mtu=9000 "
		     "ksdevice=eth1 dns=192.0.2.53,192.0.2.54");
	assert_words("ISOARGS_IP 192.0.2.10/24", 6,
		     "ip=192.0.2.10 netmask=255.255.255.0 ksdevice=eth0");
	assert_words("ISOARGS_DHCP", 6, "ip=dhcp");
	assert_words("ISOARGS_DHCP ISOARGS_NIC eth1 ISOARGS_MTU 9000", 6,
		     "ip=dhcp mtu=9000 ksdevice=eth1");
	assert_words("ISOARGS_NAMESERVER 192.0.2.53", 6, "dns=192.0.2.53");
}

static void nothing_set_gives_no_words(void **state IA_UNUSED)
{
	assert_words("", 7, "");
	assert_words("", 6, "");
	assert_words("", 5, "");
}

static void assert_not_expressed(const char *options, unsigned generation, const char *part)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};

	assert_int_equal(set_all(&net, options, NULL), 0);
	assert_int_equal(ia_network_check(&net, &ia_guest_kinds[0], NULL, NULL), 0);
	assert_int_equal(ia_cmdline_add(&line, &(const struct isoargs_word){.text = "before"}), 0);
	assert_int_equal(ia_network_words(&net, generation, &line, &error), -EOPNOTSUPP);
	assert_int_equal(line.count, 1);
	assert_contains(isoargs_error_message(error), part);
	assert_non_null(isoargs_error_remedy(error));
}

static void what_a_generation_cannot_express_is_refused_with_a_remedy(void **state IA_UNUSED)
{
	assert_not_expressed("ISOARGS_IP 2001:db8::5/64 ISOARGS_GATEWAY 2001:db8::1", 6,
			     "ISOARGS_IP: found");
	assert_not_expressed(
		"ISOARGS_DHCP ISOARGS_NAMESERVER 192.0.2.53 ISOARGS_NAMESERVER 2001:db8::53", 6,
		"ISOARGS_NAMESERVER: found");
	assert_not_expressed("ISOARGS_DHCP", 5, "generation 5");
	assert_not_expressed("ISOARGS_DHCP", 0, "generation 0");
}

static void words_beyond_the_bound_are_not_added_in_part(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};

	set_all(&net, "ISOARGS_DHCP ISOARGS_NAMESERVER 192.0.2.53", NULL);
	for (unsigned i = 0; i < IA_CMDLINE_WORDS_MAX - 1; i++)
		ia_cmdline_add(&line, &(const struct isoargs_word){.text = "w"});
	assert_int_equal(ia_network_words(&net, 7, &line, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "1024 words");
	assert_int_equal(line.count, IA_CMDLINE_WORDS_MAX - 1);
	line.count--;
	assert_int_equal(ia_network_words(&net, 7, &line, NULL), 0);
	assert_int_equal(line.count, IA_CMDLINE_WORDS_MAX);
}

static void an_arena_without_room_is_out_of_memory(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(16);
	struct ia_cmdline line = {.arena = arena};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {.dhcp = true};

	assert_int_equal(ia_network_words(&net, 7, &line, &error), -ENOMEM);
	assert_int_equal(isoargs_error_code(error), -ENOMEM);
	assert_int_equal(line.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reason_of_ip_names_the_options_that_went_into_it),
		cmocka_unit_test(good_values_are_taken),
		cmocka_unit_test(bad_values_are_refused_with_option_finding_and_expectation),
		cmocka_unit_test(values_go_up_to_their_bounds),
		cmocka_unit_test(the_sentence_quotes_what_was_given),
		cmocka_unit_test(the_same_value_may_be_given_twice_but_not_another),
		cmocka_unit_test(the_prefix_may_come_twice_if_it_is_the_same),
		cmocka_unit_test(name_servers_up_to_the_bound_are_taken_and_one_more_is_not),
		cmocka_unit_test(settings_that_contradict_each_other_are_refused),
		cmocka_unit_test(prefixes_of_ip_and_netmask_that_differ_are_refused),
		cmocka_unit_test(doubtful_settings_are_noted),
		cmocka_unit_test(settings_that_fit_are_not_noted),
		cmocka_unit_test(ipv4_is_spelled_as_dracut_reads_it),
		cmocka_unit_test(an_mtu_is_the_eighth_field),
		cmocka_unit_test(ipv6_stands_in_brackets_but_not_as_name_server),
		cmocka_unit_test(dhcp_names_the_interface_only_where_it_must),
		cmocka_unit_test(name_servers_are_one_word_each_in_the_order_given),
		cmocka_unit_test(el6_reads_a_cluster_of_words),
		cmocka_unit_test(nothing_set_gives_no_words),
		cmocka_unit_test(what_a_generation_cannot_express_is_refused_with_a_remedy),
		cmocka_unit_test(words_beyond_the_bound_are_not_added_in_part),
		cmocka_unit_test(an_arena_without_room_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
