/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"
#include "common/output.h"
#include "extraction.h"

/* Names at the root of the RAM disk. */
static json_object *json_of_injection(struct ia_json *doc, const struct injection *injection)
{
	json_object *names = ia_json_array(doc);

	for (size_t i = 0; i < injection->count; i++)
		ia_json_append(doc, names,
			       ia_json_string(doc, injection_name(injection->paths[i])));
	return names;
}

static json_object *json_of_item(struct ia_json *doc, const struct extracted *item,
				 const char *role)
{
	json_object *object = ia_json_object(doc);

	ia_json_add_string(doc, object, "role", role);
	ia_json_add_string(doc, object, "location", item->location);
	ia_json_add_string(doc, object, "path", item->path);
	ia_json_add_number(doc, object, "bytes", item->written);
	ia_json_add_string(doc, object, "sha256", item->sha256);
	ia_json_add_bool(doc, object, "verified", item->verified);
	if (item->injection)
		ia_json_add(doc, object, "injected", json_of_injection(doc, item->injection));
	return object;
}

char *extraction_json(const struct extraction *extraction, const char *image)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc), *files = ia_json_array(&doc);
	char *text;

	for (size_t i = 0; i < extraction->count; i++)
		ia_json_append(
			&doc, files,
			json_of_item(&doc, &extraction->items[i], i == 0 ? "kernel" : "initrd"));
	ia_json_add(&doc, root, "files", files);
	ia_json_add_number(&doc, root, "format", 1);
	ia_json_add_string(&doc, root, "image", image);
	return ia_json_text(doc, root, IA_JSON_INDENTED, &text) < 0 ? NULL : text;
}

char *extraction_lines(const struct extraction *extraction)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text;

	for (size_t i = 0; i < extraction->count; i++)
		ia_strbuf_addf(&buf, "%s\n", extraction->items[i].path);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}
