/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_SPELLING_H
#define XS_RPC_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a text holds a secret, however it is spelled there: as it is, or each of its characters
 * as XML (character references, the five entities, between the marks of CDATA sections), JSON or
 * percent-encoding write it, mixed, and one over the other up to SPELLING_DEPTH times: what goes
 * out in XML comes back in a page of HTML, and that in JSON.
 *
 * All readings of an escape are followed at once, so that a secret which looks like one is found as
 * well. Time is linear in size, memory is constant; where that does not suffice (an escape of more
 * than SPELLING_SPAN bytes, or more readings than a text of this size has) the answer is yes. A
 * secret of more than SPELLING_SECRET_MAX bytes counts as its start, an empty one is in nothing.
 */

#define SPELLING_DEPTH      3u
#define SPELLING_SPAN       2048u /* bytes in which one character may be spelled */
#define SPELLING_SECRET_MAX 255u

bool spelling_holds(const char *text, size_t size, const char *secret);

#endif
