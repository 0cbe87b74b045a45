/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* Live systems: archiso, Alpine, those without an installer; and the installer of hosts. */

#define ARCH   "archisobasedir=arch archisosearchuuid=2026-03-01-08-00-00-00 "
#define ALPINE "modules=loop,squashfs,sd-mod,usb-storage "

#define STATIC                                                                                     \
	{ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"},                             \
	{                                                                                          \
		ISOARGS_NAMESERVER, "192.0.2.53"                                                   \
	}

static void become_one(struct medium *medium, enum ia_family family, const char *kernel,
		       const char *cmdline)
{
	become(medium, family, "one", "1");
	add_entry_of(medium, kernel, "/initrd", "one", cmdline);
}

static int arch_setup(void **state)
{
	int r = medium_setup(state);

	become_one(*state, IA_FAMILY_ARCH, "/arch/boot/x86_64/vmlinuz-linux", ARCH);
	return r;
}

static int alpine_setup(void **state)
{
	int r = medium_setup(state);

	become_one(*state, IA_FAMILY_ALPINE, "/boot/vmlinuz-lts", ALPINE "quiet");
	return r;
}

static int live_setup(void **state)
{
	int r = medium_setup(state);

	become_one(*state, IA_FAMILY_DEBIAN, "/live/vmlinuz",
		   "boot=live components quiet splash findiso=");
	return r;
}

static int host_setup(void **state)
{
	static const char *const initrds[] = {"/install.img"};
	int r = medium_setup(state);
	struct medium *medium = *state;

	become_one(medium, IA_FAMILY_XENSERVER, "/boot/vmlinuz", "console=hvc0 console=tty0");
	medium->entries[0].command = "multiboot2";
	medium->entries[0].initrds = initrds;
	return r;
}

#define with_setup(test, name) cmocka_unit_test_setup_teardown(test, name##_setup, medium_teardown)

static void arch_has_these_lines_in_the_table_of_families(void **state)
{
	static const struct setting rows[] = {
		{ISOARGS_GUEST, "pv"},
		{ISOARGS_GUEST, "pvh"},
		{ISOARGS_GUEST, "hvm"},
		{ISOARGS_GUEST, "kvm"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++)
		assert_args(*state,
			    i < 2 ? ARCH "script=http://192.0.2.5/i.sh console=hvc0"
				  : ARCH "script=http://192.0.2.5/i.sh console=ttyS0",
			    "", rows[i], {ISOARGS_AUTO, "http://192.0.2.5/i.sh"});
}

static void arch_asks_dhcp_servers_and_nothing_else(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, ARCH "console=hvc0", "live-medium", {ISOARGS_DHCP, NULL},
		    {ISOARGS_TEXT, NULL});
	assert_fails(
		medium, -EOPNOTSUPP,
		"archiso reads no word for it; it can be asked for ISOARGS_TEXT, ISOARGS_DHCP, "
		"ISOARGS_REPO, ISOARGS_AUTO, ISOARGS_BASE_URL",
		STATIC);
	assert_fails(medium, -EOPNOTSUPP, "archiso reads no word for it", {ISOARGS_DHCP, NULL},
		     {ISOARGS_HOSTNAME, "h"});
	assert_fails(medium, -EOPNOTSUPP, "archiso reads no word for it", {ISOARGS_VNC, NULL});
	assert_fails(medium, -EINVAL, "found \"hd:sda1:/i.sh\", expected a script",
		     {ISOARGS_AUTO, "hd:sda1:/i.sh"});
}

static void arch_served_looks_for_no_device(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, "archisobasedir=arch archiso_http_srv=http://h/x/ ip=dhcp console=hvc0",
		    "live-medium", {ISOARGS_BASE_URL, "http://h/x"});
	become_one(medium, IA_FAMILY_ARCH, "/arch/boot/x86_64/vmlinuz-linux",
		   ARCH "quiet accessibility=on script=/x mirror=http://h/ console=tty0 nomodeset");
	assert_args(medium, ARCH "nomodeset mirror=http://m/ script=/root/i.sh console=hvc0",
		    "no-plain-entry", {ISOARGS_AUTO, "/root/i.sh"}, {ISOARGS_REPO, "http://m/"});
	assert_fails(medium, -EINVAL, "found \"tftp://h\"", {ISOARGS_BASE_URL, "tftp://h"});
}

