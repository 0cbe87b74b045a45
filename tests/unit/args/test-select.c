/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/select.h"
#include "base/note.h"
#include "menu/cmdline.h"
#include "report/report.h"

/* Menus with the structure of real media of each family; which entry installs in the plain way? */

#define MENU "ISO:/boot/grub/grub.cfg"

#define ENTRIES_MAX 12u

struct medium {
	struct isoargs_report report;
	struct ia_config config;
	struct isoargs_entry entries[ENTRIES_MAX];
	struct ia_notes notes; /* of the choice */
};

static int setup(void **state)
{
	struct medium *medium = calloc(1, sizeof(*medium));

	medium->report.arena = ia_arena_new(0);
	medium->report.menu.configs = &medium->config;
	medium->report.menu.count = 1;
	medium->config =
		(struct ia_config){.name = MENU, .evaluated = true, .entries = medium->entries};
	*state = medium;
	return 0;
}

static int teardown(void **state)
{
	struct medium *medium = *state;

	ia_arena_free(medium->report.arena);
	ia_notes_free(&medium->report.notes);
	ia_notes_free(&medium->notes);
	free(medium);
	return 0;
}

static struct isoargs_entry *add(struct medium *medium, const char *title, const char *kernel,
				 const char *initrd, const char *cmdline)
{
	struct ia_arena *arena = medium->report.arena;
	size_t number = medium->config.count++;
	struct ia_cmdline words = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY};
	const char **argv, **initrds;

	assert_true(number < ENTRIES_MAX);
	assert_int_equal(ia_cmdline_split(&words, cmdline, &like), 0);
	argv = ia_arena_array(arena, words.count + 2, sizeof(*argv));
	initrds = ia_arena_array(arena, 1, sizeof(*initrds));
	argv[0] = kernel;
	initrds[0] = initrd;
	for (size_t i = 0; i < words.count; i++)
		argv[i + 1] = words.words[i].text;
	medium->entries[number] = (struct isoargs_entry){
		.path = ia_arena_printf(arena, "%zu", number),
		.title = title,
		.id = title,
		.file = MENU,
		.line = 10 + (unsigned)number,
		.command = "linux",
		.kernel = kernel,
		.argv = argv,
		.argc = words.count + 1,
		.cmdline = cmdline,
		.initrds = initrds,
		.initrd_count = initrd ? 1 : 0,
	};
	return &medium->entries[number];
}

