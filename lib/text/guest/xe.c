/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/*
 * Commands for a shell on a XenServer or XCP-ng host. They stand in a subshell: the first that
 * fails ends them, and whoever pasted them keeps their shell. No line has a tab, which a shell
 * that is typed into would complete.
 */

#define SEPARATORS 3u /* blanks that eliloader and the toolstack put before PV-args */

/* VARIABLE=the one UUID that "xe LIST SELECTOR=VALUE" finds, or VALUE itself where it is one. */
static void add_lookup(struct ia_strbuf *buf, const char *variable, const char *list,
		       const char *selector, const char *value)
{
	ia_strbuf_addf(buf, "%s=", variable);
	if (ia_text_is_uuid(value)) {
		ia_quote_sh(buf, value);
		ia_strbuf_addc(buf, '\n');
		return;
	}
	ia_strbuf_addf(buf, "$(xe %s %s=", list, selector);
	ia_quote_sh(buf, value);
	ia_strbuf_addf(buf, " params=uuid --minimal)\none %s \"$%s\" ", variable, variable);
	ia_quote_sh(buf, value);
	ia_strbuf_addc(buf, '\n');
}

/* NAME='VALUE' as an argument on a command's last line. */
static void add_argument(struct ia_strbuf *buf, const char *name, const char *value)
{
	ia_strbuf_addf(buf, " %s=", name);
	ia_quote_sh(buf, value);
}

static int check(const struct isoargs_args *args, const struct ia_domain *domain,
		 struct isoargs_error **reterr)
{
	size_t length = strlen(args->text);

	if (length > IA_XEN_CMDLINE_MAX - SEPARATORS)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, "leave out what is not needed",
				"the arguments have %zu bytes, XenServer hands a PV guest at most "
				"%u and cuts the rest off silently",
				length, IA_XEN_CMDLINE_MAX - SEPARATORS);
	if (ia_quote_check_plain("the arguments", "XenServer", args->text, reterr) < 0 ||
	    ia_quote_check_plain("the image's name", "XenServer", domain->image, reterr) < 0)
		return -EOPNOTSUPP;
	return 0;
}

static void add_head(struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, "# Paste into a shell on the host. The image has to lie in an ISO SR "
			    "(xe sr-scan finds new ones).\n"
			    "(\n"
			    "set -e\n"
			    "one() {\n"
			    "    case $2 in\n"
			    "    '') echo \"there is no $1 $3\" >&2; return 1 ;;\n"
			    "    *,*) echo \"more than one $1 is called $3: $2\" >&2; return 1 ;;\n"
			    "    esac\n"
			    "}\n"
			    "\n");
}

static void add_lookups(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (domain->sr)
		add_lookup(buf, "sr", "sr-list", "name-label", domain->sr);
	if (domain->network)
		add_lookup(buf, "network", "network-list", "name-label", domain->network);
	else
		add_lookup(buf, "network", "network-list", "bridge", domain->bridge);
	add_lookup(buf, "medium", "cd-list", "name-label", domain->image);
}

static void add_disk(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	ia_strbuf_addf(
		buf,
		"\n"
		"# A template's disk is bootable; eliloader wants the medium to be the only "
		"one that is.\n"
		"disks=$(xe vbd-list vm-uuid=\"$vm\" type=Disk params=userdevice --minimal)\n"
		"for device in $(echo \"$disks\" | tr , ' '); do\n"
		"    xe vm-disk-remove uuid=\"$vm\" device=\"$device\"\n"
		"done\n"
		"xe vm-disk-add uuid=\"$vm\" device=0 disk-size=%uGiB%s\n"
		"xe vm-cd-add uuid=\"$vm\" device=3",
		domain->disk_size, domain->sr ? " sr-uuid=\"$sr\"" : "");
	add_argument(buf, "cd-name", domain->image);
	ia_strbuf_adds(buf, "\n"
			    "cd=$(xe vbd-list vm-uuid=\"$vm\" type=CD params=uuid --minimal)\n"
			    "xe vbd-param-set uuid=\"$cd\" bootable=true\n");
}

static void add_vm(const struct isoargs_args *args, const struct ia_domain *domain,
		   struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, "\nvm=$(xe vm-install");
	add_argument(buf, "template", domain->template);
	add_argument(buf, "new-name-label", domain->name);
	ia_strbuf_addf(buf, "%s)\n", domain->sr ? " sr-uuid=\"$sr\"" : "");
	ia_strbuf_addf(buf,
		       "xe vm-memory-limits-set uuid=\"$vm\" static-min=%uMiB dynamic-min=%uMiB "
		       "dynamic-max=%uMiB static-max=%uMiB\n"
		       "xe vm-param-set uuid=\"$vm\" VCPUs-at-startup=1\n"
		       "xe vm-param-set uuid=\"$vm\" VCPUs-max=%u\n"
		       "xe vm-param-set uuid=\"$vm\" VCPUs-at-startup=%u\n",
		       IA_GUEST_MEMORY_MIN, domain->memory, domain->memory, domain->memory,
		       domain->vcpus, domain->vcpus);
	ia_strbuf_adds(buf,
		       "xe vm-param-set uuid=\"$vm\" HVM-boot-policy= PV-bootloader=eliloader\n"
		       "xe vm-param-set uuid=\"$vm\" other-config:install-repository=cdrom "
		       "other-config:install-distro=rhlike\n"
		       "xe vm-param-set uuid=\"$vm\"");
	add_argument(buf, "PV-args", args->text);
	ia_strbuf_addc(buf, '\n');
}

static int write_xe(const struct isoargs_args *args, const struct ia_domain *domain,
		    struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r;

	r = check(args, domain, reterr);
	if (r < 0)
		return r;
	add_head(buf);
	add_lookups(domain, buf);
	add_vm(args, domain, buf);
	add_disk(domain, buf);
	ia_strbuf_adds(buf, "xe vif-create vm-uuid=\"$vm\" network-uuid=\"$network\" device=0");
	if (domain->mac)
		ia_strbuf_addf(buf, " mac=%s", domain->mac);
	ia_strbuf_adds(buf, "\n"
			    "\n"
			    "xe vm-start uuid=\"$vm\"\n"
			    "# What is left here would be added to every later start.\n"
			    "xe vm-param-set uuid=\"$vm\" PV-args=\n"
			    "echo \"$vm\"\n"
			    ")\n");
	return 0;
}

const struct ia_consumer ia_consumer_xe = {
	.name = "xe",
	.guests = ISOARGS_GUEST_PV,
	.no_hvm = "take the format raw and type its line at the medium's own boot menu: GRUB edits "
		  "an entry with e, at the end of the line that begins with linux, ISOLINUX with "
		  "Tab",
	.options = IA_GUEST_ANY | IA_GUEST_BIT(BRIDGE) | IA_GUEST_BIT(NETWORK) | IA_GUEST_BIT(SR) |
		   IA_GUEST_BIT(TEMPLATE),
	.by_name = true,
	.write = write_xe,
};
