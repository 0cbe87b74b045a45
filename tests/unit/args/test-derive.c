/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/cmdline.h"

static void the_plain_entry_is_taken_though_the_default_checks_the_medium(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "");
}

static void every_word_of_the_request_has_its_place(void **state)
{
	add_el7_menu(*state);
	assert_args(*state,
		    "graphical utf8 nogpt noipv6 " STAGE2
		    " ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none nameserver=192.0.2.53",
		    "", {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_IP, "192.0.2.10"},
		    {ISOARGS_NETMASK, "255.255.255.0"}, {ISOARGS_GATEWAY, "192.0.2.1"},
		    {ISOARGS_HOSTNAME, "c7"}, {ISOARGS_NIC, "eth0"},
		    {ISOARGS_NAMESERVER, "192.0.2.53"});
	assert_args(*state,
		    "utf8 nogpt noipv6 " STAGE2
		    " inst.repo=http://192.0.2.9/7 inst.ks=http://192.0.2.9/ks inst.vnc "
		    "inst.vncpassword=secret ip=eth0:dhcp inst.sshd",
		    "", {ISOARGS_APPEND, "inst.sshd"}, {ISOARGS_VNC, NULL},
		    {ISOARGS_VNC_PASSWORD, "secret"}, {ISOARGS_DHCP, NULL}, {ISOARGS_NIC, "eth0"},
		    {ISOARGS_KS, "http://192.0.2.9/ks"}, {ISOARGS_REPO, "http://192.0.2.9/7"});
}

static void the_minimal_style_leaves_the_legacy_words_out(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, STAGE2, "", {ISOARGS_STYLE, "minimal"});
	assert_args(*state, "inst.text " STAGE2, "", {ISOARGS_STYLE, "minimal"},
		    {ISOARGS_TEXT, NULL});
	assert_args(*state, "text utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_TEXT, NULL});
}

static void a_legacy_style_that_has_no_effect_is_said_to_have_none(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_STYLE, "legacy"});
	medium->report.distro.generation = 9;
	assert_args(medium, STAGE2, "style-without-effect", {ISOARGS_STYLE, "legacy"});
}

static void noipv6_does_not_stand_beside_an_ipv6_address(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, "utf8 nogpt " STAGE2 " ip=[2001:db8::5]::[2001:db8::1]:64::eth0:none",
		    "", {ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "2001:db8::1"});
}

static void nothing_in_the_entry_turns_off_the_ipv6_that_is_asked_for(void **state)
{
	add_entry(*state, "Install", STAGE2 " noipv6 ipv6.disable=1");
	assert_args(*state, "utf8 nogpt " STAGE2 " ip=[2001:db8::5]::[2001:db8::1]:64::eth0:none",
		    "", {ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "2001:db8::1"});
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " ipv6.disable=1", "");
}

static void a_legacy_word_of_the_entry_is_not_said_twice(void **state)
{
	add_entry(*state, "Install", "utf8 " STAGE2 " nogpt noipv6");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "");
	assert_args(*state, "utf8 " STAGE2 " nogpt noipv6", "", {ISOARGS_STYLE, "minimal"});
}

static void no_word_without_prefix_is_given_to_el9_and_later(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 9;
	add_entry(medium, "Install",
		  STAGE2 " text repo=cdrom:/dev/xvdd noipv6 inst.sshd quiet vncconnect=192.0.2.1 "
			 "askmethod noverifyssl");
	assert_args(medium, "inst.graphical " STAGE2 " inst.sshd ip=dhcp", "no-pv",
		    {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_DHCP, NULL});
}

static void fedora_gets_no_legacy_words_and_no_word_about_its_kernel(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_FEDORA;
	add_el7_menu(medium);
	assert_args(medium, "inst.text " STAGE2, "", {ISOARGS_TEXT, NULL});
	medium->report.distro.generation = 9;
	assert_args(medium, STAGE2, "");
}

