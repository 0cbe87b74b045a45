/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

#include "support/notes.h"

/* $? after a line, as an entry behind it sees it. */
static void assert_status(const char *line, const char *expected)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s\nset r=$?\nmenuentry m { linux /k \"$r\" }\n", line);
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);
	assert_int_equal(e.result, 0);
	if (strcmp(e.menu.entries[0].cmdline, expected) != 0)
		fail_msg("%s: status %s, expected %s", line, e.menu.entries[0].cmdline, expected);
}

static void an_inverted_command_that_is_none_is_true(void **state IA_UNUSED)
{
	assert_status("! nosuch", "0");
	assert_status("! x=1", "0");
	assert_status("! !", "0");
	assert_status("!", "18");
	assert_status("! true", "1");
	assert_status("! false", "0");
	assert_status("! set no", "0");
	assert_status("function f { return 7; }\n! f", "0");
	assert_r("if ! nosuch; then r=then; else r=else; fi", "then");
}

static void control_commands_tell_a_bad_number_from_a_bad_argument(void **state IA_UNUSED)
{
	assert_status("function f { return abc; }\nf", "10");
	assert_status("function f { return 1abc; }\nf", "18");
	assert_status("function f { return 1 2; }\nf", "18");
	assert_status("function f { return 99999999999999999999; }\nf", "11");
	assert_status("function f { return 65536; }\nf", "65536");
	assert_status("function f { return 4294967296; }\nf", "0");
	assert_status("function f { return 2147483648; }\nf", "2147483647");
	assert_status("return 3", "18");
	assert_status("break x", "10");
	assert_status("continue 1x", "18");
	assert_status("break 0", "18");
	assert_status("break 99999999999999999999", "11");
	assert_status("function f { shift ''; }\nf", "0");
	assert_status("function f { shift 1x; }\nf a", "18");
	assert_status("function f { shift 2; }\nf a", "18");
	assert_status("eval", "0");
	assert_status("eval false", "1");
}

static void time_runs_a_command_and_nothing_else(void **state IA_UNUSED)
{
	assert_status("time", "18");
	assert_status("time false", "1");
	assert_status("time nosuch", "16");
	assert_status("time x=1", "16");
	assert_status("function f { true; }\ntime f", "16");
	assert_status("time time false", "1");
	assert_status("time eval false", "0");
	assert_r("time set r=1", "1");
	assert_r("time eval set r=2", "2");
}

static void what_begins_without_a_slash_is_no_path(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "source d/empty.cfg\nsource (cd0)d/empty.cfg\n"
				"menuentry m { configfile d/b.cfg\nlinux /k $v\n}\n");

	assert_int_equal(e.menu.count, 1);
	assert_string_equal(e.menu.entries[0].cmdline, "");
	assert_note(e, "grub-file-unread", 1);
	assert_note(e, "grub-file-unread", 2);
	assert_note(e, "grub-file-unread", 3);
	assert_int_equal(e.notes.items[0].severity, ISOARGS_WARNING);
	assert_string_equal(e.notes.items[0].text,
			    "'d/empty.cfg' does not begin with '/', as GRUB's paths do; GRUB goes "
			    "on without it");
	assert_status("load_env -f boot/grub/grubenv", "7");
	assert_status("cat (cd0)", "7");
	assert_status("search --set=x -f d/x.txt", "5");
	assert_status("search.file d/x.txt x", "5");
	assert_status("[ -f d/x.txt ]", "1");
	assert_status("[ -f (cd0)d/x.txt ]", "1");
	assert_status("[ -s d/x.txt ]", "1");
	assert_status("[ -f (cd0)/d/x.txt ]", "0");
}

static void an_absent_file_is_worth_knowing_only(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, "source /nope.cfg\n");

	assert_note(e, "grub-file-unread", 1);
	assert_int_equal(e.notes.items[0].severity, ISOARGS_INFO);
}

static void test_finds_what_the_root_lists_without_a_slash(void **state IA_UNUSED)
{
	assert_status("[ -d d ]", "0");
	assert_status("[ -d d/ ]", "0");
	assert_status("[ -e (cd0)d ]", "0");
	assert_status("[ -f cycle.cfg ]", "0");
	assert_status("[ -s cycle.cfg ]", "1");
	assert_status("[ -d '' ]", "0");
	assert_status("[ -d (cd0) ]", "0");
}

static void a_link_to_a_directory_is_none_where_it_is_listed(void **state IA_UNUSED)
{
	assert_status("[ -d /link ]", "1");
	assert_status("[ -e /link ]", "0");
	assert_status("[ -f /link ]", "0");
	assert_status("[ -s /link ]", "1");
	assert_status("cat /link", "4");
}

