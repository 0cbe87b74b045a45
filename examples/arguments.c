/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library in one program: the arguments that start IMAGE's installer at a static address. */
#include <stdio.h>
#include <stdlib.h>

#include <isoargs/isoargs.h>

int main(int argc, char **argv)
{
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_request *request = NULL;
	struct isoargs_args *args = NULL;
	struct isoargs_error *error = NULL;
	const struct isoargs_note *note;
	int r = EXIT_FAILURE;

	if (argc != 3) {
		fprintf(stderr, "usage: %s IMAGE ADDRESS/PREFIX\n", argv[0]);
		return r;
	}
	if (isoargs_request_new(&request) == 0 &&
	    isoargs_request_set(request, ISOARGS_IP, argv[2], &error) == 0 &&
	    isoargs_image_open(argv[1], &image, &error) == 0 &&
	    isoargs_inspect(image, ISOARGS_DEPTH_ARGS, &report, &error) == 0 &&
	    isoargs_derive(report, request, &args, &error) == 0) {
		puts(isoargs_args_string(args));
		for (size_t i = 0; (note = isoargs_report_note(report, i)); i++)
			fprintf(stderr, "%s: %s\n", isoargs_note_code(note),
				isoargs_note_text(note));
		for (size_t i = 0; (note = isoargs_args_note(args, i)); i++)
			fprintf(stderr, "%s: %s\n", isoargs_note_code(note),
				isoargs_note_text(note));
		r = EXIT_SUCCESS;
	} else {
		/* without an error object there was no memory for one */
		fprintf(stderr, "%s\n", error ? isoargs_error_message(error) : "out of memory");
	}
	isoargs_error_free(error);
	isoargs_args_free(args);
	isoargs_request_free(request);
	isoargs_report_free(report);
	isoargs_image_free(image);
	return r;
}
