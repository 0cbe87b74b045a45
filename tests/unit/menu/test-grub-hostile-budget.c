/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a medium can make dear by what lies on it, or by one step that is as large as can be: each of
 * these took seconds, minutes or gigabytes where steps alone were counted.
 */
#include "support/grub-host.h"

#include "base/hash.h"
#include "base/strbuf.h"
#include "support/budget.h"

/* A medium with one directory of files, and its configuration. */
struct hostile {
	enum ia_grub_dialect dialect;
	const char *text;
	const char *file;         /* what each of its files says */
	const char *const *names; /* of them; NULL ends them */
	int result;
	const char *sentence; /* of the error, or of the first note; NULL: none */
};

static int read_one(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
		    char **ret, size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const struct hostile *hostile = data;

	if (!hostile->file)
		return 0;
	*ret = strdup(hostile->file);
	*ret_size = strlen(hostile->file);
	return 1;
}

static int stat_none(void *data IA_UNUSED, const char *device IA_UNUSED, const char *path IA_UNUSED,
		     unsigned long long *ret_size IA_UNUSED,
		     struct isoargs_error **reterr IA_UNUSED)
{
	return 0;
}

static int list_all(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
		    int (*visit)(const char *name, void *visit_data), void *visit_data,
		    struct isoargs_error **reterr IA_UNUSED)
{
	const struct hostile *hostile = data;
	int r = 0;

	for (size_t i = 0; hostile->names && hostile->names[i] && r == 0; i++)
		r = visit(hostile->names[i], visit_data);
	return r;
}

