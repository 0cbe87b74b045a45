/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "release/distro.h"
#include "support/repeat.h"

static void assert_distro(const struct ia_distro *distro, const char *name, const char *version,
			  unsigned generation)
{
	if (name)
		assert_string_equal(distro->name, name);
	else
		assert_null(distro->name);
	if (version)
		assert_string_equal(distro->version, version);
	else
		assert_null(distro->version);
	assert_int_equal(distro->generation, generation);
}

static void assert_label(const char *label, const char *name, const char *version,
			 unsigned generation, const char *arch)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {0};

	assert_int_equal(ia_distro_from_label(&distro, label, arena), 0);
	assert_distro(&distro, name, version, generation);
	if (arch)
		assert_string_equal(distro.arch, arch);
	else
		assert_null(distro.arch);
	if (name)
		assert_string_equal(distro.name_from, "label");
}

static void labels_of_real_media_tell_distribution_and_release(void **state IA_UNUSED)
{
	assert_label("CentOS 7 x86_64", "CentOS", "7", 7, "x86_64");
	assert_label("CentOS-7-livecd-x86_64", "CentOS", "7", 7, "x86_64");
	assert_label("CentOS_6.10_Final", "CentOS", "6.10", 6, NULL);
	assert_label("CentOS-8-5-2111-x86_64-dvd", "CentOS", "8.5.2111", 8, "x86_64");
	assert_label("CentOS-Stream-9-BaseOS-x86_64", "CentOS Stream", "9", 9, "x86_64");
	assert_label("RHEL-7.9 Server.x86_64", "Red Hat Enterprise Linux", "7.9", 7, "x86_64");
	assert_label("RHEL-9-4-0-BaseOS-x86_64", "Red Hat Enterprise Linux", "9.4.0", 9, "x86_64");
	assert_label("RHEL-10-0-BaseOS-x86_64", "Red Hat Enterprise Linux", "10.0", 10, "x86_64");
	assert_label("OL-7.9 Server.x86_64", "Oracle Linux", "7.9", 7, "x86_64");
	assert_label("Rocky-9-3-x86_64-dvd", "Rocky Linux", "9.3", 9, "x86_64");
	assert_label("AlmaLinux-8-10-aarch64-dvd", "AlmaLinux", "8.10", 8, "aarch64");
	assert_label("Fedora-S-dvd-x86_64-43", "Fedora", "43", 10, "x86_64");
	assert_label("Fedora-E-dvd-x86_64-40", "Fedora", "40", 9, "x86_64");
	assert_label("Fedora 21 x86_64", "Fedora", "21", 7, "x86_64");
}

/* The volume ids of what Fedora released, one of each form, as osinfo-db knows them. */
static void each_form_of_fedoras_labels_tells_its_release(void **state IA_UNUSED)
{
	assert_label("Fedora-15-x86_64-Live-Desktop.is", "Fedora", "15", 6, "x86_64");
	assert_label("Fedora 17 x86_64", "Fedora", "17", 7, "x86_64");
	assert_label("Fedora-Live-KDE-x86_64-20-1", "Fedora", "20", 7, "x86_64");
	assert_label("Fedora-Live-Desktop-i686-19-1", "Fedora", "19", 7, "i686");
	assert_label("Fedora_20_ppc64", "Fedora", "20", 7, "ppc64");
	assert_label("Fedora-S-21-x86_64", "Fedora", "21", 7, "x86_64");
	assert_label("Fedora-Live-WS-x86_64-23-10", "Fedora", "23", 7, "x86_64");
	assert_label("Fedora-Live-WS-i686-23_B-1", "Fedora", "23", 7, "i686");
	assert_label("Fedora-WS-23_B-x86_64", "Fedora", "23", 7, "x86_64");
	assert_label("Fedora-WS-Live-24-1-2", "Fedora", "24", 7, NULL);
	assert_label("Fedora-WSOstree-ostree-x86_64-27", "Fedora", "27", 7, "x86_64");
	assert_label("Fedora-AW-ostree-x86_64-28", "Fedora", "28", 8, "x86_64");
	assert_label("Fedora-E-dvd-armhfp-31", "Fedora", "31", 8, "armhfp");
	assert_label("Fedora-SB-ostree-ppc64le-33", "Fedora", "33", 8, "ppc64le");
	assert_label("Fedora-WS-Live-34-20210219-n-0", "Fedora", "34", 9, NULL);
	assert_label("Fedora-S-dvd-s390x-39", "Fedora", "39", 9, "s390x");
	assert_label("Fedora-WS-Live-40-1-14", "Fedora", "40", 9, NULL);
	assert_label("Fedora-KDE-Live-42-1-1", "Fedora", "42", 10, NULL);
	assert_label("Fedora-CSMCA-ostree-x86_64-43", "Fedora", "43", 10, "x86_64");
	assert_label("Fedora-WS-Live-43", "Fedora", "43", 10, NULL);
}

