/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/address.h"
#include "base/ascii.h"
#include "base/bytes.h"
#include "kickstart/setup.h"

/* Passwords' hashes and keys: what EL7 reads of them. No phrase here repeats any part of one. */

#define CRYPT_CHARACTERS  "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define BASE64_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define ROUNDS_MIN        1000u /* glibc takes fewer as these, more as those */
#define ROUNDS_MAX        999999999u

static const struct method {
	const char *prefix;
	size_t salt;   /* at most */
	size_t digest; /* exactly */
	bool rounds;   /* may "rounds=N$" stand before the salt? */
} methods[] = {
	{"$6$", 16, 86, true},
	{"$5$", 16, 43, true},
	{"$1$", 8, 22, false},
};

/* The digits of "rounds=N$"; NULL where they are not what glibc would write. */
static const char *skip_rounds(const char *at)
{
	const char *end = strchr(at, '$');
	unsigned rounds = 0;

	if (!end || !ia_decimal_parse(at, (size_t)(end - at), ROUNDS_MAX, &rounds) ||
	    rounds < ROUNDS_MIN)
		return NULL;
	return end + 1;
}

const char *ia_root_hash_fault(const char *hash)
{
	const struct method *method = NULL;
	const char *at;
	size_t salt;

	for (size_t i = 0; i < IA_COUNT(methods); i++) {
		if (strncmp(hash, methods[i].prefix, strlen(methods[i].prefix)) == 0)
			method = &methods[i];
	}
	if (hash[0] == '\0')
		return "nothing";
	if (!method && hash[0] == '$')
		return "a hash by a method that EL7 does not know";
	if (!method)
		return "no hash of a password";
	at = hash + strlen(method->prefix);
	if (method->rounds && strncmp(at, "rounds=", 7) == 0)
		at = skip_rounds(at + 7);
	if (!at)
		return "a number of rounds other than 1000 to 999999999";
	salt = strspn(at, CRYPT_CHARACTERS);
	if (salt == 0 || salt > method->salt || at[salt] != '$')
		return "a hash without a proper salt";
	at += salt + 1;
	if (strspn(at, CRYPT_CHARACTERS) != method->digest || at[method->digest] != '\0')
		return "a hash that is cut off, or more than a hash";
	return NULL;
}

static const char *const key_types[] = {
	"ssh-rsa",
	"ssh-ed25519",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
};

static const char *key_type(const char *line, size_t length)
{
	for (size_t i = 0; i < IA_COUNT(key_types); i++) {
		if (strlen(key_types[i]) == length && memcmp(line, key_types[i], length) == 0)
			return key_types[i];
	}
	return NULL;
}

/* The first bytes of base64 text, as many as fit; the text has been checked. */
static size_t decode_start(const char *text, size_t length, uint8_t *buf, size_t size)
{
	uint32_t bits = 0;
	size_t count = 0;

	for (size_t i = 0; i < length && count < size; i++) {
		const char *digit = strchr(BASE64_CHARACTERS, text[i]);

		bits = bits << 6 | (uint32_t)(digit - BASE64_CHARACTERS);
		if (i % 4 != 0)
			buf[count++] = (uint8_t)(bits >> (6 - i % 4 * 2));
	}
	return count;
}

/* A public key starts with its type once more, behind its length. */
static bool repeats_type(const char *text, size_t length, const char *type)
{
	uint8_t start[4 + 32] = {0};
	size_t size = strlen(type);

	return decode_start(text, length, start, 4 + size) == 4 + size && ia_be32(start) == size &&
	       memcmp(start + 4, type, size) == 0;
}

const char *ia_ssh_key_fault(const char *line)
{
	size_t length = strcspn(line, " ");
	const char *type = key_type(line, length), *blob;
	size_t digits, padding;

	if (strlen(line) > IA_SSH_KEY_MAX)
		return "a line that is too long for EL7's sshd";
	for (const char *c = line; *c; c++) {
		if (*c < ' ' || *c > '~')
			return "a character other than printable ASCII";
	}
	if (strstr(line, "PRIVATE KEY"))
		return "a private key";
	if (!type)
		return "no type of key that EL7's sshd knows at the start";
	blob = line + length + (line[length] == ' ');
	digits = strspn(blob, BASE64_CHARACTERS);
	padding = strspn(blob + digits, "=");
	if (digits == 0 || padding > 2 || (digits + padding) % 4 != 0 ||
	    (blob[digits + padding] != ' ' && blob[digits + padding] != '\0'))
		return "a key that is no base64";
	if (!repeats_type(blob, digits, type))
		return "a key of another type than it says";
	return NULL;
}
