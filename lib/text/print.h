/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_PRINT_H
#define IA_TEXT_PRINT_H

#include "base/json.h"
#include "base/limits.h"
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
 *
 * Each printer draws on a meter of its own. A loop over what a report holds appends something for
 * each: the text or the document that grows is what is counted, and ends it.
 */

/* Appends any text, with \xNN and \u{NNNN} for what a terminal would obey or not show. */
void ia_print_text(struct ia_strbuf *buf, const char *text);

/* What a printer appends to: it counts for the call's meter, and has an end. */
#define IA_PRINTED(of)                                                                             \
	{                                                                                          \
		.max = IA_PRINTED_MAX, .cost = IA_COST_PRINTING, .meter = (of)                     \
	}

/*
 * How a printer ends: hands the text over, or says why there is none. name: of the image, or NULL.
 * 0; -E2BIG it would be longer than IA_PRINTED_MAX, or take more than the meter allows; -ENOMEM.
 */
int ia_print_end(struct ia_strbuf *buf, const char *name, char **ret_text,
		 struct isoargs_error **reterr);

/* The same of a document that counts for a meter, which it takes over. */
int ia_print_end_json(struct ia_json doc, json_object *root, const char *name, char **ret_json,
		      struct isoargs_error **reterr);

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

/* Appends a line with the words that an unattended boot adds to the default entry; none: nothing. */
void ia_print_default_words(const struct ia_config *config, struct ia_strbuf *buf);

#endif
