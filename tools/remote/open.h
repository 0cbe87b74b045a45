/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_OPEN_H
#define TOOLS_REMOTE_OPEN_H

#include "remote/options.h"
#include "remote/reader.h"

/* A medium as the command line names it, wherever it lies. */
struct remote_place {
	const char *word; /* a URL; the path of a file, a device or a folder */
	const char *name; /* how it is called in what is printed */
	struct remote_options options;
	bool no_sandbox; /* for what fetches it as well */
	bool is_distant; /* requests cost more than the bytes between what is needed */
};

/*
 * How a word of the command line is called in what is printed: as it stands there, or without the
 * credentials and the query of a URL. free() it. EXIT_DONE, or an exit status with a sentence on
 * standard error where it is a URL that nobody can be asked for.
 */
int remote_take_name(const char *word, char **ret_name);

/*
 * Opens it: a broker is started where it needs one, and nothing of the medium is read. 0, or a
 * negative errno with what remote_failure() or the error object says.
 */
int remote_open_place(struct remote *remote, const struct remote_place *place,
		      struct isoargs_image **ret_image, struct isoargs_error **reterr);

/*
 * The broker alone, for a reader that is another process: 1, 0 where the place needs none and is to
 * be opened as a file, or as above.
 */
int remote_start_place(struct remote *remote, const struct remote_place *place);

#endif
