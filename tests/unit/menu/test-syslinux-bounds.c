/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

static void entries_up_to_the_bound_are_read_and_more_are_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "default l1\n");
	for (unsigned i = 0; i < IA_SYSLINUX_ENTRIES_MAX; i++)
		ia_strbuf_addf(&text, "label l%u\n", i);
	read_config(f, text.data);
	assert_int_equal(f->menu.count, IA_SYSLINUX_ENTRIES_MAX);
	assert_false(notes_have(&f->notes, "config-cut"));
	ia_strbuf_adds(&text, "menu separator\ndefault l2\n");
	assert_cut(f, text.data, 1026, "1024 menu entries: nothing behind it is read");
	assert_int_equal(f->menu.count, IA_SYSLINUX_ENTRIES_MAX);
	assert_string_equal(f->menu.default_path, "1");
	ia_strbuf_adds(&text, "label more\n");
	assert_cut(f, text.data, 1026, "1024 menu entries");
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
	assert_cut(f, text.data, 0, "4096 initrds: the entries that follow are not listed");
	assert_int_equal(f->menu.count, IA_SYSLINUX_INITRDS_MAX / 4 - 1);
}

static void menus_up_to_the_bound_are_nested_and_one_more_is_not(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < IA_SYSLINUX_DEPTH_MAX; i++)
		ia_strbuf_adds(&text, "menu begin x\n");
	read_config(f, text.data);
	assert_false(notes_have(&f->notes, "config-cut"));
	ia_strbuf_adds(&text, "menu begin x\nlabel a\n");
	assert_cut(f, text.data, 17, "16 menus inside each other");
	assert_int_equal(f->menu.count, IA_SYSLINUX_DEPTH_MAX);
}

static void files_up_to_the_bound_are_read_inside_each_other_and_more_are_not(void **state)
{
	const char *list[2 * (IA_SYSLINUX_DEPTH_MAX + 1) + 1] = {NULL};
	char texts[2 * (IA_SYSLINUX_DEPTH_MAX + 1)][40];
	struct fixture *f = *state;

	for (unsigned i = 0; i <= IA_SYSLINUX_DEPTH_MAX; i++) {
		snprintf(texts[2 * i], 40, "/isolinux/i%u", i);
		snprintf(texts[2 * i + 1], 40, "label l%u\ninclude i%u\n", i, i + 1);
		list[2 * i] = texts[2 * i];
		list[2 * i + 1] = texts[2 * i + 1];
	}
	f->files.list = list;
	read_config(f, "label first\ninclude i1\nlabel last\n");
	assert_int_equal(f->menu.count, IA_SYSLINUX_DEPTH_MAX + 2);
	assert_false(notes_have(&f->notes, "config-cut"));
	assert_cut(f, "label first\ninclude i0\nlabel last\n", 2, "16 files inside each other");
	assert_int_equal(f->menu.count, IA_SYSLINUX_DEPTH_MAX);
}

static void a_file_that_includes_itself_ends_the_reading(void **state)
{
	static const char *const list[] = {"/isolinux/i", "label i\nkernel v\ninclude i\n", NULL};
	struct fixture *f = *state;

	f->files.list = list;
	assert_cut(f, "default a\nlabel a\nkernel v\ninclude i\nlabel b\n", 3,
		   "16 files inside each other: nothing behind it is read");
	assert_int_equal(f->files.reads, 1);
	assert_int_equal(f->menu.count, IA_SYSLINUX_DEPTH_MAX);
	assert_string_equal(f->menu.default_path, "0");
}

/* Reads a file of such lines four times, between two labels, with the meter of a call. */
static void read_four_times(struct fixture *f, const char *line, const char *part)
{
	struct ia_strbuf included IA_AUTO_STRBUF = {0};
	const char *list[] = {"/isolinux/i", NULL, NULL};
	struct ia_meter meter = IA_METER;

	while (included.length + strlen(line) <= IA_CONFIG_MAX)
		ia_strbuf_adds(&included, line);
	list[1] = included.data;
	f->files.list = list;
	f->meter = &meter;
	ia_notes_free(&f->notes);
	read_config(f, "default a\nlabel a\nkernel v\nmenu separator\ninclude i\ninclude i\n"
		       "include i\ninclude i\nlabel b\n");
	assert_int_equal(count_notes(f, "config-cut"), part != NULL);
	assert_int_equal(f->menu.count, part ? 1 : 2);
	assert_string_equal(f->menu.default_path, "0");
	assert_int_equal(f->files.reads, 1);
	for (size_t i = 0; part && i < f->notes.count; i++) {
		if (f->notes.items[i].code == IA_NOTE_CONFIG_CUT)
			assert_contains(f->notes.items[i].text, part);
	}
	f->files.reads = 0;
	/* What it leaves is for the rest of the medium. */
	assert_int_equal(meter.state, IA_METER_GOOD);
	assert_true(meter.work < IA_SYSLINUX_WORK_MAX + IA_SYSLINUX_WORK_MAX / 4);
	f->meter = NULL;
}