static void what_opens_a_file_says_whether_it_is_there(void **state IA_UNUSED)
{
	static const char *const commands[] = {
		"cat",
		"loadfont",
		"md5sum",
		"hashsum -h md5",
		"md5sum --check",
		"crc",
		"cmp /d/x.txt",
		"testload",
		"blocklist",
		"legacy_source",
		"syslinux_configfile",
		"list_env -f",
		"save_env a -f",
		"background_image",
	};

	for (size_t i = 0; i < IA_COUNT(commands); i++) {
		char line[64];

		snprintf(line, sizeof(line), "%s /nope", commands[i]);
		assert_status(line, "5");
		snprintf(line, sizeof(line), "%s /d/x.txt", commands[i]);
		assert_status(line, "0");
	}
	assert_status("cat", "18");
	assert_status("cat /d/x.txt /d/x.txt", "18");
	assert_status("cat --nosuch /d/x.txt", "18");
	assert_status("loadfont", "18");
	assert_status("loadfont unicode", "5");
	assert_status("save_env -f /nope", "18");
	assert_status("hashsum /d/x.txt", "18");
	assert_status("md5sum /nope /d/x.txt", "5");
	assert_status("md5sum -k /nope /d/x.txt", "1");
	assert_status("md5sum --check /d/x.txt /d/x.txt", "18");
	assert_status("cmp /nope /d/x.txt", "0");
	assert_status("cmp /d/x.txt", "18");
	assert_status("load_env -f /d/x.txt", "4");
	assert_r("if loadfont /nope; then r=yes; else r=no; fi", "no");
}

static void a_device_that_is_not_there_has_a_status_of_its_own(void **state IA_UNUSED)
{
	static const char *const commands[] = {
		"cat",          "loadfont",    "md5sum",        "md5sum --check",
		"cmp /d/x.txt", "testload",    "blocklist",     "trust",
		"list_env -f",  "load_env -f", "save_env a -f", "loopback l",
	};

	for (size_t i = 0; i < IA_COUNT(commands); i++) {
		char line[64];

		snprintf(line, sizeof(line), "%s (nodev)/x", commands[i]);
		assert_status(line, "32");
		snprintf(line, sizeof(line), "%s (nodev,1)/x", commands[i]);
		assert_status(line, "12");
	}
	assert_status("cat ()/x", "32");
	assert_status("cat (nodev)x", "32");
	assert_status("cat (nodev", "7");
	assert_status("probe -f (nodev)", "32");
	assert_status("probe -u (nodev,1)", "12");
	assert_status("set root=nodev\ncat /d/x.txt", "32");
	assert_status("set root=\ncat /d/x.txt", "13");
	assert_status("unset root\nload_env -f /x", "13");
	assert_status("loopback l /d/x.txt\ncat (l)/nope", "5");
	assert_status("loopback l /d/empty.cfg\ncat (l)/nope", "5");
	assert_status("loopback l /d/x.txt\nloopback -d l\ncat (l)/d/x.txt", "32");
	assert_status("source (nodev)/x", "0");
	assert_status("[ -f (nodev)/x ]", "1");
	assert_status("search -f (nodev)/x", "5");
	assert_status("md5sum -k (nodev)/x", "1");
}

static void what_is_asked_for_without_its_arguments_fails(void **state IA_UNUSED)
{
	assert_status("insmod", "18");
	assert_status("insmod nosuch", "0");
	assert_status("configfile /d/empty.cfg /d/empty.cfg", "18");
	assert_status("configfile /nope", "0");
	assert_status("extract_entries_source", "18");
	assert_status("gettext a b", "18");
	assert_status("sleep -i 1", "0");
	assert_status("sleep 1 2", "18");
	assert_status("probe cd0", "18");
	assert_status("boot", "22");
}

static void sums_of_a_list_are_taken_as_right_with_a_note(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, "\nmd5sum --check /d/x.txt\n");

	assert_note(e, "grub-unanswered", 2);
}

static void extracted_entries_are_added_and_what_was_set_with_them_is_lost(void **state IA_UNUSED)
{
	assert_r("r=mine; extract_entries_source /d/empty.cfg; r=$r$v", "mine");
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "extract_entries_source /d/a.cfg\nmenuentry m { linux /k $a\n}\n");

	assert_int_equal(e.menu.count, 2);
	assert_string_equal(e.menu.entries[0].title, "fromA");
	assert_string_equal(e.menu.entries[0].kernel, "/k");
	assert_string_equal(e.menu.entries[1].cmdline, "");
}

static void an_extracted_menu_is_shown_and_loads_nothing(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry m { linux /k\n}\nextract_entries_configfile /d/b.cfg\n");

	assert_int_equal(e.menu.count, 2);
	assert_string_equal(e.menu.entries[1].title, "two");
	assert_null(e.menu.entries[1].command);
	assert_string_equal(e.menu.default_path, "1");
}

