/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "volume/files.h"

/* A file system of one directory with one file, which fails as the test says. */
struct fake {
	uint64_t size; /* of the file */
	int find_result;
	int read_result;
	int list_result;
	unsigned finds;
};

static int fake_find(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct fake *fake = fs;

	fake->finds++;
	if (fake->find_result < 0)
		return ia_error(reterr, fake->find_result, IA_IN_FILE(path), NULL, "find failed");
	if (strcmp(path, "/dir") == 0)
		*ret = (struct ia_file){.type = IA_FILE_DIRECTORY};
	else if (strcmp(path, "/dir/file") == 0)
		*ret = (struct ia_file){.type = IA_FILE_REGULAR, .size = fake->size};
	else
		return 0;
	return 1;
}

static int fake_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	struct fake *fake = fs;

	assert_int_equal(file->size, fake->size);
	assert_int_equal(offset, 0);
	if (fake->read_result < 0)
		return ia_error(reterr, fake->read_result, IA_AT_OFFSET(NULL, 77), "fetch it again",
				"the data are gone");
	memset(buf, 'x', size);
	if (size > 2)
		((char *)buf)[1] = '\0';
	return 0;
}

static int fake_list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		     struct isoargs_error **reterr)
{
	struct fake *fake = fs;
	struct ia_file file = {.size = fake->size};

	assert_int_equal(directory->type, IA_FILE_DIRECTORY);
	if (fake->list_result == -EDOM)
		return ia_error(reterr, -EDOM, IA_IN_FILE("an.iso"), NULL, "odd");
	if (fake->list_result < 0)
		return ia_error(reterr, fake->list_result, IA_AT_OFFSET("an.iso", 99), NULL,
				"cut off");
	return visit("file", &file, data);
}

static const struct ia_files_ops fake_ops = {
	.find = fake_find,
	.read = fake_read,
	.list = fake_list,
};

static struct ia_files as_files(struct fake *fake)
{
	return (struct ia_files){.ops = &fake_ops, .fs = fake, .name = "FAKE"};
}

static int visit_name(const char *name, const struct ia_file *file, void *data)
{
	int *result = data;

	assert_string_equal(name, "file");
	assert_int_equal(file->size, 5);
	return *result;
}

static void a_file_is_slurped_whole_and_terminated(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5};
	struct ia_files files = as_files(&fake);
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0;

	assert_int_equal(ia_files_slurp(&files, "/dir/file", 5, &text, &size, NULL), 1);
	assert_int_equal(size, 5);
	assert_memory_equal(text, "x\0xxx", 6);
}

static void an_empty_file_is_slurped_as_an_empty_string(void **state IA_UNUSED)
{
	struct fake fake = {.size = 0};
	struct ia_files files = as_files(&fake);
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(ia_files_slurp(&files, "/dir/file", 0, &text, NULL, NULL), 1);
	assert_string_equal(text, "");
}

static void a_file_above_its_bound_is_refused_by_name(void **state IA_UNUSED)
{
	struct fake fake = {.size = 6};
	struct ia_files files = as_files(&fake);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;
	size_t size = 0x5e;

	assert_int_equal(ia_files_slurp(&files, "/dir/file", 5, &text, &size, &error), -E2BIG);
	assert_string_equal(isoargs_error_message(error),
			    "FAKE:/dir/file: found a file of 6 bytes, expected at most 5");
	fake.size = UINT64_MAX;
	assert_int_equal(ia_files_slurp(&files, "/dir/file", SIZE_MAX, &text, &size, NULL), -E2BIG);
	assert_ptr_equal(text, SENTINEL);
	assert_int_equal(size, 0x5e);
}

static void what_is_absent_or_no_file_is_not_slurped(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5};
	struct ia_files files = as_files(&fake);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;

	assert_int_equal(ia_files_slurp(&files, "/none", 5, &text, NULL, &error), 0);
	assert_int_equal(ia_files_slurp(&files, "/dir", 5, &text, NULL, &error), 0);
	assert_ptr_equal(text, SENTINEL);
	assert_null(error);
}

static void a_failed_read_is_told_with_the_path_the_offset_and_the_remedy(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5, .read_result = -ENODATA};
	struct ia_files files = as_files(&fake);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;

	assert_int_equal(ia_files_slurp(&files, "/dir/file", 5, &text, NULL, &error), -ENODATA);
	assert_ptr_equal(text, SENTINEL);
	assert_int_equal(isoargs_error_code(error), -ENODATA);
	assert_string_equal(isoargs_error_message(error),
			    "FAKE:/dir/file: the data are gone (at byte 77); fetch it again");
	assert_string_equal(isoargs_error_remedy(error), "fetch it again");
}

