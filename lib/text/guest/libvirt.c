/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/* A domain for libvirt. Comments hold no value: "--" may not stand in them. */

/* How libvirt calls what a guest is, and its devices. */
struct machine {
	const char *domain; /* "xen" */
	const char *phrase; /* "Xen PV guest" */
	const char *type;   /* "linux" */
	const char *name;   /* "xenpv" */
	const char *disk, *disk_bus;
	const char *medium, *medium_bus;
	bool firmware; /* it has one, and what that wants: ACPI, a serial port, a screen */
};

static const struct machine *find_machine(const struct ia_domain *domain)
{
	static const struct machine pv = {
		.domain = "xen",
		.phrase = "Xen PV guest",
		.type = "linux",
		.name = "xenpv",
		.disk = "xvda",
		.disk_bus = "xen",
		.medium = "xvdd",
		.medium_bus = "xen",
	};
	static const struct machine pvh = {
		.domain = "xen",
		.phrase = "Xen PVH guest",
		.type = "xenpvh",
		.name = "xenpvh",
		.disk = "xvda",
		.disk_bus = "xen",
		.medium = "xvdd",
		.medium_bus = "xen",
	};
	static const struct machine hvm = {
		.domain = "xen",
		.phrase = "Xen HVM guest",
		.type = "hvm",
		.name = "xenfv",
		.disk = "hda",
		.disk_bus = "ide",
		.medium = "hdc",
		.medium_bus = "ide",
		.firmware = true,
	};
	static const struct machine kvm = {
		.domain = "kvm",
		.phrase = "KVM guest",
		.type = "hvm",
		.name = "q35",
		.disk = "vda",
		.disk_bus = "virtio",
		.medium = "sda",
		.medium_bus = "sata",
		.firmware = true,
	};

	switch (domain->guest->mode) {
	case ISOARGS_GUEST_PVH:
		return &pvh;
	case ISOARGS_GUEST_HVM:
		return &hvm;
	case ISOARGS_GUEST_KVM:
		return &kvm;
	case ISOARGS_GUEST_PV:
		break;
	}
	return &pv;
}

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
	const struct machine *machine = find_machine(domain);
	int r;

	ia_strbuf_addf(buf, "  <os>\n    <type arch=\"x86_64\" machine=\"%s\">%s</type>\n",
		       machine->name, machine->type);
	if (domain->guest->mode == ISOARGS_GUEST_HVM)
		ia_strbuf_adds(buf, "    <loader type=\"rom\">/usr/lib/xen/boot/hvmloader"
				    "</loader>\n");
	r = add_element(buf, "    ", "kernel", "the kernel's path", domain->kernel, reterr);
	if (r == 0 && domain->initrd)
		r = add_element(buf, "    ", "initrd", "the initrd's path", domain->initrd, reterr);
	if (r == 0)
		r = add_element(buf, "    ", "cmdline", "the arguments", args->text, reterr);
	ia_strbuf_adds(buf, "  </os>\n");
	return r;
}

/* What goes with a firmware; EL9 and later want more of a CPU than KVM's default has. */
static void add_features(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (!find_machine(domain)->firmware)
		return;
	ia_strbuf_adds(buf, "  <features>\n    <acpi/>\n    <apic/>\n  </features>\n");
	if (!domain->guest->is_xen)
		ia_strbuf_adds(buf, "  <cpu mode=\"host-passthrough\"/>\n");
}

struct disk {
	const char *path;
	const char *what; /* "the disk's path" */
	const char *target, *bus;
	bool is_block;
	bool is_cdrom;
	bool is_medium;
};

static int add_disk(const struct ia_domain *domain, const struct disk *disk, struct ia_strbuf *buf,
		    struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_addf(buf, "    <disk type=\"%s\" device=\"%s\">\n",
		       disk->is_block ? "block" : "file", disk->is_cdrom ? "cdrom" : "disk");
	if (!domain->guest->is_xen)
		ia_strbuf_adds(buf, "      <driver name=\"qemu\" type=\"raw\"/>\n");
	ia_strbuf_addf(buf, "      <source %s=\"", disk->is_block ? "dev" : "file");
	r = ia_quote_xml(buf, disk->what, disk->path, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf, "\"/>\n      <target dev=\"%s\" bus=\"%s\"/>\n", disk->target,
		       disk->bus);
	if (disk->is_medium)
		ia_strbuf_adds(buf, "      <readonly/>\n");
	ia_strbuf_adds(buf, "    </disk>\n");
	return 0;
}

