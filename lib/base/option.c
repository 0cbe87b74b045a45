/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

int ia_option_set_once(char **slot, const char *option, const char *value,
		       struct isoargs_error **reterr)
{
	if (*slot && strcmp(*slot, value) == 0)
		return 0;
	if (*slot)
		return ia_error(reterr, -EINVAL, IA_IN_FILE(option), "give it once",
				"found \"%s\" after \"%s\"", value, *slot);
	*slot = strdup(value);
	return *slot ? 0 : ia_error_memory(reterr);
}

int ia_option_set_flag(bool *flag, const char *option, const char *value,
		       struct isoargs_error **reterr)
{
	if (value)
		return ia_error(reterr, -EINVAL, IA_IN_FILE(option), NULL,
				"found \"%s\", expected no value", value);
	*flag = true;
	return 0;
}

int ia_option_add(char **slots, size_t *count, const char *option, const char *value,
		  struct isoargs_error **reterr)
{
	char *copy;

	if (*count >= IA_OPTION_VALUES_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(option), NULL,
				"found more than %u, expected at most that many",
				IA_OPTION_VALUES_MAX);
	copy = strdup(value);
	if (!copy)
		return ia_error_memory(reterr);
	slots[(*count)++] = copy;
	return 0;
}
