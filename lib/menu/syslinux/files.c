/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

/* A file that was asked for. */
struct ia_syslinux_text {
	const char *path;
	uint64_t hash;
	const char *text; /* NULL: there is none */
	size_t size;
	const char *reason; /* why there is none */
	bool is_absent;
	bool include_noted;
	bool config_noted;
	struct ia_syslinux_text *next;
};

/* What looking for a path takes, and each that is not it: units of the meter. */
#define FIND_COST 60u
#define TEXT_COST 8u

static int find_text(struct ia_syslinux_parser *p, const char *path, struct ia_syslinux_text **ret)
{
	uint64_t hash = ia_hash(path, strlen(path));
	struct ia_syslinux_text *text = p->texts[hash % IA_SYSLINUX_BUCKETS];
	unsigned others = 0;

	for (; text && (text->hash != hash || strcmp(text->path, path) != 0); text = text->next)
		others++;
	*ret = text;
	return ia_syslinux_spend(p, FIND_COST + 2 * strlen(path) + (uint64_t)others * TEXT_COST);
}

static struct ia_syslinux_text *add_text(struct ia_syslinux_parser *p, const char *path)
{
	struct ia_syslinux_text *text = ia_arena_alloc(p->arena, sizeof(*text));
	uint64_t hash = ia_hash(path, strlen(path));

	if (!text)
		return NULL;
	text->path = path;
	text->hash = hash;
	text->next = p->texts[hash % IA_SYSLINUX_BUCKETS];
	p->texts[hash % IA_SYSLINUX_BUCKETS] = text;
	return text;
}

int ia_syslinux_know(struct ia_syslinux_parser *p, const struct ia_config_file *file)
{
	struct ia_syslinux_text *text = add_text(p, file->path);

	if (!text)
		return -ENOMEM;
	text->text = file->text;
	text->size = file->size;
	return 0;
}

static int read_text(struct ia_syslinux_parser *p, struct ia_syslinux_text *text)
{
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	char *read IA_AUTO_FREE = NULL, *copy;
	size_t size = 0;
	int found = p->host->read(p->host->data, NULL, text->path, &read, &size, &why);

	if (found == -ENOMEM)
		return found;
	text->is_absent = found == 0;
	if (found == 0)
		text->reason = "there is no such file";
	else if (found < 0)
		text->reason = ia_arena_strdup(p->arena, why ? isoargs_error_message(why)
							     : strerrordesc_np(-found));
	else if (size > IA_CONFIG_MAX)
		text->reason = "it is too large";
	if (found <= 0 || size > IA_CONFIG_MAX)
		return text->reason ? 0 : -ENOMEM;
	copy = ia_arena_alloc(p->arena, size + 1);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, read, size);
	text->text = copy;
	text->size = size;
	return 0;
}

/* SYSLINUX passes over an absent include, and distributors count on it: one note for all. */
static void note_unread(struct ia_syslinux_parser *p, struct ia_syslinux_text *text,
			enum ia_note_code code, const struct ia_place *place)
{
	bool is_config = code == IA_NOTE_UNREAD_CONFIG;
	bool *was_noted = is_config ? &text->config_noted : &text->include_noted;

	if (*was_noted)
		return;
	*was_noted = true;
	if (is_config) {
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG, place,
			"did not read \"%s\": %s", text->path, text->reason);
		return;
	}
	if (!text->is_absent) {
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_UNREAD_INCLUDE, place,
			"did not read \"%s\": %s", text->path, text->reason);
		return;
	}
	if (p->absent++ == 0) {
		p->first_absent = text->path;
		p->absent_place = *place;
	}
}

void ia_syslinux_note_absent(const struct ia_syslinux_parser *p)
{
	if (p->absent == 1)
		ia_note(p->said.notes, ISOARGS_INFO, IA_NOTE_UNREAD_INCLUDE, &p->absent_place,
			"did not read \"%s\": there is no such file", p->first_absent);
	else if (p->absent > 1)
		ia_note(p->said.notes, ISOARGS_INFO, IA_NOTE_UNREAD_INCLUDE, &p->absent_place,
			"did not read \"%s\" and %u more: there are no such files", p->first_absent,
			p->absent - 1);
}

int ia_syslinux_fetch(struct ia_syslinux_parser *p, enum ia_note_code code,
		      const struct ia_place *place, const char *path, struct ia_config_file *ret)
{
	struct ia_syslinux_text *text;

	if (find_text(p, path, &text) < 0)
		return -ENOMEM;
	if (!text) {
		text = add_text(p, path);
		if (!text || read_text(p, text) < 0)
			return -ENOMEM;
	}
	if (!text->text) {
		note_unread(p, text, code, place);
		return 0;
	}
	*ret = (struct ia_config_file){text->path, text->text, text->size};
	return 1;
}

/* As host->stat(), of an absolute path; negative where nothing is known. */
static int stat_file(const struct ia_syslinux_parser *p, const char *path)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	return p->host->stat ? p->host->stat(p->host->data, NULL, path, NULL, &error) : -ENOSYS;
}

bool ia_syslinux_has_file(const struct ia_syslinux_parser *p,
			  const struct ia_syslinux_config *config, const char *name, size_t length)
{
	const char *path = ia_path_join(p->arena, config->directory, name, length);
	int found = path ? stat_file(p, path) : -ENOMEM;

	return found < 0 || found == 1;
}

bool ia_syslinux_has_directory(const struct ia_syslinux_parser *p, const char *path)
{
	int found = stat_file(p, path);

	return found < 0 || found == 2;
}
