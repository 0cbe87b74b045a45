/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/output.h"
#include "verb.h"

static const struct verb *const verbs[] = {
	&verb_args, &verb_check, &verb_extract, &verb_inspect, &verb_menu, &verb_kickstart,
};

static const struct program program = {
	.name = "isoargs",
	.verbs = verbs,
	.count = sizeof(verbs) / sizeof(verbs[0]),
	.usage =
		"Usage: isoargs [args] [OPTION...] IMAGE...\n"
		"       isoargs VERB [OPTION...] IMAGE\n"
		"       isoargs help [VERB]\n"
		"\n"
		"Prints the kernel parameters with which the installer of a CentOS or RHEL medium\n"
		"starts in a paravirtualised Xen guest.\n",
	.statuses =
		"Exit status: 0 done; 1 the image cannot be read; 2 the command line is at fault;\n"
		"3 the image was inspected, but it would not boot as asked: no usable arguments, a "
		"file\n"
		"missing or damaged, a kernel that the guest does not start. Of several images: 2 "
		"before\n"
		"1, 1 before 3.\n",
	.missing = "no image is named; expected one .iso file",
};

int main(int argc, char **argv)
{
	if (output_hold_descriptors() != EXIT_DONE)
		return EXIT_FAILED;
	return program_run(&program, argc, argv);
}
