/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "common/json-member.h"
#include "common/output.h"
#include "medium/medium.h"

/* What the reader answered. The image may have taken the reader over: nothing of it is trusted. */

/* NULL for what would steer a terminal, whoever wrote it. */
static const char *printable(const char *text)
{
	return text && ia_utf8_is_printable(text) ? text : NULL;
}

const char *medium_text(json_object *object, const char *key)
{
	return printable(json_member_text(object, key));
}

static json_object *items_of(const struct medium *medium)
{
	json_object *checks = json_object_object_get(medium->root, "checks");
	json_object *items = json_object_object_get(checks, "checks");

	return json_object_is_type(items, json_type_array) ? items : NULL;
}

static bool read_checks(struct medium *medium)
{
	json_object *items = items_of(medium);

	medium->starts = true;
	for (size_t i = 0; items && i < json_object_array_length(items); i++) {
		json_object *item = json_object_array_get_idx(items, i);
		const char *verdict = json_member_text(item, "verdict"),
			   *check = json_member_text(item, "check");

		if (!verdict || strcmp(verdict, "error") != 0)
			continue;
		if (check && strcmp(check, "memory") == 0)
			medium->memory_error = medium_text(item, "text");
		else
			medium->starts = false;
	}
	return items;
}

/* To json-c 0.18, when it is strict, every byte above 0x7f is a control character. */
static int strict(void)
{
	return json_c_version_num() >> 8 == 18 ? 0 : JSON_TOKENER_STRICT;
}

static json_object *parse_document(const char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new_ex(MEDIUM_JSON_DEPTH);
	json_object *root;

	if (!tokener)
		return NULL;
	json_tokener_set_flags(tokener, strict() | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, text, (int)size);
	if (root && json_tokener_get_parse_end(tokener) != size) {
		json_object_put(root);
		root = NULL;
	}
	json_tokener_free(tokener);
	return root;
}

int medium_parse(const char *text, size_t size, struct medium *ret, const char **ret_why)
{
	const char *end = size <= MEDIUM_JSON_MAX ? memchr(text, '\0', size) : NULL;

	*ret = (struct medium){0};
	*ret_why = "its answer is no JSON document of the form that was expected";
	if (!end)
		return -1;
	ret->root = parse_document(end + 1, size - (size_t)(end + 1 - text));
	if (!ret->root || !json_object_is_type(ret->root, json_type_object))
		return -1;
	if (json_object_object_get(ret->root, "error")) {
		*ret_why = NULL;
		return -1;
	}
	ret->kernel = medium_text(ret->root, "kernel");
	ret->initrd = medium_text(ret->root, "initrd");
	ret->label = medium_text(ret->root, "label");
	ret->distribution = medium_text(ret->root, "distribution");
	ret->installer = medium_text(ret->root, "installer");
	ret->version = medium_text(ret->root, "version");
	ret->generation =
		(unsigned)json_object_get_int(json_object_object_get(ret->root, "generation"));
	ret->suits_eliloader =
		json_object_get_boolean(json_object_object_get(ret->root, "eliloader"));
	if (!printable(text) || !ret->kernel || !read_checks(ret))
		return -1;
	ret->args = strdup(text);
	if (!ret->args)
		*ret_why = "out of memory";
	return ret->args ? 0 : -1;
}

void medium_print_checks(const char *path, const struct medium *medium, bool verbose)
{
	json_object *items = items_of(medium);

	for (size_t i = 0; items && i < json_object_array_length(items); i++) {
		json_object *item = json_object_array_get_idx(items, i);
		const char *verdict = medium_text(item, "verdict"),
			   *text = medium_text(item, "text");
		const char *file = medium_text(item, "file"), *remedy = medium_text(item, "remedy");
		bool ok = verdict && strcmp(verdict, "ok") == 0;

		if (!verdict || !text || (ok && !verbose))
			continue;
		output_complain(path, "%s: %s%s%s%s%s", verdict, file ? file : "", file ? ": " : "",
				text, remedy ? "; " : "", remedy ? remedy : "");
	}
}

void medium_free(struct medium *medium)
{
	ia_secret_free(medium->args);
	json_object_put(medium->root);
	*medium = (struct medium){0};
}
