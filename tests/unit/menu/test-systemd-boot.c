/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

#include "menu/systemd-boot/systemd-boot.h"

#define ENTRIES  "/loader/entries"
#define KERNEL   "linux /k\n"
#define PRESENT  "/k", "", "/l", "", "/EFI/x.efi", ""
#define ENTRY(n) ENTRIES "/" n

static int stat_listed(void *data, const char *device, const char *path,
		       unsigned long long *ret_size IA_UNUSED,
		       struct isoargs_error **reterr IA_UNUSED)
{
	const struct files *files = data;

	assert_null(device);
	for (size_t i = 0; files->list && files->list[i]; i += 2) {
		if (strcmp(files->list[i], path) == 0)
			return 1;
	}
	return 0;
}

static int list_listed(void *data, const char *device, const char *path,
		       int (*visit)(const char *name, void *visit_data), void *visit_data,
		       struct isoargs_error **reterr)
{
	const struct files *files = data;
	int r = 0;

	assert_null(device);
	assert_string_equal(path, ENTRIES);
	if (files->error)
		return ia_error(reterr, files->error, IA_IN_FILE(path), NULL, "broken disc");
	for (size_t i = 0; r == 0 && files->list && files->list[i]; i += 2) {
		if (strncmp(files->list[i], ENTRIES "/", strlen(ENTRIES) + 1) == 0)
			r = visit(files->list[i] + strlen(ENTRIES) + 1, visit_data);
	}
	return r;
}

static int evaluate(struct fixture *f, const char *settings)
{
	const struct ia_menu_host host = {
		.data = &f->files,
		.meter = f->meter,
		.read = read_listed,
		.stat = stat_listed,
		.list = list_listed,
	};

	return ia_systemd_boot_evaluate(
		&host,
		&(const struct ia_config_file){"/loader/loader.conf", settings, strlen(settings)},
		f->arena, &f->notes, &f->menu, &f->error);
}

static void read_menu(struct fixture *f, const char *const *list, const char *settings)
{
	f->files.list = list;
	if (evaluate(f, settings) < 0)
		fail_msg("%s", isoargs_error_message(f->error));
}

/* The menu of one entry with these lines. */
static const struct isoargs_entry *read_entry(struct fixture *f, const char *text)
{
	const char *const list[] = {ENTRY("a.conf"), text, PRESENT, NULL};

	read_menu(f, list, "");
	assert_int_equal(f->menu.count, 1);
	return &f->menu.entries[0];
}

static void assert_ids(struct fixture *f, const char *expected)
{
	struct ia_strbuf ids IA_AUTO_STRBUF = {0};

	for (size_t i = 0; i < f->menu.count; i++)
		ia_strbuf_addf(&ids, "%s%s", i > 0 ? " " : "", f->menu.entries[i].id);
	assert_string_equal(ids.data ? ids.data : "", expected);
}

static void assert_starts(struct fixture *f, const char *id)
{
	assert_non_null(f->menu.default_path);
	for (size_t i = 0; i < f->menu.count; i++) {
		const struct isoargs_entry *e = &f->menu.entries[i];

		assert_int_equal(e->is_default, strcmp(e->id, id) == 0);
		assert_int_equal(e->is_default, strcmp(e->path, f->menu.default_path) == 0);
	}
}

static void assert_noted(struct fixture *f, const char *code, const char *file, unsigned line)
{
	for (size_t i = 0; i < f->notes.count; i++) {
		const struct isoargs_note *note = &f->notes.items[i];

		if (strcmp(ia_note_word(note->code), code) == 0 && note->line == line &&
		    strcmp(note->file, file) == 0)
			return;
	}
	fail_msg("no note %s of %s:%u", code, file, line);
}

#define IMAGES "/arch/boot/x86_64/"

