/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

static void xl_by_pygrub_has_the_medium_first(void **state)
{
	assert_string_equal(
		formatted(*state, ISOARGS_FORMAT_XL),
		"# A Xen PV guest that starts the medium's installer: xl create -c THIS-FILE\n"
		"# Its disk has to exist: truncate -s 20G '/var/lib/xen/images/c7.img'\n"
		"\n"
		"name = \"c7\"\n"
		"type = \"pv\"\n"
		"memory = 3072\n"
		"vcpus = 2\n"
		"\n"
		"# pygrub takes both files from the first disk, which is the medium. Without\n"
		"# --offset=0 it looks inside the medium's own partitions and finds nothing.\n"
		"bootloader = \"pygrub\"\n"
		"bootloader_args = [\"--offset=0\"]\n"
		"kernel = \"/vmlinuz\"\n"
		"ramdisk = \"/initrd.img\"\n"
		"# xl takes one backslash of two away.\n"
		"cmdline = \"inst.stage2=hd:LABEL=C\\\\x207 a'b$\"\n"
		"\n"
		"disk = [\n"
		"\t\"format=raw, vdev=xvdd, access=ro, devtype=cdrom, target=/isos/c7.iso\",\n"
		"\t\"format=raw, vdev=xvda, access=rw, target=/var/lib/xen/images/c7.img\",\n"
		"]\n"
		"vif = [\"bridge=xenbr0\"]\n"
		"\n"
		"# The installer's reboot ends the guest: otherwise it would install again.\n"
		"on_poweroff = \"destroy\"\n"
		"on_reboot = \"destroy\"\n"
		"on_crash = \"destroy\"\n"
		"\n"
		"# After the installation: bootloader = \"pygrub\" alone, without "
		"bootloader_args,\n"
		"# kernel, ramdisk and cmdline; of the disks xvda only; on_reboot = "
		"\"restart\".\n");
}

static void xl_with_extracted_files_has_the_disk_first(void **state)
{
	struct handed_on *s = *state;
	const char *text, *disk, *medium;

	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vm\"linuz");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/initrd");
	guest_set(s, ISOARGS_GUEST_DISK, "/dev/vg/c7");
	guest_set(s, ISOARGS_GUEST_MAC, "00:16:3e:00:00:01");
	text = formatted(s, ISOARGS_FORMAT_XL);
	assert_contains(text, "\n# Extracted from the medium.\nkernel = \"/x/vm\\\"linuz\"\n"
			      "ramdisk = \"/x/initrd\"\n");
	assert_contains(text, "vif = [\"mac=00:16:3e:00:00:01,bridge=xenbr0\"]\n");
	assert_null(strstr(text, "offset"));
	assert_null(strstr(text, "truncate"));
	disk = strstr(text, "vdev=xvda, access=rw, target=/dev/vg/c7\"");
	medium = strstr(text, "vdev=xvdd");
	assert_non_null(disk);
	assert_non_null(medium);
	assert_true(disk < medium);
}

static void pygrub_is_not_told_paths_that_a_terminal_would_obey(void **state)
{
	struct handed_on *s = *state;

	assert_controls_refused(s, ISOARGS_FORMAT_XL);
	s->initrds[0] = "/ima\x1e/initrd.img";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP,
		       "found U+001E in the initrd's path, which a terminal would obey");
}

static void pygrub_takes_one_initrd_and_whole_paths(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.initrd_count = 2;
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "loads 2 initrds");
	s->args.entry.initrd_count = 1;
	s->initrds[0] = "initrd.img";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "pygrub needs paths on the medium");
	s->initrds[0] = "/initrd.img";
	s->args.entry.kernel = "(hd0)/vmlinuz";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "pygrub needs paths on the medium");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(xl_by_pygrub_has_the_medium_first),
		TEST(xl_with_extracted_files_has_the_disk_first),
		TEST(pygrub_is_not_told_paths_that_a_terminal_would_obey),
		TEST(pygrub_takes_one_initrd_and_whole_paths),
	};

	return cmocka_run_group_tests_name("xl", tests, NULL, NULL);
}
