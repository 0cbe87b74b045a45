/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/implant.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"

#define DEFAULT_COUNT 20 /* fragments where the count is missing */

enum key {
	SUM,
	SKIP,
	STATUS, /* read for nothing; the search ends when all keys were there */
	FRAGMENTS,
	COUNT,
	KEYS,
};

static const char *const keys[KEYS] = {
	[SUM] = "ISO MD5SUM = ",          [SKIP] = "SKIPSECTORS = ",     [STATUS] = "RHLISOSTATUS=",
	[FRAGMENTS] = "FRAGMENT SUMS = ", [COUNT] = "FRAGMENT COUNT = ",
};

/* Where the value of each key starts, 0 where there is none: no value can start there. */
struct values {
	size_t at[KEYS];
};

static bool starts(const uint8_t *field, size_t at, const char *key)
{
	size_t length = strlen(key);

	return length <= IA_IMPLANT_SIZE - at && memcmp(field + at, key, length) == 0;
}

/* A number up to the next semicolon; no digit at all counts as 0, as strtol(3) has it. */
static bool parse_number(const uint8_t *field, size_t at, int64_t *ret)
{
	bool negative = false;
	int64_t number = 0;

	while (at < IA_IMPLANT_SIZE && ia_ascii_is_space((char)field[at]))
		at++;
	if (at < IA_IMPLANT_SIZE && (field[at] == '-' || field[at] == '+'))
		negative = field[at++] == '-';
	for (; at < IA_IMPLANT_SIZE && ia_ascii_is_digit((char)field[at]); at++) {
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, field[at] - '0', &number))
			return false;
	}
	if (at < IA_IMPLANT_SIZE && field[at] != ';')
		return false;
	*ret = negative ? -number : number;
	return true;
}

static bool is_number(const uint8_t *field, size_t at)
{
	int64_t unused;

	return parse_number(field, at, &unused);
}

static struct values find_values(const uint8_t *field)
{
	struct values values = {0};
	unsigned found = 0;

	for (size_t at = 0; at < IA_IMPLANT_SIZE && found < (1u << KEYS) - 1; at++) {
		for (enum key key = SUM; key < KEYS; key++) {
			size_t value = at + strlen(keys[key]);

			if (!starts(field, at, keys[key]))
				continue;
			if (key != SUM && key != FRAGMENTS && !is_number(field, value))
				continue;
			values.at[key] = value;
			found |= 1u << key;
		}
	}
	return values;
}

static int take_sum(const uint8_t *field, uint64_t at, const struct values *values,
		    struct ia_implant *implant, struct isoargs_error **reterr)
{
	static const char digits[] = "0123456789abcdef";
	const size_t size = sizeof(implant->sum) - 1, start = values->at[SUM];

	if (size >= IA_IMPLANT_SIZE - start)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, at + start), NULL,
				"the embedded checksum is cut off");
	memcpy(implant->sum, field + start, size);
	if (strspn(implant->sum, digits) != size)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, at + start),
				"download the image again",
				"the embedded checksum is \"%s\", expected %zu hexadecimal digits",
				implant->sum, size);
	return 0;
}

static int take_skip(const uint8_t *field, uint64_t at, const struct values *values,
		     struct ia_implant *implant, struct isoargs_error **reterr)
{
	int64_t skip = -1;

	if (!values->at[SKIP])
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, at),
				"download the image again",
				"a checksum is embedded, but not how many sectors it leaves out");
	parse_number(field, values->at[SKIP], &skip);
	if (skip < 0)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, at + values->at[SKIP]),
				"download the image again",
				"the embedded checksum leaves out %" PRId64 " sectors", skip);
	implant->skip = (uint64_t)skip;
	return 0;
}

/* Sums of fragments only find damage sooner: a count that makes no sense is as good as none. */
static int take_fragments(const uint8_t *field, uint64_t at, const struct values *values,
			  struct ia_implant *implant, struct isoargs_error **reterr)
{
	const size_t start = values->at[FRAGMENTS];
	int64_t count = DEFAULT_COUNT;

	if (!start)
		return 0;
	if (IA_IMPLANT_DIGITS >= IA_IMPLANT_SIZE - start)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, at + start),
				"download the image again",
				"the embedded sums of fragments are cut off");
	if (values->at[COUNT])
		parse_number(field, values->at[COUNT], &count);
	if (count < 1 || count > IA_IMPLANT_FRAGMENTS_MAX)
		return 0;
	memcpy(implant->fragments, field + start, IA_IMPLANT_DIGITS);
	implant->count = (unsigned)count;
	implant->digits = IA_IMPLANT_DIGITS / implant->count;
	return 0;
}

int ia_implant_parse(const uint8_t field[IA_IMPLANT_SIZE], uint64_t at, struct ia_implant *ret,
		     struct isoargs_error **reterr)
{
	const struct values values = find_values(field);
	struct ia_implant implant = {0};
	int r;

	if (!values.at[SUM])
		return 0;
	r = take_sum(field, at, &values, &implant, reterr);
	if (r == 0)
		r = take_skip(field, at, &values, &implant, reterr);
	if (r == 0)
		r = take_fragments(field, at, &values, &implant, reterr);
	if (r < 0)
		return r;
	*ret = implant;
	return 1;
}
