/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: any bytes as an image whose partition tables and boot catalogue (in block
 * 4, where so many bytes are there) lead to an EFI system partition.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/note.h"
#include "image/image.h"
#include "packed.h"
#include "printers.h"
#include "volume/tables/eltorito.h"
#include "volume/tables/esp.h"
#include "volume/tables/partition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_tables(const struct ia_window *window)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_partitions partitions = {0};
	struct ia_eltorito eltorito = {0};
	struct isoargs_report report = report_of_nothing();
	struct ia_esp esp = {0};

	report.has_tables = true;

	if (ia_partitions_read(window, arena, &notes, &partitions, &error) < 0) {
		expect_error(error);
		return;
	}
	ia_eltorito_read(window, 4, &notes, &eltorito, NULL);
	report.partitions = partitions;
	report.eltorito = eltorito;
	if (ia_esp_find(window, &partitions, &eltorito, arena, &notes, &esp) > 0) {
		if (!esp.fat || esp.offset > window->size || esp.size > window->size - esp.offset)
			abort();
		report.has_esp = true;
		report.esp = esp;
	}
	report.notes = notes;
	print_report(&report);
	ia_fat_free(esp.fat);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = packed_expand(data, size, &size);
	struct ia_window window;

	if (isoargs_image_open_memory(bytes, size, "fuzz", &image, NULL) < 0)
		return 0;
	window = ia_window_whole(image);
	read_tables(&window);
	isoargs_image_free(image);
	return 0;
}
