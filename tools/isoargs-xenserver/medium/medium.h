/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_MEDIUM_MEDIUM_H
#define XS_MEDIUM_MEDIUM_H

#include <json.h>
#include <stdbool.h>
#include <stddef.h>

#include "medium/request.h"

/*
 * The medium, read by a process of its own: this program once more, which gets the image as a
 * descriptor, drops everything else, and answers with the arguments, NUL, and a JSON document.
 * That happens before there is a password or a connection here; whatever the image does to its
 * reader, it can only lie about the arguments, and what comes back is bounded and checked.
 */

/* argv[1] of that process; main() hands over to medium_child() before anything else. */
#define MEDIUM_CHILD "medium-reader"

/* The second text of its request, where it gets the socket of a broker (remote/reader.h); or "". */
#define MEDIUM_FETCHED "fetched"

#define MEDIUM_REQUEST_MAX 60000u             /* bytes; what a pipe takes without a reader */
#define MEDIUM_JSON_MAX    (4u * 1024 * 1024) /* bytes of its answer */
#define MEDIUM_JSON_DEPTH  16
#define MEDIUM_SECONDS     120

int medium_child(void);

struct medium {
	json_object *root;
	char *args;                                 /* may hold a password: wiped when freed */
	const char *kernel, *initrd;                /* the last NULL: none */
	const char *distribution, *version, *label; /* NULL: nothing tells */
	const char *installer;                      /* as struct plan_medium has it */
	const char *memory_error;                   /* NULL: the memory suffices */
	unsigned generation;
	bool starts;          /* nothing found that would keep the installer from starting */
	bool suits_eliloader; /* kernel and RAM disk lie where the host's loader looks */
};

struct medium_place {
	const char *word; /* of the command line: a path, or a URL */
	int held;         /* its descriptor, which stays open; -1: it is opened for this alone */
};

/*
 * EXIT_DONE, or an exit status with a sentence on standard error; what the checks find is on
 * standard error, too. memory: MiB.
 */
int medium_read(const struct medium_place *place, const struct request *request, unsigned memory,
		bool verbose, struct medium *ret);
void medium_free(struct medium *medium);

/*
 * The answer of the reader, checked: 0, or -1 with *ret_why, which is NULL where the document
 * has an error of its own to tell. medium_free() it in each case.
 */
int medium_parse(const char *text, size_t size, struct medium *ret, const char **ret_why);

/* A text of the document; NULL: there is none, or it would steer a terminal. */
const char *medium_text(json_object *object, const char *key);

/* What the checks found, on standard error; what is well only where verbose. */
void medium_print_checks(const char *path, const struct medium *medium, bool verbose);

#define AUTO_MEDIUM __attribute__((cleanup(medium_free))) struct medium

#endif
