/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "base/cleanup.h"
#include "remote/http.h"

/* Of a program that was built without libcurl. */

bool http_is_known(void)
{
	return false;
}

int http_open(const struct http_source *source IA_UNUSED, struct remote_backend *ret IA_UNUSED)
{
	return -EOPNOTSUPP;
}
