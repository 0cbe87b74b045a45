/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_DERIVE_WORLD_H
#define TEST_DERIVE_WORLD_H

#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "menu/cmdline.h"
#include "report/report.h"

/* Reports written by hand, so that each test breaks one thing and no image is needed. */

#define MENU   "ISO:/EFI/BOOT/grub.cfg"
#define STAGE2 "inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64"

#define ENTRIES_MAX 8u

struct medium {
	struct isoargs_report report;
	struct ia_config config;
	struct isoargs_entry entries[ENTRIES_MAX];
};

/* An EL7 medium with an empty menu. */
int medium_setup(void **state);
int medium_teardown(void **state);
#define with_medium(test) cmocka_unit_test_setup_teardown(test, medium_setup, medium_teardown)

void add_entry(struct medium *medium, const char *title, const char *cmdline);

/* The same with other files than anaconda's. */
void add_entry_of(struct medium *medium, const char *kernel, const char *initrd, const char *title,
		  const char *cmdline);

/* A medium of another family, with an empty menu. */
void become(struct medium *medium, enum ia_family family, const char *name, const char *version);

/* The menu of an EL7 medium, whose default is the media check. */
void add_el7_menu(struct medium *medium);

struct setting {
	enum isoargs_option option;
	const char *value;
};

/* The result of derivation; *ret_args only on success. */
int derive(struct medium *medium, const struct setting *settings, size_t count,
	   struct isoargs_args **ret_args, struct isoargs_error **reterr);

bool has_note(const struct isoargs_args *args, const char *code);

/* Word and reason of what was kept or dropped, "word: reason" a line; free() it. */
char *reasons(struct medium *medium, const struct setting *settings, size_t count,
	      const struct isoargs_word *(*get)(const struct isoargs_args *, size_t));

#define assert_args(medium, expected, note, ...)                                                   \
	do {                                                                                       \
		const struct setting settings[] = {{0}, __VA_ARGS__};                              \
		struct isoargs_args *args = NULL;                                                  \
		struct isoargs_error *error IA_AUTO_ERROR = NULL;                                  \
		if (derive(medium, settings + 1, IA_COUNT(settings) - 1, &args, &error) != 0)      \
			fail_msg("%s", isoargs_error_message(error));                              \
		assert_string_equal(isoargs_args_string(args), expected);                          \
		if (*(note) != '\0')                                                               \
			assert_true(has_note(args, note));                                         \
		else                                                                               \
			assert_null(isoargs_args_note(args, 0));                                   \
		isoargs_args_free(args);                                                           \
	} while (0)

#define assert_fails(medium, code, part, ...)                                                      \
	do {                                                                                       \
		const struct setting settings[] = {{0}, __VA_ARGS__};                              \
		struct isoargs_args *args = SENTINEL;                                              \
		struct isoargs_error *error IA_AUTO_ERROR = NULL;                                  \
		assert_int_equal(                                                                  \
			derive(medium, settings + 1, IA_COUNT(settings) - 1, &args, &error),       \
			code);                                                                     \
		assert_ptr_equal(args, SENTINEL);                                                  \
		assert_contains(isoargs_error_message(error), part);                               \
	} while (0)

#define assert_reasons(medium, get, expected, ...)                                                 \
	do {                                                                                       \
		const struct setting settings[] = {{0}, __VA_ARGS__};                              \
		char *text IA_AUTO_FREE =                                                          \
			reasons(medium, settings + 1, IA_COUNT(settings) - 1, get);                \
		assert_string_equal(text, expected);                                               \
	} while (0)

#endif