static void el10_has_no_vnc_any_more(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 10;
	add_el7_menu(medium);
	assert_fails(medium, -EOPNOTSUPP, "inst.rdp", {ISOARGS_VNC, NULL});
}

static void el6_reads_options_without_prefix_and_finds_its_cd_itself(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 6;
	add_entry(medium, "Install or upgrade an existing system", "");
	assert_args(medium, "graphical utf8 nogpt noipv6 ks=http://192.0.2.9/ks ip=dhcp", "",
		    {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_DHCP, NULL},
		    {ISOARGS_KS, "http://192.0.2.9/ks"});
}

static void words_of_the_loader_and_the_desktop_are_dropped_and_others_kept(void **state)
{
	add_entry(*state, "Install",
		  "BOOT_IMAGE=/vmlinuz initrd=initrd.img " STAGE2
		  " rhgb quiet splash vga=791 video=efifb console=tty0 console=ttyS0,115200 "
		  "console=hvc0 modprobe.blacklist=nouveau fips=1 vendor.word=1");
	assert_args(*state,
		    "utf8 nogpt noipv6 " STAGE2
		    " console=hvc0 modprobe.blacklist=nouveau fips=1 vendor.word=1",
		    "");
}

static void dropped_words_keep_their_place_and_reason(void **state)
{
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;

	add_el7_menu(*state);
	assert_int_equal(derive(*state, NULL, 0, &args, NULL), 0);
	word = isoargs_args_dropped(args, 0);
	assert_string_equal(isoargs_word_text(word), "quiet");
	assert_string_equal(isoargs_word_file(word), MENU);
	assert_int_equal(isoargs_word_line(word), 10);
	assert_non_null(isoargs_word_reason(word));
	assert_null(isoargs_args_dropped(args, 1));
	word = isoargs_args_word(args, 3);
	assert_string_equal(isoargs_word_text(word), STAGE2);
	assert_int_equal(isoargs_word_origin(word), ISOARGS_FROM_LABEL);
	assert_string_equal(isoargs_entry_kernel(isoargs_args_entry(args)),
			    "/images/pxeboot/vmlinuz");
	assert_null(isoargs_entry_initrd(isoargs_args_entry(args), 0));
	isoargs_args_free(args);
}

#define LEGACY_REASONS                                                                             \
	"utf8: the legacy style of EL6 and EL7\n"                                                  \
	"nogpt: the legacy style of EL6 and EL7\n"                                                 \
	"noipv6: the legacy style of EL6 and EL7\n"

static void every_word_has_a_reason(void **state)
{
	add_entry(*state, "Install", STAGE2 " vendor.word=1");
	assert_reasons(*state, isoargs_args_word,
		       "text: text installation\n" LEGACY_REASONS STAGE2
		       ": the label that the initramfs of EL7 computes, as the entry has it\n"
		       "vendor.word=1: the entry's own word\n"
		       "inst.repo=http://192.0.2.9/7: installation source\n"
		       "inst.ks=http://192.0.2.9/ks: kickstart file\n"
		       "ip=dhcp: the installer asks a DHCP server\n"
		       "inst.sshd: written as it was given\n",
		       {ISOARGS_TEXT, NULL}, {ISOARGS_DHCP, NULL},
		       {ISOARGS_REPO, "http://192.0.2.9/7"}, {ISOARGS_KS, "http://192.0.2.9/ks"},
		       {ISOARGS_APPEND, "inst.sshd"});
	assert_reasons(*state, isoargs_args_word,
		       "graphical: graphical installation\n" LEGACY_REASONS
		       "inst.stage2=hd:/dev/xvdd: the device, whatever medium is in it\n"
		       "vendor.word=1: the entry's own word\n"
		       "inst.vnc: the installer starts a VNC server by itself\n"
		       "inst.vncpassword=secret: password of the VNC server\n"
		       "ip=dhcp: the installer asks a DHCP server\n",
		       {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_VNC, NULL}, {ISOARGS_DHCP, NULL},
		       {ISOARGS_VNC_PASSWORD, "secret"}, {ISOARGS_STAGE2, "device"});
}

