/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/takes.h"
#include "menu/grub/eval/device.h"
#include "menu/grub/eval/eval.h"
#include "menu/grub/eval/path.h"

/* Sets a variable back to what it was, or unset. */
static int restore(struct ia_grub_state *state, const char *name, const char *value)
{
	int r;

	if (value)
		return ia_grub_set(state, name, value);
	r = ia_grub_variables_unset(state->variables, name);
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

static int set_exported(struct ia_grub_state *state, const char *name, const char *value)
{
	int r = ia_grub_set(state, name, value);

	if (r < 0)
		return r;
	r = ia_grub_variables_export(state->variables, name);
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

int ia_grub_run_text(struct ia_grub_state *state, const char *name, const char *file,
		     const char *text, size_t size)
{
	const char *old_directory = ia_grub_get(state, "config_directory");
	const char *old_file = ia_grub_get(state, "config_file");
	const char *slash = strrchr(file, '/');
	const char *directory = ia_grub_strndup(state->memory, file, slash ? slash - file : 0);
	struct ia_grub_slice all;
	int r;

	r = ia_grub_spend(state, IA_GRUB_STEP + size * IA_GRUB_READ_BYTE);
	if (r < 0)
		return r;
	if (!directory || ia_grub_source_read(state->memory, name, text, size, &all) < 0)
		return ia_grub_fail_memory(state);
	r = set_exported(state, "config_directory", directory);
	if (r == 0)
		r = set_exported(state, "config_file", file);
	if (r < 0)
		return r;
	r = ia_grub_run_slice(state, &all, true);
	if (r >= 0)
		r = restore(state, "config_directory", old_directory);
	if (r >= 0)
		r = restore(state, "config_file", old_file);
	return r;
}

/* Runs the configuration of that name in the current context; 0 too where it is missing. */
static int source(struct ia_grub_state *state, const char *name)
{
	char *text IA_AUTO_FREE = NULL;
	const char *device, *path, *file;
	size_t size = 0;
	int r = ia_grub_path_read(state, name, &text, &size);

	if (r != 0)
		return r < 0 ? r : 0;
	r = ia_grub_path_split(state, name, &device, &path);
	if (r < 0)
		return r;
	path = ia_grub_strdup(state->memory, path);
	file = path ? ia_grub_printf(state->memory, "(%s)%s", device, path) : NULL;
	if (!file)
		return ia_grub_fail_memory(state);
	/* On the configuration's own file system the path names it. */
	if (strcmp(device, state->setup->root) != 0)
		path = file;
	r = ia_grub_run_text(state, path, file, text, size);
	return r < 0 ? r : 0;
}

static int run_source(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	return source(state, call->argv[0]);
}

/* In the body of an entry: the new menu is one more below that entry, and has a number there. */
static int show_below(struct ia_grub_state *state, const struct ia_grub_items *items)
{
	const char *prefix =
		ia_grub_printf(state->memory, "%s{%u}", state->path, state->menus_below++);
	const char *chosen;
	int r;

	if (!prefix)
		return ia_grub_fail_memory(state);
	r = ia_grub_menu_run(state, items, prefix, &chosen);
	if (r == 0 && !state->default_path)
		state->default_path = chosen;
	return r;
}

/* Outside of entries: the new menu takes the place of the one that is being read. */
static void show_instead(struct ia_grub_state *state, const struct ia_grub_items *items,
			 struct ia_grub_variables *variables)
{
	state->shown.items = *items;
	state->shown.variables = *variables;
	*variables = (struct ia_grub_variables){0};
	state->shown.extractors = state->extractors;
	state->left = true;
}

/* A new context and a new menu, which is shown at once where it has entries. */
static int run_configfile(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_variables variables IA_CLEANUP(ia_cleanup_grub_variables) = {0};
	struct ia_grub_variables *outer = state->variables;
	struct ia_grub_items *outer_items = state->items, items = {0};
	const char *name = call->argc > 0 ? call->argv[0] : NULL;
	bool all = call->name[0] == 'n' || state->setup->dialect == IA_GRUB_RHEL9;
	/* What it reads may do nothing but define entries, and these may not load anything. */
	bool extracts = call->name[0] == 'e';
	int r;

	if (!name)
		name = ia_grub_printf(state->memory, "%s/grub.cfg",
				      ia_grub_get(state, "prefix") ?: "");
	if (state->memory->error)
		return ia_grub_fail_memory(state);
	r = ia_grub_variables_inherit(&variables, outer, all);
	if (r < 0)
		r = ia_grub_fail(state, r);
	state->variables = &variables;
	state->items = &items;
	state->extractors += extracts;
	if (r == 0)
		r = source(state, name);
	if (r >= 0 && items.count > 0 && state->shown.items.count == 0) {
		state->left = false;
		if (state->path)
			r = show_below(state, &items);
		else
			show_instead(state, &items, &variables);
	}
	state->extractors -= extracts;
	state->variables = outer;
	state->items = outer_items;
	return r < 0 ? r : 0;
}

/* The entries that another configuration defines are added to the menu; what it sets is lost. */
static int run_extract(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_variables variables IA_CLEANUP(ia_cleanup_grub_variables) = {0};
	struct ia_grub_variables *outer = state->variables;
	int r = ia_grub_variables_inherit(&variables, outer, true);

	if (r < 0)
		return ia_grub_fail(state, r);
	state->variables = &variables;
	state->extractors++;
	r = source(state, call->argv[0]);
	state->extractors--;
	state->variables = outer;
	return r;
}

/* Units of work that a line of an environment block takes, and a byte of it. */
#define BLOCK_LINE 64u
#define BLOCK_BYTE 4u

/* One name=value of an environment block; a backslash takes the next character as it is. */
static const char *read_value(const char *at, const char *end, struct ia_strbuf *buf)
{
	for (; at < end && *at != '\n'; at++) {
		if (*at == '\\' && at + 1 < end)
			at++;
		ia_strbuf_addc(buf, *at);
	}
	return at;
}

/* The names that are wanted, where not all of them are. */
static int find_wanted(struct ia_grub_state *state, const struct ia_grub_options *options,
		       struct ia_grub_map *wanted)
{
	int r = 0;

	for (size_t i = 0; i < options->argc && r == 0; i++)
		r = ia_grub_map_put(wanted, options->argv[i], wanted);
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

/* One line; *at is moved to its end, which a value may put off. */
static int set_from_line(struct ia_grub_state *state, const struct ia_grub_map *wanted,
			 const char **at, const char *end)
{
	struct ia_strbuf value IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);
	const char *start = *at, *name;
	const char *newline = memchr(start, '\n', (size_t)(end - start));
	const char *equals = memchr(start, '=', (size_t)((newline ? newline : end) - start));

	*at = newline ? newline : end;
	if (!equals)
		return ia_grub_spend(state, BLOCK_LINE + (uint64_t)(*at - start));
	*at = read_value(equals + 1, end, &value);
	if (ia_grub_spend(state, BLOCK_LINE + (uint64_t)(*at - start) * BLOCK_BYTE) < 0)
		return -E2BIG;
	name = ia_grub_strndup(state->memory, start, (size_t)(equals - start));
	if (!name)
		return ia_grub_fail_memory(state);
	ia_strbuf_addc(&value, '\0');
	if (value.error)
		return ia_error_memory(state->reterr);
	return !wanted->count || ia_grub_map_get(wanted, name)
		       ? ia_grub_set(state, name, value.data)
		       : 0;
}

static int set_from_block(struct ia_grub_state *state, const struct ia_grub_options *options,
			  const char *text, const char *end)
{
	struct ia_grub_map wanted IA_CLEANUP(ia_grub_map_free) = {.memory = state->memory};
	int r = find_wanted(state, options, &wanted);

	for (const char *at = text; at < end && *at != '#' && r == 0; at++)
		r = set_from_line(state, &wanted, &at, end);
	return r;
}

static int run_load_env(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	static const char signature[] = "# GRUB Environment Block\n";
	static const struct ia_grub_option table[] = {
		{"file", 'f', IA_GRUB_VALUE},
		{"skip-sig", 's', IA_GRUB_FLAG},
	};
	struct ia_grub_options options;
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0;
	const char *name;
	int r = ia_grub_options_parse(state, table, IA_COUNT(table), true, call, &options);

	if (r != 0)
		return r;
	if (!ia_grub_options_get(&options, 0, &name))
		name = ia_grub_printf(state->memory, "%s/grubenv",
				      ia_grub_get(state, "prefix") ?: "");
	if (!name)
		return ia_grub_fail_memory(state);
	r = ia_grub_path_read(state, name, &text, &size);
	if (r != 0)
		return r;
	if (size < strlen(signature) || memcmp(text, signature, strlen(signature)) != 0)
		return IA_GRUB_BAD_FILE_TYPE;
	return set_from_block(state, &options, text + strlen(signature), text + size);
}

enum {
	BY_FILE,
	BY_LABEL,
	BY_UUID,
	SET,
};

static const struct ia_grub_option search_options[] = {
	{"file", 'f', IA_GRUB_FLAG},
	{"label", 'l', IA_GRUB_FLAG},
	{"fs-uuid", 'u', IA_GRUB_FLAG},
	{"set", 's', IA_GRUB_OPTIONAL},
	{"no-floppy", 'n', IA_GRUB_FLAG},
	{"efidisk-only", '\0', IA_GRUB_FLAG},
	{"root-dev-only", 'r', IA_GRUB_FLAG},
	{"hint", 'h', IA_GRUB_VALUE},
	{"hint-ieee1275", '\0', IA_GRUB_VALUE},
	{"hint-bios", '\0', IA_GRUB_VALUE},
	{"hint-baremetal", '\0', IA_GRUB_VALUE},
	{"hint-efi", '\0', IA_GRUB_VALUE},
	{"hint-arc", '\0', IA_GRUB_VALUE},
};

/* That a medium is not found by its name is worth knowing, once a line; notes are not many. */
static void note_search(struct ia_grub_state *state, enum ia_grub_search kind, const char *key)
{
	const struct ia_place *here = IA_GRUB_HERE(state);
	const struct ia_notes *notes = state->notes;

	if (kind == IA_GRUB_SEARCH_FILE || !notes)
		return;
	for (size_t i = 0; i < notes->count; i++) {
		if (notes->items[i].line == here->line &&
		    notes->items[i].code == IA_NOTE_GRUB_SEARCH)
			return;
	}
	ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_SEARCH, here,
		"GRUB searches for a file system with the %s '%.80s', which is not on this medium",
		kind == IA_GRUB_SEARCH_LABEL ? "label" : "UUID", key);
}

static int search(struct ia_grub_state *state, enum ia_grub_search kind, const char *key,
		  const char *variable)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device;
	int r = ia_grub_spend(state, 4 * IA_GRUB_STEP);

	if (r < 0)
		return r;
	/* A file is asked for by a path from the root of a device. */
	r = ia_grub_path_search_files(state, kind, key, &device);
	if (r == 0 && (kind != IA_GRUB_SEARCH_FILE || key[0] == '/')) {
		r = host->search(host->data, kind, key, &device, &error);
		r = ia_grub_path_found(state, r, error);
	}
	if (r < 0)
		return r;
	if (r == 0) {
		note_search(state, kind, key);
		return IA_GRUB_NOT_FOUND;
	}
	return variable ? ia_grub_set(state, variable, device) : 0;
}

