/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"
#include "support/repeat.h"

#include <time.h>

#include "base/strbuf.h"
#include "menu/grub/eval/eval.h"
#include "support/notes.h"

#define STOCK       IA_GRUB_STOCK
#define RED_HAT     IA_GRUB_RHEL7
#define LINUX(args) "menuentry m { linux /k " args "; }\n"

static void stock_grub_eats_or_doubles_the_backslash_of_x20(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("a\\x20b"), "ax20b");
	assert_cmdline(STOCK, LINUX("'a\\x20b'"), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("\"a\\x20b\""), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("a\\\\x20b"), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("'a\\\\x20b'"), "a\\\\\\\\x20b");
	assert_cmdline(STOCK, LINUX("\"a\\\\x20b\""), "a\\\\x20b");
	assert_cmdline(STOCK, "set v='a\\x20b'\n" LINUX("$v \"$v\""), "a\\\\x20b a\\\\x20b");
	assert_cmdline(STOCK, "set v=a\\x20b\n" LINUX("$v"), "ax20b");
}

static void red_hat_grub_keeps_x20_as_it_is(void **state IA_UNUSED)
{
	assert_cmdline(RED_HAT, LINUX("a\\x20b"), "a\\x20b");
	assert_cmdline(RED_HAT, LINUX("'a\\x20b' \"a\\x20b\""), "a\\x20b a\\x20b");
	assert_cmdline(RED_HAT, LINUX("a\\\\x20b"), "a\\x20b");
	assert_cmdline(RED_HAT, LINUX("'a\\\\x20b'"), "a\\\\\\x20b");
	assert_cmdline(RED_HAT, LINUX("\"a\\\\x20b\""), "a\\x20b");
	assert_cmdline(RED_HAT, "set v=a\\x20b\n" LINUX("$v \"$v\""), "a\\x20b a\\x20b");
}

static void only_a_small_x_and_two_digits_are_kept(void **state IA_UNUSED)
{
	assert_cmdline(RED_HAT, LINUX("a\\x2gb a\\X20b a\\x2"), "ax2gb aX20b ax2");
	assert_cmdline(RED_HAT, LINUX("a\\x2Fb"), "a\\x2Fb");
}

static void arguments_are_joined_with_grubs_quoting(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("a \"\" b"), "a  b");
	assert_cmdline(STOCK, LINUX("\"it's\" 'say \"x\"'"), "it\\'s \"say \\\"x\\\"\"");
	assert_cmdline(STOCK, LINUX("'a\tb' a\\ b"), "a\tb \"a b\"");
}

static void unquoted_variables_are_split_and_vanish_when_empty(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "set v=' a  b '\n" LINUX("x$v-y \"$v\" ${v}z"),
		       "xa b-y \" a  b \" a bz");
	assert_cmdline(STOCK, LINUX("a $none b \"$none\" c$none"), "a b  c");
	assert_cmdline(STOCK, "set v='$x \"'\n" LINUX("$v"), "$x \\\"");
}

static void translated_strings_expand_their_variables(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "set v=w\n" LINUX("$\"a $v \\$v ${v}\\q\" b"), "\"a w $v w\\\\q\" b");
}

static void patterns_stand_for_the_files_that_are_there(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("/d/*.cfg"), "/d/a.cfg /d/b.cfg /d/empty.cfg");
	assert_cmdline(STOCK, LINUX("(cd0)/d/?.txt '/d/*.txt' /none/* x*"),
		       "(cd0)/d/x.txt /d/*.txt /none/* x*");
	assert_cmdline(STOCK, LINUX("*"), "(cd0)");
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

static void a_command_takes_precedence_over_a_function(void **state IA_UNUSED)
{
	assert_r("function true { r=function; }\nfunction own { r=$r.own; }\nset r=x; true; own",
		 "x.own");
}

static void a_block_is_text_for_other_commands(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k e{f} \n}\n", "e {f}");
}

static void config_variables_are_set_while_a_file_is_read_only(void **state IA_UNUSED)
{
	assert_r("r=$config_directory", "(cd0)/boot/grub");
	assert_cmdline(STOCK, LINUX("$config_file x"), "x");
}

