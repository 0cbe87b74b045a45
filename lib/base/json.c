/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <errno.h>
#include <string.h>

#include "base/note.h"
#include "base/strbuf.h"
#include "base/utf8.h"

void ia_json_add(struct ia_json *doc, json_object *object, const char *key, json_object *value)
{
	if (!object || json_object_object_add(object, key, value) < 0) {
		json_object_put(value);
		doc->error = -ENOMEM;
	}
}

json_object *ia_json_object(struct ia_json *doc)
{
	json_object *object = json_object_new_object();

	if (!object)
		doc->error = -ENOMEM;
	return object;
}

json_object *ia_json_array(struct ia_json *doc)
{
	json_object *array = json_object_new_array();

	if (!array)
		doc->error = -ENOMEM;
	return array;
}

void ia_json_append(struct ia_json *doc, json_object *array, json_object *value)
{
	if (!array || json_object_array_add(array, value) < 0) {
		json_object_put(value);
		doc->error = -ENOMEM;
	}
}

json_object *ia_json_string(struct ia_json *doc, const char *s)
{
	struct ia_strbuf valid IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	json_object *string;

	if (!s)
		return NULL;
	ia_utf8_add_valid(&valid, s, strlen(s));
	ia_strbuf_add(&valid, "", 0);
	string = valid.error ? NULL : json_object_new_string(valid.data);
	if (!string)
		doc->error = -ENOMEM;
	return string;
}

void ia_json_add_string(struct ia_json *doc, json_object *object, const char *key, const char *s)
{
	ia_json_add(doc, object, key, ia_json_string(doc, s));
}

/* value NULL: there was no memory for it. */
static void add_new(struct ia_json *doc, json_object *object, const char *key, json_object *value)
{
	if (!value)
		doc->error = -ENOMEM;
	ia_json_add(doc, object, key, value);
}

void ia_json_add_number(struct ia_json *doc, json_object *object, const char *key, uint64_t number)
{
	add_new(doc, object, key, json_object_new_uint64(number));
}

void ia_json_add_int(struct ia_json *doc, json_object *object, const char *key, int64_t number)
{
	add_new(doc, object, key, json_object_new_int64(number));
}

void ia_json_add_double(struct ia_json *doc, json_object *object, const char *key, double number)
{
	add_new(doc, object, key, json_object_new_double(number));
}

void ia_json_add_bool(struct ia_json *doc, json_object *object, const char *key, bool value)
{
	add_new(doc, object, key, json_object_new_boolean(value));
}
