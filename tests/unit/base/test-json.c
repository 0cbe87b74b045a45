/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/json.h"
#include "base/utf8.h"
#include "support/strict-json.h"

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

static void a_name_need_not_outlive_its_member(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc);
	char *name = strdup("address");
	char *text IA_AUTO_FREE = NULL;

	assert_non_null(name);
	ia_json_add_named(&doc, root, name, ia_json_string(&doc, "192.0.2.7"));
	memset(name, '?', strlen(name));
	free(name);
	text = print(doc, root, IA_JSON_LINE);
	assert_string_equal(text, "{\"address\":\"192.0.2.7\"}");
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

static const enum ia_json_form forms[] = {IA_JSON_LINE, IA_JSON_INDENTED};

static void what_a_terminal_would_obey_stands_by_its_number(void **state IA_UNUSED)
{
	static const struct {
		const char *text, *printed;
	} cases[] = {
		{"\x1b\x7f", "\"\\u001b\\u007f\""},
		{"\xc2\x80\xc2\x9b\xc2\x9f", "\"\\u0080\\u009b\\u009f\""},
		{"\xc2\xa0", "\"\xc2\xa0\""},
		{"a\xe2\x80\xaetxt", "\"a\\u202etxt\""},
		{"\xe2\x80\xa8\xd8\x9c\xef\xbb\xbf", "\"\\u2028\\u061c\\ufeff\""},
		{"\xf3\xa0\x81\x81", "\"\\udb40\\udc41\""},
		{"\xf0\x9f\x98\x80\xc3\xa9\xe6\x97\xa5",
		 "\"\xf0\x9f\x98\x80\xc3\xa9\xe6\x97\xa5\""},
	};

	for (size_t i = 0; i < IA_COUNT(cases) * IA_COUNT(forms); i++) {
		struct ia_json doc = {0};
		size_t k = i / IA_COUNT(forms);
		char *text IA_AUTO_FREE =
			print(doc, ia_json_string(&doc, cases[k].text), forms[i % IA_COUNT(forms)]);

		text[strcspn(text, "\n")] = '\0';
		assert_string_equal(text, cases[k].printed);
	}
}

static json_object *read_back(const char *text)
{
	struct json_tokener *tokener = json_tokener_new();
	json_object *read;

	read_strictly(tokener);
	read = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	assert_non_null(read);
	json_tokener_free(tokener);
	return read;
}

static void every_character_reads_back_from_keys_and_values(void **state IA_UNUSED)
{
	for (uint32_t code = 1; code <= 0x10ffff; code += code < 0x3000 ? 1 : 0x7f) {
		struct ia_strbuf character IA_AUTO_STRBUF = {0};
		struct ia_json doc = {0};
		json_object *root = ia_json_object(&doc), *read, *value;
		char *text IA_AUTO_FREE = NULL;

		ia_utf8_add(&character, code);
		ia_json_add_string(&doc, root, character.data, character.data);
		text = print(doc, root, forms[code % IA_COUNT(forms)]);
		/* the strict parser takes a line's end for something more */
		if (text[strlen(text) - 1] == '\n')
			text[strlen(text) - 1] = '\0';
		read = read_back(text);
		assert_true(json_object_object_get_ex(read, character.data, &value));
		assert_string_equal(json_object_get_string(value), character.data);
		json_object_put(read);
	}
}

static void a_key_of_bytes_that_are_no_characters_is_valid_utf8(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc);
	char *text IA_AUTO_FREE = NULL;

	ia_json_add_bool(&doc, root,
			 "a\x9b\xff"
			 "b",
			 true);
	text = print(doc, root, IA_JSON_LINE);
	assert_string_equal(text, "{\"a\\ufffd\\ufffdb\":true}");
}

static void json_c_prints_the_same(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root = sample(&doc);
	char *text IA_AUTO_FREE = NULL, *plain IA_AUTO_FREE = NULL;

	ia_json_add_double(&doc, root, "half", 0.5);
	ia_json_add_double(&doc, root, "whole", -3.0);
	ia_json_add_double(&doc, root, "third", 1.0 / 3);
	ia_json_add_string(&doc, root, "odd", "\"\\/\b\f\n\r\t\x01\x1f\xc3\xa4");
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

static void a_document_counts_for_its_meter_until_it_is_printed(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER;
	struct ia_json doc = {.meter = &meter};
	json_object *root = sample(&doc);
	char *text IA_AUTO_FREE = NULL;

	assert_true(meter.kept > 3 * 700);
	text = print(doc, root, IA_JSON_LINE);
	assert_int_equal(meter.kept, 0);
}

static void a_document_larger_than_its_meter_allows_is_an_error(void **state IA_UNUSED)
{
	struct ia_meter meter = {.work_max = IA_WORK_MAX, .kept_max = 100000};
	struct ia_json doc = {.meter = &meter};
	json_object *root = ia_json_array(&doc);
	size_t made = 0;
	char *text = SENTINEL;

	while (!doc.error) {
		json_object *object = ia_json_object(&doc);

		ia_json_add_string(&doc, object, "key", "value");
		ia_json_append(&doc, root, object);
		made++;
	}
	assert_in_range(made, 90, 120);
	assert_null(ia_json_string(&doc, "no more"));
	assert_int_equal(ia_json_text(doc, root, IA_JSON_LINE, &text), -ENOMEM);
	assert_ptr_equal(text, SENTINEL);
	assert_int_equal(meter.kept, 0);
	assert_int_equal(meter.state, IA_METER_KEPT_SPENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_indented_document_has_a_line_a_member),
		cmocka_unit_test(a_name_need_not_outlive_its_member),
		cmocka_unit_test(a_document_on_one_line_has_no_blanks),
		cmocka_unit_test(any_byte_becomes_a_string_that_reads_back),
		cmocka_unit_test(what_a_terminal_would_obey_stands_by_its_number),
		cmocka_unit_test(every_character_reads_back_from_keys_and_values),
		cmocka_unit_test(a_key_of_bytes_that_are_no_characters_is_valid_utf8),
		cmocka_unit_test(json_c_prints_the_same),
		cmocka_unit_test(a_document_counts_for_its_meter_until_it_is_printed),
		cmocka_unit_test(a_document_larger_than_its_meter_allows_is_an_error),
		cmocka_unit_test(no_memory_is_an_error_and_never_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
