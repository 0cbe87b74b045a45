/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/parser.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"

/*
 * Recursive descent. The functions return false where the unit is lost: at a syntax error,
 * the offending token being the lexer's, or with parser->error set.
 */

static bool parse_command(struct ia_grub_parser *parser, struct ia_grub_node **ret);

void ia_grub_parser_init(struct ia_grub_parser *parser, struct ia_grub_memory *memory,
			 const struct ia_grub_slice *slice, struct ia_grub_map *functions,
			 struct ia_notes *notes, struct isoargs_error **reterr)
{
	*parser = (struct ia_grub_parser){
		.memory = memory,
		.functions = functions,
		.notes = notes,
		.reterr = reterr,
	};
	ia_grub_lexer_init(&parser->lexer, memory, slice);
}

static enum ia_grub_token_kind kind(const struct ia_grub_parser *parser)
{
	return parser->lexer.token.kind;
}

static bool advance(struct ia_grub_parser *parser)
{
	parser->error = ia_grub_lexer_next(&parser->lexer);
	return parser->error == 0;
}

static bool expect(struct ia_grub_parser *parser, enum ia_grub_token_kind wanted)
{
	return kind(parser) == wanted && advance(parser);
}

static bool skip_newlines(struct ia_grub_parser *parser)
{
	while (kind(parser) == IA_GRUB_NEWLINE) {
		if (!advance(parser))
			return false;
	}
	return true;
}

static bool is_argument(enum ia_grub_token_kind token)
{
	return token >= IA_GRUB_WORD;
}

static bool is_command(enum ia_grub_token_kind token)
{
	return token == IA_GRUB_WORD || token == IA_GRUB_NAME || token == IA_GRUB_IF ||
	       token == IA_GRUB_FOR || token == IA_GRUB_WHILE || token == IA_GRUB_UNTIL;
}

static bool enter(struct ia_grub_parser *parser)
{
	const struct ia_grub_lexer *lexer = &parser->lexer;

	if (++parser->depth <= IA_GRUB_DEPTH_MAX)
		return true;
	parser->error =
		ia_error(parser->reterr, -ELOOP,
			 IA_AT_LINE(lexer->slice->name, lexer->token.line, lexer->token.column),
			 NULL, "constructs are nested more than %u deep", IA_GRUB_DEPTH_MAX);
	return false;
}

/* NULL: see parser->error. */
static struct ia_grub_node *new_node(struct ia_grub_parser *parser, enum ia_grub_node_kind of)
{
	struct ia_grub_node *node;

	if (parser->lexer.checking)
		return &parser->unkept;
	node = ia_grub_alloc(parser->memory, sizeof(*node));
	if (!node) {
		parser->error = parser->memory->error;
		return NULL;
	}
	node->kind = of;
	node->file = parser->lexer.slice->name;
	node->line = parser->lexer.token.line;
	return node;
}

/*
 * newlines, a command, and further ones after delimiters. *ret_delimited: a delimiter
 * follows the last of them.
 */
static bool parse_list(struct ia_grub_parser *parser, struct ia_grub_node **ret,
		       bool *ret_delimited)
{
	struct ia_grub_node **tail = ret;

	*ret = NULL;
	if (!skip_newlines(parser))
		return false;
	do {
		if (!parse_command(parser, tail))
			return false;
		if (!parser->lexer.checking)
			tail = &(*tail)->next;
		*ret_delimited =
			kind(parser) == IA_GRUB_SEMICOLON || kind(parser) == IA_GRUB_NEWLINE;
		if (*ret_delimited && (!advance(parser) || !skip_newlines(parser)))
			return false;
	} while (*ret_delimited && is_command(kind(parser)));
	return true;
}

static bool parse_delimited_list(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	bool delimited;

	return parse_list(parser, ret, &delimited) && delimited;
}

