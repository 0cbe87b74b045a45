/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/note.h"
#include "menu/syslinux/line.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

static int read_file(struct ia_syslinux_parser *p, const struct ia_config_file *file,
		     struct ia_syslinux_submenu *menu, unsigned depth);

/*
 * INCLUDE file [tag]; MENU INCLUDE file [tag]. SYSLINUX knows no bound; what a file costs that is
 * read again and again are its lines. With a tag there is a menu, whatever becomes of the file.
 */
static int include(struct ia_syslinux_reader *r, const char *value)
{
	struct ia_syslinux_parser *p = r->parser;
	size_t length = ia_syslinux_word_length(value);
	const char *path = ia_path_join(p->arena, p->config->directory, value, length);
	const char *tag = ia_syslinux_skip_blanks(value + length);
	const struct ia_place place = {.file = r->file, .line = r->line};
	struct ia_config_file file;
	int found, error = 0;

	if (!path)
		return ia_error_memory(p->reterr);
	found = ia_syslinux_fetch(p, IA_NOTE_UNREAD_INCLUDE, &place, path, &file);
	if (found < 0)
		return ia_error_memory(p->reterr);
	if (found > 0 && r->depth + 1 > IA_SYSLINUX_DEPTH_MAX) {
		ia_syslinux_cut(p, &place, "files inside each other", IA_SYSLINUX_DEPTH_MAX);
		return 0;
	}
	if (*tag)
		error = ia_syslinux_begin_menu(r, tag);
	if (error == 0 && found > 0)
		error = read_file(p, &file, r->menu, r->depth + 1);
	if (error == 0 && *tag && !p->is_cut)
		error = ia_syslinux_end_menu(r);
	return error;
}

static int read_menu(struct ia_syslinux_reader *r, const char *value)
{
	const char *included;
	int error = ia_syslinux_read_menu(r, value, &included);

	return error > 0 ? include(r, included) : error;
}

/* TEXT … ENDTEXT hides its lines, to the end of the file if it must. */
static void skip_text(struct ia_syslinux_reader *r)
{
	unsigned start = r->line;
	const char *line;

	while ((line = ia_syslinux_next_line(r))) {
		if (ia_syslinux_after(line, "endtext"))
			return;
	}
	ia_syslinux_note(&r->parser->said, ISOARGS_WARNING, IA_NOTE_TEXT_OPEN,
			 IA_AT_LINE(r->file, start, 0),
			 "found TEXT without ENDTEXT, which hides the rest of the file");
}

static int read_kernel(struct ia_syslinux_reader *r, const char *value, enum ia_syslinux_type type)
{
	struct ia_syslinux_item *item = &r->parser->label.item;

	if (!item->label) {
		ia_syslinux_note(&r->parser->said, ISOARGS_WARNING, IA_NOTE_OUTSIDE_LABEL,
				 IA_AT_LINE(r->file, r->line, 0), "found \"%s\" outside of a label",
				 r->buf);
		return 0;
	}
	item->type = type;
	item->command_line = r->line;
	return ia_syslinux_keep_all(r->parser, &r->parser->label.kernel, value);
}

static int read_initrd(struct ia_syslinux_reader *r, const char *value)
{
	if (r->parser->label.item.label)
		return ia_syslinux_keep_all(r->parser, &r->parser->label.initrd, value);
	ia_syslinux_note(&r->parser->said, ISOARGS_WARNING, IA_NOTE_OUTSIDE_LABEL,
			 IA_AT_LINE(r->file, r->line, 0),
			 "found INITRD outside of a label, where SYSLINUX ignores it");
	return 0;
}

/* DEFAULT and UI: UI wins wherever it stands, so its place is kept. */
static int read_default(struct ia_syslinux_reader *r, const char **slot, const char *value)
{
	struct ia_syslinux_config *config = r->parser->config;

	if (slot == &config->ui_words || !config->ui_words) {
		config->default_file = r->file;
		config->default_line = r->line;
	}
	return ia_syslinux_keep_all(r->parser, slot, value);
}

/* Bits of SYSAPPEND above the two for the network add DMI strings, which are not known here. */
static void read_sysappend(struct ia_syslinux_reader *r, const char *value)
{
	unsigned long bits = strtoul(value, NULL, 0);

	if (bits & ~3ul)
		ia_syslinux_note(&r->parser->said, ISOARGS_INFO, IA_NOTE_SYSAPPEND,
				 IA_AT_LINE(r->file, r->line, 0),
				 "found SYSAPPEND %#lx: parameters about the machine would be "
				 "added",
				 bits);
}

