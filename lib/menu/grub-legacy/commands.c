/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/note.h"
#include "menu/grub-legacy/parser.h"

/* What finding a command takes, and each byte of a kernel's line: units of the meter. */
#define COMMAND_COST 60u
#define WORD_BYTE    12u

enum action {
	NO_EFFECT, /* on what boots */
	ASK,       /* for a key or a password */
	BOOT,
	CHAINLOADER,
	CONFIGFILE,
	DEFAULT,
	FALLBACK,
	FINDISO,
	INITRD,
	KERNEL,
	LEAVE, /* GRUB does not come back */
	LOCK,
	PASSWORD,
	ROOT,
	TITLE,
};

enum place {
	IN_MENU = 1,  /* before the first title */
	IN_ENTRY = 2, /* elsewhere GRUB stops at it */
	ANYWHERE = 3,
};

/* Those of the builds for EFI, sorted by name. */
static const struct known {
	const char *name;
	enum action action;
	enum place place;
} known[] = {
	{"background", NO_EFFECT, ANYWHERE},
	{"blocklist", NO_EFFECT, IN_ENTRY},
	{"boot", BOOT, IN_ENTRY},
	{"bootp", NO_EFFECT, ANYWHERE},
	{"cat", NO_EFFECT, IN_ENTRY},
	{"chainloader", CHAINLOADER, IN_ENTRY},
	{"clear", NO_EFFECT, IN_ENTRY},
	{"cmp", NO_EFFECT, IN_ENTRY},
	{"color", NO_EFFECT, ANYWHERE},
	{"configfile", CONFIGFILE, IN_ENTRY},
	{"debug", NO_EFFECT, ANYWHERE},
	{"default", DEFAULT, IN_MENU},
	{"device", NO_EFFECT, ANYWHERE},
	{"dhcp", NO_EFFECT, ANYWHERE},
	{"displaymem", NO_EFFECT, IN_ENTRY},
	{"efimap", NO_EFFECT, ANYWHERE},
	{"fallback", FALLBACK, IN_MENU},
	{"find", NO_EFFECT, IN_ENTRY},
	{"findiso", FINDISO, IN_ENTRY},
	{"foreground", NO_EFFECT, ANYWHERE},
	{"fstest", NO_EFFECT, IN_ENTRY},
	{"geometry", NO_EFFECT, IN_ENTRY},
	{"halt", LEAVE, IN_ENTRY},
	{"help", NO_EFFECT, IN_ENTRY},
	{"hiddenmenu", NO_EFFECT, IN_MENU},
	{"hide", NO_EFFECT, ANYWHERE},
	{"ifconfig", NO_EFFECT, ANYWHERE},
	{"initrd", INITRD, IN_ENTRY},
	{"kernel", KERNEL, IN_ENTRY},
	{"lock", LOCK, IN_ENTRY},
	{"makeactive", NO_EFFECT, IN_ENTRY},
	{"md5crypt", NO_EFFECT, IN_ENTRY},
	{"pager", NO_EFFECT, ANYWHERE},
	{"partnew", NO_EFFECT, ANYWHERE},
	{"parttype", NO_EFFECT, ANYWHERE},
	{"password", PASSWORD, ANYWHERE},
	{"pause", ASK, IN_ENTRY},
	{"quit", LEAVE, IN_ENTRY},
	{"rarp", NO_EFFECT, ANYWHERE},
	{"read", NO_EFFECT, IN_ENTRY},
	{"reboot", LEAVE, IN_ENTRY},
	{"root", ROOT, IN_ENTRY},
	{"rootnoverify", ROOT, IN_ENTRY},
	{"savedefault", NO_EFFECT, IN_ENTRY},
	{"serial", NO_EFFECT, ANYWHERE},
	{"silent", NO_EFFECT, ANYWHERE},
	{"splashimage", NO_EFFECT, ANYWHERE},
	{"terminal", NO_EFFECT, ANYWHERE},
	{"terminfo", NO_EFFECT, ANYWHERE},
	{"testload", NO_EFFECT, IN_ENTRY},
	{"tftpserver", NO_EFFECT, ANYWHERE},
	{"timeout", NO_EFFECT, IN_MENU},
	{"title", TITLE, ANYWHERE},
	{"unhide", NO_EFFECT, ANYWHERE},
	{"verbose", NO_EFFECT, ANYWHERE},
	{"version", NO_EFFECT, IN_ENTRY},
};

