/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/loops.h"

#include <errno.h>

#include "base/ascii.h"
#include "support/fat-disk.h"
#include "support/iso-builder.h"

/* One more file than may be looked into, each an image of its own, behind one another. */
#define COPIES (IA_GRUB_LOOPS_MAX + 1)

struct outer {
	struct isoargs_image *image;
	size_t size; /* of each file */
	uint8_t *bytes;
};

static int find_copy(void *fs, const char *path, struct ia_file *ret,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct outer *outer = fs;

	if (strcmp(path, "/folder") != 0 && !ia_ascii_is_digit(path[1]))
		return 0;
	*ret = (struct ia_file){
		.type = path[1] == 'f' ? IA_FILE_DIRECTORY : IA_FILE_REGULAR,
		.size = outer->size,
		.offset = (uint64_t)(path[1] - '0') * outer->size,
		.handle = {strcmp(path + 2, "-in-pieces") == 0},
	};
	return 1;
}

static int window_of_copy(void *fs, const struct ia_file *file, struct ia_window *ret,
			  struct isoargs_error **reterr)
{
	const struct outer *outer = fs;
	const struct ia_window whole = ia_window_whole(outer->image);
	int r = ia_window_cut(&whole, file->offset, file->size, ret, reterr);

	return r < 0 ? r : !file->handle[0];
}

static const struct ia_files_ops outer_ops = {.find = find_copy, .window = window_of_copy};

static struct outer outer_of(const uint8_t *bytes, size_t size)
{
	struct outer outer = {.size = size, .bytes = calloc(COPIES, size)};

	assert_non_null(outer.bytes);
	for (size_t i = 0; i < COPIES; i++)
		memcpy(outer.bytes + i * size, bytes, size);
	assert_int_equal(isoargs_image_open_memory(outer.bytes, COPIES * size, "outer.iso",
						   &outer.image, NULL),
			 0);
	return outer;
}

static void close_outer(struct outer *outer)
{
	isoargs_image_free(outer->image);
	free(outer->bytes);
}

static int open_path(struct ia_loops *loops, struct outer *outer, const char *path,
		     const char **ret, struct isoargs_error **reterr)
{
	const struct ia_files files = {.ops = &outer_ops, .fs = outer, .name = "ISO"};

	return ia_loops_open(loops, &files, path, ret, reterr);
}

static struct outer outer_of_iso(void)
{
	struct builder b AUTO_BUILDER = {0};

	build_with(&b, &(struct record){.id = "INNER.TXT;1", .block = DATA, .size = 100});
	memcpy(at_block(&b, 16) + 40, "INNER                           ", 32);
	memcpy(at_block(&b, 16) + 830, "2026010203040506", 16);
	return outer_of(b.data, b.size);
}

static void an_image_in_a_file_is_a_device_of_its_own(void **state IA_UNUSED)
{
	struct outer outer = outer_of_iso();
	struct ia_loops loops IA_AUTO_LOOPS = {0};
	const char *first, *again, *other, *value;
	const struct ia_loop *loop;

	assert_int_equal(open_path(&loops, &outer, "/1", &first, NULL), 1);
	assert_int_equal(open_path(&loops, &outer, "/1", &again, NULL), 1);
	assert_int_equal(open_path(&loops, &outer, "/2", &other, NULL), 1);
	assert_string_equal(first, again);
	assert_string_not_equal(first, other);
	loop = ia_loops_find(&loops, first);
	assert_non_null(loop);
	assert_string_equal(loop->files.name, "ISO:/1");
	assert_int_equal(ia_files_have(&loop->files, "/inner.txt", IA_FILE_REGULAR, NULL), 1);
	assert_int_equal(ia_files_have(&loop->files, "/outer.txt", IA_FILE_REGULAR, NULL), 0);
	assert_int_equal(ia_loop_probe(loop, IA_GRUB_PROBE_LABEL, &value), 1);
	assert_string_equal(value, "INNER");
	assert_int_equal(ia_loop_probe(loop, IA_GRUB_PROBE_UUID, &value), 1);
	assert_string_equal(value, "2026-01-02-03-04-05-06");
	assert_int_equal(ia_loop_probe(loop, IA_GRUB_PROBE_FS, &value), 1);
	assert_string_equal(value, "iso9660");
	assert_null(ia_loops_find(&loops, "loop"));
	close_outer(&outer);
}

static void a_file_with_fat_is_a_device_too(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(16, "set a=b\n");
	struct outer outer = outer_of(disk.bytes, disk.size);
	struct ia_loops loops IA_AUTO_LOOPS = {0};
	const char *device, *value;

	assert_int_equal(open_path(&loops, &outer, "/0", &device, NULL), 1);
	assert_int_equal(ia_files_have(&ia_loops_find(&loops, device)->files, "/EFI/BOOT/grub.cfg",
				       IA_FILE_REGULAR, NULL),
			 1);
	assert_int_equal(ia_loop_probe(ia_loops_find(&loops, device), IA_GRUB_PROBE_FS, &value), 1);
	assert_string_equal(value, "fat");
	assert_int_equal(ia_loop_probe(ia_loops_find(&loops, device), IA_GRUB_PROBE_UUID, &value),
			 0);
	close_outer(&outer);
	disk_free(&disk);
}

static void so_many_files_are_looked_into_and_not_one_more(void **state IA_UNUSED)
{
	struct outer outer = outer_of_iso();
	struct ia_loops loops IA_AUTO_LOOPS = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = NULL;
	char path[] = "/0";

	for (unsigned i = 0; i < IA_GRUB_LOOPS_MAX; i++) {
		path[1] = (char)('0' + i);
		assert_int_equal(open_path(&loops, &outer, path, &device, NULL), 1);
	}
	path[1]++;
	device = "sentinel";
	assert_int_equal(open_path(&loops, &outer, path, &device, &error), -E2BIG);
	assert_string_equal(device, "sentinel");
	assert_contains(isoargs_error_message(error), "more than 8 files");
	assert_int_equal(open_path(&loops, &outer, "/0", &device, NULL), 1);
	close_outer(&outer);
}

static void what_cannot_be_looked_into_says_why(void **state IA_UNUSED)
{
	static const uint8_t junk[65536] = "hsqs";
	struct outer outer = outer_of(junk, sizeof(junk));
	struct ia_loops loops IA_AUTO_LOOPS = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = "sentinel";

	assert_int_equal(open_path(&loops, &outer, "/nope", &device, &error), 0);
	assert_int_equal(open_path(&loops, &outer, "/folder", &device, &error), 0);
	assert_null(error);
	assert_int_equal(open_path(&loops, &outer, "/0-in-pieces", &device, &error), -EOPNOTSUPP);
	assert_contains(isoargs_error_message(error), "in one piece");
	error = isoargs_error_free(error);
	assert_int_equal(open_path(&loops, &outer, "/0", &device, &error), -EOPNOTSUPP);
	assert_contains(isoargs_error_message(error), "neither ISO 9660 nor FAT");
	assert_string_equal(device, "sentinel");
	assert_int_equal(loops.count, 0);
	close_outer(&outer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_image_in_a_file_is_a_device_of_its_own),
		cmocka_unit_test(a_file_with_fat_is_a_device_too),
		cmocka_unit_test(so_many_files_are_looked_into_and_not_one_more),
		cmocka_unit_test(what_cannot_be_looked_into_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
