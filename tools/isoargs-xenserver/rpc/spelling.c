/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/spelling.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/utf8.h"

#define READINGS_MAX 32u  /* of what begins at one place */
#define EFFORT       128u /* steps for each byte of a text, on the average */
#define CODE_MAX     0x10ffffu

/* What can be read at a place: a character's bytes, or none, and where it ends. */
struct reading {
	char bytes[4];
	unsigned length;
	size_t end;
};

struct readings {
	struct reading items[READINGS_MAX];
	unsigned count;
};

struct reader {
	const char *text;
	size_t size;
	size_t effort; /* that is left */
	bool is_lost;  /* the text has more readings than can be followed */
};

/* An escape of which some characters have been read. */
struct escape {
	enum {
		START,
		AMPERSAND,
		ENTITY,
		HASH,
		DECIMAL,
		HEXADECIMAL,
		PERCENT,
		BACKSLASH,
		UNIT,          /* four digits after \u */
		LOW_BACKSLASH, /* of the second of a pair */
		LOW_U,
		LOW_UNIT,
		MARK,
	} part;
	unsigned count;      /* characters of this part */
	uint32_t code, high; /* high: the first of a pair, or 0 */
	unsigned candidates; /* bit per entity */
	const char *mark;
};

enum verdict { NO, MORE, WHOLE };

static const struct entity {
	const char *word;
	char means;
} entities[] = {
	{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''},
};

static enum verdict go_on(struct escape *escape, int part)
{
	escape->part = part;
	escape->count = 0;
	return MORE;
}

static enum verdict be(struct escape *escape, uint32_t code)
{
	escape->code = code;
	return WHOLE;
}

static enum verdict start(struct escape *escape, char c)
{
	if (c == '+') /* of a form */
		return be(escape, ' ');
	if (c == '<' || c == ']')
		escape->mark = c == '<' ? "![CDATA[" : "]>";
	return c == '&'               ? go_on(escape, AMPERSAND)
	       : c == '%'             ? go_on(escape, PERCENT)
	       : c == '\\'            ? go_on(escape, BACKSLASH)
	       : c == '<' || c == ']' ? go_on(escape, MARK)
				      : NO;
}

static enum verdict add_entity(struct escape *escape, char c)
{
	for (unsigned i = 0; i < IA_COUNT(entities); i++) {
		if (!(escape->candidates & 1u << i))
			continue;
		if (entities[i].word[escape->count] != c)
			escape->candidates &= ~(1u << i);
		else if (c == ';')
			return be(escape, (unsigned char)entities[i].means);
	}
	escape->count++;
	return escape->candidates ? MORE : NO;
}

static bool add_digit(struct escape *escape, char c, unsigned base)
{
	unsigned digit = ia_ascii_is_digit(c) ? (unsigned)(c - '0')
			 : ia_ascii_is_hex(c) ? (unsigned)(ia_ascii_lower(c) - 'a') + 10
					      : base;

	if (digit >= base)
		return false;
	if (escape->count++ == 0)
		escape->code = 0;
	escape->code = escape->code * base + digit;
	return escape->code <= CODE_MAX;
}

static enum verdict add_reference(struct escape *escape, char c)
{
	if (escape->part == HASH && ia_ascii_lower(c) == 'x')
		return go_on(escape, HEXADECIMAL);
	if (escape->part == HASH)
		go_on(escape, DECIMAL);
	if (c == ';')
		return escape->count ? WHOLE : NO;
	return add_digit(escape, c, escape->part == HEXADECIMAL ? 16 : 10) ? MORE : NO;
}

static enum verdict add_json(struct escape *escape, char c)
{
	static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *at = strchr(letters, c);

	if (c == 'u')
		return go_on(escape, UNIT);
	return at && c ? be(escape, (unsigned char)means[at - letters]) : NO;
}

