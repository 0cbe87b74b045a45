/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "menu/cmdline.h"

/* What there is to do takes so many units of the meter. */
#define LINE_COST  128u /* to begin with a line */
#define WORD_COST  5u   /* to find a word's place, besides its bytes */
#define PROBE_COST 1u   /* to look at a place */
#define TITLE_COST 160u /* to sort a title in, or to look for it */

/* The words of one line, which they are pieces of, and by their sums where they stand. */
struct words {
	size_t count;
	struct ia_slice items[IA_CMDLINE_WORDS_MAX];
	uint32_t sums[IA_CMDLINE_WORDS_MAX];
	uint16_t slots[IA_CMDLINE_WORDS_MAX * 2]; /* the number of a word from 1; 0: none */
};

/* Those of them that another line has not. */
struct missing {
	size_t count;
	uint64_t sum;
};

/* One configuration beside the one that arguments are derived from. */
struct pair {
	const struct ia_config *first;
	const struct ia_config *other;
	size_t number; /* of the other: tells its notes from those of further ones */
	const struct isoargs_entry **titles; /* of the one that is looked in, sorted */
	size_t *taken;                  /* how many of the titles from there on had their turn */
	const struct ia_config *sorted; /* which one that is */
	struct words *first_words;
	struct words *other_words;
	struct ia_arena *arena; /* of the comparison */
	struct ia_meter *meter;
	struct ia_notes *notes;
};

static int spend(const struct pair *pair, uint64_t units)
{
	return ia_meter_spend(pair->meter, IA_COST_MENUS, units);
}

/* Sorting a title in, or looking for it, holds it against some ten others, which begin alike. */
static int spend_title(const struct pair *pair, const struct isoargs_entry *entry)
{
	return spend(pair, TITLE_COST + strlen(entry->title) / 2);
}

/* In the order of their titles, and those of one title in the menu's. */
static int by_title(const void *a, const void *b)
{
	const struct isoargs_entry *x = *(const struct isoargs_entry *const *)a;
	const struct isoargs_entry *y = *(const struct isoargs_entry *const *)b;
	int order = strcmp(x->title, y->title);

	return order ? order : (x > y) - (x < y);
}

/* What is looked for from now on is looked for in this one. 0; -ENOMEM; -E2BIG. */
static int look_in(struct pair *pair, const struct ia_config *config)
{
	if (pair->sorted == config)
		return 0;
	pair->titles = ia_arena_array(pair->arena, config->count + 1, sizeof(*pair->titles));
	pair->taken = ia_arena_array(pair->arena, config->count + 1, sizeof(*pair->taken));
	if (!pair->titles || !pair->taken)
		return -ENOMEM;
	for (size_t i = 0; i < config->count; i++) {
		pair->titles[i] = &config->entries[i];
		if (spend_title(pair, &config->entries[i]) < 0)
			return -E2BIG;
	}
	qsort(pair->titles, config->count, sizeof(*pair->titles), by_title);
	pair->sorted = config;
	return 0;
}

static bool has_title(const struct pair *pair, size_t number, const char *title)
{
	return number < pair->sorted->count && strcmp(pair->titles[number]->title, title) == 0;
}