static size_t name_length(const char *line)
{
	return strcspn(line, " =");
}

/* The word that a line begins with, against a name. */
static int compare(const void *line, const void *item)
{
	const char *name = ((const struct known *)item)->name;
	size_t length = name_length(line);
	int order = strncmp(line, name, length);

	return order != 0 ? order : -(name[length] != '\0');
}

bool ia_grub_legacy_is_title(const char *line, const char **ret)
{
	*ret = ia_grub_legacy_arguments(line);
	return name_length(line) == strlen("title") && strncmp(line, "title", 5) == 0;
}

/* GRUB stops at this line: the entry boots nothing. */
static void IA_PRINTF(2, 3) fail(struct ia_grub_legacy_menu *menu, const char *fmt, ...)
{
	struct isoargs_entry *entry = &menu->now.entry;
	char why[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_GRUB_NO_KERNEL,
		IA_GRUB_LEGACY_HERE(menu),
		"found \"%.*s\" %s: GRUB Legacy stops there, and the entry boots nothing",
		(int)name_length(menu->buf), menu->buf, why);
	*entry = (struct isoargs_entry){.title = entry->title, .line = entry->line};
	menu->now.is_over = true;
}

static void note_asking(struct ia_grub_legacy_menu *menu, const char *what)
{
	ia_note(menu->legacy->notes, ISOARGS_INFO, IA_NOTE_GRUB_UNANSWERED,
		IA_GRUB_LEGACY_HERE(menu),
		"found \"%.*s\", which waits for %s: the entry is read as if it came",
		(int)name_length(menu->buf), menu->buf, what);
}

/* (device)/path, with the device as GRUB 2 has it; NULL and 0 where GRUB fails; -ENOMEM. */
static int read_path(struct ia_grub_legacy_menu *menu, const char *s, const char **ret)
{
	const struct ia_grub_legacy *legacy = menu->legacy;
	const char *device;
	int r = ia_grub_legacy_device(legacy, &s, &device);
	size_t length = ia_grub_legacy_word_length(s);

	*ret = NULL;
	if (r < 0)
		return r;
	/* Blocks of a device in place of a file: "+1", "0+1". */
	if (r == 0 || length == 0 || (*s != '/' && !strchr("+0123456789", *s))) {
		fail(menu, "of a file that is not written as one");
		return 0;
	}
	*ret = device ? ia_arena_printf(legacy->arena, "(%s)%.*s", device, (int)length, s)
		      : ia_arena_strndup(legacy->arena, s, length);
	return *ret ? 0 : -ENOMEM;
}

/* The words of a line, cut out of one copy of it. */
static int split_words(struct ia_arena *arena, const char *line, struct isoargs_entry *entry)
{
	char *copy = ia_arena_strdup(arena, line), *at = NULL;
	size_t count = 0;
	const char **words;

	for (const char *s = line; *s; s = ia_grub_legacy_after_word(s))
		count++;
	words = ia_arena_array(arena, count + 1, sizeof(*words));
	if (!copy || !words)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		words[i] = strtok_r(i == 0 ? copy : NULL, " ", &at);
	entry->argv = words;
	entry->argc = count;
	return 0;
}

