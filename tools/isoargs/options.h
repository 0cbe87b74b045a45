/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_OPTIONS_H
#define TOOLS_ISOARGS_OPTIONS_H

#include <getopt.h>
#include <isoargs/isoargs.h>
#include <stdbool.h>

#include "common/installer-options.h"
#include "common/option-names.h"
#include "common/sandbox.h"
#include "remote/open.h"
#include "several/several.h"
#include "verb.h"

/* What several verbs take: how the medium is to be read, and what the installer is asked for. */
struct options {
	struct isoargs_request *request; /* NULL: the verb asks the installer for nothing */
	struct isoargs_inspect_options inspect;
	struct isoargs_print_options print;
	bool json;
	bool verbose;
	const char *path;          /* the image, as it is named to people */
	struct remote_place place; /* where it lies */
	struct remote *remote;     /* what fetches it, where something has to */
	char *name;                /* what path points to */
	char *const *words;        /* the images, where a verb takes several */
	size_t count;
	unsigned jobs; /* of them read at a time; 0: not said */
	bool lines;    /* a line for each, also where there is but one */
	bool no_sandbox;
	bool may_be_served;             /* the verb knows --base-url, and a tree's URL is one */
	bool has_source;                /* of the installer, by an option */
	bool reads_all;                 /* of the image, or as much: it may take longer */
	bool is_distant;                /* of what is fetched, requests cost more than bytes */
	struct sandbox_options sandbox; /* what the verb needs inside; OPTIONS_NONE has nothing */
};

#define OPTIONS_NONE .print = {.spell = option_spelled}, .sandbox = SANDBOX_READING

/* What getopt_long(3) returns beside the wishes. A verb's own start at OPTION_OWN. */
enum {
	OPTION_JSON = WISHES_END,
	OPTION_NO_SANDBOX,
	OPTION_LINES,
	OPTION_OWN = 1024,
};

/* Rows of a verb's table for getopt_long(3). */
#define OPTIONS_HELP    OPTION_ROW("help", no_argument, 'h')
#define OPTIONS_VERBOSE OPTION_ROW("verbose", no_argument, 'v')
#define OPTIONS_JSON    OPTION_ROW("json", no_argument, OPTION_JSON)

#define OPTIONS_SANDBOX OPTION_ROW("no-sandbox", no_argument, OPTION_NO_SANDBOX)

#define OPTIONS_LABEL OPTION_ROW("label", required_argument, WISH_OF(ISOARGS_LABEL))

#define OPTIONS_REMOTE REMOTE_ROWS("")

#define OPTIONS_MEDIUM WISHES_MENU, OPTIONS_LABEL, OPTIONS_SANDBOX, OPTIONS_REMOTE

/* Of verbs that take several images. */
#define OPTIONS_SEVERAL                                                                            \
	OPTION_ROW("jobs", required_argument, 'j'), OPTION_ROW("lines", no_argument, OPTION_LINES)

#define OPTIONS_SEVERAL_HELP                                                                       \
	"  -j, --jobs N           so many images at a time (default: as there are processors)\n"   \
	"  --lines                a line an image, as of several, also where there is but one\n"

/* A medium that is served instead of one in the guest. */
#define OPTIONS_SERVED OPTION_ROW("base-url", required_argument, WISH_OF(ISOARGS_BASE_URL))

#define OPTIONS_SERVED_HELP                                                                        \
	"  --base-url URL         where the unpacked medium is served, instead of in the guest: "  \
	"the\n"                                                                                    \
	"                         installer fetches it from there\n"

/*
 * Takes the options of a verb's table; own is called for those from OPTION_OWN on and returns
 * EXIT_DONE or what parsing is to end with. -1: go on; otherwise the exit status, with the help
 * printed or a sentence on standard error.
 */
int options_parse(int argc, char **argv, const struct verb_options *own, struct options *options);

/* The same, and the one image that has to follow. */
int options_parse_with_image(int argc, char **argv, const struct verb_options *own,
			     struct options *options);

/* The same, and all the images that follow; at least one, which is taken where it is the only one. */
int options_parse_with_images(int argc, char **argv, const struct verb_options *own,
			      struct options *options);

/* Is there to be a line for each image? */
bool options_is_several(const struct options *options);

/*
 * What a verb does with several images. For each, in a process of its own, print is called as for
 * one. As JSON each document is a line. Otherwise it is as form says; of
 * columns as for several_run(). An exit status, the worst.
 */
struct options_several {
	struct options *options;
	int (*print)(const struct options *options, void *own);
	void *own;
	enum several_form form;
	const char *const *columns;
	size_t columns_count;
};

int options_run_several(struct options_several *them);

/* A row of the table: what a medium is, and how doubtful; an options_printer. */
int options_report_row(const struct isoargs_report *report,
		       const struct isoargs_print_options *print, char **ret_text,
		       struct isoargs_error **reterr);

/* The same with what the kernel is for the guest, and whether all is well. 0, or -ENOMEM. */
int options_checks_row(const struct isoargs_report *report, const struct isoargs_checks *checks,
		       char **ret_text);

/*
 * The one image that the words left after the options must name. EXIT_DONE, or an exit status with
 * a sentence on standard error.
 */
int options_take_image(int argc, char **argv, const char *verb, struct options *options);

/*
 * The image is where this word of the command line says: a URL, a folder, a file. Nothing is opened
 * yet. In the place of another one if there was any. As above.
 */
int options_set_place(struct options *options, const char *word);

/*
 * Says why deriving or writing failed, and gives the exit status for it: the command line is at
 * fault where options exclude each other, the machine where it has no memory, also for the error
 * object, or cannot read, the medium in all other cases.
 */
int options_fail(const char *path, int code, const struct isoargs_error *error);

/*
 * The library's error as output_error() says it, or why the bytes of the image did not come, where
 * that is its reason. EXIT_FAILED.
 */
int options_complain(const struct options *options, const struct isoargs_error *error);

/* Does the medium come over a network? */
bool options_is_fetched(const struct options *options);

/*
 * After the image was read and freed, and before what came of it is printed or kept: a medium that is
 * fetched may have changed meanwhile. EXIT_DONE, or EXIT_FAILED with a sentence.
 */
int options_settle(const struct options *options);

/* EXIT_DONE, or EXIT_FAILED with a sentence. */
int options_new_request(struct options *options);
void options_free(struct options *options);

#define AUTO_OPTIONS __attribute__((cleanup(options_free))) struct options

/*
 * The three steps from a path to a report, for a verb that has something to do between them.
 * Nothing of the image is read before the second: all that is to be open has to be, by then, and
 * secrets are read or their terminal is. From the second on processor time is limited, without a
 * sandbox too. All: EXIT_DONE, or EXIT_FAILED with a sentence on standard error.
 */
int options_open_image(const struct options *options, struct isoargs_image **ret_image);
int options_enter_sandbox(const struct options *options, const struct isoargs_image *image);
int options_read_image(const struct options *options, struct isoargs_image *image,
		       struct isoargs_report **ret_report);

/* All three. The image may be NULL where it is not needed afterwards. */
int options_inspect(const struct options *options, struct isoargs_image **ret_image,
		    struct isoargs_report **ret_report);

/* How a part of a report becomes text. */
typedef int (*options_printer)(const struct isoargs_report *report,
			       const struct isoargs_print_options *options, char **ret_text,
			       struct isoargs_error **reterr);

/*
 * Inspects the image and prints of it what is asked for, the entry alone where one is named. An
 * exit status; with_notes: the report's notes go to standard error.
 */
int options_print_report(const struct options *options, options_printer to_text,
			 options_printer to_json, bool with_notes);

#endif
