/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_OPTION_H
#define IA_BASE_OPTION_H

#include <stdbool.h>

#include "base/error.h"

/* What requests, setups and guests do with the values of their options. */

/* Keeps a copy of a value that may be given once, or twice the same. 0; -EINVAL; -ENOMEM. */
int ia_option_set_once(char **slot, const char *option, const char *value,
		       struct isoargs_error **reterr);

/* An option without a value. 0; -EINVAL where there is one. */
int ia_option_set_flag(bool *flag, const char *option, const char *value,
		       struct isoargs_error **reterr);

/* One more of at most IA_OPTION_VALUES_MAX. 0; -E2BIG; -ENOMEM. */
int ia_option_add(char **slots, size_t *count, const char *option, const char *value,
		  struct isoargs_error **reterr);

#endif
