/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/syslinux/syslinux.h"
#include "support/notes.h"

/* Files besides the first: path, text, path, text, NULL. */
struct files {
	const char *const *list;
	unsigned reads;
	int error; /* what reading gives instead */
};

static int read_listed(void *data, const char *path, char **ret, size_t *ret_size,
		       struct isoargs_error **reterr)
{
	struct files *files = data;

	files->reads++;
	if (files->error)
		return ia_error(reterr, files->error, IA_IN_FILE(path), NULL, "broken disc");
	for (size_t i = 0; files->list && files->list[i]; i += 2) {
		if (strcmp(files->list[i], path) == 0) {
			*ret = strdup(files->list[i + 1]);
			*ret_size = strlen(files->list[i + 1]);
			return *ret ? 1 : -ENOMEM;
		}
	}
	return 0;
}

struct fixture {
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_syslinux_menu menu;
	struct files files;
	struct isoargs_error *error;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->arena = ia_arena_new(0);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ia_arena_free(f->arena);
	ia_notes_free(&f->notes);
	isoargs_error_free(f->error);
	free(f);
	return 0;
}

static int evaluate(struct fixture *f, const char *text)
{
	const struct ia_syslinux_host host = {.data = &f->files, .read = read_listed};

	return ia_syslinux_evaluate(&host, "/isolinux/isolinux.cfg", text, strlen(text), f->arena,
				    &f->notes, &f->menu, &f->error);
}

static void read_config(struct fixture *f, const char *text)
{
	if (evaluate(f, text) < 0)
		fail_msg("%s", isoargs_error_message(f->error));
}

static const struct ia_entry *entry(struct fixture *f, const char *path)
{
	for (size_t i = 0; i < f->menu.count; i++) {
		if (strcmp(f->menu.entries[i].path, path) == 0)
			return &f->menu.entries[i];
	}
	fail_msg("no entry %s", path);
	return NULL;
}

static void assert_cmdline(struct fixture *f, const char *path, const char *cmdline)
{
	assert_string_equal(entry(f, path)->command, "linux");
	assert_string_equal(entry(f, path)->cmdline, cmdline);
}

static void assert_default(struct fixture *f, const char *path, const char *cmdline)
{
	if (!f->menu.unattended)
		fail_msg("nothing starts");
	assert_string_equal(f->menu.default_path ? f->menu.default_path : "", path);
	assert_string_equal(f->menu.unattended->cmdline, cmdline);
	assert_string_equal(f->menu.unattended->path, path);
	assert_true(f->menu.unattended->is_default);
	for (size_t i = 0; i < f->menu.count; i++)
		assert_int_equal(f->menu.entries[i].is_default,
				 strcmp(f->menu.entries[i].path, path) == 0);
}

static void assert_no_default(struct fixture *f)
{
	assert_null(f->menu.unattended);
	assert_null(f->menu.default_path);
}

static void assert_initrds(const struct ia_entry *e, const char *first, const char *second)
{
	assert_int_equal(e->initrd_count, !!first + !!second);
	if (first)
		assert_string_equal(e->initrds[0], first);
	if (second)
		assert_string_equal(e->initrds[1], second);
}

static void assert_note(struct fixture *f, const char *code, unsigned line)
{
	for (size_t i = 0; i < f->notes.count; i++) {
		if (strcmp(ia_note_word(f->notes.items[i].code), code) == 0) {
			assert_int_equal(f->notes.items[i].line, line);
			if (line)
				assert_string_equal(f->notes.items[i].file,
						    "/isolinux/isolinux.cfg");
			return;
		}
	}
	fail_msg("no note %s", code);
}

