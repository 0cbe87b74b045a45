/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "args/args.h"
#include "text/guest/consumer.h"
#include "text/guest/format.h"

/* Arguments made by hand, as whole texts. What consumers make of them is tests/tools/test_format.py. */

#define MENU "ISO:/EFI/BOOT/grub.cfg"
#define LINE "inst.stage2=hd:LABEL=C\\x207 a'b$"

struct sample {
	struct isoargs_args args;
	struct isoargs_word words[3];
	struct isoargs_word dropped[1];
	const char *initrds[2];
	struct isoargs_guest *guest;
	char *text;
};

static int setup(void **state)
{
	struct sample *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->words[0] = (struct isoargs_word){"inst.stage2=hd:LABEL=C\\x207", ISOARGS_FROM_LABEL,
					    NULL, 0, "a label"};
	s->words[1] = (struct isoargs_word){"a'b$", ISOARGS_FROM_ENTRY, MENU, 23, "its own"};
	s->words[2] = (struct isoargs_word){"inst.vncpassword=secret", ISOARGS_FROM_OPTION,
					    "--vnc-password-file", 0, NULL};
	s->dropped[0] = (struct isoargs_word){"quiet\xff", ISOARGS_FROM_ENTRY, MENU, 23, "hides"};
	s->initrds[0] = "/initrd.img";
	s->initrds[1] = "/it's";
	s->args.text = LINE;
	s->args.words.words = s->words;
	s->args.words.count = 2;
	s->args.dropped.words = s->dropped;
	s->args.dropped.count = 1;
	s->args.kernel = "/vmlinuz";
	s->args.initrds = s->initrds;
	s->args.initrd_count = 1;
	s->args.entry_file = MENU;
	s->args.entry_line = 21;
	s->args.entry_path = "2>0";
	s->args.entry_title = "Install CentOS 7";
	s->args.image_name = "/isos/c7.iso";
	assert_int_equal(isoargs_guest_new(&s->guest), 0);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct sample *s = *state;

	isoargs_guest_free(s->guest);
	free(s->text);
	free(s);
	return 0;
}

static void set(struct sample *s, enum isoargs_guest_option option, const char *value)
{
	assert_int_equal(isoargs_guest_set(s->guest, option, value, NULL), 0);
}

static const char *text_of(struct sample *s, enum isoargs_format format)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	free(s->text);
	s->text = NULL;
	if (isoargs_args_format(&s->args, s->guest, format, &s->text, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	return s->text;
}

static void assert_refused(struct sample *s, enum isoargs_format format, int code, const char *part)
{
	char *text = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_args_format(&s->args, s->guest, format, &text, &error), code);
	assert_ptr_equal(text, SENTINEL);
	assert_int_equal(isoargs_error_code(error), code);
	assert_contains(isoargs_error_message(error), part);
	assert_int_equal(isoargs_args_format(&s->args, s->guest, format, &text, NULL), code);
}

static void formats_have_names(void **state IA_UNUSED)
{
	static const char *const names[] = {"raw", "json", "shell", "xe", "xl", "libvirt", "qemu"};
	enum isoargs_format format = (enum isoargs_format)42;

	assert_int_equal(isoargs_format_parse("XL", &format), -EINVAL);
	assert_int_equal(isoargs_format_parse("", &format), -EINVAL);
	assert_int_equal(isoargs_format_parse("xml", &format), -EINVAL);
	assert_int_equal(format, 42);
	for (unsigned i = 0; i < IA_COUNT(names); i++) {
		assert_int_equal(isoargs_format_parse(names[i], &format), 0);
		assert_int_equal(format, i);
		assert_string_equal(ia_format_name(format), names[i]);
	}
}

static void a_format_of_no_name_is_refused(void **state)
{
	assert_refused(*state, (enum isoargs_format)IA_FORMATS, -EINVAL, "no format number 7");
}

static void raw_is_the_line_alone(void **state)
{
	assert_string_equal(text_of(*state, ISOARGS_FORMAT_RAW), LINE "\n");
}

static void no_guest_stands_for_one_of_which_nothing_is_said(void **state)
{
	struct sample *s = *state;
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(isoargs_args_format(&s->args, NULL, ISOARGS_FORMAT_XL, &text, NULL), 0);
	assert_string_equal(text, text_of(s, ISOARGS_FORMAT_XL));
}

