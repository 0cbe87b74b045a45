/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/reach.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/limits.h"

#define HEAD_SIZE        1024u
#define VOLUME_AT        (16u * IA_BLOCK_SIZE)
#define DESCRIPTORS      17u /* the first, and as many as are looked at for a Joliet one */
#define NESTED_SIZE      (16u * 1024u) /* UnixWare's table lies in its last sector */
#define APM_ENTRIES      256u
#define APM_SIGNATURE    0x504du
#define APM_SIGNATURE_TS 0x5453u

/* Whatever has a fixed place from the start, and from the end, as of 2.38: LUKS' last second header
 * at 4 MiB, and Promise's RAID 3087 sectors before the end. */
#define START_SIZE (UINT64_C(4) * 1024 * 1024 + 64u * 1024u)
#define END_SIZE   (UINT64_C(2) * 1024 * 1024)

int ia_reach_head(const struct ia_window *window, struct isoargs_error **reterr)
{
	return ia_window_fetch(window, 0, HEAD_SIZE, reterr);
}

int ia_reach_iso9660(const struct ia_window *window, struct isoargs_error **reterr)
{
	return ia_window_fetch(window, VOLUME_AT, (uint64_t)DESCRIPTORS * IA_BLOCK_SIZE, reterr);
}

int ia_reach_mbr(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr)
{
	static const uint8_t types[] = {0x63, 0x81, 0x82, 0xa5, 0xa6, 0xa9, 0xbf};
	uint8_t mbr[512];
	int r;

	if (!ia_image_is_sparse(window->image) || window->size < sizeof(mbr))
		return 0;
	r = ia_window_read(window, 0, mbr, sizeof(mbr), reterr);
	for (unsigned i = 0; r == 0 && i < 4; i++) {
		const uint8_t *entry = mbr + 446 + 16 * (size_t)i;

		if (memchr(types, entry[4], sizeof(types)))
			r = ia_window_fetch(window, (uint64_t)ia_le32(entry + 8) * sector,
					    NESTED_SIZE, reterr);
	}
	return r;
}

int ia_reach_apm(const struct ia_window *window, struct isoargs_error **reterr)
{
	uint8_t head[4];
	uint64_t unit;
	int r;

	if (!ia_image_is_sparse(window->image) || window->size < HEAD_SIZE)
		return 0;
	r = ia_window_read(window, 0, head, sizeof(head), reterr);
	if (r < 0 || memcmp(head, "ER", 2) != 0)
		return r;
	unit = ia_be16(head + 2);
	for (uint64_t i = 1; i <= APM_ENTRIES && (i + 1) * unit <= window->size; i++) {
		uint8_t entry[2];

		r = ia_window_fetch(window, i * unit, unit, reterr);
		if (r == 0)
			r = ia_window_read(window, i * unit, entry, sizeof(entry), reterr);
		if (r < 0)
			return r;
		if (ia_be16(entry) != APM_SIGNATURE && ia_be16(entry) != APM_SIGNATURE_TS)
			break;
	}
	return 0;
}

/* What has libblkid read at places that the medium chooses, unless bounds.h refuses it anyway. */
static const struct mark {
	uint64_t offset;
	unsigned size;
	bool from_end;
	const char *bytes;
	const char *name;
} marks[] = {
	{1024, 2, false, "BD", "HFS"},
	{1024, 2, false, "H+", "HFS Plus"},
	{1024, 2, false, "HX", "HFS Plus"},
	{0x1c7, 3, false, "XGM", "an Atari partition table"},
	{0x1d3, 3, false, "XGM", "an Atari partition table"},
	{0x1df, 3, false, "XGM", "an Atari partition table"},
	{0x1eb, 3, false, "XGM", "an Atari partition table"},
	{512, 4, true, "\xde\x11\xde\x11", "a DDF RAID"},
	{512, 4, true, "\x11\xde\x11\xde", "a DDF RAID"},
	{257 * 512, 4, true, "\xde\x11\xde\x11", "a DDF RAID"},
	{257 * 512, 4, true, "\x11\xde\x11\xde", "a DDF RAID"},
};

static int refuse(uint64_t offset, const char *name, struct isoargs_error **reterr)
{
	return ia_error(
		reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, offset), NULL,
		"not looked at: beside ISO 9660 there is the mark of %s, for which libblkid "
		"may read anywhere in the image",
		name);
}

static int look_for_marks(const struct ia_window *window, struct isoargs_error **reterr)
{
	for (size_t i = 0; i < IA_COUNT(marks); i++) {
		const struct mark *mark = &marks[i];
		uint64_t at = mark->offset;
		uint8_t bytes[4];
		int r;

		if (at + sizeof(bytes) > window->size)
			continue;
		if (mark->from_end)
			at = window->size - at;
		r = ia_window_read(window, at, bytes, mark->size, reterr);
		if (r == 0 && memcmp(bytes, mark->bytes, mark->size) == 0)
			r = refuse(at, mark->name, reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

/* A boot sector that libblkid takes for FAT's has its root directory anywhere. */
static int look_for_fat(const struct ia_window *window, struct isoargs_error **reterr)
{
	enum { SECTOR = 11, PER_CLUSTER = 13, TABLES = 16, MEDIA = 21, SIZE = 22 };
	uint8_t boot[SIZE];
	unsigned sector;
	int r;

	if (window->size < sizeof(boot))
		return 0;
	r = ia_window_read(window, 0, boot, sizeof(boot), reterr);
	if (r < 0)
		return r;
	sector = ia_le16(boot + SECTOR);
	if (sector < 512 || sector > 4096 || (sector & (sector - 1)) != 0 ||
	    boot[PER_CLUSTER] == 0 || (boot[PER_CLUSTER] & (boot[PER_CLUSTER] - 1)) != 0 ||
	    boot[TABLES] == 0 || (boot[MEDIA] != 0xf0 && boot[MEDIA] < 0xf8))
		return 0;
	return refuse(SECTOR, "FAT", reterr);
}

/* UDF's descriptors lie where its anchor says; libblkid looks for it behind these marks. */
static int look_for_udf(const struct ia_window *window, struct isoargs_error **reterr)
{
	for (unsigned i = 0; i < 64; i++) {
		uint64_t at = VOLUME_AT + (uint64_t)i * IA_BLOCK_SIZE;
		uint8_t id[5];
		int r;

		if (at + 1 + sizeof(id) > window->size)
			break;
		r = ia_window_read(window, at + 1, id, sizeof(id), reterr);
		if (r == 0 && (memcmp(id, "BEA01", 5) == 0 || memcmp(id, "NSR0", 4) == 0))
			r = refuse(at + 1, "UDF", reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

int ia_reach_any(const struct ia_window *window, struct isoargs_error **reterr)
{
	const uint64_t size = window->size;
	int r;

	if (ia_image_is_remote(window->image))
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, NULL,
				"not looked at: the medium is remote");
	if (!ia_image_is_sparse(window->image))
		return 0;
	r = ia_window_fetch(window, 0, START_SIZE, reterr);
	if (r == 0)
		r = ia_window_fetch(window, size > END_SIZE ? size - END_SIZE : 0, END_SIZE,
				    reterr);
	/* What has been fetched as a whole holds all that they could lead to. */
	if (r < 0 || size <= START_SIZE + END_SIZE)
		return r;
	r = look_for_marks(window, reterr);
	if (r == 0)
		r = look_for_fat(window, reterr);
	return r < 0 ? r : look_for_udf(window, reterr);
}
