/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_CPU_LIMIT_H
#define TOOLS_COMMON_CPU_LIMIT_H

#include <stdint.h>

/*
 * The last net: what reads something hostile ends when it has taken so many seconds of the
 * processor, whatever the bounds below have missed. It is far above what any image takes; a
 * sanitizer takes longer for everything.
 */
#define CPU_LIMIT_SECONDS   10u
#define CPU_LIMIT_SANITIZED 60u

/* What has to go through a whole image may take a second more for so many bytes of it. */
#define CPU_LIMIT_BYTES (8u * 1024 * 1024)

/* The seconds for an image of which so many bytes are read, beside what is always read. */
uint64_t cpu_limit_seconds(uint64_t bytes);

/*
 * Ends the process with EXIT_FAILED and a sentence on standard error once it has taken as many
 * seconds since it was started. A limit that is lower already stays. To be called before
 * sandbox_enter(), which leaves no way to it.
 */
void cpu_limit_set(uint64_t seconds);

#endif
