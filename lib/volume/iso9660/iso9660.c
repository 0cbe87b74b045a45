/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/iso9660.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "volume/iso9660/descriptors.h"
#include "volume/iso9660/entry.h"
#include "volume/iso9660/expect.h"
#include "volume/iso9660/lookup.h"
#include "volume/iso9660/memo.h"
#include "volume/iso9660/tree.h"

/*
 * The walk through directories is ours. libiso9660 opens paths only, and is no match for a hostile
 * image: sizes of directories and lengths in Rock Ridge entries overflow its buffers, cycles keep it
 * busy for ever, and its log ends the process. On well-formed images the tests hold both to agree.
 * What it is good for is in descriptors.c, and in kickstart/oemdrv.c, which writes a volume.
 */

struct ia_iso9660 {
	struct ia_iso9660_volume volume;
	struct ia_iso_tree tree;
	struct ia_iso_memo memo;
	unsigned foreseen;
};

/* Does the primary root's "." record speak Rock Ridge? Sets tree->skip if so. 1, 0, or an error. */
static int probe_rock_ridge(struct ia_iso_tree *tree, struct isoargs_error **reterr)
{
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_record self;
	int r;

	r = ia_iso_dir_open(&dir, tree, &tree->root, "/", reterr);
	if (r < 0)
		return r;
	r = ia_iso_dir_record(&dir, &self, reterr);
	if (r <= 0)
		return r;
	if (!ia_iso_record_is_self(&self))
		return ia_error(reterr, -EBADMSG, IA_IN_FILE("/"), NULL,
				"the directory's first record is not \".\"");
	/* Of a CD-ROM XA record, 14 bytes come first (SUSP 5.3). */
	for (unsigned skip = 0; skip <= 14; skip += 14) {
		const uint8_t *sp = self.area + skip;

		if (self.area_size < skip + 7 || memcmp(sp, "SP\x07\x01\xbe\xef", 6) != 0)
			continue;
		tree->skip = (uint8_t)skip;
		r = ia_iso_dir_susp(&dir, &self, IA_ANY_NAME, reterr);
		if (r < 0)
			return r;
		tree->skip = dir.susp.skip;
		return dir.susp.has_rock_ridge;
	}
	return 0;
}

static void choose_tree(struct ia_iso9660 *iso, const struct ia_iso_descriptors *all,
			struct ia_notes *notes)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = probe_rock_ridge(&iso->tree, &error);

	if (r < 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_ROOT_UNUSABLE, IA_IN_FILE("/"),
			"cannot tell whether the volume has Rock Ridge names: %s",
			error ? isoargs_error_message(error) : "out of memory");
	if (r > 0) {
		iso->tree.kind = IA_ISO9660_ROCK_RIDGE;
	} else if (all->has_joliet_root) {
		iso->tree.kind = IA_ISO9660_JOLIET;
		iso->tree.root = all->joliet_root;
	}
	iso->volume.tree = iso->tree.kind;
}

int ia_iso9660_open(const struct ia_window *window, struct ia_notes *notes, struct ia_iso9660 **ret,
		    struct isoargs_error **reterr)
{
	struct ia_iso_descriptors all = {0};
	struct ia_iso9660 *iso;
	int r;

	r = ia_iso_descriptors_read(window, notes, &all, reterr);
	if (r <= 0)
		return r;
	iso = calloc(1, sizeof(*iso));
	if (!iso)
		return ia_error_memory(reterr);
	iso->volume = all.volume;
	iso->tree = (struct ia_iso_tree){
		.window = *window,
		.kind = IA_ISO9660_PLAIN,
		.volume = all.number,
		.root = all.root,
	};
	iso->tree.memo = &iso->memo;
	iso->tree.foreseen = &iso->foreseen;
	ia_iso_expect_root(&iso->tree);
	choose_tree(iso, &all, notes);
	ia_iso_expect_tree(&iso->tree);
	*ret = iso;
	return 1;
}

struct ia_iso9660 *ia_iso9660_free(struct ia_iso9660 *iso)
{
	free(iso);
	return NULL;
}

const struct ia_iso9660_volume *ia_iso9660_volume(const struct ia_iso9660 *iso)
{
	return &iso->volume;
}

static int find(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_iso9660 *iso = fs;

	return ia_iso_lookup(&iso->tree, &iso->tree.root, path, 0, ret, reterr);
}

static int read_file(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	const struct ia_iso9660 *iso = fs;

	return ia_iso_tree_read(&iso->tree, file, offset, buf, size, reterr);
}

/* What a name of a directory leads to: 1 into *ret, 0 to no file or directory, or an error. */
static int resolve(const struct ia_iso_tree *tree, const struct ia_file *directory,
		   const struct ia_iso_entry *entry, struct ia_file *ret,
		   struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	if (entry->kind == IA_ISO_OTHER)
		return 0;
	if (entry->lacks_size) {
		r = ia_iso_tree_directory(tree, entry->file.offset, NULL, ret, reterr);
		return r < 0 ? r : 1;
	}
	if (entry->kind != IA_ISO_LINK) {
		*ret = entry->file;
		return 1;
	}
	/* A link that is broken or runs in circles is no reason to hide the names beside it. */
	if (entry->is_broken || !entry->target)
		return 0;
	r = ia_iso_lookup(tree, directory, entry->target, 1, ret, &error);
	if (r == -ELOOP || r == -EBADMSG)
		return 0;
	if (r < 0)
		return ia_error(reterr, r, IA_NOWHERE, NULL, "symbolic link %s: %s", entry->name,
				error ? isoargs_error_message(error) : "out of memory");
	return r;
}

static int list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		struct isoargs_error **reterr)
{
	struct ia_iso9660 *iso = fs;
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_entry entry;
	int r;

	r = ia_iso_dir_open(&dir, &iso->tree, directory, NULL, reterr);
	if (r < 0)
		return r;
	while ((r = ia_iso_entry_next(&dir, IA_ANY_NAME, &entry, reterr)) > 0) {
		struct ia_file file = {.type = IA_FILE_NONE};

		if (entry.is_relocated)
			continue;
		r = resolve(&iso->tree, directory, &entry, &file, reterr);
		if (r >= 0)
			r = visit(entry.name, &file, data);
		if (r != 0)
			return r;
	}
	return r;
}

static int file_window(void *fs, const struct ia_file *file, struct ia_window *ret,
		       struct isoargs_error **reterr)
{
	const struct ia_iso9660 *iso = fs;
	int r;

	/* One extent, and nothing else of note. */
	if (file->type != IA_FILE_REGULAR || file->handle[1] != 1)
		return 0;
	r = ia_window_cut(&iso->tree.window, file->offset, file->size, ret, reterr);
	return r < 0 ? r : 1;
}

static void expect(void *fs, const struct ia_file *file, uint64_t offset, uint64_t size)
{
	const struct ia_iso9660 *iso = fs;

	ia_window_expect(&iso->tree.window, file->offset + offset, size);
}

static const struct ia_files_ops ops = {
	.find = find,
	.read = read_file,
	.list = list,
	.window = file_window,
	.expect = expect,
};

struct ia_files ia_iso9660_files(struct ia_iso9660 *iso)
{
	return (struct ia_files){
		.ops = &ops, .fs = iso, .name = "ISO", .meter = iso->tree.window.meter};
}
