/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What starts when the time runs out. */
#include "support/syslinux-host.h"

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
		{"noescape 1\nprompt 1\ndefault a\ntimeout 20\nontimeout b\n", "0", "1"},
		{"noescape 0\nprompt 1\ndefault a\ntimeout 20\nontimeout b\n", "1", "2"},
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

static void ontimeout_counts_where_a_submenu_is_under_the_bar(void **state)
{
	static const char *const configs[][3] = {
		{"timeout 3\nontimeout z q\nmenu begin m\nlabel a\nkernel v\nappend one\nmenu "
		 "end\n",
		 "1", "zz q"},
		/* The key that opens the menu ends the timeout. */
		{"menu begin m\ntimeout 3\nontimeout z q\nlabel a\nkernel v\nappend one\nmenu "
		 "end\n",
		 "0>0", "one"},
		{"menu begin m\nmenu start\ntimeout 3\nontimeout z q\nlabel a\nkernel v\nmenu "
		 "end\n",
		 "1", "zz q"},
		{"totaltimeout 3\nmenu begin m\nontimeout z q\nlabel a\nkernel v\nmenu end\n", "1",
		 "zz q"},
		/* A menu has what its parent had when it began. */
		{"timeout 3\nontimeout z\nmenu begin m\nmenu start\nlabel a\nkernel v\nmenu end\n",
		 "1", "zz"},
		{"menu begin m\nmenu start\nlabel a\nkernel v\nappend one\nmenu end\ntimeout 3\n"
		 "ontimeout z\n",
		 "0>0", "one"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "ui menu.c32\n%slabel z\nkernel v\nappend zz\n",
			       configs[i][0]);
		read_config(f, text.data);
		assert_default(f, configs[i][1], configs[i][2]);
	}
}

static void ontimeout_counts_where_the_menu_is_hidden_and_not_where_shift_shows_it(void **state)
{
	static const char *const configs[][3] = {
		{"menu separator\nmenu hidden\ntimeout 3\nontimeout b\n", "1", "2"},
		{"menu separator\ntotaltimeout 3\nontimeout b\n", "1", "2"},
		{"menu hidden\nontimeout b\n", "0", "1"},
		{"menu hide\nmenu separator\ntimeout 3\nontimeout b\n", "1", "2"},
		{"menu shiftkey\ntimeout 3\nontimeout b\n", "0", "1"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text,
			       "ui menu.c32\n%slabel a\nkernel v\nappend 1\nlabel b\n"
			       "kernel v\nappend 2\n",
			       configs[i][0]);
		read_config(f, text.data);
		assert_default(f, configs[i][1], configs[i][2]);
	}
}

static void nothing_but_ontimeout_starts_in_a_menu_of_dead_slots(void **state)
{
	struct fixture *f = *state;

	read_config(f, "ui menu.c32\ntimeout 3\nontimeout h\nmenu separator\nlabel d\n"
		       "menu disable\nlabel h\nmenu hide\nkernel v\nappend 2\n");
	assert_default(f, "1", "2");
}

static void the_prompt_times_out_before_a_menu_is_shown(void **state)
{
	struct fixture *f = *state;

	read_config(f, "prompt 1\ntimeout 3\nontimeout b   x\ndefault menu.c32\nlabel a\nkernel v\n"
		       "label b\nkernel v\nappend 2\n");
	assert_default(f, "1", "2 x");
}

static void the_prompt_that_is_left_times_out(void **state)
{
	static const char *const missing[] = {"/isolinux/no", NULL};
	struct fixture *f = *state;

	f->files.missing = missing;
	read_config(f, "timeout 1\nontimeout a x\nlabel a\nkernel v\nappend 1\n");
	assert_default(f, "0", "1 x");
	read_config(f, "timeout 1\nontimeout a x\ndefault b\nlabel a\nkernel v\nappend 1\nlabel b\n"
		       "kernel no\n");
	assert_default(f, "0", "1 x");
	read_config(f,
		    "timeout 1\nonerror b\nontimeout a x\ndefault b\nlabel a\nkernel v\nappend 1\n"
		    "label b\nkernel no\n");
	assert_default(f, "0", "1 x");
	/* Where that cannot be loaded, either, the default is what it was. */
	read_config(
		f,
		"timeout 1\nonerror b\nontimeout b x\ndefault a q\nlabel a\nkernel no\nappend 1\n"
		"label b\nkernel no\n");
	assert_default(f, "0", "1 q");
	assert_int_equal(f->notes.count, 0);
}

