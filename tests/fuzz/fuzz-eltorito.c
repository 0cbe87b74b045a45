/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/note.h"
#include "printers.h"
#include "volume/tables/eltorito.h"

/*
 * Any bytes as a catalogue. The first slot gets its key bytes and the checksum that it needs,
 * or hardly any input would pass the validation entry; the first byte says whether.
 */

#define SLOT_SIZE 32u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print(const struct ia_eltorito *found, const struct ia_notes *notes)
{
	struct isoargs_report report = report_of_nothing();

	report.has_tables = true;
	report.eltorito = *found;
	report.notes = *notes;
	print_one_of(&report, found->count);
}

static void make_valid(uint8_t *slot)
{
	unsigned sum = 0;

	slot[0] = 1;
	slot[28] = 0;
	slot[29] = 0;
	slot[30] = 0x55;
	slot[31] = 0xaa;
	for (size_t i = 0; i < SLOT_SIZE; i += 2)
		sum += slot[i] | (unsigned)slot[i + 1] << 8;
	sum = 0x10000 - (sum & 0xffff);
	slot[28] = (uint8_t)sum;
	slot[29] = (uint8_t)(sum >> 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_notes notes = {0};
	struct isoargs_error *error = NULL;
	struct ia_eltorito found = {0};
	uint8_t *copy;

	if (size < 1)
		return 0;
	copy = malloc(size);
	if (!copy)
		return 0;
	memcpy(copy, data + 1, size - 1);
	if (data[0] != 0 && size > SLOT_SIZE)
		make_valid(copy);
	if (ia_eltorito_parse(copy, size - 1, &notes, &found, &error) == 0) {
		if (found.count < 1 || found.count > IA_ELTORITO_ENTRIES_MAX)
			abort();
		print(&found, &notes);
	} else {
		if (found.count != 0)
			abort();
		expect_error(error);
	}
	isoargs_error_free(error);
	ia_notes_free(&notes);
	free(copy);
	return 0;
}
