/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/expect.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "volume/iso9660/record.h"

#define DIRECTORY_MAX (8u * 1024u)  /* bytes of what is expected of one */
#define NAMED_MAX     (16u * 1024u) /* bytes of one that are gone through at once */
#define ROOT_MAX      (24u * 1024u) /* bytes of the root with those that follow it */
#define MENU_MAX      (8u * 1024u)
#define SECTORS_MAX   64u  /* of directories that are gone through at once */
#define FORESEEN_MAX  512u /* sectors of a volume that are gone through at all */

/* What comes behind the last dot of an identifier, of whichever alphabet. */
static void find_type(const struct ia_iso_record *record, char type[4])
{
	size_t found = 0;

	type[0] = '\0';
	for (size_t i = 0; i < record->id_size; i++) {
		const char c = (char)record->id[i];

		if (c == '.')
			found = 0;
		else if (c && found < 3)
			type[found++] = c;
		type[found] = '\0';
	}
}

static uint64_t size_of(const struct ia_iso_record *record)
{
	char type[4];

	if (record->flags & IA_ISO_RECORD_DIRECTORY)
		return DIRECTORY_MAX;
	find_type(record, type);
	if (ia_ascii_equal_fold(type, "cfg") || ia_ascii_equal_fold(type, "con"))
		return MENU_MAX;
	if (ia_ascii_equal_fold(type, "efi"))
		return IA_PE_HEADERS_MAX;
	return ia_ascii_equal_fold(type, "img") ? IA_BLOCK_SIZE : 0;
}

static void expect(const struct ia_iso_tree *tree, const struct ia_iso_record *record)
{
	uint64_t size = size_of(record);

	ia_window_expect(&tree->window, ia_iso_record_start(record),
			 record->size < size ? record->size : size);
}

void ia_iso_expect_root(const struct ia_iso_tree *tree)
{
	ia_window_expect(&tree->window, tree->root.offset, ROOT_MAX);
}

/* The next record of a sector: 1, or 0 there is none that could be read. */
static int next(const uint8_t *sector, size_t size, size_t *at, struct ia_iso_record *ret)
{
	if (*at >= size || sector[*at] == 0 ||
	    ia_iso_record_decode(sector + *at, size - *at, IA_NOWHERE, ret, NULL) < 0)
		return 0;
	*at += ret->length;
	return 1;
}

/* Sectors of directories, in the order in which they are met. */
struct survey {
	uint64_t sectors[SECTORS_MAX];
	size_t count;
};

static void add(struct survey *survey, uint64_t start, uint64_t size)
{
	for (uint64_t at = 0; at < size && survey->count < SECTORS_MAX; at += IA_BLOCK_SIZE)
		survey->sectors[survey->count++] = start + at;
}

/* Of what is named in one sector of a directory that is known; false: it is not. */
static bool expect_named(const struct ia_iso_tree *tree, uint64_t start, struct survey *survey)
{
	struct ia_window window = tree->window;
	uint8_t sector[IA_BLOCK_SIZE];
	struct ia_iso_record record;

	/* What an answer may take is the same as where nothing is expected. */
	window.meter = NULL;
	if (*tree->foreseen == FORESEEN_MAX ||
	    !ia_window_is_known(&window, start, sizeof(sector)) ||
	    ia_window_read(&window, start, sector, sizeof(sector), NULL) < 0)
		return false;
	++*tree->foreseen;
	for (size_t at = 0; next(sector, sizeof(sector), &at, &record) > 0;) {
		expect(tree, &record);
		if (survey && record.flags & IA_ISO_RECORD_DIRECTORY &&
		    !ia_iso_record_is_self(&record) && !ia_iso_record_is_parent(&record))
			add(survey, ia_iso_record_start(&record), record.size);
	}
	return true;
}

void ia_iso_expect_named(const struct ia_iso_tree *tree, uint64_t start, uint64_t size)
{
	if (!tree->foreseen || !ia_image_is_remote(tree->window.image))
		return;
	for (uint64_t at = 0; at < size && at < NAMED_MAX; at += IA_BLOCK_SIZE) {
		if (!expect_named(tree, start + at, NULL))
			return;
	}
}

void ia_iso_expect_tree(const struct ia_iso_tree *tree)
{
	struct survey survey = {.count = 0};

	if (!tree->foreseen || !ia_image_is_remote(tree->window.image))
		return;
	add(&survey, tree->root.offset, tree->root.size);
	for (size_t i = 0; i < survey.count; i++)
		expect_named(tree, survey.sectors[i], &survey);
}
