/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "support/given-tree.h"
#include "volume/tree/tree.h"

/* A caller's tree as a file system. */

static const struct given_file given[] = {
	{"EFI/BOOT/grub.cfg", "menuentry a { linux /k }\n", 0},
	{"EFI/fedora/grubx64.efi", .size = 4000},
	{"images/boot.iso", .size = 5000},
	{"empty", "", 0},
};

static struct given_tree tree;
static struct isoargs_image *image;
static struct ia_tree_volume *volume;
static struct ia_files files;
static struct ia_notes notes;
static struct ia_meter meter;

static void open_given(bool is_listed)
{
	struct ia_window window;

	tree = (struct given_tree){
		.files = given, .count = IA_COUNT(given), .is_listed = is_listed};
	image = given_tree_open(&tree);
	meter = (struct ia_meter)IA_METER;
	notes = (struct ia_notes){0};
	window = ia_window_whole(image);
	window.meter = &meter;
	assert_int_equal(ia_tree_open(&window, &notes, &volume, NULL), 1);
	files = ia_tree_files(volume);
}

static int setup(void **state IA_UNUSED)
{
	open_given(true);
	return 0;
}

static int teardown(void **state IA_UNUSED)
{
	volume = ia_tree_free(volume);
	image = isoargs_image_free(image);
	ia_notes_free(&notes);
	return 0;
}

static void paths_are_resolved_below_the_root(void **state IA_UNUSED)
{
	static const char *const paths[] = {
		"EFI/BOOT/grub.cfg",        "/EFI/BOOT/grub.cfg",
		"//EFI///BOOT/./grub.cfg",  "/EFI/fedora/../BOOT/grub.cfg",
		"/../../EFI/BOOT/grub.cfg", "/a/b/../../EFI/BOOT/grub.cfg/.",
	};
	struct ia_file file;

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		assert_int_equal(ia_files_find(&files, paths[i], &file, NULL), 1);
		assert_int_equal(file.type, IA_FILE_REGULAR);
		assert_int_equal(file.size, 25);
	}
	assert_int_equal(tree.asked, 1);
	assert_int_equal(ia_files_find(&files, "/", &file, NULL), 1);
	assert_int_equal(file.type, IA_FILE_DIRECTORY);
	assert_int_equal(ia_files_find(&files, "..", &file, NULL), 1);
}

static void files_are_read(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = NULL, *empty IA_AUTO_FREE = NULL;
	size_t size;

	assert_int_equal(ia_files_slurp(&files, "/EFI/BOOT/grub.cfg", 25, &text, &size, NULL), 1);
	assert_string_equal(text, given[0].text);
	assert_int_equal(ia_files_slurp(&files, "/empty", 25, &empty, &size, NULL), 1);
	assert_int_equal(size, 0);
}

static void nothing_is_read_beyond_the_end_of_a_file(void **state IA_UNUSED)
{
	struct ia_file file;
	char bytes[26];

	assert_int_equal(ia_files_find(&files, "/EFI/BOOT/grub.cfg", &file, NULL), 1);
	assert_int_equal(ia_files_read(&files, &file, 0, bytes, 26, NULL), -ENODATA);
	assert_int_equal(ia_files_read(&files, &file, 25, bytes, 1, NULL), -ENODATA);
	assert_int_equal(ia_files_read(&files, &file, 25, bytes, 0, NULL), 0);
}

static void a_file_is_a_window(void **state IA_UNUSED)
{
	struct ia_window window;
	struct ia_file file;
	uint8_t byte;

	assert_int_equal(ia_files_find(&files, "/images/boot.iso", &file, NULL), 1);
	assert_int_equal(ia_files_window(&files, &file, &window, NULL), 1);
	assert_int_equal(window.size, 5000);
	assert_ptr_equal(window.meter, &meter);
	assert_int_equal(ia_window_read(&window, 4999, &byte, 1, NULL), 0);
	assert_int_equal(byte, given_byte(4999));
}