static void what_comes_next_has_no_release_and_the_newest_installer(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct ia_treeinfo info = {.family = "Fedora", .version = "Rawhide"};
	struct ia_distro distro = {0};

	assert_label("Fedora-WS-Live-rawh-20240101-n-0", "Fedora", NULL, 10, NULL);
	assert_label("Fedora-S-dvd-x86_64-rawh", "Fedora", NULL, 10, "x86_64");
	assert_label("Fedora-rawhide-test", "Fedora", NULL, 10, NULL);
	assert_label("Fedora-ELN-BaseOS-x86_64", "Fedora", NULL, 10, "x86_64");
	assert_label("CentOS-rawhide", "CentOS", NULL, 0, NULL);
	ia_distro_from_treeinfo(&distro, &info, arena);
	assert_distro(&distro, "Fedora", "Rawhide", 10);
}

static void a_number_that_anybody_may_have_counted_is_no_release(void **state IA_UNUSED)
{
	assert_label("FEDORA", "Fedora", NULL, 0, NULL);
	assert_label("Fedora-remix-12", "Fedora", NULL, 0, NULL);
	assert_label("Fedora-20240101", "Fedora", NULL, 0, NULL);
	assert_label("Fedora-Live-2", "Fedora", NULL, 0, NULL);
	assert_label("CentOS-build-7", "CentOS", NULL, 0, NULL);
	assert_label("CentOS_AltImage", "CentOS", NULL, 0, NULL);
	assert_label("CentOS-Stream-BaseOS-x86_64", "CentOS Stream", NULL, 0, "x86_64");
	assert_label("Red Hat Enterprise Linux Atomic", "Red Hat Enterprise Linux", NULL, 0, NULL);
	assert_label("RHEL-9-4-20240101", "Red Hat Enterprise Linux", "9.4", 9, NULL);
	assert_label("CentOS 7-12abc", "CentOS", "7", 7, NULL);
}

static void el_has_its_releases_behind_variants_too(void **state IA_UNUSED)
{
	assert_label("AlmaLinux-8_10-x86_64-Live-KDE", "AlmaLinux", "8.10", 8, "x86_64");
	assert_label("AlmaLinux-Kitten-10-x86_64", "AlmaLinux", "10", 10, "x86_64");
	assert_label("CentOS_Stream_8_ppc64le_dvd", "CentOS Stream", "8", 8, "ppc64le");
	assert_label("CentOS_8_1_1911_ppc64le_dvd", "CentOS", "8.1.1911", 8, "ppc64le");
	assert_label("CentOS-7-x86_64-LiveGNOME-1511", "CentOS", "7", 7, "x86_64");
	assert_label("Circle-8-4-x86_64-dvd", "Circle Linux", "8.4", 8, "x86_64");
	assert_label("EL-8-5-x86_64-20211126-dvd", "EuroLinux", "8.5", 8, "x86_64");
	assert_label("MIRACLE-LINUX-9-0-x86_64", "MIRACLE LINUX", "9.0", 9, "x86_64");
	assert_label("OL6.10 x86_64 Disc 1 20180625", "Oracle Linux", "6.10", 6, "x86_64");
	assert_label("RHEL Atomic Host 7 x86_64", "Red Hat Enterprise Linux", "7", 7, "x86_64");
	assert_label("RHEL/5.11 x86_64 DVD", "Red Hat Enterprise Linux", "5.11", 5, "x86_64");
	assert_label("RHELSA-7.1 Server.aarch64", "Red Hat Enterprise Linux", "7.1", 7, "aarch64");
	assert_label("Rocky-Workstation-Lite-9-0", "Rocky Linux", "9.0", 9, NULL);
	assert_label("Rocky-XFCE-8", "Rocky Linux", "8", 8, NULL);
}

