/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "options.h"
#include "verb.h"

static void help(void)
{
	fputs("Usage: isoargs inspect [OPTION...] IMAGE...\n"
	      "\n"
	      "Says what a medium is: sizes, volume labels by whoever reads them, distribution,\n"
	      "partition tables, El Torito entries, EFI system partition, how these lie over the\n"
	      "image, boot menus, and whatever is doubtful about it. Of several images there is a\n"
	      "table: name, label, distribution, version, architecture, the worst of all notes.\n"
	      "\n"
	      "  --entry WHICH          of the menus show only this entry: number, path, title or "
	      "id\n"
	      "  --json                 the same as one JSON document; of several images one a "
	      "line\n"
	      "  --dialect D            which GRUB reads the menus: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                         what the medium says)\n"
	      "  --platform P           only the menus of this firmware: bios or efi (default: "
	      "what boots\n"
	      "                         the medium)\n"
	      "  --label LABEL          the volume label of what is no image but its "
	      "files\n" OPTIONS_SEVERAL_HELP
	      "  --no-sandbox           keep access to files and network while the image is read\n"
	      "  -h, --help\n",
	      stdout);
	putchar('\n');
	remote_print_help("");
}

static int print_one(const struct options *options, void *own)
{
	(void)own;
	return options_print_report(
		options, options_is_several(options) ? options_report_row : isoargs_report_text,
		isoargs_report_json, false);
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		OPTIONS_JSON, OPTIONS_MEDIUM, OPTIONS_SEVERAL, OPTIONS_HELP, {0}};
	static const char *const columns[] = {"label", "distribution", "version", "architecture",
					      "verdict"};
	AUTO_OPTIONS options = {OPTIONS_NONE};
	int r = options_parse_with_images(
		argc, argv, &(struct verb_options){&verb_inspect, table, NULL, NULL}, &options);

	if (r >= 0)
		return r;
	if (!options_is_several(&options))
		return print_one(&options, NULL);
	return options_run_several(&(struct options_several){
		.options = &options,
		.print = print_one,
		.form = SEVERAL_TABLE,
		.columns = columns,
		.columns_count = sizeof(columns) / sizeof(columns[0]),
	});
}

const struct verb verb_inspect = {
	.name = "inspect",
	.summary = "say what a medium is",
	.run = run,
	.help = help,
};
