/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/domain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/guest-defaults.h"
#include "base/strbuf.h"
#include "menu/location.h"
#include "text/guest/consumer.h"
#include "text/guest/quote.h"

#define BRIDGE_XEN "xenbr0"
#define BRIDGE_KVM "virbr0" /* of libvirt's default network */
#define TEMPLATE   "CentOS 6 (64-bit)"

static int at_fault(enum isoargs_option option, const char *remedy, const char *sentence,
		    struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), remedy, "%s", sentence);
}

static int check_use(const struct isoargs_guest *guest, const struct ia_consumer *consumer,
		     struct isoargs_error **reterr)
{
	for (unsigned i = 0; i < IA_GUEST_OPTIONS; i++) {
		enum isoargs_option option = (enum isoargs_option)(ISOARGS_GUEST_NAME + i);

		if (ia_guest_has(guest, option) && !(consumer->options & 1u << i))
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), "leave it out",
					"found, but the format %s has no use for it",
					consumer->name);
	}
	return 0;
}

static bool is_given(const struct isoargs_guest *guest, const char *bootloader)
{
	const char *value = ia_guest_value(guest, ISOARGS_GUEST_BOOTLOADER, "");

	return strcmp(value, bootloader) == 0;
}

#define EXTRACT                                                                                    \
	"write kernel and initrd to files with isoargs_file_open() and name those with "           \
	"ISOARGS_GUEST_KERNEL and "                                                                \
	"ISOARGS_GUEST_INITRD"

/* Does it start by firmware or by a file alone, whatever pygrub could read? */
static bool is_hvm(const struct isoargs_args *args)
{
	return args->guest->mode == ISOARGS_GUEST_HVM;
}

/* What the options say together. */
static int check_options(const struct isoargs_args *args, const struct isoargs_guest *guest,
			 const struct ia_consumer *consumer, struct isoargs_error **reterr)
{
	bool has_kernel = ia_guest_has(guest, ISOARGS_GUEST_KERNEL);

	if (ia_guest_has(guest, ISOARGS_GUEST_NETWORK) && ia_guest_has(guest, ISOARGS_GUEST_BRIDGE))
		return at_fault(
			ISOARGS_GUEST_NETWORK, "choose one",
			"found together with ISOARGS_GUEST_BRIDGE, which names a network, too",
			reterr);
	if (is_given(guest, "pygrub") && consumer->no_pygrub)
		return at_fault(ISOARGS_GUEST_BOOTLOADER, EXTRACT, consumer->no_pygrub, reterr);
	if (is_given(guest, "pygrub") && is_hvm(args))
		return at_fault(ISOARGS_GUEST_BOOTLOADER, EXTRACT,
				"found pygrub, which the firmware of an HVM guest does not ask",
				reterr);
	if (is_given(guest, "pygrub") && (has_kernel || guest->initrds.count))
		return at_fault(ISOARGS_GUEST_BOOTLOADER, "choose one",
				"found pygrub, which reads kernel and initrd from the medium, "
				"together with ISOARGS_GUEST_KERNEL or ISOARGS_GUEST_INITRD",
				reterr);
	if (guest->initrds.count && !has_kernel)
		return at_fault(ISOARGS_GUEST_INITRD, "give both",
				"found without ISOARGS_GUEST_KERNEL", reterr);
	if (guest->initrds.count > 1 && !consumer->served)
		return at_fault(ISOARGS_GUEST_INITRD,
				"join them: cat FIRST SECOND >ALL; the kernel unpacks such a file",
				"found several, but the host takes one", reterr);
	if (consumer->served && !args->base_url)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_BASE_URL),
			"give the URL below which the unpacked medium is",
			"not found, but %s loads kernel and initrd from where the medium is "
			"served",
			consumer->name);
	if (!has_kernel && is_given(guest, "direct"))
		return at_fault(ISOARGS_GUEST_KERNEL,
				"extract it from the medium and give its path",
				"not found, but ISOARGS_GUEST_BOOTLOADER direct starts a kernel "
				"from a file",
				reterr);
	if (!has_kernel && (consumer->needs_kernel || (consumer->starts_files && is_hvm(args))))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_GUEST_KERNEL), EXTRACT,
				"not found, but %s starts a kernel from a file%s", consumer->name,
				consumer->needs_kernel ? "" : ", where the guest is HVM");
	return 0;
}

