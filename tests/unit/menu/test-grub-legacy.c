/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

#include "menu/grub-legacy/grub-legacy.h"

#define CONFIG "/EFI/BOOT/BOOTX64.conf"

static int evaluate(struct fixture *f, const char *text)
{
	const struct ia_menu_host host = {
		.data = &f->files,
		.meter = f->meter,
		.read = read_listed,
	};

	return ia_grub_legacy_evaluate(&host,
				       &(const struct ia_config_file){CONFIG, text, strlen(text)},
				       f->arena, &f->notes, &f->menu, &f->error);
}

static void read_menu(struct fixture *f, const char *text)
{
	if (evaluate(f, text) < 0)
		fail_msg("%s", isoargs_error_message(f->error));
}

static void assert_starts(struct fixture *f, const char *path, const char *fallback)
{
	if (!path || !fallback) {
		if (!path)
			assert_null(f->menu.default_path);
		if (!fallback)
			assert_null(f->menu.fallback_path);
	}
	if (path)
		assert_string_equal(f->menu.default_path, path);
	if (fallback)
		assert_string_equal(f->menu.fallback_path, fallback);
	for (size_t i = 0; i < f->menu.count; i++)
		assert_int_equal(f->menu.entries[i].is_default,
				 path && strcmp(f->menu.entries[i].path, path) == 0);
}

static void assert_noted(struct fixture *f, const char *code, unsigned line)
{
	for (size_t i = 0; i < f->notes.count; i++) {
		if (strcmp(ia_note_word(f->notes.items[i].code), code) == 0 &&
		    f->notes.items[i].line == line)
			return;
	}
	fail_msg("no note %s of line %u", code, line);
}

static void a_menu_of_lorax_has_all_its_parts(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e;

	read_menu(f, "#debug --graphics\ndefault=1\nsplashimage=/EFI/BOOT/splash.xpm.gz\n"
		     "timeout 60\nhiddenmenu\n"
		     "title Install CentOS 7\n\tfindiso\n"
		     "\tkernel /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=CentOS\\x207 quiet\n"
		     "\tinitrd /images/pxeboot/initrd.img\n"
		     "title Test this media & install CentOS 7\n\tfindiso\n"
		     "\tkernel /images/pxeboot/vmlinuz rd.live.check quiet\n"
		     "\tinitrd /images/pxeboot/initrd.img\n");
	assert_int_equal(f->menu.count, 2);
	assert_int_equal(f->notes.count, 0);
	e = syslinux_entry(f, "0");
	assert_string_equal(e->title, "Install CentOS 7");
	assert_string_equal(e->id, "Install CentOS 7");
	assert_string_equal(e->file, CONFIG);
	assert_int_equal(e->line, 6);
	assert_int_equal(e->command_line, 8);
	assert_string_equal(e->command, "linux");
	assert_string_equal(e->kernel, "/images/pxeboot/vmlinuz");
	assert_string_equal(e->cmdline, "inst.stage2=hd:LABEL=CentOS\\x207 quiet");
	assert_int_equal(e->argc, 3);
	assert_string_equal(e->argv[0], "/images/pxeboot/vmlinuz");
	assert_string_equal(e->argv[2], "quiet");
	assert_string_equal(e->root, "cd");
	assert_initrds(e, "/images/pxeboot/initrd.img", NULL);
	assert_starts(f, "1", NULL);
}

static void the_loader_adds_no_words(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k\ninitrd /i\n");
	assert_cmdline(f, "0", "");
	assert_null(syslinux_entry(f, "0")->root);
}

static void carriage_returns_are_dropped_and_tabs_are_blanks(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\r\n\tkernel\t/k\tx=1 y\ry\r\n");
	assert_cmdline(f, "0", "x=1 yy");
}

static void a_backslash_before_the_end_of_a_line_joins_it_with_the_next(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k a\\\nb \\x20 c\\\\\nd\n");
	assert_cmdline(f, "0", "a b \\x20 c\\ d");
	assert_int_equal(syslinux_entry(f, "0")->command_line, 2);
}

