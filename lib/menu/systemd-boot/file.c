/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/systemd-boot/item.h"
#include "volume/files.h"

/*
 * Sorting holds an item against about ten others: each byte that tells its place counts for that.
 */
#define ORDER_BYTE 60u

char *ia_systemd_boot_lower(struct ia_arena *arena, const char *s)
{
	char *copy = ia_arena_strdup(arena, s);

	for (char *c = copy; c && *c; c++)
		*c = ia_ascii_lower(*c);
	return copy;
}

void ia_systemd_boot_note_key(const struct ia_systemd_boot *boot, const char *file,
			      const struct ia_systemd_boot_lines *lines, const char *const *known)
{
	while (*known && strcmp(*known, lines->key) != 0)
		known++;
	if (!*known)
		ia_note(boot->notes, ISOARGS_INFO, IA_NOTE_UNKNOWN_DIRECTIVE,
			IA_AT_LINE(file, lines->line, 0),
			"found \"%s\", which systemd-boot does not know", lines->key);
}

void ia_systemd_boot_note_unread(const struct ia_systemd_boot *boot, const char *file, int found,
				 const struct isoargs_error *why)
{
	const char *reason = "there is no such file";

	if (found < 0)
		reason = why ? isoargs_error_message(why) : strerrordesc_np(-found);
	ia_note(boot->notes, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG, IA_IN_FILE(file),
		"did not read it: %s", reason);
}

/* One file being read. */
struct reader {
	struct ia_systemd_boot *boot;
	const char *file;
	struct ia_systemd_boot_lines lines;
	struct ia_systemd_boot_item item;
	struct ia_strbuf options; /* joined by a blank */
	const char **initrds;
	size_t initrd_count;
	size_t initrd_capacity;
	bool is_foreign; /* for another architecture */
};

/* A path from the root, with slashes. */
static const char *path_of(const struct reader *r)
{
	char *value = r->lines.value;

	for (char *c = value; *c; c++) {
		if (*c == '\\')
			*c = '/';
	}
	return ia_path_join(r->boot->arena, "/", value, strlen(value));
}

static int set_program(struct reader *r, const char *command)
{
	struct isoargs_entry *entry = &r->item.entry;

	entry->command = command;
	entry->command_line = r->lines.line;
	entry->kernel = path_of(r);
	return entry->kernel ? 0 : -ENOMEM;
}

static int add_initrd(struct reader *r)
{
	const char *path = path_of(r);

	if (!path || ia_arena_grow(r->boot->arena, &r->initrds, r->initrd_count,
				   &r->initrd_capacity, sizeof(*r->initrds)) < 0)
		return -ENOMEM;
	r->initrds[r->initrd_count++] = path;
	return 0;
}

static int read_key(struct reader *r)
{
	/* Those of the specification that only other loaders know are among them. */
	static const char *const known[] = {
		"devicetree",  "devicetree-overlay", "extra", "grub_arg", "grub_class",
		"grub_hotkey", "grub_users",         "id",    "profile",  NULL};
	const char *key = r->lines.key;

	if (strcmp(key, "title") == 0)
		r->item.entry.title = r->lines.value;
	else if (strcmp(key, "sort-key") == 0)
		r->item.sort_key = r->lines.value;
	else if (strcmp(key, "version") == 0)
		r->item.version = r->lines.value;
	else if (strcmp(key, "machine-id") == 0)
		r->item.machine_id = r->lines.value;
	else if (strcmp(key, "linux") == 0)
		return set_program(r, "linux");
	else if (strcmp(key, "efi") == 0 || strcmp(key, "uki") == 0)
		return set_program(r, "efi");
	else if (strcmp(key, "initrd") == 0)
		return add_initrd(r);
	else if (strcmp(key, "architecture") == 0)
		r->is_foreign = !ia_ascii_equal_fold(r->lines.value, "x64");
	else if (strcmp(key, "options") == 0)
		ia_strbuf_addf(&r->options, "%s%s", r->options.length > 0 ? " " : "",
			       r->lines.value);
	else
		ia_systemd_boot_note_key(r->boot, r->file, &r->lines, known);
	return 0;
}

static int read_lines(struct reader *r)
{
	int error = 0;

	while (error == 0 && !r->is_foreign && ia_systemd_boot_next(&r->lines)) {
		error = ia_systemd_boot_spend(r->boot, IA_SYSTEMD_BOOT_LINE_COST) < 0 ? -ENOMEM : 0;
		if (error == 0)
			error = read_key(r);
	}
	return error;
}

static void note_left_out(const struct reader *r, enum isoargs_severity severity, const char *why)
{
	ia_note(r->boot->notes, severity, IA_NOTE_ENTRY_LEFT_OUT, IA_IN_FILE(r->file),
		"systemd-boot leaves the entry out: %s", why);
}

