/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/entry.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* What there is to do takes so many units of the meter, besides the bytes that are kept. */
#define ENTRY_COST  300u
#define INITRD_COST 60u
#define WORD_COST   10u

/* Entries on their way to where they are kept. */
struct keeper {
	struct ia_arena *arena;
	const struct isoargs_entry *entry; /* that is being copied */
	size_t cut;                        /* texts of all of them */
	const struct isoargs_entry *first; /* whose text was cut */
	const char *file;                  /* most entries have one that the entry before has */
	const char *kept_file;
	bool failed;
};

static void note_cut(struct keeper *keeper)
{
	if (keeper->cut++ == 0)
		keeper->first = keeper->entry;
}

/* NULL stays NULL. */
static const char *keep(struct keeper *keeper, const char *s, size_t max)
{
	const char *copy = s ? ia_utf8_cut(keeper->arena, s, max) : NULL;

	if (s && !copy)
		keeper->failed = true;
	else if (s && ia_utf8_is_longer(s, max))
		note_cut(keeper);
	return copy;
}

static const char *keep_file(struct keeper *keeper, const char *file)
{
	if (!keeper->kept_file || !file || strcmp(keeper->file, file) != 0) {
		keeper->file = file;
		keeper->kept_file = file ? ia_arena_strdup(keeper->arena, file) : NULL;
		keeper->failed |= file && !keeper->kept_file;
	}
	return keeper->kept_file;
}

/* As many as there are and may be; NULL where there is no array to copy. */
static const char *const *keep_paths(struct keeper *keeper, const char *const *paths, size_t count)
{
	const char **to;

	if (!paths)
		return NULL;
	to = ia_arena_array(keeper->arena, count + 1, sizeof(*to));
	keeper->failed |= !to;
	for (size_t i = 0; to && i < count && !keeper->failed; i++)
		to[i] = keep(keeper, paths[i], IA_ENTRY_PATH_MAX);
	return to;
}

/* Words as long as a path and a command line together, in one piece: false where there are more. */
static bool keep_words(struct keeper *keeper, struct isoargs_entry *to)
{
	static const size_t max = IA_ENTRY_PATH_MAX + IA_ENTRY_LINE_MAX;
	const struct isoargs_entry *entry = keeper->entry;
	size_t size = 0, count = 0;
	const char **words;
	char *text;

	for (; count < entry->argc; count++) {
		size_t more = strnlen(entry->argv[count], max) + 1;

		if (more > max - size)
			break;
		size += more;
	}
	words = ia_arena_array(keeper->arena, count + 1, sizeof(*words));
	text = ia_arena_alloc(keeper->arena, size + 1);
	if (!words || !text) {
		keeper->failed = true;
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(entry->argv[i]) + 1;

		words[i] = memcpy(text, entry->argv[i], length);
		text += length;
	}
	to->argv = words;
	to->argc = count;
	return count == entry->argc;
}

/* What it boots: false where some of it is too long. */
static bool keep_command(struct keeper *keeper, struct isoargs_entry *to)
{
	const struct isoargs_entry *entry = keeper->entry;
	size_t cut = keeper->cut;
	bool whole;

	if (to->initrd_count > IA_ENTRY_INITRDS_MAX) {
		to->initrd_count = IA_ENTRY_INITRDS_MAX;
		note_cut(keeper);
	}
	to->kernel = keep(keeper, entry->kernel, IA_ENTRY_PATH_MAX);
	to->cmdline = keep(keeper, entry->cmdline, IA_ENTRY_LINE_MAX);
	to->initrds = keep_paths(keeper, entry->initrds, to->initrd_count);
	whole = !entry->argv || keep_words(keeper, to);
	return whole && keeper->cut == cut;
}

/* All but where the kernel and the RAM disks lie. */
static int keep_entry(struct keeper *keeper, const struct isoargs_entry *entry,
		      struct isoargs_entry *ret)
{
	struct isoargs_entry to = *entry;

	keeper->entry = entry;
	if (ia_meter_spend(ia_arena_meter(keeper->arena), IA_COST_MENUS,
			   ENTRY_COST + entry->initrd_count * INITRD_COST +
				   entry->argc * WORD_COST) < 0)
		return -ENOMEM;
	to.path = keep(keeper, entry->path, IA_ENTRY_PATH_MAX);
	to.title = keep(keeper, entry->title, IA_ENTRY_NAME_MAX);
	to.id = keep(keeper, entry->id, IA_ENTRY_NAME_MAX);
	to.file = keep_file(keeper, entry->file);
	to.command = keep(keeper, entry->command, IA_ENTRY_NAME_MAX);
	to.root = keep(keeper, entry->root, IA_ENTRY_NAME_MAX);
	to.is_cut = !keep_command(keeper, &to) || entry->is_cut;
	if (keeper->failed)
		return -ENOMEM;
	*ret = to;
	return 0;
}

int ia_entries_keep(const struct isoargs_entry *entries, size_t count, struct ia_arena *arena,
		    struct ia_notes *notes, const struct isoargs_entry **ret)
{
	struct keeper keeper = {.arena = arena};
	struct isoargs_entry *kept = ia_arena_array(arena, count + 1, sizeof(*kept));

	if (!kept)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		if (keep_entry(&keeper, &entries[i], &kept[i]) < 0)
			return -ENOMEM;
	}
	if (keeper.cut)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_ENTRY_CUT,
			IA_AT_LINE(keeper.first->file, keeper.first->line, 0),
			"the entry has more text than is kept of it: of this menu %zu titles, ids, "
			"paths and lines are cut",
			keeper.cut);
	*ret = kept;
	return 0;
}

int ia_entry_copy(const struct isoargs_entry *entry, struct ia_arena *arena,
		  struct isoargs_entry *ret)
{
	struct keeper keeper = {.arena = arena};
	struct isoargs_entry to = *entry;

	to.argv = NULL;
	to.argc = 0;
	if (keep_entry(&keeper, &to, &to) < 0)
		return -ENOMEM;
	keeper.entry = &to;
	to.kernel_location = keep(&keeper, entry->kernel_location, IA_PATH_MAX);
	to.initrd_locations = keep_paths(&keeper, entry->initrd_locations, to.initrd_count);
	if (keeper.failed)
		return -ENOMEM;
	*ret = to;
	return 0;
}
