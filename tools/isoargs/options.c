/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/cpu-limit.h"
#include "common/output.h"
#include "remote/location.h"

static int set(void *request, enum isoargs_option option, const char *value)
{
	return wishes_set(request, option, value);
}

static int take(struct options *options, int option)
{
	if (option == WISHES_DIALECT)
		return wishes_take_dialect(optarg, &options->inspect.dialect);
	if (option == WISHES_PLATFORM)
		return wishes_take_platform(optarg, &options->inspect.platform);
	if (option == 'j')
		return several_take_jobs(optarg, &options->jobs);
	if (option == OPTION_LINES) {
		options->lines = true;
		return EXIT_DONE;
	}
	if (option == WISH_OF(ISOARGS_LABEL)) {
		options->inspect.label = optarg;
		return EXIT_DONE;
	}
	if (option == OPTION_JSON) {
		options->json = true;
		return EXIT_DONE;
	}
	if (option == OPTION_NO_SANDBOX) {
		options->no_sandbox = true;
		return EXIT_DONE;
	}
	if (remote_has_option(option))
		return remote_take(&options->place.options, "", option, optarg);
	if (option == WISH_OF(ISOARGS_BASE_URL) || option == WISH_OF(ISOARGS_REPO) ||
	    option == WISH_OF(ISOARGS_STAGE2))
		options->has_source = true;
	if (option == WISHES_VNC_PASSWORD_FILE)
		return wishes_take_vnc_password(optarg, set, options->request);
	if (option == WISH_OF(ISOARGS_ENTRY)) {
		/* It may stand in any menu that "isoargs inspect" lists, so all of them are read. */
		options->inspect.depth = ISOARGS_DEPTH_FULL;
		options->print.entry = optarg;
		if (!options->request)
			return EXIT_DONE;
	}
	return wishes_set(options->request, (enum isoargs_option)(option - WISHES_LIBRARY), optarg);
}

/* The letters of a table: -h, and what else the verb has: notes, a folder, many at a time. */
static void add_letters(const struct option *table, char letters[16])
{
	static const char known[] = "hvoj";

	for (const char *letter = known; *letter; letter++) {
		const struct option *row = table;

		while (row->name && row->val != *letter)
			row++;
		if (!row->name)
			continue;
		*letters++ = *letter;
		if (row->has_arg)
			*letters++ = ':';
	}
	*letters = '\0';
}

static bool knows(const struct option *table, int value)
{
	while (table->name && table->val != value)
		table++;
	return table->name;
}

int options_parse(int argc, char **argv, const struct verb_options *own, struct options *options)
{
	char letters[16];
	int option, r;

	add_letters(own->table, letters);
	options->may_be_served = knows(own->table, WISH_OF(ISOARGS_BASE_URL));
	while ((option = getopt_long(argc, argv, letters, own->table, NULL)) >= 0) {
		if (option == 'h') {
			own->verb->help();
			return EXIT_DONE;
		}
		if (option == 'v') {
			options->verbose = true;
			continue;
		}
		if (option < WISHES_LIBRARY && option != 'o' && option != 'j')
			return suggest_help(own->verb->name);
		r = option == 'o' || option >= OPTION_OWN ? own->own(option, own->data)
							  : take(options, option);
		if (r != EXIT_DONE)
			return r;
	}
	return -1;
}

