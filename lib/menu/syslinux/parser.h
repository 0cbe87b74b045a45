/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_PARSER_H
#define IA_MENU_SYSLINUX_PARSER_H

#include "base/limits.h"
#include "base/meter.h"
#include "base/note.h"
#include "menu/syslinux/config.h"
#include "menu/syslinux/said.h"

/* What the readers of lines share: parse.c for all of them, menu.c for menus. */

struct ia_syslinux_text;

/* What reads the configurations of one evaluation, one after the other. */
struct ia_syslinux_parser {
	const struct ia_menu_host *host;
	struct ia_arena *arena;
	struct ia_syslinux_said said;
	struct isoargs_error **reterr;
	/* What all of them may use up together, as the meter will have it then. */
	uint64_t work_max;
	uint64_t kept_max;
	bool is_cut; /* one of isoargs' limits ended it: no more lines are read */
	unsigned items;
	unsigned configs;
	struct ia_syslinux_config *newest;
	unsigned absent; /* files that are included, and are not there */
	const char *first_absent;
	struct ia_place absent_place;
	struct ia_syslinux_text *texts[IA_SYSLINUX_BUCKETS]; /* of all files that were asked for */

	/* Of the one that is being read. */
	struct ia_syslinux_config *config;
	struct ia_syslinux_submenu *current; /* where MENU BEGIN and MENU END work */
	struct {
		struct ia_syslinux_item item; /* as far as they tell; its label NULL: none */
		const char *kernel;           /* NULL: that of its label */
		const char *append;
		const char *initrd;
		bool hidden;
		bool is_default;
		bool disabled;
		bool exits; /* MENU EXIT, which is no menu's default */
	} label;            /* whose lines are being read */
	const char *append; /* in force for labels without their own */
};

/* Counts work. 0; -E2BIG once the call did too much, and then nothing is read any more. */
static inline int ia_syslinux_spend(const struct ia_syslinux_parser *p, uint64_t units)
{
	return ia_meter_spend(p->host->meter, IA_COST_SYSLINUX, units);
}

/* Ends the reading at one of isoargs' limits: what is found, and where. What was read is kept. */
void ia_syslinux_cut(struct ia_syslinux_parser *p, const struct ia_place *place, const char *found,
		     unsigned limit);

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
 * The text of a file of that absolute path, which is read of the medium once: 1; 0 there is none
 * to be read, and a note of that code, at that place, says why; -ENOMEM.
 */
int ia_syslinux_fetch(struct ia_syslinux_parser *p, enum ia_note_code code,
		      const struct ia_place *place, const char *path, struct ia_config_file *ret);

/* Says which of the files that are included are not there. */
void ia_syslinux_note_absent(const struct ia_syslinux_parser *p);

/* What is known of a file without reading it, for ia_syslinux_fetch(). 0 or -ENOMEM. */
int ia_syslinux_know(struct ia_syslinux_parser *p, const struct ia_config_file *file);

/* Is there such a file, of the name that a configuration gives it? Where nothing is known, yes. */
bool ia_syslinux_has_file(const struct ia_syslinux_parser *p,
			  const struct ia_syslinux_config *config, const char *name, size_t length);
bool ia_syslinux_has_directory(const struct ia_syslinux_parser *p, const char *path);

/*
 * To read a configuration: it is begun, its files are read, and it ends, the newest then. path:
 * what notes name it by. directory: where relative paths start. NULL or negative errno where the
 * memory or the meter ends.
 */
struct ia_syslinux_config *ia_syslinux_begin(struct ia_syslinux_parser *p, const char *path,
					     const char *directory);
int ia_syslinux_read(struct ia_syslinux_parser *p, const struct ia_config_file *file);
int ia_syslinux_end(struct ia_syslinux_parser *p);

/*
 * Reads the configurations that an ended one leads to: those of its labels, and the one that its
 * default shows, and those that they lead to. depth: of these. 0 or negative errno.
 */
int ia_syslinux_read_nested(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			    unsigned depth);

/* The running configuration that was read of that file; NULL: it was not. */
struct ia_syslinux_config *ia_syslinux_find_config(const struct ia_syslinux_parser *p,
						   const char *path, const char *directory);

/* What a menu's module shows that was started with that list of files; NULL: they were not read. */
struct ia_syslinux_config *ia_syslinux_find_menu(const struct ia_syslinux_parser *p,
						 const struct ia_syslinux_config *core,
						 const char *arguments);

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
int ia_syslinux_resolve_menus(struct ia_syslinux_parser *p);

/*
 * The line that a configuration starts with: 1; 0 where it has none, or is that of a label, with
 * nothing added; -ENOMEM.
 */
int ia_syslinux_default_line(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			     enum ia_syslinux_type *ret_type, const char **ret);

/*
 * What starts by itself: *ret, NULL where no item does, and the words that are added to its line,
 * blanks before them, NULL where there are none. 0; -ENOMEM.
 */
int ia_syslinux_choose(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		       const struct ia_syslinux_item **ret, const char **ret_words);

/*
 * The entries of a configuration, and of those that are listed with it or under its items, into
 * ret, which has the default's words; those beyond IA_SYSLINUX_INITRDS_MAX are left out, with a note. 0; -ENOMEM.
 */
int ia_syslinux_list(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		     const struct ia_syslinux_item *chosen, struct ia_entries *ret);

#endif