static void a_label_has_all_its_parts(void **state)
{
	struct fixture *f = *state;
	const struct ia_entry *e;

	read_config(f, "default linux\n\nlabel linux\n  menu label ^Install CentOS 7\n"
		       "  kernel vmlinuz\n"
		       "  append initrd=initrd.img inst.stage2=hd:LABEL=CentOS\\x207 quiet\n");
	assert_int_equal(f->menu.count, 1);
	e = entry(f, "0");
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

static void keywords_are_found_in_any_case_after_any_blanks(void **state)
{
	struct fixture *f = *state;

	read_config(f, "\t LaBeL\ta\n \t KeRNeL \t vmlinuz\nAPPEND\tx\nkernels no\nappendix no\n");
	assert_string_equal(entry(f, "0")->id, "a");
	assert_cmdline(f, "0", "x");
}

static void a_carriage_return_ends_a_line(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\r\nkernel vmlinuz\r\nappend x\r\ny\r\n");
	assert_string_equal(entry(f, "0")->id, "a");
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/vmlinuz");
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
	assert_string_equal(entry(f, "0")->id, "a");
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
	assert_int_equal(entry(f, "1")->line, 4);
	assert_false(notes_have(&f->notes, "line-too-long"));
}

static void text_up_to_endtext_is_hidden(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ntext help\nkernel no\nlabel no\nENDTEXT\nkernel vmlinuz\n");
	assert_int_equal(f->menu.count, 1);
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/vmlinuz");
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

static void the_first_of_doubled_labels_is_booted_and_both_are_listed(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nlabel a\nkernel v\nappend 1\nlabel a\nkernel v\nappend 2\n");
	assert_int_equal(f->menu.count, 2);
	assert_cmdline(f, "1", "2");
	assert_default(f, "0", "1");
	assert_note(f, "label-doubled", 5);
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
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/vmlinuz");
	assert_int_equal(entry(f, "0")->command_line, 0);
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
	assert_string_equal(entry(f, "0")->argv[2], "initrd=i1,/b/i2");
	assert_initrds(entry(f, "0"), "/isolinux/i1", "/b/i2");
}

static void the_first_initrd_in_the_line_is_loaded_and_a_second_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\ninitrd i1\nappend x initrd=i2 y\n");
	assert_cmdline(f, "0", "x y");
	assert_initrds(entry(f, "0"), "/isolinux/i2", NULL);
	assert_note(f, "initrd-doubled", 1);
}

static void noinitrd_counts_as_initrd_as_syslinux_has_it(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend noinitrd=z y\n");
	assert_cmdline(f, "0", "noinitrd=z y");
	assert_initrds(entry(f, "0"), "/isolinux/z", NULL);
}

static void empty_names_between_commas_are_no_initrds(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\nappend initrd=,i1,,i2,\nlabel b\nkernel v\n"
		       "append initrd=\n");
	assert_initrds(entry(f, "0"), "/isolinux/i1", "/isolinux/i2");
	assert_initrds(entry(f, "1"), NULL, NULL);
}

static void an_initrd_outside_of_a_label_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "initrd i\nkernel k\nlabel a\nkernel v\n");
	assert_initrds(entry(f, "0"), NULL, NULL);
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
		assert_string_equal(entry(f, path)->kernel, paths[i][1]);
		assert_string_equal(entry(f, path)->argv[0], paths[i][0]);
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

static void mboot_gives_the_first_module_as_kernel_and_the_rest_as_initrds(void **state)
{
	struct fixture *f = *state;
	const struct ia_entry *e;

	read_config(f, "label xen\nkernel mboot.c32\nappend /boot/xen.gz dom0_mem=max:8192M --- "
		       "/boot/vmlinuz console=hvc0 console=tty0 --- /install.img --- m2 x\n");
	e = entry(f, "0");
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
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/tboot.gz");
	assert_string_equal(entry(f, "0")->cmdline, "x");
	assert_initrds(entry(f, "0"), NULL, NULL);
}

static void a_label_that_names_no_file_boots_nothing(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel\nappend x\nlabel b\ncom32 mboot.c32\nappend x --- --- y\n");
	assert_null(entry(f, "0")->command);
	assert_null(entry(f, "1")->command);
	assert_note(f, "no-kernel", 1);
}

static void dashes_without_a_module_are_skipped(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ncom32 mboot.c32\nappend xen --- k --- --- i ---\n");
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/k");
	assert_initrds(entry(f, "0"), "/isolinux/i", NULL);
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
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX);
	ia_strbuf_adds(&text, "\nlabel b\nkernel v\nappend ");
	ia_strbuf_fill(&text, 'x', IA_SYSLINUX_CMDLINE_MAX + 1);
	read_config(f, text.data);
	assert_int_equal(strlen(entry(f, "0")->cmdline), IA_SYSLINUX_CMDLINE_MAX);
	assert_null(entry(f, "1")->command);
	assert_note(f, "cmdline-too-long", 4);
}

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

