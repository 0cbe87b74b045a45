/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"

struct item {
	char *key; /* NULL in a set */
	struct rpc_value *value;
};

struct rpc_value {
	enum value_type type;
	bool is_broken; /* something could not be added */
	union {
		struct {
			char *text;
			size_t length;
		};
		int64_t number;
		bool truth;
		double real;
		struct {
			struct item *items;
			size_t count;
			size_t capacity;
		};
	};
};

static struct rpc_value *new_value(enum value_type type)
{
	struct rpc_value *value = calloc(1, sizeof(*value));

	if (value)
		value->type = type;
	return value;
}

static bool is_textual(const struct rpc_value *value)
{
	return value && (value->type == VALUE_STRING || value->type == VALUE_DATETIME);
}

static bool is_container(const struct rpc_value *value)
{
	return value && (value->type == VALUE_SET || value->type == VALUE_MAP);
}

static struct rpc_value *new_text(enum value_type type, const char *text, size_t length)
{
	struct rpc_value *value = new_value(type);

	if (!value)
		return NULL;
	value->text = malloc(length + 1);
	if (!value->text) {
		free(value);
		return NULL;
	}
	if (length > 0)
		memcpy(value->text, text, length);
	value->text[length] = '\0';
	value->length = length;
	return value;
}

struct rpc_value *value_new_string(const char *text)
{
	return value_new_string_n(text, strlen(text));
}

struct rpc_value *value_new_string_n(const char *text, size_t length)
{
	return new_text(VALUE_STRING, text, length);
}

struct rpc_value *value_new_int(int64_t number)
{
	struct rpc_value *value = new_value(VALUE_INT);

	if (value)
		value->number = number;
	return value;
}

struct rpc_value *value_new_bool(bool truth)
{
	struct rpc_value *value = new_value(VALUE_BOOL);

	if (value)
		value->truth = truth;
	return value;
}

struct rpc_value *value_new_double(double number)
{
	struct rpc_value *value = new_value(VALUE_DOUBLE);

	if (value)
		value->real = number;
	return value;
}

struct rpc_value *value_new_datetime(const char *text)
{
	return new_text(VALUE_DATETIME, text, strlen(text));
}

struct rpc_value *value_new_set(void)
{
	return new_value(VALUE_SET);
}

struct rpc_value *value_new_map(void)
{
	return new_value(VALUE_MAP);
}

static void free_text(char *text, size_t length)
{
	if (text)
		explicit_bzero(text, length);
	free(text);
}

static void free_item(struct item *item)
{
	free(item->key);
	value_free(item->value);
}

/* key is taken over as well. */
static void append(struct rpc_value *value, char *key, struct rpc_value *item)
{
	struct item new = {.key = key, .value = item};
	size_t capacity = value->capacity ? value->capacity * 2 : 4;

	if (value->count == value->capacity) {
		struct item *items = reallocarray(value->items, capacity, sizeof(*items));

		if (!items) {
			free_item(&new);
			value->is_broken = true;
			return;
		}
		value->items = items;
		value->capacity = capacity;
	}
	value->items[value->count++] = new;
}

void value_set_add(struct rpc_value *set, struct rpc_value *item)
{
	if (!set || set->type != VALUE_SET || !item) {
		if (set)
			set->is_broken = true;
		value_free(item);
		return;
	}
	append(set, NULL, item);
}

void value_set_add_string(struct rpc_value *set, const char *text)
{
	value_set_add(set, value_new_string(text));
}

static struct item *find(const struct rpc_value *map, const char *key)
{
	if (!map || map->type != VALUE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++) {
		if (strcmp(map->items[i].key, key) == 0)
			return &map->items[i];
	}
	return NULL;
}

void value_map_put(struct rpc_value *map, const char *key, struct rpc_value *item)
{
	struct item *old = find(map, key);
	char *copy;

	if (!map || map->type != VALUE_MAP || !item) {
		if (map)
			map->is_broken = true;
		value_free(item);
		return;
	}
	if (old) {
		value_free(old->value);
		old->value = item;
		return;
	}
	copy = strdup(key);
	if (!copy) {
		map->is_broken = true;
		value_free(item);
		return;
	}
	append(map, copy, item);
}

void value_map_append(struct rpc_value *map, const char *key, struct rpc_value *item)
{
	char *copy = strdup(key);

	if (!copy || !item) {
		map->is_broken = true;
		free(copy);
		value_free(item);
		return;
	}
	append(map, copy, item);
}

void value_map_put_string(struct rpc_value *map, const char *key, const char *text)
{
	value_map_put(map, key, value_new_string(text));
}

void value_map_put_int(struct rpc_value *map, const char *key, int64_t number)
{
	value_map_put(map, key, value_new_int(number));
}

void value_map_put_bool(struct rpc_value *map, const char *key, bool truth)
{
	value_map_put(map, key, value_new_bool(truth));
}

void value_map_remove(struct rpc_value *map, const char *key)
{
	struct item *item = find(map, key);
	size_t at;

	if (!item)
		return;
	at = (size_t)(item - map->items);
	free_item(item);
	map->count--;
	memmove(item, item + 1, (map->count - at) * sizeof(*item));
}

struct rpc_value *value_copy(const struct rpc_value *value)
{
	struct rpc_value *copy;

	if (!value || value->is_broken)
		return NULL;
	if (is_textual(value))
		return new_text(value->type, value->text, value->length);
	copy = new_value(value->type);
	if (!copy)
		return NULL;
	if (!is_container(value)) {
		*copy = *value;
		return copy;
	}
	for (size_t i = 0; i < value->count && !copy->is_broken; i++) {
		struct rpc_value *item = value_copy(value->items[i].value);

		if (value->type == VALUE_MAP)
			value_map_append(copy, value->items[i].key, item);
		else
			value_set_add(copy, item);
	}
	return copy->is_broken ? value_free(copy) : copy;
}

