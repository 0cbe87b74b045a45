/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

#include "base/limits.h"

static void xe_is_a_subshell_of_commands(void **state)
{
	assert_string_equal(
		formatted(*state, ISOARGS_FORMAT_XE),
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
	struct handed_on *s = *state;

	guest_set(s, ISOARGS_GUEST_SR, "15828343-5b0d-4b86-a2da-56278c3b8c6");
	assert_contains(formatted(s, ISOARGS_FORMAT_XE), "sr=$(xe sr-list name-label='1582");
	guest_set(s, ISOARGS_GUEST_NETWORK, "15828343-5B0D-4b86-a2da-56278c3b8c68");
	assert_contains(formatted(s, ISOARGS_FORMAT_XE),
			"\nnetwork='15828343-5B0D-4b86-a2da-56278c3b8c68'\n");
}

static void xe_counts_the_blanks_that_the_host_adds(void **state)
{
	struct handed_on *s = *state;
	char line[IA_XEN_CMDLINE_MAX];

	memset(line, 'x', sizeof(line));
	s->args.text = line;
	line[1021] = '\0';
	assert_refused(s, ISOARGS_FORMAT_XE, -E2BIG, "have 1021 bytes");
	line[1020] = '\0';
	assert_contains(formatted(s, ISOARGS_FORMAT_XE), line);
}

static void xe_refuses_what_xenapi_or_a_terminal_would_eat(void **state)
{
	struct handed_on *s = *state;

	s->args.text = "a\tb";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "U+0009 in the arguments");
	s->args.text = "a\xff";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "byte 0xff in the arguments");
	s->args.text = LINE;
	s->args.image_name = "/isos/\xff.iso";
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP, "in the image's name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(xe_is_a_subshell_of_commands),
		TEST(what_is_nearly_a_uuid_is_a_name),
		TEST(xe_counts_the_blanks_that_the_host_adds),
		TEST(xe_refuses_what_xenapi_or_a_terminal_would_eat),
	};

	return cmocka_run_group_tests_name("xe", tests, NULL, NULL);
}
