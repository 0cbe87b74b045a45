/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_GRAMMAR_H
#define FUZZ_GRAMMAR_H

#include <stddef.h>
#include <stdint.h>

/*
 * Boot configurations as a grammar makes them: what is right enough to be evaluated, and repeated,
 * nested and long as no medium has it. A search that only changes bytes comes to none of that.
 */

/* How a target takes its input. */
enum grammar_form {
	GRAMMAR_GRUB,     /* a byte for the dialect, the configuration */
	GRAMMAR_SYSLINUX, /* files between bytes 0xff, the first is the configuration */
	GRAMMAR_MEDIUM,   /* named files, as in named-files.h */
};

/* The target's. */
extern const enum grammar_form grammar_form;

/*
 * One input of at most max bytes, always the same for a seed; most are short, some fill it. How
 * many bytes it has.
 */
size_t grammar_make(enum grammar_form form, uint64_t seed, uint8_t *data, size_t max);

/* Puts statements of the form's language at the start of a line, or of the input. The new size. */
size_t grammar_insert(enum grammar_form form, uint64_t seed, uint8_t *data, size_t size,
		      size_t max);

/* The same lines many times, other lines, fewer lines. */
size_t grammar_shuffle(uint64_t seed, uint8_t *data, size_t size, size_t max);

#endif
