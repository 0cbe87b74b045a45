/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "plan/plan.h"

/* A plan for people and for programs: every step with the values that apply sends. */

#define FORMAT 1

static void add_object(struct ia_strbuf *out, const struct plan *plan, enum object object)
{
	const struct plan_object *known = &plan->objects[object];

	if (known->uuid)
		output_add(out, "%s \"%s\"", known->uuid, known->name.shown);
	else if (object == OBJECT_ISO)
		output_add(out, "(\"%s\", once it is found)", plan->iso_file);
	else
		output_add(out, "(the new %s)", object_word(object));
}

/* A medium is either in the pool, or put into one of its repositories; not every guest has more. */
static bool is_part(const struct plan *plan, enum object object)
{
	if (object == OBJECT_ISO)
		return !plan->objects[OBJECT_ISO_SR].uuid;
	return object < OBJECT_ISO_SR || plan->objects[object].uuid;
}

static void add_pairs(struct ia_strbuf *out, const struct plan_field *field)
{
	if (field->pair_count == 0)
		ia_strbuf_adds(out, "{}");
	for (size_t i = 0; i < field->pair_count; i++) {
		const struct plan_pair *pair = &field->pairs[i];

		output_add(out, pair->value ? "%s%s: \"%s\"" : "%s%s: taken out", i ? ", " : "",
			   pair->key, pair->value);
	}
}

static void add_value(struct ia_strbuf *out, const struct plan *plan,
		      const struct plan_field *field)
{
	output_add(out, "        %s = ", field->name);
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_DEVICE:
		output_add(out, "\"%s\"", field->text);
		break;
	case FIELD_INT:
		output_add(out, "%" PRId64, field->number);
		break;
	case FIELD_BOOL:
		ia_strbuf_adds(out, field->number ? "true" : "false");
		break;
	case FIELD_OBJECT:
		add_object(out, plan, field->object);
		break;
	case FIELD_PAIRS:
		add_pairs(out, field);
		break;
	case FIELD_NOTHING:
		ia_strbuf_adds(out, "[]");
		break;
	}
	ia_strbuf_addc(out, '\n');
}

char *plan_print_text(const struct plan *plan)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET, *out = &buf;
	char *text;

	output_add_line(out, "A new guest \"%s\" on %s", plan->name, plan->host_word);
	for (enum object object = OBJECT_TEMPLATE; object < OBJECT_KNOWN_END; object++) {
		if (!is_part(plan, object))
			continue;
		output_add(out, "  %-11s ", object_word(object));
		add_object(out, plan, object);
		ia_strbuf_addc(out, '\n');
	}
	output_add_line(out, "  %-11s %zu of at most %zu bytes:", "arguments", strlen(plan->args),
			plan->args_max);
	output_add_line(out, "%s", plan->args);
	ia_strbuf_addc(out, '\n');
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];

		output_add_line(out, "%3zu  %s%s: %s", i + 1, step->async ? "Async." : "",
				step->method, step->title);
		for (size_t k = 0; k < step->count; k++)
			add_value(out, plan, &step->fields[k]);
	}
	return ia_strbuf_take(out, &text) < 0 ? NULL : text;
}

static json_object *json_of_object(struct ia_json *doc, const struct plan *plan, enum object object)
{
	const struct plan_object *known = &plan->objects[object];
	json_object *json = ia_json_object(doc);

	ia_json_add_string(doc, json, "object", object_word(object));
	ia_json_add_string(doc, json, "class", object_class(object));
	if (object < OBJECT_KNOWN_END) {
		ia_json_add_string(doc, json, "uuid", known->uuid);
		ia_json_add_string(doc, json, "name", known->uuid ? known->name.raw : NULL);
	}
	return json;
}

static json_object *json_of_pairs(struct ia_json *doc, const struct plan_field *field)
{
	json_object *json = ia_json_object(doc);

	for (size_t i = 0; i < field->pair_count; i++)
		ia_json_add_string(doc, json, field->pairs[i].key, field->pairs[i].value);
	return json;
}

static void add_field(struct ia_json *doc, json_object *values, const struct plan *plan,
		      const struct plan_field *field)
{
	switch (field->type) {
	case FIELD_INT:
		ia_json_add_int(doc, values, field->name, field->number);
		break;
	case FIELD_BOOL:
		ia_json_add_bool(doc, values, field->name, field->number);
		break;
	case FIELD_OBJECT:
		ia_json_add(doc, values, field->name, json_of_object(doc, plan, field->object));
		break;
	case FIELD_PAIRS:
		ia_json_add(doc, values, field->name, json_of_pairs(doc, field));
		break;
	case FIELD_NOTHING:
		ia_json_add(doc, values, field->name, ia_json_array(doc));
		break;
	case FIELD_TEXT:
	case FIELD_DEVICE:
		ia_json_add_string(doc, values, field->name, field->text);
		break;
	}
}

static json_object *json_of_step(struct ia_json *doc, const struct plan *plan,
				 const struct plan_step *step)
{
	json_object *json = ia_json_object(doc), *values = ia_json_object(doc);

	ia_json_add_string(doc, json, "method", step->method);
	ia_json_add_bool(doc, json, "async", step->async);
	ia_json_add_string(doc, json, "title", step->title);
	if (step->creates)
		ia_json_add(doc, json, "creates", json_of_object(doc, plan, step->creates));
	for (size_t i = 0; i < step->count; i++)
		add_field(doc, values, plan, &step->fields[i]);
	ia_json_add(doc, json, "values", values);
	return json;
}

static char *print(struct ia_json doc, json_object *root)
{
	char *text;

	return ia_json_text(doc, root, IA_JSON_INDENTED, &text) < 0 ? NULL : text;
}

char *plan_print_json(const struct plan *plan)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc), *steps = ia_json_array(&doc);
	json_object *warnings = ia_json_array(&doc);

	ia_json_add_number(&doc, root, "format", FORMAT);
	ia_json_add_string(&doc, root, "name", plan->name);
	ia_json_add_string(&doc, root, "host", plan->host_word);
	for (enum object object = OBJECT_TEMPLATE; object < OBJECT_KNOWN_END; object++)
		if (is_part(plan, object))
			ia_json_add(&doc, root, object_word(object),
				    json_of_object(&doc, plan, object));
	ia_json_add_string(&doc, root, "args", plan->args);
	ia_json_add_number(&doc, root, "length", strlen(plan->args));
	ia_json_add_number(&doc, root, "limit", plan->args_max);
	for (size_t i = 0; i < plan->warning_count; i++)
		ia_json_append(&doc, warnings, ia_json_string(&doc, plan->warnings[i]));
	ia_json_add(&doc, root, "warnings", warnings);
	for (size_t i = 0; i < plan->count; i++)
		ia_json_append(&doc, steps, json_of_step(&doc, plan, &plan->steps[i]));
	ia_json_add(&doc, root, "steps", steps);
	return print(doc, root);
}

char *refusal_print_json(const struct refusal *refusal, const char *args)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc);

	ia_json_add_number(&doc, root, "format", FORMAT);
	ia_json_add_string(&doc, root, "refused", refusal->code);
	ia_json_add_string(&doc, root, "message", refusal->sentence);
	ia_json_add_int(&doc, root, "status", refusal->status);
	ia_json_add_string(&doc, root, "args", args);
	return print(doc, root);
}
