/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "image/image.h"
#include "image/tree.h"

/* A folder on a disk, as an image. */

static char folder[32];
static int root;
static struct isoargs_image *image;
static size_t open_before;

static size_t count_open(void)
{
	DIR *directory = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void write_file(const char *path, const char *text)
{
	int fd = openat(root, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int setup(void **state IA_UNUSED)
{
	open_before = count_open();
	strcpy(folder, "/tmp/isoargs-test-XXXXXX");
	assert_non_null(mkdtemp(folder));
	root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(mkdirat(root, "EFI", 0777), 0);
	write_file("EFI/grub.cfg", "a menu");
	write_file("empty", "");
	assert_int_equal(symlinkat("/EFI/grub.cfg", root, "link"), 0);
	assert_int_equal(symlinkat("/etc/passwd", root, "out"), 0);
	assert_int_equal(mkfifoat(root, "fifo", 0666), 0);
	assert_int_equal(isoargs_image_open(folder, &image, NULL), 0);
	return 0;
}

static int remove_one(const char *path, const struct stat *st IA_UNUSED, int type IA_UNUSED,
		      struct FTW *ftw IA_UNUSED)
{
	return remove(path);
}

static int teardown(void **state IA_UNUSED)
{
	image = isoargs_image_free(image);
	close(root);
	assert_int_equal(count_open(), open_before);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static struct ia_tree_node look(const char *path)
{
	struct ia_tree_node node = {0};
	bool is_known;

	assert_int_equal(ia_tree_find(ia_tree_of(image), path, &node, &is_known, NULL), 0);
	return node;
}

static void a_folder_is_a_tree(void **state IA_UNUSED)
{
	assert_non_null(ia_tree_of(image));
	assert_string_equal(isoargs_image_name(image), folder);
	assert_int_equal(isoargs_image_size(image), 0);
	assert_true(ia_tree_can_list(ia_tree_of(image)));
	assert_false(ia_image_is_remote(image));
}

static void its_files_are_found_and_read(void **state IA_UNUSED)
{
	static const char *const paths[] = {"EFI/grub.cfg", "link"};
	struct ia_tree_node node;
	char text[7] = "";

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		node = look(paths[i]);
		assert_int_equal(node.kind, IA_TREE_FILE);
		assert_int_equal(node.size, 6);
		assert_int_equal(ia_tree_read(ia_tree_of(image), &node, NULL, 0, text, 6, NULL), 0);
		assert_string_equal(text, "a menu");
	}
	assert_int_equal(look("EFI").kind, IA_TREE_DIRECTORY);
	assert_int_equal(look("").kind, IA_TREE_DIRECTORY);
	assert_int_equal(look("empty").size, 0);
	assert_int_equal(look("fifo").kind, IA_TREE_NONE);
	assert_int_equal(look("out").kind, IA_TREE_NONE);
}

static void its_names_are_listed(void **state IA_UNUSED)
{
	static const char expected[] = "EFI\0empty\0fifo\0link\0out\0";
	char *names IA_AUTO_FREE = NULL;

	assert_int_equal(ia_tree_list(ia_tree_of(image), "", &names, NULL), 0);
	assert_memory_equal(names, expected, sizeof(expected));
}

static void a_file_that_shrinks_while_it_is_read_is_an_error(void **state IA_UNUSED)
{
	const struct ia_tree_node node = look("EFI/grub.cfg");
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char text[6];

	write_file("EFI/grub.cfg", "a");
	assert_int_equal(ia_tree_read(ia_tree_of(image), &node, NULL, 0, text, 6, &error), -EIO);
	assert_contains(isoargs_error_message(error), "no more bytes");
}

static void what_grows_is_what_it_was(void **state IA_UNUSED)
{
	const struct ia_tree_node node = look("EFI/grub.cfg");
	char text[6];

	write_file("EFI/grub.cfg", "another menu");
	assert_int_equal(ia_tree_read(ia_tree_of(image), &node, NULL, 0, text, 6, NULL), 0);
	assert_memory_equal(text, "anothe", 6);
}

static void a_descriptor_of_the_caller_stays_open(void **state IA_UNUSED)
{
	struct isoargs_image *other = NULL;
	struct stat st;

	assert_int_equal(isoargs_image_open_fd(root, "tree", &other, NULL), 0);
	assert_non_null(ia_tree_of(other));
	isoargs_image_free(other);
	assert_int_equal(fstat(root, &st), 0);
}

static void as_many_files_are_open_as_a_tree_may_have(void **state IA_UNUSED)
{
	char path[16];

	for (unsigned i = 0; i < 3 * IA_TREE_OPEN_MAX; i++) {
		snprintf(path, sizeof(path), "%u", i);
		write_file(path, "x");
		assert_int_equal(look(path).kind, IA_TREE_FILE);
	}
	/* And the folder's own descriptor, twice. */
	assert_int_equal(count_open(), open_before + 2 + IA_TREE_OPEN_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_folder_is_a_tree),
		TEST(its_files_are_found_and_read),
		TEST(its_names_are_listed),
		TEST(a_file_that_shrinks_while_it_is_read_is_an_error),
		TEST(what_grows_is_what_it_was),
		TEST(a_descriptor_of_the_caller_stays_open),
		TEST(as_many_files_are_open_as_a_tree_may_have),
	};

	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