static void the_second_stage_says_who_computes_it_and_what_the_entry_has(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", "inst.stage2=hd:UUID=2020-11-04-11-36-43-00");
	assert_reasons(
		medium, isoargs_args_word,
		"inst.stage2=hd:UUID=2020-11-04-11-36-43-00: the UUID that the volume's date "
		"gives, as the entry has it\n",
		{ISOARGS_STAGE2, "uuid"}, {ISOARGS_STYLE, "minimal"});
	assert_reasons(medium, isoargs_args_word,
		       STAGE2 ": the label that the initramfs of EL7 computes\n",
		       {ISOARGS_STYLE, "minimal"});
	medium->entries[0].argc = 1;
	medium->entries[0].cmdline = "";
	assert_reasons(medium, isoargs_args_word,
		       STAGE2
		       ": the label that the initramfs of EL7 computes; the entry has none\n",
		       {ISOARGS_STYLE, "minimal"});
	medium->report.distro.family = IA_FAMILY_FEDORA;
	assert_reasons(medium, isoargs_args_word,
		       STAGE2
		       ": the label that the installer's initramfs computes; the entry has none\n");
}

static void a_second_stage_that_was_replaced_is_among_the_dropped(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", "inst.stage2=hd:LABEL=OLD " STAGE2);
	assert_reasons(
		medium, isoargs_args_dropped,
		"inst.stage2=hd:LABEL=OLD: what the medium's label gives takes its place\n" STAGE2
		": stands in the line already\n");
	assert_reasons(medium, isoargs_args_dropped,
		       "inst.stage2=hd:LABEL=OLD: ISOARGS_STAGE2 takes its place\n" STAGE2
		       ": ISOARGS_STAGE2 takes its place\n",
		       {ISOARGS_STAGE2, "device"});
	add_entry(medium, "EL6", "stage2");
	medium->report.distro.generation = 6;
	assert_reasons(medium, isoargs_args_dropped,
		       "stage2: names no place, and EL6 finds its CD by itself\n",
		       {ISOARGS_ENTRY, "1"});
}

static void the_mediums_own_token_is_replaced_and_the_difference_noted(void **state)
{
	add_entry(*state, "Install", "inst.stage2=hd:LABEL=OLD quiet");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "stage2-differs");
}

static void a_quoted_stage2_word_is_replaced_too(void **state)
{
	struct medium *medium = *state;
	const char *argv[] = {"/vmlinuz", "inst.stage2=hd:LABEL=CentOS 7 x86_64", "quiet"};

	add_entry(medium, "Install", "\"inst.stage2=hd:LABEL=CentOS 7 x86_64\" quiet");
	medium->entries[0].argv = argv;
	medium->entries[0].argc = IA_COUNT(argv);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "stage2-differs");
	/* A word that only the loader understood as one must not take the second stage with it. */
	medium->entries[0].cmdline = "inst.\"stage2\"=x";
	assert_args(medium, "utf8 nogpt noipv6 inst.\"stage2\"=x " STAGE2, "stage2-differs");
}

static void a_second_stage_is_added_where_the_entry_names_none(void **state)
{
	add_entry(*state, "Install", "inst.sshd quiet");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " inst.sshd", "stage2-added");
}

static void two_stage2_words_become_one(void **state)
{
	add_entry(*state, "Install", "stage2=hd:LABEL=A " STAGE2);
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "");
}

