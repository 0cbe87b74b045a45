/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/events.h"

#include <json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void events_start(struct events *events, bool json, size_t count)
{
	*events = (struct events){.json = json, .count = count};
	events->is_terminal = !json && isatty(STDOUT_FILENO);
}

static json_object *json_of(const char *event)
{
	json_object *object = json_object_new_object();

	if (object)
		json_object_object_add(object, "event", json_object_new_string(event));
	return object;
}

static void add(json_object *object, const char *key, const char *text)
{
	if (object && text)
		json_object_object_add(object, key, json_object_new_string(text));
}

static void add_number(json_object *object, const char *key, size_t number)
{
	if (object)
		json_object_object_add(object, key, json_object_new_int64((int64_t)number));
}

static void add_object(json_object *json, enum object object, const char *uuid)
{
	add(json, "object", object_word(object));
	add(json, "class", object_class(object));
	add(json, "uuid", uuid);
}

static void print(json_object *object)
{
	if (object)
		puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
	fflush(stdout);
	json_object_put(object);
}

/* What comes next starts on a line of its own. */
static void end_line(struct events *events)
{
	if (events->open)
		putchar('\n');
	events->open = false;
}

static void draw(struct events *events, const char *method, const char *share)
{
	printf("%s%3zu/%zu %-27s %s%s%s", events->open ? "\r\033[K" : "", events->index,
	       events->count, method, events->line, share[0] ? "  " : "", share);
	events->open = events->is_terminal;
	if (!events->is_terminal)
		putchar('\n');
	fflush(stdout);
}

void event_step(struct events *events, const struct step *step)
{
	json_object *json;

	events->index++;
	events->line = step->title;
	if (!events->json) {
		end_line(events);
		draw(events, step->method, "");
		return;
	}
	json = json_of("step");
	add_number(json, "step", events->index);
	add_number(json, "steps", events->count);
	add(json, "method", step->method);
	add(json, "title", step->title);
	print(json);
}

void event_progress(const char *method, double share, void *data)
{
	struct events *events = data;
	char percent[16];
	json_object *json;

	if (!(share >= 0 && share <= 1))
		return;
	if (events->json) {
		json = json_of("progress");
		add(json, "method", method);
		if (json)
			json_object_object_add(json, "share", json_object_new_double(share));
		print(json);
	} else if (events->is_terminal && events->line) {
		snprintf(percent, sizeof(percent), "%d %%", (int)(share * 100));
		draw(events, method, percent);
	}
}

void event_made(struct events *events, enum object object, const char *uuid)
{
	json_object *json;

	if (!events->json)
		return;
	json = json_of("made");
	add_object(json, object, uuid);
	print(json);
}

void event_failed(struct events *events, const char *method, const char *code, const char *sentence)
{
	json_object *json;

	if (!events->json) {
		end_line(events);
		output_complain(NULL, "%s", sentence);
		return;
	}
	json = json_of("failed");
	add(json, "method", method);
	add(json, "code", code);
	add(json, "message", sentence);
	print(json);
}

void event_removed(struct events *events, enum object object, const char *uuid)
{
	json_object *json;

	if (!events->json) {
		end_line(events);
		printf("removed %s %s\n", object_word(object), uuid);
		fflush(stdout);
		return;
	}
	json = json_of("removed");
	add_object(json, object, uuid);
	print(json);
}

void event_left(struct events *events, enum object object, const char *uuid, const char *why)
{
	json_object *json;

	if (!events->json) {
		end_line(events);
		output_complain(NULL, "left behind: %s (%s) %s: %s", object_word(object),
				object_class(object), uuid, why);
		return;
	}
	json = json_of("left");
	add_object(json, object, uuid);
	add(json, "message", why);
	print(json);
}

void event_log(struct events *events, const char *path)
{
	json_object *json;

	if (!events->json) {
		end_line(events);
		printf("undo log: %s\n", path);
		fflush(stdout);
		return;
	}
	json = json_of("log");
	add(json, "path", path);
	print(json);
}

void event_end(struct events *events, const struct ending *ending)
{
	json_object *json;

	if (!events->json) {
		end_line(events);
		if (ending->text)
			fputs(ending->text, stdout);
		fflush(stdout);
		return;
	}
	json = json_of("end");
	add(json, "state", ending->state);
	add(json, "name", ending->name);
	add(json, "uuid", ending->uuid);
	add(json, "mac", ending->mac);
	add(json, "vnc", ending->vnc);
	print(json);
}
