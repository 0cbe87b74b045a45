/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/* A domain file for xl create. */

static void assign(struct ia_strbuf *buf, const char *key, const char *value)
{
	ia_strbuf_addf(buf, "%s = ", key);
	ia_quote_xl(buf, value);
	ia_strbuf_addc(buf, '\n');
}

static void add_kernel(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (domain->pygrub)
		ia_strbuf_adds(buf, "\n"
				    "# pygrub takes both files from the first disk, which is the "
				    "medium. Without\n"
				    "# --offset=0 it looks inside the medium's own partitions and "
				    "finds nothing.\n"
				    "bootloader = \"pygrub\"\n"
				    "bootloader_args = [\"--offset=0\"]\n");
	else
		ia_strbuf_adds(buf, "\n# Extracted from the medium.\n");
	assign(buf, "kernel", domain->kernel);
	if (domain->initrd)
		assign(buf, "ramdisk", domain->initrd);
}

/* target= comes last: it takes the rest of the string as it is, commas and blanks included. */
static void add_disk(struct ia_strbuf *buf, const char *how, const char *path)
{
	struct ia_strbuf spec IA_AUTO_STRBUF = {0};

	ia_strbuf_addf(&spec, "format=raw, %s, target=%s", how, path);
	if (spec.error) {
		buf->error = spec.error;
		return;
	}
	ia_strbuf_addc(buf, '\t');
	ia_quote_xl(buf, spec.data);
	ia_strbuf_adds(buf, ",\n");
}

/* An HVM guest's firmware knows IDE alone; its kernel has hda as xvda, as any other Xen guest. */
static void add_disks(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	bool is_hvm = domain->guest->mode == ISOARGS_GUEST_HVM;
	const char *medium = "vdev=xvdd, access=ro, devtype=cdrom";
	const char *disk = is_hvm ? "vdev=hda, access=rw" : "vdev=xvda, access=rw";

	if (is_hvm) {
		medium = "vdev=hdc, access=ro, devtype=cdrom";
	} else if (!domain->guest->has_cd) {
		medium = "vdev=xvdd, access=ro";
		ia_strbuf_adds(buf, "\n# A PVH guest never sees a CD: the medium is a disk.");
	}
	ia_strbuf_adds(buf, "\ndisk = [\n");
	if (domain->pygrub)
		add_disk(buf, medium, domain->image);
	add_disk(buf, disk, domain->disk);
	if (!domain->pygrub)
		add_disk(buf, medium, domain->image);
	ia_strbuf_adds(buf, "]\n");
}

static void add_vif(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	/* Neither holds a character that xl would split at. */
	ia_strbuf_adds(buf, "vif = [\"");
	if (domain->mac)
		ia_strbuf_addf(buf, "mac=%s,", domain->mac);
	ia_strbuf_addf(buf, "bridge=%s\"]\n", domain->bridge);
}

static void add_head(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	ia_strbuf_addf(buf,
		       "# A Xen %s that starts the medium's installer: xl create %s "
		       "THIS-FILE\n",
		       strchr(domain->guest->phrase, ' ') + 1, domain->graphical ? "-V" : "-c");
	if (!domain->disk_is_block) {
		ia_strbuf_addf(buf, "# Its disk has to exist: truncate -s %uG ", domain->disk_size);
		ia_quote_sh(buf, domain->disk);
		ia_strbuf_addc(buf, '\n');
	}
	ia_strbuf_addc(buf, '\n');
}

/* What an HVM guest alone has: its firmware's devices. */
static void add_machine(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (domain->guest->mode != ISOARGS_GUEST_HVM)
		return;
	ia_strbuf_addf(buf, "\n# Kernel and initrd are handed over by qemu-xen and SeaBIOS alone.\n"
			    "device_model_version = \"qemu-xen\"\n"
			    "bios = \"seabios\"\n");
	ia_strbuf_adds(buf, domain->graphical ? "vga = \"stdvga\"\nvnc = 1\n"
					      : "serial = \"pty\"\nvnc = 0\n");
}

static const char *find_afterwards(const struct ia_domain *domain)
{
	if (domain->guest->mode == ISOARGS_GUEST_HVM)
		return "# After the installation: without kernel, ramdisk and cmdline; of the "
		       "disks hda only;\n"
		       "# on_reboot = \"restart\".\n";
	return "# After the installation: bootloader = \"pygrub\" alone, without "
	       "bootloader_args,\n"
	       "# kernel, ramdisk and cmdline; of the disks xvda only; on_reboot = "
	       "\"restart\".\n";
}

static int write_xl(const struct isoargs_args *args, const struct ia_domain *domain,
		    struct ia_strbuf *buf, struct isoargs_error **reterr IA_UNUSED)
{
	add_head(domain, buf);
	assign(buf, "name", domain->name);
	ia_strbuf_addf(buf, "type = \"%s\"\nmemory = %u\nvcpus = %u\n", domain->guest->name,
		       domain->memory, domain->vcpus);
	add_machine(domain, buf);
	add_kernel(domain, buf);
	ia_strbuf_adds(buf, "# xl takes one backslash of two away.\n");
	assign(buf, "cmdline", args->text);
	add_disks(domain, buf);
	add_vif(domain, buf);
	ia_strbuf_adds(buf, "\n"
			    "# The installer's reboot ends the guest: otherwise it would install "
			    "again.\n"
			    "on_poweroff = \"destroy\"\n"
			    "on_reboot = \"destroy\"\n"
			    "on_crash = \"destroy\"\n"
			    "\n");
	ia_strbuf_adds(buf, find_afterwards(domain));
	return 0;
}

const struct ia_consumer ia_consumer_xl = {
	.name = "xl",
	.guests = ISOARGS_GUEST_PV | ISOARGS_GUEST_PVH | ISOARGS_GUEST_HVM,
	.options = IA_GUEST_ANY | IA_GUEST_FILES | IA_GUEST_BIT(BRIDGE) | IA_GUEST_BIT(BOOTLOADER),
	.disks = "/var/lib/xen/images/",
	.starts_files = true,
	.whole_paths = true,
	.write = write_xl,
};
