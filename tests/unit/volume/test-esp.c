/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "support/fat-disk.h"
#include "volume/tables/esp.h"

#define BLOCKS 128u
#define FIRST  32u /* blocks where volumes are put */
#define SECOND 64u

/* A medium, and what its tables say about it. */
struct medium {
	uint8_t bytes[BLOCKS * IA_BLOCK_SIZE];
	size_t size; /* of what the image shows */
	struct isoargs_image *image;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_partition items[4];
	struct ia_partitions partitions;
	struct ia_eltorito eltorito;
	struct ia_esp esp;
};

/* A FAT12 volume; text: what its EFI/BOOT/grub.cfg holds. Returns its size. */
static size_t put_volume(struct medium *medium, uint32_t block, const char *text)
{
	struct disk disk = disk_with_tree(12, text);
	size_t size = disk.size;

	assert_true((size_t)block * IA_BLOCK_SIZE + size <= sizeof(medium->bytes));
	memcpy(medium->bytes + (size_t)block * IA_BLOCK_SIZE, disk.bytes, size);
	disk_free(&disk);
	return size;
}

static void put_garbage(struct medium *medium, uint32_t block)
{
	memset(medium->bytes + (size_t)block * IA_BLOCK_SIZE, 0x5a, IA_BLOCK_SIZE);
}

static void add_partition(struct medium *medium, enum ia_table_type table, unsigned number,
			  uint64_t offset, uint64_t size, unsigned type)
{
	struct ia_partitions *partitions = &medium->partitions;

	assert_true(partitions->count < IA_COUNT(medium->items));
	partitions->present[table] = true;
	medium->items[partitions->count++] = (struct ia_partition){
		.table = table,
		.number = number,
		.offset = offset,
		.size = size,
		.mbr_type = type,
		.type = "",
		.name = "",
		.uuid = "",
	};
}

static struct ia_eltorito_entry *add_image(struct medium *medium, uint8_t platform, uint32_t block)
{
	struct ia_eltorito_entry *entry = &medium->eltorito.entries[medium->eltorito.count++];

	*entry = (struct ia_eltorito_entry){
		.platform = platform, .bootable = true, .block = block, .sectors = 4};
	return entry;
}

static int find_esp(struct medium *medium)
{
	struct ia_window whole;

	assert_int_equal(isoargs_image_open_memory(medium->bytes, medium->size, "medium",
						   &medium->image, NULL),
			 0);
	whole = ia_window_whole(medium->image);
	return ia_esp_find(&whole, &medium->partitions, &medium->eltorito, medium->arena,
			   &medium->notes, &medium->esp);
}

static void assert_found(struct medium *medium, const char *via, uint32_t block, const char *text)
{
	struct ia_files files;
	char *found IA_AUTO_FREE = NULL;

	assert_int_equal(find_esp(medium), 1);
	assert_string_equal(medium->esp.via, via);
	assert_int_equal(medium->esp.offset, (uint64_t)block * IA_BLOCK_SIZE);
	files = ia_fat_files(medium->esp.fat);
	assert_int_equal(ia_files_slurp(&files, "/EFI/BOOT/grub.cfg", 512, &found, NULL, NULL), 1);
	assert_string_equal(found, text);
}

static void assert_absent(struct medium *medium)
{
	struct ia_esp untouched;

	memset(&medium->esp, 0x5e, sizeof(medium->esp));
	untouched = medium->esp;
	assert_int_equal(find_esp(medium), 0);
	assert_memory_equal(&medium->esp, &untouched, sizeof(untouched));
	memset(&medium->esp, 0, sizeof(medium->esp));
}

static int setup(void **state)
{
	struct medium *medium = calloc(1, sizeof(*medium));

	assert_non_null(medium);
	medium->size = sizeof(medium->bytes);
	medium->partitions.items = medium->items;
	medium->arena = ia_arena_new(0);
	assert_non_null(medium->arena);
	*state = medium;
	return 0;
}

static int teardown(void **state)
{
	struct medium *medium = *state;

	ia_fat_free(medium->esp.fat);
	isoargs_image_free(medium->image);
	ia_arena_free(medium->arena);
	ia_notes_free(&medium->notes);
	free(medium);
	return 0;
}

static void a_medium_without_partitions_and_boot_images_has_no_esp(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, FIRST, "unseen");
	assert_absent(medium);
	assert_int_equal(medium->notes.count, 0);
}

static void the_esp_is_found_by_content_whatever_its_type_says(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, FIRST, "content");

	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, size, 0x83);
	assert_found(medium, "MBR partition 2", FIRST, "content");
	assert_int_equal(medium->esp.size, size);
	assert_int_equal(medium->notes.count, 0);
}