static void a_comment_stands_first_and_may_swallow_the_next_line(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\n  # no \\\nkernel /no\nkernel /k #x\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/k");
	assert_cmdline(f, "0", "#x");
	assert_int_equal(syslinux_entry(f, "0")->command_line, 4);
}

static void the_end_of_the_file_ends_its_last_line(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "\n\n  title a\nkernel /k x");
	assert_cmdline(f, "0", "x");
	assert_int_equal(syslinux_entry(f, "0")->line, 3);
}

static void a_line_keeps_so_many_bytes_and_the_rest_is_dropped(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "title a\nkernel /k ");
	ia_strbuf_fill(&text, 'x', IA_GRUB_LEGACY_LINE_MAX - strlen("kernel /k "));
	ia_strbuf_adds(&text, "\n");
	read_menu(f, text.data);
	assert_int_equal(f->notes.count, 0);
	text.length--;
	ia_strbuf_adds(&text, "y\ntitle b\nkernel /k z\n");
	read_menu(f, text.data);
	assert_noted(f, "line-too-long", 2);
	assert_int_equal(strlen(syslinux_entry(f, "0")->cmdline),
			 IA_GRUB_LEGACY_LINE_MAX - strlen("kernel /k "));
	assert_null(strchr(syslinux_entry(f, "0")->cmdline, 'y'));
	assert_cmdline(f, "1", "z");
}

static void a_full_line_that_is_joined_loses_its_last_byte(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "title a\nkernel /k ");
	ia_strbuf_fill(&text, 'x', IA_GRUB_LEGACY_LINE_MAX - strlen("kernel /k "));
	ia_strbuf_adds(&text, "\\\ny\n");
	read_menu(f, text.data);
	assert_int_equal(strlen(syslinux_entry(f, "0")->cmdline),
			 IA_GRUB_LEGACY_LINE_MAX - strlen("kernel /k "));
	assert_string_equal(strchr(syslinux_entry(f, "0")->cmdline, ' '), " ");
}

static void a_command_ends_at_a_blank_or_an_equals_sign(void **state)
{
	static const char *const ways[] = {"default=1", "default 1", "default = 1", "default ==  1",
					   "default 0x1 # one"};
	struct fixture *f = *state;
	char text[128];

	for (size_t i = 0; i < IA_COUNT(ways); i++) {
		snprintf(text, sizeof(text), "%s\ntitle=a\nkernel=/k\ntitle  =b = c\nkernel /k\n",
			 ways[i]);
		read_menu(f, text);
		assert_starts(f, "1", NULL);
		assert_string_equal(syslinux_entry(f, "0")->title, "a");
		assert_string_equal(syslinux_entry(f, "1")->title, "b = c");
	}
}

static void commands_differ_by_case_and_unknown_ones_are_dropped(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "Default 1\ntitle a\nKERNEL /no\nuppermem 1\nmodule /m\nkernel /k\n"
		     "TITLE b\nkernel /l\n");
	assert_int_equal(f->menu.count, 1);
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/l");
	assert_noted(f, "unknown-directive", 1);
	assert_noted(f, "unknown-directive", 3);
	assert_noted(f, "unknown-directive", 4);
	assert_noted(f, "unknown-directive", 5);
	assert_noted(f, "unknown-directive", 7);
	assert_starts(f, "0", NULL);
}

static void what_belongs_into_an_entry_is_ignored_before_the_first(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "root (hd0,0)\nkernel /no\ntitle a\nkernel /k\n");
	assert_null(syslinux_entry(f, "0")->root);
	assert_noted(f, "outside-label", 1);
	assert_noted(f, "outside-label", 2);
}

static void a_title_without_a_known_command_is_no_entry(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "default 1\ntitle ----\ntitle a\nkernel /k\ntitle c\nnosuch\n"
		     "title b\nkernel /l\ntitle end\n");
	assert_int_equal(f->menu.count, 2);
	assert_string_equal(syslinux_entry(f, "1")->title, "b");
	assert_starts(f, "1", NULL);
}

