/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

static void a_label_has_all_its_parts(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e;

	read_config(f, "default linux\n\nlabel linux\n  menu label ^Install CentOS 7\n"
		       "  kernel vmlinuz\n"
		       "  append initrd=initrd.img inst.stage2=hd:LABEL=CentOS\\x207 quiet\n");
	assert_int_equal(f->menu.count, 1);
	e = syslinux_entry(f, "0");
	assert_string_equal(e->id, "linux");
	assert_string_equal(e->title, "Install CentOS 7");
	assert_string_equal(e->file, "/isolinux/isolinux.cfg");
	assert_int_equal(e->line, 3);
	assert_int_equal(e->command_line, 5);
	assert_string_equal(e->command, "linux");
	assert_string_equal(e->kernel, "/isolinux/vmlinuz");
	assert_string_equal(e->cmdline, "inst.stage2=hd:LABEL=CentOS\\x207 quiet");
	assert_int_equal(e->argc, 4);
	assert_string_equal(e->argv[0], "vmlinuz");
	assert_string_equal(e->argv[1], "initrd=initrd.img");
	assert_string_equal(e->argv[3], "quiet");
	assert_initrds(e, "/isolinux/initrd.img", NULL);
	assert_false(e->is_submenu);
	assert_null(e->root);
	assert_int_equal(f->notes.count, 0);
}

static void the_first_of_doubled_labels_is_booted_and_both_are_listed(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nlabel a\nkernel v\nappend 1\nlabel a\nkernel v\nappend 2\n");
	assert_int_equal(f->menu.count, 2);
	assert_cmdline(f, "1", "2");
	assert_default(f, "0", "1");
	assert_note(f, "label-doubled", 5);
}

/* Those of two menus are kept apart by them, and a file that is read twice repeats its own. */
static void a_doubled_label_is_a_warning_where_it_stands_in_one_menu_twice(void **state)
{
	static const char *const list[] = {"/isolinux/i", "label a\nkernel v\n", NULL};
	static const char *const configs[][2] = {
		{"label a\nlabel a\n", "w"},
		{"label a\nmenu separator\nlabel a\n", "w"},
		{"label a\nmenu begin m\nlabel a\nmenu end\n", "i"},
		{"menu begin m\nlabel a\nmenu end\nmenu begin n\nlabel a\nmenu end\n", "i"},
		{"include i\nlabel b\ninclude i\n", "i"},
		{"include i\nlabel a\n", "w"},
	};
	struct fixture *f = *state;

	f->files.list = list;
	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "default a\n%s", configs[i][0]);
		ia_notes_free(&f->notes);
		read_config(f, text.data);
		assert_int_equal(f->notes.count, 1);
		assert_int_equal(f->notes.items[0].code, IA_NOTE_LABEL_DOUBLED);
		assert_int_equal(f->notes.items[0].severity,
				 configs[i][1][0] == 'w' ? ISOARGS_WARNING : ISOARGS_INFO);
	}
}

static void labels_differ_by_case(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default A\nlabel a\nkernel v\nappend 1\nlabel A\nkernel v\nappend 2\n");
	assert_default(f, "1", "2");
}

static void a_label_without_kernel_is_the_kernel(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label vmlinuz\nappend x\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/vmlinuz");
	assert_int_equal(syslinux_entry(f, "0")->command_line, 0);
	assert_cmdline(f, "0", "x");
}

static void words_after_the_kernel_come_before_append(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v  inline=1 two\nappend app=1\n");
	assert_cmdline(f, "0", "inline=1 two app=1");
}

static void global_append_is_for_labels_without_their_own(void **state)
{
	struct fixture *f = *state;

	read_config(f, "append g\nlabel a\nkernel v\nlabel b\nkernel v\nappend own\n"
		       "label c\nkernel v\nappend -\nlabel d\nkernel v\nappend\n"
		       "label e\nkernel v\nappend - x\n");
	assert_cmdline(f, "0", "g");
	assert_cmdline(f, "1", "own");
	assert_cmdline(f, "2", "");
	assert_cmdline(f, "3", "");
	assert_cmdline(f, "4", "- x");
}

static void the_last_append_of_a_label_counts(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend 1\nappend 2\n");
	assert_cmdline(f, "0", "2");
}

static void initrd_is_added_at_the_end_and_taken_out_again(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\ninitrd no\ninitrd i1,/b/i2\nappend x \n");
	assert_cmdline(f, "0", "x");
	assert_string_equal(syslinux_entry(f, "0")->argv[2], "initrd=i1,/b/i2");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i1", "/b/i2");
}

static void the_first_initrd_in_the_line_is_loaded_and_a_second_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\ninitrd i1\nappend x initrd=i2 y\n");
	assert_cmdline(f, "0", "x y");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i2", NULL);
	assert_note(f, "initrd-doubled", 1);
}

