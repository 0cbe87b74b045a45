/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kickstart/oemdrv.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"

/* Sections are those of ECMA-119; two-letter entries those of SUSP and RRIP 1.09. */

#define WHEN_MAX  5869583999 /* the end of 2155, the last year of a record's date (9.1.5) */
#define MODE_DIR  0040555u
#define MODE_FILE 0100400u /* it holds the hash of a password */

/* One entry's place is known when it is written: bytes are appended, never moved. */
struct writer {
	uint8_t *at;
	struct tm when;
};

static void put(struct writer *w, const void *data, size_t size)
{
	memcpy(w->at, data, size);
	w->at += size;
}

static void put8(struct writer *w, unsigned value)
{
	*w->at++ = (uint8_t)value;
}

static void put_le(struct writer *w, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		put8(w, value >> 8 * i & 0xffu);
}

static void put_be(struct writer *w, uint32_t value, size_t size)
{
	for (size_t i = size; i > 0; i--)
		put8(w, value >> 8 * (i - 1) & 0xffu);
}

static void put_both(struct writer *w, uint32_t value, size_t size)
{
	put_le(w, value, size);
	put_be(w, value, size);
}

/* Padded with blanks to its size. */
static void put_text(struct writer *w, const char *text, size_t size)
{
	size_t length = strlen(text);

	put(w, text, length);
	memset(w->at, ' ', size - length);
	w->at += size - length;
}

/* 8.4.26.1: sixteen digits and the offset from UTC. */
static void put_descriptor_date(struct writer *w, bool is_known)
{
	char digits[80] = "0000000000000000";

	if (is_known)
		snprintf(digits, sizeof(digits), "%04d%02d%02d%02d%02d%02d00",
			 w->when.tm_year + 1900, w->when.tm_mon + 1, w->when.tm_mday,
			 w->when.tm_hour, w->when.tm_min, w->when.tm_sec);
	put(w, digits, 16);
	put8(w, 0);
}

/* 9.1: a directory record without its system use area. */
static void put_record(struct writer *w, unsigned length, uint32_t block, uint32_t size,
		       unsigned flags, const char *name, size_t name_length)
{
	put8(w, length);
	put8(w, 0);
	put_both(w, block, 4);
	put_both(w, size, 4);
	put8(w, (unsigned)w->when.tm_year);
	put8(w, (unsigned)w->when.tm_mon + 1);
	put8(w, (unsigned)w->when.tm_mday);
	put8(w, (unsigned)w->when.tm_hour);
	put8(w, (unsigned)w->when.tm_min);
	put8(w, (unsigned)w->when.tm_sec);
	put8(w, 0);
	put8(w, flags);
	put8(w, 0);
	put8(w, 0);
	put_both(w, 1, 2);
	put8(w, (unsigned)name_length);
	put(w, name, name_length);
	if (name_length % 2 == 0)
		put8(w, 0);
}

static void put_entry(struct writer *w, const char *signature, unsigned length, unsigned version)
{
	put(w, signature, 2);
	put8(w, length);
	put8(w, version);
}

/* RR says which of the others there are: PX is bit 0, NM is bit 3. */
static void put_attributes(struct writer *w, unsigned present, uint32_t mode, uint32_t links)
{
	put_entry(w, "RR", 5, 1);
	put8(w, present);
	put_entry(w, "PX", 36, 1);
	put_both(w, mode, 4);
	put_both(w, links, 4);
	put_both(w, 0, 4); /* owner */
	put_both(w, 0, 4); /* group */
}

#define ROOT_RECORD_LENGTH       34u
#define RECORD_LENGTH(name, use) ((33u + (name) + ((name) % 2 == 0) + (use) + 1u) / 2u * 2u)

static void put_root_record(struct writer *w, unsigned length, const char *name)
{
	put_record(w, length, IA_OEMDRV_ROOT, IA_BLOCK_SIZE, 2, name, 1);
}

#define ER_ID "RRIP_1991A"
#define ER_DESCRIPTION                                                                             \
	"THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS"
#define ER_SOURCE                                                                                  \
	"PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN "    \
	"PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION."
#define ER_LENGTH (8u + sizeof(ER_ID) - 1 + sizeof(ER_DESCRIPTION) - 1 + sizeof(ER_SOURCE) - 1)

_Static_assert(ER_LENGTH <= 255, "the length of an entry is one byte");

static void put_extra(struct writer *w)
{
	put_entry(w, "ER", ER_LENGTH, 1);
	put8(w, sizeof(ER_ID) - 1);
	put8(w, sizeof(ER_DESCRIPTION) - 1);
	put8(w, sizeof(ER_SOURCE) - 1);
	put8(w, 1);
	put(w, ER_ID, sizeof(ER_ID) - 1);
	put(w, ER_DESCRIPTION, sizeof(ER_DESCRIPTION) - 1);
	put(w, ER_SOURCE, sizeof(ER_SOURCE) - 1);
}

