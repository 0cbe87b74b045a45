/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/compare.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/* One configuration beside the one that arguments are derived from. */
struct pair {
	const struct ia_config *first;
	const struct ia_config *other;
	struct ia_arena *arena; /* for the words of one comparison */
	struct ia_notes *notes;
};

static const struct isoargs_entry *find_title(const struct ia_config *config, const char *title)
{
	for (size_t i = 0; i < config->count; i++) {
		if (strcmp(config->entries[i].title, title) == 0)
			return &config->entries[i];
	}
	return NULL;
}

static bool has_word(const struct ia_cmdline *line, const char *text)
{
	for (size_t i = 0; i < line->count; i++) {
		if (strcmp(line->words[i].text, text) == 0)
			return true;
	}
	return false;
}

/* The words that are in one line and not in the other, in quotes. */
static void list_missing(const struct ia_cmdline *from, const struct ia_cmdline *in,
			 struct ia_strbuf *buf)
{
	for (size_t i = 0; i < from->count; i++) {
		const char *text = from->words[i].text;

		if (has_word(in, text))
			continue;
		ia_strbuf_addf(buf, "%s\"%s\"", buf->length ? ", " : "", text);
	}
}

/* A name that tells the two apart: one file can be two platforms' menu. */
static void add_name(const struct pair *pair, const struct ia_config *config, struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, config->name);
	if (strcmp(pair->first->name, pair->other->name) == 0 && config->platform)
		ia_strbuf_addf(buf, " for %s", config->platform);
}

static void note_words(const struct pair *pair, const struct isoargs_entry *entry,
		       const struct ia_config *has, const struct ia_config *lacks,
		       const struct ia_cmdline *from, const struct ia_cmdline *in)
{
	struct ia_strbuf words IA_AUTO_STRBUF = {0}, places IA_AUTO_STRBUF = {0};

	list_missing(from, in, &words);
	if (words.length == 0)
		return;
	add_name(pair, has, &places);
	ia_strbuf_adds(&places, ", but not in ");
	add_name(pair, lacks, &places);
	if (words.error || places.error) {
		pair->notes->error = -ENOMEM;
		return;
	}
	ia_note(pair->notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER,
		IA_AT_LINE(entry->file, entry->line, 0), "the entry \"%s\" has %s in %s",
		entry->title, words.data, places.data);
}

static int compare_words(const struct pair *pair, const struct isoargs_entry *first,
			 const struct isoargs_entry *other)
{
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY};
	struct ia_cmdline a = {.arena = pair->arena}, b = {.arena = pair->arena};
	int r;

	r = ia_cmdline_split(&a, first->cmdline ? first->cmdline : "", &like);
	if (r == 0)
		r = ia_cmdline_split(&b, other->cmdline ? other->cmdline : "", &like);
	if (r == -E2BIG)
		return 0;
	if (r < 0)
		return r;
	note_words(pair, first, pair->first, pair->other, &a, &b);
	note_words(pair, other, pair->other, pair->first, &b, &a);
	return 0;
}

static void compare_kernels(const struct pair *pair, const struct isoargs_entry *first,
			    const struct isoargs_entry *other)
{
	if (pair->first->loader != pair->other->loader || strcmp(first->kernel, other->kernel) == 0)
		return;
	ia_note(pair->notes, ISOARGS_WARNING, IA_NOTE_KERNELS_DIFFER,
		IA_AT_LINE(other->file, other->line, 0),
		"the entry \"%s\" boots %s here and %s in %s", other->title, other->kernel,
		first->kernel, pair->first->name);
}

/* Are these the ISO's and the ESP's copy of one file, for one platform? */
static bool same_file(const struct pair *pair)
{
	const char *a = strchr(pair->first->name, ':'), *b = strchr(pair->other->name, ':');

	return a && b && strcmp(a, b) == 0 &&
	       ia_text_equal(pair->first->platform, pair->other->platform);
}

static void note_missing(const struct pair *pair, const struct ia_config *has,
			 const struct ia_config *lacks)
{
	for (size_t i = 0; i < has->count; i++) {
		const struct isoargs_entry *entry = &has->entries[i];

		if (ia_entry_boots_linux(entry) && !find_title(lacks, entry->title))
			ia_note(pair->notes, ISOARGS_WARNING, IA_NOTE_ENTRIES_DIFFER,
				IA_AT_LINE(entry->file, entry->line, 0), "%s has no entry \"%s\"",
				lacks->name, entry->title);
	}
}

static const char *default_title(const struct ia_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		if (config->entries[i].is_default)
			return config->entries[i].title;
	}
	return NULL;
}

static void compare_defaults(const struct pair *pair)
{
	const char *first = default_title(pair->first), *other = default_title(pair->other);

	if (!first || !other || strcmp(first, other) == 0)
		return;
	ia_note(pair->notes, ISOARGS_INFO, IA_NOTE_DEFAULTS_DIFFER, IA_IN_FILE(pair->other->name),
		"left alone this menu boots \"%s\", %s boots \"%s\"", other, pair->first->name,
		first);
}

static int compare_pair(const struct pair *pair)
{
	for (size_t i = 0; i < pair->first->count; i++) {
		const struct isoargs_entry *first = &pair->first->entries[i];
		const struct isoargs_entry *other = find_title(pair->other, first->title);

		if (!ia_entry_boots_linux(first) || !other || !ia_entry_boots_linux(other))
			continue;
		compare_kernels(pair, first, other);
		if (compare_words(pair, first, other) < 0)
			return -ENOMEM;
	}
	if (same_file(pair)) {
		note_missing(pair, pair->first, pair->other);
		note_missing(pair, pair->other, pair->first);
	}
	compare_defaults(pair);
	return 0;
}

int ia_compare_menus(const struct ia_menu *menu, struct ia_arena *arena, struct ia_notes *notes,
		     struct isoargs_error **reterr)
{
	struct pair pair = {.arena = arena, .notes = notes};

	for (size_t i = 0; i < menu->count; i++) {
		if (!ia_config_boots_linux(&menu->configs[i]) || menu->configs[i].loopback)
			continue;
		if (!pair.first) {
			pair.first = &menu->configs[i];
			continue;
		}
		pair.other = &menu->configs[i];
		if (compare_pair(&pair) < 0)
			return ia_error_memory(reterr);
	}
	return 0;
}
