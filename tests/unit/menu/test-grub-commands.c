/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

#include "menu/grub/commands/commands.h"
#include "support/notes.h"

static void tables_are_sorted_and_no_command_is_in_two(void **state IA_UNUSED)
{
	unsigned total = 0;

	for (size_t i = 0; ia_grub_commands[i]; i++) {
		const struct ia_grub_commands *table = ia_grub_commands[i];

		for (size_t k = 0; k < table->count; k++, total++) {
			const char *name = table->list[k].name;

			if (k > 0 && strcmp(table->list[k - 1].name, name) >= 0)
				fail_msg("%s is out of order", name);
			for (size_t n = 0; n < i; n++) {
				for (size_t m = 0; m < ia_grub_commands[n]->count; m++)
					assert_string_not_equal(ia_grub_commands[n]->list[m].name,
								name);
			}
		}
	}
	assert_true(total > 200);
}

static void only_the_first_argument_of_set_counts(void **state IA_UNUSED)
{
	assert_r("set r=a s=b; set r=\"$r$s\"", "a");
	assert_r("r=a b c", "a");
	assert_r("set r = 5; r=$?", "18");
	assert_r("set r=a\"b c\"'d'", "ab cd");
}

static void an_unknown_command_is_noted_and_true(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "\nif nosuch; then menuentry yes { true; }; fi\n");

	assert_int_equal(e.menu.count, 1);
	assert_note(e, "grub-unknown-command", 2);
	assert_string_equal(e.notes.items[0].file, "/boot/grub/grub.cfg");
}

static void commands_without_effect_are_silent(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "insmod gzio\nterminal_output gfxterm\nloadfont unicode\nplay 1\n");

	assert_int_equal(e.result, 0);
	assert_int_equal(e.notes.count, 0);
}

static void every_command_of_the_table_is_found(void **state IA_UNUSED)
{
	static const char *const names[] = {
		".",          "[",           "acpi",        "blscfg",
		"boot",       "cat",         "chainloader", "clear",
		"configfile", "cpuid",       "echo",        "efitextmode",
		"eval",       "export",      "false",       "hashsum",
		"hwmatch",    "initrd16",    "insmod",      "keystatus",
		"linux16",    "loadfont",    "lsefi",       "module2",
		"net_dhcp",   "normal_exit", "play",        "probe",
		"read_word",  "regexp",      "save_env",    "search.fs_uuid",
		"serial",     "sleep",       "smbios",      "terminal_output",
		"test",       "true",        "unset",       "videoinfo",
		"write_byte", "write_word",  "wrmsr",       "xen_module",
		"xnu_uuid",   "zfs-bootfs",  "zfskey",
	};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_RHEL8, names[i]);

		if (notes_have(&e.notes, "grub-unknown-command"))
			fail_msg("'%s' is not found", names[i]);
	}
}

static void a_kernel_line_that_is_too_long_is_noted(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "a=0123456789012345678901234567890123456789012345678901234567890123\n"
		       "a=$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a\nb=$a$a\n"
		       "menuentry m { linux /k $a$a; }\nmenuentry n { linux /k $a; }\n");

	assert_int_equal(e.notes.count, 1);
	assert_note(e, "grub-cmdline-long", 4);
}

static void a_boot_before_the_menu_is_noted(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, "linux /k\nboot\n");

	assert_note(e, "grub-boots-at-once", 2);
}

static void test_scans_from_left_to_right(void **state IA_UNUSED)
{
	assert_r("if [ $none = x ]; then r=yes; fi", "yes");
	assert_r("if [ x$none = x ]; then r=yes; fi", "yes");
	assert_r("if [ \"$none\" = x ]; then r=yes; else r=no; fi", "no");
	assert_r("if [ ]; then r=yes; fi", "yes");
	assert_r("if [ \"\" ]; then r=yes; else r=no; fi", "no");
	assert_r("if [ -n $none ]; then r=yes; fi", "yes");
	assert_r("if [ a = a; then r=yes; fi", "yes");
	assert_r("if [ a = b -o c = c -a d = e ]; then r=yes; else r=no; fi", "no");
	assert_r("if [ a = a -o c = d -a d = e ]; then r=yes; else r=no; fi", "yes");
	assert_r("if [ ( a = b ) -o ( c = c ) ]; then r=yes; else r=no; fi", "yes");
	assert_r("if [ ! a = b ]; then r=yes; else r=no; fi", "yes");
}

static void test_reads_numbers_as_grub_does(void **state IA_UNUSED)
{
	assert_r("if [ 010 -eq 8 -a 0x1f -eq 31 -a abc -eq 0 -a -1 -lt 0 ]; then r=y; fi", "y");
	assert_r("if [ k-2 -plt k-11 -a ! k-2 -pgt k-11 ]; then r=y; fi", "y");
	assert_r("if [ a \"<\" b -a b \">=\" b ]; then r=y; fi", "y");
}

static void test_asks_the_medium_for_files(void **state IA_UNUSED)
{
	assert_r("if [ -f /d/x.txt -a -s (cd0)/d/x.txt -a -d /d -a -e /d ]; then r=y; fi", "y");
	assert_r("if [ -f /d -o -e /none -o -f (hd0)/d/x.txt ]; then r=y; else r=n; fi", "n");
}