/* search.file, search.fs_label, search.fs_uuid: KEY [VARIABLE [HINT]...] */
static int search_plain(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const char *what = call->name + strlen("search.");
	enum ia_grub_search kind = strcmp(what, "file") == 0       ? IA_GRUB_SEARCH_FILE
				   : strcmp(what, "fs_label") == 0 ? IA_GRUB_SEARCH_LABEL
								   : IA_GRUB_SEARCH_UUID;

	if (call->argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	return search(state, kind, call->argv[0], call->argc > 1 ? call->argv[1] : NULL);
}

static int run_search(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const char *variable = NULL, *key = NULL, *value;
	struct ia_grub_options options;
	int r;

	if (call->name[6] == '.')
		return search_plain(state, call);
	r = ia_grub_options_parse(state, search_options, IA_COUNT(search_options), false, call,
				  &options);
	if (r != 0)
		return r;
	/* Hints for platforms that this GRUB does not know are arguments to it. */
	for (size_t i = 0; i < options.argc && !key; i++) {
		if (strncmp(options.argv[i], "--hint-", 7) != 0)
			key = options.argv[i];
	}
	if (ia_grub_options_get(&options, SET, &value))
		variable = value && key ? value : "root";
	if (!key)
		key = value;
	if (!key)
		return IA_GRUB_BAD_ARGUMENT;
	if (ia_grub_options_get(&options, BY_LABEL, NULL))
		return search(state, IA_GRUB_SEARCH_LABEL, key, variable);
	if (ia_grub_options_get(&options, BY_UUID, NULL))
		return search(state, IA_GRUB_SEARCH_UUID, key, variable);
	if (ia_grub_options_get(&options, BY_FILE, NULL))
		return search(state, IA_GRUB_SEARCH_FILE, key, variable);
	return IA_GRUB_BAD_COMMAND;
}

enum {
	PROBE_SET,
	PROBE_FS,
	PROBE_UUID,
	PROBE_LABEL,
	PROBE_DRIVER,
	PROBE_PARTMAP,
	PROBE_PART_UUID,
};

static const struct ia_grub_option probe_options[] = {
	{"set", 's', IA_GRUB_VALUE},       {"fs", 'f', IA_GRUB_FLAG},
	{"fs-uuid", 'u', IA_GRUB_FLAG},    {"label", 'l', IA_GRUB_FLAG},
	{"driver", 'd', IA_GRUB_FLAG},     {"partmap", 'p', IA_GRUB_FLAG},
	{"part-uuid", '\0', IA_GRUB_FLAG},
};

/* "(cd0)" or "cd0": the device's name. */
static const char *probed_device(struct ia_grub_state *state, const char *name)
{
	size_t length = strlen(name);

	if (length < 2 || name[0] != '(' || name[length - 1] != ')')
		return name;
	return ia_grub_strndup(state->memory, name + 1, length - 2);
}

static bool asks_nothing(const struct ia_grub_options *options)
{
	return !ia_grub_options_get(options, PROBE_DRIVER, NULL) &&
	       !ia_grub_options_get(options, PROBE_PARTMAP, NULL) &&
	       !ia_grub_options_get(options, PROBE_PART_UUID, NULL);
}

/* What an image can answer; its drivers, partition maps and their UUIDs are a machine's. */
static int run_probe(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const struct ia_menu_host *host = state->setup->host;
	struct ia_grub_options options;
	enum ia_grub_probe kind = IA_GRUB_PROBE_FS;
	const char *device, *value, *variable;
	int r = ia_grub_options_parse(state, probe_options, IA_COUNT(probe_options), true, call,
				      &options);

	if (r != 0)
		return r;
	if (options.argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	if (ia_grub_options_get(&options, PROBE_LABEL, NULL))
		kind = IA_GRUB_PROBE_LABEL;
	else if (ia_grub_options_get(&options, PROBE_UUID, NULL))
		kind = IA_GRUB_PROBE_UUID;
	else if (!ia_grub_options_get(&options, PROBE_FS, NULL))
		return asks_nothing(&options) ? IA_GRUB_BAD_ARGUMENT
					      : ia_grub_unanswered(state, call);
	device = probed_device(state, options.argv[0]);
	if (!device)
		return ia_grub_fail_memory(state);
	if (!host->probe)
		return ia_grub_unanswered(state, call);
	r = host->probe(host->data, ia_grub_device_host(state, device), kind, &value);
	if (r == -ENOMEM)
		return ia_error_memory(state->reterr);
	if (r <= 0)
		return ia_grub_path_missing(state, device, IA_GRUB_NOT_FOUND);
	return ia_grub_options_get(&options, PROBE_SET, &variable)
		       ? ia_grub_set(state, variable, value)
		       : 0;
}

/* That it is there is not asked for: reading it tells, and these do not fail without it. */
static const struct ia_grub_takes one = {.least = 1, .most = 1};

static const struct ia_grub_command commands[] = {
	{".", run_source, false, &one},
	{"configfile", run_configfile, false, &one},
	{"extract_entries_configfile", run_configfile, false, &one},
	{"extract_entries_source", run_extract, false, &one},
	{"load_env", run_load_env, false},
	{"normal", run_configfile, false},
	{"probe", run_probe, false},
	{"search", run_search, false, NULL, true},
	{"search.file", run_search, false},
	{"search.fs_label", run_search, false},
	{"search.fs_uuid", run_search, false},
	{"source", run_source, false, &one},
};

const struct ia_grub_commands ia_grub_file_commands = {commands, IA_COUNT(commands)};