/* What such a menu leaves for: without ONTIMEOUT for itself, and without end. */
static void the_prompt_times_out_that_a_menu_leaves_for_with_no_entry_under_its_bar(void **state)
{
	static const char *const configs[][3] = {
		{"timeout 3\nmenu begin m\nontimeout z  q\n", "1", "zz q"},
		{"timeout 3\nmenu begin m\nmenu default\nlabel y\nmenu end\nmenu begin n\n"
		 "ontimeout z\n",
		 "2", "zz"},
		{"totaltimeout 3\nmenu begin m\nmenu end\nmenu begin n\nontimeout z\n", "2", "zz"},
		{"timeout 3\nlabel y\nmenu quit\nmenu begin m\nontimeout z\n", "2", "zz"},
		{"timeout 3\nmenu begin m\nontimeout no\n", NULL, NULL},
		/* Nothing ends these menus but a key. */
		{"menu begin m\nontimeout z\n", "0>0", "one"},
		{"noescape 1\ntimeout 3\nmenu begin m\nontimeout z\n", "0>0", "one"},
		{"menu separator\ntimeout 3\nmenu begin m\nontimeout z\n", "0>0", "one"},
		{"timeout 3\nmenu begin m\nlabel y\nkernel v\nmenu end\nmenu begin n\n", "0>0", ""},
	};
	static const char *const missing[] = {"/isolinux/no", NULL};
	struct fixture *f = *state;

	f->files.missing = missing;
	for (size_t i = 0; i < IA_COUNT(configs); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_addf(&text, "ui menu.c32\n%s%s", configs[i][0],
			       "label a\nkernel v\nappend one\nmenu end\nlabel z\nkernel v\n"
			       "append zz\n");
		read_config(f, text.data);
		if (configs[i][1])
			assert_default(f, configs[i][1], configs[i][2]);
		else
			assert_no_default(f);
	}
}

/* Does ONTIMEOUT count with that line before PROMPT 1, or in its place? */
static bool counts(struct fixture *f, const char *line, bool prompt)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_addf(&text,
		       "%s%s\ndefault a\nontimeout b\nlabel a\nkernel v\nlabel b\nkernel v\n",
		       prompt ? "prompt 1\n" : "timeout 1\n", line);
	read_config(f, text.data);
	return strcmp(f->menu.default_path, "1") == 0;
}

static void numbers_are_read_as_syslinux_reads_them(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *line;
		bool prompt, expected;
	} lines[] = {
		{"prompt 1", false, true},
		{"prompt 01x", false, true},
		{"prompt -1", false, true},
		{"prompt +1", false, true},
		{"prompt", false, false},
		{"prompt 0", false, false},
		{"prompt 0x1", false, false},
		{"prompt - 1", false, false},
		{"prompt yes", false, false},
		{"prompt 65535", false, true},
		{"prompt 65536", false, false},
		{"prompt 65537", false, true},
		{"prompt 18446744073709551616", false, false},
		{"prompt 18446744073709551617", false, true},
		{"timeout -1", true, false},
		{"timeout 2147483647", true, true},
		{"timeout 2147483648", true, false},
		{"timeout 4294967296", true, false},
		{"timeout 4294967297", true, true},
		{"totaltimeout -1", true, false},
		{"totaltimeout 4294967296", true, true},
		{"totaltimeout 9223372036854775807", true, true},
		{"totaltimeout 9223372036854775808", true, false},
	};

	for (size_t i = 0; i < IA_COUNT(lines); i++) {
		if (counts(f, lines[i].line, lines[i].prompt) != lines[i].expected)
			fail_msg("%s", lines[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ontimeout_counts_where_time_runs),
		TEST(ontimeout_counts_where_a_submenu_is_under_the_bar),
		TEST(ontimeout_counts_where_the_menu_is_hidden_and_not_where_shift_shows_it),
		TEST(nothing_but_ontimeout_starts_in_a_menu_of_dead_slots),
		TEST(the_prompt_times_out_before_a_menu_is_shown),
		TEST(the_prompt_that_is_left_times_out),
		TEST(the_prompt_times_out_that_a_menu_leaves_for_with_no_entry_under_its_bar),
		TEST(numbers_are_read_as_syslinux_reads_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