static void the_type_of_an_esp_over_garbage_makes_no_esp(void **state)
{
	struct medium *medium = *state;

	put_garbage(medium, FIRST);
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, 65536, 0xef);
	assert_absent(medium);
	assert_int_equal(medium->notes.count, 0);
}

static void the_search_goes_on_behind_a_partition_with_other_content(void **state)
{
	struct medium *medium = *state;

	put_garbage(medium, FIRST);
	put_volume(medium, SECOND, "second");
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, 65536, 0xef);
	add_partition(medium, IA_TABLE_GPT, 3, SECOND * IA_BLOCK_SIZE, 65536, 0);
	assert_found(medium, "GPT partition 3", SECOND, "second");
}

static void a_partition_at_the_start_of_the_medium_is_never_taken(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, 0, "the medium itself");
	add_partition(medium, IA_TABLE_MBR, 1, 0, sizeof(medium->bytes), 0xef);
	assert_absent(medium);
	assert_int_equal(medium->notes.count, 0);
}

static void a_partition_one_sector_behind_the_start_can_be_the_esp(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, 0, "moved");

	memmove(medium->bytes + SECTOR, medium->bytes, size);
	add_partition(medium, IA_TABLE_MBR, 1, SECTOR, size, 0);
	assert_int_equal(find_esp(medium), 1);
	assert_int_equal(medium->esp.offset, SECTOR);
}

static void partitions_at_and_beyond_the_end_are_passed_over(void **state)
{
	struct medium *medium = *state;

	add_partition(medium, IA_TABLE_MBR, 1, medium->size, 512, 0xef);
	add_partition(medium, IA_TABLE_GPT, 1, UINT64_MAX, UINT64_MAX, 0);
	add_partition(medium, IA_TABLE_APM, 1, medium->size - 1, 512, 0);
	assert_absent(medium);
	assert_int_equal(medium->notes.count, 0);
}

static void the_volume_bounds_the_esp_and_not_its_partition(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, FIRST, "larger");

	add_partition(medium, IA_TABLE_APM, 3, FIRST * IA_BLOCK_SIZE, 512, 0);
	assert_found(medium, "APM partition 3", FIRST, "larger");
	assert_int_equal(medium->esp.size, size);
	assert_int_equal(medium->notes.count, 0);
}

static void el_torito_shows_an_esp_that_no_partition_shows(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, SECOND, "image");
	add_partition(medium, IA_TABLE_MBR, 1, 0, sizeof(medium->bytes), 0);
	add_image(medium, IA_ELTORITO_BIOS, FIRST);
	add_image(medium, IA_ELTORITO_EFI, SECOND);
	assert_found(medium, "El Torito entry 2", SECOND, "image");
}

static void an_entry_that_is_not_bootable_shows_an_esp_all_the_same(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, SECOND, "image");
	add_image(medium, IA_ELTORITO_EFI, SECOND)->bootable = false;
	assert_found(medium, "El Torito entry 1", SECOND, "image");
}

static void a_partition_goes_before_el_torito(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, FIRST, "image");
	put_volume(medium, SECOND, "partition");
	add_image(medium, IA_ELTORITO_EFI, FIRST);
	add_partition(medium, IA_TABLE_GPT, 2, SECOND * IA_BLOCK_SIZE, 512, 0);
	assert_found(medium, "GPT partition 2", SECOND, "partition");
}

static void boot_images_of_other_platforms_are_ignored(void **state)
{
	static const uint8_t platforms[] = {IA_ELTORITO_BIOS, IA_ELTORITO_POWERPC, IA_ELTORITO_MAC,
					    0xee, 0xff};
	struct medium *medium = *state;

	put_volume(medium, FIRST, "other");
	for (size_t i = 0; i < IA_COUNT(platforms); i++)
		add_image(medium, platforms[i], FIRST);
	assert_absent(medium);
}

static void boot_images_that_emulate_a_drive_are_ignored(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, FIRST, "floppy");
	for (uint8_t media = 1; media <= 4; media++)
		add_image(medium, IA_ELTORITO_EFI, FIRST)->media = media;
	assert_absent(medium);
}

static void a_boot_image_beyond_the_end_is_passed_over(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, FIRST, "image");
	add_image(medium, IA_ELTORITO_EFI, UINT32_MAX);
	add_image(medium, IA_ELTORITO_EFI, BLOCKS);
	add_image(medium, IA_ELTORITO_EFI, FIRST);
	assert_found(medium, "El Torito entry 3", FIRST, "image");
	assert_int_equal(medium->notes.count, 0);
}

