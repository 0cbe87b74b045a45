/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "image/tree.h"
#include "support/given-tree.h"

/* A caller's tree: what it is asked for, and what comes of how it answers. */

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)

static struct given_tree tree;
static struct isoargs_image *image;

static int setup(void **state IA_UNUSED)
{
	memset(&tree, 0, sizeof(tree));
	return 0;
}

static int teardown(void **state IA_UNUSED)
{
	image = isoargs_image_free(image);
	assert_int_equal(tree.open, 0);
	return 0;
}

static void give(const struct given_file *files, size_t count)
{
	tree.files = files;
	tree.count = count;
	image = given_tree_open(&tree);
}

#define GIVE(...)                                                                                  \
	do {                                                                                       \
		static const struct given_file given[] = {__VA_ARGS__};                            \
		give(given, IA_COUNT(given));                                                      \
	} while (0)

static int find(const char *path, struct ia_tree_node *ret, struct isoargs_error **reterr)
{
	bool is_known;

	return ia_tree_find(ia_tree_of(image), path, ret, &is_known, reterr);
}

static struct ia_tree_node found(const char *path)
{
	struct ia_tree_node node;

	assert_int_equal(find(path, &node, NULL), 0);
	return node;
}

static int look(const char *path, uint64_t offset, size_t size, struct isoargs_error **reterr)
{
	const struct ia_tree_node node = found(path);
	uint8_t *bytes = malloc(size);
	int r;

	assert_non_null(bytes);
	r = ia_tree_read(ia_tree_of(image), &node, NULL, offset, bytes, size, reterr);
	for (size_t i = 0; r == 0 && i < size; i++)
		assert_int_equal(bytes[i], given_byte(offset + i));
	free(bytes);
	return r;
}

static void assert_fails(const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(look(path, 0, 1, &error), code);
	assert_contains(isoargs_error_message(error), part);
}

static void a_path_is_a_file_a_directory_or_nothing(void **state IA_UNUSED)
{
	GIVE({"images/pxeboot/vmlinuz", .size = 5000}, {".treeinfo", "[general]\n", 0});
	assert_int_equal(found("images/pxeboot/vmlinuz").kind, IA_TREE_FILE);
	assert_int_equal(found("images/pxeboot/vmlinuz").size, 5000);
	assert_int_equal(found("images").kind, IA_TREE_DIRECTORY);
	assert_int_equal(found("").kind, IA_TREE_DIRECTORY);
	assert_int_equal(found("image").kind, IA_TREE_NONE);
	assert_int_equal(found(".treeinfo").size, 10);
}

static void what_a_path_is_is_asked_once(void **state IA_UNUSED)
{
	GIVE({"vmlinuz", .size = 5000});
	for (int i = 0; i < 3; i++) {
		found("vmlinuz");
		found("initrd.img");
	}
	assert_int_equal(tree.asked, 2);
}

static void a_file_is_read_wherever_and_kept(void **state IA_UNUSED)
{
	GIVE({"vmlinuz", .size = 100000});
	assert_int_equal(look("vmlinuz", 0, 100, NULL), 0);
	assert_int_equal(look("vmlinuz", 99999, 1, NULL), 0);
	assert_int_equal(look("vmlinuz", 50000, 30000, NULL), 0);
	assert_int_equal(look("vmlinuz", 60000, 100, NULL), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_READ, "vmlinuz"), 3);
	assert_int_equal(given_tree_count(&tree, GIVEN_OPEN, "vmlinuz"), 1);
}

static void short_reads_and_interruptions_are_continued(void **state IA_UNUSED)
{
	tree.piece = 700;
	GIVE({"vmlinuz", .size = 100000});
	assert_int_equal(look("vmlinuz", 0, 100000, NULL), 0);
}

static void a_remote_file_is_read_in_large_windows(void **state IA_UNUSED)
{
	tree.flags = ISOARGS_READER_REMOTE;
	GIVE({"vmlinuz", .size = 10 * MIB}, {".treeinfo", .size = 2000});
	assert_int_equal(look("vmlinuz", 0, 512, NULL), 0);
	assert_int_equal(look("vmlinuz", 100000, 512, NULL), 0);
	assert_int_equal(look(".treeinfo", 0, 2000, NULL), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_READ, "vmlinuz"), 1);
	assert_int_equal(tree.asked, 4);
	assert_int_equal(tree.bytes, IA_SOURCE_HEAD + 2000);
	assert_true(ia_image_is_remote(image));
}

