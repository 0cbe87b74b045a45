/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "several/row.h"

static void assert_spelled(const char *text, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	row_spell(&buf, text);
	assert_string_equal(buf.data, expected);
}

static void only_single_blanks_between_characters_stay_blanks(void **state IA_UNUSED)
{
	assert_spelled("CentOS 7 x86_64", "CentOS 7 x86_64");
	assert_spelled(" a", "\\x20a");
	assert_spelled("a ", "a\\x20");
	assert_spelled("a  b", "a \\x20b");
	assert_spelled("a   b", "a \\x20\\x20b");
	assert_spelled(" ", "\\x20");
	assert_spelled("a\x1b[m\xff\xe2\x80\xae", "a\\x1b[m\\xff\\u{202e}");
}

static void a_row_is_taken_as_it_was_added(void **state IA_UNUSED)
{
	struct ia_table table IA_AUTO_TABLE = {.columns = 4};
	struct ia_strbuf row IA_AUTO_STRBUF = {0}, text IA_AUTO_STRBUF = {0};

	row_add(&row, "A\x1b  B");
	row_add(&row, NULL);
	row_add(&row, "");
	assert_string_equal(row.data, "A\\x1b  B\n-\n-\n");
	row_add_name(&table, "it is");
	assert_true(row_take(row.data, 3, &table));
	ia_table_print(&table, 0, &text);
	assert_string_equal(text.data, "it is  A\\x1b \\x20B  -  -\n");
}

static void a_long_cell_is_cut(void **state IA_UNUSED)
{
	struct ia_table table IA_AUTO_TABLE = {.columns = 1};
	struct ia_strbuf row IA_AUTO_STRBUF = {0};
	char cell[ROW_CELL_MAX + 2];

	memset(cell, 'a', sizeof(cell));
	cell[ROW_CELL_MAX] = '\0';
	row_add(&row, cell);
	assert_int_equal(row.length, ROW_CELL_MAX + 1);
	cell[ROW_CELL_MAX] = 'a';
	cell[ROW_CELL_MAX + 1] = '\0';
	row_add(&row, cell);
	assert_string_equal(row.data + row.length - strlen("…\n"), "…\n");
	assert_true(row_take(row.data, 2, &table));
}

static void what_no_worker_makes_is_refused_and_leaves_nothing(void **state IA_UNUSED)
{
	static const char *const texts[] = {
		"",          "a",         "a\n",        "a\nb",           "a\nb\nc\n",
		"a\nb\n\n",  "\na\nb\n",  "a\n\n",      "\n\n",           "a\n\x1b\n",
		"\xff\nb\n", "a\tb\nc\n", "a\r\nb\r\n", "a\xc2\x9b\nb\n",
	};
	char text[2 * ROW_CELL_MAX];
	struct ia_table table IA_AUTO_TABLE = {.columns = 2};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (row_take(texts[i], 2, &table))
			fail_msg("%s", texts[i]);
	}
	memset(text, 'a', sizeof(text));
	strcpy(text + ROW_CELL_MAX + strlen("…") + 1, "\nb\n");
	assert_false(row_take(text, 2, &table));
	assert_int_equal(table.count, 0);
	assert_true(row_take("a\nb\n", 2, &table));
	assert_int_equal(table.count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_single_blanks_between_characters_stay_blanks),
		cmocka_unit_test(a_row_is_taken_as_it_was_added),
		cmocka_unit_test(a_long_cell_is_cut),
		cmocka_unit_test(what_no_worker_makes_is_refused_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
