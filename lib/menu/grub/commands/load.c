/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/note.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/options.h"
#include "menu/grub/eval/device.h"
#include "menu/grub/eval/path.h"

/* What was loaded before is forgotten. */
static int load(struct ia_grub_state *state, const char *command, const char *const *argv,
		size_t argc)
{
	const char *root = ia_grub_get(state, "root");

	memset(&state->load, 0, sizeof(state->load));
	state->load.command = command;
	state->load.line = state->line;
	state->load.argv = argv;
	state->load.argc = argc;
	state->load.root = root ? root : "";
	return 0;
}

/* Where a kernel lies that has no path of its own on the medium. */
static int note_looped(struct ia_grub_state *state, const char *kernel)
{
	const struct ia_grub_device *device;
	const char *name, *path;
	int r = ia_grub_path_split(state, kernel, &name, &path);

	if (r <= 0)
		return r;
	device = ia_grub_device_find(state, name);
	if (device)
		ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_LOOPED, IA_GRUB_HERE(state),
			"'%.200s' lies in the image '%.200s', which is a file of the medium", path,
			device->file);
	return 0;
}

static int run_linux(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	int r = state->devices && call->argc > 0 ? note_looped(state, call->argv[0]) : 0;

	if (r < 0)
		return r;
	if (call->argc == 0)
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_NO_KERNEL, IA_GRUB_HERE(state),
			"'%s' names no kernel", call->name);
	return load(state, call->name, call->argv, call->argc);
}

static int add_initrd(struct ia_grub_state *state, const char *path)
{
	if (ia_grub_grow(state->memory, &state->load.initrds, state->load.initrd_count,
			 &state->load.initrd_capacity, sizeof(path)) < 0)
		return ia_grub_fail_memory(state);
	state->load.initrds[state->load.initrd_count++] = path;
	return 0;
}

/* "newc:NAME:PATH" puts the file of that path into an archive as NAME. */
static const char *initrd_path(struct ia_grub_state *state, const char *argument)
{
	const char *colon;

	if (strncmp(argument, "newc:", 5) != 0)
		return argument;
	colon = strchr(argument + 5, ':');
	ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_NEWC, IA_GRUB_HERE(state),
		"'%.80s' is packed into an archive by GRUB; elsewhere it must be packed beforehand",
		argument);
	return colon ? colon + 1 : argument;
}

static int run_initrd(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	int r = 0;

	if (!state->load.command || state->load.hypervisor) {
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_NO_KERNEL, IA_GRUB_HERE(state),
			"'%s' comes before any kernel; GRUB refuses it", call->name);
		return IA_GRUB_BAD_ARGUMENT;
	}
	state->load.initrds = NULL;
	state->load.initrd_count = state->load.initrd_capacity = 0;
	for (size_t i = 0; i < call->argc && r == 0; i++)
		r = add_initrd(state, initrd_path(state, call->argv[i]));
	return r;
}

/* Options that stand before the file, as --quirk-bad-kludge and --nounzip. */
static size_t count_options(const struct ia_grub_call *call)
{
	size_t count = 0;

	while (count < call->argc && strncmp(call->argv[count], "--", 2) == 0)
		count++;
	return count;
}

static int run_multiboot(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	size_t skip = count_options(call);

	load(state, "multiboot2", call->argv + skip, call->argc - skip);
	state->load.hypervisor = true;
	return 0;
}

/* The first module is the kernel that the hypervisor starts, the next ones are initrds. */
static int run_module(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	size_t skip = count_options(call);
	const char *const *argv = call->argv + skip;
	size_t argc = call->argc - skip;

	if (!state->load.command || strcmp(state->load.command, "multiboot2") != 0 || argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	if (!state->load.hypervisor)
		return add_initrd(state, argv[0]);
	state->load.hypervisor = false;
	state->load.line = state->line;
	state->load.argv = argv;
	state->load.argc = argc;
	return 0;
}

static int run_chainloader(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	size_t skip = count_options(call);

	return load(state, call->name, call->argv + skip, call->argc - skip);
}

static int run_boot(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	if (!state->load.command)
		return IA_GRUB_NO_KERNEL;
	if (!state->path)
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_BOOTS_AT_ONCE,
			IA_GRUB_HERE(state), "'%s' starts '%.80s' before any menu is shown",
			call->name, state->load.argc > 0 ? state->load.argv[0] : "");
	return 0;
}