static void labels_of_others_tell_nothing(void **state IA_UNUSED)
{
	assert_label("CUSTOM", NULL, NULL, 0, NULL);
	assert_label("ARCH TOOLS 7", NULL, NULL, 0, NULL);
	assert_label("ARCH_TOOLS", NULL, NULL, 0, NULL);
	assert_label("SLEEP-15", NULL, NULL, 0, NULL);
	assert_label("Debianish 12", NULL, NULL, 0, NULL);
	assert_label("OLD STUFF", NULL, NULL, 0, NULL);
	assert_label("Rockystone 7", NULL, NULL, 0, NULL);
	assert_label("", NULL, NULL, 0, NULL);
	assert_label("CentOS", "CentOS", NULL, 0, NULL);
}

static void assert_family(const char *label, enum ia_family family, const char *name,
			  const char *version, const char *arch)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {0};

	assert_label(label, name, version, 0, arch);
	assert_int_equal(ia_distro_from_label(&distro, label, arena), 0);
	assert_int_equal(distro.family, family);
}

static void labels_tell_other_families_and_never_a_generation(void **state IA_UNUSED)
{
	assert_family("Debian 12.5.0 amd64 n", IA_FAMILY_DEBIAN, "Debian", "12.5.0", "amd64");
	assert_family("d-live 12.5.0 gn amd64", IA_FAMILY_DEBIAN, "Debian", "12.5.0", "amd64");
	assert_family("Ubuntu 22.04.5 LTS amd64", IA_FAMILY_UBUNTU, "Ubuntu", "22.04.5", "amd64");
	assert_family("Ubuntu-Server 24.04 LTS amd64", IA_FAMILY_UBUNTU, "Ubuntu", "24.04",
		      "amd64");
	assert_family("Ubuntu-MATE 24.04 LTS amd64", IA_FAMILY_UBUNTU, "Ubuntu", "24.04", "amd64");
	assert_family("Ubuntu 24.04.1 LTS arm64", IA_FAMILY_UBUNTU, "Ubuntu", "24.04.1", "arm64");
	assert_family("Linux Mint 21.3 Cinnamon 64-bit", IA_FAMILY_UBUNTU, "Linux Mint", "21.3",
		      NULL);
	assert_family("openSUSE-Leap-15.5-DVD-x86_6405", IA_FAMILY_SUSE, "openSUSE Leap", "15.5",
		      "x86_64");
	assert_family("openSUSE-Tumbleweed-DVD-x86_6420", IA_FAMILY_SUSE, "openSUSE Tumbleweed",
		      NULL, "x86_64");
	assert_family("openSUSE_Tumbleweed_GNOME_Live", IA_FAMILY_SUSE, "openSUSE Tumbleweed", NULL,
		      NULL);
	assert_family("SLE-15-SP5-Full-x86_645131.1", IA_FAMILY_SUSE, "SUSE Linux Enterprise",
		      "15-SP5", "x86_64");
	assert_family("SLES-12-SP-x86_64", IA_FAMILY_SUSE, "SUSE Linux Enterprise Server", "12",
		      "x86_64");
	assert_family("SLE-12-SP3-Server-DVD-x86_640473", IA_FAMILY_SUSE,
		      "SUSE Linux Enterprise Server", "12-SP3", "x86_64");
	assert_family("SLE-12-Desktop-DVD-x86_6405561", IA_FAMILY_SUSE,
		      "SUSE Linux Enterprise Desktop", "12", "x86_64");
	assert_family("SLE-Micro-5.3-DVD-aarch6444..001", IA_FAMILY_SUSE,
		      "SUSE Linux Enterprise Micro", "5.3", "aarch64");
	assert_family("SUSE-MicroOS-5.1-DVD-x86_646.001", IA_FAMILY_SUSE,
		      "SUSE Linux Enterprise Micro", "5.1", "x86_64");
	assert_family("Install-Leap-16.0-x86_64", IA_FAMILY_SUSE, "openSUSE Leap", "16.0",
		      "x86_64");
	assert_family("Install-SUSE-SLE-16-x86_64", IA_FAMILY_SUSE, "SUSE Linux Enterprise", "16",
		      "x86_64");
	assert_family("Install-SUSE-SLE-16.1-aarch64", IA_FAMILY_SUSE, "SUSE Linux Enterprise",
		      "16.1", "aarch64");
	assert_family("Install-openSUSE-x86_64", IA_FAMILY_SUSE, "openSUSE", NULL, "x86_64");
	assert_family("Debian squeeze 20111014-08:13", IA_FAMILY_DEBIAN, "Debian", NULL, NULL);
	assert_family("ARCH_202401", IA_FAMILY_ARCH, "Arch Linux", "202401", NULL);
	assert_family("alpine-std 3.19.0 x86_64", IA_FAMILY_ALPINE, "Alpine Linux", "3.19.0",
		      "x86_64");
	assert_family("alpine-xen edge x86_64", IA_FAMILY_ALPINE, "Alpine Linux", NULL, "x86_64");
	assert_family("XCP-ng 8.3.0", IA_FAMILY_XENSERVER, "XCP-ng", "8.3.0", NULL);
	assert_family("fedora-coreos-43.20251024.3.0", IA_FAMILY_COREOS, "Fedora CoreOS",
		      "43.20251024.3.0", NULL);
	assert_family("rhcos-416.94.202501", IA_FAMILY_COREOS, "RHEL CoreOS", "416.94.202501",
		      NULL);
}

