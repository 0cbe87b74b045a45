/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/susp.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"

#define HEADER     4u    /* two letters, length, version */
#define COMPONENT  2u    /* flags and length before the text of an SL component */
#define CONTINUES  0x01u /* of NM and of SL components */
#define CURRENT    0x02u
#define PARENT     0x04u
#define ROOT       0x08u
#define NAME_KNOWN (CONTINUES | CURRENT | PARENT)
#define LINK_KNOWN (CONTINUES | CURRENT | PARENT | ROOT)

struct parser {
	struct ia_susp *susp;
	const struct ia_place *place;
	struct isoargs_error **reterr;
	bool ended; /* ST was met */
};

static int contradicts(const struct parser *parser, const char *what)
{
	return ia_error(parser->reterr, -EBADMSG, parser->place, NULL, "system use entries: %s",
			what);
}

static int add_bytes(const struct parser *parser, struct ia_strbuf *buf, const uint8_t *data,
		     size_t size, size_t limit)
{
	if (buf->length + size > limit)
		return ia_error(parser->reterr, -E2BIG, parser->place, NULL,
				"a Rock Ridge name or link has more than %zu bytes", limit);
	ia_strbuf_add(buf, (const char *)data, size);
	return buf->error < 0 ? ia_error_memory(parser->reterr) : 0;
}

static int take_name(struct parser *parser, const uint8_t *entry, size_t size)
{
	struct ia_susp *susp = parser->susp;
	uint8_t flags = entry[HEADER];

	susp->has_rock_ridge = true;
	if (susp->has_name && !susp->name_goes_on)
		return contradicts(parser, "a second NM after one that was complete");
	susp->has_name = true;
	susp->name_goes_on = flags & CONTINUES;
	if (flags & (CURRENT | PARENT) || flags & ~NAME_KNOWN)
		susp->name_is_special = true;
	return add_bytes(parser, &susp->name, entry + HEADER + 1, size - HEADER - 1, IA_NAME_MAX);
}

/* One component of a link; a slash goes before it unless it is the rest of the one before. */
static int add_component(const struct parser *parser, uint8_t flags, const uint8_t *text,
			 size_t size)
{
	struct ia_susp *susp = parser->susp;
	struct ia_strbuf *target = &susp->target;

	if (flags & ~LINK_KNOWN)
		susp->target_is_foreign = true;
	if (memchr(text, '\0', size)) {
		susp->target_is_broken = true;
		return 0;
	}
	if (flags & ROOT) {
		target->length = 0;
		susp->component_goes_on = false;
		return add_bytes(parser, target, (const uint8_t *)"/", 1, IA_PATH_MAX);
	}
	if (target->length > 0 && !susp->component_goes_on &&
	    target->data[target->length - 1] != '/')
		ia_strbuf_addc(target, '/');
	susp->component_goes_on = flags & CONTINUES;
	if (flags & PARENT)
		return add_bytes(parser, target, (const uint8_t *)"..", 2, IA_PATH_MAX);
	if (flags & CURRENT)
		return add_bytes(parser, target, (const uint8_t *)".", 1, IA_PATH_MAX);
	return add_bytes(parser, target, text, size, IA_PATH_MAX);
}

static int take_link(struct parser *parser, const uint8_t *entry, size_t size)
{
	size_t at = HEADER + 1;
	int r;

	parser->susp->has_target = true;
	while (at < size) {
		size_t left = size - at;

		/* genisoimage 1.1.11 writes such components of long links. */
		if (left < COMPONENT || entry[at + 1] > left - COMPONENT) {
			parser->susp->target_is_broken = true;
			return 0;
		}
		parser->susp->units += IA_SUSP_COMPONENT_UNITS;
		r = add_component(parser, entry[at], entry + at + COMPONENT, entry[at + 1]);
		if (r < 0)
			return r;
		at += COMPONENT + entry[at + 1];
	}
	return 0;
}

static int take_mode(struct parser *parser, const uint8_t *entry, size_t size IA_UNUSED)
{
	parser->susp->has_rock_ridge = true;
	parser->susp->has_mode = true;
	parser->susp->mode = ia_le32(entry + HEADER);
	return 0;
}

static int take_child(struct parser *parser, const uint8_t *entry, size_t size IA_UNUSED)
{
	parser->susp->has_child = true;
	parser->susp->child = ia_le32(entry + HEADER);
	return 0;
}

static int take_parent(struct parser *parser, const uint8_t *entry, size_t size IA_UNUSED)
{
	parser->susp->has_parent = true;
	parser->susp->parent = ia_le32(entry + HEADER);
	return 0;
}

static int take_relocated(struct parser *parser, const uint8_t *entry IA_UNUSED,
			  size_t size IA_UNUSED)
{
	parser->susp->is_relocated = true;
	return 0;
}

