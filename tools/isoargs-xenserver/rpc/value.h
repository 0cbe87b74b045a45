/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_VALUE_H
#define XS_RPC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Values of XenAPI, both ways. A reference, a uuid and an enumeration's word are strings. What
 * a host sends as an integer arrives as text, so value_int() reads both.
 */
enum value_type {
	VALUE_STRING,
	VALUE_INT,
	VALUE_BOOL,
	VALUE_DOUBLE,
	VALUE_DATETIME,
	VALUE_SET,
	VALUE_MAP, /* a map or a record: text to value, in the order of arrival */
};

struct rpc_value;

#define VALUE_NULL_REF "OpaqueRef:NULL"

/*
 * Builders: NULL when out of memory. Adding takes the item over, also when it fails; a failure
 * sticks to the set or map, and xenapi_call() reports it, so that nobody checks in between.
 */
struct rpc_value *value_new_string(const char *text);
struct rpc_value *value_new_string_n(const char *text, size_t length);
struct rpc_value *value_new_int(int64_t number);
struct rpc_value *value_new_bool(bool truth);
struct rpc_value *value_new_double(double number);
struct rpc_value *value_new_datetime(const char *text); /* 19700101T00:00:00Z */
struct rpc_value *value_new_set(void);
struct rpc_value *value_new_map(void);

void value_set_add(struct rpc_value *set, struct rpc_value *item);
void value_set_add_string(struct rpc_value *set, const char *text);
/* Replaces what stands under the same key. */
void value_map_put(struct rpc_value *map, const char *key, struct rpc_value *item);
/* The same where the key is known to be new: no search. */
void value_map_append(struct rpc_value *map, const char *key, struct rpc_value *item);
void value_map_put_string(struct rpc_value *map, const char *key, const char *text);
void value_map_put_int(struct rpc_value *map, const char *key, int64_t number);
void value_map_put_bool(struct rpc_value *map, const char *key, bool truth);
void value_map_remove(struct rpc_value *map, const char *key);

/* A deep copy; NULL when out of memory, also of what failed to be built. */
struct rpc_value *value_copy(const struct rpc_value *value);

/* Was everything in it built? False for NULL. */
bool value_is_whole(const struct rpc_value *value);

enum value_type value_type(const struct rpc_value *value);
const char *value_type_name(enum value_type type);

/* The text of a string or a datetime; NULL for anything else, and for NULL. */
const char *value_text(const struct rpc_value *value);

/* These return whether there is one; *ret is untouched where not. value may be NULL. */
bool value_int(const struct rpc_value *value, int64_t *ret); /* also decimal text */
bool value_bool(const struct rpc_value *value, bool *ret);
bool value_double(const struct rpc_value *value, double *ret); /* also an int, or decimal text */

/* Items of a set or a map; 0 for anything else. */
size_t value_count(const struct rpc_value *value);
const struct rpc_value *value_at(const struct rpc_value *value,
				 size_t index);                     /* NULL beyond the end */
const char *value_key(const struct rpc_value *value, size_t index); /* NULL: no map, beyond */
/* A key that stands in the map more than once: 1 and *ret_key, 0 there is none, -ENOMEM. */
int value_find_doubled_key(const struct rpc_value *map, const char **ret_key);

/* What stands under a key; NULL where nothing does, or map is no map or NULL. */
const struct rpc_value *value_member(const struct rpc_value *map, const char *key);

/* Shorter for records: "" (or the fallback) where the member is missing or of another type. */
const char *value_member_text(const struct rpc_value *map, const char *key);
int64_t value_member_int(const struct rpc_value *map, const char *key, int64_t fallback);
bool value_member_bool(const struct rpc_value *map, const char *key, bool fallback);

/* Does a set contain this text? */
bool value_set_has(const struct rpc_value *set, const char *text);

/* No object: "", "OpaqueRef:NULL", or NULL. */
bool value_is_null_ref(const char *ref);

bool value_equal(const struct rpc_value *a, const struct rpc_value *b); /* maps in any order */

struct rpc_value *value_free(struct rpc_value *value); /* returns NULL; overwrites texts first */

static inline void cleanup_value(struct rpc_value **value)
{
	value_free(*value);
}
#define AUTO_VALUE __attribute__((cleanup(cleanup_value))) struct rpc_value *

#endif
