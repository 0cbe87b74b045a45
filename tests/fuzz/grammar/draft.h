/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_DRAFT_H
#define FUZZ_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* A text that is made up. What finds no room is left out. */
struct draft {
	uint8_t *data;
	size_t size;
	size_t max;
	uint64_t state; /* of the random numbers */
};

#define pick_of(draft, words) ((words)[draft_below((draft), IA_COUNT(words))])

/* 0 to below - 1; below > 0. */
size_t draft_below(struct draft *draft, size_t below);

/* 1 to most, each order of magnitude as often as the next. */
size_t draft_many(struct draft *draft, size_t most);

/* As many, but often about most. */
size_t draft_much(struct draft *draft, size_t most);

/* Once in so many times. */
bool draft_once_in(struct draft *draft, size_t times);

bool draft_is_full(const struct draft *draft);
void draft_add(struct draft *draft, const void *bytes, size_t size);
void draft_put(struct draft *draft, const char *fmt, ...) IA_PRINTF(2, 3);
void draft_fill(struct draft *draft, char c, size_t count);

/* What was added since start, so many times in all. */
void draft_repeat(struct draft *draft, size_t start, size_t times);

/* One of few names, so that they meet again; of a variable that may only be read, too. */
const char *draft_name(struct draft *draft);
const char *draft_variable(struct draft *draft);

/* A path that is there, or would be. */
const char *draft_path(struct draft *draft);

/* Bytes that a name or a title may have and a terminal should not get. */
void draft_hostile(struct draft *draft);

/* Statements at the end of the draft; lines of one of SYSLINUX' files. */
void draft_grub(struct draft *draft);
void draft_syslinux(struct draft *draft);

/* A file of entries as blscfg reads it; an environment block. */
void draft_bls(struct draft *draft);
void draft_environment(struct draft *draft);

#endif
