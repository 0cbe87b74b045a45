/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
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
	      "  --no-sandbox   keep access to files and network while the image is read\n"
	      "  -v, --verbose  also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
}

static int print_menu(const struct options *options)
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
	r = options->json ? isoargs_report_menu_json(report, &text, &error)
			  : isoargs_report_menu_text(report, &text, &error);
	if (r < 0) {
		output_error(options->path, error);
		return EXIT_FAILED;
	}
	output_notes(options->path, report, NULL, options->verbose);
	r = output_write(text);
	free(text);
	return r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		OPTIONS_JSON, OPTIONS_MEDIUM, OPTIONS_VERBOSE, OPTIONS_HELP, {0}};
	AUTO_OPTIONS options = {.depth = ISOARGS_DEPTH_FULL, OPTIONS_NONE};
	int r = options_parse_with_image(argc, argv, &verb_menu, table, &options, NULL, NULL);

	return r >= 0 ? r : print_menu(&options);
}

const struct verb verb_menu = {
	.name = "menu",
	.summary = "list the boot menus, evaluated",
	.run = run,
	.help = help,
};
