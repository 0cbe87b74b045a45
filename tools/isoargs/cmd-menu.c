/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "options.h"
#include "verb.h"

static void help(void)
{
	fputs("Usage: isoargs menu [--json] [--entry WHICH] [--dialect D] [--platform P] IMAGE\n"
	      "\n"
	      "Lists every entry of every boot menu on a medium as its own boot loader would\n"
	      "evaluate it: command, kernel, initial RAM disks and words; '*' marks what an\n"
	      "unattended boot starts. Warnings go to standard error, among them where two menus\n"
	      "of one medium boot different things.\n"
	      "\n"
	      "  --entry WHICH  only this entry: number, path such as 2>0, title or id; of one "
	      "menu\n"
	      "                 alone with its name before it, ISO:/isolinux/isolinux.cfg:0\n"
	      "  --json         the same as one JSON document\n"
	      "  --dialect D    which GRUB reads the menus: stock, rhel7, rhel8, rhel9 (default:\n"
	      "                 what the medium says)\n"
	      "  --platform P   only the menus of this firmware: bios or efi (default: what boots\n"
	      "                 the medium)\n"
	      "  --label LABEL  the volume label of what is no image but its files\n"
	      "  --no-sandbox   keep access to files and network while the image is read\n"
	      "  -v, --verbose  also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
	putchar('\n');
	remote_print_help("");
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		OPTIONS_JSON, OPTIONS_MEDIUM, OPTIONS_VERBOSE, OPTIONS_HELP, {0}};
	AUTO_OPTIONS options = {OPTIONS_NONE};
	int r = options_parse_with_image(
		argc, argv, &(struct verb_options){&verb_menu, table, NULL, NULL}, &options);

	return r >= 0 ? r
		      : options_print_report(&options, isoargs_report_menu_text,
					     isoargs_report_menu_json, true);
}

const struct verb verb_menu = {
	.name = "menu",
	.summary = "list the boot menus, evaluated",
	.run = run,
	.help = help,
};
