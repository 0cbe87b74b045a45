/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "args/args.h"

/* Arguments made by hand, with one word of each origin. */

#define MENU "ISO:/EFI/BOOT/grub.cfg"

struct sample {
	struct isoargs_args args;
	struct isoargs_word words[5];
	struct isoargs_word dropped[1];
	const char *initrds[2];
	char *text;
};

static int setup(void **state)
{
	struct sample *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->words[0] =
		(struct isoargs_word){"utf8", ISOARGS_FROM_RULE, NULL, 0, "a rule", ISOARGS_STYLE};
	s->words[1] = (struct isoargs_word){"a.b=hd:LABEL=C\\x207", ISOARGS_FROM_LABEL, NULL, 0,
					    "a label"};
	s->words[2] = (struct isoargs_word){"vendor", ISOARGS_FROM_ENTRY, MENU, 23, "its own"};
	s->words[3] = (struct isoargs_word){"ip=dhcp", ISOARGS_FROM_OPTION, NULL, 0,
					    "asked",   ISOARGS_DHCP};
	s->words[4] = (struct isoargs_word){"bare", ISOARGS_FROM_RULE, NULL, 0, NULL};
	s->dropped[0] = (struct isoargs_word){"quiet", ISOARGS_FROM_ENTRY, MENU, 23, "hides"};
	s->initrds[0] = "/initrd.img";
	s->initrds[1] = "/second.img";
	s->args.words.words = s->words;
	s->args.words.count = 5;
	s->args.dropped.words = s->dropped;
	s->args.dropped.count = 1;
	s->args.entry.kernel = "/vmlinuz";
	s->args.entry.initrds = s->initrds;
	s->args.entry.initrd_count = 2;
	s->args.entry.file = MENU;
	s->args.entry.line = 21;
	s->args.entry.path = "2>0";
	s->args.entry.title = "Install CentOS 7";
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct sample *s = *state;

	free(s->text);
	free(s);
	return 0;
}

static const char *text_of(struct sample *s)
{
	free(s->text);
	s->text = NULL;
	assert_int_equal(isoargs_args_explain(&s->args, NULL, &s->text, NULL), 0);
	return s->text;
}

static void every_word_stands_in_the_table_with_its_origin_and_reason(void **state)
{
	assert_string_equal(text_of(*state),
			    "entry\n"
			    "  title       Install CentOS 7\n"
			    "  number      2>0\n"
			    "  defined at  ISO:/EFI/BOOT/grub.cfg:21\n"
			    "  kernel      /vmlinuz\n"
			    "  initrd      /initrd.img\n"
			    "              /second.img\n"
			    "\n"
			    "words\n"
			    "  word                 from                       why\n"
			    "  utf8                 rule (ISOARGS_STYLE)       a rule\n"
			    "  a.b=hd:LABEL=C\\x207  label                      a label\n"
			    "  vendor               ISO:/EFI/BOOT/grub.cfg:23  its own\n"
			    "  ip=dhcp              ISOARGS_DHCP               asked\n"
			    "  bare                 rule\n"
			    "\n"
			    "dropped\n"
			    "  word   from                       why\n"
			    "  quiet  ISO:/EFI/BOOT/grub.cfg:23  hides\n");
}

static const char *spell(enum isoargs_option option, void *user)
{
	return option == ISOARGS_IP ? user : NULL;
}

static void origins_and_reasons_are_spelled_as_the_program_does(void **state)
{
	char address[] = "-i";
	const struct isoargs_print_options options = {.spell = spell, .user = address};
	struct sample *s = *state;

	s->words[0].option = s->words[3].option = ISOARGS_IP;
	s->words[3].reason = "ISOARGS_IP without ISOARGS_GATEWAY";
	/* a word is never touched */
	s->words[2].text = "ISOARGS_IP";
	s->dropped[0].reason = "ISOARGS_IP takes its place";
	assert_int_equal(isoargs_args_explain(&s->args, &options, &s->text, NULL), 0);
	assert_contains(s->text, "  rule (-i)                  a rule\n");
	assert_contains(s->text, "  -i                         -i without ISOARGS_GATEWAY\n");
	assert_contains(s->text, "  ISOARGS_IP           ISO:/");
	assert_contains(s->text, "  -i takes its place\n");
}

