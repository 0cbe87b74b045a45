/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "options.h"
#include "verb.h"

static void help(void)
{
	fputs("Usage: isoargs inspect [--json] [--entry WHICH] [--dialect D] [--platform P] IMAGE\n"
	      "\n"
	      "Says what a medium is: sizes, volume labels by whoever reads them, distribution,\n"
	      "partition tables, El Torito entries, EFI system partition, how these lie over the\n"
	      "image, boot menus, and whatever is doubtful about it.\n"
	      "\n"
	      "  --entry WHICH  of the menus show only this entry: number, path, title or id\n"
	      "  --json         the same as one JSON document\n"
	      "  --dialect D    which GRUB reads the menus: stock, rhel7, rhel8, rhel9 (default:\n"
	      "                 what the medium says)\n"
	      "  --platform P   only the menus of this firmware: bios or efi (default: what boots\n"
	      "                 the medium)\n"
	      "  --no-sandbox   keep access to files and network while the image is read\n"
	      "  -h, --help\n",
	      stdout);
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {OPTIONS_JSON, OPTIONS_MEDIUM, OPTIONS_HELP, {0}};
	AUTO_OPTIONS options = {OPTIONS_NONE};
	int r = options_parse_with_image(
		argc, argv, &(struct verb_options){&verb_inspect, table, NULL, NULL}, &options);

	return r >= 0 ? r
		      : options_print_report(&options, isoargs_report_text, isoargs_report_json,
					     false);
}

const struct verb verb_inspect = {
	.name = "inspect",
	.summary = "say what a medium is",
	.run = run,
	.help = help,
};
