/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"

static void assert_list_fails(const struct builder *b, const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char names[4096] = "";

	assert_int_equal(ia_files_list(&b->files, path, collect_names, names, &error), code);
	assert_contains(isoargs_error_message(error), path);
	assert_contains(isoargs_error_message(error), part);
}

/* Adds names to a Rock Ridge directory in one line. */
static void rock_file(struct directory *directory, const char *name, uint32_t block)
{
	struct entries e = {.size = 0};

	add_rock(directory, &e, name, 0100644, &(struct record){.block = block, .size = 5});
}

static void rock_directory(struct directory *directory, const char *name, uint32_t block)
{
	struct entries e = {.size = 0};

	add_rock(directory, &e, name, 0040555, &(struct record){.block = block, .size = 2048});
}

static void rock_link(struct directory *directory, const char *name, const char *target)
{
	struct entries e = {.size = 0};

	link_to(&e, target);
	add_rock(directory, &e, name, 0120777, &(struct record){.block = DATA});
}

static void links_are_followed_as_files_and_as_directories(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root, efi, boot;

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	rock_directory(&root, "EFI", 21);
	rock_file(&root, "top", DATA);
	rock_link(&root, "here", "EFI/BOOT");
	efi = begin(&b, 21, 1, ROOT, NULL, NULL);
	rock_directory(&efi, "BOOT", 22);
	boot = begin(&b, 22, 1, 21, NULL, NULL);
	rock_file(&boot, "grub.cfg", DATA + 1);
	rock_link(&boot, "up", "../../top");
	rock_link(&boot, "absolute", "/EFI/BOOT/grub.cfg");
	rock_link(&boot, "above", "../../../../../top");
	rock_link(&boot, "chain", "../../here/up");
	rock_link(&boot, "dangling", "../none");
	rock_link(&boot, "loop", "loop");
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/here/grub.cfg", DATA + 1);
	assert_block(&b, "/EFI/BOOT/up", DATA);
	assert_block(&b, "/EFI/BOOT/absolute", DATA + 1);
	assert_block(&b, "/EFI/BOOT/above", DATA);
	assert_block(&b, "/EFI/BOOT/chain", DATA);
	/* ".." after a link is the parent of where it leads. */
	assert_block(&b, "/here/../BOOT/grub.cfg", DATA + 1);
	assert_find(&b, "/EFI/BOOT/dangling", 0, NULL);
	assert_find(&b, "/EFI/BOOT/up/x", 0, NULL);
	assert_find(&b, "/EFI/BOOT/loop", -ELOOP, "16 symbolic links");
	assert_lists(&b, "/", "EFI/ top here/ ");
	assert_lists(&b, "/here", "grub.cfg up absolute above chain dangling? loop? ");
}

static void links_without_a_target_on_the_medium_lead_nowhere(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries none = {.size = 0}, empty = {.size = 0}, host = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	add_rock(&root, &none, "none", 0120777, &(struct record){.block = DATA});
	sl(&empty, 0, "", 0);
	add_rock(&root, &empty, "empty", 0120777, &(struct record){.block = DATA});
	sl(&host, 0, "\x20\0", 2);
	add_rock(&root, &host, "host", 0120777, &(struct record){.block = DATA});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/none", 0, NULL);
	assert_find(&b, "/empty", 0, NULL);
	assert_find(&b, "/host", 0, NULL);
	assert_lists(&b, "/", "none? empty? host? ");
}

static void a_broken_link_fails_alone(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries longer = {.size = 0}, open = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	sl(&longer, 0, "\0\4f", 3);
	add_rock(&root, &longer, "longer", 0120777, &(struct record){.block = DATA});
	sl(&open, 1, "\1\1f", 3);
	add_rock(&root, &open, "open", 0120777, &(struct record){.block = DATA});
	rock_link(&root, "by-way-of", "longer");
	rock_file(&root, "f", DATA);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/longer", -EBADMSG, "symbolic link longer in /");
	assert_find(&b, "/open", -EBADMSG, "symbolic link open in /");
	assert_find(&b, "/by-way-of", -EBADMSG, "symbolic link longer in /");
	assert_block(&b, "/f", DATA);
	assert_lists(&b, "/", "longer? open? by-way-of? f ");
}