int options_set_place(struct options *options, const char *word)
{
	int r;

	options->remote = remote_free(options->remote);
	free(options->name);
	options->name = NULL;
	r = remote_take_name(word, &options->name);
	if (r != EXIT_DONE)
		return r;
	options->path = options->place.name = options->name;
	options->place.word = word;
	options->remote = remote_new();
	if (options->remote)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

int options_take_image(int argc, char **argv, const char *verb, struct options *options)
{
	if (argc - optind == 1)
		return options_set_place(options, argv[optind]);
	if (argc == optind)
		output_complain(NULL, "no image is named; expected one .iso file");
	else
		output_complain(NULL,
				"found \"%s\" after the image \"%s\", expected one image; several "
				"are for args, inspect and check",
				argv[optind + 1], argv[optind]);
	return suggest_help(verb);
}

int options_parse_with_image(int argc, char **argv, const struct verb_options *own,
			     struct options *options)
{
	int r = options_parse(argc, argv, own, options);

	if (r >= 0)
		return r;
	r = options_take_image(argc, argv, own->verb->name, options);
	return r == EXIT_DONE ? -1 : r;
}

int options_fail(const char *path, int code, const struct isoargs_error *error)
{
	output_error(path, error);
	/* There was no memory for it. */
	if (!error)
		return EXIT_FAILED;
	switch (code) {
	case -EINVAL:
		return EXIT_USAGE;
	case -EIO:
	case -ENOMEM:
		return EXIT_FAILED;
	default:
		return EXIT_NOT_USABLE;
	}
}

int options_new_request(struct options *options)
{
	if (isoargs_request_new(&options->request) == 0)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

void options_free(struct options *options)
{
	options->request = isoargs_request_free(options->request);
	options->remote = remote_free(options->remote);
	free(options->name);
	options->name = NULL;
}

int options_complain(const struct options *options, const struct isoargs_error *error)
{
	int code = 0;
	const char *why = options->remote ? remote_failure(options->remote, &code) : NULL;

	if (why &&
	    (!error || isoargs_error_code(error) == code || isoargs_error_code(error) == -EIO))
		output_complain(options->path, "%s", why);
	else
		output_error(options->path, error);
	return EXIT_FAILED;
}

bool options_is_fetched(const struct options *options)
{
	return location_is_url(options->place.word);
}

int options_settle(const struct options *options)
{
	return remote_settle(options->remote) < 0 ? options_complain(options, NULL) : EXIT_DONE;
}

/* The installer finds a tree where it was found here, unless it is told another place. */
static int serve(const struct options *options, const struct isoargs_image *image)
{
	if (!options->may_be_served || options->has_source || !options_is_fetched(options) ||
	    isoargs_image_size(image) > 0)
		return EXIT_DONE;
	return wishes_set(options->request, ISOARGS_BASE_URL, options->name);
}

int options_open_image(const struct options *options, struct isoargs_image **ret_image)
{
	struct remote_place place = options->place;
	AUTO_ERROR error = NULL;
	AUTO_IMAGE image = NULL;

	int r;

	place.options.moves = options->reads_all;
	place.is_distant = options->is_distant;
	place.no_sandbox = options->no_sandbox;
	r = remote_open_place(options->remote, &place, &image, &error);
	if (r < 0)
		return options_complain(options, error);
	r = serve(options, image);
	if (r != EXIT_DONE)
		return r;
	*ret_image = image;
	image = NULL;
	return EXIT_DONE;
}

/* How large a tree is nobody knows before all of it is read: as the largest media, then. */
#define TREE_BYTES (UINT64_C(16) << 30)

int options_enter_sandbox(const struct options *options, const struct isoargs_image *image)
{
	uint64_t size = isoargs_image_size(image) > 0 ? isoargs_image_size(image) : TREE_BYTES;

	cpu_limit_set(cpu_limit_seconds(options->reads_all ? size : 0));
	return options->no_sandbox ? EXIT_DONE : sandbox_enter(&options->sandbox);
}

int options_read_image(const struct options *options, struct isoargs_image *image,
		       struct isoargs_report **ret_report)
{
	AUTO_ERROR error = NULL;

	if (isoargs_inspect(image, &options->inspect, ret_report, &error) == 0)
		return EXIT_DONE;
	return options_complain(options, error);
}

int options_inspect(const struct options *options, struct isoargs_image **ret_image,
		    struct isoargs_report **ret_report)
{
	AUTO_IMAGE image = NULL;
	int r = options_open_image(options, &image);

	if (r == EXIT_DONE)
		r = options_enter_sandbox(options, image);
	if (r == EXIT_DONE)
		r = options_read_image(options, image, ret_report);
	if (r != EXIT_DONE)
		return r;
	if (ret_image) {
		*ret_image = image;
		image = NULL;
	}
	return EXIT_DONE;
}

int options_print_report(const struct options *options, options_printer to_text,
			 options_printer to_json, bool with_notes)
{
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	char *text = NULL;
	int r;

	r = options_inspect(options, NULL, &report);
	if (r == EXIT_DONE)
		r = options_settle(options);
	if (r != EXIT_DONE)
		return r;
	r = (options->json ? to_json : to_text)(report, &options->print, &text, &error);
	if (r < 0) {
		output_error(options->path, error);
		return r == -ENOENT ? EXIT_NOT_USABLE : EXIT_FAILED;
	}
	if (with_notes)
		output_notes(options->path, report, NULL, options->verbose);
	r = output_write(text);
	free(text);
	return r;
}
