/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/expand.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "menu/grub/script/number.h"

/*
 * Units of work. What a word becomes is gone through by who puts it together, looks for patterns,
 * strips it and hashes or compares it: all of these count for the byte that ends up in a word. What
 * a piece has in the source, or a variable as its value, counts by itself: nothing may come of it.
 */
#define PIECE_COST     16u
#define SOURCE_BYTE    1u
#define QUOTED_BYTE    3u
#define TRANSLATE_BYTE 5u
#define WORD_BYTE      3u

/*
 * A word is put together raw: with a backslash before what file name patterns or the last
 * step may not touch. Backslashes go last, as GRUB does it.
 */
struct builder {
	struct ia_grub_state *state;
	struct ia_grub_argv *argv;
	struct ia_strbuf *raw;
	bool exists; /* an argument even where raw is empty */
	int error;
};

static void protect(struct builder *builder, const char *s, size_t length)
{
	enum ia_grub_dialect dialect = builder->state->setup->dialect;
	size_t used;

	builder->exists = true;
	for (; length > 0; s += used, length -= used) {
		used = 0;
		while (used < length && s[used] != '*' && s[used] != '?' && s[used] != '\\')
			used++;
		if (used > 0) {
			ia_strbuf_add(builder->raw, s, used);
			continue;
		}
		used = ia_grub_is_escape(dialect, s, length) ? 4 : 1;
		if (used == 4)
			ia_strbuf_add(builder->raw, s, used);
		else
			ia_strbuf_add(builder->raw, (char[]){'\\', *s}, 2);
	}
}

static bool is_pattern(const char *raw)
{
	if (!strchr("/(*", raw[0]))
		return false;
	for (; *raw; raw++) {
		if (*raw == '*' || *raw == '?')
			return true;
		if (raw[0] == '\\' && raw[1] != '\0')
			raw++;
	}
	return false;
}

/* The argument itself, without the backslashes that protect; NULL: see the memory's error. */
static const char *strip(struct ia_grub_state *state, const struct ia_strbuf *raw)
{
	struct ia_strbuf plain IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);

	if (raw->length == 0 || !memchr(raw->data, '\\', raw->length))
		return ia_grub_strndup(state->memory, raw->data, raw->length);
	ia_grub_unescape(state->setup->dialect, &plain, raw->data, raw->length);
	if (plain.error) {
		state->memory->error = plain.error;
		return NULL;
	}
	return ia_grub_strndup(state->memory, plain.data, plain.length);
}

/* 0, or -E2BIG where so many more bytes make the word too long. */
static int check_length(const struct builder *builder, size_t more)
{
	struct ia_grub_state *state = builder->state;

	if (builder->raw->length + more <= IA_GRUB_WORD_MAX)
		return 0;
	return ia_error(state->reterr, -E2BIG, IA_GRUB_HERE(state), NULL,
			"a word has more than %u bytes", IA_GRUB_WORD_MAX);
}

/* The word ends here: its arguments go to argv. */
static void finish_word(struct builder *builder)
{
	struct ia_grub_state *state = builder->state;
	const char *argument;
	int r = 0;

	if (builder->error || !builder->exists)
		return;
	if (builder->raw->error)
		r = ia_error_memory(state->reterr);
	else
		r = check_length(builder, 0);
	if (r == 0)
		r = ia_grub_spend(state, PIECE_COST + builder->raw->length * WORD_BYTE);
	if (r == 0 && builder->raw->length > 0 && is_pattern(builder->raw->data))
		r = ia_grub_wildcard(state, builder->raw->data, builder->argv);
	if (r == 0) {
		argument = strip(state, builder->raw);
		r = argument ? ia_grub_argv_add(state, builder->argv, argument)
			     : ia_grub_fail_memory(state);
	}
	builder->error = r < 0 ? r : 0;
	builder->exists = false;
	builder->raw->length = 0;
}

/* One field of a value: its backslashes stay, its patterns count. */
static void add_field(struct builder *builder, const char *s, size_t length)
{
	size_t used;

	for (; length > 0; s += used, length -= used) {
		const char *backslash = memchr(s, '\\', length);

		used = backslash ? (size_t)(backslash - s) : length;
		if (used == 0) {
			used = 1;
			ia_strbuf_addc(builder->raw, '\\');
			if (length > 1 && (s[1] == '*' || s[1] == '?'))
				ia_strbuf_addc(builder->raw, '\\');
		}
		ia_strbuf_add(builder->raw, s, used);
	}
}

/*
 * Splits at white space; blanks at either end separate nothing. apart: from a field before it. True:
 * there is one now.
 */
static bool add_split(struct builder *builder, const char *s, bool apart)
{
	static const char blanks[] = " \t\n\v\f\r";

	for (s += strspn(s, blanks); *s; s += strspn(s, blanks)) {
		size_t length = strcspn(s, blanks);

		if (apart)
			finish_word(builder);
		add_field(builder, s, length);
		builder->exists = apart = true;
		s += length;
	}
	return apart;
}

/* 0, or an error: what going through a value takes, and the room for it. */
static int spend_on_value(struct builder *builder, size_t length)
{
	int r = ia_grub_spend(builder->state, PIECE_COST + length * SOURCE_BYTE);

	return r < 0 ? r : check_length(builder, length);
}

static void add_value(struct builder *builder, const char *value, bool quoted)
{
	size_t length = strlen(value);

	if (!builder->error)
		builder->error = spend_on_value(builder, length);
	if (builder->error)
		return;
	if (quoted)
		protect(builder, value, length);
	else
		add_split(builder, value, false);
}

