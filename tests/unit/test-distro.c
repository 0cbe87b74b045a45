/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "distro.h"

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

static void labels_of_others_tell_nothing(void **state IA_UNUSED)
{
	assert_label("CUSTOM", NULL, NULL, 0, NULL);
	assert_label("Ubuntu-Server 24.04 LTS amd64", NULL, NULL, 0, NULL);
	assert_label("OLD STUFF", NULL, NULL, 0, NULL);
	assert_label("Rockystone 7", NULL, NULL, 0, NULL);
	assert_label("", NULL, NULL, 0, NULL);
	assert_label("CentOS", "CentOS", NULL, 0, NULL);
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
	const struct ia_discinfo named = {.release = "CentOS Linux 7", .arch = "x86_64"};
	const struct ia_discinfo number = {.release = "7.9"};
	const struct ia_treeinfo info = {.family = "CentOS"};
	struct ia_distro distro = {0};

	ia_distro_from_discinfo(&distro, &number, arena);
	assert_distro(&distro, NULL, NULL, 0);
	ia_distro_from_discinfo(&distro, &named, arena);
	assert_distro(&distro, "CentOS", "7", 7);
	assert_string_equal(distro.version_from, ".discinfo");
	distro = (struct ia_distro){0};
	ia_distro_from_treeinfo(&distro, &info, arena);
	ia_distro_from_discinfo(&distro, &number, arena);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_of_real_media_tell_distribution_and_release),
		cmocka_unit_test(labels_of_others_tell_nothing),
		cmocka_unit_test(a_menu_title_tells_what_a_custom_label_hides),
		cmocka_unit_test(what_a_trusted_source_says_is_not_overwritten),
		cmocka_unit_test(a_version_is_not_taken_from_another_distribution),
		cmocka_unit_test(discinfo_may_name_a_release_or_only_a_number),
		cmocka_unit_test(an_unknown_family_keeps_its_name_but_no_generation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
