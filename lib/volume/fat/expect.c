/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/limits.h"
#include "volume/fat/impl.h"

#define TABLE_MAX     IA_BLOCK_SIZE /* bytes of what is expected of one */
#define CLUSTERS_MAX  (16u * 1024u) /* of the first: the topmost directories */
#define DIRECTORY_MAX (12u * 1024u) /* of any other, with files that follow it */
#define MENU_MAX      (8u * 1024u)

#define SLOT_TYPE  8u
#define SLOT_ATTR  11u
#define ATTR_LABEL 0x08 /* of parts of long names, too */
#define FREE       0xe5

void ia_fat_expect_layout(const struct ia_fat *fat, uint64_t root)
{
	ia_window_expect(&fat->window, fat->table, TABLE_MAX);
	ia_window_expect(&fat->window, root, IA_BLOCK_SIZE);
	ia_window_expect(&fat->window, fat->data, CLUSTERS_MAX);
}

/* How much is expected of what a slot names. */
static uint64_t size_of(const uint8_t *slot, const struct ia_file *file)
{
	const char *type = (const char *)slot + SLOT_TYPE;
	uint64_t size = 0;

	if (file->type == IA_FILE_DIRECTORY)
		return DIRECTORY_MAX;
	if (strncmp(type, "EFI", 3) == 0)
		size = IA_PE_HEADERS_MAX;
	else if (strncmp(type, "CFG", 3) == 0 || strncmp(type, "CON", 3) == 0)
		size = MENU_MAX;
	return file->size < size ? file->size : size;
}

void ia_fat_expect_named(const struct ia_fat *fat, const uint8_t *slots, size_t size)
{
	if (!ia_image_is_remote(fat->window.image))
		return;
	for (size_t at = 0; at < size && slots[at] != 0; at += IA_FAT_SLOT_SIZE) {
		const struct ia_file file = ia_fat_file(fat, slots + at);

		if (slots[at] != FREE && !(slots[at + SLOT_ATTR] & ATTR_LABEL) && file.offset > 0)
			ia_window_expect(&fat->window, file.offset, size_of(slots + at, &file));
	}
}
