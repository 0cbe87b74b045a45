/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_XENSERVER_JSON_MEMBER_H
#define TOOLS_XENSERVER_JSON_MEMBER_H

#include <json.h>

/* A member that is a string, of a document that others wrote; NULL: absent, or no string. */
static inline const char *json_member_text(json_object *object, const char *key)
{
	json_object *member;

	if (!json_object_object_get_ex(object, key, &member) ||
	    !json_object_is_type(member, json_type_string))
		return NULL;
	return json_object_get_string(member);
}

#endif