static void alpine_has_these_lines_in_the_table_of_families(void **state)
{
	static const struct setting rows[] = {
		{ISOARGS_GUEST, "pv"},
		{ISOARGS_GUEST, "pvh"},
		{ISOARGS_GUEST, "hvm"},
		{ISOARGS_GUEST, "kvm"},
	};

#define LINE                                                                                       \
	ALPINE "ip=192.0.2.10::192.0.2.1:255.255.255.0:h:eth0:none:192.0.2.53:192.0.2.54 "         \
	       "apkovl=http://192.0.2.5/h.apkovl.tar.gz "
	for (size_t i = 0; i < IA_COUNT(rows); i++)
		assert_args(*state, i < 2 ? LINE "console=hvc0" : LINE "console=ttyS0", "", rows[i],
			    STATIC, {ISOARGS_NAMESERVER, "192.0.2.54"}, {ISOARGS_HOSTNAME, "h"},
			    {ISOARGS_AUTO, "http://192.0.2.5/h.apkovl.tar.gz"});
}

static void alpine_has_a_network_where_a_word_asks_for_it(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, ALPINE "console=hvc0", "live-medium", {ISOARGS_TEXT, NULL});
	assert_args(medium, ALPINE "ip=dhcp alpine_repo=http://h/r console=hvc0", "live-medium",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_REPO, "http://h/r"});
	assert_args(medium, ALPINE "ip=:::::eth1:dhcp console=hvc0", "live-medium",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth1"});
}

static void alpine_takes_two_name_servers_of_ipv4(void **state)
{
	struct medium *medium = *state;

	assert_fails(medium, -EOPNOTSUPP, "found 3 name servers, expected at most 2", STATIC,
		     {ISOARGS_NAMESERVER, "192.0.2.54"}, {ISOARGS_NAMESERVER, "192.0.2.55"});
	assert_fails(medium, -EOPNOTSUPP, "expected IPv4: Alpine's init cuts ip= at each colon",
		     {ISOARGS_IP, "2001:db8::a/64"});
	assert_fails(medium, -EOPNOTSUPP, "Alpine's init reads no word for it",
		     {ISOARGS_BASE_URL, "http://h"});
	assert_fails(medium, -EINVAL, "found \"hd:sda1:/r\", expected a repository",
		     {ISOARGS_REPO, "hd:sda1:/r"});
	assert_fails(medium, -EINVAL, "found \"h.apkovl.tar.gz\", expected an overlay",
		     {ISOARGS_AUTO, "h.apkovl.tar.gz"});
}

static void alpine_with_xen_is_for_hosts(void **state)
{
	struct medium *medium = *state;

	medium->entries[0].command = "multiboot2";
	assert_fails(medium, -EOPNOTSUPP, "starts Xen itself, and a PV guest cannot",
		     {ISOARGS_GUEST, "pv"});
	assert_args(medium, ALPINE "console=ttyS0", "live-medium", {ISOARGS_GUEST, "hvm"});
}

static void a_live_system_is_booted_as_its_entry_has_it(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, "boot=live components console=hvc0", "live-medium",
		    {ISOARGS_GUEST, "pvh"});
	become_one(medium, IA_FAMILY_DEBIAN, "/live/vmlinuz",
		   "boot=live findiso=/x.iso vga=791 console=tty0 nomodeset toram");
	assert_args(medium, "boot=live findiso=/x.iso nomodeset toram console=ttyS0",
		    "no-plain-entry", {ISOARGS_GUEST, "kvm"});
}