static void grub_has_set_some_variables_beforehand(void **state IA_UNUSED)
{
	assert_r("r=$grub_platform-$grub_cpu-$prefix-$root-$feature_menuentry_id",
		 "efi-x86_64-(cd0)/boot/grub-cd0-y");
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

static void root_loses_its_parentheses(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry m { set root='(hd0,gpt2)'; linux ($root)/k; }");

	assert_string_equal(e.menu.entries[0].kernel, "(hd0,gpt2)/k");
	assert_string_equal(e.menu.entries[0].root, "hd0,gpt2");
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

static void loops_functions_and_parameters_work_as_in_grub(void **state IA_UNUSED)
{
	assert_r("for i in 1 2 '3 4'; do r=$r$i.; done", "1.2.3");
	assert_r("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; r=$r$i; done", "13");
	assert_r("for i in 1 2; do for j in a b; do if [ $j = b ]; then break 2; fi; "
		 "r=$r$i$j; done; done",
		 "1a");
	assert_r("while [ \"$r\" != xx ]; do r=x$r; done", "xx");
	assert_r("until [ \"$r\" = xx ]; do r=x$r; done", "xx");
	assert_r("function f { shift; r=\"$#$1$2\"; return 3; r=no; }\nf a b c\nr=$r$?", "2bc3");
	assert_r("function f { setparams X Y; r=$1$2$#; }\nf a", "XY2");
	assert_r("! true; r=$?; ! false; r=$r$?", "10");
	assert_r("eval 'r=1; r=${r}2'", "12");
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
	assert_note(e, "grub-regexp", 2);
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

static void configfile_in_an_entry_goes_one_menu_deeper(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry more { configfile /d/b.cfg }\n");

	assert_int_equal(e.menu.count, 3);
	assert_string_equal(e.menu.entries[2].path, "0{/d/b.cfg}>1");
	assert_string_equal(e.menu.default_path, "0{/d/b.cfg}>1");
	assert_true(e.menu.entries[2].is_default);
}

static void load_env_reads_the_environment_block(void **state IA_UNUSED)
{
	assert_r("load_env; r=\"$saved_entry$other\"", "a\\\\b co");
	assert_r("load_env -f /boot/grub/grubenv other; r=$saved_entry$other", "o");
}

static void a_syntax_error_loses_its_unit_and_reading_goes_on(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "if true; then\n  function f { true; }\n  set a=1\nelse\n  set a=2\nfi\n"
		       "a | b\nmenuentry m { linux /k $a }\n");

	assert_string_equal(e.menu.entries[0].cmdline, "2");
	assert_note(e, "grub-syntax", 2);
	assert_int_equal(e.notes.items[0].column, 3);
	assert_contains(e.notes.items[0].text, "function");
	assert_note(e, "grub-syntax", 4);
	assert_note(e, "grub-syntax", 7);
}

static void each_of_these_lines_is_a_syntax_error(void **state IA_UNUSED)
{
	static const char *const lines[] = {
		"a && b",
		"a || b",
		"a & b",
		"a > b",
		"a ; ; b",
		"if true; then fi",
		"case x in",
		"[[ a ]]",
		"x $(y)",
		"fi",
		"}",
		"if true; then ; a; fi",
		"function f() { true; }",
		"function f { true }",
		"a {",
		"for 1 in a; do b; done",
		"a { b } c",
		"'",
		"a \\",
	};

	for (size_t i = 0; i < IA_COUNT(lines); i++) {
		struct evaluated e AUTO_EVALUATED = evaluate(STOCK, lines[i]);

		assert_int_equal(e.result, 0);
		assert_int_equal(e.notes.count, 1);
		assert_string_equal(ia_note_word(e.notes.items[0].code), "grub-syntax");
		assert_int_equal(e.notes.items[0].line, 1);
	}
}

static void nothing_of_a_line_with_an_error_runs_but_functions_are_defined(void **state IA_UNUSED)
{
	assert_r("set r=1; function f { r=2; }; |\nf", "2");
	assert_r("r=0\nset r=1; a | b", "0");
}

static void a_line_with_a_hash_first_is_dropped_inside_quotes_too(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k \"a\n#b\nc\"; }\n", "a\nc");
	assert_cmdline(STOCK, "menuentry m {\r\n linux /k a \\\r\n b\r\n}\r\n", "a b");
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

static void bodies_see_the_final_variables_and_not_each_other(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "for i in 1 2; do menuentry \"t$i\" $i { linux /k $i $2 $x; set x=y; }; "
		       "done\n");

	assert_string_equal(e.menu.entries[0].cmdline, "2 1");
	assert_string_equal(e.menu.entries[1].cmdline, "2 2");
}

static void return_ends_a_body_only_where_it_stands_in_one_line(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k a; return; linux /k b; }\n", "a");
	assert_cmdline(STOCK, "menuentry m {\nlinux /k a\nreturn\nlinux /k b; linux /k c\n}\n",
		       "b");
	assert_r("function f { eval 'r=1\nreturn\nr=${r}2; r=${r}3'; r=${r}4; }\nf", "12");
}

