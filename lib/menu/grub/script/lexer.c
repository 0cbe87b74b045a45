/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/lexer.h"

#include <string.h>

#include "base/ascii.h"

static const struct {
	const char *word;
	enum ia_grub_token_kind kind;
} reserved[] = {
	{"[[", IA_GRUB_UNUSED},   {"]]", IA_GRUB_UNUSED},         {"case", IA_GRUB_CASE},
	{"do", IA_GRUB_DO},       {"done", IA_GRUB_DONE},         {"elif", IA_GRUB_ELIF},
	{"else", IA_GRUB_ELSE},   {"esac", IA_GRUB_ESAC},         {"fi", IA_GRUB_FI},
	{"for", IA_GRUB_FOR},     {"function", IA_GRUB_FUNCTION}, {"if", IA_GRUB_IF},
	{"in", IA_GRUB_IN},       {"select", IA_GRUB_SELECT},     {"then", IA_GRUB_THEN},
	{"until", IA_GRUB_UNTIL}, {"while", IA_GRUB_WHILE},
};
#define RESERVED_MAX 8u /* bytes of the longest one */

/* Units of work that a token takes, and each piece of a word; who runs a text counts its bytes. */
#define TOKEN_COST 16u
#define PIECE_COST 8u

void ia_grub_lexer_init(struct ia_grub_lexer *lexer, struct ia_grub_memory *memory,
			const struct ia_grub_slice *slice)
{
	*lexer = (struct ia_grub_lexer){
		.memory = memory,
		.slice = slice,
		.at = slice->start,
		.end = slice->end,
		.index = slice->index,
		.line_start = slice->line_start,
	};
}

static void advance(struct ia_grub_lexer *lexer, size_t to)
{
	const char *text = lexer->slice->text;
	const char *newline;

	while ((newline = memchr(text + lexer->at, '\n', to - lexer->at))) {
		lexer->at = lexer->line_start = (size_t)(newline - text) + 1;
		lexer->index++;
	}
	lexer->at = to;
}

/* Asked of each byte: calls of strchr took longer than all the rest of the lexer. */
static bool is_plain(char c)
{
	static const bool ends[256] = {
		['{'] = true, ['}'] = true,  ['|'] = true,  ['&'] = true,  ['$'] = true,
		[';'] = true, ['<'] = true,  ['>'] = true,  [' '] = true,  ['\t'] = true,
		['"'] = true, ['\''] = true, ['\\'] = true, ['\n'] = true,
	};

	return !ends[(unsigned char)c];
}

