/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/option-names.h"

#include <stddef.h>

const char *option_spelled(enum isoargs_option option, void *user)
{
	static const char *const names[] = {
		[ISOARGS_GRAPHICAL] = "--graphical",
		[ISOARGS_TEXT] = "--text",
		[ISOARGS_VNC] = "--vnc",
		[ISOARGS_VNC_PASSWORD] = "--vnc-password-file",
		[ISOARGS_IP] = "--ip",
		[ISOARGS_NETMASK] = "--netmask",
		[ISOARGS_GATEWAY] = "--gateway",
		[ISOARGS_HOSTNAME] = "--hostname",
		[ISOARGS_NIC] = "--nic",
		[ISOARGS_NAMESERVER] = "--nameserver",
		[ISOARGS_MTU] = "--mtu",
		[ISOARGS_DHCP] = "--dhcp",
		[ISOARGS_KS] = "--ks",
		[ISOARGS_REPO] = "--repo",
		[ISOARGS_STAGE2] = "--stage2",
		[ISOARGS_APPEND] = "--append",
		[ISOARGS_KEEP] = "--keep",
		[ISOARGS_DROP] = "--drop",
		[ISOARGS_ENTRY] = "--entry",
		[ISOARGS_STYLE] = "--style",
		[ISOARGS_GUEST] = "--guest",
		[ISOARGS_AUTO] = "--auto",
		[ISOARGS_BASE_URL] = "--base-url",
		[ISOARGS_GUEST_NAME] = "--name",
		[ISOARGS_GUEST_MEMORY] = "--memory",
		[ISOARGS_GUEST_VCPUS] = "--vcpus",
		[ISOARGS_GUEST_DISK] = "--disk",
		[ISOARGS_GUEST_DISK_SIZE] = "--disk-size",
		[ISOARGS_GUEST_BRIDGE] = "--bridge",
		[ISOARGS_GUEST_NETWORK] = "--network",
		[ISOARGS_GUEST_MAC] = "--mac",
		[ISOARGS_GUEST_IMAGE] = "--image",
		[ISOARGS_GUEST_KERNEL] = "--kernel",
		[ISOARGS_GUEST_INITRD] = "--initrd",
		[ISOARGS_GUEST_BOOTLOADER] = "--bootloader",
		[ISOARGS_GUEST_SR] = "--sr",
		[ISOARGS_GUEST_TEMPLATE] = "--template",
		[ISOARGS_GUEST_FORCE] = "--force",
		[ISOARGS_SETUP_ROOT_HASH] = "--root-hash-file",
		[ISOARGS_SETUP_LOCK_ROOT] = "--lock-root",
		[ISOARGS_SETUP_SSH_KEY] = "--ssh-key-file",
		[ISOARGS_SETUP_DISK] = "--disk",
		[ISOARGS_SETUP_BOOT_FS] = "--boot-fs",
		[ISOARGS_SETUP_SWAP] = "--swap",
		[ISOARGS_SETUP_LANG] = "--lang",
		[ISOARGS_SETUP_KEYBOARD] = "--keyboard",
		[ISOARGS_SETUP_TIMEZONE] = "--timezone",
		[ISOARGS_SETUP_PACKAGE] = "--package",
		[ISOARGS_CALL_MENU_TEXT] = "isoargs menu",
		[ISOARGS_CALL_FILE_OPEN] = "isoargs extract",
		[ISOARGS_LABEL] = "--label",
	};

	(void)user;
	return (size_t)option < sizeof(names) / sizeof(names[0]) ? names[option] : NULL;
}

const struct isoargs_print_options option_spelling = {.spell = option_spelled};
