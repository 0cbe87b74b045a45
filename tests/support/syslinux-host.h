/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_SYSLINUX_HOST_H
#define TEST_SYSLINUX_HOST_H

/* Configurations of SYSLINUX on a medium of listed files, and what becomes of them. */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/syslinux/syslinux.h"
#include "support/notes.h"

/* Files besides the first: path, text, path, text, NULL. */
struct files {
	const char *const *list;
	unsigned reads;
	int error;                  /* what reading gives instead */
	const char *const *missing; /* what there is not, NULL behind them; NULL: nobody knows */
	const char *directory;      /* the one there is; or NULL */
};

int read_listed(void *data, const char *device, const char *path, char **ret, size_t *ret_size,
		struct isoargs_error **reterr);

struct fixture {
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_entries menu;
	struct files files;
	struct ia_meter *meter; /* or NULL */
	struct isoargs_error *error;
};

int syslinux_setup(void **state);
int syslinux_teardown(void **state);
int syslinux_evaluate(struct fixture *f, const char *text);
void read_config(struct fixture *f, const char *text);
const struct isoargs_entry *syslinux_entry(struct fixture *f, const char *path);
void assert_cmdline(struct fixture *f, const char *path, const char *cmdline);
void assert_default(struct fixture *f, const char *path, const char *cmdline);
void assert_no_default(struct fixture *f);
void assert_initrds(const struct isoargs_entry *e, const char *first, const char *second);
void assert_note(struct fixture *f, const char *code, unsigned line);
/* The notes of that code, of any place. */
unsigned count_notes(const struct fixture *f, const char *code);
void assert_over_budget(struct fixture *f, const char *text, int code, const char *part);
/* Reading ends at that line at a limit; what was read before is there. */
void assert_cut(struct fixture *f, const char *text, unsigned line, const char *part);

#define TEST(name) cmocka_unit_test_setup_teardown(name, syslinux_setup, syslinux_teardown)

#endif
