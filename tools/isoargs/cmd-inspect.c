/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "output.h"
#include "verb.h"

static void help(void)
{
	fputs("Usage: isoargs inspect [--json] [--entry WHICH] [--dialect D] IMAGE\n"
	      "\n"
	      "Says what a medium is: sizes, volume labels by whoever reads them, distribution,\n"
	      "partition tables, El Torito entries, EFI system partition, how these lie over the\n"
	      "image, boot menus, and whatever is doubtful about it.\n"
	      "\n"
	      "  --entry WHICH  of the menus show only this entry: number, path, title or id\n"
	      "  --json         the same as one JSON document\n"
	      "  --dialect D    which GRUB reads the menus: stock, rhel7, rhel8, rhel9 (default:\n"
	      "                 what the medium says)\n"
	      "  -h, --help\n",
	      stdout);
}

static int run(int argc, char **argv)
{
	enum { OPTION_JSON = 256, OPTION_ENTRY, OPTION_DIALECT };
	static const struct option options[] = {
		{"json", no_argument, NULL, OPTION_JSON},
		{"entry", required_argument, NULL, OPTION_ENTRY},
		{"dialect", required_argument, NULL, OPTION_DIALECT},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	const char *path, *entry = NULL, *dialect = NULL;
	char *text = NULL;
	bool json = false;
	int option, r;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) >= 0) {
		switch (option) {
		case OPTION_JSON:
			json = true;
			break;
		case OPTION_ENTRY:
			entry = optarg;
			break;
		case OPTION_DIALECT:
			dialect = optarg;
			if (check_dialect(dialect) != EXIT_DONE)
				return EXIT_USAGE;
			break;
		case 'h':
			help();
			return EXIT_DONE;
		default:
			return suggest_help("inspect");
		}
	}
	r = take_image_operand(argc, argv, "inspect", &path);
	if (r != EXIT_DONE)
		return r;
	r = inspect_image(path, ISOARGS_DEPTH_FULL, dialect, &report);
	if (r != EXIT_DONE)
		return r;
	r = entry ? isoargs_report_show_entry(report, entry, &error) : 0;
	if (r < 0) {
		output_error(path, error);
		return EXIT_NOT_USABLE;
	}
	r = json ? isoargs_report_json(report, &text, &error)
		 : isoargs_report_text(report, &text, &error);
	if (r < 0) {
		output_error(path, error);
		return EXIT_FAILED;
	}
	r = output_write(text);
	free(text);
	return r;
}

const struct verb verb_inspect = {
	.name = "inspect",
	.summary = "say what a medium is",
	.run = run,
	.help = help,
};
