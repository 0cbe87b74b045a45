/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/note.h"
#include "support/notes.h"
#include "support/put.h"
#include "volume/tables/eltorito.h"

#define SLOT   32u
#define SECTOR 2048u

static void put_validation(uint8_t *slot, uint8_t platform)
{
	unsigned sum = 0;

	memset(slot, 0, SLOT);
	slot[0] = 1;
	slot[1] = platform;
	memcpy(slot + 4, "the maker of the medium", 23);
	slot[30] = 0x55;
	slot[31] = 0xaa;
	for (size_t i = 0; i < SLOT; i += 2)
		sum += slot[i] | (unsigned)slot[i + 1] << 8;
	put_le(slot + 28, 0x10000 - (sum & 0xffff), 2);
}

static void put_entry(uint8_t *slot, uint8_t id, uint8_t media, unsigned sectors, unsigned block)
{
	memset(slot, 0, SLOT);
	slot[0] = id;
	slot[1] = media;
	put_le(slot + 6, sectors, 2);
	put_le(slot + 8, block & 0xffff, 2);
	put_le(slot + 10, block >> 16, 2);
}

static void put_header(uint8_t *slot, uint8_t id, uint8_t platform, unsigned count)
{
	memset(slot, 0, SLOT);
	slot[0] = id;
	slot[1] = platform;
	put_le(slot + 2, count, 2);
}

/* As on an EL medium: BIOS by default, one section for UEFI. */
static void put_usual(uint8_t *catalogue, size_t size)
{
	memset(catalogue, 0, size);
	put_validation(catalogue, 0);
	put_entry(catalogue + SLOT, 0x88, 0, 4, 35);
	put_header(catalogue + 2 * SLOT, 0x91, 0xef, 1);
	put_entry(catalogue + 3 * SLOT, 0x88, 0, 17452, 0x12345678);
}

static struct ia_eltorito parse(const uint8_t *catalogue, size_t size, const char *code)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_eltorito found;

	assert_int_equal(ia_eltorito_parse(catalogue, size, &notes, &found, NULL), 0);
	if (code && !notes_have(&notes, code))
		fail_msg("no note %s", code);
	if (!code && notes.count > 0)
		fail_msg("unexpected note %s: %s", ia_note_word(notes.items[0].code),
			 notes.items[0].text);
	return found;
}

static void assert_refused(const uint8_t *catalogue, size_t size, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_eltorito found;

	memset(&found, 0x5e, sizeof(found));
	assert_int_equal(ia_eltorito_parse(catalogue, size, NULL, &found, &error), code);
	assert_int_equal(found.entries[0].platform, 0x5e);
	assert_contains(isoargs_error_message(error), "boot catalogue");
	assert_contains(isoargs_error_message(error), part);
}

static void the_default_entry_and_the_uefi_section_are_found(void **state IA_UNUSED)
{
	uint8_t catalogue[SECTOR];
	struct ia_eltorito found;

	put_usual(catalogue, sizeof(catalogue));
	found = parse(catalogue, sizeof(catalogue), NULL);
	assert_int_equal(found.count, 2);
	assert_int_equal(found.entries[0].platform, IA_ELTORITO_BIOS);
	assert_true(found.entries[0].bootable);
	assert_int_equal(found.entries[0].media, 0);
	assert_int_equal(found.entries[0].block, 35);
	assert_int_equal(found.entries[0].sectors, 4);
	assert_int_equal(found.entries[1].platform, IA_ELTORITO_EFI);
	assert_true(found.entries[1].bootable);
	assert_int_equal(found.entries[1].block, 0x12345678);
	assert_int_equal(found.entries[1].sectors, 17452);
}

static void the_default_entry_alone_is_a_whole_catalogue(void **state IA_UNUSED)
{
	uint8_t catalogue[2 * SLOT];
	struct ia_eltorito found;

	put_validation(catalogue, IA_ELTORITO_EFI);
	put_entry(catalogue + SLOT, 0x00, 4, 1, 99);
	found = parse(catalogue, sizeof(catalogue), NULL);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.entries[0].platform, IA_ELTORITO_EFI);
	assert_false(found.entries[0].bootable);
	assert_int_equal(found.entries[0].media, 4);
	assert_refused(catalogue, 2 * SLOT - 1, -ENODATA, "63 bytes found");
	assert_refused(catalogue, 0, -ENODATA, "expected at least 64");
}

