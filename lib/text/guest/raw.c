/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

static int write_raw(const struct isoargs_args *args, const struct ia_domain *domain IA_UNUSED,
		     struct ia_strbuf *buf, struct isoargs_error **reterr IA_UNUSED)
{
	ia_strbuf_adds(buf, args->text);
	ia_strbuf_addc(buf, '\n');
	return 0;
}

const struct ia_consumer ia_consumer_raw = {
	.name = "raw", .guests = IA_EVERY_GUEST, .write = write_raw};
