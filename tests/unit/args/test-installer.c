/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include "args/installer.h"

/* Whose installer an entry starts, of entries as media of a corpus of real menus have them. */

struct row {
	enum ia_family family;
	const char *kernel;
	const char *cmdline;
	enum isoargs_installer installer;
};

static enum isoargs_installer installer_of(struct medium *medium, const struct row *row)
{
	const struct isoargs_entry *entry = &medium->entries[0];

	become(medium, row->family, "one", NULL);
	add_entry_of(medium, row->kernel, "/initrd.img", "one", row->cmdline);
	return ia_installer_of(&medium->report, entry);
}

static void assert_rows(struct medium *medium, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (installer_of(medium, &rows[i]) != rows[i].installer)
			fail_msg("%s %s: %u", rows[i].kernel, rows[i].cmdline,
				 (unsigned)installer_of(medium, &rows[i]));
	}
}

#define ROWS(medium, ...)                                                                          \
	do {                                                                                       \
		static const struct row rows[] = {__VA_ARGS__};                                    \
		assert_rows(medium, rows, IA_COUNT(rows));                                         \
	} while (0)

static void media_of_suse_are_linuxrcs_agamas_or_live(void **state)
{
	struct medium *medium = *state;

	ROWS(medium,
	     {IA_FAMILY_SUSE, "/boot/x86_64/loader/linux", "splash=silent",
	      ISOARGS_INSTALLER_LINUXRC},
	     {IA_FAMILY_UNKNOWN, "/boot/x86_64/loader/linux", "ramdisk_size=512000",
	      ISOARGS_INSTALLER_LINUXRC},
	     {IA_FAMILY_SUSE, "/boot/aarch64/linux", "splash=silent", ISOARGS_INSTALLER_LINUXRC},
	     {IA_FAMILY_UNKNOWN, "/vmlinuz", "install=cd autoyast=file:///autoinst.xml",
	      ISOARGS_INSTALLER_LINUXRC},
	     {IA_FAMILY_SUSE, "/boot/x86_64/loader/linux",
	      "root=live:CDLABEL=openSUSE_Tumbleweed_GNOME_Live rd.live.image",
	      ISOARGS_INSTALLER_LIVE},
	     {IA_FAMILY_UNKNOWN, "/boot/x86_64/loader/linux",
	      "rd.live.image root=live:CDLABEL=CDROM", ISOARGS_INSTALLER_LIVE});
	medium->report.labels.pvd = "Install-Leap-x86_64";
	ROWS(medium,
	     {IA_FAMILY_SUSE, "/boot/x86_64/loader/linux", "splash=silent",
	      ISOARGS_INSTALLER_AGAMA},
	     {IA_FAMILY_SUSE, "/boot/x86_64/loader/linux", "inst.auto=http://h/x",
	      ISOARGS_INSTALLER_AGAMA});
}

