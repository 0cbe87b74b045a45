/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/lookup.h"

#include <errno.h>
#include <string.h>

#include "base/strbuf.h"
#include "volume/iso9660/entry.h"
#include "volume/iso9660/memo.h"
#include "volume/iso9660/tree.h"

/* Where the resolution of a path stands. */
struct lookup {
	const struct ia_iso_tree *tree;
	const char *asked; /* the path as the caller gave it, for errors */
	unsigned links;
	bool ends_in_link; /* the path that was asked for */
	unsigned depth;    /* directories entered */
	struct ia_file current;
	struct ia_strbuf where; /* path of current, for errors */
	char *rest;             /* what is still to be resolved, after the links so far */
	size_t at;              /* in rest */
};

static void cleanup_lookup(struct lookup *lookup)
{
	ia_strbuf_free(&lookup->where);
	free(lookup->rest);
}

static size_t components(const char *path)
{
	size_t count = 0;

	for (; *path; path++)
		count += *path != '/' && (path[1] == '/' || path[1] == '\0');
	return count;
}

static const char *where(const struct lookup *lookup)
{
	return lookup->where.length > 0 ? lookup->where.data : "/";
}

static void go_to_root(struct lookup *lookup)
{
	lookup->current = lookup->tree->root;
	lookup->where.length = 0;
	lookup->depth = 0;
}

/* Takes path over as what is still to be resolved. */
static int set_rest(struct lookup *lookup, char *path, struct isoargs_error **reterr)
{
	const size_t size = strlen(path);

	free(lookup->rest);
	lookup->rest = path;
	lookup->at = 0;
	if (size > IA_PATH_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(lookup->asked), NULL,
				"the path and the links in it have more than %u bytes",
				IA_PATH_MAX);
	if (components(path) > IA_PATH_DEPTH_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(lookup->asked), NULL,
				"the path and the links in it have more than %u components",
				IA_PATH_DEPTH_MAX);
	if (path[0] == '/')
		go_to_root(lookup);
	return ia_iso_spend(lookup->tree, IA_IN_FILE(lookup->asked),
			    IA_ISO_PATH_UNITS + size * IA_ISO_PATH_BYTE_UNITS, reterr);
}

static int follow(struct lookup *lookup, const char *target, struct isoargs_error **reterr)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *path;

	if (lookup->links == IA_SYMLINKS_MAX)
		return ia_error(reterr, -ELOOP, IA_IN_FILE(lookup->asked), NULL,
				"more than %u symbolic links would have to be followed",
				IA_SYMLINKS_MAX);
	lookup->links++;
	/* Nothing is left of what follows it in the path that was asked for, or in a link that ended it. */
	if (lookup->rest[lookup->at + strspn(lookup->rest + lookup->at, "/")] == '\0')
		lookup->ends_in_link = true;
	ia_strbuf_adds(&buf, target);
	ia_strbuf_adds(&buf, lookup->rest + lookup->at);
	if (ia_strbuf_take(&buf, &path) < 0)
		return ia_error_memory(reterr);
	return set_rest(lookup, path, reterr);
}

static int go_up(struct lookup *lookup, struct isoargs_error **reterr)
{
	int r;

	r = ia_iso_tree_parent(lookup->tree, &lookup->current, where(lookup), &lookup->current,
			       reterr);
	if (r < 0)
		return r;
	while (lookup->where.length > 0 && lookup->where.data[--lookup->where.length] != '/')
		continue;
	if (lookup->where.data)
		lookup->where.data[lookup->where.length] = '\0';
	if (lookup->depth > 0)
		lookup->depth--;
	return 0;
}

static int go_down(struct lookup *lookup, const struct ia_file *directory, const char *name,
		   size_t size, struct isoargs_error **reterr)
{
	if (lookup->depth == IA_PATH_DEPTH_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(lookup->asked), NULL,
				"the path leads more than %u directories deep", IA_PATH_DEPTH_MAX);
	lookup->depth++;
	lookup->current = *directory;
	ia_strbuf_addc(&lookup->where, '/');
	ia_strbuf_add(&lookup->where, name, size);
	return lookup->where.error < 0 ? ia_error_memory(reterr) : 1;
}

