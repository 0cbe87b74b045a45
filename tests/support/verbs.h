/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_VERBS_H
#define TEST_VERBS_H

#include <isoargs/isoargs.h>

/* The library's calls as the verbs of the tool make them, one after the other on one image. */
enum verb {
	VERB_ARGS,
	VERB_INSPECT,
	VERB_CHECK,
	VERB_EXTRACT,
};
#define VERB_COUNT 4

extern const char *const verb_names[VERB_COUNT];

/*
 * What comes of it: all documents and sentences of the calls, or that of the one that failed, whose
 * result is *ret. free() it; the test ends where there is no memory for it.
 */
char *verb_say(enum verb verb, struct isoargs_image *image, int *ret);

#endif
