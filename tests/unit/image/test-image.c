/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "image/image.h"

#define SIZE (40u * IA_BLOCK_SIZE + 100u)

static uint8_t pattern(uint64_t at)
{
	return (uint8_t)(at * 7 + at / IA_BLOCK_SIZE);
}

static int pattern_file(void)
{
	int fd = memfd_create("pattern", MFD_CLOEXEC);
	uint8_t bytes[SIZE];

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = pattern(i);
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	return fd;
}

static void assert_window_reads(const struct ia_window *window, uint64_t offset, size_t size)
{
	uint8_t buf[SIZE];

	assert_int_equal(ia_window_read(window, offset, buf, size, NULL), 0);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(buf[i], pattern(window->offset + offset + i));
}

static void reads_of_any_size_and_place_give_the_bytes_of_the_file(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = pattern_file();
	struct isoargs_image *image = NULL;
	struct ia_window whole;

	assert_int_equal(isoargs_image_open_fd(fd, "pattern", &image, NULL), 0);
	assert_int_equal(isoargs_image_size(image), SIZE);
	whole = ia_window_whole(image);
	assert_window_reads(&whole, 0, SIZE);
	assert_window_reads(&whole, SIZE - 1, 1);
	assert_window_reads(&whole, SIZE, 0);
	assert_window_reads(&whole, IA_BLOCK_SIZE - 1, 2);
	for (uint64_t at = 0; at + 3000 < SIZE; at += 1999)
		assert_window_reads(&whole, at, 3000);
	isoargs_image_free(image);
}

static void a_block_that_was_read_is_not_read_again(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = pattern_file();
	struct isoargs_image *image = NULL;
	struct ia_window whole;
	uint64_t reads, bytes;

	isoargs_image_open_fd(fd, "pattern", &image, NULL);
	whole = ia_window_whole(image);
	for (unsigned i = 0; i < 50; i++)
		assert_window_reads(&whole, 16u * IA_BLOCK_SIZE + i, 100);
	isoargs_image_cost(image, &reads, &bytes);
	assert_int_equal(reads, 1);
	assert_int_equal(bytes, IA_BLOCK_SIZE);
	isoargs_image_free(image);
}

static void as_many_blocks_as_the_cache_holds_are_kept(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		int fd IA_AUTO_CLOSE = pattern_file();
		struct isoargs_image *image = NULL;
		struct ia_window whole;
		uint64_t reads, bytes;

		isoargs_image_open_fd(fd, "pattern", &image, NULL);
		whole = ia_window_whole(image);
		/* In turn, and the first one again: the oldest, where there was one too many. */
		for (unsigned i = 0; i < IA_CACHE_BLOCKS + more; i++)
			assert_window_reads(&whole, i * IA_BLOCK_SIZE, 10);
		assert_window_reads(&whole, 0, 10);
		isoargs_image_cost(image, &reads, &bytes);
		assert_int_equal(reads, IA_CACHE_BLOCKS + 2 * more);
		isoargs_image_free(image);
	}
}

static void a_read_beyond_the_end_fails_whole(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = pattern_file();
	struct isoargs_image *image = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_window whole;
	uint8_t buf[4] = {0x5e, 0x5e, 0x5e, 0x5e};

	isoargs_image_open_fd(fd, "pattern", &image, NULL);
	whole = ia_window_whole(image);
	assert_int_equal(ia_window_read(&whole, SIZE - 3, buf, 4, &error), -ENODATA);
	assert_int_equal(buf[0], 0x5e);
	assert_contains(isoargs_error_message(error), "4 bytes are expected here");
	assert_null(isoargs_error_file(error));
	assert_int_equal(ia_window_read(&whole, UINT64_MAX - 1, buf, 4, NULL), -ENODATA);
	isoargs_image_free(image);
}