static void a_uuid_that_is_no_date_stays_out_of_the_line(void **state)
{
	static const char *const uuids[] = {
		"2020-11-04-11-36-43-0 ",    "2020-11-04-11-36-43-0\n", "2020-11-04-11-36-43-0\x1b",
		"2020-11-04-11-36-43-0\xff", "2020-11-04-11-36-43-0/",
	};
	struct medium *medium = *state;

	add_el7_menu(medium);
	for (size_t i = 0; i < IA_COUNT(uuids); i++) {
		medium->report.labels.uuid = uuids[i];
		assert_fails(medium, -EOPNOTSUPP, "ISOARGS_STAGE2 device",
			     {ISOARGS_STAGE2, "uuid"});
	}
}

static void the_second_stage_can_be_found_by_uuid_or_device(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, "utf8 nogpt noipv6 inst.stage2=hd:UUID=2020-11-04-11-36-43-00", "",
		    {ISOARGS_STAGE2, "uuid"});
	assert_args(*state, "utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdd", "",
		    {ISOARGS_STAGE2, "device"});
	assert_args(*state, "utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdb", "",
		    {ISOARGS_STAGE2, "device=/dev/xvdb"});
}

static void without_a_label_another_way_is_named(void **state)
{
	struct medium *medium = *state;

	medium->report.labels.installer = medium->report.labels.encoded = NULL;
	add_el7_menu(medium);
	assert_fails(medium, -ENODATA, "ISOARGS_STAGE2 uuid");
	assert_args(medium, "utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdd", "stage2-differs",
		    {ISOARGS_STAGE2, "device"});
	medium->report.labels.uuid = NULL;
	assert_fails(medium, -ENODATA, "ISOARGS_STAGE2 device", {ISOARGS_STAGE2, "uuid"});
}

static void a_label_with_a_colon_is_refused_since_the_installer_cuts_there(void **state)
{
	struct medium *medium = *state;

	medium->report.labels.installer = medium->report.labels.encoded = "a:b";
	add_el7_menu(medium);
	assert_fails(medium, -EOPNOTSUPP, "colon");
}

static void what_the_request_asks_takes_the_place_of_the_entrys_words(void **state)
{
	add_entry(*state, "Install",
		  STAGE2 " ip=eth1:dhcp nameserver=198.51.100.1 inst.ks=hd:sda1 inst.text "
			 "inst.repo=http://old/");
	assert_args(*state,
		    "graphical utf8 nogpt noipv6 " STAGE2
		    " inst.repo=http://192.0.2.1/ inst.ks=http://192.0.2.1/ks ip=dhcp",
		    "", {ISOARGS_DHCP, NULL}, {ISOARGS_KS, "http://192.0.2.1/ks"},
		    {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_REPO, "http://192.0.2.1/"});
}

static void name_servers_alone_leave_the_entrys_address_alone(void **state)
{
	add_entry(*state, "Install", STAGE2 " ip=eth1:dhcp nameserver=198.51.100.1");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " ip=eth1:dhcp nameserver=192.0.2.53", "",
		    {ISOARGS_NAMESERVER, "192.0.2.53"});
}