/* One list has the pieces of all words. */
static bool parse_words(struct ia_grub_parser *parser, struct ia_grub_piece **tail)
{
	while (is_argument(kind(parser))) {
		struct ia_grub_piece *piece = parser->lexer.token.pieces;

		for (; piece; piece = piece->next) {
			*tail = piece;
			tail = &piece->next;
			piece->ends_word = !piece->next;
		}
		if (!advance(parser))
			return false;
	}
	return true;
}

/* A block is kept as text; here it is only checked. */
static bool parse_block(struct ia_grub_parser *parser, struct ia_grub_node *node)
{
	struct ia_grub_lexer *lexer = &parser->lexer;
	struct ia_grub_slice slice = *lexer->slice;
	struct ia_grub_slice *block = NULL;
	struct ia_grub_node *list;
	bool delimited;

	slice.start = lexer->token.end;
	slice.index = lexer->index;
	slice.line_start = lexer->line_start;
	lexer->checking++;
	if (!enter(parser) || !advance(parser) || !parse_list(parser, &list, &delimited) ||
	    kind(parser) != IA_GRUB_RIGHT_BRACE)
		return false;
	parser->depth--;
	lexer->checking--;
	slice.end = lexer->token.start;
	if (!advance(parser))
		return false;
	if (lexer->checking)
		return true;
	block = ia_grub_alloc(parser->memory, sizeof(*block));
	if (!block) {
		parser->error = parser->memory->error;
		return false;
	}
	*block = slice;
	node->block = block;
	return true;
}

static bool parse_simple(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	*ret = new_node(parser, IA_GRUB_COMMAND);
	if (!*ret || !parse_words(parser, &(*ret)->words))
		return false;
	return kind(parser) != IA_GRUB_LEFT_BRACE || parse_block(parser, *ret);
}

/* From "if" or "elif" on; an elif is an if in the list of otherwise. */
static bool parse_if(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	do {
		struct ia_grub_node *node = *ret = new_node(parser, IA_GRUB_IF_NODE);

		if (!node || !advance(parser) || !parse_delimited_list(parser, &node->condition) ||
		    !expect(parser, IA_GRUB_THEN) || !parse_delimited_list(parser, &node->body))
			return false;
		ret = &node->otherwise;
	} while (kind(parser) == IA_GRUB_ELIF);
	if (kind(parser) == IA_GRUB_ELSE &&
	    (!advance(parser) || !parse_delimited_list(parser, ret)))
		return false;
	return expect(parser, IA_GRUB_FI);
}

static bool parse_body(struct ia_grub_parser *parser, struct ia_grub_node *node)
{
	return expect(parser, IA_GRUB_DO) && parse_delimited_list(parser, &node->body) &&
	       expect(parser, IA_GRUB_DONE);
}

static bool parse_name(struct ia_grub_parser *parser, const char **ret)
{
	const struct ia_grub_lexer *lexer = &parser->lexer;

	if (lexer->token.kind != IA_GRUB_NAME)
		return false;
	*ret = ia_grub_strndup(parser->memory, lexer->slice->text + lexer->token.start,
			       lexer->token.end - lexer->token.start);
	parser->error = *ret ? 0 : parser->memory->error;
	return *ret && advance(parser);
}

static bool parse_for(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	struct ia_grub_node *node = *ret = new_node(parser, IA_GRUB_FOR_NODE);

	if (!node || !advance(parser) || !parse_name(parser, &node->name) ||
	    !expect(parser, IA_GRUB_IN) || !parse_words(parser, &node->words))
		return false;
	if (kind(parser) != IA_GRUB_SEMICOLON && kind(parser) != IA_GRUB_NEWLINE)
		return false;
	return advance(parser) && skip_newlines(parser) && parse_body(parser, node);
}

static bool parse_while(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	bool until = kind(parser) == IA_GRUB_UNTIL;
	struct ia_grub_node *node =
		new_node(parser, until ? IA_GRUB_UNTIL_NODE : IA_GRUB_WHILE_NODE);

	*ret = node;
	return node && advance(parser) && parse_delimited_list(parser, &node->condition) &&
	       parse_body(parser, node);
}

