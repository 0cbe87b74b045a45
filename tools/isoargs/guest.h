/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_GUEST_H
#define TOOLS_ISOARGS_GUEST_H

#include <getopt.h>
#include <isoargs/isoargs.h>
#include <stdbool.h>

#include "options.h"

/* --format, and what the guest is to be. */
struct guest {
	struct isoargs_guest *guest;
	enum isoargs_format format;
	const char *given; /* one of these options that was given; NULL: none was */
	bool has_image;
};

enum {
	OPTION_FORMAT = OPTION_OWN + 256,
	OPTION_GUEST, /* and the library's option numbers after it */
};

#define OPTION_OF_GUEST(option) (OPTION_GUEST + (option))

/* Rows of a verb's table for getopt_long(3). */
#define OPTIONS_GUEST                                                                              \
	{"format", required_argument, NULL, OPTION_FORMAT},                                        \
		{"name", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_NAME)},            \
		{"memory", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_MEMORY)},        \
		{"vcpus", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_VCPUS)},          \
		{"disk", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_DISK)},            \
		{"disk-size", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_DISK_SIZE)},  \
		{"bridge", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_BRIDGE)},        \
		{"network", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_NETWORK)},      \
		{"mac", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_MAC)},              \
		{"image", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_IMAGE)},          \
		{"kernel", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_KERNEL)},        \
		{"initrd", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_INITRD)},        \
		{"bootloader", required_argument, NULL,                                            \
		 OPTION_OF_GUEST(ISOARGS_GUEST_BOOTLOADER)},                                       \
		{"sr", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_SR)},                \
	{                                                                                          \
		"template", required_argument, NULL, OPTION_OF_GUEST(ISOARGS_GUEST_TEMPLATE)       \
	}

/* The help of the rows above: of --format, and of the guest with its heading. */
extern const char guest_help_format[];
extern const char guest_help[];

/* EXIT_DONE, or EXIT_FAILED with a sentence. */
int guest_new(struct guest *guest);
void guest_free(struct guest *guest);

#define AUTO_GUEST __attribute__((cleanup(guest_free))) struct guest

/* Is it one of the rows above? */
bool guest_has_option(int option);

/* Takes one of them and its optarg. EXIT_DONE, or an exit status with a sentence. */
int guest_take(struct guest *guest, int option);

/* Does the format write one, which can be of the wrong kind? */
bool guest_is_written(const struct guest *guest);

/*
 * The image's whole path where the host needs it and none was given, and whether a guest is written
 * that cannot start. EXIT_DONE, or an exit status with a sentence.
 */
int guest_complete(struct guest *guest, const char *image, bool force);

/* Is a guest written whose kernel Xen starts by its notes? */
bool guest_depends_on_kernel(const struct guest *guest, const struct isoargs_args *args);

/*
 * Tells the arguments what the kernel of their entry can run as. EXIT_DONE, also where that is not
 * known; EXIT_NOT_USABLE where it is no kernel; EXIT_FAILED; with a sentence.
 */
int guest_read_kernel(const struct options *options, struct isoargs_image *image,
		      const struct isoargs_report *report, struct isoargs_args *args);

#endif
