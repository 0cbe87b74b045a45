/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include "args/family/rules.h"
#include "base/limits.h"

static void a_guest_that_is_not_pv_is_told_its_console(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *own = NULL;

	add_el7_menu(medium);
	assert_int_equal(derive(medium, NULL, 0, &own, NULL), 0);
	assert_int_equal(isoargs_args_guest(own), ISOARGS_GUEST_PV);
	isoargs_args_free(own);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_GUEST, "pv"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=hvc0", "",
		    {ISOARGS_GUEST, "pvh"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=ttyS0", "",
		    {ISOARGS_GUEST, "hvm"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=tty0", "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_APPEND, "console=tty0"});
	assert_args(medium, "graphical utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_GRAPHICAL, NULL});
}

static void a_guest_that_is_not_pv_is_handed_a_longer_line(void **state)
{
	struct setting settings[] = {
		{ISOARGS_GUEST, "kvm"},
		{ISOARGS_APPEND, "console=ttyS0"},
		{ISOARGS_APPEND, NULL},
	};
	struct isoargs_args *args = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	size_t rest = IA_LINUX_CMDLINE_MAX - strlen("utf8 nogpt noipv6 " STAGE2 " console=ttyS0 ");
	char word[IA_LINUX_CMDLINE_MAX];

	add_el7_menu(*state);
	memset(word, 'x', sizeof(word));
	word[rest] = '\0';
	settings[2].value = word;
	assert_int_equal(derive(*state, settings, 3, &args, NULL), 0);
	assert_int_equal(strlen(isoargs_args_string(args)), IA_LINUX_CMDLINE_MAX);
	isoargs_args_free(args);
	word[rest] = 'x';
	word[rest + 1] = '\0';
	assert_int_equal(derive(*state, settings, 3, &args, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "2048 bytes, a KVM guest is handed at most");
}

#define EL7 "utf8 nogpt noipv6 " STAGE2

static void the_drives_of_hvm_and_kvm_guests_say_that_they_hold_a_medium(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	assert_args(medium, EL7 " inst.repo=cdrom inst.ks=cdrom:/ks.cfg console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"}, {ISOARGS_REPO, "cdrom"}, {ISOARGS_KS, "cdrom:/ks.cfg"});
	assert_fails(medium, -EINVAL,
		     "ISOARGS_REPO: found \"cdrom\", but a PV guest's installer never recognises "
		     "its CD drive by itself; name the device: cdrom:/dev/xvdd",
		     {ISOARGS_REPO, "cdrom"});
	assert_fails(medium, -EINVAL, "but a PVH guest's installer never recognises",
		     {ISOARGS_GUEST, "pvh"}, {ISOARGS_REPO, "cdrom"});
	assert_fails(medium, -EOPNOTSUPP,
		     "but a PV guest's installer never sees a medium in its CD drive",
		     {ISOARGS_KS, "cdrom:/ks.cfg"});
	medium->report.distro.generation = 9;
	assert_fails(medium, -EOPNOTSUPP,
		     "but a PVH guest's installer never sees a medium in its CD drive",
		     {ISOARGS_GUEST, "pvh"}, {ISOARGS_KS, "cdrom:/ks.cfg"});
}

static void the_device_of_the_medium_is_the_guests(void **state)
{
	static const char *const devices[][2] = {
		{"pv", "utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdd"},
		{"pvh", "utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdd console=hvc0"},
		{"hvm", "utf8 nogpt noipv6 inst.stage2=hd:/dev/sr0 console=ttyS0"},
		{"kvm", "utf8 nogpt noipv6 inst.stage2=hd:/dev/sr0 console=ttyS0"},
	};

	add_el7_menu(*state);
	for (size_t i = 0; i < IA_COUNT(devices); i++)
		assert_args(*state, devices[i][1], "", {ISOARGS_GUEST, devices[i][0]},
			    {ISOARGS_STAGE2, "device"});
	assert_args(*state, "utf8 nogpt noipv6 inst.stage2=hd:/dev/vdb console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"}, {ISOARGS_STAGE2, "device=/dev/vdb"});
}

static void a_guest_with_a_screen_keeps_its_words_where_it_is_asked_for(void **state)
{
	static const char line[] = STAGE2 " vga=788 nomodeset console=tty0 console=ttyS0,9600";
	struct medium *medium = *state;

	add_entry(medium, "Install", line);
	assert_args(medium, "graphical utf8 nogpt noipv6 " STAGE2 " vga=788 nomodeset console=tty0",
		    "no-plain-entry", {ISOARGS_GUEST, "kvm"}, {ISOARGS_GRAPHICAL, NULL});
	assert_reasons(
		medium, isoargs_args_dropped,
		"vga=788: the line is for a serial console, and the installed system would "
		"inherit it\n"
		"nomodeset: the line is for a serial console, and the installed system would "
		"inherit it\n"
		"console=tty0: a KVM guest's console is ttyS0\n"
		"console=ttyS0,9600: a KVM guest's console is ttyS0\n",
		{ISOARGS_GUEST, "kvm"});
	assert_reasons(medium, isoargs_args_dropped,
		       "vga=788: a PVH guest has no graphics, and the installed system would "
		       "inherit it\n"
		       "nomodeset: a PVH guest has no graphics, and the installed system would "
		       "inherit it\n"
		       "console=tty0: a PVH guest's console is hvc0\n"
		       "console=ttyS0,9600: a PVH guest's console is hvc0\n",
		       {ISOARGS_GUEST, "pvh"}, {ISOARGS_DHCP, NULL}, {ISOARGS_GRAPHICAL, NULL});
}

