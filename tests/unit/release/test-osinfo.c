/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "release/osinfo.h"

static void assert_id(const char *name, const char *version, const char *expected)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {.name = name, .version = version};
	const char *id = NULL;

	assert_int_equal(ia_osinfo_find(&distro, arena, &id), expected != NULL);
	if (expected)
		assert_string_equal(id, expected);
	else
		assert_null(id);
}

static void assert_label(const char *label, const char *expected)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {0};
	const char *id = NULL;

	assert_int_equal(ia_distro_from_label(&distro, label, arena), 0);
	assert_int_equal(ia_osinfo_find(&distro, arena, &id), 1);
	assert_string_equal(id, expected);
}

static void releases_have_the_ids_that_the_database_gives_them(void **state IA_UNUSED)
{
	assert_id("Red Hat Enterprise Linux", "7.9", "rhel7.9");
	assert_id("Red Hat Enterprise Linux", "9.4.0", "rhel9.4");
	assert_id("Oracle Linux", "8.10", "ol8.10");
	assert_id("Scientific Linux", "6.10", "scientificlinux6.10");
	assert_id("CentOS", "6.10", "centos6.10");
	assert_id("CentOS Stream", "9", "centos-stream9");
	assert_id("CentOS Stream", "8-stream", "centos-stream8");
	assert_id("AlmaLinux", "8.10", "almalinux8");
	assert_id("Rocky Linux", "9.3", "rocky9");
	assert_id("Circle Linux", "8.5", "circle8.5");
	assert_id("MIRACLE LINUX", "9.0", "miraclelinux9.0");
	assert_id("Fedora", "40", "fedora40");
	assert_id("Debian", "12.5.0", "debian12");
	assert_id("openSUSE Leap", "15.4", "opensuse15.4");
	assert_id("openSUSE Leap", "42.3", "opensuse42.3");
	assert_id("openSUSE", "13.2", "opensuse13.2");
	assert_id("Alpine Linux", "3.19.1", "alpinelinux3.19");
}

static void systems_of_their_own_are_told_by_their_variant(void **state IA_UNUSED)
{
	assert_id("AlmaLinux Kitten", "10", "almalinux-kitten10");
	assert_label("AlmaLinux-Kitten-10-x86_64", "almalinux-kitten10");
	assert_label("AlmaLinux-10-0-x86_64-dvd", "almalinux10");
	assert_label("Fedora-SB-ostree-x86_64-43", "silverblue43");
	assert_label("Fedora-AW-ostree-x86_64-28", "silverblue28");
	assert_label("Fedora-S-dvd-x86_64-43", "fedora43");
	assert_label("Rocky-Kitten-10-0-x86_64", "rocky10"); /* somebody else's */
	assert_label("SLE-12-SP3-Server-DVD-x86_640473", "sles12sp3");
	assert_label("SLE-12-Desktop-DVD-x86_6405561", "sled12");
	assert_label("SLE-Micro-5.3-DVD-aarch6444..001", "slem5.3");
	assert_label("SLE-15-SP6-Online-x86_64-GM", "sle15sp6");
}

static void one_id_stands_for_all_of_centos_7_and_of_8(void **state IA_UNUSED)
{
	assert_id("CentOS", "7", "centos7.0");
	assert_id("CentOS", "7.9.2009", "centos7.0");
	assert_id("CentOS", "8.5.2111", "centos8");
	assert_id("CentOS", "9", NULL);
}

static void what_rolls_has_an_id_without_a_version(void **state IA_UNUSED)
{
	assert_id("Arch Linux", "202603", "archlinux");
	assert_id("Arch Linux", NULL, "archlinux");
	assert_id("openSUSE Tumbleweed", NULL, "opensusetumbleweed");
	assert_id("Fedora", "Rawhide", "fedora-rawhide");
	assert_id("Fedora", "ELN", "fedora-eln");
	assert_id("Fedora", NULL, NULL);
}

static void ubuntus_ids_have_year_and_month(void **state IA_UNUSED)
{
	assert_id("Ubuntu", "24.04.1", "ubuntu24.04");
	assert_id("Ubuntu", "10.10", "ubuntu10.10");
	assert_id("Ubuntu", "6.06", "ubuntu6.06");
	assert_id("Ubuntu", "6.04", NULL);
	assert_id("Ubuntu", "24.06", NULL);
	assert_id("Ubuntu", "24", NULL);
	assert_id("Kubuntu", "22.04", "ubuntu22.04");
}

