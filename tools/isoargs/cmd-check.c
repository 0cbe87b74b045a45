/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/option-names.h"
#include "common/output.h"
#include "common/progress.h"
#include "options.h"
#include "verb.h"

enum {
	OPTION_FORCE = OPTION_OWN,
	OPTION_MEDIA,
	OPTION_MEMORY,
};

static void help(void)
{
	fputs("Usage: isoargs check [OPTION...] IMAGE...\n"
	      "\n"
	      "Says before it is booted whether the medium's installer will start as the options\n"
	      "ask, in the guest that --guest names: one line a check, with ok, warning or error,\n"
	      "place and remedy. Exit status 3 when it would not boot. Of several images there is "
	      "a\n"
	      "table: name, label, distribution, version, architecture, whether the guest starts "
	      "the\n"
	      "kernel, the worst of all checks.\n"
	      "\n"
	      "Check\n"
	      "  --media                also sum the whole image and compare with the checksum\n"
	      "                         that implantisomd5 wrote into it\n"
	      "  --force                with --media: also where the image has to be fetched\n"
	      "  --memory MIB           memory that the guest is to have\n"
	      "  --entry WHICH          build on this menu entry: number, path, title or id\n"
	      "  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9\n"
	      "  --platform P           only the menus of this firmware: bios or efi\n"
	      "  --label LABEL          the volume label of what is no image but its files\n"
	      "  --style STYLE          legacy (default) or minimal\n"
	      "  --append WORD          one more word; may be repeated\n"
	      "  --keep WORD            keep this word of the entry, named whole or by its name\n"
	      "                         before =, where it would be dropped; may be repeated\n"
	      "  --drop WORD            leave this word out; may be repeated\n"
	      "  --json                 the same as one JSON document; of several images one a "
	      "line\n" OPTIONS_SEVERAL_HELP
	      "  --no-sandbox           keep access to files and network while the image is read\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(wishes_help_installer, stdout);
	fputs(OPTIONS_SERVED_HELP, stdout);
	putchar('\n');
	fputs(wishes_help_network, stdout);
	putchar('\n');
	remote_print_help("");
}

struct own {
	bool media;
	bool force;      /* also where all of it has to be fetched */
	unsigned memory; /* MiB; 0: not decided */
};

static int take_memory(const char *value, unsigned *ret)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end || number < 1 || number > 1u << 24) {
		output_complain(NULL, "--memory: found \"%s\", expected MiB, such as 3072", value);
		return EXIT_USAGE;
	}
	*ret = (unsigned)number;
	return EXIT_DONE;
}

static int take_own(int option, void *data)
{
	struct own *own = data;

	if (option == OPTION_MEMORY)
		return take_memory(optarg, &own->memory);
	if (option == OPTION_FORCE)
		own->force = true;
	else
		own->media = true;
	return EXIT_DONE;
}

/* The embedded checksum, with a bar on a terminal while the image is read. */
static int add_media(const struct options *options, struct isoargs_image *image,
		     struct isoargs_checks *checks)
{
	AUTO_ERROR error = NULL;
	struct progress progress;
	int r;

	progress_start(&progress, "Checking the medium");
	r = isoargs_checks_add_media(checks, image, progress_update, &progress, &error);
	progress_end(&progress);
	return r == 0 ? EXIT_DONE : options_complain(options, error);
}

/* So many bytes are nobody's to fetch without having been asked to. */
static int refuse_media(const struct options *options, const struct isoargs_image *image)
{
	if (!options_is_fetched(options))
		return EXIT_DONE;
	if (isoargs_image_size(image) == 0) {
		output_complain(options->path, "--media reads all files that its .treeinfo has "
					       "checksums of; --force fetches them");
		return EXIT_USAGE;
	}
	output_complain(options->path,
			"--media reads all of its %" PRIu64 " bytes; --force fetches them",
			isoargs_image_size(image));
	return EXIT_USAGE;
}

static int compose(const struct options *options, const struct isoargs_report *report,
		   const struct isoargs_checks *checks, char **ret)
{
	AUTO_ERROR error = NULL;
	int r;

	if (options->json)
		r = isoargs_checks_json(checks, &option_spelling, ret, &error);
	else if (options_is_several(options))
		r = options_checks_row(report, checks, ret);
	else
		r = isoargs_checks_text(checks, &option_spelling, ret, &error);
	if (r == 0)
		return EXIT_DONE;
	output_error(options->path, error);
	return EXIT_FAILED;
}

static int print_checks(const struct options *options, void *data)
{
	const struct own *own = data;
	const struct isoargs_checks_options full = {
		.request = options->request,
		.memory = own->memory,
	};
	AUTO_CHECKS checks = NULL;
	AUTO_ERROR error = NULL;
	AUTO_IMAGE image = NULL;
	AUTO_REPORT report = NULL;
	char *text = NULL;
	int r;

	r = options_open_image(options, &image);
	if (r == EXIT_DONE && own->media && !own->force)
		r = refuse_media(options, image);
	if (r == EXIT_DONE)
		r = options_enter_sandbox(options, image);
	if (r == EXIT_DONE)
		r = options_read_image(options, image, &report);
	if (r != EXIT_DONE)
		return r;
	if (isoargs_checks_run(image, report, &full, &checks, &error) < 0)
		return options_complain(options, error);
	r = own->media ? add_media(options, image, checks) : EXIT_DONE;
	if (r == EXIT_DONE)
		r = options_settle(options);
	if (r != EXIT_DONE)
		return r;
	r = compose(options, report, checks, &text);
	if (r != EXIT_DONE)
		return r;
	r = output_write(text);
	free(text);
	if (r == EXIT_DONE && isoargs_checks_verdict(checks) == ISOARGS_CHECK_ERROR)
		r = EXIT_NOT_USABLE;
	return r;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		WISHES_INSTALLER,
		WISHES_WORDS,
		WISHES_NETWORK,
		OPTIONS_MEDIUM,
		OPTIONS_SERVED,
		OPTIONS_SEVERAL,
		OPTIONS_JSON,
		{"force", no_argument, NULL, OPTION_FORCE},
		{"media", no_argument, NULL, OPTION_MEDIA},
		{"memory", required_argument, NULL, OPTION_MEMORY},
		OPTIONS_HELP,
		{0},
	};
	static const char *const columns[] = {"label",        "distribution", "version",
					      "architecture", "kernel",       "verdict"};
	AUTO_OPTIONS options = {OPTIONS_NONE};
	struct own own = {0};
	int r;

	r = options_new_request(&options);
	if (r != EXIT_DONE)
		return r;
	r = options_parse_with_images(
		argc, argv, &(struct verb_options){&verb_check, table, take_own, &own}, &options);
	options.reads_all = own.media;
	options.is_distant = true; /* a kernel follows, of megabytes */
	if (r >= 0)
		return r;
	if (!options_is_several(&options))
		return print_checks(&options, &own);
	return options_run_several(&(struct options_several){
		.options = &options,
		.print = print_checks,
		.own = &own,
		.form = SEVERAL_TABLE,
		.columns = columns,
		.columns_count = sizeof(columns) / sizeof(columns[0]),
	});
}

const struct verb verb_check = {
	.name = "check",
	.summary = "say before it is booted whether it will boot",
	.run = run,
	.help = help,
};
