/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/source.h"

#include <string.h>

static size_t count_lines(const char *text, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	return lines;
}

static size_t copy_line(char *to, const char *from, size_t length)
{
	size_t size = 0;

	for (size_t i = 0; i < length && from[i] != '\0'; i++) {
		if (from[i] != '\r')
			to[size++] = from[i];
	}
	to[size++] = '\n';
	return size;
}

int ia_grub_source_read(struct ia_grub_memory *memory, const char *name, const char *text,
			size_t size, struct ia_grub_slice *ret)
{
	unsigned *numbers = ia_grub_alloc(memory, (count_lines(text, size) + 1) * sizeof(*numbers));
	char *clean = ia_grub_alloc(memory, size + 2);
	struct ia_grub_slice all = {.name = name, .text = clean, .numbers = numbers};
	unsigned number = 0, kept = 0;

	/* Who runs it counts its bytes. */
	if (!numbers || !clean)
		return memory->error;
	for (size_t at = 0; at < size;) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t length = end ? (size_t)(end - text) - at : size - at;
		size_t start = all.end;

		number++;
		all.end += copy_line(clean + start, text + at, length);
		if (clean[start] == '#')
			all.end = start;
		else
			numbers[kept++] = number;
		at += length + 1;
	}
	numbers[kept] = number; /* of what stands after the last line: its end */
	*ret = all;
	return 0;
}

struct ia_grub_slice ia_grub_source_inline(const char *name, unsigned line, const char *text)
{
	return (struct ia_grub_slice){
		.name = name,
		.text = text,
		.line = line,
		.end = strlen(text),
	};
}