static void json_has_words_and_reasons(void **state)
{
	struct sample *s = *state;

	s->args.words.count = 3;
	assert_string_equal(text_of(s, ISOARGS_FORMAT_JSON),
			    "{\n"
			    "  \"format\":1,\n"
			    "  \"args\":\"inst.stage2=hd:LABEL=C\\\\x207 a'b$\",\n"
			    "  \"length\":32,\n"
			    "  \"kernel\":\"/vmlinuz\",\n"
			    "  \"initrds\":[\n"
			    "    \"/initrd.img\"\n"
			    "  ],\n"
			    "  \"entry\":{\n"
			    "    \"title\":\"Install CentOS 7\",\n"
			    "    \"path\":\"2>0\",\n"
			    "    \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "    \"line\":21\n"
			    "  },\n"
			    "  \"words\":[\n"
			    "    {\n"
			    "      \"text\":\"inst.stage2=hd:LABEL=C\\\\x207\",\n"
			    "      \"origin\":\"label\",\n"
			    "      \"file\":null,\n"
			    "      \"reason\":\"a label\"\n"
			    "    },\n"
			    "    {\n"
			    "      \"text\":\"a'b$\",\n"
			    "      \"origin\":\"entry\",\n"
			    "      \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "      \"line\":23,\n"
			    "      \"reason\":\"its own\"\n"
			    "    },\n"
			    "    {\n"
			    "      \"text\":\"inst.vncpassword=********\",\n"
			    "      \"origin\":\"option\",\n"
			    "      \"file\":\"--vnc-password-file\",\n"
			    "      \"reason\":null\n"
			    "    }\n"
			    "  ],\n"
			    "  \"dropped\":[\n"
			    "    {\n"
			    "      \"text\":\"quiet\\\\xff\",\n"
			    "      \"origin\":\"entry\",\n"
			    "      \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "      \"line\":23,\n"
			    "      \"reason\":\"hides\"\n"
			    "    }\n"
			    "  ],\n"
			    "  \"notes\":[\n"
			    "  ]\n"
			    "}\n");
}

static void json_refuses_to_change_what_is_handed_on(void **state)
{
	struct sample *s = *state;

	s->args.text = "a\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in the arguments");
	s->args.text = LINE;
	s->args.kernel = "/v\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in the kernel's path");
	s->args.kernel = "/vmlinuz";
	s->initrds[0] = "/i\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in an initrd's path");
}

static void shell_counts_its_initrds(void **state)
{
	struct sample *s = *state;

	s->args.initrd_count = 2;
	assert_string_equal(text_of(s, ISOARGS_FORMAT_SHELL),
			    "ISOARGS_ARGS='inst.stage2=hd:LABEL=C\\x207 a'\\''b$'\n"
			    "ISOARGS_KERNEL='/vmlinuz'\n"
			    "ISOARGS_INITRD='/initrd.img'\n"
			    "ISOARGS_INITRD_COUNT=2\n"
			    "ISOARGS_INITRD_1='/initrd.img'\n"
			    "ISOARGS_INITRD_2='/it'\\''s'\n");
	s->args.initrd_count = 0;
	assert_string_equal(text_of(s, ISOARGS_FORMAT_SHELL),
			    "ISOARGS_ARGS='inst.stage2=hd:LABEL=C\\x207 a'\\''b$'\n"
			    "ISOARGS_KERNEL='/vmlinuz'\n"
			    "ISOARGS_INITRD=''\n"
			    "ISOARGS_INITRD_COUNT=0\n");
}

static void assert_controls_refused(struct sample *s, enum isoargs_format format)
{
	static const char *const paths[] = {"/v\x02", "/v\x1b[31m", "/v\n",
					    "/v\t",   "/v\x7f",     "/v\xc2\x9b"};

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		s->args.kernel = paths[i];
		assert_refused(s, format, -EOPNOTSUPP, " in the kernel's path");
	}
	s->args.kernel = "/vmlinuz";
}

static void shell_carries_any_byte_but_controls(void **state)
{
	struct sample *s = *state;

	s->args.kernel = "/v\xff\x9b\xe2\x80\xae";
	assert_contains(text_of(s, ISOARGS_FORMAT_SHELL),
			"ISOARGS_KERNEL='/v\xff\x9b\xe2\x80\xae'\n");
	assert_controls_refused(s, ISOARGS_FORMAT_SHELL);
	s->initrds[0] = "/i\x14";
	assert_refused(s, ISOARGS_FORMAT_SHELL, -EOPNOTSUPP,
		       "found U+0014 in an initrd's path, which a terminal would obey");
}

