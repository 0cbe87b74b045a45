/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grub-folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/limits.h"

static bool full_path(const struct grub_folder *folder, const char *device, const char *path,
		      char *buf, size_t size)
{
	return strcmp(device, "cd0") == 0 &&
	       snprintf(buf, size, "%s/%s", folder->path, path) < (int)size;
}

static int folder_stat(void *data, const char *device, const char *path,
		       unsigned long long *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const struct grub_folder *folder = data;
	char full[IA_PATH_MAX];
	struct stat st;

	if (!full_path(data, device, path, full, sizeof(full)))
		return 0;
	if (stat(full, &st) < 0) {
		if (!folder->is_stub || !folder->is_stub(path, folder->data))
			return 0;
		if (ret_size)
			*ret_size = 1;
		return 1;
	}
	if (ret_size)
		*ret_size = (unsigned long long)st.st_size;
	if (S_ISDIR(st.st_mode) && lstat(full, &st) == 0)
		return S_ISLNK(st.st_mode) ? 3 : 2;
	return S_ISREG(st.st_mode);
}

static int folder_read(void *data, const char *device, const char *path, char **ret,
		       size_t *ret_size, struct isoargs_error **reterr)
{
	unsigned long long size;
	char full[IA_PATH_MAX], *text IA_AUTO_FREE = NULL;
	FILE *file;
	size_t got;

	if (folder_stat(data, device, path, &size, NULL) != 1)
		return 0;
	if (size > IA_CONFIG_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(path), NULL, "too large");
	if (!full_path(data, device, path, full, sizeof(full)))
		return 0;
	text = malloc(size + 1);
	file = fopen(full, "rb");
	if (!text || !file) {
		if (file)
			fclose(file);
		return 0;
	}
	got = fread(text, 1, size, file);
	fclose(file);
	text[got] = '\0';
	*ret_size = got;
	*ret = IA_TAKE(text);
	return 1;
}

static int folder_search(void *data, enum ia_grub_search kind, const char *key,
			 const char **ret_device, struct isoargs_error **reterr IA_UNUSED)
{
	const struct grub_folder *folder = data;
	bool found = false;

	if (kind == IA_GRUB_SEARCH_LABEL)
		found = strcmp(key, folder->label) == 0;
	else if (kind == IA_GRUB_SEARCH_FILE)
		found = folder_stat(data, "cd0", key, NULL, NULL) == 1;
	if (found)
		*ret_device = "cd0";
	return found;
}

static int is_visible(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* The devices are those that the oracle's machine had. */
static int list_devices(int (*visit)(const char *name, void *visit_data), void *visit_data)
{
	static const char *const devices[] = {"proc", "cd0", "host"};
	int r = 0;

	for (size_t i = 0; i < IA_COUNT(devices) && r == 0; i++)
		r = visit(devices[i], visit_data);
	return r;
}

static int folder_list(void *data, const char *device, const char *path,
		       int (*visit)(const char *name, void *visit_data), void *visit_data,
		       struct isoargs_error **reterr IA_UNUSED)
{
	struct dirent **entries;
	char full[IA_PATH_MAX];
	int count, r = 0;

	if (!device)
		return list_devices(visit, visit_data);
	if (!full_path(data, device, path, full, sizeof(full)))
		return 0;
	count = scandir(full, &entries, is_visible, alphasort);
	for (int i = 0; i < count; i++) {
		if (r == 0)
			r = visit(entries[i]->d_name, visit_data);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return r;
}

void grub_folder_host(struct grub_folder *folder, struct ia_menu_host *ret)
{
	*ret = (struct ia_menu_host){
		.data = folder,
		.read = folder_read,
		.stat = folder_stat,
		.search = folder_search,
		.list = folder_list,
	};
}