static void a_window_cannot_be_left(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = pattern_file();
	struct isoargs_image *image = NULL;
	struct ia_window whole, part, sentinel = {.size = 0x5e};
	uint8_t byte;

	isoargs_image_open_fd(fd, "pattern", &image, NULL);
	whole = ia_window_whole(image);
	assert_int_equal(ia_window_cut(&whole, 1000, 500, &part, NULL), 0);
	assert_window_reads(&part, 0, 500);
	assert_int_equal(ia_window_read(&part, 500, &byte, 1, NULL), -ENODATA);
	assert_int_equal(ia_window_cut(&part, 400, 101, &sentinel, NULL), -ENODATA);
	assert_int_equal(ia_window_cut(&whole, SIZE, 1, &sentinel, NULL), -ENODATA);
	assert_int_equal(sentinel.size, 0x5e);
	isoargs_image_free(image);
}

static void memory_reads_like_a_file_and_has_a_descriptor_when_asked(void **state IA_UNUSED)
{
	uint8_t bytes[5000];
	struct isoargs_image *image = NULL;
	struct ia_window whole;
	uint8_t back[5000];
	int fd;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = pattern(i);
	assert_int_equal(isoargs_image_open_memory(bytes, sizeof(bytes), "memory", &image, NULL),
			 0);
	whole = ia_window_whole(image);
	assert_window_reads(&whole, 123, 4000);
	fd = ia_image_descriptor(image, NULL);
	assert_true(fd >= 0);
	assert_int_equal(ia_image_descriptor(image, NULL), fd);
	assert_int_equal(pread(fd, back, sizeof(back), 0), sizeof(back));
	assert_memory_equal(bytes, back, sizeof(bytes));
	isoargs_image_free(image);
}

static void assert_refused(const char *path, int code, const char *part)
{
	struct isoargs_image *image = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_image_open(path, &image, &error), code);
	assert_ptr_equal(image, SENTINEL);
	assert_contains(isoargs_error_message(error), path);
	assert_contains(isoargs_error_message(error), part);
}

static void what_is_no_image_file_is_refused_by_name(void **state IA_UNUSED)
{
	char directory[] = "/tmp/isoargs-test-XXXXXX";
	char path[64];
	int pipes[2];

	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/none.iso", directory);
	assert_refused(path, -ENOENT, "No such file");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(path, -ESPIPE, "pipe");
	unlink(path);
	rmdir(directory);
	assert_refused("/dev/null", -ESPIPE, "character device");

	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(isoargs_image_open_fd(pipes[0], "pipe", NULL, NULL), -ESPIPE);
	close(pipes[0]);
	close(pipes[1]);
	assert_int_equal(isoargs_image_open_fd(-1, "closed", NULL, NULL), -EBADF);
}

static void an_empty_file_and_empty_memory_are_refused(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = memfd_create("empty", MFD_CLOEXEC);
	struct isoargs_image *image = SENTINEL;

	assert_int_equal(isoargs_image_open_fd(fd, "empty", &image, NULL), -ENODATA);
	assert_int_equal(isoargs_image_open_memory("", 0, "empty", &image, NULL), -ENODATA);
	assert_ptr_equal(image, SENTINEL);
}

static void a_file_that_shrinks_while_it_is_read_is_an_error(void **state IA_UNUSED)
{
	int fd IA_AUTO_CLOSE = pattern_file();
	struct isoargs_image *image = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_window whole;
	uint8_t byte;

	isoargs_image_open_fd(fd, "pattern", &image, NULL);
	whole = ia_window_whole(image);
	assert_int_equal(ftruncate(fd, 100), 0);
	assert_int_equal(ia_window_read(&whole, 30000, &byte, 1, &error), -ENODATA);
	assert_contains(isoargs_error_message(error), "shorter");
	isoargs_image_free(image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_of_any_size_and_place_give_the_bytes_of_the_file),
		cmocka_unit_test(a_block_that_was_read_is_not_read_again),
		cmocka_unit_test(as_many_blocks_as_the_cache_holds_are_kept),
		cmocka_unit_test(a_read_beyond_the_end_fails_whole),
		cmocka_unit_test(a_window_cannot_be_left),
		cmocka_unit_test(memory_reads_like_a_file_and_has_a_descriptor_when_asked),
		cmocka_unit_test(what_is_no_image_file_is_refused_by_name),
		cmocka_unit_test(an_empty_file_and_empty_memory_are_refused),
		cmocka_unit_test(a_file_that_shrinks_while_it_is_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
