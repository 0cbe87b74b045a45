/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/blkid.h"

#include <blkid/blkid.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/limits.h"
#include "volume/tables/bounds.h"
#include "volume/tables/reach.h"

#define BLKID_SECTOR 512u /* libblkid counts partitions in these, whatever the table does */
#define MBR_ACTIVE   0x80u

static void cleanup_probe(blkid_probe *probe)
{
	blkid_free_probe(*probe);
}

/* A probe on the window with every chain switched off. */
static int new_probe(const struct ia_window *window, blkid_probe *ret,
		     struct isoargs_error **reterr)
{
	blkid_probe probe;
	int fd;

	fd = ia_image_descriptor(window->image, reterr);
	if (fd < 0)
		return fd;
	probe = blkid_new_probe();
	if (!probe)
		return ia_error_memory(reterr);
	if (blkid_probe_set_device(probe, fd, (blkid_loff_t)window->offset,
				   (blkid_loff_t)window->size) < 0) {
		blkid_free_probe(probe);
		return ia_error(reterr, -EIO, IA_NOWHERE, NULL,
				"libblkid cannot be set up to read the image");
	}
	blkid_probe_enable_superblocks(probe, 0);
	blkid_probe_enable_partitions(probe, 0);
	*ret = probe;
	return 0;
}

static int fail(int code, const char *what, struct isoargs_error **reterr)
{
	if (code == -ENOMEM)
		return ia_error_memory(reterr);
	return ia_error(reterr, code, IA_NOWHERE, NULL, "libblkid failed while it looked for %s",
			what);
}

/*
 * libblkid takes a value that it had no memory for, and a block that it could not read, for one
 * that is not there; only errno tells. 0 or a negative errno.
 */
static int swallowed(const char *what, struct isoargs_error **reterr)
{
	return errno == ENOMEM || errno == EIO ? fail(-errno, what, reterr) : 0;
}

/* libblkid's answer, and no errno; 2.41 has -1 for it, as for failures, which have an errno. */
static bool is_ambivalent(int answer)
{
	return answer == -2 || (answer == -1 && errno == 0);
}

/*
 * Runs the chains that were enabled: 1 something found, 0 nothing, or a negative errno. With
 * ret_ambivalent as udev does, which wants one answer: it says that there were several.
 *
 * libblkid takes a read that was interrupted or came short for nothing there, and mostly does not
 * tell. So it is asked twice: the second time it has in its buffers what it could read, and reads
 * the rest once more.
 */
static int run(blkid_probe probe, const char *what, bool *ret_ambivalent,
	       struct isoargs_error **reterr)
{
	int r = 0, error;

	for (unsigned i = 0; i < 2; i++) {
		blkid_reset_probe(probe);
		errno = 0;
		r = ret_ambivalent ? blkid_do_safeprobe(probe) : blkid_do_fullprobe(probe);
	}
	if (ret_ambivalent) {
		*ret_ambivalent = is_ambivalent(r);
		if (*ret_ambivalent)
			return 1;
	}
	error = r >= 0 ? swallowed(what, reterr) : 0;
	if (error < 0)
		return error;
	if (r == 0)
		return 1;
	if (r == 1)
		return 0;
	return fail(errno ? -errno : -EIO, what, reterr);
}

/*
 * libblkid takes GPT entries that end before they begin, so a number of sectors may be anything:
 * what 64 bits of bytes cannot say is the largest number, which lies beyond every end.
 */
