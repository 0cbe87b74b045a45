/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "common/cpu-limit.h"
#include "common/option-names.h"
#include "common/output.h"
#include "common/sandbox.h"
#include "medium/medium.h"
#include "remote/reader.h"

/* The process that reads the medium: image, or broker, at descriptor 3, request on 0, answer on 1. */

#define IMAGE_FD 3

struct reading {
	struct isoargs_request *request;
	struct isoargs_image *image;
	struct isoargs_report *report;
	struct isoargs_args *args;
	struct isoargs_checks *checks;
	struct isoargs_error *error;
	const char *why; /* what the error is where that is NULL; NULL: out of memory */
	const char *name;
	struct remote *remote; /* NULL: the descriptor is the image's */
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
	remote_free(reading->remote);
	isoargs_error_free(reading->error);
}

/* Standard input whole, and what is left of it. */
struct input {
	char text[MEDIUM_REQUEST_MAX];
	size_t size, at;
};

static int read_input(struct input *input)
{
	ssize_t n;

	while (input->size < sizeof(input->text) &&
	       (n = read(STDIN_FILENO, input->text + input->size,
			 sizeof(input->text) - input->size)) != 0) {
		if (n < 0 && errno != EINTR)
			return -1;
		input->size += n > 0 ? (size_t)n : 0;
	}
	return input->size > 0 && input->text[input->size - 1] == '\0' ? 0 : -1;
}

/* The next text, up to its NUL; NULL: there is none. */
static char *next(struct input *input)
{
	char *text = input->text + input->at;

	if (input->at == input->size)
		return NULL;
	input->at += strlen(text) + 1;
	return text;
}

static bool take_number(const char *text, unsigned *ret)
{
	return text && ia_decimal_parse(text, strlen(text), INT32_MAX, ret);
}

/* "NUMBER" or "NUMBER=VALUE" */
static int take_option(struct reading *reading, char *text)
{
	char *value = strchr(text, '=');
	unsigned option;

	if (value)
		*value++ = '\0';
	if (!take_number(text, &option))
		return -EINVAL;
	return isoargs_request_set(reading->request, (enum isoargs_option)option, value,
				   &reading->error);
}

/* What is at the descriptor is no image, but somebody who fetches it. */
static int attach(struct reading *reading)
{
	/* that the broker is gone is told by the write(2) */
	signal(SIGPIPE, SIG_IGN);
	reading->remote = remote_new();
	if (!reading->remote)
		return -ENOMEM;
	remote_attach(reading->remote, IMAGE_FD, ISOARGS_READER_REMOTE);
	return 0;
}

static int take_request(struct reading *reading, struct input *input)
{
	const char *place, *dialect, *platform;
	char *option;
	int r;

	reading->name = next(input);
	place = next(input);
	dialect = next(input);
	platform = next(input);
	if (!place || !dialect || !platform || !take_number(next(input), &reading->memory))
		return -EINVAL;
	if (*dialect && isoargs_dialect_parse(dialect, &reading->options.dialect) < 0)
		return -EINVAL;
	if (*platform && isoargs_platform_parse(platform, &reading->options.platform) < 0)
		return -EINVAL;
	r = strcmp(place, MEDIUM_FETCHED) == 0 ? attach(reading) : 0;
	if (r == 0)
		r = isoargs_request_new(&reading->request);
	while (r == 0 && (option = next(input)))
		r = take_option(reading, option);
	return r;
}

static int open_image(struct reading *reading)
{
	int r;

	if (!reading->remote)
		return isoargs_image_open_fd(IMAGE_FD, reading->name, &reading->image,
					     &reading->error);
	r = remote_open_image(reading->remote, reading->name, &reading->image, &reading->error);
	if (r < 0 || isoargs_image_size(reading->image) > 0)
		return r;
	reading->why = "found a tree of files, expected an image, as the guest boots one";
	return -EISDIR;
}

static int read_medium(struct reading *reading)
{
	struct isoargs_checks_options full = {
		.request = reading->request,
		.memory = reading->memory,
	};
	int r;

	r = open_image(reading);
	if (r == 0)
		r = isoargs_inspect(reading->image, &reading->options, &reading->report,
				    &reading->error);
	if (r < 0)
		return EXIT_FAILED;
	r = isoargs_derive(reading->report, reading->request, &reading->args, &reading->error);
	if (r < 0)
		return r == -EINVAL ? EXIT_USAGE : r == -ENOMEM ? EXIT_FAILED : EXIT_NOT_USABLE;
	full.args = reading->args;
	r = isoargs_checks_run(reading->image, reading->report, &full, &reading->checks,
			       &reading->error);
	if (r == 0 && reading->remote)
		r = remote_settle(reading->remote);
	return r < 0 ? EXIT_FAILED : EXIT_DONE;
}

static bool has_file(struct isoargs_files *files, const char *location)
{
	struct isoargs_file *file = NULL;
	bool found = isoargs_files_find(files, location, &file, NULL) >= 0;

	isoargs_file_free(file);
	return found;
}

/* eliloader reads no menu: it takes the files by these names. */
static bool suits_eliloader(struct reading *reading)
{
	struct isoargs_files *files = NULL;
	bool suits;

	if (isoargs_files_open(reading->image, reading->report, &files, NULL) < 0)
		return false;
	suits = (has_file(files, "ISO:/images/xen/vmlinuz") &&
		 has_file(files, "ISO:/images/xen/initrd.img")) ||
		(has_file(files, "ISO:/isolinux/vmlinuz") &&
		 has_file(files, "ISO:/isolinux/initrd.img"));
	isoargs_files_free(files);
	return suits;
}

