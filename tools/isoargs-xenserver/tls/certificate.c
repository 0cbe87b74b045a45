/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/certificate.h"

#include <errno.h>
#include <nettle/base64.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digest.h"

#define SHA256_SIZE  32
#define PIN_PREFIX   "sha256//"
#define DER_SEQUENCE 0x30
#define DER_VERSION  0xa0 /* [0] of TBSCertificate */

/* What stands between the lines of a PEM text; the number of bytes, -1 for no end or no base64. */
static ssize_t decode_pem(const char *text, uint8_t *bytes)
{
	const char *end = strstr(text, "-----END");
	struct base64_decode_ctx ctx;
	size_t size = 0;

	base64_decode_init(&ctx);
	if (!end || !base64_decode_update(&ctx, &size, bytes, (size_t)(end - text), text) ||
	    !base64_decode_final(&ctx))
		return -1;
	return (ssize_t)size;
}

struct span {
	const uint8_t *data;
	size_t size;
};

/* Takes one element off: *whole with its head, *content (either may be NULL) without. */
static bool take_element(struct span *from, uint8_t tag, struct span *whole, struct span *content)
{
	size_t length, head = 2;

	if (from->size < 2 || (tag && from->data[0] != tag))
		return false;
	length = from->data[1];
	if (length & 0x80) {
		size_t count = length & 0x7f;

		if (count == 0 || count > 4 || from->size < 2 + count)
			return false;
		length = 0;
		for (size_t i = 0; i < count; i++)
			length = length << 8 | from->data[2 + i];
		head += count;
	}
	if (length > from->size - head)
		return false;
	if (whole)
		*whole = (struct span){from->data, head + length};
	if (content)
		*content = (struct span){from->data + head, length};
	from->data += head + length;
	from->size -= head + length;
	return true;
}

/* The key stands after version, serial number, algorithm, issuer, validity and subject. */
static bool find_key(struct span der, struct span *certificate, struct span *key)
{
	struct span outer, inner;

	if (!take_element(&der, DER_SEQUENCE, certificate, &outer) ||
	    !take_element(&outer, DER_SEQUENCE, NULL, &inner))
		return false;
	if (inner.size > 0 && inner.data[0] == DER_VERSION &&
	    !take_element(&inner, DER_VERSION, NULL, NULL))
		return false;
	for (int i = 0; i < 5; i++) {
		if (!take_element(&inner, 0, NULL, NULL))
			return false;
	}
	return take_element(&inner, DER_SEQUENCE, key, NULL);
}

static int hash(struct span data, uint8_t sum[SHA256_SIZE])
{
	struct ia_digest *digest IA_AUTO_DIGEST = ia_digest_new(IA_DIGEST_SHA256);
	char hex[IA_DIGEST_HEX_MAX];

	if (!digest)
		return -ENOMEM;
	ia_digest_add(digest, data.data, data.size);
	ia_digest_hex(digest, hex);
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		char byte[3] = {hex[2 * i], hex[2 * i + 1], '\0'};

		sum[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	return 0;
}

int certificate_read(const char *pem, struct certificate *ret)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";
	const char *start = strstr(pem, begin);
	uint8_t *bytes IA_AUTO_FREE = malloc(strlen(pem) + 1);
	uint8_t sum[SHA256_SIZE], key_sum[SHA256_SIZE];
	struct span certificate, key;
	char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_SIZE) + 1] = "";
	ssize_t size;

	if (!bytes)
		return -ENOMEM;
	size = start ? decode_pem(start + strlen(begin), bytes) : -1;
	if (size < 0 || !find_key((struct span){bytes, (size_t)size}, &certificate, &key))
		return -EBADMSG;
	if (hash(certificate, sum) < 0 || hash(key, key_sum) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < SHA256_SIZE; i++)
		snprintf(ret->sha256 + 3 * i, 4, "%02X:", sum[i]);
	ret->sha256[3 * SHA256_SIZE - 1] = '\0';
	base64_encode_raw(base64, SHA256_SIZE, key_sum);
	snprintf(ret->pin, sizeof(ret->pin), PIN_PREFIX "%s", base64);
	return 0;
}

bool pin_is_valid(const char *pin)
{
	size_t prefix = strlen(PIN_PREFIX);

	return strncmp(pin, PIN_PREFIX, prefix) == 0 && strlen(pin) == prefix + 44 &&
	       strspn(pin + prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789+/") == 43 &&
	       pin[prefix + 43] == '=';
}
