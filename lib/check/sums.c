/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "base/note.h"
#include "check/checks.h"
#include "menu/location.h"

/* Is what lies in a tree what its .treeinfo has checksums of? */

#define UNITS_PER_BYTE 4u /* of the meter, to read and to sum */
#define OTHER_TREE     "fetch it again, or name another mirror"

/* How far the sum of a file has come, and whoever wants to know. */
struct sum {
	const struct ia_files *files;
	isoargs_progress progress; /* or NULL */
	void *data;
	uint64_t done, total; /* of all files */
};

static int stop(const struct sum *sum, struct isoargs_error **reterr)
{
	if (!sum->progress || sum->progress(sum->done, sum->total, sum->data) == 0)
		return 0;
	return ia_error(reterr, -ECANCELED, IA_NOWHERE, NULL, "the check was stopped");
}

/* Reads all of a file: 0, with its sum in hex; -ECANCELED; -ENOMEM; or why it cannot be read. */
static int add_up(struct sum *sum, const struct ia_file *file, const char *location,
		  enum ia_digest_type type, char *hex, struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct ia_digest *digest IA_AUTO_DIGEST = ia_digest_new(type);
	uint8_t *piece IA_AUTO_FREE = malloc(IA_SINK_MAX);

	if (!digest || !piece)
		return ia_error_memory(reterr);
	/* Of a length that whoever asks for it has bounded, or asked for. */
	for (uint64_t offset = 0; offset < file->size;) {
		uint64_t left = file->size - offset;
		size_t size = left < IA_SINK_MAX ? (size_t)left : IA_SINK_MAX;
		int r = ia_files_read(sum->files, file, offset, piece, size, &cause);

		if (r < 0)
			return cause ? ia_error_in_file(reterr, location, cause) : r;
		ia_digest_add(digest, piece, size);
		offset += size;
		sum->done += size;
		r = stop(sum, reterr);
		if (r < 0)
			return r;
	}
	ia_digest_hex(digest, hex);
	return 0;
}

static void say_wrong(struct ia_check *check, enum ia_note_code code, const char *location,
		      const struct ia_checksum *wanted, const char *hex)
{
	ia_check_add(check, ISOARGS_CHECK_ERROR, code, IA_IN_FILE(location), OTHER_TREE,
		     "the file is damaged, or of another release: its %s is %s, .treeinfo says %s",
		     ia_digest_name(wanted->type), hex, wanted->hex);
}

/* The kernel's alone: it is read for what it says of itself anyway. */
void ia_check_kernel_sum(struct ia_check *check)
{
	const char *location = check->has_kernel ? check->args->entry.kernel_location : NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_checksum wanted = {0};
	struct sum sum = {0};
	struct ia_file file;
	char hex[IA_DIGEST_HEX_MAX];
	int r;

	if (!check->report->is_tree || !location)
		return;
	ia_location_split(location, &wanted.path);
	wanted.hex = ia_treeinfo_checksum(&check->report->treeinfo, wanted.path, &wanted.type);
	if (!wanted.hex)
		return;
	r = ia_filesystems_find(&check->systems, location, &sum.files, &file, &error);
	if (r > 0 && file.size > IA_SUMMED_MAX) {
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_KERNEL, IA_IN_FILE(location), NULL,
			     "more than the %u bytes that are held against a checksum here",
			     IA_SUMMED_MAX);
		return;
	}
	if (r > 0) {
		ia_meter_raise(check->meter, file.size * UNITS_PER_BYTE, 0);
		r = add_up(&sum, &file, location, wanted.type, hex, &error);
	}
	if (r < 0)
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_KERNEL, error);
	else if (strcmp(hex, wanted.hex) != 0)
		say_wrong(check, IA_FINDING_KERNEL, location, &wanted, hex);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_KERNEL, IA_IN_FILE(location), NULL,
			     "its %s is that of .treeinfo", ia_digest_name(wanted.type));
}

/* A tree that is opened to sum all of its files. */
struct summing {
	struct ia_check *check;
	struct ia_tree_volume *volume;
	struct ia_files files;
	struct ia_arena *arena;
	struct ia_treeinfo info;
	const char *name; /* of its .treeinfo */
	struct sum sum;
	size_t right;
	size_t room; /* for findings */
	size_t rest; /* that there was none for */
};

static void cleanup_summing(struct summing *summing)
{
	ia_tree_free(summing->volume);
	ia_arena_free(summing->arena);
}