/* The chosen entry's title, and whether it was the plain one. */
static void assert_chosen(struct medium *medium, const char *title, bool is_plain)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const struct isoargs_entry *entry = NULL;

	ia_notes_free(&medium->notes);
	medium->notes = (struct ia_notes){0};
	if (ia_select_entry(&medium->report, NULL, NULL, &medium->notes, &entry, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	assert_string_equal(entry->title, title);
	assert_int_equal(medium->notes.count, is_plain ? 0 : 1);
	if (!is_plain)
		assert_string_equal(ia_note_word(medium->notes.items[0].code), "no-plain-entry");
}

static void assert_none(struct medium *medium, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const struct isoargs_entry *entry = SENTINEL;

	assert_int_equal(
		ia_select_entry(&medium->report, NULL, NULL, &medium->notes, &entry, &error), code);
	assert_ptr_equal(entry, SENTINEL);
	assert_contains(isoargs_error_message(error), part);
}

#define DI     "/install.amd/vmlinuz"
#define DI_GTK "/install.amd/gtk/initrd.gz"
#define DI_TXT "/install.amd/initrd.gz"

static void debian_installs_in_text_since_a_pv_guest_has_no_screen(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_DEBIAN;
	add(medium, "Graphical install", DI, DI_GTK, "vga=788 --- quiet")->is_default = true;
	assert_chosen(medium, "Graphical install", false);
	add(medium, "Graphical expert install", DI, DI_GTK, "priority=low vga=788 ---");
	add(medium, "Rescue mode", DI, DI_TXT, "vga=788 rescue/enable=true --- quiet");
	add(medium, "Expert install", DI, DI_TXT, "priority=low vga=788 ---");
	add(medium, "Automated install", DI, DI_TXT, "auto=true priority=critical vga=788 ---");
	add(medium, "Install with speech synthesis", DI, DI_TXT, "vga=788 speakup.synth=soft ---");
	add(medium, "Dark contrast", DI, DI_TXT, "vga=788 theme=dark ---");
	assert_chosen(medium, "Graphical install", false);
	add(medium, "Install", DI, DI_TXT, "vga=788 --- quiet");
	assert_chosen(medium, "Install", true);
}

static void debian_live_is_taken_where_no_installer_is_beside_it(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_DEBIAN;
	add(medium, "Fail-safe", "/live/vmlinuz", "/live/initrd.img", "boot=live noapic nosmp");
	add(medium, "Verify", "/live/vmlinuz", "/live/initrd.img", "boot=live verify-checksums");
	assert_chosen(medium, "Fail-safe", false);
	add(medium, "Live", "/live/vmlinuz", "/live/initrd.img", "boot=live components quiet");
	assert_chosen(medium, "Live", true);
	add(medium, "Graphical installer", "/d-i/gtk/vmlinuz", "/d-i/gtk/initrd.gz", "vga=788");
	assert_chosen(medium, "Graphical installer", false);
	add(medium, "Installer", "/d-i/vmlinuz", "/d-i/initrd.gz", "");
	assert_chosen(medium, "Installer", true);
}

#define CASPER "/casper/vmlinuz", "/casper/initrd"

static void ubuntus_try_or_install_is_the_installer(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_UBUNTU;
	add(medium, "Safe graphics", CASPER, "nomodeset maybe-ubiquity quiet splash ---");
	add(medium, "OEM install", CASPER, "only-ubiquity oem-config/enable=true quiet ---");
	add(medium, "Check disc", CASPER, "integrity-check quiet splash ---");
	add(medium, "Test memory", "/boot/memtest86+x64.bin", NULL, "");
	assert_chosen(medium, "Safe graphics", false);
	add(medium, "Try or Install", CASPER, "maybe-ubiquity quiet splash ---");
	assert_chosen(medium, "Try or Install", true);
}

static void ubuntus_install_entry_beats_the_one_that_only_tries(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_UBUNTU;
	add(medium, "Try without installing", CASPER, "boot=casper quiet splash --");
	add(medium, "Check disc", CASPER, "boot=casper integrity-check quiet splash --");
	add(medium, "Test memory", "/install/mt86plus", NULL, "");
	assert_chosen(medium, "Try without installing", true);
	add(medium, "Install", CASPER, "boot=casper only-ubiquity quiet splash --");
	assert_chosen(medium, "Install", true);
}

static void ubuntu_server_is_installed_by_hand(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_UBUNTU;
	add(medium, "Unattended", CASPER, "autoinstall ds=nocloud;s=/cdrom/ ---");
	assert_chosen(medium, "Unattended", false);
	add(medium, "Install Server", CASPER, "---");
	add(medium, "Install Server (HWE)", "/casper/hwe-vmlinuz", "/casper/hwe-initrd", "---");
	assert_chosen(medium, "Install Server", true);
}

#define SUSE "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd"

static void suse_installs_and_neither_upgrades_nor_rescues(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_SUSE;
	add(medium, "Boot from Hard Disk", SUSE, "")->command = "chainloader";
	add(medium, "Rescue System", SUSE, "splash=silent rescue=1");
	add(medium, "Boot Linux System", SUSE, "splash=silent systemboot=1");
	add(medium, "Check Installation Media", SUSE, "splash=silent mediacheck=1");
	add(medium, "Memory Test", "/EFI/BOOT/memtest.efi", NULL, "");
	assert_none(
		medium, -ENOENT,
		"found no entry that installs: \"Boot from Hard Disk\" starts another boot "
		"loader, \"Rescue System\" rescues a system, \"Check Installation Media\" checks "
		"the medium; use an installation image");
	add(medium, "Upgrade", SUSE, "splash=silent upgrade=1");
	add(medium, "Failsafe", SUSE, "apm=off nomodeset x11failsafe");
	assert_chosen(medium, "Failsafe", false);
	add(medium, "Installation", SUSE, "splash=silent");
	assert_chosen(medium, "Installation", true);
}

static void live_media_are_refused_only_where_they_are_of_the_el_family(void **state)
{
	struct medium *medium = *state;

	add(medium, "Failsafe", SUSE, "root=live:CDLABEL=x rd.live.image nomodeset");
	add(medium, "Mediacheck", SUSE, "mediacheck=1 root=live:CDLABEL=x rd.live.image");
	add(medium, "Live", SUSE, "root=live:CDLABEL=x rd.live.image splash=silent");
	medium->report.distro.family = IA_FAMILY_SUSE;
	assert_chosen(medium, "Live", true);
	medium->report.distro.family = IA_FAMILY_UNKNOWN;
	assert_chosen(medium, "Live", true);
	medium->report.distro.family = IA_FAMILY_FEDORA;
	assert_chosen(medium, "Live", true);
	medium->report.distro.family = IA_FAMILY_EL;
	assert_none(medium, -EOPNOTSUPP, "live image");
}

#define ARCHISO "/boot/x/vmlinuz", "/boot/x/initrd"
#define COREOS  "/images/pxeboot/vmlinuz", "/images/pxeboot/initrd.img"

static void coreos_is_live_whatever_it_is_called(void **state)
{
	static const enum ia_family families[] = {IA_FAMILY_COREOS, IA_FAMILY_FEDORA,
						  IA_FAMILY_UNKNOWN};
	struct medium *medium = *state;

	add(medium, "RHEL CoreOS (Live)", COREOS,
	    "coreos.liveiso=fedora-coreos-43 ignition.firstboot ignition.platform.id=metal");
	for (size_t i = 0; i < IA_COUNT(families); i++) {
		medium->report.distro.family = families[i];
		assert_chosen(medium, "RHEL CoreOS (Live)", true);
	}
	/* Beside anaconda it is one more entry. */
	add(medium, "Install", COREOS, "inst.stage2=hd:LABEL=x");
	medium->report.distro.family = IA_FAMILY_FEDORA;
	assert_chosen(medium, "Install", true);
}

static void what_is_on_a_disk_is_never_chosen(void **state)
{
	struct medium *medium = *state;

	add(medium, "GNU/Linux", "/vmlinuz", "/initrd.img", "root=/dev/sda1");
	assert_none(
		medium, -ENOENT,
		"found no entry that installs: \"GNU/Linux\" boots what is installed on a disk");
	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_EL, .generation = 6};
	assert_none(medium, -ENOENT, "boots what is installed on a disk");
	add(medium, "Install", "/isolinux/vmlinuz", "/isolinux/initrd.img", "");
	assert_chosen(medium, "Install", true);
}

