/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_GIVEN_TREES_H
#define TEST_GIVEN_TREES_H

#include "support/given-tree.h"

/* Trees as their makers publish them, with stubs in place of what is large. */

#define EL7_TREEINFO                                                                               \
	"[general]\nfamily = CentOS\ntimestamp = 1.0\nversion = 7\narch = x86_64\n"                \
	"[stage2]\nmainimage = LiveOS/squashfs.img\n"                                              \
	"[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n"   \
	"boot.iso = images/boot.iso\n"                                                             \
	"[images-xen]\nkernel = images/xen/vmlinuz\ninitrd = images/xen/initrd.img\n"

#define EL7_GRUB                                                                                   \
	"search --no-floppy --set=root -l 'CentOS 7 x86_64'\n"                                     \
	"menuentry 'Install CentOS 7' --class fedora {\n"                                          \
	"\tlinuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 quiet\n"  \
	"\tinitrdefi /images/pxeboot/initrd.img\n}\n"

#define EL7_ISOLINUX                                                                               \
	"default linux\nprompt 0\nlabel linux\n  menu label ^Install CentOS 7\n  kernel vmlinuz\n" \
	"  append initrd=initrd.img inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 quiet\n"

#define EL7_IMAGES                                                                                 \
	{"images/pxeboot/vmlinuz", .size = 6000}, {"images/pxeboot/initrd.img", .size = 9000},     \
		{"isolinux/vmlinuz", .size = 6000}, {"isolinux/initrd.img", .size = 9000},         \
		{"LiveOS/squashfs.img", .size = 8000},                                             \
	{                                                                                          \
		"repodata/repomd.xml", "<repomd/>\n", 0                                            \
	}

/* With its menus, and without. */
#define EL7_TREE                                                                                   \
	{".treeinfo", EL7_TREEINFO, 0}, {".discinfo", "1604001756.1\n7.9\nx86_64\n", 0},           \
		{"EFI/BOOT/grub.cfg", EL7_GRUB, 0}, {"isolinux/isolinux.cfg", EL7_ISOLINUX, 0},    \
		EL7_IMAGES
#define EL7_BARE {".treeinfo", EL7_TREEINFO, 0}, EL7_IMAGES

#endif