static void what_was_asked_is_counted(void **state IA_UNUSED)
{
	uint64_t reads, bytes;
	char *names IA_AUTO_FREE = NULL;

	tree.is_listed = true;
	GIVE({"b", .size = 3000}, {"a", .size = 10});
	assert_int_equal(look("b", 0, 3000, NULL), 0);
	assert_int_equal(ia_tree_list(ia_tree_of(image), "", &names, NULL), 0);
	isoargs_image_cost(image, &reads, &bytes);
	assert_int_equal(reads, tree.asked);
	assert_int_equal(bytes, tree.bytes + 4);
}

static void names_are_listed_in_their_order(void **state IA_UNUSED)
{
	char *names IA_AUTO_FREE = NULL;

	tree.is_listed = true;
	GIVE({"a/z", "", 0}, {"a/b/c", "", 0}, {"a/\xc3\xa4", "", 0}, {"b", "", 0});
	assert_true(ia_tree_can_list(ia_tree_of(image)));
	assert_int_equal(ia_tree_list(ia_tree_of(image), "a", &names, NULL), 0);
	assert_memory_equal(names, "b\0z\0\xc3\xa4\0", 8);
}

/* Files "000" to "127" of a kilobyte each. */
static void give_many(void)
{
	static char paths[GIVEN_FILES_MAX][4];
	static struct given_file files[GIVEN_FILES_MAX];

	for (size_t i = 0; i < GIVEN_FILES_MAX; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%03u", (unsigned)(i % 1000));
		files[i] = (struct given_file){.path = paths[i], .size = 1024};
	}
	give(files, GIVEN_FILES_MAX);
}

static void so_many_files_are_open_and_the_oldest_is_closed(void **state IA_UNUSED)
{
	char path[4];

	give_many();
	for (unsigned i = 0; i < IA_TREE_OPEN_MAX; i++) {
		snprintf(path, sizeof(path), "%03u", i);
		assert_int_equal(look(path, 0, 10, NULL), 0);
	}
	assert_int_equal(given_tree_count(&tree, GIVEN_CLOSE, "000"), 0);
	assert_int_equal(look("000", 0, 10, NULL), 0);
	assert_int_equal(look("127", 0, 10, NULL), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_CLOSE, "000"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_CLOSE, "001"), 1);
	assert_int_equal(tree.open_most, IA_TREE_OPEN_MAX);
	/* And it is read all the same. */
	assert_int_equal(look("001", 500, 100, NULL), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_OPEN, "001"), 2);
	assert_int_equal(tree.open_most, IA_TREE_OPEN_MAX);
}

static void a_window_keeps_its_file_open(void **state IA_UNUSED)
{
	struct ia_window windows[IA_TREE_PINNED_MAX + 1];
	char path[4];
	uint8_t byte;

	give_many();
	for (unsigned i = 0; i <= IA_TREE_PINNED_MAX; i++) {
		struct ia_tree_node node;

		snprintf(path, sizeof(path), "%03u", i);
		node = found(path);
		assert_int_equal(ia_tree_window(ia_tree_of(image), &node, &windows[i], NULL),
				 i < IA_TREE_PINNED_MAX);
	}
	for (unsigned i = 0; i < GIVEN_FILES_MAX; i++) {
		snprintf(path, sizeof(path), "%03u", i);
		assert_int_equal(look(path, 0, 10, NULL), 0);
	}
	assert_int_equal(given_tree_count(&tree, GIVEN_CLOSE, "000"), 0);
	assert_int_equal(ia_window_read(&windows[0], 1023, &byte, 1, NULL), 0);
	assert_int_equal(byte, given_byte(1023));
	assert_int_equal(windows[0].size, 1024);
}

