/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syslinux.h"

#include <errno.h>
#include <string.h>

#include "limits.h"
#include "syslinux-config.h"
#include "util/utf8.h"

struct builder {
	const struct ia_syslinux_config *config;
	struct ia_arena *arena;
	struct ia_notes *notes;
};

/* One component onto the path that ends before *length; ".." takes one off. */
static void add_component(char *path, size_t *length, const char *name, size_t size)
{
	if (size == 0 || (size == 1 && name[0] == '.'))
		return;
	if (size == 2 && name[0] == '.' && name[1] == '.') {
		while (*length > 0 && path[--*length] != '/')
			;
		return;
	}
	path[(*length)++] = '/';
	memcpy(path + *length, name, size);
	*length += size;
}

static void add_components(char *path, size_t *length, const char *s, size_t size)
{
	size_t start = 0;

	for (size_t i = 0; i <= size; i++) {
		if (i < size && s[i] != '/')
			continue;
		add_component(path, length, s + start, i - start);
		start = i + 1;
	}
}

const char *ia_syslinux_absolute(struct ia_arena *arena, const char *directory, const char *path,
				 size_t length)
{
	size_t base = length > 0 && path[0] == '/' ? 0 : strlen(directory);
	char *joined = ia_arena_alloc(arena, base + length + 3);
	size_t used = 0;

	if (!joined)
		return NULL;
	add_components(joined, &used, directory, base);
	add_components(joined, &used, path, length);
	if (used == 0)
		joined[used++] = '/';
	joined[used] = '\0';
	return joined;
}

const struct ia_syslinux_item *ia_syslinux_find_label(const struct ia_syslinux_config *config,
						      const char *words)
{
	size_t length = ia_syslinux_word_length(words);

	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->label && item->action != IA_SYSLINUX_NOTHING &&
		    strncmp(item->label, words, length) == 0 && item->label[length] == '\0')
			return item;
	}
	return NULL;
}

static bool has_suffix(const char *s, size_t length, const char *suffix)
{
	size_t wanted = strlen(suffix);

	if (length < wanted)
		return false;
	for (size_t i = 0; i < wanted; i++) {
		if (ia_ascii_lower(s[length - wanted + i]) != suffix[i])
			return false;
	}
	return true;
}

/* The file's name without directories, compared without case. */
static bool is_file(const char *command, const char *name)
{
	size_t length = ia_syslinux_word_length(command), wanted = strlen(name);

	return has_suffix(command, length, name) &&
	       (length == wanted || command[length - wanted - 1] == '/');
}

/* What KERNEL takes the file for, by its name's end. */
static enum ia_syslinux_type type_of_file(const char *command)
{
	static const struct {
		const char *suffix;
		enum ia_syslinux_type type;
	} suffixes[] = {
		{".c32", IA_SYSLINUX_COM32}, {".img", IA_SYSLINUX_FDIMAGE},
		{".bss", IA_SYSLINUX_BSS},   {".bin", IA_SYSLINUX_BOOT},
		{".bs", IA_SYSLINUX_BOOT},   {".0", IA_SYSLINUX_PXE},
	};

	for (size_t i = 0; i < IA_COUNT(suffixes); i++) {
		if (has_suffix(command, ia_syslinux_word_length(command), suffixes[i].suffix))
			return suffixes[i].type;
	}
	return IA_SYSLINUX_LINUX;
}

static enum ia_syslinux_type resolve_type(enum ia_syslinux_type type, const char *command)
{
	return type == IA_SYSLINUX_KERNEL ? type_of_file(command) : type;
}

/* A module that shows the menu; which module shows it does not change what is in it. */
static bool is_menu_module(enum ia_syslinux_type type, const char *command)
{
	static const char *const modules[] = {"menu.c32", "vesamenu.c32", "gfxboot.c32", "gfxboot"};
	bool may_be = type == IA_SYSLINUX_KERNEL || type == IA_SYSLINUX_COM32;

	for (size_t i = 0; may_be && i < IA_COUNT(modules); i++) {
		if (is_file(command, modules[i]))
			return true;
	}
	return false;
}

