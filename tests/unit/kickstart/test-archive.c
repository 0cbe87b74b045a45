/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/archive.h>

#include "base/limits.h"
#include "base/strbuf.h"

static void cleanup_archive(struct isoargs_archive **archive)
{
	isoargs_archive_free(*archive);
}

#define AUTO_ARCHIVE IA_CLEANUP(cleanup_archive)

static struct isoargs_archive *new_archive(void)
{
	struct isoargs_archive *archive = NULL;

	assert_int_equal(isoargs_archive_new(&archive), 0);
	return archive;
}

static int add(struct isoargs_archive *archive, const char *name, const void *data, size_t size)
{
	return isoargs_archive_add(archive, &(struct isoargs_archive_file){name, data, size, false},
				   NULL);
}

static int keep(const void *data, size_t size, void *user)
{
	assert_true(size > 0 && size <= IA_SINK_MAX);
	ia_strbuf_add(user, data, size);
	return 0;
}

static void append(const struct isoargs_archive *archive, uint64_t size, struct ia_strbuf *ret)
{
	assert_int_equal(isoargs_archive_append(archive, size, keep, ret, NULL), 0);
	assert_int_equal(ret->error, 0);
}

static void these_are_the_bytes_of_two_files(void **state IA_UNUSED)
{
	static const char expected[] = "\0\0\0\0"
				       "070701"
				       "00000001" /* inode */
				       "00008180" /* a regular file, 0600 */
				       "00000000" /* owner */
				       "00000000" /* group */
				       "00000001" /* names */
				       "00000000" /* time */
				       "00000005" /* size */
				       "00000000000000000000000000000000"
				       "00000007" /* of the name */
				       "00000000"
				       "ks.cfg\0\0\0\0"
				       "cdrom\0\0\0"
				       "070701"
				       "00000002"
				       "000081C0" /* 0700 */
				       "00000000"
				       "00000000"
				       "00000001"
				       "00000000"
				       "00000000"
				       "00000000000000000000000000000000"
				       "00000002"
				       "00000000"
				       "x\0"
				       "070701"
				       "00000000"
				       "00000000"
				       "00000000"
				       "00000000"
				       "00000001"
				       "00000000"
				       "00000000"
				       "00000000000000000000000000000000"
				       "0000000B"
				       "00000000"
				       "TRAILER!!!\0\0\0";
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	struct ia_strbuf bytes IA_AUTO_STRBUF = {0};

	assert_int_equal(add(archive, "ks.cfg", "cdrom", 5), 0);
	assert_int_equal(
		isoargs_archive_add(archive,
				    &(struct isoargs_archive_file){.name = "x", .executable = true},
				    NULL),
		0);
	append(archive, 0, &bytes);
	assert_int_equal(bytes.length, 4 + 512);
	assert_memory_equal(bytes.data, expected, sizeof(expected));
	for (size_t i = sizeof(expected); i < bytes.length; i++)
		assert_int_equal(bytes.data[i], 0);
}

static void the_archive_begins_at_a_multiple_of_four_behind_four_zero_bytes(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();

	assert_int_equal(add(archive, "a", "A", 1), 0);
	for (uint64_t size = (1ull << 32) - 9; size < (1ull << 32) + 9; size++) {
		struct ia_strbuf bytes IA_AUTO_STRBUF = {0};
		size_t zeros = 0;

		append(archive, size, &bytes);
		while (bytes.data[zeros] == '\0')
			zeros++;
		assert_in_range(zeros, 4, 7);
		assert_int_equal((size + zeros) % 4, 0);
		assert_memory_equal(bytes.data + zeros, "070701", 6);
		assert_int_equal((bytes.length - zeros) % 512, 0);
	}
}

static void the_archive_is_a_multiple_of_512_bytes(void **state IA_UNUSED)
{
	static const char zeros[1024];
	size_t last = 0;

	for (size_t size = 0; size <= sizeof(zeros); size++) {
		struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
		struct ia_strbuf bytes IA_AUTO_STRBUF = {0};

		assert_int_equal(add(archive, "abc", zeros, size), 0);
		append(archive, 0, &bytes);
		assert_int_equal(bytes.length % 512, 4);
		/* two headers with their names, and the data, each to a multiple of four */
		assert_int_equal(bytes.length - 4,
				 (116 + (size + 3) / 4 * 4 + 124 + 511) / 512 * 512);
		assert_true(bytes.length >= last);
		last = bytes.length;
	}
}

static void the_same_files_give_the_same_bytes(void **state IA_UNUSED)
{
	struct ia_strbuf bytes[2] = {{0}, {0}};

	for (size_t i = 0; i < 2; i++) {
		struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
		char data[] = "text";

		assert_int_equal(add(archive, "b", data, 4), 0);
		assert_int_equal(add(archive, "a", data, 2), 0);
		memset(data, '#', sizeof(data)); /* it was copied */
		append(archive, 3, &bytes[i]);
	}
	assert_int_equal(bytes[0].length, bytes[1].length);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].length);
	ia_strbuf_free(&bytes[0]);
	ia_strbuf_free(&bytes[1]);
}

static void without_files_nothing_is_appended(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	struct ia_strbuf bytes IA_AUTO_STRBUF = {0};

	append(archive, 3, &bytes);
	assert_int_equal(bytes.length, 0);
	assert_null(isoargs_archive_free(NULL));
}

static void assert_refused(struct isoargs_archive *archive, const char *name, size_t size, int code,
			   const char *sentence)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const struct isoargs_archive_file file = {.name = name, .data = "", .size = size};

	assert_int_equal(isoargs_archive_add(archive, &file, &error), code);
	assert_string_equal(isoargs_error_message(error), sentence);
	assert_int_equal(isoargs_archive_add(archive, &file, NULL), code);
}