static void a_text_installation_calls_no_vnc_viewer(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.vnc inst.vncconnect=192.0.2.1");
	assert_args(*state, "text utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_TEXT, NULL});
}

static void el7_is_never_given_a_repository_by_an_escaped_label(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.repo=hd:LABEL=CentOS\\x207\\x20x86_64");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "");
	assert_fails(*state, -EOPNOTSUPP, "cdrom:/dev/xvdd",
		     {ISOARGS_REPO, "hd:LABEL=CentOS\\x207:/repo"});
	/* Not only spaces: Python's shlex takes every backslash off. */
	assert_fails(*state, -EOPNOTSUPP, "cdrom:/dev/xvdd", {ISOARGS_REPO, "hd:LABEL=a\\x2fb"});
}

static void a_kickstart_on_the_cd_drive_is_never_waited_for(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", STAGE2 " inst.ks=cdrom:/ks.cfg");
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " inst.ks=cdrom:/ks.cfg",
		    "kickstart-unseen");
	assert_fails(medium, -EOPNOTSUPP, "hd:/dev/xvdd:/PATH", {ISOARGS_KS, "cdrom:/ks.cfg"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " inst.ks=hd:/dev/xvdd:/ks.cfg", "",
		    {ISOARGS_KS, "hd:/dev/xvdd:/ks.cfg"});
	/* EL6's own loader finds it. */
	medium->report.distro.generation = 6;
	medium->entries[0].cmdline = "";
	medium->entries[0].argc = 1;
	assert_args(medium, "utf8 nogpt noipv6 ks=cdrom:/ks.cfg", "",
		    {ISOARGS_KS, "cdrom:/ks.cfg"});
}

static void a_live_image_is_refused(void **state)
{
	add_entry(*state, "Start CentOS 7 live", "root=live:CDLABEL=CentOS-7-live rd.live.image");
	add_entry(*state, "Troubleshoot",
		  "root=live:CDLABEL=CentOS-7-live rd.live.image nomodeset");
	assert_fails(*state, -EOPNOTSUPP, "live image");
	assert_fails(*state, -EOPNOTSUPP, "live system", {ISOARGS_ENTRY, "1"});
}

static void a_memory_test_makes_no_installer_of_a_live_image(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Start CentOS 7 live", "root=live:CDLABEL=CentOS-7-live rd.live.image");
	add_entry(medium, "Run a memory test", "");
	medium->entries[1].kernel = "/isolinux/memtest";
	assert_fails(medium, -EOPNOTSUPP, "live image");
	/* Nor does anything else that has no word of the installer's. */
	medium->entries[1].kernel = "/isolinux/hdt";
	assert_fails(medium, -EOPNOTSUPP, "live image");
}

static void a_memory_test_is_never_the_plain_entry(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 6;
	add_entry(medium, "Memory test", "");
	medium->entries[0].kernel = "MEMTEST";
	assert_fails(medium, -ENOENT,
		     "found no entry that installs: \"Memory test\" tests the memory");
	add_entry(medium, "Install", "vendor.word=1");
	assert_args(medium, "utf8 nogpt noipv6 vendor.word=1", "");
}

static void an_entry_can_be_chosen_by_number_id_or_title(void **state)
{

	add_el7_menu(*state);
	((struct medium *)*state)->entries[3].cmdline = STAGE2 " chosen";
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " chosen", "", {ISOARGS_ENTRY, "3"});
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " chosen", "", {ISOARGS_ENTRY, "id3"});
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " chosen", "",
		    {ISOARGS_ENTRY, "Rescue a CentOS system"});
	assert_fails(*state, -ENOENT, "ISOARGS_ENTRY", {ISOARGS_ENTRY, "nope"});
}

static void an_entry_that_only_checks_serves_where_there_is_no_plain_one(void **state)
{
	add_entry(*state, "Rescue", STAGE2 " rescue");
	add_entry(*state, "Test & install", STAGE2 " rd.live.check");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "no-plain-entry");
}

static void rescue_entries_alone_are_no_installation(void **state)
{
	add_entry(*state, "Rescue", STAGE2 " rescue");
	assert_fails(*state, -ENOENT, "rescues");
}

static void an_entry_that_starts_the_installer_beats_one_that_does_not(void **state)
{
	add_entry(*state, "Memory test", "");
	add_entry(*state, "Install", STAGE2 " quiet");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2, "");
}

static void a_menu_without_linux_is_told_from_none_and_from_a_truncated_one(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Boot from disk", "");
	medium->entries[0].command = "chainloader";
	assert_fails(medium, -ENOENT, "none of them boots a Linux kernel");
	medium->config.count = 0;
	ia_note(&medium->report.notes, ISOARGS_ERROR, IA_NOTE_GRUB_SYNTAX, IA_AT_LINE(MENU, 7, 1),
		"found }");
	assert_fails(medium, -ENOENT, MENU ":7:1: the boot configuration yields no menu entry");
	medium->report.menu.count = 0;
	ia_notes_free(&medium->report.notes);
	assert_fails(medium, -ENOENT, "no boot configuration");
	medium->report.image_size = 1 << 19;
	assert_fails(medium, -ENOENT, "truncated: 524288 bytes are missing");
}