static void links_are_followed_up_to_their_bound(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	for (unsigned i = 0; i <= IA_SYMLINKS_MAX; i++) {
		char name[8], target[8];

		snprintf(name, sizeof(name), "l%u", i);
		snprintf(target, sizeof(target), "l%u", i + 1);
		rock_link(&root, name, target);
	}
	rock_file(&root, "l17", DATA);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/l1", DATA);
	assert_find(&b, "/l0", -ELOOP, "symbolic links");
}

static void paths_and_links_together_have_a_greatest_depth(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	char path[4 * IA_PATH_DEPTH_MAX] = "";

	/* A directory that holds itself is as deep as a path is long. */
	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	rock_directory(&root, "d", ROOT);
	rock_file(&root, "f", DATA);
	rock_link(&root, "longer", "d/d");
	assert_int_equal(open_built(&b, NULL), 1);
	for (unsigned i = 0; i < IA_PATH_DEPTH_MAX - 1; i++)
		strcat(path, "d/");
	strcat(path, "f");
	assert_block(&b, path, DATA);
	path[strlen(path) - 1] = '\0';
	strcat(path, "d");
	assert_int_equal(ia_files_have(&b.files, path, IA_FILE_DIRECTORY, NULL), 1);
	strcat(path, "/f");
	assert_find(&b, path, -E2BIG, "32 components");
	snprintf(path, sizeof(path), "longer");
	for (unsigned i = 0; i < IA_PATH_DEPTH_MAX - 2; i++)
		strcat(path, "/d");
	assert_int_equal(ia_files_have(&b.files, path, IA_FILE_DIRECTORY, NULL), 1);
	strcat(path, "/d");
	assert_find(&b, path, -E2BIG, "32 components");
}

static void a_link_deep_in_the_tree_does_not_lead_deeper_than_the_bound(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	char target[2 * 20] = "d", path[4 * IA_PATH_DEPTH_MAX] = "";

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	rock_directory(&root, "d", ROOT);
	for (unsigned i = 1; i < 20; i++)
		strcat(target, "/d");
	rock_link(&root, "down", target);
	assert_int_equal(open_built(&b, NULL), 1);
	for (unsigned i = 0; i < IA_PATH_DEPTH_MAX - 20; i++)
		strcat(path, "d/");
	strcat(path, "down");
	assert_int_equal(ia_files_have(&b.files, path, IA_FILE_DIRECTORY, NULL), 1);
	strcat(path, "/d");
	assert_find(&b, path, -E2BIG, "32 directories");
}

static void a_path_made_longer_by_links_has_a_longest_length(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries e = {.size = 0}, area = {.size = 0};
	char component[2 + 128], path[IA_PATH_MAX];

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	component[0] = 1;
	component[1] = 127;
	memset(component + 2, 't', 127);
	for (unsigned i = 0; i < 32; i++)
		sl(&area, 1, component, 129);
	sl(&area, 0, "\0\1t", 3);
	memcpy(at_block(&b, 42), area.bytes, area.size);
	ce(&e, 42, 0, (uint32_t)area.size);
	add_rock(&root, &e, "link", 0120777, &(struct record){.block = DATA});
	assert_int_equal(open_built(&b, NULL), 1);
	/* The target has 32 * 127 + 1 bytes. */
	memset(path, 'p', sizeof(path));
	memcpy(path, "link/", 5);
	path[4 + IA_PATH_MAX - 32 * 127 - 1] = '\0';
	assert_find(&b, path, 0, NULL);
	path[4 + IA_PATH_MAX - 32 * 127 - 1] = 'p';
	path[4 + IA_PATH_MAX - 32 * 127] = '\0';
	assert_find(&b, path, -E2BIG, "4096 bytes");
}

