/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/elf-builder.h"

#include "kernel/elf.h"
#include "kernel/kernel.h"

static struct elf built;

static int header_result(const struct elf *elf, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_elf got = {.bits = 0x5e};
	int r = ia_elf_parse_header(elf->data, &got, &error);

	if (r < 0) {
		assert_contains(isoargs_error_message(error), part);
		assert_int_equal(got.bits, 0x5e);
	}
	return r;
}

static int table_result(const struct elf *elf, struct ia_elf *ret)
{
	assert_int_equal(ia_elf_parse_header(elf->data, ret, NULL), 0);
	return ia_elf_parse_table(ret, elf->data + ret->table_offset, NULL);
}

static void both_widths_are_read(void **state)
{
	(void)state;
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		struct ia_elf header;

		elf_begin(&built, bits);
		elf_text(&built, 6, "linux");
		assert_int_equal(ia_elf_parse_header(built.data, &header, NULL), 0);
		assert_int_equal(header.bits, bits);
		assert_int_equal(header.table_offset, bits == 64 ? 64 : 52);
		assert_int_equal(header.table_size, bits == 64 ? 56 : 32);
		assert_int_equal(table_result(&built, &header), 0);
		assert_int_equal(header.segment_count, 1);
		assert_int_equal(header.segments[0].offset, NOTES_AT);
		assert_int_equal(header.segments[0].size, 24);
	}
}

static void what_is_no_x86_is_refused(void **state)
{
	(void)state;
	elf_begin(&built, 64);
	built.data[5] = 2;
	assert_int_equal(header_result(&built, "big-endian"), -EOPNOTSUPP);
	elf_begin(&built, 64);
	built.data[18] = 183;
	assert_int_equal(header_result(&built, "64-bit ELF file for machine 183"), -EOPNOTSUPP);
	elf_begin(&built, 32);
	built.data[18] = 62;
	assert_int_equal(header_result(&built, "32-bit ELF file for machine 62"), -EOPNOTSUPP);
	elf_begin(&built, 64);
	built.data[4] = 3;
	assert_int_equal(header_result(&built, "class 3"), -EBADMSG);
	elf_begin(&built, 64);
	built.data[5] = 0;
	assert_int_equal(header_result(&built, "byte order 0"), -EBADMSG);
	built.data[1] = 'e';
	assert_int_equal(header_result(&built, "expected an ELF file"), -EBADMSG);
}

static void program_headers_are_counted(void **state)
{
	(void)state;
	elf_begin(&built, 64);
	elf_programs(&built, IA_ELF_PROGRAM_HEADERS_MAX);
	assert_int_equal(header_result(&built, ""), 0);
	elf_programs(&built, IA_ELF_PROGRAM_HEADERS_MAX + 1);
	assert_int_equal(header_result(&built, "expected at most 64"), -E2BIG);
	elf_programs(&built, 0);
	assert_int_equal(header_result(&built, "found 0 program headers"), -EBADMSG);
	elf_begin(&built, 64);
	built.data[54] = 32;
	assert_int_equal(header_result(&built, "of 32 bytes"), -EBADMSG);
	elf_begin(&built, 64);
	built.data[32] = 63;
	assert_int_equal(header_result(&built, "at offset 63"), -EBADMSG);
	elf_begin(&built, 32);
	built.data[28] = 51;
	assert_int_equal(header_result(&built, "at offset 51"), -EBADMSG);
}

static void segments_come_in_the_order_of_the_file(void **state)
{
	static const uint64_t offsets[] = {5000, 9000, 4000, 8000};
	struct ia_elf header;

	(void)state;
	elf_begin(&built, 64);
	elf_programs(&built, 6);
	for (size_t i = 0; i < 4; i++)
		elf_program(&built, i, 4, offsets[i], 100);
	elf_program(&built, 4, 1, 4001, 100000); /* PT_LOAD */
	elf_program(&built, 5, 4, 4001, 0);      /* empty */
	assert_int_equal(table_result(&built, &header), 0);
	assert_int_equal(header.segment_count, 4);
	assert_int_equal(header.segments[0].offset, 4000);
	assert_int_equal(header.segments[1].offset, 5000);
	assert_int_equal(header.segments[2].offset, 8000);
	assert_int_equal(header.segments[3].offset, 9000);
}