static uint64_t bytes_of(blkid_loff_t sectors)
{
	uint64_t bytes = UINT64_MAX;

	ia_multiply((uint64_t)sectors, BLKID_SECTOR, &bytes);
	return bytes;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static struct ia_partition describe(blkid_partition entry, enum ia_table_type type)
{
	bool is_mbr = type == IA_TABLE_MBR;

	return (struct ia_partition){
		.table = type,
		.number = (unsigned)blkid_partition_get_partno(entry),
		.offset = bytes_of(blkid_partition_get_start(entry)),
		.size = bytes_of(blkid_partition_get_size(entry)),
		.mbr_type = is_mbr ? (unsigned)blkid_partition_get_type(entry) & 0xff : 0,
		.active = is_mbr && blkid_partition_get_flags(entry) & MBR_ACTIVE,
		.type = is_mbr ? "" : or_empty(blkid_partition_get_type_string(entry)),
		.name = or_empty(blkid_partition_get_name(entry)),
		.uuid = or_empty(blkid_partition_get_uuid(entry)),
	};
}

/* May libblkid be asked for such a table? 0, and what it reads is fetched; or a negative errno and why not. */
static int check_bounds(const struct ia_window *window, enum ia_table_type type, blkid_probe probe,
			struct isoargs_error **reterr)
{
	const unsigned sector = blkid_probe_get_sectorsize(probe);
	int r = ia_reach_head(window, reterr);

	if (r < 0)
		return r;
	switch (type) {
	case IA_TABLE_MBR:
		r = ia_bound_boot_sector(window, reterr);
		if (r == 0)
			r = ia_bound_mbr(window, sector, reterr);
		return r < 0 ? r : ia_reach_mbr(window, sector, reterr);
	case IA_TABLE_GPT:
		return ia_bound_gpt(window, sector, reterr);
	case IA_TABLE_APM:
		return ia_reach_apm(window, reterr);
	}
	return 0;
}

/* Says in *retdoubt why the GPT that libblkid took is not the first one. 0 or a negative errno. */
static int doubt_gpt(const struct ia_window *window, blkid_probe probe, blkid_partlist list,
		     struct isoargs_error **retdoubt, struct isoargs_error **reterr)
{
	const unsigned sector = blkid_probe_get_sectorsize(probe);
	blkid_parttable table = blkid_partlist_get_table(list);
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	int r;

	if (!table || blkid_parttable_get_offset(table) == (blkid_loff_t)sector)
		return 0;
	r = ia_explain_gpt(window, sector, &cause);
	if (r < 0 && !cause)
		return ia_error_memory(reterr);
	if (r < 0 && r != -EBADMSG)
		return ia_error_copy(reterr, cause);
	ia_error(retdoubt, -EBADMSG, IA_AT_OFFSET(NULL, sector), NULL,
		 "the GPT was read from its backup at the image's end: %s",
		 cause ? ia_error_text(cause) : "found no header here, expected the first one");
	return retdoubt && !*retdoubt ? ia_error_memory(reterr) : 0;
}

static const char *const words[IA_TABLE_COUNT] = {
	[IA_TABLE_MBR] = "dos",
	[IA_TABLE_GPT] = "gpt",
	[IA_TABLE_APM] = "mac",
};

/* Sets a probe up for one type of table. 0 or a negative errno. */
static int new_table_probe(const struct ia_window *window, enum ia_table_type type,
			   blkid_probe *ret, struct isoargs_error **reterr)
{
	char word[8];
	char *only[] = {word, NULL};
	int r;

	strcpy(word, words[type]);
	r = new_probe(window, ret, reterr);
	if (r == 0)
		r = check_bounds(window, type, *ret, reterr);
	if (r < 0)
		return r;
	blkid_probe_enable_partitions(*ret, 1);
	blkid_probe_set_partitions_flags(*ret, BLKID_PARTS_FORCE_GPT);
	if (blkid_probe_filter_partitions_type(*ret, BLKID_FLTR_ONLYIN, only) < 0)
		return ia_error_memory(reterr);
	return 0;
}

static int visit_entries(blkid_partlist list, enum ia_table_type type, ia_blkid_visit visit,
			 void *data, struct isoargs_error **reterr)
{
	int count = blkid_partlist_numof_partitions(list);

	/* What libblkid took for the others has been drawn for by the bounds. */
	for (int i = 0; i < count && i < (int)IA_PARTITIONS_MAX; i++) {
		const struct ia_partition partition =
			describe(blkid_partlist_get_partition(list, i), type);
		int r = visit(&partition, data);

		if (r < 0)
			return r;
	}
	if (count > (int)IA_PARTITIONS_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL,
				"found %d partitions in one table, expected at most %u", count,
				IA_PARTITIONS_MAX);
	return 1;
}

int ia_blkid_partitions(const struct ia_window *window, enum ia_table_type type,
			ia_blkid_visit visit, void *data, struct isoargs_error **retdoubt,
			struct isoargs_error **reterr)
{
	struct isoargs_image *held IA_CLEANUP(ia_image_let_go) IA_UNUSED = window->image;
	blkid_probe probe IA_CLEANUP(cleanup_probe) = NULL;
	blkid_partlist list;
	int r;

	r = new_table_probe(window, type, &probe, reterr);
	if (r < 0)
		return r;
	r = run(probe, "a partition table", NULL, reterr);
	/* Of a GPT that it does not take libblkid says nothing. */
	if (r == 0 && type == IA_TABLE_GPT)
		return ia_explain_gpt(window, blkid_probe_get_sectorsize(probe), reterr);
	if (r <= 0)
		return r;
	/* What ran so far only looked at the table's head; of the entries it is asked twice, too. */
	list = blkid_probe_get_partitions(probe);
	if (!list)
		list = blkid_probe_get_partitions(probe);
	if (!list)
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, NULL,
				"libblkid cannot read the entries of a partition table (\"%s\")",
				words[type]);
	if (type == IA_TABLE_GPT) {
		r = doubt_gpt(window, probe, list, retdoubt, reterr);
		if (r < 0)
			return r;
	}
	return visit_entries(list, type, visit, data, reterr);
}

