/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* Ubuntu's live systems, whose medium casper finds: Subiquity's server, Ubiquity's desktop. */

#define IP(nic) "ip=192.0.2.10::192.0.2.1:255.255.255.0:h:" nic ":none:192.0.2.53:192.0.2.54"
#define NET     "autoinstall ds=nocloud-net;s=http://192.0.2.5/ "
#define NEW     "autoinstall ds=nocloud;s=http://192.0.2.5/ "

#define ADDRESS                                                                                    \
	{ISOARGS_IP, "192.0.2.10/24"},                                                             \
	{                                                                                          \
		ISOARGS_GATEWAY, "192.0.2.1"                                                       \
	}
#define STATIC                                                                                     \
	ADDRESS, {ISOARGS_HOSTNAME, "h"}, {ISOARGS_NAMESERVER, "192.0.2.53"},                      \
	{                                                                                          \
		ISOARGS_NAMESERVER, "192.0.2.54"                                                   \
	}
#define SEED                                                                                       \
	{                                                                                          \
		ISOARGS_AUTO, "http://192.0.2.5/"                                                  \
	}
#define KVM                                                                                        \
	{                                                                                          \
		ISOARGS_GUEST, "kvm"                                                               \
	}

static void add_live(struct medium *medium, const char *title, const char *cmdline)
{
	add_entry_of(medium, "/casper/vmlinuz", "/casper/initrd", title, cmdline);
}

static void become_server(struct medium *medium, const char *version)
{
	become(medium, IA_FAMILY_UBUNTU, "Ubuntu", version);
	medium->report.labels.pvd = "Ubuntu-Server LTS amd64";
	add_live(medium, "Try or Install Ubuntu Server", "---");
}

static void become_desktop(struct medium *medium, const char *version, const char *cmdline)
{
	become(medium, IA_FAMILY_UBUNTU, "Ubuntu", version);
	medium->report.labels.pvd = "Ubuntu LTS amd64";
	add_live(medium, "Try or Install Ubuntu", cmdline);
}

static int server_setup(void **state)
{
	int r = medium_setup(state);

	become_server(*state, "24.04.1");
	return r;
}

#define with_server(test) cmocka_unit_test_setup_teardown(test, server_setup, medium_teardown)

static void static_network_and_autoinstall_of_a_server_until_22_04(void **state)
{
	become_server(*state, "20.04.6");
	assert_args(*state, IP("eth0") " " NET "--- console=hvc0", "", STATIC, SEED);
	become_server(*state, "22.04.5");
	assert_args(*state, IP("eth0") " " NET "--- console=hvc0", "", STATIC, SEED);
}

static void static_network_and_autoinstall_of_a_server_from_24_04_on(void **state)
{
	assert_args(*state, IP("enX0") " " NEW "--- console=hvc0", "", STATIC, SEED);
	assert_args(*state, IP("enX0") " " NEW "--- console=hvc0", "", STATIC, SEED,
		    {ISOARGS_GUEST, "pvh"});
	assert_args(*state, IP("enX0") " " NEW "--- console=ttyS0", "", STATIC, SEED,
		    {ISOARGS_GUEST, "hvm"});
}

static void an_interface_that_is_not_known_is_left_to_casper(void **state)
{
	assert_args(*state, IP("") " " NEW "--- console=ttyS0", "", STATIC, SEED, KVM);
	assert_args(*state, IP("eth1") " " NEW "--- console=ttyS0", "", STATIC, SEED, KVM,
		    {ISOARGS_NIC, "eth1"});
}

static void an_interface_is_called_as_the_release_s_systemd_does(void **state)
{
	assert_args(*state, "ip=:::::eth0:dhcp --- console=hvc0", "nic-name", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth0"});
	assert_args(*state, "ip=:::::eth0:dhcp --- console=ttyS0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth0"}, KVM);
	become_server(*state, "22.04.5");
	assert_args(*state, "ip=:::::eth0:dhcp --- console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "eth0"});
	assert_args(*state, "ip=:::::enX0:dhcp --- console=hvc0", "nic-name", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "enX0"});
}

