/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

#include "text/guest/guest.h"

static void libvirt_starts_an_extracted_kernel(void **state)
{
	struct handed_on *s = *state;

	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EINVAL, "ISOARGS_GUEST_KERNEL");
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/a&b");
	guest_set(s, ISOARGS_GUEST_MAC, "00:16:3e:00:00:01");
	assert_string_equal(
		formatted(s, ISOARGS_FORMAT_LIBVIRT),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<!-- A Xen PV guest that starts the medium's installer: virsh create THIS-FILE.\n"
		"     Its disk has to exist, 20 GiB or what you like.\n"
		"     After the installation: <bootloader>pygrub</bootloader> in place of kernel,\n"
		"     initrd and cmdline; no cdrom; restart on_reboot. -->\n"
		"<domain type=\"xen\">\n"
		"  <name>c7</name>\n"
		"  <memory unit=\"MiB\">3072</memory>\n"
		"  <vcpu>2</vcpu>\n"
		"  <os>\n"
		"    <type arch=\"x86_64\" machine=\"xenpv\">linux</type>\n"
		"    <kernel>/x/vmlinuz</kernel>\n"
		"    <initrd>/x/a&amp;b</initrd>\n"
		"    <cmdline>inst.stage2=hd:LABEL=C\\x207 a&apos;b$</cmdline>\n"
		"  </os>\n"
		"  <on_poweroff>destroy</on_poweroff>\n"
		"  <on_reboot>destroy</on_reboot>\n"
		"  <on_crash>destroy</on_crash>\n"
		"  <devices>\n"
		"    <disk type=\"file\" device=\"disk\">\n"
		"      <source file=\"/var/lib/libvirt/images/c7.img\"/>\n"
		"      <target dev=\"xvda\" bus=\"xen\"/>\n"
		"    </disk>\n"
		"    <disk type=\"file\" device=\"cdrom\">\n"
		"      <source file=\"/isos/c7.iso\"/>\n"
		"      <target dev=\"xvdd\" bus=\"xen\"/>\n"
		"      <readonly/>\n"
		"    </disk>\n"
		"    <interface type=\"bridge\">\n"
		"      <mac address=\"00:16:3e:00:00:01\"/>\n"
		"      <source bridge=\"xenbr0\"/>\n"
		"    </interface>\n"
		"    <console type=\"pty\">\n"
		"      <target type=\"xen\" port=\"0\"/>\n"
		"    </console>\n"
		"  </devices>\n"
		"</domain>\n");
}

static void libvirt_refuses_what_xml_cannot_carry(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.initrd_count = 0;
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/\xff");
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the kernel's path");
	s->guest->values[IA_GUEST_INDEX(ISOARGS_GUEST_KERNEL)][3] = 'v';
	s->args.text = "a\x01";
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the arguments");
	s->args.text = LINE;
	s->args.image_name = "/isos/c7\xff.iso";
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the image's path");
	guest_set(s, ISOARGS_GUEST_DISK, "/d\xff");
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the disk's path");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(libvirt_starts_an_extracted_kernel),
		TEST(libvirt_refuses_what_xml_cannot_carry),
	};

	return cmocka_run_group_tests_name("libvirt", tests, NULL, NULL);
}