static void the_last_kernel_wins_and_forgets_its_initrd(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "menuentry m {\n linux /a\n initrd /i\n linux /b x\n initrd /1 /2\n}\n"
		       "menuentry n { linux /a; initrd /i; linux /b; }\n"
		       "menuentry o { initrd newc:a:/i; linux /k; initrd newc:n:/j; }\n");

	assert_string_equal(e.menu.entries[0].kernel, "/b");
	assert_int_equal(e.menu.entries[0].command_line, 4);
	assert_int_equal(e.menu.entries[0].initrd_count, 2);
	assert_string_equal(e.menu.entries[0].initrds[1], "/2");
	assert_int_equal(e.menu.entries[1].initrd_count, 0);
	assert_string_equal(e.menu.entries[2].initrds[0], "/j");
	assert_note(e, "grub-no-kernel", 8);
	assert_note(e, "grub-newc", 8);
}

static void the_first_module_of_a_hypervisor_is_the_kernel(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "menuentry x {\nmultiboot2 /xen.gz dom0_mem=1G\nmodule2 /vmlinuz a 'b c'\n"
		       "module2 /install.img\n}\nmenuentry y { multiboot2 /memtest m; }\n"
		       "menuentry z { chainloader --force /x.efi; }\n");

	assert_string_equal(e.menu.entries[0].command, "multiboot2");
	assert_string_equal(e.menu.entries[0].kernel, "/vmlinuz");
	assert_string_equal(e.menu.entries[0].cmdline, "a \"b c\"");
	assert_int_equal(e.menu.entries[0].argc, 3);
	assert_int_equal(e.menu.entries[0].initrd_count, 1);
	assert_string_equal(e.menu.entries[1].kernel, "/memtest");
	assert_string_equal(e.menu.entries[2].command, "chainloader");
	assert_string_equal(e.menu.entries[2].kernel, "/x.efi");
}

static void submenus_inherit_exported_variables_or_all(void **state IA_UNUSED)
{
	static const char text[] =
		"set a=1\nset e=2\nexport e\n"
		"submenu S --id 'x>y' { menuentry i { linux /k a=$a e=$e c=$chosen; } }\n";
	struct evaluated stock AUTO_EVALUATED = evaluate(STOCK, text);
	struct evaluated rhel8 AUTO_EVALUATED = evaluate(IA_GRUB_RHEL8, text);
	struct evaluated rhel9 AUTO_EVALUATED = evaluate(IA_GRUB_RHEL9, text);

	assert_true(stock.menu.entries[0].is_submenu);
	assert_string_equal(stock.menu.entries[1].path, "0>0");
	assert_string_equal(stock.menu.entries[1].cmdline, "a= e=2 c=x>>y>i");
	assert_string_equal(rhel8.menu.entries[1].cmdline, "a= e=2 c=x>>y>i");
	assert_string_equal(rhel9.menu.entries[1].cmdline, "a=1 e=2 c=x>>y>i");
}

static void assert_default(enum ia_grub_dialect dialect, const char *value, const char *expected)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "set default='%s'\n"
		 "menuentry First --id one { true; }\n"
		 "menuentry 'Second entry' --id two { true; }\n"
		 "menuentry 2 --id three { true; }\n"
		 "submenu Sub --id sub { menuentry 'In A' --id ina { true; }\n"
		 "menuentry 'In B' --id inb { true; }; }\n"
		 "menuentry 'a>b' --id gt { true; }\n"
		 "menuentry '3rd item' --id 5th { true; }\n",
		 value);
	struct evaluated e AUTO_EVALUATED = evaluate(dialect, text);
	assert_int_equal(e.result, 0);
	if (strcmp(e.menu.default_path, expected) != 0)
		fail_msg("default '%s', dialect %d: expected %s, found %s", value, (int)dialect,
			 expected, e.menu.default_path);
}

