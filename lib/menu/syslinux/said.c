/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/said.h"

#include <stdint.h>

bool ia_syslinux_is_new(struct ia_syslinux_said *said, enum isoargs_severity severity,
			enum ia_note_code code, const struct ia_place *place)
{
	size_t slots = IA_COUNT(said->slots);
	size_t i = ((uintptr_t)place->file / 16 + (size_t)place->line * 31u + (size_t)code * 7u) %
		   slots;

	/* A note of no line is not one that reading brings again. */
	if (place->line == 0)
		return true;
	/* At most half of the slots are taken. */
	for (; said->slots[i].file; i = (i + 1) % slots) {
		const struct ia_syslinux_saying *saying = &said->slots[i];

		if (saying->file == place->file && saying->line == place->line &&
		    saying->code == code && saying->severity == severity)
			return false;
	}
	if (said->count >= IA_SYSLINUX_NOTES_MAX) {
		if (said->notes)
			said->notes->dropped++;
		return false;
	}
	said->count++;
	said->slots[i] = (struct ia_syslinux_saying){place->file, place->line, code, severity};
	return true;
}
