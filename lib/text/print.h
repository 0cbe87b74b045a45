/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_PRINT_H
#define IA_TEXT_PRINT_H

#include "base/json.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "base/table.h"
#include "menu/cmdline.h"
#include "report/report.h"

/*
 * What the printers share. options may be NULL: everything is shown, by the library's names.
 *
 * What comes of a medium is appended by ia_print_text(), or is a cell of a table, or a value of
 * JSON: there it is made fit for a terminal, and nowhere else need anybody think of it.
 * tests/rooms/test_printing.py finds what is appended in other ways.
 */

/* Appends any text, with \xNN and \u{NNNN} for what a terminal would obey or not show. */
void ia_print_text(struct ia_strbuf *buf, const char *text);

/* Is the entry shown, or any entry of the configuration? */
bool ia_print_shows(const struct isoargs_print_options *options, const struct ia_config *config,
		    const struct isoargs_entry *entry);
bool ia_print_shows_any(const struct isoargs_print_options *options,
			const struct ia_config *config);

/* 0; -ENOENT where the only entry that is to be shown is in no configuration. */
int ia_print_check(const struct isoargs_print_options *options, const struct isoargs_report *report,
		   struct isoargs_error **reterr);

/* An option, or else the file in its place. */
const char *ia_print_place(const struct isoargs_print_options *options, enum isoargs_option option,
			   const char *file);

/* A sentence, which may name options: appended, as a cell, as a member. NULL: an empty one, null. */
void ia_print_sentence(const struct isoargs_print_options *options, const char *text,
		       struct ia_strbuf *buf);
void ia_print_cell(const struct isoargs_print_options *options, const char *text,
		   struct ia_table *table);
void ia_print_member(const struct isoargs_print_options *options, struct ia_json *doc,
		     json_object *object, const char *key, const char *text);

/*
 * Appends the text of a word for a cell or a value, as it is but for a password: a terminal's history
 * and a mail to others are no places for one.
 */
void ia_print_masked(struct ia_strbuf *buf, const struct isoargs_word *word);

/* Notes as an array. */
json_object *ia_print_notes(const struct isoargs_print_options *options, struct ia_json *doc,
			    const struct ia_notes *notes);

/* Appends the configuration's head line: "ISO:/EFI/BOOT/grub.cfg (GRUB, efi, dialect rhel7)". */
void ia_print_config(const struct ia_config *config, struct ia_strbuf *buf);

#endif
