/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_COMMAND_H
#define IA_MENU_SYSLINUX_COMMAND_H

#include "menu/syslinux/config.h"

/* What a command line runs: a file, and its parameters behind it. */

/* What SYSLINUX takes the command's file for: KERNEL goes by the end of its name. */
enum ia_syslinux_type ia_syslinux_resolve_type(enum ia_syslinux_type type, const char *command);

/* The line without the words for a type that it begins with, as ".linux"; the last one is its type. */
const char *ia_syslinux_take_type(const char *command, enum ia_syslinux_type *type);

/* The bytes of a label's line as SYSLINUX counts them, with the word for its type. */
size_t ia_syslinux_line_length(enum ia_syslinux_type type, const char *command);

/*
 * The RAM disks that SYSLINUX 6 loads: what follows the first "initrd=" anywhere in the
 * parameters, between commas and to the next space; another blank ends a name. NULL: none.
 */
const char *ia_syslinux_initrds(const char *args);

/* Cuts the next name off that list, which may be empty; false: there is none. */
bool ia_syslinux_next_initrd(const char **list, const char **ret, size_t *ret_length);

/* What an entry's command is called, and what SYSLINUX calls the type. */
const char *ia_syslinux_type_name(enum ia_syslinux_type type);

/* Is its file that module? Without directories, case and perhaps ".c32"; name in lower case. */
bool ia_syslinux_is_module(const char *command, const char *name);

/*
 * Does it show a menu? Then *ret_arguments is the list of the files that it reads in place of the
 * running configuration, which is empty where it reads that alone.
 */
bool ia_syslinux_shows_menu(enum ia_syslinux_type type, const char *command,
			    const char **ret_arguments);

/*
 * The words of a module's parameters that it runs as another command line on a 64-bit machine
 * started from a CD: whichsys.c32 … -iso- words …, ifcpu64.c32 words -- words.
 */
bool ia_syslinux_module_words(const char *command, const char **ret, size_t *ret_length);

#endif
