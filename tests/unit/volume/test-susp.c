/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"
#include "volume/iso9660/susp.h"

#define HERE IA_AT_OFFSET("/dir", 34)

static void assert_refused(const struct entries *entries, int code, const char *part)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	/* A copy of the exact size, so that a sanitizer sees any read beyond it. */
	uint8_t *bytes IA_AUTO_FREE = malloc(entries->size);

	memcpy(bytes, entries->bytes, entries->size);
	assert_int_equal(ia_susp_parse(&susp, bytes, entries->size, HERE, &error), code);
	assert_contains(isoargs_error_message(error), "/dir: ");
	assert_contains(isoargs_error_message(error), part);
}

static void assert_target(const struct entries *entries, const char *target)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};

	assert_int_equal(ia_susp_parse(&susp, entries->bytes, entries->size, HERE, NULL), 0);
	assert_true(susp.has_target);
	assert_string_equal(susp.target.data, target);
}

static void every_entry_of_a_record_is_taken(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};

	entry(&e, "ZZ", 4);
	nm(&e, 0, "name", 4);
	px(&e, 0100644);
	number(&e, "CL", 77);
	number(&e, "PL", 78);
	entry(&e, "RE", 4);
	ce(&e, 1, 2, 3);
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_string_equal(susp.name.data, "name");
	assert_int_equal(susp.mode, 0100644);
	assert_true(susp.has_child && susp.has_parent && susp.is_relocated);
	assert_int_equal(susp.child, 77);
	assert_int_equal(susp.parent, 78);
	assert_int_equal(susp.next.block, 1);
	assert_int_equal(susp.next.offset, 2);
	assert_int_equal(susp.next.size, 3);
	assert_false(susp.has_target || susp.name_is_special);
}

static void a_reset_forgets_everything(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};

	nm(&e, 1, "name", 4);
	px(&e, 0100644);
	link_to(&e, "a/b");
	ce(&e, 1, 2, 3);
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	ia_susp_reset(&susp);
	assert_int_equal(susp.name.length, 0);
	assert_string_equal(susp.target.data, "");
	assert_int_equal(susp.next.size, 0);
	assert_false(susp.has_name || susp.has_mode || susp.has_target || susp.name_goes_on);
}

static void a_name_in_several_entries_is_put_together(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries first = {.size = 0}, second = {.size = 0};

	nm(&first, 1, "grub", 4);
	nm(&first, 1, "", 0);
	nm(&second, 0, ".cfg", 4);
	assert_int_equal(ia_susp_parse(&susp, first.bytes, first.size, HERE, NULL), 0);
	assert_true(susp.name_goes_on);
	assert_int_equal(ia_susp_parse(&susp, second.bytes, second.size, HERE, NULL), 0);
	assert_false(susp.name_goes_on);
	assert_string_equal(susp.name.data, "grub.cfg");
}

static void a_second_complete_name_is_refused(void **state IA_UNUSED)
{
	struct entries e = {.size = 0};

	nm(&e, 0, "one", 3);
	nm(&e, 0, "two", 3);
	assert_refused(&e, -EBADMSG, "second NM");
}

static void a_name_has_a_longest_length(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};
	char part[IA_NAME_MAX / 8];

	memset(part, 'n', sizeof(part));
	for (unsigned i = 0; i < 8; i++)
		nm(&e, 1, part, sizeof(part));
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_int_equal(susp.name.length, IA_NAME_MAX);
	nm(&e, 0, "n", 1);
	assert_refused(&e, -E2BIG, "1024 bytes");
}

static void a_target_has_a_longest_length(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};
	char part[2 + IA_PATH_MAX / 32];

	memset(part, 't', sizeof(part));
	part[0] = 1;
	part[1] = IA_PATH_MAX / 32;
	for (unsigned i = 0; i < 32; i++)
		sl(&e, 1, part, sizeof(part));
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_int_equal(susp.target.length, IA_PATH_MAX);
	sl(&e, 0, "\0\1t", 3);
	assert_refused(&e, -E2BIG, "4096 bytes");
}

/* A target of so many bytes, and a component of that kind behind it: what parsing gives. */
static int parse_target(size_t size, uint8_t kind, size_t *ret_size)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};
	char part[2 + 128];
	const char dots[2] = {(char)kind, 0};
	int r;

	memset(part, 't', sizeof(part));
	for (size_t left = size; left > 0;) {
		size_t length = left < 128 ? left : 128;

		left -= length;
		part[0] = left > 0; /* goes on */
		part[1] = (char)length;
		sl(&e, 1, part, 2 + length);
	}
	sl(&e, 0, dots, sizeof(dots));
	r = ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL);
	*ret_size = susp.target.length;
	return r;
}