static void the_default_entry_is_looked_up_as_the_dialect_does(void **state IA_UNUSED)
{
	static const struct {
		const char *value, *old, *rhel8, *rhel9;
	} table[] = {
		{"", "0", "0", "0"},
		{"nope", "0", "0", "0"},
		{"-1", "0", "0", "0"},
		{"99", "0", "0", "0"},
		{"Second", "0", "0", "0"},
		{"TWO", "0", "0", "0"},
		{"1", "1", "1", "1"},
		{" 1", "1", "1", "1"},
		{"01", "1", "1", "1"},
		{"0x1", "1", "1", "1"},
		{"1 ", "1", "0", "0"},
		{"1abc", "1", "0", "0"},
		{"1>0", "1", "0", "0"},
		{"08", "0", "0", "0"},
		{"Second entry", "1", "1", "1"},
		{"two", "1", "1", "1"},
		{"Second entry>", "1", "1", "1"},
		{"3rd item", "3>0", "5", "5"},
		{"5th", "5", "5", "5"},
		{"2", "2", "2", "2"},
		{"3>1", "3>1", "0", "0"},
		{"sub>inb", "3>1", "3>1", "3>1"},
		{"Sub>In B", "3>1", "3>1", "3>1"},
		{"Sub>1", "3>1", "3>1", "3>1"},
		{"3>9", "3>0", "0", "0"},
		{"sub>nope", "3>0", "3>0", "3>0"},
		{"sub>", "3>0", "3>0", "3>0"},
		{"sub", "3>0", "3>0", "3>0"},
		{"3", "3>0", "3>0", "3>0"},
		{"a>>b", "4", "4", "4"},
		{"gt", "4", "4", "4"},
		{"a>b", "0", "0", "0"},
		{"ina", "0", "0", "0"},
	};

	for (size_t i = 0; i < IA_COUNT(table); i++) {
		assert_default(IA_GRUB_STOCK, table[i].value, table[i].old);
		assert_default(IA_GRUB_RHEL7, table[i].value, table[i].old);
		assert_default(IA_GRUB_RHEL8, table[i].value, table[i].rhel8);
		assert_default(IA_GRUB_RHEL9, table[i].value, table[i].rhel9);
	}
}

static void the_timeout_is_the_last_one_that_was_set(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, "set timeout=5\nset timeout=60\n");
	struct evaluated none AUTO_EVALUATED = evaluate(STOCK, "");

	assert_string_equal(e.menu.timeout, "60");
	assert_null(none.menu.timeout);
}

static void assert_fallback(enum ia_grub_dialect dialect, const char *value, const char *expected)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "set fallback='%s'\nmenuentry First --id one { linux /a\n}\n"
		 "menuentry 'Second entry' --id two { linux /b\n}\n",
		 value);
	struct evaluated e AUTO_EVALUATED = evaluate(dialect, text);
	assert_int_equal(e.result, 0);
	if (expected)
		assert_string_equal(e.menu.fallback_path, expected);
	else
		assert_null(e.menu.fallback_path);
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

static unsigned long long blocks_gone_through;

static unsigned long long count_blocks(void *data IA_UNUSED)
{
	return blocks_gone_through;
}

static int stat_far_away(void *data IA_UNUSED, const char *device IA_UNUSED,
			 const char *path IA_UNUSED, unsigned long long *ret_size IA_UNUSED)
{
	blocks_gone_through += 1000;
	return 0;
}

/* Looks for a file so often, each time through a thousand blocks. */
static int look_up(unsigned count)
{
	const struct ia_grub_host far_host = {
		.read = host_read,
		.stat = stat_far_away,
		.search = host_search,
		.blocks = count_blocks,
	};
	const struct ia_grub_setup setup = {
		.platform = "pc", .cpu = "i386", .root = "cd0", .prefix = "/", .host = &far_host};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct ia_grub_menu menu;

	for (unsigned i = 0; i < count; i++)
		ia_strbuf_adds(&text, "[ -f /x ]\n");
	ia_strbuf_adds(&text, "menuentry a { true; }\n");
	return ia_grub_evaluate(&setup, "/x.cfg", text.data, text.length, arena, NULL, &menu, NULL);
}

static void what_lookups_go_through_counts_as_steps(void **state IA_UNUSED)
{
	const unsigned most = IA_GRUB_STEPS_MAX / IA_GRUB_BLOCK_STEPS / 1000;

	blocks_gone_through = 1u << 30; /* before the evaluation, which is no business of it */
	assert_int_equal(look_up(most), 0);
	assert_int_equal(look_up(most + 1), -E2BIG);
}