/* An allocated copy of one of the probe's values; NULL where it has none. 0 or -ENOMEM. */
static int take_value(blkid_probe probe, const char *key, char **ret)
{
	const char *value;
	size_t size;
	char *copy;

	if (blkid_probe_lookup_value(probe, key, &value, &size) < 0 || size <= 1) {
		*ret = NULL;
		return 0;
	}
	copy = strndup(value, size);
	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

void ia_blkid_found_free(struct ia_blkid_found *found)
{
	free(found->type);
	free(found->label);
	free(found->uuid);
	*found = (struct ia_blkid_found){0};
}

int ia_blkid_iso9660(const struct ia_window *window, struct ia_blkid_found *ret,
		     struct isoargs_error **reterr)
{
	char name[] = "iso9660";
	char *only[] = {name, NULL};
	struct isoargs_image *held IA_CLEANUP(ia_image_let_go) IA_UNUSED = window->image;
	blkid_probe probe IA_CLEANUP(cleanup_probe) = NULL;
	struct ia_blkid_found fs IA_CLEANUP(ia_blkid_found_free) = {0};
	int r;

	r = new_probe(window, &probe, reterr);
	if (r == 0)
		r = ia_reach_iso9660(window, reterr);
	if (r < 0)
		return r;
	blkid_probe_enable_superblocks(probe, 1);
	blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID);
	if (blkid_probe_filter_superblocks_type(probe, BLKID_FLTR_ONLYIN, only) < 0)
		return ia_error_memory(reterr);
	r = run(probe, "an ISO 9660 file system", NULL, reterr);
	if (r <= 0)
		return r;
	if (take_value(probe, "LABEL", &fs.label) < 0 || take_value(probe, "UUID", &fs.uuid) < 0)
		return ia_error_memory(reterr);
	*ret = fs;
	fs = (struct ia_blkid_found){0};
	return 1;
}

int ia_blkid_any(const struct ia_window *window, struct ia_blkid_found *ret,
		 struct isoargs_error **reterr)
{
	struct isoargs_image *held IA_CLEANUP(ia_image_let_go) IA_UNUSED = window->image;
	blkid_probe probe IA_CLEANUP(cleanup_probe) = NULL;
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};
	int r;

	r = new_probe(window, &probe, reterr);
	if (r == 0)
		r = ia_reach_any(window, reterr);
	if (r < 0)
		return r;
	for (enum ia_table_type type = 0; type < IA_TABLE_COUNT; type++) {
		r = check_bounds(window, type, probe, reterr);
		if (r < 0)
			return r;
	}
	r = ia_bound_marks(window, reterr);
	if (r < 0)
		return r;
	/* The flags, and the partitions beside them, of systemd's udev-builtin-blkid.c. */
	blkid_probe_enable_superblocks(probe, 1);
	blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID |
							 BLKID_SUBLKS_TYPE | BLKID_SUBLKS_SECTYPE |
							 BLKID_SUBLKS_USAGE | BLKID_SUBLKS_VERSION |
							 BLKID_SUBLKS_BADCSUM);
	blkid_probe_enable_partitions(probe, 1);
	r = run(probe, "any file system", &any.is_ambivalent, reterr);
	if (r <= 0)
		return r;
	if (!any.is_ambivalent && (take_value(probe, "TYPE", &any.type) < 0 ||
				   take_value(probe, "LABEL", &any.label) < 0 ||
				   take_value(probe, "UUID", &any.uuid) < 0))
		return ia_error_memory(reterr);
	if (!any.is_ambivalent && !any.type)
		return 0;
	*ret = any;
	any = (struct ia_blkid_found){0};
	return 1;
}

int ia_blkid_encode(const char *label, char **ret)
{
	/* libblkid wants room for a whole escape at the end, although it writes but a NUL there. */
	size_t size = strlen(label) * 4 + 4;
	char *encoded IA_AUTO_FREE = NULL;

	if (label[0] == '\0')
		return -EINVAL;
	encoded = malloc(size);
	if (!encoded)
		return -ENOMEM;
	if (blkid_encode_string(label, encoded, size) != 0)
		return -EINVAL;
	*ret = IA_TAKE(encoded);
	return 0;
}
