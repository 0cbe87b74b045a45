/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

#include <errno.h>

#include "text/guest/consumer.h"

/* Which guests a format has, and which of them can start. */

static void set_guest(struct handed_on *s, const char *name)
{
	s->args.guest = ia_guest_kind_find(name);
	assert_non_null(s->args.guest);
}

/* As if the kernel had been read. */
static void set_kernel(struct handed_on *s, unsigned modes, const char *reason)
{
	s->args.kernel_modes = modes;
	s->args.kernel_reason = reason;
	s->args.kernel_version = "5.14.0";
	s->args.entry.kernel_location = "ISO:/vmlinuz";
}

static void set_files(struct handed_on *s)
{
	guest_set(s, ISOARGS_GUEST_KERNEL, "/k");
	guest_set(s, ISOARGS_GUEST_INITRD, "/i");
}

static void a_format_has_the_guests_that_its_consumer_starts(void **state)
{
#define PV  ISOARGS_GUEST_PV
#define PVH ISOARGS_GUEST_PVH
#define HVM ISOARGS_GUEST_HVM
#define KVM ISOARGS_GUEST_KVM
	static const unsigned guests[IA_FORMATS] = {
		[ISOARGS_FORMAT_RAW] = PV | PVH | HVM | KVM,
		[ISOARGS_FORMAT_JSON] = PV | PVH | HVM | KVM,
		[ISOARGS_FORMAT_SHELL] = PV | PVH | HVM | KVM,
		[ISOARGS_FORMAT_XE] = PV,
		[ISOARGS_FORMAT_XL] = PV | PVH | HVM,
		[ISOARGS_FORMAT_LIBVIRT] = PV | PVH | HVM | KVM,
		[ISOARGS_FORMAT_QEMU] = PV | KVM,
		[ISOARGS_FORMAT_VIRT_INSTALL] = PV | HVM | KVM,
		[ISOARGS_FORMAT_KEXEC] = HVM | KVM,
		[ISOARGS_FORMAT_IPXE] = HVM | KVM,
		[ISOARGS_FORMAT_PXELINUX] = HVM | KVM,
		[ISOARGS_FORMAT_GRUB] = HVM | KVM,
	};
	struct handed_on *s = *state;

	for (unsigned i = 0; i < IA_FORMATS * IA_GUEST_KINDS; i++) {
		const struct ia_guest_kind *kind = &ia_guest_kinds[i % IA_GUEST_KINDS];
		enum isoargs_format format = (enum isoargs_format)(i / IA_GUEST_KINDS);
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		char *text IA_AUTO_FREE = NULL;
		int r;

		s->args.guest = kind;
		r = isoargs_args_format(&s->args, NULL, format, NULL, &text, &error);
		if ((r != -EOPNOTSUPP) != ((guests[format] & kind->mode) != 0))
			fail_msg("format %d, %s: %d", (int)format, kind->name, r);
	}
}

static void who_asks_for_another_guest_is_told_what_there_is(void **state)
{
	struct handed_on *s = *state;

	set_guest(s, "kvm");
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP,
		       "ISOARGS_GUEST: found kvm, but the format xl is not for a KVM guest; give "
		       "ISOARGS_GUEST pv, pvh or hvm, or take the format libvirt");
	set_guest(s, "pvh");
	assert_refused(s, ISOARGS_FORMAT_QEMU, -EOPNOTSUPP,
		       "found pvh, but the format qemu is not for a PVH guest; give ISOARGS_GUEST "
		       "pv or kvm, or take the format xl or libvirt");
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP,
		       "found pvh, but the format xe is not for a PVH guest; give ISOARGS_GUEST "
		       "pv, or");
	set_guest(s, "hvm");
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP,
		       "found hvm, but such a guest of xe is handed no arguments; take the format "
		       "raw and type its line at the medium's own boot menu");
}

static void a_guest_that_cannot_start_is_not_written(void **state)
{
	struct handed_on *s = *state;

	set_kernel(s, 0, "no Xen notes at all: built without CONFIG_XEN");
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP,
		       "ISO:/vmlinuz: the kernel 5.14.0 cannot run as a PV guest: no Xen notes at "
		       "all: built without CONFIG_XEN; give ISOARGS_GUEST hvm, or take another "
		       "format with ISOARGS_GUEST kvm; ISOARGS_GUEST_FORCE writes the guest all "
		       "the same");
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP,
		       "; take another format with ISOARGS_GUEST hvm or kvm; ISOARGS_GUEST_FORCE");
	set_guest(s, "pvh");
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP, "cannot run as a PVH guest: no Xen");
	set_kernel(s, ISOARGS_GUEST_PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux");
	assert_refused(s, ISOARGS_FORMAT_XL, -EOPNOTSUPP,
		       "no PHYS32_ENTRY note: built without CONFIG_PVH; give ISOARGS_GUEST pv or "
		       "hvm, or");
	set_guest(s, "pv");
	set_kernel(s, ISOARGS_GUEST_PVH,
		   "no ENTRY note: built without CONFIG_XEN_PV; PHYS32_ENTRY");
	set_files(s);
	assert_refused(s, ISOARGS_FORMAT_LIBVIRT, -EOPNOTSUPP,
		       "built without CONFIG_XEN_PV; PHYS32_ENTRY; give ISOARGS_GUEST pvh, hvm or "
		       "kvm; ISOARGS");
}

