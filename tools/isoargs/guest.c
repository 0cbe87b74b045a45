/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/output.h"
#include "remote/location.h"

const char guest_help_format[] =
	"  --format FORMAT        in whose words: raw (default), json, shell; or all that starts "
	"a\n"
	"                         guest: xe (XenServer, XCP-ng), xl, libvirt, qemu, "
	"virt-install,\n"
	"                         kexec; or that boots by network, with --base-url: ipxe, "
	"pxelinux,\n"
	"                         grub\n";

const char guest_help[] =
	"Guest (for the formats that start one)\n"
	"  --name NAME            default: the host name, or the image's name\n"
	"  --memory MIB           default 3072\n"
	"  --vcpus N              default 2\n"
	"  --disk PATH            its disk on the host, an image or a block device\n"
	"  --disk-size GIB        default 20\n"
	"  --bridge NAME          bridge on the host (default xenbr0; kvm: virbr0)\n"
	"  --network NAME         in place of a bridge: the network's name or UUID (xe)\n"
	"  --mac ADDRESS          default: the host's choice\n"
	"  --image PATH           where the medium lies on the host (default: as IMAGE); for xe\n"
	"                         its name in the ISO SR\n"
	"  --kernel FILE          extracted kernel on the host; libvirt, qemu and kexec\n"
	"                         need it\n"
	"  --initrd FILE          extracted initrd on the host\n"
	"  --bootloader HOW       pygrub: reads both from the medium (xl; default without\n"
	"                         --kernel, but not for hvm); direct: the extracted ones\n"
	"  --sr NAME              storage repository of the disk, name or UUID (xe; default: the\n"
	"                         pool's)\n"
	"  --template NAME        name or UUID (xe; default CentOS 6 (64-bit))\n";

int guest_new(struct guest *guest)
{
	if (isoargs_guest_new(&guest->guest) == 0)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

void guest_free(struct guest *guest)
{
	guest->guest = isoargs_guest_free(guest->guest);
}

bool guest_has_option(int option)
{
	return option >= OPTION_FORMAT && option <= OPTION_OF_GUEST(ISOARGS_GUEST_TEMPLATE);
}

static int set(struct guest *guest, enum isoargs_option option, const char *value)
{
	AUTO_ERROR error = NULL;
	int r;

	r = isoargs_guest_set(guest->guest, option, value, &error);
	if (r == 0)
		return EXIT_DONE;
	output_error(NULL, error);
	return r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
}

int guest_take(struct guest *guest, int option)
{
	if (option == OPTION_FORMAT) {
		guest->given = "--format";
		if (isoargs_format_parse(optarg, &guest->format) == 0)
			return EXIT_DONE;
		output_complain(NULL,
				"--format: found \"%s\", expected raw, json, shell, xe, xl, "
				"libvirt, qemu, virt-install, kexec, ipxe, pxelinux or grub",
				optarg);
		return EXIT_USAGE;
	}
	if (!guest->given)
		guest->given = "what the guest is to be";
	if (option == OPTION_OF_GUEST(ISOARGS_GUEST_IMAGE))
		guest->has_image = true;
	return set(guest, (enum isoargs_option)(option - OPTION_GUEST), optarg);
}

bool guest_is_written(const struct guest *guest)
{
	return guest->format != ISOARGS_FORMAT_RAW && guest->format != ISOARGS_FORMAT_JSON &&
	       guest->format != ISOARGS_FORMAT_SHELL;
}

/* An image on a web server is on no host, unless it is said where. */
static bool needs_image(const struct guest *guest, const char *image)
{
	static const enum isoargs_format attaching[] = {ISOARGS_FORMAT_XL, ISOARGS_FORMAT_LIBVIRT,
							ISOARGS_FORMAT_QEMU,
							ISOARGS_FORMAT_VIRT_INSTALL};

	if (guest->has_image || !location_is_url(image) || location_is_tree(image))
		return false;
	for (size_t i = 0; i < IA_COUNT(attaching); i++) {
		if (guest->format == attaching[i])
			return true;
	}
	return false;
}

int guest_complete(struct guest *guest, const char *image, bool force)
{
	char *folder, *path;
	int r;

	r = force && guest_is_written(guest) ? set(guest, ISOARGS_GUEST_FORCE, NULL) : EXIT_DONE;
	if (r != EXIT_DONE)
		return r;

	if (needs_image(guest, image)) {
		output_complain(image, "--image: not found, but the format puts an image into the "
				       "guest, and this one lies on a web "
				       "server; give the path of the image on the host");
		return EXIT_USAGE;
	}
	if (guest->has_image || image[0] == '/' ||
	    (guest->format != ISOARGS_FORMAT_XL && guest->format != ISOARGS_FORMAT_LIBVIRT))
		return EXIT_DONE;
	folder = getcwd(NULL, 0);
	if (!folder) {
		output_complain(image, "cannot tell the whole path: %s; give it with --image",
				strerror(errno));
		return EXIT_FAILED;
	}
	r = asprintf(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, image);
	free(folder);
	if (r < 0) {
		output_complain(image, "out of memory");
		return EXIT_FAILED;
	}
	r = set(guest, ISOARGS_GUEST_IMAGE, path);
	free(path);
	return r;
}
