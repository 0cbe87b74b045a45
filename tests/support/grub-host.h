/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_GRUB_HOST_H
#define TEST_GRUB_HOST_H

#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/grub/grub.h"

#define STOCK       IA_GRUB_STOCK
#define RED_HAT     IA_GRUB_RHEL7
#define LINUX(args) "menuentry m { linux /k " args "; }\n"

/* A medium of a few files, "cd0", labelled LABEL: its answers, for hosts that give others. */
int host_read(void *data, const char *device, const char *path, char **ret, size_t *ret_size,
	      struct isoargs_error **reterr);
int host_search(void *data, enum ia_grub_search kind, const char *key, const char **ret_device,
		struct isoargs_error **reterr);

/* What became of a configuration on it. */
struct evaluated {
	struct ia_arena *arena;
	struct ia_notes notes;
	struct isoargs_error *error;
	struct ia_entries menu;
	int result;
	uint64_t work; /* units of the meter that it took */
};

/* In the end it has given back all that it drew on the meter for. */
struct evaluated evaluate(enum ia_grub_dialect dialect, const char *text);
struct evaluated evaluate_on(struct ia_meter *meter, enum ia_grub_dialect dialect,
			     const char *text);
void cleanup_evaluated(struct evaluated *e);
#define AUTO_EVALUATED IA_CLEANUP(cleanup_evaluated)

/* The command line of the first entry. */
#define assert_cmdline(dialect, text, expected)                                                    \
	do {                                                                                       \
		struct evaluated ia_e AUTO_EVALUATED = evaluate((dialect), (text));                \
		assert_int_equal(ia_e.result, 0);                                                  \
		assert_true(ia_e.menu.count > 0);                                                  \
		assert_non_null(ia_e.menu.entries[0].cmdline);                                     \
		assert_string_equal(ia_e.menu.entries[0].cmdline, (expected));                     \
	} while (0)

/* What `echo $r` would say after the script. */
#define assert_r(script, expected)                                                                 \
	assert_cmdline(IA_GRUB_STOCK, script "\nmenuentry m { linux /k $r }\n", (expected))

#define assert_note(e, wanted_code, wanted_line)                                                   \
	do {                                                                                       \
		bool ia_found = false;                                                             \
		for (size_t ia_i = 0; ia_i < (e).notes.count; ia_i++)                              \
			ia_found = ia_found || (strcmp(ia_note_word((e).notes.items[ia_i].code),   \
						       (wanted_code)) == 0 &&                      \
						(e).notes.items[ia_i].line == (wanted_line));      \
		assert_true(ia_found);                                                             \
	} while (0)

#endif
