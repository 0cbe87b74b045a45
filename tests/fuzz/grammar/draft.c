/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* SplitMix64 */
static uint64_t next(struct draft *draft)
{
	uint64_t z = draft->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

size_t draft_below(struct draft *draft, size_t below)
{
	return (size_t)(next(draft) % below);
}

size_t draft_many(struct draft *draft, size_t most)
{
	size_t bits = 1;

	while (bits < 40 && most >> bits > 0)
		bits++;
	return next(draft) % ((uint64_t)1 << draft_below(draft, bits + 1)) % most + 1;
}

size_t draft_much(struct draft *draft, size_t most)
{
	return draft_once_in(draft, 2) ? draft_many(draft, most)
				       : most - draft_below(draft, most) / 4;
}

bool draft_once_in(struct draft *draft, size_t times)
{
	return draft_below(draft, times) == 0;
}

bool draft_is_full(const struct draft *draft)
{
	return draft->size >= draft->max;
}

void draft_add(struct draft *draft, const void *bytes, size_t size)
{
	if (size > draft->max - draft->size)
		size = draft->max - draft->size;
	if (size > 0)
		memcpy(draft->data + draft->size, bytes, size);
	draft->size += size;
}

void draft_put(struct draft *draft, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int size;

	va_start(ap, fmt);
	size = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (size > 0 && (size_t)size < sizeof(text))
		draft_add(draft, text, (size_t)size);
}

void draft_fill(struct draft *draft, char c, size_t count)
{
	if (count > draft->max - draft->size)
		count = draft->max - draft->size;
	memset(draft->data + draft->size, c, count);
	draft->size += count;
}

void draft_repeat(struct draft *draft, size_t start, size_t times)
{
	size_t size = draft->size - start;

	for (size_t i = 1; size > 0 && i < times && !draft_is_full(draft); i++)
		draft_add(draft, draft->data + start, size);
}

const char *draft_name(struct draft *draft)
{
	static const char *const names[] = {
		"a",      "b",        "x",      "y",       "r",        "o",
		"menu_1", "root",     "blsdir", "default", "timeout",  "options",
		"prefix", "fallback", "lang",   "_x1",     "grub_usr", "color_normal"};

	return names[draft_below(draft, draft_once_in(draft, 3) ? IA_COUNT(names) : 3)];
}

const char *draft_variable(struct draft *draft)
{
	static const char *const special[] = {"1", "2", "0", "?", "#", "*", "@"};

	return draft_once_in(draft, 6) ? pick_of(draft, special) : draft_name(draft);
}

const char *draft_path(struct draft *draft)
{
	static const char *const paths[] = {
		"/a.cfg",
		"/self.cfg",
		"/boot/grub/grub.cfg",
		"/boot/grub/grubenv",
		"/EFI/BOOT/grub.cfg",
		"/loader/entries/a-1.conf",
		"/loader/entries",
		"/isolinux/isolinux.cfg",
		"/isolinux/m1.cfg",
		"m2.cfg",
		"/vmlinuz",
		"/a\x1b[31m.cfg",
		"/a\xe2\x80\xae.cfg",
		"/a\xc2\x9b.cfg",
		"/a b>0.cfg",
		"/a}{.cfg",
		"/\xff\xfe",
		"/no/such",
	};

	return pick_of(draft, paths);
}

void draft_hostile(struct draft *draft)
{
	static const char *const bytes[] = {
		"\x1b[31m",
		"\x1b]0;owned\x07",
		"\xc2\x9b",
		"\xe2\x80\xae",
		"\xe2\x81\xa6",
		"\xd8\x9c",
		"\x7f",
		"\x80",
		"\xff",
		"\xed\xa0\x80",
		"\x01",
		"\r",
		"\xe2\x80\xa8",
		"\xef\xbb\xbf",
		"\t",
		"\b\b\b",
		"\xf4\x90\x80\x80",
		">",
		"{",
		"}",
	};
	const char *text = pick_of(draft, bytes);

	draft_add(draft, text, strlen(text));
}
