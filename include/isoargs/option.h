/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_OPTION_H
#define ISOARGS_OPTION_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ISOARGS_EXPORT
#define ISOARGS_EXPORT __attribute__((visibility("default")))
#endif

/*
 * Everything that a caller can say, in one numbering: errors, notes and words name what they are
 * about by these. Values are validated when they are set.
 */
enum isoargs_option {
	ISOARGS_NO_OPTION,

	/* of a request: isoargs_request_set() */
	ISOARGS_GRAPHICAL,    /* no value: graphical installation */
	ISOARGS_TEXT,         /* no value: text installation */
	ISOARGS_VNC,          /* no value: the installer starts a VNC server by itself */
	ISOARGS_VNC_PASSWORD, /* 6 to 8 characters; visible in the guest's /proc/cmdline */
	ISOARGS_IP,           /* IPv4 or IPv6 address, optionally with /prefix */
	ISOARGS_NETMASK,      /* dotted netmask, or a prefix length */
	ISOARGS_GATEWAY,      /* address of the same family as ISOARGS_IP */
	ISOARGS_HOSTNAME,     /* RFC 1123 name of at most 64 characters */
	ISOARGS_NIC,          /* interface name in the guest; eth0 where it is not set */
	ISOARGS_NAMESERVER,   /* address; may be set up to 8 times */
	ISOARGS_MTU,          /* 576 to 65535 bytes */
	ISOARGS_DHCP,         /* no value: configure the network by DHCP */
	ISOARGS_KS,           /* kickstart: URL, nfs:…, hd:DEVICE:PATH, file:PATH */
	ISOARGS_REPO,         /* installation source: URL, nfs:…, hd:DEVICE:PATH, cdrom:DEVICE */
	ISOARGS_STAGE2,       /* how the medium is found: label, uuid, device or device=/dev/NAME */
	ISOARGS_APPEND,       /* one further word; may be set up to 64 times */
	ISOARGS_KEEP,         /* a word of the entry, or its name, that stays; up to 64 times */
	ISOARGS_DROP,         /* a word of the line, or its name, that is left out; up to 64 */
	ISOARGS_ENTRY,        /* the menu entry to build on, as isoargs_report_find() reads it */
	ISOARGS_STYLE, /* legacy: with "utf8 nogpt noipv6" where EL6 and EL7 know them; minimal */
	ISOARGS_GUEST, /* what boots the medium: pv (where it is not set), pvh, hvm or kvm */
	ISOARGS_AUTO, /* what automates the installer: kickstart, preseed, AutoYaST, autoinstall … */
	ISOARGS_BASE_URL, /* where the unpacked medium is served, and the image under its name */

	/* of a guest: isoargs_guest_set() */
	ISOARGS_GUEST_NAME,      /* at most 64 bytes of text, no '/', not digits alone */
	ISOARGS_GUEST_MEMORY,    /* MiB, 512 to 1048576; 3072 where it is not set */
	ISOARGS_GUEST_VCPUS,     /* 1 to 128; 2 where it is not set */
	ISOARGS_GUEST_DISK,      /* path of the guest's disk on the host: image, or /dev/... */
	ISOARGS_GUEST_DISK_SIZE, /* GiB, 1 to 65536; 20 where it is not set */
	ISOARGS_GUEST_BRIDGE,    /* bridge on the host; xenbr0 where it is not set */
	ISOARGS_GUEST_NETWORK,   /* xe: name or UUID of a network, in place of a bridge */
	ISOARGS_GUEST_MAC,    /* unicast address, xx:xx:xx:xx:xx:xx; the host's choice if unset */
	ISOARGS_GUEST_IMAGE,  /* path of the medium on the host; the path it was read from */
	ISOARGS_GUEST_KERNEL, /* path of the extracted kernel on the host */
	ISOARGS_GUEST_INITRD, /* path of an extracted initrd on the host; up to 64 times */
	ISOARGS_GUEST_BOOTLOADER, /* pygrub, or direct; by default direct if there is a kernel */
	ISOARGS_GUEST_SR,         /* xe: name or UUID of the disk's SR; the pool's default */
	ISOARGS_GUEST_TEMPLATE,   /* xe: name or UUID; "CentOS 6 (64-bit)" where it is not set */
	ISOARGS_GUEST_FORCE,      /* no value: also of a medium that no PC runs */

