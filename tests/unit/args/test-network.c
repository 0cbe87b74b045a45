/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>

#include "args/network.h"
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
		{"--ip", ia_network_set_ip},
		{"--netmask", ia_network_set_netmask},
		{"--gateway", ia_network_set_gateway},
		{"--hostname", ia_network_set_hostname},
		{"--nic", ia_network_set_nic},
		{"--mtu", ia_network_set_mtu},
		{"--nameserver", ia_network_add_nameserver},
	};

	for (size_t i = 0; i < IA_COUNT(setters); i++) {
		if (strcmp(setters[i].option, option) == 0)
			return setters[i].set(net, value, reterr);
	}
	assert_string_equal(option, "--dhcp");
	net->dhcp = true;
	return 0;
}

/* "--ip 192.0.2.10 --dhcp --nic eth0": the first failure is the result. */
static int set_all(struct ia_network *net, const char *options, struct isoargs_error **reterr)
{
	char *copy IA_AUTO_FREE = strdup(options);
	char *save = NULL;
	int r = 0;

	for (char *option = strtok_r(copy, " ", &save); option && r == 0;
	     option = strtok_r(NULL, " ", &save)) {
		const char *value = strcmp(option, "--dhcp") == 0 ? "" : strtok_r(NULL, " ", &save);

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

	if (set_all(&net, options, &error) < 0 || ia_network_check(&net, NULL, &error) < 0 ||
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
	assert_reason("--ip 192.0.2.10/24", "static address of the installer, from --ip; eth0 is "
					    "a guest's first interface");
	assert_reason("--ip 192.0.2.10 --netmask 24 --nic eth1",
		      "static address of the installer, from --ip --netmask --nic");
	assert_reason("--ip 2001:db8::5 --netmask 64 --gateway 2001:db8::1 --hostname c7 --nic "
		      "eth0 --mtu 9000",
		      "static address of the installer, from --ip --netmask --gateway --hostname "
		      "--nic --mtu");
	assert_reason("--dhcp", "the installer asks a DHCP server");
	assert_reason("--dhcp --hostname c7 --nic eth1",
		      "the installer asks a DHCP server, from --dhcp --nic");
	assert_reason("--dhcp --mtu 9000", "the installer asks a DHCP server, from --dhcp --mtu; "
					   "eth0 is a guest's first interface");
}

static void good_values_are_taken(void **state IA_UNUSED)
{
	static const char *const good[][2] = {
		{"--ip", "192.0.2.10"},
		{"--ip", "192.0.2.10/24"},
		{"--ip", "192.0.2.10/1"},
		{"--ip", "192.0.2.10/32"},
		{"--ip", "192.0.2.0/31"},
		{"--ip", "192.0.2.1/31"},
		{"--ip", "10.0.0.255/16"},
		{"--ip", "169.254.0.10/16"},
		{"--ip", "1.0.0.1/8"},
		{"--ip", "223.255.255.254/24"},
		{"--ip", "2001:db8::5"},
		{"--ip", "2001:db8::5/64"},
		{"--ip", "[2001:db8::5]"},
		{"--ip", "[2001:db8::5]/64"},
		{"--ip", "2001:DB8:0:0:0:0:0:5/128"},
		{"--ip", "2001:db8::/127"},
		{"--ip", "2001:db8::/128"},
		{"--ip", "2001:db8::ffff:ffff:ffff:ffff/64"},
		{"--ip", "fd00::1/48"},
		{"--netmask", "255.255.255.0"},
		{"--netmask", "255.255.255.255"},
		{"--netmask", "128.0.0.0"},
		{"--netmask", "255.255.252.0"},
		{"--netmask", "24"},
		{"--netmask", "1"},
		{"--netmask", "128"},
		{"--gateway", "192.0.2.1"},
		{"--gateway", "2001:db8::1"},
		{"--gateway", "[2001:db8::1]"},
		{"--gateway", "fe80::1"},
		{"--gateway", "2001:db8::"},
		{"--hostname", "c7"},
		{"--hostname", "c7.example.org"},
		{"--hostname", "C7-a.Example.ORG"},
		{"--hostname", "7"},
		{"--hostname", "3com.example"},
		{"--hostname", "a--b"},
		{"--hostname", "a123456789012345678901234567890123456789012345678901234567890.bc"},
		{"--hostname", "a12345678901234567890123456789012345678901234567890123456789012"},
		{"--nic", "eth0"},
		{"--nic", "eth0.100"},
		{"--nic", "br-lan_1"},
		{"--nic", "a23456789012345"},
		{"--mtu", "576"},
		{"--mtu", "1500"},
		{"--mtu", "9000"},
		{"--mtu", "65535"},
		{"--nameserver", "192.0.2.53"},
		{"--nameserver", "2001:db8::53"},
		{"--nameserver", "8.8.8.8"},
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
		{"--ip", "", "an empty value"},
		{"--ip", "c7", "no IP address"},
		{"--ip", "192.0.2", "fewer than four"},
		{"--ip", "192.0.2.10.1", "more than four"},
		{"--ip", "192.0.2.256", "above 255"},
		{"--ip", "192.0.2.010", "leading zero"},
		{"--ip", "192.00.2.10", "leading zero"},
		{"--ip", "192.0.2.0x0a", "no IP address"},
		{"--ip", "192.0..10", "empty number"},
		{"--ip", "192.0.2.10 ", "no IP address"},
		{"--ip", " 192.0.2.10", "no IP address"},
		{"--ip", "192.0.2.10\n", "no IP address"},
		{"--ip", "192.0.2.-1", "no IP address"},
		{"--ip", "[192.0.2.10]", "in the brackets"},
		{"--ip", "192.0.2.10/", "from 1 to 32"},
		{"--ip", "192.0.2.10/0", "from 1 to 32"},
		{"--ip", "192.0.2.10/33", "from 1 to 32"},
		{"--ip", "192.0.2.10/024", "from 1 to 32"},
		{"--ip", "192.0.2.10/+24", "from 1 to 32"},
		{"--ip", "192.0.2.10/24/24", "from 1 to 32"},
		{"--ip", "192.0.2.10/255.255.255.0", "belongs to --netmask"},
		{"--ip", "/24", "an empty value"},
		{"--ip", "192.0.2.0/24", "network's own address"},
		{"--ip", "192.0.2.255/24", "broadcast address"},
		{"--ip", "192.0.2.128/25", "network's own address"},
		{"--ip", "192.0.2.3/30", "broadcast address"},
		{"--ip", "0.0.0.0", "unspecified"},
		{"--ip", "0.1.2.3", "0.0.0.0/8"},
		{"--ip", "127.0.0.1", "loopback"},
		{"--ip", "224.0.0.1", "multicast"},
		{"--ip", "240.0.0.1", "reserved"},
		{"--ip", "255.255.255.255", "broadcast"},
		{"--ip", "192.0.2.10:24", "no IPv6 address"},
		{"--ip", "dhcp", "no IP address"},
		{"--ip", "2001:db8::5::1", "no IPv6 address"},
		{"--ip", "2001:db8", "no IPv6 address"},
		{"--ip", "2001:db8::5/129", "from 1 to 128"},
		{"--ip", "2001:db8::5/0", "from 1 to 128"},
		{"--ip", "[2001:db8::5/64]", "brackets"},
		{"--ip", "[2001:db8::5", "brackets"},
		{"--ip", "2001:db8::5]", "brackets"},
		{"--ip", "[]", "in the brackets"},
		{"--ip", "[[2001:db8::5]]", "brackets"},
		{"--ip", "2001:db8::/64", "network's own address"},
		{"--ip", "::", "unspecified"},
		{"--ip", "::1", "loopback"},
		{"--ip", "ff02::1", "multicast"},
		{"--ip", "fe80::1", "link-local"},
		{"--ip", "fe80::1/64", "link-local"},
		{"--ip", "fe80::1%eth0", "a zone"},
		{"--ip", "::ffff:192.0.2.10", "mapped into IPv6"},
		{"--ip", "::192.0.2.10", "inside an IPv6"},
		{"--netmask", "", "prefix length"},
		{"--netmask", "0", "prefix length"},
		{"--netmask", "129", "prefix length"},
		{"--netmask", "024", "prefix length"},
		{"--netmask", "/24", "prefix length"},
		{"--netmask", "0xffffff00", "prefix length"},
		{"--netmask", "ffffff00", "prefix length"},
		{"--netmask", "ffff:ffff::", "prefix length"},
		{"--netmask", "255.255.255", "fewer than four"},
		{"--netmask", "255.255.255.256", "above 255"},
		{"--netmask", "255.255.255.00", "leading zero"},
		{"--netmask", "0.0.0.0", "no bits"},
		{"--netmask", "255.0.255.0", "holes"},
		{"--netmask", "255.255.255.1", "holes"},
		{"--netmask", "0.0.0.255", "turn its bits over"},
		{"--gateway", "", "an empty value"},
		{"--gateway", "192.0.2.1/24", "without a prefix"},
		{"--gateway", "router", "no IP address"},
		{"--gateway", "0.0.0.0", "unspecified"},
		{"--gateway", "127.0.0.1", "loopback"},
		{"--gateway", "224.0.0.1", "multicast"},
		{"--gateway", "255.255.255.255", "broadcast"},
		{"--gateway", "192.0.02.1", "leading zero"},
		{"--gateway", "fe80::1%eth0", "a zone"},
		{"--gateway", "::ffff:192.0.2.1", "mapped"},
		{"--gateway", "[192.0.2.1]", "in the brackets"},
		{"--hostname", "", "nothing"},
		{"--hostname", "c7.", "a dot at its end"},
		{"--hostname", ".c7", "an empty part"},
		{"--hostname", "c7..org", "an empty part"},
		{"--hostname", "-c7", "starts or ends with '-'"},
		{"--hostname", "c7-", "starts or ends with '-'"},
		{"--hostname", "c7-.org", "starts or ends with '-'"},
		{"--hostname", "c_7", "a character other than"},
		{"--hostname", "c7:eth0", "a character other than"},
		{"--hostname", "c 7", "a character other than"},
		{"--hostname", "c\xc3\xa9", "a character other than"},
		{"--hostname", "192.0.2.10", "an IP address"},
		{"--hostname", "a123456789012345678901234567890123456789012345678901234567890.bcd",
		 "more than 64"},
		{"--hostname", "a123456789012345678901234567890123456789012345678901234567890123",
		 "more than 63"},
		{"--nic", "", "nothing"},
		{"--nic", "a234567890123456", "more than 15"},
		{"--nic", "-eth0", "at the start"},
		{"--nic", ".eth0", "at the start"},
		{"--nic", "eth0:1", "a character other than"},
		{"--nic", "eth/0", "a character other than"},
		{"--nic", "eth 0", "a character other than"},
		{"--nic", "eth\t0", "a character other than"},
		{"--nic", "00:16:3e:aa:bb", "a character other than"},
		{"--mtu", "", "from 576 to 65535"},
		{"--mtu", "0", "from 576 to 65535"},
		{"--mtu", "575", "from 576 to 65535"},
		{"--mtu", "65536", "from 576 to 65535"},
		{"--mtu", "4294968796", "from 576 to 65535"},
		{"--mtu", "01500", "from 576 to 65535"},
		{"--mtu", "1500 ", "from 576 to 65535"},
		{"--mtu", "+1500", "from 576 to 65535"},
		{"--mtu", "0x5dc", "from 576 to 65535"},
		{"--mtu", "9k", "from 576 to 65535"},
		{"--nameserver", "", "an empty value"},
		{"--nameserver", "192.0.2.53,192.0.2.54", "once for each"},
		{"--nameserver", "ns.example.org", "no IP address"},
		{"--nameserver", "192.0.2.53:53", "no IPv6 address"},
		{"--nameserver", "[2001:db8::53]", "in brackets"},
		{"--nameserver", "[2001:db8::53]:53", "in brackets"},
		{"--nameserver", "2001:db8::53/64", "no IPv6 address"},
		{"--nameserver", "127.0.0.53", "loopback"},
		{"--nameserver", "0.0.0.0", "unspecified"},
		{"--nameserver", "ff02::fb", "multicast"},
		{"--nameserver", "fe80::53", "link-local"},
		{"--nameserver", "192.0.2.053", "leading zero"},
		{"--nameserver", "::ffff:192.0.2.53", "mapped"},
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
		{"--hostname", IA_HOSTNAME_MAX, "more than 64 characters"},
		{"--nic", IA_NIC_MAX, "15"},
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
		assert_int_equal(set(&net, "--mtu", text, NULL), mtus[i].code);
	}
}

static void the_sentence_quotes_what_was_given(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};

	assert_int_equal(ia_network_set_ip(&net, "192.0.2.\033[1m", &error), -EINVAL);
	assert_string_equal(isoargs_error_message(error),
			    "--ip: found \"192.0.2.\\x1b[1m\", no IP address, expected an IPv4 or "
			    "IPv6 address such as 192.0.2.10/24 or 2001:db8::5/64");
}

static void the_same_value_may_be_given_twice_but_not_another(void **state IA_UNUSED)
{
	static const char *const pairs[][3] = {
		{"--ip", "192.0.2.10/24", "192.0.2.11/24"},
		{"--ip", "2001:db8::5", "2001:db8::6"},
		{"--ip", "192.0.2.10/24", "192.0.2.10/25"},
		{"--netmask", "255.255.255.0", "255.255.0.0"},
		{"--netmask", "24", "25"},
		{"--gateway", "192.0.2.1", "192.0.2.2"},
		{"--hostname", "c7", "c8"},
		{"--nic", "eth0", "eth1"},
		{"--mtu", "1500", "9000"},
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
	assert_words("--ip 192.0.2.10/24 --netmask 255.255.255.0 --gateway 192.0.2.1", 7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none");
	assert_words("--netmask 24 --ip 192.0.2.10/24 --gateway 192.0.2.1", 7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none");
	assert_words("--ip 192.0.2.10 --ip 192.0.2.10/24 --gateway 192.0.2.1", 7,
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
		{"--dhcp --ip 192.0.2.10/24", "--dhcp", "--ip"},
		{"--dhcp --netmask 24", "--dhcp", "--netmask"},
		{"--dhcp --gateway 192.0.2.1", "--dhcp", "--gateway"},
		{"--ip 192.0.2.10", "--ip", "without a prefix"},
		{"--ip 2001:db8::5", "--ip", "without a prefix"},
		{"--netmask 24", "--netmask", "without an address"},
		{"--gateway 192.0.2.1", "--gateway", "without an address"},
		{"--hostname c7", "--hostname", "--dhcp"},
		{"--mtu 1500", "--mtu", "--dhcp"},
		{"--nic eth0", "--nic", "--dhcp"},
		{"--nic eth0 --nameserver 192.0.2.53", "--nic", "--dhcp"},
		{"--ip 192.0.2.10/24 --gateway 2001:db8::1", "--gateway", "IPv6 address"},
		{"--ip 2001:db8::5/64 --gateway 192.0.2.1", "--gateway", "IPv4 address"},
		{"--ip 192.0.2.10 --netmask 33", "--netmask", "at most 32"},
		{"--ip 192.0.2.10 --netmask 64", "--netmask", "at most 32"},
		{"--ip 2001:db8::5 --netmask 255.255.255.0", "--netmask", "prefix length"},
		{"--ip 2001:db8::5/24 --netmask 255.255.255.0", "--netmask", "prefix length"},
		{"--ip 192.0.2.0 --netmask 24", "--ip", "network's own"},
		{"--ip 192.0.2.255 --netmask 255.255.255.0", "--ip", "broadcast"},
		{"--ip 2001:db8:: --netmask 64", "--ip", "network's own"},
		{"--ip 192.0.2.10/24 --gateway 192.0.2.10", "--gateway", "the address of --ip"},
		{"--ip 2001:db8::5/64 --gateway 2001:db8:0::5", "--gateway", "the address of --ip"},
		{"--ip 192.0.2.10/24 --gateway 192.0.2.0", "--gateway", "network's own"},
		{"--ip 192.0.2.10/24 --gateway 192.0.2.255", "--gateway", "broadcast"},
		{"--ip 2001:db8::5/64 --mtu 1279", "--mtu", "at least 1280"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_notes notes IA_AUTO_NOTES = {0};
		struct ia_network net = {0};

		assert_int_equal(set_all(&net, bad[i][0], NULL), 0);
		assert_int_equal(ia_network_check(&net, &notes, &error), -EINVAL);
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)), bad[i][1]);
		assert_contains(isoargs_error_message(error), bad[i][2]);
		assert_contains(isoargs_error_message(error), "expected ");
		assert_int_equal(notes.count, 0);
	}
}

static void prefixes_of_ip_and_netmask_that_differ_are_refused(void **state IA_UNUSED)
{
	static const char *const bad[][2] = {
		{"--ip 192.0.2.10/24 --netmask 255.255.0.0", "--netmask"},
		{"--netmask 255.255.0.0 --ip 192.0.2.10/24", "--ip"},
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

	if (set_all(&net, options, &error) < 0 || ia_network_check(&net, &notes, &error) < 0)
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
	assert_notes("--ip 192.0.2.10/24", "no-gateway");
	assert_notes("--ip 2001:db8::5/64", "no-gateway");
	assert_notes("--ip 192.0.2.10/24 --gateway 198.51.100.1", "gateway-outside");
	assert_notes("--ip 192.0.2.10/25 --gateway 192.0.2.129", "gateway-outside");
	assert_notes("--ip 192.0.2.10/32 --gateway 192.0.2.1", "gateway-outside");
	assert_notes("--ip 2001:db8::5/64 --gateway 2001:db8:0:1::1", "gateway-outside");
	assert_notes("--dhcp --nic ens3", "nic-name");
	assert_notes("--dhcp --nic enp0s3", "nic-name");
	assert_notes("--dhcp --nic eno1", "nic-name");
	assert_notes("--nameserver 192.0.2.1 --nameserver 192.0.2.2 --nameserver 192.0.2.3 "
		     "--nameserver 192.0.2.4",
		     "nameservers-unused");
}

static void settings_that_fit_are_not_noted(void **state IA_UNUSED)
{
	assert_notes("", NULL);
	assert_notes("--dhcp", NULL);
	assert_notes("--dhcp --nic eth1 --mtu 9000 --hostname c7", NULL);
	assert_notes("--nameserver 192.0.2.1 --nameserver 192.0.2.2 --nameserver 192.0.2.3", NULL);
	assert_notes("--ip 192.0.2.10/24 --gateway 192.0.2.1", NULL);
	assert_notes("--ip 192.0.2.0/31 --gateway 192.0.2.1", NULL);
	assert_notes("--ip 192.0.2.255 --netmask 16 --gateway 192.0.0.1", NULL);
	assert_notes("--ip 2001:db8::5/64 --gateway 2001:db8::", NULL);
	assert_notes("--ip 2001:db8::5/64 --gateway fe80::1 --mtu 1280", NULL);
}

static void ipv4_is_spelled_as_dracut_reads_it(void **state IA_UNUSED)
{
	assert_words("--ip 192.0.2.10 --netmask 255.255.255.0 --gateway 192.0.2.1 --hostname c7 "
		     "--nic eth0 --nameserver 192.0.2.53",
		     7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none nameserver=192.0.2.53");
	assert_words("--ip 192.0.2.10/24 --gateway 192.0.2.1 --hostname c7 --nic eth0", 7,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none");
	assert_words("--ip 192.0.2.10 --netmask 24 --gateway 192.0.2.1 --hostname c7", 9,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none");
	assert_words("--ip 192.0.2.10/26", 7, "ip=192.0.2.10:::255.255.255.192::eth0:none");
	assert_words("--ip 192.0.2.10/32 --gateway 192.0.2.1 --nic eth1", 10,
		     "ip=192.0.2.10::192.0.2.1:255.255.255.255::eth1:none");
}

static void an_mtu_is_the_eighth_field(void **state IA_UNUSED)
{
	assert_words("--ip 192.0.2.10 --netmask 255.255.255.0 --gateway 192.0.2.1 --hostname c7 "
		     "--nic eth0 --mtu 9000",
		     7, "ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none:9000");
	assert_words("--ip 2001:db8::5/64 --gateway 2001:db8::1 --mtu 9000", 7,
		     "ip=[2001:db8::5]::[2001:db8::1]:64::eth0:none:9000");
}

static void ipv6_stands_in_brackets_but_not_as_name_server(void **state IA_UNUSED)
{
	assert_words("--ip 2001:db8::5/64 --gateway 2001:db8::1 --hostname c7 --nic eth0 "
		     "--nameserver 2001:db8::53",
		     7, "ip=[2001:db8::5]::[2001:db8::1]:64:c7:eth0:none nameserver=2001:db8::53");
	assert_words("--ip [2001:DB8:0::0:5]/64 --gateway [fe80::1]", 8,
		     "ip=[2001:db8::5]::[fe80::1]:64::eth0:none");
	assert_words("--ip 2001:db8::5 --netmask 64", 7, "ip=[2001:db8::5]:::64::eth0:none");
}

static void dhcp_names_the_interface_only_where_it_must(void **state IA_UNUSED)
{
	assert_words("--dhcp", 7, "ip=dhcp");
	assert_words("--dhcp --nic eth1", 7, "ip=eth1:dhcp");
	assert_words("--dhcp --mtu 9000", 7, "ip=eth0:dhcp:9000");
	assert_words("--dhcp --nic eth1 --mtu 9000", 7, "ip=eth1:dhcp:9000");
	assert_words("--dhcp --hostname c7 --nic eth0", 7, "ip=eth0:dhcp hostname=c7");
	assert_words("--dhcp --nameserver 192.0.2.53", 7, "ip=dhcp nameserver=192.0.2.53");
}

static void name_servers_are_one_word_each_in_the_order_given(void **state IA_UNUSED)
{
	assert_words("--nameserver 192.0.2.54 --nameserver 192.0.2.53", 7,
		     "nameserver=192.0.2.54 nameserver=192.0.2.53");
	assert_words("--nameserver 192.0.2.54 --nameserver 192.0.2.53 --nameserver 192.0.2.54", 7,
		     "nameserver=192.0.2.54 nameserver=192.0.2.53");
}

static void el6_reads_a_cluster_of_words(void **state IA_UNUSED)
{
	assert_words("--ip 192.0.2.10/24 --gateway 192.0.2.1 --hostname c6 --mtu 9000 --nic eth1 "
		     "--nameserver 192.0.2.53 --nameserver 192.0.2.54",
		     6,
		     "ip=192.0.2.10 netmask=255.255.255.0 gateway=192.0.2.1 hostname=c6 mtu=9000 "
		     "ksdevice=eth1 dns=192.0.2.53,192.0.2.54");
	assert_words("--ip 192.0.2.10/24", 6, "ip=192.0.2.10 netmask=255.255.255.0 ksdevice=eth0");
	assert_words("--dhcp", 6, "ip=dhcp");
	assert_words("--dhcp --nic eth1 --mtu 9000", 6, "ip=dhcp mtu=9000 ksdevice=eth1");
	assert_words("--nameserver 192.0.2.53", 6, "dns=192.0.2.53");
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
	assert_int_equal(ia_network_check(&net, NULL, NULL), 0);
	assert_int_equal(ia_cmdline_add(&line, &(const struct isoargs_word){.text = "before"}), 0);
	assert_int_equal(ia_network_words(&net, generation, &line, &error), -EOPNOTSUPP);
	assert_int_equal(line.count, 1);
	assert_contains(isoargs_error_message(error), part);
	assert_non_null(isoargs_error_remedy(error));
}

static void what_a_generation_cannot_express_is_refused_with_a_remedy(void **state IA_UNUSED)
{
	assert_not_expressed("--ip 2001:db8::5/64 --gateway 2001:db8::1", 6, "--ip: found");
	assert_not_expressed("--dhcp --nameserver 192.0.2.53 --nameserver 2001:db8::53", 6,
			     "--nameserver: found");
	assert_not_expressed("--dhcp", 5, "generation 5");
	assert_not_expressed("--dhcp", 0, "generation 0");
}

static void words_beyond_the_bound_are_not_added_in_part(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network net = {0};

	set_all(&net, "--dhcp --nameserver 192.0.2.53", NULL);
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
