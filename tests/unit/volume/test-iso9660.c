/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <sys/mman.h>

#include "support/iso-builder.h"
#include "support/notes.h"

static void assert_absent(const struct builder *b, const char *path)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_file file = {.size = 0x5e5e};

	assert_int_equal(ia_files_find(&b->files, path, &file, &error), 0);
	assert_int_equal(file.size, 0x5e5e);
	assert_null(error);
}

static void assert_open_fails(struct builder *b, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	b->iso = SENTINEL;
	assert_int_equal(open_built(b, &error), code);
	assert_ptr_equal(b->iso, SENTINEL);
	b->iso = NULL;
	if (part)
		assert_contains(isoargs_error_message(error), part);
	else
		assert_null(error);
}

static void what_has_no_descriptor_is_no_volume(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	at_block(&b, 16)[5] = '2';
	assert_open_fails(&b, 0, NULL);
}

static void an_image_that_ends_in_its_first_descriptor_is_no_volume(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	b.size = 17 * IA_BLOCK_SIZE - 1;
	assert_open_fails(&b, 0, NULL);
}

static void descriptors_without_a_primary_one_are_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	at_block(&b, 16)[0] = 3;
	assert_open_fails(&b, -EBADMSG, "no primary");
}

static void blocks_of_another_size_are_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	put_both16(at_block(&b, 16) + 128, 512);
	assert_open_fails(&b, -EOPNOTSUPP, "512 bytes");
}

static void a_root_record_that_is_no_directory_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	at_block(&b, 16)[156 + 25] = 0;
	assert_open_fails(&b, -EBADMSG, "root record");
}

static void a_root_record_longer_than_its_field_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	at_block(&b, 16)[156] = 35;
	assert_open_fails(&b, -EBADMSG, "35 bytes");
}

static void the_descriptors_fields_are_given_raw_or_trimmed(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	const struct ia_iso9660_volume *volume;
	uint8_t *p;

	build(&b, 64, 1);
	begin(&b, ROOT, 1, ROOT, NULL, NULL);
	p = at_block(&b, 16);
	memcpy(p + 8, "LINUX", 5);
	memcpy(p + 40, "CentOS 7 x86_64 ", 16);
	memset(p + 318, ' ', 512 - 16);
	memcpy(p + 318, " publisher", 10);
	memset(p + 446, 'p', 128);
	memcpy(p + 574, "MKISOFS", 8);
	memcpy(p + 813, "2020110413471700", 16);
	p[829] = 4;
	memcpy(p + 830, "2021", 4);
	p = put_descriptor(&b, 17, 0);
	memcpy(p + 7, "EL TORITO SPECIFICATION", 23);
	put_le(p + 0x47, 1234567, 4);
	put_descriptor(&b, 18, 255);
	assert_int_equal(open_built(&b, NULL), 1);
	volume = ia_iso9660_volume(b.iso);
	assert_memory_equal(volume->id, "CentOS 7 x86_64                 ", IA_VOLUME_ID_SIZE);
	assert_string_equal(volume->system_id, "LINUX");
	assert_string_equal(volume->publisher_id, " publisher");
	assert_int_equal(strlen(volume->preparer_id), 128);
	assert_string_equal(volume->application_id, "MKISOFS");
	assert_memory_equal(volume->created, "2020110413471700\4", 17);
	assert_memory_equal(volume->modified, "2021", 4);
	assert_int_equal(volume->size, 64 * IA_BLOCK_SIZE);
	assert_true(volume->has_boot_record);
	assert_int_equal(volume->catalogue, 1234567);
	assert_false(volume->has_joliet);
	assert_int_equal(volume->tree, IA_ISO9660_PLAIN);
	assert_int_equal(b.notes.count, 0);
}

static void a_boot_record_of_another_system_is_not_el_torito(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	memcpy(put_descriptor(&b, 17, 0) + 7, "EL TORITO SPECIFICATIOM", 23);
	put_descriptor(&b, 18, 255);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_false(ia_iso9660_volume(b.iso)->has_boot_record);
}

