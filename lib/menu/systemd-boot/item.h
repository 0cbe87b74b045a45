/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSTEMD_BOOT_ITEM_H
#define IA_MENU_SYSTEMD_BOOT_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/meter.h"
#include "menu/systemd-boot/systemd-boot.h"

/* What reading files, ordering what they say and putting the menu together share. */

/* A text as lines of a key and a value. */
struct ia_systemd_boot_lines {
	char *at;      /* is written to */
	unsigned next; /* line */
	unsigned line; /* of what was found last */
	char *key;
	char *value;
};

/* The next line that has both. */
bool ia_systemd_boot_next(struct ia_systemd_boot_lines *lines);

/* An entry, and what its place in the menu depends on; NULL: it does not say. */
struct ia_systemd_boot_item {
	struct isoargs_entry entry;
	const char *sort_key;
	const char *machine_id;
	const char *version;
	bool is_used_up; /* its name says that it was tried as often as it may be */
};

/* One evaluation. */
struct ia_systemd_boot {
	const struct ia_menu_host *host;
	struct ia_arena *arena;
	struct ia_notes *notes;
	struct isoargs_error **reterr;
	struct ia_systemd_boot_item **items;
	size_t count;
	size_t capacity;
	const char **names; /* of files of entries */
	size_t name_count;
	size_t name_capacity;
	const char *pattern; /* default, in lower case; NULL: none */
};

/* Counts work. 0; -E2BIG once there was too much. */
static inline int ia_systemd_boot_spend(const struct ia_systemd_boot *boot, uint64_t units)
{
	return ia_meter_spend(boot->host->meter, IA_COST_SYSTEMD_BOOT, units);
}

/* What a line takes, and each byte of a file: units of the meter. */
#define IA_SYSTEMD_BOOT_LINE_COST 40u
#define IA_SYSTEMD_BOOT_BYTE_COST 12u

#define IA_SYSTEMD_BOOT_ENTRIES "/loader/entries"

/* A copy in lower case; NULL: out of memory. */
char *ia_systemd_boot_lower(struct ia_arena *arena, const char *s);

/* A key that systemd-boot does not know becomes a note, unless it is one of known. */
void ia_systemd_boot_note_key(const struct ia_systemd_boot *boot, const char *file,
			      const struct ia_systemd_boot_lines *lines, const char *const *known);

/* Why a file or folder was not read: what the host gave. */
void ia_systemd_boot_note_unread(const struct ia_systemd_boot *boot, const char *file, int found,
				 const struct isoargs_error *why);

/* Reads a file of ENTRIES; what is an entry is one of the items then. 0; -ENOMEM. */
int ia_systemd_boot_read(struct ia_systemd_boot *boot, const char *name);

/* Does a file's name end in "+0-DONE.conf", or in "+0.conf": may it be tried no more? */
bool ia_systemd_boot_is_used_up(const char *name);

/* Less than 0 where a comes before b in the menu; for qsort(), of pointers to items. */
int ia_systemd_boot_compare(const void *a, const void *b);

/* Is the id one of the pattern's? Both are in lower case. */
bool ia_systemd_boot_matches(const char *pattern, const char *id);

/* Titles that are doubled are told apart. 0; -ENOMEM. */
int ia_systemd_boot_tell_apart(struct ia_systemd_boot_item *const *items, size_t count,
			       struct ia_arena *arena);

#endif
