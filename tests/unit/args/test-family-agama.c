/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* Agama: SUSE Linux Enterprise and openSUSE Leap 16. */

#define STATIC                                                                                     \
	{ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"},                             \
		{ISOARGS_NAMESERVER, "192.0.2.53"},                                                \
	{                                                                                          \
		ISOARGS_HOSTNAME, "h"                                                              \
	}
#define ALL                                                                                        \
	STATIC, {ISOARGS_AUTO, "http://192.0.2.5/a.json"},                                         \
	{                                                                                          \
		ISOARGS_APPEND, "live.password=P"                                                  \
	}

static void become_agama(struct medium *medium, const char *cmdline)
{
	become(medium, IA_FAMILY_SUSE, "openSUSE Leap", "16.0");
	medium->report.labels.pvd = "Install-Leap-x86_64";
	add_entry_of(medium, "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd",
		     "Install openSUSE Leap", cmdline);
	add_entry_of(medium, "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd",
		     "Check Installation Medium", "mediacheck=1");
}

static int agama_setup(void **state)
{
	int r = medium_setup(state);

	become_agama(*state, "splash=silent quiet");
	return r;
}

#define with_agama(test) cmocka_unit_test_setup_teardown(test, agama_setup, medium_teardown)

static void the_table_of_families_has_these_lines(void **state)
{
	struct medium *medium = *state;

#define LINE(nic, console)                                                                         \
	"ip=192.0.2.10::192.0.2.1:24:h:" nic ":none nameserver=192.0.2.53 "                        \
	"inst.auto=http://192.0.2.5/a.json console=" console " live.password=P"
	assert_args(medium, LINE("enX0", "hvc0"), "", ALL);
	assert_args(medium, LINE("enX0", "hvc0"), "", {ISOARGS_GUEST, "pvh"}, ALL);
	assert_args(medium, LINE("enX0", "ttyS0"), "", {ISOARGS_GUEST, "hvm"}, ALL);
	assert_args(medium, LINE("", "ttyS0"), "", {ISOARGS_GUEST, "kvm"}, ALL);
	assert_args(medium, LINE("ens3", "ttyS0"), "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_NIC, "ens3"}, ALL);
}

static void the_network_is_spelt_as_dracut_reads_it(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, "ip=dhcp console=hvc0", "", {ISOARGS_DHCP, NULL});
	assert_args(medium, "ip=eth1:dhcp console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth1"});
	assert_args(medium, "ip=eth1:dhcp:1400 console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth1"}, {ISOARGS_MTU, "1400"});
	assert_args(medium, "ip=::::h::dhcp:1400 nameserver=192.0.2.53 console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"}, {ISOARGS_DHCP, NULL}, {ISOARGS_MTU, "1400"},
		    {ISOARGS_HOSTNAME, "h"}, {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_args(medium,
		    "ip=[2001:db8::a]::[2001:db8::1]:64:h.example.org:enX0:none:9000 "
		    "nameserver=2001:db8::53 nameserver=192.0.2.53 console=hvc0",
		    "", {ISOARGS_IP, "2001:db8::a/64"}, {ISOARGS_GATEWAY, "2001:db8::1"},
		    {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_MTU, "9000"},
		    {ISOARGS_NAMESERVER, "2001:db8::53"}, {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_args(medium, "ip=192.0.2.10:::24::enX0:none console=hvc0", "no-gateway",
		    {ISOARGS_IP, "192.0.2.10/24"});
}

static void an_interface_that_was_chosen_is_told(void **state)
{
	assert_reasons(
		*state, isoargs_args_word,
		"ip=192.0.2.10:::24::enX0:none: static address of the installer; enX0 is a Xen "
		"guest's first interface, ISOARGS_NIC gives another\n"
		"console=hvc0: the guest's text console\n",
		{ISOARGS_IP, "192.0.2.10/24"});
	assert_reasons(*state, isoargs_args_word,
		       "ip=192.0.2.10:::24::eth1:none: static address of the installer\n"
		       "console=hvc0: the guest's text console\n",
		       {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_NIC, "eth1"});
}

static void what_is_served_is_the_image_by_its_name(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, "root=live:http://h/x/test.iso ip=dhcp console=hvc0", "",
		    {ISOARGS_BASE_URL, "http://h/x"});
	medium->report.image_name = "/srv/a b/Leap 16%.iso";
	assert_args(medium, "root=live:http://h/Leap%2016%25.iso ip=eth1:dhcp console=hvc0", "",
		    {ISOARGS_BASE_URL, "http://h"}, {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth1"});
}

static void what_the_request_says_takes_the_place_of_the_entrys(void **state)
{
	struct medium *medium = *state;

	become_agama(medium, "ip=dhcp inst.auto=http://h/x inst.install_url=http://h/r "
			     "hostname=x console=tty0 inst.self_update=0 vga=791 showopts");
	assert_args(medium,
		    "inst.self_update=0 ip=192.0.2.10::192.0.2.1:24:h:enX0:none "
		    "nameserver=192.0.2.53 inst.install_url=https://h/a,https://h/b "
		    "inst.auto=http://192.0.2.5/a.json console=hvc0 live.password=P",
		    "", ALL, {ISOARGS_REPO, "https://h/a,https://h/b"});
	assert_args(medium,
		    "ip=dhcp inst.auto=http://h/x inst.install_url=http://h/r hostname=x "
		    "inst.self_update=0 console=hvc0",
		    "", {ISOARGS_GUEST, "pv"});
}

static void another_entry_keeps_what_makes_it_what_it_is(void **state)
{
	assert_args(*state, "mediacheck=1 console=hvc0", "", {ISOARGS_ENTRY, "id1"});
}

static void what_agama_does_not_read_is_refused(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, "", "", {ISOARGS_GUEST, "kvm"}, {ISOARGS_GRAPHICAL, NULL});
	assert_fails(medium, -EOPNOTSUPP,
		     "a PV guest has no screen that Agama's browser could draw",
		     {ISOARGS_GRAPHICAL, NULL});
	assert_fails(medium, -EOPNOTSUPP, "Agama reads no word for it", {ISOARGS_VNC, NULL});
	assert_fails(medium, -EOPNOTSUPP, "Agama reads no word for it", {ISOARGS_TEXT, NULL});
	assert_fails(medium, -EOPNOTSUPP, "Agama reads no word for it", {ISOARGS_KS, "http://h/k"});
	assert_fails(medium, -EINVAL, "found \"nfs:h:/a\", expected a profile that Agama fetches",
		     {ISOARGS_AUTO, "nfs:h:/a"});
	assert_fails(medium, -EINVAL, "found \"hd:sda1:/r\", expected repositories",
		     {ISOARGS_REPO, "hd:sda1:/r"});
}

static void the_password_of_its_page_is_not_shown(void **state)
{
	const struct setting settings[] = {{ISOARGS_APPEND, "live.password=geheim"},
					   {ISOARGS_APPEND, "live.password_hash=gehasht"}};
	struct isoargs_args *args = NULL;
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(derive(*state, settings, IA_COUNT(settings), &args, NULL), 0);
	assert_int_equal(isoargs_args_explain(args, NULL, &text, NULL), 0);
	assert_null(strstr(text, "geheim"));
	assert_null(strstr(text, "gehasht"));
	isoargs_args_free(args);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_agama(the_table_of_families_has_these_lines),
		with_agama(the_network_is_spelt_as_dracut_reads_it),
		with_agama(an_interface_that_was_chosen_is_told),
		with_agama(what_is_served_is_the_image_by_its_name),
		with_agama(what_the_request_says_takes_the_place_of_the_entrys),
		with_agama(another_entry_keeps_what_makes_it_what_it_is),
		with_agama(what_agama_does_not_read_is_refused),
		with_agama(the_password_of_its_page_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