/* What else than anaconda eliloader would have to start, and as which kind; NULL: it is anaconda. */
static const char *foreign_to_eliloader(const struct isoargs_args *args)
{
	switch (isoargs_args_installer(args)) {
	case ISOARGS_INSTALLER_ANACONDA:
		return NULL;
	case ISOARGS_INSTALLER_DEBIAN:
		return "debian-installer's (debianlike)";
	case ISOARGS_INSTALLER_LINUXRC:
		return "linuxrc's (sleslike)";
	case ISOARGS_INSTALLER_UNKNOWN:
	case ISOARGS_INSTALLER_CASPER:
	case ISOARGS_INSTALLER_AGAMA:
	case ISOARGS_INSTALLER_ARCH:
	case ISOARGS_INSTALLER_ALPINE:
	case ISOARGS_INSTALLER_COREOS:
	case ISOARGS_INSTALLER_LIVE:
	case ISOARGS_INSTALLER_HOST:
		break;
	}
	return "of a kind that it knows none of";
}

/* The checks are the library's own document, put in whole. */
static int add_checks(struct reading *reading, struct ia_json *doc, json_object *root)
{
	char *text IA_AUTO_FREE = NULL;
	json_object *checks;
	int r = isoargs_checks_json(reading->checks, &option_spelling, &text, &reading->error);

	if (r < 0)
		return r;
	checks = json_tokener_parse(text);
	if (!checks)
		return -ENOMEM;
	ia_json_add(doc, root, "checks", checks);
	return 0;
}

/* Is there a text in them that cannot be handed on as it is? The library says which. */
static int check_exact(struct reading *reading)
{
	char *json IA_AUTO_SECRET = NULL;

	return isoargs_args_format(reading->args, NULL, ISOARGS_FORMAT_JSON, &option_spelling,
				   &json, &reading->error);
}

static int add_answer(struct reading *reading, struct ia_json *doc, json_object *root)
{
	const struct isoargs_entry *entry = isoargs_args_entry(reading->args);
	const struct isoargs_report *report = reading->report;
	int r = check_exact(reading);

	if (r == 0)
		r = add_checks(reading, doc, root);
	if (r < 0)
		return EXIT_NOT_USABLE;
	ia_json_add_string(doc, root, "kernel", isoargs_entry_kernel(entry));
	ia_json_add_string(doc, root, "initrd", isoargs_entry_initrd(entry, 0));
	ia_json_add_string(doc, root, "label", isoargs_report_label_encoded(report));
	ia_json_add_string(doc, root, "distribution", isoargs_report_distribution(report));
	ia_json_add_string(doc, root, "installer", foreign_to_eliloader(reading->args));
	ia_json_add_string(doc, root, "version", isoargs_report_version(report));
	ia_json_add_number(doc, root, "generation", isoargs_report_generation(report));
	ia_json_add_bool(doc, root, "eliloader", suits_eliloader(reading));
	return EXIT_DONE;
}

/* Why the bytes did not come, where that is the reason; NULL: it is not. */
static char *fetching_failure(const struct reading *reading)
{
	const struct isoargs_error *error = reading->error;
	int code;
	const char *why = reading->remote ? remote_failure(reading->remote, &code) : NULL;
	char *text;

	if (!why && !error)
		why = reading->why;
	if (!why ||
	    (error && isoargs_error_code(error) != code && isoargs_error_code(error) != -EIO))
		return NULL;
	return asprintf(&text, "%s: %s", reading->name, why) < 0 ? NULL : text;
}

/* As the command line spells it. */
static void add_error(struct ia_json *doc, json_object *root, const struct reading *reading)
{
	const struct isoargs_error *error = reading->error;
	char *text IA_AUTO_FREE = fetching_failure(reading);

	if (!text && error &&
	    isoargs_spell(isoargs_error_message(error), option_spelled, NULL, &text) < 0)
		text = NULL;
	ia_json_add_string(doc, root, "error", text ? text : "out of memory");
}

/* The arguments come first and in no document: they may hold a password. */
static int answer(struct reading *reading, int status)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc);

	if (status == EXIT_DONE)
		status = add_answer(reading, &doc, root);
	if (status == EXIT_DONE)
		ia_strbuf_adds(&buf, isoargs_args_string(reading->args));
	else
		add_error(&doc, root, reading);
	ia_json_add_int(&doc, root, "status", status);
	ia_strbuf_addc(&buf, '\0');
	if (ia_json_print(doc, root, IA_JSON_LINE, &buf) < 0)
		return EXIT_FAILED; /* without an answer, which tells as much */
	return output_write_bytes(buf.data, buf.length);
}

int medium_child(void)
{
	static const int kept[] = {IMAGE_FD};
	const struct sandbox_options options = SANDBOX_STRICT(kept, 1);
	static struct input input;
	struct reading reading = {0};
	int r;

	cpu_limit_set(cpu_limit_seconds(0));
	if (sandbox_enter(&options) != EXIT_DONE)
		return EXIT_FAILED;
	if (read_input(&input) < 0) {
		output_complain(NULL, "this word of the command line is for the program's own use");
		return EXIT_USAGE;
	}
	r = take_request(&reading, &input) < 0 ? EXIT_USAGE : read_medium(&reading);
	r = answer(&reading, r);
	release(&reading);
	explicit_bzero(input.text, input.size);
	return r;
}