static void assert_diskinfo(const char *text, enum ia_family family, const char *name,
			    const char *version, const char *arch)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {0};

	assert_int_equal(ia_distro_from_diskinfo(&distro, text, arena), 0);
	assert_distro(&distro, name, version, 0);
	assert_int_equal(distro.family, family);
	if (name)
		assert_string_equal(distro.name_from, ".disk/info");
	if (arch)
		assert_string_equal(distro.arch, arch);
	else
		assert_null(distro.arch);
}

static void a_disk_info_tells_what_it_is_in_its_first_line(void **state IA_UNUSED)
{
	assert_diskinfo("Debian GNU/Linux 12.5.0 \"Bookworm\" - Official amd64 NETINST with "
			"firmware 20240210-11:27",
			IA_FAMILY_DEBIAN, "Debian", "12.5.0", "amd64");
	assert_diskinfo("Debian GNU/Linux testing \"Trixie\" - Official Snapshot amd64\n",
			IA_FAMILY_DEBIAN, "Debian", NULL, "amd64");
	assert_diskinfo("Official Debian GNU/Linux Live 12.5.0 gnome 2024-02-10T12:05\r\n",
			IA_FAMILY_DEBIAN, "Debian", "12.5.0", NULL);
	assert_diskinfo(
		"Ubuntu-Server 22.04.4 LTS \"Jammy Jellyfish\" - Release amd64 (20240216.1)",
		IA_FAMILY_UBUNTU, "Ubuntu", "22.04.4", "amd64");
	assert_diskinfo("Linux Mint 21.3 \"Virginia\" - Release amd64 20231205\n", IA_FAMILY_UBUNTU,
			"Linux Mint", "21.3", "amd64");
	assert_diskinfo("Somebody's 7 amd64", IA_FAMILY_UNKNOWN, NULL, NULL, "amd64");
	assert_diskinfo("\nUbuntu 22.04 amd64", IA_FAMILY_UNKNOWN, NULL, NULL, NULL);
	assert_diskinfo("Ubuntu\n22.04 amd64", IA_FAMILY_UBUNTU, "Ubuntu", NULL, NULL);
	assert_diskinfo("", IA_FAMILY_UNKNOWN, NULL, NULL, NULL);
}