static int take_rock_ridge(struct parser *parser, const uint8_t *entry IA_UNUSED,
			   size_t size IA_UNUSED)
{
	parser->susp->has_rock_ridge = true;
	return 0;
}

static int take_skip(struct parser *parser, const uint8_t *entry, size_t size IA_UNUSED)
{
	if (entry[4] != 0xbe || entry[5] != 0xef)
		return 0;
	parser->susp->skip = entry[6];
	return 0;
}

static int take_extension(struct parser *parser, const uint8_t *entry, size_t size)
{
	static const char *const ids[] = {"RRIP_1991A", "IEEE_P1282", "IEEE_1282"};
	size_t length = entry[HEADER];

	if (length > size - 8)
		return contradicts(parser, "the identifier of ER is longer than its entry");
	for (size_t i = 0; i < IA_COUNT(ids); i++) {
		if (strlen(ids[i]) == length && memcmp(entry + 8, ids[i], length) == 0)
			parser->susp->has_rock_ridge = true;
	}
	return 0;
}

static int take_continuation(struct parser *parser, const uint8_t *entry, size_t size IA_UNUSED)
{
	if (parser->susp->next.size > 0)
		return contradicts(parser, "two CE in one area");
	parser->susp->next.block = ia_le32(entry + 4);
	parser->susp->next.offset = ia_le32(entry + 12);
	parser->susp->next.size = ia_le32(entry + 20);
	return 0;
}

static int take_end(struct parser *parser, const uint8_t *entry IA_UNUSED, size_t size IA_UNUSED)
{
	parser->ended = true;
	return 0;
}

static const struct {
	char id[3];
	uint8_t least; /* bytes of the entry that are read */
	int (*take)(struct parser *parser, const uint8_t *entry, size_t size);
} kinds[] = {
	{"NM", 5, take_name}, /* */
	{"SL", 5, take_link},    {"PX", 12, take_mode},     {"CL", 12, take_child},
	{"PL", 12, take_parent}, {"RE", 4, take_relocated}, {"RR", 4, take_rock_ridge},
	{"SP", 7, take_skip},    {"ER", 8, take_extension}, {"CE", 28, take_continuation},
	{"ST", 4, take_end},
};

static int take_entry(struct parser *parser, const uint8_t *entry, size_t size)
{
	for (size_t i = 0; i < IA_COUNT(kinds); i++) {
		if (entry[0] != (uint8_t)kinds[i].id[0] || entry[1] != (uint8_t)kinds[i].id[1])
			continue;
		if (size < kinds[i].least)
			return ia_error(parser->reterr, -EBADMSG, parser->place, NULL,
					"system use entries: found %s of %zu bytes, expected at "
					"least %u",
					kinds[i].id, size, (unsigned)kinds[i].least);
		return kinds[i].take(parser, entry, size);
	}
	return 0;
}

int ia_susp_parse(struct ia_susp *susp, const uint8_t *area, size_t size,
		  const struct ia_place *place, struct isoargs_error **reterr)
{
	struct parser parser = {.susp = susp, .place = place, .reterr = reterr};

	memset(&susp->next, 0, sizeof(susp->next));
	/* Fewer bytes than a header are padding. */
	for (size_t at = 0; size - at >= HEADER && !parser.ended;) {
		const uint8_t *entry = area + at;
		size_t length = entry[2];
		int r;

		/* Some writers pad with zeros where an ST entry should stand. */
		if (entry[0] == 0 && entry[1] == 0 && length == 0)
			return 0;
		if (length < HEADER || length > size - at)
			return ia_error(reterr, -EBADMSG, place, NULL,
					"system use entries: found an entry of %zu bytes, "
					"expected 4 to %zu",
					length, size - at);
		susp->units += IA_SUSP_ENTRY_UNITS;
		r = take_entry(&parser, entry, length);
		if (r < 0)
			return r;
		at += length;
	}
	return 0;
}

bool ia_susp_may_have_name(const struct ia_susp *susp, struct ia_slice wanted)
{
	if (!wanted.at || !susp->has_name || susp->name_goes_on)
		return true;
	return susp->name.length == wanted.size &&
	       memcmp(susp->name.data, wanted.at, wanted.size) == 0;
}

void ia_susp_reset(struct ia_susp *susp)
{
	const size_t said = offsetof(struct ia_susp, next);

	susp->name.length = 0;
	susp->target.length = 0;
	if (susp->target.data)
		susp->target.data[0] = '\0';
	memset((uint8_t *)susp + said, 0, sizeof(*susp) - said);
}

void ia_susp_free(struct ia_susp *susp)
{
	ia_strbuf_free(&susp->name);
	ia_strbuf_free(&susp->target);
}
