/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "draft.h"

#define DEPTH_MAX 70u /* one more than GRUB's own bound, and some */

static void statements(struct draft *draft, size_t depth, size_t most);

/* What stands within double quotes, and what stands bare. */
static void piece(struct draft *draft)
{
	static const char *const text[] = {
		"x",   "y=1", "quiet", "\\x1b", "\\\n", "%s", "inst.stage2=hd:LABEL=A",
		"a/b", "0",   "-"};

	switch (draft_below(draft, 8)) {
	case 0:
	case 1:
		draft_put(draft, "$%s", draft_variable(draft));
		break;
	case 2:
		draft_put(draft, "${%s}", draft_name(draft));
		break;
	case 3:
		draft_put(draft, "%s", draft_once_in(draft, 2) ? "$@" : "$*");
		break;
	case 4:
		draft_fill(draft, "aA0/-.= "[draft_below(draft, 8)], draft_many(draft, 4096));
		break;
	case 5:
		draft_hostile(draft);
		break;
	default:
		draft_put(draft, "%s", pick_of(draft, text));
	}
}

static void pieces(struct draft *draft)
{
	size_t count = draft_many(draft, 4);

	while (count-- > 0) {
		size_t start = draft->size;

		piece(draft);
		if (draft_once_in(draft, 8))
			draft_repeat(draft, start, draft_many(draft, 20000));
	}
}

static void quoted(struct draft *draft, const char *open, char close)
{
	draft_put(draft, "%s", open);
	pieces(draft);
	draft_put(draft, "%c", close);
}

static void word(struct draft *draft)
{
	switch (draft_below(draft, 10)) {
	case 0:
	case 1:
		quoted(draft, "$\"", '"');
		break;
	case 2:
	case 3:
		quoted(draft, "\"", '"');
		break;
	case 4:
		quoted(draft, "'", '\'');
		break;
	case 5:
		draft_put(draft, "'%s'", draft_path(draft));
		break;
	case 6:
		draft_put(draft, "/w%zu", draft_below(draft, 30));
		break;
	default:
		draft_put(draft, "$%s", draft_variable(draft));
	}
}

/* One that is long, however it is spelled. */
static void long_word(struct draft *draft)
{
	static const char *const opens[] = {"\"", "$\"", "'"};
	const char *open = pick_of(draft, opens);
	size_t start;

	draft_put(draft, "%s", open);
	start = draft->size;
	piece(draft);
	draft_repeat(draft, start, draft_much(draft, 20000));
	draft_put(draft, "%s", open[0] == '\'' ? "'" : "\"");
}

/* One thing that takes long, or comes to be long. */
static void burden(struct draft *draft)
{
	static const char *const commands[] = {
		"echo",         "set a=",         "[",         "f",
		"search -l",    "search -f",      "search -u", "export",
		"menuentry",    "linux",          "eval",      "set root=",
		"set default=", "regexp 'a*'",    "test -f",   "load_env -f /boot/grub/grubenv",
		"configfile",   "unset",          "set 'o'=",  "setparams",
		"initrd",       "no_such_command"};
	size_t start;

	draft_put(draft, "%s ", pick_of(draft, commands));
	start = draft->size;
	if (draft_once_in(draft, 3))
		draft_put(draft, "$%s ", draft_name(draft));
	else
		long_word(draft);
	draft_put(draft, " ");
	if (draft_once_in(draft, 4))
		draft_repeat(draft, start, draft_much(draft, 1000));
	draft_put(draft, "%s", draft_once_in(draft, 8) ? "{ linux /k; }\n" : "\n");
}

static void words(struct draft *draft, size_t most)
{
	size_t count = draft_many(draft, most), start = draft->size;

	for (size_t i = 0; i < count && i < 4; i++) {
		draft_put(draft, " ");
		word(draft);
	}
	if (count > 4)
		draft_repeat(draft, start, count / 4);
}

/* A variable that doubles until it is as long as variables get. */
static void grow(struct draft *draft)
{
	const char *name = draft_name(draft);
	size_t start;

	draft_put(draft, "set %s='", name);
	if (draft_once_in(draft, 3))
		draft_hostile(draft);
	draft_fill(draft, "x \x01>"[draft_below(draft, 4)], draft_many(draft, 64));
	draft_put(draft, "'\n");
	start = draft->size;
	draft_put(draft, "set %s=\"$%s$%s\"\n", name, name, name);
	draft_repeat(draft, start, draft_much(draft, 14));
}

/* Counts to size * size, or goes on for as long as it is let. */
static void loop(struct draft *draft, size_t depth)
{
	static const char *const heads[] = {"while true", "until false", "while [ $x ]",
					    "until test -f /a", "while [ \"$a\" != y ]"};

	if (draft_once_in(draft, 2)) {
		draft_put(draft, "for %s in", draft_name(draft));
		words(draft, 20000);
	} else {
		draft_put(draft, "%s", pick_of(draft, heads));
	}
	draft_put(draft, "; do\n");
	if (draft_once_in(draft, 2))
		burden(draft);
	else
		statements(draft, depth + 1, 4);
	draft_put(draft, "done\n");
}

