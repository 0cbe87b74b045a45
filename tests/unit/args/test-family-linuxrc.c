/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* linuxrc with YaST: SUSE Linux Enterprise and openSUSE up to 15, Tumbleweed. */

#define DISK   "install=hd:/?device=xvdd "
#define FIELDS "192.0.2.10/24,192.0.2.1,192.0.2.53,example.org"
#define REST   "hostname=h autoyast=http://192.0.2.5/a.xml textmode=1 "

#define ROUTED                                                                                     \
	{ISOARGS_IP, "192.0.2.10/24"},                                                             \
	{                                                                                          \
		ISOARGS_GATEWAY, "192.0.2.1"                                                       \
	}
#define STATIC                                                                                     \
	ROUTED,                                                                                    \
	{                                                                                          \
		ISOARGS_NAMESERVER, "192.0.2.53"                                                   \
	}
#define ALL                                                                                        \
	STATIC, {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_AUTO, "http://192.0.2.5/a.xml"},     \
	{                                                                                          \
		ISOARGS_TEXT, NULL                                                                 \
	}

static void become_suse(struct medium *medium, const char *name, const char *version,
			const char *cmdline)
{
	become(medium, IA_FAMILY_SUSE, name, version);
	add_entry_of(medium, "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd",
		     "Installation", cmdline);
	add_entry_of(medium, "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd",
		     "Rescue System", "splash=silent rescue=1");
}

static int suse_setup(void **state)
{
	int r = medium_setup(state);

	become_suse(*state, "SUSE Linux Enterprise Server", "15.6", "splash=silent quiet");
	return r;
}

#define with_suse(test) cmocka_unit_test_setup_teardown(test, suse_setup, medium_teardown)

static void the_table_of_families_has_these_lines(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, DISK "ifcfg=eth0=" FIELDS " " REST "console=hvc0", "", ALL);
	assert_args(medium, DISK "ifcfg=eth0=" FIELDS " " REST "console=hvc0", "",
		    {ISOARGS_GUEST, "pvh"}, ALL);
	assert_args(medium, "ifcfg=*=" FIELDS " " REST "console=ttyS0", "", {ISOARGS_GUEST, "hvm"},
		    ALL);
	assert_args(medium, "ifcfg=*=" FIELDS " " REST "console=ttyS0", "", {ISOARGS_GUEST, "kvm"},
		    ALL);
	become_suse(medium, "openSUSE Tumbleweed", NULL, "splash=silent");
	assert_args(medium, DISK "ifcfg=eth0=" FIELDS " " REST "console=hvc0", "", ALL);
	become_suse(medium, "SUSE Linux Enterprise Server", "11.4", "splash=silent showopts");
	assert_args(medium,
		    DISK "netsetup=hostip,gateway,nameserver netdevice=eth0 "
			 "hostip=192.0.2.10/24 gateway=192.0.2.1 nameserver=192.0.2.53 "
			 "domain=example.org " REST "console=hvc0",
		    "", ALL);
}

static void the_medium_is_a_disk_of_xen_guests_and_found_by_itself_in_others(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, DISK "console=hvc0", "", {ISOARGS_GUEST, "pv"});
	assert_args(medium, DISK "console=hvc0", "", {ISOARGS_GUEST, "pvh"});
	assert_args(medium, "console=ttyS0", "", {ISOARGS_GUEST, "hvm"});
	assert_args(medium, "console=ttyS0", "", {ISOARGS_GUEST, "kvm"});
}