/* Looks a name up in the current directory. 1 it is there; 0 absent; or an error. */
static int read_entry(const struct lookup *lookup, struct ia_slice name, struct ia_iso_dir *dir,
		      struct ia_iso_entry *ret, struct isoargs_error **reterr)
{
	int r;

	r = ia_iso_dir_open(dir, lookup->tree, &lookup->current, where(lookup), reterr);
	if (r == 0)
		r = ia_iso_entry_next(dir, name, ret, reterr);
	if (r > 0 && ret->kind == IA_ISO_DIRECTORY && ret->lacks_size) {
		r = ia_iso_tree_directory(lookup->tree, ret->file.offset, where(lookup), &ret->file,
					  reterr);
		return r < 0 ? r : 1;
	}
	return r;
}

/* A name that leads to this: 1 and go on (lookup->current), 0 it is nothing. */
static int enter(struct lookup *lookup, struct ia_slice name, const struct ia_file *file,
		 struct isoargs_error **reterr)
{
	if (file->type == IA_FILE_DIRECTORY)
		return go_down(lookup, file, name.at, name.size, reterr);
	lookup->current = *file;
	return file->type == IA_FILE_NONE ? 0 : 1;
}

/* One component: 1 and go on (lookup->current), 0 absent, or an error. */
static int step(struct lookup *lookup, struct ia_slice name, struct isoargs_error **reterr)
{
	static const struct ia_file nothing = {.type = IA_FILE_NONE};
	struct ia_iso_memo *memo = lookup->tree->memo;
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_entry entry;
	struct ia_file file;
	int r;

	if (lookup->current.type != IA_FILE_DIRECTORY)
		return 0;
	if (name.size == 1 && name.at[0] == '.')
		return 1;
	if (name.size == 2 && memcmp(name.at, "..", 2) == 0) {
		r = go_up(lookup, reterr);
		return r < 0 ? r : 1;
	}
	if (ia_iso_memo_find(memo, &lookup->current, name, &file))
		return enter(lookup, name, &file, reterr);
	r = read_entry(lookup, name, &dir, &entry, reterr);
	if (r < 0)
		return r;
	if (r > 0 && entry.kind == IA_ISO_LINK && entry.is_broken)
		return ia_error(reterr, -EBADMSG, IA_IN_FILE(lookup->asked), NULL,
				"the target of the symbolic link %s in %s contradicts its format",
				entry.name, where(lookup));
	if (r > 0 && entry.kind == IA_ISO_LINK && entry.target) {
		r = follow(lookup, entry.target, reterr);
		return r < 0 ? r : 1;
	}
	file = r > 0 && (entry.kind == IA_ISO_DIRECTORY || entry.kind == IA_ISO_REGULAR)
		       ? entry.file
		       : nothing;
	ia_iso_memo_keep(memo, &lookup->current, name, &file);
	return enter(lookup, name, &file, reterr);
}

int ia_iso_lookup(const struct ia_iso_tree *tree, const struct ia_file *from, const char *path,
		  unsigned links, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct lookup lookup IA_CLEANUP(cleanup_lookup) = {
		.tree = tree,
		.asked = path,
		.links = links,
		.current = *from,
	};
	char *copy = strdup(path);
	int r;

	if (!copy)
		return ia_error_memory(reterr);
	r = set_rest(&lookup, copy, reterr);
	if (r < 0)
		return r;
	/* Ends: each of at most IA_SYMLINKS_MAX links brings at most IA_PATH_MAX bytes. */
	while (lookup.rest[lookup.at]) {
		struct ia_slice name = {lookup.rest + lookup.at, 0};

		name.size = strcspn(name.at, "/");
		if (name.size == 0) {
			lookup.at++;
			continue;
		}
		lookup.at += name.size;
		r = step(&lookup, name, reterr);
		if (r <= 0)
			return r;
	}
	lookup.current.is_link = lookup.ends_in_link;
	*ret = lookup.current;
	return 1;
}