/* Does systemd-boot take it for an entry? 1, 0, -ENOMEM. */
static int is_entry(const struct reader *r)
{
	const struct ia_menu_host *host = r->boot->host;
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	const char *kernel = r->item.entry.kernel;
	int found = 1;

	if (r->is_foreign) {
		note_left_out(r, ISOARGS_INFO, "it is for another architecture than x64");
		return 0;
	}
	if (!kernel) {
		note_left_out(r, ISOARGS_WARNING, "it names neither a kernel nor a program");
		return 0;
	}
	if (host->stat)
		found = host->stat(host->data, NULL, kernel, NULL, &why);
	if (found == -ENOMEM)
		return found;
	if (found <= 0)
		ia_note(r->boot->notes, ISOARGS_WARNING, IA_NOTE_ENTRY_LEFT_OUT,
			IA_AT_LINE(r->file, r->item.entry.command_line, 0),
			"systemd-boot leaves the entry out: \"%s\" is not there", kernel);
	return found > 0;
}

/* The words behind the kernel, cut out of one copy of them. */
static int split_words(struct reader *r)
{
	struct isoargs_entry *entry = &r->item.entry;
	struct ia_arena *arena = r->boot->arena;
	char *copy = ia_arena_strdup(arena, entry->cmdline), *at = NULL, *word;
	size_t count = 1;
	const char **words;

	for (const char *s = entry->cmdline; *(s += strspn(s, " \t")); s += strcspn(s, " \t"))
		count++;
	words = ia_arena_array(arena, count, sizeof(*words));
	if (!copy || !words)
		return -ENOMEM;
	entry->argc = 0;
	words[entry->argc++] = entry->kernel;
	for (char *rest = copy; (word = strtok_r(rest, " \t", &at)); rest = NULL)
		words[entry->argc++] = word;
	entry->argv = words;
	return 0;
}

static int finish(struct reader *r, const char *name)
{
	struct isoargs_entry *entry = &r->item.entry;
	struct ia_systemd_boot_item *item = ia_arena_alloc(r->boot->arena, sizeof(*item));
	size_t ordering = strlen(name);

	ordering += r->item.sort_key ? strlen(r->item.sort_key) : 0;
	ordering += r->item.version ? strlen(r->item.version) : 0;
	ordering += r->item.machine_id ? strlen(r->item.machine_id) : 0;
	entry->file = r->file;
	entry->line = 1;
	entry->id = ia_systemd_boot_lower(r->boot->arena, name);
	entry->title = entry->title ? entry->title : entry->id;
	entry->cmdline = ia_arena_strndup(r->boot->arena, r->options.data ? r->options.data : "",
					  r->options.length);
	if (strcmp(entry->command, "linux") == 0) {
		entry->initrds = r->initrds;
		entry->initrd_count = r->initrd_count;
	}
	r->item.is_used_up = ia_systemd_boot_is_used_up(name);
	if (!item || !entry->id || !entry->cmdline || r->options.error || split_words(r) < 0 ||
	    ia_systemd_boot_spend(r->boot, ordering * ORDER_BYTE) < 0 ||
	    ia_arena_grow(r->boot->arena, &r->boot->items, r->boot->count, &r->boot->capacity,
			  sizeof(*r->boot->items)) < 0)
		return -ENOMEM;
	*item = r->item;
	r->boot->items[r->boot->count++] = item;
	return 0;
}

int ia_systemd_boot_read(struct ia_systemd_boot *boot, const char *name)
{
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	struct reader r = {
		.boot = boot,
		.file = ia_arena_printf(boot->arena, IA_SYSTEMD_BOOT_ENTRIES "/%s", name),
		.lines.next = 1,
		.options = {.cost = IA_COST_SYSTEMD_BOOT, .meter = boot->host->meter},
	};
	char *text IA_AUTO_FREE = NULL;
	size_t size;
	int error;

	if (!r.file)
		return -ENOMEM;
	error = boot->host->read(boot->host->data, NULL, r.file, &text, &size, &why);
	if (error == -ENOMEM)
		return error;
	if (error <= 0) {
		ia_systemd_boot_note_unread(boot, r.file, error, why);
		return 0;
	}
	r.lines.at = ia_arena_strndup(boot->arena, text, size);
	if (!r.lines.at || ia_systemd_boot_spend(boot, size * IA_SYSTEMD_BOOT_BYTE_COST) < 0)
		return -ENOMEM;
	error = read_lines(&r);
	if (error == 0)
		error = is_entry(&r);
	if (error > 0)
		error = finish(&r, name);
	ia_strbuf_free(&r.options);
	return error;
}
