/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "tls/transport-impl.h"

static bool is_host_char(char c)
{
	return ia_ascii_is_alnum(c) || (c != '\0' && strchr(".-_:%", c));
}

static bool parse_port(const char *text, unsigned *ret)
{
	char *end;
	unsigned long port = strtoul(text, &end, 10);

	if (!ia_ascii_is_digit(*text) || *end || port == 0 || port > 65535)
		return false;
	*ret = (unsigned)port;
	return true;
}

bool host_address_split(const char *address, const char **ret_start, size_t *ret_length,
			unsigned *ret_port)
{
	const char *colon = strchr(address, ':'), *end = address + strlen(address);

	*ret_start = address;
	if (*address == '[') {
		const char *bracket = strchr(address, ']');

		if (!bracket || (bracket[1] && bracket[1] != ':'))
			return false;
		*ret_start = address + 1;
		end = bracket;
		colon = bracket[1] ? bracket + 1 : NULL;
	} else if (colon && strchr(colon + 1, ':')) {
		colon = NULL;
	} else if (colon) {
		end = colon;
	}
	*ret_length = (size_t)(end - *ret_start);
	for (const char *p = *ret_start; p < end; p++) {
		if (!is_host_char(*p))
			return false;
	}
	return *ret_length > 0 && **ret_start != '-' && (!colon || parse_port(colon + 1, ret_port));
}
