/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/evidence.h"
#include "menu/cmdline.h"

/* Entries of real media: what does each boot, and how is that known? */

#define LABEL "nixos-minimal-20.09-x86_64"
#define UUID  "2020-11-02-15-15-23-00"

struct row {
	enum ia_family family;
	const char *kernel;
	const char *cmdline;
	enum isoargs_boots boots;
};

static void assert_row(const struct row *row)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline words = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY};
	const struct isoargs_report report = {
		.distro = {.family = row->family},
		.labels = {.installer = LABEL, .encoded = LABEL, .uuid = UUID},
	};
	const char *argv[16] = {row->kernel};
	struct isoargs_entry entry = {
		.title = "t",
		.command = "linux",
		.kernel = row->kernel,
		.argv = argv,
		.cmdline = row->cmdline,
	};
	enum isoargs_boots found;

	assert_int_equal(ia_cmdline_split(&words, row->cmdline, &like), 0);
	assert_true(words.count + 1 < IA_COUNT(argv));
	for (size_t i = 0; i < words.count; i++)
		argv[i + 1] = words.words[i].text;
	entry.argc = words.count + 1;
	found = ia_evidence_boots(&report, &entry);
	if (found != row->boots)
		fail_msg("%s %s boots %d, expected %d", row->kernel, row->cmdline, (int)found,
			 (int)row->boots);
}

#define assert_rows(...)                                                                           \
	do {                                                                                       \
		static const struct row rows[] = {__VA_ARGS__};                                    \
		for (size_t i = 0; i < IA_COUNT(rows); i++)                                        \
			assert_row(&rows[i]);                                                      \
	} while (0)

#define UNKNOWN   ISOARGS_BOOTS_UNKNOWN
#define INSTALLER ISOARGS_BOOTS_INSTALLER
#define LIVE      ISOARGS_BOOTS_LIVE
#define RESCUE    ISOARGS_BOOTS_RESCUE
#define SYSTEM    ISOARGS_BOOTS_SYSTEM
#define TOOL      ISOARGS_BOOTS_TOOL

static void an_installers_own_word_proves_it(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_UNKNOWN, "/vmlinuz", "inst.stage2=hd:LABEL=x quiet", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "ks=cdrom:/ks.cfg", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/linux", "priority=low vga=788 ---", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/linux", "autoyast=file:///a.xml install=cd:/", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/casper/vmlinuz", "boot=casper only-ubiquity", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/casper/vmlinuz", "autoinstall ---", INSTALLER},
		    {IA_FAMILY_COREOS, "/images/pxeboot/vmlinuz",
		     "coreos.liveiso=x coreos.inst.install_dev=/dev/xvda", INSTALLER});
}

static void the_kernels_place_proves_it(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_UNKNOWN, "/install.amd/vmlinuz", "vga=788 --- quiet", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/install/vmlinuz", "", INSTALLER},
		    {IA_FAMILY_DEBIAN, "/d-i/gtk/vmlinuz", "", INSTALLER},
		    {IA_FAMILY_SUSE, "/boot/x86_64/loader/linux", "splash=silent", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "(cd0)/boot/x86_64/loader/linux", "", INSTALLER},
		    {IA_FAMILY_UNKNOWN, "/boot/x86_64/loader/linux",
		     "root=live:CDLABEL=x rd.live.image", LIVE},
		    {IA_FAMILY_UNKNOWN, "/boot/x86_64", "", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/boot/vmlinuz", "", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/installed/vmlinuz", "", UNKNOWN});
}

static void a_family_with_a_known_installer_proves_it(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_EL, "/isolinux/vmlinuz", "", INSTALLER},
		    {IA_FAMILY_FEDORA, "/isolinux/vmlinuz", "", INSTALLER},
		    {IA_FAMILY_XENSERVER, "/boot/vmlinuz", "console=hvc0", INSTALLER},
		    {IA_FAMILY_DEBIAN, "/linux", "vga=788 --- quiet", INSTALLER},
		    {IA_FAMILY_DEBIAN, "/linux", "vga=788 quiet", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/linux", "vga=788 --- quiet", UNKNOWN},
		    {IA_FAMILY_UBUNTU, "/casper/vmlinuz", "--- quiet splash", INSTALLER},
		    {IA_FAMILY_UBUNTU, "/casper/vmlinuz", "boot=casper live-media-path=/casper --",
		     INSTALLER});
}

