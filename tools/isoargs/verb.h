/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_VERB_H
#define TOOLS_ISOARGS_VERB_H

#include <getopt.h>
#include <isoargs/isoargs.h>
#include <stdbool.h>

#include "common/program.h"

/* The verbs, and what they share. */
extern const struct verb verb_args;
extern const struct verb verb_check;
extern const struct verb verb_extract;
extern const struct verb verb_inspect;
extern const struct verb verb_kickstart;
extern const struct verb verb_menu;

static inline void cleanup_error(struct isoargs_error **error)
{
	isoargs_error_free(*error);
}

static inline void cleanup_image(struct isoargs_image **image)
{
	isoargs_image_free(*image);
}

static inline void cleanup_report(struct isoargs_report **report)
{
	isoargs_report_free(*report);
}

static inline void cleanup_checks(struct isoargs_checks **checks)
{
	isoargs_checks_free(*checks);
}

static inline void cleanup_args(struct isoargs_args **args)
{
	isoargs_args_free(*args);
}

#define AUTO_ARGS   __attribute__((cleanup(cleanup_args))) struct isoargs_args *
#define AUTO_CHECKS __attribute__((cleanup(cleanup_checks))) struct isoargs_checks *
#define AUTO_ERROR  __attribute__((cleanup(cleanup_error))) struct isoargs_error *
#define AUTO_IMAGE  __attribute__((cleanup(cleanup_image))) struct isoargs_image *
#define AUTO_REPORT __attribute__((cleanup(cleanup_report))) struct isoargs_report *

#endif
