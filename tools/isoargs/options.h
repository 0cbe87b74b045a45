/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_OPTIONS_H
#define TOOLS_ISOARGS_OPTIONS_H

#include <getopt.h>
#include <isoargs/isoargs.h>
#include <stdbool.h>

#include "sandbox.h"
#include "verb.h"

/* What several verbs take: how the medium is to be read, and what the installer is asked for. */
struct options {
	struct isoargs_request *request; /* NULL: the verb asks the installer for nothing */
	enum isoargs_depth depth;
	const char *dialect; /* NULL: what the medium says */
	const char *entry;   /* NULL: none is named */
	bool json;
	bool verbose;
	const char *path; /* the image */
	bool no_sandbox;
	struct sandbox_options sandbox; /* what the verb needs inside; OPTIONS_NONE has nothing */
};

#define OPTIONS_NONE .sandbox = SANDBOX_READING

/* What getopt_long(3) returns for an option. A verb's own start at OPTION_OWN. */
enum {
	OPTION_LIBRARY = 256, /* and the library's option numbers after it */
	OPTION_VNC_PASSWORD_FILE = 512,
	OPTION_DIALECT,
	OPTION_JSON,
	OPTION_NO_SANDBOX,
	OPTION_OWN = 1024,
};

#define OPTION_OF(option) (OPTION_LIBRARY + (option))

/* Rows of a verb's table for getopt_long(3). */
#define OPTION_ROW(name, argument, value)                                                          \
	{                                                                                          \
		name, argument, NULL, value                                                        \
	}

#define OPTIONS_HELP    OPTION_ROW("help", no_argument, 'h')
#define OPTIONS_VERBOSE OPTION_ROW("verbose", no_argument, 'v')
#define OPTIONS_JSON    OPTION_ROW("json", no_argument, OPTION_JSON)

#define OPTIONS_SANDBOX OPTION_ROW("no-sandbox", no_argument, OPTION_NO_SANDBOX)

#define OPTIONS_MEDIUM                                                                             \
	OPTION_ROW("entry", required_argument, OPTION_OF(ISOARGS_ENTRY)),                          \
		OPTION_ROW("dialect", required_argument, OPTION_DIALECT), OPTIONS_SANDBOX

#define OPTIONS_NETWORK                                                                            \
	OPTION_ROW("dhcp", no_argument, OPTION_OF(ISOARGS_DHCP)),                                  \
		OPTION_ROW("ip", required_argument, OPTION_OF(ISOARGS_IP)),                        \
		OPTION_ROW("netmask", required_argument, OPTION_OF(ISOARGS_NETMASK)),              \
		OPTION_ROW("gateway", required_argument, OPTION_OF(ISOARGS_GATEWAY)),              \
		OPTION_ROW("hostname", required_argument, OPTION_OF(ISOARGS_HOSTNAME)),            \
		OPTION_ROW("nic", required_argument, OPTION_OF(ISOARGS_NIC)),                      \
		OPTION_ROW("nameserver", required_argument, OPTION_OF(ISOARGS_NAMESERVER)),        \
		OPTION_ROW("mtu", required_argument, OPTION_OF(ISOARGS_MTU))

#define OPTIONS_INSTALLER                                                                          \
	OPTION_ROW("graphical", no_argument, OPTION_OF(ISOARGS_GRAPHICAL)),                        \
		OPTION_ROW("text", no_argument, OPTION_OF(ISOARGS_TEXT)),                          \
		OPTION_ROW("vnc", no_argument, OPTION_OF(ISOARGS_VNC)),                            \
		OPTION_ROW("vnc-password-file", required_argument, OPTION_VNC_PASSWORD_FILE),      \
		OPTION_ROW("ks", required_argument, OPTION_OF(ISOARGS_KS)),                        \
		OPTION_ROW("repo", required_argument, OPTION_OF(ISOARGS_REPO)),                    \
		OPTION_ROW("stage2", required_argument, OPTION_OF(ISOARGS_STAGE2))

#define OPTIONS_WORDS                                                                              \
	OPTION_ROW("append", required_argument, OPTION_OF(ISOARGS_APPEND)),                        \
		OPTION_ROW("style", required_argument, OPTION_OF(ISOARGS_STYLE))

/* The help of the rows above, each with its heading. */
extern const char options_help_installer[];
extern const char options_help_network[];

/*
 * Takes the options of a verb's table; own is called for those from OPTION_OWN on and returns
 * EXIT_DONE or what parsing is to end with. -1: go on; otherwise the exit status, with the help
 * printed or a sentence on standard error.
 */
int options_parse(int argc, char **argv, const struct verb *verb, const struct option *table,
		  struct options *options, int (*own)(int option, void *data), void *data);

/* The same, and the one image that has to follow. */
int options_parse_with_image(int argc, char **argv, const struct verb *verb,
			     const struct option *table, struct options *options,
			     int (*own)(int option, void *data), void *data);

/*
 * The exit status for a failure to derive: the command line is at fault where options exclude each
 * other, the machine where it has no memory or cannot read, the medium in all other cases.
 */
int options_failure_status(int code);

/* EXIT_DONE, or EXIT_FAILED with a sentence. */
int options_new_request(struct options *options);
void options_free(struct options *options);

#define AUTO_OPTIONS __attribute__((cleanup(options_free))) struct options

/*
 * The three steps from a path to a report, for a verb that has something to do between them.
 * Nothing of the image is read before the second: all that is to be open has to be, by then, and
 * secrets are read or their terminal is. All: EXIT_DONE, or EXIT_FAILED with a sentence on
 * standard error.
 */
int options_open_image(const struct options *options, struct isoargs_image **ret_image);
int options_enter_sandbox(const struct options *options);
int options_read_image(const struct options *options, struct isoargs_image *image,
		       struct isoargs_report **ret_report);

/* All three. The image may be NULL where it is not needed afterwards. */
int options_inspect(const struct options *options, struct isoargs_image **ret_image,
		    struct isoargs_report **ret_report);

/* How a part of a report becomes text. */
typedef int (*options_printer)(const struct isoargs_report *report, char **ret_text,
			       struct isoargs_error **reterr);

/*
 * Inspects the image and prints of it what is asked for, the entry alone where one is named. An
 * exit status; with_notes: the report's notes go to standard error.
 */
int options_print_report(const struct options *options, options_printer to_text,
			 options_printer to_json, bool with_notes);

#endif