static int collect(const char *name, const struct ia_file *file, void *data)
{
	char *names = data;

	sprintf(names + strlen(names), "%s%s ", name,
		file->type == IA_FILE_DIRECTORY ? "/"
		: file->type == IA_FILE_NONE    ? "?"
						: "");
	return 0;
}

static void directories_are_listed(void **state IA_UNUSED)
{
	char names[256] = "";

	assert_int_equal(ia_files_list(&files, "/", collect, names, NULL), 0);
	assert_string_equal(names, "EFI/ empty images/ ");
	names[0] = '\0';
	assert_int_equal(ia_files_list(&files, "/EFI/fedora/", collect, names, NULL), 0);
	assert_string_equal(names, "grubx64.efi ");
	names[0] = '\0';
	assert_int_equal(ia_files_list(&files, "/empty", collect, names, NULL), 0);
	assert_int_equal(ia_files_list(&files, "/absent", collect, names, NULL), 0);
	assert_string_equal(names, "");
	assert_int_equal(notes.count, 0);
}

static void what_cannot_be_opened_is_listed(void **state IA_UNUSED)
{
	char names[256] = "";

	/* The root is asked for, listed, and then its names. */
	tree.faulty = 3;
	tree.answer = -EACCES;
	assert_int_equal(ia_files_list(&files, "/", collect, names, NULL), 0);
	assert_string_equal(names, "EFI? empty? images? ");
}

static void a_directory_that_cannot_be_listed_is_an_error(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char names[256] = "";

	tree.faulty = 2;
	tree.answer = -EACCES;
	assert_int_equal(ia_files_list(&files, "/EFI", collect, names, &error), -EIO);
	assert_string_equal(isoargs_error_message(error),
			    "TREE:/EFI: listing failed: Permission denied");
}

static void where_nothing_can_be_listed_one_note_says_so(void **state IA_UNUSED)
{
	char names[256] = "";

	teardown(NULL);
	open_given(false);
	assert_int_equal(ia_files_list(&files, "/EFI", collect, names, NULL), 0);
	assert_int_equal(ia_files_list(&files, "/", collect, names, NULL), 0);
	assert_string_equal(names, "");
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_code(&notes.items[0]), "tree-unlisted");
	assert_int_equal(isoargs_note_severity(&notes.items[0]), ISOARGS_INFO);
}

static void questions_count_and_end_with_the_meter(void **state IA_UNUSED)
{
	struct ia_file file;
	char path[32];
	unsigned count = 0;
	int r;

	do {
		snprintf(path, sizeof(path), "/%u", count++);
		r = ia_files_find(&files, path, &file, NULL);
	} while (r == 0 && count < 10000);
	assert_int_equal(r, -E2BIG);
	assert_in_range(count, 1000, 5000);
	/* The root is asked for and listed once, since another case would do. */
	assert_true(tree.asked <= count + 2);
}

static void an_image_is_no_tree(void **state IA_UNUSED)
{
	struct isoargs_image *memory = NULL;
	struct ia_tree_volume *none = SENTINEL;
	struct ia_window window;

	assert_int_equal(isoargs_image_open_memory("x", 1, "memory", &memory, NULL), 0);
	window = ia_window_whole(memory);
	assert_int_equal(ia_tree_open(&window, NULL, &none, NULL), 0);
	assert_ptr_equal(none, SENTINEL);
	isoargs_image_free(memory);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paths_are_resolved_below_the_root),
		TEST(files_are_read),
		TEST(nothing_is_read_beyond_the_end_of_a_file),
		TEST(a_file_is_a_window),
		TEST(directories_are_listed),
		TEST(what_cannot_be_opened_is_listed),
		TEST(a_directory_that_cannot_be_listed_is_an_error),
		TEST(where_nothing_can_be_listed_one_note_says_so),
		TEST(questions_count_and_end_with_the_meter),
		TEST(an_image_is_no_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
