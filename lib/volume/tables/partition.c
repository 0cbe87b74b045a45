/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/partition.h"

#include <errno.h>
#include <inttypes.h>

#include "base/checked.h"
#include "base/note.h"

const char *ia_table_name(enum ia_table_type type)
{
	static const char *const names[IA_TABLE_COUNT] = {
		[IA_TABLE_MBR] = "MBR",
		[IA_TABLE_GPT] = "GPT",
		[IA_TABLE_APM] = "APM",
	};

	return names[type];
}

struct reading {
	struct ia_partitions partitions;
	size_t capacity;
	enum ia_table_type table;
	const struct ia_window *window;
	struct ia_arena *arena;
	struct ia_notes *notes;
};

static int add_partition(const struct ia_partition *found, void *data)
{
	struct reading *reading = data;
	struct ia_partitions *partitions = &reading->partitions;
	struct ia_partition partition = *found;

	partition.type = ia_arena_strdup(reading->arena, found->type);
	partition.name = ia_arena_strdup(reading->arena, found->name);
	partition.uuid = ia_arena_strdup(reading->arena, found->uuid);
	if (!partition.type || !partition.name || !partition.uuid ||
	    ia_arena_grow(reading->arena, &partitions->items, partitions->count, &reading->capacity,
			  sizeof(partition)) < 0)
		return -ENOMEM;
	partitions->items[partitions->count++] = partition;
	if (!ia_inside(partition.offset, partition.size, reading->window->size))
		ia_note(reading->notes, ISOARGS_WARNING, IA_NOTE_PARTITION_BEYOND_END,
			IA_AT_OFFSET(NULL, partition.offset),
			"%s partition %u of %" PRIu64 " bytes reaches beyond the end of the image",
			ia_table_name(reading->table), partition.number, partition.size);
	return 0;
}

int ia_partitions_read(const struct ia_window *window, struct ia_arena *arena,
		       struct ia_notes *notes, struct ia_partitions *ret,
		       struct isoargs_error **reterr)
{
	struct reading reading = {.window = window, .arena = arena, .notes = notes};

	for (enum ia_table_type table = 0; table < IA_TABLE_COUNT; table++) {
		struct isoargs_error *doubt IA_AUTO_ERROR = NULL, *error IA_AUTO_ERROR = NULL;
		int r;

		reading.table = table;
		r = ia_blkid_partitions(window, table, add_partition, &reading, &doubt, &error);
		if (r == -ENOMEM)
			return ia_error_memory(reterr);
		if (doubt)
			ia_note_error(notes, ISOARGS_WARNING, IA_NOTE_GPT_BACKUP, doubt);
		if (r < 0)
			ia_note_error(notes, ISOARGS_WARNING, IA_NOTE_PARTITIONS_UNREAD, error);
		reading.partitions.present[table] = r > 0 || r == -E2BIG;
	}
	*ret = reading.partitions;
	return 0;
}
