/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/medium-name.h"

#include <string.h>

/* The name after LABEL= or UUID=, up to the path. A value is a word of a line, which is short. */
static bool name_of(const char *value, const char *key, struct ia_slice *ret)
{
	const char *at = strchr(value, ':');

	if (!at)
		return false;
	at++;
	if (strncmp(at, "CD", 2) == 0)
		at += 2;
	if (strncmp(at, key, strlen(key)) != 0)
		return false;
	at += strlen(key);
	*ret = (struct ia_slice){at, strcspn(at, ":")};
	return true;
}

static bool is_name(struct ia_slice name, const char *expected)
{
	return expected && ia_slice_equal(name, expected);
}

bool ia_medium_name(const char *value, struct ia_slice *ret)
{
	return name_of(value, "LABEL=", ret) || name_of(value, "UUID=", ret);
}

bool ia_medium_name_is_other(const struct ia_labels *labels, const char *value,
			     struct ia_slice *ret)
{
	*ret = (struct ia_slice){0};
	if (name_of(value, "LABEL=", ret))
		return !is_name(*ret, labels->encoded) && !is_name(*ret, "OEMDRV");
	return name_of(value, "UUID=", ret) && !is_name(*ret, labels->uuid);
}