static void dots_count_for_the_length_of_a_target(void **state IA_UNUSED)
{
	static const struct {
		uint8_t kind;
		size_t size; /* with the slash before it */
	} dots[] = {{0x02, 2}, {0x04, 3}};

	for (size_t i = 0; i < IA_COUNT(dots); i++) {
		size_t most = IA_PATH_MAX - dots[i].size, size;

		assert_int_equal(parse_target(most, dots[i].kind, &size), 0);
		assert_int_equal(size, IA_PATH_MAX);
		assert_int_equal(parse_target(most + 1, dots[i].kind, &size), -E2BIG);
	}
}

static void names_for_dots_and_hosts_are_marked(void **state IA_UNUSED)
{
	static const uint8_t flags[] = {0x02, 0x04, 0x20};

	for (size_t i = 0; i < IA_COUNT(flags); i++) {
		struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
		struct entries e = {.size = 0};

		nm(&e, flags[i], "", 0);
		assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
		assert_true(susp.name_is_special);
	}
}

static void a_target_is_put_together_from_components(void **state IA_UNUSED)
{
	struct entries plain = {.size = 0}, dots = {.size = 0}, root = {.size = 0};
	struct entries split = {.size = 0}, late = {.size = 0}, slash = {.size = 0};

	sl(&plain, 0, "\0\3EFI\0\4BOOT", 11);
	assert_target(&plain, "EFI/BOOT");
	sl(&dots, 0, "\4\0\2\0\0\1x", 7);
	assert_target(&dots, ".././x");
	sl(&root, 0, "\x08\0\0\3EFI", 7);
	assert_target(&root, "/EFI");
	sl(&split, 1, "\0\1a\1\2gr", 7);
	sl(&split, 1, "\1\1u", 3);
	sl(&split, 0, "\0\5b.cfg\0\1z", 10);
	assert_target(&split, "a/grub.cfg/z");
	sl(&late, 0, "\0\1a\x08\0\0\1b", 8);
	assert_target(&late, "/b");
	sl(&slash, 1, "\0\1a", 3);
	sl(&slash, 0, "\0\1b", 3);
	assert_target(&slash, "a/b");
}

static void assert_broken(const char *components, size_t size)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};
	uint8_t *bytes IA_AUTO_FREE = NULL;

	nm(&e, 0, "link", 4);
	sl(&e, 0, components, size);
	bytes = malloc(e.size);
	memcpy(bytes, e.bytes, e.size);
	assert_int_equal(ia_susp_parse(&susp, bytes, e.size, HERE, NULL), 0);
	assert_true(susp.has_target && susp.target_is_broken);
	assert_string_equal(susp.name.data, "link");
}

static void a_component_longer_than_its_entry_breaks_the_target_only(void **state IA_UNUSED)
{
	assert_broken("\0\4abc", 5);
	assert_broken("\0\xff", 2);
	assert_broken("\0\1a\0", 4);
}

static void a_component_with_a_nul_breaks_the_target_only(void **state IA_UNUSED)
{
	assert_broken("\0\3a\0b", 5);
}

static void a_component_of_a_host_or_volume_is_marked(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};

	sl(&e, 0, "\x10\0", 2);
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_true(susp.target_is_foreign);
}

static void an_entry_too_short_for_what_it_says_is_refused(void **state IA_UNUSED)
{
	static const struct {
		const char *id;
		size_t least;
	} cases[] = {{"NM", 5},  {"SL", 5}, {"PX", 12}, {"CL", 12},
		     {"PL", 12}, {"SP", 7}, {"ER", 8},  {"CE", 28}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
		struct entries e = {.size = 0}, whole = {.size = 0};

		entry(&whole, cases[i].id, cases[i].least);
		assert_int_equal(ia_susp_parse(&susp, whole.bytes, whole.size, HERE, NULL), 0);
		entry(&e, cases[i].id, cases[i].least - 1);
		assert_refused(&e, -EBADMSG, cases[i].id);
	}
}

static void a_second_name_entry_without_flags_is_refused(void **state IA_UNUSED)
{
	struct entries e = {.size = 0};

	nm(&e, 1, "name", 4);
	entry(&e, "NM", 4);
	assert_refused(&e, -EBADMSG, "NM of 4 bytes");
}

