/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "common/output.h"
#include "run/finish.h"
#include "verbs/vm-word.h"

enum {
	OPTION_ARGS = CONNECT_OWN,
	OPTION_FORCE,
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
	      "  --force                do not ask, whoever made the VM\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	struct finish_options *options = data;

	if (option == OPTION_ARGS)
		options->args = optarg;
	else
		options->force = true;
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"args", required_argument, NULL, OPTION_ARGS},
		{"force", no_argument, NULL, OPTION_FORCE},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_VM vm = {0};
	struct finish_options options = {.args = ""};
	const struct verb_options own = {&verb_finish, table, take, &options};
	const char *word;
	int r = vm_parse(argc, argv, &own, &connect, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	return r == EXIT_DONE ? finish_vm(xenapi, &vm, &options) : r;
}

const struct verb verb_finish = {
	.name = "finish",
	.summary = "after the installation: from the CD to the disk",
	.run = run,
	.help = help,
};
