/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever two menus are, holding them against each other is over soon and leaves little. */
#include "support/budget.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/compare.h"

/* Two copies of a menu, of as many entries as there can be. */
struct menus {
	const char *title; /* that all begin with */
	const char *lines[2];
	int expected;
	size_t notes; /* entries that are noted, where it comes to an end */
};

static void fill_entries(const struct menus *menus, size_t number, char (*titles)[4096],
			 struct isoargs_entry *entries)
{
	for (unsigned i = 0; i < IA_GRUB_ENTRIES_MAX; i++) {
		snprintf(titles[i], sizeof(*titles), "%s%u", menus->title, i);
		entries[i] = (struct isoargs_entry){
			.path = "0",
			.title = titles[i],
			.file = "ISO:/g.cfg",
			.line = 1 + i,
			.command = "linux",
			.kernel = "/k",
			.cmdline = menus->lines[number],
		};
	}
}

/* A sentence is of as many as it says. */
static size_t count_noted(const struct ia_notes *notes)
{
	size_t count = notes->dropped;

	for (size_t i = 0; i < notes->count; i++)
		count += notes->items[i].count;
	return count;
}

static void run(const void *data)
{
	static char titles[2][IA_GRUB_ENTRIES_MAX][4096];
	static struct isoargs_entry entries[2][IA_GRUB_ENTRIES_MAX];
	const struct menus *menus = data;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_meter meter = IA_METER;
	struct ia_config configs[2] = {{.name = "ISO:/g.cfg"}, {.name = "ESP:/g.cfg"}};
	const struct ia_menu menu = {.configs = configs, .count = 2};

	for (size_t i = 0; i < 2; i++) {
		fill_entries(menus, i, titles[i], entries[i]);
		configs[i].entries = entries[i];
		configs[i].count = IA_GRUB_ENTRIES_MAX;
	}
	assert_int_equal(ia_compare_menus(&menu, &meter, &notes, NULL), menus->expected);
	assert_int_equal(meter.kept, 0);
	if (menus->expected == 0)
		assert_int_equal(count_noted(&notes), menus->notes);
	if (getenv("SHOW_BUDGETS"))
		print_message("# %llu units\n", (unsigned long long)meter.work);
}

static void assert_soon(const char *done, const struct menus *menus)
{
	assert_within_budget(done, run, menus);
}

static void menus_that_share_no_word_are_compared_soon(void **state IA_UNUSED)
{
	char *a IA_AUTO_FREE = repeat("", "a ", 1020, ""),
		*b IA_AUTO_FREE = repeat("", "b ", 1020, "");

	assert_soon("words", &(const struct menus){"e", {a, b}, 0, IA_GRUB_ENTRIES_MAX});
}

static void different_words_are_compared_soon(void **state IA_UNUSED)
{
	struct ia_strbuf lines[2] = {{0}, {0}};

	for (unsigned i = 0; i < 500; i++) {
		ia_strbuf_addf(&lines[0], "%03x ", i);
		ia_strbuf_addf(&lines[1], "%03x ", 4095 - i);
	}
	assert_soon(
		"words of their own",
		&(const struct menus){"e", {lines[0].data, lines[1].data}, 0, IA_GRUB_ENTRIES_MAX});
	ia_strbuf_free(&lines[0]);
	ia_strbuf_free(&lines[1]);
}

static void long_titles_that_begin_alike_are_found_soon(void **state IA_UNUSED)
{
	char *title IA_AUTO_FREE = repeat("", "t", 4000, "");

	assert_soon("titles", &(const struct menus){title, {"a", "a"}, 0, 0});
}

/* They stand all in one place of the table that they are looked up in. */
static void words_that_are_made_to_agree_end_it_soon(void **state IA_UNUSED)
{
	struct ia_strbuf lines[2] = {{0}, {0}};
	unsigned count = 0;

	for (unsigned i = 0; i < 1u << 21 && count < 1000; i++) {
		const char word[] = {(char)(i >> 14 | 0x80), (char)(i >> 7 | 0x80),
				     (char)(i | 0x80)};

		if (ia_hash(word, 3) % (2 * IA_CMDLINE_WORDS_MAX) != 0)
			continue;
		ia_strbuf_add(&lines[count % 2], word, 3);
		ia_strbuf_addc(&lines[count++ % 2], ' ');
	}
	assert_int_equal(count, 1000);
	assert_soon("agreeing words",
		    &(const struct menus){"e", {lines[0].data, lines[1].data}, -ENOMEM, 0});
	ia_strbuf_free(&lines[0]);
	ia_strbuf_free(&lines[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(menus_that_share_no_word_are_compared_soon),
		cmocka_unit_test(different_words_are_compared_soon),
		cmocka_unit_test(long_titles_that_begin_alike_are_found_soon),
		cmocka_unit_test(words_that_are_made_to_agree_end_it_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