static int add_disks(const struct ia_domain *domain, struct ia_strbuf *buf,
		     struct isoargs_error **reterr)
{
	const struct machine *machine = find_machine(domain);
	const struct disk disk = {
		.path = domain->disk,
		.what = "the disk's path",
		.target = machine->disk,
		.bus = machine->disk_bus,
		.is_block = domain->disk_is_block,
	};
	const struct disk medium = {
		.path = domain->image,
		.what = "the image's path",
		.target = machine->medium,
		.bus = machine->medium_bus,
		.is_block = domain->image_is_block,
		.is_cdrom = domain->guest->has_cd,
		.is_medium = true,
	};
	int r = add_disk(domain, &disk, buf, reterr);

	return r < 0 ? r : add_disk(domain, &medium, buf, reterr);
}

static void add_console(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (domain->graphical)
		ia_strbuf_adds(buf, "    <graphics type=\"vnc\"/>\n");
	else if (find_machine(domain)->firmware)
		ia_strbuf_adds(buf, "    <serial type=\"pty\"/>\n"
				    "    <console type=\"pty\">\n"
				    "      <target type=\"serial\" port=\"0\"/>\n"
				    "    </console>\n");
	else
		ia_strbuf_adds(buf, "    <console type=\"pty\">\n"
				    "      <target type=\"xen\" port=\"0\"/>\n"
				    "    </console>\n");
}

static int add_devices(const struct ia_domain *domain, struct ia_strbuf *buf,
		       struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_adds(buf, "  <devices>\n");
	r = add_disks(domain, buf, reterr);
	if (r < 0)
		return r;
	ia_strbuf_adds(buf, "    <interface type=\"bridge\">\n");
	if (domain->mac)
		ia_strbuf_addf(buf, "      <mac address=\"%s\"/>\n", domain->mac);
	ia_strbuf_addf(buf, "      <source bridge=\"%s\"/>\n", domain->bridge);
	if (!domain->guest->is_xen)
		ia_strbuf_adds(buf, "      <model type=\"virtio\"/>\n");
	ia_strbuf_adds(buf, "    </interface>\n");
	add_console(domain, buf);
	ia_strbuf_adds(buf, "  </devices>\n");
	return 0;
}

static void add_head(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	const struct machine *machine = find_machine(domain);

	ia_strbuf_addf(buf,
		       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<!-- A %s that starts the medium's installer: virsh create THIS-FILE.\n",
		       machine->phrase);
	if (!domain->disk_is_block)
		ia_strbuf_addf(buf, "     Its disk has to exist, %u GiB or what you like.\n",
			       domain->disk_size);
	if (!domain->guest->has_cd)
		ia_strbuf_adds(buf, "     A PVH guest never sees a CD: the medium is a disk.\n");
	ia_strbuf_adds(buf,
		       machine->firmware
			       ? "     After the installation: no kernel, initrd and cmdline; no "
				 "cdrom; restart\n"
				 "     on_reboot. -->\n"
			       : "     After the installation: <bootloader>pygrub</bootloader> in "
				 "place of kernel,\n"
				 "     initrd and cmdline; no cdrom; restart on_reboot. -->\n");
	ia_strbuf_addf(buf, "<domain type=\"%s\">\n", machine->domain);
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
	add_features(domain, buf);
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
	.guests = IA_EVERY_GUEST,
	.options = IA_GUEST_ANY | IA_GUEST_FILES | IA_GUEST_BIT(BRIDGE) | IA_GUEST_BIT(BOOTLOADER),
	.disks = "/var/lib/libvirt/images/",
	.no_pygrub = "found pygrub, but libvirt sorts disks by name and would have it "
		     "read the empty xvda instead of the medium",
	.needs_kernel = true,
	.whole_paths = true,
	.write = write_libvirt,
};