static void default_may_name_a_file(void **state)
{
	struct fixture *f = *state;

	read_config(f, "append g\ndefault v2 initrd=i root=/dev/x\nlabel a\nkernel v\n");
	assert_null(f->menu.default_path);
	assert_string_equal(f->menu.unattended->path, "");
	assert_string_equal(f->menu.unattended->id, "v2");
	assert_string_equal(f->menu.unattended->kernel, "/isolinux/v2");
	assert_string_equal(f->menu.unattended->cmdline, "root=/dev/x");
	assert_int_equal(f->menu.unattended->line, 2);
	assert_initrds(f->menu.unattended, "/isolinux/i", NULL);
}

static void implicit_0_forbids_files_as_default(void **state)
{
	struct fixture *f = *state;

	read_config(f, "implicit 0\ndefault v2\nlabel a\nkernel v\n");
	assert_no_default(f);
	assert_note(f, "no-such-label", 2);
}

static void without_default_nothing_starts(void **state)
{
	struct fixture *f = *state;

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
	assert_string_equal(entry(f, "0")->command, "linux");
	assert_null(entry(f, "1")->command);
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

static void ontimeout_counts_where_time_runs(void **state)
{
	struct fixture *f = *state;
	static const char labels[] = "label a\nkernel v\nappend 1\nlabel b\nkernel v\nappend 2\n";
	static const char *const configs[][3] = {
		{"prompt 1\ndefault a\ntimeout 20\nontimeout b x\n", "1", "2 x"},
		{"prompt 1\ndefault a\ntotaltimeout 20\nontimeout b\n", "1", "2"},
		{"prompt 1\ndefault a\nontimeout b\n", "0", "1"},
		{"prompt 1\ndefault a\ntimeout 0\nontimeout b\n", "0", "1"},
		{"prompt 0\ndefault a\ntimeout 20\nontimeout b\n", "0", "1"},
		{"default a\ntimeout 20\nontimeout b\n", "0", "1"},
		{"ui menu.c32\ntimeout 20\nontimeout b\n", "1", "2"},
		{"ui menu.c32\nontimeout b\n", "0", "1"},
		{"ui menu.c32\nmenu separator\ntimeout 20\nontimeout b\n", "0", "1"},
	};

	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "%s%s", configs[i][0], labels);
		read_config(f, text.data);
		assert_default(f, configs[i][1], configs[i][2]);
	}
}

static void the_timeout_is_given_as_written(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\nkernel v\n");
	assert_null(f->menu.timeout);
	read_config(f, "timeout 600\nlabel a\nkernel v\n");
	assert_string_equal(f->menu.timeout, "600");
}

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
	assert_string_equal(entry(f, "0")->title, "t1");
	assert_string_equal(entry(f, "1")->title, "a");
	assert_string_equal(entry(f, "2")->title, "c");
	assert_string_equal(entry(f, "3")->title, "c");
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
	assert_null(entry(f, "0")->command);
	assert_null(entry(f, "1>1")->command);
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

