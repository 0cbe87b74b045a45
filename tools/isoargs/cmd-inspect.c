/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
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
	      "  --no-sandbox   keep access to files and network while the image is read\n"
	      "  -h, --help\n",
	      stdout);
}

static int print_report(const struct options *options)
{
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	char *text = NULL;
	int r;

	r = options_inspect(options, NULL, &report);
	if (r != EXIT_DONE)
		return r;
	r = options->entry ? isoargs_report_show_entry(report, options->entry, &error) : 0;
	if (r < 0) {
		output_error(options->path, error);
		return EXIT_NOT_USABLE;
	}
	r = options->json ? isoargs_report_json(report, &text, &error)
			  : isoargs_report_text(report, &text, &error);
	if (r < 0) {
		output_error(options->path, error);
		return EXIT_FAILED;
	}
	r = output_write(text);
	free(text);
	return r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {OPTIONS_JSON, OPTIONS_MEDIUM, OPTIONS_HELP, {0}};
	AUTO_OPTIONS options = {.depth = ISOARGS_DEPTH_FULL, OPTIONS_NONE};
	int r = options_parse_with_image(argc, argv, &verb_inspect, table, &options, NULL, NULL);

	return r >= 0 ? r : print_report(&options);
}

const struct verb verb_inspect = {
	.name = "inspect",
	.summary = "say what a medium is",
	.run = run,
	.help = help,
};
