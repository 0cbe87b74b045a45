/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_FAMILY_WRITER_H
#define IA_ARGS_FAMILY_WRITER_H

#include "args/derivation.h"

/* Writes words of a family to the line; the first failure sticks. */
struct ia_writer {
	struct ia_derivation *derivation;
	struct isoargs_error **reterr;
	int error;
};

/* Why a word is written. */
struct ia_saying {
	enum isoargs_option option; /* ISOARGS_NO_OPTION or ISOARGS_GUEST: a rule writes it */
	const char *reason;
	const char *source; /* "netcfg: static.c" */
};

/* Of an option, such as GUEST, in place. */
#define IA_SAYING(which, why, where)                                                               \
	(&(const struct ia_saying){.option = ISOARGS_##which, .reason = (why), .source = (where)})

/* One word: format and arguments make its text. Wiped where it is a password. */
void ia_writer_add(struct ia_writer *writer, const struct ia_saying *why, const char *fmt, ...)
	IA_PRINTF(3, 4);

#endif