static void a_title_may_be_empty(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title\nkernel /k\n");
	assert_string_equal(syslinux_entry(f, "0")->title, "");
}

#define THREE "title a\nkernel /k\ntitle b\nkernel /k\ntitle c\nkernel /k\n"

static void the_last_default_counts_and_what_is_no_number_changes_nothing(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "default 2\ndefault 1\ndefault x\n" THREE);
	assert_starts(f, "1", NULL);
	assert_noted(f, "no-such-label", 3);
	read_menu(f, "default 1\ndefault 2147483648\n" THREE);
	assert_starts(f, "1", NULL);
	read_menu(f, "default 1\ndefault saved\n" THREE);
	assert_starts(f, "0", NULL);
	read_menu(f, "default 0x2rest\n" THREE);
	assert_starts(f, "2", NULL);
}

static void a_default_that_is_not_there_gives_way_to_the_fallback_or_the_first(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "default 3\n" THREE);
	assert_starts(f, "0", NULL);
	assert_noted(f, "no-such-label", 1);
	read_menu(f, "default 3\nfallback 7 2 1\n" THREE);
	assert_starts(f, "2", "1");
}

static void fallbacks_are_numbers_and_those_that_are_not_there_are_passed_over(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "fallback 9 2 1\n" THREE);
	assert_starts(f, "0", "2");
	read_menu(f, "fallback 1\nfallback 2 x\n" THREE);
	assert_starts(f, "0", "1");
	read_menu(f, "fallback 1 1\n" THREE);
	assert_starts(f, "0", "1");
	read_menu(f, "fallback 1\nfallback\n" THREE);
	assert_starts(f, "0", NULL);
}

static void so_many_fallbacks_are_taken_and_no_more(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "fallback");
	for (unsigned i = 1; i < IA_GRUB_LEGACY_FALLBACKS_MAX; i++)
		ia_strbuf_addf(&text, " %u", 10 + i);
	ia_strbuf_adds(&text, " 2\n" THREE);
	read_menu(f, text.data);
	assert_starts(f, "0", "2");
	ia_strbuf_free(&text);
	ia_strbuf_adds(&text, "fallback");
	for (unsigned i = 0; i < IA_GRUB_LEGACY_FALLBACKS_MAX; i++)
		ia_strbuf_addf(&text, " %u", 10 + i);
	ia_strbuf_adds(&text, " 2\n" THREE);
	read_menu(f, text.data);
	assert_starts(f, "0", NULL);
}

static void devices_are_named_as_grub_2_names_them(void **state)
{
	static const char *const devices[][2] = {
		{"(hd0)", "hd0"},         {"(hd0,0)", "hd0,1"}, {"(hd1,0x2)", "hd1,3"},
		{"(cd)", "cd"},           {"(nd)", "nd"},       {"(fd0)", "fd0"},
		{"(hd0,)", "hd0"},        {"(hd0,1,a)", "bsd"}, {"(hd0,b) 1", "bsd"},
		{"(hd0,254)", "hd0,255"},
	};
	struct fixture *f = *state;
	char text[128];

	for (size_t i = 0; i < IA_COUNT(devices); i++) {
		snprintf(text, sizeof(text), "title a\nroot %s\nkernel /k\n", devices[i][0]);
		read_menu(f, text);
		assert_string_equal(syslinux_entry(f, "0")->root, devices[i][1]);
		assert_string_equal(syslinux_entry(f, "0")->kernel, "/k");
	}
	assert_int_equal(f->notes.count, 0);
}

static void a_device_that_is_not_written_as_one_ends_the_entry(void **state)
{
	static const char *const devices[] = {"hd0,0",  "(hd0,0",  "(hd)",    "(xd0)", "(hd0,255)",
					      "(cd,0)", "(fd0,0)", "(hd0,i)", "(",     "(h"};
	struct fixture *f = *state;
	char text[128];

	for (size_t i = 0; i < IA_COUNT(devices); i++) {
		snprintf(text, sizeof(text), "title a\nroot %s\nkernel /k\n", devices[i]);
		read_menu(f, text);
		assert_null(syslinux_entry(f, "0")->command);
		assert_int_equal(f->notes.count, 1);
		assert_noted(f, "grub-no-kernel", 2);
		ia_notes_free(&f->notes);
	}
}

