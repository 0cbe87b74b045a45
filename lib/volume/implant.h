/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_IMPLANT_H
#define IA_VOLUME_IMPLANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * What implantisomd5 writes into the application use area of a primary volume descriptor: the
 * MD5 sum of the image, how much of its end is left out, and sums of the image so far.
 * A parser only.
 */
struct ia_implant {
	char sum[33];    /* 32 hexadecimal digits */
	uint64_t skip;   /* sectors at the end of the volume that are not summed */
	unsigned digits; /* of one fragment's sum; 0: there are no sums of fragments */
	unsigned count;  /* fragments that have a sum; one more, the last, has none */
	char fragments[IA_IMPLANT_DIGITS + 1];
};

/*
 * Finds the keys wherever they stand, as checkisomd5 does: of a doubled one the last wins, until
 * all five were there. at: the field's byte in the image, for errors. 1 and *ret; 0 there is no
 * sum; -EBADMSG there is one, but it or what belongs to it is cut off or absurd.
 */
int ia_implant_parse(const uint8_t field[IA_IMPLANT_SIZE], uint64_t at, struct ia_implant *ret,
		     struct isoargs_error **reterr);

#endif
