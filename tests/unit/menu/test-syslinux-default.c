/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

static void default_names_a_label(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default no\ndefault b \nlabel a\nkernel v\nlabel b\nkernel v\nappend 2\n");
	assert_default(f, "1", "2");
}

static void words_after_the_default_label_are_added(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a d=1  e\nlabel a\nkernel v\nappend 1\n");
	assert_default(f, "0", "1 d=1  e");
	assert_cmdline(f, "0", "1");
}

static void one_blank_stands_before_words_at_the_prompt_and_all_of_them_in_a_menu(void **state)
{
	static const char labels[] = "label a\nkernel v\nappend 1\nlabel z\nkernel v\nappend z\n";
	static const char *const configs[][2] = {
		{"default z   x\n", "z x"},
		{"default z\tx\n", "z x"},
		{"default z x  y \n", "z x  y "},
		{"default z  \n", "z"},
		{"prompt 1\ntimeout 1\ndefault a\nontimeout z   x\n", "z x"},
		{"ui menu.c32\ntimeout 1\nontimeout z   x\n", "z   x"},
		{"ui menu.c32\ntimeout 1\nontimeout z\tx\n", "z\tx"},
		{"ui menu.c32\ntimeout 1\nontimeout z \n", "z "},
		{"ui menu.c32\ntimeout 1\ndefault z   x\n", "z"},
		{"default m\nlabel m\nconfig /c\n", "c q"},
	};
	static const char *const list[] = {"/c", "default c  q\nlabel c\nkernel v\nappend c\n",
					   NULL};
	struct fixture *f = *state;

	f->files.list = list;
	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "%s%s", configs[i][0], labels);
		read_config(f, text.data);
		assert_default(f, i + 1 == IA_COUNT(configs) ? "0>0" : "1", configs[i][1]);
	}
}

static void a_label_with_more_words_is_found_at_the_prompt_and_in_no_menu(void **state)
{
	static const char *const behind[] = {" ", "\t", " two", " # x"};
	static const char *const missing[] = {"/isolinux/one", NULL};
	struct fixture *f = *state;

	f->files.missing = missing;
	for (size_t i = 0; i < IA_COUNT(behind); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_adds(&text, "ui menu.c32\ntimeout 3\ndefault one\n");
		ia_strbuf_addf(&text, "%s%s%s", "label zz\nkernel v\nappend zz\nlabel one",
			       behind[i], "\nkernel v\nappend a\n");
		read_config(f, text.data);
		assert_default(f, "0", "zz");
		ia_strbuf_adds(&text, "ontimeout one\n");
		read_config(f, text.data);
		assert_no_default(f);
		text.length = 0;
		ia_strbuf_addf(&text, "default one\nlabel one%s\nkernel v\nappend a\n", behind[i]);
		read_config(f, text.data);
		assert_default(f, "0", "a");
		assert_string_equal(syslinux_entry(f, "0")->id, "one");
	}
}

/* A label without KERNEL is its own kernel. */
static void words_behind_a_label_are_a_menus_parameters(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default one\nlabel one two\nappend a\n");
	assert_default(f, "0", "a");
	read_config(f, "ui menu.c32\nlabel one two\nappend a\n");
	assert_default(f, "0", "two a");
	assert_string_equal(syslinux_entry(f, "0")->title, "one two");
}

