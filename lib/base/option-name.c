/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/option-name.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"

#define NAME(option) [ISOARGS_##option] = "ISOARGS_" #option

const char *ia_option_name(enum isoargs_option option)
{
	static const char *const names[IA_OPTIONS] = {
		NAME(GRAPHICAL),
		NAME(TEXT),
		NAME(VNC),
		NAME(VNC_PASSWORD),
		NAME(IP),
		NAME(NETMASK),
		NAME(GATEWAY),
		NAME(HOSTNAME),
		NAME(NIC),
		NAME(NAMESERVER),
		NAME(MTU),
		NAME(DHCP),
		NAME(KS),
		NAME(REPO),
		NAME(STAGE2),
		NAME(APPEND),
		NAME(KEEP),
		NAME(DROP),
		NAME(ENTRY),
		NAME(STYLE),
		NAME(GUEST),
		NAME(AUTO),
		NAME(BASE_URL),
		NAME(GUEST_NAME),
		NAME(GUEST_MEMORY),
		NAME(GUEST_VCPUS),
		NAME(GUEST_DISK),
		NAME(GUEST_DISK_SIZE),
		NAME(GUEST_BRIDGE),
		NAME(GUEST_NETWORK),
		NAME(GUEST_MAC),
		NAME(GUEST_IMAGE),
		NAME(GUEST_KERNEL),
		NAME(GUEST_INITRD),
		NAME(GUEST_BOOTLOADER),
		NAME(GUEST_SR),
		NAME(GUEST_TEMPLATE),
		NAME(GUEST_FORCE),
		NAME(SETUP_ROOT_HASH),
		NAME(SETUP_LOCK_ROOT),
		NAME(SETUP_SSH_KEY),
		NAME(SETUP_DISK),
		NAME(SETUP_BOOT_FS),
		NAME(SETUP_SWAP),
		NAME(SETUP_LANG),
		NAME(SETUP_KEYBOARD),
		NAME(SETUP_TIMEZONE),
		NAME(SETUP_PACKAGE),
		[ISOARGS_CALL_MENU_TEXT] = "isoargs_report_menu_text()",
		[ISOARGS_CALL_FILE_OPEN] = "isoargs_file_open()",
		NAME(LABEL),
	};

	return (unsigned)option < IA_OPTIONS ? names[option] : NULL;
}

static bool is_letter(char c)
{
	return ia_ascii_is_alnum(c) || c == '_';
}

/* The option whose name begins text, and is no part of a longer one. */
static enum isoargs_option option_at(const char *text, size_t *ret_length)
{
	size_t length = 0;

	/* As all names begin: other words are not compared with each of them. */
	if (strncasecmp(text, "isoargs_", strlen("isoargs_")) != 0)
		return ISOARGS_NO_OPTION;
	while (is_letter(text[length]))
		length++;
	if (strncmp(text + length, "()", 2) == 0)
		length += 2;
	for (unsigned i = 1; i < IA_OPTIONS; i++) {
		const char *name = ia_option_name((enum isoargs_option)i);

		if (strlen(name) == length && memcmp(name, text, length) == 0) {
			*ret_length = length;
			return (enum isoargs_option)i;
		}
	}
	return ISOARGS_NO_OPTION;
}

enum isoargs_option ia_option_find(const char *text, size_t *ret_at, size_t *ret_length)
{
	for (size_t at = 0; text[at]; at++) {
		enum isoargs_option option = ISOARGS_NO_OPTION;

		if ((text[at] == 'I' || text[at] == 'i') && (at == 0 || !is_letter(text[at - 1])))
			option = option_at(text + at, ret_length);
		if (option) {
			*ret_at = at;
			return option;
		}
	}
	return ISOARGS_NO_OPTION;
}

void ia_option_spell(struct ia_strbuf *buf, const char *text, isoargs_speller speller, void *user)
{
	enum isoargs_option option;
	size_t at, length;

	while (speller && (option = ia_option_find(text, &at, &length))) {
		const char *spelled = speller(option, user);

		ia_strbuf_add(buf, text, at);
		ia_strbuf_adds(buf, spelled ? spelled : ia_option_name(option));
		text += at + length;
	}
	ia_strbuf_adds(buf, text);
}
