/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

static void submenus_are_entries_with_their_own_after_them(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel a\nkernel v\nmenu begin ^sub\nmenu title Sub ^Title\n"
		       "label s\nkernel v\nmenu begin\nlabel t\nkernel v\nmenu end\nmenu end\n"
		       "label z\nkernel v\n");
	assert_int_equal(f->menu.count, 6);
	assert_string_equal(f->menu.entries[1].path, "1");
	assert_true(f->menu.entries[1].is_submenu);
	assert_string_equal(f->menu.entries[1].title, "Sub Title");
	assert_null(f->menu.entries[1].command);
	assert_int_equal(f->menu.entries[1].line, 4);
	assert_string_equal(f->menu.entries[2].path, "1>0");
	assert_string_equal(f->menu.entries[3].path, "1>1");
	assert_string_equal(f->menu.entries[4].path, "1>1>0");
	assert_string_equal(f->menu.entries[5].path, "2");
}

static void a_submenu_is_named_by_its_label_title_or_tag(void **state)
{
	struct fixture *f = *state;

	read_config(f, "menu begin t1\nmenu end\nmenu begin t2\nmenu title a\nmenu title b\n"
		       "menu end\nmenu begin t3\nmenu title a\nmenu label c\nmenu end\n"
		       "menu begin t4\nmenu label c\nmenu title a\nmenu end\n");
	assert_string_equal(syslinux_entry(f, "0")->title, "t1");
	assert_string_equal(syslinux_entry(f, "1")->title, "a");
	assert_string_equal(syslinux_entry(f, "2")->title, "c");
	assert_string_equal(syslinux_entry(f, "3")->title, "c");
}

static void menu_default_in_a_submenu_counts_there_only(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel a\nkernel v\nappend 1\nmenu begin s\nlabel s\n"
		       "menu default\nkernel v\nmenu end\n");
	assert_default(f, "0", "1");
}

static void menu_default_before_the_labels_of_a_submenu_opens_it(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel a\nkernel v\nmenu begin s\nmenu default\nlabel s\n"
		       "kernel v\nlabel t\nmenu default\nkernel v\nappend 2\nmenu end\n");
	assert_default(f, "1>1", "2");
}

static void menu_start_is_where_the_default_is_looked_for(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel a\nkernel v\nmenu begin s\nmenu start\nlabel s\n"
		       "kernel v\nappend 2\nmenu end\n");
	assert_default(f, "1>0", "2");
}

static void menu_goto_leads_to_a_menu_and_boots_nothing_itself(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel g\nmenu goto sub\nmenu begin sub\nlabel s\nkernel v\n"
		       "append 2\nlabel x\nmenu exit\nmenu end\n");
	assert_null(syslinux_entry(f, "0")->command);
	assert_null(syslinux_entry(f, "1>1")->command);
	assert_default(f, "1>0", "2");
}

static void menus_that_lead_to_each_other_start_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel g\nmenu goto sub\nmenu begin sub\nlabel s\n"
		       "menu goto .top\nmenu end\n");
	assert_no_default(f);
}

static void a_goto_to_no_menu_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel g\nmenu goto nowhere\nlabel a\nkernel v\nappend 1\n");
	assert_note(f, "no-such-menu", 2);
	assert_default(f, "1", "1");
}

static void of_menus_with_one_tag_the_last_is_found(void **state)
{
	struct fixture *f = *state;

	read_config(f,
		    "ui menu.c32\nlabel g\nmenu goto m\nmenu begin m\nlabel a\nkernel v\nmenu end\n"
		    "menu begin m\nlabel b\nkernel v\nappend 2\nmenu end\n");
	assert_default(f, "2>0", "2");
}

static void hidden_labels_are_a_menu_that_can_be_opened(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel g\nmenu goto .hidden\nlabel h\nmenu hide\nkernel v\n"
		       "append 2\n");
	assert_default(f, "1", "2");
}

static void a_goto_can_be_the_default_and_an_exit_cannot(void **state)
{
	struct fixture *f = *state;

	read_config(f,
		    "ui menu.c32\nlabel a\nkernel v\nlabel g\nmenu goto m\nmenu default\n"
		    "menu begin m\nlabel b\nkernel v\nappend 2\nlabel x\nmenu default\nmenu exit\n"
		    "menu end\n");
	assert_default(f, "2>0", "2");
}

static void a_slot_that_quits_is_stood_on_and_starts_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel q\nmenu quit\nlabel a\nkernel v\n");
	assert_no_default(f);
	read_config(f, "ui menu.c32\nlabel h\nmenu help f1.txt\nlabel a\nkernel v\n");
	assert_no_default(f);
}

static void menu_end_without_begin_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nmenu end\nlabel b\nkernel v\n");
	assert_note(f, "menu-end", 3);
	assert_int_equal(f->menu.count, 2);
}

static void an_append_after_a_separator_is_global_again(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nmenu separator\nappend g\nlabel b\nkernel v\n");
	assert_cmdline(f, "0", "");
	assert_cmdline(f, "1", "g");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(submenus_are_entries_with_their_own_after_them),
		TEST(a_submenu_is_named_by_its_label_title_or_tag),
		TEST(menu_default_in_a_submenu_counts_there_only),
		TEST(menu_default_before_the_labels_of_a_submenu_opens_it),
		TEST(menu_start_is_where_the_default_is_looked_for),
		TEST(menu_goto_leads_to_a_menu_and_boots_nothing_itself),
		TEST(menus_that_lead_to_each_other_start_nothing),
		TEST(a_goto_to_no_menu_is_noted),
		TEST(of_menus_with_one_tag_the_last_is_found),
		TEST(hidden_labels_are_a_menu_that_can_be_opened),
		TEST(a_goto_can_be_the_default_and_an_exit_cannot),
		TEST(a_slot_that_quits_is_stood_on_and_starts_nothing),
		TEST(menu_end_without_begin_is_noted),
		TEST(an_append_after_a_separator_is_global_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
