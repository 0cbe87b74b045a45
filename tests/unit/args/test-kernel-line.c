/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"

#include "args/kernel-line.h"
#include "base/limits.h"
#include "base/strbuf.h"

/* What the kernel makes of words that it does not know. */

static void assert_counts(const char *text, unsigned environment, unsigned arguments)
{
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY};
	struct ia_cmdline line = {.arena = ia_arena_new(0)};
	unsigned found_environment = 99, found_arguments = 99;

	assert_int_equal(ia_cmdline_split(&line, text, &like), 0);
	ia_kernel_line_count(&line, &found_environment, &found_arguments);
	if (found_environment != environment || found_arguments != arguments)
		fail_msg("%s: %u %u", text, found_environment, found_arguments);
	ia_arena_free(line.arena);
}

static void words_of_the_kernel_take_no_place(void **state)
{
	(void)state;
	assert_counts("", 0, 0);
	assert_counts("console=hvc0 root=/dev/xvda1 quiet nomodeset video=x mem=1G acpi=off ro", 0,
		      0);
	assert_counts("no-console-suspend log-buf-len=1M", 0, 0);
	assert_counts("xen_nopv \"root=LABEL=a b\"", 0, 0);
}

static void names_with_a_dot_are_for_modules(void **state)
{
	(void)state;
	assert_counts("inst.stage2=hd:LABEL=x inst.text net.ifnames=0 .", 0, 0);
	assert_counts("repo=http://a.example.org/ -", 1, 1);
}

static void an_unknown_name_with_a_value_is_a_variable(void **state)
{
	(void)state;
	assert_counts("netcfg/get_hostname=h auto=true url=http://h/ empty=", 4, 0);
	assert_counts("ifcfg=\"eth0=192.0.2.10/24,,a b\" \"locale=a b\"", 2, 0);
	assert_counts("vga=788 initrd=/initrd ip=dhcp hostname=h", 4, 0);
	assert_counts("consoles=1 Console=1 consol=1", 3, 0);
}

static void a_variable_that_is_set_again_takes_one_place(void **state)
{
	(void)state;
	assert_counts("nameserver=1.1.1.1 nameserver=9.9.9.9 Nameserver=9.9.9.9", 2, 0);
	assert_counts("TERM=vt100 HOME=/root", 0, 0);
	assert_counts("vnc vnc=1 vnc", 1, 2);
}

static void an_unknown_word_without_a_value_is_an_argument(void **state)
{
	(void)state;
	assert_counts("autoinstall --- splash =x 3", 0, 5);
}

static void what_stands_behind_two_hyphens_is_for_init(void **state)
{
	(void)state;
	assert_counts("a -- quiet console=hvc0 b=1", 0, 4);
	assert_counts("a init=/bin/sh b", 0, 1);
	assert_counts("a b=1 rdinit=/bin/sh", 1, 0);
}

static char *many(const char *name, const char *value, unsigned count)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = NULL;

	ia_strbuf_adds(&buf, STAGE2);
	for (unsigned i = 0; i < count; i++)
		ia_strbuf_addf(&buf, " %s%u%s", name, i, value);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	return text;
}

static void more_variables_than_the_kernel_takes_are_refused(void **state)
{
	char *fits IA_AUTO_FREE = many("v", "=1", IA_KERNEL_ENVIRONMENT_MAX);
	char *more IA_AUTO_FREE = many("v", "=1", IA_KERNEL_ENVIRONMENT_MAX + 1);
	struct medium *medium = *state;

	add_entry(medium, "Install CentOS 7", fits);
	add_entry(medium, "Install more", more);
	assert_args(medium, fits, "", {ISOARGS_ENTRY, "id0"}, {ISOARGS_STYLE, "minimal"});
	assert_fails(
		medium, -E2BIG,
		"31 words have the form NAME=VALUE with a name that is not the kernel's own: it "
		"has places for 30, and panics beyond them",
		{ISOARGS_ENTRY, "id1"}, {ISOARGS_STYLE, "minimal"});
	assert_fails(medium, -E2BIG, "31 words have the form NAME=VALUE", {ISOARGS_ENTRY, "id0"},
		     {ISOARGS_APPEND, "more=1"});
}

static void more_arguments_than_init_can_get_are_refused(void **state)
{
	char *fits IA_AUTO_FREE = many("a", "", IA_KERNEL_ARGUMENTS_MAX);
	char *more IA_AUTO_FREE = many("a", "", IA_KERNEL_ARGUMENTS_MAX + 1);
	struct medium *medium = *state;

	add_entry(medium, "Install CentOS 7", fits);
	add_entry(medium, "Install more", more);
	assert_args(medium, fits, "", {ISOARGS_ENTRY, "id0"}, {ISOARGS_STYLE, "minimal"});
	assert_fails(medium, -E2BIG,
		     "33 words without a value are not the kernel's own: it has places for 32, and "
		     "panics beyond them",
		     {ISOARGS_ENTRY, "id1"}, {ISOARGS_STYLE, "minimal"});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_the_kernel_take_no_place),
		cmocka_unit_test(names_with_a_dot_are_for_modules),
		cmocka_unit_test(an_unknown_name_with_a_value_is_a_variable),
		cmocka_unit_test(a_variable_that_is_set_again_takes_one_place),
		cmocka_unit_test(an_unknown_word_without_a_value_is_an_argument),
		cmocka_unit_test(what_stands_behind_two_hyphens_is_for_init),
		with_medium(more_variables_than_the_kernel_takes_are_refused),
		with_medium(more_arguments_than_init_can_get_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