static bool parse_command(struct ia_grub_parser *parser, struct ia_grub_node **ret)
{
	enum ia_grub_token_kind token = kind(parser);
	bool done;

	if (token == IA_GRUB_WORD || token == IA_GRUB_NAME)
		return parse_simple(parser, ret);
	if (!is_command(token) || !enter(parser))
		return false;
	if (token == IA_GRUB_IF)
		done = parse_if(parser, ret);
	else if (token == IA_GRUB_FOR)
		done = parse_for(parser, ret);
	else
		done = parse_while(parser, ret);
	parser->depth--;
	return done;
}

/* Defined as soon as it is read, whatever becomes of the rest of the line. */
static bool parse_function(struct ia_grub_parser *parser)
{
	struct ia_grub_node *list;
	const char *name;

	if (!enter(parser) || !advance(parser) || !parse_name(parser, &name) ||
	    !skip_newlines(parser) || !expect(parser, IA_GRUB_LEFT_BRACE) ||
	    !parse_delimited_list(parser, &list) || kind(parser) != IA_GRUB_RIGHT_BRACE)
		return false;
	parser->depth--;
	parser->error = ia_grub_map_put(parser->functions, name, list);
	return parser->error == 0 && advance(parser);
}

static bool parse_statements(struct ia_grub_parser *parser, struct ia_grub_node **tail)
{
	while (kind(parser) != IA_GRUB_NEWLINE && kind(parser) != IA_GRUB_END) {
		if (kind(parser) == IA_GRUB_FUNCTION) {
			if (!parse_function(parser))
				return false;
		} else {
			if (!parse_command(parser, tail))
				return false;
			tail = &(*tail)->next;
		}
		if (kind(parser) == IA_GRUB_NEWLINE)
			return true;
		if (!expect(parser, IA_GRUB_SEMICOLON))
			return false;
	}
	return true;
}

static void note_error(struct ia_grub_parser *parser)
{
	const struct ia_grub_lexer *lexer = &parser->lexer;
	const char *text = lexer->slice->text + lexer->token.start;
	size_t size = lexer->token.end - lexer->token.start;
	int length = (int)(size > 40 ? 40 : size);
	const struct ia_place *place =
		IA_AT_LINE(lexer->slice->name, lexer->token.line, lexer->token.column);

	if (kind(parser) == IA_GRUB_END)
		ia_note(parser->notes, ISOARGS_WARNING, IA_NOTE_GRUB_SYNTAX, place,
			"the file ends inside a construct; GRUB ignores its lines");
	else if (kind(parser) == IA_GRUB_NEWLINE)
		ia_note(parser->notes, ISOARGS_WARNING, IA_NOTE_GRUB_SYNTAX, place,
			"the line ends where a command must go on; GRUB ignores what it read");
	else if (kind(parser) == IA_GRUB_BAD)
		ia_note(parser->notes, ISOARGS_WARNING, IA_NOTE_GRUB_SYNTAX, place,
			"found '%.*s': a '$' without a variable or a quote without its end; "
			"GRUB ignores what it read",
			length, text);
	else
		ia_note(parser->notes, ISOARGS_WARNING, IA_NOTE_GRUB_SYNTAX, place,
			"'%.*s' cannot stand here; GRUB ignores what it read and goes on with the "
			"next line",
			length, text);
}

int ia_grub_parse_unit(struct ia_grub_parser *parser, struct ia_grub_node **ret, bool *ret_lost)
{
	struct ia_grub_node *list = NULL;

	parser->depth = 0;
	parser->lexer.checking = 0;
	ia_grub_lexer_skip_empty(&parser->lexer);
	if (parser->lexer.at >= parser->lexer.end)
		return 0;
	if (advance(parser) && parse_statements(parser, &list)) {
		*ret = list;
		*ret_lost = false;
		return 1;
	}
	if (parser->error < 0)
		return parser->error;
	note_error(parser);
	ia_grub_lexer_skip_line(&parser->lexer);
	*ret = NULL;
	*ret_lost = true;
	return 1;
}
