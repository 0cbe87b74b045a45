/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

#include "support/repeat.h"

static void includes_are_read_where_they_stand(void **state)
{
	static const char *const list[] = {"/isolinux/inc.cfg", "append 2\nlabel b\nkernel v\n",
					   "/d/e.cfg", "label c\nkernel w\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "label a\nkernel v\ninclude inc.cfg\nappend 3\nmenu include /d/e.cfg\n");
	assert_cmdline(f, "0", "2");
	assert_cmdline(f, "1", "3");
	assert_string_equal(syslinux_entry(f, "1")->file, "/isolinux/inc.cfg");
	assert_int_equal(syslinux_entry(f, "1")->line, 2);
	assert_string_equal(syslinux_entry(f, "2")->kernel, "/isolinux/w");
}

static void menu_include_with_a_tag_makes_a_submenu(void **state)
{
	static const char *const list[] = {"/isolinux/inc.cfg", "label b\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "menu include inc.cfg More ^things\nlabel a\nkernel v\n");
	assert_string_equal(syslinux_entry(f, "0")->title, "More things");
	assert_true(syslinux_entry(f, "0")->is_submenu);
	assert_string_equal(syslinux_entry(f, "0>0")->id, "b");
	assert_string_equal(syslinux_entry(f, "1")->id, "a");
}

static void include_with_a_tag_makes_a_submenu_too(void **state)
{
	static const char *const list[] = {"/isolinux/inc.cfg", "label b\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "include inc.cfg More\nmenu include no.cfg None\nlabel a\nkernel v\n");
	assert_string_equal(syslinux_entry(f, "0")->title, "More");
	assert_string_equal(syslinux_entry(f, "0>0")->id, "b");
	assert_true(syslinux_entry(f, "1")->is_submenu);
	assert_string_equal(syslinux_entry(f, "2")->id, "a");
}

static void a_file_is_included_as_often_as_it_is_named(void **state)
{
	static const char *const list[] = {"/isolinux/a.cfg", "append g\n", NULL};
	char *includes IA_AUTO_FREE = repeat("", "include a.cfg\n", 33, "");
	char *text IA_AUTO_FREE =
		repeat(includes, "", 0, "default one\nlabel one\nkernel vmlinuz\n");
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, text);
	assert_cmdline(f, "0", "g");
	assert_string_equal(f->menu.default_path, "0");
	assert_int_equal(f->files.reads, 1);
	assert_int_equal(f->notes.count, 0);
}

/* Debian's own: what is not built for a medium is included all the same, and once more by CONFIG. */
static void the_menu_of_a_netinst_is_whole(void **state)
{
	static const char *const list[] = {
		"/isolinux/menu.cfg",
		"menu hshift 7\nmenu title Debian\ninclude stdmenu.cfg\ninclude gtk.cfg\n"
		"include txt.cfg\ninclude spgtk.cfg\ninclude sptxt.cfg\ninclude drkgtk.cfg\n"
		"include drktxt.cfg\ninclude drk.cfg\ninclude rqgtk.cfg\ninclude rqtxt.cfg\n"
		"include rq.cfg\ninclude adgtk.cfg\ninclude adtxt.cfg\ninclude adspk.cfg\n"
		"include exgtk.cfg\ninclude ex.cfg\ninclude dtmenu.cfg\ninclude x86menu.cfg\n"
		"include po.cfg\ninclude instsel.cfg\nmenu begin advanced\n"
		"menu title Advanced\ninclude stdmenu.cfg\nlabel mainmenu\n"
		"menu label ^Back..\nmenu exit\ninclude adtxt.cfg\nmenu end\nlabel help\n"
		"menu label ^Help\nconfig prompt.cfg\n",
		"/isolinux/stdmenu.cfg",
		"menu background splash.png\n",
		"/isolinux/gtk.cfg",
		"label installgui\nmenu default\nkernel /install/gtk/vmlinuz\nappend a --- quiet\n",
		"/isolinux/txt.cfg",
		"label install\nkernel /install/vmlinuz\nappend b --- quiet\n",
		"/isolinux/adtxt.cfg",
		"label expert\nkernel /install/vmlinuz\nappend c ---\n",
		"/isolinux/prompt.cfg",
		"prompt 1\ndisplay f1.txt\ntimeout 0\ninclude menu.cfg\nf1 f1.txt\n",
		NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "path\ninclude menu.cfg\ndefault vesamenu.c32\nprompt 0\ntimeout 0\n");
	assert_int_equal(f->files.reads, 22);
	assert_default(f, "0", "a --- quiet");
	assert_cmdline(f, "1", "b --- quiet");
	assert_string_equal(syslinux_entry(f, "3>1")->id, "expert");
	assert_string_equal(syslinux_entry(f, "4>1")->id, "install");
	assert_string_equal(syslinux_entry(f, "4>3>1")->id, "expert");
	for (size_t i = 0; i < f->notes.count; i++)
		assert_int_equal(f->notes.items[i].severity, ISOARGS_INFO);
	assert_int_equal(count_notes(f, "unread-include"), 1);
	assert_int_equal(count_notes(f, "label-doubled"), 1);
	assert_int_equal(f->notes.count, 2);
}

static void absent_includes_are_worth_knowing_and_told_in_one_sentence(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nlabel a\ninclude no.cfg\ninclude /nor.cfg\ninclude no.cfg\n"
		       "kernel v\n");
	assert_int_equal(f->notes.count, 1);
	assert_note(f, "unread-include", 3);
	assert_int_equal(f->notes.items[0].severity, ISOARGS_INFO);
	assert_string_equal(f->notes.items[0].text, "did not read \"/isolinux/no.cfg\" and 1 more: "
						    "there are no such files");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/v");
}

static void an_include_that_cannot_be_read_is_a_warning_with_the_reason(void **state)
{
	struct fixture *f = *state;

	f->files.error = -EIO;
	read_config(f, "label a\ninclude no.cfg\ninclude no.cfg\n");
	assert_note(f, "unread-include", 2);
	assert_int_equal(f->notes.items[0].severity, ISOARGS_WARNING);
	assert_contains(f->notes.items[0].text, "broken disc");
	assert_int_equal(count_notes(f, "unread-include"), 1);
}

static void what_there_is_to_say_of_a_line_is_said_once(void **state)
{
	static const char *const list[] = {
		"/isolinux/i", "x\nlabel l\nappend initrd=a initrd=b\nmenu quux\ntext help\n",
		NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "default l\ninclude i\nmenu separator\ninclude i\nlabel c\nconfig i\n");
	assert_int_equal(count_notes(f, "unknown-directive"), 2);
	assert_int_equal(count_notes(f, "initrd-doubled"), 1);
	assert_int_equal(count_notes(f, "text-open"), 1);
	assert_int_equal(f->menu.count, 4);
}

static void memory_that_ends_while_reading_ends_it_all(void **state)
{
	struct fixture *f = *state;

	f->files.error = -ENOMEM;
	assert_int_equal(syslinux_evaluate(f, "include x\n"), -ENOMEM);
}

static void config_is_followed_and_listed_under_its_label(void **state)
{
	static const char *const list[] = {"/isolinux/other.cfg",
					   "default o\nlabel o\nkernel v\nappend 2\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "append g\ndefault c\nlabel a\nkernel v\nlabel c\nconfig other.cfg\n");
	assert_true(syslinux_entry(f, "1")->is_submenu);
	assert_string_equal(syslinux_entry(f, "1")->command, "config");
	assert_default(f, "1>0", "2");
}

static void config_may_change_the_directory(void **state)
{
	static const char *const list[] = {"/isolinux/live.cfg", "label o\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "label c\nconfig live.cfg\nappend ../live/\n");
	assert_string_equal(syslinux_entry(f, "0>0")->kernel, "/live/v");
}

static void a_directory_that_is_not_there_is_no_change(void **state)
{
	static const char *const list[] = {"/isolinux/live.cfg", "label o\nkernel v\n", NULL};
	static const char *const missing[] = {"/isolinux/quiet", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	f->files.missing = missing;
	read_config(f, "append quiet\nlabel c\nconfig live.cfg\n");
	assert_string_equal(syslinux_entry(f, "0>0")->kernel, "/isolinux/v");
	f->files.directory = "/isolinux/d";
	read_config(f, "append d\nlabel c\nconfig live.cfg\n");
	assert_string_equal(syslinux_entry(f, "0>0")->kernel, "/isolinux/d/v");
}

static void a_config_that_was_an_absent_include_is_still_a_warning(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default b\ninclude b.cfg\nlabel b\nconfig b.cfg\n");
	assert_note(f, "unread-config", 4);
	assert_note(f, "unread-include", 2);
}

static void configs_that_lead_to_each_other_are_read_once(void **state)
{
	static const char *const list[] = {"/isolinux/b.cfg",
					   "default c\nlabel c\nconfig isolinux.cfg\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "default b\nlabel b\nconfig b.cfg\nlabel again\nconfig ./b.cfg\n");
	assert_int_equal(f->files.reads, 1);
	assert_int_equal(f->menu.count, 3);
	assert_no_default(f);
	assert_true(notes_have(&f->notes, "default-loops"));
}

static void a_config_that_is_missing_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default b\nlabel b\nconfig b.cfg\n");
	assert_note(f, "unread-config", 3);
	assert_false(syslinux_entry(f, "0")->is_submenu);
	assert_string_equal(f->menu.default_path, "0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(includes_are_read_where_they_stand),
		TEST(menu_include_with_a_tag_makes_a_submenu),
		TEST(include_with_a_tag_makes_a_submenu_too),
		TEST(a_file_is_included_as_often_as_it_is_named),
		TEST(the_menu_of_a_netinst_is_whole),
		TEST(absent_includes_are_worth_knowing_and_told_in_one_sentence),
		TEST(an_include_that_cannot_be_read_is_a_warning_with_the_reason),
		TEST(what_there_is_to_say_of_a_line_is_said_once),
		TEST(memory_that_ends_while_reading_ends_it_all),
		TEST(config_is_followed_and_listed_under_its_label),
		TEST(config_may_change_the_directory),
		TEST(a_directory_that_is_not_there_is_no_change),
		TEST(a_config_that_was_an_absent_include_is_still_a_warning),
		TEST(configs_that_lead_to_each_other_are_read_once),
		TEST(a_config_that_is_missing_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