/* Two units of a pair make a character; the first alone is none. */
static enum verdict add_unit(struct escape *escape, char c)
{
	if (!add_digit(escape, c, 16))
		return NO;
	if (escape->count < 4)
		return MORE;
	if (escape->part == LOW_UNIT) {
		if (escape->code < 0xdc00 || escape->code > 0xdfff)
			return NO;
		return be(escape,
			  0x10000 + ((escape->high - 0xd800) << 10) + (escape->code - 0xdc00));
	}
	if (escape->code < 0xd800 || escape->code > 0xdbff)
		return WHOLE;
	escape->high = escape->code;
	return go_on(escape, LOW_BACKSLASH);
}

static enum verdict add(struct escape *escape, char c)
{
	switch (escape->part) {
	case START:
		return start(escape, c);
	case AMPERSAND:
		if (c == '#')
			return go_on(escape, HASH);
		go_on(escape, ENTITY);
		escape->candidates = (1u << IA_COUNT(entities)) - 1;
		return add_entity(escape, c);
	case ENTITY:
		return add_entity(escape, c);
	case HASH:
	case DECIMAL:
	case HEXADECIMAL:
		return add_reference(escape, c);
	case PERCENT:
		if (!add_digit(escape, c, 16))
			return NO;
		return escape->count == 2 ? WHOLE : MORE;
	case BACKSLASH:
		return add_json(escape, c);
	case UNIT:
	case LOW_UNIT:
		return add_unit(escape, c);
	case LOW_BACKSLASH:
		return c == '\\' ? go_on(escape, LOW_U) : NO;
	case LOW_U:
		return c == 'u' ? go_on(escape, LOW_UNIT) : NO;
	case MARK:
		if (escape->mark[escape->count++] != c)
			return NO;
		return escape->mark[escape->count] ? MORE : WHOLE;
	}
	return NO;
}

/* What percent-encoding spells is a byte, anything else a character; a mark is nothing. */
static struct reading reading_of(const struct escape *escape, size_t end)
{
	struct reading reading = {.end = end};

	if (escape->part == PERCENT) {
		reading.bytes[0] = (char)escape->code;
		reading.length = 1;
	} else if (escape->part != MARK) {
		reading.length = (unsigned)ia_utf8_encode(escape->code, reading.bytes);
	}
	return reading;
}

static void put(struct reader *reader, struct readings *to, struct reading reading)
{
	for (unsigned i = 0; i < to->count; i++) {
		if (to->items[i].end == reading.end && to->items[i].length == reading.length &&
		    memcmp(to->items[i].bytes, reading.bytes, sizeof(reading.bytes)) == 0)
			return;
	}
	if (to->count == READINGS_MAX)
		reader->is_lost = true;
	else
		to->items[to->count++] = reading;
}

static bool may_begin(char c)
{
	return c == '&' || c == '%' || c == '\\' || c == '+' || c == '<' || c == ']';
}

static void read_at(struct reader *reader, size_t at, unsigned depth, struct readings *to);

/* Marks may stand in the middle of an escape, too, but for one that is a mark. */
static enum verdict add_reading(struct escape *escape, const struct reading *reading)
{
	if (reading->length == 0)
		return escape->part == MARK ? NO : MORE;
	return reading->length == 1 ? add(escape, reading->bytes[0]) : NO;
}

/* Goes on with an escape from at, whose characters are themselves spelled up to depth times. */
static void follow(struct reader *reader, struct escape escape, size_t at, unsigned depth,
		   struct readings *to)
{
	for (bool more = true; more && !reader->is_lost;) {
		struct readings next = {.count = 0};
		const struct escape before = escape;

		more = false;
		read_at(reader, at, depth, &next);
		for (unsigned i = 0; i < next.count; i++) {
			struct escape one = before;
			enum verdict verdict = add_reading(&one, &next.items[i]);

			if (verdict == WHOLE) {
				put(reader, to, reading_of(&one, next.items[i].end));
			} else if (verdict == MORE && more) {
				follow(reader, one, next.items[i].end, depth, to);
			} else if (verdict == MORE) {
				more = true;
				escape = one;
				at = next.items[i].end;
			}
		}
	}
}