static void the_validation_entry_is_checked(void **state IA_UNUSED)
{
	static const struct {
		size_t at;
		const char *part;
	} cases[] = {{0, "header"},    {30, "key bytes"}, {31, "key bytes"},
		     {1, "add up to"}, {28, "add up to"}, {5, "add up to"}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		uint8_t catalogue[SECTOR];

		put_usual(catalogue, sizeof(catalogue));
		catalogue[cases[i].at]++;
		assert_refused(catalogue, sizeof(catalogue), -EBADMSG, cases[i].part);
	}
}

static void several_sections_keep_their_platforms(void **state IA_UNUSED)
{
	uint8_t catalogue[SECTOR];
	struct ia_eltorito found;

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 2 * SLOT, 0x90, IA_ELTORITO_EFI, 2);
	put_entry(catalogue + 4 * SLOT, 0x00, 0, 1, 40);
	put_header(catalogue + 5 * SLOT, 0x90, IA_ELTORITO_POWERPC, 0);
	put_header(catalogue + 6 * SLOT, 0x91, IA_ELTORITO_MAC, 1);
	put_entry(catalogue + 7 * SLOT, 0x88, 2, 1, 50);
	found = parse(catalogue, sizeof(catalogue), NULL);
	assert_int_equal(found.count, 4);
	assert_int_equal(found.entries[2].platform, IA_ELTORITO_EFI);
	assert_false(found.entries[2].bootable);
	assert_int_equal(found.entries[3].platform, IA_ELTORITO_MAC);
	assert_int_equal(found.entries[3].block, 50);
}

static void extensions_that_were_announced_are_passed_over(void **state IA_UNUSED)
{
	uint8_t catalogue[SECTOR];
	struct ia_eltorito found;

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 2 * SLOT, 0x91, IA_ELTORITO_EFI, 2);
	catalogue[3 * SLOT + 1] = 0x20;
	put_entry(catalogue + 4 * SLOT, 0x44, 0x20, 0, 0);
	put_entry(catalogue + 5 * SLOT, 0x44, 0x00, 0, 0);
	put_entry(catalogue + 6 * SLOT, 0x88, 0, 1, 60);
	found = parse(catalogue, sizeof(catalogue), NULL);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.entries[1].media, 0);
	assert_int_equal(found.entries[2].block, 60);

	catalogue[4 * SLOT + 1] = 0;
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-stray-extension").count, 3);
}

static void what_is_odd_is_noted_and_the_entries_kept(void **state IA_UNUSED)
{
	uint8_t catalogue[SECTOR];

	put_usual(catalogue, sizeof(catalogue));
	catalogue[SLOT] = 0x77;
	assert_false(
		parse(catalogue, sizeof(catalogue), "eltorito-bad-indicator").entries[0].bootable);

	put_usual(catalogue, sizeof(catalogue));
	catalogue[SLOT + 1] = 5;
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-unknown-media").count, 2);

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 2 * SLOT, 0x91, 0xef, 2);
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-short-section").count, 2);
	put_header(catalogue + 4 * SLOT, 0x91, 0xef, 0);
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-short-section").count, 2);

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 2 * SLOT, 0x90, 0xef, 1);
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-no-last-section").count, 2);

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 4 * SLOT, 0x91, 0xef, 0);
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-late-section").count, 2);

	put_usual(catalogue, sizeof(catalogue));
	put_header(catalogue + 2 * SLOT, 0x92, 0xef, 1);
	assert_int_equal(parse(catalogue, sizeof(catalogue), "eltorito-unknown-slot").count, 1);
}

static void an_entry_without_a_section_is_taken_and_noted(void **state IA_UNUSED)
{
	uint8_t catalogue[SECTOR];
	struct ia_eltorito found;

	put_usual(catalogue, sizeof(catalogue));
	put_entry(catalogue + 4 * SLOT, 0x88, 0, 1, 70);
	found = parse(catalogue, sizeof(catalogue), "eltorito-stray-entry");
	assert_int_equal(found.count, 3);
	assert_int_equal(found.entries[2].platform, IA_ELTORITO_EFI);
}

static void notes_name_the_offset_of_the_slot(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	uint8_t catalogue[SECTOR];
	struct ia_eltorito found;
	uint64_t offset;

	put_usual(catalogue, sizeof(catalogue));
	catalogue[2 * SLOT] = 0x92;
	assert_int_equal(ia_eltorito_parse(catalogue, sizeof(catalogue), &notes, &found, NULL), 0);
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_file(&notes.items[0]), "boot catalogue");
	assert_int_equal(isoargs_note_offset(&notes.items[0], &offset), 1);
	assert_int_equal(offset, 64);
	assert_contains(isoargs_note_text(&notes.items[0]), "0x92");
}

