/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

int format_setup(void **state)
{
	struct handed_on *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->words[0] = (struct isoargs_word){"inst.stage2=hd:LABEL=C\\x207", ISOARGS_FROM_LABEL,
					    NULL, 0, "a label"};
	s->words[1] = (struct isoargs_word){"a'b$", ISOARGS_FROM_ENTRY, MENU, 23, "its own"};
	s->words[2] =
		(struct isoargs_word){"inst.vncpassword=secret", ISOARGS_FROM_OPTION, NULL, 0, NULL,
				      ISOARGS_VNC_PASSWORD};
	s->dropped[0] = (struct isoargs_word){"quiet\xff", ISOARGS_FROM_ENTRY, MENU, 23, "hides"};
	s->initrds[0] = "/initrd.img";
	s->initrds[1] = "/it's";
	s->args.text = LINE;
	s->args.guest = &ia_guest_kinds[0];
	s->args.words.words = s->words;
	s->args.words.count = 2;
	s->args.dropped.words = s->dropped;
	s->args.dropped.count = 1;
	s->args.entry.kernel = "/vmlinuz";
	s->args.entry.initrds = s->initrds;
	s->args.entry.initrd_count = 1;
	s->args.entry.kernel_location = "ISO:/vmlinuz";
	s->args.entry.initrd_locations = s->locations;
	s->locations[0] = "ISO:/initrd.img";
	s->locations[1] = "ISO:/it's";
	s->args.entry.file = MENU;
	s->args.entry.line = 21;
	s->args.entry.path = "2>0";
	s->args.entry.title = "Install CentOS 7";
	s->args.image_name = "/isos/c7.iso";
	assert_int_equal(isoargs_guest_new(&s->guest), 0);
	*state = s;
	return 0;
}

int format_teardown(void **state)
{
	struct handed_on *s = *state;

	isoargs_guest_free(s->guest);
	free(s->text);
	free(s);
	return 0;
}

void guest_set(struct handed_on *s, enum isoargs_option option, const char *value)
{
	assert_int_equal(isoargs_guest_set(s->guest, option, value, NULL), 0);
}

const char *formatted(struct handed_on *s, enum isoargs_format format)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	free(s->text);
	s->text = NULL;
	if (isoargs_args_format(&s->args, s->guest, format, NULL, &s->text, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	return s->text;
}

void assert_refused(struct handed_on *s, enum isoargs_format format, int code, const char *part)
{
	char *text = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_args_format(&s->args, s->guest, format, NULL, &text, &error),
			 code);
	assert_ptr_equal(text, SENTINEL);
	assert_int_equal(isoargs_error_code(error), code);
	assert_contains(isoargs_error_message(error), part);
	assert_int_equal(isoargs_args_format(&s->args, s->guest, format, NULL, &text, NULL), code);
}

void assert_controls_refused(struct handed_on *s, enum isoargs_format format)
{
	static const char *const paths[] = {"/v\x02", "/v\x1b[31m", "/v\n",          "/v\t",
					    "/v\x7f", "/v\xc2\x9b", "/v\xe2\x80\xae"};

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		s->args.entry.kernel = paths[i];
		assert_refused(s, format, -EOPNOTSUPP, " in the kernel's path");
	}
	s->args.entry.kernel = "/vmlinuz";
}