static void media_that_install_nothing_are_told_by_what_they_boot(void **state)
{
	struct medium *medium = *state;

	add(medium, "iPXE", "/ipxe.lkrn", NULL, "");
	assert_none(
		medium, -ENOENT,
		"found no entry that installs: \"iPXE\" loads iPXE, which boots from a network");
	add(medium, "Again", "/ipxe.lkrn", NULL, "dhcp");
	add(medium, "SystemRescue", ARCHISO, "archisobasedir=sysresccd archisolabel=RESCUE1102");
	add(medium, "Memtest86+", "/memtest.bin", NULL, "");
	add(medium, "Check", ARCHISO, "checksum verify-checksums");
	assert_none(medium, -ENOENT,
		    "\"iPXE\" loads iPXE, which boots from a network, \"SystemRescue\" rescues a "
		    "system, \"Memtest86+\" tests the memory; use");
}

static void what_boots_no_linux_is_told_as_well(void **state)
{
	struct medium *medium = *state;

	add(medium, "Shell", "/shellx64.efi", NULL, "")->command = "chainloader";
	add(medium, "Off", NULL, NULL, "")->command = NULL;
	assert_none(
		medium, -ENOENT,
		"found 2 menu entries, none of them boots a Linux kernel: \"Shell\" starts a shell "
		"of the firmware");
}

/* A note of a configuration that a reader gave up with that error, moved as menus move theirs. */
static void give_up(struct medium *medium, int code)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes own = {0};

	ia_error(&error, code, IA_AT_LINE("/boot/grub/grub.cfg", 7, 0), NULL, "gave up");
	ia_note_error(&own, ISOARGS_ERROR, IA_NOTE_CONFIG_UNREAD, error);
	ia_notes_free(&medium->report.notes);
	medium->report.notes = (struct ia_notes){0};
	ia_notes_move(&own, &medium->report.notes, "ISO");
}

static void advice_fits_what_ended_the_reading(void **state)
{
	static const struct {
		int code;
		const char *advice;
	} rows[] = {
		{-E2BIG, "gave up; the image may be whole, this bound is isoargs' own"},
		{-ELOOP, "gave up; the image may be whole, this bound is isoargs' own"},
		{-EOPNOTSUPP, "gave up; the image may be whole, but this is not handled"},
		{-EBADMSG, "gave up; compare the image's checksum with the publisher's"},
		{-ENODATA, "gave up; compare the image's checksum with the publisher's"},
		{-EIO, "gave up; copy the image to where it can be read"},
	};
	struct medium *medium = *state;

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		give_up(medium, rows[i].code);
		assert_none(medium, -ENOENT, rows[i].advice);
	}
}

#define ARCH "/arch/boot/x86_64/vmlinuz-linux", "/arch/boot/x86_64/initramfs-linux.img"