bool value_is_whole(const struct rpc_value *value)
{
	if (!value || value->is_broken)
		return false;
	for (size_t i = 0; i < value_count(value); i++) {
		if (!value_is_whole(value->items[i].value))
			return false;
	}
	return true;
}

enum value_type value_type(const struct rpc_value *value)
{
	return value->type;
}

const char *value_type_name(enum value_type type)
{
	switch (type) {
	case VALUE_STRING:
		return "string";
	case VALUE_INT:
		return "int";
	case VALUE_BOOL:
		return "bool";
	case VALUE_DOUBLE:
		return "float";
	case VALUE_DATETIME:
		return "datetime";
	case VALUE_SET:
		return "set";
	case VALUE_MAP:
		return "map";
	}
	return "?";
}

const char *value_text(const struct rpc_value *value)
{
	return is_textual(value) ? value->text : NULL;
}

/* Decimal, and nothing else: strtoll() would take blanks, a plus sign and what follows. */
static bool parse_int(const char *text, int64_t *ret)
{
	const char *p = text + (*text == '-');
	int64_t number = 0;

	if (!*p)
		return false;
	for (; *p; p++) {
		if (!ia_ascii_is_digit(*p) || __builtin_mul_overflow(number, 10, &number))
			return false;
		if (*text == '-' ? __builtin_sub_overflow(number, *p - '0', &number)
				 : __builtin_add_overflow(number, *p - '0', &number))
			return false;
	}
	*ret = number;
	return true;
}

bool value_int(const struct rpc_value *value, int64_t *ret)
{
	if (value && value->type == VALUE_STRING)
		return value->length == strlen(value->text) && parse_int(value->text, ret);
	if (!value || value->type != VALUE_INT)
		return false;
	*ret = value->number;
	return true;
}

bool value_bool(const struct rpc_value *value, bool *ret)
{
	if (!value || value->type != VALUE_BOOL)
		return false;
	*ret = value->truth;
	return true;
}

bool value_double(const struct rpc_value *value, double *ret)
{
	int64_t number;

	if (value && value->type == VALUE_DOUBLE) {
		*ret = value->real;
		return true;
	}
	if (!value_int(value, &number))
		return false;
	*ret = (double)number;
	return true;
}

size_t value_count(const struct rpc_value *value)
{
	return is_container(value) ? value->count : 0;
}

const struct rpc_value *value_at(const struct rpc_value *value, size_t index)
{
	return index < value_count(value) ? value->items[index].value : NULL;
}

const char *value_key(const struct rpc_value *value, size_t index)
{
	return index < value_count(value) ? value->items[index].key : NULL;
}

const struct rpc_value *value_member(const struct rpc_value *map, const char *key)
{
	const struct item *item = find(map, key);

	return item ? item->value : NULL;
}

const char *value_member_text(const struct rpc_value *map, const char *key)
{
	const char *text = value_text(value_member(map, key));

	return text ? text : "";
}

int64_t value_member_int(const struct rpc_value *map, const char *key, int64_t fallback)
{
	value_int(value_member(map, key), &fallback);
	return fallback;
}

bool value_member_bool(const struct rpc_value *map, const char *key, bool fallback)
{
	value_bool(value_member(map, key), &fallback);
	return fallback;
}

bool value_set_has(const struct rpc_value *set, const char *text)
{
	if (!set || set->type != VALUE_SET)
		return false;
	for (size_t i = 0; i < set->count; i++) {
		const char *item = value_text(set->items[i].value);

		if (item && strcmp(item, text) == 0)
			return true;
	}
	return false;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int value_find_doubled_key(const struct rpc_value *map, const char **ret_key)
{
	const char **keys IA_AUTO_FREE = NULL;

	if (!map || map->type != VALUE_MAP || map->count < 2)
		return 0;
	keys = reallocarray(NULL, map->count, sizeof(*keys));
	if (!keys)
		return -ENOMEM;
	for (size_t i = 0; i < map->count; i++)
		keys[i] = map->items[i].key;
	/* sorted, as a host may name a million */
	qsort(keys, map->count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < map->count; i++) {
		if (strcmp(keys[i - 1], keys[i]) == 0) {
			*ret_key = keys[i];
			return 1;
		}
	}
	return 0;
}

bool value_is_null_ref(const char *ref)
{
	return !ref || !*ref || strcmp(ref, VALUE_NULL_REF) == 0;
}

static bool equal_items(const struct rpc_value *a, const struct rpc_value *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct rpc_value *other =
			a->type == VALUE_MAP ? value_member(b, a->items[i].key) : b->items[i].value;

		if (!value_equal(a->items[i].value, other))
			return false;
	}
	return true;
}

bool value_equal(const struct rpc_value *a, const struct rpc_value *b)
{
	if (!a || !b || a->type != b->type)
		return a == b;
	switch (a->type) {
	case VALUE_STRING:
	case VALUE_DATETIME:
		return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
	case VALUE_INT:
		return a->number == b->number;
	case VALUE_BOOL:
		return a->truth == b->truth;
	case VALUE_DOUBLE:
		return memcmp(&a->real, &b->real, sizeof(a->real)) == 0;
	case VALUE_SET:
	case VALUE_MAP:
		return equal_items(a, b);
	}
	return false;
}

struct rpc_value *value_free(struct rpc_value *value)
{
	if (!value)
		return NULL;
	if (is_textual(value))
		free_text(value->text, value->length);
	for (size_t i = 0; i < value_count(value); i++)
		free_item(&value->items[i]);
	if (is_container(value))
		free(value->items);
	free(value);
	return NULL;
}