/* The files that pygrub takes from the medium. */
static int settle_pygrub(const struct isoargs_args *args, struct ia_domain *domain,
			 struct isoargs_error **reterr)
{
	const char *remedy = EXTRACT;
	int r;

	if (args->entry.initrd_count > 1)
		return ia_error(reterr, -EOPNOTSUPP,
				IA_AT_LINE(args->entry.file, args->entry.line, 0),
				"extract them, join them (cat FIRST SECOND >ALL) and give the file "
				"with ISOARGS_GUEST_INITRD, beside ISOARGS_GUEST_KERNEL",
				"the entry loads %zu initrds, but pygrub hands over one",
				args->entry.initrd_count);
	domain->pygrub = true;
	domain->kernel = args->entry.kernel;
	domain->initrd = args->entry.initrd_count ? args->entry.initrds[0] : NULL;
	if (domain->kernel[0] != '/' || (domain->initrd && domain->initrd[0] != '/'))
		return ia_error(reterr, -EOPNOTSUPP,
				IA_AT_LINE(args->entry.file, args->entry.line, 0), remedy,
				"found kernel \"%s\" and initrd \"%s\", but pygrub needs paths on "
				"the medium",
				domain->kernel, domain->initrd ? domain->initrd : "");
	r = ia_quote_check_controls("the kernel's path", domain->kernel, reterr);
	if (r == 0 && domain->initrd)
		r = ia_quote_check_controls("the initrd's path", domain->initrd, reterr);
	return r;
}

/* The files that virt-install takes from the medium: it knows ISO 9660 alone, and one of each. */
static int settle_pair(const struct isoargs_args *args, struct ia_domain *domain,
		       struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = &args->entry;
	const char *initrd = entry->initrd_locations ? entry->initrd_locations[0] : NULL;
	const struct ia_place *place = IA_AT_LINE(entry->file, entry->line, 0);
	const char *name = domain->consumer->name;
	int r;

	if (entry->initrd_count != 1)
		return ia_error(
			reterr, -EOPNOTSUPP, place, "take the format libvirt, with extracted files",
			"the entry loads %zu initrds, but %s takes one", entry->initrd_count, name);
	if (!entry->kernel_location || !initrd ||
	    !ia_location_on_medium(entry->kernel_location, &domain->kernel) ||
	    !ia_location_on_medium(initrd, &domain->initrd))
		return ia_error(reterr, -EOPNOTSUPP, place,
				"take the format libvirt, with extracted files",
				"found kernel \"%s\" and initrd \"%s\", but %s needs paths on the "
				"medium",
				entry->kernel, entry->initrds[0], name);
	/* They are put behind its URL, or folder. */
	if (domain->is_tree) {
		domain->kernel += strspn(domain->kernel, "/");
		domain->initrd += strspn(domain->initrd, "/");
	}
	r = ia_quote_check_controls("the kernel's path", domain->kernel, reterr);
	return r < 0 ? r : ia_quote_check_controls("the initrd's path", domain->initrd, reterr);
}

