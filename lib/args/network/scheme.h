/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_SCHEME_H
#define IA_ARGS_NETWORK_SCHEME_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Locations, by the beginnings that an installer tells apart: "http://", "hd:/". */

/* Does it begin with one of a list that NULL ends, and go on? */
bool ia_scheme_is(const char *location, const char *const *schemes);

/*
 * The same of what an option asks for; location NULL: it does not. 0; -EINVAL with what was
 * expected, "a profile that YaST fetches: http://HOST/PATH or …".
 */
int ia_scheme_check(enum isoargs_option option, const char *location, const char *const *schemes,
		    const char *expected, struct isoargs_error **reterr);

/* Where the image itself is served: below the URL, by its own name, as a URL spells that. */
void ia_scheme_add_image(const char *url, const char *image, struct ia_strbuf *buf);

#endif
