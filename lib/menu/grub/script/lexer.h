/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_LEXER_H
#define IA_MENU_GRUB_SCRIPT_LEXER_H

#include <stdbool.h>

#include "menu/grub/script/source.h"

enum ia_grub_token_kind {
	IA_GRUB_END, /* of the slice */
	IA_GRUB_BAD, /* a '$' that starts no variable, or a quote that is never closed */
	IA_GRUB_NEWLINE,
	IA_GRUB_SEMICOLON,
	IA_GRUB_LEFT_BRACE,
	IA_GRUB_RIGHT_BRACE,
	IA_GRUB_UNUSED, /* && || ;; | & < > [[ ]]: tokens that no rule of the grammar takes */
	IA_GRUB_WORD,
	IA_GRUB_NAME, /* a word that may name a function or the variable of a loop */
	/* Reserved words: arguments like any other, but no commands. */
	IA_GRUB_CASE,
	IA_GRUB_DO,
	IA_GRUB_DONE,
	IA_GRUB_ELIF,
	IA_GRUB_ELSE,
	IA_GRUB_ESAC,
	IA_GRUB_FI,
	IA_GRUB_FOR,
	IA_GRUB_FUNCTION,
	IA_GRUB_IF,
	IA_GRUB_IN,
	IA_GRUB_SELECT,
	IA_GRUB_THEN,
	IA_GRUB_UNTIL,
	IA_GRUB_WHILE,
};

enum ia_grub_piece_kind {
	IA_GRUB_TEXT,            /* outside quotes, backslashes as written */
	IA_GRUB_QUOTED,          /* from quotes; makes an argument even where it is empty */
	IA_GRUB_VARIABLE,        /* its name; the value is split at white space */
	IA_GRUB_QUOTED_VARIABLE, /* its name; the value is not split */
	IA_GRUB_TRANSLATED,      /* inside of $"...", as written */
};

/* A word is what its pieces give one after the other. Texts are slices of the source. */
struct ia_grub_piece {
	enum ia_grub_piece_kind kind;
	bool ends_word; /* in a list of words; the lexer does not set it */
	const char *text;
	size_t length;
	struct ia_grub_piece *next;
};

struct ia_grub_lexer {
	struct ia_grub_memory *memory;
	const struct ia_grub_slice *slice;
	size_t at;
	size_t end;
	unsigned index; /* of the line that holds at */
	size_t line_start;
	unsigned checking; /* above 0: words are checked, their pieces are not kept */
	bool is_embedded;  /* a body or a value, not a file */
	bool line_open;    /* something stands in the line: a line end must still come */
	struct {
		enum ia_grub_token_kind kind;
		size_t start; /* in the source's text */
		size_t end;
		unsigned line;                /* in the file */
		unsigned column;              /* in bytes from 1 */
		struct ia_grub_piece *pieces; /* of a word, unless the lexer only checks */
	} token;                              /* the last one */
};

void ia_grub_lexer_init(struct ia_grub_lexer *lexer, struct ia_grub_memory *memory,
			const struct ia_grub_slice *slice);

/* Reads the next token; 0, or memory->error. */
int ia_grub_lexer_next(struct ia_grub_lexer *lexer);

/* Of several empty lines here, where no token has been read of the first, all but the last. */
void ia_grub_lexer_skip_empty(struct ia_grub_lexer *lexer);

/* Drops the rest of the line that the last token ends in. */
void ia_grub_lexer_skip_line(struct ia_grub_lexer *lexer);

/*
 * The variable reference whose '$' stands just before s: its length and its name, or 0.
 */
size_t ia_grub_variable_match(const char *s, size_t size, const char **ret_name,
			      size_t *ret_length);

#endif