static void the_menu_of_archiso_is_as_it_is_shown(void **state)
{
	static const char *const list[] = {
		ENTRY("03-archiso-memtest86+x64.conf"),
		"title    Memtest86+\nsort-key 03\nefi /boot/memtest86+/memtest.efi\n"
		"architecture x64\n",
		ENTRY("01-archiso-linux.conf"),
		"title    Arch Linux install medium (x86_64, UEFI)\nsort-key 01\n"
		"linux    " IMAGES "vmlinuz-linux\ninitrd   " IMAGES "initramfs-linux.img\n"
		"options  archisobasedir=arch archisosearchuuid=2026-03-01-10-00-00-00\n",
		ENTRY("02-archiso-speech-linux.conf"),
		"title    Arch Linux install medium (x86_64, UEFI) with speech\nsort-key 02\n"
		"linux    " IMAGES "vmlinuz-linux\ninitrd   " IMAGES "initramfs-linux.img\n"
		"options  archisobasedir=arch accessibility=on\n",
		IMAGES "vmlinuz-linux",
		"",
		"/boot/memtest86+/memtest.efi",
		"",
		NULL};
	struct fixture *f = *state;
	const struct isoargs_entry *e;

	read_menu(f, list, "timeout 15\ndefault 01-archiso-linux.conf\nbeep on\n");
	assert_ids(f, "01-archiso-linux.conf 02-archiso-speech-linux.conf "
		      "03-archiso-memtest86+x64.conf");
	assert_int_equal(f->notes.count, 0);
	assert_starts(f, "01-archiso-linux.conf");
	e = &f->menu.entries[0];
	assert_string_equal(e->path, "0");
	assert_string_equal(e->title, "Arch Linux install medium (x86_64, UEFI)");
	assert_string_equal(e->file, ENTRY("01-archiso-linux.conf"));
	assert_int_equal(e->command_line, 3);
	assert_string_equal(e->command, "linux");
	assert_string_equal(e->kernel, IMAGES "vmlinuz-linux");
	assert_string_equal(e->cmdline,
			    "archisobasedir=arch archisosearchuuid=2026-03-01-10-00-00-00");
	assert_int_equal(e->argc, 3);
	assert_string_equal(e->argv[0], IMAGES "vmlinuz-linux");
	assert_string_equal(e->argv[1], "archisobasedir=arch");
	assert_initrds(e, IMAGES "initramfs-linux.img", NULL);
	assert_null(e->root);
	e = &f->menu.entries[2];
	assert_string_equal(e->command, "efi");
	assert_string_equal(e->cmdline, "");
}

static void lines_end_at_either_sign_and_blanks_around_them_do_not_count(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e =
		read_entry(f, "\r\n \t title \t A b \t\r\n\t# title no\rlinux /k\n#options n\n"
			      "options x  y\t");

	assert_string_equal(e->title, "A b");
	assert_string_equal(e->kernel, "/k");
	assert_string_equal(e->cmdline, "x  y");
	assert_int_equal(e->argc, 3);
	assert_int_equal(e->command_line, 3);
}

static void quotes_around_a_whole_value_are_stripped(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(read_entry(f, KERNEL "title \"A b\"\n")->title, "A b");
	assert_string_equal(read_entry(f, KERNEL "title \"A\" b\n")->title, "\"A\" b");
	assert_string_equal(read_entry(f, KERNEL "title \"\n")->title, "");
	assert_string_equal(read_entry(f, KERNEL "options 'a b' $x \\x20\n")->cmdline,
			    "'a b' $x \\x20");
}

static void a_line_without_a_value_is_ignored(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(read_entry(f, KERNEL "title\ntitle \t\noptions\n")->title, "a.conf");
	assert_int_equal(f->notes.count, 0);
}

static void keys_differ_by_case_and_unknown_ones_are_noted(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(read_entry(f, KERNEL "Title x\ngrub_class y\n")->title, "a.conf");
	assert_int_equal(f->notes.count, 1);
	assert_noted(f, "unknown-directive", ENTRY("a.conf"), 2);
	read_menu(f, NULL, "timeout 1\nTimeout 2\n");
	assert_noted(f, "unknown-directive", "/loader/loader.conf", 2);
}

static void ram_disks_come_in_order_and_options_are_joined(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e = read_entry(f, "options a\ninitrd /i1\n" KERNEL
						      "options  b c\ninitrd \\d\\i2\noptions d\n");

	assert_initrds(e, "/i1", "/d/i2");
	assert_string_equal(e->cmdline, "a b c d");
}

static void the_last_of_other_keys_counts(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e = read_entry(f, "title a\nlinux /k\ntitle b\nlinux /l\n");

	assert_string_equal(e->title, "b");
	assert_string_equal(e->kernel, "/l");
	assert_int_equal(e->command_line, 4);
}

static void paths_start_at_the_root_with_either_slash(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(read_entry(f, "efi \\EFI\\\\x.efi\n")->kernel, "/EFI/x.efi");
	assert_string_equal(read_entry(f, "linux k\n")->kernel, "/k");
	assert_string_equal(read_entry(f, "linux //k\n")->kernel, "/k");
}

