/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

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
		TEST(an_arena_without_room_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
