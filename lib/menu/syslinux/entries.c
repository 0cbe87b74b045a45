/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/command.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

/* What an entry takes, besides eight times the bytes of its line: units of the meter. */
#define ENTRY_COST  300u
#define INITRD_COST 120u

struct builder {
	struct ia_syslinux_config *config;
	struct ia_arena *arena;
	struct ia_syslinux_said *said;
	const struct ia_syslinux_item *chosen; /* what starts by itself */
	const char *words;                     /* what is added to its line then; or NULL */
	struct isoargs_entry *entries;
	size_t count;
	size_t capacity;
	size_t initrds; /* of all entries */
};

/* The words of a line, cut out of one copy of it. */
static int split_words(struct builder *b, const char *line, const char *const **ret,
		       size_t *ret_count)
{
	char *copy = ia_arena_strdup(b->arena, line);
	const char **words;
	size_t count = 0;

	if (!copy)
		return -ENOMEM;
	for (const char *s = copy; *(s += ia_syslinux_blank_length(s));
	     s += ia_syslinux_word_length(s))
		count++;
	words = ia_arena_array(b->arena, count + 1, sizeof(*words));
	if (!words)
		return -ENOMEM;
	count = 0;
	for (char *s = copy; *(s += ia_syslinux_blank_length(s));) {
		size_t length = ia_syslinux_word_length(s);
		bool last = s[length] == '\0';

		words[count++] = s;
		s[length] = '\0';
		s += length + !last;
	}
	*ret = words;
	*ret_count = count;
	return 0;
}

/* The parameters without their initrd= words and the blanks before each. */
static char *cut_initrds(struct builder *b, const char *args)
{
	char *copy = ia_arena_alloc(b->arena, strlen(args) + 1);
	size_t used = 0;

	if (!copy)
		return NULL;
	while (*args) {
		size_t blanks = ia_syslinux_blank_length(args),
		       length = ia_syslinux_word_length(args + blanks);

		if (strncmp(args + blanks, "initrd=", strlen("initrd=")) != 0) {
			memcpy(copy + used, args, blanks + length);
			used += blanks + length;
		}
		args += blanks + length;
	}
	copy[used] = '\0';
	return copy;
}

/* Room for the initrds of one entry. 0; -E2BIG, -ENOMEM. */
static int alloc_initrds(struct builder *b, size_t count, const char ***ret)
{
	if (count > IA_SYSLINUX_INITRDS_MAX - b->initrds)
		return -E2BIG;
	b->initrds += count;
	if (ia_meter_spend(ia_arena_meter(b->arena), IA_COST_SYSLINUX, count * INITRD_COST) < 0)
		return -ENOMEM;
	*ret = ia_arena_array(b->arena, count + 1, sizeof(**ret));
	return *ret ? 0 : -ENOMEM;
}

/* The default's words may name them, too, where its own line names none. */
static int find_initrds(struct builder *b, const char *args, struct isoargs_entry *entry)
{
	const char *list = ia_syslinux_initrds(args), *left, *name;
	const char **initrds = NULL;
	size_t length, count = 0;
	int error;

	if (!list && entry->is_default && b->words)
		list = ia_syslinux_initrds(b->words);
	if (!list)
		return 0;
	left = list;
	while (ia_syslinux_next_initrd(&left, &name, &length))
		count++;
	error = alloc_initrds(b, count, &initrds);
	if (error < 0)
		return error;
	count = 0;
	left = list;
	while (ia_syslinux_next_initrd(&left, &name, &length)) {
		if (length == 0)
			continue;
		initrds[count] = ia_path_join(b->arena, b->config->directory, name, length);
		if (!initrds[count++])
			return -ENOMEM;
	}
	if (strstr(list, "initrd="))
		ia_syslinux_note(
			b->said, ISOARGS_WARNING, IA_NOTE_INITRD_DOUBLED,
			IA_AT_LINE(entry->file, entry->line, 0),
			"found more than one initrd= in label \"%s\": SYSLINUX 5 and later load "
			"the first, earlier ones the last",
			entry->id);
	entry->initrds = initrds;
	entry->initrd_count = count;
	return 0;
}