static void arch_starts_from_its_medium_and_without_speech(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_ARCH;
	add(medium, "NFS", ARCH, "archisobasedir=arch archiso_nfs_srv=192.0.2.1:/run");
	add(medium, "Speech", ARCH, "archisobasedir=arch accessibility=on");
	add(medium, "To RAM", ARCH, "archisobasedir=arch copytoram=y");
	add(medium, "Memtest86+", "/boot/memtest86+/memtest", NULL, "");
	add(medium, "iPXE", "/boot/ipxe.lkrn", NULL, "");
	assert_chosen(medium, "NFS", false);
	add(medium, "Arch", ARCH, "archisobasedir=arch copytoram=n");
	assert_chosen(medium, "Arch", true);
}

static void alpine_has_one_entry_and_xen_may_load_it(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_ALPINE;
	add(medium, "Xen/Linux lts", "/boot/vmlinuz-lts", "/boot/initramfs-lts",
	    "modules=loop,squashfs,sd-mod,usb-storage quiet")
		->command = "multiboot2";
	assert_chosen(medium, "Xen/Linux lts", true);
}

static void xenserver_installs_and_opens_no_shell(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.family = IA_FAMILY_XENSERVER;
	add(medium, "shell", "/boot/vmlinuz", "/install.img", "console=hvc0 bash-shell");
	assert_none(medium, -ENOENT, "rescues");
	add(medium, "unattended", "/boot/vmlinuz", "/install.img", "answerfile=file:///a");
	add(medium, "install", "/boot/vmlinuz", "/install.img", "console=hvc0");
	assert_chosen(medium, "install", true);
}

static void a_medium_that_nothing_names_is_read_by_its_words(void **state)
{
	struct medium *medium = *state;

	add(medium, "Expert install", DI, DI_TXT, "priority=low ---");
	add(medium, "Install", DI, DI_TXT, "--- quiet");
	assert_chosen(medium, "Install", true);
}

static void words_of_others_do_not_speak_on_media_of_the_el_family(void **state)
{
	struct medium *medium = *state;

	add(medium, "Expert", DI, DI_GTK, "priority=low auto=true boot=live");
	add(medium, "Plain", DI, DI_TXT, "");
	medium->report.distro =
		(struct ia_distro){.family = IA_FAMILY_EL, .name = "CentOS", .generation = 6};
	assert_chosen(medium, "Expert", true);
	/* Nor where anaconda's own words show it. */
	medium->report.distro = (struct ia_distro){0};
	assert_chosen(medium, "Plain", true);
	add(medium, "Anaconda", DI, DI_GTK, "inst.stage2=hd:LABEL=x auto=true");
	assert_chosen(medium, "Anaconda", true);
}

static void behind_a_menu_that_could_not_be_read_none_is_chosen(void **state)
{
	struct medium *medium = *state;
	struct ia_config configs[3] = {{.name = "ISO:/first"}, {0}, {.name = "ISO:/last"}};

	add(medium, "Install", "/vmlinuz", "/initrd", "inst.stage2=hd:LABEL=x");
	configs[1] = medium->config;
	medium->report.menu.configs = configs;
	medium->report.menu.count = IA_COUNT(configs);
	configs[2].is_doubtful = true;
	assert_chosen(medium, "Install", true);
	configs[0].is_doubtful = true;
	assert_none(medium, -EIO, "ISO:/first: reading failed");
	configs[0].is_doubtful = false;
	configs[1].is_doubtful = true;
	assert_none(medium, -EIO, MENU ": reading failed");
}

#define with_medium(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_medium(debian_installs_in_text_since_a_pv_guest_has_no_screen),
		with_medium(debian_live_is_taken_where_no_installer_is_beside_it),
		with_medium(ubuntus_try_or_install_is_the_installer),
		with_medium(ubuntus_install_entry_beats_the_one_that_only_tries),
		with_medium(ubuntu_server_is_installed_by_hand),
		with_medium(suse_installs_and_neither_upgrades_nor_rescues),
		with_medium(live_media_are_refused_only_where_they_are_of_the_el_family),
		with_medium(coreos_is_live_whatever_it_is_called),
		with_medium(what_is_on_a_disk_is_never_chosen),
		with_medium(media_that_install_nothing_are_told_by_what_they_boot),
		with_medium(what_boots_no_linux_is_told_as_well),
		with_medium(advice_fits_what_ended_the_reading),
		with_medium(arch_starts_from_its_medium_and_without_speech),
		with_medium(alpine_has_one_entry_and_xen_may_load_it),
		with_medium(xenserver_installs_and_opens_no_shell),
		with_medium(a_medium_that_nothing_names_is_read_by_its_words),
		with_medium(words_of_others_do_not_speak_on_media_of_the_el_family),
		with_medium(behind_a_menu_that_could_not_be_read_none_is_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
