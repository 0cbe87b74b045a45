/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "text/guest/consumer.h"
#include "text/guest/quote.h"

/*
 * A command for a shell: virt-install takes kernel and initrd out of the image by itself. Each value
 * stands behind a "=": one that begins with a hyphen would be another option.
 */

static void add_option(struct ia_strbuf *buf, const char *option, const char *value)
{
	ia_strbuf_addf(buf, " \\\n    --%s=", option);
	ia_quote_sh(buf, value);
}

/* The same of a list that was put together, which is wiped with it. */
static void add_list(struct ia_strbuf *buf, const char *option, struct ia_strbuf *list)
{
	ia_strbuf_add(list, "", 0);
	if (list->error)
		buf->error = list->error;
	else
		add_option(buf, option, list->data);
}

/* Path and "=" of it: a first value that has one would be taken for a key. */
static void add_location(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&list, strchr(domain->image, '=') ? "location=" : "");
	ia_quote_virt_install(&list, domain->image);
	ia_strbuf_adds(&list, ",kernel=");
	ia_quote_virt_install(&list, domain->kernel);
	ia_strbuf_adds(&list, ",initrd=");
	ia_quote_virt_install(&list, domain->initrd);
	add_list(buf, "location", &list);
}

static void add_disk(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&list, "path=");
	ia_quote_virt_install(&list, domain->disk);
	if (!domain->disk_is_block)
		ia_strbuf_addf(&list, ",size=%u,format=raw", domain->disk_size);
	ia_strbuf_adds(&list, domain->guest->is_xen ? "" : ",bus=virtio");
	add_list(buf, "disk", &list);
}

static void add_network(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	ia_strbuf_addf(&list, "bridge=%s", domain->bridge);
	if (domain->mac)
		ia_strbuf_addf(&list, ",mac=%s", domain->mac);
	ia_strbuf_adds(&list, domain->guest->is_xen ? "" : ",model=virtio");
	add_list(buf, "network", &list);
}

static void add_kind(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	switch (domain->guest->mode) {
	case ISOARGS_GUEST_PV:
		ia_strbuf_adds(buf, " --connect=xen:///system --paravirt");
		break;
	case ISOARGS_GUEST_HVM:
		ia_strbuf_adds(buf, " --connect=xen:///system --hvm");
		break;
	case ISOARGS_GUEST_PVH:
	case ISOARGS_GUEST_KVM:
		break;
	}
}

static void add_console(const struct ia_domain *domain, struct ia_strbuf *buf)
{
	if (domain->graphical)
		ia_strbuf_adds(buf, " \\\n    --graphics=vnc");
	else
		ia_strbuf_addf(buf, " \\\n    --graphics=none --console=pty,target_type=%s",
			       domain->guest->mode == ISOARGS_GUEST_PV ? "xen" : "serial");
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* It escapes the path of a disk for XML twice. */
static int check_path(enum isoargs_option option, const char *path, struct isoargs_error **reterr)
{
	if (!strpbrk(path, "'\"&<>"))
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option), "rename the file",
			"virt-install would make another name of \"%s\"", path);
}

static int write_virt_install(const struct isoargs_args *args, const struct ia_domain *domain,
			      struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r = check_path(ISOARGS_GUEST_IMAGE, domain->image, reterr);

	if (r == 0)
		r = check_path(ISOARGS_GUEST_DISK, domain->disk, reterr);
	if (r < 0)
		return r;
	if (!domain->disk_is_block && strchr(base_name(domain->disk), ' '))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GUEST_DISK),
				"name another one, or the guest",
				"found \"%s\", but virt-install makes no disk whose name has a "
				"blank",
				domain->disk);
	ia_strbuf_addf(buf,
		       "# Nothing has to be extracted: kernel and initrd are read from the "
		       "%s.\n",
		       domain->is_tree ? "tree" : "image");
	/* An id that its database is too old for would be an error. */
	if (args->osinfo_id)
		ia_strbuf_addf(buf,
			       "# Where it is not recognised, --osinfo=%s says what the medium "
			       "is.\n",
			       args->osinfo_id);
	ia_strbuf_adds(buf, "virt-install");
	add_kind(domain, buf);
	add_option(buf, "name", domain->name);
	ia_strbuf_addf(buf, " \\\n    --memory=%u --vcpus=%u --osinfo=detect=on,require=off",
		       domain->memory, domain->vcpus);
	add_location(domain, buf);
	add_option(buf, "extra-args", args->text);
	add_disk(domain, buf);
	add_network(domain, buf);
	add_console(domain, buf);
	ia_strbuf_addc(buf, '\n');
	return 0;
}

const struct ia_consumer ia_consumer_virt_install = {
	.name = "virt-install",
	.guests = ISOARGS_GUEST_PV | ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM,
	.options = IA_GUEST_ANY | IA_GUEST_BIT(DISK) | IA_GUEST_BIT(BRIDGE),
	.disks = "/var/lib/libvirt/images/",
	.needs_pair = true,
	.takes_tree = true,
	.write = write_virt_install,
};