static void service_packs_stand_in_the_ids_of_suses_enterprise(void **state IA_UNUSED)
{
	assert_id("SUSE Linux Enterprise", "15", "sle15");
	assert_id("SUSE Linux Enterprise", "15-SP6", "sle15sp6");
	assert_id("SUSE Linux Enterprise Server", "15.4", "sle15sp4"); /* as .treeinfo has it */
	assert_id("SUSE Linux Enterprise", "15-SP8", NULL);
	assert_id("SUSE Linux Enterprise", "15.8", NULL);
	assert_id("SUSE Linux Enterprise", "12-SP5", NULL); /* Server's or Desktop's? */
	assert_id("SUSE Linux Enterprise Server", "12-SP5", "sles12sp5");
	assert_id("SUSE Linux Enterprise Desktop", "11-SP4", "sled11sp4");
	assert_id("SUSE Linux Enterprise", "16", "sles16.0");
	assert_id("SUSE Linux Enterprise", "16.1", "sles16.1");
}

static void a_coreos_has_the_id_of_its_stream(void **state IA_UNUSED)
{
	assert_id("Fedora CoreOS", "42.20250803.3.0", "fedora-coreos-stable");
	assert_id("Fedora CoreOS", "42.20250803.2.0", "fedora-coreos-testing");
	assert_id("Fedora CoreOS", "42.20250803.1.0", "fedora-coreos-next");
	assert_id("Fedora CoreOS", "42.20250803.20.0", NULL);
	assert_id("Fedora CoreOS", "42.20250803.0.0", NULL);
	assert_id("Fedora CoreOS", "42", NULL);
	assert_id("RHEL CoreOS", "416.94.202501", NULL);
}

static void releases_to_come_are_called_as_those_before(void **state IA_UNUSED)
{
	assert_id("Fedora", "52", "fedora52");
	assert_id("Debian", "14", "debian14");
	assert_id("Ubuntu", "30.04", "ubuntu30.04");
	assert_id("Red Hat Enterprise Linux", "11.2", "rhel11.2");
	assert_id("Rocky Linux", "11.0", "rocky11");
	assert_id("Alpine Linux", "3.31.0", "alpinelinux3.31");
}

static void what_never_was_has_no_id(void **state IA_UNUSED)
{
	assert_id("Red Hat Enterprise Linux", "7.10", NULL);
	assert_id("Red Hat Enterprise Linux", "8.11", NULL);
	assert_id("Red Hat Enterprise Linux", "9", NULL); /* which of them? */
	assert_id("Oracle Linux", "5.4", NULL);
	assert_id("Fedora", "0", NULL);
	assert_id("openSUSE Leap", "14.0", NULL);
	assert_id("openSUSE Leap", "15.7", NULL);
	assert_id("Alpine Linux", "2.7", NULL);
	assert_id("Linux Mint", "22.3", NULL);
	assert_id("Holiday", "2019", NULL);
	assert_id(NULL, NULL, NULL);
}

static void a_version_that_is_no_version_has_no_id(void **state IA_UNUSED)
{
	assert_id("Fedora", "40beta", NULL);
	assert_id("Fedora", "4000000000000000000000", NULL);
	assert_id("Debian", "", NULL);
	assert_id("Debian", "twelve", NULL);
	assert_id("Debian", "20111014", NULL);
	assert_id("Fedora", "100", "fedora100");
	assert_id("Fedora", "1000", NULL);
	assert_id("Red Hat Enterprise Linux", "9.", NULL);
	assert_id("Red Hat Enterprise Linux", "9.x", NULL);
	assert_id("SUSE Linux Enterprise", "15-SP", NULL);
	assert_id("SUSE Linux Enterprise", "15-SPx", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(releases_have_the_ids_that_the_database_gives_them),
		cmocka_unit_test(systems_of_their_own_are_told_by_their_variant),
		cmocka_unit_test(one_id_stands_for_all_of_centos_7_and_of_8),
		cmocka_unit_test(what_rolls_has_an_id_without_a_version),
		cmocka_unit_test(ubuntus_ids_have_year_and_month),
		cmocka_unit_test(service_packs_stand_in_the_ids_of_suses_enterprise),
		cmocka_unit_test(a_coreos_has_the_id_of_its_stream),
		cmocka_unit_test(releases_to_come_are_called_as_those_before),
		cmocka_unit_test(what_never_was_has_no_id),
		cmocka_unit_test(a_version_that_is_no_version_has_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
