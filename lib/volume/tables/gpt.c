/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/gpt.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/limits.h"

#define SIGNATURE    "EFI PART"
#define ENTRY_SIZE   128u
#define ENTRIES_SIZE ((uint64_t)IA_TABLE_ENTRIES_MAX * ENTRY_SIZE)
#define REMEDY       "compare the image's checksum with the publisher's"

/* Where fields lie in a header. */
enum field {
	HEADER_SIZE = 12,
	HEADER_CRC = 16,
	OWN_SECTOR = 24,
	FIRST_USABLE = 40,
	LAST_USABLE = 48,
	ENTRIES_SECTOR = 72,
	ENTRIES_COUNT = 80,
	ENTRIES_EACH = 84,
	ENTRIES_CRC = 88,
};

#define AT(sector) IA_AT_OFFSET(NULL, (sector)->number *(sector)->size)

static bool is_header(const struct ia_gpt_sector *sector)
{
	return sector->size >= IA_GPT_HEADER_SIZE &&
	       memcmp(sector->data, SIGNATURE, strlen(SIGNATURE)) == 0;
}

/* Of both, no more than 64 bits hold. */
static uint64_t entries_size(const uint8_t *data)
{
	return (uint64_t)ia_le32(data + ENTRIES_COUNT) * ia_le32(data + ENTRIES_EACH);
}

int ia_gpt_bound(const struct ia_gpt_sector *sector, struct isoargs_error **reterr)
{
	const uint8_t *data = sector->data;

	if (!is_header(sector))
		return 0;
	if (entries_size(data) <= ENTRIES_SIZE)
		return 1;
	return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
			"found a GPT of %" PRIu32 " entries of %" PRIu32
			" bytes, expected at most %" PRIu64 " bytes of them",
			ia_le32(data + ENTRIES_COUNT), ia_le32(data + ENTRIES_EACH), ENTRIES_SIZE);
}

/* The header's checksum, which counts itself as 0. */
static uint32_t checksum(const uint8_t *data, uint32_t size)
{
	static const uint8_t itself[4];
	uLong crc = crc32(0, data, HEADER_CRC);

	crc = crc32(crc, itself, sizeof(itself));
	return (uint32_t)crc32(crc, data + HEADER_CRC + 4, size - HEADER_CRC - 4);
}

static int check_header(const struct ia_gpt_sector *sector, struct isoargs_error **reterr)
{
	const uint8_t *data = sector->data;
	uint32_t size = ia_le32(data + HEADER_SIZE), crc = ia_le32(data + HEADER_CRC);

	if (size < IA_GPT_HEADER_SIZE || size > sector->size)
		return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
				"found a GPT header of %" PRIu32 " bytes, expected %u to %zu", size,
				IA_GPT_HEADER_SIZE, sector->size);
	if (checksum(data, size) != crc)
		return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
				"found %#" PRIx32 " as a GPT header's checksum, expected %#" PRIx32,
				crc, checksum(data, size));
	if (ia_le64(data + OWN_SECTOR) != sector->number)
		return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
				"found a GPT header for sector %" PRIu64
				", expected one for sector %" PRIu64,
				ia_le64(data + OWN_SECTOR), sector->number);
	return 0;
}

static int check_range(const struct ia_gpt_sector *sector, struct isoargs_error **reterr)
{
	uint64_t first = ia_le64(sector->data + FIRST_USABLE);
	uint64_t last = ia_le64(sector->data + LAST_USABLE);

	if (first > sector->number && first <= last && last < sector->count)
		return 0;
	return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
			"found a GPT for sectors %" PRIu64 " to %" PRIu64
			", expected them between its header and the image's end at sector %" PRIu64,
			first, last, sector->count);
}

static int check_entries(const struct ia_gpt_sector *sector, struct isoargs_error **reterr)
{
	const uint8_t *data = sector->data;
	uint32_t each = ia_le32(data + ENTRIES_EACH);
	int r;

	r = ia_gpt_bound(sector, reterr);
	if (r < 0)
		return r;
	if (entries_size(data) == 0 || each % ENTRY_SIZE != 0)
		return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
				"found a GPT of %" PRIu32 " entries of %" PRIu32
				" bytes, expected at least one of %u bytes or a multiple",
				ia_le32(data + ENTRIES_COUNT), each, ENTRY_SIZE);
	return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
			"found a GPT whose entries at sector %" PRIu64
			" are damaged or beyond the end, expected them with the checksum %#" PRIx32,
			ia_le64(data + ENTRIES_SECTOR), ia_le32(data + ENTRIES_CRC));
}

int ia_gpt_explain(const struct ia_gpt_sector *sector, struct isoargs_error **reterr)
{
	int r;

	if (!is_header(sector))
		return 0;
	r = check_header(sector, reterr);
	if (r == 0)
		r = check_range(sector, reterr);
	return r < 0 ? r : check_entries(sector, reterr);
}