static void includes_are_read_where_they_stand(void **state)
{
	static const char *const list[] = {"/isolinux/inc.cfg", "append 2\nlabel b\nkernel v\n",
					   "/d/e.cfg", "label c\nkernel w\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "label a\nkernel v\ninclude inc.cfg\nappend 3\nmenu include /d/e.cfg\n");
	assert_cmdline(f, "0", "2");
	assert_cmdline(f, "1", "3");
	assert_string_equal(entry(f, "1")->file, "/isolinux/inc.cfg");
	assert_int_equal(entry(f, "1")->line, 2);
	assert_string_equal(entry(f, "2")->kernel, "/isolinux/w");
}

static void menu_include_with_a_tag_makes_a_submenu(void **state)
{
	static const char *const list[] = {"/isolinux/inc.cfg", "label b\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "menu include inc.cfg More ^things\nlabel a\nkernel v\n");
	assert_string_equal(entry(f, "0")->title, "More things");
	assert_true(entry(f, "0")->is_submenu);
	assert_string_equal(entry(f, "0>0")->id, "b");
	assert_string_equal(entry(f, "1")->id, "a");
}

static void an_include_that_is_missing_is_noted_and_skipped(void **state)
{
	struct fixture *f = *state;

	read_config(f, "label a\ninclude no.cfg\nkernel v\n");
	assert_note(f, "unread-include", 2);
	assert_contains(f->notes.items[0].text, "/isolinux/no.cfg");
	assert_string_equal(entry(f, "0")->kernel, "/isolinux/v");
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
	assert_int_equal(evaluate(f, "include x\n"), -ENOMEM);
}

static void config_is_followed_and_listed_under_its_label(void **state)
{
	static const char *const list[] = {"/isolinux/other.cfg",
					   "default o\nlabel o\nkernel v\nappend 2\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "append g\ndefault c\nlabel a\nkernel v\nlabel c\nconfig other.cfg\n");
	assert_true(entry(f, "1")->is_submenu);
	assert_string_equal(entry(f, "1")->command, "config");
	assert_default(f, "1>0", "2");
}

static void config_may_change_the_directory(void **state)
{
	static const char *const list[] = {"/isolinux/live.cfg", "label o\nkernel v\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	read_config(f, "label c\nconfig live.cfg\nappend ../live/\n");
	assert_string_equal(entry(f, "0>0")->kernel, "/live/v");
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
	assert_false(entry(f, "0")->is_submenu);
	assert_string_equal(f->menu.unattended->command, "config");
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

static void sysappend_of_machine_strings_is_noted(void **state)
{
	struct fixture *f = *state;

	read_config(f, "default a\nipappend 3\nlabel a\nkernel v\nsysappend 0x7\n");
	assert_int_equal(f->notes.count, 1);
	assert_note(f, "sysappend", 5);
}

static void assert_over_budget(struct fixture *f, const char *text, int code, const char *part)
{
	struct ia_syslinux_menu before;

	memset(&f->menu, 0x5e, sizeof(f->menu));
	before = f->menu;
	assert_int_equal(evaluate(f, text), code);
	assert_memory_equal(&f->menu, &before, sizeof(before));
	assert_contains(isoargs_error_message(f->error), part);
}

static void entries_up_to_the_bound_are_read_and_one_more_is_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < IA_SYSLINUX_ENTRIES_MAX; i++)
		ia_strbuf_addf(&text, "label l%u\n", i);
	read_config(f, text.data);
	assert_int_equal(f->menu.count, IA_SYSLINUX_ENTRIES_MAX);
	ia_strbuf_adds(&text, "menu separator\n");
	assert_over_budget(f, text.data, -E2BIG, "1024 menu entries");
}

static void initrds_up_to_the_bound_are_listed_and_one_more_is_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < IA_SYSLINUX_INITRDS_MAX / 4; i++)
		ia_strbuf_addf(&text, "label l%u\ninitrd a,b,c,d\n", i);
	read_config(f, text.data);
	assert_int_equal(f->menu.entries[f->menu.count - 1].initrd_count, 4);
	text.length--;
	ia_strbuf_adds(&text, ",e\n");
	assert_over_budget(f, text.data, -E2BIG, "4096 initrds");
}

static void menus_up_to_the_bound_are_nested_and_one_more_is_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < IA_SYSLINUX_DEPTH_MAX; i++)
		ia_strbuf_adds(&text, "menu begin x\n");
	read_config(f, text.data);
	ia_strbuf_adds(&text, "menu begin x\n");
	assert_over_budget(f, text.data, -ELOOP, "16 menus inside each other");
}

static void includes_up_to_the_bound_are_read_and_one_more_is_not(void **state)
{
	static const char *const list[] = {"/isolinux/i", "#\n", NULL};
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	f->files.list = list;
	for (unsigned i = 0; i < IA_SYSLINUX_INCLUDES_MAX; i++)
		ia_strbuf_adds(&text, "include i\n");
	read_config(f, text.data);
	ia_strbuf_adds(&text, "include i\n");
	assert_over_budget(f, text.data, -E2BIG, "32 included files");
}

static void included_bytes_up_to_the_bound_are_read_and_one_more_is_not(void **state)
{
	const char *list[] = {"/isolinux/i", NULL, "/isolinux/j", "\n", NULL};
	struct fixture *f = *state;
	struct ia_strbuf large IA_AUTO_STRBUF = {0};

	ia_strbuf_fill(&large, '\n', IA_SYSLINUX_INCLUDED_MAX);
	list[1] = large.data;
	f->files.list = list;
	read_config(f, "include i\n");
	assert_int_equal(f->files.reads, 1);
	assert_over_budget(f, "include i\ninclude j\n", -E2BIG, "1048576 bytes in included files");
}

static void a_file_that_includes_itself_is_a_loop(void **state)
{
	static const char *const list[] = {"/isolinux/i", "include i\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	assert_over_budget(f, "include i\n", -ELOOP, "16 files inside each other");
	assert_int_equal(f->files.reads, IA_SYSLINUX_DEPTH_MAX);
}

static void a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_fill(&text, '\n', IA_CONFIG_MAX);
	read_config(f, text.data);
	ia_strbuf_addc(&text, '\n');
	assert_over_budget(f, text.data, -E2BIG, "1048576");
}