static void a_name_that_no_kernel_takes_is_refused(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	struct ia_strbuf bytes IA_AUTO_STRBUF = {0};

	assert_refused(archive, "", 0, -EINVAL,
		       "found the name \"\", which no file of an archive can have; give the file "
		       "another name");
	assert_refused(archive, "..", 0, -EINVAL,
		       "found the name \"..\", which no file of an archive can have; give the file "
		       "another name");
	assert_refused(archive, "TRAILER!!!", 0, -EINVAL,
		       "found the name \"TRAILER!!!\", which no file of an archive can have; give "
		       "the file another name");
	assert_refused(archive, "a/b", 0, -EINVAL,
		       "found the name \"a/b\", expected one without \"/\" and control characters; "
		       "give the file another name");
	assert_refused(archive, "a\nb", 0, -EINVAL,
		       "found the name \"a\\x0ab\", expected one without \"/\" and control "
		       "characters; give the file another name");
	assert_int_equal(add(archive, ".", "", 0), -EINVAL);
	assert_int_equal(add(archive, "\x7f", "", 0), -EINVAL);
	append(archive, 0, &bytes);
	assert_int_equal(bytes.length, 0);
}

static void other_names_are_taken(void **state IA_UNUSED)
{
	static const char *const names[] = {" ",    "TRAILER!!", "TRAILER!!!!", "trailer!!!", "...",
					    ".pre", "pr\u00e9",  "\xff",        "a\\b",       "-"};
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();

	for (size_t i = 0; i < IA_COUNT(names); i++)
		assert_int_equal(add(archive, names[i], "", 0), 0);
}

static void a_name_has_a_longest_length(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	char name[IA_ARCHIVE_NAME_MAX + 2];

	memset(name, 'n', sizeof(name) - 1);
	name[IA_ARCHIVE_NAME_MAX + 1] = '\0';
	assert_refused(
		archive, name, 0, -EINVAL,
		"found a name of 256 bytes, expected at most 255; give the file a shorter name");
	name[IA_ARCHIVE_NAME_MAX] = '\0';
	assert_int_equal(add(archive, name, "", 0), 0);
}

static void two_files_of_one_name_are_refused(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();

	assert_int_equal(add(archive, "ks.cfg", "a", 1), 0);
	assert_refused(archive, "ks.cfg", 0, -EEXIST,
		       "found a second file of the name \"ks.cfg\"; give one of them another name");
	assert_int_equal(add(archive, "KS.CFG", "a", 1), 0);
}

static void there_are_not_more_files_than_an_option_has_values(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();

	for (unsigned i = 0; i < IA_OPTION_VALUES_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%u", i);
		assert_int_equal(add(archive, name, name, strlen(name)), 0);
	}
	assert_refused(archive, "one more", 0, -E2BIG,
		       "found more than 64 files, expected at most that many");
}

static void all_files_together_have_a_largest_size(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	struct ia_strbuf bytes IA_AUTO_STRBUF = {0};
	char *data IA_AUTO_FREE = malloc(IA_ARCHIVE_MAX);

	memset(data, '#', IA_ARCHIVE_MAX);
	assert_refused(
		archive, "a", IA_ARCHIVE_MAX + 1, -E2BIG,
		"found a file of 67108865 bytes behind others of 0, expected at most 67108864 "
		"of all; leave out what the installer can fetch by itself");
	assert_int_equal(add(archive, "a", data, 1), 0);
	assert_refused(
		archive, "b", IA_ARCHIVE_MAX, -E2BIG,
		"found a file of 67108864 bytes behind others of 1, expected at most 67108864 "
		"of all; leave out what the installer can fetch by itself");
	assert_int_equal(add(archive, "b", data, IA_ARCHIVE_MAX - 1), 0);
	assert_int_equal(add(archive, "c", data, 0), 0);
	append(archive, 0, &bytes);
	assert_memory_equal(bytes.data + 4 + 116 + 112, data, IA_ARCHIVE_MAX - 1);
}

struct stopper {
	unsigned calls, last;
};

static int stop(const void *data IA_UNUSED, size_t size IA_UNUSED, void *user)
{
	struct stopper *stopper = user;

	return ++stopper->calls == stopper->last;
}

static void a_sink_stops_it_wherever_it_is(void **state IA_UNUSED)
{
	struct isoargs_archive *archive AUTO_ARCHIVE = new_archive();
	struct stopper all = {.last = 0};

	assert_int_equal(add(archive, "a", "A", 1), 0);
	assert_int_equal(isoargs_archive_append(archive, 0, stop, &all, NULL), 0);
	assert_true(all.calls > 5);
	for (unsigned last = 1; last <= all.calls; last++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct stopper one = {.last = last};

		assert_int_equal(isoargs_archive_append(archive, 0, stop, &one, &error),
				 -ECANCELED);
		assert_int_equal(one.calls, last);
		assert_string_equal(isoargs_error_message(error), "the archive was stopped");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(these_are_the_bytes_of_two_files),
		cmocka_unit_test(the_archive_begins_at_a_multiple_of_four_behind_four_zero_bytes),
		cmocka_unit_test(the_archive_is_a_multiple_of_512_bytes),
		cmocka_unit_test(the_same_files_give_the_same_bytes),
		cmocka_unit_test(without_files_nothing_is_appended),
		cmocka_unit_test(a_name_that_no_kernel_takes_is_refused),
		cmocka_unit_test(other_names_are_taken),
		cmocka_unit_test(a_name_has_a_longest_length),
		cmocka_unit_test(two_files_of_one_name_are_refused),
		cmocka_unit_test(there_are_not_more_files_than_an_option_has_values),
		cmocka_unit_test(all_files_together_have_a_largest_size),
		cmocka_unit_test(a_sink_stops_it_wherever_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
