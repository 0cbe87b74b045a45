/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_JSON_H
#define IA_BASE_JSON_H

#include <json.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/*
 * A JSON document under construction. json-c's additions take the value over also when they
 * fail, so a failed allocation anywhere is remembered once, here, and reported in the end. From
 * then on no value is made.
 */
struct ia_json {
	int error;
	struct ia_meter *meter; /* that what json-c holds counts for, or NULL */
	uint64_t kept;
};

json_object *ia_json_object(struct ia_json *doc);
json_object *ia_json_array(struct ia_json *doc);

/* Any bytes as a string of valid UTF-8; NULL becomes null. */
json_object *ia_json_string(struct ia_json *doc, const char *s);

/* key is not copied: it has to outlive the document. */
void ia_json_add(struct ia_json *doc, json_object *object, const char *key, json_object *value);

/* The same by a name that need not outlive it. */
void ia_json_add_named(struct ia_json *doc, json_object *object, const char *name,
		       json_object *value);
void ia_json_append(struct ia_json *doc, json_object *array, json_object *value);
void ia_json_add_string(struct ia_json *doc, json_object *object, const char *key, const char *s);
void ia_json_add_number(struct ia_json *doc, json_object *object, const char *key, uint64_t number);
void ia_json_add_int(struct ia_json *doc, json_object *object, const char *key, int64_t number);
void ia_json_add_double(struct ia_json *doc, json_object *object, const char *key, double number);
void ia_json_add_bool(struct ia_json *doc, json_object *object, const char *key, bool value);

enum ia_json_form {
	IA_JSON_LINE,     /* without blanks */
	IA_JSON_INDENTED, /* a line a member, and a line feed at the end */
};

/*
 * Takes the document over and appends it to buf. What no terminal should see stands by its number,
 * \uNNNN, in keys and in values: to whoever parses it that is the same. Any document may hold a password, so its strings
 * are overwritten before they are freed. 0, or the error that buf has then.
 */
int ia_json_print(struct ia_json doc, json_object *root, enum ia_json_form form,
		  struct ia_strbuf *buf);

/* The same as an allocated text, of a document without a meter. 0 or -ENOMEM. */
int ia_json_text(struct ia_json doc, json_object *root, enum ia_json_form form, char **ret_text);

/* Frees a document that was read, and overwrites its strings before. */
void ia_json_free(json_object *root);

#endif
