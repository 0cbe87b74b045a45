/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "menu/grub/script/lexer.h"

/* The tokens of a text, a letter each; words as their text. */
static void tokens(const char *text, char *buf, size_t size)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_memory memory = {.arena = arena};
	struct ia_grub_slice all = ia_grub_source_inline("t", 1, text);
	struct ia_grub_lexer lexer;
	size_t used = 0;

	ia_grub_lexer_init(&lexer, &memory, &all);
	do {
		static const char letters[] = ".!n;{}x";

		assert_int_equal(ia_grub_lexer_next(&lexer), 0);
		if (lexer.token.kind < IA_GRUB_WORD)
			used += (size_t)snprintf(buf + used, size - used, "%c",
						 letters[lexer.token.kind]);
		else
			used += (size_t)snprintf(buf + used, size - used, "%s(%.*s)",
						 lexer.token.kind == IA_GRUB_NAME   ? "N"
						 : lexer.token.kind == IA_GRUB_WORD ? "W"
										    : "R",
						 (int)(lexer.token.end - lexer.token.start),
						 text + lexer.token.start);
	} while (lexer.token.kind != IA_GRUB_END && lexer.token.kind != IA_GRUB_BAD);
}

#define assert_tokens(text, expected)                                                              \
	do {                                                                                       \
		char ia_buf[512];                                                                  \
		tokens((text), ia_buf, sizeof(ia_buf));                                            \
		assert_string_equal(ia_buf, (expected));                                           \
	} while (0)

static void operators_end_a_word_wherever_they_stand(void **state IA_UNUSED)
{
	assert_tokens("a=b;c\n", "W(a=b);N(c)n.");
	assert_tokens("e{f}\n", "N(e){N(f)}n.");
	assert_tokens("a&&b|c<d>e;;f\n", "N(a)xN(b)xN(c)xN(d)xN(e)xN(f)n.");
}

static void a_hash_starts_a_comment_only_where_a_token_could_start(void **state IA_UNUSED)
{
	assert_tokens("a#b #c d'\ne\n", "W(a#b)nN(e)n.");
}

static void quotes_and_escapes_belong_to_the_word(void **state IA_UNUSED)
{
	assert_tokens("a\"b c\"'d e'\\ f g\n", "W(a\"b c\"'d e'\\ f)N(g)n.");
	assert_tokens("'a\nb' c\n", "W('a\nb')N(c)n.");
	assert_tokens("\"a\\\"b\"\n", "W(\"a\\\"b\")n.");
}

static void a_backslash_at_the_end_of_the_line_joins_it_with_the_next(void **state IA_UNUSED)
{
	assert_tokens("a\\\nb c\n", "W(a\\\nb)N(c)n.");
	assert_tokens("a\\\n", "!");
}

static void reserved_words_are_whole_words_only(void **state IA_UNUSED)
{
	assert_tokens("if iff if= 'if' [[ [[a\n", "R(if)N(iff)W(if=)W('if')xW([[a)n.");
}

static void variables_are_names_numbers_or_one_special_character(void **state IA_UNUSED)
{
	assert_tokens("$a${b}$10${10}$?${#}$*$@\n", "W($a${b}$10${10}$?${#}$*$@)n.");
}

static void a_dollar_that_starts_no_variable_is_bad(void **state IA_UNUSED)
{
	assert_tokens("a $(b)\n", "N(a)!");
	assert_tokens("\"a$\"\n", "!");
	assert_tokens("\"$ b\"\n", "!");
	assert_tokens("${a\n", "!");
	assert_tokens("'a$'\n", "W('a$')n.");
}

static void a_quote_without_an_end_is_bad(void **state IA_UNUSED)
{
	assert_tokens("'a\nb\n", "!");
	assert_tokens("\"a\\\"\n", "!");
	assert_tokens("$\"a\n", "!");
}

static void the_last_line_of_a_text_needs_no_end(void **state IA_UNUSED)
{
	assert_tokens("a", "N(a)n.");
	assert_tokens("", ".");
	assert_tokens(" # c", ".");
}

static void the_reader_drops_carriage_returns_and_lines_with_a_hash_first(void **state IA_UNUSED)
{
	static const char text[] = "a\r\n#b\n\r#c\n #d\ne\0f\ng";
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_memory memory = {.arena = arena};
	struct ia_grub_slice all;

	assert_int_equal(ia_grub_source_read(&memory, "t", text, sizeof(text) - 1, &all), 0);
	assert_int_equal(all.end, strlen("a\n #d\ne\ng\n"));
	assert_memory_equal(all.text, "a\n #d\ne\ng\n", all.end);
	assert_int_equal(all.numbers[0], 1);
	assert_int_equal(all.numbers[1], 4);
	assert_int_equal(all.numbers[3], 6);
}

static void memory_beyond_the_bound_is_refused_and_the_refusal_sticks(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_memory memory = {.arena = arena};

	assert_non_null(ia_grub_alloc(&memory, IA_GRUB_ARENA_MAX - 64));
	assert_non_null(ia_grub_alloc(&memory, 16));
	assert_int_equal(memory.error, 0);
	assert_null(ia_grub_alloc(&memory, 64));
	assert_int_equal(memory.error, -E2BIG);
	assert_null(ia_grub_alloc(&memory, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operators_end_a_word_wherever_they_stand),
		cmocka_unit_test(a_hash_starts_a_comment_only_where_a_token_could_start),
		cmocka_unit_test(quotes_and_escapes_belong_to_the_word),
		cmocka_unit_test(a_backslash_at_the_end_of_the_line_joins_it_with_the_next),
		cmocka_unit_test(reserved_words_are_whole_words_only),
		cmocka_unit_test(variables_are_names_numbers_or_one_special_character),
		cmocka_unit_test(a_dollar_that_starts_no_variable_is_bad),
		cmocka_unit_test(a_quote_without_an_end_is_bad),
		cmocka_unit_test(the_last_line_of_a_text_needs_no_end),
		cmocka_unit_test(the_reader_drops_carriage_returns_and_lines_with_a_hash_first),
		cmocka_unit_test(memory_beyond_the_bound_is_refused_and_the_refusal_sticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
