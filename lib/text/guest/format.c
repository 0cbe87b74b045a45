/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

#include <errno.h>

int isoargs_args_format(const struct isoargs_args *args, const struct isoargs_guest *guest,
			enum isoargs_format format, const struct isoargs_print_options *options,
			char **ret_text, struct isoargs_error **reterr)
{
	const struct ia_consumer *consumer = ia_consumer(format);
	struct ia_domain domain IA_AUTO_DOMAIN = {0};
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	int r;

	if (!consumer)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no format number %d",
				(int)format);
	r = ia_domain_settle(args, guest, consumer, &domain, reterr);
	if (r < 0)
		return r;
	domain.print = options;
	r = consumer->write(args, &domain, &buf, reterr);
	if (r < 0)
		return r;
	return ia_strbuf_take(&buf, ret_text) < 0 ? ia_error_memory(reterr) : 0;
}
