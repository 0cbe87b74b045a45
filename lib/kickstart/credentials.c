/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <nettle/base64.h>
#include <string.h>

#include "args/network/address.h"
#include "base/ascii.h"
#include "base/bytes.h"
#include "kickstart/setup.h"

/* Passwords' hashes and keys: what EL7 reads of them. No phrase here repeats any part of one. */

#define CRYPT_CHARACTERS "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define ROUNDS_MIN       1000u /* glibc takes fewer as these, more as those */
#define ROUNDS_MAX       999999999u

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

/* A public key in base64 starts with its type once more, behind its length. */
static const char *key_fault(const char *text, size_t length, const char *type)
{
	struct base64_decode_ctx ctx;
	uint8_t start[4 + 32] = {0}, byte = 0;
	size_t size = strlen(type), count = 0;

	base64_decode_init(&ctx);
	for (size_t i = 0; i < length; i++) {
		int r = base64_decode_single(&ctx, &byte, text[i]);

		if (r < 0)
			return "a key that is no base64";
		if (r > 0 && count < sizeof(start))
			start[count++] = byte;
	}
	if (length == 0 || !base64_decode_final(&ctx))
		return "a key that is no base64";
	if (count < 4 + size || ia_be32(start) != size || memcmp(start + 4, type, size) != 0)
		return "a key of another type than it says";
	return NULL;
}

const char *ia_ssh_key_fault(const char *line)
{
	size_t length = strcspn(line, " ");
	const char *type = key_type(line, length), *blob;

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
	return key_fault(blob, strcspn(blob, " "), type);
}