static void loopback_makes_a_device_of_a_file(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "loopback loop /d/x.txt\nif [ -f (loop)/d/x.txt ]; then r=there; fi\n"
		       "source (loop)/d/empty.cfg\nsource (loop)/d/a.cfg\n"
		       "menuentry m { linux (loop)/k $r$v\n}\n");

	assert_int_equal(e.menu.count, 2);
	assert_string_equal(e.menu.entries[0].file, "(loop)/d/a.cfg");
	assert_string_equal(e.menu.entries[1].cmdline, "therex");
	assert_note(e, "grub-looped", 5);
	assert_int_equal(e.notes.count, 1);
	assert_string_equal(e.notes.items[0].text,
			    "'/k' lies in the image '/d/x.txt', which is a file of the medium");
	assert_status("loopback loop", "18");
	assert_status("loopback loop d/x.txt", "7");
	assert_status("loopback loop /d", "4");
	assert_status("loopback loop /d/x.txt\nloopback loop /d/x.txt", "18");
	assert_status("loopback -d loop", "13");
	assert_status("loopback loop /d/x.txt\nloopback -d loop", "0");
	assert_status("loopback loop /d/x.txt\nloopback -d loop\n[ -f (loop)/d/x.txt ]", "1");
	assert_status("loopback loop /d/x.txt\nloopback -d loop\nloopback loop /d/x.txt", "0");
	assert_status("loopback loop /d/x.txt\nset root=loop\n[ -f /d/x.txt ]", "0");
	assert_r("loopback loop /d/x.txt; search --set=r -f /d/x.txt", "loop");
	assert_r("loopback loop /d/x.txt; search --set=r -l LABEL", "loop");
	assert_r("loopback loop /d/x.txt; search --set=r -u 2020-01-01", "loop");
	assert_r("loopback loop /d/x.txt; loopback -d loop; search --set=r -l LABEL", "found0");
	assert_r("loopback loop /d/x.txt; probe -s r -l (loop)", "LABEL");
	assert_r("loopback loop /d/x.txt; for i in (*); do r=$r$i; done", "(loop)(cd0)");
	assert_r("loopback loop /d/x.txt; for i in (loop)/d/x*; do r=$i; done", "(loop)/d/x.txt");
}

static void what_loopback_cannot_look_into_is_noted_and_empty(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "loopback loop /d/empty.cfg\nset s=$?\n"
		       "if [ -f (loop)/d/x.txt ]; then s=found; fi\nloopback no /nope\nset t=$?\n"
		       "menuentry m { linux /k $s $t\n}\n");

	assert_int_equal(e.menu.count, 1);
	assert_string_equal(e.menu.entries[0].cmdline, "0 5");
	assert_note(e, "grub-file-unread", 1);
	assert_note(e, "grub-unanswered", 4);
}

static void what_a_body_has_looped_the_next_one_does_not_find(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry a { loopback loop /d/x.txt\nlinux /k $?\n}\n"
				"menuentry b { loopback loop /d/x.txt\nlinux /k $?\n}\n");

	assert_string_equal(e.menu.entries[0].cmdline, "0");
	assert_string_equal(e.menu.entries[1].cmdline, "0");
}

static void an_entry_without_a_title_has_a_status_of_its_own(void **state IA_UNUSED)
{
	assert_status("menuentry { true; }", "27");
	assert_status("submenu --class x $nothing { true; }", "27");
	assert_status("menuentry", "18");
	assert_status("menuentry 'no body'", "18");
}

static void a_body_begins_with_no_error(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "submenu s {\nmenuentry e { linux /k $?; }\nfalse\n}\n");

	assert_string_equal(e.menu.entries[1].cmdline, "0");
}

static void what_is_read_from_a_keyboard_is_noted_and_nothing(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "\nread x\nmenuentry m { linux /k \"[$x]\"\n}\n");

	assert_string_equal(e.menu.entries[0].cmdline, "[]");
	assert_note(e, "grub-unanswered", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_begins_with_no_error),
		cmocka_unit_test(an_entry_without_a_title_has_a_status_of_its_own),
		cmocka_unit_test(an_inverted_command_that_is_none_is_true),
		cmocka_unit_test(control_commands_tell_a_bad_number_from_a_bad_argument),
		cmocka_unit_test(time_runs_a_command_and_nothing_else),
		cmocka_unit_test(what_begins_without_a_slash_is_no_path),
		cmocka_unit_test(an_absent_file_is_worth_knowing_only),
		cmocka_unit_test(test_finds_what_the_root_lists_without_a_slash),
		cmocka_unit_test(a_link_to_a_directory_is_none_where_it_is_listed),
		cmocka_unit_test(what_opens_a_file_says_whether_it_is_there),
		cmocka_unit_test(a_device_that_is_not_there_has_a_status_of_its_own),
		cmocka_unit_test(what_is_asked_for_without_its_arguments_fails),
		cmocka_unit_test(sums_of_a_list_are_taken_as_right_with_a_note),
		cmocka_unit_test(extracted_entries_are_added_and_what_was_set_with_them_is_lost),
		cmocka_unit_test(an_extracted_menu_is_shown_and_loads_nothing),
		cmocka_unit_test(what_is_read_from_a_keyboard_is_noted_and_nothing),
		cmocka_unit_test(loopback_makes_a_device_of_a_file),
		cmocka_unit_test(what_loopback_cannot_look_into_is_noted_and_empty),
		cmocka_unit_test(what_a_body_has_looped_the_next_one_does_not_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