static void a_truncated_esp_is_taken_as_far_as_it_goes_and_noted(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, FIRST, "cut");
	char text[128];
	uint64_t offset = 0;

	medium->size = FIRST * IA_BLOCK_SIZE + size - 1;
	snprintf(text, sizeof(text),
		 "the FAT file system of the ESP claims %zu bytes, the image ends after %zu of "
		 "them",
		 size, size - 1);
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, size, 0xef);
	assert_found(medium, "MBR partition 2", FIRST, "cut");
	assert_int_equal(medium->esp.size, size - 1);
	assert_int_equal(medium->notes.count, 1);
	assert_string_equal(ia_note_word(medium->notes.items[0].code), "esp-truncated");
	assert_string_equal(medium->notes.items[0].text, text);
	assert_int_equal(isoargs_note_offset(&medium->notes.items[0], &offset), 1);
	assert_int_equal(offset, FIRST * IA_BLOCK_SIZE);
}

static void an_esp_that_ends_with_the_image_is_whole(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, FIRST, "whole");

	medium->size = FIRST * IA_BLOCK_SIZE + size;
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, size, 0xef);
	assert_found(medium, "MBR partition 2", FIRST, "whole");
	assert_int_equal(medium->notes.count, 0);
}

static void a_fat_that_contradicts_itself_is_noted_and_the_search_goes_on(void **state)
{
	struct medium *medium = *state;
	uint8_t *boot = medium->bytes + FIRST * IA_BLOCK_SIZE;

	put_volume(medium, FIRST, "damaged");
	put_le(boot + 19, 0, 2);
	put_volume(medium, SECOND, "sound");
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, 65536, 0xef);
	add_image(medium, IA_ELTORITO_EFI, SECOND);
	assert_found(medium, "El Torito entry 1", SECOND, "sound");
	assert_int_equal(medium->notes.count, 1);
	assert_string_equal(ia_note_word(medium->notes.items[0].code), "esp-unread");
	assert_contains(medium->notes.items[0].text, "contradicts itself");
}

static void a_fat_whose_tables_are_cut_off_is_noted_and_is_no_esp(void **state)
{
	struct medium *medium = *state;

	put_volume(medium, FIRST, "cut");
	medium->size = FIRST * IA_BLOCK_SIZE + 3 * SECTOR;
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, 65536, 0xef);
	assert_absent(medium);
	assert_int_equal(medium->notes.count, 1);
	assert_string_equal(ia_note_word(medium->notes.items[0].code), "esp-unread");
}

static void a_full_arena_fails_and_leaves_the_output_alone(void **state)
{
	struct medium *medium = *state;
	size_t size = put_volume(medium, FIRST, "content");

	ia_arena_free(medium->arena);
	medium->arena = ia_arena_new(1);
	add_partition(medium, IA_TABLE_MBR, 2, FIRST * IA_BLOCK_SIZE, size, 0xef);
	assert_int_equal(find_esp(medium), -ENOMEM);
	assert_null(medium->esp.fat);
}

#define on_medium(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(a_medium_without_partitions_and_boot_images_has_no_esp),
		on_medium(the_esp_is_found_by_content_whatever_its_type_says),
		on_medium(the_type_of_an_esp_over_garbage_makes_no_esp),
		on_medium(the_search_goes_on_behind_a_partition_with_other_content),
		on_medium(a_partition_at_the_start_of_the_medium_is_never_taken),
		on_medium(a_partition_one_sector_behind_the_start_can_be_the_esp),
		on_medium(partitions_at_and_beyond_the_end_are_passed_over),
		on_medium(the_volume_bounds_the_esp_and_not_its_partition),
		on_medium(el_torito_shows_an_esp_that_no_partition_shows),
		on_medium(an_entry_that_is_not_bootable_shows_an_esp_all_the_same),
		on_medium(a_partition_goes_before_el_torito),
		on_medium(boot_images_of_other_platforms_are_ignored),
		on_medium(boot_images_that_emulate_a_drive_are_ignored),
		on_medium(a_boot_image_beyond_the_end_is_passed_over),
		on_medium(a_truncated_esp_is_taken_as_far_as_it_goes_and_noted),
		on_medium(an_esp_that_ends_with_the_image_is_whole),
		on_medium(a_fat_that_contradicts_itself_is_noted_and_the_search_goes_on),
		on_medium(a_fat_whose_tables_are_cut_off_is_noted_and_is_no_esp),
		on_medium(a_full_arena_fails_and_leaves_the_output_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
