/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_ELTORITO_H
#define IA_VOLUME_TABLES_ELTORITO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"

/* Platform identifiers of the El Torito specification 1.0 and UEFI 2.x section 13.3.2.1. */
enum ia_eltorito_platform {
	IA_ELTORITO_BIOS = 0x00,
	IA_ELTORITO_POWERPC = 0x01,
	IA_ELTORITO_MAC = 0x02,
	IA_ELTORITO_EFI = 0xef,
};

struct ia_eltorito_entry {
	uint8_t platform; /* enum ia_eltorito_platform, or another byte */
	bool bootable;
	uint8_t media;    /* emulation: 0 none, 1 to 3 floppy, 4 hard disk */
	uint32_t block;   /* load address on the medium, in blocks of IA_BLOCK_SIZE */
	uint16_t sectors; /* to load, of 512 bytes; 0 and 1 are used for "until the end" */
};

struct ia_eltorito {
	struct ia_eltorito_entry entries[IA_ELTORITO_ENTRIES_MAX];
	size_t count;
};

/*
 * Parses one catalogue of size bytes: the validation entry with its checksum, the default
 * entry, and sections. What is odd but leaves entries usable is a note, "eltorito-...", whose
 * place is "boot catalogue" and the offset in it. 0; -EBADMSG no validation entry or a wrong
 * checksum; -ENODATA fewer than 64 bytes.
 */
int ia_eltorito_parse(const uint8_t *catalogue, size_t size, struct ia_notes *notes,
		      struct ia_eltorito *ret, struct isoargs_error **reterr);

/*
 * Reads block `catalogue` of the window and parses it; -ENODATA the window ends before it does.
 * An entry that reaches beyond the window's end is a note, "eltorito-beyond-end".
 */
int ia_eltorito_read(const struct ia_window *window, uint32_t catalogue, struct ia_notes *notes,
		     struct ia_eltorito *ret, struct isoargs_error **reterr);

#endif
