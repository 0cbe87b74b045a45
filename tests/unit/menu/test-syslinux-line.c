/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

static void keywords_are_found_in_any_case_after_any_blanks(void **state)
{
	struct fixture *f = *state;

	read_config(f, "\t LaBeL\ta\n \t KeRNeL \t vmlinuz\nAPPEND\tx\nkernels no\nappendix no\n");
	assert_string_equal(syslinux_entry(f, "0")->id, "a");
	assert_cmdline(f, "0", "x");
}

static void a_carriage_return_ends_a_line(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\r\nkernel vmlinuz\r\nappend x\r\ny\r\n");
	assert_string_equal(syslinux_entry(f, "0")->id, "a");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/vmlinuz");
	assert_cmdline(f, "0", "x");
}

static void the_last_line_needs_no_end(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel vmlinuz\nappend x");
	assert_cmdline(f, "0", "x");
}

static void only_a_whole_line_is_a_comment(void **state)
{
	struct fixture *f = *state;

	read_config(f, "# label no\n  #x\nlabel a # b\nkernel vmlinuz # c\nappend x # d\n");
	assert_int_equal(f->menu.count, 1);
	assert_string_equal(syslinux_entry(f, "0")->id, "a");
	assert_cmdline(f, "0", "# c x # d");
	assert_int_equal(f->notes.count, 1);
}

static void values_are_verbatim_to_their_last_blank(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel vmlinuz\nappend  a=\"b  c\" 'd'\t\\x20 \n");
	assert_cmdline(f, "0", "a=\"b  c\" 'd'\t\\x20 ");
}

static void a_line_is_cut_where_syslinux_cuts_it(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "label a\nkernel v\n#");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_LINE_MAX - 1);
	ia_strbuf_adds(&text, "append cut\n");
	read_config(f, text.data);
	assert_cmdline(f, "0", "cut");
	assert_note(f, "line-too-long", 3);
}

static void a_line_of_the_greatest_length_is_one(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "label a\nkernel v\n#");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_LINE_MAX - 2);
	ia_strbuf_adds(&text, "\nlabel b\n");
	read_config(f, text.data);
	assert_int_equal(f->menu.count, 2);
	assert_int_equal(syslinux_entry(f, "1")->line, 4);
	assert_false(notes_have(&f->notes, "line-too-long"));
}

static void text_up_to_endtext_is_hidden(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ntext help\nkernel no\nlabel no\nENDTEXT\nkernel vmlinuz\n");
	assert_int_equal(f->menu.count, 1);
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/vmlinuz");
}

static void text_without_endtext_hides_the_rest_and_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ntext help\nlabel b\n");
	assert_int_equal(f->menu.count, 1);
	assert_note(f, "text-open", 2);
}

static void unknown_directives_are_noted_with_their_line(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nfdtdir /dtbs\n");
	assert_note(f, "unknown-directive", 3);
	assert_contains(f->notes.items[0].text, "fdtdir");
}

static void unknown_words_after_menu_are_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "menu color screen 0\nmenu dance\n");
	assert_int_equal(f->notes.count, 2);
	assert_note(f, "unknown-directive", 2);
}

static void a_nul_byte_ends_its_line_only(void **state)
{
	static const char text[] = "default a\nlabel a\nkernel v\0 x\nappend 1\n";
	struct fixture *f = *state;
	const struct ia_menu_host host = {.data = &f->files, .read = read_listed};

	assert_int_equal(
		ia_syslinux_evaluate(&host,
				     &(const struct ia_config_file){"/isolinux/isolinux.cfg", text,
								    sizeof(text) - 1},
				     f->arena, &f->notes, &f->menu, NULL),
		0);
	assert_default(f, "0", "1");
}

static void help_screens_are_known_from_f0_to_f12(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nF0 a\nf1 b\nF12 c\nf012 d\nlabel a\nkernel v\n");
	assert_int_equal(f->notes.count, 0);
	read_config(f, "default a\nf13 a\nf b\nf1x c\nf-1 d\nf99999999999 e\nlabel a\nkernel v\n");
	assert_int_equal(f->notes.count, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keywords_are_found_in_any_case_after_any_blanks),
		TEST(a_carriage_return_ends_a_line),
		TEST(the_last_line_needs_no_end),
		TEST(only_a_whole_line_is_a_comment),
		TEST(values_are_verbatim_to_their_last_blank),
		TEST(a_line_is_cut_where_syslinux_cuts_it),
		TEST(a_line_of_the_greatest_length_is_one),
		TEST(text_up_to_endtext_is_hidden),
		TEST(text_without_endtext_hides_the_rest_and_is_noted),
		TEST(unknown_directives_are_noted_with_their_line),
		TEST(unknown_words_after_menu_are_noted),
		TEST(a_nul_byte_ends_its_line_only),
		TEST(help_screens_are_known_from_f0_to_f12),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