static void live_media_have_installers_of_their_own_or_none(void **state)
{
	ROWS(*state,
	     {IA_FAMILY_ARCH, "/arch/boot/x86_64/vmlinuz-linux",
	      "archisobasedir=arch archisosearchuuid=x", ISOARGS_INSTALLER_ARCH},
	     {IA_FAMILY_UNKNOWN, "/arch/boot/x86_64/vmlinuz-linux",
	      "archisobasedir=arch archisosearchuuid=x copytoram=n", ISOARGS_INSTALLER_ARCH},
	     {IA_FAMILY_UNKNOWN, "/sysresccd/boot/x86_64/vmlinuz",
	      "archisobasedir=sysresccd archisolabel=RESCUE", ISOARGS_INSTALLER_UNKNOWN},
	     {IA_FAMILY_UNKNOWN, "/boot/vmlinuz-x86_64", "misobasedir=manjaro misolabel=M",
	      ISOARGS_INSTALLER_LIVE},
	     {IA_FAMILY_ALPINE, "/boot/vmlinuz-lts", "modules=loop,squashfs quiet",
	      ISOARGS_INSTALLER_ALPINE},
	     {IA_FAMILY_ALPINE, "/boot/vmlinuz-virt", "modules=loop,squashfs quiet",
	      ISOARGS_INSTALLER_ALPINE},
	     {IA_FAMILY_COREOS, "/images/pxeboot/vmlinuz",
	      "coreos.liveiso=fedora-coreos-42 ignition.firstboot", ISOARGS_INSTALLER_COREOS},
	     {IA_FAMILY_UNKNOWN, "/images/pxeboot/vmlinuz", "coreos.liveiso=rhcos-416 rw",
	      ISOARGS_INSTALLER_COREOS},
	     {IA_FAMILY_DEBIAN, "/live/vmlinuz",
	      "boot=live components findiso=", ISOARGS_INSTALLER_LIVE},
	     {IA_FAMILY_UNKNOWN, "/boot/grml64full/vmlinuz", "boot=live live-media-path=/live/grml",
	      ISOARGS_INSTALLER_LIVE},
	     {IA_FAMILY_UNKNOWN, "/boot/vmlinuz", "root=live:CDLABEL=VOID_LIVE ro init=/sbin/init",
	      ISOARGS_INSTALLER_LIVE});
}

static void hosts_are_known_by_what_xen_loads(void **state)
{
	static const char *const initrds[] = {"/install.img"};
	static const char *const commands[] = {"multiboot2", "multiboot", "mboot.c32"};
	const struct row row = {IA_FAMILY_UNKNOWN, "/boot/vmlinuz", "console=hvc0 console=tty0",
				ISOARGS_INSTALLER_HOST};
	struct medium *medium = *state;

	for (size_t i = 0; i < IA_COUNT(commands); i++) {
		become(medium, row.family, NULL, NULL);
		add_entry_of(medium, row.kernel, "/initrd.img", "install", row.cmdline);
		medium->entries[0].command = commands[i];
		assert_int_equal(ia_installer_of(&medium->report, &medium->entries[0]),
				 ISOARGS_INSTALLER_UNKNOWN);
		medium->entries[0].initrds = initrds;
		assert_int_equal(ia_installer_of(&medium->report, &medium->entries[0]),
				 ISOARGS_INSTALLER_HOST);
	}
	medium->entries[0].command = "linux";
	assert_int_equal(ia_installer_of(&medium->report, &medium->entries[0]),
			 ISOARGS_INSTALLER_UNKNOWN);
	medium->report.distro.family = IA_FAMILY_XENSERVER;
	assert_int_equal(ia_installer_of(&medium->report, &medium->entries[0]),
			 ISOARGS_INSTALLER_HOST);
}

static void media_with_packages_of_rpm_are_anacondas(void **state)
{
	ROWS(*state,
	     {IA_FAMILY_FEDORA, "/images/pxeboot/vmlinuz", "inst.stage2=hd:LABEL=Fedora",
	      ISOARGS_INSTALLER_ANACONDA},
	     {IA_FAMILY_FEDORA, "/images/pxeboot/vmlinuz", "root=live:CDLABEL=Fedora rd.live.image",
	      ISOARGS_INSTALLER_LIVE},
	     {IA_FAMILY_EL, "/images/pxeboot/vmlinuz", "root=live:CDLABEL=CentOS rd.live.image",
	      ISOARGS_INSTALLER_ANACONDA},
	     {IA_FAMILY_UNKNOWN, "/isolinux/vmlinuz", "inst.stage2=hd:LABEL=x",
	      ISOARGS_INSTALLER_ANACONDA},
	     {IA_FAMILY_UNKNOWN, "/vmlinuz", "w_bootfrom=/x.iso", ISOARGS_INSTALLER_UNKNOWN});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_medium(media_of_suse_are_linuxrcs_agamas_or_live),
		with_medium(live_media_have_installers_of_their_own_or_none),
		with_medium(hosts_are_known_by_what_xen_loads),
		with_medium(media_with_packages_of_rpm_are_anacondas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
