/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/compare.h"
#include "support/repeat.h"

#define COUNT_MAX 4u

/* Two configurations of up to four entries; the notes that comparing them leaves. */
struct fixture {
	struct ia_notes notes;
	struct ia_menu menu;
	struct ia_config configs[3];
	struct isoargs_entry entries[3][COUNT_MAX];
};

static int setup(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg",
					    "ISO:/isolinux/isolinux.cfg"};
	struct fixture *f = calloc(1, sizeof(*f));

	f->menu = (struct ia_menu){.configs = f->configs, .count = 2};
	for (size_t i = 0; i < 3; i++)
		f->configs[i] = (struct ia_config){
			.name = names[i],
			.loader = i == 2 ? IA_LOADER_SYSLINUX : IA_LOADER_GRUB,
			.evaluated = true,
			.entries = f->entries[i],
		};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ia_notes_free(&f->notes);
	free(f);
	return 0;
}

static struct isoargs_entry *add(struct fixture *f, size_t config, const char *title,
				 const char *cmdline)
{
	static const char *const initrds[] = {"/initrd.img"};
	size_t number = f->configs[config].count++;
	struct isoargs_entry *entry = &f->entries[config][number];

	assert_true(number < COUNT_MAX);
	*entry = (struct isoargs_entry){
		.path = "0",
		.title = title,
		.id = title,
		.file = f->configs[config].name,
		.line = 7 + (unsigned)number,
		.command = "linux",
		.kernel = "/vmlinuz",
		.initrds = initrds,
		.initrd_count = 1,
		.cmdline = cmdline,
	};
	return entry;
}

static void compare(struct fixture *f)
{
	struct ia_meter meter = IA_METER;

	assert_int_equal(ia_compare_menus(&f->menu, &meter, &f->notes, NULL), 0);
	assert_int_equal(meter.kept, 0);
}

static void assert_only_note(struct fixture *f, const char *code, const char *file,
			     const char *part)
{
	compare(f);
	assert_int_equal(f->notes.count, 1);
	assert_string_equal(ia_note_word(f->notes.items[0].code), code);
	assert_string_equal(f->notes.items[0].file, file);
	assert_contains(f->notes.items[0].text, part);
}

static void equal_copies_leave_no_note(void **state)
{
	add(*state, 0, "Install", "inst.stage2=x quiet");
	add(*state, 1, "Install", "quiet  inst.stage2=x");
	compare(*state);
	assert_int_equal(((struct fixture *)*state)->notes.count, 0);
}

static void a_word_that_only_the_first_has_is_named_with_both_files(void **state)
{
	add(*state, 0, "Install", "inst.stage2=x quiet fips=1");
	add(*state, 1, "Install", "inst.stage2=x quiet");
	assert_only_note(
		*state, "menus-differ", "ISO:/EFI/BOOT/grub.cfg",
		"the entry \"Install\" has \"fips=1\" in ISO:/EFI/BOOT/grub.cfg, but not in "
		"ESP:/EFI/BOOT/grub.cfg");
}

static void a_word_that_only_the_other_has_is_named_there(void **state)
{
	add(*state, 0, "Install", "quiet");
	add(*state, 1, "Install", "quiet a b");
	assert_only_note(*state, "menus-differ", "ESP:/EFI/BOOT/grub.cfg", "has \"a\", \"b\" in");
}

static void another_value_is_told_from_both_sides_in_one_sentence(void **state)
{
	add(*state, 0, "Install", "inst.stage2=hd:LABEL=A");
	add(*state, 1, "Install", "inst.stage2=hd:LABEL=B");
	assert_only_note(*state, "menus-differ", "ISO:/EFI/BOOT/grub.cfg",
			 "the entry \"Install\" has \"inst.stage2=hd:LABEL=A\" in "
			 "ISO:/EFI/BOOT/grub.cfg, but \"inst.stage2=hd:LABEL=B\" in "
			 "ESP:/EFI/BOOT/grub.cfg");
}