static void entries_that_leave_the_area_or_stand_still_are_refused(void **state IA_UNUSED)
{
	struct entries beyond = {.size = 0}, still = {.size = 0};

	entry(&beyond, "ZZ", 8);
	beyond.bytes[2] = 9;
	assert_refused(&beyond, -EBADMSG, "found an entry of 9 bytes, expected 4 to 8");
	entry(&still, "ZZ", 8);
	still.bytes[2] = 3;
	assert_refused(&still, -EBADMSG, "found an entry of 3 bytes");
	still.bytes[2] = 0;
	assert_refused(&still, -EBADMSG, "found an entry of 0 bytes");
}

static void padding_and_a_terminator_end_the_entries(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries zeros = {.size = 0}, ended = {.size = 0}, odd = {.size = 0};

	nm(&zeros, 0, "a", 1);
	memset(zeros.bytes + zeros.size, 0, 6);
	zeros.size += 6;
	assert_int_equal(ia_susp_parse(&susp, zeros.bytes, zeros.size, HERE, NULL), 0);
	ia_susp_reset(&susp);
	entry(&ended, "ST", 4);
	nm(&ended, 0, "b", 1);
	assert_int_equal(ia_susp_parse(&susp, ended.bytes, ended.size, HERE, NULL), 0);
	assert_false(susp.has_name);
	nm(&odd, 0, "c", 1);
	memcpy(odd.bytes + odd.size, "NM\x63", 3);
	odd.size += 3;
	assert_int_equal(ia_susp_parse(&susp, odd.bytes, odd.size, HERE, NULL), 0);
	assert_string_equal(susp.name.data, "c");
	assert_int_equal(ia_susp_parse(&susp, odd.bytes, 0, HERE, NULL), 0);
}

static void two_continuations_of_one_area_are_refused(void **state IA_UNUSED)
{
	struct entries e = {.size = 0};

	ce(&e, 30, 0, 10);
	ce(&e, 31, 0, 10);
	assert_refused(&e, -EBADMSG, "two CE");
}

static void only_the_references_of_rock_ridge_count_as_it(void **state IA_UNUSED)
{
	static const struct {
		const char *id;
		bool counts;
	} cases[] = {{"RRIP_1991A", true},  {"IEEE_P1282", true}, {"IEEE_1282", true},
		     {"IEEE_1282X", false}, {"RRIP_1991", false}, {"AAIP_0200", false}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
		struct entries e = {.size = 0};
		size_t length = strlen(cases[i].id);
		uint8_t *p = entry(&e, "ER", 8 + length);

		p[4] = (uint8_t)length;
		memcpy(p + 8, cases[i].id, length);
		assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
		assert_int_equal(susp.has_rock_ridge, cases[i].counts);
		p[4]++;
		assert_refused(&e, -EBADMSG, "ER");
	}
}

static void a_sharing_entry_needs_its_check_bytes(void **state IA_UNUSED)
{
	struct ia_susp susp IA_CLEANUP(ia_susp_free) = {0};
	struct entries e = {.size = 0};

	sp(&e, 9);
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_int_equal(susp.skip, 9);
	ia_susp_reset(&susp);
	e.bytes[5] = 0xee;
	assert_int_equal(ia_susp_parse(&susp, e.bytes, e.size, HERE, NULL), 0);
	assert_int_equal(susp.skip, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_of_a_record_is_taken),
		cmocka_unit_test(a_reset_forgets_everything),
		cmocka_unit_test(a_name_in_several_entries_is_put_together),
		cmocka_unit_test(a_second_complete_name_is_refused),
		cmocka_unit_test(a_name_has_a_longest_length),
		cmocka_unit_test(a_target_has_a_longest_length),
		cmocka_unit_test(dots_count_for_the_length_of_a_target),
		cmocka_unit_test(names_for_dots_and_hosts_are_marked),
		cmocka_unit_test(a_target_is_put_together_from_components),
		cmocka_unit_test(a_component_longer_than_its_entry_breaks_the_target_only),
		cmocka_unit_test(a_component_with_a_nul_breaks_the_target_only),
		cmocka_unit_test(a_component_of_a_host_or_volume_is_marked),
		cmocka_unit_test(an_entry_too_short_for_what_it_says_is_refused),
		cmocka_unit_test(a_second_name_entry_without_flags_is_refused),
		cmocka_unit_test(entries_that_leave_the_area_or_stand_still_are_refused),
		cmocka_unit_test(padding_and_a_terminator_end_the_entries),
		cmocka_unit_test(two_continuations_of_one_area_are_refused),
		cmocka_unit_test(only_the_references_of_rock_ridge_count_as_it),
		cmocka_unit_test(a_sharing_entry_needs_its_check_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
