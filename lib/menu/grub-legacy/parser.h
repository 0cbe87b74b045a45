/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_LEGACY_PARSER_H
#define IA_MENU_GRUB_LEGACY_PARSER_H

#include <stdbool.h>

#include "base/limits.h"
#include "base/meter.h"
#include "menu/grub-legacy/grub-legacy.h"

/* What reading lines, running commands and putting the menu together share. */

/* One evaluation: of the configuration and of those that it leads to. */
struct ia_grub_legacy {
	const struct ia_menu_host *host;
	struct ia_arena *arena;
	struct ia_notes *notes;
	struct isoargs_error **reterr;
	struct isoargs_entry *entries;
	size_t count;
	size_t capacity;
	const char *files[IA_GRUB_LEGACY_FILES_MAX]; /* that were read, with their devices */
	size_t file_count;
};

/* The entry whose commands are being read: GRUB runs them in turn. */
struct ia_grub_legacy_entry {
	struct isoargs_entry entry;
	const char *root;  /* NULL: what the configuration lies on */
	bool is_open;      /* a title was read */
	bool is_known;     /* and a command below it: without one it is no entry */
	bool is_over;      /* what follows is not run any more */
	const char *leads; /* configfile's path; NULL: none */
};

/* One file being read. */
struct ia_grub_legacy_menu {
	struct ia_grub_legacy *legacy;
	const char *file;
	const char *prefix; /* of its entries' paths: "" or "2>" */
	const char *text;
	size_t left;
	unsigned next_line; /* of the file, that text starts in */
	unsigned line;      /* that buf starts in */
	char buf[IA_GRUB_LEGACY_LINE_MAX + 1];

	unsigned chosen; /* default */
	unsigned chosen_line;
	unsigned fallbacks[IA_GRUB_LEGACY_FALLBACKS_MAX];
	size_t fallback_count;
	bool has_password;
	const char **starts; /* the path of what boots where each of its entries is chosen */
	size_t count;
	size_t capacity;
	struct ia_grub_legacy_entry now;
};

#define IA_GRUB_LEGACY_HERE(menu) IA_AT_LINE((menu)->file, (menu)->line, 0)

/* Counts work. 0; -E2BIG once there was too much. */
static inline int ia_grub_legacy_spend(const struct ia_grub_legacy *legacy, uint64_t units)
{
	return ia_meter_spend(legacy->host->meter, IA_COST_GRUB_LEGACY, units);
}

/* The next line that says something, into buf. 1; 0 at the end; -ENOMEM. */
int ia_grub_legacy_next_line(struct ia_grub_legacy_menu *menu);

/* Bytes before the next blank. */
size_t ia_grub_legacy_word_length(const char *s);

/* What follows the first word and its blanks; of a command also any '=' between them. */
const char *ia_grub_legacy_after_word(const char *s);
const char *ia_grub_legacy_arguments(const char *s);

/* Decimal or 0x and hexadecimal, up to 2^31 - 1; *s is moved behind it, and stays without one. */
bool ia_grub_legacy_number(const char **s, unsigned *ret);

/*
 * A device in parentheses, or none: *s is moved behind it. *ret: as GRUB 2 names it; NULL where
 * there is none. 1; 0 where it is not written as one; -ENOMEM.
 */
int ia_grub_legacy_device(const struct ia_grub_legacy *legacy, const char **s, const char **ret);

/* What the line in buf does. 0; -ENOMEM. A title is not for here. */
int ia_grub_legacy_run(struct ia_grub_legacy_menu *menu);

/* Is it a title? *ret: its text. */
bool ia_grub_legacy_is_title(const char *line, const char **ret);

#endif