/* live-build's findiso=${iso_path}, of a variable that only a medium as a file on a disk has. */
static void a_word_that_a_variable_left_empty_is_no_difference(void **state)
{
	struct fixture *f = *state;

	add(f, 0, "Live", "boot=live findiso= quiet");
	add(f, 1, "Live", "boot=live quiet");
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void a_value_that_the_other_left_empty_is_one(void **state)
{
	add(*state, 0, "Live", "boot=live findiso=");
	add(*state, 1, "Live", "boot=live findiso=/live.iso");
	assert_only_note(*state, "menus-differ", "ESP:/EFI/BOOT/grub.cfg",
			 "has \"findiso=/live.iso\" in");
}

static void what_is_so_of_many_entries_is_one_sentence_with_their_number(void **state)
{
	static const char *const titles[] = {"Install", "Test", "Rescue"};
	struct fixture *f = *state;

	for (size_t i = 0; i < IA_COUNT(titles); i++) {
		add(f, 0, titles[i], i == 2 ? "a rescue" : "a");
		add(f, 1, titles[i], i == 2 ? "b rescue" : "b")->kernel = "/other";
	}
	add(f, 0, "Only 1", "a");
	compare(f);
	assert_int_equal(f->notes.count, 3);
	assert_string_equal(ia_note_word(f->notes.items[0].code), "kernels-differ");
	assert_int_equal(f->notes.items[0].count, 3);
	assert_string_equal(
		f->notes.items[1].text,
		"the entry \"Install\" has \"a\" in ISO:/EFI/BOOT/grub.cfg, but \"b\" in "
		"ESP:/EFI/BOOT/grub.cfg (and 2 more like it)");
	assert_int_equal(f->notes.items[1].line, 7);
	assert_string_equal(ia_note_word(f->notes.items[2].code), "entries-differ");
	assert_int_equal(f->notes.items[2].count, 1);
}

static void another_kernel_is_a_difference_between_grubs_menus(void **state)
{
	add(*state, 0, "Install", "quiet");
	add(*state, 1, "Install", "quiet")->kernel = "/other";
	assert_only_note(*state, "kernels-differ", "ESP:/EFI/BOOT/grub.cfg",
			 "boots /other here and /vmlinuz in ISO:");
}

static void a_memory_test_may_be_another_for_each_firmware(void **state)
{
	struct fixture *f = *state;

	add(f, 0, "Memory test", "")->initrd_count = 0;
	add(f, 1, "Memory test", "")->initrd_count = 0;
	f->entries[1][0].kernel = "/memtest.efi";
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void a_loaders_own_words_are_no_difference_between_loaders(void **state)
{
	struct fixture *f = *state;

	f->configs[1] = f->configs[2];
	add(f, 0, "Install", "quiet initrd=/install/initrd.gz ---");
	add(f, 1, "Install", "vga=788 quiet ---");
	f->configs[1].entries = f->entries[1];
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void between_menus_of_one_loader_they_are_one(void **state)
{
	add(*state, 0, "Install", "vga=788 quiet");
	add(*state, 1, "Install", "quiet");
	assert_only_note(*state, "menus-differ", "ISO:/EFI/BOOT/grub.cfg", "has \"vga=788\" in");
}

static void syslinux_has_kernels_of_its_own(void **state)
{
	struct fixture *f = *state;

	f->configs[1] = f->configs[2];
	add(f, 0, "Install", "quiet");
	add(f, 1, "Install", "quiet")->kernel = "/isolinux/vmlinuz";
	f->configs[1].entries = f->entries[1];
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void an_entry_that_one_copy_of_a_file_lacks_is_named(void **state)
{
	add(*state, 0, "Install", "quiet");
	add(*state, 0, "Rescue", "quiet");
	add(*state, 1, "Install", "quiet");
	assert_only_note(*state, "entries-differ", "ISO:/EFI/BOOT/grub.cfg",
			 "ESP:/EFI/BOOT/grub.cfg has no entry \"Rescue\"");
}

static void different_files_may_have_different_entries(void **state)
{
	struct fixture *f = *state;

	f->configs[1].name = "ISO:/boot/grub2/grub.cfg";
	add(f, 0, "Install", "quiet");
	add(f, 1, "Install", "quiet");
	add(f, 1, "Boot first drive", "");
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void another_default_is_worth_knowing(void **state)
{
	struct fixture *f = *state;

	add(f, 0, "Install", "quiet")->is_default = true;
	add(f, 0, "Test", "quiet");
	add(f, 1, "Install", "quiet");
	add(f, 1, "Test", "quiet")->is_default = true;
	assert_only_note(f, "defaults-differ", "ESP:/EFI/BOOT/grub.cfg",
			 "boots \"Test\", ISO:/EFI/BOOT/grub.cfg boots \"Install\"");
	assert_int_equal(f->notes.items[0].severity, ISOARGS_INFO);
}

static void a_menu_that_boots_no_linux_is_not_compared(void **state)
{
	struct fixture *f = *state;

	add(f, 0, "Disk", "")->command = "chainloader";
	add(f, 1, "Install", "quiet");
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void words_beyond_the_bound_of_a_note_are_counted(void **state)
{
	struct fixture *f = *state;
	char *word IA_AUTO_FREE = repeat("", "w", IA_COMPARED_TEXT_MAX - 4, "");
	char *line IA_AUTO_FREE = NULL, *part IA_AUTO_FREE = NULL;

	assert_true(asprintf(&line, "a %s b c", word) > 0);
	assert_true(asprintf(&part, "has \"a\", \"%s\" and 2 more in ISO:", word) > 0);
	add(f, 0, "Install", line);
	add(f, 1, "Install", "");
	assert_only_note(f, "menus-differ", "ISO:/EFI/BOOT/grub.cfg", part);
}

static void one_byte_more_is_one_word_more(void **state)
{
	struct fixture *f = *state;
	char *line IA_AUTO_FREE = repeat("a ", "w", IA_COMPARED_TEXT_MAX - 2, " b c");

	add(f, 0, "Install", line);
	add(f, 1, "Install", "");
	assert_only_note(f, "menus-differ", "ISO:/EFI/BOOT/grub.cfg",
			 "has \"a\", \"b\", \"c\" and 1 more in ISO:");
}

static void a_word_that_is_longer_than_a_note_is_cut(void **state)
{
	struct fixture *f = *state;
	char *line IA_AUTO_FREE = repeat("", "w", IA_COMPARED_TEXT_MAX + 1, "");
	char *part IA_AUTO_FREE = repeat("has \"", "w", IA_COMPARED_TEXT_MAX - 3, "…\" in ISO:");

	add(f, 0, "Install", line);
	add(f, 1, "Install", "");
	assert_only_note(f, "menus-differ", "ISO:/EFI/BOOT/grub.cfg", part);
}

static void of_entries_of_one_title_the_first_is_compared(void **state)
{
	add(*state, 0, "Install", "a");
	add(*state, 1, "Rescue", "b");
	add(*state, 1, "Install", "a");
	add(*state, 1, "Install", "c");
	assert_only_note(*state, "entries-differ", "ESP:/EFI/BOOT/grub.cfg",
			 "ISO:/EFI/BOOT/grub.cfg has no entry \"Rescue\"");
}

static void entries_of_one_title_are_compared_each_with_its_like(void **state)
{
	struct fixture *f = *state;

	add(f, 0, "Install", "a");
	add(f, 0, "Install", "b hwe");
	add(f, 1, "Install", "a");
	compare(f);
	assert_int_equal(f->notes.count, 0); /* the second has nothing to be held against */
	add(f, 1, "Install", "b");
	assert_only_note(f, "menus-differ", "ISO:/EFI/BOOT/grub.cfg", "has \"hwe\" in");
}

/* Ubuntu's isolinux lists its menu once more behind "Help", GRUB has one title for two kernels. */
static void of_one_title_another_loader_has_the_same_kernel(void **state)
{
	struct fixture *f = *state;

	f->configs[1] = f->configs[2];
	f->configs[1].entries = f->entries[1];
	add(f, 0, "Install", "a");
	add(f, 0, "Install", "b")->kernel = "/install/hwe-vmlinuz";
	add(f, 1, "Install", "a")->kernel = "/install/vmlinuz";
	add(f, 1, "Install", "a")->kernel = "/install/vmlinuz";
	compare(f);
	assert_int_equal(f->notes.count, 0);
}

static void a_spent_meter_ends_it(void **state)
{
	struct fixture *f = *state;
	struct ia_meter meter = IA_METER;

	add(f, 0, "Install", "a");
	add(f, 1, "Install", "b");
	assert_int_equal(ia_compare_menus(&f->menu, &meter, &f->notes, NULL), 0);
	ia_notes_free(&f->notes);
	meter.work_max = meter.work - 1;
	meter.work = 0;
	assert_int_equal(ia_compare_menus(&f->menu, &meter, &f->notes, NULL), -ENOMEM);
	assert_int_equal(meter.state, IA_METER_WORK_SPENT);
	assert_int_equal(meter.kept, 0);
}

#define with_menus(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_menus(equal_copies_leave_no_note),
		with_menus(a_word_that_only_the_first_has_is_named_with_both_files),
		with_menus(a_word_that_only_the_other_has_is_named_there),
		with_menus(another_value_is_told_from_both_sides_in_one_sentence),
		with_menus(a_word_that_a_variable_left_empty_is_no_difference),
		with_menus(a_value_that_the_other_left_empty_is_one),
		with_menus(what_is_so_of_many_entries_is_one_sentence_with_their_number),
		with_menus(another_kernel_is_a_difference_between_grubs_menus),
		with_menus(a_memory_test_may_be_another_for_each_firmware),
		with_menus(a_loaders_own_words_are_no_difference_between_loaders),
		with_menus(between_menus_of_one_loader_they_are_one),
		with_menus(syslinux_has_kernels_of_its_own),
		with_menus(an_entry_that_one_copy_of_a_file_lacks_is_named),
		with_menus(different_files_may_have_different_entries),
		with_menus(another_default_is_worth_knowing),
		with_menus(a_menu_that_boots_no_linux_is_not_compared),
		with_menus(words_beyond_the_bound_of_a_note_are_counted),
		with_menus(one_byte_more_is_one_word_more),
		with_menus(a_word_that_is_longer_than_a_note_is_cut),
		with_menus(of_entries_of_one_title_the_first_is_compared),
		with_menus(entries_of_one_title_are_compared_each_with_its_like),
		with_menus(of_one_title_another_loader_has_the_same_kernel),
		with_menus(a_spent_meter_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