static void a_search_that_finds_nothing_is_noted_once_a_line(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "for i in 1 2 3; do search -l OTHER; done\n"
				"search --fs-uuid --set=r 1999-01-01\n"
				"search -l LABEL\nsearch --file /none\n"
				"menuentry m { linux /k\n}\n");

	assert_int_equal(e.notes.count, 2);
	assert_note(e, "grub-search", 1);
	assert_note(e, "grub-search", 2);
	assert_contains(e.notes.items[0].text, "label 'OTHER'");
	assert_contains(e.notes.items[1].text, "UUID '1999-01-01'");
}

static void regexp_sets_groups(void **state IA_UNUSED)
{
	assert_r("regexp --set=1:a --set 2:b '^([0-9]+)[.]([0-9]+)' 12.34-x; r=$a-$b-$?",
		 "12-34-0");
	assert_r("r=old; regexp --set r '(z)' abc; r=$r$?", "old1");
	assert_r("r=old; regexp --set 3:r '(a)' abc; r=x$r", "x");
}

static void regular_expressions_that_cost_too_much_are_not_tried(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "regexp '((a{255}){255}){255}' a\nregexp '(a*)*\\1' aaa\nset r=$?\n"
				"menuentry m { linux /k $r }\n");

	assert_string_equal(e.menu.entries[0].cmdline, "1");
	assert_note(e, "grub-regexp", 1);
	assert_int_equal(e.notes.items[0].count, 2);
}

static void search_sets_a_variable_or_root(void **state IA_UNUSED)
{
	assert_r("search --no-floppy --set=r -l LABEL", "found0");
	assert_r("search --set --file /d/x.txt; r=$root", "found0");
	assert_r("search --label --set LABEL; r=$root", "found0");
	assert_r("search.fs_label LABEL r", "found0");
	assert_r("search --fs-uuid --hint-bios=hd0 --hint-new=x --set=r 2020-01-01", "found0");
	assert_r("search --file /none --set=r; r=$r$?", "5");
}

static void source_shares_variables_and_menu(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "source /d/a.cfg\nset v=$a\nsource /none\nsource /broken.cfg\n");

	assert_int_equal(e.menu.count, 1);
	assert_string_equal(e.menu.entries[0].cmdline, "(cd0)/d");
	assert_string_equal(e.menu.entries[0].file, "/d/a.cfg");
	assert_note(e, "grub-file-unread", 3);
	assert_int_equal(e.notes.count, 2);
}

static void configfile_shows_its_own_menu_in_its_own_context(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "set v=1\nset e=2\nexport e\nmenuentry hidden { true; }\n"
				"configfile /d/empty.cfg\nconfigfile /d/b.cfg\nset e=3\n");

	assert_int_equal(e.menu.count, 2);
	assert_string_equal(e.menu.entries[0].cmdline, "v= e=2");
	assert_string_equal(e.menu.default_path, "1");
}

static void
menus_below_an_entry_are_numbered_whatever_their_files_are_called(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry a { configfile '/d\x1b[31m/\xc2\x9b.cfg'; "
				"configfile /d/a.cfg; configfile /d/a.cfg }\n"
				"submenu b { menuentry c { true; }; configfile /d/a.cfg }\n");
	static const char *const paths[] = {"0",           "0{0}>0", "0{0}>0{0}>0",
					    "0{0}>0{0}>1", "0{1}>0", "0{2}>0",
					    "1",           "1{0}>0", "1>0"};

	assert_int_equal(e.result, 0);
	assert_int_equal(e.menu.count, IA_COUNT(paths));
	for (size_t i = 0; i < IA_COUNT(paths); i++)
		assert_string_equal(e.menu.entries[i].path, paths[i]);
}

static void what_cannot_be_looked_for_is_noted_and_taken_as_missing(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(IA_GRUB_RHEL8, "if [ -f /broken/x ]; then a=found; fi\n"
					"search --set=b -f /broken/x\n"
					"for i in /broken/*; do c=$i; done\n"
					"for i in /?/broken; do d=$i; done\n"
					"blsdir=/broken\n"
					"blscfg\n"
					"source /broken.cfg\n"
					"menuentry m { linux /k $a $b $c $d }\n");

	assert_int_equal(e.result, 0);
	assert_string_equal(e.menu.entries[0].cmdline, "/broken/* /?/broken");
	assert_note(e, "grub-file-unread", 1);
	assert_note(e, "grub-file-unread", 3);
	assert_note(e, "grub-file-unread", 6);
	assert_note(e, "grub-file-unread", 7);
	/* What is said of lines 2 and 4 is what was said before them. */
	assert_string_equal(e.notes.items[0].text,
			    "/broken/x: it lies too deep; GRUB may find what is taken as missing "
			    "here (and 1 more like it)");
	assert_int_equal(e.notes.items[1].count, 2);
	assert_contains(e.notes.items[3].text, "/broken.cfg: it is scratched");
}

