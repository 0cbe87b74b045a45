/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

#include <errno.h>
#include <string.h>

#define ROW(format, name) [ISOARGS_FORMAT_##format] = &ia_consumer_##name,

static const struct ia_consumer *const consumers[IA_FORMATS] = {IA_CONSUMERS(ROW)};

const struct ia_consumer *ia_consumer(enum isoargs_format format)
{
	return (unsigned)format < IA_FORMATS ? consumers[format] : NULL;
}

bool ia_consumer_writes(enum isoargs_format format, enum isoargs_guest_mode mode)
{
	const struct ia_consumer *consumer = ia_consumer(format);

	return consumer && consumer->options != 0 && (consumer->guests & mode);
}

int isoargs_format_parse(const char *name, enum isoargs_format *ret_format)
{
	for (unsigned i = 0; i < IA_FORMATS; i++) {
		if (strcmp(consumers[i]->name, name) == 0) {
			*ret_format = (enum isoargs_format)i;
			return 0;
		}
	}
	return -EINVAL;
}