static void work_and_memory_have_a_share_that_ends_the_reading(void **state)
{
	struct fixture *f = *state;

	read_four_times(f, "say hello to whom it may concern, on a long line\n", NULL);
	read_four_times(f, "x\n", "30 million units of work: nothing behind it is read");
	read_four_times(f, "append x\n", "6 MiB of memory: nothing behind it is read");
	assert_int_equal(IA_SYSLINUX_WORK_MAX, 30000000);
	assert_int_equal(IA_SYSLINUX_KEPT_MAX, 6 * 1024 * 1024);
}

/* What there is to say of lines leaves room for what ended the reading. */
static void notes_of_lines_up_to_the_bound_are_kept_and_more_are_counted(void **state)
{
	struct fixture *f = *state;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&text, "default a\nlabel a\n");
	for (unsigned i = 0; i < IA_SYSLINUX_NOTES_MAX; i++)
		ia_strbuf_addf(&text, "x%u\n", i);
	read_config(f, text.data);
	assert_int_equal(f->notes.count, IA_SYSLINUX_NOTES_MAX);
	assert_int_equal(f->notes.dropped, 0);
	ia_notes_free(&f->notes);
	ia_strbuf_adds(&text, "x\ninclude no\n");
	read_config(f, text.data);
	assert_int_equal(f->notes.count, IA_SYSLINUX_NOTES_MAX + 1);
	assert_true(notes_have(&f->notes, "unread-include"));
	assert_int_equal(f->notes.dropped, 1);
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
	const struct ia_menu_host host = {.data = &f->files, .read = read_listed};
	int r = -ENOMEM;

	f->files.list = list;
	for (size_t limit = 16; r == -ENOMEM && limit < 100000; limit += 16) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(limit);
		struct ia_entries menu = {.count = 0x5e};

		r = ia_syslinux_evaluate(&host,
					 &(const struct ia_config_file){"/isolinux/isolinux.cfg",
									text, strlen(text)},
					 arena, NULL, &menu, NULL);
		assert_true(r == 0 || (r == -ENOMEM && menu.count == 0x5e));
	}
	assert_int_equal(r, 0);
}

/* However little is left, what it ends in is no shorter menu. */
static void a_spent_meter_ends_it_wherever_it_is(void **state)
{
	static const char *const list[] = {"/isolinux/i", "label c\nmenu goto m\n", NULL};
	static const char text[] = "default b\ntext help\nendtext\nmenu begin m\nlabel a\n"
				   "linux /k\nappend initrd=/i,/j q\nmenu end\ninclude i\n"
				   "label b\nconfig i\n";
	struct fixture *f = *state;
	struct ia_meter meter = IA_METER;
	uint64_t all;

	f->files.list = list;
	f->meter = &meter;
	assert_int_equal(syslinux_evaluate(f, text), 0);
	all = meter.work;
	for (uint64_t max = 0; max < all; max += 7) {
		meter = (struct ia_meter){.work_max = max, .kept_max = IA_KEPT_MAX};
		assert_int_equal(syslinux_evaluate(f, text), -ENOMEM);
		assert_int_equal(meter.state, IA_METER_WORK_SPENT);
		assert_int_equal(meter.kept, 0);
	}
	meter = (struct ia_meter){.work_max = all, .kept_max = IA_KEPT_MAX};
	assert_int_equal(syslinux_evaluate(f, text), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_spent_meter_ends_it_wherever_it_is),
		TEST(entries_up_to_the_bound_are_read_and_more_are_not),
		TEST(initrds_up_to_the_bound_are_listed_and_one_more_is_not),
		TEST(menus_up_to_the_bound_are_nested_and_one_more_is_not),
		TEST(files_up_to_the_bound_are_read_inside_each_other_and_more_are_not),
		TEST(a_file_that_includes_itself_ends_the_reading),
		TEST(notes_of_lines_up_to_the_bound_are_kept_and_more_are_counted),
		TEST(work_and_memory_have_a_share_that_ends_the_reading),
		TEST(a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not),
		TEST(an_included_file_over_the_size_is_not_read),
		TEST(configs_deeper_than_the_bound_are_noted_and_not_read),
		TEST(a_config_of_the_greatest_size_is_followed_and_a_larger_one_is_not),
		TEST(an_arena_without_room_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