/* The command line of a kernel: its parameters follow it. */
static int fill_command(struct builder *b, const char *command, struct isoargs_entry *entry)
{
	size_t length = ia_syslinux_word_length(command);
	const char *args = command + length + ia_syslinux_blank_length(command + length);
	int error;

	entry->kernel = ia_path_join(b->arena, b->config->directory, command, length);
	entry->cmdline = cut_initrds(b, args);
	if (!entry->kernel || !entry->cmdline)
		return -ENOMEM;
	/* A word that was first leaves the blanks that followed it. */
	entry->cmdline = ia_syslinux_skip_blanks(entry->cmdline);
	error = split_words(b, command, &entry->argv, &entry->argc);
	return error < 0 ? error : find_initrds(b, args, entry);
}

/* The next "---" that is a word; NULL if none. */
static const char *find_dashes(const char *s)
{
	for (s += ia_syslinux_blank_length(s); *s; s += ia_syslinux_blank_length(s)) {
		size_t length = ia_syslinux_word_length(s);

		if (length == 3 && memcmp(s, "---", 3) == 0)
			return s;
		s += length;
	}
	return NULL;
}

/* A line that names no file boots nothing. */
static int refuse_nothing(struct builder *b, struct isoargs_entry *entry)
{
	entry->command = NULL;
	ia_syslinux_note(b->said, ISOARGS_ERROR, IA_NOTE_NO_KERNEL,
			 IA_AT_LINE(entry->file, entry->line, 0),
			 "found no file to boot in label \"%s\"", entry->id);
	return 0;
}

/* The file that a module's words start with; "---" may stand alone. */
static int add_initrd(struct builder *b, struct isoargs_entry *entry, const char **initrds,
		      const char *words)
{
	const char *file = ia_syslinux_skip_blanks(words), *path;
	size_t length = ia_syslinux_word_length(file);

	if (length == 0 || find_dashes(file) == file)
		return 0;
	path = ia_path_join(b->arena, b->config->directory, file, length);
	if (!path)
		return -ENOMEM;
	initrds[entry->initrd_count++] = path;
	return 0;
}

/*
 * mboot.c32 hypervisor … --- kernel … --- initrd: what the hypervisor starts is the entry's
 * kernel. Without modules the first file is the kernel itself.
 */
static int fill_multiboot(struct builder *b, const char *args, struct isoargs_entry *entry)
{
	const char *first = find_dashes(args), **initrds = NULL;
	const char *kernel = ia_syslinux_skip_blanks(first ? first + 3 : args);
	const char *rest = find_dashes(kernel);
	size_t length = rest ? (size_t)(rest - kernel) : strlen(kernel), count = 0;
	char *line;
	int error;

	while (length > 0 && ia_syslinux_is_blank(kernel[length - 1]))
		length--;
	if (length == 0)
		return refuse_nothing(b, entry);
	line = ia_arena_strndup(b->arena, kernel, length);
	if (!line)
		return -ENOMEM;
	entry->kernel =
		ia_path_join(b->arena, b->config->directory, line, ia_syslinux_word_length(line));
	entry->cmdline = ia_syslinux_skip_blanks(line + ia_syslinux_word_length(line));
	if (!entry->kernel || split_words(b, line, &entry->argv, &entry->argc) < 0)
		return -ENOMEM;
	for (const char *s = rest; s; s = find_dashes(s + 3))
		count++;
	error = alloc_initrds(b, count, &initrds);
	for (const char *s = rest; error == 0 && s; s = find_dashes(s + 3))
		error = add_initrd(b, entry, initrds, s + 3);
	entry->initrds = initrds;
	return error;
}

/* What the line command makes the entry boot. */
static int fill_entry(struct builder *b, const struct ia_syslinux_item *item, const char *command,
		      struct isoargs_entry *entry)
{
	enum ia_syslinux_type type = item->type;
	size_t length, line = ia_syslinux_line_length(type, command);
	const char *args;

	if (line > IA_SYSLINUX_CMDLINE_MAX) {
		ia_syslinux_note(b->said, ISOARGS_ERROR, IA_NOTE_CMDLINE_TOO_LONG,
				 IA_AT_LINE(entry->file, entry->line, 0),
				 "found a command line of %zu bytes in label \"%s\": SYSLINUX "
				 "refuses more than %u",
				 line, entry->id, IA_SYSLINUX_CMDLINE_MAX);
		return 0;
	}
	command = ia_syslinux_take_type(command, &type);
	type = ia_syslinux_resolve_type(type, command);
	length = ia_syslinux_word_length(command);
	args = ia_syslinux_skip_blanks(command + length);
	if (length == 0 && type != IA_SYSLINUX_LOCALBOOT)
		return refuse_nothing(b, entry);
	entry->command = ia_syslinux_type_name(type);
	if (type == IA_SYSLINUX_LINUX)
		return fill_command(b, command, entry);
	if (type == IA_SYSLINUX_COM32 && ia_syslinux_is_module(command, "mboot")) {
		entry->command = "mboot.c32";
		return fill_multiboot(b, args, entry);
	}
	if (type != IA_SYSLINUX_LOCALBOOT) {
		entry->kernel = ia_path_join(b->arena, b->config->directory, command, length);
		if (!entry->kernel)
			return -ENOMEM;
	}
	entry->cmdline = args;
	return split_words(b, command, &entry->argv, &entry->argc);
}