static void a_listing_visits_stops_and_fails_as_told(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5};
	struct ia_files files = as_files(&fake);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int result = 0;

	assert_int_equal(ia_files_list(&files, "/dir", visit_name, &result, &error), 0);
	result = 42;
	assert_int_equal(ia_files_list(&files, "/dir", visit_name, &result, &error), 42);
	result = -EDOM;
	assert_int_equal(ia_files_list(&files, "/dir", visit_name, &result, &error), -EDOM);
	assert_null(error);
	assert_int_equal(ia_files_list(&files, "/none", visit_name, &result, &error), 0);
	assert_int_equal(ia_files_list(&files, "/dir/file", visit_name, &result, &error), 0);
	fake.list_result = -EIO;
	assert_int_equal(ia_files_list(&files, "/dir", visit_name, &result, &error), -EIO);
	assert_string_equal(isoargs_error_message(error),
			    "FAKE:/dir: an.iso: cut off (at byte 99)");
	fake.list_result = -EDOM;
	assert_int_equal(ia_files_list(&files, "/dir", visit_name, &result, &error), -EDOM);
	assert_string_equal(isoargs_error_message(error), "FAKE:/dir: an.iso: odd");
}

static void having_counts_the_type_and_passes_failures_on(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5};
	struct ia_files files = as_files(&fake);

	assert_int_equal(ia_files_have(&files, "/dir/file", IA_FILE_REGULAR, NULL), 1);
	assert_int_equal(ia_files_have(&files, "/dir/file", IA_FILE_DIRECTORY, NULL), 0);
	assert_int_equal(ia_files_have(&files, "/dir", IA_FILE_DIRECTORY, NULL), 1);
	assert_int_equal(ia_files_have(&files, "/none", IA_FILE_REGULAR, NULL), 0);
	fake.find_result = -EIO;
	assert_int_equal(ia_files_have(&files, "/dir/file", IA_FILE_REGULAR, NULL), -EIO);
}

static void a_path_above_its_bound_never_reaches_the_file_system(void **state IA_UNUSED)
{
	struct fake fake = {.size = 5};
	struct ia_files files = as_files(&fake);
	struct ia_file file = {.size = 0x5e};
	char path[IA_PATH_MAX + 2];

	memset(path, 'a', sizeof(path));
	path[IA_PATH_MAX] = '\0';
	assert_int_equal(ia_files_find(&files, path, &file, NULL), 0);
	assert_int_equal(fake.finds, 1);
	path[IA_PATH_MAX] = 'a';
	path[IA_PATH_MAX + 1] = '\0';
	assert_int_equal(ia_files_find(&files, path, &file, NULL), -E2BIG);
	assert_int_equal(fake.finds, 1);
	assert_int_equal(file.size, 0x5e);
}

static void paths_are_joined_and_stay_below_the_root(void **state IA_UNUSED)
{
	static const struct {
		const char *base, *path, *joined;
	} cases[] = {
		{"/boot/grub", "grub.cfg", "/boot/grub/grub.cfg"},
		{"/boot/grub/", "./x//y/", "/boot/grub/x/y"},
		{"boot", "grub.cfg", "/boot/grub.cfg"},
		{"/boot/grub", "/EFI/BOOT", "/EFI/BOOT"},
		{"/boot/grub", "../isolinux/../a", "/boot/a"},
		{"/boot", "../../../x", "/x"},
		{"/a/../..", "..", "/"},
		{"", "", "/"},
		{"/a", "", "/a"},
		{"/a", "..b/.c", "/a/..b/.c"},
		{"/a", "...", "/a/..."},
	};

	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	for (size_t i = 0; i < IA_COUNT(cases); i++)
		assert_string_equal(
			ia_path_join(arena, cases[i].base, cases[i].path, strlen(cases[i].path)),
			cases[i].joined);
	assert_string_equal(ia_path_join(arena, "/a", "b/c", 2), "/a/b");
}

static void joining_paths_in_an_arena_without_room_is_out_of_memory(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(8);

	assert_null(ia_path_join(arena, "/boot/isolinux", "vmlinuz", strlen("vmlinuz")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_slurped_whole_and_terminated),
		cmocka_unit_test(an_empty_file_is_slurped_as_an_empty_string),
		cmocka_unit_test(a_file_above_its_bound_is_refused_by_name),
		cmocka_unit_test(what_is_absent_or_no_file_is_not_slurped),
		cmocka_unit_test(a_failed_read_is_told_with_the_path_the_offset_and_the_remedy),
		cmocka_unit_test(a_listing_visits_stops_and_fails_as_told),
		cmocka_unit_test(having_counts_the_type_and_passes_failures_on),
		cmocka_unit_test(a_path_above_its_bound_never_reaches_the_file_system),
		cmocka_unit_test(paths_are_joined_and_stay_below_the_root),
		cmocka_unit_test(joining_paths_in_an_arena_without_room_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
