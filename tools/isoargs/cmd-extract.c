/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "common/output.h"
#include "extraction.h"
#include "options.h"
#include "verb.h"

enum {
	OPTION_OUTPUT = 'o',
	OPTION_FORCE = OPTION_OWN,
	OPTION_INJECT,
};

/* What this verb takes beside the common options. */
struct extract {
	const char *folder;
	bool force;
	struct injection *injection;
};

static void help(void)
{
	fputs("Usage: isoargs extract [-o DIR] [OPTION...] IMAGE\n"
	      "\n"
	      "Writes the kernel and the initial RAM disks that the medium's installer is started\n"
	      "with, under their own names: all of them, or none. Where the medium's .treeinfo "
	      "has\n"
	      "their checksums, these are compared. Prints the path of each file.\n"
	      "\n"
	      "  -o, --output DIR  folder to write to (default: the current one); it is created "
	      "if\n"
	      "                    its parent exists\n"
	      "  --force           replace files of these names\n"
	      "  --inject FILE     put FILE into the initial RAM disk, at its root and under its "
	      "own\n"
	      "                    name; may be repeated\n"
	      "  --json            say what was written as one JSON document\n"
	      "  --entry WHICH     the files of this menu entry: number, path, title or id\n"
	      "                    (default: the plain install entry)\n"
	      "  --dialect D       which GRUB reads the menu: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                    what the medium says)\n"
	      "  --platform P      only the menus of this firmware: bios or efi (default: what\n"
	      "                    boots the medium)\n"
	      "  --label LABEL     the volume label of what is no image but its files\n"
	      "  --no-sandbox      keep access to files and network while the image is read\n"
	      "  -v, --verbose     also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
	putchar('\n');
	remote_print_help("");
}

static int collect(struct extraction *extraction, const char *path, const struct isoargs_args *args,
		   const struct injection *injection)
{
	const struct isoargs_entry *entry = isoargs_args_entry(args);
	const char *location = isoargs_entry_kernel_location(entry);
	const char *last = NULL; /* what the kernel unpacks over all others */
	int r;

	if (!location) {
		output_complain(path, "the menu entry loads no kernel from this medium");
		return EXIT_NOT_USABLE;
	}
	r = extraction_add(extraction, path, location);
	for (size_t i = 0; r == EXIT_DONE && isoargs_entry_initrd(entry, i); i++) {
		location = isoargs_entry_initrd_location(entry, i);
		if (!location) {
			output_complain(path,
					"initial RAM disk %zu of the menu entry is not on "
					"this medium",
					i + 1);
			return EXIT_NOT_USABLE;
		}
		r = extraction_add(extraction, path, location);
		last = location;
	}
	if (r == EXIT_DONE && injection->count > 0)
		r = extraction_inject(extraction, path, last, injection);
	return r;
}

/* Opens the image and the folder, and nothing else from here on. */
static int prepare(struct options *options, struct extraction *extraction,
		   struct isoargs_image **ret_image)
{
	int r;

	options->reads_all = true;
	r = options_open_image(options, ret_image);
	if (r == EXIT_DONE)
		r = extraction_open_folder(extraction);
	if (r != EXIT_DONE)
		return r;
	options->sandbox.folder = extraction->directory;
	options->sandbox.parent = extraction->parent;
	return options_enter_sandbox(options, *ret_image);
}

static int extract(struct options *options, const struct extract *own)
{
	AUTO_ERROR error = NULL;
	AUTO_IMAGE image = NULL;
	AUTO_REPORT report = NULL;
	AUTO_REPORT full = NULL;
	AUTO_ARGS args = NULL;
	AUTO_EXTRACTION extraction = {
		.folder = own->folder,
		.directory = -1,
		.parent = -1,
		.force = own->force,
	};
	int r;

	r = prepare(options, &extraction, &image);
	if (r == EXIT_DONE)
		r = options_read_image(options, image, &report);
	if (r != EXIT_DONE)
		return r;
	output_notes(options->path, report, NULL, options->verbose);
	r = isoargs_derive(report, options->request, &args, &error);
	if (r < 0)
		return options_settle(options) == EXIT_DONE ? extraction_fail(options, r, error)
							    : EXIT_FAILED;
	r = collect(&extraction, options->path, args, own->injection);
	if (r == EXIT_DONE && extraction_needs_esp(&extraction) &&
	    options->inspect.depth != ISOARGS_DEPTH_FULL) {
		struct options again = *options;

		again.inspect.depth = ISOARGS_DEPTH_FULL;
		r = options_read_image(&again, image, &full);
	}
	if (r == EXIT_DONE)
		r = extraction_write(&extraction, options, image, full ? full : report);
	if (r == EXIT_DONE)
		r = options_settle(options);
	return r == EXIT_DONE ? extraction_finish(&extraction, options) : r;
}

static int take_own(int option, void *data)
{
	struct extract *own = data;

	if (option == OPTION_INJECT)
		return injection_add(own->injection, optarg);
	if (option == OPTION_FORCE)
		own->force = true;
	if (option == OPTION_OUTPUT)
		own->folder = optarg;
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{"output", required_argument, NULL, OPTION_OUTPUT},
		{"force", no_argument, NULL, OPTION_FORCE},
		{"inject", required_argument, NULL, OPTION_INJECT},
		OPTIONS_JSON,
		OPTIONS_MEDIUM,
		OPTIONS_VERBOSE,
		OPTIONS_HELP,
		{0},
	};
	AUTO_OPTIONS options = {.inspect.depth = ISOARGS_DEPTH_ARGS, OPTIONS_NONE};
	AUTO_INJECTION injection = {.count = 0};
	struct extract own = {.folder = ".", .injection = &injection};
	int r;

	r = options_new_request(&options);
	if (r != EXIT_DONE)
		return r;
	r = options_parse_with_image(
		argc, argv, &(struct verb_options){&verb_extract, table, take_own, &own}, &options);
	if (r >= 0)
		return r;
	if (own.folder[0] == '\0') {
		output_complain("--output", "the folder's name is empty");
		return EXIT_USAGE;
	}
	return extract(&options, &own);
}

const struct verb verb_extract = {
	.name = "extract",
	.summary = "write the kernel and initial RAM disks to files",
	.run = run,
	.help = help,
};
