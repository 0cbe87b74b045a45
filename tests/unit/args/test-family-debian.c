/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* debian-installer: Debian's media, netboot images of Debian, and Ubuntu's servers to 20.04. */

#define AUTO "auto=true priority=critical url=http://192.0.2.5/p.cfg "
#define ADDRESS                                                                                    \
	"interface=auto netcfg/disable_autoconfig=true netcfg/get_ipaddress=192.0.2.10/24 "        \
	"netcfg/get_gateway=192.0.2.1 netcfg/get_nameservers=192.0.2.53 "                          \
	"netcfg/confirm_static=true "
#define NAMES "netcfg/hostname=h netcfg/get_hostname=h domain=example.org "

#define SEED                                                                                       \
	{                                                                                          \
		ISOARGS_AUTO, "http://192.0.2.5/p.cfg"                                             \
	}
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

static void add_debian_menu(struct medium *medium, const char *version)
{
	become(medium, IA_FAMILY_DEBIAN, "Debian", version);
	add_entry_of(medium, "/install.amd/vmlinuz", "/install.amd/gtk/initrd.gz",
		     "Graphical install", "vga=788 --- quiet");
	add_entry_of(medium, "/install.amd/vmlinuz", "/install.amd/initrd.gz", "Install",
		     "vga=788 --- quiet");
	add_entry_of(medium, "/install.amd/vmlinuz", "/install.amd/initrd.gz", "Rescue mode",
		     "vga=788 rescue/enable=true --- quiet");
	medium->entries[0].is_default = true;
}

static int debian_setup(void **state)
{
	int r = medium_setup(state);

	add_debian_menu(*state, "12.5.0");
	return r;
}

#define with_debian(test) cmocka_unit_test_setup_teardown(test, debian_setup, medium_teardown)

/* An image whose initial RAM disk looks for a network. */
static void become_netboot(struct medium *medium)
{
	become(medium, IA_FAMILY_DEBIAN, "Debian", "12");
	add_entry_of(medium, "/linux", "/initrd.gz", "Install", "vga=788 --- quiet");
}

static void become_ubuntu(struct medium *medium, const char *version, const char *cmdline)
{
	become(medium, IA_FAMILY_UBUNTU, "Ubuntu", version);
	add_entry_of(medium, "/install/vmlinuz", "/install/initrd.gz", "Install Ubuntu Server",
		     cmdline);
}

static void static_network_and_preseed_in_a_pv_guest(void **state)
{
	assert_args(*state, AUTO ADDRESS NAMES "--- quiet console=hvc0", "", SEED, STATIC,
		    {ISOARGS_HOSTNAME, "h.example.org"});
}

static void of_other_guests_only_the_console_differs(void **state)
{
	assert_args(*state, AUTO ADDRESS NAMES "--- quiet console=ttyS0", "", SEED, STATIC,
		    {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_GUEST, "hvm"});
	assert_args(*state, AUTO ADDRESS NAMES "--- quiet console=ttyS0", "", SEED, STATIC,
		    {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_GUEST, "kvm"});
}

static void a_pvh_guest_takes_a_netboot_image_and_a_mirror(void **state)
{
	become_netboot(*state);
	assert_args(*state,
		    AUTO ADDRESS NAMES "mirror/country=manual mirror/http/hostname=deb.debian.org "
				       "mirror/http/directory=/debian --- quiet console=hvc0",
		    "", SEED, STATIC, {ISOARGS_HOSTNAME, "h.example.org"}, {ISOARGS_GUEST, "pvh"},
		    {ISOARGS_REPO, "http://deb.debian.org/debian/"});
}

static void a_pvh_guest_has_no_cd_drive_to_look_in(void **state)
{
	assert_args(*state, "--- quiet console=hvc0", "cd-unseen", {ISOARGS_GUEST, "pvh"});
}

static void ubuntu_s_server_keeps_the_seed_of_its_menu(void **state)
{
	become_ubuntu(*state, "18.04.6", "file=/cdrom/preseed/ubuntu-server.seed quiet ---");
	assert_args(*state,
		    "file=/cdrom/preseed/ubuntu-server.seed quiet " AUTO ADDRESS NAMES
		    "--- console=hvc0",
		    "", SEED, STATIC, {ISOARGS_HOSTNAME, "h.example.org"});
}