static void joliet_is_known_by_its_three_escape_sequences(void **state IA_UNUSED)
{
	static const struct {
		const char *escape;
		unsigned level;
	} cases[] = {{"%/@", 1}, {"%/C", 2}, {"%/E", 3}, {"%/F", 0}, {"%\\E", 0}, {"", 0}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct builder b AUTO_BUILDER;
		const struct ia_iso9660_volume *volume;
		uint8_t *p;

		build(&b, 64, 1);
		begin(&b, ROOT, 1, ROOT, NULL, NULL);
		p = put_volume(&b, 17, 2, ROOT, IA_BLOCK_SIZE);
		memcpy(p + 40, "\0J\0O\0L", 6);
		memcpy(p + 88, cases[i].escape, strlen(cases[i].escape));
		put_descriptor(&b, 18, 255);
		assert_int_equal(open_built(&b, NULL), 1);
		volume = ia_iso9660_volume(b.iso);
		assert_int_equal(volume->has_joliet, cases[i].level != 0);
		assert_int_equal(volume->joliet_level, cases[i].level);
		assert_int_equal(volume->tree,
				 cases[i].level ? IA_ISO9660_JOLIET : IA_ISO9660_PLAIN);
		if (cases[i].level)
			assert_memory_equal(volume->joliet_id, "\0J\0O\0L", 6);
	}
}

static void an_unusable_joliet_tree_leaves_the_plain_one_and_a_note(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	uint8_t *p;

	build(&b, 64, 1);
	begin(&b, ROOT, 1, ROOT, NULL, NULL);
	p = put_volume(&b, 17, 2, 0, IA_BLOCK_SIZE);
	memcpy(p + 88, "%/E", 3);
	put_descriptor(&b, 18, 255);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_true(ia_iso9660_volume(b.iso)->has_joliet);
	assert_int_equal(ia_iso9660_volume(b.iso)->tree, IA_ISO9660_PLAIN);
	assert_true(notes_have(&b.notes, "joliet-unusable"));
}

static void a_missing_terminator_is_a_note(void **state IA_UNUSED)
{
	struct builder other AUTO_BUILDER, end AUTO_BUILDER;

	build(&other, 64, 1);
	memset(at_block(&other, 17), 0, IA_BLOCK_SIZE);
	assert_int_equal(open_built(&other, NULL), 1);
	assert_true(notes_have(&other.notes, "no-terminator"));

	build(&end, 64, 1);
	end.size = 17 * IA_BLOCK_SIZE + 100;
	assert_int_equal(open_built(&end, NULL), 1);
	assert_true(notes_have(&end.notes, "no-terminator"));
	assert_true(notes_have(&end.notes, "root-unusable"));
}

static void descriptors_are_read_up_to_their_bound(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct builder b AUTO_BUILDER;
		uint32_t root = 16 + IA_DESCRIPTORS_MAX + 8;

		build(&b, 128, 1);
		put_volume(&b, 16, 1, root, IA_BLOCK_SIZE);
		begin(&b, root, 1, root, NULL, NULL);
		for (uint32_t i = 1; i < IA_DESCRIPTORS_MAX - 1 + more; i++)
			put_descriptor(&b, 16 + i, 3);
		put_descriptor(&b, 16 + IA_DESCRIPTORS_MAX - 1 + more, 255);
		assert_int_equal(open_built(&b, NULL), 1);
		assert_int_equal(notes_have(&b.notes, "no-terminator"), more);
	}
}

