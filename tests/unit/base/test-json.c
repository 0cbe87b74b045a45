/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/json.h"

static char *print(struct ia_json doc, json_object *root, enum ia_json_form form)
{
	char *text = NULL;

	assert_int_equal(ia_json_text(doc, root, form, &text), 0);
	return text;
}

static json_object *sample(struct ia_json *doc)
{
	json_object *root = ia_json_object(doc), *list = ia_json_array(doc);

	ia_json_append(doc, list, ia_json_string(doc, "a/b"));
	ia_json_append(doc, list, NULL);
	ia_json_add(doc, root, "list", list);
	ia_json_add(doc, root, "none", ia_json_array(doc));
	ia_json_add(doc, root, "nothing", ia_json_object(doc));
	ia_json_add_string(doc, root, "absent", NULL);
	ia_json_add_number(doc, root, "most", UINT64_MAX);
	ia_json_add_int(doc, root, "least", INT64_MIN);
	ia_json_add_bool(doc, root, "yes", true);
	ia_json_add_bool(doc, root, "no", false);
	return root;
}

static void an_indented_document_has_a_line_a_member(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	char *text IA_AUTO_FREE = print(doc, sample(&doc), IA_JSON_INDENTED);

	assert_string_equal(text, "{\n"
				  "  \"list\":[\n"
				  "    \"a/b\",\n"
				  "    null\n"
				  "  ],\n"
				  "  \"none\":[\n"
				  "  ],\n"
				  "  \"nothing\":{},\n"
				  "  \"absent\":null,\n"
				  "  \"most\":18446744073709551615,\n"
				  "  \"least\":-9223372036854775808,\n"
				  "  \"yes\":true,\n"
				  "  \"no\":false\n"
				  "}\n");
}

static void a_document_on_one_line_has_no_blanks(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	char *text IA_AUTO_FREE = print(doc, sample(&doc), IA_JSON_LINE);

	assert_string_equal(text, "{\"list\":[\"a\\/b\",null],\"none\":[],\"nothing\":{},"
				  "\"absent\":null,\"most\":18446744073709551615,"
				  "\"least\":-9223372036854775808,\"yes\":true,\"no\":false}");
}

static void any_byte_becomes_a_string_that_reads_back(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	char bytes[256], *text IA_AUTO_FREE = NULL;
	json_object *read;

	for (int i = 0; i < 255; i++)
		bytes[i] = (char)(i + 1);
	bytes[255] = '\0';
	text = print(doc, ia_json_string(&doc, bytes), IA_JSON_LINE);
	assert_contains(text, "\\u0001");
	assert_contains(text, "\\b\\t\\n\\u000b\\f\\r\\u000e");
	assert_contains(text, "!\\\"#");
	assert_contains(text, "[\\\\]");
	assert_contains(text, "\\\\xff");
	read = json_tokener_parse(text);
	assert_non_null(read);
	assert_memory_equal(json_object_get_string(read), bytes, 127);
	json_object_put(read);
}

static void json_c_prints_the_same(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root = sample(&doc);
	char *text IA_AUTO_FREE = NULL, *plain IA_AUTO_FREE = NULL;

	ia_json_add_double(&doc, root, "half", 0.5);
	ia_json_add_double(&doc, root, "whole", -3.0);
	ia_json_add_double(&doc, root, "third", 1.0 / 3);
	ia_json_add_string(&doc, root, "odd", "\"\\/\b\f\n\r\t\x01\x1f\x7f\xc3\xa4");
	plain = strdup(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN));
	text = print(doc, root, IA_JSON_LINE);
	assert_string_equal(text, plain);
}

static void no_memory_is_an_error_and_never_null(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root = sample(&doc);
	char *text = SENTINEL;

	ia_json_add_string(&doc, NULL, "key", "an object that could not be made");
	assert_int_equal(ia_json_text(doc, root, IA_JSON_INDENTED, &text), -ENOMEM);
	assert_ptr_equal(text, SENTINEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_indented_document_has_a_line_a_member),
		cmocka_unit_test(a_document_on_one_line_has_no_blanks),
		cmocka_unit_test(any_byte_becomes_a_string_that_reads_back),
		cmocka_unit_test(json_c_prints_the_same),
		cmocka_unit_test(no_memory_is_an_error_and_never_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
