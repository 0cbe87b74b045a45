/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/* A Xen PV domain for libvirt. Comments hold no value: "--" may not stand in them. */

static int add_element(struct ia_strbuf *buf, const char *indent, const char *name,
		       const char *what, const char *text, struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_addf(buf, "%s<%s>", indent, name);
	r = ia_quote_xml(buf, what, text, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf, "</%s>\n", name);
	return 0;
}

static int add_boot(const struct isoargs_args *args, const struct ia_domain *domain,
		    struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_adds(buf, "  <os>\n"
			    "    <type arch=\"x86_64\" machine=\"xenpv\">linux</type>\n");
	r = add_element(buf, "    ", "kernel", "the kernel's path", domain->kernel, reterr);
	if (r == 0 && domain->initrd)
		r = add_element(buf, "    ", "initrd", "the initrd's path", domain->initrd, reterr);
	if (r == 0)
		r = add_element(buf, "    ", "cmdline", "the arguments", args->text, reterr);
	ia_strbuf_adds(buf, "  </os>\n");
	return r;
}

static int add_disk(struct ia_strbuf *buf, bool is_cdrom, bool is_block, const char *path,
		    struct isoargs_error **reterr)
{
	const char *what = is_cdrom ? "the image's path" : "the disk's path";
	int r;

	ia_strbuf_addf(buf, "    <disk type=\"%s\" device=\"%s\">\n", is_block ? "block" : "file",
		       is_cdrom ? "cdrom" : "disk");
	ia_strbuf_addf(buf, "      <source %s=\"", is_block ? "dev" : "file");
	r = ia_quote_xml(buf, what, path, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf, "\"/>\n      <target dev=\"%s\" bus=\"xen\"/>\n",
		       is_cdrom ? "xvdd" : "xvda");
	if (is_cdrom)
		ia_strbuf_adds(buf, "      <readonly/>\n");
	ia_strbuf_adds(buf, "    </disk>\n");
	return 0;
}

static int add_devices(const struct ia_domain *domain, struct ia_strbuf *buf,
		       struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_adds(buf, "  <devices>\n");
	r = add_disk(buf, false, domain->disk_is_block, domain->disk, reterr);
	if (r == 0)
		r = add_disk(buf, true, domain->image_is_block, domain->image, reterr);
	if (r < 0)
		return r;
	ia_strbuf_adds(buf, "    <interface type=\"bridge\">\n");
	if (domain->mac)
		ia_strbuf_addf(buf, "      <mac address=\"%s\"/>\n", domain->mac);
	ia_strbuf_addf(buf, "      <source bridge=\"%s\"/>\n    </interface>\n", domain->bridge);
	ia_strbuf_adds(buf, "    <console type=\"pty\">\n"
			    "      <target type=\"xen\" port=\"0\"/>\n"
			    "    </console>\n"
			    "  </devices>\n");
	return 0;
}

static void add_head(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			    "<!-- A Xen PV guest that starts the medium's installer: virsh create "
			    "THIS-FILE.\n");
	if (!domain->disk_is_block)
		ia_strbuf_addf(buf, "     Its disk has to exist, %u GiB or what you like.\n",
			       domain->disk_size);
	ia_strbuf_adds(buf, "     After the installation: <bootloader>pygrub</bootloader> in place "
			    "of kernel,\n"
			    "     initrd and cmdline; no cdrom; restart on_reboot. -->\n"
			    "<domain type=\"xen\">\n");
}

static int write_libvirt(const struct isoargs_args *args, const struct ia_domain *domain,
			 struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r;

	add_head(domain, buf);
	r = add_element(buf, "  ", "name", "the guest's name", domain->name, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf, "  <memory unit=\"MiB\">%u</memory>\n  <vcpu>%u</vcpu>\n",
		       domain->memory, domain->vcpus);
	r = add_boot(args, domain, buf, reterr);
	if (r < 0)
		return r;
	ia_strbuf_adds(buf, "  <on_poweroff>destroy</on_poweroff>\n"
			    "  <on_reboot>destroy</on_reboot>\n"
			    "  <on_crash>destroy</on_crash>\n");
	r = add_devices(domain, buf, reterr);
	if (r < 0)
		return r;
	ia_strbuf_adds(buf, "</domain>\n");
	return 0;
}

const struct ia_consumer ia_consumer_libvirt = {
	.name = "libvirt",
	.options = IA_GUEST_ANY | IA_GUEST_FILES | IA_GUEST_BIT(BRIDGE) | IA_GUEST_BIT(BOOTLOADER),
	.disks = "/var/lib/libvirt/images/",
	.no_pygrub = "found pygrub, but libvirt sorts disks by name and would have it "
		     "read the empty xvda instead of the medium",
	.needs_kernel = true,
	.whole_paths = true,
	.write = write_libvirt,
};