static void xl_by_pygrub_has_the_medium_first(void **state)
{
	assert_string_equal(
		text_of(*state, ISOARGS_FORMAT_XL),
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
	struct sample *s = *state;
	const char *text, *disk, *medium;

	set(s, ISOARGS_GUEST_KERNEL, "/x/vm\"linuz");
	set(s, ISOARGS_GUEST_INITRD, "/x/initrd");
	set(s, ISOARGS_GUEST_DISK, "/dev/vg/c7");
	set(s, ISOARGS_GUEST_MAC, "00:16:3e:00:00:01");
	text = text_of(s, ISOARGS_FORMAT_XL);
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

static void an_entry_without_an_initrd_gets_none(void **state)
{
	struct sample *s = *state;

	s->args.initrd_count = 0;
	assert_null(strstr(text_of(s, ISOARGS_FORMAT_XL), "\nramdisk"));
	set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	assert_null(strstr(text_of(s, ISOARGS_FORMAT_LIBVIRT), "<initrd>"));
	assert_null(strstr(text_of(s, ISOARGS_FORMAT_QEMU), "-initrd"));
}

static void pygrub_is_not_told_paths_that_a_terminal_would_obey(void **state)
{
	struct sample *s = *state;

	assert_controls_refused(s, ISOARGS_FORMAT_XL);
	s->initrds[0] = "/ima\x1e/initrd.img";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP,
		       "found U+001E in the initrd's path, which a terminal would obey");
}

static void pygrub_takes_one_initrd_and_whole_paths(void **state)
{
	struct sample *s = *state;

	s->args.initrd_count = 2;
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "loads 2 initrds");
	s->args.initrd_count = 1;
	s->initrds[0] = "initrd.img";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "pygrub needs paths on the medium");
	s->initrds[0] = "/initrd.img";
	s->args.kernel = "(hd0)/vmlinuz";
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "pygrub needs paths on the medium");
}

static void joined_initrds_serve_an_entry_with_several(void **state)
{
	struct sample *s = *state;

	s->args.initrd_count = 2;
	set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "the installer is in the initrd");
	set(s, ISOARGS_GUEST_INITRD, "/x/all");
	assert_contains(text_of(s, ISOARGS_FORMAT_XL), "ramdisk = \"/x/all\"\n");
	set(s, ISOARGS_GUEST_INITRD, "/x/other");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "cat FIRST SECOND");
}

static void xe_is_a_subshell_of_commands(void **state)
{
	assert_string_equal(
		text_of(*state, ISOARGS_FORMAT_XE),
		"# Paste into a shell on the host. The image has to lie in an ISO SR (xe sr-scan "
		"finds new ones).\n"
		"(\n"
		"set -e\n"
		"one() {\n"
		"    case $2 in\n"
		"    '') echo \"there is no $1 $3\" >&2; return 1 ;;\n"
		"    *,*) echo \"more than one $1 is called $3: $2\" >&2; return 1 ;;\n"
		"    esac\n"
		"}\n"
		"\n"
		"network=$(xe network-list bridge='xenbr0' params=uuid --minimal)\n"
		"one network \"$network\" 'xenbr0'\n"
		"medium=$(xe cd-list name-label='c7.iso' params=uuid --minimal)\n"
		"one medium \"$medium\" 'c7.iso'\n"
		"\n"
		"vm=$(xe vm-install template='CentOS 6 (64-bit)' new-name-label='c7')\n"
		"xe vm-memory-limits-set uuid=\"$vm\" static-min=512MiB dynamic-min=3072MiB "
		"dynamic-max=3072MiB static-max=3072MiB\n"
		"xe vm-param-set uuid=\"$vm\" VCPUs-at-startup=1\n"
		"xe vm-param-set uuid=\"$vm\" VCPUs-max=2\n"
		"xe vm-param-set uuid=\"$vm\" VCPUs-at-startup=2\n"
		"xe vm-param-set uuid=\"$vm\" HVM-boot-policy= PV-bootloader=eliloader\n"
		"xe vm-param-set uuid=\"$vm\" other-config:install-repository=cdrom "
		"other-config:install-distro=rhlike\n"
		"xe vm-param-set uuid=\"$vm\" PV-args='inst.stage2=hd:LABEL=C\\x207 a'\\''b$'\n"
		"\n"
		"# A template's disk is bootable; eliloader wants the medium to be the only one "
		"that is.\n"
		"disks=$(xe vbd-list vm-uuid=\"$vm\" type=Disk params=userdevice --minimal)\n"
		"for device in $(echo \"$disks\" | tr , ' '); do\n"
		"    xe vm-disk-remove uuid=\"$vm\" device=\"$device\"\n"
		"done\n"
		"xe vm-disk-add uuid=\"$vm\" device=0 disk-size=20GiB\n"
		"xe vm-cd-add uuid=\"$vm\" device=3 cd-name='c7.iso'\n"
		"cd=$(xe vbd-list vm-uuid=\"$vm\" type=CD params=uuid --minimal)\n"
		"xe vbd-param-set uuid=\"$cd\" bootable=true\n"
		"xe vif-create vm-uuid=\"$vm\" network-uuid=\"$network\" device=0\n"
		"\n"
		"xe vm-start uuid=\"$vm\"\n"
		"# What is left here would be added to every later start.\n"
		"xe vm-param-set uuid=\"$vm\" PV-args=\n"
		"echo \"$vm\"\n"
		")\n");
}