static void put_root(struct writer *w, uint32_t size)
{
	static const char name[] = "ks.cfg", plain[] = "KS.CFG;1";
	uint8_t *start = w->at;
	const unsigned self = RECORD_LENGTH(1, 7 + 5 + 36 + 28), parent = RECORD_LENGTH(1, 5 + 36);
	const unsigned file = RECORD_LENGTH(sizeof(plain) - 1, 5 + 36 + 5 + sizeof(name) - 1);

	put_root_record(w, self, "\0");
	put_entry(w, "SP", 7, 1);
	put_be(w, 0xbeef, 2);
	put8(w, 0);
	put_attributes(w, 1, MODE_DIR, 2);
	put_entry(w, "CE", 28, 1);
	put_both(w, IA_OEMDRV_EXTRA, 4);
	put_both(w, 0, 4);
	put_both(w, ER_LENGTH, 4);
	w->at = start + self;
	put_root_record(w, parent, "\1");
	put_attributes(w, 1, MODE_DIR, 2);
	w->at = start + self + parent;
	put_record(w, file, IA_OEMDRV_FILE, size, 0, plain, sizeof(plain) - 1);
	put_attributes(w, 1 | 8, MODE_FILE, 1);
	put_entry(w, "NM", 5 + sizeof(name) - 1, 1);
	put8(w, 0);
	put(w, name, sizeof(name) - 1);
}

#define PATH_TABLE_SIZE 10u /* of the root alone */

static void put_path_table(struct writer *w, void (*number)(struct writer *, uint32_t, size_t))
{
	put8(w, 1);
	put8(w, 0);
	number(w, IA_OEMDRV_ROOT, 4);
	number(w, 1, 2);
	put(w, "\0\0", 2);
}

/* 8.4 */
static void put_descriptor(struct writer *w, uint32_t blocks)
{
	put(w, "\1CD001\1\0", 8);
	put_text(w, "", 32);       /* system identifier */
	put_text(w, "OEMDRV", 32); /* volume identifier */
	w->at += 8;
	put_both(w, blocks, 4);
	w->at += 32;
	put_both(w, 1, 2); /* volume set size */
	put_both(w, 1, 2); /* volume sequence number */
	put_both(w, IA_BLOCK_SIZE, 2);
	put_both(w, PATH_TABLE_SIZE, 4);
	put_le(w, IA_OEMDRV_PATHS_LE, 4);
	put_le(w, 0, 4);
	put_be(w, IA_OEMDRV_PATHS_BE, 4);
	put_be(w, 0, 4);
	put_root_record(w, ROOT_RECORD_LENGTH, "\0");
	put_text(w, "", 128);        /* volume set identifier */
	put_text(w, "", 128);        /* publisher */
	put_text(w, "", 128);        /* data preparer */
	put_text(w, "ISOARGS", 128); /* application */
	put_text(w, "", 3 * 37);     /* copyright, abstract and bibliographic files */
	put_descriptor_date(w, true);
	put_descriptor_date(w, true);
	put_descriptor_date(w, false); /* expires never */
	put_descriptor_date(w, false); /* holds at once */
	put8(w, 1);
}

static struct writer writer_at(uint8_t *image, uint32_t block, const struct tm *when)
{
	return (struct writer){.at = image + (size_t)block * IA_BLOCK_SIZE, .when = *when};
}

static void write_volume(uint8_t *image, uint32_t blocks, const struct tm *when,
			 const char *kickstart, size_t size)
{
	struct writer w = writer_at(image, IA_OEMDRV_DESCRIPTOR, when);

	put_descriptor(&w, blocks);
	w = writer_at(image, IA_OEMDRV_TERMINATOR, when);
	put(&w, "\377CD001\1", 7);
	w = writer_at(image, IA_OEMDRV_PATHS_LE, when);
	put_path_table(&w, put_le);
	w = writer_at(image, IA_OEMDRV_PATHS_BE, when);
	put_path_table(&w, put_be);
	w = writer_at(image, IA_OEMDRV_ROOT, when);
	put_root(&w, (uint32_t)size);
	w = writer_at(image, IA_OEMDRV_EXTRA, when);
	put_extra(&w);
	w = writer_at(image, IA_OEMDRV_FILE, when);
	put(&w, kickstart, size);
}

int isoargs_oemdrv(const char *kickstart, size_t size, time_t when, void **ret_image,
		   size_t *ret_size, struct isoargs_error **reterr)
{
	uint32_t blocks;
	uint8_t *image;
	struct tm tm;

	if (size == 0 || memchr(kickstart, '\0', size))
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found %s, expected a kickstart's text",
				size == 0 ? "nothing" : "a NUL byte");
	if (size > IA_OEMDRV_KICKSTART_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL,
				"found a kickstart of %zu bytes, expected at most %u", size,
				IA_OEMDRV_KICKSTART_MAX);
	if (when < 0 || when > WHEN_MAX || !gmtime_r(&when, &tm))
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found a date that an ISO 9660 volume cannot carry, expected one "
				"from 1970 to 2155");
	blocks = IA_OEMDRV_FILE + (uint32_t)((size + IA_BLOCK_SIZE - 1) / IA_BLOCK_SIZE);
	blocks = (blocks + IA_OEMDRV_GRAIN - 1) / IA_OEMDRV_GRAIN * IA_OEMDRV_GRAIN;
	image = calloc(blocks, IA_BLOCK_SIZE);
	if (!image)
		return ia_error_memory(reterr);
	write_volume(image, blocks, &tm, kickstart, size);
	*ret_image = image;
	*ret_size = (size_t)blocks * IA_BLOCK_SIZE;
	return 0;
}
