/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/number.h"

#include <string.h>

#include "base/ascii.h"

#define MAJOR_MAX 9999u
#define MINOR_MAX 99u

/* The digits at *text, which is moved behind them; more than max is max. */
static unsigned take(const char **text, unsigned max)
{
	unsigned number = 0;

	for (; ia_ascii_is_digit(**text); (*text)++) {
		number = number * 10 + (unsigned)(**text - '0');
		if (number > max)
			number = max;
	}
	return number;
}

unsigned ia_release_number(const char *version)
{
	unsigned major;

	if (!version || !ia_ascii_is_digit(*version))
		return 0;
	major = take(&version, MAJOR_MAX);
	if (*version == '.')
		version++;
	return major * 100 + take(&version, MINOR_MAX);
}