static void casper_before_19_10_reads_commas(void **state)
{
	become(*state, IA_FAMILY_UBUNTU, "Ubuntu", "18.04.6");
	add_live(*state, "Install Ubuntu Server", "boot=casper quiet ---");
	assert_args(*state,
		    "boot=casper ip=eth0,192.0.2.10,255.255.255.0,192.0.2.1 --- console=hvc0", "",
		    ADDRESS);
	assert_args(*state,
		    "boot=casper ip=eth1,192.0.2.10,255.255.255.0,192.0.2.1 --- console=ttyS0", "",
		    ADDRESS, KVM, {ISOARGS_NIC, "eth1"});
	assert_fails(*state, -EOPNOTSUPP, "wants the name of the interface, which a KVM guest",
		     ADDRESS, KVM);
	assert_fails(*state, -EOPNOTSUPP,
		     "ISOARGS_NAMESERVER: casper before 19.10 reads ip=", ADDRESS,
		     {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_fails(*state, -EOPNOTSUPP,
		     "ISOARGS_HOSTNAME: casper before 19.10 reads ip=", ADDRESS,
		     {ISOARGS_HOSTNAME, "h"});
	assert_fails(*state, -EOPNOTSUPP,
		     "ISOARGS_NIC: casper before 19.10 reads ip=", {ISOARGS_DHCP, NULL},
		     {ISOARGS_NIC, "eth0"});
}

static void subiquity_before_20_04_reads_no_autoinstall_file(void **state)
{
	become_server(*state, "18.04.6");
	assert_fails(*state, -EOPNOTSUPP, "releases before 20.04 reads no autoinstall file", SEED);
}

static void static_network_and_preseed_of_a_desktop_until_22_04(void **state)
{
	become_desktop(*state, "22.04.5", "maybe-ubiquity --- quiet splash");
	assert_args(*state,
		    "automatic-ubiquity noprompt "
		    "ip=192.0.2.10::192.0.2.1:255.255.255.0:h::none:192.0.2.53 "
		    "url=http://192.0.2.5/u.seed --- console=tty0",
		    "", ADDRESS, {ISOARGS_HOSTNAME, "h"}, {ISOARGS_NAMESERVER, "192.0.2.53"}, KVM,
		    {ISOARGS_AUTO, "http://192.0.2.5/u.seed"});
}

static void a_desktop_from_23_04_on_installs_as_the_server_does(void **state)
{
	become_desktop(*state, "24.04.1", "layerfs-path=minimal.standard.live.squashfs --- quiet");
	assert_args(*state, "layerfs-path=minimal.standard.live.squashfs " NEW "--- console=tty0",
		    "", SEED, KVM);
}

static void a_desktop_without_a_screen_is_said(void **state)
{
	become_desktop(*state, "22.04.5", "--- quiet splash");
	assert_args(*state, "--- console=hvc0", "no-screen");
	assert_args(*state, "--- console=hvc0", "no-screen", {ISOARGS_GUEST, "pvh"});
	assert_args(*state, "--- console=tty0", "", {ISOARGS_GUEST, "hvm"});
	assert_args(*state, "systemd.unit=multi-user.target --- console=hvc0", "",
		    {ISOARGS_TEXT, NULL});
	assert_args(*state, "---", "", {ISOARGS_GRAPHICAL, NULL}, KVM);
	assert_fails(*state, -EOPNOTSUPP, "a PV guest has no screen that the desktop could draw on",
		     {ISOARGS_GRAPHICAL, NULL});
}

static void the_server_is_text_on_every_console(void **state)
{
	assert_args(*state, "--- console=hvc0", "", {ISOARGS_TEXT, NULL});
	assert_fails(*state, -EOPNOTSUPP, "text on every console", {ISOARGS_GRAPHICAL, NULL}, KVM);
}

static void interactively_there_is_no_word_but_the_console(void **state)
{
	assert_args(*state, "--- console=hvc0", "");
	assert_args(*state, "--- console=hvc0", "", {ISOARGS_DHCP, NULL});
	assert_args(*state, "ip=:::::enX0:dhcp --- console=hvc0", "", {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "enX0"});
}

static void an_installer_that_would_ask_first_is_started_at_once(void **state)
{
	become_desktop(*state, "20.04", "file=/cdrom/preseed/ubuntu.seed maybe-ubiquity quiet ---");
	assert_args(*state, "file=/cdrom/preseed/ubuntu.seed only-ubiquity --- console=tty0", "",
		    KVM);
}

static void what_autoinstall_can_lie_on(void **state)
{
	assert_args(*state, "autoinstall --- console=hvc0", "", {ISOARGS_AUTO, "CIDATA"});
	assert_args(*state, "autoinstall --- console=hvc0", "",
		    {ISOARGS_AUTO, "file:/cdrom/autoinstall.yaml"});
	assert_args(*state, "autoinstall ds=nocloud;s=/cdrom/auto/ --- console=hvc0", "",
		    {ISOARGS_AUTO, "file:///cdrom/auto/"});
	assert_args(*state, "autoinstall subiquity.autoinstallpath=cdrom/a.yaml --- console=hvc0",
		    "", {ISOARGS_AUTO, "/cdrom/a.yaml"});
	become_server(*state, "22.04.5");
	assert_args(*state, "autoinstall ds=nocloud;s=/cdrom/auto/ --- console=hvc0", "",
		    {ISOARGS_AUTO, "file:/cdrom/auto/"});
	assert_fails(*state, -EINVAL, "Subiquity before 23.10 reads no other file",
		     {ISOARGS_AUTO, "/cdrom/a.yaml"});
}

static void cloud_init_reads_a_folder_and_no_file(void **state)
{
	assert_fails(*state, -EINVAL, "found \"http://192.0.2.5/a.yaml\", expected a folder",
		     {ISOARGS_AUTO, "http://192.0.2.5/a.yaml"});
	assert_fails(*state, -EINVAL, "expected a folder",
		     {ISOARGS_AUTO, "hd:LABEL=OEMDRV:/user-data"});
	assert_fails(*state, -EINVAL, "no backslash", {ISOARGS_AUTO, "http://192.0.2.5/a\\x20b/"});
}

static void ubiquity_reads_a_file_and_no_folder(void **state)
{
	become_desktop(*state, "22.04.5", "file=/cdrom/preseed/ubuntu.seed ---");
	assert_args(*state,
		    "file=/cdrom/preseed/ubuntu.seed automatic-ubiquity noprompt "
		    "url=http://192.0.2.5/u.seed --- console=tty0",
		    "", KVM, {ISOARGS_AUTO, "http://192.0.2.5/u.seed"});
	assert_args(*state,
		    "automatic-ubiquity noprompt file=/cdrom/preseed/my.seed --- console=tty0", "",
		    KVM, {ISOARGS_AUTO, "file:/cdrom/preseed/my.seed"});
	assert_fails(*state, -EINVAL, "found \"http://192.0.2.5/\", expected a preseed file", SEED);
}

static void which_installer_it_is_has_to_be_known(void **state)
{
	static const char part[] = "nothing on the medium tells whether its installer is Subiquity";

	become(*state, IA_FAMILY_UNKNOWN, NULL, NULL);
	((struct medium *)*state)->report.labels.pvd = "Custom";
	add_live(*state, "Start", "boot=casper ---");
	assert_args(*state, "boot=casper --- console=hvc0", "live-medium");
	assert_fails(*state, -EOPNOTSUPP, part, SEED);
	assert_fails(*state, -EOPNOTSUPP, "nothing tells which release of Ubuntu", ADDRESS);
	become(*state, IA_FAMILY_UBUNTU, "Lubuntu", "22.04");
	add_live(*state, "Try or Install Lubuntu", "---");
	assert_fails(*state, -EOPNOTSUPP, part, SEED);
	become(*state, IA_FAMILY_UBUNTU, "Kubuntu", "24.04");
	add_live(*state, "Try or Install Kubuntu", "---");
	assert_fails(*state, -EOPNOTSUPP, part, SEED);
}

static void media_that_others_made_are_told_by_their_words(void **state)
{
	become(*state, IA_FAMILY_UNKNOWN, NULL, NULL);
	((struct medium *)*state)->report.labels.pvd = "Custom";
	add_live(*state, "Install", "autoinstall ds=nocloud;s=/cdrom/autoinstall quiet text ---");
	assert_args(*state, "text " NET "--- console=hvc0", "no-plain-entry", SEED);
	((struct medium *)*state)->config.count = 0;
	add_live(*state, "Install Ubuntu Server", "quiet ---");
	assert_args(*state, NET "--- console=hvc0", "live-medium", SEED);
}

static void linux_mint_counts_as_the_ubuntu_that_it_is_made_of(void **state)
{
	struct medium *medium = *state;

	become(medium, IA_FAMILY_UBUNTU, "Linux Mint", "22.3");
	medium->report.labels.pvd = "Linux Mint Cinnamon 64-bit";
	add_live(*state, "Start Linux Mint 22.3 Cinnamon 64-bit",
		 "boot=casper username=mint hostname=mint iso-scan/filename= quiet splash --");
	assert_args(*state,
		    "boot=casper username=mint "
		    "ip=192.0.2.10::192.0.2.1:255.255.255.0:h:enX0:none --- console=hvc0",
		    "no-screen", ADDRESS, {ISOARGS_HOSTNAME, "h"});
	assert_args(*state,
		    "boot=casper username=mint hostname=mint automatic-ubiquity noprompt "
		    "url=http://192.0.2.5/u.seed --- console=tty0",
		    "", {ISOARGS_AUTO, "http://192.0.2.5/u.seed"}, KVM);
	become(*state, IA_FAMILY_UBUNTU, "Linux Mint", "21");
	add_live(*state, "Start Linux Mint", "boot=casper --");
	assert_args(*state,
		    "boot=casper ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none "
		    "--- console=hvc0",
		    "no-screen", ADDRESS);
	become(*state, IA_FAMILY_UBUNTU, "Linux Mint", "9");
	add_live(*state, "Start Linux Mint", "boot=casper --");
	assert_args(*state,
		    "boot=casper ip=eth0,192.0.2.10,255.255.255.0,192.0.2.1 --- console=hvc0",
		    "no-screen", ADDRESS);
}

static void klibc_would_misread_ipv6_and_a_third_name_server(void **state)
{
	assert_fails(*state, -EOPNOTSUPP, "expected IPv4: casper cuts ip= at each colon",
		     {ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "2001:db8::1"});
	assert_fails(*state, -EOPNOTSUPP, "found 3 name servers, expected at most 2", STATIC,
		     {ISOARGS_NAMESERVER, "192.0.2.55"});
	assert_fails(*state, -EOPNOTSUPP, "name servers beside a static address only",
		     {ISOARGS_DHCP, NULL}, {ISOARGS_NAMESERVER, "192.0.2.53"});
}

static void a_host_name_beside_dhcp_is_a_key_of_the_autoinstall_file(void **state)
{
	assert_fails(*state, -EOPNOTSUPP, "no word names the installed system",
		     {ISOARGS_DHCP, NULL}, {ISOARGS_HOSTNAME, "h"});
}

static void a_medium_in_a_network_is_loaded_by_its_url(void **state)
{
	struct medium *medium = *state;

	medium->report.image_name = "/srv/ubuntu-24.04.iso";
	assert_args(*state, "ip=dhcp iso-url=http://192.0.2.5/u/ubuntu-24.04.iso --- console=hvc0",
		    "", {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
	assert_args(*state,
		    IP("enX0") " iso-url=http://192.0.2.5/u/ubuntu-24.04.iso " NEW
			       "--- console=hvc0",
		    "", STATIC, SEED, {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
	become_server(*state, "22.04.5");
	assert_args(*state,
		    "ip=dhcp url=http://192.0.2.5/u/ubuntu-24.04.iso cloud-config-url=/dev/null "
		    "--- console=hvc0",
		    "", {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
	become_server(*state, "18.04.6");
	assert_fails(*state, -EOPNOTSUPP, "loads its medium by HTTP since 19.10",
		     {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
	become_desktop(*state, "22.04.5", "---");
	assert_fails(*state, -EOPNOTSUPP, "url= names the image here",
		     {ISOARGS_BASE_URL, "http://192.0.2.5/u"},
		     {ISOARGS_AUTO, "http://192.0.2.5/u.seed"});
}

static void casper_tells_an_image_by_the_end_of_its_url(void **state)
{
	struct medium *medium = *state;

	medium->report.image_name = "/srv/ubuntu.img";
	assert_fails(*state, -EOPNOTSUPP, "found \"ubuntu.img\", expected letters",
		     {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
	medium->report.image_name = "/srv/my ubuntu.iso";
	assert_fails(*state, -EOPNOTSUPP, "found \"my ubuntu.iso\", expected letters",
		     {ISOARGS_BASE_URL, "http://192.0.2.5/u"});
}

static void what_hides_or_belongs_elsewhere_goes(void **state)
{
	become_desktop(*state, "22.04.5",
		       "boot=casper live-media-path=casper file=/cdrom/preseed/ubuntu.seed "
		       "iso-scan/filename= vga=788 initrd=/i BOOT_IMAGE=/v console=tty1 "
		       "ip=dhcp --- quiet splash net.ifnames=0");
	assert_args(*state,
		    "boot=casper live-media-path=casper file=/cdrom/preseed/ubuntu.seed ip=dhcp "
		    "--- net.ifnames=0 console=tty0",
		    "", KVM);
	assert_args(*state,
		    "boot=casper live-media-path=casper file=/cdrom/preseed/ubuntu.seed "
		    "--- quiet net.ifnames=0 console=tty0",
		    "", KVM, {ISOARGS_KEEP, "quiet"}, {ISOARGS_DHCP, NULL});
	((struct medium *)*state)->config.count = 0;
	add_live(*state, "Ubuntu (safe graphics)", "nomodeset persistent ---");
	assert_args(*state, "--- console=tty0", "no-plain-entry", KVM);
	assert_args(*state, "nomodeset persistent --- console=tty0", "", KVM, {ISOARGS_ENTRY, "0"});
}

static void what_it_has_no_word_for_is_said_with_what_it_has(void **state)
{
	static const char part[] = "casper reads no word for it; it can be asked for "
				   "ISOARGS_GRAPHICAL, ISOARGS_TEXT, ISOARGS_IP";

	assert_fails(*state, -EOPNOTSUPP, part, {ISOARGS_VNC, NULL});
	assert_fails(*state, -EOPNOTSUPP, part, STATIC, {ISOARGS_MTU, "9000"});
	assert_fails(*state, -EOPNOTSUPP, part, {ISOARGS_REPO, "http://192.0.2.5/ubuntu"});
	assert_fails(*state, -EOPNOTSUPP, part, {ISOARGS_KS, "http://192.0.2.5/ks.cfg"});
	assert_fails(*state, -EOPNOTSUPP, part, {ISOARGS_STAGE2, "uuid"});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_server(static_network_and_autoinstall_of_a_server_until_22_04),
		with_server(static_network_and_autoinstall_of_a_server_from_24_04_on),
		with_server(an_interface_that_is_not_known_is_left_to_casper),
		with_server(an_interface_is_called_as_the_release_s_systemd_does),
		with_server(casper_before_19_10_reads_commas),
		with_server(subiquity_before_20_04_reads_no_autoinstall_file),
		with_server(static_network_and_preseed_of_a_desktop_until_22_04),
		with_server(a_desktop_from_23_04_on_installs_as_the_server_does),
		with_server(a_desktop_without_a_screen_is_said),
		with_server(the_server_is_text_on_every_console),
		with_server(interactively_there_is_no_word_but_the_console),
		with_server(an_installer_that_would_ask_first_is_started_at_once),
		with_server(what_autoinstall_can_lie_on),
		with_server(cloud_init_reads_a_folder_and_no_file),
		with_server(ubiquity_reads_a_file_and_no_folder),
		with_server(which_installer_it_is_has_to_be_known),
		with_server(media_that_others_made_are_told_by_their_words),
		with_server(linux_mint_counts_as_the_ubuntu_that_it_is_made_of),
		with_server(klibc_would_misread_ipv6_and_a_third_name_server),
		with_server(a_host_name_beside_dhcp_is_a_key_of_the_autoinstall_file),
		with_server(a_medium_in_a_network_is_loaded_by_its_url),
		with_server(casper_tells_an_image_by_the_end_of_its_url),
		with_server(what_hides_or_belongs_elsewhere_goes),
		with_server(what_it_has_no_word_for_is_said_with_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
