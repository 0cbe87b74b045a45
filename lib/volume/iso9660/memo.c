/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/memo.h"

#include <string.h>

#include "base/hash.h"

static size_t place_of(const struct ia_file *directory, struct ia_slice name)
{
	return (size_t)((ia_hash(name.at, name.size) ^ directory->offset / 2048u) % IA_ISO_MEMO);
}

/* No name is empty, so what was never kept is nobody's. */
static bool fits(struct ia_slice name)
{
	return name.size > 0 && name.size <= IA_ISO_MEMO_NAME;
}

bool ia_iso_memo_find(const struct ia_iso_memo *memo, const struct ia_file *directory,
		      struct ia_slice name, struct ia_file *ret)
{
	const struct ia_iso_memory *item = &memo->items[place_of(directory, name)];

	if (!fits(name) || item->directory != directory->offset || item->bytes != directory->size ||
	    memcmp(item->name, name.at, name.size) != 0 || item->name[name.size] != '\0')
		return false;
	*ret = item->file;
	return true;
}

void ia_iso_memo_keep(struct ia_iso_memo *memo, const struct ia_file *directory,
		      struct ia_slice name, const struct ia_file *file)
{
	struct ia_iso_memory *item = &memo->items[place_of(directory, name)];

	if (!fits(name))
		return;
	*item = (struct ia_iso_memory){
		.directory = directory->offset,
		.bytes = directory->size,
		.file = *file,
	};
	memcpy(item->name, name.at, name.size);
}
