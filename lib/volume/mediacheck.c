/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <isoargs/mediacheck.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/digest.h"
#include "image/image.h"
#include "volume/foreign.h"
#include "volume/implant.h"
#include "volume/iso9660/iso9660.h"

/* Bytes of one read. More leave the processor's cache before they are summed: a third slower. */
#define PIECE (64u * 1024u)
#define STEP  (32u * 1024u) /* bytes that isomd5sum sums between two looks at the fragment */

#define AGAIN "download or copy the image again"
#define CHANGED                                                                                    \
	AGAIN "; a label, a boot record or a partition table that was changed after the "          \
	      "checksum was embedded has the same effect"

_Static_assert(PIECE % STEP == 0, "a step is part of one piece");

/* A sum under way. */
struct run {
	struct ia_window image;
	struct ia_implant implant;
	uint64_t field; /* where the implant stands: it is summed as spaces */
	uint64_t total;
	uint64_t fragment; /* bytes of one, 0: they are not compared */
	uint64_t current;  /* fragment that the last step was in */
	uint64_t right;    /* byte up to which the sum was compared and right */
	struct ia_digest *digest;
	uint8_t *piece;
};

static void cleanup_run(struct run *run)
{
	ia_digest_free(run->digest);
	free(run->piece);
}

/* 1 the implant and what it covers, 0 there is none. */
static int find_implant(struct run *run, struct isoargs_error **reterr)
{
	struct ia_iso9660 *iso IA_AUTO_ISO9660 = NULL;
	const struct ia_iso9660_volume *volume;
	uint64_t skipped;
	int r;

	r = ia_iso9660_open(&run->image, NULL, &iso, reterr);
	if (r == 0)
		return ia_foreign_error(&run->image, isoargs_image_name(run->image.image), reterr);
	if (r < 0)
		return r;
	volume = ia_iso9660_volume(iso);
	run->field = volume->application_use_offset;
	r = ia_implant_parse(volume->application_use, run->field, &run->implant, reterr);
	if (r <= 0)
		return r;
	if (!ia_multiply(run->implant.skip, IA_BLOCK_SIZE, &skipped) ||
	    skipped >= volume->size_big_endian)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, run->field), AGAIN,
				"the embedded checksum leaves out %" PRIu64
				" sectors, but the volume has only %" PRIu64,
				run->implant.skip, volume->size_big_endian / IA_BLOCK_SIZE);
	run->total = volume->size_big_endian - skipped;
	if (run->implant.count > 0)
		run->fragment = run->total / (run->implant.count + 1);
	if (run->fragment < STEP)
		run->fragment = 0;
	return 1;
}

/*
 * The sum of a fragment is that of the image so far, up to and with the first step that starts
 * in the next one; of some bytes of it one digit each, the upper unless that is zero.
 */
static bool fragment_is_right(const struct run *run, uint64_t number)
{
	const struct ia_implant *implant = &run->implant;
	const char *expected = implant->fragments + (number - 1) * implant->digits;
	char hex[IA_DIGEST_HEX_MAX];

	ia_digest_hex(run->digest, hex);
	for (size_t i = 0; i < implant->digits && hex[2 * i]; i++) {
		if (expected[i] != (hex[2 * i] == '0' ? hex[2 * i + 1] : hex[2 * i]))
			return false;
	}
	return true;
}

static int fail(const struct run *run, uint64_t end, struct isoargs_error **reterr)
{
	return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, run->right), CHANGED,
			"the image is damaged: something from byte %" PRIu64 " to byte %" PRIu64
			" of the %" PRIu64 " that the embedded checksum covers differs",
			run->right, end - 1, run->total);
}

/* After a step that started at offset: does a fragment end here, and is its sum right? */
static int compare(struct run *run, uint64_t offset, uint64_t end, struct isoargs_error **reterr)
{
	const unsigned parts = run->implant.count + 1;
	uint64_t current;
	bool agreed;

	if (!run->fragment)
		return 0;
	current = offset / run->fragment;
	if (current == run->current || current >= parts)
		return 0;
	/* isomd5sum before 1.2 rounds later; where it changes at another step, nobody can tell. */
	agreed = offset * parts / run->total == current;
	run->current = current;
	if (!agreed)
		return 0;
	if (!fragment_is_right(run, current))
		return fail(run, end, reterr);
	run->right = end;
	return 0;
}

static void blank_field(const struct run *run, uint64_t offset, size_t size)
{
	uint64_t start = run->field > offset ? run->field : offset;
	uint64_t end = run->field + IA_IMPLANT_SIZE;

	if (end > offset + size)
		end = offset + size;
	if (start < end)
		memset(run->piece + (start - offset), ' ', (size_t)(end - start));
}

static int add_piece(struct run *run, uint64_t offset, size_t size, struct isoargs_error **reterr)
{
	int r;

	r = ia_window_read(&run->image, offset, run->piece, size, reterr);
	if (r < 0)
		return r;
	blank_field(run, offset, size);
	for (size_t done = 0; done < size;) {
		size_t step = size - done < STEP ? size - done : STEP;

		ia_digest_add(run->digest, run->piece + done, step);
		r = compare(run, offset + done, offset + done + step, reterr);
		if (r < 0)
			return r;
		done += step;
	}
	return 0;
}

static int report(isoargs_progress progress, void *data, uint64_t done, uint64_t total,
		  struct isoargs_error **reterr)
{
	if (!progress || progress(done, total, data) == 0)
		return 0;
	return ia_error(reterr, -ECANCELED, IA_AT_OFFSET(NULL, done), NULL,
			"the check was stopped");
}

static int add_all(struct run *run, isoargs_progress progress, void *data,
		   struct isoargs_error **reterr)
{
	int r = report(progress, data, 0, run->total, reterr);

	/* Asked for by itself, and bounded by the image's size: it draws on no meter. */
	for (uint64_t offset = 0; r == 0 && offset < run->total;) {
		uint64_t left = run->total - offset;
		size_t size = left < PIECE ? (size_t)left : PIECE;

		r = add_piece(run, offset, size, reterr);
		offset += size;
		if (r == 0)
			r = report(progress, data, offset, run->total, reterr);
	}
	return r;
}

int isoargs_media_verify(struct isoargs_image *image, isoargs_progress progress, void *data,
			 struct isoargs_error **reterr)
{
	struct run run IA_CLEANUP(cleanup_run) = {.image = ia_window_whole(image)};
	char hex[IA_DIGEST_HEX_MAX];
	int r;

	if (ia_image_tree(image))
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(isoargs_image_name(image)), NULL,
				"a tree of files has no checksum of its image");
	r = find_implant(&run, reterr);
	if (r <= 0)
		return r;
	if (run.total > run.image.size)
		return ia_error(reterr, -ENODATA, IA_NOWHERE, "download the image again",
				"the image has %" PRIu64 " bytes, its embedded checksum covers "
				"%" PRIu64 ": %" PRIu64 " are missing",
				run.image.size, run.total, run.total - run.image.size);
	run.digest = ia_digest_new(IA_DIGEST_MD5);
	run.piece = malloc(PIECE);
	if (!run.digest || !run.piece)
		return ia_error_memory(reterr);
	r = add_all(&run, progress, data, reterr);
	if (r < 0)
		return r;
	ia_digest_hex(run.digest, hex);
	return strcmp(hex, run.implant.sum) == 0 ? 1 : fail(&run, run.total, reterr);
}
