/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "support/iso-builder.h"
#include "volume/iso9660/directory.h"

/* What each lookup in the root below takes at least which finds nothing. */
#define EACH (16 * IA_ISO_RECORD_UNITS)

/* A medium with files whose names are all the same, inspected. */
static void make_medium(struct builder *b, struct isoargs_report **ret_report)
{
	struct directory root;

	build(b, 64, 1);
	memset(at_block(b, DATA), 0, IA_BLOCK_SIZE);
	root = begin(b, ROOT, 1, ROOT, NULL, NULL);
	for (unsigned i = 0; i < 14; i++)
		add(&root, &(struct record){.id = "F", .block = DATA + i, .size = 5});
	assert_int_equal(isoargs_image_open_memory(b->data, b->size, "built.iso", &b->image, NULL),
			 0);
	assert_int_equal(isoargs_inspect(b->image, NULL, ret_report, NULL), 0);
}

static void several_files_are_found_in_what_was_opened_once(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_report *report = NULL;
	struct isoargs_files *files = NULL;
	struct isoargs_file *one = NULL, *other = NULL;
	uint64_t before, after, bytes;
	char text[5];

	make_medium(&b, &report);
	assert_int_equal(isoargs_files_open(b.image, report, &files, NULL), 0);
	assert_int_equal(isoargs_files_find(files, "ISO:/f", &one, NULL), 0);
	isoargs_image_cost(b.image, &before, &bytes);
	assert_int_equal(isoargs_files_find(files, "ISO:/F", &other, NULL), 0);
	isoargs_image_cost(b.image, &after, &bytes);
	assert_true(after - before <= 1); /* the root: not the descriptors again */
	assert_string_equal(isoargs_file_location(other), "ISO:/F");
	assert_int_equal(isoargs_file_size(one), 5);
	isoargs_file_free(one);
	assert_int_equal(isoargs_file_read(other, 0, text, 5, NULL), 0);
	assert_memory_equal(text, (char[5]){0}, 5);
	isoargs_file_free(other);
	assert_null(isoargs_files_free(files));
	assert_null(isoargs_files_free(NULL));
	isoargs_report_free(report);
}

static void a_failure_leaves_the_file_alone(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_report *report = NULL;
	struct isoargs_files *files = NULL;
	struct isoargs_file *sentinel = (struct isoargs_file *)&b, *file = sentinel;

	make_medium(&b, &report);
	assert_int_equal(isoargs_files_open(b.image, report, &files, NULL), 0);
	assert_int_equal(isoargs_files_find(files, "ISO:/none", &file, NULL), -ENOENT);
	assert_int_equal(isoargs_files_find(files, "ESP:/f", &file, NULL), -ENOENT);
	assert_int_equal(isoargs_files_find(files, "/f", &file, NULL), -EINVAL);
	assert_ptr_equal(file, sentinel);
	isoargs_files_free(files);
	isoargs_report_free(report);
}

static void all_lookups_draw_on_one_budget(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_files *files = NULL;
	struct isoargs_file *file = NULL;
	char absent[32];
	unsigned i = 0;
	int r;

	make_medium(&b, &report);
	assert_int_equal(isoargs_files_open(b.image, report, &files, NULL), 0);
	do {
		snprintf(absent, sizeof(absent), "ISO:/g%u", i);
		r = isoargs_files_find(files, absent, &file, &error);
		if (r == -ENOENT)
			error = isoargs_error_free(error);
	} while (r == -ENOENT && ++i <= IA_WORK_MAX / EACH);
	assert_int_equal(r, -E2BIG);
	assert_true(i > 0);
	assert_non_null(error);
	/* one that is opened by itself has a budget of its own */
	assert_int_equal(isoargs_file_open(b.image, report, "ISO:/f", &file, NULL), 0);
	isoargs_file_free(file);
	isoargs_files_free(files);
	isoargs_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_files_are_found_in_what_was_opened_once),
		cmocka_unit_test(a_failure_leaves_the_file_alone),
		cmocka_unit_test(all_lookups_draw_on_one_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
