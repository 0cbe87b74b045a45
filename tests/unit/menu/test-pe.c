/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pe-builder.h"

#include "base/limits.h"
#include "menu/dialect/pe.h"

enum { FILE_SIZE = 8192, TEXT = 100 };

/* An image with the sections .text and .sbat, the latter padded from 100 bytes to 512. */
struct program {
	uint8_t bytes[FILE_SIZE];
	size_t head;   /* bytes that the parser gets */
	uint64_t size; /* of the file */
};

static int setup(void **state)
{
	struct program *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->head = IA_PE_HEADERS_MAX;
	p->size = FILE_SIZE;
	pe_head(p->bytes, 2);
	pe_section(p->bytes, 0, ".text", 500, 512, 512);
	pe_section(p->bytes, 1, ".sbat", TEXT, PE_DATA, 512);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static int64_t size_of(const struct program *p, const char *name)
{
	uint64_t offset;

	return ia_pe_find_section(p->bytes, p->head, p->size, name, &offset, NULL);
}

static uint64_t offset_of(const struct program *p, const char *name)
{
	uint64_t offset;

	assert_true(ia_pe_find_section(p->bytes, p->head, p->size, name, &offset, NULL) > 0);
	return offset;
}

/* Also over a copy that ends where the head does, for the sanitizers to watch. */
static void assert_result(const struct program *p, int expected, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint64_t offset = 0x5e5e;
	uint8_t *copy IA_AUTO_FREE = malloc(p->head ? p->head : 1);

	assert_non_null(copy);
	memcpy(copy, p->bytes, p->head);
	assert_int_equal(ia_pe_find_section(copy, p->head, p->size, ".sbat", &offset, &error),
			 expected);
	assert_int_equal(offset, 0x5e5e);
	if (part)
		assert_contains(isoargs_error_message(error), part);
	else
		assert_null(error);
}

static void a_section_is_found_by_name_without_its_padding(void **state)
{
	assert_int_equal(offset_of(*state, ".sbat"), PE_DATA);
	assert_int_equal(size_of(*state, ".sbat"), TEXT);
	assert_int_equal(offset_of(*state, ".text"), 512);
}

static void a_section_without_a_size_in_memory_has_the_one_in_the_file(void **state)
{
	struct program *p = *state;

	pe_section(p->bytes, 1, ".sbat", 0, PE_DATA, 512);
	assert_int_equal(size_of(p, ".sbat"), 512);
	pe_section(p->bytes, 1, ".sbat", 0xffffffff, PE_DATA, 512);
	assert_int_equal(size_of(p, ".sbat"), 512);
}

static void a_name_of_eight_bytes_has_no_nul(void **state)
{
	struct program *p = *state;

	pe_section(p->bytes, 1, "12345678", 8, PE_DATA, 512);
	assert_int_equal(size_of(p, "12345678"), 8);
	assert_int_equal(size_of(p, "123456789"), 0);
	assert_int_equal(size_of(p, "1234567"), 0);
}

static void what_is_no_pe_image_has_no_sections(void **state)
{
	struct program *p = *state;

	p->bytes[0] = 'm';
	assert_result(p, 0, NULL);
	p->bytes[0] = 'M';
	p->bytes[PE_COFF] = 'N'; /* a 16-bit program */
	assert_result(p, 0, NULL);
	p->bytes[PE_COFF] = 'P';
	p->head = 63;
	assert_result(p, 0, NULL);
	p->head = 0;
	assert_result(p, 0, NULL);
}

static void an_absent_or_empty_section_is_absent(void **state)
{
	struct program *p = *state;

	pe_section(p->bytes, 1, ".sbat", TEXT, PE_DATA, 0);
	assert_result(p, 0, NULL);
	pe_section(p->bytes, 1, ".sbatx", TEXT, PE_DATA, 512);
	assert_result(p, 0, NULL);
	pe_head(p->bytes, 0);
	assert_result(p, 0, NULL);
}

static void a_section_ends_at_the_end_of_the_file_at_the_latest(void **state)
{
	struct program *p = *state;

	pe_section(p->bytes, 1, ".sbat", TEXT, FILE_SIZE - 512, 512);
	assert_int_equal(offset_of(p, ".sbat"), FILE_SIZE - 512);
	pe_section(p->bytes, 1, ".sbat", TEXT, FILE_SIZE - 511, 512);
	assert_result(p, -EBADMSG, "found a PE section of 512 bytes");
	pe_section(p->bytes, 1, ".sbat", TEXT, 0xffffffff, 0xffffffff);
	assert_result(p, -EBADMSG, "found a PE section");
}

static void headers_lie_within_the_file_and_the_part_that_is_read(void **state)
{
	struct program *p = *state;

	p->head = PE_TABLE + 2 * PE_SECTION;
	assert_int_equal(size_of(p, ".sbat"), TEXT);
	p->head--;
	assert_result(p, -E2BIG, "beyond the first");
	p->size = p->head;
	assert_result(p, -EBADMSG, "beyond the end of the file");
	p->head = PE_COFF + 23;
	p->size = FILE_SIZE;
	assert_result(p, -E2BIG, "beyond the first");
	p->head = IA_PE_HEADERS_MAX;
	put_le(p->bytes + 60, 0xffffffff, 4);
	assert_result(p, -EBADMSG, "beyond the end of the file");
}

static void an_optional_header_of_any_size_only_moves_the_table(void **state)
{
	struct program *p = *state;

	put_le(p->bytes + PE_COFF + 20, 0xffff, 2);
	assert_result(p, -EBADMSG, "beyond the end of the file");
	memmove(p->bytes + PE_COFF + 24, p->bytes + PE_TABLE, 2 * PE_SECTION);
	put_le(p->bytes + PE_COFF + 20, 0, 2);
	assert_int_equal(size_of(p, ".sbat"), TEXT);
}

static void sections_are_bounded_in_number(void **state)
{
	struct program *p = *state;

	/* So many only fit where the headers are short. */
	memset(p->bytes + 64, 0, FILE_SIZE - 64);
	put_le(p->bytes + 60, 64, 4);
	memcpy(p->bytes + 64, "PE\0\0", 4);
	put_le(p->bytes + 64 + 6, IA_PE_SECTIONS_MAX, 2);
	memcpy(p->bytes + 64 + 24 + (IA_PE_SECTIONS_MAX - 1) * PE_SECTION, ".sbat", 5);
	put_le(p->bytes + 64 + 24 + (IA_PE_SECTIONS_MAX - 1) * PE_SECTION + 16, 7, 4);
	assert_int_equal(size_of(p, ".sbat"), 7);
	put_le(p->bytes + 64 + 6, IA_PE_SECTIONS_MAX + 1, 2);
	assert_result(p, -E2BIG, "found 97 PE sections, expected at most 96");
}

#define on_program(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_program(a_section_is_found_by_name_without_its_padding),
		on_program(a_section_without_a_size_in_memory_has_the_one_in_the_file),
		on_program(a_name_of_eight_bytes_has_no_nul),
		on_program(what_is_no_pe_image_has_no_sections),
		on_program(an_absent_or_empty_section_is_absent),
		on_program(a_section_ends_at_the_end_of_the_file_at_the_latest),
		on_program(headers_lie_within_the_file_and_the_part_that_is_read),
		on_program(an_optional_header_of_any_size_only_moves_the_table),
		on_program(sections_are_bounded_in_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