static void a_console_that_the_entry_names_is_not_named_twice(void **state)
{
	add_entry(*state, "Install", STAGE2 " console=hvc0");
	assert_args(*state, EL7 " console=hvc0", "", {ISOARGS_GUEST, "pvh"});
	assert_args(*state, EL7 " console=hvc0 console=ttyS0", "", {ISOARGS_GUEST, "kvm"});
}

/* The static word of a guest and a release, and why its interface stands there. */
static void assert_nic(struct medium *medium, const char *guest, const char *nic, const char *why)
{
	char text[128], reason[192];
	const struct setting settings[] = {{ISOARGS_GUEST, guest},
					   {ISOARGS_IP, "192.0.2.10/24"},
					   {ISOARGS_GATEWAY, "192.0.2.1"}};
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;
	size_t i = 0;

	snprintf(text, sizeof(text), "ip=192.0.2.10::192.0.2.1:255.255.255.0::%s:none", nic);
	snprintf(reason, sizeof(reason),
		 "static address of the installer, from ISOARGS_IP ISOARGS_GATEWAY; %s", why);
	assert_int_equal(derive(medium, settings, IA_COUNT(settings), &args, NULL), 0);
	while ((word = isoargs_args_word(args, i)) &&
	       strncmp(isoargs_word_text(word), "ip=", 3) != 0)
		i++;
	assert_non_null(word);
	assert_string_equal(isoargs_word_text(word), text);
	assert_string_equal(isoargs_word_reason(word), reason);
	isoargs_args_free(args);
}

static void the_first_interface_is_the_guests_and_the_releases(void **state)
{
	static const char eth0[] = "eth0 is a guest's first interface";
	static const char enx0[] = "enX0 is a guest's first interface";
	static const char one[] = "the one interface of the guest has it";
	struct medium *medium = *state;
	struct ia_distro *distro = &medium->report.distro;

	add_el7_menu(medium);
	assert_nic(medium, "pv", "eth0", eth0);
	assert_nic(medium, "pvh", "eth0", eth0);
	assert_nic(medium, "hvm", "eth0", eth0);
	assert_nic(medium, "kvm", "", one);
	distro->generation = 8;
	assert_nic(medium, "hvm", "eth0", eth0);
	distro->generation = 9;
	assert_nic(medium, "pv", "eth0", eth0);
	assert_nic(medium, "pvh", "enX0", enx0);
	assert_nic(medium, "hvm", "enX0", enx0);
	assert_nic(medium, "kvm", "", one);
	distro->family = IA_FAMILY_FEDORA;
	distro->version = "35";
	assert_nic(medium, "pv", "eth0", eth0);
	assert_nic(medium, "hvm", "eth0", eth0);
	distro->version = "36";
	assert_nic(medium, "pv", "enX0", enx0);
	assert_nic(medium, "hvm", "enX0", enx0);
}

/* Whatever a rule or an option of that family writes, its source is told. */
static void each_word_that_is_written_names_its_source(void **state)
{
	static const struct setting settings[] = {
		{ISOARGS_GUEST, "kvm"},
		{ISOARGS_VNC, NULL},
		{ISOARGS_VNC_PASSWORD, "secret"},
		{ISOARGS_KS, "http://192.0.2.9/ks"},
		{ISOARGS_REPO, "http://192.0.2.9/7"},
		{ISOARGS_IP, "192.0.2.10/24"},
		{ISOARGS_NAMESERVER, "192.0.2.53"},
	};
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;
	size_t count = 0;

	add_el7_menu(*state);
	assert_int_equal(derive(*state, settings, IA_COUNT(settings), &args, NULL), 0);
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++) {
		count++;
		assert_true(isoargs_word_origin(word) == ISOARGS_FROM_ENTRY ||
			    isoargs_word_source(word));
	}
	assert_true(count > 8);
	isoargs_args_free(args);
}

static void each_family_says_where_it_is_written_what_of_a_menu_it_reads(void **state IA_UNUSED)
{
	for (unsigned i = ISOARGS_INSTALLER_UNKNOWN + 1; i <= ISOARGS_INSTALLER_HOST; i++) {
		const struct ia_rules *rules = ia_rules((enum isoargs_installer)i);

		assert_int_equal(rules->installer, i);
		assert_non_null(rules->name);
		assert_non_null(strchr(rules->source, ':'));
	}
}