static void another_program_is_handed_no_ram_disk(void **state)
{
	struct fixture *f = *state;
	const struct isoargs_entry *e = read_entry(f, "efi /EFI/x.efi\ninitrd /i\noptions a\n");

	assert_string_equal(e->command, "efi");
	assert_string_equal(e->cmdline, "a");
	assert_initrds(e, NULL, NULL);
	assert_string_equal(read_entry(f, "uki /EFI/x.efi\n")->command, "efi");
}

static void hidden_and_automatic_names_and_others_than_conf_are_no_entries(void **state)
{
	static const char *const list[] = {
		ENTRY(".a.conf"),    KERNEL, ENTRY("auto-a.conf"), KERNEL, ENTRY("a.cfg"), KERNEL,
		ENTRY("a.conf.bak"), KERNEL, ENTRY("B.CONF"),      KERNEL, PRESENT,        NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "b.conf");
	assert_int_equal(f->files.reads, 1);
}

static void an_entry_without_a_program_is_left_out_and_noted(void **state)
{
	static const char *const list[] = {ENTRY("a.conf"), "title a\n", ENTRY("b.conf"),
					   "title b\nlinux /none\n", NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_int_equal(f->menu.count, 0);
	assert_null(f->menu.default_path);
	assert_noted(f, "entry-left-out", ENTRY("a.conf"), 0);
	assert_noted(f, "entry-left-out", ENTRY("b.conf"), 2);
	assert_int_equal(f->notes.items[0].severity, ISOARGS_WARNING);
}

static void an_entry_for_another_architecture_is_left_out(void **state)
{
	static const char *const list[] = {
		ENTRY("a.conf"), "architecture aa64\n" KERNEL,
		ENTRY("b.conf"), KERNEL "architecture X64\n",
		ENTRY("c.conf"), "architecture ia32\narchitecture x64\n" KERNEL,
		PRESENT,         NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "b.conf");
	assert_noted(f, "entry-left-out", ENTRY("a.conf"), 0);
	assert_int_equal(f->notes.items[0].severity, ISOARGS_INFO);
	assert_int_equal(f->notes.count, 2);
}

static void entries_with_a_sort_key_come_first_by_it(void **state)
{
	static const char *const list[] = {ENTRY("z.conf"), KERNEL,
					   ENTRY("a.conf"), KERNEL "sort-key b\n",
					   ENTRY("b.conf"), KERNEL "sort-key a\n",
					   PRESENT,         NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "b.conf a.conf z.conf");
	assert_starts(f, "b.conf");
}

static void one_sort_key_is_ordered_by_machine_then_newest_version_then_id(void **state)
{
	static const char *const list[] = {
		ENTRY("1.conf"), KERNEL "sort-key k\nmachine-id b\nversion 9\n",
		ENTRY("2.conf"), KERNEL "sort-key k\nmachine-id a\nversion 9\n",
		ENTRY("3.conf"), KERNEL "sort-key k\nmachine-id a\nversion 10\n",
		ENTRY("4.conf"), KERNEL "sort-key k\nversion 1\n",
		ENTRY("5.conf"), KERNEL "sort-key k\nmachine-id a\nversion 9\n",
		PRESENT,         NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "4.conf 3.conf 5.conf 2.conf 1.conf");
}

static void without_sort_keys_the_newest_id_comes_first(void **state)
{
	static const char *const list[] = {ENTRY("l-5.9.conf"),
					   KERNEL,
					   ENTRY("l-5.10.conf"),
					   KERNEL,
					   ENTRY("l-5.10~rc1.conf"),
					   KERNEL,
					   ENTRY("m.conf"),
					   KERNEL,
					   PRESENT,
					   NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "m.conf l-5.10.conf l-5.10~rc1.conf l-5.9.conf");
}

/* Oldest first, as the specification orders them. */
static void versions_are_ordered_as_the_specification_says(void **state)
{
	static const char *const versions[] = {"122.1",   "123~rc1-1", "123",     "123-a",
					       "123-a.1", "123-1",     "123-1.1", "123^1",
					       "123.a-1", "123.1-1",   "123a-1",  "124-1"};
	struct fixture *f = *state;
	const char *list[2 * IA_COUNT(versions) + 8] = {0};
	size_t count = 0;

	for (size_t i = 0; i < IA_COUNT(versions); i++) {
		/* in no order */
		const char *version = versions[i * 5 % IA_COUNT(versions)];

		list[count++] = ia_arena_printf(f->arena, ENTRIES "/%zu.conf", i);
		list[count++] = ia_arena_printf(
			f->arena, KERNEL "sort-key k\ntitle %s\nversion %s\n", version, version);
	}
	list[count++] = "/k";
	list[count++] = "";
	read_menu(f, list, "");
	for (size_t i = 0; i < IA_COUNT(versions); i++)
		assert_string_equal(f->menu.entries[i].title, versions[IA_COUNT(versions) - 1 - i]);
}

static void leading_zeros_and_other_signs_do_not_count_in_versions(void **state)
{
	static const char *const list[] = {ENTRY("1.conf"), KERNEL "sort-key k\nversion 1_007\n",
					   ENTRY("2.conf"), KERNEL "sort-key k\nversion 1.8\n",
					   ENTRY("3.conf"), KERNEL "sort-key k\nversion 1:7\n",
					   PRESENT,         NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "3.conf 1.conf 2.conf");
}

static void what_was_tried_too_often_comes_last(void **state)
{
	static const char *const list[] = {ENTRY("z+0-3.conf"),
					   KERNEL,
					   ENTRY("y+00.CONF"),
					   KERNEL,
					   ENTRY("x+2-1.conf"),
					   KERNEL,
					   ENTRY("w+0x.conf"),
					   KERNEL,
					   ENTRY("v+0-.conf"),
					   KERNEL,
					   ENTRY("u+0-4294967296.conf"),
					   KERNEL,
					   ENTRY("t.conf"),
					   KERNEL,
					   PRESENT,
					   NULL};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "x+2-1.conf w+0x.conf v+0-.conf u+0-4294967296.conf t.conf z+0-3.conf "
		      "y+00.conf");
}

