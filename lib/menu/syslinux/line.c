/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/line.h"

#include <string.h>

#include "base/ascii.h"

const char *ia_syslinux_after_keyword(const char *s, const char *keyword)
{
	size_t length = strlen(keyword);

	if (!ia_ascii_prefix_fold(s, keyword) || (s[length] && !ia_syslinux_is_blank(s[length])))
		return NULL;
	return ia_syslinux_skip_blanks(s + length);
}

uint64_t ia_syslinux_number(const char *s)
{
	bool minus = *s == '-';
	uint64_t number = 0;

	for (s += *s == '-' || *s == '+'; ia_ascii_is_digit(*s); s++)
		number = number * 10 + (uint64_t)(*s - '0');
	return minus ? -number : number;
}

int ia_syslinux_keep(struct ia_syslinux_parser *p, const char **slot, const char *value,
		     size_t length)
{
	const char *copy = ia_arena_strndup(p->arena, value, length);

	if (!copy)
		return ia_error_memory(p->reterr);
	*slot = copy;
	return 0;
}

void ia_syslinux_cut(struct ia_syslinux_parser *p, const struct ia_place *place, const char *found,
		     unsigned limit)
{
	if (!p->is_cut)
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_CONFIG_CUT, place,
			"found more than %u %s: nothing behind it is read", limit, found);
	p->is_cut = true;
	/* Its lines may not all have been read. */
	memset(&p->label, 0, sizeof(p->label));
}

/* Its share is not all that the call may take: there may be other configurations. */
static void cut_when_spent(struct ia_syslinux_reader *r)
{
	struct ia_syslinux_parser *p = r->parser;
	const struct ia_meter *meter = p->host->meter;

	if (!meter || p->is_cut)
		return;
	if (meter->work > p->work_max)
		ia_syslinux_cut(p, IA_AT_LINE(r->file, r->line, 0), "million units of work",
				IA_SYSLINUX_WORK_MAX / 1000000);
	else if (meter->kept > p->kept_max)
		ia_syslinux_cut(p, IA_AT_LINE(r->file, r->line, 0), "MiB of memory",
				IA_SYSLINUX_KEPT_MAX / (1024u * 1024u));
}

/* What reading a line takes, besides its bytes: units of the meter. */
#define LINE_COST 10u

const char *ia_syslinux_next_line(struct ia_syslinux_reader *r)
{
	size_t length = r->line_left, piece;
	const char *end;
	char *cut;

	if (r->left == 0)
		return NULL;
	if (length == 0) {
		r->line++;
		end = memchr(r->text, '\n', r->left);
		length = end ? (size_t)(end - r->text) + 1 : r->left;
	}
	cut_when_spent(r);
	if (r->parser->is_cut)
		return NULL;
	piece = length > IA_SYSLINUX_LINE_MAX ? IA_SYSLINUX_LINE_MAX : length;
	if (ia_syslinux_spend(r->parser, LINE_COST + piece) < 0)
		return NULL;
	memcpy(r->buf, r->text, piece);
	r->buf[piece] = '\0';
	r->text += piece;
	r->left -= piece;
	r->line_left = length - piece;
	if (r->line_left)
		ia_syslinux_note(&r->parser->said, ISOARGS_WARNING, IA_NOTE_LINE_TOO_LONG,
				 IA_AT_LINE(r->file, r->line, 0),
				 "found a line of %zu bytes: SYSLINUX reads what follows the first "
				 "%u as another line",
				 length, IA_SYSLINUX_LINE_MAX);
	if (r->buf[piece - 1] == '\n')
		r->buf[piece - 1] = '\0';
	/* A carriage return ends it, wherever it stands. */
	cut = memchr(r->buf, '\r', piece);
	if (cut)
		*cut = '\0';
	return ia_syslinux_skip_blanks(r->buf);
}

void ia_syslinux_note_unknown(struct ia_syslinux_reader *r, const char *prefix, const char *line)
{
	ia_syslinux_note(&r->parser->said, ISOARGS_INFO, IA_NOTE_UNKNOWN_DIRECTIVE,
			 IA_AT_LINE(r->file, r->line, 0),
			 "found \"%s%.*s\", which SYSLINUX does not know", prefix,
			 (int)ia_syslinux_word_length(line), line);
}