static void the_separator_of_old_menus_is_one_that_kernels_read_on_behind(void **state)
{
	become_ubuntu(*state, "14.04", "file=/cdrom/preseed/ubuntu-server.seed vga=788 -- quiet");
	assert_args(*state,
		    "file=/cdrom/preseed/ubuntu-server.seed " AUTO ADDRESS NAMES
		    "--- quiet console=hvc0",
		    "", SEED, STATIC, {ISOARGS_HOSTNAME, "h.example.org"});
}

static void netcfg_before_1_90_reads_a_mask_and_no_prefix(void **state)
{
	static const char line[] =
		"quiet interface=auto netcfg/disable_dhcp=true "
		"netcfg/get_ipaddress=192.0.2.10 netcfg/get_netmask=255.255.255.0 "
		"netcfg/get_gateway=192.0.2.1 netcfg/get_nameservers=192.0.2.53 "
		"netcfg/confirm_static=true --- console=hvc0";

	become_ubuntu(*state, "12.04", "quiet --");
	assert_args(*state, line, "", STATIC);
	become(*state, IA_FAMILY_DEBIAN, "Debian", "6.0.10");
	add_entry_of(*state, "/install.amd/vmlinuz", "/install.amd/initrd.gz", "Install",
		     "quiet --");
	assert_args(*state, line, "", STATIC);
	assert_fails(*state, -EOPNOTSUPP,
		     "found \"2001:db8::5\", expected IPv4, the only family that this release",
		     {ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "2001:db8::1"});
}

static void interactively_there_is_no_word_but_the_console(void **state)
{
	assert_args(*state, "--- quiet console=hvc0", "");
	assert_args(*state, "--- quiet console=hvc0", "", {ISOARGS_DHCP, NULL});
	assert_args(*state, "--- quiet console=hvc0", "", {ISOARGS_TEXT, NULL});
	become_netboot(*state);
	assert_args(*state, "--- quiet console=hvc0", "");
	assert_args(*state, "--- quiet console=hvc0", "", {ISOARGS_GUEST, "pvh"});
}

static void with_dhcp_there_is_no_word_for_the_address(void **state)
{
	assert_args(*state, AUTO "interface=auto --- quiet console=hvc0", "", SEED,
		    {ISOARGS_DHCP, NULL});
	assert_args(*state, "interface=enX0 --- quiet console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "enX0"});
	assert_args(*state, "netcfg/hostname=h netcfg/get_hostname=h --- quiet console=hvc0", "",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_HOSTNAME, "h"});
}

static void an_interface_is_called_as_the_release_s_systemd_does(void **state)
{
	assert_args(*state, "interface=eth0 --- quiet console=hvc0", "nic-name",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth0"});
	assert_args(*state, "interface=eth0 --- quiet console=hvc0 net.ifnames=0", "",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth0"}, {ISOARGS_APPEND, "net.ifnames=0"});
	assert_args(*state, "interface=eth0 --- quiet console=ttyS0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth0"}, {ISOARGS_GUEST, "kvm"});
	become_ubuntu(*state, "20.04", "--- quiet");
	assert_args(*state, "interface=eth0 --- quiet console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth0"});
	assert_args(*state, "interface=enX0 --- quiet console=hvc0", "nic-name",
		    {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "enX0"});
}

static void ipv6_stands_in_the_same_words(void **state)
{
	assert_args(*state,
		    "interface=auto netcfg/disable_autoconfig=true "
		    "netcfg/get_ipaddress=2001:db8::5/64 netcfg/get_gateway=2001:db8::1 "
		    "netcfg/get_nameservers=2001:db8::53 netcfg/confirm_static=true "
		    "--- quiet console=hvc0",
		    "", {ISOARGS_IP, "[2001:db8::5]/64"}, {ISOARGS_GATEWAY, "2001:db8::1"},
		    {ISOARGS_NAMESERVER, "2001:db8::53"});
}

static void a_mask_is_written_as_the_prefix_that_spares_a_question(void **state)
{
	assert_args(*state, ADDRESS "--- quiet console=hvc0", "", {ISOARGS_IP, "192.0.2.10"},
		    {ISOARGS_NETMASK, "255.255.255.0"}, {ISOARGS_GATEWAY, "192.0.2.1"},
		    {ISOARGS_NAMESERVER, "192.0.2.53"});
}

/* The kernel takes the quotes off and keeps the blank. */
static void two_name_servers_are_one_word_in_the_kernel_s_quotes(void **state)
{
	assert_args(*state,
		    "interface=auto netcfg/disable_autoconfig=true "
		    "netcfg/get_ipaddress=192.0.2.10/24 netcfg/get_gateway=192.0.2.1 "
		    "netcfg/get_nameservers=\"192.0.2.53 192.0.2.54\" netcfg/confirm_static=true "
		    "--- quiet console=hvc0",
		    "", STATIC, {ISOARGS_NAMESERVER, "192.0.2.54"});
}

