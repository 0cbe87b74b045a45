/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "common/interrupt.h"
#include "common/output.h"
#include "console/relay.h"
#include "console/vnc.h"
#include "rpc/name.h"
#include "verbs/vm-word.h"

enum {
	OPTION_VNC = CONNECT_OWN,
};

struct console {
	struct xenapi *xenapi;
	const char *word;
	const char *protocol; /* "vt100" or "rfb" */
	const char *vnc;      /* where to listen; NULL: the terminal */
};

static void help(void)
{
	fputs("Usage: isoargs-xenserver console --host HOST [OPTION...] VM\n"
	      "\n"
	      "Connects the terminal to the text console of a running VM. Ctrl-] leaves; without\n"
	      "a terminal the end of standard input does, once the answer has come.\n"
	      "\n"
	      "  --vnc 127.0.0.1:PORT   the graphical console instead, for a VNC viewer on this\n"
	      "                         machine; one at a time, until Ctrl-C\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	struct console *console = data;

	if (option == OPTION_VNC) {
		console->vnc = optarg;
		console->protocol = "rfb";
	}
	return EXIT_DONE;
}

/* Each time anew: after a restart of the toolstack nothing of before is where it was. */
static int open_console(void *data, struct stream **ret)
{
	struct console *console = data;
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VM vm = {0};
	char *location = NULL;
	bool any;
	int r = vm_find(console->xenapi, console->word, &vm);

	if (r == EXIT_DONE)
		r = vm_find_console(console->xenapi, vm.ref, console->protocol, &location, &any);
	if (r != EXIT_DONE)
		return r;
	if (!location) {
		char *state IA_AUTO_FREE = name_shown(value_member_text(vm.record, "power_state"));

		output_complain(console->word,
				any ? "it has no %s console; %s"
				    : "it has no console%.0s: it is %s",
				console->protocol,
				!any           ? state ? state : "?"
				: console->vnc ? "try without --vnc"
					       : "use --vnc 127.0.0.1:5901 and a VNC viewer");
		return EXIT_NOT_USABLE;
	}
	r = xenapi_open_console(console->xenapi, location, ret, &error) < 0 ? vm_complain(error)
									    : EXIT_DONE;
	free(location);
	return r;
}

static int run_terminal(struct console *console)
{
	struct stream *stream = NULL;
	int r = open_console(console, &stream);

	if (r != EXIT_DONE)
		return r;
	if (isatty(STDIN_FILENO))
		fputs("Connected; Ctrl-] leaves.\n", stderr);
	switch (relay_terminal(stream)) {
	case RELAY_REMOTE:
		fputs("The host closed the console.\n", stderr);
		break;
	case RELAY_STALLED:
		output_complain(console->word, "the host takes nothing any more");
		r = EXIT_FAILED;
		break;
	case RELAY_LOCAL:
		output_complain(NULL, "cannot write to standard output");
		r = EXIT_FAILED;
		break;
	case RELAY_LEFT:
		fputs("\nLeft the console; the VM runs on.\n", stderr);
		break;
	case RELAY_SIGNAL:
		break;
	}
	stream_free(stream);
	return r;
}

static int run_vnc(struct console *console)
{
	int fd, r = vnc_listen(console->vnc, &fd);

	if (r != EXIT_DONE)
		return r;
	r = vnc_serve(fd, open_console, console);
	close(fd);
	return r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"vnc", required_argument, NULL, OPTION_VNC},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct console console = {.protocol = "vt100"};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	const struct verb_options own = {&verb_console, table, take, &console};
	int r = vm_parse(argc, argv, &own, &connect, &console.word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r != EXIT_DONE)
		return r;
	console.xenapi = xenapi;
	return console.vnc ? run_vnc(&console) : run_terminal(&console);
}

const struct verb verb_console = {
	.name = "console",
	.summary = "connect to a VM's console",
	.run = run,
	.help = help,
};