static void a_path_may_name_its_device(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nroot (hd0,0)\nkernel (cd)/k x\ninitrd (hd0,1)/i\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "(cd)/k");
	assert_string_equal(syslinux_entry(f, "0")->argv[0], "(cd)/k");
	assert_initrds(syslinux_entry(f, "0"), "(hd0,2)/i", NULL);
	assert_string_equal(syslinux_entry(f, "0")->root, "hd0,1");
}

static void a_ram_disk_is_on_the_root_of_its_own_line(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k\nroot (cd)\ninitrd /i\n");
	assert_null(syslinux_entry(f, "0")->root);
	assert_initrds(syslinux_entry(f, "0"), "(cd)/i", NULL);
}

static void the_last_kernel_wins_and_its_ram_disk_follows_it(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k x\ninitrd /i\nkernel /l y\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/l");
	assert_cmdline(f, "0", "y");
	assert_initrds(syslinux_entry(f, "0"), NULL, NULL);
	read_menu(f, "title a\nkernel /k x\ninitrd /i\ninitrd /j\n");
	assert_initrds(syslinux_entry(f, "0"), "/j", NULL);
}

static void options_of_kernel_are_none_of_the_kernels(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel --type=linux --no-mem-option /k --type=x\n");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/k");
	assert_cmdline(f, "0", "--type=x");
	read_menu(f, "title a\nkernel --type=other /k\n");
	assert_null(syslinux_entry(f, "0")->command);
	assert_noted(f, "grub-no-kernel", 2);
}

static void of_several_ram_disks_on_a_line_the_first_is_loaded(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k\ninitrd /i /j\n");
	assert_initrds(syslinux_entry(f, "0"), "/i", NULL);
	assert_noted(f, "initrd-doubled", 3);
}

static void grub_stops_at_what_fails_and_the_entry_boots_nothing(void **state)
{
	static const char *const failing[] = {"initrd /i\nkernel /k",
					      "kernel",
					      "kernel k",
					      "kernel /k\ndefault 1",
					      "kernel /k\ntimeout 1",
					      "kernel /k\nhiddenmenu",
					      "boot\nkernel /k",
					      "chainloader /c\ninitrd /i"};
	struct fixture *f = *state;
	char text[128];

	for (size_t i = 0; i < IA_COUNT(failing); i++) {
		const struct isoargs_entry *e;

		snprintf(text, sizeof(text), "title a\n%s\n", failing[i]);
		read_menu(f, text);
		e = syslinux_entry(f, "0");
		assert_null(e->command);
		assert_null(e->kernel);
		assert_null(e->cmdline);
		assert_string_equal(e->title, "a");
		assert_int_equal(f->notes.count, 1);
		ia_notes_free(&f->notes);
	}
}

static void boot_ends_an_entry(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nkernel /k x\nboot\nkernel /l y\ninitrd\n");
	assert_cmdline(f, "0", "x");
	assert_int_equal(f->notes.count, 0);
}

static void entries_that_boot_no_linux_say_what_they_do(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nrootnoverify (hd0)\nchainloader (hd0,0)/EFI/x.efi\n"
		     "title b\nreboot\nkernel /k\ntitle c\nhalt\ntitle d\nquit\ntitle e\nroot\n"
		     "title f\nchainloader +1\n");
	assert_string_equal(f->menu.entries[0].command, "chainloader");
	assert_string_equal(f->menu.entries[0].kernel, "(hd0,1)/EFI/x.efi");
	assert_string_equal(f->menu.entries[1].command, "reboot");
	assert_null(f->menu.entries[1].kernel);
	assert_string_equal(f->menu.entries[2].command, "halt");
	assert_string_equal(f->menu.entries[3].command, "quit");
	assert_null(f->menu.entries[4].command);
	assert_string_equal(f->menu.entries[5].kernel, "+1");
}

