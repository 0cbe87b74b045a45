/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "common/output.h"
#include "guest.h"

/* What the kernel of an entry can run as, for the formats that write a guest of Xen. */

bool guest_depends_on_kernel(const struct guest *guest, const struct isoargs_args *args)
{
	enum isoargs_guest_mode mode = isoargs_args_guest(args);

	return guest_is_written(guest) && guest->format != ISOARGS_FORMAT_QEMU &&
	       (mode == ISOARGS_GUEST_PV || mode == ISOARGS_GUEST_PVH);
}

static void free_file(struct isoargs_file **file)
{
	isoargs_file_free(*file);
}

static void free_kernel(struct isoargs_kernel **kernel)
{
	isoargs_kernel_free(*kernel);
}

static int read_it(struct isoargs_image *image, const struct isoargs_report *report,
		   struct isoargs_args *args, struct isoargs_error **reterr)
{
	const char *location = isoargs_entry_kernel_location(isoargs_args_entry(args));
	__attribute__((cleanup(free_file))) struct isoargs_file *file = NULL;
	__attribute__((cleanup(free_kernel))) struct isoargs_kernel *kernel = NULL;
	int r = isoargs_file_open(image, report, location, &file, reterr);

	if (r == 0)
		r = isoargs_kernel_read(file, &kernel, reterr);
	return r < 0 ? r : isoargs_args_set_kernel(args, kernel, reterr);
}

/* A packing or a size that is not handled here may be no matter to Xen. */
static bool is_unknown(int code)
{
	return code == -EOPNOTSUPP || code == -E2BIG;
}

int guest_read_kernel(const struct options *options, struct isoargs_image *image,
		      const struct isoargs_report *report, struct isoargs_args *args)
{
	const char *location = isoargs_entry_kernel_location(isoargs_args_entry(args));
	AUTO_ERROR error = NULL;
	AUTO_REPORT full = NULL;
	int r;

	if (!location)
		return EXIT_DONE;
	if (strncmp(location, "ESP:", 4) == 0 && options->inspect.depth != ISOARGS_DEPTH_FULL) {
		struct options again = *options;

		again.inspect.depth = ISOARGS_DEPTH_FULL;
		r = options_read_image(&again, image, &full);
		if (r != EXIT_DONE)
			return r;
	}
	r = read_it(image, full ? full : report, args, &error);
	if (r == 0)
		return EXIT_DONE;
	options_complain(options, error);
	if (is_unknown(r)) {
		output_complain(options->path,
				"warning: whether Xen can start this kernel is not known");
		return EXIT_DONE;
	}
	if (!error || r == -ENOMEM || r == -EIO)
		return EXIT_FAILED;
	output_complain(options->path, "Xen could not start this kernel; --force writes the guest "
				       "all the same");
	return EXIT_NOT_USABLE;
}
