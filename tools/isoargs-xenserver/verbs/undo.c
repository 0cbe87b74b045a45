/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "rpc/name.h"
#include "run/undo.h"
#include "verbs/connect.h"
#include "verbs/verbs.h"

enum {
	UNDO_FORCE = 1024,
	UNDO_MEDIUM,
	UNDO_JSON,
};

static void help(void)
{
	fputs("Usage: isoargs-xenserver undo [OPTION...] LOG\n"
	      "\n"
	      "Removes what a run of \"apply\" has made that was killed before it could clean up\n"
	      "itself. LOG is the file that the run named.\n"
	      "\n"
	      "  --force                also what a run has made that came to its end: the guest "
	      "and\n"
	      "                         its disks\n"
	      "  --remove-medium        also the medium, if the run has uploaded it (--upload)\n"
	      "  --json                 one JSON object a line\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static const struct option table[] = {
	CONNECT_OPTIONS,
	{"force", no_argument, NULL, UNDO_FORCE},
	{"remove-medium", no_argument, NULL, UNDO_MEDIUM},
	{"json", no_argument, NULL, UNDO_JSON},
	{"help", no_argument, NULL, 'h'},
	{0},
};

struct undo_options {
	struct connect connect;
	bool force, medium, json;
	const char *path;
};

static int parse(struct undo_options *options, int argc, char **argv)
{
	int option, r = EXIT_DONE;

	while (r == EXIT_DONE && (option = getopt_long(argc, argv, "h", table, NULL)) >= 0) {
		if (option == 'h') {
			help();
			return EXIT_DONE;
		}
		if (option == UNDO_FORCE)
			options->force = true;
		else if (option == UNDO_MEDIUM)
			options->medium = true;
		else if (option == UNDO_JSON)
			options->json = true;
		else if (option >= CONNECT_HOST && option < CONNECT_OWN)
			r = connect_take(&options->connect, option, optarg);
		else
			r = suggest_help("undo");
	}
	if (r != EXIT_DONE)
		return r;
	if (argc - optind != 1) {
		output_complain(NULL, "%s is named; expected the file that \"apply\" named",
				argc == optind ? "no undo log" : "more than one undo log");
		return suggest_help("undo");
	}
	options->path = argv[optind];
	return -1;
}

static int check_state(const struct undolog *log, const struct undo_options *options)
{
	char *name IA_AUTO_FREE = name_shown(log->name);

	if (log->state == UNDOLOG_UNDONE && options->medium && undo_keeps_medium(log))
		return -1;
	if (log->state == UNDOLOG_UNDONE) {
		output_complain(log->path, "this run has been undone; nothing is left of it");
		return EXIT_DONE;
	}
	if (log->state != UNDOLOG_DONE || options->force)
		return -1;
	output_complain(
		log->path,
		"this run came to its end, and \"%s\" may be in use; --force removes it and "
		"its disks",
		name ? name : "?");
	return EXIT_USAGE;
}

static int undo(struct undo_options *options, struct undolog *log)
{
	AUTO_XENAPI xenapi = NULL;
	struct events events;
	const struct undo_wish wish = {.events = &events, .medium = options->medium};
	struct ending ending = {.state = "undone", .name = log->name};
	int r;

	if (!options->connect.host)
		options->connect.host = log->host;
	r = connect_open(&options->connect, NULL, &xenapi);
	if (r != EXIT_DONE)
		return r;
	events_start(&events, options->json, 0);
	r = undo_run(xenapi, log, &wish);
	if (r == EXIT_DONE && undo_keeps_medium(log)) {
		ending.text = "nothing else is left of this run\n";
	} else if (r == EXIT_DONE) {
		undolog_remove(log);
		ending.text = "nothing is left of this run\n";
	} else {
		ending.state = "left";
	}
	event_end(&events, &ending);
	return r;
}

static int run_with(struct undo_options *options, int argc, char **argv)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	int r;

	r = parse(options, argc, argv);
	if (r >= 0)
		return r;
	r = undolog_open(&log, options->path);
	if (r != EXIT_DONE)
		return r;
	r = check_state(&log, options);
	return r >= 0 ? r : undo(options, &log);
}

static int run(int argc, char **argv)
{
	struct undo_options options = {.connect = CONNECT_NONE};
	int r = run_with(&options, argc, argv);

	connect_close(&options.connect);
	return r;
}

const struct verb verb_undo = {
	.name = "undo",
	.summary = "remove what a run that was killed has made",
	.run = run,
	.help = help,
};
