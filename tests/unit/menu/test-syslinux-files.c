/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that a menu's module reads in place of the running configuration. */
#include "support/syslinux-host.h"

static const char *const other[] = {
	"/isolinux/other.cfg", "timeout 1\nlabel o\nkernel vmlinuz\nappend other\n",
	"/isolinux/more.cfg", "append more\nlabel m\nkernel k\nlabel d\nmenu default\n", NULL};

static void the_file_behind_the_module_is_the_menu(void **state)
{
	static const char *const starts[] = {
		"ui menu.c32 other.cfg", "default vesamenu.c32 other.cfg",
		"default menu.c32 /isolinux/./other.cfg", "ui menu other.cfg"};
	struct fixture *f = *state;

	f->files.list = other;
	for (size_t i = 0; i < IA_COUNT(starts); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "%s\ntimeout 1\nlabel a\nkernel vmlinuz\nappend wrong\n",
			       starts[i]);
		read_config(f, text.data);
		assert_int_equal(f->notes.count, 0);
		assert_int_equal(f->menu.count, 2);
		assert_string_equal(f->menu.entries[0].id, "o");
		assert_string_equal(f->menu.entries[0].file, "/isolinux/other.cfg");
		/* What the running configuration has can be typed at its prompt. */
		assert_cmdline(f, "1", "wrong");
		assert_default(f, "0", "other");
	}
}

static void a_label_that_shows_another_menu_lists_it_and_is_followed(void **state)
{
	static const char *const labels[] = {
		"kernel menu.c32\nappend other.cfg", "com32 /x/vesamenu.c32\nappend other.cfg",
		"com32 menu\nappend other.cfg", "kernel menu.c32 other.cfg"};
	struct fixture *f = *state;

	f->files.list = other;
	for (size_t i = 0; i < IA_COUNT(labels); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "default n\nlabel a\nlabel n\n%s\n", labels[i]);
		read_config(f, text.data);
		assert_true(syslinux_entry(f, "1")->is_submenu);
		assert_string_equal(syslinux_entry(f, "1")->command, "com32");
		assert_default(f, "1>0", "other");
	}
}

static void several_files_are_one_menu(void **state)
{
	struct fixture *f = *state;

	f->files.list = other;
	read_config(f, "ui menu.c32 other.cfg more.cfg\n");
	assert_int_equal(f->menu.count, 3);
	/* As if they were one: the second goes on with the first one's label. */
	assert_cmdline(f, "0", "more");
	assert_cmdline(f, "1", "");
	assert_default(f, "2", "");
}

static void a_tilde_is_the_running_configuration(void **state)
{
	struct fixture *f = *state;

	f->files.list = other;
	read_config(f, "ui menu.c32 other.cfg ~\nlabel a\nkernel v\nappend 1\nmenu default\n");
	assert_int_equal(f->menu.count, 2);
	assert_string_equal(f->menu.entries[0].id, "o");
	assert_default(f, "1", "1");
}

static void default_counts_in_the_file_where_that_has_ui(void **state)
{
	static const char *const list[] = {
		"/isolinux/o", "ui x\ndefault b\nlabel a\nkernel v\nlabel b\nkernel v\nappend 2\n",
		"/isolinux/p", "default b\nlabel a\nkernel v\nappend 1\nlabel b\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "ui menu.c32 o\ndefault a\n");
	assert_default(f, "1", "2");
	read_config(f, "ui menu.c32 p\ndefault b\n");
	assert_default(f, "0", "1");
}

static void menus_lead_to_one_another_and_back(void **state)
{
	static const char *const list[] = {
		"/isolinux/o",
		"label back\nkernel menu.c32\nlabel b\nkernel menu.c32\nappend p\nmenu default\n",
		"/isolinux/p", "label c\nkernel menu.c32\nappend ~\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "default m\nlabel m\nkernel menu.c32\nappend o\nlabel a\nmenu default\n"
		       "kernel v\nappend 1\n");
	assert_default(f, "1", "1");
	assert_string_equal(syslinux_entry(f, "0>0")->id, "back");
	assert_false(syslinux_entry(f, "0>0")->is_submenu);
	assert_string_equal(syslinux_entry(f, "0>1>0")->id, "c");
}

static void the_same_files_are_listed_once(void **state)
{
	struct fixture *f = *state;

	f->files.list = other;
	read_config(f, "default b\nlabel a\nkernel menu.c32\nappend other.cfg\nlabel b\n"
		       "kernel vesamenu.c32\nappend other.cfg\n");
	assert_int_equal(f->menu.count, 3);
	assert_int_equal(f->files.reads, 1);
	assert_default(f, "0>0", "other");
}

static void words_that_default_adds_are_files_too(void **state)
{
	struct fixture *f = *state;

	f->files.list = other;
	read_config(f, "default m more.cfg\nlabel m\nkernel menu.c32\nappend other.cfg\n");
	assert_default(f, "2", "");
	assert_string_equal(syslinux_entry(f, "3")->id, "m");
	assert_string_equal(syslinux_entry(f, "3>0")->id, "o");
}

static void a_picture_of_gfxboot_is_no_menu(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui gfxboot.c32 bootlogo\nlabel a\nkernel v\nappend 1\n");
	assert_int_equal(f->files.reads, 0);
	assert_default(f, "0", "1");
}

static void a_menu_of_no_file_starts_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32 no.cfg\nlabel a\nkernel v\n");
	assert_note(f, "unread-config", 1);
	assert_int_equal(f->menu.count, 1);
	assert_no_default(f);
}

static void a_menu_that_leads_to_itself_loops(void **state)
{
	static const char *const list[] = {"/isolinux/o", "label b\nkernel menu.c32\nappend o\n",
					   NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "ui menu.c32 o\n");
	assert_int_equal(f->menu.count, 1);
	assert_no_default(f);
	assert_true(notes_have(&f->notes, "default-loops"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_file_behind_the_module_is_the_menu),
		TEST(a_label_that_shows_another_menu_lists_it_and_is_followed),
		TEST(several_files_are_one_menu),
		TEST(a_tilde_is_the_running_configuration),
		TEST(default_counts_in_the_file_where_that_has_ui),
		TEST(menus_lead_to_one_another_and_back),
		TEST(the_same_files_are_listed_once),
		TEST(words_that_default_adds_are_files_too),
		TEST(a_picture_of_gfxboot_is_no_menu),
		TEST(a_menu_of_no_file_starts_nothing),
		TEST(a_menu_that_leads_to_itself_loops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
