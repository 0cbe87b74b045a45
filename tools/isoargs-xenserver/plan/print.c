/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

/* A plan for people and for programs: every step with the values that apply sends. */

#define FORMAT 1

static void print_object(FILE *out, const struct plan *plan, enum object object)
{
	const struct plan_object *known = &plan->objects[object];

	if (known->uuid)
		fprintf(out, "%s \"%s\"", known->uuid, known->name);
	else if (object == OBJECT_ISO)
		fprintf(out, "(\"%s\", once it is found)", plan->iso_file);
	else
		fprintf(out, "(the new %s)", object_word(object));
}

static void print_pairs(FILE *out, const struct field *field)
{
	if (field->pair_count == 0)
		fputs("{}", out);
	for (size_t i = 0; i < field->pair_count; i++) {
		const struct pair *pair = &field->pairs[i];

		fprintf(out, pair->value ? "%s%s: \"%s\"" : "%s%s: taken out", i ? ", " : "",
			pair->key, pair->value);
	}
}

static void print_field(FILE *out, const struct plan *plan, const struct field *field)
{
	fprintf(out, "        %s = ", field->name);
	switch (field->type) {
	case FIELD_TEXT:
		fprintf(out, "\"%s\"", field->text);
		break;
	case FIELD_INT:
		fprintf(out, "%" PRId64, field->number);
		break;
	case FIELD_BOOL:
		fputs(field->number ? "true" : "false", out);
		break;
	case FIELD_OBJECT:
		print_object(out, plan, field->object);
		break;
	case FIELD_DEVICE:
		fprintf(out, "\"%s\"", field->text);
		break;
	case FIELD_PAIRS:
		print_pairs(out, field);
		break;
	case FIELD_NOTHING:
		fputs("[]", out);
		break;
	}
	fputc('\n', out);
}

char *plan_print_text(const struct plan *plan)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool failed;

	if (!out)
		return NULL;
	fprintf(out, "A new guest \"%s\" on %s\n", plan->name, plan->host_word);
	for (enum object object = OBJECT_TEMPLATE; object < OBJECT_KNOWN_END; object++) {
		fprintf(out, "  %-11s ", object_word(object));
		print_object(out, plan, object);
		fputc('\n', out);
	}
	fprintf(out, "  %-11s %zu of at most %zu bytes:\n%s\n\n", "arguments", strlen(plan->args),
		plan->args_max, plan->args);
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		fprintf(out, "%3zu  %s%s: %s\n", i + 1, step->async ? "Async." : "", step->method,
			step->title);
		for (size_t k = 0; k < step->count; k++)
			print_field(out, plan, &step->fields[k]);
	}
	failed = ferror(out);
	if (fclose(out) == 0 && !failed)
		return text;
	free(text);
	return NULL;
}

static void add(json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, text ? json_object_new_string(text) : NULL);
}

static json_object *json_of_object(const struct plan *plan, enum object object)
{
	const struct plan_object *known = &plan->objects[object];
	json_object *json = json_object_new_object();

	add(json, "object", object_word(object));
	add(json, "class", object_class(object));
	if (object < OBJECT_KNOWN_END) {
		add(json, "uuid", known->uuid);
		add(json, "name", known->uuid ? known->name : NULL);
	}
	return json;
}

static json_object *json_of_pairs(const struct field *field)
{
	json_object *json = json_object_new_object();

	for (size_t i = 0; i < field->pair_count; i++)
		add(json, field->pairs[i].key, field->pairs[i].value);
	return json;
}

static json_object *json_of_field(const struct plan *plan, const struct field *field)
{
	switch (field->type) {
	case FIELD_INT:
		return json_object_new_int64(field->number);
	case FIELD_BOOL:
		return json_object_new_boolean((json_bool)field->number);
	case FIELD_OBJECT:
		return json_of_object(plan, field->object);
	case FIELD_PAIRS:
		return json_of_pairs(field);
	case FIELD_NOTHING:
		return json_object_new_array();
	case FIELD_TEXT:
	case FIELD_DEVICE:
		break;
	}
	return json_object_new_string(field->text);
}

static json_object *json_of_step(const struct plan *plan, const struct step *step)
{
	json_object *json = json_object_new_object(), *values = json_object_new_object();

	add(json, "method", step->method);
	json_object_object_add(json, "async", json_object_new_boolean(step->async));
	add(json, "title", step->title);
	if (step->creates)
		json_object_object_add(json, "creates", json_of_object(plan, step->creates));
	for (size_t i = 0; i < step->count; i++)
		json_object_object_add(values, step->fields[i].name,
				       json_of_field(plan, &step->fields[i]));
	json_object_object_add(json, "values", values);
	return json;
}

static char *print(json_object *root)
{
	const char *text = json_object_to_json_string_ext(
		root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	char *copy = NULL;

	if (text && asprintf(&copy, "%s\n", text) < 0)
		copy = NULL;
	json_object_put(root);
	return copy;
}

char *plan_print_json(const struct plan *plan)
{
	json_object *root = json_object_new_object(), *steps = json_object_new_array();
	json_object *warnings = json_object_new_array();

	json_object_object_add(root, "format", json_object_new_int(FORMAT));
	add(root, "name", plan->name);
	add(root, "host", plan->host_word);
	for (enum object object = OBJECT_TEMPLATE; object < OBJECT_KNOWN_END; object++)
		json_object_object_add(root, object_word(object), json_of_object(plan, object));
	add(root, "args", plan->args);
	json_object_object_add(root, "length", json_object_new_int64((int64_t)strlen(plan->args)));
	json_object_object_add(root, "limit", json_object_new_int64((int64_t)plan->args_max));
	for (size_t i = 0; i < plan->warning_count; i++)
		json_object_array_add(warnings, json_object_new_string(plan->warnings[i]));
	json_object_object_add(root, "warnings", warnings);
	for (size_t i = 0; i < plan->count; i++)
		json_object_array_add(steps, json_of_step(plan, &plan->steps[i]));
	json_object_object_add(root, "steps", steps);
	return print(root);
}

char *refusal_print_json(const struct refusal *refusal, const char *args)
{
	json_object *root = json_object_new_object();

	json_object_object_add(root, "format", json_object_new_int(FORMAT));
	add(root, "refused", refusal->code);
	add(root, "message", refusal->sentence);
	json_object_object_add(root, "status", json_object_new_int(refusal->status));
	add(root, "args", args);
	return print(root);
}
