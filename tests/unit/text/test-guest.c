/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "text/guest/guest.h"

static struct isoargs_guest *new_guest(void)
{
	struct isoargs_guest *guest = NULL;

	assert_int_equal(isoargs_guest_new(&guest), 0);
	return guest;
}

static void assert_accepted(enum isoargs_option option, const char *value)
{
	struct isoargs_guest *guest = new_guest();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_false(ia_guest_has(guest, option));
	if (isoargs_guest_set(guest, option, value, &error) != 0)
		fail_msg("%s: %s", value, isoargs_error_message(error));
	assert_true(ia_guest_has(guest, option));
	if (option != ISOARGS_GUEST_INITRD)
		assert_string_equal(ia_guest_value(guest, option, NULL), value);
	isoargs_guest_free(guest);
}

/* The sentence names the option; nothing is set. */
static void assert_refused(enum isoargs_option option, const char *value, const char *name)
{
	struct isoargs_guest *guest = new_guest();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_guest_set(guest, option, value, &error) != -EINVAL)
		fail_msg("accepted: %s %s", name, value);
	assert_string_equal(isoargs_option_name(isoargs_error_option(error)), name);
	assert_contains(isoargs_error_message(error), "found");
	assert_false(ia_guest_has(guest, option));
	assert_int_equal(isoargs_guest_set(guest, option, value, NULL), -EINVAL);
	isoargs_guest_free(guest);
}

/* A text of so many bytes. */
static const char *bytes(size_t length)
{
	static char text[IA_PATH_MAX + 1];

	memset(text, 'x', length);
	text[length] = '\0';
	return text;
}

static void a_name_is_short_text_and_no_number(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GUEST_NAME, "c7");
	assert_accepted(ISOARGS_GUEST_NAME, "7c");
	assert_accepted(ISOARGS_GUEST_NAME, "it's \"CentOS\" 7 & <more>");
	assert_accepted(ISOARGS_GUEST_NAME, "\xe6\x97\xa5");
	assert_accepted(ISOARGS_GUEST_NAME, bytes(IA_GUEST_NAME_MAX));
	assert_refused(ISOARGS_GUEST_NAME, bytes(IA_GUEST_NAME_MAX + 1), "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "7", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a/b", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, " a", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a ", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a\nb", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a\x7f", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a\xc2\x85", "ISOARGS_GUEST_NAME");
	assert_refused(ISOARGS_GUEST_NAME, "a\xff", "ISOARGS_GUEST_NAME");
}

/* A bound as it is written, or what is so far above it. */
static const char *decimal(unsigned bound, int above)
{
	static char text[16];

	snprintf(text, sizeof(text), "%u", bound + (unsigned)above);
	return text;
}

static void numbers_have_a_range_and_nothing_else(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GUEST_MEMORY, decimal(IA_GUEST_MEMORY_MIN, 0));
	assert_accepted(ISOARGS_GUEST_MEMORY, decimal(IA_GUEST_MEMORY_MAX, 0));
	assert_refused(ISOARGS_GUEST_MEMORY, decimal(IA_GUEST_MEMORY_MIN, -1),
		       "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, decimal(IA_GUEST_MEMORY_MAX, 1),
		       "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "4294967808", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "18446744073709552128", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "3G", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, " 1024", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "+1024", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "01024", "ISOARGS_GUEST_MEMORY");
	assert_refused(ISOARGS_GUEST_MEMORY, "", "ISOARGS_GUEST_MEMORY");
	assert_accepted(ISOARGS_GUEST_VCPUS, "1");
	assert_accepted(ISOARGS_GUEST_VCPUS, decimal(IA_GUEST_VCPUS_MAX, 0));
	assert_refused(ISOARGS_GUEST_VCPUS, "0", "ISOARGS_GUEST_VCPUS");
	assert_refused(ISOARGS_GUEST_VCPUS, decimal(IA_GUEST_VCPUS_MAX, 1), "ISOARGS_GUEST_VCPUS");
	assert_accepted(ISOARGS_GUEST_DISK_SIZE, "1");
	assert_accepted(ISOARGS_GUEST_DISK_SIZE, decimal(IA_GUEST_DISK_MAX, 0));
	assert_refused(ISOARGS_GUEST_DISK_SIZE, "0", "ISOARGS_GUEST_DISK_SIZE");
	assert_refused(ISOARGS_GUEST_DISK_SIZE, decimal(IA_GUEST_DISK_MAX, 1),
		       "ISOARGS_GUEST_DISK_SIZE");
}

