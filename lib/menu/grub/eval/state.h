/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_STATE_H
#define IA_MENU_GRUB_EVAL_STATE_H

#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/grub.h"
#include "menu/grub/menu.h"
#include "menu/grub/script/parser.h"
#include "menu/grub/script/variables.h"

/*
 * The state of an evaluation, and what all that works on it needs. Functions return GRUB's
 * status (0 true, 1 false, others as GRUB numbers its errors), or a negative errno that ends the
 * evaluation, with *state->reterr set.
 */

enum {
	IA_GRUB_FALSE = 1,
	IA_GRUB_BAD_FILE_TYPE = 4,
	IA_GRUB_NOT_FOUND = 5,
	IA_GRUB_BAD_FILENAME = 7,
	IA_GRUB_BAD_NUMBER = 10,
	IA_GRUB_OUT_OF_RANGE = 11,
	IA_GRUB_UNKNOWN_DEVICE = 12,
	IA_GRUB_BAD_DEVICE = 13,
	IA_GRUB_UNKNOWN_COMMAND = 16,
	IA_GRUB_BAD_COMMAND = 17,
	IA_GRUB_BAD_ARGUMENT = 18,
	IA_GRUB_NO_KERNEL = 22,
	IA_GRUB_BAD_MENU = 27,
	IA_GRUB_EXTRACTOR = 31,
	IA_GRUB_NO_SERVER = 32,
	IA_GRUB_TOO_DEEP = 47,
};

/* A command that is being run: its arguments without its name. */
struct ia_grub_call {
	const char *name;
	const char *const *argv;
	size_t argc;
	const struct ia_grub_slice *block; /* or NULL */
};

struct ia_grub_state {
	const struct ia_grub_setup *setup;
	const struct ia_grub_commands *const *commands; /* tables; NULL ends them */
	struct ia_grub_memory *memory;
	struct ia_notes *notes;
	struct isoargs_error **reterr;

	struct ia_grub_map functions;        /* name to list of nodes */
	struct ia_grub_variables *variables; /* of the current context */
	struct ia_grub_items *items;         /* where menuentry adds */
	struct ia_grub_call *scope;          /* has $1, $2 …; NULL outside functions and bodies */
	struct {
		const char *command; /* NULL: nothing */
		unsigned line;
		const char *const *argv; /* kernel and parameters */
		size_t argc;
		bool hypervisor; /* argv is its own until a first module comes */
		const char **initrds;
		size_t initrd_count;
		size_t initrd_capacity;
		const char *root;
	} load; /* what the last loader command left to boot */
	struct {
		struct isoargs_entry *entries; /* in the order of the result */
		size_t count;
		size_t capacity;
	} result;
	const char *path;         /* of the menu entry whose body runs; NULL: the file */
	const char *default_path; /* within the first menu that this body showed, or NULL */
	unsigned menus_below;     /* that it has shown by configfile */
	struct {
		struct ia_grub_items items; /* none: the file's own menu is shown */
		struct ia_grub_variables variables;
		unsigned extractors; /* that are still at work then */
	} shown;                     /* what the file has put in place of its own menu */

	const struct ia_grub_device *devices; /* that loopback has made (device.h) */

	int status;           /* $? */
	unsigned long loops;  /* around this command, in its function */
	unsigned long breaks; /* of them that are being left */
	bool is_continue;
	bool returned; /* from the function or body */
	bool left;     /* GRUB itself, or the menu for another one: nothing more runs */

	const char *file; /* and line of the running command, for notes */
	unsigned line;
	unsigned depth;      /* of menus in one another */
	unsigned recursion;  /* as GRUB counts it */
	bool is_deep;        /* that was too much once, and noted */
	unsigned extractors; /* extract_entries_source and its like that are at work */
	unsigned entries;
	struct ia_strbuf word; /* that is being put together; its memory serves the next one */
};

/* A command of GRUB. */
struct ia_grub_command {
	const char *name;
	/* NULL: nothing that reaches a kernel's command line. */
	int (*run)(struct ia_grub_state *state, const struct ia_grub_call *call);
	bool takes_block;                  /* as text; others get it as a word */
	const struct ia_grub_takes *takes; /* checked before it runs (commands/takes.h); or NULL */
	bool extracts;                     /* runs in what extract_entries_source reads, too */
};

/* A table of them, sorted by strcmp. No name is in two of them. */
struct ia_grub_commands {
	const struct ia_grub_command *list;
	size_t count;
};

/* Units of work (base/meter.h): what a plain command takes. */
#define IA_GRUB_STEP 128u

/*
 * Work: 0, or an error. -E2BIG where the meter is spent, or where all that drew on it since this
 * evaluation began, lookups on the medium and memory too, is more than IA_GRUB_STEPS_MAX steps.
 */
int ia_grub_spend(struct ia_grub_state *state, uint64_t units);

/* One level deeper: 0, or -ELOOP. The caller decrements state->depth when done. */
int ia_grub_enter(struct ia_grub_state *state);

/* Sets the error for memory or work that was refused, and for variables; returns code. */
int ia_grub_fail(struct ia_grub_state *state, int code);
int ia_grub_fail_memory(struct ia_grub_state *state);

int ia_grub_get_status(const struct ia_grub_state *state, char *buf, size_t size);

const char *ia_grub_get(const struct ia_grub_state *state, const char *name);
int ia_grub_set(struct ia_grub_state *state, const char *name, const char *value);

/* Is that the name of a parameter ($1, $#, $*, $@)? */
bool ia_grub_is_parameter(const char *name);

/* A command whose answer hangs on the machine: a note, and the status of not found. */
int ia_grub_unanswered(struct ia_grub_state *state, const struct ia_grub_call *call);

/* Adds an entry to the menu that is being defined; -E2BIG above IA_GRUB_ENTRIES_MAX. */
int ia_grub_item_add(struct ia_grub_state *state, const struct ia_grub_item *item);

/* A text that grows as the medium chooses. */
#define IA_GRUB_STRBUF(state)                                                                      \
	{                                                                                          \
		.meter = (state)->setup->host->meter, .cost = IA_COST_GRUB                         \
	}

#define IA_GRUB_HERE(state) IA_AT_LINE((state)->file, (state)->line, 0)

#endif
