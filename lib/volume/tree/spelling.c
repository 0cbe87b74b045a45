/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tree/spelling.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

/* What listing a directory takes, and each name of it: to be brought and sorted, and to be gone through. */
#define LISTING_UNITS 40000u
#define NAME_UNITS    600u
#define LOOK_UNITS    12u

static int spend(const struct ia_spelling *spelling, uint64_t units, struct isoargs_error **reterr)
{
	if (ia_meter_spend(spelling->meter, IA_COST_FILES, units) < 0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "nothing more is looked for");
	return 0;
}

static void forget(struct ia_spelling *spelling, struct ia_listed *listed)
{
	free(listed->path);
	free(listed->names);
	spelling->size -= listed->size;
	*listed = (struct ia_listed){0};
}

/* Takes the names over. */
static struct ia_listed *remember(struct ia_spelling *spelling, const char *path, char *names)
{
	struct ia_listed *listed = &spelling->listed[spelling->next];
	size_t size = 0, count = 0;

	for (; names[size]; count++)
		size += strlen(names + size) + 1;
	forget(spelling, listed);
	for (size_t i = 0; i < IA_TREE_LISTED_MAX && spelling->size + size > IA_TREE_NAMES_MAX; i++)
		forget(spelling, &spelling->listed[i]);
	*listed = (struct ia_listed){
		.path = strdup(path), .names = names, .size = size, .count = count};
	spelling->size += size;
	spelling->next = (spelling->next + 1) % IA_TREE_LISTED_MAX;
	return listed->path ? listed : NULL;
}

/* What cannot be listed has no names: that is a doubt, and it is not tried again. */
static int list_names(const struct ia_spelling *spelling, const char *path, char **ret,
		      struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = ia_tree_list(spelling->tree, path, ret, &error);

	if (r == 0)
		return 0;
	if (r != -ENOMEM && spelling->notes)
		ia_note_error(spelling->notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
	*ret = r == -ENOMEM ? NULL : calloc(1, 1);
	return *ret ? 0 : ia_error_memory(reterr);
}

/* The names of a directory; NULL: it is none. */
static int names_of(struct ia_spelling *spelling, const char *path, const struct ia_listed **ret,
		    struct isoargs_error **reterr)
{
	struct ia_tree_node node;
	char *names;
	bool is_known;
	int r;

	for (size_t i = 0; i < IA_TREE_LISTED_MAX; i++) {
		const struct ia_listed *listed = &spelling->listed[i];

		if (listed->path && strcmp(listed->path, path) == 0) {
			*ret = listed;
			return 0;
		}
	}
	r = ia_tree_find(spelling->tree, path, &node, &is_known, reterr);
	if (r < 0)
		return r;
	*ret = NULL;
	if (node.kind != IA_TREE_DIRECTORY)
		return 0;
	r = list_names(spelling, path, &names, reterr);
	if (r < 0)
		return r;
	*ret = remember(spelling, path, names);
	if (!*ret)
		return ia_error_memory(reterr);
	return spend(spelling, LISTING_UNITS + NAME_UNITS * (*ret)->count, reterr);
}

/* Changes a name into what the directory calls it: 1; 0 it has none of the kind. */
static int respell(struct ia_spelling *spelling, const char *directory, char *name,
		   struct isoargs_error **reterr)
{
	const struct ia_listed *listed;
	const char *other = NULL;
	int r = names_of(spelling, directory, &listed, reterr);

	if (r == 0 && listed)
		r = spend(spelling, LOOK_UNITS * listed->count, reterr);
	if (r < 0 || !listed)
		return r;
	for (const char *item = listed->names; *item; item += strlen(item) + 1) {
		if (strcmp(item, name) == 0)
			return 1;
		if (!other && ia_ascii_equal_fold(item, name))
			other = item;
	}
	if (other)
		memcpy(name, other, strlen(name));
	return other != NULL;
}

int ia_spelling_find(struct ia_spelling *spelling, const char *path, char **ret,
		     struct isoargs_error **reterr)
{
	char *spelled IA_AUTO_FREE = strdup(path);
	char *name = spelled, *end;
	int r;

	if (!spelled)
		return ia_error_memory(reterr);
	for (;;) {
		end = strchr(name, '/');
		if (end)
			*end = '\0';
		/* The directory is what lies before the name. */
		if (name > spelled)
			name[-1] = '\0';
		r = respell(spelling, name > spelled ? spelled : "", name, reterr);
		if (r <= 0)
			return r;
		if (name > spelled)
			name[-1] = '/';
		if (!end)
			break;
		*end = '/';
		name = end + 1;
	}
	if (strcmp(spelled, path) == 0)
		return 0;
	*ret = IA_TAKE(spelled);
	return 1;
}

void ia_spelling_free(struct ia_spelling *spelling)
{
	for (size_t i = 0; i < IA_TREE_LISTED_MAX; i++)
		forget(spelling, &spelling->listed[i]);
}