static void a_mac_address_is_that_of_one_interface(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GUEST_MAC, "00:16:3e:12:34:56");
	assert_accepted(ISOARGS_GUEST_MAC, "02:AB:CD:EF:00:00");
	assert_refused(ISOARGS_GUEST_MAC, "00:00:00:00:00:00", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "01:00:5e:00:00:01", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "ff:ff:ff:ff:ff:ff", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "00:16:3e:12:34", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "00:16:3e:12:34:5", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "00:16:3e:12:34:567", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "00-16-3e-12-34-56", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "00:16:3e:12:34:5g", "ISOARGS_GUEST_MAC");
	assert_refused(ISOARGS_GUEST_MAC, "", "ISOARGS_GUEST_MAC");
}

static void a_bridge_is_an_interfaces_name(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GUEST_BRIDGE, "xenbr0");
	assert_accepted(ISOARGS_GUEST_BRIDGE, "br0.42_a-b");
	assert_accepted(ISOARGS_GUEST_BRIDGE, bytes(IA_BRIDGE_MAX));
	assert_refused(ISOARGS_GUEST_BRIDGE, bytes(IA_BRIDGE_MAX + 1), "ISOARGS_GUEST_BRIDGE");
	assert_refused(ISOARGS_GUEST_BRIDGE, "", "ISOARGS_GUEST_BRIDGE");
	assert_refused(ISOARGS_GUEST_BRIDGE, "a,b", "ISOARGS_GUEST_BRIDGE");
	assert_refused(ISOARGS_GUEST_BRIDGE, "a b", "ISOARGS_GUEST_BRIDGE");
	assert_refused(ISOARGS_GUEST_BRIDGE, "-a", "ISOARGS_GUEST_BRIDGE");
	assert_refused(ISOARGS_GUEST_BRIDGE, ".", "ISOARGS_GUEST_BRIDGE");
}

static void paths_have_no_control_characters(void **state IA_UNUSED)
{
	static const struct {
		enum isoargs_option option;
		const char *name;
	} paths[] = {
		{ISOARGS_GUEST_DISK, "ISOARGS_GUEST_DISK"},
		{ISOARGS_GUEST_IMAGE, "ISOARGS_GUEST_IMAGE"},
		{ISOARGS_GUEST_KERNEL, "ISOARGS_GUEST_KERNEL"},
		{ISOARGS_GUEST_INITRD, "ISOARGS_GUEST_INITRD"},
	};

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		assert_accepted(paths[i].option, "/a b/c,d'e\"f\\g$h\xff");
		assert_accepted(paths[i].option, bytes(IA_PATH_MAX - 1));
		assert_refused(paths[i].option, bytes(IA_PATH_MAX), paths[i].name);
		assert_refused(paths[i].option, "", paths[i].name);
		assert_refused(paths[i].option, "/a\nb", paths[i].name);
		assert_refused(paths[i].option, "/a\x7f", paths[i].name);
	}
}

static void names_on_the_host_are_text(void **state IA_UNUSED)
{
	static const struct {
		enum isoargs_option option;
		const char *name;
	} names[] = {
		{ISOARGS_GUEST_NETWORK, "ISOARGS_GUEST_NETWORK"},
		{ISOARGS_GUEST_SR, "ISOARGS_GUEST_SR"},
		{ISOARGS_GUEST_TEMPLATE, "ISOARGS_GUEST_TEMPLATE"},
	};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		assert_accepted(names[i].option, "CentOS 6 (64-bit) / 'x'");
		assert_accepted(names[i].option, bytes(IA_GUEST_TEXT_MAX));
		assert_refused(names[i].option, bytes(IA_GUEST_TEXT_MAX + 1), names[i].name);
		assert_refused(names[i].option, "", names[i].name);
		assert_refused(names[i].option, "a\tb", names[i].name);
	}
}

