/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What opens files, and says no more of them here than whether they are there. */
#include <string.h>

#include "base/note.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/takes.h"
#include "menu/grub/eval/path.h"

static const char *prefix_of(const struct ia_grub_state *state)
{
	return ia_grub_get(state, "prefix") ?: "";
}

static int run_loadfont(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	int r = 0;

	for (size_t i = 0; i < call->argc && r == 0; i++) {
		const char *name = call->argv[i];

		/* A font's own name is that of a file beside the modules. */
		if (!name[0] || !strchr("/(+", name[0]))
			name = ia_grub_printf(state->memory, "%s/fonts/%s.pf2", prefix_of(state),
					      name);
		r = name ? ia_grub_path_open(state, name, NULL) : ia_grub_fail_memory(state);
	}
	return r;
}

enum {
	HASH,
	CHECK,
	PREFIX,
	KEEP_GOING,
	UNCOMPRESS,
};

static const struct ia_grub_option sum_options[] = {
	[HASH] = {"hash", 'h', IA_GRUB_VALUE},
	[CHECK] = {"check", 'c', IA_GRUB_VALUE},
	[PREFIX] = {"prefix", 'p', IA_GRUB_VALUE},
	[KEEP_GOING] = {"keep-going", 'k', IA_GRUB_FLAG},
	[UNCOMPRESS] = {"uncompress", 'u', IA_GRUB_FLAG},
};

/* Sums are not computed: those of a list are taken as right. */
static int check_list(struct ia_grub_state *state, const struct ia_grub_call *call,
		      const char *list)
{
	int r = ia_grub_path_open(state, list, NULL);

	if (r == 0)
		ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_UNANSWERED, IA_GRUB_HERE(state),
			"'%s' compares the files of a list with their sums; taken as right",
			call->name);
	return r;
}

static int run_sum(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_options options;
	const char *list;
	bool keep_going;
	int r = ia_grub_options_parse(state, sum_options, IA_COUNT(sum_options), true, call,
				      &options);

	if (r != 0)
		return r;
	if (strcmp(call->name, "hashsum") == 0 && !ia_grub_options_get(&options, HASH, NULL))
		return IA_GRUB_BAD_ARGUMENT;
	if (ia_grub_options_get(&options, CHECK, &list))
		return options.argc > 0 ? IA_GRUB_BAD_ARGUMENT : check_list(state, call, list);
	keep_going = ia_grub_options_get(&options, KEEP_GOING, NULL);
	for (size_t i = 0; i < options.argc; i++) {
		int opened = ia_grub_path_open(state, options.argv[i], NULL);

		if (opened < 0 || (opened > 0 && !keep_going))
			return opened;
		if (opened > 0)
			r = IA_GRUB_FALSE;
	}
	return r;
}

static const struct ia_grub_option env_options[] = {{"file", 'f', IA_GRUB_VALUE}};

/* What is written to a medium is the same for who reads it as what was there before. */
static int run_env(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_options options;
	const char *name;
	int r = ia_grub_options_parse(state, env_options, IA_COUNT(env_options), true, call,
				      &options);

	if (r != 0)
		return r;
	if (call->name[0] == 's' && options.argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	if (!ia_grub_options_get(&options, 0, &name))
		name = ia_grub_printf(state->memory, "%s/grubenv", prefix_of(state));
	return name ? ia_grub_path_open(state, name, NULL) : ia_grub_fail_memory(state);
}

static int run_background_image(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	static const struct ia_grub_option table[] = {{"mode", 'm', IA_GRUB_VALUE}};
	struct ia_grub_options options;
	int r = ia_grub_options_parse(state, table, IA_COUNT(table), true, call, &options);

	/* Without a file it takes the image away. */
	return r != 0 || options.argc == 0 ? r : ia_grub_path_open(state, options.argv[0], NULL);
}

static int run_other_format(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_FILE_UNREAD, IA_GRUB_HERE(state),
		"'%s' reads the configuration of another boot loader; it is not followed",
		call->name);
	return 0;
}

static const struct ia_grub_option cat_options[] = {{"dos", '\0', IA_GRUB_FLAG}};
static const struct ia_grub_option dump_options[] = {
	{"skip", 's', IA_GRUB_VALUE},
	{"length", 'n', IA_GRUB_VALUE},
};
static const struct ia_grub_option signature_options[] = {{"skip-sig", 's', IA_GRUB_FLAG}};
static const struct ia_grub_option speed_options[] = {{"size", 's', IA_GRUB_VALUE}};
static const struct ia_grub_option syslinux_options[] = {
	{"root", 'r', IA_GRUB_VALUE},    {"cwd", 'c', IA_GRUB_VALUE},
	{"isolinux", 'i', IA_GRUB_FLAG}, {"pxelinux", 'p', IA_GRUB_FLAG},
	{"syslinux", 's', IA_GRUB_FLAG},
};

#define OPTIONS(table) .options = (table), .option_count = IA_COUNT(table)
#define FIRST          .opens = IA_GRUB_OPENS_FIRST

static const struct ia_grub_takes cat = {1, 1, FIRST, OPTIONS(cat_options)};
static const struct ia_grub_takes dump = {1, 1, OPTIONS(dump_options)};
static const struct ia_grub_takes speed = {1, 0, FIRST, OPTIONS(speed_options)};
static const struct ia_grub_takes key = {1, 0, FIRST, OPTIONS(signature_options)};
static const struct ia_grub_takes syslinux = {1, 1, FIRST, OPTIONS(syslinux_options)};
/* Whether the first one is there GRUB has forgotten when it is asked. */
static const struct ia_grub_takes pair = {2, 2, .opens = IA_GRUB_OPENS_LAST};
static const struct ia_grub_takes file = {1, 0, FIRST};
static const struct ia_grub_takes one_file = {1, 1, FIRST};
static const struct ia_grub_takes some = {1, 0};

static const struct ia_grub_command commands[] = {
	{"background_image", run_background_image, false},
	{"blocklist", NULL, false, &file},
	{"cat", NULL, false, &cat},
	{"cmp", NULL, false, &pair},
	{"crc", run_sum, false},
	{"extract_legacy_entries_configfile", run_other_format, false, &one_file},
	{"extract_legacy_entries_source", run_other_format, false, &one_file},
	{"extract_syslinux_entries_configfile", run_other_format, false, &syslinux},
	{"extract_syslinux_entries_source", run_other_format, false, &syslinux},
	{"hashsum", run_sum, false},
	{"hexdump", NULL, false, &dump},
	{"legacy_configfile", run_other_format, false, &one_file},
	{"legacy_kernel", run_other_format, false, &some},
	{"legacy_source", run_other_format, false, &one_file},
	{"list_env", run_env, false},
	{"loadfont", run_loadfont, false, &some},
	{"md5sum", run_sum, false},
	{"save_env", run_env, false},
	{"sha1sum", run_sum, false},
	{"sha256sum", run_sum, false},
	{"sha512sum", run_sum, false},
	{"syslinux_configfile", run_other_format, false, &syslinux},
	{"syslinux_source", run_other_format, false, &syslinux},
	{"testload", NULL, false, &file},
	{"testspeed", NULL, false, &speed},
	{"trust", NULL, false, &key},
};

const struct ia_grub_commands ia_grub_content_commands = {commands, IA_COUNT(commands)};
