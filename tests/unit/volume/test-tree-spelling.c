/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "support/given-tree.h"
#include "volume/tree/tree.h"

/* A tree whose names are in another case than they are asked for. */

static struct given_tree tree;
static struct isoargs_image *image;
static struct ia_tree_volume *volume;
static struct ia_files files;
static struct ia_notes notes;
static struct ia_meter meter;

static void open_tree(const struct given_file *given, size_t count, bool is_listed)
{
	struct ia_window window;

	tree = (struct given_tree){.files = given, .count = count, .is_listed = is_listed};
	image = given_tree_open(&tree);
	meter = (struct ia_meter)IA_METER;
	notes = (struct ia_notes){0};
	window = ia_window_whole(image);
	window.meter = &meter;
	assert_int_equal(ia_tree_open(&window, &notes, &volume, NULL), 1);
	files = ia_tree_files(volume);
}

static int teardown(void **state IA_UNUSED)
{
	volume = ia_tree_free(volume);
	image = isoargs_image_free(image);
	ia_notes_free(&notes);
	return 0;
}

/* The size of what is found tells which file it is; 0: none. */
static uint64_t found(const char *path)
{
	struct ia_file file;
	int r = ia_files_find(&files, path, &file, NULL);

	assert_true(r >= 0);
	return r > 0 ? file.size : 0;
}

static void names_are_found_in_any_case(void **state IA_UNUSED)
{
	static const struct given_file given[] = {
		{"efi/boot/grub.cfg", .size = 1},
		{"IMAGES/PXEBOOT/VMLINUZ", .size = 2},
		{"LiveOS/squashfs.img", .size = 3},
	};

	open_tree(given, IA_COUNT(given), true);
	assert_int_equal(found("/EFI/BOOT/grub.cfg"), 1);
	assert_int_equal(found("/images/pxeboot/vmlinuz"), 2);
	assert_int_equal(found("/LiveOS/squashfs.img"), 3);
	assert_int_equal(found("/liveos/../LIVEOS/./Squashfs.IMG"), 3);
	assert_int_equal(found("/EFI/BOOT/grub.cf"), 0);
	assert_int_equal(found("/EFI/BOOTS/grub.cfg"), 0);
	assert_int_equal(found("/EFI/BOOT/grub.cfg/x"), 0);
}

static void the_case_that_was_asked_for_wins(void **state IA_UNUSED)
{
	static const struct given_file given[] = {
		{"BOOT/a", .size = 1}, {"boot/a", .size = 2}, {"boot/B", .size = 3},
		{"Boot/C", .size = 4}, {"k/Z", .size = 5},    {"k/z", .size = 6},
	};

	open_tree(given, IA_COUNT(given), true);
	assert_int_equal(found("/boot/a"), 2);
	assert_int_equal(found("/BOOT/a"), 1);
	assert_int_equal(found("/boot/b"), 3);
	assert_int_equal(notes.count, 1);
	/* A name that is there decides, though another one's folder has the file. */
	assert_int_equal(found("/boot/c"), 0);
	/* Of several that only differ in case the first one of the bytes' order. */
	assert_int_equal(found("/K/z"), 6);
	assert_int_equal(found("/bOOT/A"), 1);
}

static void letters_of_ascii_alone_have_a_case(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"caf\xc3\xa9", .size = 1}, {"[1]", .size = 2}};

	open_tree(given, IA_COUNT(given), true);
	assert_int_equal(found("/CAF\xc3\xa9"), 1);
	assert_int_equal(found("/caf\xc3\x89"), 0);
	assert_int_equal(found("/{1}"), 0);
}

static void it_is_told_once(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"efi/a", .size = 1}, {"efi/b", .size = 2}};

	open_tree(given, IA_COUNT(given), true);
	assert_int_equal(found("/efi/a"), 1);
	assert_int_equal(notes.count, 0);
	assert_int_equal(found("/EFI/a"), 1);
	assert_int_equal(found("/EFI/b"), 2);
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_code(&notes.items[0]), "names-other-case");
	assert_contains(isoargs_note_text(&notes.items[0]), "efi/a was taken for EFI/a");
}

static void each_directory_is_listed_once(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"EFI/BOOT/a", .size = 1}};

	open_tree(given, IA_COUNT(given), true);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(found("/EFI/fedora/grub.cfg"), 0);
		assert_int_equal(found("/.treeinfo"), 0);
		assert_int_equal(found("/EFI/debian/grub.cfg"), 0);
	}
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, ""), 1);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "EFI"), 1);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "EFI/BOOT"), 0);
}

