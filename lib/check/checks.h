/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_CHECK_CHECKS_H
#define IA_CHECK_CHECKS_H

#include <isoargs/check.h>

#include "args/args.h"
#include "args/request.h"
#include "base/error.h"
#include "base/note.h"
#include "report/filesystems.h"
#include "report/report.h"

/* Whether a medium's installer would start as a guest, found out before it is booted. */

/* One run. Each file looks at one side of the medium. */
struct ia_check {
	struct isoargs_image *image;
	struct ia_meter *meter;
	const struct isoargs_report *report;
	const struct isoargs_request *request;
	const struct isoargs_args *args; /* NULL: none could be derived */
	const struct ia_guest_kind *guest;
	const struct ia_check_family *family; /* never NULL where arguments are looked at */
	struct ia_filesystems systems;
	unsigned memory; /* MiB; 0: not decided */
	bool is_cheap;   /* what is a note already is not said again */
	bool has_kernel; /* it is there, and whole */
	bool is_foreign; /* no PC runs it; has been said */
	struct isoargs_checks *checks;
	int error; /* the first failure to allocate sticks */
};

#define IA_CHECK_ARCHITECTURE_REMEDY "use the image for x86_64"

/* No findings yet; NULL: out of memory. */
struct isoargs_checks *ia_checks_new(void);

/* A finding. place and remedy as for ia_error(). */
void ia_check_add(struct ia_check *check, enum isoargs_verdict verdict, enum ia_note_code code,
		  const struct ia_place *place, const char *remedy, const char *fmt, ...)
	IA_PRINTF(6, 7);

/*
 * A failure becomes a finding. That there was no memory, for the error object or for what was
 * looked at, says nothing of the medium: then the whole run fails.
 */
void ia_check_add_error(struct ia_check *check, enum isoargs_verdict verdict,
			enum ia_note_code code, const struct isoargs_error *error);

/* words.c: does the installer look for its second stage by a link that udev makes, as the caller asks? */
bool ia_check_needs_link(const struct ia_check *check);

/* The arguments' word of a trait (vocabulary.h), the last as the installer takes it; or NULL. */
const struct isoargs_word *ia_check_word(const struct ia_check *check, unsigned trait);

/* files.c: are the files there, and whole? */
void ia_check_kernel_file(struct ia_check *check);
void ia_check_initrds(struct ia_check *check);
void ia_check_stage2(struct ia_check *check);
void ia_check_source(struct ia_check *check);

/* sums.c: is what .treeinfo of a tree has sums of what it was? */
void ia_check_kernel_sum(struct ia_check *check);
int ia_check_sums(struct ia_check *check, isoargs_progress progress, void *data,
		  struct isoargs_error **reterr);

/* label.c, medium.c: will the installer find its medium? */
void ia_check_medium(struct ia_check *check);
void ia_check_label(struct ia_check *check);
void ia_check_udev(struct ia_check *check);
void ia_check_menus(struct ia_check *check);

/* line.c: can the arguments be carried, and read as they are meant? */
void ia_check_length(struct ia_check *check);
void ia_check_characters(struct ia_check *check);
void ia_check_separator(struct ia_check *check);
void ia_check_places(struct ia_check *check);

/* automation.c: is what answers the installer's questions where the line says? */
void ia_check_automation(struct ia_check *check);

/* console.c: where does it show itself? */
void ia_check_console(struct ia_check *check);

/* guest.c: can this kernel run as the guest? */
void ia_check_kernel(struct ia_check *check);

/* memory.c: in how much memory? */
void ia_check_memory(struct ia_check *check);

#endif