static void a_family_without_rules_gets_its_own_words_and_says_so(void **state)
{
	struct medium *medium = *state;

	medium->report.distro = (struct ia_distro){0};
	add_entry(medium, "Install", "vendor.seed=x quiet splash ---");
	assert_args(medium, "vendor.seed=x quiet splash ---", "family-unknown");
	assert_fails(medium, -EOPNOTSUPP, "ISOARGS_APPEND", {ISOARGS_DHCP, NULL});
	assert_args(medium, "vendor.seed=x quiet splash --- a=b", "family-unknown",
		    {ISOARGS_APPEND, "a=b"});
}

static void a_known_family_without_rules_is_named(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *own = NULL;

	medium->report.distro =
		(struct ia_distro){.family = IA_FAMILY_SUSE, .name = "openSUSE", .version = "15.6"};
	add_entry(medium, "Install", "vga=788 quiet");
	assert_int_equal(derive(medium, NULL, 0, &own, NULL), 0);
	assert_string_equal(isoargs_args_string(own), "vga=788 quiet");
	assert_contains(isoargs_note_text(isoargs_args_note(own, 0)),
			"openSUSE, how its installer reads its words is not known");
	assert_int_equal(isoargs_note_severity(isoargs_args_note(own, 0)), ISOARGS_INFO);
	assert_int_equal(isoargs_args_installer(own), ISOARGS_INSTALLER_UNKNOWN);
	isoargs_args_free(own);
	assert_fails(medium, -EOPNOTSUPP, "reads no word for it", {ISOARGS_TEXT, NULL});
}

static void a_medium_that_no_pc_runs_is_told_and_advised_no_guest(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *own = NULL;

	medium->report.distro.arch = "ppc64le";
	medium->report.distro.arch_from = ".treeinfo";
	add_el7_menu(medium);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "other-architecture");
	medium->report.distro.generation = 9;
	medium->report.distro.arch = "aarch64";
	assert_int_equal(derive(medium, NULL, 0, &own, NULL), 0);
	assert_false(has_note(own, "no-pv"));
	assert_contains(isoargs_note_text(isoargs_args_note(own, 0)),
			"the medium is for aarch64 (.treeinfo): no guest of a PC runs its kernel");
	isoargs_args_free(own);
	medium->report.distro.arch = "i386";
	assert_args(medium, STAGE2, "no-pv");
}

static void a_live_medium_is_told_and_keeps_what_boots_it(void **state)
{
	struct medium *medium = *state;

	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_DEBIAN, .name = "Debian"};
	add_entry(medium, "Live system", "boot=live components quiet splash findiso=");
	assert_args(medium, "boot=live components console=hvc0", "live-medium");
	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_COREOS, .name = "x"};
	medium->config.count = 0;
	add_entry(medium, "CoreOS", "coreos.liveiso=x ignition.firstboot");
	assert_args(medium, "coreos.liveiso=x ignition.firstboot console=hvc0", "live-medium");
	/* Then it installs. */
	assert_args(medium,
		    "coreos.liveiso=x ignition.firstboot console=hvc0 "
		    "coreos.inst.install_dev=/dev/xvda",
		    "", {ISOARGS_APPEND, "coreos.inst.install_dev=/dev/xvda"});
	/* What it is called changes nothing: no second stage is invented. */
	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_FEDORA, .generation = 10};
	assert_args(medium, "coreos.liveiso=x ignition.firstboot console=hvc0", "live-medium");
}