/* "$@" and "$*": each parameter a word of its own, or all of them one. */
static void add_all_quoted(struct builder *builder, bool joined)
{
	const struct ia_grub_call *scope = builder->state->scope;

	for (size_t i = 0; i < scope->argc && !builder->error; i++) {
		if (i > 0 && joined)
			ia_strbuf_addc(builder->raw, ' ');
		else if (i > 0)
			finish_word(builder);
		add_value(builder, scope->argv[i], true);
	}
}

/* $@ and $*: the fields of all parameters; one that is blank separates nothing. */
static void add_all(struct builder *builder)
{
	const struct ia_grub_call *scope = builder->state->scope;
	bool apart = false;

	for (size_t i = 0; i < scope->argc && !builder->error; i++) {
		builder->error = spend_on_value(builder, strlen(scope->argv[i]));
		if (!builder->error)
			apart = add_split(builder, scope->argv[i], apart);
	}
}

static void add_parameter(struct builder *builder, const char *name, bool quoted)
{
	const struct ia_grub_call *scope = builder->state->scope;
	unsigned long long number;
	char text[24];

	if (!scope)
		return;
	if ((name[0] == '@' || name[0] == '*') && quoted) {
		add_all_quoted(builder, name[0] == '*');
	} else if (name[0] == '@' || name[0] == '*') {
		add_all(builder);
	} else if (name[0] == '#') {
		snprintf(text, sizeof(text), "%zu", scope->argc);
		add_value(builder, text, quoted);
	} else if (ia_grub_number(name, 10, &number, NULL) && number > 0 && number <= scope->argc) {
		add_value(builder, scope->argv[number - 1], quoted);
	}
}

static void add_variable(struct builder *builder, const char *name, size_t length, bool quoted)
{
	struct ia_grub_state *state = builder->state;
	char buf[64], status[16];
	const char *value;

	if (length >= sizeof(buf)) {
		name = ia_grub_strndup(state->memory, name, length);
		if (!name) {
			builder->error = ia_grub_fail_memory(state);
			return;
		}
	} else {
		memcpy(buf, name, length);
		buf[length] = '\0';
		name = buf;
	}
	if (ia_grub_is_parameter(name)) {
		add_parameter(builder, name, quoted);
		return;
	}
	if (strcmp(name, "?") == 0) {
		ia_grub_get_status(state, status, sizeof(status));
		value = status;
	} else {
		value = ia_grub_get(state, name);
	}
	if (value && value[0])
		add_value(builder, value, quoted);
}

/*
 * What a '$' with a brace takes of a string to translate where it names no variable: to the brace
 * that closes it, and where there is none all that is left.
 */
static size_t braced_length(const char *s, size_t size)
{
	const char *close = size > 1 && s[1] == '{' ? memchr(s, '}', size) : NULL;

	if (close)
		return (size_t)(close - s) + 1;
	return size > 1 && s[1] == '{' ? size : 0;
}

/*
 * The inside of $"...": the quoting of strings to translate, which differs from that of
 * others. No parameters but $#.
 */
static void add_translated(struct builder *builder, const char *s, size_t size)
{
	enum ia_grub_dialect dialect = builder->state->setup->dialect;
	const char *name;
	size_t used, length;

	protect(builder, "", 0);
	for (size_t i = 0; i < size && !builder->error; i++) {
		if (ia_grub_is_escape(dialect, s + i, size - i)) {
			protect(builder, s + i, 4);
			i += 3;
		} else if (s[i] == '\\' && i + 1 < size && strchr("\\\"$", s[i + 1])) {
			protect(builder, &s[++i], 1);
		} else if (s[i] == '\\' && i + 1 < size && s[i + 1] == '\n') {
			i++;
		} else if (s[i] == '$' &&
			   (used = ia_grub_variable_match(s + i + 1, size - i - 1, &name,
							  &length)) > 0 &&
			   name[0] != '@' && name[0] != '*') {
			if (!ia_ascii_is_digit(name[0]))
				add_variable(builder, name, length, true);
			i += used;
		} else if (s[i] == '$' && (used = braced_length(s + i, size - i)) > 0) {
			i += used - 1;
		} else {
			used = 1;
			while (i + used < size && s[i + used] != '\\' && s[i + used] != '$')
				used++;
			protect(builder, &s[i], used);
			i += used - 1;
		}
	}
}

static void add_piece(struct builder *builder, const struct ia_grub_piece *piece)
{
	builder->error = ia_grub_spend(
		builder->state,
		PIECE_COST + piece->length * (piece->kind == IA_GRUB_TRANSLATED ? TRANSLATE_BYTE
					      : piece->kind == IA_GRUB_QUOTED   ? QUOTED_BYTE
										: SOURCE_BYTE));
	if (builder->error)
		return;
	switch (piece->kind) {
	case IA_GRUB_TEXT:
		ia_strbuf_add(builder->raw, piece->text, piece->length);
		builder->exists = true;
		break;
	case IA_GRUB_QUOTED:
		protect(builder, piece->text, piece->length);
		break;
	case IA_GRUB_VARIABLE:
	case IA_GRUB_QUOTED_VARIABLE:
		add_variable(builder, piece->text, piece->length,
			     piece->kind == IA_GRUB_QUOTED_VARIABLE);
		break;
	case IA_GRUB_TRANSLATED:
		add_translated(builder, piece->text, piece->length);
		break;
	}
}

int ia_grub_expand(struct ia_grub_state *state, const struct ia_grub_piece *words,
		   struct ia_grub_argv *argv)
{
	struct builder builder = {.state = state, .argv = argv, .raw = &state->word};

	state->word.length = 0;
	for (; words && !builder.error; words = words->next) {
		add_piece(&builder, words);
		if (words->ends_word)
			finish_word(&builder);
	}
	return builder.error;
}
