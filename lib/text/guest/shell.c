/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/*
 * Assignments for eval or ".", which are looked at on a terminal, too. A count, so that what an
 * earlier medium left does not mislead.
 */

static void assign(struct ia_strbuf *buf, const char *name, const char *value)
{
	ia_strbuf_addf(buf, "%s=", name);
	ia_quote_sh(buf, value);
	ia_strbuf_addc(buf, '\n');
}

static int write_shell(const struct isoargs_args *args, const struct ia_domain *domain IA_UNUSED,
		       struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r = ia_quote_check_controls("the kernel's path", args->entry.kernel, reterr);

	for (size_t i = 0; r == 0 && i < args->entry.initrd_count; i++)
		r = ia_quote_check_controls("an initrd's path", args->entry.initrds[i], reterr);
	if (r < 0)
		return r;
	assign(buf, "ISOARGS_ARGS", args->text);
	assign(buf, "ISOARGS_KERNEL", args->entry.kernel);
	assign(buf, "ISOARGS_INITRD", args->entry.initrd_count ? args->entry.initrds[0] : "");
	ia_strbuf_addf(buf, "ISOARGS_INITRD_COUNT=%zu\n", args->entry.initrd_count);
	for (size_t i = 0; i < args->entry.initrd_count; i++) {
		ia_strbuf_addf(buf, "ISOARGS_INITRD_%zu=", i + 1);
		ia_quote_sh(buf, args->entry.initrds[i]);
		ia_strbuf_addc(buf, '\n');
	}
	return 0;
}

const struct ia_consumer ia_consumer_shell = {
	.name = "shell",
	.guests = IA_EVERY_GUEST,
	.write = write_shell,
};