static bool is_name_start(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t name_length(const char *s, size_t size)
{
	size_t length = 0;

	if (size > 0 && is_name_start(s[0])) {
		while (length < size && (is_name_start(s[length]) || ia_ascii_is_digit(s[length])))
			length++;
	} else {
		while (length < size && ia_ascii_is_digit(s[length]))
			length++;
		if (length == 0 && size > 0 && s[0] != '\0' && strchr("?#*@", s[0]))
			length = 1;
	}
	return length;
}

size_t ia_grub_variable_match(const char *s, size_t size, const char **ret_name, size_t *ret_length)
{
	bool braced = size > 0 && s[0] == '{';
	size_t length = name_length(s + braced, size - braced);

	if (length == 0 || (braced && (length + 1 >= size || s[length + 1] != '}')))
		return 0;
	*ret_name = s + braced;
	*ret_length = length;
	return length + 2 * braced;
}

/* The position behind the quote that closes the one before at; 0 where there is none. */
static size_t quote_end(const struct ia_grub_lexer *lexer, size_t at, char quote)
{
	const char *text = lexer->slice->text;

	for (; at < lexer->end; at++) {
		if (text[at] == quote)
			return at + 1;
		if (text[at] == '\\' && quote == '"')
			at++;
	}
	return 0;
}

/* The position behind the part of a word, not a plain one, that starts at at; at: none does;
 * 0: no end. */
static size_t part_end(const struct ia_grub_lexer *lexer, size_t at)
{
	const char *text = lexer->slice->text, *name;
	size_t length, left = lexer->end - at;

	switch (text[at]) {
	case '"':
	case '\'':
		return quote_end(lexer, at + 1, text[at]);
	case '\\':
		/* A line that goes on where its file has no further one is an error, too. */
		if (left < 2 || (left == 2 && text[at + 1] == '\n' && !lexer->is_embedded))
			return 0;
		return at + 2;
	case '$':
		if (left > 1 && text[at + 1] == '"')
			return quote_end(lexer, at + 2, '"');
		length = ia_grub_variable_match(text + at + 1, left - 1, &name, &length);
		return length ? at + 1 + length : at;
	default:
		return at;
	}
}

static int add_piece(struct ia_grub_lexer *lexer, struct ia_grub_piece ***tail,
		     enum ia_grub_piece_kind kind, const char *text, size_t length)
{
	struct ia_grub_piece *piece;
	int r = ia_grub_draw(lexer->memory, PIECE_COST);

	if (r < 0)
		return r;
	if (lexer->checking || (length == 0 && kind == IA_GRUB_TEXT))
		return 0;
	piece = ia_grub_alloc(lexer->memory, sizeof(*piece));
	if (!piece)
		return lexer->memory->error;
	*piece = (struct ia_grub_piece){.kind = kind, .text = text, .length = length};
	**tail = piece;
	*tail = &piece->next;
	return 0;
}

/* What stands between double quotes. 1: a '$' that starts no variable. */
static int split_quoted(struct ia_grub_lexer *lexer, struct ia_grub_piece ***tail, const char *s,
			size_t size)
{
	size_t start = 0, at = 0, length, used;
	const char *name;
	int r = 0;

	while (r == 0 && at < size) {
		if (s[at] == '$') {
			used = ia_grub_variable_match(s + at + 1, size - at - 1, &name, &length);
			if (used == 0)
				return 1;
			r = add_piece(lexer, tail, IA_GRUB_QUOTED, s + start, at - start);
			if (r == 0)
				r = add_piece(lexer, tail, IA_GRUB_QUOTED_VARIABLE, name, length);
			start = at += 1 + used;
		} else if (s[at] == '\\' && at + 1 < size && strchr("$\\\"\n", s[at + 1])) {
			r = add_piece(lexer, tail, IA_GRUB_QUOTED, s + start, at - start);
			start = s[at + 1] == '\n' ? at + 2 : at + 1;
			at += 2;
		} else {
			at++;
		}
	}
	return r < 0 ? r : add_piece(lexer, tail, IA_GRUB_QUOTED, s + start, size - start);
}

/* One part of a word that is not plain. 1: bad inside. */
static int split_part(struct ia_grub_lexer *lexer, struct ia_grub_piece ***tail, size_t at,
		      size_t end)
{
	const char *s = lexer->slice->text + at, *name = NULL;
	size_t length = 0;

	switch (s[0]) {
	case '"':
		return split_quoted(lexer, tail, s + 1, end - at - 2);
	case '\'':
		return add_piece(lexer, tail, IA_GRUB_QUOTED, s + 1, end - at - 2);
	case '\\':
		return s[1] == '\n' ? 0 : add_piece(lexer, tail, IA_GRUB_TEXT, s, 2);
	default:
		if (s[1] == '"')
			return add_piece(lexer, tail, IA_GRUB_TRANSLATED, s + 2, end - at - 3);
		ia_grub_variable_match(s + 1, end - at - 1, &name, &length);
		return add_piece(lexer, tail, IA_GRUB_VARIABLE, name, length);
	}
}

static enum ia_grub_token_kind word_kind(const char *s, size_t length)
{
	for (size_t i = 0; i < IA_COUNT(reserved) && length > 1 && length <= RESERVED_MAX; i++) {
		const char *word = reserved[i].word;

		if (word[0] == s[0] && strncmp(word, s, length) == 0 && word[length] == '\0')
			return reserved[i].kind;
	}
	return is_name_start(s[0]) && name_length(s, length) == length ? IA_GRUB_NAME
								       : IA_GRUB_WORD;
}

/*
 * What stands bare before a translated string, back to the piece before it, is translated, too. Its
 * escaped quotes are none of that string's, though: they stay as they are.
 */
static void translate(struct ia_grub_piece *piece)
{
	for (; piece; piece = piece->next) {
		bool quote = piece->length == 2 && memcmp(piece->text, "\\\"", 2) == 0;

		piece->kind = quote ? IA_GRUB_QUOTED : IA_GRUB_TRANSLATED;
	}
}

/* The longest word from here; a bad token where there is none. */
static int read_word(struct ia_grub_lexer *lexer)
{
	const char *text = lexer->slice->text;
	struct ia_grub_piece *pieces = NULL, **tail = &pieces, **bare = &pieces;
	size_t start = lexer->at, at = start, plain = at, end, limit = lexer->end;
	bool special = false;
	int r = 0;

	while (r == 0) {
		while (at < limit && is_plain(text[at]))
			at++;
		if (at == limit)
			break;
		end = part_end(lexer, at);
		if (end == at)
			break;
		if (end == 0) {
			advance(lexer, lexer->end);
			return 0;
		}
		special = true;
		r = add_piece(lexer, &tail, IA_GRUB_TEXT, text + plain, at - plain);
		if (r == 0 && text[at] == '$' && text[at + 1] == '"')
			translate(*bare);
		if (r == 0)
			r = split_part(lexer, &tail, at, end);
		if (text[at] != '\\')
			bare = tail;
		plain = at = end;
	}
	if (r == 0)
		r = add_piece(lexer, &tail, IA_GRUB_TEXT, text + plain, at - plain);
	if (r != 0 || at == start) {
		advance(lexer, at == start ? at + 1 : at);
		return r < 0 ? r : 0;
	}
	lexer->token.kind = special ? IA_GRUB_WORD : word_kind(text + start, at - start);
	lexer->token.pieces = pieces;
	if (special)
		advance(lexer, at);
	else
		lexer->at = at; /* without a line end */
	return 0;
}

/* A token of one or two characters, or none. */
static enum ia_grub_token_kind operator_kind(const struct ia_grub_lexer *lexer, size_t *ret_length)
{
	const char *s = lexer->slice->text + lexer->at;
	bool doubled = lexer->end - lexer->at > 1 && s[0] == s[1];

	*ret_length = doubled && strchr("|&;", s[0]) ? 2 : 1;
	switch (s[0]) {
	case '\n':
		return IA_GRUB_NEWLINE;
	case ';':
		return doubled ? IA_GRUB_UNUSED : IA_GRUB_SEMICOLON;
	case '{':
		return IA_GRUB_LEFT_BRACE;
	case '}':
		return IA_GRUB_RIGHT_BRACE;
	case '|':
	case '&':
	case '<':
	case '>':
		return IA_GRUB_UNUSED;
	default:
		return IA_GRUB_BAD;
	}
}

static void skip_blanks(struct ia_grub_lexer *lexer)
{
	const char *text = lexer->slice->text;
	size_t at = lexer->at, limit = lexer->end;

	while (at < limit && (text[at] == ' ' || text[at] == '\t'))
		at++;
	/* A comment starts only where a token could start. */
	if (at < limit && text[at] == '#') {
		const char *end = memchr(text + at, '\n', limit - at);

		at = end ? (size_t)(end - text) : limit;
	}
	lexer->at = at;
}

int ia_grub_lexer_next(struct ia_grub_lexer *lexer)
{
	const struct ia_grub_slice *slice = lexer->slice;
	size_t length;
	int r = ia_grub_draw(lexer->memory, TOKEN_COST);

	if (r < 0)
		return r;
	skip_blanks(lexer);
	lexer->token.kind = IA_GRUB_END;
	lexer->token.start = lexer->at;
	lexer->token.line = slice->numbers ? slice->numbers[lexer->index] : slice->line;
	lexer->token.column = (unsigned)(lexer->at - lexer->line_start) + 1;
	lexer->token.pieces = NULL;
	if (lexer->at < lexer->end) {
		lexer->token.kind = operator_kind(lexer, &length);
		if (lexer->token.kind != IA_GRUB_BAD)
			advance(lexer, lexer->at + length);
		else
			r = read_word(lexer);
	} else if (lexer->line_open) {
		/* Each line has an end, the last one of a block or an eval too. */
		lexer->token.kind = IA_GRUB_NEWLINE;
	}
	lexer->line_open = lexer->token.kind != IA_GRUB_END && lexer->token.kind != IA_GRUB_NEWLINE;
	lexer->token.end = lexer->at;
	return r;
}

void ia_grub_lexer_skip_empty(struct ia_grub_lexer *lexer)
{
	const char *text = lexer->slice->text;

	while (lexer->at + 1 < lexer->end && text[lexer->at] == '\n' &&
	       text[lexer->at + 1] == '\n') {
		lexer->line_start = ++lexer->at;
		lexer->index++;
	}
}

void ia_grub_lexer_skip_line(struct ia_grub_lexer *lexer)
{
	const char *text = lexer->slice->text;
	const char *end;

	if (lexer->token.kind == IA_GRUB_NEWLINE || lexer->token.kind == IA_GRUB_END)
		return;
	end = memchr(text + lexer->at, '\n', lexer->end - lexer->at);
	advance(lexer, end ? (size_t)(end - text) + 1 : lexer->end);
	lexer->line_open = false;
}