static void force_writes_it_all_the_same(void **state)
{
	struct handed_on *s = *state;

	set_kernel(s, 0, "no Xen notes at all");
	guest_set(s, ISOARGS_GUEST_FORCE, NULL);
	assert_contains(formatted(s, ISOARGS_FORMAT_XL), "type = \"pv\"");
}

static void what_is_no_matter_of_xens_is_written(void **state)
{
	static const char *const any[] = {"hvm", "kvm"};
	struct handed_on *s = *state;

	set_kernel(s, 0, "no Xen notes at all");
	formatted(s, ISOARGS_FORMAT_RAW);
	formatted(s, ISOARGS_FORMAT_SHELL);
	set_files(s);
	formatted(s, ISOARGS_FORMAT_QEMU);
	for (size_t i = 0; i < IA_COUNT(any); i++) {
		set_guest(s, any[i]);
		formatted(s, ISOARGS_FORMAT_LIBVIRT);
	}
}

static void a_kernel_of_which_nothing_is_known_is_not_judged(void **state)
{
	struct handed_on *s = *state;

	s->args.kernel_modes = 0;
	s->args.kernel_reason = NULL;
	formatted(s, ISOARGS_FORMAT_XL);
}

static void an_hvm_guest_of_xl_is_started_from_files(void **state)
{
	struct handed_on *s = *state;
	const char *text;

	set_guest(s, "hvm");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL,
		       "not found, but xl starts a kernel from a file, where the guest is HVM");
	guest_set(s, ISOARGS_GUEST_BOOTLOADER, "pygrub");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL,
		       "found pygrub, which the firmware of an HVM guest does not ask");
	isoargs_guest_free(s->guest);
	assert_int_equal(isoargs_guest_new(&s->guest), 0);
	set_files(s);
	text = formatted(s, ISOARGS_FORMAT_XL);
	assert_contains(text, "type = \"hvm\"");
	assert_contains(text, "serial = \"pty\"");
	assert_contains(text, "vdev=hda, access=rw");
	assert_contains(text, "vdev=hdc, access=ro, devtype=cdrom");
	assert_null(strstr(text, "bootloader"));
	s->args.graphical = true;
	text = formatted(s, ISOARGS_FORMAT_XL);
	assert_contains(text, "xl create -V");
	assert_contains(text, "vnc = 1");
	assert_null(strstr(text, "serial"));
}

static void the_medium_of_a_pvh_guest_is_a_disk(void **state)
{
	struct handed_on *s = *state;
	const char *text;

	set_guest(s, "pvh");
	text = formatted(s, ISOARGS_FORMAT_XL);
	assert_contains(text, "vdev=xvdd, access=ro, target=");
	assert_null(strstr(text, "cdrom"));
	set_files(s);
	text = formatted(s, ISOARGS_FORMAT_LIBVIRT);
	assert_contains(text, "machine=\"xenpvh\">xenpvh<");
	assert_null(strstr(text, "device=\"cdrom\""));
}

static void kvm_has_devices_and_a_bridge_of_its_own(void **state)
{
	struct handed_on *s = *state;
	const char *text;

	set_guest(s, "kvm");
	set_files(s);
	text = formatted(s, ISOARGS_FORMAT_LIBVIRT);
	assert_contains(text, "<domain type=\"kvm\">");
	assert_contains(text, "machine=\"q35\">hvm<");
	assert_contains(text, "<target dev=\"vda\" bus=\"virtio\"/>");
	assert_contains(text, "<target dev=\"sda\" bus=\"sata\"/>");
	assert_contains(text, "<source bridge=\"virbr0\"/>");
	assert_contains(text, "<target type=\"serial\" port=\"0\"/>");
	assert_null(strstr(text, "graphics"));
	s->args.graphical = true;
	text = formatted(s, ISOARGS_FORMAT_LIBVIRT);
	assert_contains(text, "<graphics type=\"vnc\"/>");
	assert_null(strstr(text, "serial"));
}

static void qemu_shows_what_a_line_for_it_says(void **state)
{
	struct handed_on *s = *state;

	set_files(s);
	assert_contains(formatted(s, ISOARGS_FORMAT_QEMU), "in a machine that is not Xen");
	assert_null(strstr(s->text, "-nographic"));
	set_guest(s, "kvm");
	assert_contains(formatted(s, ISOARGS_FORMAT_QEMU), "-smp 2 -nographic");
	assert_null(strstr(s->text, "not Xen"));
	s->args.graphical = true;
	assert_null(strstr(formatted(s, ISOARGS_FORMAT_QEMU), "-nographic"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_format_has_the_guests_that_its_consumer_starts),
		TEST(who_asks_for_another_guest_is_told_what_there_is),
		TEST(a_guest_that_cannot_start_is_not_written),
		TEST(force_writes_it_all_the_same),
		TEST(what_is_no_matter_of_xens_is_written),
		TEST(a_kernel_of_which_nothing_is_known_is_not_judged),
		TEST(an_hvm_guest_of_xl_is_started_from_files),
		TEST(the_medium_of_a_pvh_guest_is_a_disk),
		TEST(kvm_has_devices_and_a_bridge_of_its_own),
		TEST(qemu_shows_what_a_line_for_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
