/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_SLICE_H
#define IA_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of a text, borrowed from it; may hold NUL bytes. */
struct ia_slice {
	const char *at;
	size_t size;
};

/* Without ASCII white space at both ends. */
struct ia_slice ia_slice_trim(struct ia_slice s);

/* Cuts the first line, without its end, off a text that is not empty. */
struct ia_slice ia_slice_cut_line(struct ia_slice *rest);

bool ia_slice_equal(struct ia_slice s, const char *text);

/* Letters of ASCII in either case. */
bool ia_slice_equal_fold(struct ia_slice s, const char *text);

#endif