static void an_included_file_over_the_size_is_not_read(void **state)
{
	struct ia_strbuf big IA_AUTO_STRBUF = {0};
	const char *list[] = {"/isolinux/i", NULL, NULL};
	struct fixture *f = *state;

	ia_strbuf_fill(&big, '\n', IA_CONFIG_MAX + 1);
	list[1] = big.data;
	f->files.list = list;
	read_config(f, "include i\n");
	assert_note(f, "unread-include", 1);
}

static void configs_beyond_the_bound_are_noted_and_not_read(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i <= IA_SYSLINUX_INCLUDES_MAX; i++)
		ia_strbuf_addf(&text, "label l%u\nconfig c%u\n", i, i);
	read_config(f, text.data);
	assert_int_equal(f->files.reads, IA_SYSLINUX_INCLUDES_MAX);
	assert_contains(f->notes.items[IA_SYSLINUX_INCLUDES_MAX].text, "are the most");
}

static void configs_deeper_than_the_bound_are_noted_and_not_read(void **state)
{
	struct fixture *f = *state;
	const char *list[2 * (IA_SYSLINUX_DEPTH_MAX + 2) + 1] = {NULL};
	char texts[2 * (IA_SYSLINUX_DEPTH_MAX + 2)][40];

	for (unsigned i = 0; i < IA_SYSLINUX_DEPTH_MAX + 2; i++) {
		snprintf(texts[2 * i], 40, "/isolinux/c%u", i);
		snprintf(texts[2 * i + 1], 40, "label x\nconfig c%u\n", i + 1);
		list[2 * i] = texts[2 * i];
		list[2 * i + 1] = texts[2 * i + 1];
	}
	f->files.list = list;
	read_config(f, "label x\nconfig c0\n");
	assert_int_equal(f->files.reads, IA_SYSLINUX_DEPTH_MAX);
	assert_true(notes_have(&f->notes, "unread-config"));
}

static void a_config_of_the_greatest_size_is_followed_and_a_larger_one_is_not(void **state)
{
	static const char label[] = "label o\nkernel v\n";
	struct fixture *f = *state;

	for (unsigned more = 0; more < 2; more++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};
		const char *list[] = {"/isolinux/c", NULL, NULL};

		ia_strbuf_adds(&text, label);
		ia_strbuf_fill(&text, '\n', IA_CONFIG_MAX - strlen(label) + more);
		list[1] = text.data;
		f->files.list = list;
		read_config(f, "label c\nconfig c\n");
		assert_int_equal(f->menu.count, 2 - more);
		assert_int_equal(notes_have(&f->notes, "unread-config"), more);
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
	assert_non_null(f->menu.unattended);
	assert_string_equal(f->menu.unattended->cmdline, "2");
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
	assert_non_null(f->menu.unattended);
	assert_string_equal(f->menu.unattended->cmdline, "2");
	assert_false(notes_have(&f->notes, "default-loops"));
	read_modules(f, IA_SYSLINUX_DEPTH_MAX + 1);
	assert_no_default(f);
	assert_true(notes_have(&f->notes, "default-loops"));
}

static void an_arena_without_room_is_out_of_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] =
		"ui menu.c32\ntimeout 1\nontimeout a x\ninclude i\nmenu begin s\n"
		"label a\nkernel v\nappend initrd=i,j\nmenu end\nlabel m\n"
		"com32 mboot.c32\nappend x --- y --- z\nlabel c\nconfig c\n";
	static const char *const list[] = {"/isolinux/i", "label b\n", "/isolinux/c",
					   "default w\nlabel w\ncom32 ifcpu64.c32\nappend q\n",
					   NULL};
	const struct ia_syslinux_host host = {.data = &f->files, .read = read_listed};
	int r = -ENOMEM;

	f->files.list = list;
	for (size_t limit = 16; r == -ENOMEM && limit < 100000; limit += 16) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(limit);
		struct ia_syslinux_menu menu = {.count = 0x5e};

		r = ia_syslinux_evaluate(&host, "/isolinux/isolinux.cfg", text, strlen(text), arena,
					 NULL, &menu, NULL);
		assert_true(r == 0 || (r == -ENOMEM && menu.count == 0x5e));
	}
	assert_int_equal(r, 0);
}

