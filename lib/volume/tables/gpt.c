/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/bounds.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"

#define SIGNATURE    "EFI PART"
#define ENTRY_SIZE   128u
#define ENTRIES_SIZE ((uint64_t)IA_TABLE_ENTRIES_MAX * ENTRY_SIZE)
#define SECTOR_MAX   4096u
#define REMEDY       "compare the image's checksum with the publisher's"

#define HEADER_SIZE_MIN 92u /* bytes of a header that say something: UEFI 2.10, table 5.5 */

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

/* A header as it lies on a medium of so many sectors, each of `size` bytes. */
struct sector {
	uint8_t data[SECTOR_MAX];
	size_t size;
	uint64_t number; /* of the sector that the header lies in */
	uint64_t count;  /* of the medium's sectors */
};

#define AT(sector) IA_AT_OFFSET(NULL, (sector)->number *(sector)->size)

static bool is_header(const struct sector *sector)
{
	return sector->size >= HEADER_SIZE_MIN &&
	       memcmp(sector->data, SIGNATURE, strlen(SIGNATURE)) == 0;
}

/* Of both, no more than 64 bits hold. */
static uint64_t entries_size(const uint8_t *data)
{
	return (uint64_t)ia_le32(data + ENTRIES_COUNT) * ia_le32(data + ENTRIES_EACH);
}

/*
 * Could a header's entries be gone through? 1; 0 there is no header; -EBADMSG they are more than
 * IA_TABLE_ENTRIES_MAX of 128 bytes each would take.
 */
static int bound(const struct sector *sector, struct isoargs_error **reterr)
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

static int check_header(const struct sector *sector, struct isoargs_error **reterr)
{
	const uint8_t *data = sector->data;
	uint32_t size = ia_le32(data + HEADER_SIZE), crc = ia_le32(data + HEADER_CRC);

	if (size < HEADER_SIZE_MIN || size > sector->size)
		return ia_error(reterr, -EBADMSG, AT(sector), REMEDY,
				"found a GPT header of %" PRIu32 " bytes, expected %u to %zu", size,
				HEADER_SIZE_MIN, sector->size);
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

static int check_range(const struct sector *sector, struct isoargs_error **reterr)
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

static int check_entries(const struct sector *sector, struct isoargs_error **reterr)
{
	const uint8_t *data = sector->data;
	uint32_t each = ia_le32(data + ENTRIES_EACH);
	int r;

	r = bound(sector, reterr);
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

/*
 * Says what is wrong with a header that libblkid did not take: 0 there is none; else -EBADMSG,
 * with the first of the values that contradicts UEFI's rules, or the entries where none does.
 */
static int explain(const struct sector *sector, struct isoargs_error **reterr)
{
	int r;

	if (!is_header(sector))
		return 0;
	r = check_header(sector, reterr);
	if (r == 0)
		r = check_range(sector, reterr);
	return r < 0 ? r : check_entries(sector, reterr);
}

/* The sector of that number: 1, 0 where the window has none such, or a negative errno. */
static int read_sector(const struct ia_window *window, unsigned size, uint64_t number,
		       struct sector *ret, struct isoargs_error **reterr)
{
	const uint64_t count = size > 0 && size <= SECTOR_MAX ? window->size / size : 0;
	int r;

	if (number >= count)
		return 0;
	ret->size = size;
	ret->number = number;
	ret->count = count;
	ia_window_expect(window, number * size, size);
	r = ia_window_read(window, number * size, ret->data, size, reterr);
	return r < 0 ? r : 1;
}

/* Fetches the entries of a header, as far as they lie inside: 1 or a negative errno. */
static int fetch_entries(const struct ia_window *window, const struct sector *header,
			 struct isoargs_error **reterr)
{
	const uint64_t number = ia_le64(header->data + ENTRIES_SECTOR);
	int r = 0;

	if (number < header->count)
		r = ia_window_fetch(window, number * header->size, entries_size(header->data),
				    reterr);
	return r < 0 ? r : 1;
}

/* Is it one that libblkid takes, so that it looks at no other? 1, 0, or a negative errno. */
static int is_taken(const struct ia_window *window, const struct sector *header,
		    struct isoargs_error **reterr)
{
	const uint8_t *data = header->data;
	const uint64_t size = entries_size(data), number = ia_le64(data + ENTRIES_SECTOR);
	uint8_t entries[SECTOR_MAX];
	uLong crc = 0;

	if (check_header(header, NULL) < 0 || check_range(header, NULL) < 0 || size == 0 ||
	    ia_le32(data + ENTRIES_EACH) % ENTRY_SIZE != 0 || number >= header->count ||
	    !ia_inside(number * header->size, size, window->size))
		return 0;
	for (uint64_t done = 0; done < size;) {
		size_t part =
			size - done < sizeof(entries) ? (size_t)(size - done) : sizeof(entries);
		int r = ia_window_read(window, number * header->size + done, entries, part, reterr);

		if (r < 0)
			return r;
		crc = crc32(crc, entries, (uInt)part);
		done += part;
	}
	return (uint32_t)crc == ia_le32(data + ENTRIES_CRC);
}

/* One of both: 1 its entries may be gone through, 0 there is none, or a negative errno. */
static int bound_one(const struct ia_window *window, const struct sector *header,
		     struct isoargs_error **reterr)
{
	int r = bound(header, reterr);

	if (r <= 0)
		return r;
	if (ia_meter_spend(window->meter, IA_COST_TABLES,
			   entries_size(header->data) * IA_BOUND_BYTE_UNITS) < 0)
		return ia_error(reterr, -E2BIG, AT(header), NULL, "no more tables are looked at");
	return fetch_entries(window, header, reterr);
}

int ia_bound_gpt(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr)
{
	const uint64_t numbers[] = {1, sector > 0 ? window->size / sector - 1 : 0};
	struct sector header;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < IA_COUNT(numbers); i++) {
		r = read_sector(window, sector, numbers[i], &header, reterr);
		if (r > 0)
			r = bound_one(window, &header, reterr);
		if (r > 0 && i == 0 && ia_image_is_remote(window->image)) {
			r = is_taken(window, &header, reterr);
			if (r > 0)
				break;
		}
	}
	return r < 0 ? r : 0;
}

int ia_explain_gpt(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr)
{
	struct sector header;
	int r = read_sector(window, sector, 1, &header, reterr);

	return r > 0 ? explain(&header, reterr) : r;
}
