/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_ISOARGS_H
#define ISOARGS_ISOARGS_H

/*
 * libisoargs - what must be handed to the hypervisor so that an installation medium's
 * own installer starts.
 *
 * The way of a caller: isoargs_image_open(), isoargs_inspect(), isoargs_derive(), then
 * isoargs_checks_run() with ISOARGS_CHECK_CHEAP, which says whether the installer would start
 * with these arguments, and isoargs_args_string() or isoargs_args_format(). examples/arguments.c
 * is that way.
 *
 * Results are int: a negative errno failed, 0 done or absent, 1 found. Outputs named
 * ret_* are written last and only on success. A reterr may be NULL; where it is not and
 * the call fails, it receives an error object that the caller frees. The library never
 * prints, never ends the process, reads no environment and keeps no global state of its
 * own. Options are structs whose every member may be zero; NULL in their place is the same.
 * Lists are walked by an index from 0 until NULL comes. One object is used by one thread at a
 * time, different objects by different threads.
 */

#include <isoargs/archive.h>
#include <isoargs/args.h>
#include <isoargs/check.h>
#include <isoargs/error.h>
#include <isoargs/file.h>
#include <isoargs/format.h>
#include <isoargs/image.h>
#include <isoargs/kernel.h>
#include <isoargs/kickstart.h>
#include <isoargs/mediacheck.h>
#include <isoargs/option.h>
#include <isoargs/report.h>
#include <isoargs/version.h>

#endif
