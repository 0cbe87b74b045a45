/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "base/strbuf.h"
#include "report/report.h"
#include "support/heap-watch.h"

/* No block of the heap that is given back holds a password, from the request to every format. */

#define PASSWORD "s3cr3t-1"
#define DIGEST                                                                                     \
	"TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDe"                                         \
	"hy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1"

static const char *const words[] = {"/vmlinuz", "quiet"};

static struct isoargs_entry entry = {
	.path = "0",
	.title = "Install",
	.file = "ISO:/EFI/BOOT/grub.cfg",
	.line = 1,
	.command = "linux",
	.kernel = "/vmlinuz",
	.argv = (const char **)(uintptr_t)words,
	.argc = 2,
	.cmdline = "quiet",
};
static struct ia_config config = {
	.name = "ISO:/EFI/BOOT/grub.cfg", .evaluated = true, .entries = &entry, .count = 1};
static const struct isoargs_report report = {
	.image_name = "/c7.iso",
	.labels = {.installer = "C7", .encoded = "C7"},
	.distro = {.family = IA_FAMILY_EL, .name = "CentOS", .generation = 7},
	.menu = {.configs = &config, .count = 1},
};

static struct isoargs_args *derive(void)
{
	struct isoargs_request *request = NULL;
	struct isoargs_args *args = NULL;
	char word[48];

	assert_int_equal(isoargs_request_new(&request), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_DHCP, NULL, NULL), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_VNC, NULL, NULL), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_VNC_PASSWORD, PASSWORD, NULL), 0);
	/* the line grows several times after the password is in it */
	for (int i = 0; i < 20; i++) {
		snprintf(word, sizeof(word), "a.word.of.some.length=%d", i);
		assert_int_equal(isoargs_request_set(request, ISOARGS_APPEND, word, NULL), 0);
	}
	assert_int_equal(
		isoargs_request_set(request, ISOARGS_APPEND, "inst.rdp.password=" PASSWORD, NULL),
		0);
	assert_int_equal(isoargs_derive(&report, request, &args, NULL), 0);
	isoargs_request_free(request);
	return args;
}

static void nothing_of_a_password_is_left_by_deriving(void **state IA_UNUSED)
{
	struct isoargs_args *args;

	heap_watch(PASSWORD);
	args = derive();
	assert_contains(isoargs_args_string(args), "inst.vncpassword=" PASSWORD);
	isoargs_args_free(args);
	assert_int_equal(heap_watch_end(), 0);
}

static void nothing_of_a_password_is_left_by_a_format(void **state IA_UNUSED)
{
	static const char *const names[] = {"raw", "json", "shell", "xe", "xl", "libvirt", "qemu"};
	struct isoargs_args *args = derive();

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		struct isoargs_guest *guest = NULL;
		enum isoargs_format format;
		char *text = NULL;
		size_t left;

		assert_int_equal(isoargs_format_parse(names[i], &format), 0);
		assert_int_equal(isoargs_guest_new(&guest), 0);
		if (i >= 5)
			assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_KERNEL, "/k", NULL),
					 0);
		heap_watch(PASSWORD);
		assert_int_equal(isoargs_args_format(args, guest, format, NULL, &text, NULL), 0);
		assert_contains(text, PASSWORD);
		ia_secret_free(text);
		left = heap_watch_end();
		if (left)
			fail_msg("%s: %zu blocks", names[i], left);
		isoargs_guest_free(guest);
	}
	isoargs_args_free(args);
}

static void nothing_of_a_hash_is_left_by_a_kickstart(void **state IA_UNUSED)
{
	struct isoargs_kickstart *kickstart = NULL;
	struct isoargs_setup *setup = NULL;

	heap_watch(DIGEST);
	assert_int_equal(isoargs_setup_new(&setup), 0);
	assert_int_equal(
		isoargs_setup_set(setup, ISOARGS_SETUP_ROOT_HASH, "$6$saltsalt$" DIGEST, NULL), 0);
	assert_int_equal(isoargs_kickstart(NULL, NULL, setup, &kickstart, NULL), 0);
	assert_contains(isoargs_kickstart_text(kickstart), DIGEST);
	isoargs_kickstart_free(kickstart);
	isoargs_setup_free(setup);
	assert_int_equal(heap_watch_end(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_a_password_is_left_by_deriving),
		cmocka_unit_test(nothing_of_a_password_is_left_by_a_format),
		cmocka_unit_test(nothing_of_a_hash_is_left_by_a_kickstart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