/* All that can be read at a place where characters are spelled up to depth times. */
static void read_at(struct reader *reader, size_t at, unsigned depth, struct readings *to)
{
	struct readings first = {.count = 0};

	if (reader->effort == 0 || reader->is_lost) {
		reader->is_lost = true;
		return;
	}
	reader->effort--;
	if (at >= reader->size)
		return;
	if (depth == 0 || !may_begin(reader->text[at])) {
		put(reader, to,
		    (struct reading){.bytes = {reader->text[at]}, .length = 1, .end = at + 1});
		return;
	}
	read_at(reader, at, depth - 1, &first);
	for (unsigned i = 0; i < first.count; i++) {
		struct escape escape = {.part = START};

		put(reader, to, first.items[i]);
		switch (first.items[i].length == 1 ? add(&escape, first.items[i].bytes[0]) : NO) {
		case NO:
			break;
		case MORE:
			follow(reader, escape, first.items[i].end, depth - 1, to);
			break;
		case WHOLE:
			put(reader, to, reading_of(&escape, first.items[i].end));
			break;
		}
	}
}

/* How much of the secret may have been read before a place: bit per byte of it. */
#define WORDS 4
struct progress {
	uint64_t bits[WORDS];
};

struct search {
	struct progress of[256];               /* where in the secret each byte is */
	struct progress places[SPELLING_SPAN]; /* the next ones of the text, in a ring */
	size_t length;                         /* of the secret */
	bool is_found;
};

static bool has(const struct progress *progress, size_t bit)
{
	return progress->bits[bit / 64] >> bit % 64 & 1;
}

/* One byte further, where the secret has it. */
static struct progress step(const struct search *search, struct progress from, char c)
{
	const struct progress *of = &search->of[(unsigned char)c];
	uint64_t carry = 0;

	for (size_t i = 0; i < WORDS; i++) {
		uint64_t both = from.bits[i] & of->bits[i];

		from.bits[i] = both << 1 | carry;
		carry = both >> 63;
	}
	return from;
}

static void go(struct reader *reader, struct search *search, size_t at,
	       const struct reading *reading)
{
	struct progress *to = &search->places[reading->end % SPELLING_SPAN];
	struct progress progress = search->places[at % SPELLING_SPAN];

	if (reading->end - at >= SPELLING_SPAN) {
		reader->is_lost = true;
		return;
	}
	for (unsigned i = 0; i < reading->length; i++) {
		progress = step(search, progress, reading->bytes[i]);
		search->is_found = search->is_found || has(&progress, search->length);
	}
	for (size_t i = 0; i < WORDS; i++)
		to->bits[i] |= progress.bits[i];
}

static void begin(struct search *search, const char *secret)
{
	memset(search, 0, sizeof(*search));
	search->length = strnlen(secret, SPELLING_SECRET_MAX);
	for (size_t i = 0; i < search->length; i++)
		search->of[(unsigned char)secret[i]].bits[i / 64] |= UINT64_C(1) << i % 64;
}

bool spelling_holds(const char *text, size_t size, const char *secret)
{
	struct reader reader = {.text = text, .size = size, .effort = EFFORT * (size + 16)};
	struct search search;
	bool found;

	if (!*secret)
		return false;
	begin(&search, secret);
	for (size_t at = 0; at < size && !search.is_found && !reader.is_lost; at++) {
		struct progress *here = &search.places[at % SPELLING_SPAN];
		struct readings readings = {.count = 0};

		here->bits[0] |= 1;
		read_at(&reader, at, SPELLING_DEPTH, &readings);
		for (unsigned i = 0; i < readings.count; i++)
			go(&reader, &search, at, &readings.items[i]);
		*here = (struct progress){{0}};
	}
	found = search.is_found || reader.is_lost;
	explicit_bzero(&search, sizeof(search));
	return found;
}
