/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_JSON_H
#define IA_BASE_JSON_H

#include <json.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/note.h"

/*
 * A JSON document under construction. json-c's additions take the value over also when they
 * fail, so a failed allocation anywhere is remembered once, here, and reported in the end.
 */
struct ia_json {
	int error;
};

json_object *ia_json_object(struct ia_json *doc);
json_object *ia_json_array(struct ia_json *doc);

/* Any bytes as a string of valid UTF-8; NULL becomes null. */
json_object *ia_json_string(struct ia_json *doc, const char *s);

void ia_json_add(struct ia_json *doc, json_object *object, const char *key, json_object *value);
void ia_json_append(struct ia_json *doc, json_object *array, json_object *value);
void ia_json_add_string(struct ia_json *doc, json_object *object, const char *key, const char *s);
void ia_json_add_number(struct ia_json *doc, json_object *object, const char *key, uint64_t number);
void ia_json_add_bool(struct ia_json *doc, json_object *object, const char *key, bool value);

json_object *ia_json_notes(struct ia_json *doc, const struct ia_notes *notes);

/* Takes the document over and prints it. 0 or -ENOMEM. */
int ia_json_print(struct ia_json doc, json_object *root, char **ret_json,
		  struct isoargs_error **reterr);

#endif
