/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_REQUEST_H
#define IA_ARGS_REQUEST_H

#include <isoargs/args.h>
#include <stdbool.h>
#include <stddef.h>

#include "args/guest-kind.h"
#include "args/network/network.h"
#include "base/error.h"
#include "base/note.h"
#include "base/option.h"

enum ia_stage2 {
	IA_STAGE2_LABEL,
	IA_STAGE2_UUID,
	IA_STAGE2_DEVICE,
};

enum ia_style {
	IA_STYLE_LEGACY,
	IA_STYLE_MINIMAL,
};

struct isoargs_request {
	bool graphical;
	bool text;
	bool vnc;
	char *vnc_password;
	struct ia_network network;
	char *ks;
	char *repo;
	bool has_stage2; /* asked for, not the default */
	enum ia_stage2 stage2;
	char *device; /* IA_STAGE2_DEVICE: "/dev/xvdd"; NULL: where the guest has its medium */
	struct ia_option_list append;
	struct ia_option_list keep; /* words of the entry, or their names */
	struct ia_option_list drop;
	char *entry;
	bool has_style;
	enum ia_style style;
	const struct ia_guest_kind *guest; /* NULL: ISOARGS_GUEST was not set */
	char *automation;                  /* ISOARGS_AUTO, by whatever the installer calls it */
	char *base_url; /* ISOARGS_BASE_URL without a slash at its end; NULL: a CD, or a disk */
};

/* The guest that is asked for, or the one that is meant where none is. */
const struct ia_guest_kind *ia_request_guest(const struct isoargs_request *request);

/* Is it asked for? One of the options that a request has. */
bool ia_request_has(const struct isoargs_request *request, enum isoargs_option option);

/* Is it a place that anaconda reads a kickstart from, by that option? 0 or -EINVAL. */
int ia_request_check_kickstart(enum isoargs_option option, const char *value,
			       struct isoargs_error **reterr);

/*
 * What two options say together, whatever the medium. Doubt is a note. 0 or -EINVAL.
 */
int ia_request_check(const struct isoargs_request *request, struct ia_notes *notes,
		     struct isoargs_error **reterr);

#endif