static void what_is_nearly_a_uuid_is_a_name(void **state)
{
	struct sample *s = *state;

	set(s, ISOARGS_GUEST_SR, "15828343-5b0d-4b86-a2da-56278c3b8c6");
	assert_contains(text_of(s, ISOARGS_FORMAT_XE), "sr=$(xe sr-list name-label='1582");
	set(s, ISOARGS_GUEST_NETWORK, "15828343-5B0D-4b86-a2da-56278c3b8c68");
	assert_contains(text_of(s, ISOARGS_FORMAT_XE),
			"\nnetwork='15828343-5B0D-4b86-a2da-56278c3b8c68'\n");
}

static void xe_counts_the_blanks_that_the_host_adds(void **state)
{
	struct sample *s = *state;
	char line[IA_XEN_CMDLINE_MAX];

	memset(line, 'x', sizeof(line));
	s->args.text = line;
	line[1021] = '\0';
	assert_refused(s, ISOARGS_FORMAT_XE, -E2BIG, "have 1021 bytes");
	line[1020] = '\0';
	assert_contains(text_of(s, ISOARGS_FORMAT_XE), line);
}

static void xe_refuses_what_xenapi_or_a_terminal_would_eat(void **state)
{
	struct sample *s = *state;

	s->args.text = "a\tb";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "U+0009 in the arguments");
	s->args.text = "a\xff";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "byte 0xff in the arguments");
	s->args.text = LINE;
	s->args.image_name = "/isos/\xff.iso";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "in the image's name");
}

static void libvirt_starts_an_extracted_kernel(void **state)
{
	struct sample *s = *state;

	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EINVAL, "--kernel");
	set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	set(s, ISOARGS_GUEST_INITRD, "/x/a&b");
	set(s, ISOARGS_GUEST_MAC, "00:16:3e:00:00:01");
	assert_string_equal(
		text_of(s, ISOARGS_FORMAT_LIBVIRT),
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
	struct sample *s = *state;

	s->args.initrd_count = 0;
	set(s, ISOARGS_GUEST_KERNEL, "/x/\xff");
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the kernel's path");
	s->guest->values[ISOARGS_GUEST_KERNEL][3] = 'v';
	s->args.text = "a\x01";
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the arguments");
	s->args.text = LINE;
	s->args.image_name = "/isos/c7\xff.iso";
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the image's path");
	set(s, ISOARGS_GUEST_DISK, "/d\xff");
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP, "in the disk's path");
}

