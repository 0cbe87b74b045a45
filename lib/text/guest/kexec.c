/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/* Commands for a shell of a machine that runs already and becomes the installer. */

static int write_kexec(const struct isoargs_args *args, const struct ia_domain *domain,
		       struct ia_strbuf *buf, struct isoargs_error **reterr IA_UNUSED)
{
	ia_strbuf_adds(buf,
		       "# As root, in the machine itself. The second command starts the installer "
		       "at once: what is\n"
		       "# mounted stays so; systemctl kexec in its place shuts the system down "
		       "first.\n"
		       "kexec -l");
	if (domain->initrd) {
		ia_strbuf_adds(buf, " --initrd=");
		ia_quote_sh(buf, domain->initrd);
	}
	ia_strbuf_adds(buf, " --command-line=");
	ia_quote_sh(buf, args->text);
	ia_strbuf_adds(buf, " -- ");
	ia_quote_sh(buf, domain->kernel);
	ia_strbuf_adds(buf, " &&\nkexec -e\n");
	return 0;
}

const struct ia_consumer ia_consumer_kexec = {
	.name = "kexec",
	.guests = ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM,
	.options = IA_GUEST_BIT(KERNEL) | IA_GUEST_BIT(INITRD) | IA_GUEST_BIT(FORCE),
	.needs_kernel = true,
	.write = write_kexec,
};