static void onerror_counts_where_the_kernel_or_a_ram_disk_is_missing(void **state)
{
	static const char *const missing[] = {"/isolinux/no", "/no.img", NULL};
	static const char labels[] = "label one\nkernel no\nappend 1\nlabel two\nkernel v\n"
				     "append initrd=i,/no.img\nlabel good\nkernel v\nappend g\n"
				     "label l\nkernel v\nappend l\n";
	static const char *const configs[][3] = {
		{"onerror l  oops\ndefault one\n", "3", "l one"},
		{"onerror l\ndefault two x\n", "3", "l two x"},
		{"onerror l\ndefault no y\n", "3", "l no y"},
		{"onerror l\nimplicit 0\ndefault v\n", "3", "l v"},
		{"onerror l\ndefault good\n", "2", "g"},
		{"default one\n", "0", "1"},
		{"menu onerror l\ndefault one\n", "3", "l one"},
		{"onerror l\nui menu.c32\n", "0", "1"},
		{"menu onerror l  oops\nui menu.c32\n", "3", "l  oops"},
		{"menu onerror one\nui menu.c32\n", "0", "1"},
		{"prompt 1\ntimeout 1\nontimeout one\nonerror l\ndefault good\n", "3", "l good"},
	};
	struct fixture *f = *state;

	f->files.missing = missing;
	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "%s%s", configs[i][0], labels);
		read_config(f, text.data);
		assert_default(f, configs[i][1], configs[i][2]);
	}
}

static void a_file_that_starts_without_a_label_is_the_last_entry(void **state)
{
	static const char *const configs[][2] = {
		{"append g\ndefault v2 initrd=i root=/dev/x\n", "root=/dev/x"},
		{"prompt 1\ntimeout 1\nontimeout v2 initrd=i q\ndefault a\n", "q"},
		{"timeout 1\nontimeout v2 initrd=i\n", ""},
		{"ui menu.c32\ntimeout 1\nontimeout v2  initrd=i x \n", "x "},
		{"onerror v2 initrd=i\ndefault no  x\n", "no  x"},
	};
	static const char *const missing[] = {"/isolinux/no", NULL};
	struct fixture *f = *state;

	f->files.missing = missing;
	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "%slabel a\nkernel v\nappend 1\n", configs[i][0]);
		read_config(f, text.data);
		assert_default(f, "1", configs[i][1]);
		assert_string_equal(syslinux_entry(f, "1")->id, "v2");
		assert_string_equal(syslinux_entry(f, "1")->kernel, "/isolinux/v2");
		assert_initrds(syslinux_entry(f, "1"), "/isolinux/i", NULL);
		assert_int_equal(f->notes.count, 0);
	}
	read_config(f, "default no\nlabel a\nkernel v\n");
	assert_int_equal(f->menu.count, 1);
	assert_no_default(f);
	/* As Debian has it: the line of a label, written out. */
	read_config(f, "default menu.c32\ntimeout 300\nontimeout v initrd=i speech \nlabel a\n"
		       "kernel v\nappend 1\nlabel s\nkernel v\nappend initrd=i speech \n");
	assert_int_equal(f->menu.count, 2);
	assert_default(f, "1", "speech ");
}