#define THREE                                                                                      \
	ENTRY("a-1.conf"), KERNEL, ENTRY("B-2.conf"), KERNEL, ENTRY("c-3.conf"), KERNEL, PRESENT,  \
		NULL

static void the_default_is_a_pattern_whatever_its_case(void **state)
{
	static const struct {
		const char *pattern, *id;
	} cases[] = {
		{"a-1.conf", "a-1.conf"},   {"A-1.CONF", "a-1.conf"},   {"b-*", "b-2.conf"},
		{"?-1.conf", "a-1.conf"},   {"*1*", "a-1.conf"},        {"[ab]-*", "b-2.conf"},
		{"[a-b]-1*", "a-1.conf"},   {"*.conf", "c-3.conf"},     {"**-2.co*f", "b-2.conf"},
		{"a\\-1.conf", "a-1.conf"}, {"[]b]*", "b-2.conf"},      {"[b-]*", "b-2.conf"},
		{"[\\b]*", "b-2.conf"},     {"[a-\\b]-2*", "b-2.conf"}, {"a-1", "c-3.conf"},
		{"[a", "c-3.conf"},         {"a\\", "c-3.conf"},        {"none", "c-3.conf"},
		{"*-1.con", "c-3.conf"},    {"@saved", "c-3.conf"},     {"[0-a-b]-2*", "b-2.conf"},
		{"[a\\", "c-3.conf"},       {"[a-", "c-3.conf"},        {"[a-\\", "c-3.conf"},
	};
	static const char *const list[] = {THREE};
	struct fixture *f = *state;
	char settings[64];

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		snprintf(settings, sizeof(settings), "default %s\n", cases[i].pattern);
		read_menu(f, list, settings);
		assert_starts(f, cases[i].id);
	}
	assert_int_equal(f->notes.count, 0);
}

static void the_last_default_counts_and_unknown_special_ones_do_not(void **state)
{
	static const char *const list[] = {THREE};
	struct fixture *f = *state;

	read_menu(f, list, "default b*\ndefault a*\ndefault @newest\n");
	assert_starts(f, "a-1.conf");
	assert_noted(f, "unknown-directive", "/loader/loader.conf", 3);
}

static void no_settings_at_all_boot_the_first(void **state)
{
	static const char *const list[] = {THREE};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_starts(f, "c-3.conf");
}

