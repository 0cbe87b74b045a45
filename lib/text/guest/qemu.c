/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "text/guest/consumer.h"
#include "text/guest/quote.h"
#include "text/print.h"

/* A command for a shell that tries the same installer without Xen. */

/* An option and its value, on a line of its own. */
static void add_option(struct ia_strbuf *buf, const char *option, const char *value)
{
	ia_strbuf_addf(buf, " \\\n    -%s ", option);
	ia_quote_sh(buf, value);
}

/* The same where the value is a list; its last member is file, in which a comma is doubled. */
static void add_list(struct ia_strbuf *buf, const char *option, const char *list, const char *last)
{
	struct ia_strbuf value IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&value, list);
	ia_quote_qemu(&value, last);
	if (value.error)
		buf->error = value.error;
	else
		add_option(buf, option, value.data);
}

static void add_head(const struct isoargs_args *args, const struct ia_domain *domain,
		     struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf,
		       domain->guest->is_xen
			       ? "# The same kernel, initrd and arguments in a machine that is "
				 "not Xen: the disk is vda,\n"
				 "# the medium sr0, found by its label as in a PV guest.\n"
			       : "# A machine of QEMU that starts the medium's installer: the "
				 "disk is vda, the medium sr0.\n");
	if (strstr(args->text, "/dev/xvd")) {
		ia_print_sentence(domain->print,
				  "# The arguments name a device of a PV guest, which is not "
				  "there: take ISOARGS_STAGE2 label.",
				  buf);
		ia_strbuf_addc(buf, '\n');
	}
	if (!domain->disk_is_block) {
		ia_strbuf_addf(buf, "# The disk has to exist: truncate -s %uG ", domain->disk_size);
		ia_quote_sh(buf, domain->disk);
		ia_strbuf_addc(buf, '\n');
	}
}

static int write_qemu(const struct isoargs_args *args, const struct ia_domain *domain,
		      struct ia_strbuf *buf, struct isoargs_error **reterr IA_UNUSED)
{
	add_head(args, domain, buf);
	ia_strbuf_adds(buf, "qemu-system-x86_64 -accel kvm -accel tcg -cpu max -no-reboot");
	add_list(buf, "name", "guest=", domain->name);
	ia_strbuf_addf(buf, " \\\n    -m %u -smp %u", domain->memory, domain->vcpus);
	/* hvc0 of a PV guest is nowhere: what its line says is seen on the screen. */
	if (!domain->guest->is_xen && !domain->graphical)
		ia_strbuf_adds(buf, " -nographic");
	add_option(buf, "kernel", domain->kernel);
	if (domain->initrd)
		add_option(buf, "initrd", domain->initrd);
	add_option(buf, "append", args->text);
	add_list(buf, "drive", "if=virtio,format=raw,file=", domain->disk);
	add_list(buf, "drive", "if=ide,media=cdrom,readonly=on,format=raw,file=", domain->image);
	add_list(buf, "nic", domain->mac ? "user,model=virtio-net-pci,mac=" : "user,model=",
		 domain->mac ? domain->mac : "virtio-net-pci");
	ia_strbuf_addc(buf, '\n');
	return 0;
}

const struct ia_consumer ia_consumer_qemu = {
	.name = "qemu",
	.guests = ISOARGS_GUEST_PV | ISOARGS_GUEST_KVM,
	.any_kernel = true,
	.options = IA_GUEST_ANY | IA_GUEST_FILES,
	.disks = "",
	.needs_kernel = true,
	.write = write_qemu,
};