static void what_is_kept_of_all_files_is_bounded(void **state IA_UNUSED)
{
	assert_int_equal(IA_TREE_KEPT_MAX, 2 * 16 * MIB);
	GIVE({"a", .size = 16 * MIB}, {"b", .size = 16 * MIB}, {"c", .size = 16 * MIB});
	assert_int_equal(look("a", 0, 16 * MIB, NULL), 0);
	assert_int_equal(look("b", 0, 16 * MIB, NULL), 0);
	tree.bytes = 0;
	assert_int_equal(look("a", 5, 10, NULL), 0);
	assert_int_equal(tree.bytes, 0);
	assert_int_equal(look("c", 0, MIB, NULL), 0);
	assert_int_equal(look("c", MIB, MIB, NULL), 0);
	assert_int_equal(tree.bytes, 2 * MIB);
	/* b was given up for it. */
	assert_int_equal(look("b", 0, 10, NULL), 0);
	assert_int_equal(tree.bytes, 2 * MIB + IA_BLOCK_SIZE);
}

static void a_file_that_is_another_when_it_is_opened_again_is_an_error(void **state IA_UNUSED)
{
	static struct given_file changing[GIVEN_FILES_MAX];
	char path[4];

	give_many();
	memcpy(changing, tree.files, sizeof(changing));
	for (unsigned i = 0; i < GIVEN_FILES_MAX; i++) {
		snprintf(path, sizeof(path), "%03u", i);
		found(path);
	}
	tree.files = changing;
	changing[0].size = 1023;
	assert_fails("000", -EIO, "changed while the tree was read");
	changing[1].path = "gone";
	assert_fails("001", -EIO, "changed while the tree was read");
	assert_int_equal(look("002", 0, 10, NULL), 0);
}