/* What kernel or chainloader has loaded goes before anything that was. */
static int load(struct ia_grub_legacy_menu *menu, const char *command, const char *line)
{
	struct isoargs_entry *entry = &menu->now.entry;
	struct ia_arena *arena = menu->legacy->arena;
	const char *path;
	int r;

	if (ia_grub_legacy_spend(menu->legacy, strlen(line) * WORD_BYTE) < 0)
		return -ENOMEM;
	r = read_path(menu, line, &path);
	if (r < 0 || !path)
		return r;
	entry->command = command;
	entry->command_line = menu->line;
	entry->kernel = path;
	entry->root = menu->now.root;
	entry->initrds = NULL;
	entry->initrd_count = 0;
	entry->cmdline = ia_arena_strdup(arena, ia_grub_legacy_after_word(line));
	return entry->cmdline ? split_words(arena, line, entry) : -ENOMEM;
}

/* Builds for EFI load Linux whatever type is given, but it has to be one. */
static int load_kernel(struct ia_grub_legacy_menu *menu, const char *s)
{
	static const char *const types[] = {"netbsd", "freebsd",  "openbsd",
					    "linux",  "biglinux", "multiboot"};

	for (;; s = ia_grub_legacy_after_word(s)) {
		bool valid = false;

		if (strncmp(s, "--no-mem-option", 15) == 0)
			continue;
		if (strncmp(s, "--type=", 7) != 0)
			return load(menu, "linux", s);
		for (size_t i = 0; i < IA_COUNT(types); i++)
			valid |= strncmp(s + 7, types[i], strlen(types[i])) == 0;
		if (!valid) {
			fail(menu, "of an unknown type");
			return 0;
		}
	}
}

/* One file: a second one on the line is not read, and a later line replaces it. */
static int load_initrd(struct ia_grub_legacy_menu *menu, const char *s)
{
	struct isoargs_entry *entry = &menu->now.entry;
	const char **initrds, *path;
	int r;

	if (!entry->command || strcmp(entry->command, "linux") != 0) {
		fail(menu, "before a kernel");
		return 0;
	}
	r = read_path(menu, s, &path);
	if (r < 0 || !path)
		return r;
	if (*ia_grub_legacy_after_word(s))
		ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_INITRD_DOUBLED,
			IA_GRUB_LEGACY_HERE(menu),
			"found more than one RAM disk in entry \"%s\": GRUB Legacy loads the "
			"first",
			entry->title);
	/* Paths are on the root that the kernel's was on, or say where they are. */
	if (*path != '(' && menu->now.root != entry->root)
		path = ia_arena_printf(menu->legacy->arena, "(%s)%s", menu->now.root, path);
	initrds = ia_arena_array(menu->legacy->arena, 1, sizeof(*initrds));
	if (!path || !initrds)
		return -ENOMEM;
	initrds[0] = path;
	entry->initrds = initrds;
	entry->initrd_count = 1;
	return 0;
}

static int set_root(struct ia_grub_legacy_menu *menu, const char *s)
{
	const char *device;
	int r = ia_grub_legacy_device(menu->legacy, &s, &device);

	if (r < 0)
		return r;
	if (device)
		menu->now.root = device;
	else if (*s) /* alone it prints what is the root */
		fail(menu, "of a device that is not written as one");
	return 0;
}

static int lead_on(struct ia_grub_legacy_menu *menu, const char *s)
{
	struct isoargs_entry *entry = &menu->now.entry;
	int r = load(menu, "configfile", s);

	if (r == 0 && entry->command && strcmp(entry->command, "configfile") == 0) {
		menu->now.leads = entry->kernel;
		menu->now.is_over = true;
	}
	return r;
}

static void leave(struct ia_grub_legacy_menu *menu, const char *command)
{
	struct isoargs_entry *entry = &menu->now.entry;

	*entry = (struct isoargs_entry){
		.title = entry->title,
		.line = entry->line,
		.command = command,
		.command_line = menu->line,
	};
	menu->now.is_over = true;
}

