/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_JSON_MEMBER_H
#define TOOLS_COMMON_JSON_MEMBER_H

#include <json.h>
#include <string.h>

/* A string of a document that others wrote; NULL: absent, no string, or a NUL is inside. */
static inline const char *json_text(json_object *object)
{
	const char *text;

	if (!json_object_is_type(object, json_type_string))
		return NULL;
	text = json_object_get_string(object);
	return text && strlen(text) == (size_t)json_object_get_string_len(object) ? text : NULL;
}

/* A member that is one. */
static inline const char *json_member_text(json_object *object, const char *key)
{
	return json_text(json_object_object_get(object, key));
}

#endif