enum {
	CLASS,
	USERS,
	HOTKEY,
	SOURCE,
	ID,
	UNRESTRICTED,
};

static const struct ia_grub_option menuentry_options[] = {
	[CLASS] = {"class", '\1', IA_GRUB_VALUE},
	[USERS] = {"users", '\2', IA_GRUB_VALUE},
	[HOTKEY] = {"hotkey", '\3', IA_GRUB_VALUE},
	[SOURCE] = {"source", '\4', IA_GRUB_VALUE},
	[ID] = {"id", '\0', IA_GRUB_VALUE},
	[UNRESTRICTED] = {"unrestricted", '\0', IA_GRUB_FLAG},
};

static int refuse(struct ia_grub_state *state, const struct ia_grub_call *call, const char *why)
{
	ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_MENUENTRY, IA_GRUB_HERE(state),
		"this %s has %s; GRUB leaves it out", call->name, why);
	return IA_GRUB_BAD_ARGUMENT;
}

/* To GRUB the body is an argument as well, so that one is not missing but wrong. */
static int refuse_untitled(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	refuse(state, call, "no title");
	return call->block ? IA_GRUB_BAD_MENU : IA_GRUB_BAD_ARGUMENT;
}

static int run_menuentry(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_option table[IA_COUNT(menuentry_options)];
	struct ia_grub_item item = {.is_submenu = call->name[0] == 's'};
	const char *text;
	struct ia_grub_options options;
	int r;

	/* Red Hat takes --users without a value, as from an empty $grub_users. */
	memcpy(table, menuentry_options, sizeof(table));
	if (state->setup->dialect == IA_GRUB_RHEL8 || state->setup->dialect == IA_GRUB_RHEL9)
		table[USERS].kind = IA_GRUB_OPTIONAL;
	r = ia_grub_options_parse(state, table, IA_COUNT(table), false, call, &options);
	if (r < 0)
		return r;
	if (r > 0)
		return refuse(state, call, "an option without its value");
	ia_grub_options_get(&options, SOURCE, &text);
	if (!text == !call->block)
		return refuse(state, call, text ? "two bodies" : "no body");
	if (options.argc == 0)
		return refuse_untitled(state, call);
	item.title = options.argv[0];
	if (!ia_grub_options_get(&options, ID, &item.id))
		item.id = item.title;
	item.argv = options.argv;
	item.argc = options.argc;
	item.body = text ? ia_grub_source_inline(state->file, state->line, text) : *call->block;
	return ia_grub_item_add(state, &item);
}

static const struct ia_grub_command commands[] = {
	{"appleloader", run_chainloader, false},
	{"boot", run_boot, false},
	{"chainloader", run_chainloader, false},
	{"freedos", run_chainloader, false},
	{"initrd", run_initrd, false},
	{"initrd16", run_initrd, false},
	{"initrdefi", run_initrd, false},
	{"kfreebsd", run_chainloader, false},
	{"knetbsd", run_chainloader, false},
	{"kopenbsd", run_chainloader, false},
	{"legacy_initrd", run_initrd, false},
	{"legacy_initrd_nounzip", run_initrd, false},
	{"linux", run_linux, false},
	{"linux16", run_linux, false},
	{"linuxefi", run_linux, false},
	{"menuentry", run_menuentry, true, NULL, true},
	{"module", run_module, false},
	{"module2", run_module, false},
	{"multiboot", run_multiboot, false},
	{"multiboot2", run_multiboot, false},
	{"ntldr", run_chainloader, false},
	{"plan9", run_chainloader, false},
	{"submenu", run_menuentry, true, NULL, true},
	{"truecrypt", run_chainloader, false},
	{"xen_hypervisor", run_multiboot, false},
	{"xen_module", run_module, false},
	{"xnu_kernel", run_chainloader, false},
	{"xnu_kernel64", run_chainloader, false},
};

const struct ia_grub_commands ia_grub_load_commands = {commands, IA_COUNT(commands)};
