/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tree/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/limits.h"
#include "image/tree.h"
#include "volume/tree/spelling.h"

/* What one question takes, asked in another process; and one that was asked before. */
#define QUESTION_UNITS 20000u
#define LOOKUP_UNITS   200u

struct ia_tree_volume {
	struct ia_tree *tree;
	struct ia_meter *meter;
	struct ia_notes *notes;
	bool has_said; /* that nothing is listed, or that names are in another case */
	struct ia_spelling spelling;
};

int ia_tree_open(const struct ia_window *window, struct ia_notes *notes,
		 struct ia_tree_volume **ret, struct isoargs_error **reterr)
{
	struct ia_tree *tree = ia_tree_of(window->image);
	struct ia_tree_volume *volume;

	if (!tree)
		return 0;
	volume = calloc(1, sizeof(*volume));
	if (!volume)
		return ia_error_memory(reterr);
	volume->tree = tree;
	volume->meter = window->meter;
	volume->notes = notes;
	volume->spelling = (struct ia_spelling){tree, window->meter, notes, .size = 0};
	*ret = volume;
	return 1;
}

struct ia_tree_volume *ia_tree_free(struct ia_tree_volume *volume)
{
	if (volume)
		ia_spelling_free(&volume->spelling);
	free(volume);
	return NULL;
}

/*
 * As the tree wants it spelt: what ia_path_join() makes, without the first slash. Never longer than
 * the path.
 */
static char *settle_path(const char *path)
{
	char *settled = malloc(strlen(path) + 2), *end = settled;

	if (!settled)
		return NULL;
	/* Of at most IA_PATH_MAX bytes. */
	while (*path) {
		size_t length = strcspn(path, "/");

		if (length == 2 && path[0] == '.' && path[1] == '.') {
			while (end > settled && *--end != '/')
				;
		} else if (length > 0 && !(length == 1 && path[0] == '.')) {
			if (end > settled)
				*end++ = '/';
			end = mempcpy(end, path, length);
		}
		path += length + (path[length] == '/');
	}
	*end = '\0';
	return settled;
}

static int look(struct ia_tree_volume *volume, const char *path, struct ia_file *ret,
		struct isoargs_error **reterr)
{
	static const enum ia_file_type types[] = {
		[IA_TREE_NONE] = IA_FILE_NONE,
		[IA_TREE_FILE] = IA_FILE_REGULAR,
		[IA_TREE_DIRECTORY] = IA_FILE_DIRECTORY,
	};
	struct ia_tree_node node = {0};
	bool is_known;
	int r;

	r = ia_tree_find(volume->tree, path, &node, &is_known, reterr);
	if (ia_meter_spend(volume->meter, IA_COST_FILES, is_known ? LOOKUP_UNITS : QUESTION_UNITS) <
	    0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "nothing more is looked for");
	if (r < 0)
		return r;
	*ret = (struct ia_file){
		.type = types[node.kind], .size = node.size, .handle = {node.number}};
	return node.kind != IA_TREE_NONE;
}

static void say_respelt(struct ia_tree_volume *volume, const char *path, const char *spelled)
{
	if (volume->has_said || !volume->notes)
		return;
	volume->has_said = true;
	ia_note(volume->notes, ISOARGS_INFO, IA_NOTE_NAMES_OTHER_CASE, IA_NOWHERE,
		"names are spelt in another case here: %s was taken for %s; where case counts, as "
		"on a "
		"web server, an installer would not find it",
		spelled, path);
}

/* What is not there as it is spelt may be there in another case. */
static int find(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_tree_volume *volume = fs;
	char *settled IA_AUTO_FREE = settle_path(path);
	char *spelled IA_AUTO_FREE = NULL;
	int r;

	if (!settled)
		return ia_error_memory(reterr);
	r = look(volume, settled, ret, reterr);
	if (r != 0 || !ia_tree_can_list(volume->tree))
		return r;
	r = ia_spelling_find(&volume->spelling, settled, &spelled, reterr);
	if (r > 0)
		r = look(volume, spelled, ret, reterr);
	if (r > 0)
		say_respelt(volume, settled, spelled);
	return r;
}

static struct ia_tree_node node_of(const struct ia_file *file)
{
	return (struct ia_tree_node){
		.kind = IA_TREE_FILE, .size = file->size, .number = file->handle[0]};
}

static int read_file(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	struct ia_tree_volume *volume = fs;
	const struct ia_tree_node node = node_of(file);

	if (!ia_inside(offset, size, file->size))
		return ia_error(reterr, -ENODATA, IA_NOWHERE, NULL,
				"found the end of the file, expected more of it");
	if (size == 0)
		return 0;
	return ia_tree_read(volume->tree, &node, volume->meter, offset, buf, size, reterr);
}

static int window(void *fs, const struct ia_file *file, struct ia_window *ret,
		  struct isoargs_error **reterr)
{
	struct ia_tree_volume *volume = fs;
	const struct ia_tree_node node = node_of(file);
	int r = ia_tree_window(volume->tree, &node, ret, reterr);

	if (r > 0)
		ret->meter = volume->meter;
	return r;
}

static void say_unlisted(struct ia_tree_volume *volume)
{
	if (volume->has_said || !volume->notes)
		return;
	volume->has_said = true;
	ia_note(volume->notes, ISOARGS_INFO, IA_NOTE_TREE_UNLISTED, IA_NOWHERE,
		"nothing tells which files lie in a directory of this tree: they were asked for by "
		"name, and those with other names were not found");
}

/* What a name of a directory is. What cannot be opened is there all the same. */
static int look_at_name(struct ia_tree_volume *volume, const char *directory, const char *name,
			struct ia_file *ret, struct isoargs_error **reterr)
{
	char *path IA_AUTO_FREE = malloc(strlen(directory) + strlen(name) + 2);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	if (!path)
		return ia_error_memory(reterr);
	stpcpy(stpcpy(stpcpy(path, directory), *directory ? "/" : ""), name);
	r = look(volume, path, ret, &error);
	if (r < 0 && r != -EIO)
		return error ? ia_error_copy(reterr, error) : r;
	if (r <= 0)
		*ret = (struct ia_file){.type = IA_FILE_NONE};
	return 0;
}

static int list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		struct isoargs_error **reterr)
{
	struct ia_tree_volume *volume = fs;
	char *path IA_AUTO_FREE = NULL, *names IA_AUTO_FREE = NULL;
	int r;

	if (!ia_tree_can_list(volume->tree)) {
		say_unlisted(volume);
		return 0;
	}
	path = strdup(ia_tree_path(volume->tree, directory->handle[0]));
	if (!path)
		return ia_error_memory(reterr);
	r = ia_tree_list(volume->tree, path, &names, reterr);
	if (ia_meter_spend(volume->meter, IA_COST_FILES, QUESTION_UNITS) < 0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "nothing more is looked for");
	/* Of at most IA_TREE_NAMES_MAX bytes. */
	for (const char *name = names; r == 0 && *name; name += strlen(name) + 1) {
		struct ia_file file;

		r = look_at_name(volume, path, name, &file, reterr);
		if (r == 0)
			r = visit(name, &file, data);
	}
	return r;
}

struct ia_files ia_tree_files(struct ia_tree_volume *volume)
{
	static const struct ia_files_ops ops = {
		.find = find, .read = read_file, .list = list, .window = window};

	return (struct ia_files){
		.ops = &ops,
		.fs = volume,
		.name = "TREE",
		.meter = volume->meter,
		.is_dear = ia_tree_is_remote(volume->tree),
	};
}
