/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what the process that reads one of many media hands back. What is taken of it as
 * a document is one to json-c, too, in one line that can be printed; what is taken as a row has the
 * cells of one.
 */
#include <json.h>

#include "base/utf8.h"
#include "printers.h"
#include "several/json-line.h"
#include "several/row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define COLUMNS 3u

static void expect_document(const char *members)
{
	struct json_tokener *tokener = json_tokener_new_ex(2 * JSON_LINE_DEPTH_MAX);
	struct ia_strbuf line IA_AUTO_STRBUF = {0};
	json_object *root;

	ia_strbuf_addc(&line, '{');
	ia_strbuf_adds(&line, members);
	ia_strbuf_addc(&line, '}');
	if (!ia_utf8_is_printable(line.data))
		broken();
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, line.data, (int)line.length + 1);
	if (json_tokener_get_error(tokener) != json_tokener_success ||
	    !json_object_is_type(root, json_type_object))
		broken();
	if (json_object_object_get_ex(root, "name", NULL))
		broken();
	json_object_put(root);
	json_tokener_free(tokener);
}

static void expect_row(const struct ia_table *table)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	if (table->count != COLUMNS)
		broken();
	ia_table_print(table, 0, &text);
	text.data[text.length - 1] = '\0';
	if (!ia_utf8_is_printable(text.data))
		broken();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_table table IA_AUTO_TABLE = {.columns = COLUMNS};
	struct ia_strbuf members IA_AUTO_STRBUF = {0};
	char *text IA_AUTO_FREE = strndup((const char *)data, size);

	if (!text)
		return 0;
	if (json_line_add(&members, text, "name"))
		expect_document(members.data ? members.data : "");
	else if (members.length > 0)
		broken();
	if (row_take(text, COLUMNS, &table))
		expect_row(&table);
	else if (table.count > 0)
		broken();
	return 0;
}
