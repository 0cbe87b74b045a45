/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/commands/alphabet.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"

#define ASCII_END    0x80u
#define NO_CHARACTER 0x110000u /* and the byte */

/* The length of the first one. */
static size_t read_character(const char *text, uint32_t *ret)
{
	size_t length = ia_utf8_decode(text, strnlen(text, 4), ret);

	if (length > 0)
		return length;
	*ret = NO_CHARACTER + (unsigned char)*text;
	return 1;
}

/* Where the code is, or would be. */
static size_t find(const struct ia_grub_alphabet *alphabet, uint32_t code)
{
	size_t low = 0, high = alphabet->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (alphabet->codes[middle] < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool add_code(struct ia_grub_alphabet *alphabet, uint32_t code)
{
	size_t at = find(alphabet, code);

	if (at < alphabet->count && alphabet->codes[at] == code)
		return true;
	if (alphabet->count == IA_COUNT(alphabet->codes))
		return false;
	memmove(&alphabet->codes[at + 1], &alphabet->codes[at],
		(alphabet->count - at) * sizeof(code));
	alphabet->codes[at] = code;
	alphabet->count++;
	return true;
}

bool ia_grub_alphabet_add(struct ia_grub_alphabet *alphabet, const char *text)
{
	uint32_t code;

	while (*text) {
		text += read_character(text, &code);
		if (code >= ASCII_END && !add_code(alphabet, code))
			return false;
	}
	return true;
}

void ia_grub_alphabet_spell(const struct ia_grub_alphabet *alphabet, const char *text, char *ret)
{
	uint32_t code;

	while (*text) {
		text += read_character(text, &code);
		*ret++ = (char)(code < ASCII_END ? code : ASCII_END + find(alphabet, code));
	}
	*ret = '\0';
}

size_t ia_grub_alphabet_length(const char *text, size_t characters)
{
	const char *at = text;
	uint32_t code;

	for (; *at && characters > 0; characters--)
		at += read_character(at, &code);
	return (size_t)(at - text);
}
