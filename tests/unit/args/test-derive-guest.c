/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include "base/limits.h"

static void a_guest_that_is_not_pv_is_told_its_console(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *own = NULL;

	add_el7_menu(medium);
	assert_int_equal(derive(medium, NULL, 0, &own, NULL), 0);
	assert_int_equal(isoargs_args_guest(own), ISOARGS_GUEST_PV);
	isoargs_args_free(own);
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_GUEST, "pv"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=hvc0", "",
		    {ISOARGS_GUEST, "pvh"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=ttyS0", "",
		    {ISOARGS_GUEST, "hvm"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"});
	assert_args(medium, "utf8 nogpt noipv6 " STAGE2 " console=tty0", "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_APPEND, "console=tty0"});
	assert_args(medium, "graphical utf8 nogpt noipv6 " STAGE2, "", {ISOARGS_GUEST, "kvm"},
		    {ISOARGS_GRAPHICAL, NULL});
}

static void a_guest_that_is_not_pv_is_handed_a_longer_line(void **state)
{
	struct setting settings[] = {
		{ISOARGS_GUEST, "kvm"},
		{ISOARGS_APPEND, "console=ttyS0"},
		{ISOARGS_APPEND, NULL},
	};
	struct isoargs_args *args = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	size_t rest = IA_LINUX_CMDLINE_MAX - strlen("utf8 nogpt noipv6 " STAGE2 " console=ttyS0 ");
	char word[IA_LINUX_CMDLINE_MAX];

	add_el7_menu(*state);
	memset(word, 'x', sizeof(word));
	word[rest] = '\0';
	settings[2].value = word;
	assert_int_equal(derive(*state, settings, 3, &args, NULL), 0);
	assert_int_equal(strlen(isoargs_args_string(args)), IA_LINUX_CMDLINE_MAX);
	isoargs_args_free(args);
	word[rest] = 'x';
	word[rest + 1] = '\0';
	assert_int_equal(derive(*state, settings, 3, &args, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "2048 bytes, a KVM guest is handed at most");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_medium(a_guest_that_is_not_pv_is_told_its_console),
		with_medium(a_guest_that_is_not_pv_is_handed_a_longer_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