static void qemu_is_one_command(void **state)
{
	struct sample *s = *state;

	assert_refused(s, ISOARGS_FORMAT_QEMU, -EINVAL, "--kernel");
	set(s, ISOARGS_GUEST_KERNEL, "v,1");
	set(s, ISOARGS_GUEST_INITRD, "i");
	set(s, ISOARGS_GUEST_IMAGE, "c,7.iso");
	assert_string_equal(
		text_of(s, ISOARGS_FORMAT_QEMU),
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

static void a_guest_without_a_name_gets_one(void **state)
{
	static const struct {
		const char *image;
		const char *hostname;
		const char *line;
	} names[] = {
		{"/isos/CentOS-7.9.ISO", NULL, "name = \"CentOS-7.9\"\n"},
		{"/isos/.iso", NULL, "name = \"-iso\"\n"},
		{"/isos/2009.iso", NULL, "name = \"vm-2009\"\n"},
		{"/isos/a\"b \xc3\xa9.img", NULL, "name = \"a-b---.img\"\n"},
		{"/isos/c7.iso", "web1.example.org", "name = \"web1\"\n"},
		{"/isos/c7.iso", "10", "name = \"vm-10\"\n"},
	};
	struct sample *s = *state;

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		s->args.image_name = names[i].image;
		s->args.hostname = names[i].hostname;
		assert_contains(text_of(s, ISOARGS_FORMAT_XL), names[i].line);
	}
	set(s, ISOARGS_GUEST_NAME, "own");
	assert_contains(text_of(s, ISOARGS_FORMAT_XL), "name = \"own\"\n");
}

static void a_name_of_the_images_is_cut_at_the_bound(void **state)
{
	char image[IA_GUEST_NAME_MAX + 2] = "/", line[IA_GUEST_NAME_MAX + 16];
	struct sample *s = *state;

	memset(image + 1, 'a', IA_GUEST_NAME_MAX);
	snprintf(line, sizeof(line), "name = \"%s\"\n", image + 1);
	s->args.image_name = image;
	s->args.hostname = NULL;
	assert_contains(text_of(s, ISOARGS_FORMAT_XL), line);
	{
		char longer[sizeof(image) + 1];

		snprintf(longer, sizeof(longer), "%sb", image);
		s->args.image_name = longer;
		assert_contains(text_of(s, ISOARGS_FORMAT_XL), line);
	}
}

static void an_image_has_to_have_a_path_that_the_host_can_use(void **state)
{
	struct sample *s = *state;

	s->args.image_name = "memory";
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "--image: found \"memory\"");
	s->args.image_name = "/isos/a\nb";
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "--image");
	s->args.image_name = "/isos/";
	assert_refused(s, ISOARGS_FORMAT_XE, -EINVAL, "found a folder");
}

static void every_option_without_effect_is_refused(void **state)
{
	static const char *const values[IA_GUEST_OPTIONS] = {
		"x",      "512", "1",  "/d",     "1", "b", "n", "00:16:3e:00:00:01",
		"/i.iso", "/k",  "/i", "direct", "s", "t",
	};
	/* by format and option: is there a use for it? */
	static const char *const uses[IA_FORMATS] = {
		"..............", "..............", "..............", "xxx.xxxxx...xx",
		"xxxxxx.xxxxx..", "xxxxxx.xxxxx..", "xxxxx..xxxx...",
	};
	struct sample *s = *state;

	for (unsigned format = 0; format < IA_FORMATS; format++) {
		for (unsigned option = 0; option < IA_GUEST_OPTIONS; option++) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;
			char *text IA_AUTO_FREE = NULL;
			bool refused;

			isoargs_guest_free(s->guest);
			assert_int_equal(isoargs_guest_new(&s->guest), 0);
			set(s, (enum isoargs_guest_option)option, values[option]);
			isoargs_args_format(&s->args, s->guest, (enum isoargs_format)format, &text,
					    &error);
			refused = error && strstr(isoargs_error_message(error), "no use for it");
			if (refused != (uses[format][option] == '.'))
				fail_msg("format %u, option %u", format, option);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_have_names),
		TEST(a_format_of_no_name_is_refused),
		TEST(raw_is_the_line_alone),
		TEST(no_guest_stands_for_one_of_which_nothing_is_said),
		TEST(json_has_words_and_reasons),
		TEST(json_refuses_to_change_what_is_handed_on),
		TEST(shell_counts_its_initrds),
		TEST(shell_carries_any_byte_but_controls),
		TEST(xl_by_pygrub_has_the_medium_first),
		TEST(xl_with_extracted_files_has_the_disk_first),
		TEST(an_entry_without_an_initrd_gets_none),
		TEST(pygrub_is_not_told_paths_that_a_terminal_would_obey),
		TEST(pygrub_takes_one_initrd_and_whole_paths),
		TEST(joined_initrds_serve_an_entry_with_several),
		TEST(xe_is_a_subshell_of_commands),
		TEST(what_is_nearly_a_uuid_is_a_name),
		TEST(xe_counts_the_blanks_that_the_host_adds),
		TEST(xe_refuses_what_xenapi_or_a_terminal_would_eat),
		TEST(libvirt_starts_an_extracted_kernel),
		TEST(libvirt_refuses_what_xml_cannot_carry),
		TEST(qemu_is_one_command),
		TEST(a_guest_without_a_name_gets_one),
		TEST(a_name_of_the_images_is_cut_at_the_bound),
		TEST(an_image_has_to_have_a_path_that_the_host_can_use),
		TEST(every_option_without_effect_is_refused),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
