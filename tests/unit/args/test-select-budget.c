/* SPDX-License-Identifier: GPL-3.0-or-later */

/* However many entries have however many words, choosing one is over soon. */
#include "support/budget.h"

#include "args/select.h"
#include "base/limits.h"
#include "base/note.h"

#define CONFIGS 10u /* of IA_GRUB_ENTRIES_MAX entries each: more than a report can hold */

/* What all entries are like. */
struct entries {
	const char *word;
	size_t count; /* of them in each */
	const char *kernel;
	int expected;
};

static void run(const void *data)
{
	static struct isoargs_entry entries[IA_GRUB_ENTRIES_MAX];
	static struct ia_config configs[CONFIGS];
	static const char *argv[IA_CMDLINE_WORDS_MAX + 1];
	const struct entries *what = data;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_meter meter = IA_METER;
	struct isoargs_report report = {.menu = {.configs = configs, .count = CONFIGS}};
	const struct isoargs_entry *entry = NULL;

	for (size_t i = 1; i <= what->count; i++)
		argv[i] = what->word;
	for (size_t i = 0; i < IA_GRUB_ENTRIES_MAX; i++)
		entries[i] = (struct isoargs_entry){
			.title = "t",
			.command = "linux",
			.kernel = what->kernel,
			.argv = argv,
			.argc = what->count + 1,
		};
	for (size_t i = 0; i < CONFIGS; i++)
		configs[i] = (struct ia_config){
			.name = "ISO:/g", .entries = entries, .count = IA_GRUB_ENTRIES_MAX};
	assert_int_equal(ia_select_entry(&report, NULL, &meter, &notes, &entry, NULL),
			 what->expected);
	if (getenv("SHOW_BUDGETS"))
		print_message("# %.1f million units\n", (double)meter.work / 1e6);
}

static void assert_soon(const struct entries *entries)
{
	assert_within_budget(entries->word, run, entries);
}

static void entries_of_many_words_are_told_soon(void **state IA_UNUSED)
{
	assert_soon(&(const struct entries){"inst.stage2=a", 20, "/k", 0});
	assert_soon(&(const struct entries){"rescue", 20, "/k", -ENOENT});
	assert_soon(&(const struct entries){"vncpassword=", 20, "/k", 0});
	assert_soon(&(const struct entries){"unknown", 20, "/k", 0});
	assert_soon(&(const struct entries){"rd.live.image", 20, "/k", 0});
	assert_soon(&(const struct entries){"priority=low", 20, "/k", 0});
}

static void entries_that_start_no_system_are_told_soon(void **state IA_UNUSED)
{
	char *path IA_AUTO_FREE = repeat("", "/", IA_ENTRY_PATH_MAX - 7, "memtest");

	assert_soon(&(const struct entries){"a", 0, path, -ENOENT});
}

static void too_many_words_end_it(void **state IA_UNUSED)
{
	assert_soon(&(const struct entries){"inst.a", IA_CMDLINE_WORDS_MAX, "/k", -ENOMEM});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_of_many_words_are_told_soon),
		cmocka_unit_test(entries_that_start_no_system_are_told_soon),
		cmocka_unit_test(too_many_words_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