static void commands_that_only_touch_disks_and_screens_change_nothing(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nsavedefault\nmakeactive\ncolor red/blue\nverbose\nkernel /k x\n");
	assert_cmdline(f, "0", "x");
	assert_int_equal(f->notes.count, 0);
}

static void an_entry_that_asks_is_read_as_if_it_was_answered(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "password --md5 secret\ntitle a\nlock\nkernel /k x\n"
		     "title b\npassword p\nkernel /k y\ntitle c\npause Insert\nkernel /k z\n");
	assert_cmdline(f, "0", "x");
	assert_cmdline(f, "1", "y");
	assert_cmdline(f, "2", "z");
	assert_noted(f, "grub-unanswered", 3);
	assert_noted(f, "grub-unanswered", 6);
	assert_noted(f, "grub-unanswered", 9);
	for (size_t i = 0; i < f->notes.count; i++)
		assert_null(strstr(f->notes.items[i].text, "secret"));
}

static void lock_without_a_password_asks_nobody(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nlock\nkernel /k x\n");
	assert_int_equal(f->notes.count, 0);
}

static void configfile_leads_to_another_menu(void **state)
{
	static const char *const files[] = {"/b.conf", "default 1\n" THREE, NULL};
	struct fixture *f = *state;

	f->files.list = files;
	read_menu(f, "default 1\ntitle x\nkernel /k\ntitle more\nroot (cd)\nconfigfile /b.conf\n"
		     "kernel /no\ntitle y\nkernel /k\n");
	assert_int_equal(f->menu.count, 6);
	assert_true(syslinux_entry(f, "1")->is_submenu);
	assert_string_equal(f->menu.entries[2].path, "1>0");
	assert_string_equal(syslinux_entry(f, "1>1")->title, "b");
	assert_string_equal(syslinux_entry(f, "1>1")->file, "/b.conf");
	assert_string_equal(f->menu.entries[5].path, "2");
	assert_starts(f, "1>1", NULL);
	assert_int_equal(f->files.reads, 1);
}

static void a_configuration_that_leads_to_itself_is_read_once(void **state)
{
	static const char *const files[] = {"/b.conf", "title b\nconfigfile /b.conf\n", NULL};
	struct fixture *f = *state;

	f->files.list = files;
	read_menu(f, "title a\nconfigfile /b.conf\ntitle c\nconfigfile " CONFIG "\n");
	assert_int_equal(f->menu.count, 3);
	assert_string_equal(syslinux_entry(f, "0>0")->command, "configfile");
	assert_false(syslinux_entry(f, "0>0")->is_submenu);
	assert_false(syslinux_entry(f, "1")->is_submenu);
	assert_int_equal(f->files.reads, 1);
}

static void a_configuration_that_is_not_read_is_noted(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "title a\nconfigfile /b.conf\n");
	assert_string_equal(syslinux_entry(f, "0")->command, "configfile");
	assert_string_equal(syslinux_entry(f, "0")->kernel, "/b.conf");
	assert_noted(f, "unread-config", 2);
	f->files.error = -EIO;
	read_menu(f, "title a\nconfigfile /c.conf\n");
	assert_contains(f->notes.items[1].text, "broken disc");
}

/* A chain of so many files after the first, each of which leads to the next. */
static void chain(struct fixture *f, unsigned count)
{
	const char **list = ia_arena_array(f->arena, 2 * count + 1, sizeof(*list));

	for (unsigned i = 0; i < count; i++) {
		list[2 * i] = ia_arena_printf(f->arena, "/%u", i);
		list[2 * i + 1] = ia_arena_printf(f->arena, "title %u\nconfigfile /%u\n", i, i + 1);
	}
	f->files.list = list;
	read_menu(f, "title a\nconfigfile /0\n");
}

