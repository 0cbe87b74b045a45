/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/digest.h"

#include <nettle/nettle-meta.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	const struct nettle_hash *hash;
} types[] = {
	[IA_DIGEST_MD5] = {"md5", &nettle_md5},
	[IA_DIGEST_SHA1] = {"sha1", &nettle_sha1},
	[IA_DIGEST_SHA224] = {"sha224", &nettle_sha224},
	[IA_DIGEST_SHA256] = {"sha256", &nettle_sha256},
	[IA_DIGEST_SHA384] = {"sha384", &nettle_sha384},
	[IA_DIGEST_SHA512] = {"sha512", &nettle_sha512},
};

struct ia_digest {
	const struct nettle_hash *hash;
	_Alignas(max_align_t) uint8_t context[]; /* as large as the type needs */
};

bool ia_digest_parse(const char *name, size_t length, enum ia_digest_type *ret)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strlen(types[i].name) == length &&
		    strncasecmp(types[i].name, name, length) == 0) {
			*ret = (enum ia_digest_type)i;
			return true;
		}
	}
	return false;
}

const char *ia_digest_name(enum ia_digest_type type)
{
	return types[type].name;
}

size_t ia_digest_digits(enum ia_digest_type type)
{
	return (size_t)types[type].hash->digest_size * 2;
}

struct ia_digest *ia_digest_new(enum ia_digest_type type)
{
	const struct nettle_hash *hash = types[type].hash;
	struct ia_digest *digest = malloc(sizeof(*digest) + hash->context_size);

	if (!digest)
		return NULL;
	digest->hash = hash;
	hash->init(digest->context);
	return digest;
}

struct ia_digest *ia_digest_free(struct ia_digest *digest)
{
	free(digest);
	return NULL;
}

void ia_digest_add(struct ia_digest *digest, const void *data, size_t size)
{
	digest->hash->update(digest->context, size, data);
}

void ia_digest_hex(const struct ia_digest *digest, char hex[IA_DIGEST_HEX_MAX])
{
	static const char digits[] = "0123456789abcdef";
	const struct nettle_hash *hash = digest->hash;
	_Alignas(max_align_t) uint8_t copy[sizeof(struct sha512_ctx)];
	uint8_t sum[SHA512_DIGEST_SIZE];

	/* Taking the sum ends a context, and a sum so far may be one of several. */
	memcpy(copy, digest->context, hash->context_size);
	hash->digest(copy, hash->digest_size, sum);
	for (size_t i = 0; i < hash->digest_size; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 0xf];
	}
	hex[2 * hash->digest_size] = '\0';
}