static void a_catalogue_is_bounded_in_slots(void **state IA_UNUSED)
{
	static uint8_t catalogue[2 * SECTOR];
	struct ia_eltorito found;

	/* The default entry, a header and 61 entries fill the first block. */
	memset(catalogue, 0, sizeof(catalogue));
	put_validation(catalogue, 0);
	put_entry(catalogue + SLOT, 0x88, 0, 4, 35);
	put_header(catalogue + 2 * SLOT, 0x91, 0xef, IA_ELTORITO_ENTRIES_MAX - 2);
	for (unsigned i = 3; i <= IA_ELTORITO_ENTRIES_MAX; i++)
		put_entry(catalogue + i * SLOT, 0x88, 0, 4, i);
	found = parse(catalogue, sizeof(catalogue), NULL);
	assert_int_equal(found.count, IA_ELTORITO_ENTRIES_MAX - 1);
	assert_int_equal(found.entries[found.count - 1].block, IA_ELTORITO_ENTRIES_MAX);
	parse(catalogue, SECTOR, NULL);

	/* One more is announced and there. */
	put_header(catalogue + 2 * SLOT, 0x91, 0xef, IA_ELTORITO_ENTRIES_MAX - 1);
	put_entry(catalogue + SECTOR, 0x88, 0, 4, 1000);
	found = parse(catalogue, sizeof(catalogue), "eltorito-cut");
	assert_int_equal(found.count, IA_ELTORITO_ENTRIES_MAX - 1);
	parse(catalogue, SECTOR, "eltorito-cut");

	/* Without a header there is room for as many as there are slots. */
	put_entry(catalogue + 2 * SLOT, 0x88, 0, 4, 2);
	found = parse(catalogue, SECTOR, "eltorito-stray-entry");
	assert_int_equal(found.count, IA_ELTORITO_ENTRIES_MAX);
	found = parse(catalogue, sizeof(catalogue), "eltorito-cut");
	assert_int_equal(found.count, IA_ELTORITO_ENTRIES_MAX);
}

static void the_block_is_read_through_the_window(void **state IA_UNUSED)
{
	static uint8_t medium[5 * SECTOR];
	struct isoargs_image *image = NULL;
	struct ia_window whole, window;
	struct ia_eltorito found = {.count = 0x5e};

	put_usual(medium + 4 * SECTOR, SECTOR);
	isoargs_image_open_memory(medium, sizeof(medium), "medium", &image, NULL);
	whole = ia_window_whole(image);
	assert_int_equal(ia_window_cut(&whole, SECTOR, 4 * SECTOR, &window, NULL), 0);
	assert_int_equal(ia_eltorito_read(&window, 4, NULL, &found, NULL), -ENODATA);
	assert_int_equal(ia_eltorito_read(&window, UINT32_MAX, NULL, &found, NULL), -ENODATA);
	assert_int_equal(ia_eltorito_read(&window, 2, NULL, &found, NULL), -EBADMSG);
	assert_int_equal(found.count, 0x5e);
	assert_int_equal(ia_eltorito_read(&window, 3, NULL, &found, NULL), 0);
	assert_int_equal(found.count, 2);
	isoargs_image_free(image);
}

static void a_catalogue_beyond_the_end_is_refused_with_its_place(void **state IA_UNUSED)
{
	static const uint8_t medium[5 * SECTOR];
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_image *image = NULL;
	struct ia_eltorito found = {.count = 0x5e};
	struct ia_window whole;

	isoargs_image_open_memory(medium, sizeof(medium), "medium", &image, NULL);
	whole = ia_window_whole(image);
	assert_int_equal(ia_eltorito_read(&whole, 5, NULL, &found, &error), -ENODATA);
	assert_string_equal(isoargs_error_message(error),
			    "boot catalogue: the boot record places it at byte 10240, the image "
			    "has 10240 bytes; the image may be cut off: compare its size with the "
			    "original");
	assert_int_equal(found.count, 0x5e);
	isoargs_image_free(image);
}

