/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/*
 * What json-c's values take, with what malloc() adds, as measured with json-c 0.16: the table of an
 * object has room for so many members and then doubles, an array for 32 items.
 */
#define OBJECT_BYTES    800u
#define OBJECT_MEMBERS  11
#define MEMBER_BYTES(n) ((n) < OBJECT_MEMBERS ? 40u : 120u) /* a key's copy, a share of the table */
#define ARRAY_BYTES     384u
#define ITEM_BYTES      16u
#define VALUE_BYTES     80u

/* The first failure is the one that is told. */
static void fail(struct ia_json *doc)
{
	if (!doc->error)
		doc->error = -ENOMEM;
}

/* May so much more be kept? */
static bool keep(struct ia_json *doc, uint64_t bytes)
{
	if (doc->error)
		return false;
	if (ia_meter_keep(doc->meter, IA_COST_PRINTING, bytes) < 0)
		fail(doc);
	else
		doc->kept += bytes;
	return !doc->error;
}

/* A value that is NULL, and a document that has failed, are said so in the end. */
static json_object *made(struct ia_json *doc, json_object *value)
{
	if (!value)
		fail(doc);
	return value;
}

static void add(struct ia_json *doc, json_object *object, const char *key, json_object *value,
		unsigned options)
{
	if (!object || !keep(doc, MEMBER_BYTES(json_object_object_length(object))) ||
	    json_object_object_add_ex(object, key, value, options) < 0) {
		json_object_put(value);
		fail(doc);
	}
}

void ia_json_add(struct ia_json *doc, json_object *object, const char *key, json_object *value)
{
	add(doc, object, key, value, JSON_C_OBJECT_KEY_IS_CONSTANT);
}

void ia_json_add_named(struct ia_json *doc, json_object *object, const char *name,
		       json_object *value)
{
	if (keep(doc, strlen(name)))
		add(doc, object, name, value, 0);
	else
		json_object_put(value);
}

json_object *ia_json_object(struct ia_json *doc)
{
	return keep(doc, OBJECT_BYTES) ? made(doc, json_object_new_object()) : NULL;
}

json_object *ia_json_array(struct ia_json *doc)
{
	return keep(doc, ARRAY_BYTES) ? made(doc, json_object_new_array()) : NULL;
}

void ia_json_append(struct ia_json *doc, json_object *array, json_object *value)
{
	if (!array || !keep(doc, ITEM_BYTES) || json_object_array_add(array, value) < 0) {
		json_object_put(value);
		fail(doc);
	}
}

json_object *ia_json_string(struct ia_json *doc, const char *s)
{
	struct ia_strbuf valid IA_AUTO_STRBUF = {
		.max = doc->meter ? IA_PRINTED_MAX : 0,
		.wipes = true,
		.cost = IA_COST_PRINTING,
		.meter = doc->meter,
	};

	if (!s || doc->error)
		return NULL;
	ia_utf8_add_valid(&valid, s, strlen(s));
	ia_strbuf_add(&valid, "", 0);
	if (valid.error)
		doc->error = valid.error;
	if (!keep(doc, VALUE_BYTES + valid.length))
		return NULL;
	return made(doc, json_object_new_string(valid.data));
}

void ia_json_add_string(struct ia_json *doc, json_object *object, const char *key, const char *s)
{
	ia_json_add(doc, object, key, ia_json_string(doc, s));
}

void ia_json_add_number(struct ia_json *doc, json_object *object, const char *key, uint64_t number)
{
	if (keep(doc, VALUE_BYTES))
		ia_json_add(doc, object, key, made(doc, json_object_new_uint64(number)));
}

void ia_json_add_int(struct ia_json *doc, json_object *object, const char *key, int64_t number)
{
	if (keep(doc, VALUE_BYTES))
		ia_json_add(doc, object, key, made(doc, json_object_new_int64(number)));
}

void ia_json_add_double(struct ia_json *doc, json_object *object, const char *key, double number)
{
	if (keep(doc, VALUE_BYTES))
		ia_json_add(doc, object, key, made(doc, json_object_new_double(number)));
}

void ia_json_add_bool(struct ia_json *doc, json_object *object, const char *key, bool value)
{
	if (keep(doc, VALUE_BYTES))
		ia_json_add(doc, object, key, made(doc, json_object_new_boolean(value)));
}