static void paths_are_kept_up_to_a_bound(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_tree_node node;
	const size_t length = IA_TREE_PATHS_MAX / 1024 - 1;
	char path[IA_TREE_PATHS_MAX / 1024];

	GIVE({"x", "", 0});
	memset(path, 'p', length);
	path[length] = '\0';
	for (unsigned i = 0; i < 1024; i++) {
		path[0] = (char)('A' + i / 32);
		path[1] = (char)('A' + i % 32);
		assert_int_equal(find(path, &node, NULL), 0);
	}
	assert_int_equal(find(path, &node, NULL), 0);
	assert_int_equal(find("", &node, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "1048576 bytes");
	assert_int_equal(tree.asked, 1024);
}

/* Names of 1024 bytes together with their NUL. */
static int list_so_many(const char *path IA_UNUSED,
			int (*visit)(const char *name, void *visit_data), void *visit_data,
			void *data)
{
	char name[1024];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (unsigned i = 0; i < *(unsigned *)data; i++) {
		int r = visit(name, visit_data);

		if (r != 0)
			return r;
	}
	return 0;
}

static int list_bad(const char *path IA_UNUSED, int (*visit)(const char *name, void *visit_data),
		    void *visit_data, void *data)
{
	visit("good", visit_data);
	visit(data, visit_data);
	visit("good", visit_data);
	return 0;
}

static int open_nothing(const char *path IA_UNUSED, uint64_t *ret_file IA_UNUSED,
			uint64_t *ret_size IA_UNUSED, void *data IA_UNUSED)
{
	return 0;
}

static ssize_t read_nothing(uint64_t file IA_UNUSED, void *buf IA_UNUSED, size_t size IA_UNUSED,
			    uint64_t offset IA_UNUSED, void *data IA_UNUSED)
{
	return 0;
}

static int list_with(int (*list)(const char *path, int (*visit)(const char *name, void *visit_data),
				 void *visit_data, void *data),
		     void *data, struct isoargs_error **reterr)
{
	const struct isoargs_tree given = {
		.open = open_nothing, .read = read_nothing, .list = list, .data = data};
	char *names IA_AUTO_FREE = NULL;
	int r;

	assert_int_equal(isoargs_image_open_tree(&given, "given", &image, NULL), 0);
	r = ia_tree_list(ia_tree_of(image), "a", &names, reterr);
	image = isoargs_image_free(image);
	return r;
}

static void names_are_kept_up_to_a_bound(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	unsigned count = IA_TREE_NAMES_MAX / 1024;

	assert_int_equal(list_with(list_so_many, &count, NULL), 0);
	count++;
	assert_int_equal(list_with(list_so_many, &count, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "/a: ");
	assert_contains(isoargs_error_message(error), "1048576 bytes");
}

static void what_is_no_name_is_an_error(void **state IA_UNUSED)
{
	static char too_long[IA_NAME_MAX + 2];
	static char bad[][4] = {"", ".", "..", "a/b", "/"};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		assert_int_equal(list_with(list_bad, bad[i], &error), -EBADMSG);
		assert_contains(isoargs_error_message(error), "/a: found a name");
	}
	memset(too_long, 'n', IA_NAME_MAX + 1);
	assert_int_equal(list_with(list_bad, too_long, NULL), -EBADMSG);
	too_long[IA_NAME_MAX] = '\0';
	assert_int_equal(list_with(list_bad, too_long, NULL), 0);
}

static void answers_that_no_function_promises_are_errors(void **state IA_UNUSED)
{
	static const int64_t answers[] = {3, -5000, INT32_MIN};

	for (size_t i = 0; i < IA_COUNT(answers); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		struct ia_tree_node node;

		setup(NULL);
		tree.faulty = 1;
		tree.answer = answers[i];
		GIVE({"vmlinuz", .size = 5000});
		assert_int_equal(find("vmlinuz", &node, &error), -EIO);
		assert_contains(isoargs_error_message(error), "opening returned");
		tree.answer = answers[i] == 3 ? 5001 : answers[i];
		tree.faulty = 3;
		assert_fails("vmlinuz", -EIO, "expected");
		image = isoargs_image_free(image);
	}
}

static void a_file_that_ends_too_soon_is_an_error(void **state IA_UNUSED)
{
	GIVE({"vmlinuz", .size = 5000});
	found("vmlinuz");
	tree.faulty = 2;
	assert_fails("vmlinuz", -EIO, "no more bytes, expected 5000");
}

static void a_local_tree_that_fails_fails_where_it_does(void **state IA_UNUSED)
{
	struct ia_tree_node node;

	GIVE({"vmlinuz", .size = 5000});
	ia_image_begin(image, 100, MIB);
	tree.faulty = 1;
	tree.answer = -EACCES;
	assert_int_equal(find("vmlinuz", &node, NULL), -EIO);
	assert_int_equal(ia_image_failures(image), 1);
	tree.faulty = 0;
	assert_int_equal(look("vmlinuz", 0, 10, NULL), 0);
	assert_int_equal(ia_image_settle(image, 0, NULL), 0);
}

static void a_remote_tree_that_failed_is_not_asked_any_more_in_that_call(void **state IA_UNUSED)
{
	static const int64_t answers[] = {-EHOSTUNREACH, -ETIMEDOUT, -EACCES};

	for (size_t i = 0; i < IA_COUNT(answers); i++) {
		for (size_t faulty = 1; faulty <= 4; faulty++) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;
			struct ia_tree_node node;
			char *names IA_AUTO_FREE = NULL;
			uint8_t byte;
			int r;

			setup(NULL);
			tree.flags = ISOARGS_READER_REMOTE;
			tree.is_listed = true;
			GIVE({"a/vmlinuz", .size = 5000});
			ia_image_begin(image, 100, MIB);
			tree.faulty = faulty;
			tree.answer = answers[i];
			r = find("a/vmlinuz", &node, NULL);
			if (r == 0)
				r = ia_tree_read(ia_tree_of(image), &node, NULL, 0, &byte, 1, NULL);
			if (r == 0)
				r = ia_tree_list(ia_tree_of(image), "a", &names, NULL);
			if (r == 0)
				r = find("b", &node, NULL);
			assert_int_equal(r, -EIO);
			assert_int_equal(find("c", &node, NULL), -EIO);
			assert_int_equal(tree.asked, faulty);
			assert_int_equal(ia_image_settle(image, 0, &error), answers[i]);
			assert_contains(isoargs_error_message(error), "TREE:/");
			/* The next call does. */
			tree.faulty = 0;
			ia_image_begin(image, 100, MIB);
			assert_int_equal(find("c", &node, NULL), 0);
			assert_int_equal(ia_image_settle(image, -EBADMSG, NULL), -EBADMSG);
			image = isoargs_image_free(image);
		}
	}
}