static void an_entry_that_reaches_beyond_the_end_is_kept_and_noted(void **state IA_UNUSED)
{
	static const struct {
		uint32_t block;
		uint16_t sectors;
		bool noted;
	} entries[] = {
		{4, 4, false}, {4, 5, true}, {4, 0, false},
		{5, 0, true},  {5, 1, true}, {UINT32_MAX, UINT16_MAX, true},
	};

	for (size_t i = 0; i < IA_COUNT(entries); i++) {
		uint8_t medium[5 * SECTOR] = {0};
		struct isoargs_image *image = NULL;
		struct ia_notes notes = {0};
		struct ia_eltorito found;
		struct ia_window whole;
		uint8_t *entry = medium + SECTOR + 32;

		put_usual(medium + SECTOR, SECTOR);
		memset(entry + 32, 0, SECTOR - 64);
		entry[6] = (uint8_t)entries[i].sectors;
		entry[7] = (uint8_t)(entries[i].sectors >> 8);
		for (unsigned k = 0; k < 4; k++)
			entry[8 + k] = (uint8_t)(entries[i].block >> 8 * k);
		isoargs_image_open_memory(medium, sizeof(medium), "medium", &image, NULL);
		whole = ia_window_whole(image);
		assert_int_equal(ia_eltorito_read(&whole, 1, &notes, &found, NULL), 0);
		assert_int_equal(found.count, 1);
		assert_int_equal(found.entries[0].block, entries[i].block);
		assert_int_equal(notes_have(&notes, "eltorito-beyond-end"), entries[i].noted);
		ia_notes_free(&notes);
		isoargs_image_free(image);
	}
}

/* Images made by the usual tools; xorriso says what their catalogues hold. */

static char directory[] = "/tmp/isoargs-test-XXXXXX";

static int shell(const char *fmt, ...) IA_PRINTF(1, 2);
static int shell(const char *fmt, ...)
{
	char command[2048];
	int length;
	va_list ap;

	length = snprintf(command, sizeof(command), "cd %s && { ", directory);
	va_start(ap, fmt);
	length += vsnprintf(command + length, sizeof(command) - (size_t)length, fmt, ap);
	va_end(ap);
	snprintf(command + length, sizeof(command) - (size_t)length, "; } 2>log");
	return system(command);
}

static int set_up(void **state IA_UNUSED)
{
	if (!mkdtemp(directory))
		return -1;
	return shell("mkdir -p tree/isolinux tree/images; cd tree; echo x >file; "
		     "head -c 24576 /dev/zero >isolinux/isolinux.bin; "
		     "head -c 1474560 /dev/zero >images/floppy.img; "
		     "head -c 3000000 /dev/zero >images/efiboot.img; "
		     "head -c 2000000 /dev/zero >images/macboot.img");
}

static int tear_down(void **state IA_UNUSED)
{
	return shell("cd /; rm -rf %s", directory);
}

static bool have(const char *tool)
{
	if (shell("command -v %s >/dev/null", tool) == 0)
		return true;
	print_message("# %s is not installed\n", tool);
	return false;
}

static uint8_t platform_of(const char *word)
{
	static const struct {
		const char *word;
		uint8_t platform;
	} words[] = {{"BIOS", 0}, {"PPC", 1}, {"Mac", 2}, {"UEFI", 0xef}};

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		if (strcmp(word, words[i].word) == 0)
			return words[i].platform;
	}
	return (uint8_t)strtoul(word, NULL, 16);
}

static uint8_t media_of(const char *word)
{
	static const char *const words[] = {"none", "fd1.2", "fd1.4", "fd2.8", "hd"};

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		if (strcmp(word, words[i]) == 0)
			return (uint8_t)i;
	}
	fail_msg("xorriso names the emulation %s", word);
	return 0xff;
}

/* The lines "El Torito boot img : N Pltf B Emul Ld_seg Hdpt Ldsiz LBA" of the report. */
static size_t compare_report(const struct ia_eltorito *found)
{
	char path[64], line[256];
	size_t count = 0;
	FILE *report;

	assert_int_equal(shell("xorriso -indev iso -report_el_torito plain >report"), 0);
	snprintf(path, sizeof(path), "%s/report", directory);
	report = fopen(path, "r");
	assert_non_null(report);
	while (fgets(line, sizeof(line), report)) {
		const struct ia_eltorito_entry *entry = &found->entries[count];
		char platform[16], emulation[16], bootable;
		unsigned sectors, block;

		if (sscanf(line, "El Torito boot img : %*u %15s %c %15s %*s %*s %u %u", platform,
			   &bootable, emulation, &sectors, &block) != 5)
			continue;
		assert_in_range(count, 0, found->count - 1);
		assert_int_equal(entry->platform, platform_of(platform));
		assert_int_equal(entry->bootable, bootable == 'y');
		assert_int_equal(entry->media, media_of(emulation));
		assert_int_equal(entry->sectors, sectors);
		assert_int_equal(entry->block, block);
		count++;
	}
	fclose(report);
	return count;
}

