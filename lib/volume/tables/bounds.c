/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/bounds.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"

#define REMEDY "compare the image's checksum with the publisher's"

#define MBR_SIZE      512u
#define MBR_ENTRY     446u
#define MBR_ENTRIES   4u
#define MBR_SIGNATURE 510u

static const uint8_t *entry_of(const uint8_t *mbr, unsigned index)
{
	return mbr + MBR_ENTRY + (size_t)index * 16;
}

static bool is_extended(const uint8_t *entry)
{
	const uint8_t type = entry[4];

	return (type == 0x05 || type == 0x0f || type == 0x85) && ia_le32(entry + 12) > 0;
}

/* 1 an MBR, or what continues it, is there and read; 0 or a negative errno. */
static int read_mbr(const struct ia_window *window, uint64_t at, uint8_t *ret,
		    struct isoargs_error **reterr)
{
	int r;

	if (!ia_inside(at, MBR_SIZE, window->size))
		return 0;
	r = ia_window_read(window, at, ret, MBR_SIZE, reterr);
	if (r < 0)
		return r;
	return ia_le16(ret + MBR_SIGNATURE) == 0xaa55;
}

/* Follows one extended partition as libblkid does, and takes what it goes through from *left. */
static int follow(const struct ia_window *window, uint64_t start, unsigned sector, unsigned *left,
		  struct isoargs_error **reterr)
{
	uint8_t mbr[MBR_SIZE];
	uint64_t at = start;
	int r;

	while ((r = read_mbr(window, at, mbr, reterr)) > 0) {
		unsigned i = 0;

		if (*left == 0)
			return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, start), REMEDY,
					"found an extended MBR partition that goes on and on or "
					"leads to itself, expected at most %u links",
					IA_TABLE_ENTRIES_MAX);
		--*left;
		if (ia_meter_spend(window->meter, IA_COST_TABLES, IA_BOUND_LINK_UNITS) < 0)
			return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, at), NULL,
					"no more tables are looked at");
		while (i < MBR_ENTRIES && !is_extended(entry_of(mbr, i)))
			i++;
		if (i == MBR_ENTRIES)
			return 0;
		at = start + (uint64_t)ia_le32(entry_of(mbr, i) + 8) * sector;
	}
	return r;
}

int ia_bound_mbr(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr)
{
	uint8_t mbr[MBR_SIZE];
	unsigned left = IA_TABLE_ENTRIES_MAX;
	int r = read_mbr(window, 0, mbr, reterr);

	if (r <= 0)
		return r;
	for (unsigned i = 0; r >= 0 && i < MBR_ENTRIES; i++) {
		const uint8_t *entry = entry_of(mbr, i);

		if (is_extended(entry))
			r = follow(window, (uint64_t)ia_le32(entry + 8) * sector, sector, &left,
				   reterr);
	}
	return r < 0 ? r : 0;
}