static void condition(struct draft *draft, size_t depth)
{
	static const char *const heads[] = {"true",
					    "[ -f /a.cfg ]",
					    "[ x$a = x ]",
					    "search -f /a.cfg",
					    "! test -d /loader -a -s /a.cfg",
					    "[ a '<' b -o a -nt b ]"};

	draft_put(draft, "if %s; then\n", pick_of(draft, heads));
	statements(draft, depth + 1, 3);
	draft_put(draft, "else\n");
	statements(draft, depth + 1, 2);
	draft_put(draft, "fi\n");
}

/* Three letters that bring the last 15 bits of FNV-1a from any sum to one and the same. */
static const char *colliding(uint64_t sum)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	static char ends[1u << 15][4];
	const uint64_t prime = 0x100000001b3u, mask = (1u << 15) - 1;
	uint64_t inverse = prime;

	if (!ends[0][0]) {
		for (int i = 0; i < 6; i++)
			inverse *= 2 - prime * inverse;
		for (size_t i = 0; i < 37u * 37 * 37; i++) {
			const char end[4] = {letters[i % 37], letters[i / 37 % 37],
					     letters[i / 37 / 37]};
			uint64_t before = 0x1234;

			for (size_t k = 3; k-- > 0;)
				before = (before * inverse) ^ (unsigned char)end[k];
			memcpy(ends[before & mask], end, 4);
		}
	}
	return ends[sum & mask];
}

/* Functions, or variables, whose names come to the same place of a table. */
static void flood(struct draft *draft)
{
	size_t count = draft_many(draft, 12000);
	bool functions = draft_once_in(draft, 2);

	for (size_t i = 0; i < count && !draft_is_full(draft); i++) {
		uint64_t sum = 0xcbf29ce484222325u;
		char name[16];

		for (size_t k = 0; k < 4; k++) {
			name[k] = (char)('a' + (i >> 4 * k) % 16);
			sum = (sum ^ (unsigned char)name[k]) * 0x100000001b3u;
		}
		name[4] = '\0';
		strcat(name, colliding(sum));
		draft_put(draft, functions ? "function %s { true; }\n" : "set %s=1\n", name);
	}
}

static void match(struct draft *draft)
{
	static const char *const atoms[] = {"a",   "(x?)",  "(x*)", "[[:alpha:]]", ".*", "(a|b|)",
					    "\\(", "(.+)+", "\\1",  "^",           "$"};
	size_t count = draft_many(draft, 6);

	draft_put(draft, "regexp --set 1:%s '", draft_name(draft));
	for (size_t i = 0; i < count; i++) {
		size_t start = draft->size;

		draft_put(draft, "%s", pick_of(draft, atoms));
		if (draft_once_in(draft, 2)) {
			size_t most = 1 + draft_below(draft, 99), brace = draft->size;

			draft_put(draft, "{%zu,%zu}", draft_below(draft, most + 1), most);
			draft_repeat(draft, brace, draft_many(draft, 4));
		}
		if (draft_once_in(draft, 8))
			draft_repeat(draft, start, draft_many(draft, 40));
	}
	draft_put(draft, "' ");
	word(draft);
	draft_put(draft, "\n");
}

static void load(struct draft *draft)
{
	static const char *const commands[] = {
		"linux",       "linuxefi", "linux16",   "multiboot2",     "module2",
		"chainloader", "initrd",   "initrdefi", "initrd newc:x:", "xen_hypervisor"};

	draft_put(draft, "%s", pick_of(draft, commands));
	words(draft, 3000);
	draft_put(draft, "\n");
}

static void body(struct draft *draft, size_t depth)
{
	draft_put(draft, " {\n");
	if (!draft_once_in(draft, 6))
		draft_put(draft, "linux /vmlinuz quiet\ninitrd /initrd.img\n");
	if (draft_once_in(draft, 3))
		draft_put(draft, "configfile '%s'\n", draft_path(draft));
	if (draft_once_in(draft, 4))
		burden(draft);
	if (draft_once_in(draft, 3))
		statements(draft, depth + 1, 3);
	draft_put(draft, "}\n");
}

static void entries(struct draft *draft, size_t depth)
{
	size_t start = draft->size;

	draft_put(draft, "%s \"m", draft_once_in(draft, 6) ? "submenu" : "menuentry");
	pieces(draft);
	draft_put(draft, "\"");
	if (draft_once_in(draft, 3)) {
		draft_put(draft, " --id \"i$%s\"", draft_variable(draft));
	}
	if (draft_once_in(draft, 4))
		words(draft, 200);
	body(draft, depth);
	if (draft_once_in(draft, 3))
		draft_repeat(draft, start, draft_many(draft, 1100));
}

