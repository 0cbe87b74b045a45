/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/filesystems.h"

#include <errno.h>
#include <inttypes.h>

#include "image/image.h"
#include "menu/location.h"

static int open_esp(const struct ia_window *image, const struct isoargs_report *report,
		    struct ia_filesystems *systems, struct isoargs_error **reterr)
{
	struct ia_window window;
	int r;

	if (!report->has_esp)
		return 0;
	r = ia_window_cut(image, report->esp.offset, report->esp.size, &window, reterr);
	if (r == 0)
		r = ia_fat_open(&window, &systems->esp, reterr);
	if (r > 0)
		systems->esp_files = ia_fat_files(systems->esp);
	return r < 0 ? r : 0;
}

int ia_filesystems_open(const struct ia_window *image, const struct isoargs_report *report,
			struct ia_filesystems *ret, struct isoargs_error **reterr)
{
	struct ia_filesystems systems IA_AUTO_FILESYSTEMS = {0};
	int r;

	r = ia_tree_open(image, NULL, &systems.tree, reterr);
	if (r > 0) {
		systems.iso_files = ia_tree_files(systems.tree);
		*ret = systems;
		systems = (struct ia_filesystems){0};
	}
	if (r != 0)
		return r < 0 ? r : 0;
	r = ia_iso9660_open(image, NULL, &systems.iso, reterr);
	if (r == 0)
		return ia_error(reterr, -EBADMSG, IA_IN_FILE(isoargs_image_name(image->image)),
				NULL, "the ISO 9660 volume that was inspected is gone");
	if (r > 0) {
		systems.iso_files = ia_iso9660_files(systems.iso);
		r = open_esp(image, report, &systems, reterr);
	}
	if (r < 0)
		return r;
	*ret = systems;
	systems = (struct ia_filesystems){0};
	return 0;
}

void ia_filesystems_close(struct ia_filesystems *systems)
{
	ia_fat_free(systems->esp);
	ia_iso9660_free(systems->iso);
	ia_tree_free(systems->tree);
	*systems = (struct ia_filesystems){0};
}

int ia_filesystems_find(const struct ia_filesystems *systems, const char *location,
			const struct ia_files **ret_files, struct ia_file *ret,
			struct isoargs_error **reterr)
{
	const struct ia_files *files = NULL;
	struct ia_file file;
	const char *path;
	int r;

	switch (ia_location_split(location, &path)) {
	case IA_VOLUME_ISO:
		files = systems->iso ? &systems->iso_files : NULL;
		break;
	case IA_VOLUME_TREE:
		files = systems->tree ? &systems->iso_files : NULL;
		break;
	case IA_VOLUME_ESP:
		files = systems->esp ? &systems->esp_files : NULL;
		break;
	case IA_VOLUME_NONE:
		break;
	}
	if (!files)
		return 0;
	r = ia_files_find(files, path, &file, reterr);
	if (r <= 0 || file.type != IA_FILE_REGULAR)
		return r < 0 ? r : 0;
	*ret_files = files;
	*ret = file;
	return 1;
}

int ia_filesystems_reach(const struct ia_files *files, const struct ia_file *file,
			 const char *location, struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct ia_window window;
	char last;
	int r;

	if (file->size == 0 || files->is_dear)
		return 0;
	/* What can be cut from the image ends before it does. */
	if (ia_files_window(files, file, &window, NULL) > 0 && ia_image_is_remote(window.image))
		return 0;
	r = ia_files_read(files, file, file->size - 1, &last, 1, &cause);
	if (r == -ENODATA)
		return ia_error(reterr, r, IA_IN_FILE(location), "download the image again",
				"the image ends before this file of %" PRIu64 " bytes does",
				file->size);
	return r < 0 && cause ? ia_error_in_file(reterr, location, cause) : r;
}
