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
	IA_SYSLINUX_GOTO,     /* MENU GOTO and MENU EXIT: opens another menu */
	IA_SYSLINUX_NOTHING,  /* MENU QUIT, MENU HELP: can be chosen, and boots nothing */
	IA_SYSLINUX_DISABLED, /* MENU DISABLE, a way to no menu: the bar steps over it */
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
	struct ia_syslinux_submenu *menu;   /* the one it is shown in */
	struct ia_syslinux_submenu *place;  /* the one it stands in, which numbers it */
	struct ia_syslinux_submenu *target; /* SUBMENU, GOTO; NULL: no such menu */
	const char *target_tag;             /* GOTO: until it is resolved */
	struct ia_syslinux_config
		*nested;   /* what CONFIG reads, or a menu's module; NULL: not read */
	bool lists_nested; /* its entries are listed under this item */
	const char *label; /* NULL: separator, submenu */
	const char *name;  /* the label as menus have it: with all that follows */
	uint64_t label_hash;
	const char *title;
	const char *command; /* kernel and parameters in one line */
	const char
		*menu_command; /* as a menu runs it: without a kernel's name it starts with name */
	const char *path;      /* "2>0", from when it is listed */
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
	bool timeout;          /* TIMEOUT lets time run out; a new menu has its parent's */
	const char *ontimeout; /* so it is with these */
	const char *onerror;   /* MENU ONERROR */
};

struct ia_syslinux_config {
	struct ia_syslinux_item **items;
	size_t count;
	size_t capacity;
	struct ia_syslinux_submenu *root;
	struct ia_syslinux_submenu *hidden; /* where MENU HIDE puts labels */
	struct ia_syslinux_submenu *start;  /* MENU START */
	const char *directory;
	const char *default_words; /* DEFAULT; NULL: none */
	const char *ui_words;      /* UI */
	const char *ontimeout;
	const char *onerror;
	bool timeout; /* one of the two lets time run out */
	bool total_timeout;
	bool prompt;
	bool never_prompts;       /* NOESCAPE: the default starts again and again */
	bool forbids_options;     /* ALLOWOPTIONS 0: no words behind a file that is no label's */
	bool implicit;            /* may a command name a file instead of a label? */
	bool hides_menu;          /* MENU HIDDEN */
	bool waits_for_shift;     /* MENU SHIFTKEY: no menu without that key */
	const char *default_file; /* where DEFAULT or UI stands, or ONTIMEOUT alone */
	unsigned default_line;
	const char *path;
	/* Of files that a menu's module reads in place of the running configuration: */
	struct ia_syslinux_config *core; /* that one; NULL: it is one itself */
	const char *arguments;           /* what names them */
	bool has_core;                   /* that one is among them */
	/* Of a running configuration whose default is a module with such files: */
	struct ia_syslinux_config *shown;
	bool lists_shown;
	bool is_menu;                    /* a menu shows it */
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

/* The first of the labels that a command line's first word names; NULL if none. */
struct ia_syslinux_item *ia_syslinux_find_label(const struct ia_syslinux_config *config,
						const char *words);

/* The same as menus look for it: a label that has blanks in it, or behind it, is never found. */
struct ia_syslinux_item *ia_syslinux_find_name(const struct ia_syslinux_config *config,
					       const char *words);

#endif