static void a_remote_tree_is_asked_for_so_much_in_one_call(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_tree_node node;

	tree.flags = ISOARGS_READER_REMOTE;
	GIVE({"a", .size = 1000}, {"b", .size = 1000});
	ia_image_begin(image, 4, 2000);
	assert_int_equal(look("a", 0, 1000, NULL), 0);
	assert_int_equal(look("b", 0, 1000, NULL), 0);
	assert_int_equal(ia_image_settle(image, 0, NULL), 0);
	ia_image_begin(image, 1, 2000);
	assert_int_equal(find("c", &node, NULL), 0);
	assert_int_equal(find("d", &node, NULL), -EIO);
	assert_int_equal(ia_image_settle(image, 0, &error), -EFBIG);
	assert_string_equal(
		isoargs_error_message(error),
		"TREE:/d: the medium takes more than 1 requests or 1 KiB; it took 1 and 0 "
		"so far; no honest medium is like that; if yours is, copy it to a folder");
	image = isoargs_image_free(image);
	setup(NULL);
	tree.flags = ISOARGS_READER_REMOTE;
	GIVE({"a", .size = 1000});
	ia_image_begin(image, 4, 999);
	assert_int_equal(look("a", 0, 1, NULL), -EIO);
	assert_int_equal(ia_image_settle(image, 0, NULL), -EFBIG);
}

static void a_tree_needs_its_functions_and_flags_with_names(void **state IA_UNUSED)
{
	struct isoargs_tree given = {.read = read_nothing};
	struct isoargs_image *none = SENTINEL;

	assert_int_equal(isoargs_image_open_tree(&given, "given", &none, NULL), -EINVAL);
	given = (struct isoargs_tree){.open = open_nothing};
	assert_int_equal(isoargs_image_open_tree(&given, "given", &none, NULL), -EINVAL);
	given = (struct isoargs_tree){.open = open_nothing, .read = read_nothing, .flags = 4};
	assert_int_equal(isoargs_image_open_tree(&given, "given", &none, NULL), -EINVAL);
	assert_ptr_equal(none, SENTINEL);
}

static void an_image_is_no_tree_and_a_tree_has_no_bytes(void **state IA_UNUSED)
{
	struct isoargs_image *memory = NULL;
	struct ia_window whole;
	uint8_t byte;

	assert_int_equal(isoargs_image_open_memory("x", 1, "memory", &memory, NULL), 0);
	assert_null(ia_tree_of(memory));
	isoargs_image_free(memory);
	GIVE({"a", .size = 1000});
	whole = ia_window_whole(image);
	assert_int_equal(ia_window_read(&whole, 0, &byte, 1, NULL), -ENODATA);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_path_is_a_file_a_directory_or_nothing),
		TEST(what_a_path_is_is_asked_once),
		TEST(a_file_is_read_wherever_and_kept),
		TEST(short_reads_and_interruptions_are_continued),
		TEST(a_remote_file_is_read_in_large_windows),
		TEST(what_was_asked_is_counted),
		TEST(names_are_listed_in_their_order),
		TEST(so_many_files_are_open_and_the_oldest_is_closed),
		TEST(a_window_keeps_its_file_open),
		TEST(what_is_kept_of_all_files_is_bounded),
		TEST(a_file_that_is_another_when_it_is_opened_again_is_an_error),
		TEST(paths_are_kept_up_to_a_bound),
		TEST(names_are_kept_up_to_a_bound),
		TEST(what_is_no_name_is_an_error),
		TEST(answers_that_no_function_promises_are_errors),
		TEST(a_file_that_ends_too_soon_is_an_error),
		TEST(a_local_tree_that_fails_fails_where_it_does),
		TEST(a_remote_tree_that_failed_is_not_asked_any_more_in_that_call),
		TEST(a_remote_tree_is_asked_for_so_much_in_one_call),
		TEST(a_tree_needs_its_functions_and_flags_with_names),
		TEST(an_image_is_no_tree_and_a_tree_has_no_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
