/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_PARSER_H
#define IA_MENU_SYSLINUX_PARSER_H

#include "base/limits.h"
#include "base/meter.h"
#include "base/note.h"
#include "menu/syslinux/config.h"

/* What the readers of lines share: parse.c for all of them, menu.c for menus. */

/* What reads the configurations of one evaluation, one after the other. */
struct ia_syslinux_parser {
	const struct ia_menu_host *host;
	struct ia_arena *arena;
	struct ia_notes *notes;
	struct isoargs_error **reterr;
	/* What all of them have used up together. */
	size_t included; /* bytes of the files that were included */
	unsigned files;  /* read besides the first */
	unsigned items;
	struct ia_syslinux_config *newest;

	/* Of the one that is being read. */
	struct ia_syslinux_config *config;
	struct ia_syslinux_submenu *current; /* where MENU BEGIN and MENU END work */
	struct {
		struct ia_syslinux_item item; /* as far as they tell; its label NULL: none */
		const char *kernel;
		const char *append;
		const char *initrd;
		bool hidden;
		bool is_default;
		bool disabled;
	} label;            /* whose lines are being read */
	const char *append; /* in force for labels without their own */
};

/* Counts work. 0; -E2BIG once there was too much, and then nothing is read any more. */
static inline int ia_syslinux_spend(const struct ia_syslinux_parser *p, uint64_t units)
{
	return ia_meter_spend(p->host->meter, IA_COST_SYSLINUX, units);
}

/* One file being read. */
struct ia_syslinux_reader {
	struct ia_syslinux_parser *parser;
	struct ia_syslinux_submenu *menu; /* where its labels go */
	const char *file;
	const char *text;
	size_t left;
	unsigned line;    /* of what ia_syslinux_next_line() returned */
	size_t line_left; /* bytes of the same line of the file, which the next piece belongs to */
	unsigned depth;
	char buf[IA_SYSLINUX_LINE_MAX + 1];
};

/*
 * file: its path absolute. directory: where relative paths start. prefix: of the items' paths, ""
 * or "2>". 0 and *ret, which is the newest then; -E2BIG, -ELOOP, -ENOMEM.
 */
int ia_syslinux_parse(struct ia_syslinux_parser *p, const struct ia_config_file *file,
		      const char *directory, const char *prefix, struct ia_syslinux_config **ret);

/* A new label ends the one before it. */
int ia_syslinux_start_label(struct ia_syslinux_reader *r, const char *value);
int ia_syslinux_finish_label(struct ia_syslinux_reader *r, struct ia_syslinux_submenu *menu);

int ia_syslinux_begin_menu(struct ia_syslinux_reader *r, const char *tag);
int ia_syslinux_end_menu(struct ia_syslinux_reader *r);

/*
 * value: what follows MENU. 0; 1 where it is INCLUDE: then *ret_include is what follows that, a
 * file and the tag of the menu that it makes, perhaps; or a negative errno.
 */
int ia_syslinux_read_menu(struct ia_syslinux_reader *r, const char *value,
			  const char **ret_include);

/* Points MENU GOTO and MENU EXIT at their menus, which may come later. 0; -ENOMEM. */
int ia_syslinux_resolve_menus(const struct ia_syslinux_parser *p);

#endif