/* /1/deep stands in /1 by CL and lies in /rr_moved, marked RE. */
static void build_relocated(struct builder *b, uint32_t child)
{
	struct directory root, one, moved, deep;
	struct entries cl = {.size = 0}, re = {.size = 0}, pl = {.size = 0};

	build(b, 64, 1);
	root = begin_rock_root(b, 1);
	rock_directory(&root, "1", 21);
	rock_directory(&root, "rr_moved", 22);
	one = begin(b, 21, 1, ROOT, NULL, NULL);
	number(&cl, "CL", child);
	nm(&cl, 0, "deep", 4);
	px(&cl, 0040555);
	add(&one, &(struct record){.id = "DEEP", .block = DATA, .entries = &cl});
	rock_file(&one, "beside", DATA + 1);
	moved = begin(b, 22, 1, ROOT, NULL, NULL);
	entry(&re, "RE", 4);
	add_rock(&moved, &re, "deep", 0040555, &(struct record){.block = 23, .size = 2048});
	number(&pl, "PL", 21);
	deep = begin(b, 23, 1, 22, NULL, &pl);
	rock_file(&deep, "f", DATA + 2);
	rock_link(&deep, "up", "../beside");
}

static void a_relocated_directory_is_found_where_it_belongs(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_relocated(&b, 23);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/1/deep/f", DATA + 2);
	assert_block(&b, "/1/deep/../beside", DATA + 1);
	assert_block(&b, "/1/deep/up", DATA + 1);
	assert_lists(&b, "/1", "deep/ beside ");
	assert_lists(&b, "/1/deep", "f up ");
	assert_lists(&b, "/rr_moved", "");
}

static void a_relocation_to_no_directory_is_refused(void **state IA_UNUSED)
{
	struct builder contents AUTO_BUILDER, beyond AUTO_BUILDER;

	build_relocated(&contents, 30);
	assert_int_equal(open_built(&contents, NULL), 1);
	assert_find(&contents, "/1/deep/f", -EBADMSG, "/1: found no directory");
	/* Other names of the directory are not affected. */
	assert_block(&contents, "/1/beside", DATA + 1);
	build_relocated(&beyond, 0xffffffff);
	assert_int_equal(open_built(&beyond, NULL), 1);
	assert_find(&beyond, "/1/deep", -ENODATA, "/1: ");
	assert_list_fails(&beyond, "/1", -ENODATA, "cut off");
}

static void a_directory_without_its_second_record_has_no_parent(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	rock_directory(&root, "d", 21);
	add(&(struct directory){.builder = &b, .block = 21},
	    &(struct record){.id = "\0", .id_size = 1, .block = 21, .size = 2048, .flags = 2});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/d/..", -EBADMSG, "/d: the directory's second record");
}

static void the_root_is_its_own_parent_whatever_its_record_says(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct entries self = {.size = 0};
	struct directory root;

	build(&b, 64, 1);
	sp(&self, 0);
	px(&self, 0040555);
	root = begin(&b, ROOT, 1, 21, &self, NULL);
	rock_file(&root, "f", DATA);
	begin(&b, 21, 1, 21, NULL, NULL);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/../f", DATA);
}

static void a_mode_that_contradicts_the_directory_flag_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries file = {.size = 0}, directory = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	nm(&file, 0, "file", 4);
	px(&file, 0100644);
	add(&root, &(struct record){.id = "A", .block = 21, .flags = 2, .entries = &file});
	nm(&directory, 0, "directory", 9);
	px(&directory, 0040555);
	add(&root, &(struct record){.id = "B", .block = 21, .entries = &directory});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/file", -EBADMSG, "contradict");
	assert_find(&b, "/directory", -EBADMSG, "contradict");
	assert_list_fails(&b, "/", -EBADMSG, "contradict");
}

/* A root with one record that goes on at the area in block 30. */
static void build_continued(struct builder *b, uint32_t offset, uint32_t size)
{
	struct directory root;
	struct entries e = {.size = 0};

	build(b, 64, 1);
	root = begin_rock_root(b, 1);
	nm(&e, 1, "long-", 5);
	ce(&e, 30, offset, size);
	add(&root, &(struct record){.id = "L", .block = DATA, .size = 5, .entries = &e});
}

static void a_name_goes_on_in_an_area_that_crosses_blocks(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct entries area = {.size = 0};

	nm(&area, 0, "name", 4);
	px(&area, 0100644);
	build_continued(&b, IA_BLOCK_SIZE - 4, (uint32_t)area.size);
	memcpy(at_block(&b, 30) + IA_BLOCK_SIZE - 4, area.bytes, area.size);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/long-name", DATA);
	assert_find(&b, "/long-", 0, NULL);
	assert_lists(&b, "/", "long-name ");
}

