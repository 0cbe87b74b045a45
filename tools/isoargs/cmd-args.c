/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/option-names.h"
#include "common/output.h"
#include "guest.h"
#include "options.h"
#include "verb.h"

enum {
	OPTION_EXPLAIN = OPTION_OWN,
	OPTION_FORCE,
};

/* What this verb is told, beside what others are told, too. */
struct own {
	bool explain;
	bool force; /* also where the installer would not start */
	struct guest guest;
};

static void help(void)
{
	fputs("Usage: isoargs [args] [OPTION...] IMAGE...\n"
	      "\n"
	      "Prints, on one line, the kernel parameters with which the medium's installer "
	      "starts\n"
	      "in a paravirtualised Xen guest. Warnings go to standard error. Of several images "
	      "it\n"
	      "is a line each, with the image's name before it.\n"
	      "\n",
	      stdout);
	fputs(wishes_help_installer, stdout);
	fputs(OPTIONS_SERVED_HELP, stdout);
	putchar('\n');
	fputs(wishes_help_network, stdout);
	fputs("\n"
	      "Words\n"
	      "  --entry WHICH          build on this menu entry: number, path such as 2>0, title\n"
	      "                         or id (default: the plain install entry)\n"
	      "  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                         what the medium says)\n"
	      "  --platform P           only the menus of this firmware: bios or efi (default: "
	      "what boots\n"
	      "                         the medium)\n"
	      "  --label LABEL          the volume label of what is no image but its files\n"
	      "  --style STYLE          legacy (default): with \"utf8 nogpt noipv6\" where EL6 and "
	      "EL7\n"
	      "                         know them; minimal: without\n"
	      "  --append WORD          one more word; may be repeated\n"
	      "  --keep WORD            keep this word of the entry, named whole or by its name\n"
	      "                         before =, where it would be dropped; may be repeated\n"
	      "  --drop WORD            leave this word out; may be repeated\n"
	      "\n"
	      "Output\n",
	      stdout);
	fputs(guest_help_format, stdout);
	fputs("  --explain              a table instead of the line: where each word comes from, "
	      "and\n"
	      "                         why others were dropped; without the VNC password\n"
	      "  --force                also when kernel, RAM disk or second stage are missing, or "
	      "a\n"
	      "                         guest is to be written that cannot start; which is an "
	      "error\n"
	      "                         otherwise\n" OPTIONS_SEVERAL_HELP
	      "  --no-sandbox           keep access to files and network while the image is read\n"
	      "  -v, --verbose          also print notes that are only worth knowing\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(guest_help, stdout);
	putchar('\n');
	remote_print_help("");
}

/* The text on standard output, allocated. EXIT_DONE, or an exit status with a sentence. */
static int compose(const char *path, const struct isoargs_args *args, struct own *own, char **ret)
{
	AUTO_ERROR error = NULL;
	int r;

	if (own->explain) {
		r = isoargs_args_explain(args, &option_spelling, ret, &error);
	} else {
		r = guest_complete(&own->guest, path, own->force);
		if (r != EXIT_DONE)
			return r;
		r = isoargs_args_format(args, own->guest.guest, own->guest.format, &option_spelling,
					ret, &error);
	}
	if (r == 0)
		return EXIT_DONE;
	return options_fail(path, r, error);
}

static void drop(char **text)
{
	explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

/*
 * What can be seen beforehand at little cost. EXIT_DONE, or EXIT_NOT_USABLE where the installer
 * would not start; its reasons, and what is doubtful, are sentences on standard error.
 */
static int look_ahead(const struct options *options, struct isoargs_image *image,
		      const struct isoargs_report *report, const struct isoargs_args *args,
		      bool force)
{
	const struct isoargs_checks_options cheap = {
		.depth = ISOARGS_CHECK_CHEAP,
		.request = options->request,
		.args = args,
	};
	AUTO_ERROR error = NULL;
	AUTO_CHECKS checks = NULL;
	int r = isoargs_checks_run(image, report, &cheap, &checks, &error);

	if (r < 0)
		return options_complain(options, error);
	if (force || isoargs_checks_verdict(checks) != ISOARGS_CHECK_ERROR) {
		output_checks(options->path, checks);
		return EXIT_DONE;
	}
	if (options_settle(options) != EXIT_DONE)
		return EXIT_FAILED;
	output_checks(options->path, checks);
	output_complain(options->path,
			"the installer would not start; --force prints the arguments all the same");
	return EXIT_NOT_USABLE;
}

static int print_args(const struct options *options, void *data)
{
	struct own *own = data;
	AUTO_ERROR error = NULL;
	AUTO_IMAGE image = NULL;
	AUTO_REPORT report = NULL;
	AUTO_ARGS args = NULL;
	char *text = NULL;
	int r;

	r = options_inspect(options, &image, &report);
	if (r != EXIT_DONE)
		return r;
	r = isoargs_derive(report, options->request, &args, &error);
	if (r < 0) {
		/* before it is said that there is nothing to boot */
		if (options_settle(options) != EXIT_DONE)
			return EXIT_FAILED;
		if (options->verbose)
			output_notes(options->path, report, NULL, true);
		return options_fail(options->path, r, error);
	}
	output_notes(options->path, report, args, options->verbose);
	r = look_ahead(options, image, report, args, own->force);
	if (r != EXIT_DONE)
		return r;
	r = compose(options->path, args, own, &text);
	if (r == EXIT_DONE && guest_depends_on_kernel(&own->guest, args) && !own->force) {
		drop(&text);
		r = guest_read_kernel(options, image, report, args);
		if (r == EXIT_DONE)
			r = compose(options->path, args, own, &text);
	}
	if (r == EXIT_DONE)
		r = options_settle(options);
	if (r == EXIT_DONE)
		r = output_write(text);
	if (text)
		drop(&text);
	return r;
}

static int take_own(int option, void *data)
{
	struct own *own = data;

	if (guest_has_option(option))
		return guest_take(&own->guest, option);
	if (option == OPTION_EXPLAIN)
		own->explain = true;
	else
		own->force = true;
	return EXIT_DONE;
}

static int run_with(int argc, char **argv, struct own *own)
{
	static const struct option table[] = {
		WISHES_INSTALLER,
		WISHES_WORDS,
		WISHES_NETWORK,
		OPTIONS_MEDIUM,
		OPTIONS_SERVED,
		OPTIONS_SEVERAL,
		{"explain", no_argument, NULL, OPTION_EXPLAIN},
		{"force", no_argument, NULL, OPTION_FORCE},
		OPTIONS_GUEST,
		OPTIONS_VERBOSE,
		OPTIONS_HELP,
		{0},
	};
	AUTO_OPTIONS options = {.inspect.depth = ISOARGS_DEPTH_ARGS, OPTIONS_NONE};
	int r;

	r = options_new_request(&options);
	if (r != EXIT_DONE)
		return r;
	r = options_parse_with_images(
		argc, argv, &(struct verb_options){&verb_args, table, take_own, own}, &options);
	if (r >= 0)
		return r;
	if (own->explain && own->guest.given) {
		output_complain(NULL, "--explain: found together with %s, which it has no use for",
				own->guest.given);
		return EXIT_USAGE;
	}
	if (!options_is_several(&options))
		return print_args(&options, own);
	if (own->explain || guest_is_written(&own->guest) ||
	    own->guest.format == ISOARGS_FORMAT_SHELL) {
		output_complain(NULL,
				"%s: found with a line for each image, expected one image; of "
				"several there is the line itself, or --format json",
				own->explain ? "--explain" : "--format");
		return EXIT_USAGE;
	}
	options.json = own->guest.format == ISOARGS_FORMAT_JSON;
	return options_run_several(&(struct options_several){
		.options = &options,
		.print = print_args,
		.own = own,
		.form = SEVERAL_LINES,
	});
}

static int run(int argc, char **argv)
{
	struct own own = {0};
	int r;

	r = guest_new(&own.guest);
	if (r == EXIT_DONE)
		r = run_with(argc, argv, &own);
	guest_free(&own.guest);
	return r;
}

const struct verb verb_args = {
	.name = "args",
	.summary = "print the arguments (also without this word)",
	.run = run,
	.help = help,
};
