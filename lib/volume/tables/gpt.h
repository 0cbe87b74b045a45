/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_GPT_H
#define IA_VOLUME_TABLES_GPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define IA_GPT_HEADER_SIZE 92u /* bytes of a header that say something: UEFI 2.10, table 5.5 */

/* A header as it lies on a medium of so many sectors, each of `size` bytes. */
struct ia_gpt_sector {
	const uint8_t *data;
	size_t size;
	uint64_t number; /* of the sector that the header lies in */
	uint64_t count;  /* of the medium's sectors */
};

/*
 * Could a header's entries be gone through? 1; 0 there is no header; -EBADMSG they are more than
 * IA_TABLE_ENTRIES_MAX of 128 bytes each would take.
 */
int ia_gpt_bound(const struct ia_gpt_sector *sector, struct isoargs_error **reterr);

/*
 * Says what is wrong with a header that libblkid did not take: 0 there is none; else -EBADMSG,
 * with the first of the values that contradicts UEFI's rules, or the entries where none does.
 */
int ia_gpt_explain(const struct ia_gpt_sector *sector, struct isoargs_error **reterr);

#endif
