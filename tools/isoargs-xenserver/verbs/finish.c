/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "common/interrupt.h"
#include "common/output.h"
#include "plan/inventory.h"
#include "run/complete.h"
#include "verbs/next.h"
#include "verbs/vm-word.h"

enum {
	OPTION_ARGS = CONNECT_OWN,
	OPTION_FORCE,
	OPTION_WAIT,
	OPTION_TIMEOUT,
};

/* What the command line asks for. */
struct wish {
	struct finish_options finish;
	bool waits;
	unsigned minutes;
};

static void help(void)
{
	fputs("Usage: isoargs-xenserver finish --host HOST [OPTION...] VM\n"
	      "\n"
	      "After an installation: has the VM start from its disk by pygrub and takes the "
	      "medium\n"
	      "out of the CD drive. What it changes is printed before. A VM that this tool did "
	      "not\n"
	      "make is changed only where that is agreed to at the terminal.\n"
	      "\n"
	      "  --args TEXT            kernel arguments that are added at each start (default: "
	      "none)\n"
	      "  --wait                 first wait until the installer is done and the VM is "
	      "down;\n"
	      "                         afterwards start it\n"
	      "  --timeout MINUTES      with --wait: that the installer may take (default: 120)\n"
	      "  --force                do not ask, whoever made the VM\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	struct wish *wish = data;

	switch (option) {
	case OPTION_ARGS:
		wish->finish.args = optarg;
		break;
	case OPTION_FORCE:
		wish->finish.force = true;
		break;
	case OPTION_WAIT:
		wish->waits = true;
		break;
	case OPTION_TIMEOUT:
		return wait_take_minutes(optarg, &wish->minutes);
	default:
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* The installer's end is to be the guest's: a reboot would start it again, or the unfinished system. */
static int have_it_stay_down(struct xenapi *xenapi, const struct vm *vm)
{
	const char *now = value_member_text(vm->record, "actions_after_reboot");
	const struct rpc_value *other = value_member(vm->record, "other_config");
	AUTO_XENAPI_ERROR error = NULL;
	int r = 0;

	if (strcmp(now, "destroy") == 0 ||
	    strcmp(value_member_text(vm->record, "power_state"), "Halted") == 0)
		return EXIT_DONE;
	if (!value_member(other, AFTER_REBOOT))
		r = xenapi_callf(xenapi, NULL, &error, "VM.add_to_other_config", "sss", vm->ref,
				 AFTER_REBOOT, "restart");
	if (r == 0)
		r = xenapi_callf(xenapi, NULL, &error, "VM.set_actions_after_reboot", "ss", vm->ref,
				 "destroy");
	return r == 0 ? EXIT_DONE : vm_complain(error);
}

static int tell_system(const struct vm *vm, const struct completed *completed)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	output_add_line(&text, "\"%s\" (%s) is installed and has started.", vm->name, vm->uuid);
	if (completed->address[0])
		output_add_line(&text, "Address: %s", completed->address);
	return text.error ? vm_complain(NULL) : output_write(text.data);
}

static int wait_and_finish(struct xenapi *xenapi, const struct connect *connect,
			   const struct vm *vm, const struct wish *wish)
{
	const char *const words[] = {"--args", wish->finish.args, vm->uuid, NULL};
	char *again IA_AUTO_FREE =
		next_command(connect, "finish --wait", *wish->finish.args ? words : words + 2);
	struct events events;
	const struct completing completing = {
		.wish = {.uuid = vm->uuid,
			 .minutes = wish->minutes,
			 .interrupt = &interrupt_flag,
			 .events = &events},
		.finish = {.args = wish->finish.args, .force = true, .events = &events},
		.name = vm->name,
		.again = again ? again : "isoargs-xenserver finish --wait",
	};
	struct completed completed;
	int r = finish_may_change(vm, &wish->finish);

	events_start(&events, false, 0);
	if (r == EXIT_DONE)
		r = have_it_stay_down(xenapi, vm);
	if (r == EXIT_DONE)
		r = complete_installation(xenapi, &completing, &completed);
	return r == EXIT_DONE ? tell_system(vm, &completed) : r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"args", required_argument, NULL, OPTION_ARGS},
		{"wait", no_argument, NULL, OPTION_WAIT},
		{"timeout", required_argument, NULL, OPTION_TIMEOUT},
		{"force", no_argument, NULL, OPTION_FORCE},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_VM vm = {0};
	struct wish wish = {.finish = {.args = ""}, .minutes = WAIT_MINUTES};
	const struct verb_options own = {&verb_finish, table, take, &wish};
	const char *word;
	int r = vm_parse(argc, argv, &own, &connect, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	if (r != EXIT_DONE)
		return r;
	return wish.waits ? wait_and_finish(xenapi, &connect, &vm, &wish)
			  : finish_vm(xenapi, &vm, &wish.finish);
}

const struct verb verb_finish = {
	.name = "finish",
	.summary = "after the installation: from the CD to the disk",
	.run = run,
	.help = help,
};