static void a_fifth_name_server_would_be_dropped(void **state)
{
	assert_fails(*state, -EOPNOTSUPP, "found 5 name servers, expected at most 4", STATIC,
		     {ISOARGS_NAMESERVER, "192.0.2.54"}, {ISOARGS_NAMESERVER, "192.0.2.55"},
		     {ISOARGS_NAMESERVER, "192.0.2.56"}, {ISOARGS_NAMESERVER, "192.0.2.57"});
}

static void name_servers_beside_dhcp_would_be_lost(void **state)
{
	assert_fails(*state, -EOPNOTSUPP, "name servers beside a static address only",
		     {ISOARGS_DHCP, NULL}, {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_fails(*state, -EOPNOTSUPP, "name servers beside a static address only",
		     {ISOARGS_NAMESERVER, "192.0.2.53"});
}

static void netcfg_would_ask_for_ever_for_a_gateway_in_its_network(void **state)
{
	assert_fails(*state, -EOPNOTSUPP,
		     "found \"198.51.100.1\", which is outside 192.0.2.10/24: netcfg takes no such "
		     "gateway and asks for ever",
		     {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "198.51.100.1"});
	assert_fails(*state, -EOPNOTSUPP, "found \"fe80::1\", which is outside 2001:db8::5/64",
		     {ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "fe80::1"});
}

static void no_gateway_is_said_since_it_would_be_asked_for(void **state)
{
	assert_args(*state,
		    "interface=auto netcfg/disable_autoconfig=true "
		    "netcfg/get_ipaddress=192.0.2.10/24 netcfg/get_gateway=none "
		    "netcfg/get_nameservers=192.0.2.53 netcfg/confirm_static=true "
		    "--- quiet console=hvc0",
		    "no-gateway", {ISOARGS_IP, "192.0.2.10/24"},
		    {ISOARGS_NAMESERVER, "192.0.2.53"});
}

static void an_unattended_installation_would_wait_for_a_name_server(void **state)
{
	assert_args(*state,
		    AUTO "interface=auto netcfg/disable_autoconfig=true "
			 "netcfg/get_ipaddress=192.0.2.10/24 netcfg/get_gateway=192.0.2.1 "
			 "netcfg/confirm_static=true --- quiet console=hvc0",
		    "no-nameserver", SEED, ROUTED);
	assert_args(*state,
		    "interface=auto netcfg/disable_autoconfig=true "
		    "netcfg/get_ipaddress=192.0.2.10/24 netcfg/get_gateway=192.0.2.1 "
		    "netcfg/confirm_static=true --- quiet console=hvc0",
		    "", ROUTED);
}

static void a_preseed_file_of_the_medium_takes_the_place_of_the_menu_s(void **state)
{
	static const char line[] = "auto=true priority=critical file=/cdrom/p.cfg interface=auto "
				   "--- quiet console=hvc0";

	assert_args(*state, line, "", {ISOARGS_AUTO, "file:/cdrom/p.cfg"});
	assert_args(*state, line, "", {ISOARGS_AUTO, "file:///cdrom/p.cfg"});
	become_ubuntu(*state, "18.04.6", "file=/cdrom/preseed/ubuntu-server.seed --- quiet");
	assert_args(*state, line, "", {ISOARGS_AUTO, "/cdrom/p.cfg"});
}

static void a_preseed_file_in_the_initrd_is_read_without_a_word(void **state)
{
	assert_args(*state, "priority=critical interface=auto --- quiet console=hvc0", "",
		    {ISOARGS_AUTO, "/preseed.cfg"});
}

static void nothing_is_at_cdrom_where_the_installer_comes_from_a_network(void **state)
{
	become_netboot(*state);
	assert_fails(*state, -EOPNOTSUPP, "it mounts no medium at /cdrom",
		     {ISOARGS_AUTO, "file:/cdrom/p.cfg"});
}

static void what_looks_for_a_cd_installs_from_no_network(void **state)
{
	assert_fails(*state, -EOPNOTSUPP, "loads the initial RAM disk of a CD",
		     {ISOARGS_BASE_URL, "http://192.0.2.5/debian"});
	become_netboot(*state);
	assert_args(*state, "--- quiet console=hvc0", "",
		    {ISOARGS_BASE_URL, "http://192.0.2.5/debian"});
}

static void what_is_no_preseed_file_is_refused(void **state)
{
	assert_fails(*state, -EINVAL, "found \"hd:LABEL=OEMDRV:/p.cfg\", expected a preseed file",
		     {ISOARGS_AUTO, "hd:LABEL=OEMDRV:/p.cfg"});
	assert_fails(*state, -EINVAL, "expected a preseed file", {ISOARGS_AUTO, "p.cfg"});
	assert_fails(*state, -EINVAL, "expected a preseed file", {ISOARGS_AUTO, "file://p.cfg"});
}

static void a_mirror_is_read_by_http_alone(void **state)
{
	assert_args(*state,
		    "mirror/country=manual mirror/http/hostname=192.0.2.5:3142 "
		    "mirror/http/directory=/ --- quiet console=hvc0",
		    "", {ISOARGS_REPO, "http://192.0.2.5:3142/"});
	assert_fails(*state, -EINVAL, "found \"nfs:192.0.2.5:/debian\", expected a mirror",
		     {ISOARGS_REPO, "nfs:192.0.2.5:/debian"});
	assert_fails(*state, -EINVAL, "expected a mirror",
		     {ISOARGS_REPO, "https://deb.debian.org/debian"});
}

static void a_drawing_installer_is_its_own_entry(void **state)
{
	struct isoargs_args *drawn = NULL;
	struct setting asked[] = {{ISOARGS_GRAPHICAL, NULL}, {ISOARGS_GUEST, "kvm"}};

	assert_int_equal(derive(*state, asked, 2, &drawn, NULL), 0);
	assert_string_equal(isoargs_args_string(drawn), "vga=788 --- quiet");
	assert_string_equal(isoargs_entry_title(isoargs_args_entry(drawn)), "Graphical install");
	isoargs_args_free(drawn);
	assert_fails(*state, -EOPNOTSUPP,
		     "the entry \"Install\" loads the initial RAM disk of the text form",
		     {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_GUEST, "kvm"}, {ISOARGS_ENTRY, "1"});
	become_netboot(*state);
	assert_fails(*state, -EOPNOTSUPP, "no word makes it draw", {ISOARGS_GRAPHICAL, NULL},
		     {ISOARGS_GUEST, "kvm"});
}

static void nothing_draws_where_there_is_no_screen(void **state)
{
	assert_fails(*state, -EOPNOTSUPP,
		     "a PV guest has no screen that debian-installer could draw on",
		     {ISOARGS_GRAPHICAL, NULL});
	assert_fails(*state, -EOPNOTSUPP, "a PVH guest has no screen", {ISOARGS_GRAPHICAL, NULL},
		     {ISOARGS_GUEST, "pvh"}, {ISOARGS_ENTRY, "0"});
}

static void the_drawing_entry_can_be_had_as_text(void **state)
{
	assert_args(*state, "DEBIAN_FRONTEND=text --- quiet console=hvc0", "entry-word",
		    {ISOARGS_TEXT, NULL}, {ISOARGS_ENTRY, "0"});
}

static void what_belongs_to_screens_speakers_and_loaders_goes(void **state)
{
	become_netboot(*state);
	((struct medium *)*state)->config.count = 0;
	add_entry_of(*state, "/install.amd/vmlinuz", "/install.amd/initrd.gz", "Install",
		     "desktop=gnome theme=dark vga=788 speakup.synth=soft initrd=/i "
		     "BOOT_IMAGE=/v console=tty0 priority=high --- quiet console=ttyS1");
	assert_args(*state, "priority=high --- quiet console=hvc0", "no-plain-entry");
	assert_args(*state, "desktop=gnome vga=788 priority=high --- quiet console=hvc0",
		    "no-plain-entry", {ISOARGS_KEEP, "desktop"}, {ISOARGS_KEEP, "vga"});
}

static void an_entry_that_was_named_stays_what_it_is(void **state)
{
	assert_args(*state, "rescue/enable=true --- quiet console=hvc0", "entry-word",
		    {ISOARGS_ENTRY, "2"});
}

static void what_the_entry_says_of_the_same_is_replaced(void **state)
{
	become_ubuntu(*state, "16.04",
		      "file=/cdrom/ks.preseed auto=true netcfg/disable_autoconfig=true "
		      "priority=critical hostname=x domain=y netcfg/get_hostname=x "
		      "mirror/http/hostname=z netcfg/get_nameservers=192.0.2.9 boot=casper "
		      "automatic-ubiquity initrd=/install/initrd.gz splash noprompt ---");
	assert_args(*state,
		    "file=/cdrom/ks.preseed boot=casper automatic-ubiquity splash noprompt " AUTO
			    ADDRESS NAMES
		    "mirror/country=manual mirror/http/hostname=m mirror/http/directory=/d "
		    "--- console=hvc0",
		    "no-plain-entry", SEED, STATIC, {ISOARGS_HOSTNAME, "h.example.org"},
		    {ISOARGS_REPO, "http://m/d"});
}

static void what_it_has_no_word_for_is_said_with_what_it_has(void **state)
{
	assert_fails(*state, -EOPNOTSUPP,
		     "debian-installer reads no word for it; it can be asked for "
		     "ISOARGS_GRAPHICAL, ISOARGS_TEXT",
		     {ISOARGS_VNC, NULL});
	assert_fails(*state, -EOPNOTSUPP, "debian-installer reads no word for it", STATIC,
		     {ISOARGS_MTU, "9000"});
	assert_fails(*state, -EOPNOTSUPP, "debian-installer reads no word for it",
		     {ISOARGS_KS, "http://192.0.2.5/ks.cfg"});
	assert_fails(*state, -EOPNOTSUPP, "debian-installer reads no word for it",
		     {ISOARGS_STAGE2, "uuid"});
}

static void a_console_that_was_appended_is_the_only_one(void **state)
{
	assert_args(*state, "--- quiet console=ttyS1", "", {ISOARGS_APPEND, "console=ttyS1"});
}

static void each_word_says_who_reads_it(void **state)
{
	assert_reasons(*state, isoargs_args_dropped,
		       "vga=788: a text console has no video mode, and without a screen the "
		       "kernel's start waits half a minute for a key\n");
	assert_reasons(*state, isoargs_args_word,
		       "interface=enX0: interface that netcfg sets up\n"
		       "---: what stands behind it goes to the installed system\n"
		       "quiet: the entry's own word\n"
		       "console=hvc0: the guest's text console\n",
		       {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "enX0"});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_debian(static_network_and_preseed_in_a_pv_guest),
		with_debian(of_other_guests_only_the_console_differs),
		with_debian(a_pvh_guest_takes_a_netboot_image_and_a_mirror),
		with_debian(a_pvh_guest_has_no_cd_drive_to_look_in),
		with_debian(ubuntu_s_server_keeps_the_seed_of_its_menu),
		with_debian(the_separator_of_old_menus_is_one_that_kernels_read_on_behind),
		with_debian(netcfg_before_1_90_reads_a_mask_and_no_prefix),
		with_debian(interactively_there_is_no_word_but_the_console),
		with_debian(with_dhcp_there_is_no_word_for_the_address),
		with_debian(an_interface_is_called_as_the_release_s_systemd_does),
		with_debian(ipv6_stands_in_the_same_words),
		with_debian(a_mask_is_written_as_the_prefix_that_spares_a_question),
		with_debian(two_name_servers_are_one_word_in_the_kernel_s_quotes),
		with_debian(a_fifth_name_server_would_be_dropped),
		with_debian(name_servers_beside_dhcp_would_be_lost),
		with_debian(netcfg_would_ask_for_ever_for_a_gateway_in_its_network),
		with_debian(no_gateway_is_said_since_it_would_be_asked_for),
		with_debian(an_unattended_installation_would_wait_for_a_name_server),
		with_debian(a_preseed_file_of_the_medium_takes_the_place_of_the_menu_s),
		with_debian(a_preseed_file_in_the_initrd_is_read_without_a_word),
		with_debian(nothing_is_at_cdrom_where_the_installer_comes_from_a_network),
		with_debian(what_looks_for_a_cd_installs_from_no_network),
		with_debian(what_is_no_preseed_file_is_refused),
		with_debian(a_mirror_is_read_by_http_alone),
		with_debian(a_drawing_installer_is_its_own_entry),
		with_debian(nothing_draws_where_there_is_no_screen),
		with_debian(the_drawing_entry_can_be_had_as_text),
		with_debian(what_belongs_to_screens_speakers_and_loaders_goes),
		with_debian(an_entry_that_was_named_stays_what_it_is),
		with_debian(what_the_entry_says_of_the_same_is_replaced),
		with_debian(what_it_has_no_word_for_is_said_with_what_it_has),
		with_debian(a_console_that_was_appended_is_the_only_one),
		with_debian(each_word_says_who_reads_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
