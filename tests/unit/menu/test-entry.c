/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of an entry, and how what is too long for that is told. */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/entry.h"
#include "support/repeat.h"

#define MARK "\xe2\x80\xa6"

struct fixture {
	struct ia_arena *arena;
	struct ia_notes notes;
	struct isoargs_entry entry;
	const struct isoargs_entry *kept;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->arena = ia_arena_new(0);
	f->entry = (struct isoargs_entry){
		.path = "0",
		.title = "Install",
		.id = "i",
		.file = "/g.cfg",
		.line = 7,
		.command = "linux",
		.kernel = "/k",
		.cmdline = "quiet",
	};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ia_arena_free(f->arena);
	ia_notes_free(&f->notes);
	free(f);
	return 0;
}

static void keep(struct fixture *f)
{
	assert_int_equal(ia_entries_keep(&f->entry, 1, f->arena, &f->notes, &f->kept), 0);
}

/* What was kept of the text that lies at an offset of the entry. */
static const char *kept_at(const struct fixture *f, size_t offset)
{
	const char *text;

	memcpy(&text, (const char *)f->kept + offset, sizeof(text));
	return text;
}

/* The entry's text at slot is kept whole up to the bound, and cut beyond it. */
static void assert_bound(struct fixture *f, const char **slot, size_t max, bool is_cut)
{
	size_t offset = (size_t)((const char *)slot - (const char *)&f->entry);
	char *text IA_AUTO_FREE = repeat("", "x", max, "");
	char *longer IA_AUTO_FREE = repeat(text, "x", 1, "");
	char *cut IA_AUTO_FREE = repeat("", "x", max - strlen(MARK), MARK);

	*slot = text;
	keep(f);
	assert_string_equal(kept_at(f, offset), text);
	assert_false(f->kept->is_cut);
	assert_int_equal(f->notes.count, 0);
	*slot = longer;
	keep(f);
	assert_string_equal(kept_at(f, offset), cut);
	assert_int_equal(f->kept->is_cut, is_cut);
	assert_int_equal(f->notes.count, 1);
	assert_string_equal(ia_note_word(f->notes.items[0].code), "entry-cut");
	assert_int_equal(f->notes.items[0].line, 7);
}

static void a_title_is_kept_up_to_its_bound(void **state)
{
	struct fixture *f = *state;

	assert_bound(f, &f->entry.title, IA_ENTRY_NAME_MAX, false);
}

static void an_id_is_kept_up_to_its_bound(void **state)
{
	struct fixture *f = *state;

	assert_bound(f, &f->entry.id, IA_ENTRY_NAME_MAX, false);
}

static void of_a_kernel_that_is_too_long_it_is_known_that_it_is_cut(void **state)
{
	struct fixture *f = *state;

	assert_bound(f, &f->entry.kernel, IA_ENTRY_PATH_MAX, true);
}

static void of_parameters_that_are_too_long_it_is_known_that_they_are_cut(void **state)
{
	struct fixture *f = *state;

	assert_bound(f, &f->entry.cmdline, IA_ENTRY_LINE_MAX, true);
}

static void an_initrd_is_kept_up_to_its_bound(void **state)
{
	struct fixture *f = *state;
	char *path IA_AUTO_FREE = repeat("", "x", IA_ENTRY_PATH_MAX, "");
	char *longer IA_AUTO_FREE = repeat(path, "x", 1, "");
	const char *initrds[] = {"/a", path};

	f->entry.initrds = initrds;
	f->entry.initrd_count = 2;
	keep(f);
	assert_string_equal(f->kept->initrds[1], path);
	assert_false(f->kept->is_cut);
	initrds[1] = longer;
	keep(f);
	assert_int_equal(strlen(f->kept->initrds[1]), IA_ENTRY_PATH_MAX);
	assert_true(f->kept->is_cut);
}

static void initrds_are_kept_up_to_their_bound(void **state)
{
	struct fixture *f = *state;
	const char *initrds[IA_ENTRY_INITRDS_MAX + 1];

	for (size_t i = 0; i < IA_COUNT(initrds); i++)
		initrds[i] = "/initrd";
	f->entry.initrds = initrds;
	f->entry.initrd_count = IA_ENTRY_INITRDS_MAX;
	keep(f);
	assert_false(f->kept->is_cut);
	f->entry.initrd_count++;
	keep(f);
	assert_int_equal(f->kept->initrd_count, IA_ENTRY_INITRDS_MAX);
	assert_true(f->kept->is_cut);
}

