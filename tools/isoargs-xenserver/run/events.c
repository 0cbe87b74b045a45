/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "rpc/name.h"

void events_start(struct events *events, bool json, size_t count)
{
	*events = (struct events){.json = json, .count = count};
	events->is_terminal = !json && isatty(STDOUT_FILENO);
}

/* One line of JSON that is put together. */
struct line {
	struct ia_json doc;
	json_object *object;
};

static struct line line_of(const char *event)
{
	struct line line = {{0}, NULL};

	line.object = ia_json_object(&line.doc);
	ia_json_add_string(&line.doc, line.object, "event", event);
	return line;
}

static void add(struct line *line, const char *key, const char *text)
{
	if (text)
		ia_json_add_string(&line->doc, line->object, key, text);
}

static void add_object(struct line *line, enum object object, const char *uuid)
{
	add(line, "object", object_word(object));
	add(line, "class", object_class(object));
	add(line, "uuid", uuid);
}

static void print(struct line *line)
{
	char *text IA_AUTO_SECRET = NULL;

	if (ia_json_text(line->doc, line->object, IA_JSON_LINE, &text) < 0)
		output_complain(NULL, "out of memory for a line about the run");
	else
		puts(text);
	fflush(stdout);
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
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	output_add(&buf, "%3zu/%zu %-27s %s%s%s", events->index, events->count, method,
		   events->line, share[0] ? "  " : "", share);
	if (buf.error)
		return;
	if (events->open)
		fputs("\r\033[K", stdout);
	fputs(buf.data, stdout);
	events->open = events->is_terminal;
	if (!events->is_terminal)
		putchar('\n');
	fflush(stdout);
}

void event_step(struct events *events, const struct plan_step *step)
{
	struct line line;

	events->index++;
	events->line = step->title;
	if (!events->json) {
		end_line(events);
		draw(events, step->method, "");
		return;
	}
	line = line_of("step");
	ia_json_add_number(&line.doc, line.object, "step", events->index);
	ia_json_add_number(&line.doc, line.object, "steps", events->count);
	add(&line, "method", step->method);
	add(&line, "title", step->title);
	print(&line);
}

void event_progress(const char *method, double share, void *data)
{
	struct events *events = data;
	char percent[16];
	struct line line;

	if (!(share >= 0 && share <= 1))
		return;
	if (events->json) {
		line = line_of("progress");
		add(&line, "method", method);
		ia_json_add_double(&line.doc, line.object, "share", share);
		print(&line);
	} else if (events->is_terminal && events->line) {
		snprintf(percent, sizeof(percent), "%d %%", (int)(share * 100));
		draw(events, method, percent);
	}
}

void event_made(struct events *events, enum object object, const char *uuid)
{
	struct line line;

	if (!events->json)
		return;
	line = line_of("made");
	add_object(&line, object, uuid);
	print(&line);
}

void event_failed(struct events *events, const char *method, const char *code, const char *sentence)
{
	struct line line;

	if (!events->json) {
		end_line(events);
		output_complain(NULL, "%s", sentence);
		return;
	}
	line = line_of("failed");
	add(&line, "method", method);
	add(&line, "code", code);
	add(&line, "message", sentence);
	print(&line);
}

void event_removed(struct events *events, enum object object, const char *uuid)
{
	struct line line;

	if (!events->json) {
		end_line(events);
		output_say(stdout, "removed %s %s", object_word(object), uuid);
		fflush(stdout);
		return;
	}
	line = line_of("removed");
	add_object(&line, object, uuid);
	print(&line);
}

void event_kept(struct events *events, enum object object, const char *uuid, const char *name)
{
	struct line line;

	if (!events->json) {
		char *shown IA_AUTO_FREE = name_shown(name ? name : "");

		end_line(events);
		output_say(
			stdout,
			"kept %s \"%s\" (%s), which other guests may use; \"undo --remove-medium\" "
			"removes it",
			object_word(object), shown ? shown : "?", uuid);
		fflush(stdout);
		return;
	}
	line = line_of("kept");
	add_object(&line, object, uuid);
	print(&line);
}

void event_left(struct events *events, enum object object, const char *uuid, const char *why)
{
	struct line line;

	if (!events->json) {
		char *shown IA_AUTO_FREE = name_shown(uuid);

		end_line(events);
		output_complain(NULL, "left behind: %s (%s) %s: %s", object_word(object),
				object_class(object), shown ? shown : "?", why);
		return;
	}
	line = line_of("left");
	add_object(&line, object, uuid);
	add(&line, "message", why);
	print(&line);
}

void event_log(struct events *events, const char *path)
{
	struct line line;

	if (!events->json) {
		end_line(events);
		output_say(stdout, "undo log: %s", path);
		fflush(stdout);
		return;
	}
	line = line_of("log");
	add(&line, "path", path);
	print(&line);
}

void event_said(struct events *events, const char *kind, const char *text)
{
	struct line line;

	if (!events->json) {
		end_line(events);
		if (strcmp(kind, "vnc") == 0)
			output_say(stdout, "VNC: connect a viewer to %s:1 (TCP 5901)", text);
		else
			output_say(stdout, "%s%s", strcmp(kind, "trouble") == 0 ? "trouble: " : "",
				   text);
		fflush(stdout);
		return;
	}
	line = line_of("said");
	add(&line, "kind", kind);
	add(&line, strcmp(kind, "vnc") == 0 ? "address" : "text", text);
	print(&line);
}

void event_state(struct events *events, const char *state)
{
	struct line line;

	if (!events->json) {
		char *shown IA_AUTO_FREE = name_shown(state);

		end_line(events);
		output_say(stdout, "power state: %s", shown ? shown : "?");
		fflush(stdout);
		return;
	}
	line = line_of("state");
	add(&line, "power_state", state);
	print(&line);
}

void event_end(struct events *events, const struct ending *ending)
{
	struct line line;

	if (!events->json) {
		end_line(events);
		if (ending->text)
			fputs(ending->text, stdout);
		fflush(stdout);
		return;
	}
	line = line_of("end");
	add(&line, "state", ending->state);
	add(&line, "name", ending->name);
	add(&line, "uuid", ending->uuid);
	add(&line, "mac", ending->mac);
	add(&line, "vnc", ending->vnc);
	add(&line, "address", ending->address);
	print(&line);
}
