/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/location.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"

static const char *const prefixes[] = {
	[IA_VOLUME_ISO] = "ISO:",
	[IA_VOLUME_ESP] = "ESP:",
	[IA_VOLUME_TREE] = "TREE:",
};

enum ia_volume ia_location_device(const char *device)
{
	static const char *const same_start[] = {
		"hd0", "hd0,1", "hd0,msdos1", "hd0,gpt1", "hd0,apple1",
	};

	if (strcmp(device, "esp") == 0)
		return IA_VOLUME_ESP;
	if (strncmp(device, "cd", 2) == 0)
		return IA_VOLUME_ISO;
	for (size_t i = 0; i < IA_COUNT(same_start); i++) {
		if (strcmp(device, same_start[i]) == 0)
			return IA_VOLUME_ISO;
	}
	return strncmp(device, "hd0,", 4) == 0 ? IA_VOLUME_ESP : IA_VOLUME_NONE;
}

enum ia_volume ia_location_split(const char *location, const char **ret_path)
{
	for (enum ia_volume volume = IA_VOLUME_ISO; volume <= IA_VOLUME_TREE; volume++) {
		size_t length = strlen(prefixes[volume]);

		if (strncmp(location, prefixes[volume], length) == 0) {
			*ret_path = location + length;
			return volume;
		}
	}
	return IA_VOLUME_NONE;
}

bool ia_location_on_medium(const char *location, const char **ret_path)
{
	enum ia_volume volume = ia_location_split(location, ret_path);

	return volume == IA_VOLUME_ISO || volume == IA_VOLUME_TREE;
}

/* A tree of files is GRUB's CD, and has no partitions. */
static enum ia_volume in_tree(enum ia_volume volume, bool is_tree)
{
	if (!is_tree)
		return volume;
	return volume == IA_VOLUME_ISO ? IA_VOLUME_TREE : IA_VOLUME_NONE;
}

int ia_location_of(const struct isoargs_entry *entry, const char *path, struct ia_arena *arena,
		   const char **ret)
{
	const char *close = strchr(path, ')'), *device = entry->root, *unused;
	char *own IA_AUTO_FREE = NULL;
	enum ia_volume volume = IA_VOLUME_NONE;

	*ret = NULL;
	if (path[0] == '(' && close) {
		device = own = strndup(path + 1, (size_t)(close - path) - 1);
		if (!own)
			return -ENOMEM;
		path = close + 1;
	}
	if (path[0] != '/')
		return 0;
	volume = ia_location_split(entry->file, &unused);
	if (device)
		volume = in_tree(ia_location_device(device), volume == IA_VOLUME_TREE);
	if (volume == IA_VOLUME_NONE)
		return 0;
	*ret = ia_arena_printf(arena, "%s%s", prefixes[volume], path);
	return *ret ? 0 : -ENOMEM;
}

int ia_location_settle(struct isoargs_entry *entry, struct ia_arena *arena)
{
	const char **locations;

	if (entry->kernel &&
	    ia_location_of(entry, entry->kernel, arena, &entry->kernel_location) < 0)
		return -ENOMEM;
	if (entry->initrd_count == 0)
		return 0;
	locations = ia_arena_array(arena, entry->initrd_count, sizeof(*locations));
	if (!locations)
		return -ENOMEM;
	for (size_t i = 0; i < entry->initrd_count; i++) {
		if (ia_location_of(entry, entry->initrds[i], arena, &locations[i]) < 0)
			return -ENOMEM;
	}
	entry->initrd_locations = locations;
	return 0;
}