static int build_entry(struct builder *b, const struct ia_syslinux_item *item,
		       struct isoargs_entry *ret)
{
	const char *command = b->config->is_menu ? item->menu_command : item->command;

	*ret = (struct isoargs_entry){
		.path = item->path,
		.title = item->title,
		.id = item->label ? item->label : item->title,
		.is_submenu = item->action == IA_SYSLINUX_SUBMENU,
		.is_default = item == b->chosen,
		.file = item->file,
		.line = item->line,
		.command_line = item->command_line,
	};
	if (item->action != IA_SYSLINUX_COMMAND)
		return 0;
	ret->is_submenu = item->lists_nested;
	if (ia_meter_spend(ia_arena_meter(b->arena), IA_COST_SYSLINUX,
			   ENTRY_COST + 8 * strlen(command)) < 0)
		return -ENOMEM;
	return fill_entry(b, item, command, ret);
}

/* The next of the menu that it stands in; what it opens is numbered below it. */
static int number_item(struct builder *b, struct ia_syslinux_item *item)
{
	struct ia_syslinux_submenu *place = item->place;
	struct ia_syslinux_submenu *below = NULL;

	if (item->action == IA_SYSLINUX_SUBMENU)
		below = item->target;
	else if (item->lists_nested)
		below = item->nested->root;
	item->path = ia_arena_printf(b->arena, "%s%u", place->path, place->numbered++);
	if (item->path && below)
		below->path = ia_arena_printf(b->arena, "%s>", item->path);
	return item->path && (!below || below->path) ? 0 : -ENOMEM;
}

static int build_entries(struct builder *b, struct ia_syslinux_config *config);

static int build_items(struct builder *b, struct ia_syslinux_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		struct ia_syslinux_item *item = config->items[i];
		struct isoargs_entry entry;
		int error;

		if (item->action == IA_SYSLINUX_SEPARATOR)
			continue;
		b->config = config;
		error = number_item(b, item);
		if (error == 0)
			error = build_entry(b, item, &entry);
		if (error == 0)
			error = ia_arena_grow(b->arena, &b->entries, b->count, &b->capacity,
					      sizeof(entry));
		if (error < 0)
			return error;
		b->entries[b->count++] = entry;
		if (item->lists_nested)
			error = build_entries(b, item->nested);
		if (error < 0)
			return error;
	}
	return 0;
}

/*
 * The menu that is shown in its place comes first; its own labels can be typed at the prompt.
 * Recursion is as deep as configurations lead to one another.
 */
static int build_entries(struct builder *b, struct ia_syslinux_config *config)
{
	struct ia_syslinux_config *shown = config->lists_shown ? config->shown : NULL;
	int error;

	if (!shown)
		return build_items(b, config);
	shown->root->path = config->root->path;
	error = build_entries(b, shown);
	if (error < 0 || shown->has_core)
		return error;
	config->root->numbered = shown->root->numbered;
	return build_items(b, config);
}

int ia_syslinux_list(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		     const struct ia_syslinux_item *chosen, struct ia_entries *ret)
{
	struct builder b = {
		.arena = p->arena,
		.said = &p->said,
		.chosen = chosen,
		.words = ret->default_words,
	};
	int error = build_entries(&b, config);

	if (b.words) {
		b.words = cut_initrds(&b, b.words);
		if (!b.words)
			return -ENOMEM;
		ret->default_words = *b.words ? b.words : NULL;
	}
	if (error == -E2BIG)
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_CONFIG_CUT,
			IA_IN_FILE(config->path),
			"found more than %u initrds: the entries that follow are not listed",
			IA_SYSLINUX_INITRDS_MAX);
	else if (error < 0)
		return error;
	ret->entries = b.entries;
	ret->count = b.count;
	return 0;
}
