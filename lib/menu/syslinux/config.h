/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_CONFIG_H
#define IA_MENU_SYSLINUX_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/note.h"
#include "menu/syslinux/syslinux.h"

/* What the lines of a configuration define, before anything is said of what boots. */

enum ia_syslinux_action {
	IA_SYSLINUX_COMMAND,
	IA_SYSLINUX_SUBMENU,
	IA_SYSLINUX_GOTO,    /* MENU GOTO and MENU EXIT: opens another menu */
	IA_SYSLINUX_NOTHING, /* MENU DISABLE, MENU QUIT, MENU HELP */
	IA_SYSLINUX_SEPARATOR,
};

enum ia_syslinux_type {
	IA_SYSLINUX_KERNEL, /* the file's extension decides */
	IA_SYSLINUX_LINUX,
	IA_SYSLINUX_BOOT,
	IA_SYSLINUX_BSS,
	IA_SYSLINUX_PXE,
	IA_SYSLINUX_FDIMAGE,
	IA_SYSLINUX_COM32,
	IA_SYSLINUX_CONFIG,
	IA_SYSLINUX_LOCALBOOT,
};

struct ia_syslinux_submenu;

/* One slot of a menu. */
struct ia_syslinux_item {
	enum ia_syslinux_action action;
	enum ia_syslinux_type type;
	struct ia_syslinux_submenu *menu;   /* the one it is shown in; NULL: hidden */
	struct ia_syslinux_submenu *target; /* SUBMENU, GOTO; NULL: no such menu */
	const char *target_tag;             /* GOTO: until it is resolved */
	struct ia_syslinux_config *nested;  /* CONFIG: what it reads; NULL: not read */
	bool lists_nested;                  /* its entries are listed under this item */
	const char *label;                  /* NULL: separator, submenu */
	uint64_t label_hash;
	const char *title;
	const char *command; /* kernel and parameters in one line */
	const char *path;    /* "2>0" */
	const char *file;
	unsigned line;         /* of its label */
	unsigned command_line; /* of its kernel, 0 if it has none of its own */
};

struct ia_syslinux_submenu {
	struct ia_syslinux_submenu *parent;
	struct ia_syslinux_item *item;      /* the parent's slot for it; NULL: root menu */
	struct ia_syslinux_item *highlight; /* MENU DEFAULT */
	const char *tag;
	uint64_t tag_hash;
	const char *path;  /* "" or "2>" */
	bool named;        /* MENU LABEL or MENU TITLE took the tag's place as title */
	unsigned numbered; /* items that got a path */
	unsigned depth;
};

struct ia_syslinux_config {
	struct ia_syslinux_item **items;
	size_t count;
	size_t capacity;
	struct ia_syslinux_submenu *root;
	struct ia_syslinux_submenu *start; /* MENU START */
	const char *directory;
	const char *default_words; /* DEFAULT; NULL: none */
	const char *ui_words;      /* UI */
	const char *ontimeout;
	bool timeout; /* one of the two lets time run out */
	bool total_timeout;
	bool prompt;
	bool implicit;            /* may a command name a file instead of a label? */
	const char *default_file; /* where DEFAULT or UI stands */
	unsigned default_line;
	const char *path;
	struct ia_syslinux_config *next; /* the one read before it */
};

/* Blank as SYSLINUX has it: a space and every control character. */
static inline bool ia_syslinux_is_blank(char c)
{
	return c != '\0' && (unsigned char)c <= ' ';
}

static inline size_t ia_syslinux_blank_length(const char *s)
{
	size_t length = 0;

	while (ia_syslinux_is_blank(s[length]))
		length++;
	return length;
}

static inline const char *ia_syslinux_skip_blanks(const char *s)
{
	return s + ia_syslinux_blank_length(s);
}

static inline size_t ia_syslinux_word_length(const char *s)
{
	size_t length = 0;

	while (s[length] && !ia_syslinux_is_blank(s[length]))
		length++;
	return length;
}

/*
 * What starts by itself: *ret, NULL where no item does, and the words that are added to its line,
 * NULL where there are none. 0; -ENOMEM.
 */
int ia_syslinux_choose(const struct ia_syslinux_config *config, struct ia_arena *arena,
		       struct ia_notes *notes, const struct ia_syslinux_item **ret,
		       const char **ret_words);

/*
 * The entries of a configuration, and of those that are listed under its items, into ret. 0;
 * -E2BIG above IA_SYSLINUX_INITRDS_MAX; -ENOMEM.
 */
int ia_syslinux_list(const struct ia_syslinux_config *config, const struct ia_syslinux_item *chosen,
		     struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret);

/* What SYSLINUX takes the command's file for: KERNEL goes by the end of its name. */
enum ia_syslinux_type ia_syslinux_resolve_type(enum ia_syslinux_type type, const char *command);

/* Has the command's file that name, without directories and case? name is in lower case. */
bool ia_syslinux_is_file(const char *command, const char *name);

/* The item that the first word of a command line names; NULL if none. */
const struct ia_syslinux_item *ia_syslinux_find_label(const struct ia_syslinux_config *config,
						      const char *words);

#endif