static void plain_names_lose_version_and_dot_and_match_in_any_case(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root, boot;

	build(&b, 64, 1);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, &(struct record){.id = "BOOT", .block = 30, .size = 2048, .flags = 2});
	add(&root, &(struct record){.id = "GRUB.CFG;1", .block = DATA, .size = 5});
	add(&root, &(struct record){.id = "README.;12", .block = DATA + 1, .size = 5});
	add(&root, &(struct record){.id = "A;B", .block = DATA + 2, .size = 5});
	add(&root, &(struct record){.id = "FORK.;1", .block = DATA + 3, .size = 5, .flags = 4});
	boot = begin(&b, 30, 1, ROOT, NULL, NULL);
	add(&boot, &(struct record){.id = "X", .block = DATA + 4, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_lists(&b, "/", "boot/ grub.cfg readme a;b ");
	assert_block(&b, "/GRUB.cfg", DATA);
	assert_block(&b, "readme", DATA + 1);
	assert_block(&b, "a;b", DATA + 2);
	assert_block(&b, "//boot/./../Boot//x", DATA + 4);
	assert_block(&b, "/../../boot/x", DATA + 4);
	assert_absent(&b, "/GRUB.CFG;1");
	assert_absent(&b, "/fork");
	assert_absent(&b, "/readme/x");
	assert_absent(&b, "/readme/.");
	assert_absent(&b, "/boo");
	assert_absent(&b, "/boot/x2");
	assert_int_equal(ia_files_have(&b.files, "", IA_FILE_DIRECTORY, NULL), 1);
	assert_int_equal(ia_files_have(&b.files, "/boot/", IA_FILE_DIRECTORY, NULL), 1);
}

static void joliet_names_are_whole_and_match_in_any_ascii_case(void **state IA_UNUSED)
{
	/* 日本語 and a pair of surrogates, which a writer of UTF-16 puts there. */
	static const char id[] = "\x65\xe5\x67\x2c\x8a\x9e\xd8\x3d\xde\x00\0.\0T\0x\0t\0;\0001";
	struct builder b AUTO_BUILDER;
	struct directory root;
	uint8_t *p;

	build(&b, 64, 1);
	p = put_volume(&b, 17, 2, 30, IA_BLOCK_SIZE);
	memcpy(p + 88, "%/E", 3);
	put_descriptor(&b, 18, 255);
	begin(&b, ROOT, 1, ROOT, NULL, NULL);
	root = begin(&b, 30, 1, 30, NULL, NULL);
	add(&root, &(struct record){.id = id, .id_size = sizeof(id) - 1, .block = DATA, .size = 5});
	/* Three bytes for each unit, one of them half a pair; and one byte for each. */
	add(&root,
	    &(struct record){.id = "\x65\xe5\xd8\x3d", .id_size = 4, .block = DATA + 1, .size = 5});
	add(&root, &(struct record){.id = "\0a\0b", .id_size = 4, .block = DATA + 2, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_lists(&b, "/",
		     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xf0\x9f\x98\x80.Txt "
		     "\xe6\x97\xa5\xef\xbf\xbd ab ");
	assert_block(&b, "\xe6\x97\xa5\xef\xbf\xbd", DATA + 1);
	assert_block(&b, "AB", DATA + 2);
	assert_block(&b, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xf0\x9f\x98\x80.tXT", DATA);
	assert_absent(&b, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
}

static void rock_ridge_names_match_exactly(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries name = {.size = 0}, none = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	add_rock(&root, &name, "Grub.cfg", 0100644,
		 &(struct record){.id = "GRUB.CFG;1", .block = DATA, .size = 5});
	px(&none, 0100644);
	add(&root,
	    &(struct record){.id = "BARE.;1", .block = DATA + 1, .size = 5, .entries = &none});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_iso9660_volume(b.iso)->tree, IA_ISO9660_ROCK_RIDGE);
	assert_lists(&b, "/", "Grub.cfg bare ");
	assert_block(&b, "/Grub.cfg", DATA);
	assert_absent(&b, "/grub.cfg");
	assert_absent(&b, "/GRUB.CFG");
	/* As GRUB does with a record that has no name of its own. */
	assert_block(&b, "/Bare", DATA + 1);
}

/* Which tree is chosen for a root whose "." has these entries, Joliet being there too. */
static enum ia_iso9660_tree chosen(const struct entries *self, const struct entries *area)
{
	struct builder b AUTO_BUILDER;

	build(&b, 64, 1);
	memcpy(put_volume(&b, 17, 2, 30, IA_BLOCK_SIZE) + 88, "%/E", 3);
	put_descriptor(&b, 18, 255);
	begin(&b, ROOT, 1, ROOT, self, NULL);
	begin(&b, 30, 1, 30, NULL, NULL);
	if (area)
		memcpy(at_block(&b, 35), area->bytes, area->size);
	assert_int_equal(open_built(&b, NULL), 1);
	return ia_iso9660_volume(b.iso)->tree;
}

static void rock_ridge_is_chosen_before_joliet_where_the_root_says_so(void **state IA_UNUSED)
{
	struct entries by_px = {.size = 0}, by_er = {.size = 0}, area = {.size = 0};
	struct entries sharing_only = {.size = 0}, no_sharing = {.size = 0}, xa = {.size = 14};
	uint8_t *p;

	sp(&by_px, 0);
	px(&by_px, 0040555);
	assert_int_equal(chosen(&by_px, NULL), IA_ISO9660_ROCK_RIDGE);
	p = entry(&area, "ER", 18);
	p[4] = 10;
	memcpy(p + 8, "RRIP_1991A", 10);
	sp(&by_er, 0);
	ce(&by_er, 35, 0, (uint32_t)area.size);
	assert_int_equal(chosen(&by_er, &area), IA_ISO9660_ROCK_RIDGE);
	sp(&xa, 14);
	px(&xa, 0040555);
	assert_int_equal(chosen(&xa, NULL), IA_ISO9660_ROCK_RIDGE);
	sp(&sharing_only, 0);
	assert_int_equal(chosen(&sharing_only, NULL), IA_ISO9660_JOLIET);
	px(&no_sharing, 0040555);
	assert_int_equal(chosen(&no_sharing, NULL), IA_ISO9660_JOLIET);
	assert_int_equal(chosen(NULL, NULL), IA_ISO9660_JOLIET);
}

static void a_root_that_cannot_be_probed_is_a_note(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct entries self = {.size = 0};

	build(&b, 64, 1);
	sp(&self, 0);
	ce(&self, 0xffffffff, 0, 100);
	begin(&b, ROOT, 1, ROOT, &self, NULL);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_iso9660_volume(b.iso)->tree, IA_ISO9660_PLAIN);
	assert_true(notes_have(&b.notes, "root-unusable"));
}

static void bytes_before_the_entries_are_skipped_as_told(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries self = {.size = 0}, name = {.size = 5};

	build(&b, 64, 1);
	sp(&self, 5);
	px(&self, 0040555);
	root = begin(&b, ROOT, 1, ROOT, &self, NULL);
	memcpy(name.bytes, "NM\5\1\0", 5);
	add_rock(&root, &name, "found", 0, &(struct record){.block = DATA, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/found", DATA);
}

static void names_that_no_path_can_spell_are_passed_over(void **state IA_UNUSED)
{
	static const struct {
		const char *name;
		size_t size;
		uint8_t flags;
	} cases[] = {{"../../etc/x", 11, 0}, {"..", 2, 0}, {".", 1, 0}, {"", 0, 0},
		     {"a\0b", 3, 0},         {"", 0, 2},   {"", 0, 4},  {"host", 4, 0x20}};
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct entries last = {.size = 0};

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct entries e = {.size = 0};

		nm(&e, cases[i].flags, cases[i].name, cases[i].size);
		add(&root, &(struct record){.id = "X", .block = DATA, .size = 5, .entries = &e});
	}
	add_rock(&root, &last, "last", 0100644, &(struct record){.block = DATA + 1, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_lists(&b, "/", "last ");
	assert_absent(&b, "/a");
	assert_absent(&b, "/host");
	assert_absent(&b, "/x");
	assert_block(&b, "/last", DATA + 1);
}

static void devices_and_pipes_are_listed_and_not_found(void **state IA_UNUSED)
{
	static const uint32_t types[] = {0010000, 0020000, 0060000, 0140000, 0170000};
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64, 1);
	root = begin_rock_root(&b, 1);
	for (size_t i = 0; i < IA_COUNT(types); i++) {
		struct entries e = {.size = 0};

		add_rock(&root, &e, "special", types[i] | 0644, &(struct record){.block = DATA});
	}
	assert_int_equal(open_built(&b, NULL), 1);
	assert_absent(&b, "/special");
	assert_absent(&b, "/special/x");
	assert_lists(&b, "/", "special? special? special? special? special? ");
}

static void looking_up_a_file_costs_a_block_a_directory(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_image *image = NULL;
	struct ia_iso9660 *iso IA_AUTO_ISO9660 = NULL;
	struct directory directory;
	struct entries efi = {.size = 0}, boot = {.size = 0}, cfg = {.size = 0};
	int fd IA_AUTO_CLOSE = memfd_create("built", MFD_CLOEXEC);
	uint64_t before, after, bytes;
	struct ia_window window;

	build(&b, 64, 1);
	directory = begin_rock_root(&b, 1);
	add_rock(&directory, &efi, "EFI", 0040555, &(struct record){.block = 21, .size = 2048});
	directory = begin(&b, 21, 1, ROOT, NULL, NULL);
	add_rock(&directory, &boot, "BOOT", 0040555, &(struct record){.block = 22, .size = 2048});
	directory = begin(&b, 22, 1, 21, NULL, NULL);
	add_rock(&directory, &cfg, "grub.cfg", 0100644,
		 &(struct record){.block = DATA, .size = 99});
	assert_int_equal(write(fd, b.data, b.size), b.size);
	assert_int_equal(isoargs_image_open_fd(fd, "built", &image, NULL), 0);
	window = ia_window_whole(image);
	assert_int_equal(ia_iso9660_open(&window, NULL, &iso, NULL), 1);
	isoargs_image_cost(image, &before, &bytes);
	assert_int_equal(before, 3);
	b.files = ia_iso9660_files(iso);
	assert_block(&b, "/EFI/BOOT/grub.cfg", DATA);
	isoargs_image_cost(image, &after, &bytes);
	assert_int_equal(after - before, 3);
	isoargs_image_free(image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_no_descriptor_is_no_volume),
		cmocka_unit_test(an_image_that_ends_in_its_first_descriptor_is_no_volume),
		cmocka_unit_test(descriptors_without_a_primary_one_are_refused),
		cmocka_unit_test(blocks_of_another_size_are_refused),
		cmocka_unit_test(a_root_record_that_is_no_directory_is_refused),
		cmocka_unit_test(a_root_record_longer_than_its_field_is_refused),
		cmocka_unit_test(the_descriptors_fields_are_given_raw_or_trimmed),
		cmocka_unit_test(a_boot_record_of_another_system_is_not_el_torito),
		cmocka_unit_test(joliet_is_known_by_its_three_escape_sequences),
		cmocka_unit_test(an_unusable_joliet_tree_leaves_the_plain_one_and_a_note),
		cmocka_unit_test(a_missing_terminator_is_a_note),
		cmocka_unit_test(descriptors_are_read_up_to_their_bound),
		cmocka_unit_test(plain_names_lose_version_and_dot_and_match_in_any_case),
		cmocka_unit_test(joliet_names_are_whole_and_match_in_any_ascii_case),
		cmocka_unit_test(rock_ridge_names_match_exactly),
		cmocka_unit_test(rock_ridge_is_chosen_before_joliet_where_the_root_says_so),
		cmocka_unit_test(a_root_that_cannot_be_probed_is_a_note),
		cmocka_unit_test(bytes_before_the_entries_are_skipped_as_told),
		cmocka_unit_test(names_that_no_path_can_spell_are_passed_over),
		cmocka_unit_test(devices_and_pipes_are_listed_and_not_found),
		cmocka_unit_test(looking_up_a_file_costs_a_block_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
