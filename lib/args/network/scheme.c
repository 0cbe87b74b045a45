/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/scheme.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"

bool ia_scheme_is(const char *location, const char *const *schemes)
{
	for (; *schemes; schemes++) {
		size_t length = strlen(*schemes);
		bool has_host = length > 2 && strcmp(*schemes + length - 2, "//") == 0;

		if (strncmp(location, *schemes, length) == 0)
			return location[length] != '\0' && !(has_host && location[length] == '/');
	}
	return false;
}

int ia_scheme_check(enum isoargs_option option, const char *location, const char *const *schemes,
		    const char *expected, struct isoargs_error **reterr)
{
	if (!location || ia_scheme_is(location, schemes))
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL, "found \"%s\", expected %s",
			location, expected);
}

void ia_scheme_add_image(const char *url, const char *image, struct ia_strbuf *buf)
{
	const char *slash = strrchr(image, '/');

	ia_strbuf_addf(buf, "%s/", url);
	for (image = slash ? slash + 1 : image; *image; image++) {
		if (ia_ascii_is_alnum(*image) || strchr("-._~", *image))
			ia_strbuf_addc(buf, *image);
		else
			ia_strbuf_addf(buf, "%%%02X", (unsigned char)*image);
	}
}
