/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_COMMANDS_ALPHABET_H
#define IA_MENU_GRUB_COMMANDS_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The characters of some texts beyond ASCII, each with a byte of its own: what knows bytes alone then
 * counts characters, and finds them in their order. A byte that is of no character is one by itself.
 */
struct ia_grub_alphabet {
	uint32_t codes[128]; /* in order; the first one is the byte 128 */
	size_t count;
};

/* false: there are more than bytes. */
bool ia_grub_alphabet_add(struct ia_grub_alphabet *alphabet, const char *text);

/* ret: room for as many bytes as text has, and its end. All of text has been added. */
void ia_grub_alphabet_spell(const struct ia_grub_alphabet *alphabet, const char *text, char *ret);

/* How many bytes of text are so many characters. */
size_t ia_grub_alphabet_length(const char *text, size_t characters);

#endif
