/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer target: any bytes, packed, as a whole image, through everything that the tool does with one. */
#include "everything.h"
#include "packed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = packed_expand(data, size, &size);

	if (isoargs_image_open_memory(bytes, size, "fuzz", &image, NULL) < 0)
		return 0;
	everything(image, ISOARGS_CHECK_FULL);
	isoargs_image_free(image);
	return 0;
}