/* The words of a line and the path before them: what they say together has one bound. */
static void words_are_kept_up_to_their_bound(void **state)
{
	struct fixture *f = *state;
	char *path IA_AUTO_FREE = repeat("", "x", IA_ENTRY_PATH_MAX - 1, "");
	char *word IA_AUTO_FREE = repeat("", "x", IA_ENTRY_LINE_MAX - 3, "");
	const char *argv[] = {path, word, "a", ""};

	f->entry.argv = argv;
	f->entry.argc = 3;
	keep(f);
	assert_int_equal(f->kept->argc, 3);
	assert_string_equal(f->kept->argv[1], word);
	assert_string_equal(f->kept->argv[2], "a");
	assert_false(f->kept->is_cut);
	f->entry.argc = 4;
	keep(f);
	assert_int_equal(f->kept->argc, 3);
	assert_true(f->kept->is_cut);
}

static void a_word_that_is_longer_than_all_of_them_may_be_is_not_kept(void **state)
{
	struct fixture *f = *state;
	char *word IA_AUTO_FREE = repeat("", "x", 2 * IA_ENTRY_LINE_MAX, "");
	const char *argv[] = {"/k", word};

	f->entry.argv = argv;
	f->entry.argc = 2;
	keep(f);
	assert_int_equal(f->kept->argc, 1);
	assert_true(f->kept->is_cut);
}

static void one_note_counts_all_that_is_cut(void **state)
{
	struct fixture *f = *state;
	char *text IA_AUTO_FREE = repeat("", "x", IA_ENTRY_PATH_MAX + 1, "");
	struct isoargs_entry entries[3] = {f->entry, f->entry, f->entry};

	entries[1].title = entries[1].id = entries[2].kernel = text;
	entries[1].line = 9;
	assert_int_equal(ia_entries_keep(entries, 3, f->arena, &f->notes, &f->kept), 0);
	assert_int_equal(f->notes.count, 1);
	assert_int_equal(f->notes.items[0].line, 9);
	assert_string_equal(f->notes.items[0].text,
			    "the entry has more text than is kept of it: of this menu 3 titles, "
			    "ids, paths and lines are cut");
	assert_false(f->kept[0].is_cut);
	assert_false(f->kept[1].is_cut);
	assert_true(f->kept[2].is_cut);
}

static void a_file_of_many_entries_is_kept_once(void **state)
{
	struct fixture *f = *state;
	struct isoargs_entry entries[2] = {f->entry, f->entry};
	char *file IA_AUTO_FREE = strdup("/g.cfg");

	entries[1].file = file;
	assert_int_equal(ia_entries_keep(entries, 2, f->arena, &f->notes, &f->kept), 0);
	assert_ptr_equal(f->kept[0].file, f->kept[1].file);
	assert_ptr_not_equal(f->kept[0].file, file);
}

static void a_copy_of_what_was_kept_is_the_same(void **state)
{
	struct fixture *f = *state;
	char *text IA_AUTO_FREE = repeat("", "x", IA_ENTRY_LINE_MAX + 1, "");
	const char *initrds[] = {"/a", "/b"}, *locations[] = {"ISO:/a", NULL};
	struct isoargs_entry kept, copy;

	f->entry.cmdline = text;
	f->entry.initrds = initrds;
	f->entry.initrd_count = 2;
	keep(f);
	kept = *f->kept;
	kept.initrd_locations = locations;
	assert_int_equal(ia_entry_copy(&kept, f->arena, &copy), 0);
	assert_string_equal(copy.cmdline, kept.cmdline);
	assert_string_equal(copy.initrds[1], "/b");
	assert_string_equal(copy.initrd_locations[0], "ISO:/a");
	assert_null(copy.initrd_locations[1]);
	assert_true(copy.is_cut);
}

static void a_spent_meter_keeps_nothing(void **state)
{
	struct fixture *f = *state;
	struct ia_meter meter = {.work_max = 1, .kept_max = 1 << 20};

	ia_arena_draw_on(f->arena, &meter, IA_COST_MENUS);
	assert_int_equal(ia_entries_keep(&f->entry, 1, f->arena, &f->notes, &f->kept), -ENOMEM);
	ia_arena_draw_on(f->arena, NULL, 0);
}

#define with_entry(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_entry(a_title_is_kept_up_to_its_bound),
		with_entry(an_id_is_kept_up_to_its_bound),
		with_entry(of_a_kernel_that_is_too_long_it_is_known_that_it_is_cut),
		with_entry(of_parameters_that_are_too_long_it_is_known_that_they_are_cut),
		with_entry(an_initrd_is_kept_up_to_its_bound),
		with_entry(initrds_are_kept_up_to_their_bound),
		with_entry(words_are_kept_up_to_their_bound),
		with_entry(a_word_that_is_longer_than_all_of_them_may_be_is_not_kept),
		with_entry(one_note_counts_all_that_is_cut),
		with_entry(a_file_of_many_entries_is_kept_once),
		with_entry(a_copy_of_what_was_kept_is_the_same),
		with_entry(a_spent_meter_keeps_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
