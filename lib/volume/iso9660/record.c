/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/record.h"

#include <errno.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "base/utf8.h"

#define HEADER 33u /* bytes before the identifier */

int ia_iso_record_decode(const uint8_t *data, size_t size, const struct ia_place *place,
			 struct ia_iso_record *ret, struct isoargs_error **reterr)
{
	size_t length = data[0], id_size, area;

	if (length > size)
		return ia_error(reterr, -EBADMSG, place, NULL,
				"found a directory record of %zu bytes, %zu are left in its sector",
				length, size);
	if (length <= HEADER)
		return ia_error(reterr, -EBADMSG, place, NULL,
				"found a directory record of %zu bytes, expected at least %u",
				length, HEADER + 1);
	id_size = data[32];
	if (id_size == 0 || id_size > length - HEADER)
		return ia_error(reterr, -EBADMSG, place, NULL,
				"found an identifier of %zu bytes in a directory record of %zu",
				id_size, length);
	/* The record is padded so that the system use area begins at an even byte. */
	area = HEADER + id_size + (id_size % 2 == 0);
	if (area > length)
		area = length;
	*ret = (struct ia_iso_record){
		.length = length,
		.block = ia_le32(data + 2),
		.size = ia_le32(data + 10),
		.attributes = data[1],
		.flags = data[25],
		.unit = data[26],
		.gap = data[27],
		.volume = ia_le16(data + 28),
		.id = data + HEADER,
		.id_size = id_size,
		.area = data + area,
		.area_size = length - area,
	};
	return 0;
}

uint64_t ia_iso_record_start(const struct ia_iso_record *record)
{
	return ((uint64_t)record->block + record->attributes) * IA_BLOCK_SIZE;
}

bool ia_iso_record_is_self(const struct ia_iso_record *record)
{
	return record->id_size == 1 && record->id[0] == 0;
}

bool ia_iso_record_is_parent(const struct ia_iso_record *record)
{
	return record->id_size == 1 && record->id[0] == 1;
}

/* One unit of the identifier: a byte, in Joliet's two. */
static unsigned unit(const struct ia_iso_record *record, bool joliet, size_t i)
{
	return joliet ? ia_be16(record->id + 2 * i) : record->id[i];
}

/* The units of the identifier that are listed. */
static size_t listed(const struct ia_iso_record *record, bool joliet)
{
	size_t size = joliet ? record->id_size / 2 : record->id_size, end = size;

	while (end > 0 && unit(record, joliet, end - 1) >= '0' &&
	       unit(record, joliet, end - 1) <= '9')
		end--;
	if (end > 0 && end < size && unit(record, joliet, end - 1) == ';')
		size = end - 1;
	if (size > 1 && unit(record, joliet, size - 1) == '.')
		size--;
	return size;
}

bool ia_iso_record_may_have_name(const struct ia_iso_record *record, bool joliet, size_t size)
{
	size_t units = listed(record, joliet);

	return units <= size && size <= (joliet ? 3 * units : units);
}

void ia_iso_record_add_name(const struct ia_iso_record *record, bool joliet, struct ia_strbuf *buf)
{
	size_t start = buf->length, units = listed(record, joliet);

	if (joliet) {
		ia_utf8_add_utf16be(buf, record->id, 2 * units);
		return;
	}
	ia_strbuf_add(buf, (const char *)record->id, units);
	if (buf->error < 0)
		return;
	for (char *c = buf->data + start; c < buf->data + buf->length; c++)
		*c = ia_ascii_lower(*c);
}