static int settle_kernel(const struct isoargs_args *args, const struct isoargs_guest *guest,
			 struct ia_domain *domain, struct isoargs_error **reterr)
{
	if (domain->consumer->by_name ||
	    (domain->consumer->served && !ia_guest_has(guest, ISOARGS_GUEST_KERNEL)))
		return 0;
	if (domain->consumer->needs_pair)
		return settle_pair(args, domain, reterr);
	if (!ia_guest_has(guest, ISOARGS_GUEST_KERNEL))
		return settle_pygrub(args, domain, reterr);
	domain->kernel = ia_guest_value(guest, ISOARGS_GUEST_KERNEL, NULL);
	domain->initrd = guest->initrds.count ? guest->initrds.values[0] : NULL;
	if (args->entry.initrd_count && !domain->initrd)
		return at_fault(
			ISOARGS_GUEST_INITRD, "give the extracted file",
			"not found beside ISOARGS_GUEST_KERNEL, but the installer is in the initrd",
			reterr);
	return 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "c7" of http://192.0.2.5/srv/c7/. */
static const char *last_folder(const char *path, size_t *ret_length)
{
	const char *end = path + strlen(path), *start;

	while (end > path && end[-1] == '/')
		end--;
	for (start = end; start > path && start[-1] != '/'; start--)
		;
	*ret_length = (size_t)(end - start);
	return start;
}

/* "c7" of c7.example.org, or the image's name without .iso; odd characters become '-'. */
static int settle_name(const struct isoargs_args *args, const struct isoargs_guest *guest,
		       struct ia_domain *domain, struct isoargs_error **reterr)
{
	const char *name = ia_guest_value(guest, ISOARGS_GUEST_NAME, NULL);
	const char *base = args->hostname ? args->hostname : base_name(domain->image);
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	size_t length = args->hostname ? strcspn(base, ".") : strlen(base);

	if (domain->is_tree && !args->hostname)
		base = last_folder(domain->image, &length);

	if (name) {
		domain->name = name;
		return 0;
	}
	if (!args->hostname && length > 4 && ia_ascii_equal_fold(base + length - 4, ".iso"))
		length -= 4;
	if (length > IA_GUEST_NAME_MAX)
		length = IA_GUEST_NAME_MAX;
	/* Digits alone would be the number of a domain. */
	if (strspn(base, "0123456789") >= length)
		ia_strbuf_adds(&buf, "vm-");
	for (size_t i = 0; i < length; i++) {
		bool fits = ia_ascii_is_alnum(base[i]) || (i > 0 && strchr("._-", base[i]));

		ia_strbuf_addc(&buf, fits ? base[i] : '-');
	}
	if (ia_strbuf_take(&buf, &domain->own[0]) < 0)
		return ia_error_memory(reterr);
	domain->name = domain->own[0];
	return 0;
}

static bool is_block(const char *path)
{
	return strncmp(path, "/dev/", 5) == 0;
}

static int settle_disk(const struct isoargs_guest *guest, struct ia_domain *domain,
		       struct isoargs_error **reterr)
{
	const char *folder = domain->consumer->disks;

	domain->disk_size = ia_guest_number(guest, ISOARGS_GUEST_DISK_SIZE, IA_GUEST_DISK_GIB);
	if (!folder)
		return 0;
	domain->disk = ia_guest_value(guest, ISOARGS_GUEST_DISK, NULL);
	if (!domain->disk) {
		if (asprintf(&domain->own[1], "%s%s.img", folder, domain->name) < 0) {
			domain->own[1] = NULL;
			return ia_error_memory(reterr);
		}
		domain->disk = domain->own[1];
	}
	domain->disk_is_block = is_block(domain->disk);
	if (domain->disk_is_block && ia_guest_has(guest, ISOARGS_GUEST_DISK_SIZE))
		return at_fault(ISOARGS_GUEST_DISK_SIZE, "leave it out",
				"found, but a block device has the size it has", reterr);
	return 0;
}

/* The hypervisor's tools have another working directory than whoever writes their files. */
static int check_absolute(const struct ia_domain *domain, struct isoargs_error **reterr)
{
	const struct {
		enum isoargs_option option;
		const char *path;
	} paths[] = {
		{ISOARGS_GUEST_IMAGE, domain->image},
		{ISOARGS_GUEST_DISK, domain->disk},
		{ISOARGS_GUEST_KERNEL, domain->kernel},
		{ISOARGS_GUEST_INITRD, domain->initrd},
	};

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		if (paths[i].path && paths[i].path[0] != '/')
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(paths[i].option),
					"give its whole path on the host",
					"found \"%s\", expected a path that begins with a slash",
					paths[i].path);
	}
	return 0;
}

