/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XENSERVER_REQUEST_H
#define XENSERVER_REQUEST_H

#include <getopt.h>
#include <isoargs/isoargs.h>
#include <stddef.h>

/*
 * What the installer is asked for: taken from the command line here, checked at once, and handed
 * as it is to the process that reads the medium.
 */

#define REQUEST_MAX 128u /* options; the library allows fewer of each */

struct request {
	struct {
		enum isoargs_option option;
		char *value; /* NULL: the option has none */
	} items[REQUEST_MAX];
	size_t count;
	struct isoargs_request *request; /* which checks each as it comes */
	const char *dialect;             /* NULL: what the medium says */
};

/* What getopt_long(3) returns for these; a verb's own are elsewhere. */
enum {
	REQUEST_LIBRARY = 256, /* and the library's option numbers after it */
	REQUEST_VNC_PASSWORD_FILE = 512,
	REQUEST_DIALECT,
	REQUEST_END,
};

#define REQUEST_OF(option) (REQUEST_LIBRARY + (option))

#define REQUEST_OPTIONS                                                                            \
	{"graphical", no_argument, NULL, REQUEST_OF(ISOARGS_GRAPHICAL)},                           \
		{"text", no_argument, NULL, REQUEST_OF(ISOARGS_TEXT)},                             \
		{"vnc", no_argument, NULL, REQUEST_OF(ISOARGS_VNC)},                               \
		{"vnc-password-file", required_argument, NULL, REQUEST_VNC_PASSWORD_FILE},         \
		{"ks", required_argument, NULL, REQUEST_OF(ISOARGS_KS)},                           \
		{"repo", required_argument, NULL, REQUEST_OF(ISOARGS_REPO)},                       \
		{"stage2", required_argument, NULL, REQUEST_OF(ISOARGS_STAGE2)},                   \
		{"append", required_argument, NULL, REQUEST_OF(ISOARGS_APPEND)},                   \
		{"style", required_argument, NULL, REQUEST_OF(ISOARGS_STYLE)},                     \
		{"entry", required_argument, NULL, REQUEST_OF(ISOARGS_ENTRY)},                     \
		{"dialect", required_argument, NULL, REQUEST_DIALECT},                             \
		{"dhcp", no_argument, NULL, REQUEST_OF(ISOARGS_DHCP)},                             \
		{"ip", required_argument, NULL, REQUEST_OF(ISOARGS_IP)},                           \
		{"netmask", required_argument, NULL, REQUEST_OF(ISOARGS_NETMASK)},                 \
		{"gateway", required_argument, NULL, REQUEST_OF(ISOARGS_GATEWAY)},                 \
		{"hostname", required_argument, NULL, REQUEST_OF(ISOARGS_HOSTNAME)},               \
		{"nic", required_argument, NULL, REQUEST_OF(ISOARGS_NIC)},                         \
		{"nameserver", required_argument, NULL, REQUEST_OF(ISOARGS_NAMESERVER)},           \
	{                                                                                          \
		"mtu", required_argument, NULL, REQUEST_OF(ISOARGS_MTU)                            \
	}

extern const char request_help[]; /* the help of these rows, with its headings */

/* All of these: EXIT_DONE, or an exit status with a sentence on standard error. */
int request_new(struct request *request);
int request_take(struct request *request, int option, const char *argument);
int request_set(struct request *request, enum isoargs_option option, const char *value);

/* What was given; NULL: it was not. */
const char *request_get(const struct request *request, enum isoargs_option option);

void request_free(struct request *request); /* overwrites the values */

#endif
