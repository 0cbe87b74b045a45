/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/guest-kind.h"

#include <stddef.h>
#include <string.h>

#include "base/limits.h"

/*
 * Sources: Linux' xen-blkfront.c (a PVH guest, which is an HVM guest to it, takes no CD),
 * arch/x86/xen/enlighten.c (hvc0 is a PV guest's console by itself), arch/x86/include/asm/setup.h;
 * Xen's public/xen.h and docs/misc/hvm-emulated-unplug.pandoc; systemd's cdrom_id.c, which asks
 * CDROM_DRIVE_STATUS, to which xen-blkfront has no answer.
 */
const struct ia_guest_kind ia_guest_kinds[IA_GUEST_KINDS] = {
	{
		.mode = ISOARGS_GUEST_PV,
		.name = "pv",
		.phrase = "a PV guest",
		.console = "hvc0",
		.disk = "xvda",
		.medium = "xvdd",
		.has_cd = true,
		.is_xen = true,
		.line_max = IA_XEN_CMDLINE_MAX,
		.no_screen =
			"a PV guest has no graphics, and the installed system would inherit it",
		.no_tty = "a PV guest's console is hvc0",
	},
	{
		.mode = ISOARGS_GUEST_PVH,
		.name = "pvh",
		.phrase = "a PVH guest",
		.console = "hvc0",
		.disk = "xvda",
		.medium = "xvdd",
		.is_xen = true,
		.line_max = IA_LINUX_CMDLINE_MAX,
		.no_screen =
			"a PVH guest has no graphics, and the installed system would inherit it",
		.no_tty = "a PVH guest's console is hvc0",
	},
	{
		.mode = ISOARGS_GUEST_HVM,
		.name = "hvm",
		.phrase = "an HVM guest",
		.console = "ttyS0",
		.disk = "xvda",
		.medium = "sr0",
		.has_cd = true,
		.shows_medium = true,
		.has_screen = true,
		.is_xen = true,
		.line_max = IA_LINUX_CMDLINE_MAX,
		.no_screen = "the line is for a serial console, and the installed system would "
			     "inherit it",
		.no_tty = "an HVM guest's console is ttyS0",
	},
	{
		.mode = ISOARGS_GUEST_KVM,
		.name = "kvm",
		.phrase = "a KVM guest",
		.console = "ttyS0",
		.disk = "vda",
		.medium = "sr0",
		.has_cd = true,
		.shows_medium = true,
		.has_screen = true,
		.line_max = IA_LINUX_CMDLINE_MAX,
		.no_screen = "the line is for a serial console, and the installed system would "
			     "inherit it",
		.no_tty = "a KVM guest's console is ttyS0",
	},
};

const struct ia_guest_kind *ia_guest_kind_find(const char *name)
{
	for (unsigned i = 0; i < IA_GUEST_KINDS; i++) {
		if (strcmp(ia_guest_kinds[i].name, name) == 0)
			return &ia_guest_kinds[i];
	}
	return NULL;
}
