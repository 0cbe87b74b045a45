/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "draft.h"
#include "grammar.h"

typedef void writer(struct draft *draft);

/* One named file, which takes at most so many bytes; what separates it from the next is added. */
static void file(struct draft *draft, const char *name, writer *write, size_t most)
{
	size_t max = draft->max;

	draft_add(draft, name, strlen(name) + 1);
	if (most < max - draft->size)
		draft->max = draft->size + most;
	write(draft);
	draft->max = max;
	draft_add(draft, "\0\xff", 2);
}

static void one_of_grub(struct draft *draft, size_t most)
{
	static const char *const names[] = {"/EFI/BOOT/grub.cfg", "/boot/grub2/grub.cfg",
					    "/boot/grub/grub.cfg", "/boot/grub/loopback.cfg",
					    "/EFI/fedora/grub.cfg"};

	file(draft, pick_of(draft, names), draft_grub, most);
}

static void blscfg(struct draft *draft)
{
	if (draft_once_in(draft, 2))
		draft_grub(draft);
	draft_put(draft, "blscfg\n");
}

/* Names that differ late, or hold what a name should not. */
static void bls_files(struct draft *draft, size_t most)
{
	size_t count = draft_many(draft, 20000), length = draft_many(draft, 200);
	const size_t end = draft->max - draft->size > most ? draft->size + most : draft->max;

	for (size_t i = 0; i < count && draft->size < end; i++) {
		const char *start = "/loader/entries/";

		draft_add(draft, start, strlen(start));
		if (draft_once_in(draft, 6))
			draft_hostile(draft);
		draft_fill(draft, 'n', length);
		draft_put(draft, "-%zu.conf", i);
		file(draft, "", draft_bls, i < 40 ? most / 20 : 16);
	}
	file(draft, "/EFI/BOOT/grub.cfg", blscfg, most);
}

static void draft_medium(struct draft *draft)
{
	const uint8_t dialect = (uint8_t)draft_below(draft, 256);
	size_t left = draft->max, others = draft_many(draft, 6);

	draft_add(draft, &dialect, 1);
	if (draft_once_in(draft, 4))
		file(draft, "/boot/grub/grubenv", draft_environment, left / 2);
	for (size_t i = 0; i < others; i++)
		file(draft, draft_path(draft),
		     draft_once_in(draft, 2) ? draft_grub : draft_syslinux, left / 8);
	if (draft_once_in(draft, 3))
		bls_files(draft, left / 2);
	else if (draft_once_in(draft, 2))
		file(draft, "/isolinux/isolinux.cfg", draft_syslinux, left);
	while (!draft_once_in(draft, 3))
		one_of_grub(draft, left);
}

static void draft_form(struct draft *draft, enum grammar_form form)
{
	uint8_t dialect = (uint8_t)draft_below(draft, 256);

	switch (form) {
	case GRAMMAR_GRUB:
		draft_add(draft, &dialect, 1);
		draft_grub(draft);
		break;
	case GRAMMAR_SYSLINUX:
		draft_syslinux(draft);
		while (!draft_once_in(draft, 2)) {
			draft_add(draft, "\xff", 1);
			draft_syslinux(draft);
		}
		break;
	case GRAMMAR_MEDIUM:
		draft_medium(draft);
		break;
	}
}

size_t grammar_make(enum grammar_form form, uint64_t seed, uint8_t *data, size_t max)
{
	struct draft draft = {.data = data, .max = max, .state = seed};

	draft.max = draft_once_in(&draft, 4) ? max : draft_many(&draft, max);
	draft_form(&draft, form);
	return draft.size;
}

/* Where a line begins; 0: nowhere but at the start. */
static size_t line_start(struct draft *draft)
{
	size_t at = draft->size > 0 ? draft_below(draft, draft->size) : 0;

	while (at > 0 && draft->data[at - 1] != '\n')
		at--;
	return at;
}

static void turn(uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size / 2; i++) {
		uint8_t kept = data[i];

		data[i] = data[size - 1 - i];
		data[size - 1 - i] = kept;
	}
}

/* The draft's last bytes, from there on, to where they belong. */
static void move_back(struct draft *draft, size_t from, size_t to)
{
	turn(draft->data + to, from - to);
	turn(draft->data + from, draft->size - from);
	turn(draft->data + to, draft->size - to);
}

size_t grammar_insert(enum grammar_form form, uint64_t seed, uint8_t *data, size_t size, size_t max)
{
	struct draft draft = {.data = data, .size = size, .max = max, .state = seed};
	const size_t to = line_start(&draft);
	const size_t most = draft_many(&draft, 4096);

	if (most < max - size)
		draft.max = size + most;
	if (form == GRAMMAR_SYSLINUX || (form == GRAMMAR_MEDIUM && draft_once_in(&draft, 3)))
		draft_syslinux(&draft);
	else
		draft_grub(&draft);
	move_back(&draft, size, to);
	return draft.size;
}

size_t grammar_shuffle(uint64_t seed, uint8_t *data, size_t size, size_t max)
{
	struct draft draft = {.data = data, .size = size, .max = max, .state = seed};
	size_t a = line_start(&draft), b = line_start(&draft), to = line_start(&draft);
	const size_t start = a < b ? a : b, length = a < b ? b - a : a - b;

	if (length == 0)
		return size;
	if (draft_once_in(&draft, 3)) {
		memmove(data + start, data + start + length, size - start - length);
		return size - length;
	}
	draft_add(&draft, data + start, length);
	draft_repeat(&draft, size, draft_many(&draft, 20000));
	move_back(&draft, size, to);
	return draft.size;
}