static void where_nothing_is_listed_case_counts(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"efi/boot/grub.cfg", .size = 1}};

	open_tree(given, IA_COUNT(given), false);
	assert_int_equal(found("/EFI/BOOT/grub.cfg"), 0);
	assert_int_equal(found("/efi/boot/grub.cfg"), 1);
	assert_int_equal(tree.asked, 2);
}

static void a_directory_that_cannot_be_listed_is_a_doubt(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"efi/a", .size = 1}};

	open_tree(given, IA_COUNT(given), true);
	/* The path is asked for, the root, and then its names. */
	tree.faulty = 3;
	tree.answer = -EACCES;
	assert_int_equal(found("/EFI/a"), 0);
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_code(&notes.items[0]), "file-unread");
	assert_contains(isoargs_note_text(&notes.items[0]), "Permission denied");
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, ""), 1);
}

static void a_directory_of_too_many_names_is_a_doubt(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"efi/a", .size = 1}};

	open_tree(given, IA_COUNT(given), true);
	tree.faulty = 3;
	tree.answer = -E2BIG;
	assert_int_equal(found("/EFI/a"), 0);
	assert_contains(isoargs_note_text(&notes.items[0]), "more names in this directory");
}

/* As many directories as are remembered, and one more; the oldest is given up. */
static void so_many_directories_are_remembered(void **state IA_UNUSED)
{
	static char paths[IA_TREE_LISTED_MAX][16];
	static struct given_file given[IA_TREE_LISTED_MAX];
	char path[16];

	for (unsigned i = 0; i < IA_TREE_LISTED_MAX; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%03u/file", i);
		given[i] = (struct given_file){paths[i], .size = i + 1};
	}
	open_tree(given, IA_TREE_LISTED_MAX, true);
	for (unsigned i = 0; i < IA_TREE_LISTED_MAX; i++) {
		snprintf(path, sizeof(path), "%03u/FILE", i);
		assert_int_equal(found(path), i + 1);
	}
	assert_int_equal(found("002/FILE2"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "002"), 1);
	/* The root was the first, and made room for the last. */
	assert_int_equal(found("absent"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, ""), 2);
}

/* Two directories whose names are more together than are kept. */
static void so_many_bytes_of_names_are_remembered(void **state IA_UNUSED)
{
	enum { COUNT = IA_TREE_NAMES_MAX / 200 * 2 / 3 };
	static char paths[2 * COUNT][200];
	static struct given_file given[2 * COUNT];

	for (unsigned i = 0; i < 2 * COUNT; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%c/%0180u", i < COUNT ? 'a' : 'b', i);
		given[i] = (struct given_file){paths[i], .size = i + 1};
	}
	open_tree(given, 2 * COUNT, true);
	assert_int_equal(found("a/x"), 0);
	assert_int_equal(found("a/y"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "a"), 1);
	assert_int_equal(found("b/x"), 0);
	assert_int_equal(found("b/y"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "b"), 1);
	assert_int_equal(found("a/z"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_LIST, "a"), 2);
}

static void looking_at_names_draws_on_the_meter(void **state IA_UNUSED)
{
	static const struct given_file given[] = {{"efi/a", .size = 1}};
	struct ia_file file;
	char path[16];
	int r = 0;

	open_tree(given, IA_COUNT(given), true);
	for (unsigned i = 0; i < IA_WORK_MAX / 20000 && r == 0; i++) {
		snprintf(path, sizeof(path), "%u", i);
		r = ia_files_find(&files, path, &file, NULL);
	}
	assert_int_equal(r, -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(names_are_found_in_any_case, teardown),
		cmocka_unit_test_teardown(the_case_that_was_asked_for_wins, teardown),
		cmocka_unit_test_teardown(letters_of_ascii_alone_have_a_case, teardown),
		cmocka_unit_test_teardown(it_is_told_once, teardown),
		cmocka_unit_test_teardown(each_directory_is_listed_once, teardown),
		cmocka_unit_test_teardown(where_nothing_is_listed_case_counts, teardown),
		cmocka_unit_test_teardown(a_directory_that_cannot_be_listed_is_a_doubt, teardown),
		cmocka_unit_test_teardown(a_directory_of_too_many_names_is_a_doubt, teardown),
		cmocka_unit_test_teardown(so_many_directories_are_remembered, teardown),
		cmocka_unit_test_teardown(so_many_bytes_of_names_are_remembered, teardown),
		cmocka_unit_test_teardown(looking_at_names_draws_on_the_meter, teardown),
	};

	return cmocka_run_group_tests_name("tree-spelling", tests, NULL, NULL);
}