static void segments_that_overlap_are_refused(void **state)
{
	struct ia_elf header;

	(void)state;
	elf_begin(&built, 64);
	elf_programs(&built, 2);
	elf_program(&built, 0, 4, 5000, 100);
	elf_program(&built, 1, 4, 5099, 4);
	assert_int_equal(table_result(&built, &header), -EBADMSG);
	assert_int_equal(header.segment_count, 0);
	elf_program(&built, 1, 4, 5100, 4);
	assert_int_equal(table_result(&built, &header), 0);
	elf_program(&built, 1, 4, 64 + 2 * 56 - 1, 4);
	assert_int_equal(table_result(&built, &header), -EBADMSG);
	elf_program(&built, 1, 4, 64 + 2 * 56, 4);
	assert_int_equal(table_result(&built, &header), 0);
	elf_program(&built, 1, 4, UINT64_MAX, 4);
	assert_int_equal(table_result(&built, &header), -EBADMSG);
}

static void segments_are_bounded(void **state)
{
	struct ia_elf header;

	(void)state;
	elf_begin(&built, 64);
	elf_programs(&built, IA_ELF_NOTE_SEGMENTS_MAX);
	for (size_t i = 0; i <= IA_ELF_NOTE_SEGMENTS_MAX; i++)
		elf_program(&built, i, 4, NOTES_AT + i * 100, 100);
	assert_int_equal(table_result(&built, &header), 0);
	elf_programs(&built, IA_ELF_NOTE_SEGMENTS_MAX + 1);
	assert_int_equal(table_result(&built, &header), -E2BIG);
	elf_programs(&built, 1);
	elf_program(&built, 0, 4, NOTES_AT, IA_ELF_NOTE_SEGMENT_SIZE_MAX);
	assert_int_equal(table_result(&built, &header), 0);
	elf_program(&built, 0, 4, NOTES_AT, IA_ELF_NOTE_SEGMENT_SIZE_MAX + 1);
	assert_int_equal(table_result(&built, &header), -E2BIG);
}

static int add(struct isoargs_kernel *kernel, size_t less)
{
	return ia_xen_notes_add(kernel, built.data + NOTES_AT, built.size - NOTES_AT - less,
				NOTES_AT, NULL);
}

static void values_are_printed_as_what_they_are(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	static const struct {
		const char *name, *value;
	} rows[] = {
		{"GUEST_OS", "linux"},
		{"ENTRY", "0xffffffff82a011c0"},
		{"PHYS32_ENTRY", "0x1000370"},
		{"L1_MFN_VALID", "01 00 ff"},
		{"note 99", "07"},
		{"FEATURES", "a\\x1bb"},
		{"GUEST_VERSION", ""},
	};
	struct isoargs_kernel kernel = {.arena = arena};

	(void)state;
	elf_begin(&built, 64);
	elf_text(&built, 6, "linux");
	elf_number(&built, 1, 0xffffffff82a011c0);
	elf_note(&built, "GNU", 6, "other", 5);
	elf_note(&built, "Xen", 18, "\x70\x03\0\1", 4);
	elf_note(&built, "Xen", 13, "\1\0\377", 3);
	elf_note(&built, "Xen", 99, "\7", 1);
	elf_note(&built, "Xen", 10, "a\033b", 3);
	elf_note(&built, "Xen", 7, NULL, 0);
	assert_int_equal(add(&kernel, 0), 0);
	assert_int_equal(kernel.notes.seen, 8);
	assert_int_equal(kernel.notes.count, IA_COUNT(rows));
	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		assert_string_equal(kernel.notes.items[i].name, rows[i].name);
		assert_string_equal(kernel.notes.items[i].value, rows[i].value);
	}
	assert_string_equal(kernel.notes.items[5].text, "a\033b");
	assert_null(kernel.notes.items[1].text);
}

