/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/menu.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"

static const struct {
	const char *name;
	const char *word;
} loaders[] = {
	[IA_LOADER_GRUB] = {"GRUB", "grub"},
	[IA_LOADER_SYSLINUX] = {"SYSLINUX", "syslinux"},
	[IA_LOADER_GRUB_LEGACY] = {"GRUB Legacy", "grub-legacy"},
	[IA_LOADER_SYSTEMD_BOOT] = {"systemd-boot", "systemd-boot"},
	[IA_LOADER_NONE] = {"no boot loader", "none"},
};

const char *ia_loader_name(enum ia_loader loader)
{
	return loaders[loader].name;
}

const char *ia_loader_word(enum ia_loader loader)
{
	return loaders[loader].word;
}

bool ia_entry_boots_linux(const struct isoargs_entry *entry)
{
	static const char *const commands[] = {
		"linux", "linux16", "linuxefi", "multiboot", "multiboot2", "mboot.c32",
	};

	if (entry->is_submenu || !entry->kernel || !entry->command)
		return false;
	for (size_t i = 0; i < IA_COUNT(commands); i++) {
		if (strcmp(entry->command, commands[i]) == 0)
			return true;
	}
	return false;
}

bool ia_config_holds(const struct ia_config *config, const struct isoargs_entry *entry)
{
	/* Of what lies before the first one it is more than any count. */
	const uintptr_t distance = (uintptr_t)entry - (uintptr_t)config->entries;

	return distance < config->count * sizeof(*entry);
}

/* Mostly the first entries tell; what there is of them was paid for when it was kept. */
bool ia_config_boots_linux(const struct ia_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		if (ia_entry_boots_linux(&config->entries[i]))
			return true;
	}
	return false;
}

bool ia_menu_boots_linux(const struct ia_menu *menu)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (ia_config_boots_linux(&menu->configs[i]))
			return true;
	}
	return false;
}
