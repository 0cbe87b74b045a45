/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

#include <errno.h>
#include <string.h>

static const char *const names[IA_FORMATS] = {
	[ISOARGS_FORMAT_RAW] = "raw",     [ISOARGS_FORMAT_JSON] = "json",
	[ISOARGS_FORMAT_SHELL] = "shell", [ISOARGS_FORMAT_XE] = "xe",
	[ISOARGS_FORMAT_XL] = "xl",       [ISOARGS_FORMAT_LIBVIRT] = "libvirt",
	[ISOARGS_FORMAT_QEMU] = "qemu",
};

const char *ia_format_name(enum isoargs_format format)
{
	return names[format];
}

int isoargs_format_parse(const char *name, enum isoargs_format *ret_format)
{
	for (unsigned i = 0; i < IA_FORMATS; i++) {
		if (strcmp(names[i], name) == 0) {
			*ret_format = (enum isoargs_format)i;
			return 0;
		}
	}
	return -EINVAL;
}