static const char *command_name(enum ia_syslinux_type type)
{
	static const char *const names[] = {
		[IA_SYSLINUX_KERNEL] = "linux",
		[IA_SYSLINUX_LINUX] = "linux",
		[IA_SYSLINUX_BOOT] = "boot",
		[IA_SYSLINUX_BSS] = "bss",
		[IA_SYSLINUX_PXE] = "pxe",
		[IA_SYSLINUX_FDIMAGE] = "fdimage",
		[IA_SYSLINUX_COM32] = "com32",
		[IA_SYSLINUX_CONFIG] = "config",
		[IA_SYSLINUX_LOCALBOOT] = "localboot",
	};

	return names[type];
}

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
static const char *without_initrd(struct builder *b, const char *args)
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
	/* A word that was first leaves the blanks that followed it. */
	copy[used] = '\0';
	return copy + ia_syslinux_blank_length(copy);
}

/* SYSLINUX 6 loads what follows the first "initrd=" anywhere in the line, between commas. */
static int find_initrds(struct builder *b, const char *args, struct ia_entry *entry)
{
	const char *list = strstr(args, "initrd=");
	const char **initrds;
	size_t length, start = 0, count = 0;

	if (!list)
		return 0;
	list += strlen("initrd=");
	length = ia_syslinux_word_length(list);
	for (size_t i = 0; i <= length; i++)
		count += i == length || list[i] == ',';
	initrds = ia_arena_array(b->arena, count, sizeof(*initrds));
	if (!initrds)
		return -ENOMEM;
	count = 0;
	for (size_t i = 0; i <= length; i++) {
		if (i < length && list[i] != ',')
			continue;
		if (i > start) {
			initrds[count] = ia_syslinux_absolute(b->arena, b->config->directory,
							      list + start, i - start);
			if (!initrds[count++])
				return -ENOMEM;
		}
		start = i + 1;
	}
	if (strstr(list, "initrd="))
		ia_note(b->notes, ISOARGS_WARNING, "initrd-doubled",
			IA_AT_LINE(entry->file, entry->line, 0),
			"found more than one initrd= in label \"%s\": SYSLINUX 5 and later load "
			"the first, earlier ones the last",
			entry->id ? entry->id : "");
	entry->initrds = initrds;
	entry->initrd_count = count;
	return 0;
}

