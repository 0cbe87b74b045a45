/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: any bytes, packed, as a whole image, through everything that the tool does with one;
 * and what a remote reader is asked for who hands them over.
 */
#include <string.h>

#include "base/limits.h"
#include "everything.h"
#include "packed.h"

struct asked {
	const uint8_t *bytes;
	uint64_t reads;
	uint64_t size;
};

static ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data)
{
	struct asked *asked = data;

	memcpy(buf, asked->bytes + offset, size);
	asked->reads++;
	asked->size += size;
	return (ssize_t)size;
}

static void inspect_remotely(const uint8_t *bytes, size_t size)
{
	const struct isoargs_inspect_options options = {.depth = ISOARGS_DEPTH_FULL};
	struct asked asked = {.bytes = bytes};
	const struct isoargs_reader reader = {
		.read = hand_over, .size = size, .data = &asked, .flags = ISOARGS_READER_REMOTE};
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;

	if (isoargs_image_open_reader(&reader, "fuzz", &image, NULL) < 0)
		return;
	isoargs_inspect(image, &options, &report, NULL);
	if (asked.reads > IA_SOURCE_INSPECT_READS_MAX || asked.size > IA_SOURCE_INSPECT_BYTES_MAX)
		abort();
	isoargs_report_free(report);
	isoargs_image_free(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = packed_expand(data, size, &size);

	if (isoargs_image_open_memory(bytes, size, "fuzz", &image, NULL) < 0)
		return 0;
	everything(image, ISOARGS_CHECK_FULL);
	isoargs_image_free(image);
	inspect_remotely(bytes, size);
	return 0;
}