/* Where the entries of that title begin, or would. */
static size_t find_title(const struct pair *pair, const char *title)
{
	size_t low = 0, high = pair->sorted->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(pair->titles[middle]->title, title) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/*
 * The entry of the same title that has not had its turn: the first goes with the first, and so on.
 * Where there are several, another loader's has a kernel of the same name, too: a submenu for a newer
 * kernel may have all titles once more.
 */
static const struct isoargs_entry *take_like(const struct pair *pair,
					     const struct isoargs_entry *like)
{
	size_t first = find_title(pair, like->title);
	bool by_kernel = pair->first->loader != pair->other->loader &&
			 has_title(pair, first + 1, like->title);

	while (has_title(pair, first + pair->taken[first], like->title)) {
		const struct isoargs_entry *entry = pair->titles[first + pair->taken[first]++];

		if (ia_entry_boots_linux(entry) &&
		    (!by_kernel || strcmp(base_name(entry->kernel), base_name(like->kernel)) == 0))
			return entry;
	}
	return NULL;
}

/* Where the word stands, or the free place where it would: number 0. *probes: places looked at. */
static size_t find_slot(const struct words *words, struct ia_slice word, uint32_t sum,
			size_t *probes)
{
	size_t slot = sum % IA_COUNT(words->slots);

	for (; words->slots[slot]; slot = (slot + 1) % IA_COUNT(words->slots)) {
		size_t number = words->slots[slot] - 1u;
		struct ia_slice there = words->items[number];

		++*probes;
		if (words->sums[number] == sum && there.size == word.size &&
		    memcmp(there.at, word.at, word.size) == 0)
			break;
	}
	return slot;
}

/* 1; 0 where there are too many words; -E2BIG. */
static int take_words(const struct pair *pair, const char *line, struct words *ret)
{
	size_t probes = 0, length = line ? strlen(line) : 0;
	struct ia_slice word;

	ret->count = 0;
	memset(ret->slots, 0, sizeof(ret->slots));
	while (line && ia_cmdline_next(&line, &word)) {
		uint32_t sum = (uint32_t)ia_hash(word.at, word.size);
		size_t slot;

		if (ret->count == IA_CMDLINE_WORDS_MAX)
			return 0;
		ret->items[ret->count] = word;
		ret->sums[ret->count++] = sum;
		slot = find_slot(ret, word, sum, &probes);
		if (!ret->slots[slot])
			ret->slots[slot] = (uint16_t)ret->count;
	}
	if (spend(pair, LINE_COST + length + ret->count * WORD_COST + probes * PROBE_COST) < 0)
		return -E2BIG;
	return 1;
}

/* In quotes, and cut where it alone is more than is named. */
static void add_word(const struct pair *pair, struct ia_slice word, struct ia_strbuf *buf)
{
	const char *text = ia_arena_strndup(pair->arena, word.at, word.size);

	if (text)
		text = ia_utf8_cut(pair->arena, text, IA_COMPARED_TEXT_MAX);
	if (!text)
		buf->error = -ENOMEM;
	else
		ia_strbuf_addf(buf, "%s\"%s\"", buf->length ? ", " : "", text);
}

/* A name without a value, which is what a variable that is not set leaves. */
static bool says_nothing(struct ia_slice word)
{
	return word.size > 1 && memchr(word.at, '=', word.size) == word.at + word.size - 1;
}

static bool is_assignment(struct ia_slice word, const char *name)
{
	size_t length = strlen(name);

	return word.size > length && memcmp(word.at, name, length) == 0 && word.at[length] == '=';
}

/*
 * What one kind of loader takes for itself and another hands on: Ubuntu's installer has "vga=" for
 * isolinux alone, and in GRUB's menu an "initrd=" that was copied from there.
 */
static bool is_for_a_loader(const struct pair *pair, struct ia_slice word)
{
	return pair->first->loader != pair->other->loader &&
	       (is_assignment(word, "vga") || is_assignment(word, "initrd"));
}

static bool is_missing(const struct pair *pair, const struct words *from, size_t number,
		       const struct words *in, size_t *probes)
{
	struct ia_slice word = from->items[number];

	return !says_nothing(word) && !is_for_a_loader(pair, word) &&
	       !in->slots[find_slot(in, word, from->sums[number], probes)];
}

/* How many words are in one line and not in the other, and a sum of which these are. */
static int sum_missing(const struct pair *pair, const struct words *from, const struct words *in,
		       struct missing *ret)
{
	size_t probes = 0;

	*ret = (struct missing){0};
	for (size_t i = 0; i < from->count; i++) {
		if (!is_missing(pair, from, i, in, &probes))
			continue;
		ret->count++;
		ret->sum = (ret->sum ^ from->sums[i]) * 0x100000001b3u;
	}
	return spend(pair, from->count * WORD_COST + probes * PROBE_COST + pair->notes->count);
}

/*
 * The words that are in one line and not in the other, in quotes: as many as a note has room for,
 * and how many more there are. At most IA_NOTES_MAX times.
 */
static int list_missing(const struct pair *pair, const struct words *from, const struct words *in,
			struct ia_strbuf *buf)
{
	size_t probes = 0, more = 0;

	for (size_t i = 0; i < from->count; i++) {
		if (!is_missing(pair, from, i, in, &probes))
			continue;
		if (buf->length > 0 && buf->length + from->items[i].size > IA_COMPARED_TEXT_MAX)
			more++;
		else
			add_word(pair, from->items[i], buf);
	}
	if (more)
		ia_strbuf_addf(buf, " and %zu more", more);
	return spend(pair, from->count * WORD_COST + probes * PROBE_COST);
}

/* A name that tells the two apart: one file can be two platforms' menu. */
static void add_name(const struct pair *pair, const struct ia_config *config, struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, config->name);
	if (strcmp(pair->first->name, pair->other->name) == 0 && config->platform)
		ia_strbuf_addf(buf, " for %s", config->platform);
}

/* The words of which both lines lack some, as one sentence. */
static int describe(const struct pair *pair, const struct missing *ones,
		    const struct missing *others, struct ia_strbuf *what)
{
	struct ia_strbuf of_first IA_AUTO_STRBUF = {0}, of_other IA_AUTO_STRBUF = {0};
	bool is_first = ones->count > 0;

	if (list_missing(pair, pair->first_words, pair->other_words, &of_first) < 0 ||
	    list_missing(pair, pair->other_words, pair->first_words, &of_other) < 0)
		return -E2BIG;
	if (of_first.error || of_other.error)
		return -ENOMEM;
	ia_strbuf_addf(what, "has %s in ", is_first ? of_first.data : of_other.data);
	add_name(pair, is_first ? pair->first : pair->other, what);
	if (is_first && others->count > 0)
		ia_strbuf_addf(what, ", but %s in ", of_other.data);
	else
		ia_strbuf_adds(what, ", but not in ");
	add_name(pair, is_first ? pair->other : pair->first, what);
	return what->error;
}