/* The command line of a kernel: its parameters follow it. */
static int fill_command(struct builder *b, const char *command, struct ia_entry *entry)
{
	size_t length = ia_syslinux_word_length(command);
	const char *args = command + length + ia_syslinux_blank_length(command + length);
	int error;

	entry->kernel = ia_syslinux_absolute(b->arena, b->config->directory, command, length);
	entry->cmdline = without_initrd(b, args);
	if (!entry->kernel || !entry->cmdline)
		return -ENOMEM;
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

/*
 * mboot.c32 hypervisor … --- kernel … --- initrd: what the hypervisor starts is the entry's
 * kernel. Without modules the first file is the kernel itself.
 */
static int fill_multiboot(struct builder *b, const char *args, struct ia_entry *entry)
{
	const char *first = find_dashes(args);
	const char *kernel = first ? first + 3 : args;
	const char *rest = find_dashes(kernel), **initrds;
	size_t length = rest ? (size_t)(rest - kernel) : strlen(kernel), count = 0;
	char *line;

	kernel += ia_syslinux_blank_length(kernel);
	length = rest ? (size_t)(rest - kernel) : strlen(kernel);
	while (length > 0 && ia_syslinux_is_blank(kernel[length - 1]))
		length--;
	line = ia_arena_strndup(b->arena, kernel, length);
	if (!line)
		return -ENOMEM;
	entry->kernel = ia_syslinux_absolute(b->arena, b->config->directory, line,
					     ia_syslinux_word_length(line));
	entry->cmdline = line + ia_syslinux_word_length(line) +
			 ia_syslinux_blank_length(line + ia_syslinux_word_length(line));
	if (!entry->kernel || split_words(b, line, &entry->argv, &entry->argc) < 0)
		return -ENOMEM;
	for (const char *s = rest; s; s = find_dashes(s + 3))
		count++;
	initrds = ia_arena_array(b->arena, count + 1, sizeof(*initrds));
	if (!initrds)
		return -ENOMEM;
	for (const char *s = rest; s; s = find_dashes(s + 3)) {
		const char *file = s + 3 + ia_syslinux_blank_length(s + 3);

		initrds[entry->initrd_count] = ia_syslinux_absolute(
			b->arena, b->config->directory, file, ia_syslinux_word_length(file));
		if (!initrds[entry->initrd_count++])
			return -ENOMEM;
	}
	entry->initrds = initrds;
	return 0;
}

/* What the line command makes the entry boot. */
static int fill_entry(struct builder *b, enum ia_syslinux_type type, const char *command,
		      struct ia_entry *entry)
{
	size_t length = ia_syslinux_word_length(command);
	const char *args = command + length + ia_syslinux_blank_length(command + length);

	type = resolve_type(type, command);
	if (strlen(args) > IA_SYSLINUX_CMDLINE_MAX) {
		ia_note(b->notes, ISOARGS_ERROR, "cmdline-too-long",
			IA_AT_LINE(entry->file, entry->line, 0),
			"found %zu bytes of parameters in label \"%s\": SYSLINUX refuses more than "
			"%u",
			strlen(args), entry->id ? entry->id : "", IA_SYSLINUX_CMDLINE_MAX);
		return 0;
	}
	entry->command = command_name(type);
	if (type == IA_SYSLINUX_LINUX)
		return fill_command(b, command, entry);
	if (type == IA_SYSLINUX_COM32 && is_file(command, "mboot.c32")) {
		entry->command = "mboot.c32";
		return fill_multiboot(b, args, entry);
	}
	if (type != IA_SYSLINUX_LOCALBOOT) {
		entry->kernel =
			ia_syslinux_absolute(b->arena, b->config->directory, command, length);
		if (!entry->kernel)
			return -ENOMEM;
	}
	entry->cmdline = args;
	return split_words(b, command, &entry->argv, &entry->argc);
}

static int build_entry(struct builder *b, const struct ia_syslinux_item *item, const char *extra,
		       struct ia_entry *ret)
{
	const char *command = item->command;

	*ret = (struct ia_entry){
		.path = item->path,
		.title = item->title,
		.id = item->label ? item->label : item->title,
		.is_submenu = item->action == IA_SYSLINUX_SUBMENU,
		.file = item->file,
		.line = item->line,
		.command_line = item->command_line,
	};
	if (item->action != IA_SYSLINUX_COMMAND)
		return 0;
	if (*extra) {
		command = ia_arena_printf(b->arena, "%s%s", command, extra);
		if (!command)
			return -ENOMEM;
	}
	return fill_entry(b, item->type, command, ret);
}

static bool is_dead(const struct ia_syslinux_item *item)
{
	return item->action == IA_SYSLINUX_NOTHING || item->action == IA_SYSLINUX_SEPARATOR;
}

/*
 * The slot that a menu's bar stands on when it opens: its default, or the first one, moved
 * off slots that cannot be chosen. *ret_moved: then the timeout does not run.
 */
static const struct ia_syslinux_item *find_highlight(const struct ia_syslinux_config *config,
						     const struct ia_syslinux_submenu *menu,
						     bool *ret_moved)
{
	bool first = true;

	*ret_moved = false;
	if (menu->highlight)
		return menu->highlight;
	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->menu != menu)
			continue;
		if (!is_dead(item)) {
			*ret_moved = !first;
			return item;
		}
		first = false;
	}
	return NULL;
}

/* Opens submenus until there is something to start. */
static const struct ia_syslinux_item *follow_menus(const struct ia_syslinux_config *config,
						   const struct ia_syslinux_submenu *menu,
						   bool *ret_timed)
{
	const struct ia_syslinux_item *item = NULL;
	bool moved;

	*ret_timed = true;
	for (unsigned i = 0; menu && i <= IA_SYSLINUX_DEPTH_MAX; i++) {
		item = find_highlight(config, menu, &moved);
		*ret_timed = *ret_timed && !moved && item && item->action == IA_SYSLINUX_COMMAND;
		if (!item || item->action == IA_SYSLINUX_COMMAND)
			return item;
		menu = item->target;
	}
	return NULL;
}

static bool is_nonzero(const char *number)
{
	return number && atoi(number) > 0;
}

/* What starts unattended: an item with further words, or a command line that names no item. */
struct choice {
	const struct ia_syslinux_item *item;
	const char *extra; /* with the blanks before it */
	const char *command; /* without item; NULL: nothing starts */
};

/* A command line as typed at the prompt. */
static struct choice choose_command(struct builder *b, const char *words)
{
	const struct ia_syslinux_item *item = ia_syslinux_find_label(b->config, words);

	if (item)
		return (struct choice){.item = item,
				       .extra = words + ia_syslinux_word_length(words)};
	if (!b->config->implicit || !*words) {
		ia_note(b->notes, ISOARGS_WARNING, "no-such-label",
			IA_AT_LINE(b->config->default_file, b->config->default_line, 0),
			"found no label \"%.*s\" to boot", (int)ia_syslinux_word_length(words),
			words);
		return (struct choice){0};
	}
	return (struct choice){.command = words};
}