static void the_menu_shows_how_the_installer_spells_its_options(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 6;
	add_entry(medium, "Install", STAGE2 " quiet");
	assert_args(medium, "inst.graphical " STAGE2, "graphical-without-network",
		    {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_STYLE, "minimal"});
}

static void an_installer_of_unknown_release_gets_no_words_that_depend_on_it(void **state)
{
	struct medium *medium = *state;

	medium->report.distro = (struct ia_distro){0};
	add_el7_menu(medium);
	assert_args(medium, "inst.graphical " STAGE2 " ip=dhcp", "generation-unknown",
		    {ISOARGS_GRAPHICAL, NULL}, {ISOARGS_DHCP, NULL});
}

static void a_medium_of_el_is_one_even_if_neither_release_nor_word_tells(void **state)
{
	struct medium *medium = *state;

	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_EL, .name = "CentOS"};
	add_entry(medium, "Install", "vendor.word=1");
	assert_args(medium, STAGE2 " vendor.word=1", "generation-unknown");
}

static void a_release_that_the_disk_hides_is_not_unknown(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->report.is_doubtful = true;
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "");
	medium->report.distro = (struct ia_distro){0};
	assert_fails(medium, -EIO, "which release it is");
}

static void a_vendors_word_with_quotes_is_kept_with_a_warning(void **state)
{
	add_entry(*state, "Install", STAGE2 " vendor=\"a b\"");
	assert_args(*state, "utf8 nogpt noipv6 " STAGE2 " vendor=\"a b\"", "quotes");
}

static void a_word_with_control_characters_is_left_out_with_a_warning(void **state)
{
	struct medium *medium = *state;
	const char *line = STAGE2 " a=\"x\ny\" b=\x1b[31m c=\x7f d=\xc2\x9b e=\xff f=\xc3\xa9";

	add_entry(medium, "Install", line);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " e=\xff f=\xc3\xa9", "control-characters");
	medium->report.distro = (struct ia_distro){0};
	medium->entries[0].cmdline = "a=\"x\ny\" splash";
	medium->entries[0].argc = 1;
	assert_args(medium, "splash", "control-characters");
}

static void a_line_that_xen_would_cut_is_refused(void **state)
{
	struct setting settings[2] = {{ISOARGS_APPEND, NULL}, {ISOARGS_APPEND, NULL}};
	struct isoargs_args *args = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	size_t rest = IA_XEN_CMDLINE_MAX - strlen("utf8 nogpt noipv6 " STAGE2 " ");
	char word[IA_XEN_CMDLINE_MAX];

	add_el7_menu(*state);
	memset(word, 'x', sizeof(word));
	word[rest] = '\0';
	settings[0].value = word;
	assert_int_equal(derive(*state, settings, 1, &args, NULL), 0);
	assert_int_equal(strlen(isoargs_args_string(args)), IA_XEN_CMDLINE_MAX);
	isoargs_args_free(args);
	word[rest] = 'x';
	word[rest + 1] = '\0';
	args = SENTINEL;
	assert_int_equal(derive(*state, settings, 1, &args, &error), -E2BIG);
	assert_ptr_equal(args, SENTINEL);
	assert_contains(isoargs_error_message(error), "1024 bytes");
}

static void from_an_entry_that_was_cut_nothing_is_derived(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->entries[0].is_cut = true;
	assert_fails(medium, -E2BIG,
		     "loads more than is kept of it: 4096 bytes of parameters, 1024 of a path, 64 "
		     "RAM disks; choose another one with ");
}

