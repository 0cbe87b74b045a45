/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_NAMED_FILES_H
#define FUZZ_NAMED_FILES_H

#include <stddef.h>
#include <stdint.h>

/*
 * A medium of an input: each file is its path, a NUL and its bytes, and is ended by the bytes 0x00
 * 0xff. A path has any bytes that Rock Ridge lets it have. What cannot be on a medium is left out.
 */

/* The ISO 9660 image with these files, in an allocation of its own size; free() it. */
uint8_t *named_files_image(const uint8_t *data, size_t size, size_t *ret_size);

#endif
