/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_CONNECT_H
#define XS_VERBS_CONNECT_H

#include <getopt.h>
#include <signal.h>

#include "xenapi/xenapi.h"

/* The options with which every verb says which pool, as whom, and why to trust it. */
struct connect {
	const char *host;
	const char *user; /* NULL: root */
	const char *password_file;
	const char *password_env; /* name of a variable that holds a path */
	int password_fd;          /* -1: none */
	struct transport_options transport;
	bool accept_new;
	const char *debug; /* file; "-": standard error; NULL: none */
	char *pins;        /* own memory: all --pin, joined */
	FILE *log;
};

#define CONNECT_NONE                                                                               \
	{                                                                                          \
		.password_fd = -1                                                                  \
	}

/* What getopt_long(3) returns for these; a verb's own start at CONNECT_OWN. */
enum {
	CONNECT_HOST = 2048,
	CONNECT_USER,
	CONNECT_PASSWORD_FILE,
	CONNECT_PASSWORD_FD,
	CONNECT_PASSWORD_ENV,
	CONNECT_CA,
	CONNECT_TLS_NAME,
	CONNECT_PIN,
	CONNECT_ACCEPT_NEW,
	CONNECT_INSECURE,
	CONNECT_LEGACY_TLS,
	CONNECT_DEBUG,
	CONNECT_OWN = 4096,
};

#define CONNECT_OPTIONS                                                                            \
	{"host", required_argument, NULL, CONNECT_HOST},                                           \
		{"user", required_argument, NULL, CONNECT_USER},                                   \
		{"password-file", required_argument, NULL, CONNECT_PASSWORD_FILE},                 \
		{"password-fd", required_argument, NULL, CONNECT_PASSWORD_FD},                     \
		{"password-env", required_argument, NULL, CONNECT_PASSWORD_ENV},                   \
		{"ca", required_argument, NULL, CONNECT_CA},                                       \
		{"tls-name", required_argument, NULL, CONNECT_TLS_NAME},                           \
		{"pin", required_argument, NULL, CONNECT_PIN},                                     \
		{"accept-new", no_argument, NULL, CONNECT_ACCEPT_NEW},                             \
		{"insecure", no_argument, NULL, CONNECT_INSECURE},                                 \
		{"legacy-tls", no_argument, NULL, CONNECT_LEGACY_TLS},                             \
	{                                                                                          \
		"debug", required_argument, NULL, CONNECT_DEBUG                                    \
	}

extern const char connect_help[]; /* the help of these rows, with its heading */

/* One option of CONNECT_OPTIONS; EXIT_DONE, or EXIT_USAGE with a sentence on standard error. */
int connect_take(struct connect *connect, int option, const char *argument);

/*
 * Makes sure of the host, reads or asks the password, logs in. interrupt: a flag of the caller's
 * own handlers; NULL: those of interrupt.h are set up, once nobody is asked any more. EXIT_DONE, or
 * EXIT_USAGE or EXIT_FAILED with a sentence on standard error.
 */
int connect_open(struct connect *connect, const volatile sig_atomic_t *interrupt,
		 struct xenapi **ret);

void connect_close(struct connect *connect); /* not the session */

#define AUTO_CONNECT __attribute__((cleanup(connect_close))) struct connect

#endif
