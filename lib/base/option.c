/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

const char *ia_option_name(enum isoargs_option option)
{
	static const char *const names[IA_OPTIONS] = {
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
		[ISOARGS_ENTRY] = "--entry",
		[ISOARGS_STYLE] = "--style",
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
		[ISOARGS_CALL_REPORT_TEXT] = "isoargs inspect",
		[ISOARGS_CALL_MENU_TEXT] = "isoargs menu",
		[ISOARGS_CALL_FILE_OPEN] = "isoargs extract",
	};

	return (unsigned)option < IA_OPTIONS ? names[option] : NULL;
}

int ia_option_set_once(char **slot, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr)
{
	if (*slot && strcmp(*slot, value) == 0)
		return 0;
	if (*slot)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), "give it once",
				"found \"%s\" after \"%s\"", value, *slot);
	*slot = strdup(value);
	return *slot ? 0 : ia_error_memory(reterr);
}

int ia_option_set_flag(bool *flag, enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr)
{
	if (value)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected no value", value);
	*flag = true;
	return 0;
}

int ia_option_add(struct ia_option_list *list, enum isoargs_option option, const char *value,
		  struct isoargs_error **reterr)
{
	char *copy;

	if (list->count >= IA_OPTION_VALUES_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OPTION(option), NULL,
				"found more than %u, expected at most that many",
				IA_OPTION_VALUES_MAX);
	copy = strdup(value);
	if (!copy)
		return ia_error_memory(reterr);
	list->values[list->count++] = copy;
	return 0;
}

void ia_option_list_free(struct ia_option_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->values[i]);
	list->count = 0;
}
