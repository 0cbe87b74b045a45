/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_SANDBOX_IMPL_H
#define TOOLS_COMMON_SANDBOX_IMPL_H

#include "common/sandbox.h"
#include "config.h"

#if SANDBOX_MODE == SANDBOX_FULL
#define FULL 1
#else
#define FULL 0
#endif

/* Both: 1 enforced, 0 the kernel has none of it, or a negative errno. */
int sandbox_restrict_files(const struct sandbox_options *options);
int sandbox_filter_calls(const struct sandbox_options *options, bool has_landlock);

/* The same of what a broker must not do. */
int sandbox_restrict_broker_files(void);
int sandbox_filter_broker_calls(void);

#endif