static void a_nul_byte_ends_its_line_only(void **state)
{
	static const char text[] = "default a\nlabel a\nkernel v\0 x\nappend 1\n";
	struct fixture *f = *state;
	const struct ia_syslinux_host host = {.data = &f->files, .read = read_listed};

	assert_int_equal(ia_syslinux_evaluate(&host, "/isolinux/isolinux.cfg", text,
					      sizeof(text) - 1, f->arena, &f->notes, &f->menu,
					      NULL),
			 0);
	assert_default(f, "0", "1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_label_has_all_its_parts),
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
		TEST(the_first_of_doubled_labels_is_booted_and_both_are_listed),
		TEST(labels_differ_by_case),
		TEST(a_label_without_kernel_is_the_kernel),
		TEST(words_after_the_kernel_come_before_append),
		TEST(global_append_is_for_labels_without_their_own),
		TEST(the_last_append_of_a_label_counts),
		TEST(initrd_is_added_at_the_end_and_taken_out_again),
		TEST(the_first_initrd_in_the_line_is_loaded_and_a_second_noted),
		TEST(noinitrd_counts_as_initrd_as_syslinux_has_it),
		TEST(empty_names_between_commas_are_no_initrds),
		TEST(an_initrd_outside_of_a_label_is_noted),
		TEST(paths_are_made_absolute),
		TEST(the_kind_of_a_kernel_follows_its_name_or_its_directive),
		TEST(mboot_gives_the_first_module_as_kernel_and_the_rest_as_initrds),
		TEST(mboot_without_modules_boots_its_file),
		TEST(a_label_that_names_no_file_boots_nothing),
		TEST(dashes_without_a_module_are_skipped),
		TEST(a_default_label_that_opens_a_menu_boots_nothing),
		TEST(parameters_up_to_the_bound_boot_and_longer_ones_do_not),
		TEST(default_names_a_label),
		TEST(words_after_the_default_label_are_added),
		TEST(default_may_name_a_file),
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
		TEST(ontimeout_counts_where_time_runs),
		TEST(the_timeout_is_given_as_written),
		TEST(submenus_are_entries_with_their_own_after_them),
		TEST(a_submenu_is_named_by_its_label_title_or_tag),
		TEST(menu_default_in_a_submenu_counts_there_only),
		TEST(menu_default_before_the_labels_of_a_submenu_opens_it),
		TEST(menu_start_is_where_the_default_is_looked_for),
		TEST(menu_goto_leads_to_a_menu_and_boots_nothing_itself),
		TEST(menus_that_lead_to_each_other_start_nothing),
		TEST(a_goto_to_no_menu_is_noted),
		TEST(menu_end_without_begin_is_noted),
		TEST(an_append_after_a_separator_is_global_again),
		TEST(includes_are_read_where_they_stand),
		TEST(menu_include_with_a_tag_makes_a_submenu),
		TEST(an_include_that_is_missing_is_noted_and_skipped),
		TEST(an_include_that_cannot_be_read_is_noted_with_the_reason),
		TEST(memory_that_ends_while_reading_ends_it_all),
		TEST(config_is_followed_and_listed_under_its_label),
		TEST(config_may_change_the_directory),
		TEST(configs_that_lead_to_each_other_are_read_once),
		TEST(a_config_that_is_missing_is_noted),
		TEST(whichsys_and_ifcpu64_choose_as_on_a_64_bit_machine_from_a_cd),
		TEST(sysappend_of_machine_strings_is_noted),
		TEST(entries_up_to_the_bound_are_read_and_one_more_is_not),
		TEST(initrds_up_to_the_bound_are_listed_and_one_more_is_not),
		TEST(menus_up_to_the_bound_are_nested_and_one_more_is_not),
		TEST(includes_up_to_the_bound_are_read_and_one_more_is_not),
		TEST(included_bytes_up_to_the_bound_are_read_and_one_more_is_not),
		TEST(a_file_that_includes_itself_is_a_loop),
		TEST(a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not),
		TEST(an_included_file_over_the_size_is_not_read),
		TEST(configs_beyond_the_bound_are_noted_and_not_read),
		TEST(configs_deeper_than_the_bound_are_noted_and_not_read),
		TEST(a_config_of_the_greatest_size_is_followed_and_a_larger_one_is_not),
		TEST(a_default_leads_through_as_many_menus_as_the_bound),
		TEST(a_default_leads_through_as_many_configurations_as_the_bound),
		TEST(an_arena_without_room_is_out_of_memory),
		TEST(a_nul_byte_ends_its_line_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
