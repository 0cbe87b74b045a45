/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_DIGEST_H
#define IA_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

/* The fence around nettle: checksums of media and of .treeinfo. */

enum ia_digest_type {
	IA_DIGEST_MD5,
	IA_DIGEST_SHA1,
	IA_DIGEST_SHA224,
	IA_DIGEST_SHA256,
	IA_DIGEST_SHA384,
	IA_DIGEST_SHA512,
};

#define IA_DIGEST_HEX_MAX 129 /* hexadecimal digits of the longest, and a NUL */

/* One sum under way. */
struct ia_digest;

/* "md5", "sha1", "sha256" …, in any case: is it known? */
bool ia_digest_parse(const char *name, size_t length, enum ia_digest_type *ret);

/* Its name in lower case. */
const char *ia_digest_name(enum ia_digest_type type);

/* Hexadecimal digits of a sum of this type. */
size_t ia_digest_digits(enum ia_digest_type type);

/* NULL: no memory. */
struct ia_digest *ia_digest_new(enum ia_digest_type type);
struct ia_digest *ia_digest_free(struct ia_digest *digest);

static inline void ia_cleanup_digest(struct ia_digest **digest)
{
	ia_digest_free(*digest);
}
#define IA_AUTO_DIGEST IA_CLEANUP(ia_cleanup_digest)

void ia_digest_add(struct ia_digest *digest, const void *data, size_t size);

/* The sum of what was added so far, in lower case; more can be added afterwards. */
void ia_digest_hex(const struct ia_digest *digest, char hex[IA_DIGEST_HEX_MAX]);

#endif