static void allowoptions_0_takes_the_words_behind_a_file_and_not_behind_a_label(void **state)
{
	static const char *const list[] = {"/isolinux/o", "label o\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "allowoptions 0\ndefault v x\n");
	assert_default(f, "0", "");
	read_config(f, "allowoptions 0\ndefault a x\nlabel a\nkernel v\n");
	assert_default(f, "0", " x");
	read_config(f, "ui menu.c32 o\nallowoptions 0\nlabel a\nkernel v\nappend 1\n");
	assert_default(f, "0", "1");
	read_config(f, "ui menu.c32 o\nallowoptions 1\nlabel a\nkernel v\nappend 1\n");
	assert_string_equal(syslinux_entry(f, "0")->id, "o");
}

static void a_ram_disk_of_the_defaults_words_is_loaded_where_the_label_has_none(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a ks=x initrd=i\nlabel a\nkernel v\nlabel b\nkernel v\n");
	assert_default(f, "0", " ks=x");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i", NULL);
	assert_initrds(syslinux_entry(f, "1"), NULL, NULL);
	read_config(f, "default a initrd=i\nlabel a\nkernel v\ninitrd own\n");
	assert_null(f->menu.default_words);
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/own", NULL);
}

/* In front of a filling that makes the line as long as the bound, or one byte longer. */
static void words_that_make_the_line_of_the_default_too_long_start_nothing(void **state)
{
	static const struct {
		const char *before, *after, *own; /* the line without the filling */
		const char *path, *other;         /* what starts within the bound, and beyond */
	} menus[] = {
		{"default a x", "label a\nkernel v\nappend 1\n", "v 1 x", "0", NULL},
		{"default a x", "label a\nlinux v\n", ".linux v x", "0", NULL},
		{"default v x", "label a\nkernel v\n", "v x", "1", NULL},
		{"default menu.c32 ~", "label a\nkernel v\n", "menu.c32 ~", "0", NULL},
		{"onerror a\ndefault a x", "label a\nkernel v\n", "v x", "0", NULL},
		{"ontimeout b\ntimeout 1\ndefault a x", "label a\nkernel v\nlabel b\nkernel v\n",
		 "v x", "0", "1"},
		{"ui menu.c32\ntimeout 1\nontimeout a x", "label a\nkernel v\n", "v x", "0", NULL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < 2 * IA_COUNT(menus); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};
		const char *path = i % 2 ? menus[i / 2].other : menus[i / 2].path;

		ia_strbuf_adds(&text, menus[i / 2].before);
		ia_strbuf_fill(&text, ' ',
			       IA_SYSLINUX_CMDLINE_MAX - strlen(menus[i / 2].own) + i % 2);
		ia_strbuf_addf(&text, "\n%s", menus[i / 2].after);
		ia_notes_free(&f->notes);
		read_config(f, text.data);
		if (path)
			assert_string_equal(f->menu.default_path, path);
		else
			assert_no_default(f);
		assert_int_equal(count_notes(f, "cmdline-too-long"), !path);
	}
}

static void the_line_that_makes_the_default_too_long_is_told(void **state)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct fixture *f = *state;

	ia_strbuf_adds(&text, "prompt 0\ndefault a ");
	ia_strbuf_fill(&text, 'x', 2100);
	ia_strbuf_adds(&text, "\nlabel a\nkernel v\n");
	read_config(f, text.data);
	assert_no_default(f);
	assert_note(f, "cmdline-too-long", 2);
	assert_string_equal(f->notes.items[0].text,
			    "found a command line of 2102 bytes for the default: SYSLINUX refuses "
			    "more than 2047");
	assert_cmdline(f, "0", "");
}

static void a_directory_is_no_file_that_boots(void **state)
{
	static const char *const missing[] = {NULL};
	struct fixture *f = *state;

	f->files.missing = missing;
	f->files.directory = "/isolinux/d";
	read_config(f, "default d\nlabel a\nkernel v\n");
	assert_no_default(f);
	assert_int_equal(f->menu.count, 1);
	read_config(f, "onerror a\ndefault b\nlabel a\nkernel v\nlabel b\nkernel v\ninitrd d\n");
	assert_default(f, "0", " b");
}

static void implicit_0_forbids_files_as_default(void **state)
{
	struct fixture *f = *state;

	read_config(f, "implicit 0\ndefault v2\nlabel a\nkernel v\n");
	assert_no_default(f);
	assert_note(f, "no-such-label", 2);
	/* The menu's module is such a file, too. */
	read_config(f, "implicit 0\nui menu.c32\nlabel a\nkernel v\n");
	assert_no_default(f);
	read_config(f, "implicit 0\ndefault m\nlabel m\nkernel menu.c32\nlabel a\nmenu default\n"
		       "kernel v\n");
	assert_default(f, "1", "");
}

static void without_default_nothing_starts(void **state)
{
	struct fixture *f = *state;

	read_config(f, "onerror a\nlabel a\nkernel v\n");
	assert_no_default(f);
	ia_notes_free(&f->notes);
	read_config(f, "label a\nkernel v\n");
	assert_no_default(f);
	assert_note(f, "no-default", 0);
}

