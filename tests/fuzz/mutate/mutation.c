/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <zlib.h>

#include "base/cleanup.h"
#include "mutate.h"

/* What is done to the bytes: by the byte, by the field and by the block. */

#define ROUNDS_MAX 6u

uint64_t rng_next(struct rng *rng)
{
	/* splitmix64: any state will do, 0 too */
	uint64_t z = rng->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

size_t rng_below(struct rng *rng, size_t below)
{
	return (size_t)(rng_next(rng) % below);
}

static uint64_t get_number(const uint8_t *p, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)p[i] << 8 * i;
	return value;
}

static void put_number(uint8_t *p, size_t size, uint64_t value)
{
	for (size_t i = 0; i < size; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

/* A number near the edges of something, or near what stands there. */
static uint64_t odd_number(struct rng *rng, uint64_t old, const struct medium *medium)
{
	static const uint64_t edges[] = {
		0,
		1,
		2,
		3,
		4,
		5,
		7,
		8,
		15,
		16,
		17,
		31,
		32,
		33,
		34,
		63,
		64,
		127,
		128,
		254,
		255,
		256,
		2047,
		2048,
		2049,
		4095,
		0x7fff,
		0x8000,
		0xfff7,
		0xfff8,
		0xffff,
		0x10000,
		0x7fffffff,
		0x80000000,
		0xfffff800,
		0xfffffff8,
		0xffffffff,
		0x7fffffffffffffffu,
		0xffffffffffffffffu,
	};

	switch (rng_below(rng, 6)) {
	case 0:
		return old + rng_below(rng, 5) - 2;
	case 1:
		return old << 1;
	case 2:
		return rng_next(rng);
	case 3:
		return rng_below(rng, medium->size / MUTATE_BLOCK + 2);
	default:
		return edges[rng_below(rng, IA_COUNT(edges))];
	}
}

static void mutate_number(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	uint8_t *p = medium->data + spot->offset;
	uint64_t value;

	if (spot->size > 8) {
		/* a text or an area: some of its bytes */
		for (size_t i = 1 + rng_below(rng, 8); i > 0; i--)
			p[rng_below(rng, spot->size)] = (uint8_t)rng_next(rng);
		return;
	}
	/* most fields of 4 and 8 bytes stand in both orders of bytes: only the first is read */
	value = odd_number(rng, get_number(p, spot->size == 8 ? 4 : spot->size), medium);
	put_number(p, spot->size == 8 && rng_below(rng, 4) ? 4 : spot->size, value);
}

static void mutate_susp(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	static const char kinds[][3] = {"NM", "SL", "PX", "CL", "PL", "RE",
					"RR", "SP", "ER", "CE", "ST", "TF"};
	uint8_t *p = medium->data + spot->offset;

	switch (rng_below(rng, 4)) {
	case 0:
		memcpy(p, kinds[rng_below(rng, IA_COUNT(kinds))], 2);
		break;
	case 1:
		p[2] = (uint8_t)odd_number(rng, p[2], medium);
		break;
	case 2: /* the first number of most of them */
		if (spot->size >= 8)
			put_number(p + 4, 4, odd_number(rng, get_number(p + 4, 4), medium));
		break;
	default:
		if (spot->size > 4)
			p[4 + rng_below(rng, spot->size - 4u)] =
				(uint8_t)odd_number(rng, 0, medium);
		break;
	}
}

static void mutate_text(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	static const char *const words[] = {
		"menuentry",  "submenu", "linux",     "initrd",       "source",   "configfile",
		"set",        "if",      "fi",        "then",         "else",     "while",
		"for",        "do",      "done",      "function",     "{",        "}",
		"'",          "\"",      "\\",        "$a",           "${",       "$",
		";",          "&&",      "search",    "regexp",       "label",    "kernel",
		"append",     "include", "menu",      "default",      "\x1b[31m", "\xe2\x80\xae",
		"\n",         "\r",      "hd:LABEL=", "inst.stage2=", "-",        "--",
		"root=live:", "(cd0)/",  "/*",        "../..",        "..",       "%",
		"\x7f",
	};
	uint8_t *p = medium->data + spot->offset;
	const char *word = words[rng_below(rng, IA_COUNT(words))];
	size_t size = strlen(word);

	if (rng_below(rng, 4) == 0) {
		p[rng_below(rng, spot->size)] = (uint8_t)rng_next(rng);
		return;
	}
	if (rng_below(rng, 2) && size < spot->size)
		memset(p, ' ', spot->size);
	if (spot->offset + size <= medium->region)
		memcpy(p, word, size);
}

static void mutate_fat(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	uint8_t *p = medium->data + spot->offset;
	size_t size = rng_below(rng, 3) ? 2 : 1 + rng_below(rng, 4);
	size_t at = rng_below(rng, (rng_below(rng, 2) ? 64u : spot->size) - size);

	put_number(p + at, size, odd_number(rng, get_number(p + at, size), medium));
}

static void mend_gpt(struct medium *medium, uint8_t *header)
{
	uint64_t entries = get_number(header + 72, 8);
	uint64_t size = get_number(header + 80, 4) * get_number(header + 84, 4);
	uint64_t length = get_number(header + 12, 4);

	if (entries < medium->region / 512 && size <= medium->region - entries * 512)
		put_number(header + 88, 4, crc32(0, medium->data + entries * 512, (unsigned)size));
	if (length > 512)
		return;
	put_number(header + 16, 4, 0);
	put_number(header + 16, 4, crc32(0, header, (unsigned)length));
}

static void mutate_gpt(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	static const uint8_t fields[][2] = {{8, 4},  {12, 4}, {24, 8}, {32, 8}, {40, 8},
					    {48, 8}, {72, 8}, {80, 4}, {84, 4}, {88, 4}};
	size_t i = rng_below(rng, IA_COUNT(fields));
	uint8_t *header = medium->data + spot->offset, *p = header + fields[i][0];

	put_number(p, fields[i][1], odd_number(rng, get_number(p, fields[i][1]), medium));
	if (rng_below(rng, 4))
		mend_gpt(medium, header);
}

static void mutate_torito(struct medium *medium, const struct spot *spot, struct rng *rng)
{
	uint8_t *p = medium->data + spot->offset;
	unsigned sum = 0;

	p[rng_below(rng, spot->size)] = (uint8_t)rng_next(rng);
	if (rng_below(rng, 2) == 0)
		return;
	p[28] = p[29] = 0;
	for (size_t i = 0; i < 32; i += 2)
		sum += (unsigned)get_number(p + i, 2);
	put_number(p + 28, 2, 0x10000 - (sum & 0xffff));
}

static void mutate_field(struct medium *medium, struct rng *rng)
{
	const struct spot *spot = &medium->spots[rng_below(rng, medium->count)];

	switch ((enum spot_kind)spot->kind) {
	case SPOT_NUMBER:
		mutate_number(medium, spot, rng);
		break;
	case SPOT_SUSP:
		mutate_susp(medium, spot, rng);
		break;
	case SPOT_TEXT:
		mutate_text(medium, spot, rng);
		break;
	case SPOT_FAT:
		mutate_fat(medium, spot, rng);
		break;
	case SPOT_GPT:
		mutate_gpt(medium, spot, rng);
		break;
	case SPOT_TORITO:
		mutate_torito(medium, spot, rng);
		break;
	}
}

/* Half of the time in blocks that hold fields: the rest is mostly contents and padding. */
static size_t pick_block(const struct medium *medium, struct rng *rng)
{
	size_t blocks = medium->region / MUTATE_BLOCK;

	if (medium->count > 0 && rng_below(rng, 2))
		return medium->spots[rng_below(rng, medium->count)].offset / MUTATE_BLOCK;
	return rng_below(rng, blocks);
}

static void mutate_block(struct medium *medium, struct rng *rng)
{
	uint8_t *block = medium->data + pick_block(medium, rng) * MUTATE_BLOCK;
	uint8_t *other = medium->data + pick_block(medium, rng) * MUTATE_BLOCK;
	size_t shift = 1 + rng_below(rng, 64);

	switch (rng_below(rng, 5)) {
	case 0:
		memmove(block, other, MUTATE_BLOCK);
		break;
	case 1:
		memset(block, (int)rng_below(rng, 256), MUTATE_BLOCK);
		break;
	case 2:
		memmove(block + shift, block, MUTATE_BLOCK - shift);
		break;
	case 3:
		memmove(block, block + shift, MUTATE_BLOCK - shift);
		break;
	default: /* the first half of one, the second of the other */
		memmove(block, other, MUTATE_BLOCK / 2);
		break;
	}
}

static void mutate_byte(struct medium *medium, struct rng *rng)
{
	uint8_t *block = medium->data + pick_block(medium, rng) * MUTATE_BLOCK;
	uint8_t *p = block + rng_below(rng, MUTATE_BLOCK);

	if (rng_below(rng, 2))
		*p = (uint8_t)rng_next(rng);
	else
		*p ^= (uint8_t)(1u << rng_below(rng, 8));
}

size_t medium_mutate(struct medium *medium, struct rng *rng)
{
	for (size_t i = 1 + rng_below(rng, ROUNDS_MAX); i > 0; i--) {
		size_t level = rng_below(rng, 10);

		if (level < 6 && medium->count > 0)
			mutate_field(medium, rng);
		else if (level < 9)
			mutate_byte(medium, rng);
		else
			mutate_block(medium, rng);
	}
	if (medium->size <= MUTATE_COPY_MAX && rng_below(rng, 64) == 0)
		return 1 + rng_below(rng, medium->size);
	return medium->size;
}
