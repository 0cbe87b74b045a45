/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/output.h"
#include "common/prompt.h"
#include "plan/plan.h"
#include "rpc/name.h"
#include "verbs/vm-word.h"

enum {
	OPTION_YES = CONNECT_OWN,
};

static const struct xenapi_wait wait_long = {.deadline_s = PLAN_DESTROY_S};

static void help(void)
{
	fputs("Usage: isoargs-xenserver destroy --host HOST [OPTION...] VM\n"
	      "\n"
	      "Stops a VM that this tool made and removes it with the disks that were made with\n"
	      "it. Asks before; any other VM, and any other disk, is left alone.\n"
	      "\n"
	      "  --yes                  do not ask\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	if (option == OPTION_YES)
		*(bool *)data = true;
	return EXIT_DONE;
}

/* Of one drive: its disk goes onto the list if it was made with the VM. */
static int list_disk(struct xenapi *xenapi, const char *ref, struct rpc_value *disks)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE drive = NULL;
	AUTO_VALUE disk = NULL;
	char *uuid IA_AUTO_FREE = NULL;
	const char *vdi;

	if (xenapi_callf(xenapi, &drive, &error, "VBD.get_record", "s", ref) < 0)
		return vm_complain(error);
	vdi = value_member_text(drive, "VDI");
	if (strcasecmp(value_member_text(drive, "type"), "Disk") != 0 || value_is_null_ref(vdi))
		return EXIT_DONE;
	if (xenapi_callf(xenapi, &disk, &error, "VDI.get_record", "s", vdi) < 0)
		return vm_complain(error);
	if (value_member(value_member(disk, "other_config"), MARKER)) {
		value_set_add_string(disks, vdi);
		return EXIT_DONE;
	}
	uuid = name_shown(value_member_text(disk, "uuid"));
	output_say(stderr, "The disk %s was not made by this tool and stays.", uuid ? uuid : "?");
	return EXIT_DONE;
}

static int list_disks(struct xenapi *xenapi, const struct vm *vm, struct rpc_value *disks)
{
	const struct rpc_value *drives = value_member(vm->record, "VBDs");
	int r = EXIT_DONE;

	for (size_t i = 0; i < value_count(drives) && r == EXIT_DONE; i++)
		r = list_disk(xenapi, value_text(value_at(drives, i)), disks);
	return r == EXIT_DONE && !value_is_whole(disks) ? vm_complain(NULL) : r;
}

static int call(struct xenapi *xenapi, const char *method, const char *ref)
{
	AUTO_XENAPI_ERROR error = NULL;

	return xenapi_async_ref(xenapi, method, ref, &wait_long, &error) < 0 ? vm_complain(error)
									     : EXIT_DONE;
}

static int remove_all(struct xenapi *xenapi, const struct vm *vm, const struct rpc_value *disks)
{
	int r = EXIT_DONE;

	if (strcasecmp(value_member_text(vm->record, "power_state"), "Halted") != 0)
		r = call(xenapi, "VM.hard_shutdown", vm->ref);
	if (r == EXIT_DONE)
		r = call(xenapi, "VM.destroy", vm->ref);
	if (r != EXIT_DONE)
		return r;
	output_say(stdout, "The VM %s is removed.", vm->uuid);
	for (size_t i = 0; i < value_count(disks); i++) {
		/* one that cannot be removed keeps nobody from removing the others */
		int one = call(xenapi, "VDI.destroy", value_text(value_at(disks, i)));

		r = one == EXIT_DONE ? r : one;
	}
	if (r == EXIT_DONE)
		output_say(stdout, "Its disks are removed: %zu.", value_count(disks));
	return r;
}

static int destroy(struct xenapi *xenapi, const struct vm *vm, bool yes)
{
	AUTO_VALUE disks = value_new_set();
	char *question IA_AUTO_FREE = NULL;
	int r;

	if (!vm_is_marked(vm)) {
		output_complain(vm->name,
				"this tool did not make it (other_config has no %s), so it "
				"stays; xe vm-uninstall removes any VM",
				MARKER);
		return EXIT_NOT_USABLE;
	}
	if (!disks)
		return vm_complain(NULL);
	r = list_disks(xenapi, vm, disks);
	if (r != EXIT_DONE)
		return r;
	if (asprintf(&question, "Remove the VM \"%s\" (%s) and %zu disks? [y/N] ", vm->name,
		     vm->uuid, value_count(disks)) < 0) {
		question = NULL;
		return vm_complain(NULL);
	}
	if (!yes && !prompt_agrees(question)) {
		output_complain(vm->name, "nothing was removed");
		return EXIT_FAILED;
	}
	return remove_all(xenapi, vm, disks);
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"yes", no_argument, NULL, OPTION_YES},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_VM vm = {0};
	const char *word;
	bool yes = false;
	const struct verb_options own = {&verb_destroy, table, take, &yes};
	int r = vm_parse(argc, argv, &own, &connect, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	return r == EXIT_DONE ? destroy(xenapi, &vm, yes) : r;
}

const struct verb verb_destroy = {
	.name = "destroy",
	.summary = "remove a VM that this tool made",
	.run = run,
	.help = help,
};