static void the_last_note_of_a_type_counts(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_kernel kernel = {.arena = arena};

	(void)state;
	elf_begin(&built, 64);
	elf_text(&built, 6, "linux");
	elf_text(&built, 6, "other");
	assert_int_equal(add(&kernel, 0), 0);
	assert_string_equal(ia_xen_notes_find(&kernel, IA_XEN_GUEST_OS)->text, "other");
	assert_null(ia_xen_notes_find(&kernel, IA_XEN_LOADER));
}

static void long_values_are_cut_and_say_so(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_kernel kernel = {.arena = arena};
	char text[IA_XEN_NOTE_VALUE_MAX + 1];

	(void)state;
	memset(text, 'x', sizeof(text));
	elf_begin(&built, 64);
	elf_note(&built, "Xen", 10, text, IA_XEN_NOTE_VALUE_MAX);
	elf_note(&built, "Xen", 10, text, IA_XEN_NOTE_VALUE_MAX + 1);
	assert_int_equal(add(&kernel, 0), 0);
	assert_int_equal(strlen(kernel.notes.items[0].value), IA_XEN_NOTE_VALUE_MAX);
	assert_string_equal(kernel.notes.items[1].value + IA_XEN_NOTE_VALUE_MAX, "... (257 bytes)");
	assert_int_equal(strlen(kernel.notes.items[1].text), IA_XEN_NOTE_VALUE_MAX);
}

static void numbers_have_the_sizes_of_numbers(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	(void)state;
	for (size_t size = 0; size < 10; size++) {
		bool right = size == 1 || size == 2 || size == 4 || size == 8;
		struct isoargs_kernel kernel = {.arena = arena};

		elf_begin(&built, 64);
		elf_note(&built, "Xen", 1, "123456789", size);
		assert_int_equal(add(&kernel, 0), right ? 0 : -EBADMSG);
	}
}

static void notes_that_leave_their_segment_are_refused(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	(void)state;
	elf_begin(&built, 64);
	elf_note(&built, "Xen", 6, "linux", 6);
	for (size_t less = 0; less < 24; less++) {
		struct isoargs_kernel kernel = {.arena = arena};

		/* two bytes of padding at the end may be missing */
		assert_int_equal(add(&kernel, less), less <= 2 ? 0 : -EBADMSG);
		assert_int_equal(kernel.notes.count, less <= 2);
	}
	for (size_t at = 0; at < 8; at += 4) {
		struct isoargs_kernel kernel = {.arena = arena};

		elf_begin(&built, 64);
		elf_note(&built, "Xen", 6, "linux", 6);
		memset(built.data + NOTES_AT + at, 0xff, 4);
		assert_int_equal(add(&kernel, 0), -EBADMSG);
	}
}

static void notes_are_counted_over_all_names_and_segments(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_kernel kernel = {.arena = arena};

	(void)state;
	elf_begin(&built, 64);
	for (size_t i = 0; i < IA_ELF_NOTES_MAX - 1; i++)
		elf_note(&built, i % 2 ? "Xen" : "GNU", 6, "linux", 6);
	assert_int_equal(add(&kernel, 0), 0);
	elf_begin(&built, 64);
	elf_note(&built, "GNU", 6, "linux", 6);
	assert_int_equal(add(&kernel, 0), 0);
	assert_int_equal(add(&kernel, 0), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_widths_are_read),
		cmocka_unit_test(what_is_no_x86_is_refused),
		cmocka_unit_test(program_headers_are_counted),
		cmocka_unit_test(segments_come_in_the_order_of_the_file),
		cmocka_unit_test(segments_that_overlap_are_refused),
		cmocka_unit_test(segments_are_bounded),
		cmocka_unit_test(values_are_printed_as_what_they_are),
		cmocka_unit_test(the_last_note_of_a_type_counts),
		cmocka_unit_test(long_values_are_cut_and_say_so),
		cmocka_unit_test(numbers_have_the_sizes_of_numbers),
		cmocka_unit_test(notes_that_leave_their_segment_are_refused),
		cmocka_unit_test(notes_are_counted_over_all_names_and_segments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