static int note_words(const struct pair *pair, const struct isoargs_entry *first,
		      const struct isoargs_entry *other)
{
	struct ia_strbuf what IA_AUTO_STRBUF = {0};
	const struct isoargs_entry *entry;
	const struct ia_place *place;
	struct missing ones, others;
	uint64_t cause;
	int r;

	if (sum_missing(pair, pair->first_words, pair->other_words, &ones) < 0 ||
	    sum_missing(pair, pair->other_words, pair->first_words, &others) < 0)
		return -E2BIG;
	if (ones.count + others.count == 0)
		return 0;
	entry = ones.count > 0 ? first : other;
	place = IA_AT_LINE(entry->file, entry->line, 0);
	cause = ones.sum * 3 + others.sum + pair->number;
	if (ia_note_again(pair->notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER, place, cause))
		return 0;
	r = pair->notes->count < IA_NOTES_MAX ? describe(pair, &ones, &others, &what) : 0;
	if (r == 0)
		ia_note_each(pair->notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER, place, cause,
			     "the entry \"%s\" %s", entry->title, what.data ? what.data : "");
	return r;
}

static int compare_words(const struct pair *pair, const struct isoargs_entry *first,
			 const struct isoargs_entry *other)
{
	int r;

	if (ia_text_equal(first->cmdline, other->cmdline))
		return 0;
	r = take_words(pair, first->cmdline, pair->first_words);
	if (r > 0)
		r = take_words(pair, other->cmdline, pair->other_words);
	return r > 0 ? note_words(pair, first, other) : r;
}

/* What tests the machine's memory has a program for each firmware, and no RAM disk. */
static void compare_kernels(const struct pair *pair, const struct isoargs_entry *first,
			    const struct isoargs_entry *other)
{
	if (pair->first->loader != pair->other->loader ||
	    strcmp(first->kernel, other->kernel) == 0 ||
	    (first->initrd_count == 0 && other->initrd_count == 0))
		return;
	ia_note_each(pair->notes, ISOARGS_WARNING, IA_NOTE_KERNELS_DIFFER,
		     IA_AT_LINE(other->file, other->line, 0),
		     ia_hash(first->kernel, strlen(first->kernel)) * 3 +
			     ia_hash(other->kernel, strlen(other->kernel)) + pair->number,
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

static int note_missing(struct pair *pair, const struct ia_config *has,
			const struct ia_config *lacks)
{
	int r = look_in(pair, lacks);

	for (size_t i = 0; r == 0 && i < has->count; i++) {
		const struct isoargs_entry *entry = &has->entries[i];

		r = spend_title(pair, entry);
		if (ia_entry_boots_linux(entry) &&
		    !has_title(pair, find_title(pair, entry->title), entry->title))
			ia_note_each(pair->notes, ISOARGS_WARNING, IA_NOTE_ENTRIES_DIFFER,
				     IA_AT_LINE(entry->file, entry->line, 0),
				     ia_hash(lacks->name, strlen(lacks->name)),
				     "%s has no entry \"%s\"", lacks->name, entry->title);
	}
	return r;
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

static int compare_entries(struct pair *pair)
{
	int r = look_in(pair, pair->other);

	for (size_t i = 0; r == 0 && i < pair->first->count; i++) {
		const struct isoargs_entry *first = &pair->first->entries[i], *other;

		r = spend_title(pair, first);
		if (!ia_entry_boots_linux(first))
			continue;
		other = take_like(pair, first);
		if (!other)
			continue;
		compare_kernels(pair, first, other);
		if (r == 0)
			r = compare_words(pair, first, other);
	}
	return r;
}

static int compare_pair(struct pair *pair)
{
	int r = compare_entries(pair);

	if (r == 0 && same_file(pair))
		r = note_missing(pair, pair->first, pair->other);
	if (r == 0 && same_file(pair))
		r = note_missing(pair, pair->other, pair->first);
	if (r == 0)
		compare_defaults(pair);
	return r;
}

/* All that it takes is gone afterwards. */
static int compare_with(const struct ia_config *first, const struct ia_menu *menu, size_t number,
			struct ia_meter *meter, struct ia_notes *notes)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct pair pair = {.first = first,
			    .other = &menu->configs[number],
			    .number = number,
			    .arena = arena,
			    .meter = meter,
			    .notes = notes};

	if (!arena)
		return -ENOMEM;
	ia_arena_draw_on(arena, meter, IA_COST_MENUS);
	pair.first_words = ia_arena_alloc(arena, sizeof(*pair.first_words));
	pair.other_words = ia_arena_alloc(arena, sizeof(*pair.other_words));
	return pair.first_words && pair.other_words ? compare_pair(&pair) : -ENOMEM;
}

int ia_compare_menus(const struct ia_menu *menu, struct ia_meter *meter, struct ia_notes *notes,
		     struct isoargs_error **reterr)
{
	const struct ia_config *first = NULL;

	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		if (!ia_config_boots_linux(config) || config->loopback)
			continue;
		if (!first)
			first = config;
		else if (compare_with(first, menu, i, meter, notes) < 0)
			return ia_error_memory(reterr);
	}
	return 0;
}