static void live_systems_are_told_from_installers(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_DEBIAN, "/live/vmlinuz", "boot=live components findiso=", LIVE},
		    {IA_FAMILY_UNKNOWN, "/live/vmlinuz", "boot=live components", LIVE},
		    {IA_FAMILY_UNKNOWN, "/casper/vmlinuz", "boot=casper quiet splash", LIVE},
		    {IA_FAMILY_UNKNOWN, "/casper_x/vmlinuz", "quiet", LIVE},
		    {IA_FAMILY_COREOS, "/vmlinuz", "coreos.liveiso=x ignition.firstboot", LIVE},
		    {IA_FAMILY_FEDORA, "/vmlinuz", "root=live:CDLABEL=x rd.live.image", LIVE},
		    {IA_FAMILY_ARCH, "/arch/vmlinuz", "archisobasedir=arch", LIVE},
		    {IA_FAMILY_ALPINE, "/boot/vmlinuz-lts", "modules=loop,squashfs", LIVE},
		    {IA_FAMILY_UNKNOWN, "/boot/bzImage", "root=LABEL=" LABEL, LIVE},
		    {IA_FAMILY_UNKNOWN, "/boot/bzImage", "root=UUID=" UUID, LIVE});
}

static void what_a_disk_holds_is_no_installer(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_UNKNOWN, "/vmlinuz", "root=/dev/sda1", SYSTEM},
		    {IA_FAMILY_EL, "/vmlinuz", "root=/dev/mapper/centos-root ro", SYSTEM},
		    {IA_FAMILY_DEBIAN, "/vmlinuz", "root=UUID=29beca39 --- quiet", SYSTEM},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=LABEL=other", SYSTEM},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=PARTUUID=12-1", SYSTEM},
		    /* in memory, over the network, on the medium */
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=/dev/ram0", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=/dev/nfs", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=/dev/sr0", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root=31:0", UNKNOWN},
		    {IA_FAMILY_UNKNOWN, "/vmlinuz", "root", UNKNOWN});
}

static void rescues_and_tools_install_nothing(void **state IA_UNUSED)
{
	assert_rows({IA_FAMILY_EL, "/vmlinuz", "inst.stage2=hd:LABEL=x inst.rescue", RESCUE},
		    {IA_FAMILY_DEBIAN, "/install.amd/vmlinuz", "rescue/enable=true ---", RESCUE},
		    {IA_FAMILY_UNKNOWN, "/sysresccd/boot/x86_64/vmlinuz",
		     "archisobasedir=sysresccd archisolabel=RESCUE1102", RESCUE},
		    {IA_FAMILY_UBUNTU, "/install/mt86plus", "", TOOL},
		    {IA_FAMILY_EL, "/isolinux/MEMTEST", "", TOOL},
		    {IA_FAMILY_UNKNOWN, "/ipxe.lkrn", "", TOOL});
}

static void assert_phrase(const char *command, const char *kernel, const char *phrase)
{
	const char *argv[] = {kernel};
	const struct isoargs_report report = {0};
	const struct isoargs_entry entry = {
		.command = command, .kernel = kernel, .argv = argv, .argc = 1};
	const char *found = ia_evidence_phrase(&report, &entry);

	if (phrase)
		assert_string_equal(found, phrase);
	else
		assert_null(found);
}

static void what_an_entry_does_is_said_as_it_is(void **state IA_UNUSED)
{
	assert_phrase("linux", "/ipxe.lkrn", "loads iPXE, which boots from a network");
	assert_phrase("chainloader", "/ipxe.efi", "loads iPXE, which boots from a network");
	assert_phrase("linux", "/boot/memtest86+x64.bin", "tests the memory");
	assert_phrase("chainloader", "/EFI/Shell/shellx64.efi", "starts a shell of the firmware");
	assert_phrase("multiboot2", "/hurd/ext2fs.static", "boots GNU/Hurd from a disk");
	assert_phrase("chainloader", "+1", "starts another boot loader");
	assert_phrase("linux", "/vmlinuz",
		      "boots a system of which nothing tells that it installs");
	assert_phrase("com32", "/reboot.c32", NULL);
	assert_phrase(NULL, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_installers_own_word_proves_it),
		cmocka_unit_test(the_kernels_place_proves_it),
		cmocka_unit_test(a_family_with_a_known_installer_proves_it),
		cmocka_unit_test(live_systems_are_told_from_installers),
		cmocka_unit_test(what_a_disk_holds_is_no_installer),
		cmocka_unit_test(rescues_and_tools_install_nothing),
		cmocka_unit_test(what_an_entry_does_is_said_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
