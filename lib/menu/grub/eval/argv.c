/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/argv.h"

#include <string.h>

#include "base/ascii.h"

bool ia_grub_is_escape(enum ia_grub_dialect dialect, const char *s, size_t length)
{
	return dialect != IA_GRUB_STOCK && length >= 4 && s[0] == '\\' && s[1] == 'x' &&
	       ia_ascii_is_hex(s[2]) && ia_ascii_is_hex(s[3]);
}

void ia_grub_unescape(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *s,
		      size_t length)
{
	const char *end = s + length, *kept = s, *backslash;

	while (s < end && (backslash = memchr(s, '\\', (size_t)(end - s)))) {
		if (ia_grub_is_escape(dialect, backslash, (size_t)(end - backslash))) {
			s = backslash + 4;
			continue;
		}
		ia_strbuf_add(buf, kept, (size_t)(backslash - kept));
		kept = backslash + 1;
		s = kept < end ? kept + 1 : end;
	}
	ia_strbuf_add(buf, kept, (size_t)(end - kept));
}

int ia_grub_argv_add(struct ia_grub_state *state, struct ia_grub_argv *argv, const char *s)
{
	if (ia_grub_grow(state->memory, &argv->items, argv->count + 1, &argv->capacity,
			 sizeof(*argv->items)) < 0)
		return ia_grub_fail_memory(state);
	argv->items[argv->count++] = s;
	argv->items[argv->count] = NULL;
	return 0;
}

/* A line that is no longer kept than so, and counted to its end. */
struct line {
	struct ia_strbuf *buf;
	size_t max;
	size_t length;
};

static void put(struct line *line, char c)
{
	if (line->length++ < line->max)
		ia_strbuf_addc(line->buf, c);
}

static void add_argument(enum ia_grub_dialect dialect, struct line *line, const char *s)
{
	bool quoted = strchr(s, ' ') != NULL;

	if (quoted)
		put(line, '"');
	for (; *s; s++) {
		if (*s == '\'' || *s == '"' ||
		    (*s == '\\' && !ia_grub_is_escape(dialect, s, strnlen(s, 4))))
			put(line, '\\');
		put(line, *s);
	}
	if (quoted)
		put(line, '"');
}

size_t ia_grub_join(enum ia_grub_dialect dialect, struct ia_strbuf *buf, size_t max,
		    const char *const *argv, size_t argc)
{
	struct line line = {buf, max, 0};

	for (size_t i = 0; i < argc; i++) {
		if (i > 0)
			put(&line, ' ');
		add_argument(dialect, &line, argv[i]);
	}
	return line.length;
}