/* Which menu opens, and with what under its bar. */
static struct choice choose_in_menu(struct builder *b)
{
	const struct ia_syslinux_config *config = b->config;
	const struct ia_syslinux_submenu *menu = config->start;
	const struct ia_syslinux_item *named = NULL, *item;
	bool timed = true;

	if (config->ui_words && config->default_words)
		named = ia_syslinux_find_label(config, config->default_words);
	if (named && named->menu && named->action == IA_SYSLINUX_COMMAND)
		item = named;
	else
		item = follow_menus(config, menu, &timed);
	if (timed && config->ontimeout &&
	    (is_nonzero(config->timeout) || is_nonzero(config->total_timeout)))
		return choose_command(b, config->ontimeout);
	return (struct choice){.item = item, .extra = ""};
}

static struct choice choose(struct builder *b)
{
	const struct ia_syslinux_config *config = b->config;
	const char *words = config->ui_words ? config->ui_words : config->default_words;
	const struct ia_syslinux_item *item;

	if (!words) {
		ia_note(b->notes, ISOARGS_WARNING, "no-default", IA_NOWHERE,
			"found neither DEFAULT nor UI: SYSLINUX waits at its prompt");
		return (struct choice){0};
	}
	item = ia_syslinux_find_label(config, words);
	if (item ? is_menu_module(item->type, item->command)
		 : is_menu_module(IA_SYSLINUX_KERNEL, words))
		return choose_in_menu(b);
	if (!config->ui_words && config->prompt && config->ontimeout &&
	    (is_nonzero(config->timeout) || is_nonzero(config->total_timeout)))
		words = config->ontimeout;
	return choose_command(b, words);
}

static int build_unattended(struct builder *b, const struct choice *choice,
			    const struct ia_entry **ret)
{
	const struct ia_syslinux_config *config = b->config;
	struct ia_entry *entry = ia_arena_alloc(b->arena, sizeof(*entry));
	int error;

	if (!entry)
		return -ENOMEM;
	if (choice->item) {
		error = build_entry(b, choice->item, choice->extra, entry);
	} else {
		*entry = (struct ia_entry){.path = "",
					   .title = choice->command,
					   .file = config->default_file,
					   .line = config->default_line,
					   .command_line = config->default_line};
		entry->id = ia_arena_strndup(b->arena, choice->command,
					     ia_syslinux_word_length(choice->command));
		error = entry->id ? fill_entry(b, IA_SYSLINUX_KERNEL, choice->command, entry)
				  : -ENOMEM;
	}
	entry->is_default = true;
	if (error == 0)
		*ret = entry;
	return error;
}

static int build_entries(struct builder *b, const struct ia_syslinux_item *chosen,
			 struct ia_syslinux_menu *menu)
{
	const struct ia_syslinux_config *config = b->config;
	struct ia_entry *entries = ia_arena_array(b->arena, config->count + 1, sizeof(*entries));

	if (!entries)
		return -ENOMEM;
	for (size_t i = 0; i < config->count; i++) {
		struct ia_entry *entry = &entries[menu->count];

		if (config->items[i]->action == IA_SYSLINUX_SEPARATOR)
			continue;
		if (build_entry(b, config->items[i], "", entry) < 0)
			return -ENOMEM;
		entry->is_default = config->items[i] == chosen;
		menu->count++;
	}
	menu->entries = entries;
	return 0;
}

int ia_syslinux_evaluate(const struct ia_syslinux_host *host, const char *path, const char *text,
			 size_t size, struct ia_arena *arena, struct ia_notes *notes,
			 struct ia_syslinux_menu *ret, struct isoargs_error **reterr)
{
	struct ia_syslinux_config config;
	struct builder b = {.config = &config, .arena = arena, .notes = notes};
	struct ia_syslinux_menu menu = {0};
	struct choice choice;
	int error;

	error = ia_syslinux_parse(host, path, text, size, arena, notes, &config, reterr);
	if (error < 0)
		return error;
	choice = choose(&b);
	menu.timeout = config.timeout;
	menu.default_path = choice.item ? choice.item->path : NULL;
	if (build_entries(&b, choice.item, &menu) < 0)
		return ia_error_memory(reterr);
	/* Notes on the chosen entry were taken with the others; only new words bring new ones. */
	if (choice.item && !*choice.extra)
		b.notes = NULL;
	if ((choice.item || choice.command) && build_unattended(&b, &choice, &menu.unattended) < 0)
		return ia_error_memory(reterr);
	*ret = menu;
	return 0;
}
