/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_EXTRACTION_H
#define TOOLS_ISOARGS_EXTRACTION_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "common/atomic.h"
#include "common/progress.h"
#include "injection.h"
#include "options.h"

/* A kernel and initial RAM disks: each holds two descriptors open. */
#define EXTRACTION_FILES_MAX 64

/* One file on its way from the medium into the folder. */
/* How far all files have come. */
struct extraction_bar {
	struct progress progress;
	uint64_t done, total; /* bytes */
};

struct extracted {
	const char *location;
	const char *name; /* the last component of location */
	char *path;
	struct isoargs_file *file; /* on the medium */
	struct atomic_file target;
	uint64_t size;    /* on the medium */
	uint64_t written; /* bytes in the folder, and their sum */
	char sha256[65];
	bool verified;                     /* what is on the medium is what .treeinfo says */
	const struct injection *injection; /* what comes behind it; NULL: nothing */
	struct ia_digest *sum;             /* of both, under way */
	struct extraction_bar *bar;        /* NULL: none, as it takes no time */
	bool committed;
};

/* All of them, which get there, or none does. */
struct extraction {
	struct extracted items[EXTRACTION_FILES_MAX];
	size_t count;
	struct isoargs_files *files; /* of the medium */
	struct extraction_bar bar;
	const char *folder;
	int directory; /* the folder, open; -1: not yet */
	int parent;    /* that of a folder that we made and that holds nothing yet; or -1 */
	char folder_name[NAME_MAX + 1]; /* in parent */
	bool force;
};

/* One more file; the same one twice is one. All of these: an exit status, with a sentence. */
int extraction_add(struct extraction *extraction, const char *path, const char *location);

/* Files that come behind the last of the RAM disks, which is at that location, or NULL. */
int extraction_inject(struct extraction *extraction, const char *path, const char *location,
		      const struct injection *injection);

/* Before anything is read: afterwards no folder can be opened. */
int extraction_open_folder(struct extraction *extraction);

/* Files of the ESP need a report that looked for it. */
bool extraction_needs_esp(const struct extraction *extraction);

/* All files, without their names. */
int extraction_write(struct extraction *extraction, const struct options *options,
		     struct isoargs_image *image, const struct isoargs_report *report);

/* Gives the files their names and says so; whoever is not told of them does not get them. */
int extraction_finish(struct extraction *extraction, const struct options *options);

/* A folder that was made stays; otherwise it is taken away as it is closed. */
void extraction_keep_folder(struct extraction *extraction);
void extraction_close_folder(struct extraction *extraction);

/* What was written, for people and for programs; NULL: no memory. */
char *extraction_lines(const struct extraction *extraction);
char *extraction_json(const struct extraction *extraction, const char *image);

void extraction_cleanup(struct extraction *extraction);

#define AUTO_EXTRACTION __attribute__((cleanup(extraction_cleanup))) struct extraction

/* Says why, and gives the exit status: is the image at fault, or what surrounds it? */
int extraction_fail(const struct options *options, int code, const struct isoargs_error *error);

#endif