static void doubled_titles_are_told_apart(void **state)
{
	static const char *const list[] = {
		ENTRY("1.conf"), KERNEL "title T\nversion 1\n",
		ENTRY("2.conf"), KERNEL "title T\nversion 2\nmachine-id 0123456789\n",
		ENTRY("3.conf"), KERNEL "title T\nversion 2\nmachine-id 0123456789\n",
		ENTRY("4.conf"), KERNEL "title T\nversion 2\nmachine-id abcdefghij\n",
		ENTRY("5.conf"), KERNEL "title U\nversion 2\n",
		PRESENT,         NULL};
	static const char *const titles[] = {"U", "T (2) (abcdefgh)", "T (2) (01234567) (3.conf)",
					     "T (2) (01234567) (2.conf)", "T (1)"};
	struct fixture *f = *state;

	read_menu(f, list, "");
	assert_ids(f, "5.conf 4.conf 3.conf 2.conf 1.conf");
	for (size_t i = 0; i < IA_COUNT(titles); i++)
		assert_string_equal(f->menu.entries[i].title, titles[i]);
}

static void files_that_cannot_be_read_are_noted(void **state)
{
	struct fixture *f = *state;

	f->files.error = -EIO;
	read_menu(f, NULL, "");
	assert_noted(f, "unread-config", ENTRIES, 0);
	assert_contains(f->notes.items[0].text, "broken disc");
}

/* So many entries. */
static const char **many(struct fixture *f, size_t count)
{
	const char **list = ia_arena_array(f->arena, 2 * count + 3, sizeof(*list));

	for (size_t i = 0; i < count; i++) {
		list[2 * i] = ia_arena_printf(f->arena, ENTRIES "/%zu.conf", i);
		list[2 * i + 1] = KERNEL;
	}
	list[2 * count] = "/k";
	list[2 * count + 1] = "";
	return list;
}

static void so_many_files_are_read_and_one_more_is_refused(void **state)
{
	struct fixture *f = *state;

	read_menu(f, many(f, IA_SYSTEMD_BOOT_FILES_MAX), "");
	assert_int_equal(f->menu.count, IA_SYSTEMD_BOOT_FILES_MAX);
	f->files.list = many(f, IA_SYSTEMD_BOOT_FILES_MAX + 1);
	assert_int_equal(evaluate(f, ""), -E2BIG);
	assert_contains(isoargs_error_message(f->error), "more than 256 files of entries");
}

static void a_spent_meter_ends_it(void **state)
{
	struct fixture *f = *state;
	struct ia_meter meter = {.work_max = 5000, .kept_max = IA_KEPT_MAX};

	f->meter = &meter;
	f->files.list = many(f, 50);
	assert_int_equal(evaluate(f, ""), -ENOMEM);
	assert_int_equal(meter.state, IA_METER_WORK_SPENT);
	assert_true(meter.work_by[IA_COST_SYSTEMD_BOOT] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_menu_of_archiso_is_as_it_is_shown),
		TEST(lines_end_at_either_sign_and_blanks_around_them_do_not_count),
		TEST(quotes_around_a_whole_value_are_stripped),
		TEST(a_line_without_a_value_is_ignored),
		TEST(keys_differ_by_case_and_unknown_ones_are_noted),
		TEST(ram_disks_come_in_order_and_options_are_joined),
		TEST(the_last_of_other_keys_counts),
		TEST(paths_start_at_the_root_with_either_slash),
		TEST(another_program_is_handed_no_ram_disk),
		TEST(hidden_and_automatic_names_and_others_than_conf_are_no_entries),
		TEST(an_entry_without_a_program_is_left_out_and_noted),
		TEST(an_entry_for_another_architecture_is_left_out),
		TEST(entries_with_a_sort_key_come_first_by_it),
		TEST(one_sort_key_is_ordered_by_machine_then_newest_version_then_id),
		TEST(without_sort_keys_the_newest_id_comes_first),
		TEST(versions_are_ordered_as_the_specification_says),
		TEST(leading_zeros_and_other_signs_do_not_count_in_versions),
		TEST(what_was_tried_too_often_comes_last),
		TEST(the_default_is_a_pattern_whatever_its_case),
		TEST(the_last_default_counts_and_unknown_special_ones_do_not),
		TEST(no_settings_at_all_boot_the_first),
		TEST(doubled_titles_are_told_apart),
		TEST(files_that_cannot_be_read_are_noted),
		TEST(so_many_files_are_read_and_one_more_is_refused),
		TEST(a_spent_meter_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