static void the_menu_starts_its_menu_default(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default vesamenu.c32\nlabel a\nkernel v\nlabel b\nmenu default\nkernel v\n"
		       "append 2\nlabel c\nkernel v\n");
	assert_default(f, "1", "2");
}

static void the_menu_starts_its_first_entry_without_a_default(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default /x/MENU.C32\nlabel a\nkernel v\nappend 1\nlabel b\nkernel v\n");
	assert_default(f, "0", "1");
}

static void the_last_menu_default_counts(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nlabel a\nmenu default\nkernel v\nlabel b\nmenu default\n"
		       "kernel v\nappend 2\n");
	assert_default(f, "1", "2");
}

static void default_beats_menu_default_where_ui_shows_the_menu(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default b\nui menu.c32\nlabel a\nmenu default\nkernel v\nlabel b\n"
		       "kernel v\nappend 2\n");
	assert_default(f, "1", "2");
}

static void a_default_that_names_the_menu_overwrites_one_before_it(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default b\ndefault vesamenu.c32\nlabel a\nkernel v\nappend 1\nlabel b\n"
		       "kernel v\n");
	assert_default(f, "0", "1");
}

static void a_label_that_starts_the_menu_is_followed(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default m\nlabel a\nkernel v\nappend 1\nlabel m\ncom32 menu.c32\n");
	assert_default(f, "0", "1");
}

static void separators_hidden_and_disabled_labels_are_stepped_over(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nmenu separator\nlabel h\nmenu hide\nmenu default\nkernel v\n"
		       "label d\nmenu disable\nmenu default\nkernel v\nlabel a\nkernel v\n"
		       "append 1\n");
	assert_int_equal(f->menu.count, 3);
	assert_string_equal(syslinux_entry(f, "0")->command, "linux");
	assert_null(syslinux_entry(f, "1")->command);
	assert_default(f, "2", "1");
}

static void a_hidden_label_can_be_the_default_of_the_prompt_but_not_of_a_menu(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default h\nlabel a\nkernel v\nappend 1\nlabel h\nmenu hide\nkernel v\n"
		       "append 2\n");
	assert_default(f, "1", "2");
	read_config(f, "ui menu.c32\ndefault h\nlabel a\nkernel v\nappend 1\nlabel h\nmenu hide\n"
		       "kernel v\nappend 2\n");
	assert_default(f, "0", "1");
}

static void a_menu_of_dead_slots_starts_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\nmenu separator\nlabel d\nmenu disable\nkernel v\n");
	assert_no_default(f);
}

static void whichsys_and_ifcpu64_choose_as_on_a_64_bit_machine_from_a_cd(void **state)
{
	struct fixture *f = *state;
	static const char labels[] = "label a\nkernel v\nappend 1\nlabel b\nkernel v\nappend 2\n";
	static const char *const modules[][3] = {
		{"whichsys.c32\nappend -pxe- a -sys- a -iso- b x\n", "2", "2 x"},
		{"whichsys.c32\nappend -iso- b -sys- a\n", "2", "2"},
		{"ifcpu64.c32\nappend b -- a\n", "2", "2"},
	};

	for (size_t i = 0; i < IA_COUNT(modules); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "default w\nlabel w\ncom32 %s%s", modules[i][0], labels);
		read_config(f, text.data);
		assert_default(f, modules[i][1], modules[i][2]);
	}
}

/* Menus each of which leads to the next one; the last has the label. */
static void read_menus(struct fixture *f, unsigned count)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "ui menu.c32\n");
	for (unsigned i = 1; i <= count; i++)
		ia_strbuf_addf(&text, "label g%u\nmenu goto m%u\n%smenu begin m%u\n", i, i,
			       i > 1 ? "menu end\n" : "", i);
	ia_strbuf_adds(&text, "label last\nkernel v\nappend 2\nmenu end\n");
	read_config(f, text.data);
}