static void a_name_whose_rest_is_missing_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_continued(&b, 0, 4);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/x", -EBADMSG, "the rest of a Rock Ridge name");
}

static void continuation_areas_are_followed_up_to_their_bound(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct builder b AUTO_BUILDER;

		build_continued(&b, 0, 28);
		for (unsigned i = 1; i <= IA_CONTINUATIONS_MAX + more; i++) {
			struct entries area = {.size = 0};

			if (i == IA_CONTINUATIONS_MAX + more)
				nm(&area, 0, "name", 4);
			else
				ce(&area, 30, i * 28, i + 1 < IA_CONTINUATIONS_MAX + more ? 28 : 9);
			memcpy(at_block(&b, 30) + (i - 1) * 28, area.bytes, area.size);
		}
		assert_int_equal(open_built(&b, NULL), 1);
		if (more)
			assert_find(&b, "/long-name", -ELOOP, "more than 32 areas");
		else
			assert_block(&b, "/long-name", DATA);
	}
}

static void a_continuation_of_itself_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct entries area = {.size = 0};

	build_continued(&b, 0, 28);
	ce(&area, 30, 0, 28);
	memcpy(at_block(&b, 30), area.bytes, area.size);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/x", -ELOOP, "areas");
	assert_list_fails(&b, "/", -ELOOP, "areas");
}

static void a_continuation_area_has_a_largest_size(void **state IA_UNUSED)
{
	struct builder most AUTO_BUILDER, more AUTO_BUILDER;
	struct entries area = {.size = 0};

	nm(&area, 0, "name", 4);
	build_continued(&most, 0, IA_CONTINUATION_MAX);
	memcpy(at_block(&most, 30), area.bytes, area.size);
	assert_int_equal(open_built(&most, NULL), 1);
	assert_block(&most, "/long-name", DATA);
	build_continued(&more, 0, IA_CONTINUATION_MAX + 1);
	memcpy(at_block(&more, 30), area.bytes, area.size);
	assert_int_equal(open_built(&more, NULL), 1);
	assert_find(&more, "/long-name", -E2BIG, "8193 bytes");
}

static void a_continuation_area_beyond_the_end_is_cut_off(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_continued(&b, 0xffffffff, 100);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_find(&b, "/x", -ENODATA, "continuation area");
}

static void the_continuation_of_another_name_is_not_read(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries e = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	nm(&e, 0, "broken", 6);
	ce(&e, 0xffffffff, 0, 100);
	add(&root, &(struct record){.id = "B", .block = DATA, .entries = &e});
	rock_file(&root, "f", DATA + 1);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/f", DATA + 1);
	assert_find(&b, "/broken", -ENODATA, "continuation area");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_are_followed_as_files_and_as_directories),
		cmocka_unit_test(links_without_a_target_on_the_medium_lead_nowhere),
		cmocka_unit_test(a_broken_link_fails_alone),
		cmocka_unit_test(links_are_followed_up_to_their_bound),
		cmocka_unit_test(paths_and_links_together_have_a_greatest_depth),
		cmocka_unit_test(a_link_deep_in_the_tree_does_not_lead_deeper_than_the_bound),
		cmocka_unit_test(a_path_made_longer_by_links_has_a_longest_length),
		cmocka_unit_test(a_relocated_directory_is_found_where_it_belongs),
		cmocka_unit_test(a_relocation_to_no_directory_is_refused),
		cmocka_unit_test(a_directory_without_its_second_record_has_no_parent),
		cmocka_unit_test(the_root_is_its_own_parent_whatever_its_record_says),
		cmocka_unit_test(a_mode_that_contradicts_the_directory_flag_is_refused),
		cmocka_unit_test(a_name_goes_on_in_an_area_that_crosses_blocks),
		cmocka_unit_test(a_name_whose_rest_is_missing_is_refused),
		cmocka_unit_test(continuation_areas_are_followed_up_to_their_bound),
		cmocka_unit_test(a_continuation_of_itself_is_refused),
		cmocka_unit_test(a_continuation_area_has_a_largest_size),
		cmocka_unit_test(a_continuation_area_beyond_the_end_is_cut_off),
		cmocka_unit_test(the_continuation_of_another_name_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
