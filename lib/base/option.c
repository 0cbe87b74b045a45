/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

int ia_option_set_once(char **slot, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr)
{
	if (*slot && strcmp(*slot, value) == 0)
		return 0;
	if (*slot)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), "give it once",
				"found \"%s\" after \"%s\"", value, *slot);
	*slot = strdup(value);
	return *slot ? 0 : ia_error_memory(reterr);
}

int ia_option_set_flag(bool *flag, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr)
{
	if (value)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected no value", value);
	*flag = true;
	return 0;
}

int ia_option_add(struct ia_option_list *list, enum isoargs_option option, const char *value,
		  struct isoargs_error **reterr)
{
	char *copy;

	if (list->count >= IA_OPTION_VALUES_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OPTION(option), NULL,
				"found more than %u, expected at most that many",
				IA_OPTION_VALUES_MAX);
	copy = strdup(value);
	if (!copy)
		return ia_error_memory(reterr);
	list->values[list->count++] = copy;
	return 0;
}

void ia_option_list_free(struct ia_option_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		ia_secret_free(list->values[i]); /* a word may hold a password, too */
	list->count = 0;
}