/* Where files take the place of an image, as far as there is a use for one. */
static int settle_tree(const struct isoargs_args *args, struct ia_domain *domain,
		       struct isoargs_error **reterr)
{
	const struct ia_consumer *consumer = domain->consumer;

	domain->is_tree = true;
	domain->image = args->base_url ? args->base_url : args->image_name;
	if (consumer->takes_tree || !(consumer->options & IA_GUEST_BIT(IMAGE)))
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_GUEST_IMAGE),
			"give the path of the image on the host",
			"not found, but %s puts an image into the guest, and \"%s\" is a tree of "
			"files",
			consumer->name, args->image_name);
}

static int settle_image(const struct isoargs_args *args, const struct isoargs_guest *guest,
			struct ia_domain *domain, struct isoargs_error **reterr)
{
	int r;

	if (args->is_tree && !ia_guest_has(guest, ISOARGS_GUEST_IMAGE))
		return settle_tree(args, domain, reterr);
	domain->image = ia_guest_value(guest, ISOARGS_GUEST_IMAGE, args->image_name);
	r = ia_guest_check_path(ISOARGS_GUEST_IMAGE, domain->image, reterr);
	if (r < 0)
		return r;
	domain->image_is_block = is_block(domain->image);
	if (domain->consumer->by_name)
		domain->image = base_name(domain->image);
	if (*domain->image == '\0')
		return at_fault(ISOARGS_GUEST_IMAGE, NULL, "found a folder, expected a file",
				reterr);
	return 0;
}

static int settle(const struct isoargs_args *args, const struct isoargs_guest *guest,
		  struct ia_domain *domain, struct isoargs_error **reterr)
{
	int r;

	domain->memory = ia_guest_number(guest, ISOARGS_GUEST_MEMORY, IA_GUEST_MEMORY_MIB);
	domain->vcpus = ia_guest_number(guest, ISOARGS_GUEST_VCPUS, IA_GUEST_VCPUS);
	domain->network = ia_guest_value(guest, ISOARGS_GUEST_NETWORK, NULL);
	if (!domain->network)
		domain->bridge = ia_guest_value(guest, ISOARGS_GUEST_BRIDGE,
						args->guest->is_xen ? BRIDGE_XEN : BRIDGE_KVM);
	domain->mac = ia_guest_value(guest, ISOARGS_GUEST_MAC, NULL);
	domain->sr = ia_guest_value(guest, ISOARGS_GUEST_SR, NULL);
	domain->template = ia_guest_value(guest, ISOARGS_GUEST_TEMPLATE, TEMPLATE);
	r = settle_image(args, guest, domain, reterr);
	if (r < 0)
		return r;
	r = settle_name(args, guest, domain, reterr);
	if (r == 0)
		r = settle_disk(guest, domain, reterr);
	if (r == 0)
		r = settle_kernel(args, guest, domain, reterr);
	if (r < 0 || !domain->consumer->whole_paths)
		return r;
	return check_absolute(domain, reterr);
}

void ia_domain_free(struct ia_domain *domain)
{
	for (size_t i = 0; i < IA_COUNT(domain->own); i++)
		free(domain->own[i]);
	*domain = (struct ia_domain){0};
}

int ia_domain_settle(const struct isoargs_args *args, const struct isoargs_guest *guest,
		     const struct ia_consumer *consumer, struct ia_domain *ret,
		     struct isoargs_error **reterr)
{
	static const struct isoargs_guest nothing_said;
	struct ia_domain domain IA_AUTO_DOMAIN = {
		.consumer = consumer,
		.guest = args->guest,
		.graphical = args->graphical && args->guest->has_screen,
	};
	int r;

	if (!guest)
		guest = &nothing_said;
	domain.said = guest;
	r = check_use(guest, consumer, reterr);
	if (r == 0)
		r = check_options(args, guest, consumer, reterr);
	if (r < 0 || consumer->options == 0)
		return r;
	r = settle(args, guest, &domain, reterr);
	if (r < 0)
		return r;
	*ret = domain;
	domain = (struct ia_domain){0};
	return 0;
}