static void an_mtu_stands_behind_an_interface(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	assert_fails(medium, -EOPNOTSUPP,
		     "ISOARGS_MTU: found it beside ISOARGS_DHCP and without an "
		     "interface",
		     {ISOARGS_GUEST, "kvm"}, {ISOARGS_DHCP, NULL}, {ISOARGS_MTU, "9000"});
	assert_args(medium, EL7 " ip=enp1s0:dhcp:9000 console=ttyS0", "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_DHCP, NULL}, {ISOARGS_MTU, "9000"}, {ISOARGS_NIC, "enp1s0"});
	assert_args(medium, EL7 " ip=eth0:dhcp:9000 console=ttyS0", "", {ISOARGS_GUEST, "hvm"},
		    {ISOARGS_DHCP, NULL}, {ISOARGS_MTU, "9000"});
}

static void an_interface_of_a_slot_is_doubtful_under_xen_alone(void **state)
{
	static const char line[] = EL7 " ip=ens3:dhcp console=ttyS0";

	add_el7_menu(*state);
	assert_args(*state, line, "", {ISOARGS_GUEST, "kvm"}, {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "ens3"});
	assert_args(*state, line, "nic-name", {ISOARGS_GUEST, "hvm"}, {ISOARGS_DHCP, NULL},
		    {ISOARGS_NIC, "ens3"});
}

static void what_answers_anacondas_questions_is_a_kickstart(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	assert_args(medium, EL7 " inst.ks=http://192.0.2.5/ks.cfg", "",
		    {ISOARGS_AUTO, "http://192.0.2.5/ks.cfg"});
	assert_fails(medium, -EINVAL,
		     "ISOARGS_AUTO: found \"tftp://a/ks.cfg\", expected http://…, https://…",
		     {ISOARGS_AUTO, "tftp://a/ks.cfg"});
	assert_fails(medium, -EOPNOTSUPP, "ISOARGS_AUTO: found \"cdrom:/ks.cfg\", but a PV guest",
		     {ISOARGS_AUTO, "cdrom:/ks.cfg"});
	assert_args(medium,
		    EL7 " inst.ks=http://a.example/ks ip=192.0.2.10:::255.255.255.0::eth0:"
			"none",
		    "no-nameserver", {ISOARGS_AUTO, "http://a.example/ks"},
		    {ISOARGS_IP, "192.0.2.10/24"});
}

static void kernels_of_el8_and_later_have_neither_pv_nor_pvh(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->report.distro.generation = 9;
	assert_args(medium, STAGE2, "no-pv", {ISOARGS_GUEST, "pv"});
	assert_args(medium, STAGE2 " console=hvc0", "no-pvh", {ISOARGS_GUEST, "pvh"});
	assert_args(medium, STAGE2 " console=ttyS0", "", {ISOARGS_GUEST, "hvm"});
	assert_args(medium, STAGE2 " console=ttyS0", "", {ISOARGS_GUEST, "kvm"});
}

static void a_second_stage_is_added_for_each_guest_with_its_reason(void **state)
{
	static const char *const said[][2] = {
		{"pv", "a PV guest's installer does not find its CD without one"},
		{"kvm", "any drive may hold one; so that a KVM guest's installer takes its own"},
	};

	add_entry(*state, "Install", "inst.text");
	for (size_t i = 0; i < IA_COUNT(said); i++) {
		const struct setting settings[] = {{ISOARGS_GUEST, said[i][0]}};
		struct isoargs_args *args = NULL;

		assert_int_equal(derive(*state, settings, 1, &args, NULL), 0);
		assert_contains(isoargs_note_text(isoargs_args_note(args, 0)), said[i][1]);
		isoargs_args_free(args);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_medium(a_guest_that_is_not_pv_is_told_its_console),
		with_medium(a_guest_that_is_not_pv_is_handed_a_longer_line),
		with_medium(the_drives_of_hvm_and_kvm_guests_say_that_they_hold_a_medium),
		with_medium(the_device_of_the_medium_is_the_guests),
		with_medium(a_guest_with_a_screen_keeps_its_words_where_it_is_asked_for),
		with_medium(a_console_that_the_entry_names_is_not_named_twice),
		with_medium(the_first_interface_is_the_guests_and_the_releases),
		with_medium(each_word_that_is_written_names_its_source),
		cmocka_unit_test(each_family_says_where_it_is_written_what_of_a_menu_it_reads),
		with_medium(an_mtu_stands_behind_an_interface),
		with_medium(an_interface_of_a_slot_is_doubtful_under_xen_alone),
		with_medium(what_answers_anacondas_questions_is_a_kickstart),
		with_medium(kernels_of_el8_and_later_have_neither_pv_nor_pvh),
		with_medium(a_second_stage_is_added_for_each_guest_with_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
