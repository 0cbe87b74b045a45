/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/elf-builder.h"

void elf_program(struct elf *elf, size_t n, uint32_t type, uint64_t offset, uint64_t size)
{
	bool wide = elf->bits == 64;
	uint8_t *to = elf->data + (wide ? 64 + n * 56 : 52 + n * 32);

	put_le(to, type, 4);
	put_le(to + (wide ? 8 : 4), offset, wide ? 8 : 4);
	put_le(to + (wide ? 32 : 16), size, wide ? 8 : 4);
}

void elf_programs(struct elf *elf, uint64_t count)
{
	put_le(elf->data + (elf->bits == 64 ? 56 : 44), count, 2);
}

void elf_begin(struct elf *elf, unsigned bits)
{
	bool wide = bits == 64;

	memset(elf, 0, sizeof(*elf));
	elf->bits = bits;
	elf->size = NOTES_AT;
	memcpy(elf->data, "\177ELF", 4);
	elf->data[4] = wide ? 2 : 1;
	elf->data[5] = 1;
	elf->data[6] = 1;
	put_le(elf->data + 18, wide ? 62 : 3, 2);
	put_le(elf->data + (wide ? 32 : 28), wide ? 64 : 52, 4);
	put_le(elf->data + (wide ? 54 : 42), wide ? 56 : 32, 2);
	elf_programs(elf, 1);
	elf_program(elf, 0, 4, NOTES_AT, 0);
}

void elf_note(struct elf *elf, const char *name, uint32_t type, const void *value, size_t size)
{
	size_t name_size = strlen(name) + 1;
	uint8_t *to = elf->data + elf->size;

	put_le(to, name_size, 4);
	put_le(to + 4, size, 4);
	put_le(to + 8, type, 4);
	memcpy(to + 12, name, name_size);
	if (size > 0)
		memcpy(to + 12 + (name_size + 3) / 4 * 4, value, size);
	elf->size += 12 + (name_size + 3) / 4 * 4 + (size + 3) / 4 * 4;
	elf_program(elf, 0, 4, NOTES_AT, elf->size - NOTES_AT);
}

void elf_text(struct elf *elf, uint32_t type, const char *text)
{
	elf_note(elf, "Xen", type, text, strlen(text) + 1);
}

void elf_number(struct elf *elf, uint32_t type, uint64_t number)
{
	uint8_t value[8];

	put_le(value, number, sizeof(value));
	elf_note(elf, "Xen", type, value, elf->bits / 8);
}
