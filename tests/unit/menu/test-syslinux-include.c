/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

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

static void an_include_that_is_missing_is_noted_and_skipped(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ninclude no.cfg\nkernel v\n");
	assert_note(f, "unread-include", 2);
	assert_contains(f->notes.items[0].text, "/isolinux/no.cfg");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/v");
}

static void an_include_that_cannot_be_read_is_noted_with_the_reason(void **state)
{
	struct fixture *f = *state;

	f->files.error = -EIO;
	read_config(f, "label a\ninclude no.cfg\n");
	assert_note(f, "unread-include", 2);
	assert_contains(f->notes.items[0].text, "broken disc");
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
		TEST(an_include_that_is_missing_is_noted_and_skipped),
		TEST(an_include_that_cannot_be_read_is_noted_with_the_reason),
		TEST(memory_that_ends_while_reading_ends_it_all),
		TEST(config_is_followed_and_listed_under_its_label),
		TEST(config_may_change_the_directory),
		TEST(configs_that_lead_to_each_other_are_read_once),
		TEST(a_config_that_is_missing_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