static int run_in_entry(struct ia_grub_legacy_menu *menu, const struct known *item, const char *s)
{
	switch (item->action) {
	case BOOT:
		if (menu->now.entry.command)
			menu->now.is_over = true;
		else
			fail(menu, "before a kernel");
		break;
	case CHAINLOADER:
		return load(menu, "chainloader", s);
	case CONFIGFILE:
		return lead_on(menu, s);
	case FINDISO:
		menu->now.root = "cd";
		break;
	case INITRD:
		return load_initrd(menu, s);
	case KERNEL:
		return load_kernel(menu, s);
	case LEAVE:
		leave(menu, item->name);
		break;
	case LOCK:
		if (menu->has_password)
			note_asking(menu, "the menu's password");
		break;
	case PASSWORD:
		note_asking(menu, "a password");
		break;
	case ASK:
		note_asking(menu, "a key");
		break;
	case ROOT:
		return set_root(menu, s);
	case NO_EFFECT:
	case DEFAULT:
	case FALLBACK:
	case TITLE:
		break;
	}
	return 0;
}

static void note_no_number(struct ia_grub_legacy_menu *menu)
{
	ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
		IA_GRUB_LEGACY_HERE(menu),
		"found \"%s\", which is no number: GRUB Legacy does not take it", menu->buf);
}

/* "saved" is what a file beside the configuration says, which a disc does not have: the first. */
static void set_default(struct ia_grub_legacy_menu *menu, const char *s)
{
	menu->chosen_line = menu->line;
	if (strcmp(s, "saved") == 0)
		menu->chosen = 0;
	else if (!ia_grub_legacy_number(&s, &menu->chosen))
		note_no_number(menu);
}

/* One that stands there already is passed over, without the blanks behind it. */
static void set_fallbacks(struct ia_grub_legacy_menu *menu, const char *s)
{
	unsigned found[IA_GRUB_LEGACY_FALLBACKS_MAX] = {0}, number;
	size_t count = 0;

	while (*s && count < IA_GRUB_LEGACY_FALLBACKS_MAX) {
		bool is_there = false;

		if (!ia_grub_legacy_number(&s, &number)) {
			note_no_number(menu);
			return;
		}
		for (size_t i = 0; i < count; i++)
			is_there |= found[i] == number;
		if (!is_there) {
			found[count++] = number;
			s = ia_grub_legacy_after_word(s);
		}
	}
	memcpy(menu->fallbacks, found, count * sizeof(*found));
	menu->fallback_count = count;
}

static void run_in_menu(struct ia_grub_legacy_menu *menu, const struct known *item, const char *s)
{
	if (!(item->place & IN_MENU))
		ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_OUTSIDE_LABEL,
			IA_GRUB_LEGACY_HERE(menu),
			"found \"%s\" before the first title, where GRUB Legacy ignores it",
			menu->buf);
	else if (item->action == DEFAULT)
		set_default(menu, s);
	else if (item->action == FALLBACK)
		set_fallbacks(menu, s);
	else if (item->action == PASSWORD)
		menu->has_password = true;
}

int ia_grub_legacy_run(struct ia_grub_legacy_menu *menu)
{
	const struct known *item =
		bsearch(menu->buf, known, IA_COUNT(known), sizeof(*known), compare);
	const char *s = ia_grub_legacy_arguments(menu->buf);

	if (ia_grub_legacy_spend(menu->legacy, COMMAND_COST) < 0)
		return -ENOMEM;
	if (!item) {
		ia_note(menu->legacy->notes, ISOARGS_INFO, IA_NOTE_UNKNOWN_DIRECTIVE,
			IA_GRUB_LEGACY_HERE(menu),
			"found \"%.*s\", which GRUB Legacy does not know for EFI",
			(int)name_length(menu->buf), menu->buf);
		return 0;
	}
	if (!menu->now.is_open) {
		run_in_menu(menu, item, s);
		return 0;
	}
	menu->now.is_known = true;
	if (menu->now.is_over)
		return 0;
	if (!(item->place & IN_ENTRY)) {
		fail(menu, "in an entry");
		return 0;
	}
	return run_in_entry(menu, item, s);
}