	/* of the system that is to be installed: isoargs_setup_set() */
	ISOARGS_SETUP_ROOT_HASH, /* root's password as crypt(3) writes it: $6$, $5$ or $1$ */
	ISOARGS_SETUP_LOCK_ROOT, /* no value: no password opens root's account */
	ISOARGS_SETUP_SSH_KEY,   /* "TYPE BASE64 [COMMENT]" for root; may be set up to 64 times */
	ISOARGS_SETUP_DISK,      /* name in the guest; xvda where it is not set */
	ISOARGS_SETUP_BOOT_FS,   /* file system of /boot: ext3 (where it is not set) or ext4 */
	ISOARGS_SETUP_SWAP,      /* MiB of swap: 0 for none, 16 to 1048576; 1024 if not set */
	ISOARGS_SETUP_LANG,      /* locale; en_US.UTF-8 where it is not set */
	ISOARGS_SETUP_KEYBOARD,  /* console keymap; us where it is not set */
	ISOARGS_SETUP_TIMEZONE,  /* such as Europe/Berlin; Etc/UTC where it is not set */
	ISOARGS_SETUP_PACKAGE, /* beside @core: NAME, @GROUP, @^ENVIRONMENT, -NAME; up to 64 times */

	/* calls, which messages name as a way out */
	ISOARGS_CALL_MENU_TEXT, /* isoargs_report_menu_text() */
	ISOARGS_CALL_FILE_OPEN, /* isoargs_file_open() */

	/* of isoargs_inspect() */
	ISOARGS_LABEL /* struct isoargs_inspect_options: label. Since: 0.2.0 */
};

/**
 * isoargs_option_name - what the library calls an option in its messages
 * @option: one of enum isoargs_option
 *
 * Returns: its own name such as "ISOARGS_IP", or that of a call such as "isoargs_file_open()";
 * NULL for ISOARGS_NO_OPTION and where there is no such option.
 */
ISOARGS_EXPORT const char *isoargs_option_name(enum isoargs_option option);

/**
 * isoargs_option_find - the first option that a sentence of the library names
 * @text:       a message, a note's text, a remedy or a reason
 * @ret_at:     where its isoargs_option_name() stands, as a word of its own
 * @ret_length: and how long it is
 *
 * For a program that has its own names and writes the sentence piece by piece; the rest of it
 * may name further ones. Nothing is allocated.
 *
 * Returns: one of enum isoargs_option; ISOARGS_NO_OPTION where none is named, and then nothing is
 * written.
 */
ISOARGS_EXPORT enum isoargs_option isoargs_option_find(const char *text, size_t *ret_at,
						       size_t *ret_length);

/*
 * How a program spells an option: "--ip" for ISOARGS_IP, say. NULL: the library's name is as good.
 * user is what the program handed over with it.
 */
typedef const char *(*isoargs_speller)(enum isoargs_option option, void *user);

/**
 * isoargs_spell - a sentence of the library with the program's names for the library's
 * @text:     a message, a note's text, a remedy or a reason
 * @speller:  how the program spells each option; NULL: as the library does
 * @user:     handed to @speller
 * @ret_text: the sentence, allocated; free() it
 *
 * Each isoargs_option_name() that stands in @text as a word of its own is replaced, and nothing
 * else.
 *
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_spell(const char *text, isoargs_speller speller, void *user,
				 char **ret_text);

#ifdef __cplusplus
}
#endif

#endif