static void nested_menus(struct draft *draft)
{
	size_t depth = draft_many(draft, DEPTH_MAX);

	for (size_t i = 0; i < depth; i++)
		draft_put(draft, "submenu s%zu {\n", i);
	draft_put(draft, "menuentry m { linux /k }\n");
	for (size_t i = 0; i < depth; i++)
		draft_put(draft, "}\n");
}

/* A function that calls itself or others. */
static void function(struct draft *draft, size_t depth)
{
	static const char *const names[] = {"f", "g", "h", "echo", "menuentry2"};

	draft_put(draft, "function %s {\n", pick_of(draft, names));
	statements(draft, depth + 1, 3);
	draft_put(draft, "}\n%s", pick_of(draft, names));
	words(draft, 4000);
	draft_put(draft, "\n");
}

static void read_file(struct draft *draft)
{
	static const char *const commands[] = {"source", "configfile", ".", "normal",
					       "extract_entries_source"};

	switch (draft_below(draft, 4)) {
	case 0:
		draft_put(draft, "load_env -f /boot/grub/grubenv");
		words(draft, 20000);
		draft_put(draft, "\n");
		break;
	case 1:
		draft_put(draft, "set blsdir='/loader/entries'\nblscfg\n");
		break;
	default:
		draft_put(draft, "%s '%s'\n", pick_of(draft, commands), draft_path(draft));
	}
}

static void command(struct draft *draft)
{
	static const char *const commands[] = {"echo",
					       "export",
					       "unset",
					       "shift",
					       "eval",
					       "break",
					       "continue",
					       "return",
					       "test",
					       "search -l",
					       "search -u",
					       "search -n -f --set=r",
					       "probe -s x -l",
					       "setparams",
					       "insmod",
					       "[",
					       "no_such_command",
					       "set",
					       "exit",
					       "regexp -s x '(.*)'",
					       "search.fs_label",
					       "set default=",
					       "set fallback=",
					       "file --is-x86-linux",
					       "cat"};

	draft_put(draft, "%s ", pick_of(draft, commands));
	words(draft, 300);
	draft_put(draft, "%s", draft_once_in(draft, 4) ? "; " : "\n");
}

/* What stands at the top alone. */
static void definition(struct draft *draft)
{
	if (draft_once_in(draft, 3))
		flood(draft);
	else
		function(draft, 0);
}

static void statement(struct draft *draft, size_t depth)
{
	switch (draft_below(draft, 17)) {
	case 0:
		grow(draft);
		break;
	case 1:
	case 2:
		loop(draft, depth);
		break;
	case 3:
		condition(draft, depth);
		break;
	case 4:
		match(draft);
		break;
	case 5:
		load(draft);
		break;
	case 6:
	case 7:
	case 8:
		entries(draft, depth);
		break;
	case 9:
		if (depth == 0)
			definition(draft);
		break;
	case 10:
	case 11:
		read_file(draft);
		break;
	case 12:
		nested_menus(draft);
		break;
	case 13:
		burden(draft);
		break;
	case 14:
		draft_put(draft, "set %s=", draft_name(draft));
		word(draft);
		draft_put(draft, "\n");
		break;
	default:
		command(draft);
	}
}

static void statements(struct draft *draft, size_t depth, size_t most)
{
	size_t count = draft_many(draft, most);

	for (size_t i = 0; i < count && !draft_is_full(draft); i++) {
		size_t start = draft->size;

		if (depth > 6)
			command(draft);
		else
			statement(draft, depth);
		if (draft_once_in(draft, 10))
			draft_repeat(draft, start, draft_much(draft, 10000));
	}
}

void draft_grub(struct draft *draft)
{
	size_t count = draft_many(draft, 3);

	while (count-- > 0)
		grow(draft);
	statements(draft, 0, 12);
	if (draft_once_in(draft, 2))
		entries(draft, 0);
}

void draft_bls(struct draft *draft)
{
	static const char *const keys[] = {"title",    "linux",   "options",    "initrd",
					   "grub_arg", "version", "grub_users", "#"};
	size_t count = draft_many(draft, 6);

	draft_put(draft, "linux /vmlinuz\n");
	while (count-- > 0) {
		size_t start = draft->size;

		draft_put(draft, "%s ", pick_of(draft, keys));
		pieces(draft);
		draft_put(draft, "\n");
		if (draft_once_in(draft, 8))
			draft_repeat(draft, start, draft_much(draft, 10000));
	}
}

void draft_environment(struct draft *draft)
{
	size_t count = draft_many(draft, 300000);

	draft_put(draft, "# GRUB Environment Block\n");
	for (size_t i = 0; i < count && !draft_is_full(draft); i++)
		draft_put(draft, "%s%zu=%s\n", draft_name(draft), i % 20000,
			  draft_once_in(draft, 9) ? "\\\\\\\n" : "");
	draft_fill(draft, '#', draft_below(draft, 900));
}
