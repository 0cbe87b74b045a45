/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "text/guest/consumer.h"
#include "text/netboot/served.h"

/* A configuration for PXELINUX, which hands the words of APPEND on as they stand. */

#define CMDLINE_MAX 2047u /* syslinux: com32/elflink/ldlinux/execute.c */

/* What it puts around them: the kernel as it is named, the RAM disks, the address of the card. */
#define BOOT_IMAGE "BOOT_IMAGE="
#define BOOTIF     " BOOTIF=01-00-00-00-00-00-00"

static int check(const struct isoargs_args *args, const struct ia_served *served,
		 struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http", "ftp", "tftp", NULL};
	size_t length = strlen(BOOT_IMAGE) + strlen(served->kernel) + 1 + strlen(args->text) +
			strlen(" initrd=") + strlen(BOOTIF);

	for (size_t i = 0; i < served->initrd_count; i++)
		length += strlen(served->initrds[i]) + (i > 0);
	if (length > CMDLINE_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, "leave out what is not needed",
				"with what PXELINUX adds to them the arguments have %zu bytes, it "
				"takes at most %u",
				length, CMDLINE_MAX);
	if (strchr(args->base_url, ','))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_BASE_URL),
				"write it as %2C",
				"found \"%s\", but PXELINUX takes a comma for the end of a name",
				args->base_url);
	if (strcmp(args->text, "-") == 0)
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, "take the format ipxe",
				"found - alone, which PXELINUX takes for no arguments");
	return ia_served_check_scheme(args->base_url, "PXELINUX", schemes, reterr);
}

static int write_pxelinux(const struct isoargs_args *args, const struct ia_domain *domain,
			  struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	struct ia_served served IA_AUTO_SERVED = {0};
	int r = ia_served_find(args, domain, &served, reterr);

	if (r == 0)
		r = check(args, &served, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf,
		       "# For lpxelinux.0: pxelinux.0 itself knows no URLs.\n"
		       "DEFAULT install\n"
		       "LABEL install\n"
		       "  LINUX %s\n",
		       served.kernel);
	for (size_t i = 0; i < served.initrd_count; i++)
		ia_strbuf_addf(buf, "%s%s", i ? "," : "  INITRD ", served.initrds[i]);
	if (served.initrd_count)
		ia_strbuf_addc(buf, '\n');
	if (*args->text)
		ia_strbuf_addf(buf, "  APPEND %s\n", args->text);
	ia_strbuf_adds(buf, "  IPAPPEND 2\n");
	return 0;
}

const struct ia_consumer ia_consumer_pxelinux = {
	.name = "pxelinux",
	.guests = ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM,
	.options = IA_GUEST_BIT(KERNEL) | IA_GUEST_BIT(INITRD) | IA_GUEST_BIT(FORCE),
	.served = true,
	.write = write_pxelinux,
};