static void so_many_configurations_are_read_and_no_more(void **state)
{
	struct fixture *f = *state;

	chain(f, IA_GRUB_LEGACY_FILES_MAX - 1);
	assert_int_equal(f->files.reads, IA_GRUB_LEGACY_FILES_MAX - 1);
	assert_contains(f->notes.items[0].text, "files are the most");
	assert_int_equal(f->notes.count, 1);
}

static void so_many_entries_are_read_and_one_more_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (size_t i = 0; i < IA_GRUB_LEGACY_ENTRIES_MAX; i++)
		ia_strbuf_adds(&text, "title a\nkernel /k\n");
	read_menu(f, text.data);
	assert_int_equal(f->menu.count, IA_GRUB_LEGACY_ENTRIES_MAX);
	ia_strbuf_adds(&text, "title a\nkernel /k\n");
	assert_int_equal(evaluate(f, text.data), -E2BIG);
	assert_contains(isoargs_error_message(f->error), "more than 1024 entries");
}

static void an_empty_configuration_is_an_empty_menu(void **state)
{
	struct fixture *f = *state;

	read_menu(f, "");
	assert_int_equal(f->menu.count, 0);
	assert_starts(f, NULL, NULL);
}

static void a_spent_meter_ends_it(void **state)
{
	struct fixture *f = *state;
	struct ia_meter meter = {.work_max = 1000, .kept_max = IA_KEPT_MAX};

	f->meter = &meter;
	assert_int_equal(evaluate(f, THREE THREE THREE), -ENOMEM);
	assert_int_equal(meter.state, IA_METER_WORK_SPENT);
	assert_true(meter.work_by[IA_COST_GRUB_LEGACY] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_menu_of_lorax_has_all_its_parts),
		TEST(the_loader_adds_no_words),
		TEST(carriage_returns_are_dropped_and_tabs_are_blanks),
		TEST(a_backslash_before_the_end_of_a_line_joins_it_with_the_next),
		TEST(a_comment_stands_first_and_may_swallow_the_next_line),
		TEST(the_end_of_the_file_ends_its_last_line),
		TEST(a_line_keeps_so_many_bytes_and_the_rest_is_dropped),
		TEST(a_full_line_that_is_joined_loses_its_last_byte),
		TEST(a_command_ends_at_a_blank_or_an_equals_sign),
		TEST(commands_differ_by_case_and_unknown_ones_are_dropped),
		TEST(what_belongs_into_an_entry_is_ignored_before_the_first),
		TEST(a_title_without_a_known_command_is_no_entry),
		TEST(a_title_may_be_empty),
		TEST(the_last_default_counts_and_what_is_no_number_changes_nothing),
		TEST(a_default_that_is_not_there_gives_way_to_the_fallback_or_the_first),
		TEST(fallbacks_are_numbers_and_those_that_are_not_there_are_passed_over),
		TEST(so_many_fallbacks_are_taken_and_no_more),
		TEST(devices_are_named_as_grub_2_names_them),
		TEST(a_device_that_is_not_written_as_one_ends_the_entry),
		TEST(a_path_may_name_its_device),
		TEST(a_ram_disk_is_on_the_root_of_its_own_line),
		TEST(the_last_kernel_wins_and_its_ram_disk_follows_it),
		TEST(options_of_kernel_are_none_of_the_kernels),
		TEST(of_several_ram_disks_on_a_line_the_first_is_loaded),
		TEST(grub_stops_at_what_fails_and_the_entry_boots_nothing),
		TEST(boot_ends_an_entry),
		TEST(entries_that_boot_no_linux_say_what_they_do),
		TEST(commands_that_only_touch_disks_and_screens_change_nothing),
		TEST(an_entry_that_asks_is_read_as_if_it_was_answered),
		TEST(lock_without_a_password_asks_nobody),
		TEST(configfile_leads_to_another_menu),
		TEST(a_configuration_that_leads_to_itself_is_read_once),
		TEST(a_configuration_that_is_not_read_is_noted),
		TEST(so_many_configurations_are_read_and_no_more),
		TEST(so_many_entries_are_read_and_one_more_is_refused),
		TEST(an_empty_configuration_is_an_empty_menu),
		TEST(a_spent_meter_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
