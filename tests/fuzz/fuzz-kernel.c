/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "kernel/kernel.h"
#include "printers.h"

/* Any bytes as a kernel file. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_memory(void *fs, const struct ia_file *file, uint64_t offset, void *buf,
		       size_t size, struct isoargs_error **reterr)
{
	(void)reterr;
	if (offset > file->size || size > file->size - offset || size == 0)
		abort();
	memcpy(buf, (const uint8_t *)fs + offset, size);
	return 0;
}

static const struct ia_files_ops ops = {.read = read_memory};

static void check(const struct isoargs_kernel *kernel)
{
	if (isoargs_kernel_modes(kernel) > 3 ||
	    (kernel->bits != 0 && kernel->bits != 32 && kernel->bits != 64) ||
	    kernel->unpacked > IA_UNPACK_UNPACKED_MAX ||
	    (kernel->modes && kernel->notes.count == 0))
		abort();
	expect_sentence(isoargs_kernel_reason(kernel));
	if (isoargs_kernel_version(kernel))
		expect_printable(isoargs_kernel_version(kernel));
	for (size_t i = 0; isoargs_kernel_note_name(kernel, i); i++) {
		expect_printable(isoargs_kernel_note_name(kernel, i));
		expect_printable(isoargs_kernel_note_value(kernel, i));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *fs = (void *)(uintptr_t)data;
	struct ia_files files = {.ops = &ops, .fs = fs, .name = "FUZZ"};
	struct ia_file file = {.size = size};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kernel *kernel = NULL;

	if (ia_kernel_new(&files, &file, "/vmlinuz", &kernel, &error) == 0)
		check(kernel);
	else
		expect_error(error);
	isoargs_kernel_free(kernel);
	return 0;
}
