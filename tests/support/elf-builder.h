/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_ELF_BUILDER_H
#define TEST_ELF_BUILDER_H

/* A small ELF kernel: header, one PT_NOTE, the notes at NOTES_AT. */
#include "support/unit.h"

#include "support/put.h"

#define NOTES_AT 0x1000u

struct elf {
	unsigned bits;
	uint8_t data[NOTES_AT + 32768];
	size_t size;
};

/* The n-th program header: type, place and size in the file. */
void elf_program(struct elf *elf, size_t n, uint32_t type, uint64_t offset, uint64_t size);

void elf_programs(struct elf *elf, uint64_t count);
void elf_begin(struct elf *elf, unsigned bits);
void elf_note(struct elf *elf, const char *name, uint32_t type, const void *value, size_t size);
void elf_text(struct elf *elf, uint32_t type, const char *text);
void elf_number(struct elf *elf, uint32_t type, uint64_t number);

#endif