static void a_live_system_is_asked_for_nothing(void **state)
{
	static const struct setting rows[] = {
		{ISOARGS_TEXT, NULL},          {ISOARGS_GRAPHICAL, NULL},
		{ISOARGS_VNC, NULL},           {ISOARGS_DHCP, NULL},
		{ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_AUTO, "http://h/x"},
		{ISOARGS_KS, "http://h/x"},    {ISOARGS_REPO, "http://h/x"},
		{ISOARGS_STAGE2, "uuid"},      {ISOARGS_BASE_URL, "http://h/x"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++)
		assert_fails(*state, -EOPNOTSUPP,
			     "a live system without an installer reads no word for it", rows[i]);
}

static void a_host_has_this_line_in_the_table_of_families(void **state)
{
	struct medium *medium = *state;

	assert_args(medium,
		    "answerfile=http://192.0.2.5/a.xml network_device=all "
		    "network_config=static:ip=192.0.2.10;netmask=255.255.255.0;gateway=192.0.2.1;"
		    "dns=192.0.2.53;domain=example.org console=hvc0",
		    "", {ISOARGS_GUEST, "hvm"}, STATIC, {ISOARGS_HOSTNAME, "h.example.org"},
		    {ISOARGS_AUTO, "http://192.0.2.5/a.xml"});
	assert_args(medium, "network_device=eth1 network_config=dhcp console=hvc0", "",
		    {ISOARGS_GUEST, "kvm"}, {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth1"});
	assert_args(medium,
		    "network_device=all network_config=static:ip=192.0.2.10;netmask=255.255.255.0;"
		    "gateway=192.0.2.1;dns=192.0.2.53,192.0.2.54 console=tty0",
		    "", {ISOARGS_GUEST, "hvm"}, STATIC, {ISOARGS_NAMESERVER, "192.0.2.54"},
		    {ISOARGS_APPEND, "console=tty0"});
}

static void words_are_of_options_that_were_given(void **state)
{
	static const struct setting settings[] = {{ISOARGS_GUEST, "hvm"}, {ISOARGS_DHCP, NULL}};
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;

	assert_int_equal(derive(*state, settings, IA_COUNT(settings), &args, NULL), 0);
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++)
		assert_true(isoargs_word_option(word) == ISOARGS_GUEST ||
			    isoargs_word_option(word) == ISOARGS_DHCP);
	isoargs_args_free(args);
}

static void a_host_is_no_guest_without_firmware(void **state)
{
	assert_fails(
		*state, -EOPNOTSUPP,
		"starts Xen by multiboot, for a host: a PV guest has no firmware that would, and "
		"kernel and RAM disk alone boot no installer",
		{ISOARGS_GUEST, "pv"});
	assert_fails(*state, -EOPNOTSUPP, "a PVH guest has no firmware", {ISOARGS_GUEST, "pvh"});
}

static void what_a_host_does_not_read_is_refused(void **state)
{
	struct medium *medium = *state;
	const struct setting hvm = {ISOARGS_GUEST, "hvm"};

	assert_fails(medium, -EOPNOTSUPP, "no field for the name of a host", hvm, STATIC,
		     {ISOARGS_HOSTNAME, "h"});
	assert_fails(medium, -EOPNOTSUPP, "expected IPv4", hvm, {ISOARGS_IP, "2001:db8::a/64"});
	assert_fails(medium, -EOPNOTSUPP, "name servers beside a static address only", hvm,
		     {ISOARGS_DHCP, NULL}, {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_fails(medium, -EINVAL, "found \"/a.xml\", expected an answer file", hvm,
		     {ISOARGS_AUTO, "/a.xml"});
	assert_fails(medium, -EOPNOTSUPP, "the host's installer reads no word for it", hvm,
		     {ISOARGS_VNC, NULL});
	assert_fails(medium, -EOPNOTSUPP, "the host's installer reads no word for it", hvm,
		     {ISOARGS_REPO, "http://h/x"});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_setup(arch_has_these_lines_in_the_table_of_families, arch),
		with_setup(arch_asks_dhcp_servers_and_nothing_else, arch),
		with_setup(arch_served_looks_for_no_device, arch),
		with_setup(alpine_has_these_lines_in_the_table_of_families, alpine),
		with_setup(alpine_has_a_network_where_a_word_asks_for_it, alpine),
		with_setup(alpine_takes_two_name_servers_of_ipv4, alpine),
		with_setup(alpine_with_xen_is_for_hosts, alpine),
		with_setup(a_live_system_is_booted_as_its_entry_has_it, live),
		with_setup(a_live_system_is_asked_for_nothing, live),
		with_setup(a_host_has_this_line_in_the_table_of_families, host),
		with_setup(words_are_of_options_that_were_given, host),
		with_setup(a_host_is_no_guest_without_firmware, host),
		with_setup(what_a_host_does_not_read_is_refused, host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