/* 1 it has checksums; 0 it has none; or why it cannot be read. */
static int read_sums(struct summing *summing, struct isoargs_error **reterr)
{
	static const char *const names[] = {"TREE:/.treeinfo", "TREE:/treeinfo"};
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0;
	int r = 0;

	for (size_t i = 0; i < IA_COUNT(names) && r == 0; i++) {
		summing->name = names[i];
		r = ia_files_slurp(&summing->files, strchr(names[i], '/'), IA_TREEINFO_MAX, &text,
				   &size, reterr);
	}
	if (r > 0)
		r = ia_treeinfo_parse(&(struct ia_ini){.name = summing->name, .rest = {text, size}},
				      summing->arena, &summing->info, reterr);
	return r > 0 ? summing->info.checksum_count > 0 : r;
}

/* Is there no later line for the same file? */
static bool counts(const struct summing *summing, const struct ia_checksum *wanted)
{
	enum ia_digest_type type;

	return ia_treeinfo_checksum(&summing->info, wanted->path, &type) == wanted->hex;
}

static bool has_room(struct summing *summing)
{
	if (summing->room > 0) {
		summing->room--;
		return true;
	}
	summing->rest++;
	return false;
}

/* One file: 0, whatever is found of it; or what ends the call. */
static int compare(struct summing *summing, const struct ia_checksum *wanted,
		   struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_check *check = summing->check;
	char location[IA_PATH_MAX + 8], hex[IA_DIGEST_HEX_MAX] = "";
	struct ia_file file;
	int r;

	snprintf(location, sizeof(location), "TREE:/%s", wanted->path);
	r = ia_files_find(&summing->files, wanted->path, &file, &error);
	if (r > 0 && file.type == IA_FILE_REGULAR)
		r = add_up(&summing->sum, &file, location, wanted->type, hex, &error);
	else if (r >= 0)
		r = -ENOENT;
	if (r == 0 && strcmp(hex, wanted->hex) == 0) {
		summing->right++;
		return 0;
	}
	/* What a server fails with says nothing of the tree. */
	if (r == -ENOMEM || r == -ECANCELED || (r < 0 && r != -ENOENT && summing->files.is_dear))
		return error ? ia_error_copy(reterr, error) : r;
	if (!has_room(summing))
		return 0;
	if (r == -ENOENT)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEDIA, IA_IN_FILE(location),
			     OTHER_TREE, "%s has a checksum of this file, which is not there",
			     summing->name);
	else if (r < 0)
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_MEDIA, error);
	else
		say_wrong(check, IA_FINDING_MEDIA, location, wanted, hex);
	return 0;
}

static int compare_all(struct summing *summing, struct isoargs_error **reterr)
{
	const struct ia_treeinfo *info = &summing->info;
	size_t count = 0;
	int r = 0;

	/* Of at most IA_CHECKSUMS_MAX; what cannot be looked up is told below. */
	for (size_t i = 0; i < info->checksum_count; i++) {
		struct ia_file file;

		if (counts(summing, &info->checksums[i]) &&
		    ia_files_find(&summing->files, info->checksums[i].path, &file, NULL) > 0)
			summing->sum.total += file.size;
	}
	for (size_t i = 0; i < info->checksum_count && r == 0; i++) {
		if (!counts(summing, &info->checksums[i]))
			continue;
		count++;
		r = compare(summing, &info->checksums[i], reterr);
	}
	if (r < 0)
		return r;
	if (summing->rest > 0)
		ia_check_add(summing->check, ISOARGS_CHECK_ERROR, IA_FINDING_MEDIA, IA_NOWHERE,
			     OTHER_TREE, "%zu further files are others, or not there",
			     summing->rest);
	if (summing->right == count)
		ia_check_add(summing->check, ISOARGS_CHECK_OK, IA_FINDING_MEDIA, IA_NOWHERE, NULL,
			     "the %zu files that %s has checksums of are as it says", count,
			     summing->name);
	return 0;
}

int ia_check_sums(struct ia_check *check, isoargs_progress progress, void *data,
		  struct isoargs_error **reterr)
{
	const struct ia_window whole = ia_window_whole(check->image);
	struct summing summing IA_CLEANUP(cleanup_summing) = {
		.check = check,
		.arena = ia_arena_new(0),
		.sum = {.progress = progress, .data = data},
		.room = IA_CHECK_REPEATS_MAX,
	};
	int r;

	if (!summing.arena)
		return ia_error_memory(reterr);
	r = ia_tree_open(&whole, NULL, &summing.volume, reterr);
	if (r < 0)
		return r;
	summing.files = ia_tree_files(summing.volume);
	summing.sum.files = &summing.files;
	r = read_sums(&summing, reterr);
	if (r > 0)
		r = compare_all(&summing, reterr);
	else if (r == 0)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEDIA, IA_NOWHERE,
			     "compare it with what its maker publishes",
			     "no .treeinfo of this tree has a checksum");
	if (r == 0 && check->error)
		return ia_error_memory(reterr);
	return r;
}
