/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "menu/cmdline.h"

static const struct isoargs_word from_entry = {
	.origin = ISOARGS_FROM_ENTRY,
	.file = "isolinux.cfg",
	.line = 7,
	.reason = "as the entry has it",
};

static void assert_splits(const char *text, const char *const *words, size_t count)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};

	assert_int_equal(ia_cmdline_split(&line, text, &from_entry), 0);
	assert_int_equal(line.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(line.words[i].text, words[i]);
}
#define SPLITS(text, ...)                                                                          \
	do {                                                                                       \
		const char *const split_words[] = {__VA_ARGS__};                                   \
		assert_splits(text, split_words, IA_COUNT(split_words));                           \
	} while (0)

static void words_are_split_at_white_space(void **state IA_UNUSED)
{
	SPLITS("a", "a");
	SPLITS("a b=c  d", "a", "b=c", "d");
	SPLITS("  a\tb\nc\rd\ve\ff ", "a", "b", "c", "d", "e", "f");
	assert_splits("", NULL, 0);
	assert_splits(" \t\n ", NULL, 0);
}

static void double_quotes_keep_a_word_together_and_stay_in_it(void **state IA_UNUSED)
{
	SPLITS("a=\"b c\" d", "a=\"b c\"", "d");
	SPLITS("\"a b=c\" d", "\"a b=c\"", "d");
	SPLITS("a\"b c\"d e", "a\"b c\"d", "e");
	SPLITS("a=\"b c", "a=\"b c");
	SPLITS("\"\" a", "\"\"", "a");
}

static void single_quotes_and_backslashes_keep_nothing_together(void **state IA_UNUSED)
{
	SPLITS("a='b c' d\\ e", "a='b", "c'", "d\\", "e");
	SPLITS("inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 quiet",
	       "inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64", "quiet");
	SPLITS("a=\"b\\\" c", "a=\"b\\\"", "c");
}

static void bytes_of_utf8_characters_do_not_split(void **state IA_UNUSED)
{
	SPLITS("a=\xc3\xa0 b=\xc2\x85", "a=\xc3\xa0", "b=\xc2\x85");
}

static void every_word_keeps_where_it_came_from(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};

	assert_int_equal(ia_cmdline_split(&line, "a b", &from_entry), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(line.words[i].origin, ISOARGS_FROM_ENTRY);
		assert_string_equal(line.words[i].file, "isolinux.cfg");
		assert_int_equal(line.words[i].line, 7);
		assert_string_equal(line.words[i].reason, "as the entry has it");
	}
}

static void added_words_are_copies(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	char text[] = "text", file[] = "file", reason[] = "reason";
	const struct isoargs_word word = {
		.text = text, .origin = ISOARGS_FROM_RULE, .file = file, .reason = reason};

	assert_int_equal(ia_cmdline_add(&line, &word), 0);
	text[0] = file[0] = reason[0] = 'X';
	assert_string_equal(line.words[0].text, "text");
	assert_string_equal(line.words[0].file, "file");
	assert_string_equal(line.words[0].reason, "reason");
	assert_int_equal(line.words[0].origin, ISOARGS_FROM_RULE);
}

static void words_are_joined_by_single_spaces(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_cmdline_join(&line, &buf);
	assert_int_equal(buf.length, 0);
	ia_cmdline_split(&line, " a  b=\"c  d\"\te ", &from_entry);
	ia_cmdline_add(&line, &(const struct isoargs_word){.text = "f"});
	ia_strbuf_adds(&buf, "before:");
	ia_cmdline_join(&line, &buf);
	assert_string_equal(buf.data, "before:a b=\"c  d\" e f");
}

static void words_up_to_the_bound_are_taken_and_one_more_is_not(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	const struct isoargs_word word = {.text = "w"};

	for (unsigned i = 0; i < IA_CMDLINE_WORDS_MAX; i++)
		assert_int_equal(ia_cmdline_add(&line, &word), 0);
	assert_int_equal(ia_cmdline_add(&line, &word), -E2BIG);
	assert_int_equal(ia_cmdline_split(&line, "w", &from_entry), -E2BIG);
	assert_int_equal(ia_cmdline_split(&line, " ", &from_entry), 0);
	assert_int_equal(line.count, IA_CMDLINE_WORDS_MAX);
}

static void a_split_that_fails_adds_nothing(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena};
	char text[2 * IA_CMDLINE_WORDS_MAX + 1];

	for (unsigned i = 0; i < IA_CMDLINE_WORDS_MAX; i++)
		memcpy(text + 2 * i, "w ", 3);
	assert_int_equal(ia_cmdline_split(&line, "first", &from_entry), 0);
	assert_int_equal(ia_cmdline_split(&line, text, &from_entry), -E2BIG);
	assert_int_equal(line.count, 1);
	assert_int_equal(ia_cmdline_split(&line, text + 2, &from_entry), 0);
	assert_int_equal(line.count, IA_CMDLINE_WORDS_MAX);
}

static void an_arena_without_room_is_out_of_memory(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(16);
	struct ia_cmdline line = {.arena = arena};

	assert_int_equal(ia_cmdline_split(&line, "a", &from_entry), -ENOMEM);
	assert_int_equal(ia_cmdline_add(&line, &from_entry), -ENOMEM);
	assert_int_equal(line.count, 0);
}

static void a_key_is_a_whole_word_or_what_stands_before_its_equals_sign(void **state IA_UNUSED)
{
	assert_true(ia_word_is("quiet", "quiet"));
	assert_true(ia_word_is("ip=dhcp", "ip"));
	assert_true(ia_word_is("ip=", "ip"));
	assert_false(ia_word_is("ip", "i"));
	assert_false(ia_word_is("i", "ip"));
	assert_false(ia_word_is("ipv6=1", "ip"));
	assert_false(ia_word_is("IP=1", "ip"));
	assert_false(ia_word_is("rd-a=1", "rd_a"));
	assert_true(ia_word_is("a=b=c", "a=b"));
}

static void the_value_is_what_follows_the_first_equals_sign(void **state IA_UNUSED)
{
	assert_string_equal(ia_word_value("a=b"), "b");
	assert_string_equal(ia_word_value("inst.stage2=hd:LABEL=x"), "hd:LABEL=x");
	assert_string_equal(ia_word_value("a="), "");
	assert_null(ia_word_value("a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_split_at_white_space),
		cmocka_unit_test(double_quotes_keep_a_word_together_and_stay_in_it),
		cmocka_unit_test(single_quotes_and_backslashes_keep_nothing_together),
		cmocka_unit_test(bytes_of_utf8_characters_do_not_split),
		cmocka_unit_test(every_word_keeps_where_it_came_from),
		cmocka_unit_test(added_words_are_copies),
		cmocka_unit_test(words_are_joined_by_single_spaces),
		cmocka_unit_test(words_up_to_the_bound_are_taken_and_one_more_is_not),
		cmocka_unit_test(a_split_that_fails_adds_nothing),
		cmocka_unit_test(an_arena_without_room_is_out_of_memory),
		cmocka_unit_test(a_key_is_a_whole_word_or_what_stands_before_its_equals_sign),
		cmocka_unit_test(the_value_is_what_follows_the_first_equals_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
