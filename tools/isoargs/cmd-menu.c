/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "output.h"
#include "verb.h"

static void help(void)
{
	fputs("Usage: isoargs menu [--json] [--entry WHICH] [--dialect D] IMAGE\n"
	      "\n"
	      "Lists every entry of every boot menu on a medium as its own boot loader would\n"
	      "evaluate it: command, kernel, initial RAM disks and words; '*' marks what an\n"
	      "unattended boot starts. Warnings go to standard error, among them where two menus\n"
	      "of one medium boot different things.\n"
	      "\n"
	      "  --entry WHICH  only this entry: number, path such as 2>0, title or id\n"
	      "  --json         the same as one JSON document\n"
	      "  --dialect D    which GRUB reads the menus: stock, rhel7, rhel8, rhel9 (default:\n"
	      "                 what the medium says)\n"
	      "  -v, --verbose  also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
}

struct wanted {
	const char *entry;   /* NULL: all */
	const char *dialect; /* NULL: what the medium says */
	bool json;
	bool verbose;
};

static int print_menu(const char *path, const struct wanted *wanted)
{
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	const struct isoargs_note *note;
	char *text = NULL;
	int r;

	r = inspect_image(path, ISOARGS_DEPTH_FULL, wanted->dialect, &report);
	if (r != EXIT_DONE)
		return r;
	r = wanted->entry ? isoargs_report_show_entry(report, wanted->entry, &error) : 0;
	if (r < 0) {
		output_error(path, error);
		return EXIT_NOT_USABLE;
	}
	r = wanted->json ? isoargs_report_menu_json(report, &text, &error)
			 : isoargs_report_menu_text(report, &text, &error);
	if (r < 0) {
		output_error(path, error);
		return EXIT_FAILED;
	}
	for (size_t i = 0; (note = isoargs_report_note(report, i)); i++)
		output_note(path, note, wanted->verbose);
	r = output_write(text);
	free(text);
	return r;
}

static int run(int argc, char **argv)
{
	enum { OPTION_JSON = 256, OPTION_ENTRY, OPTION_DIALECT };
	static const struct option options[] = {
		{"json", no_argument, NULL, OPTION_JSON},
		{"entry", required_argument, NULL, OPTION_ENTRY},
		{"dialect", required_argument, NULL, OPTION_DIALECT},
		{"verbose", no_argument, NULL, 'v'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct wanted wanted = {0};
	const char *path;
	int option, r;

	while ((option = getopt_long(argc, argv, "hv", options, NULL)) >= 0) {
		switch (option) {
		case OPTION_JSON:
			wanted.json = true;
			break;
		case OPTION_ENTRY:
			wanted.entry = optarg;
			break;
		case OPTION_DIALECT:
			wanted.dialect = optarg;
			if (check_dialect(wanted.dialect) != EXIT_DONE)
				return EXIT_USAGE;
			break;
		case 'v':
			wanted.verbose = true;
			break;
		case 'h':
			help();
			return EXIT_DONE;
		default:
			return suggest_help("menu");
		}
	}
	r = take_image_operand(argc, argv, "menu", &path);
	return r == EXIT_DONE ? print_menu(path, &wanted) : r;
}

const struct verb verb_menu = {
	.name = "menu",
	.summary = "list the boot menus, evaluated",
	.run = run,
	.help = help,
};
