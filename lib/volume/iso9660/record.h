/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_RECORD_H
#define IA_VOLUME_ISO9660_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/* One directory record (ECMA-119 9.1): bytes in, values out. */

#define IA_ISO_RECORD_DIRECTORY  0x02u /* file flags */
#define IA_ISO_RECORD_ASSOCIATED 0x04u
#define IA_ISO_RECORD_MORE       0x80u /* the next record holds the next extent of this file */

struct ia_iso_record {
	size_t length;      /* bytes of the record */
	uint32_t block;     /* of the extent, in blocks of IA_BLOCK_SIZE */
	uint32_t size;      /* bytes of data, the extended attribute record not counted */
	uint8_t attributes; /* blocks of the extended attribute record before the data */
	uint8_t flags;
	uint8_t unit; /* not 0: interleaved */
	uint8_t gap;
	uint16_t volume;   /* number of the volume that holds the extent */
	const uint8_t *id; /* borrowed from the bytes, as is area */
	size_t id_size;
	const uint8_t *area; /* system use */
	size_t area_size;
};

/* data: from the record to the end of its sector, at least one byte. 0 or -EBADMSG. */
int ia_iso_record_decode(const uint8_t *data, size_t size, const struct ia_place *place,
			 struct ia_iso_record *ret, struct isoargs_error **reterr);

/* Byte offset of the data. */
uint64_t ia_iso_record_start(const struct ia_iso_record *record);

bool ia_iso_record_is_self(const struct ia_iso_record *record);
bool ia_iso_record_is_parent(const struct ia_iso_record *record);

/*
 * Appends the identifier as it is listed: without version and without a dot at its end; a
 * plain one in lower case, a Joliet one as UTF-8.
 */
void ia_iso_record_add_name(const struct ia_iso_record *record, bool joliet, struct ia_strbuf *buf);

/* Can that name have so many bytes? Told from the identifier's length alone. */
bool ia_iso_record_may_have_name(const struct ia_iso_record *record, bool joliet, size_t size);

#endif
