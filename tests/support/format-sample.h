/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FORMAT_SAMPLE_H
#define TEST_FORMAT_SAMPLE_H

/* Arguments made by hand, and what the formats make of them. */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "args/args.h"

#define MENU "ISO:/EFI/BOOT/grub.cfg"
#define LINE "inst.stage2=hd:LABEL=C\\x207 a'b$"

struct handed_on {
	struct isoargs_args args;
	struct isoargs_word words[3];
	struct isoargs_word dropped[1];
	const char *initrds[2];
	const char *locations[2];
	struct isoargs_guest *guest;
	char *text;
};

int format_setup(void **state);
int format_teardown(void **state);
void guest_set(struct handed_on *s, enum isoargs_option option, const char *value);
const char *formatted(struct handed_on *s, enum isoargs_format format);
void assert_refused(struct handed_on *s, enum isoargs_format format, int code, const char *part);
void assert_controls_refused(struct handed_on *s, enum isoargs_format format);

#define TEST(name) cmocka_unit_test_setup_teardown(name, format_setup, format_teardown)

#endif