static void noinitrd_counts_as_initrd_as_syslinux_has_it(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend noinitrd=z y\n");
	assert_cmdline(f, "0", "noinitrd=z y");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/z", NULL);
}

/* What opens a file reads its name to the first blank, whatever that is. */
static void a_space_ends_the_list_of_initrds_and_another_blank_only_a_name(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend initrd=i1\tx,i2\ty z\n");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i1", "/isolinux/i2");
	assert_cmdline(f, "0", "x,i2\ty z");
}

static void empty_names_between_commas_are_no_initrds(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend initrd=,i1,,i2,\nlabel b\nkernel v\n"
		       "append initrd=\n");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i1", "/isolinux/i2");
	assert_initrds(syslinux_entry(f, "1"), NULL, NULL);
}

static void an_initrd_outside_of_a_label_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "initrd i\nkernel k\nlabel a\nkernel v\n");
	assert_initrds(syslinux_entry(f, "0"), NULL, NULL);
	assert_int_equal(f->notes.count, 3); /* and that there is no default */
	assert_note(f, "outside-label", 1);
}

static void paths_are_made_absolute(void **state)
{
	static const char *const paths[][2] = {
		{"/images/vmlinuz", "/images/vmlinuz"}, {"./v", "/isolinux/v"},
		{"../images//v", "/images/v"},          {"../../../v", "/v"},
		{"a/./b/../v", "/isolinux/a/v"},        {"/", "/"},
	};
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	char path[8];

	for (size_t i = 0; i < IA_COUNT(paths); i++)
		ia_strbuf_addf(&text, "label a%zu\nlinux %s\n", i, paths[i][0]);
	read_config(f, text.data);
	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		snprintf(path, sizeof(path), "%zu", i);
		assert_string_equal(syslinux_entry(f, path)->kernel, paths[i][1]);
		assert_string_equal(syslinux_entry(f, path)->argv[0], paths[i][0]);
	}
}

static void the_kind_of_a_kernel_follows_its_name_or_its_directive(void **state)
{
	static const char *const kinds[][2] = {
		{"kernel vmlinuz", "linux"},
		{"kernel x.c32", "com32"},
		{"kernel X.C32 y", "com32"},
		{"kernel f.img", "fdimage"},
		{"kernel b.bss", "bss"},
		{"kernel b.bin", "boot"},
		{"kernel b.bs", "boot"},
		{"kernel p.0", "pxe"},
		{"linux memtest.bin", "linux"},
		{"com32 hdt", "com32"},
		{"boot b", "boot"},
		{"bss b", "bss"},
		{"pxe b", "pxe"},
		{"fdimage b", "fdimage"},
		{"config b", "config"},
		{"localboot 0x80", "localboot"},
		/* The file may have a word for its type before it, which outranks all of these. */
		{"kernel .linux b.bin", "linux"},
		{"kernel .kernel b.bin", "linux"},
		{"kernel .boot b", "boot"},
		{"linux .boot b", "boot"},
		{"kernel .linux .bss b", "bss"},
		{"kernel .linux\nappend .pxe b", "pxe"},
		{"kernel .com32 hdt", "com32"},
		{"com32 .linux b", "com32"},
		{"kernel .LINUX b.bin", "linux"},
		{"kernel .localboot 0x80", "localboot"},
	};
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (size_t i = 0; i < IA_COUNT(kinds); i++)
		ia_strbuf_addf(&text, "label a%zu\n%s\n", i, kinds[i][0]);
	read_config(f, text.data);
	for (size_t i = 0; i < IA_COUNT(kinds); i++)
		assert_string_equal(f->menu.entries[i].command, kinds[i][1]);
	assert_null(f->menu.entries[IA_COUNT(kinds) - 1].kernel);
}

