/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_PRINTERS_H
#define FUZZ_PRINTERS_H

/*
 * Every printer of the library, and what holds for all that they print. A target that reads one
 * part of a medium puts it into a report of its own. The process ends where a promise is broken,
 * and says which.
 */
#include <json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <isoargs/isoargs.h>

#include "../support/strict-json.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "report/report.h"

#define broken()                                                                                   \
	do {                                                                                       \
		fprintf(stderr, "%s:%d: a promise is broken\n", __FILE__, __LINE__);               \
		abort();                                                                           \
	} while (0)

/* The length of the character there, strictly UTF-8, and its number; 0: it is none. */
static inline size_t character(const uint8_t *c, uint32_t *ret)
{
	static const struct {
		uint8_t mask, lead;
		uint32_t least;
	} forms[] = {{0x80, 0, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

	for (size_t i = 0; i < IA_COUNT(forms); i++) {
		if ((c[0] & forms[i].mask) != forms[i].lead)
			continue;
		*ret = c[0] & (uint8_t)~forms[i].mask;
		for (size_t k = 1; k <= i; k++) {
			if ((c[k] & 0xc0) != 0x80)
				return 0;
			*ret = *ret << 6 | (c[k] & 0x3fu);
		}
		if (*ret < forms[i].least || *ret > 0x10ffff || (*ret >> 11) == 0x1b)
			return 0;
		return i + 1;
	}
	return 0;
}

/* Does it move the cursor, turn a line around, or not show? */
static inline bool steers(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c ||
	       (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
	       (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

/*
 * Nothing that means something to a terminal. Lines end; a tab may only indent them. raw: bytes
 * that are no UTF-8 are the medium's own, and stay.
 */
static inline void expect_harmless(const char *text, bool raw)
{
	const uint8_t *c = (const uint8_t *)text, *start = c;
	uint32_t code = 0;

	for (size_t length; *c; c += length) {
		length = character(c, &code);
		if (length == 0 && raw) {
			length = 1;
			continue;
		}
		if (length == 0)
			broken();
		if (steers(code) && *c != '\n' && !(*c == '\t' && c > start && c[-1] == '\n'))
			broken();
	}
}

static inline void expect_printable(const char *text)
{
	expect_harmless(text, false);
}

static inline void expect_text(char *text)
{
	expect_printable(text);
	/* nothing found and nothing to list is nothing to say */
	if (text[0] && text[strlen(text) - 1] != '\n')
		broken();
	free(text);
}

static inline void expect_json(char *text)
{
	struct json_tokener *tokener = json_tokener_new_ex(32);
	struct json_object *document;

	if (!tokener)
		broken();
	expect_printable(text);
	/* The strict parser takes a line's end for something more, and wants to see the NUL. */
	text[strlen(text) - 1] = '\0';
	read_strictly(tokener);
	document = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	if (!document || json_tokener_get_error(tokener) != json_tokener_success)
		broken();
	json_object_put(document);
	json_tokener_free(tokener);
	free(text);
}

/* What a program reads. */
static inline void expect_lines(char *text)
{
	expect_harmless(text, true);
	if (text[0] == '\0' || text[strlen(text) - 1] != '\n')
		broken();
	free(text);
}

/* One sentence: an error's, or a note's. */
static inline void expect_sentence(const char *text)
{
	if (!text || text[0] == '\0' || strchr(text, '\n'))
		broken();
	expect_printable(text);
}

static inline void expect_error(const struct isoargs_error *error)
{
	if (!error)
		broken();
	expect_sentence(isoargs_error_message(error));
}

typedef int (*report_printer)(const struct isoargs_report *report,
			      const struct isoargs_print_options *options, char **ret_text,
			      struct isoargs_error **reterr);

static inline void print_by(const struct isoargs_report *report, size_t number)
{
	static const report_printer printers[] = {isoargs_report_text, isoargs_report_json,
						  isoargs_report_menu_text,
						  isoargs_report_menu_json};
	char *text;

	if (printers[number](report, NULL, &text, NULL) < 0)
		return;
	if (number % 2)
		expect_json(text);
	else
		expect_text(text);
}

static inline void print_report(const struct isoargs_report *report)
{
	for (size_t i = 0; i < 4; i++)
		print_by(report, i);
}

/* A report of which only the image is known; what is put into it stays the target's. */
static inline struct isoargs_report report_of_nothing(void)
{
	return (struct isoargs_report){
		.depth = ISOARGS_DEPTH_FULL,
		.image_name = "fuzz.iso",
		.image_size = 1u << 20,
		.volume.size = 1u << 20,
	};
}

/* The notes of a reader, in a report of their own. */
static inline void print_notes(const struct ia_notes *notes)
{
	struct isoargs_report report = report_of_nothing();

	report.notes = *notes;
	print_by(&report, 0);
	for (size_t i = 0; i < notes->count; i++)
		expect_sentence(notes->items[i].text);
}

/* In the words of whoever takes them, for a guest of which nothing is said and for a direct one. */
static inline void print_formats(const struct isoargs_args *args)
{
	struct isoargs_guest *guests[2] = {NULL};
	char *text;

	if (isoargs_guest_new(&guests[1]) < 0 ||
	    isoargs_guest_set(guests[1], ISOARGS_GUEST_KERNEL, "/k", NULL) < 0 ||
	    isoargs_guest_set(guests[1], ISOARGS_GUEST_INITRD, "/i", NULL) < 0)
		abort();
	for (int format = ISOARGS_FORMAT_RAW; format <= ISOARGS_FORMAT_GRUB; format++) {
		for (size_t i = 0; i < IA_COUNT(guests); i++) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;

			if (isoargs_args_format(args, guests[i], (enum isoargs_format)format, NULL,
						&text, &error) < 0)
				expect_error(error);
			else if (format == ISOARGS_FORMAT_JSON)
				expect_json(text);
			else
				expect_lines(text);
		}
	}
	isoargs_guest_free(guests[1]);
}

static inline void print_args(const struct isoargs_args *args)
{
	char *text;

	if (isoargs_args_explain(args, NULL, &text, NULL) == 0)
		expect_text(text);
	print_formats(args);
}

/* One line, or a reason why there is none. */
static inline void print_derived(const struct isoargs_report *report,
				 const struct isoargs_request *request)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;

	if (isoargs_derive(report, request, &args, &error) < 0) {
		if (args)
			broken();
		expect_error(error);
		return;
	}
	for (const char *c = isoargs_args_string(args); *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			broken();
	}
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++) {
		if (isoargs_word_text(word)[0] == '\0' ||
		    !strstr(isoargs_args_string(args), isoargs_word_text(word)))
			broken();
	}
	print_args(args);
	isoargs_args_free(args);
}

/* A medium of an EL release with one menu of one entry. */
struct one_entry {
	struct isoargs_entry entry;
	struct ia_config config;
	struct isoargs_report report;
};

static inline void make_one_entry(struct one_entry *one, const char *cmdline, unsigned generation)
{
	static const char *const argv[] = {"/vmlinuz"}, *const initrds[] = {"/initrd.img"};

	*one = (struct one_entry){.report = report_of_nothing()};
	one->entry = (struct isoargs_entry){
		.path = "0",
		.title = "Install",
		.id = "Install",
		.is_default = true,
		.file = "ISO:/EFI/BOOT/grub.cfg",
		.line = 1,
		.command = "linuxefi",
		.kernel = argv[0],
		.argv = argv,
		.argc = 1,
		.cmdline = cmdline,
		.initrds = initrds,
		.initrd_count = 1,
	};
	one->config = (struct ia_config){
		.name = one->entry.file,
		.platform = "efi",
		.dialect.from = "release",
		.evaluated = true,
		.entries = &one->entry,
		.count = 1,
		.default_path = one->entry.path,
	};
	one->report.menu = (struct ia_menu){.configs = &one->config, .count = 1};
	one->report.distro = (struct ia_distro){
		.family = IA_FAMILY_EL,
		.name = "CentOS",
		.name_from = ".treeinfo",
		.version = "7",
		.version_from = ".treeinfo",
		.generation = generation,
	};
	one->report.labels = (struct ia_labels){
		.pvd = "FUZZ",
		.host = "FUZZ",
		.old = "FUZZ",
		.installer = "FUZZ",
		.encoded = "FUZZ",
	};
}

/*
 * A report through one of its printers, or its arguments through theirs: which one is the input's
 * choice, as printing costs more than most readers do.
 */
static inline void print_one_of(const struct isoargs_report *report, size_t choice)
{
	if (choice % 5 == 4)
		print_derived(report, NULL);
	else
		print_by(report, choice % 5);
}

#endif