static void run(const void *data)
{
	struct hostile hostile = *(const struct hostile *)data;
	struct ia_meter meter = IA_METER;
	const struct ia_menu_host host = {
		.data = &hostile,
		.meter = &meter,
		.read = read_one,
		.stat = stat_none,
		.search = host_search,
		.list = list_all,
	};
	const struct ia_grub_setup setup = {
		.dialect = hostile.dialect,
		.platform = "efi",
		.cpu = "x86_64",
		.root = "cd0",
		.prefix = "/boot/grub",
		.host = &host,
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_entries menu;

	assert_int_equal(ia_grub_evaluate(&setup,
					  &(const struct ia_config_file){"/x.cfg", hostile.text,
									 strlen(hostile.text)},
					  arena, &notes, &menu, &error),
			 hostile.result);
	/* One configuration that has no end, or needs too much, is no reason to end the call. */
	assert_int_equal(meter.state, IA_METER_GOOD);
	if (hostile.sentence && hostile.result < 0)
		assert_contains(isoargs_error_message(error), hostile.sentence);
	else if (hostile.sentence)
		assert_contains(notes.items[0].text, hostile.sentence);
	for (size_t i = 0; i < notes.count; i++)
		assert_true(strlen(notes.items[i].text) < 512);
}

#define STEPS "not done after 100000 steps"

/* text is taken over. */
static void assert_stops(const char *done, struct hostile hostile, char *text)
{
	char *owned IA_AUTO_FREE = text;

	hostile.text = owned;
	assert_within_budget(done, run, &hostile);
}

/* Sets a to so many bytes. */
static char *with_a(size_t length, const char *byte, const char *rest)
{
	return repeat("a=", byte, length, rest);
}

static void regular_expressions_that_grow_are_not_tried(void **state IA_UNUSED)
{
	static const char *const patterns[] = {
		"a{99}{99}{99}{99}", "((x?){99}){99}",    "(x*){99}{99}",    "((x?){99}){9}",
		"(((a))+(a*+){14})", "((x*)+){40}",       "((x*)*){64}",     "(x*+?){21}",
		"x{64}{,3}",         "(((x+)+)+)+[(]+x+", "[[=a=](]x*){99}", "(x*[[:x:]()]){9}{9}",
	};

	for (size_t i = 0; i < IA_COUNT(patterns); i++) {
		struct ia_strbuf text = {0};
		char *all;

		ia_strbuf_addf(&text, "regexp '%s' xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
			       patterns[i]);
		assert_int_equal(ia_strbuf_take(&text, &all), 0);
		assert_stops(patterns[i], (struct hostile){.sentence = "too large to be tried"},
			     all);
	}
}

static void the_dearest_regular_expressions_are_over_soon(void **state IA_UNUSED)
{
	static const char *const patterns[] = {
		"(x?){14}(x?)",
		"((((.{17}|(x))))*){6}",
		"x+(.{18}{5}*|a*)",
		"(((((x+)+)+)+))b",
		"((a{13})(.{18})*)*+((.))",
		"(.*.*.*.*.*.*.*.*)b",
		"(xx|xy|x*|a*b){5}",
		".{99}",
	};

	for (size_t i = 0; i < IA_COUNT(patterns); i++) {
		struct ia_strbuf text = {0};
		char *all;

		ia_strbuf_addf(&text, "while true; do regexp '%s' ", patterns[i]);
		ia_strbuf_fill(&text, 'x', IA_GRUB_SUBJECT_MAX);
		ia_strbuf_adds(&text, "; done\n");
		assert_int_equal(ia_strbuf_take(&text, &all), 0);
		assert_stops(patterns[i], (struct hostile){.result = -E2BIG, .sentence = STEPS},
			     all);
	}
}

static void what_an_entry_of_the_specification_expands_to_is_bounded(void **state IA_UNUSED)
{
	static const char *const names[] = {"a.conf", NULL};
	static const char *const keys[] = {"options", "initrd"};
	struct hostile hostile = {
		.dialect = IA_GRUB_RHEL8,
		.names = names,
		.result = -E2BIG,
		.sentence = "a line of an entry has more than 2097152 bytes",
	};

	for (size_t i = 0; i < IA_COUNT(keys); i++) {
		char *values IA_AUTO_FREE = repeat(" ", "$a", 100000, "\n");
		char *file IA_AUTO_FREE = repeat("linux /k\n", keys[i], 1, values);

		hostile.file = file;
		assert_stops(keys[i], hostile, with_a(131072, "x", "\nblscfg\n"));
	}
	/* Variables that are not there take time, too. */
	{
		char *values IA_AUTO_FREE = fill("linux /k\noptions ", "$b", "\n");

		hostile.file = values;
		hostile.sentence = STEPS;
		assert_stops("no value", hostile, repeat("", "blscfg\n", 30, ""));
	}
	{
		char *values IA_AUTO_FREE = repeat("linux /k\n", "options $a$a$a\n", 100, "");

		hostile.file = values;
		hostile.sentence = "a line of an entry has more";
		assert_stops("many lines", hostile, with_a(131072, "x", "\nblscfg\n"));
	}
}

/* So many names of files that differ at their end only. */
static char **similar_names(size_t count, size_t length)
{
	char **names = calloc(count + 1, sizeof(*names));

	assert_non_null(names);
	for (size_t i = 0; i < count; i++) {
		names[i] = malloc(length + 1);
		assert_non_null(names[i]);
		memset(names[i], 'a', length);
		snprintf(names[i] + length - 10, 11, "%05zu.conf", i * 7919 % count);
	}
	return names;
}

static void free_names(char **names)
{
	for (size_t i = 0; names[i]; i++)
		free(names[i]);
	free(names);
}

static void names_that_are_sorted_count_before(void **state IA_UNUSED)
{
	char **names = similar_names(19992, 185);
	const struct hostile hostile = {
		.dialect = IA_GRUB_RHEL8,
		.names = (const char *const *)names,
		.result = -E2BIG,
		.sentence = STEPS,
	};

	assert_stops("blscfg", hostile, strdup("blscfg\n"));
	free_names(names);
}

static void patterns_that_match_late_count_for_it(void **state IA_UNUSED)
{
	char **names = similar_names(64, 1000);
	struct hostile hostile = {
		.names = (const char *const *)names, .result = -E2BIG, .sentence = STEPS};
	char *pattern IA_AUTO_FREE = repeat("while true; do echo /*", "a", 500, "b; done\n");

	assert_stops("a star", hostile, strdup(pattern));
	assert_stops("many stars", hostile,
		     repeat("while true; do echo /", "*a", 400, "b; done\n"));
	hostile.sentence = NULL; /* of work or memory */
	assert_stops("paths", hostile, strdup("while true; do echo /*/*/*; done\n"));
	free_names(names);
}

static void texts_to_translate_count_by_their_length(void **state IA_UNUSED)
{
	const struct hostile endless = {.result = -E2BIG, .sentence = STEPS};

	assert_stops("unset variables", endless,
		     repeat("while true; do echo $\"", "$x", 10000, "\"; done\n"));
	assert_stops("more of them", endless, fill("while true; do echo $\"", "$x", "\"; done\n"));
	assert_stops("line ends", endless,
		     repeat("while true; do echo $\"", "\\\n", 1000, "\"; done\n"));
	assert_stops("parameters", endless,
		     repeat("while true; do echo $\"", "$1", 10000, "\"; done\n"));
	assert_stops("quoted", endless,
		     repeat("while true; do echo \"", "\\\n", 1000, "\"; done\n"));
}

static void an_environment_block_is_no_product_of_lines_and_names(void **state IA_UNUSED)
{
	char *file IA_AUTO_FREE = fill("# GRUB Environment Block\n", "z=\n", "");
	char *other IA_AUTO_FREE = fill("# GRUB Environment Block\n", "z\n", "");
	struct hostile hostile = {.file = file, .result = -E2BIG};

	assert_stops("20 000 names", hostile, repeat("load_env", " abcdefghijk", 20000, "\n"));
	assert_stops("no names", hostile, strdup("while true; do load_env; done\n"));
	hostile.file = other;
	assert_stops("no values", hostile, strdup("while true; do load_env; done\n"));
}

static void a_search_for_a_long_name_leaves_a_short_note(void **state IA_UNUSED)
{
	assert_stops("search", (struct hostile){.sentence = "with the label '\\x01"},
		     with_a(131072, "\x01", "\nsearch -l \"$a\"\nsearch -u \"$a\"\n"));
	assert_stops("source", (struct hostile){.sentence = "is not on the medium"},
		     with_a(131072, "x", "\nsource \"/$a\"\nconfigfile \"/$a\"\n"));
	assert_stops("newc", (struct hostile){.sentence = "is packed into an archive"},
		     with_a(131072, "x", "\nmenuentry a { linux /k; initrd newc:$a:/x; }\n"));
	assert_stops("command", (struct hostile){.sentence = "neither a command"},
		     with_a(131072, "x", "\n$a\n"));
}

/* Functions whose names stand in one place of a table of so many, and a text behind them. */
static char *colliding_functions(unsigned count, unsigned bits, const char *rest)
{
	struct ia_strbuf text = {0};
	char name[32], *all;
	unsigned long found = 0;

	for (unsigned long i = 0; found < count; i++) {
		uint64_t sum;

		snprintf(name, sizeof(name), "f%lx", i);
		sum = ia_hash(name, strlen(name));
		if (((sum ^ sum >> 32) & ((1u << bits) - 1)) != 0)
			continue;
		ia_strbuf_addf(&text, "function %s { true; }%c", name, found % 2 ? '\n' : ';');
		found++;
	}
	ia_strbuf_addf(&text, "\nwhile true; do %s%s; done\n", name, rest);
	assert_int_equal(ia_strbuf_take(&text, &all), 0);
	return all;
}

static void names_that_collide_count_for_each_that_is_passed(void **state IA_UNUSED)
{
	const struct hostile endless = {.result = -E2BIG, .sentence = STEPS};

	assert_stops("calls", endless, colliding_functions(2000, 12, ""));
	assert_stops("misses", endless, colliding_functions(2000, 12, "x"));
}

static void bodies_in_one_line_know_where_it_starts(void **state IA_UNUSED)
{
	char *body IA_AUTO_FREE = repeat("menuentry a {", " ", 1000, "}; ");

	assert_stops("bodies", (struct hostile){.result = 0}, fill("", body, "\n"));
}

static void a_default_is_measured_for_what_it_takes(void **state IA_UNUSED)
{
	static const char *const values[] = {">>", "0", "x", "x ", "x>>"};

	for (size_t i = 0; i < IA_COUNT(values); i++) {
		char *value IA_AUTO_FREE = repeat("default='", values[i], 65536, "'\n");
		char *loop IA_AUTO_FREE = repeat(value, "for i in ", 1, "");
		char *many IA_AUTO_FREE = repeat(loop, "1 ", 1000, "; do submenu \"");
		char *all IA_AUTO_FREE =
			repeat(many, "x", 2000, "$i\" { menuentry x { linux /k; } }; done\n");

		assert_stops(values[i], (struct hostile){.result = -E2BIG}, strdup(all));
		assert_stops(values[i],
			     (struct hostile){.dialect = IA_GRUB_RHEL8, .result = -E2BIG},
			     strdup(all));
	}
}

static void long_names_and_values_count_where_they_are_used(void **state IA_UNUSED)
{
	const struct hostile endless = {.result = -E2BIG, .sentence = STEPS};
	char *name IA_AUTO_FREE = repeat("while true; do for ", "n", 100000, " in 1 2 3 4 5; do ");

	assert_stops("export", endless, with_a(131072, "x", "\nwhile true; do export a; done\n"));
	assert_stops("a name of for", endless, repeat(name, "true; ", 1, "done; done\n"));
	assert_stops("a name", endless,
		     with_a(100000, "x", "\nwhile true; do $a; unset \"$a\"; done\n"));
	assert_stops("letters", endless,
		     with_a(100000, "n", "\nwhile true; do search \"-${a}Z\" x; done\n"));
	assert_stops("comparing", endless,
		     with_a(100000, "9", "\nwhile true; do [ \"$a\" -plt \"$a\" ]; done\n"));
	assert_stops("many words of test", endless,
		     repeat("a='", "x ", 30000, "'\nwhile true; do [ $a ]; done\n"));
}

static void submenus_that_inherit_much_count_for_it(void **state IA_UNUSED)
{
	struct ia_strbuf text = {0};
	char *all;

	for (unsigned i = 0; i < 6000; i++)
		ia_strbuf_addf(&text, "v%u=1\n", i);
	for (unsigned i = 0; i < 1000; i++)
		ia_strbuf_addf(&text, "submenu s { true; }\n");
	assert_int_equal(ia_strbuf_take(&text, &all), 0);
	assert_stops("none exported", (struct hostile){.result = -E2BIG}, strdup(all));
	assert_stops("all of them", (struct hostile){.dialect = IA_GRUB_RHEL9, .result = -E2BIG},
		     all);
}

static void a_word_is_as_long_as_its_bound(void **state IA_UNUSED)
{
	char *set IA_AUTO_FREE = with_a(IA_GRUB_WORD_MAX / 16, "x", "\necho ");

	assert_stops("longest", (struct hostile){.result = 0}, repeat(set, "$a", 16, "\n"));
	assert_stops("longer",
		     (struct hostile){.result = -E2BIG,
				      .sentence = "a word has more than 2097152 bytes"},
		     repeat(set, "$a", 16, "-\n"));
	assert_stops("much longer",
		     (struct hostile){.result = -E2BIG,
				      .sentence = "a word has more than 2097152 bytes"},
		     repeat(set, "$a", 200, "-\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regular_expressions_that_grow_are_not_tried),
		cmocka_unit_test(the_dearest_regular_expressions_are_over_soon),
		cmocka_unit_test(what_an_entry_of_the_specification_expands_to_is_bounded),
		cmocka_unit_test(names_that_are_sorted_count_before),
		cmocka_unit_test(patterns_that_match_late_count_for_it),
		cmocka_unit_test(texts_to_translate_count_by_their_length),
		cmocka_unit_test(an_environment_block_is_no_product_of_lines_and_names),
		cmocka_unit_test(a_search_for_a_long_name_leaves_a_short_note),
		cmocka_unit_test(names_that_collide_count_for_each_that_is_passed),
		cmocka_unit_test(bodies_in_one_line_know_where_it_starts),
		cmocka_unit_test(a_default_is_measured_for_what_it_takes),
		cmocka_unit_test(long_names_and_values_count_where_they_are_used),
		cmocka_unit_test(submenus_that_inherit_much_count_for_it),
		cmocka_unit_test(a_word_is_as_long_as_its_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
