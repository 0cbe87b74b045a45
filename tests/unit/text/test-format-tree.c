/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

#include "args/guest-kind.h"

/* What the formats make of a medium that is a tree of files. */

#define URL "http://192.0.2.5/c7/os"

static int tree_setup(void **state)
{
	struct handed_on *s;

	format_setup(state);
	s = *state;
	s->args.is_tree = true;
	s->args.image_name = "http://192.0.2.5/c7/os/";
	s->args.base_url = URL;
	s->args.entry.kernel = "/images/pxeboot/vmlinuz";
	s->args.entry.kernel_location = "TREE:/images/pxeboot/vmlinuz";
	s->locations[0] = "TREE:/images/pxeboot/initrd.img";
	s->args.entry.initrd_count = 1;
	return 0;
}

#define with_tree(test) cmocka_unit_test_setup_teardown(test, tree_setup, format_teardown)

static void virt_install_takes_the_url_of_a_tree(void **state)
{
	const char *text = formatted(*state, ISOARGS_FORMAT_VIRT_INSTALL);

	assert_contains(text, "--location='" URL ",kernel=images/pxeboot/vmlinuz,"
			      "initrd=images/pxeboot/initrd.img'");
	assert_contains(text, "--name='os'");
}

static void virt_install_takes_its_folder(void **state)
{
	struct handed_on *s = *state;

	s->args.base_url = NULL;
	s->args.image_name = "/srv/c7//";
	assert_contains(formatted(s, ISOARGS_FORMAT_VIRT_INSTALL),
			"--location='/srv/c7//,kernel=images/pxeboot/vmlinuz,");
	assert_contains(s->text, "--name='c7'");
	guest_set(s, ISOARGS_GUEST_IMAGE, "/isos/c7.iso");
	assert_contains(formatted(s, ISOARGS_FORMAT_VIRT_INSTALL),
			"--location='/isos/c7.iso,kernel=/images/pxeboot/vmlinuz,");
}

static void what_puts_an_image_into_a_guest_asks_for_one(void **state)
{
	static const enum isoargs_format formats[] = {ISOARGS_FORMAT_XL, ISOARGS_FORMAT_LIBVIRT,
						      ISOARGS_FORMAT_QEMU, ISOARGS_FORMAT_XE};
	struct handed_on *s = *state;

	s->args.guest = ia_guest_kind_find("pv");
	for (size_t i = 0; i < IA_COUNT(formats); i++) {
		bool by_name = formats[i] == ISOARGS_FORMAT_XE;

		if (formats[i] == ISOARGS_FORMAT_QEMU)
			s->args.guest = ia_guest_kind_find("kvm");
		else
			s->args.guest = ia_guest_kind_find("pv");
		isoargs_guest_free(s->guest);
		assert_int_equal(isoargs_guest_new(&s->guest), 0);
		if (!by_name) {
			guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
			guest_set(s, ISOARGS_GUEST_INITRD, "/x/initrd.img");
		}
		assert_refused(s, formats[i], -EINVAL, "is a tree of files");
		guest_set(s, ISOARGS_GUEST_IMAGE, "/isos/c7.iso");
		assert_contains(formatted(s, formats[i]), "c7.iso");
	}
}

static void what_boots_from_a_network_needs_no_image(void **state)
{
	struct handed_on *s = *state;

	s->args.guest = ia_guest_kind_find("kvm");
	assert_contains(formatted(s, ISOARGS_FORMAT_IPXE), URL "/images/pxeboot/vmlinuz");
	assert_contains(s->text, URL "/images/pxeboot/initrd.img");
	assert_contains(formatted(s, ISOARGS_FORMAT_PXELINUX), URL "/images/pxeboot/vmlinuz");
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/initrd.img");
	assert_contains(formatted(s, ISOARGS_FORMAT_KEXEC), "/x/vmlinuz");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_tree(virt_install_takes_the_url_of_a_tree),
		with_tree(virt_install_takes_its_folder),
		with_tree(what_puts_an_image_into_a_guest_asks_for_one),
		with_tree(what_boots_from_a_network_needs_no_image),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
