/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "menu/location.h"

static const char *locate(const char *root, const char *file, const char *path)
{
	static char kept[128];
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	const struct isoargs_entry entry = {.root = root, .file = file};
	const char *location = "sentinel";

	assert_non_null(arena);
	assert_int_equal(ia_location_of(&entry, path, arena, &location), 0);
	if (!location)
		return NULL;
	snprintf(kept, sizeof(kept), "%s", location);
	return kept;
}

static void a_path_of_grub_lies_on_its_root(void **state IA_UNUSED)
{
	assert_string_equal(locate("cd0", "ESP:/EFI/BOOT/grub.cfg", "/vmlinuz"), "ISO:/vmlinuz");
	assert_string_equal(locate("esp", "ISO:/EFI/BOOT/grub.cfg", "/vmlinuz"), "ESP:/vmlinuz");
	assert_string_equal(locate("hd0,msdos1", "ISO:/x", "/a"), "ISO:/a");
	assert_string_equal(locate("hd0,msdos2", "ISO:/x", "/a"), "ESP:/a");
}

static void a_device_in_parentheses_wins_over_the_root(void **state IA_UNUSED)
{
	assert_string_equal(locate("cd0", "ISO:/x", "(esp)/a"), "ESP:/a");
	assert_string_equal(locate("hd7", "ISO:/x", "(cd0)/a/b"), "ISO:/a/b");
}

static void a_path_of_syslinux_lies_beside_its_configuration(void **state IA_UNUSED)
{
	assert_string_equal(locate(NULL, "ISO:/isolinux/isolinux.cfg", "/isolinux/vmlinuz"),
			    "ISO:/isolinux/vmlinuz");
	assert_string_equal(locate(NULL, "ESP:/syslinux.cfg", "/vmlinuz"), "ESP:/vmlinuz");
}

static void what_is_on_another_device_has_no_location(void **state IA_UNUSED)
{
	assert_null(locate("hd1", "ISO:/x", "/a"));
	assert_null(locate("", "ISO:/x", "/a"));
	assert_null(locate("cd0", "ISO:/x", "(http,192.0.2.1)/a"));
	assert_null(locate("cd0", "ISO:/x", "relative"));
	assert_null(locate("cd0", "ISO:/x", "(cd0)+1"));
	assert_null(locate(NULL, "nowhere", "/a"));
}

static void a_location_is_split_at_its_colon(void **state IA_UNUSED)
{
	const char *path = "sentinel";

	assert_int_equal(ia_location_split("ISO:/a:b", &path), IA_VOLUME_ISO);
	assert_string_equal(path, "/a:b");
	assert_int_equal(ia_location_split("ESP:/", &path), IA_VOLUME_ESP);
	assert_string_equal(path, "/");
	path = "sentinel";
	assert_int_equal(ia_location_split("/ISO:", &path), IA_VOLUME_NONE);
	assert_string_equal(path, "sentinel");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_of_grub_lies_on_its_root),
		cmocka_unit_test(a_device_in_parentheses_wins_over_the_root),
		cmocka_unit_test(a_path_of_syslinux_lies_beside_its_configuration),
		cmocka_unit_test(what_is_on_another_device_has_no_location),
		cmocka_unit_test(a_location_is_split_at_its_colon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
