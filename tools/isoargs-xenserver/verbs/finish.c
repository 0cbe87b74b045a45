/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/output.h"
#include "verbs/vm.h"

#define EJECT_S 120u

enum {
	OPTION_ARGS = CONNECT_OWN,
};

static void help(void)
{
	fputs("Usage: isoargs-xenserver finish --host HOST [OPTION...] VM\n"
	      "\n"
	      "After an installation: takes the medium out of the CD drive and has the VM start\n"
	      "from its disk by pygrub.\n"
	      "\n"
	      "  --args TEXT            kernel arguments that are added at each start (default: "
	      "none)\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	if (option == OPTION_ARGS)
		*(const char **)data = optarg;
	return EXIT_DONE;
}

static int set_bootable(struct xenapi *xenapi, const char *ref, bool bootable)
{
	AUTO_XENAPI_ERROR error = NULL;

	return xenapi_callf(xenapi, NULL, &error, "VBD.set_bootable", "sb", ref, (int)bootable) < 0
		       ? vm_complain(error)
		       : EXIT_DONE;
}

static int eject(struct xenapi *xenapi, const char *ref)
{
	const struct xenapi_wait wait = {.deadline_s = EJECT_S};
	AUTO_XENAPI_ERROR error = NULL;

	if (xenapi_async_ref(xenapi, "VBD.eject", ref, &wait, &error) == 0) {
		puts("The medium is taken out.");
		return EXIT_DONE;
	}
	return xenapi_error_is(error, "VBD_IS_EMPTY") ? EXIT_DONE : vm_complain(error);
}

static int finish_drive(struct xenapi *xenapi, const char *ref)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE record = NULL;
	bool is_cd;
	int r;

	if (xenapi_callf(xenapi, &record, &error, "VBD.get_record", "s", ref) < 0)
		return vm_complain(error);
	is_cd = strcasecmp(value_member_text(record, "type"), "CD") == 0;
	if (is_cd && !value_member_bool(record, "empty", false)) {
		r = eject(xenapi, ref);
		if (r != EXIT_DONE)
			return r;
	}
	if (is_cd)
		return set_bootable(xenapi, ref, false);
	/* pygrub reads the first disk */
	return set_bootable(xenapi, ref, strcmp(value_member_text(record, "userdevice"), "0") == 0);
}

static int set_text(struct xenapi *xenapi, const struct vm *vm, const char *method,
		    const char *text)
{
	AUTO_XENAPI_ERROR error = NULL;

	return xenapi_callf(xenapi, NULL, &error, method, "ss", vm->ref, text) < 0
		       ? vm_complain(error)
		       : EXIT_DONE;
}

static int finish_boot(struct xenapi *xenapi, const struct vm *vm, const char *args)
{
	static const char *const blank[] = {"VM.set_PV_kernel", "VM.set_PV_ramdisk",
					    "VM.set_PV_bootloader_args"};
	static const char *const keys[] = {"install-repository", "install-distro", "install-round"};
	int r = set_text(xenapi, vm, "VM.set_PV_bootloader", "pygrub");

	for (size_t i = 0; i < sizeof(blank) / sizeof(blank[0]) && r == EXIT_DONE; i++)
		r = set_text(xenapi, vm, blank[i], "");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && r == EXIT_DONE; i++) {
		if (value_member(value_member(vm->record, "other_config"), keys[i]))
			r = set_text(xenapi, vm, "VM.remove_from_other_config", keys[i]);
	}
	return r == EXIT_DONE ? set_text(xenapi, vm, "VM.set_PV_args", args) : r;
}

static int finish(struct xenapi *xenapi, const struct vm *vm, const char *args)
{
	const struct rpc_value *drives = value_member(vm->record, "VBDs");
	int r = EXIT_DONE;

	if (*value_member_text(vm->record, "HVM_boot_policy")) {
		output_complain(vm->name, "it is no PV guest: it starts from its disk by itself");
		return EXIT_NOT_USABLE;
	}
	for (size_t i = 0; i < value_count(drives) && r == EXIT_DONE; i++)
		r = finish_drive(xenapi, value_text(value_at(drives, i)));
	if (r == EXIT_DONE)
		r = finish_boot(xenapi, vm, args);
	if (r == EXIT_DONE)
		output_say(stdout, "The VM starts from its disk by pygrub, %s%s.",
			   *args ? "with the arguments: " : "without arguments of ours", args);
	return r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"args", required_argument, NULL, OPTION_ARGS},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_VM vm = {0};
	const char *word, *args = "";
	const struct verb_options own = {&verb_finish, table, take, &args};
	int r = vm_parse(argc, argv, &own, &connect, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	return r == EXIT_DONE ? finish(xenapi, &vm, args) : r;
}

const struct verb verb_finish = {
	.name = "finish",
	.summary = "after the installation: from the CD to the disk",
	.run = run,
	.help = help,
};