static void a_source_of_the_entry_stays_unless_it_is_a_drive_that_the_guest_has_not(void **state)
{
	struct medium *medium = *state;

	become_suse(medium, "openSUSE Leap", "15.6", "install=http://h/d/ splash=silent");
	assert_args(medium, "install=http://h/d/ console=hvc0", "", {ISOARGS_GUEST, "pv"});
	become_suse(medium, "openSUSE Leap", "15.6", "Install=cd:/");
	assert_args(medium, DISK "console=hvc0", "", {ISOARGS_GUEST, "pv"});
	assert_args(medium, "Install=cd:/ console=ttyS0", "", {ISOARGS_GUEST, "kvm"});
	assert_args(medium, "install=nfs://h/d console=hvc0", "", {ISOARGS_REPO, "nfs://h/d"});
	assert_args(medium, "install=http://h/x/ netsetup=dhcp console=hvc0", "",
		    {ISOARGS_BASE_URL, "http://h/x"});
	assert_args(medium, "install=http://h/x/ ifcfg=eth7=dhcp console=hvc0", "",
		    {ISOARGS_BASE_URL, "http://h/x"}, {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth7"});
}

static void two_name_servers_are_one_word_in_quotes(void **state)
{
	assert_args(*state,
		    DISK "ifcfg=\"eth0=192.0.2.10/24,192.0.2.1,192.0.2.53 192.0.2.54\" "
			 "console=hvc0",
		    "", STATIC, {ISOARGS_NAMESERVER, "192.0.2.54"});
	become_suse(*state, "openSUSE", "13.1", "");
	assert_args(*state,
		    DISK "netsetup=hostip,gateway,nameserver netdevice=eth0 "
			 "hostip=192.0.2.10/24 gateway=192.0.2.1 "
			 "nameserver=192.0.2.53,192.0.2.54 console=hvc0",
		    "", STATIC, {ISOARGS_NAMESERVER, "192.0.2.54"});
}

static void an_interface_that_was_chosen_is_told(void **state)
{
	assert_reasons(
		*state, isoargs_args_word,
		"install=hd:/?device=xvdd: linuxrc sees the medium as a disk\n"
		"ifcfg=eth0=192.0.2.10/24: static address of the installer; eth0 is SUSE's name "
		"of a guest's first interface, ISOARGS_NIC gives another\n"
		"console=hvc0: the guest's text console\n",
		{ISOARGS_IP, "192.0.2.10/24"});
	assert_reasons(*state, isoargs_args_word,
		       "ifcfg=*=192.0.2.10/24: static address of the installer, of its first "
		       "interface\n"
		       "console=ttyS0: the guest's text console\n",
		       {ISOARGS_GUEST, "kvm"}, {ISOARGS_IP, "192.0.2.10/24"});
}

static void what_is_empty_in_the_middle_keeps_its_comma(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, DISK "ifcfg=eth1=192.0.2.10/24 console=hvc0", "no-gateway",
		    {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_NIC, "eth1"});
	assert_args(medium, DISK "ifcfg=eth0=192.0.2.10/24,,192.0.2.53 console=hvc0", "no-gateway",
		    {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_args(medium,
		    DISK "ifcfg=eth0=192.0.2.10/24,192.0.2.1,,example.org,MTU=9000 hostname=h "
			 "console=hvc0",
		    "", ROUTED, {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_MTU, "9000"});
	assert_args(medium, DISK "ifcfg=eth0=2001:db8::a/64,2001:db8::1 console=hvc0", "",
		    {ISOARGS_IP, "2001:db8::a/64"}, {ISOARGS_GATEWAY, "2001:db8::1"});
}

static void dhcp_asks_on_all_interfaces_or_on_the_one_that_is_named(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, DISK "ifcfg=*=dhcp console=hvc0", "", {ISOARGS_DHCP, NULL});
	assert_args(medium,
		    DISK "ifcfg=enX0=dhcp,MTU=1400 nameserver=192.0.2.53 domain=example.org "
			 "hostname=h console=hvc0",
		    "", {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "enX0"}, {ISOARGS_MTU, "1400"},
		    {ISOARGS_NAMESERVER, "192.0.2.53"}, {ISOARGS_HOSTNAME, "h.example.org"});
	become_suse(medium, "SUSE Linux Enterprise Server", "11.4", "");
	assert_args(medium, DISK "netsetup=dhcp console=hvc0", "", {ISOARGS_DHCP, NULL});
	assert_args(medium, DISK "netsetup=dhcp netdevice=eth1 console=hvc0", "",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth1"});
	assert_args(medium,
		    "netsetup=hostip,gateway hostip=192.0.2.10/24 gateway=192.0.2.1 "
		    "console=ttyS0",
		    "", {ISOARGS_GUEST, "kvm"}, ROUTED);
	assert_fails(medium, -EOPNOTSUPP, "linuxrc of this release reads no word for it", ROUTED,
		     {ISOARGS_MTU, "9000"});
}

static void vnc_is_a_number_and_its_password_has_eight_characters(void **state)
{
	assert_args(*state, DISK "vnc=1 vncpassword=correct8 console=hvc0", "", {ISOARGS_VNC, NULL},
		    {ISOARGS_VNC_PASSWORD, "correct8"});
	assert_fails(*state, -EINVAL,
		     "found 7 characters, expected 8: linuxrc asks at the console for a password "
		     "that is shorter",
		     {ISOARGS_VNC, NULL}, {ISOARGS_VNC_PASSWORD, "seven77"});
}

static void a_screen_is_for_guests_that_have_one(void **state)
{
	assert_args(*state, "", "", {ISOARGS_GUEST, "kvm"}, {ISOARGS_GRAPHICAL, NULL});
	assert_args(*state, DISK "vnc=1 console=hvc0", "", {ISOARGS_GRAPHICAL, NULL},
		    {ISOARGS_VNC, NULL});
	assert_fails(*state, -EOPNOTSUPP, "a PVH guest has no screen that YaST could draw on",
		     {ISOARGS_GUEST, "pvh"}, {ISOARGS_GRAPHICAL, NULL});
}

static void what_the_installed_system_would_inherit_is_left_out(void **state)
{
	struct medium *medium = *state;

	become_suse(medium, "openSUSE Leap", "15.5",
		    "splash=silent quiet nomodeset vga=0x314 showopts --- ramdisk_size=512000");
	assert_args(medium, "ramdisk_size=512000 " DISK "console=hvc0", "no-plain-entry",
		    {ISOARGS_GUEST, "pv"});
}

static void names_are_compared_as_linuxrc_does(void **state)
{
	struct medium *medium = *state;

	become_suse(medium, "openSUSE Leap", "15.5",
		    "Net-Setup=dhcp host_name=x Auto.YaST=http://h/x TextMode=0 --- self_update=0 "
		    "console=tty0");
	assert_args(medium, "self_update=0 " DISK "ifcfg=eth0=" FIELDS " " REST "console=hvc0", "",
		    ALL);
	assert_reasons(medium, isoargs_args_dropped,
		       "Net-Setup=dhcp: the network options take its place\n"
		       "---: the installed system would inherit it, as all that linuxrc does not "
		       "know\n"
		       "console=tty0: the guest's own console takes its place\n",
		       {ISOARGS_DHCP, NULL});
}

static void another_entry_keeps_what_makes_it_what_it_is(void **state)
{
	assert_args(*state, "rescue=1 " DISK "console=hvc0", "entry-word",
		    {ISOARGS_ENTRY, "Rescue System"});
}

static void what_linuxrc_does_not_read_is_refused(void **state)
{
	struct medium *medium = *state;

	assert_fails(medium, -EOPNOTSUPP, "linuxrc reads no word for it",
		     {ISOARGS_KS, "http://h/k"});
	assert_fails(medium, -EOPNOTSUPP, "linuxrc reads no word for it", {ISOARGS_STAGE2, "uuid"});
	assert_fails(medium, -EINVAL, "found \"cdrom:/dev/xvdd\", expected what linuxrc reads",
		     {ISOARGS_REPO, "cdrom:/dev/xvdd"});
	assert_fails(medium, -EINVAL, "found \"nfs:h:/d\", expected what linuxrc reads",
		     {ISOARGS_REPO, "nfs:h:/d"});
	assert_fails(medium, -EINVAL, "found \"/a.xml\", expected a profile of AutoYaST",
		     {ISOARGS_AUTO, "/a.xml"});
	assert_fails(medium, -EINVAL, "found \"http:///a.xml\"", {ISOARGS_AUTO, "http:///a.xml"});
}

static void each_word_names_who_reads_it_so(void **state)
{
	const struct setting settings[] = {ALL};
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;

	assert_int_equal(derive(*state, settings, IA_COUNT(settings), &args, NULL), 0);
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++)
		assert_non_null(isoargs_word_source(word));
	isoargs_args_free(args);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_suse(the_table_of_families_has_these_lines),
		with_suse(the_medium_is_a_disk_of_xen_guests_and_found_by_itself_in_others),
		with_suse(a_source_of_the_entry_stays_unless_it_is_a_drive_that_the_guest_has_not),
		with_suse(two_name_servers_are_one_word_in_quotes),
		with_suse(an_interface_that_was_chosen_is_told),
		with_suse(what_is_empty_in_the_middle_keeps_its_comma),
		with_suse(dhcp_asks_on_all_interfaces_or_on_the_one_that_is_named),
		with_suse(vnc_is_a_number_and_its_password_has_eight_characters),
		with_suse(a_screen_is_for_guests_that_have_one),
		with_suse(what_the_installed_system_would_inherit_is_left_out),
		with_suse(names_are_compared_as_linuxrc_does),
		with_suse(another_entry_keeps_what_makes_it_what_it_is),
		with_suse(what_linuxrc_does_not_read_is_refused),
		with_suse(each_word_names_who_reads_it_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
