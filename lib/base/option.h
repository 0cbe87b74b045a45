/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_OPTION_H
#define IA_BASE_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/option-name.h"

/* What requests, setups and guests do with the values of their options. */

/* Keeps a copy of a value that may be given once, or twice the same. 0; -EINVAL; -ENOMEM. */
int ia_option_set_once(char **slot, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr);

/* An option without a value. 0; -EINVAL where there is one. */
int ia_option_set_flag(bool *flag, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr);

/* The values of an option that may be given more than once. */
struct ia_option_list {
	char *values[IA_OPTION_VALUES_MAX];
	size_t count;
};

/* One more of at most IA_OPTION_VALUES_MAX. 0; -E2BIG; -ENOMEM. */
int ia_option_add(struct ia_option_list *list, enum isoargs_option option, const char *value,
		  struct isoargs_error **reterr);
void ia_option_list_free(struct ia_option_list *list);

#endif