static void a_boot_loader_is_one_of_two(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GUEST_BOOTLOADER, "pygrub");
	assert_accepted(ISOARGS_GUEST_BOOTLOADER, "direct");
	assert_refused(ISOARGS_GUEST_BOOTLOADER, "grub", "ISOARGS_GUEST_BOOTLOADER");
	assert_refused(ISOARGS_GUEST_BOOTLOADER, "", "ISOARGS_GUEST_BOOTLOADER");
}

static void every_option_but_force_needs_a_value(void **state IA_UNUSED)
{
	struct isoargs_guest *guest = new_guest();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	for (unsigned i = 0; i < IA_GUEST_OPTIONS; i++) {
		enum isoargs_option option = (enum isoargs_option)(ISOARGS_GUEST_NAME + i);
		const char *value = option == ISOARGS_GUEST_FORCE ? "x" : NULL;

		assert_int_equal(isoargs_guest_set(guest, option, value, &error), -EINVAL);
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)),
				    isoargs_option_name(option));
	}
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_SETUP_ROOT_HASH, "x", &error), -EINVAL);
	assert_contains(isoargs_error_message(error), "no option number 39 of a guest");
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_STYLE, "x", &error), -EINVAL);
	assert_contains(isoargs_error_message(error), "no option number 20 of a guest");
	assert_false(ia_guest_has(guest, ISOARGS_GUEST_FORCE));
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_FORCE, NULL, &error), 0);
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_FORCE, NULL, &error), 0);
	assert_true(ia_guest_has(guest, ISOARGS_GUEST_FORCE));
	isoargs_guest_free(guest);
}

static void a_value_may_be_repeated_but_not_changed(void **state IA_UNUSED)
{
	struct isoargs_guest *guest = new_guest();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_NAME, "a", NULL), 0);
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_NAME, "a", NULL), 0);
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_NAME, "b", &error), -EINVAL);
	assert_contains(isoargs_error_message(error), "found \"b\" after \"a\"");
	assert_string_equal(ia_guest_value(guest, ISOARGS_GUEST_NAME, NULL), "a");
	isoargs_guest_free(guest);
}

static void initrds_are_many_but_not_endless(void **state IA_UNUSED)
{
	struct isoargs_guest *guest = new_guest();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	for (size_t i = 0; i < IA_OPTION_VALUES_MAX; i++)
		assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_INITRD, "/i", NULL), 0);
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_INITRD, "/i", &error), -E2BIG);
	assert_string_equal(isoargs_option_name(isoargs_error_option(error)),
			    "ISOARGS_GUEST_INITRD");
	assert_int_equal(guest->initrds.count, IA_OPTION_VALUES_MAX);
	isoargs_guest_free(guest);
}

static void what_was_not_said_has_a_fallback(void **state IA_UNUSED)
{
	struct isoargs_guest *guest = new_guest();

	assert_string_equal(ia_guest_value(guest, ISOARGS_GUEST_NAME, "x"), "x");
	assert_int_equal(ia_guest_number(guest, ISOARGS_GUEST_MEMORY, 7), 7);
	assert_int_equal(isoargs_guest_set(guest, ISOARGS_GUEST_MEMORY, "2048", NULL), 0);
	assert_int_equal(ia_guest_number(guest, ISOARGS_GUEST_MEMORY, 7), 2048);
	isoargs_guest_free(guest);
	assert_null(isoargs_guest_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_short_text_and_no_number),
		cmocka_unit_test(numbers_have_a_range_and_nothing_else),
		cmocka_unit_test(a_mac_address_is_that_of_one_interface),
		cmocka_unit_test(a_bridge_is_an_interfaces_name),
		cmocka_unit_test(paths_have_no_control_characters),
		cmocka_unit_test(names_on_the_host_are_text),
		cmocka_unit_test(a_boot_loader_is_one_of_two),
		cmocka_unit_test(every_option_but_force_needs_a_value),
		cmocka_unit_test(a_value_may_be_repeated_but_not_changed),
		cmocka_unit_test(initrds_are_many_but_not_endless),
		cmocka_unit_test(what_was_not_said_has_a_fallback),
	};

	return cmocka_run_group_tests_name("guest", tests, NULL, NULL);
}
