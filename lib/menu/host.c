/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/host.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "menu/location.h"
#include "menu/loops.h"
#include "menu/menu.h"

/* With device NULL those that the configuration lies on. */
static const struct ia_files *device_files(const struct ia_menu_medium *medium, const char *device)
{
	const struct ia_loop *loop;

	if (!device)
		return medium->files;
	loop = ia_loops_find(medium->loops, device);
	if (loop)
		return &loop->files;
	switch (ia_location_device(device)) {
	case IA_VOLUME_ISO:
		return medium->iso;
	case IA_VOLUME_ESP:
		return medium->esp;
	case IA_VOLUME_NONE:
	case IA_VOLUME_TREE:
		break;
	}
	return NULL;
}

static int host_read(void *data, const char *device, const char *path, char **ret, size_t *ret_size,
		     struct isoargs_error **reterr)
{
	const struct ia_menu_medium *medium = data;
	const struct ia_files *files = device_files(medium, device);
	char *text IA_AUTO_FREE = NULL;
	size_t size;
	int r;

	r = files ? ia_files_slurp(files, path, IA_CONFIG_MAX, &text, &size, reterr) : 0;
	if (r <= 0)
		return r;
	if (size > IA_CONFIGS_MAX - medium->menu->text)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(path), NULL,
				"the boot configurations that are read, each counted as often as "
				"it is, have more than %u bytes",
				IA_CONFIGS_MAX);
	medium->menu->text += size;
	*ret = IA_TAKE(text);
	*ret_size = size;
	return 1;
}

static int host_stat(void *data, const char *device, const char *path, unsigned long long *ret_size,
		     struct isoargs_error **reterr)
{
	const struct ia_files *files = device_files(data, device);
	struct ia_file file;
	int r;

	r = files ? ia_files_find(files, path, &file, reterr) : 0;
	if (r <= 0)
		return r;
	if (ret_size)
		*ret_size = file.size;
	if (file.type == IA_FILE_DIRECTORY)
		return file.is_link ? 3 : 2;
	return 1;
}

struct listing {
	int (*visit)(const char *name, void *visit_data);
	void *visit_data;
};

static int visit_name(const char *name, const struct ia_file *file IA_UNUSED, void *data)
{
	const struct listing *listing = data;

	return listing->visit(name, listing->visit_data);
}

static int list_devices(const struct ia_menu_medium *medium,
			int (*visit)(const char *name, void *visit_data), void *visit_data)
{
	int r = visit("cd0", visit_data);

	return r == 0 && medium->esp ? visit("esp", visit_data) : r;
}

static int host_list(void *data, const char *device, const char *path,
		     int (*visit)(const char *name, void *visit_data), void *visit_data,
		     struct isoargs_error **reterr)
{
	const struct ia_files *files = device_files(data, device);
	struct listing listing = {visit, visit_data};

	if (!path)
		return list_devices(data, visit, visit_data);
	return files ? ia_files_list(files, path, visit_name, &listing, reterr) : 0;
}

static int host_loop(void *data, const char *device, const char *path, const char **ret,
		     struct isoargs_error **reterr)
{
	const struct ia_menu_medium *medium = data;
	const struct ia_files *files = device_files(medium, device);

	return files ? ia_loops_open(medium->loops, files, path, ret, reterr) : 0;
}

static int host_probe(void *data, const char *device, enum ia_grub_probe kind, const char **ret)
{
	const struct ia_menu_medium *medium = data;
	const struct ia_loop *loop = ia_loops_find(medium->loops, device);
	const struct ia_files *files = device_files(data, device);
	bool iso = files == medium->iso;
	const char *answer = NULL;

	if (loop)
		return ia_loop_probe(loop, kind, ret);
	if (!files)
		return 0;
	switch (kind) {
	case IA_GRUB_PROBE_LABEL:
		answer = iso ? medium->iso_label : medium->esp_label;
		break;
	case IA_GRUB_PROBE_UUID:
		answer = iso ? medium->iso_uuid : NULL;
		break;
	case IA_GRUB_PROBE_FS:
		answer = iso ? "iso9660" : "fat";
		break;
	}
	if (!answer || !*answer)
		return 0;
	*ret = answer;
	return 1;
}

static int host_search(void *data, enum ia_grub_search kind, const char *key,
		       const char **ret_device, struct isoargs_error **reterr)
{
	const struct ia_menu_medium *medium = data;
	const char *device = NULL;
	int r = 0;

	switch (kind) {
	case IA_GRUB_SEARCH_LABEL:
		if (medium->has_any_name ||
		    (medium->iso_label && strcmp(key, medium->iso_label) == 0))
			device = "cd0";
		else if (medium->esp_label && strcmp(key, medium->esp_label) == 0)
			device = "esp";
		break;
	case IA_GRUB_SEARCH_UUID:
		if (medium->has_any_name ||
		    (medium->iso_uuid && ia_ascii_equal_fold(key, medium->iso_uuid)))
			device = "cd0";
		break;
	case IA_GRUB_SEARCH_FILE:
		r = ia_files_have(medium->iso, key, IA_FILE_REGULAR, reterr);
		if (r > 0)
			device = "cd0";
		if (r == 0 && medium->esp)
			r = ia_files_have(medium->esp, key, IA_FILE_REGULAR, reterr);
		if (r > 0 && !device)
			device = "esp";
		break;
	}
	if (!device)
		return r;
	*ret_device = device;
	return 1;
}

struct ia_menu_host ia_menu_host_of(struct ia_menu_medium *medium)
{
	return (struct ia_menu_host){
		.data = medium,
		.meter = medium->files->meter,
		.read = host_read,
		.stat = host_stat,
		.list = host_list,
		.loop = medium->loops ? host_loop : NULL,
		.probe = host_probe,
		.search = host_search,
	};
}