static void a_netboot_tree_tells_its_release_in_version_info(void **state IA_UNUSED)
{
	static const struct {
		const char *text, *name, *version;
	} cases[] = {
		{"Debian version:  12 (bookworm)\nInstaller build: 20230607+deb12u15\n", "Debian",
		 "12"},
		{"Debian version: 9 (stretch)", "Debian", "9"},
		{"Debian version:", "Debian", NULL},
		{"Installer build: 1\nDebian version: 12\n", NULL, NULL},
		{"", NULL, NULL},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct ia_arena *arena = ia_arena_new(0);
		struct ia_distro distro = {0};

		assert_int_equal(ia_distro_from_version_info(&distro, cases[i].text, arena), 0);
		assert_distro(&distro, cases[i].name, cases[i].version, 0);
		if (cases[i].name)
			assert_string_equal(distro.name_from, "version.info");
		ia_arena_free(arena);
	}
}

static void a_menu_title_tells_what_a_custom_label_hides(void **state IA_UNUSED)
{
	static const struct {
		const char *title, *name, *version;
		unsigned generation;
	} rows[] = {
		{"Install CentOS 7", "CentOS", "7", 7},
		{"Test this media & install CentOS 7", "CentOS", "7", 7},
		{"Install Red Hat Enterprise Linux 10.0", "Red Hat Enterprise Linux", "10.0", 10},
		{"Install Oracle Linux Server 7.9", "Oracle Linux", "7.9", 7},
		{"Install Rocky Linux 9.3", "Rocky Linux", "9.3", 9},
		{"Install CentOS Stream 9", "CentOS Stream", "9", 9},
		{"Install Fedora 43", "Fedora", "43", 10},
		{"Install", NULL, NULL, 0},
		{"Rescue a CentOS system", NULL, NULL, 0},
		{"Install Ubuntu Server", NULL, NULL, 0},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
		struct ia_distro distro = {0};

		assert_int_equal(ia_distro_from_title(&distro, rows[i].title, arena), 0);
		assert_distro(&distro, rows[i].name, rows[i].version, rows[i].generation);
	}
}

static void what_a_trusted_source_says_is_not_overwritten(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct ia_treeinfo info = {.family = "CentOS", .version = "7", .arch = "x86_64"};
	struct ia_distro distro = {0};

	ia_distro_from_treeinfo(&distro, &info, arena);
	ia_distro_from_label(&distro, "RHEL-9-4-0-BaseOS-aarch64", arena);
	assert_distro(&distro, "CentOS", "7", 7);
	assert_string_equal(distro.name_from, ".treeinfo");
	assert_string_equal(distro.arch, "x86_64");
}

/* What the families of real .treeinfo files are called, as osinfo-db records them. */
static void names_in_treeinfo_need_not_be_those_of_labels(void **state IA_UNUSED)
{
	static const struct {
		const char *family;
		const char *version;
		const char *name;
		unsigned generation;
	} told[] = {
		{"Scientific", "7.6", "Scientific Linux", 7},
		{"Scientific Linux-6.10", "6.10", "Scientific Linux", 6},
		{"Oracle Linux Server", "6.8", "Oracle Linux", 6},
		{"AlmaLinux Kitten", "10", "AlmaLinux Kitten", 10},
		{"Fedora-Server", "21", "Fedora", 7},
		{"Scientific photographs", "7.6", "Scientific photographs", 0},
	};

	for (size_t i = 0; i < IA_COUNT(told); i++) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
		const struct ia_treeinfo info = {.family = told[i].family,
						 .version = told[i].version};
		struct ia_distro distro = {0};

		assert_int_equal(ia_distro_from_treeinfo(&distro, &info, arena), 0);
		assert_distro(&distro, told[i].name, told[i].version, told[i].generation);
	}
}