static void assert_same_as_xorriso(size_t expected)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct isoargs_image *image = NULL;
	struct ia_eltorito found;
	struct ia_window whole;
	uint8_t record[SECTOR];
	char path[64];

	snprintf(path, sizeof(path), "%s/iso", directory);
	assert_int_equal(isoargs_image_open(path, &image, NULL), 0);
	whole = ia_window_whole(image);
	assert_int_equal(ia_window_read(&whole, 17 * SECTOR, record, sizeof(record), NULL), 0);
	assert_memory_equal(record + 7, "EL TORITO SPECIFICATION", 23);
	assert_int_equal(ia_eltorito_read(&whole,
					  record[0x47] | (uint32_t)record[0x48] << 8 |
						  (uint32_t)record[0x49] << 16 |
						  (uint32_t)record[0x4a] << 24,
					  &notes, &found, NULL),
			 0);
	assert_int_equal(notes.count, 0);
	assert_int_equal(found.count, expected);
	assert_int_equal(compare_report(&found), expected);
	isoargs_image_free(image);
}

static void catalogues_of_genisoimage_are_as_xorriso_reports_them(void **state IA_UNUSED)
{
	static const struct {
		size_t entries;
		const char *options;
	} cases[] = {
		{1, "-b images/floppy.img"},
		{1, "-b isolinux/isolinux.bin -no-emul-boot -boot-load-size 4 -boot-info-table"},
		{2, "-b isolinux/isolinux.bin -no-emul-boot -boot-load-size 4 -boot-info-table "
		    "-eltorito-alt-boot -e images/efiboot.img -no-emul-boot"},
		{3, "-b isolinux/isolinux.bin -no-emul-boot -boot-load-size 4 -boot-info-table "
		    "-eltorito-alt-boot -e images/efiboot.img -no-emul-boot "
		    "-eltorito-alt-boot -b images/floppy.img"},
	};

	if (!have("genisoimage") || !have("xorriso"))
		skip();
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		assert_int_equal(shell("rm -f iso; genisoimage -quiet -o iso -c isolinux/boot.cat "
				       "%s -R -J -V TEST tree",
				       cases[i].options),
				 0);
		assert_same_as_xorriso(cases[i].entries);
	}
}

static void catalogues_of_xorriso_are_as_it_reports_them(void **state IA_UNUSED)
{
	static const struct {
		size_t entries;
		const char *options;
	} cases[] = {
		{2, "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot "
		    "-boot-load-size 4 -boot-info-table "
		    "-eltorito-alt-boot -e images/efiboot.img -no-emul-boot"},
		{3, "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot "
		    "-boot-load-size 4 -boot-info-table "
		    "-eltorito-alt-boot -e images/efiboot.img -no-emul-boot "
		    "-eltorito-alt-boot -e images/macboot.img -no-emul-boot"},
		{2, "-c boot.cat -append_partition 2 0xef tree/images/efiboot.img "
		    "-appended_part_as_gpt -b isolinux/isolinux.bin -no-emul-boot "
		    "-boot-load-size 4 -boot-info-table -eltorito-alt-boot "
		    "-e --interval:appended_partition_2:all:: -no-emul-boot"},
	};

	if (!have("xorriso"))
		skip();
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		assert_int_equal(shell("rm -f iso; xorriso -as mkisofs -quiet -o iso %s -R -J "
				       "-V TEST tree",
				       cases[i].options),
				 0);
		assert_same_as_xorriso(cases[i].entries);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_entry_and_the_uefi_section_are_found),
		cmocka_unit_test(the_default_entry_alone_is_a_whole_catalogue),
		cmocka_unit_test(the_validation_entry_is_checked),
		cmocka_unit_test(several_sections_keep_their_platforms),
		cmocka_unit_test(extensions_that_were_announced_are_passed_over),
		cmocka_unit_test(what_is_odd_is_noted_and_the_entries_kept),
		cmocka_unit_test(an_entry_without_a_section_is_taken_and_noted),
		cmocka_unit_test(notes_name_the_offset_of_the_slot),
		cmocka_unit_test(a_catalogue_is_bounded_in_slots),
		cmocka_unit_test(the_block_is_read_through_the_window),
		cmocka_unit_test(a_catalogue_beyond_the_end_is_refused_with_its_place),
		cmocka_unit_test(an_entry_that_reaches_beyond_the_end_is_kept_and_noted),
		cmocka_unit_test(catalogues_of_genisoimage_are_as_xorriso_reports_them),
		cmocka_unit_test(catalogues_of_xorriso_are_as_it_reports_them),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
