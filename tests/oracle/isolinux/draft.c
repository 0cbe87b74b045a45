/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Menus that ISOLINUX can boot on the medium of compare.py, always the same for a seed:
 *     draft-isolinux SEED
 * Written are files: path, a blank and the size in a line, then the bytes.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../fuzz/grammar/draft.h"

#define FILE_MAX 6000u

/* None of them is a file; "bare" is one. */
static const char *const labels[] = {"a", "b", "c", "d", "live", "a-1", "Auto"};

static void blanks(struct draft *draft)
{
	static const char *const some[] = {" ", " ", " ", " ", "\t", "  ", " \t "};

	draft_put(draft, "%s", pick_of(draft, some));
}

/* Keywords are taken in any case. */
static void keyword(struct draft *draft, const char *name)
{
	size_t form = draft_below(draft, 6);

	if (draft_once_in(draft, 4))
		blanks(draft);
	for (const char *s = name; *s; s++) {
		bool upper = form == 0 || (form == 1 && draft_once_in(draft, 2));

		draft_put(draft, "%c", upper ? toupper((unsigned char)*s) : *s);
	}
}

static void end(struct draft *draft)
{
	if (draft_once_in(draft, 12))
		blanks(draft);
	draft_put(draft, "%s", draft_once_in(draft, 15) ? "\r\n" : "\n");
}

static void line(struct draft *draft, const char *name, const char *value)
{
	keyword(draft, name);
	if (*value) {
		blanks(draft);
		draft_put(draft, "%s", value);
	}
	end(draft);
}

static const char *kernel(struct draft *draft)
{
	static const char *const kernels[] = {
		"vmlinuz",  "linux",     "/vmlinuz", "d/vmlinuz", "../d/linux",
		"/d/linux", "./vmlinuz", "/k-1",     "vmlinuz",   "/isolinux//linux"};

	return draft_once_in(draft, 15) ? "absent" : pick_of(draft, kernels);
}

static const char *ramdisks(struct draft *draft)
{
	static const char *const some[] = {"i1",    "i2",          "i1,i2",        "/i4",
					   "d/i3",  "i2,/d/i5,i1", "../i4,./d/i3", "i1",
					   "i1,i1", "/isolinux/i2"};

	return draft_once_in(draft, 30) ? "absent" : pick_of(draft, some);
}

static void word(struct draft *draft, bool may_load)
{
	static const char *const words[] = {"quiet", "---", "x=y",     "a b",   "\"q\"",  "#no",
					    "-",     "$v",  "\\x20",   "vga=0", "mem=1G", "f(x)",
					    "'",     "a;b", "rd.live", "=",     "x,y",    "^z"};

	switch (draft_below(draft, 8)) {
	case 0:
		draft_put(draft, "%s", may_load ? "initrd=" : "a=");
		draft_put(draft, "%s", ramdisks(draft));
		break;
	case 1:
		draft_put(draft, "w%zu", draft_below(draft, 100));
		break;
	default:
		draft_put(draft, "%s", pick_of(draft, words));
	}
}

static void words(struct draft *draft, size_t most, bool may_load)
{
	size_t count = draft_below(draft, most + 1);

	for (size_t i = 0; i < count; i++) {
		blanks(draft);
		word(draft, may_load);
	}
	if (draft_once_in(draft, 60) && may_load)
		draft_fill(draft, 'x', 1900 + draft_below(draft, 200));
}

static void append(struct draft *draft)
{
	keyword(draft, "append");
	if (draft_once_in(draft, 8))
		draft_put(draft, " -");
	else
		words(draft, 5, true);
	end(draft);
}

/* A label and what is added to its line, or a file. */
static void command(struct draft *draft, const char *name)
{
	keyword(draft, name);
	blanks(draft);
	draft_put(draft, "%s", pick_of(draft, labels));
	if (draft_once_in(draft, 3))
		words(draft, 3, false);
	end(draft);
}

static void number(struct draft *draft, const char *name, size_t below)
{
	keyword(draft, name);
	draft_put(draft, " %zu", draft_below(draft, below));
	end(draft);
}

static void help(struct draft *draft)
{
	line(draft, "text", "help");
	append(draft);
	line(draft, draft_once_in(draft, 2) ? "endtext" : "ENDTEXT x", "");
}

/* What a label boots. */
static void boot(struct draft *draft)
{
	switch (draft_below(draft, 16)) {
	case 0:
		break;
	case 1:
		line(draft, "kernel", "menu.c32");
		line(draft, "append", draft_once_in(draft, 3) ? "absent.cfg" : "two.cfg");
		return;
	case 2:
		line(draft, draft_once_in(draft, 2) ? "config" : "com32", "two.cfg");
		return;
	case 3:
		line(draft, draft_once_in(draft, 2) ? "boot" : "kernel", "k.bin");
		break;
	case 4:
		line(draft, "localboot", draft_once_in(draft, 2) ? "-1" : "0x80");
		break;
	default:
		keyword(draft, draft_once_in(draft, 3) ? "linux" : "kernel");
		blanks(draft);
		draft_put(draft, "%s", kernel(draft));
		if (draft_once_in(draft, 4))
			words(draft, 2, true);
		end(draft);
	}
	if (!draft_once_in(draft, 5))
		append(draft);
	if (draft_once_in(draft, 4))
		line(draft, "initrd", ramdisks(draft));
	if (draft_once_in(draft, 15))
		append(draft);
}

