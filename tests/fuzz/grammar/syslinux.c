/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

static void word(struct draft *draft)
{
	static const char *const words[] = {
		"quiet", "initrd=a,b", "inst.stage2=hd:LABEL=A", "---", "append",
		"x=y",   "-",          "root=live:CDLABEL=A"};

	switch (draft_below(draft, 5)) {
	case 0:
		draft_put(draft, "w%zu", draft_below(draft, 2000));
		break;
	case 1:
		draft_fill(draft, 'x', draft_many(draft, 5000));
		break;
	case 2:
		draft_hostile(draft);
		break;
	default:
		draft_put(draft, "%s", pick_of(draft, words));
	}
}

/* Words of which each is another, or all are one. */
static void words(struct draft *draft, size_t most)
{
	size_t count = draft_many(draft, most), start = draft->size;

	if (draft_once_in(draft, 2)) {
		for (size_t i = 0; i < count && !draft_is_full(draft); i++)
			draft_put(draft, " w%zu", i);
		return;
	}
	draft_put(draft, " ");
	word(draft);
	draft_repeat(draft, start, count);
}

static void files(struct draft *draft)
{
	size_t start = draft->size;

	draft_put(draft, "%s%s", draft_path(draft), draft_once_in(draft, 2) ? "," : " ");
	if (draft_once_in(draft, 2))
		draft_repeat(draft, start, draft_many(draft, 5000));
}

static void keyword(struct draft *draft)
{
	static const char *const words_of[] = {
		"APPEND",    "append",          "DEFAULT",     "MENU LABEL",        "MENU TITLE",
		"SAY",       "UI vesamenu.c32", "ONTIMEOUT",   "ONERROR",           "MENU PASSWD",
		"IPAPPEND",  "MENU GOTO",       "MENU START",  "MENU INDENT",       "MENU DISABLE",
		"MENU HIDE", "MENU DEFAULT",    "MENU SAVE",   "MENU SEPARATOR",    "MENU EXIT",
		"TEXT HELP", "MENU ONERROR",    "MENU HIDDEN", "MENU SHIFTKEY",     "TOTALTIMEOUT",
		"ENDTEXT",   "LOCALBOOT",       "PROMPT",      "TIMEOUT",           "ALLOWOPTIONS",
		"IMPLICIT",  "SYSAPPEND",       "F1",          "MENU MASTER PASSWD"};
	static const char *const files_of[] = {"KERNEL",
					       "LINUX",
					       "INITRD",
					       "INCLUDE",
					       "MENU INCLUDE",
					       "CONFIG",
					       "COM32",
					       "BOOT",
					       "FDT",
					       "UI menu.c32",
					       "KERNEL menu.c32 ~",
					       "DEFAULT vesamenu.c32"};

	if (draft_once_in(draft, 3)) {
		draft_put(draft, "%s ", pick_of(draft, files_of));
		files(draft);
	} else {
		draft_put(draft, "%s", pick_of(draft, words_of));
		words(draft, 1100);
	}
	draft_put(draft, "%s", draft_once_in(draft, 8) ? "\r\n" : "\n");
}

static void labels(struct draft *draft)
{
	size_t count = draft_many(draft, 1100);

	for (size_t i = 0; i < count && !draft_is_full(draft); i++) {
		draft_put(draft, "LABEL l%zu\n", i);
		if (draft_once_in(draft, 2))
			draft_put(draft, "LINUX /vmlinuz\n");
		if (draft_once_in(draft, 8))
			keyword(draft);
	}
}

static void menus(struct draft *draft)
{
	size_t depth = draft_many(draft, 18), start = draft->size;

	draft_put(draft, "MENU BEGIN ");
	if (draft_once_in(draft, 3))
		draft_hostile(draft);
	draft_put(draft, "\nLABEL m\nKERNEL /k\n");
	draft_repeat(draft, start, depth);
	start = draft->size;
	draft_put(draft, "MENU END\n");
	draft_repeat(draft, start, depth);
}

void draft_syslinux(struct draft *draft)
{
	size_t count = draft_many(draft, 40);

	while (count-- > 0 && !draft_is_full(draft)) {
		size_t start = draft->size;

		switch (draft_below(draft, 8)) {
		case 0:
			labels(draft);
			break;
		case 1:
			menus(draft);
			break;
		case 2:
			draft_put(draft, "LABEL ");
			word(draft);
			draft_put(draft, "\nLINUX /vmlinuz\n");
			break;
		default:
			keyword(draft);
		}
		if (draft_once_in(draft, 10))
			draft_repeat(draft, start, draft_many(draft, 2000));
	}
}