static void a_default_leads_through_as_many_menus_as_the_bound(void **state)
{
	struct fixture *f = *state;

	read_menus(f, IA_SYSLINUX_DEPTH_MAX);
	assert_non_null(f->menu.default_path);
	assert_cmdline(f, f->menu.default_path, "2");
	read_menus(f, IA_SYSLINUX_DEPTH_MAX + 1);
	assert_no_default(f);
}

/* Modules each of which runs the label of the next one. */
static void read_modules(struct fixture *f, unsigned count)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "default l0\n");
	for (unsigned i = 0; i < count; i++)
		ia_strbuf_addf(&text, "label l%u\ncom32 ifcpu64.c32\nappend l%u\n", i, i + 1);
	ia_strbuf_addf(&text, "label l%u\nkernel v\nappend 2\n", count);
	read_config(f, text.data);
}

static void a_default_leads_through_as_many_configurations_as_the_bound(void **state)
{
	struct fixture *f = *state;

	read_modules(f, IA_SYSLINUX_DEPTH_MAX);
	assert_non_null(f->menu.default_path);
	assert_cmdline(f, f->menu.default_path, "2");
	assert_false(notes_have(&f->notes, "default-loops"));
	read_modules(f, IA_SYSLINUX_DEPTH_MAX + 1);
	assert_no_default(f);
	assert_true(notes_have(&f->notes, "default-loops"));
}

static void
the_line_of_the_words_behind_the_defaults_label_is_known_where_they_are_its(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} menus[] = {
		{"label a\nkernel /k\ndefault a  b=c\n", 3},
		{"default a x\nprompt 1\ntimeout 9\nontimeout a b=c\nlabel a\nkernel /k\n", 0},
		{"default a\nlabel a\nkernel /k\n", 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < IA_COUNT(menus); i++) {
		read_config(f, menus[i].text);
		assert_string_equal(f->menu.default_path, "0");
		assert_int_equal(f->menu.default_line, menus[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(default_names_a_label),
		TEST(words_after_the_default_label_are_added),
		TEST(the_line_of_the_words_behind_the_defaults_label_is_known_where_they_are_its),
		TEST(one_blank_stands_before_words_at_the_prompt_and_all_of_them_in_a_menu),
		TEST(a_label_with_more_words_is_found_at_the_prompt_and_in_no_menu),
		TEST(words_behind_a_label_are_a_menus_parameters),
		TEST(onerror_counts_where_the_kernel_or_a_ram_disk_is_missing),
		TEST(a_file_that_starts_without_a_label_is_the_last_entry),
		TEST(allowoptions_0_takes_the_words_behind_a_file_and_not_behind_a_label),
		TEST(a_ram_disk_of_the_defaults_words_is_loaded_where_the_label_has_none),
		TEST(words_that_make_the_line_of_the_default_too_long_start_nothing),
		TEST(the_line_that_makes_the_default_too_long_is_told),
		TEST(a_directory_is_no_file_that_boots),
		TEST(implicit_0_forbids_files_as_default),
		TEST(without_default_nothing_starts),
		TEST(the_menu_starts_its_menu_default),
		TEST(the_menu_starts_its_first_entry_without_a_default),
		TEST(the_last_menu_default_counts),
		TEST(default_beats_menu_default_where_ui_shows_the_menu),
		TEST(a_default_that_names_the_menu_overwrites_one_before_it),
		TEST(a_label_that_starts_the_menu_is_followed),
		TEST(separators_hidden_and_disabled_labels_are_stepped_over),
		TEST(a_hidden_label_can_be_the_default_of_the_prompt_but_not_of_a_menu),
		TEST(a_menu_of_dead_slots_starts_nothing),
		TEST(whichsys_and_ifcpu64_choose_as_on_a_64_bit_machine_from_a_cd),
		TEST(a_default_leads_through_as_many_menus_as_the_bound),
		TEST(a_default_leads_through_as_many_configurations_as_the_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