/* Evaluates one configuration of a medium whose others have spent so much. */
static int evaluate_after(unsigned long long *spent)
{
	static const char text[] = "for i in 1 2 3 ; do true; done\nmenuentry a { true; }\n";
	const struct ia_grub_host no_medium = {.read = NULL};
	const struct ia_grub_setup setup = {
		.platform = "pc",
		.cpu = "i386",
		.root = "cd0",
		.prefix = "/",
		.host = &no_medium,
		.spent = spent,
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_menu menu;

	return ia_grub_evaluate(&setup, "/x.cfg", text, strlen(text), arena, NULL, &menu, NULL);
}

static void all_configurations_of_a_medium_share_steps(void **state IA_UNUSED)
{
	const unsigned long long most = (unsigned long long)IA_GRUB_ALL_STEPS_MAX * IA_GRUB_STEP;
	unsigned long long cost = 0, spent;

	assert_int_equal(evaluate_after(&cost), 0);
	assert_true(cost >= 4 * IA_GRUB_STEP);
	spent = most - cost;
	assert_int_equal(evaluate_after(&spent), 0);
	assert_int_equal(spent, most);
	spent = most - cost + 1;
	assert_int_equal(evaluate_after(&spent), -E2BIG);
}

/* Evaluates an assignment of so many bytes. */
static int assign(size_t size)
{
	const struct ia_grub_host no_medium = {.read = NULL};
	const struct ia_grub_setup setup = {
		.platform = "pc", .cpu = "i386", .root = "cd0", .prefix = "/", .host = &no_medium};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct ia_grub_menu menu;

	ia_strbuf_adds(&text, "a=");
	for (size_t i = 0; i < size; i++)
		ia_strbuf_addc(&text, 'x');
	ia_strbuf_adds(&text, "\n");
	return ia_grub_evaluate(&setup, "/x.cfg", text.data, text.length, arena, NULL, &menu, NULL);
}

static void variables_have_a_bound_of_their_bytes(void **state IA_UNUSED)
{
	/* What a start-up sets takes some of them. */
	size_t most = IA_GRUB_VARIABLES_MAX - 2048, least = IA_GRUB_VARIABLES_MAX;

	assert_int_equal(assign(most), 0);
	assert_int_equal(assign(least), -E2BIG);
	while (least - most > 1) {
		size_t middle = (most + least) / 2;

		if (assign(middle) == 0)
			most = middle;
		else
			least = middle;
	}
	assert_int_equal(assign(most), 0);
	assert_int_equal(assign(most + 1), -E2BIG);
}

static void the_fallback_is_a_number_or_for_red_hat_a_name(void **state IA_UNUSED)
{
	assert_fallback(IA_GRUB_STOCK, "1", "1");
	assert_fallback(IA_GRUB_STOCK, "1 0", "1");
	assert_fallback(IA_GRUB_STOCK, "9", NULL);
	assert_fallback(IA_GRUB_STOCK, "", NULL);
	assert_fallback(IA_GRUB_STOCK, "two", NULL);
	assert_fallback(IA_GRUB_RHEL7, "Second entry", "1");
	assert_fallback(IA_GRUB_RHEL8, "two", "1");
	assert_fallback(IA_GRUB_RHEL9, "1 0", "1");
}

static void leaving_grub_at_the_top_leaves_no_default(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry a { linux /k; }\nexit\nmenuentry b { linux /k; }\n");

	assert_int_equal(e.menu.count, 1);
	assert_null(e.menu.default_path);
	assert_note(e, "grub-left", 2);
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

/* Fails with that code and sentence within the second that slow machines may take. */
static void assert_budget(const char *text, int code, const char *part)
{
	clock_t start = clock();
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, code);
	assert_int_equal(e.menu.count, 0x5e5e);
	assert_contains(isoargs_error_message(e.error), part);
	assert_contains(isoargs_error_message(e.error), "/boot/grub/grub.cfg");
	assert_true(clock() - start < CLOCKS_PER_SEC);
}

static void a_loop_without_an_end_runs_out_of_steps(void **state IA_UNUSED)
{
	assert_budget("while true; do true; done\n", -E2BIG, "steps");
	assert_budget("menuentry a { until false; do true; done; }\n", -E2BIG, "steps");
}

static void many_steps_below_the_bound_are_no_error(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("for i in", " 1 2 3 4 5 6 7 8 9 0", 25,
					 "; do for j in 1 2 3 4 5 6 7 8 9 0; do true; true; true; "
					 "true; true; true; true; true; true; true; done; done\n");
	char *more IA_AUTO_FREE = repeat("for i in", " 1 2 3 4 5 6 7 8 9 0", 100,
					 "; do for j in 1 2 3 4 5 6 7 8 9 0; do true; true; true; "
					 "true; true; true; true; true; true; true; done; done\n");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_budget(more, -E2BIG, "steps");
}

static void a_function_that_calls_itself_is_too_deep(void **state IA_UNUSED)
{
	assert_budget("function f { f; }\nf\n", -ELOOP, "deep");
	assert_budget("function f { eval f; }\nf\n", -ELOOP, "deep");
}

static void a_file_that_reads_itself_is_read_so_often_only(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, "source /cycle.cfg\n");

	assert_int_equal(e.result, -E2BIG);
	assert_contains(isoargs_error_message(e.error), "further files");
}