/* F0 to F12: help screens. */
static bool is_help_screen(const char *line)
{
	size_t digits = strspn(line + 1, "0123456789");

	if ((line[0] | 0x20) != 'f' || digits == 0 || ia_syslinux_word_length(line) != 1 + digits)
		return false;
	return (uint32_t)ia_syslinux_number(line + 1) <= 12;
}

static int read_append(struct ia_syslinux_reader *r, const char *value)
{
	struct ia_syslinux_parser *p = r->parser;

	return ia_syslinux_keep_all(p, p->label.item.label ? &p->label.append : &p->append, value);
}

enum directive {
	NO_EFFECT, /* on what boots from a CD */
	ALLOWOPTIONS,
	APPEND,
	DEFAULT,
	IMPLICIT,
	INCLUDE,
	INITRD,
	KERNEL, /* what the label boots, in one of several formats */
	LABEL,
	MENU,
	NOESCAPE,
	ONERROR,
	ONTIMEOUT,
	PROMPT,
	SYSAPPEND,
	TEXT,
	TIMEOUT,
	TOTALTIMEOUT,
	UI,
};

/* Sorted by name, in lower case. */
static const struct known {
	const char *name;
	enum directive directive;
	enum ia_syslinux_type type; /* of KERNEL */
} known[] = {
	{"allowoptions", ALLOWOPTIONS, 0},
	{"append", APPEND, 0},
	{"boot", KERNEL, IA_SYSLINUX_BOOT},
	{"bss", KERNEL, IA_SYSLINUX_BSS},
	{"com32", KERNEL, IA_SYSLINUX_COM32},
	{"config", KERNEL, IA_SYSLINUX_CONFIG},
	{"console", NO_EFFECT, 0},
	{"default", DEFAULT, 0},
	{"display", NO_EFFECT, 0},
	{"fdimage", KERNEL, IA_SYSLINUX_FDIMAGE},
	{"font", NO_EFFECT, 0},
	{"implicit", IMPLICIT, 0},
	{"include", INCLUDE, 0},
	{"initrd", INITRD, 0},
	{"ipappend", SYSAPPEND, 0},
	{"kbdmap", NO_EFFECT, 0},
	{"kernel", KERNEL, IA_SYSLINUX_KERNEL},
	{"label", LABEL, 0},
	{"linux", KERNEL, IA_SYSLINUX_LINUX},
	{"localboot", KERNEL, IA_SYSLINUX_LOCALBOOT},
	{"menu", MENU, 0},
	{"nocomplete", NO_EFFECT, 0},
	{"noescape", NOESCAPE, 0},
	{"nohalt", NO_EFFECT, 0},
	{"onerror", ONERROR, 0},
	{"ontimeout", ONTIMEOUT, 0},
	{"path", NO_EFFECT, 0},
	{"prompt", PROMPT, 0},
	{"pxe", KERNEL, IA_SYSLINUX_PXE},
	{"pxeretry", NO_EFFECT, 0},
	{"say", NO_EFFECT, 0},
	{"sendcookies", NO_EFFECT, 0},
	{"serial", NO_EFFECT, 0},
	{"sysappend", SYSAPPEND, 0},
	{"text", TEXT, 0},
	{"timeout", TIMEOUT, 0},
	{"totaltimeout", TOTALTIMEOUT, 0},
	{"ui", UI, 0},
};

/* The word that a line begins with, against a name. */
static int compare(const void *line, const void *item)
{
	const char *s = line, *name = ((const struct known *)item)->name;

	for (; *name && ia_ascii_lower(*s) == *name; s++)
		name++;
	if (!*name && (!*s || ia_syslinux_is_blank(*s)))
		return 0;
	return (unsigned char)ia_ascii_lower(*s) - (unsigned char)*name;
}