static void configfile_in_an_entry_goes_one_menu_deeper(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry more { configfile /d/b.cfg }\n");

	assert_int_equal(e.menu.count, 3);
	assert_string_equal(e.menu.entries[2].path, "0{0}>1");
	assert_string_equal(e.menu.default_path, "0{0}>1");
	assert_true(e.menu.entries[2].is_default);
}

static void load_env_reads_the_environment_block(void **state IA_UNUSED)
{
	assert_r("load_env; r=\"$saved_entry$other\"", "a\\\\b co");
	assert_r("load_env -f /boot/grub/grubenv other; r=$saved_entry$other", "o");
}

static void menuentry_takes_options_anywhere(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "menuentry --class a T --class=b --hotkey=k --id i x1 -x --y -- --z "
		       "{ linux /k $# \"$@\"; }\n"
		       "menuentry '' --source 'linux /s' \n");

	assert_string_equal(e.menu.entries[0].title, "T");
	assert_string_equal(e.menu.entries[0].id, "i");
	assert_string_equal(e.menu.entries[0].cmdline, "5 T x1 -x --y --z");
	assert_int_equal(e.menu.entries[0].line, 1);
	assert_string_equal(e.menu.entries[1].title, "");
	assert_string_equal(e.menu.entries[1].kernel, "/s");
}

static void an_entry_without_title_or_body_is_left_out(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry { linux /k }\nmenuentry a\nmenuentry b --id\n");

	assert_int_equal(e.menu.count, 0);
	assert_null(e.menu.default_path);
	assert_int_equal(e.notes.count, 3);
	assert_string_equal(ia_note_word(e.notes.items[1].code), "grub-menuentry");
}

static void red_hat_takes_users_without_a_value(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(IA_GRUB_RHEL8, "menuentry a --users $none --id i { linux /k }\n");

	assert_int_equal(e.menu.count, 1);
	assert_string_equal(e.menu.entries[0].id, "i");
}

static void a_probe_is_answered_from_the_medium(void **state IA_UNUSED)
{
	assert_r("probe --set=r -u cd0", "2020-01-01");
	assert_r("probe -u $root --set=r", "2020-01-01");
	assert_r("probe -s r --label (cd0)", "LABEL");
	assert_r("probe --set r --fs ($root)", "iso9660");
	assert_r("if probe -l (hd9); then r=found; else r=none; fi", "none");
	assert_r("if probe --partmap --set=r (cd0); then r=found; else r=none; fi", "none");
	assert_r("if probe --set=r -u; then r=found; else r=none; fi", "none");
}

static void blscfg_lists_the_newest_version_first(void **state IA_UNUSED)
{
	static const char text[] = "set o=x\nblscfg\n";
	struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_RHEL8, text);
	struct evaluated stock AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.menu.count, 2);
	assert_string_equal(e.menu.entries[0].id, "m-4.18");
	assert_string_equal(e.menu.entries[0].title, "New");
	assert_string_equal(e.menu.entries[0].cmdline, "\"q=b c\"");
	assert_string_equal(e.menu.entries[1].kernel, "(cd0)/k4.9");
	assert_string_equal(e.menu.entries[1].cmdline, "a x");
	assert_string_equal(e.menu.entries[1].initrds[0], "(cd0)/i4.9");
	assert_int_equal(stock.menu.count, 0);
	assert_note(stock, "grub-unknown-command", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_sorted_and_no_command_is_in_two),
		cmocka_unit_test(only_the_first_argument_of_set_counts),
		cmocka_unit_test(an_unknown_command_is_noted_and_true),
		cmocka_unit_test(commands_without_effect_are_silent),
		cmocka_unit_test(every_command_of_the_table_is_found),
		cmocka_unit_test(a_kernel_line_that_is_too_long_is_noted),
		cmocka_unit_test(a_boot_before_the_menu_is_noted),
		cmocka_unit_test(test_scans_from_left_to_right),
		cmocka_unit_test(test_reads_numbers_as_grub_does),
		cmocka_unit_test(test_asks_the_medium_for_files),
		cmocka_unit_test(regexp_sets_groups),
		cmocka_unit_test(regular_expressions_that_cost_too_much_are_not_tried),
		cmocka_unit_test(search_sets_a_variable_or_root),
		cmocka_unit_test(a_search_that_finds_nothing_is_noted_once_a_line),
		cmocka_unit_test(source_shares_variables_and_menu),
		cmocka_unit_test(configfile_shows_its_own_menu_in_its_own_context),
		cmocka_unit_test(what_cannot_be_looked_for_is_noted_and_taken_as_missing),
		cmocka_unit_test(configfile_in_an_entry_goes_one_menu_deeper),
		cmocka_unit_test(menus_below_an_entry_are_numbered_whatever_their_files_are_called),
		cmocka_unit_test(load_env_reads_the_environment_block),
		cmocka_unit_test(menuentry_takes_options_anywhere),
		cmocka_unit_test(an_entry_without_title_or_body_is_left_out),
		cmocka_unit_test(red_hat_takes_users_without_a_value),
		cmocka_unit_test(a_probe_is_answered_from_the_medium),
		cmocka_unit_test(blscfg_lists_the_newest_version_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
