/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "treeinfo.h"

/* Any bytes as .treeinfo and as .discinfo. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Values are trimmed, not empty, and no longer than the file. */
static void check(const char *value, size_t size)
{
	if (value && (value[0] == '\0' || value[0] == ' ' || strlen(value) > size))
		abort();
}

static void check_treeinfo(const struct ia_treeinfo *info, size_t size)
{
	check(info->name, size);
	check(info->family, size);
	check(info->short_name, size);
	check(info->version, size);
	check(info->variant, size);
	check(info->arch, size);
	check(info->timestamp, size);
	check(info->main_image, size);
	check(info->kernel, size);
	check(info->initrd, size);
	if (info->initrd && !info->kernel)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena *arena = ia_arena_new(0);
	struct ia_notes notes = {0};
	struct ia_treeinfo tree;
	struct ia_discinfo disc;
	char *text = malloc(size + 1);

	if (arena && text) {
		memcpy(text, data, size);
		text[size] = '\0';
		if (ia_treeinfo_parse(".treeinfo", text, size, arena, &notes, &tree, NULL) == 1)
			check_treeinfo(&tree, size);
		if (ia_discinfo_parse(text, size, arena, &disc, NULL) == 1) {
			check(disc.timestamp, size);
			check(disc.release, size);
			check(disc.arch, size);
		}
	}
	ia_notes_free(&notes);
	ia_arena_free(arena);
	free(text);
	return 0;
}
