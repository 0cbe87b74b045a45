/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/output.h"
#include "common/sandbox.h"
#include "medium/medium.h"

/* The process that reads the medium: image at descriptor 3, request on 0, answer on 1. */

#define IMAGE_FD 3

struct reading {
	struct isoargs_request *request;
	struct isoargs_image *image;
	struct isoargs_report *report;
	struct isoargs_args *args;
	struct isoargs_checks *checks;
	struct isoargs_error *error;
	const char *name;
	struct isoargs_inspect_options options;
	unsigned memory;
};

static void release(struct reading *reading)
{
	isoargs_request_free(reading->request);
	isoargs_checks_free(reading->checks);
	isoargs_args_free(reading->args);
	isoargs_report_free(reading->report);
	isoargs_image_free(reading->image);
	isoargs_error_free(reading->error);
}

static const char *text_of(json_object *object, const char *key)
{
	return json_object_get_string(json_object_object_get(object, key));
}

static json_object *read_request(void)
{
	static char text[MEDIUM_REQUEST_MAX + 1];
	size_t size = 0;
	ssize_t n;

	while (size < sizeof(text) - 1 &&
	       (n = read(STDIN_FILENO, text + size, sizeof(text) - 1 - size)) != 0) {
		if (n < 0 && errno != EINTR)
			return NULL;
		size += n > 0 ? (size_t)n : 0;
	}
	return json_tokener_parse(text);
}

static int take_request(struct reading *reading, json_object *document)
{
	json_object *options = json_object_object_get(document, "options");
	const char *dialect = text_of(document, "dialect");
	int r;

	if (dialect && isoargs_dialect_parse(dialect, &reading->options.dialect) < 0)
		return -EINVAL;
	reading->name = text_of(document, "name");
	reading->memory = (unsigned)json_object_get_int(json_object_object_get(document, "memory"));
	r = isoargs_request_new(&reading->request);
	for (size_t i = 0; r == 0 && i < json_object_array_length(options); i++) {
		json_object *item = json_object_array_get_idx(options, i);
		int option = json_object_get_int(json_object_array_get_idx(item, 0));

		r = isoargs_request_set(reading->request, (enum isoargs_option)option,
					json_object_get_string(json_object_array_get_idx(item, 1)),
					&reading->error);
	}
	return r;
}

static int read_medium(struct reading *reading)
{
	int r;

	r = isoargs_image_open_fd(IMAGE_FD, reading->name, &reading->image, &reading->error);
	if (r == 0)
		r = isoargs_inspect(reading->image, &reading->options, &reading->report,
				    &reading->error);
	if (r < 0)
		return EXIT_FAILED;
	r = isoargs_derive(reading->report, reading->request, &reading->args, &reading->error);
	if (r < 0)
		return r == -EINVAL ? EXIT_USAGE : r == -ENOMEM ? EXIT_FAILED : EXIT_NOT_USABLE;
	r = isoargs_checks_run(reading->image, reading->report, reading->request, reading->args,
			       reading->memory, ISOARGS_CHECK_FULL, &reading->checks,
			       &reading->error);
	return r < 0 ? EXIT_FAILED : EXIT_DONE;
}

static bool has_file(struct reading *reading, const char *location)
{
	struct isoargs_file *file = NULL;
	bool found = isoargs_file_open(reading->image, reading->report, location, &file, NULL) >= 0;

	isoargs_file_free(file);
	return found;
}

/* eliloader reads no menu: it takes the files by these names. */
static bool suits_eliloader(struct reading *reading)
{
	return (has_file(reading, "ISO:/images/xen/vmlinuz") &&
		has_file(reading, "ISO:/images/xen/initrd.img")) ||
	       (has_file(reading, "ISO:/isolinux/vmlinuz") &&
		has_file(reading, "ISO:/isolinux/initrd.img"));
}

static void add(json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, text ? json_object_new_string(text) : NULL);
}

/* The library's own documents, put in whole. */
static int add_documents(struct reading *reading, json_object *root)
{
	char *args = NULL, *checks = NULL;
	int r;

	r = isoargs_args_format(reading->args, NULL, ISOARGS_FORMAT_JSON, NULL, &args,
				&reading->error);
	if (r == 0)
		r = isoargs_checks_json(reading->checks, NULL, &checks, &reading->error);
	if (r == 0) {
		json_object_object_add(root, "args", json_tokener_parse(args));
		json_object_object_add(root, "checks", json_tokener_parse(checks));
	}
	free(args);
	free(checks);
	return r < 0 ? EXIT_NOT_USABLE : EXIT_DONE;
}

static int answer(struct reading *reading, int status)
{
	json_object *root = json_object_new_object();

	if (status == EXIT_DONE)
		status = add_documents(reading, root);
	if (status == EXIT_DONE) {
		add(root, "label", isoargs_report_label_encoded(reading->report));
		add(root, "distribution", isoargs_report_distribution(reading->report));
		add(root, "version", isoargs_report_version(reading->report));
		json_object_object_add(
			root, "generation",
			json_object_new_int((int)isoargs_report_generation(reading->report)));
		json_object_object_add(root, "eliloader",
				       json_object_new_boolean(suits_eliloader(reading)));
	} else {
		add(root, "error",
		    reading->error ? isoargs_error_message(reading->error) : "out of memory");
	}
	json_object_object_add(root, "status", json_object_new_int(status));
	status = output_write(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN));
	json_object_put(root);
	return status;
}

int medium_child(void)
{
	static const int kept[] = {IMAGE_FD};
	const struct sandbox_options options = SANDBOX_STRICT(kept, 1);
	struct reading reading = {0};
	json_object *document;
	int r;

	if (sandbox_enter(&options) != EXIT_DONE)
		return EXIT_FAILED;
	document = read_request();
	if (!document) {
		output_complain(NULL, "this word of the command line is for the program's own use");
		return EXIT_USAGE;
	}
	r = take_request(&reading, document) < 0 ? EXIT_USAGE : read_medium(&reading);
	r = answer(&reading, r);
	release(&reading);
	json_object_put(document);
	return r;
}
