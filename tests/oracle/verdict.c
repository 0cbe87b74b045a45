/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdict FILE: what the library says of a kernel: modes, bits, packing, bytes, version, reason. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "image/image.h"
#include "kernel/kernel.h"

static int read_window(void *fs, const struct ia_file *file, uint64_t offset, void *buf,
		       size_t size, struct isoargs_error **reterr)
{
	(void)file;
	return ia_window_read(fs, offset, buf, size, reterr);
}

static const struct ia_files_ops ops = {.read = read_window};

int main(int argc, char **argv)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_image *image = NULL;
	struct isoargs_kernel kernel;
	int r;

	if (argc != 2 || !arena) {
		fprintf(stderr, "usage: verdict FILE\n");
		return 2;
	}
	r = isoargs_image_open(argv[1], &image, &error);
	if (r == 0) {
		struct ia_window window = ia_window_whole(image);
		struct ia_files files = {.ops = &ops, .fs = &window, .name = "FILE"};
		struct ia_file file = {.size = window.size};

		r = ia_kernel_read(&files, &file, argv[1], arena, &kernel, &error);
	}
	if (r < 0)
		printf("%s\t%s\n", strerrorname_np(-r), isoargs_error_message(error));
	else
		printf("%s%s%s\t%u\t%s\t%llu\t%s\t%s\n",
		       kernel.modes & ISOARGS_GUEST_PV ? "pv" : "",
		       kernel.modes == (ISOARGS_GUEST_PV | ISOARGS_GUEST_PVH) ? "+" : "",
		       kernel.modes & ISOARGS_GUEST_PVH ? "pvh"
		       : kernel.modes                   ? ""
							: "hvm",
		       kernel.bits, ia_packing_name(kernel.packing),
		       (unsigned long long)kernel.unpacked,
		       kernel.version ? kernel.version : "(none)", kernel.reason);
	isoargs_image_free(image);
	return r < 0;
}