static int read_directive(struct ia_syslinux_reader *r, const struct known *item, const char *value)
{
	struct ia_syslinux_config *config = r->parser->config;
	int error;

	switch (item->directive) {
	case NO_EFFECT:
		break;
	case ALLOWOPTIONS:
		config->forbids_options = (int32_t)ia_syslinux_number(value) == 0;
		break;
	case APPEND:
		return read_append(r, value);
	case DEFAULT:
		return read_default(r, &config->default_words, value);
	case IMPLICIT:
		config->implicit = (uint16_t)ia_syslinux_number(value) != 0;
		break;
	case INCLUDE:
		return include(r, value);
	case INITRD:
		return read_initrd(r, value);
	case KERNEL:
		return read_kernel(r, value, item->type);
	case LABEL:
		return ia_syslinux_start_label(r, value);
	case MENU:
		return read_menu(r, value);
	case NOESCAPE:
		config->never_prompts = (uint16_t)ia_syslinux_number(value) != 0;
		break;
	case ONERROR:
		return ia_syslinux_keep_all(r->parser, &config->onerror, value);
	case ONTIMEOUT:
		error = ia_syslinux_keep_all(r->parser, &config->ontimeout, value);
		r->menu->ontimeout = config->ontimeout;
		if (!config->default_file) {
			config->default_file = r->file;
			config->default_line = r->line;
		}
		return error;
	case PROMPT:
		config->prompt = (uint16_t)ia_syslinux_number(value) != 0;
		break;
	case SYSAPPEND:
		read_sysappend(r, value);
		break;
	case TEXT:
		skip_text(r);
		break;
	case TIMEOUT:
		config->timeout = r->menu->timeout = (int32_t)ia_syslinux_number(value) > 0;
		break;
	case TOTALTIMEOUT:
		config->total_timeout = (int64_t)ia_syslinux_number(value) > 0;
		break;
	case UI:
		return read_default(r, &config->ui_words, value);
	}
	return 0;
}

/* What finding a keyword takes: units of the meter. */
#define KEYWORD_COST 30u

static int read_line(struct ia_syslinux_reader *r, const char *line)
{
	const struct known *item;

	if (!*line || *line == '#')
		return 0;
	if (ia_syslinux_spend(r->parser, KEYWORD_COST) < 0)
		return ia_error_memory(r->parser->reterr);
	item = bsearch(line, known, IA_COUNT(known), sizeof(*known), compare);
	if (item)
		return read_directive(r, item, ia_syslinux_skip_blanks(line + strlen(item->name)));
	if (!is_help_screen(line))
		ia_syslinux_note_unknown(r, "", line);
	return 0;
}

static int read_file(struct ia_syslinux_parser *p, const struct ia_config_file *file,
		     struct ia_syslinux_submenu *menu, unsigned depth)
{
	struct ia_syslinux_reader r = {.parser = p,
				       .menu = menu,
				       .file = file->path,
				       .text = file->text,
				       .left = file->size,
				       .depth = depth};
	const char *line;
	int error = 0;

	while (error == 0 && (line = ia_syslinux_next_line(&r)))
		error = read_line(&r, line);
	/* A line that the call had no more work left for is no end of the file. */
	if (error == 0 && r.left > 0 && !p->is_cut)
		error = ia_error_memory(p->reterr);
	return error;
}

struct ia_syslinux_config *ia_syslinux_begin(struct ia_syslinux_parser *p, const char *path,
					     const char *directory)
{
	struct ia_syslinux_config *config = ia_arena_alloc(p->arena, sizeof(*config));
	struct ia_syslinux_submenu *menus = ia_arena_array(p->arena, 2, sizeof(*menus));

	if (!config || !menus)
		return NULL;
	menus[0] = (struct ia_syslinux_submenu){.path = "", .tag = ".top"};
	menus[1] = (struct ia_syslinux_submenu){.tag = ".hidden"};
	*config = (struct ia_syslinux_config){
		.path = path,
		.directory = directory,
		.implicit = true,
		.root = &menus[0],
		.hidden = &menus[1],
		.start = &menus[0],
	};
	p->config = config;
	p->current = config->root;
	memset(&p->label, 0, sizeof(p->label));
	p->append = NULL;
	return config;
}

int ia_syslinux_read(struct ia_syslinux_parser *p, const struct ia_config_file *file)
{
	return read_file(p, file, p->current, 0);
}

int ia_syslinux_end(struct ia_syslinux_parser *p)
{
	/* Text that a file ends in goes on in the one that is read next; a label too. */
	struct ia_syslinux_reader r = {
		.parser = p,
		.file = p->label.item.file,
		.line = p->label.item.line,
	};
	int error = ia_syslinux_finish_label(&r, p->current);

	if (error == 0)
		error = ia_syslinux_resolve_menus(p);
	if (error < 0)
		return error;
	p->config->next = p->newest;
	p->newest = p->config;
	p->configs++;
	return 0;
}
