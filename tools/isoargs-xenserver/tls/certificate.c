/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/certificate.h"

#include <errno.h>
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

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Of 32 bytes: 43 digits, "=" and the end. */
static void encode_base64(const uint8_t bytes[SHA256_SIZE], char text[45])
{
	size_t at = 0;

	for (size_t i = 0; i < SHA256_SIZE; i += 3) {
		uint32_t group = (uint32_t)bytes[i] << 16;

		if (i + 1 < SHA256_SIZE)
			group |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < SHA256_SIZE)
			group |= bytes[i + 2];
		for (int shift = 18; shift >= 0; shift -= 6)
			text[at++] = alphabet[group >> shift & 63];
	}
	text[43] = '=';
	text[44] = '\0';
}

/* Up to a character that is neither a digit nor white space; the number of bytes, -1 for no end. */
static ssize_t decode_base64(const char *text, uint8_t *bytes)
{
	uint32_t group = 0;
	unsigned bits = 0;
	size_t size = 0;

	for (; *text && *text != '=' && *text != '-'; text++) {
		const char *digit = strchr(alphabet, *text);

		if (strchr(" \t\r\n", *text))
			continue;
		if (!digit)
			return -1;
		group = group << 6 | (uint32_t)(digit - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[size++] = (uint8_t)(group >> bits);
		}
	}
	return *text ? (ssize_t)size : -1;
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
	char base64[45];
	ssize_t size;

	if (!bytes)
		return -ENOMEM;
	size = start ? decode_base64(start + strlen(begin), bytes) : -1;
	if (size < 0 || !find_key((struct span){bytes, (size_t)size}, &certificate, &key))
		return -EBADMSG;
	if (hash(certificate, sum) < 0 || hash(key, key_sum) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < SHA256_SIZE; i++)
		snprintf(ret->sha256 + 3 * i, 4, "%02X:", sum[i]);
	ret->sha256[3 * SHA256_SIZE - 1] = '\0';
	encode_base64(key_sum, base64);
	snprintf(ret->pin, sizeof(ret->pin), PIN_PREFIX "%s", base64);
	return 0;
}

bool pin_is_valid(const char *pin)
{
	size_t prefix = strlen(PIN_PREFIX);

	return strncmp(pin, PIN_PREFIX, prefix) == 0 && strlen(pin) == prefix + 44 &&
	       strspn(pin + prefix, alphabet) == 43 && pin[prefix + 43] == '=';
}
