/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mutate.h"

/* Where the fields of a medium lie. Only well-formed media are looked at. */

static void add(struct medium *medium, size_t offset, size_t size, enum spot_kind kind)
{
	if (medium->count < MUTATE_SPOTS && offset + size <= medium->region)
		medium->spots[medium->count++] =
			(struct spot){(uint32_t)offset, (uint16_t)size, (uint16_t)kind};
}

/* Pairs of offset and size, ended by a size of 0. */
static void add_all(struct medium *medium, size_t base, const uint16_t (*fields)[2])
{
	for (; (*fields)[1]; fields++)
		add(medium, base + (*fields)[0], (*fields)[1], SPOT_NUMBER);
}

static void find_record(struct medium *medium, size_t at, size_t length)
{
	static const uint16_t fields[][2] = {{0, 1},  {1, 1},  {2, 8},  {10, 8}, {25, 1},
					     {26, 1}, {27, 1}, {28, 4}, {32, 1}, {0, 0}};
	const uint8_t *record = medium->data + at;
	size_t entry = 33u + record[32] + (record[32] % 2 == 0);

	add_all(medium, at, fields);
	if (record[32] > 0)
		add(medium, at + 33, record[32], SPOT_NUMBER);
	while (entry + 4 <= length && record[entry + 2] >= 4 &&
	       entry + record[entry + 2] <= length) {
		add(medium, at + entry, record[entry + 2], SPOT_SUSP);
		entry += record[entry + 2];
	}
}

static void find_directory(struct medium *medium, size_t block)
{
	size_t at = 0;

	while (at + 34 < MUTATE_BLOCK) {
		size_t length = medium->data[block + at];

		if (length < 34 || at + length > MUTATE_BLOCK)
			return;
		find_record(medium, block + at, length);
		at += length;
	}
}

static void find_descriptor(struct medium *medium, size_t block)
{
	static const uint16_t fields[][2] = {
		{0, 1},     {1, 5},     {6, 1},    {7, 1},    {40, 32},   {71, 4},  {80, 8},
		{88, 32},   {120, 4},   {124, 4},  {128, 4},  {132, 8},   {140, 4}, {156, 1},
		{158, 8},   {166, 8},   {181, 1},  {182, 2},  {184, 4},   {188, 1}, {190, 128},
		{318, 128}, {446, 128}, {813, 17}, {830, 17}, {883, 512}, {0, 0},
	};

	add_all(medium, block, fields);
}

static void find_torito(struct medium *medium, size_t block)
{
	add(medium, block, 32, SPOT_TORITO);
	for (size_t i = 1; i < 8; i++) {
		static const uint16_t fields[][2] = {{0, 1}, {1, 1}, {2, 2},
						     {6, 2}, {8, 4}, {0, 0}};

		add_all(medium, block + 32 * i, fields);
	}
}

static void find_fat(struct medium *medium, size_t sector)
{
	static const uint16_t fields[][2] = {{11, 2}, {13, 1}, {14, 2}, {16, 1}, {17, 2},  {19, 2},
					     {22, 2}, {32, 4}, {36, 4}, {44, 4}, {510, 2}, {0, 0}};
	const uint8_t *boot = medium->data + sector;
	size_t table = sector + 512u * (boot[14] | (size_t)boot[15] << 8);
	size_t root = table + 512u * boot[16] * (boot[22] | (size_t)boot[23] << 8);

	add_all(medium, sector, fields);
	for (unsigned i = 0; i < 8; i++)
		add(medium, table, 512, SPOT_FAT);
	for (size_t at = root; at < root + 64 * 32; at += 32) {
		static const uint16_t slot[][2] = {{0, 11}, {11, 1}, {20, 2},
						   {26, 2}, {28, 4}, {0, 0}};

		if (at + 32 <= medium->region && medium->data[at])
			add_all(medium, at, slot);
	}
}

static void find_tables(struct medium *medium)
{
	static const uint16_t slot[][2] = {{0, 1}, {4, 1}, {8, 4}, {12, 4}, {0, 0}};
	static const uint16_t entry[][2] = {{0, 16}, {32, 8}, {40, 8}, {0, 0}};

	add(medium, 510, 2, SPOT_NUMBER);
	for (size_t i = 0; i < 4; i++)
		add_all(medium, 446 + 16 * i, slot);
	if (memcmp(medium->data + 512, "EFI PART", 8) != 0)
		return;
	for (unsigned i = 0; i < 8; i++)
		add(medium, 512, 92, SPOT_GPT);
	for (size_t i = 0; i < 4; i++)
		add_all(medium, 1024 + 128 * i, entry);
}

static bool is_text(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] >= 0x7f || (data[i] < ' ' && data[i] != '\n' && data[i] != '\t'))
			return false;
	}
	return true;
}

/* Every word of a block that begins as text. */
static void find_words(struct medium *medium, size_t block)
{
	const uint8_t *data = medium->data + block;
	size_t at = 0;

	while (at < MUTATE_BLOCK && data[at]) {
		size_t size = 0;

		while (at + size < MUTATE_BLOCK && data[at + size] > ' ')
			size++;
		if (size > 0)
			add(medium, block + at, size, SPOT_TEXT);
		at += size + 1;
	}
}

void medium_find_spots(struct medium *medium)
{
	find_tables(medium);
	for (size_t block = 0; block + MUTATE_BLOCK <= medium->region; block += MUTATE_BLOCK) {
		const uint8_t *data = medium->data + block;

		if (memcmp(data + 1, "CD001", 5) == 0)
			find_descriptor(medium, block);
		else if (data[0] >= 34 && data[32] == 1 && data[33] == 0 && data[25] & 2)
			find_directory(medium, block);
		else if (data[0] == 1 && data[30] == 0x55 && data[31] == 0xaa)
			find_torito(medium, block);
		else if (is_text(data, 64))
			find_words(medium, block);
		for (size_t sector = 0; sector < MUTATE_BLOCK; sector += 512) {
			if (data[sector + 510] == 0x55 && data[sector + 511] == 0xaa &&
			    (memcmp(data + sector + 54, "FAT", 3) == 0 ||
			     memcmp(data + sector + 82, "FAT", 3) == 0))
				find_fat(medium, block + sector);
		}
	}
}
