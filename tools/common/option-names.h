/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_OPTION_NAMES_H
#define TOOLS_COMMON_OPTION_NAMES_H

#include <isoargs/isoargs.h>

/* How the command lines of all tools spell the library's options: an isoargs_speller. */
const char *option_spelled(enum isoargs_option option, void *user);

/* For the library's printers: everything, spelled so. */
extern const struct isoargs_print_options option_spelling;

#endif