static void further_files_are_counted(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("", "source /d/empty.cfg\n", IA_GRUB_SOURCES_MAX, "");
	char *more IA_AUTO_FREE = repeat("", "source /d/empty.cfg\n", IA_GRUB_SOURCES_MAX + 1, "");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_budget(more, -E2BIG, "further files");
}

static void variables_that_double_are_too_large(void **state IA_UNUSED)
{
	char *less IA_AUTO_FREE = repeat("a=0123456789abcdef\n", "a=$a$a\n", 13, "");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, less);

	assert_int_equal(e.result, 0);
	assert_budget("a=x\nwhile true; do a=$a$a; done\n", -E2BIG, "variables");
	assert_budget("a=x\nwhile true; do a=x$a; eval \"v$a=1\"; done\n", -E2BIG, "bytes");
}

static void words_that_vanish_cost_steps_all_the_same(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("while true; do echo ", "$a$b$c$d ", 50000, "; done\n");

	assert_budget(text, -E2BIG, "steps");
}

static void bodies_cost_steps_for_being_read(void **state IA_UNUSED)
{
	char *body IA_AUTO_FREE =
		repeat("menuentry a {\n true\n", " # nothing at all in this line\n", 30000, "}\n");
	char *text IA_AUTO_FREE =
		repeat("function f {\n", body, 1,
		       "}\nfor i in 1 2 3 4 5 6 7 8; do for j in 1 2 3 4 5 6 7 8; "
		       "do f; done; done\n");

	assert_budget(text, -E2BIG, "steps");
}

static void entries_are_counted(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("", "menuentry a { true; }\n", IA_GRUB_ENTRIES_MAX, "");
	char *more IA_AUTO_FREE =
		repeat("", "menuentry a { true; }\n", IA_GRUB_ENTRIES_MAX + 1, "");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_int_equal(e.menu.count, IA_GRUB_ENTRIES_MAX);
	assert_budget(more, -E2BIG, "entries");
}

static void constructs_nest_so_deep_only(void **state IA_UNUSED)
{
	char *ifs IA_AUTO_FREE = repeat("", "if true; then ", 100000, "");
	char *blocks IA_AUTO_FREE = repeat("", "a { ", 100000, "");
	char *elifs IA_AUTO_FREE = repeat("if a; then b", "; elif a; then b", 1000, "; fi\n");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, elifs);

	assert_int_equal(e.result, 0);
	assert_budget(ifs, -ELOOP, "deep");
	assert_budget(blocks, -ELOOP, "deep");
}

