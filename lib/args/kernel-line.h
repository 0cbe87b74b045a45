/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_KERNEL_LINE_H
#define IA_ARGS_KERNEL_LINE_H

#include "menu/cmdline.h"

/*
 * The words that the kernel does not know, each of which takes a place of init's: NAME=VALUE of its
 * environment, unless the name has a dot or stands there already, and what has no value or stands
 * behind "--" of its arguments. Beyond IA_KERNEL_ENVIRONMENT_MAX or IA_KERNEL_ARGUMENTS_MAX it
 * panics. For a line of at most IA_LINUX_CMDLINE_MAX bytes.
 */
void ia_kernel_line_count(const struct ia_cmdline *line, unsigned *ret_environment,
			  unsigned *ret_arguments);

/* Has every word its place? 0; -E2BIG with how many there are, and what to do. */
int ia_kernel_line_check(const struct ia_cmdline *line, struct isoargs_error **reterr);

#endif