static void arguments_outlive_report_and_request(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *args = NULL;

	add_el7_menu(medium);
	assert_int_equal(derive(medium, NULL, 0, &args, NULL), 0);
	ia_arena_free(medium->report.arena);
	medium->report.arena = ia_arena_new(0);
	memset(medium->entries, 0, sizeof(medium->entries));
	assert_string_equal(isoargs_args_string(args), "utf8 nogpt noipv6 " STAGE2);
	assert_string_equal(isoargs_word_text(isoargs_args_word(args, 0)), "utf8");
	isoargs_args_free(args);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_medium(the_plain_entry_is_taken_though_the_default_checks_the_medium),
		with_medium(every_word_of_the_request_has_its_place),
		with_medium(the_minimal_style_leaves_the_legacy_words_out),
		with_medium(a_legacy_style_that_has_no_effect_is_said_to_have_none),
		with_medium(noipv6_does_not_stand_beside_an_ipv6_address),
		with_medium(nothing_in_the_entry_turns_off_the_ipv6_that_is_asked_for),
		with_medium(a_legacy_word_of_the_entry_is_not_said_twice),
		with_medium(no_word_without_prefix_is_given_to_el9_and_later),
		with_medium(fedora_gets_no_legacy_words_and_no_word_about_its_kernel),
		with_medium(el10_has_no_vnc_any_more),
		with_medium(el6_reads_options_without_prefix_and_finds_its_cd_itself),
		with_medium(words_of_the_loader_and_the_desktop_are_dropped_and_others_kept),
		with_medium(dropped_words_keep_their_place_and_reason),
		with_medium(every_word_has_a_reason),
		with_medium(the_second_stage_says_who_computes_it_and_what_the_entry_has),
		with_medium(a_second_stage_that_was_replaced_is_among_the_dropped),
		with_medium(the_mediums_own_token_is_replaced_and_the_difference_noted),
		with_medium(a_quoted_stage2_word_is_replaced_too),
		with_medium(a_second_stage_is_added_where_the_entry_names_none),
		with_medium(two_stage2_words_become_one),
		with_medium(a_uuid_that_is_no_date_stays_out_of_the_line),
		with_medium(the_second_stage_can_be_found_by_uuid_or_device),
		with_medium(without_a_label_another_way_is_named),
		with_medium(a_label_with_a_colon_is_refused_since_the_installer_cuts_there),
		with_medium(what_the_request_asks_takes_the_place_of_the_entrys_words),
		with_medium(name_servers_alone_leave_the_entrys_address_alone),
		with_medium(a_text_installation_calls_no_vnc_viewer),
		with_medium(el7_is_never_given_a_repository_by_an_escaped_label),
		with_medium(a_kickstart_on_the_cd_drive_is_never_waited_for),
		with_medium(a_live_image_is_refused),
		with_medium(a_memory_test_makes_no_installer_of_a_live_image),
		with_medium(a_memory_test_is_never_the_plain_entry),
		with_medium(an_entry_can_be_chosen_by_number_id_or_title),
		with_medium(an_entry_that_only_checks_serves_where_there_is_no_plain_one),
		with_medium(rescue_entries_alone_are_no_installation),
		with_medium(an_entry_that_starts_the_installer_beats_one_that_does_not),
		with_medium(a_menu_without_linux_is_told_from_none_and_from_a_truncated_one),
		with_medium(a_family_without_rules_gets_its_own_words_and_says_so),
		with_medium(a_known_family_without_rules_is_named),
		with_medium(a_medium_that_no_pc_runs_is_told_and_advised_no_guest),
		with_medium(a_live_medium_is_told_and_keeps_what_boots_it),
		with_medium(the_menu_shows_how_the_installer_spells_its_options),
		with_medium(an_installer_of_unknown_release_gets_no_words_that_depend_on_it),
		with_medium(a_medium_of_el_is_one_even_if_neither_release_nor_word_tells),
		with_medium(a_release_that_the_disk_hides_is_not_unknown),
		with_medium(a_vendors_word_with_quotes_is_kept_with_a_warning),
		with_medium(a_word_with_control_characters_is_left_out_with_a_warning),
		with_medium(a_line_that_xen_would_cut_is_refused),
		with_medium(from_an_entry_that_was_cut_nothing_is_derived),
		with_medium(arguments_outlive_report_and_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
