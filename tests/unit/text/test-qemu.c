/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

static void qemu_is_one_command(void **state)
{
	struct handed_on *s = *state;

	assert_refused(s, ISOARGS_FORMAT_QEMU, -EINVAL, "ISOARGS_GUEST_KERNEL");
	guest_set(s, ISOARGS_GUEST_KERNEL, "v,1");
	guest_set(s, ISOARGS_GUEST_INITRD, "i");
	guest_set(s, ISOARGS_GUEST_IMAGE, "c,7.iso");
	assert_string_equal(
		formatted(s, ISOARGS_FORMAT_QEMU),
		"# The same kernel, initrd and arguments in a machine that is not Xen: the disk is "
		"vda,\n"
		"# the medium sr0, found by its label as in a PV guest.\n"
		"# The disk has to exist: truncate -s 20G 'c-7.img'\n"
		"qemu-system-x86_64 -accel kvm -accel tcg -cpu max -no-reboot \\\n"
		"    -name 'guest=c-7' \\\n"
		"    -m 3072 -smp 2 \\\n"
		"    -kernel 'v,1' \\\n"
		"    -initrd 'i' \\\n"
		"    -append 'inst.stage2=hd:LABEL=C\\x207 a'\\''b$' \\\n"
		"    -drive 'if=virtio,format=raw,file=c-7.img' \\\n"
		"    -drive 'if=ide,media=cdrom,readonly=on,format=raw,file=c,,7.iso' \\\n"
		"    -nic 'user,model=virtio-net-pci'\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(qemu_is_one_command),
	};

	return cmocka_run_group_tests_name("qemu", tests, NULL, NULL);
}