static void where_there_are_no_words_it_says_so(void **state)
{
	struct sample *s = *state;

	s->args.words.count = 0;
	assert_contains(text_of(s), "\nwords: none\n\ndropped\n");
	s->args.dropped.count = 0;
	s->args.words.count = 1;
	assert_contains(text_of(s), "a rule\n\ndropped: none\n");
}

static void an_entry_without_initrd_has_no_row_for_it(void **state)
{
	struct sample *s = *state;

	s->args.entry.initrd_count = 0;
	assert_null(strstr(text_of(s), "initrd"));
}

static void a_password_is_not_shown_wherever_it_comes_from(void **state)
{
	static const struct {
		const char *word, *shown;
	} words[] = {
		{"inst.vncpassword=pass1234", "  inst.vncpassword=********  "},
		{"vncpassword=pass1234", "  vncpassword=********  "},
		{"inst.rdp.password=pass1234", "  inst.rdp.password=********  "},
		{"\"inst.vncpassword=pass1234 more\"", "  \"inst.vncpassword=********  "},
		{"inst.vncpassword=p=pass1234", "  inst.vncpassword=********  "},
	};
	struct sample *s = *state;

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		s->words[2].text = words[i].word;
		assert_contains(text_of(s), words[i].shown);
		assert_null(strstr(s->text, "pass1234"));
		s->words[2].text = "vendor";
		s->dropped[0].text = words[i].word;
		assert_contains(text_of(s), words[i].shown);
		assert_null(strstr(s->text, "pass1234"));
		s->dropped[0].text = "quiet";
	}
}

static void what_is_no_password_is_shown(void **state)
{
	struct sample *s = *state;

	s->words[2].text = "inst.vnc=pass1234";
	assert_contains(text_of(s), "  inst.vnc=pass1234  ");
	s->words[2].text = "inst.vncpassword";
	assert_contains(text_of(s), "  inst.vncpassword  ");
	assert_null(strstr(s->text, "***"));
}

static void bytes_that_would_steer_a_terminal_are_escaped(void **state)
{
	static const char hostile[] = "a\x1b[2J\n\xff\xe2\x80\xae";
	static const char shown[] = "a\\x1b[2J\\x0a\\xff\\u{202e}";
	struct sample *s = *state;
	const char **places[] = {&s->args.entry.title,  &s->args.entry.path,  &s->args.entry.file,
				 &s->args.entry.kernel, &s->initrds[0],       &s->words[2].text,
				 &s->words[2].file,     &s->words[2].reason,  &s->dropped[0].text,
				 &s->dropped[0].file,   &s->dropped[0].reason};

	for (size_t i = 0; i < IA_COUNT(places); i++) {
		const char *before = *places[i];

		*places[i] = hostile;
		assert_contains(text_of(s), shown);
		assert_null(strchr(s->text, '\x1b'));
		*places[i] = before;
	}
}

static void the_getters_give_the_entry(void **state)
{
	struct sample *s = *state;

	assert_string_equal(isoargs_entry_title(isoargs_args_entry(&s->args)), "Install CentOS 7");
	assert_string_equal(isoargs_entry_path(isoargs_args_entry(&s->args)), "2>0");
	assert_string_equal(isoargs_entry_file(isoargs_args_entry(&s->args)), MENU);
	assert_int_equal(isoargs_entry_line(isoargs_args_entry(&s->args)), 21);
}

#define with_sample(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_sample(every_word_stands_in_the_table_with_its_origin_and_reason),
		with_sample(origins_and_reasons_are_spelled_as_the_program_does),
		with_sample(where_there_are_no_words_it_says_so),
		with_sample(an_entry_without_initrd_has_no_row_for_it),
		with_sample(a_password_is_not_shown_wherever_it_comes_from),
		with_sample(what_is_no_password_is_shown),
		with_sample(bytes_that_would_steer_a_terminal_are_escaped),
		with_sample(the_getters_give_the_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
