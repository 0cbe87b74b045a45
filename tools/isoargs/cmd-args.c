/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "verb.h"

enum { OPTION_EXPLAIN = OPTION_OWN };

static void help(void)
{
	fputs("Usage: isoargs [args] [OPTION...] IMAGE\n"
	      "\n"
	      "Prints, on one line, the kernel parameters with which the medium's installer "
	      "starts\n"
	      "in a paravirtualised Xen guest. Warnings go to standard error.\n"
	      "\n",
	      stdout);
	fputs(options_help_installer, stdout);
	putchar('\n');
	fputs(options_help_network, stdout);
	fputs("\n"
	      "Words\n"
	      "  --entry WHICH          build on this menu entry: number, path such as 2>0, title\n"
	      "                         or id (default: the plain install entry)\n"
	      "  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                         what the medium says)\n"
	      "  --style STYLE          legacy (default): with \"utf8 nogpt noipv6\" where EL6 and "
	      "EL7\n"
	      "                         know them; minimal: without\n"
	      "  --append WORD          one more word; may be repeated\n"
	      "\n"
	      "Output\n"
	      "  --explain              a table instead of the line: where each word comes from, "
	      "and\n"
	      "                         why others were dropped; without the VNC password\n"
	      "  -v, --verbose          also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
}

static void cleanup_args(struct isoargs_args **args)
{
	isoargs_args_free(*args);
}

/* The command line is at fault where options exclude each other, the medium in all other cases. */
static int failure_status(int code)
{
	switch (code) {
	case -EINVAL:
		return EXIT_USAGE;
	case -ENOMEM:
		return EXIT_FAILED;
	default:
		return EXIT_NOT_USABLE;
	}
}

/* The text on standard output, allocated. EXIT_DONE, or EXIT_FAILED with a sentence. */
static int compose(const char *path, const struct isoargs_args *args, bool explain, char **ret)
{
	AUTO_ERROR error = NULL;

	if (explain) {
		if (isoargs_args_explain(args, ret, &error) == 0)
			return EXIT_DONE;
		output_error(path, error);
		return EXIT_FAILED;
	}
	if (asprintf(ret, "%s\n", isoargs_args_string(args)) >= 0)
		return EXIT_DONE;
	output_complain(path, "out of memory");
	return EXIT_FAILED;
}

static int print_args(const struct options *options, bool explain)
{
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	__attribute__((cleanup(cleanup_args))) struct isoargs_args *args = NULL;
	char *text = NULL;
	int r;

	r = options_inspect(options, NULL, &report);
	if (r != EXIT_DONE)
		return r;
	r = isoargs_derive(report, options->request, &args, &error);
	if (r < 0) {
		if (options->verbose)
			output_notes(options->path, report, NULL, true);
		output_error(options->path, error);
		return failure_status(r);
	}
	output_notes(options->path, report, args, options->verbose);
	r = compose(options->path, args, explain, &text);
	if (r != EXIT_DONE)
		return r;
	r = output_write(text);
	explicit_bzero(text, strlen(text));
	free(text);
	return r;
}

static int take_own(int option, void *data)
{
	bool *explain = data;

	if (option == OPTION_EXPLAIN)
		*explain = true;
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		OPTIONS_INSTALLER,
		OPTIONS_WORDS,
		OPTIONS_NETWORK,
		OPTIONS_MEDIUM,
		{"explain", no_argument, NULL, OPTION_EXPLAIN},
		OPTIONS_VERBOSE,
		OPTIONS_HELP,
		{0},
	};
	AUTO_OPTIONS options = {.depth = ISOARGS_DEPTH_ARGS};
	bool explain = false;
	int r;

	r = options_new_request(&options);
	if (r != EXIT_DONE)
		return r;
	r = options_parse_with_image(argc, argv, &verb_args, table, &options, take_own, &explain);
	return r >= 0 ? r : print_args(&options, explain);
}

const struct verb verb_args = {
	.name = "args",
	.summary = "print the arguments (also without this word)",
	.run = run,
	.help = help,
};