static void a_version_is_not_taken_from_another_distribution(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct ia_treeinfo info = {.family = "Oracle Linux"};
	struct ia_distro distro = {0};

	ia_distro_from_treeinfo(&distro, &info, arena);
	ia_distro_from_label(&distro, "CentOS 7 x86_64", arena);
	assert_distro(&distro, "Oracle Linux", NULL, 0);
}

static void discinfo_may_name_a_release_or_only_a_number(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct ia_treeinfo info = {.family = "CentOS"};
	struct ia_distro distro = {0};

	ia_distro_from_discinfo(&distro, "7.9", NULL, arena);
	assert_distro(&distro, NULL, NULL, 0);
	ia_distro_from_discinfo(&distro, "CentOS Linux 7", "x86_64", arena);
	assert_distro(&distro, "CentOS", "7", 7);
	assert_string_equal(distro.version_from, ".discinfo");
	distro = (struct ia_distro){0};
	ia_distro_from_treeinfo(&distro, &info, arena);
	ia_distro_from_discinfo(&distro, "7.9", NULL, arena);
	assert_distro(&distro, "CentOS", "7.9", 7);
}

static void an_unknown_family_keeps_its_name_but_no_generation(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct ia_treeinfo info = {.family = "Mandriva", .version = "7"};
	struct ia_distro distro = {0};

	ia_distro_from_treeinfo(&distro, &info, arena);
	assert_distro(&distro, "Mandriva", "7", 0);
	assert_int_equal(distro.family, IA_FAMILY_UNKNOWN);
}

static void what_is_too_long_is_cut(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	char *label IA_AUTO_FREE = repeat("Debian ", "7", IA_RELEASE_TEXT_MAX + 1, "");
	struct ia_distro distro = {0};

	assert_int_equal(ia_distro_from_label(&distro, label, arena), 0);
	assert_string_equal(distro.name, "Debian");
	assert_int_equal(strlen(distro.version), IA_RELEASE_TEXT_MAX);
}

static void names_are_looked_for_as_long_as_there_is_work_left(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_meter meter = {.work_max = 100, .kept_max = 1 << 20};
	struct ia_distro distro = {0};

	ia_arena_draw_on(arena, &meter, IA_COST_RELEASE);
	assert_int_equal(ia_distro_from_title(&distro, "Troubleshooting", arena), 0);
	assert_int_equal(ia_distro_from_title(&distro, "Install CentOS 7", arena), -ENOMEM);
	assert_int_equal(meter.state, IA_METER_WORK_SPENT);
	ia_arena_draw_on(arena, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_of_real_media_tell_distribution_and_release),
		cmocka_unit_test(each_form_of_fedoras_labels_tells_its_release),
		cmocka_unit_test(what_comes_next_has_no_release_and_the_newest_installer),
		cmocka_unit_test(a_number_that_anybody_may_have_counted_is_no_release),
		cmocka_unit_test(el_has_its_releases_behind_variants_too),
		cmocka_unit_test(labels_of_others_tell_nothing),
		cmocka_unit_test(labels_tell_other_families_and_never_a_generation),
		cmocka_unit_test(a_disk_info_tells_what_it_is_in_its_first_line),
		cmocka_unit_test(a_netboot_tree_tells_its_release_in_version_info),
		cmocka_unit_test(a_menu_title_tells_what_a_custom_label_hides),
		cmocka_unit_test(what_a_trusted_source_says_is_not_overwritten),
		cmocka_unit_test(names_in_treeinfo_need_not_be_those_of_labels),
		cmocka_unit_test(a_version_is_not_taken_from_another_distribution),
		cmocka_unit_test(discinfo_may_name_a_release_or_only_a_number),
		cmocka_unit_test(an_unknown_family_keeps_its_name_but_no_generation),
		cmocka_unit_test(what_is_too_long_is_cut),
		cmocka_unit_test(names_are_looked_for_as_long_as_there_is_work_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