static void the_deepest_nesting_that_is_allowed_is_run(void **state IA_UNUSED)
{
	char *open IA_AUTO_FREE = repeat("", "if true; then ", IA_GRUB_DEPTH_MAX, "r=in; ");
	char *text IA_AUTO_FREE =
		repeat(open, "fi;", IA_GRUB_DEPTH_MAX, " menuentry m { linux /k $r; }\n");

	assert_cmdline(STOCK, text, "in");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stock_grub_eats_or_doubles_the_backslash_of_x20),
		cmocka_unit_test(red_hat_grub_keeps_x20_as_it_is),
		cmocka_unit_test(only_a_small_x_and_two_digits_are_kept),
		cmocka_unit_test(arguments_are_joined_with_grubs_quoting),
		cmocka_unit_test(unquoted_variables_are_split_and_vanish_when_empty),
		cmocka_unit_test(translated_strings_expand_their_variables),
		cmocka_unit_test(patterns_stand_for_the_files_that_are_there),
		cmocka_unit_test(only_the_first_argument_of_set_counts),
		cmocka_unit_test(an_unknown_command_is_noted_and_true),
		cmocka_unit_test(commands_without_effect_are_silent),
		cmocka_unit_test(every_command_of_the_table_is_found),
		cmocka_unit_test(a_command_takes_precedence_over_a_function),
		cmocka_unit_test(a_block_is_text_for_other_commands),
		cmocka_unit_test(config_variables_are_set_while_a_file_is_read_only),
		cmocka_unit_test(grub_has_set_some_variables_beforehand),
		cmocka_unit_test(a_kernel_line_that_is_too_long_is_noted),
		cmocka_unit_test(a_boot_before_the_menu_is_noted),
		cmocka_unit_test(root_loses_its_parentheses),
		cmocka_unit_test(test_scans_from_left_to_right),
		cmocka_unit_test(test_reads_numbers_as_grub_does),
		cmocka_unit_test(test_asks_the_medium_for_files),
		cmocka_unit_test(loops_functions_and_parameters_work_as_in_grub),
		cmocka_unit_test(regexp_sets_groups),
		cmocka_unit_test(regular_expressions_that_cost_too_much_are_not_tried),
		cmocka_unit_test(search_sets_a_variable_or_root),
		cmocka_unit_test(a_search_that_finds_nothing_is_noted_once_a_line),
		cmocka_unit_test(source_shares_variables_and_menu),
		cmocka_unit_test(configfile_shows_its_own_menu_in_its_own_context),
		cmocka_unit_test(configfile_in_an_entry_goes_one_menu_deeper),
		cmocka_unit_test(load_env_reads_the_environment_block),
		cmocka_unit_test(a_syntax_error_loses_its_unit_and_reading_goes_on),
		cmocka_unit_test(each_of_these_lines_is_a_syntax_error),
		cmocka_unit_test(nothing_of_a_line_with_an_error_runs_but_functions_are_defined),
		cmocka_unit_test(a_line_with_a_hash_first_is_dropped_inside_quotes_too),
		cmocka_unit_test(menuentry_takes_options_anywhere),
		cmocka_unit_test(an_entry_without_title_or_body_is_left_out),
		cmocka_unit_test(red_hat_takes_users_without_a_value),
		cmocka_unit_test(bodies_see_the_final_variables_and_not_each_other),
		cmocka_unit_test(return_ends_a_body_only_where_it_stands_in_one_line),
		cmocka_unit_test(the_last_kernel_wins_and_forgets_its_initrd),
		cmocka_unit_test(the_first_module_of_a_hypervisor_is_the_kernel),
		cmocka_unit_test(submenus_inherit_exported_variables_or_all),
		cmocka_unit_test(the_default_entry_is_looked_up_as_the_dialect_does),
		cmocka_unit_test(the_timeout_is_the_last_one_that_was_set),
		cmocka_unit_test(a_probe_is_answered_from_the_medium),
		cmocka_unit_test(what_lookups_go_through_counts_as_steps),
		cmocka_unit_test(all_configurations_of_a_medium_share_steps),
		cmocka_unit_test(variables_have_a_bound_of_their_bytes),
		cmocka_unit_test(the_fallback_is_a_number_or_for_red_hat_a_name),
		cmocka_unit_test(leaving_grub_at_the_top_leaves_no_default),
		cmocka_unit_test(blscfg_lists_the_newest_version_first),
		cmocka_unit_test(a_loop_without_an_end_runs_out_of_steps),
		cmocka_unit_test(many_steps_below_the_bound_are_no_error),
		cmocka_unit_test(a_function_that_calls_itself_is_too_deep),
		cmocka_unit_test(a_file_that_reads_itself_is_read_so_often_only),
		cmocka_unit_test(further_files_are_counted),
		cmocka_unit_test(variables_that_double_are_too_large),
		cmocka_unit_test(words_that_vanish_cost_steps_all_the_same),
		cmocka_unit_test(bodies_cost_steps_for_being_read),
		cmocka_unit_test(entries_are_counted),
		cmocka_unit_test(constructs_nest_so_deep_only),
		cmocka_unit_test(the_deepest_nesting_that_is_allowed_is_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