static void label(struct draft *draft)
{
	static const char *const of_menus[] = {"menu default", "menu default", "menu default",
					       "menu hide",    "menu disable", "menu indent 2"};

	keyword(draft, "label");
	blanks(draft);
	draft_put(draft, "%s", draft_once_in(draft, 12) ? "bare" : pick_of(draft, labels));
	if (draft_once_in(draft, 10))
		draft_put(draft, draft_once_in(draft, 2) ? " " : " more");
	end(draft);
	if (draft_once_in(draft, 3))
		line(draft, "menu label", "A ^title");
	if (draft_once_in(draft, 4))
		line(draft, pick_of(draft, of_menus), "");
	boot(draft);
	if (draft_once_in(draft, 10))
		help(draft);
	if (draft_once_in(draft, 12))
		line(draft, pick_of(draft, of_menus), "");
}

static void global(struct draft *draft)
{
	static const char *const plain[] = {
		"say hello",      "# comment",  "menu title T", "nosuch word",   "kbdmap x",
		"display absent", "f1 absent",  "menu rows 5",  "menu hidden",   "menu clear x",
		"allowoptions 0", "implicit 0", "menu color x", "menu autoboot", "ipappend 1"};

	switch (draft_below(draft, 12)) {
	case 0:
	case 1:
		command(draft, "default");
		break;
	case 2:
		number(draft, "prompt", 2);
		break;
	case 3:
	case 4:
		number(draft, "timeout", 6);
		break;
	case 5:
		command(draft, "ontimeout");
		break;
	case 6:
		command(draft, draft_once_in(draft, 2) ? "onerror" : "menu onerror");
		break;
	case 7:
		append(draft);
		break;
	case 8:
		line(draft, "include", draft_once_in(draft, 3) ? "absent.cfg" : "one.cfg");
		break;
	case 9:
		number(draft, "totaltimeout", 6);
		break;
	default:
		line(draft, pick_of(draft, plain), "");
	}
}

/* By a label that nothing else names: the core reads what is not there where one of these is run. */
static void way(struct draft *draft, const char *to)
{
	line(draft, "label", "way");
	line(draft, to, "");
}

static void items(struct draft *draft, size_t most, unsigned depth);

static void submenu(struct draft *draft, unsigned depth)
{
	static const char *const inside[] = {"menu default", "menu start", "menu title Sub",
					     "menu label Sub", "menu hide"};

	if (draft_once_in(draft, 5)) {
		line(draft, "menu include one.cfg", draft_once_in(draft, 2) ? "s" : "");
		return;
	}
	line(draft, "menu begin", draft_once_in(draft, 3) ? "" : "s");
	if (draft_once_in(draft, 2))
		line(draft, pick_of(draft, inside), "");
	items(draft, 3, depth + 1);
	if (draft_once_in(draft, 4))
		way(draft, "menu exit");
	if (!draft_once_in(draft, 25))
		line(draft, "menu end", "");
}

static void items(struct draft *draft, size_t most, unsigned depth)
{
	size_t count = 1 + draft_below(draft, most);

	for (size_t i = 0; i < count; i++) {
		switch (draft_below(draft, 12)) {
		case 0:
			global(draft);
			break;
		case 1:
			line(draft, "menu separator", "");
			break;
		case 2:
			if (depth < 3)
				submenu(draft, depth);
			if (draft_once_in(draft, 4))
				way(draft, draft_once_in(draft, 2) ? "menu goto s" : "menu quit");
			break;
		default:
			label(draft);
		}
	}
}

static void head(struct draft *draft)
{
	static const char *const of_ui[] = {"menu.c32", "vesamenu.c32", "menu.c32 ~",
					    "menu.c32 two.cfg"};
	size_t count = draft_below(draft, 5);

	switch (draft_below(draft, 6)) {
	case 0:
		line(draft, "default", "vesamenu.c32");
		break;
	case 1:
	case 2:
		command(draft, "default");
		break;
	case 3:
		line(draft, "ui", pick_of(draft, of_ui));
		break;
	default:
		line(draft, "ui", "menu.c32");
	}
	if (!draft_once_in(draft, 4))
		number(draft, "timeout", 5);
	for (size_t i = 0; i < count; i++)
		global(draft);
}

static void whole(struct draft *draft)
{
	head(draft);
	items(draft, 7, 0);
	if (draft_once_in(draft, 6))
		head(draft);
}

static void included(struct draft *draft)
{
	if (draft_once_in(draft, 4))
		global(draft);
	items(draft, 3, 1);
}

static void write_file(const char *path, struct draft *draft, void (*write)(struct draft *))
{
	draft->size = 0;
	write(draft);
	printf("%s %zu\n", path, draft->size);
	fwrite(draft->data, 1, draft->size, stdout);
}

int main(int argc, char **argv)
{
	uint8_t data[FILE_MAX];
	struct draft draft = {.data = data, .max = sizeof(data)};

	if (argc != 2) {
		fputs("usage: draft-isolinux SEED\n", stderr);
		return 2;
	}
	draft.state = strtoull(argv[1], NULL, 10);
	/* One in so many is what readers are broken with. */
	write_file("/isolinux/isolinux.cfg", &draft,
		   draft_once_in(&draft, 10) ? draft_syslinux : whole);
	write_file("/isolinux/one.cfg", &draft, included);
	write_file("/isolinux/two.cfg", &draft, whole);
	return fflush(stdout) == 0 ? 0 : 1;
}