static void a_word_for_the_type_is_no_part_of_what_is_booted(void **state)
{
	static const char *const list[] = {"/isolinux/c", "label d\nkernel v\n", NULL};
	static const char *const missing[] = {"/isolinux/.linux", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	f->files.missing = missing;
	read_config(f, "default a z\nlabel a\nkernel .linux \t b.bin x\nappend y\ninitrd i\n");
	assert_default(f, "0", "x y z");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/b.bin");
	assert_string_equal(syslinux_entry(f, "0")->argv[0], "b.bin");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i", NULL);
	read_config(f, "default .linux b.bin x\nlabel a\nkernel v\n");
	assert_default(f, "1", "x");
	assert_string_equal(syslinux_entry(f, "1")->kernel, "/isolinux/b.bin");
	assert_string_equal(syslinux_entry(f, "1")->id, "b.bin");
	read_config(f, "default .com32 menu\nlabel a\nkernel v\nappend 1\n");
	assert_default(f, "0", "1");
	read_config(f, "ui menu.c32\nlabel a\nkernel .config c\n");
	assert_string_equal(syslinux_entry(f, "0>0")->id, "d");
	read_config(f, "ui menu.c32\nlabel a\nkernel .com32 menu c\n");
	assert_default(f, "0>0", "");
	read_config(f, "default .config c\n");
	assert_string_equal(syslinux_entry(f, "0")->command, "config");
}

static void mboot_gives_the_first_module_as_kernel_and_the_rest_as_initrds(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e;

	read_config(f, "label xen\nkernel mboot.c32\nappend /boot/xen.gz dom0_mem=max:8192M --- "
		       "/boot/vmlinuz console=hvc0 console=tty0 --- /install.img --- m2 x\n");
	e = syslinux_entry(f, "0");
	assert_string_equal(e->command, "mboot.c32");
	assert_string_equal(e->kernel, "/boot/vmlinuz");
	assert_string_equal(e->cmdline, "console=hvc0 console=tty0");
	assert_int_equal(e->argc, 3);
	assert_initrds(e, "/install.img", "/isolinux/m2");
}

static void mboot_without_modules_boots_its_file(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ncom32 /c/mboot.c32\nappend tboot.gz x\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/tboot.gz");
	assert_string_equal(syslinux_entry(f, "0")->cmdline, "x");
	assert_initrds(syslinux_entry(f, "0"), NULL, NULL);
}

static void a_label_that_names_no_file_boots_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel\nappend x\nlabel b\ncom32 mboot.c32\nappend x --- --- y\n");
	assert_null(syslinux_entry(f, "0")->command);
	assert_null(syslinux_entry(f, "1")->command);
	assert_note(f, "no-kernel", 1);
}

static void dashes_without_a_module_are_skipped(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ncom32 mboot.c32\nappend xen --- k --- --- i ---\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/isolinux/k");
	assert_initrds(syslinux_entry(f, "0"), "/isolinux/i", NULL);
}

static void a_default_label_that_opens_a_menu_boots_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default g\nlabel g\nmenu goto .top\n");
	assert_no_default(f);
	assert_note(f, "no-such-label", 2);
}

static void parameters_up_to_the_bound_boot_and_longer_ones_do_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "label a\nkernel v\nappend ");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX - strlen("v "));
	ia_strbuf_adds(&text, "\nlabel b\nkernel v\nappend ");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX - strlen("v ") + 1);
	/* What is not KERNEL is a word of the line, too. */
	ia_strbuf_adds(&text, "\nlabel c\nlinux v\nappend ");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX - strlen(".linux v "));
	ia_strbuf_adds(&text, "\nlabel d\nlinux v\nappend ");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX - strlen(".linux v ") + 1);
	read_config(f, text.data);
	assert_int_equal(strlen(syslinux_entry(f, "0")->cmdline), IA_SYSLINUX_CMDLINE_MAX - 2);
	assert_null(syslinux_entry(f, "1")->command);
	assert_non_null(syslinux_entry(f, "2")->command);
	assert_null(syslinux_entry(f, "3")->command);
	assert_note(f, "cmdline-too-long", 4);
	assert_int_equal(count_notes(f, "cmdline-too-long"), 2);
}

static void sysappend_of_machine_strings_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nipappend 3\nlabel a\nkernel v\nsysappend 0x7\n");
	assert_int_equal(f->notes.count, 1);
	assert_note(f, "sysappend", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_label_has_all_its_parts),
		TEST(the_first_of_doubled_labels_is_booted_and_both_are_listed),
		TEST(a_doubled_label_is_a_warning_where_it_stands_in_one_menu_twice),
		TEST(labels_differ_by_case),
		TEST(a_label_without_kernel_is_the_kernel),
		TEST(words_after_the_kernel_come_before_append),
		TEST(global_append_is_for_labels_without_their_own),
		TEST(the_last_append_of_a_label_counts),
		TEST(initrd_is_added_at_the_end_and_taken_out_again),
		TEST(the_first_initrd_in_the_line_is_loaded_and_a_second_noted),
		TEST(noinitrd_counts_as_initrd_as_syslinux_has_it),
		TEST(a_space_ends_the_list_of_initrds_and_another_blank_only_a_name),
		TEST(empty_names_between_commas_are_no_initrds),
		TEST(an_initrd_outside_of_a_label_is_noted),
		TEST(paths_are_made_absolute),
		TEST(the_kind_of_a_kernel_follows_its_name_or_its_directive),
		TEST(a_word_for_the_type_is_no_part_of_what_is_booted),
		TEST(mboot_gives_the_first_module_as_kernel_and_the_rest_as_initrds),
		TEST(mboot_without_modules_boots_its_file),
		TEST(a_label_that_names_no_file_boots_nothing),
		TEST(dashes_without_a_module_are_skipped),
		TEST(a_default_label_that_opens_a_menu_boots_nothing),
		TEST(parameters_up_to_the_bound_boot_and_longer_ones_do_not),
		TEST(sysappend_of_machine_strings_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
