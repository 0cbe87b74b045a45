/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/report-sample.h"

#include <json.h>

#include "base/note.h"

static void json_gives_back_image_volume_and_labels(void **state)
{
	struct sample *s = *state;

	parse_json(s);
	assert_number(s, "/format", 1);
	assert_field(s, "/image/name", "CentOS-7.iso");
	assert_number(s, "/image/size", 5000);
	assert_number(s, "/image/missing", 0);
	assert_number(s, "/volume/size", 4096);
	assert_field(s, "/volume/tree", "rock-ridge");
	assert_number(s, "/volume/joliet_level", 3);
	assert_field(s, "/volume/created", "2020110411364300");
	assert_field(s, "/volume/modified", "2020110411364301");
	assert_field(s, "/volume/application_id", "MKISOFS");
	assert_field(s, "/label/primary", "CentOS 7 x86_64");
	assert_field(s, "/label/joliet", "CentOS 7 x86_64J");
	assert_field(s, "/label/libblkid", "host");
	assert_field(s, "/label/el7", "old");
	assert_field(s, "/label/installer", "CentOS 7");
	assert_field(s, "/label/encoded", "CentOS\\x207");
	assert_field(s, "/label/uuid", "2020-11-04-11-36-43-00");
}

static void json_gives_back_the_distribution_and_where_it_was_read(void **state)
{
	static const struct {
		enum ia_family family;
		const char *name;
	} others[] = {
		{IA_FAMILY_DEBIAN, "debian"}, {IA_FAMILY_UBUNTU, "ubuntu"},
		{IA_FAMILY_SUSE, "suse"},     {IA_FAMILY_ARCH, "arch"},
		{IA_FAMILY_ALPINE, "alpine"}, {IA_FAMILY_XENSERVER, "xenserver"},
	};
	struct sample *s = *state;

	parse_json(s);
	assert_field(s, "/distribution/family", "el");
	assert_number(s, "/distribution/generation", 7);
	assert_field(s, "/distribution/name/value", "CentOS");
	assert_field(s, "/distribution/name/from", ".treeinfo");
	assert_field(s, "/distribution/version/value", "7");
	assert_field(s, "/distribution/version/from", "label");
	assert_field(s, "/distribution/arch/from", ".discinfo");
	assert_null(json_at(s, "/distribution/variant"));
	s->report.distro.family = IA_FAMILY_FEDORA;
	parse_json(s);
	assert_field(s, "/distribution/family", "fedora");
	s->report.distro.family = IA_FAMILY_UNKNOWN;
	parse_json(s);
	assert_null(json_at(s, "/distribution/family"));
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		s->report.distro.family = others[i].family;
		parse_json(s);
		assert_field(s, "/distribution/family", others[i].name);
	}
}

static void json_gives_back_tables_boot_images_and_esp(void **state)
{
	struct sample *s = *state;

	parse_json(s);
	assert_length(s, "/tables/mbr", 1);
	assert_number(s, "/tables/mbr/0/number", 2);
	assert_number(s, "/tables/mbr/0/offset", 2048);
	assert_number(s, "/tables/mbr/0/size", 512);
	assert_number(s, "/tables/mbr/0/type", 0xef);
	assert_flag(s, "/tables/mbr/0/active", true);
	assert_null(json_at(s, "/tables/mbr/0/uuid"));
	assert_length(s, "/tables/gpt", 1);
	assert_field(s, "/tables/gpt/0/type", "guid");
	assert_field(s, "/tables/gpt/0/name", "Appended");
	assert_field(s, "/tables/gpt/0/uuid", "u-1");
	assert_null(json_at(s, "/tables/apm"));
	assert_length(s, "/eltorito", 1);
	assert_number(s, "/eltorito/0/platform", 0xef);
	assert_flag(s, "/eltorito/0/bootable", true);
	assert_number(s, "/eltorito/0/media", 2);
	assert_number(s, "/eltorito/0/offset", 0xffffffffull * 2048);
	assert_number(s, "/eltorito/0/sectors", 4);
	assert_field(s, "/esp/via", "MBR partition 2");
	assert_number(s, "/esp/offset", 2048);
	assert_number(s, "/esp/size", 512);
	assert_number(s, "/esp/fat", 12);
	assert_field(s, "/esp/label", "ANACONDA");
	assert_number(s, "/esp/serial", 0xfedcba98);
}

static void json_gives_back_configurations_entries_and_notes(void **state)
{
	struct sample *s = *state;

	parse_json(s);
	assert_length(s, "/configs", 2);
	assert_field(s, "/configs/0/file", "ISO:/EFI/BOOT/grub.cfg");
	assert_field(s, "/configs/0/loader", "grub");
	assert_flag(s, "/configs/0/evaluated", true);
	assert_field(s, "/configs/0/platform", "efi");
	assert_field(s, "/configs/0/dialect", "rhel7");
	assert_field(s, "/configs/0/dialect_from", "release");
	assert_field(s, "/configs/0/default", "0");
	assert_length(s, "/configs/0/entries", 2);
	assert_field(s, "/configs/0/entries/0/path", "0");
	assert_field(s, "/configs/0/entries/0/title", "Install CentOS 7");
	assert_field(s, "/configs/0/entries/0/id", "install");
	assert_flag(s, "/configs/0/entries/0/submenu", false);
	assert_flag(s, "/configs/0/entries/0/default", true);
	assert_number(s, "/configs/0/entries/0/line", 21);
	assert_field(s, "/configs/0/entries/0/command", "linuxefi");
	assert_field(s, "/configs/0/entries/0/kernel", "/vmlinuz");
	assert_field(s, "/configs/0/entries/0/cmdline", "quiet a=b");
	assert_length(s, "/configs/0/entries/0/initrds", 1);
	assert_field(s, "/configs/0/entries/0/initrds/0", "/initrd.img");
	assert_flag(s, "/configs/0/entries/1/submenu", true);
	assert_null(json_at(s, "/configs/0/entries/1/kernel"));
	assert_field(s, "/configs/1/loader", "syslinux");
	assert_flag(s, "/configs/1/evaluated", false);
	assert_null(json_at(s, "/configs/1/dialect"));
	assert_null(json_at(s, "/configs/1/dialect_from"));
	assert_null(json_at(s, "/configs/1/default"));
	assert_length(s, "/notes", 1);
	assert_field(s, "/notes/0/severity", "warning");
	assert_field(s, "/notes/0/code", "truncated");
	assert_field(s, "/notes/0/file", "ISO:/a");
	assert_number(s, "/notes/0/line", 3);
	assert_false(json_has(s, "/notes/0/offset"));
	assert_field(s, "/notes/0/text", "a text");
}

static void json_says_the_platform_of_a_loader_that_is_not_grub(void **state)
{
	struct sample *s = *state;

	s->configs[1] = (struct ia_config){.loader = IA_LOADER_SYSTEMD_BOOT,
					   .name = "ESP:/loader",
					   .platform = "efi",
					   .evaluated = true};
	parse_json(s);
	assert_field(s, "/configs/1/loader", "systemd-boot");
	assert_field(s, "/configs/1/platform", "efi");
	assert_null(json_at(s, "/configs/1/dialect"));
}

static void json_has_nulls_for_what_is_not_there(void **state)
{
	struct sample *s = *state;

	s->report.labels = (struct ia_labels){0};
	s->report.has_esp = false;
	s->report.partitions = (struct ia_partitions){0};
	s->report.eltorito.count = s->report.menu.count = 0;
	ia_notes_free(&s->report.notes);
	parse_json(s);
	assert_null(json_at(s, "/label/installer"));
	assert_null(json_at(s, "/label/uuid"));
	assert_null(json_at(s, "/esp"));
	assert_null(json_at(s, "/tables/mbr"));
	assert_length(s, "/eltorito", 0);
	assert_length(s, "/configs", 0);
	assert_length(s, "/notes", 0);
}

static void an_empty_table_is_an_empty_array_and_not_null(void **state)
{
	struct sample *s = *state;

	s->report.partitions.present[IA_TABLE_APM] = true;
	parse_json(s);
	assert_length(s, "/tables/apm", 0);
}

static void numbers_as_large_as_64_bits_survive_json(void **state)
{
	struct sample *s = *state;

	s->report.image_size = UINT64_MAX;
	s->partitions[0].offset = s->partitions[0].size = UINT64_MAX;
	ia_note(&s->report.notes, ISOARGS_ERROR, IA_NOTE_QUOTES, IA_AT_OFFSET(NULL, UINT64_MAX),
		"far");
	parse_json(s);
	assert_number(s, "/image/size", UINT64_MAX);
	assert_number(s, "/tables/mbr/0/offset", UINT64_MAX);
	assert_number(s, "/notes/1/offset", UINT64_MAX);
	assert_field(s, "/notes/1/severity", "error");
	assert_null(json_at(s, "/notes/1/file"));
	assert_false(json_has(s, "/notes/1/line"));
}

static void digits_of_a_date_that_are_none_are_questions_in_json(void **state)
{
	struct sample *s = *state;

	s->report.volume.created[0] = 0;
	s->report.volume.created[15] = 0xff;
	parse_json(s);
	assert_field(s, "/volume/created", "?02011041136430?");
}

static void json_counts_the_notes_that_were_dropped(void **state)
{
	struct sample *s = *state;

	parse_json(s);
	assert_false(json_has(s, "/notes_dropped"));
	s->report.notes.dropped = 17;
	parse_json(s);
	assert_number(s, "/notes_dropped", 17);
}

/* What must come of them in JSON: characters as they are, other bytes as \xNN. */
static const char *hostile_in_json(void)
{
	static char text[2048];
	size_t used = 0;

	for (unsigned byte = 1; byte < 0x80; byte++)
		text[used++] = (char)byte;
	for (unsigned byte = 0x80; byte <= 0xff; byte++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "\\x%02x", byte);
	snprintf(text + used, sizeof(text) - used, "%s",
		 "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c\xe2\x80\xa8\xef\xbb\xbf\xc2\x9b"
		 "\\xed\\xa0\\xbd\\xed\\xb8\\x80\\xc0\\xaf\\xf4\\x90\\x80\\x80\\xf0\\x9f\\x98"
		 "\xf0\x9f\x98\x80\"\\/\n");
	return text;
}

static void json_is_valid_whatever_bytes_the_medium_holds(void **state)
{
	static const char *const fields[] = {
		"/image/name",
		"/label/primary",
		"/label/joliet",
		"/label/libblkid",
		"/label/el7",
		"/label/installer",
		"/label/encoded",
		"/label/uuid",
		"/distribution/name/value",
		"/distribution/version/value",
		"/distribution/variant/value",
		"/distribution/variant/from",
		"/distribution/arch/value",
		"/tables/gpt/0/type",
		"/tables/gpt/0/name",
		"/tables/gpt/0/uuid",
		"/esp/via",
		"/configs/0/default",
		"/configs/0/entries/0/path",
		"/configs/0/entries/0/title",
		"/configs/0/entries/0/id",
		"/configs/0/entries/0/command",
		"/configs/0/entries/0/kernel",
		"/configs/0/entries/0/cmdline",
		"/configs/0/entries/0/initrds/0",
		"/configs/0/entries/1/title",
	};
	struct sample *s = *state;

	fill_hostile(s);
	parse_json(s);
	for (size_t i = 0; i < IA_COUNT(fields); i++)
		assert_field(s, fields[i], hostile_in_json());
	assert_field(s, "/esp/label", "\x1b\x7f\\x9b\\xff\"\\\n\xe2\x80\xae\\xc0");
	assert_field(s, "/volume/created", "????????????????");
	assert_true(json_has(s, "/volume/preparer_id"));
}

static void json_of_a_tree_has_null_for_what_is_not_known(void **state)
{
	static const char *const unknown[] = {"/image/size", "/image/missing", "/volume", "/label",
					      "/tables",     "/eltorito",      "/esp"};
	struct sample *s = *state;

	parse_json(s);
	assert_false(json_has(s, "/image/tree"));
	s->report.is_tree = true;
	s->report.has_esp = false;
	s->report.labels = (struct ia_labels){.is_unknown = true};
	parse_json(s);
	assert_flag(s, "/image/tree", true);
	for (size_t i = 0; i < IA_COUNT(unknown); i++) {
		assert_true(json_has(s, unknown[i]));
		assert_null(json_at(s, unknown[i]));
	}
	s->report.labels = (struct ia_labels){.pvd = "C 7", .installer = "C 7"};
	parse_json(s);
	assert_field(s, "/label/installer", "C 7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_sample(json_of_a_tree_has_null_for_what_is_not_known),
		on_sample(json_gives_back_image_volume_and_labels),
		on_sample(json_gives_back_the_distribution_and_where_it_was_read),
		on_sample(json_gives_back_tables_boot_images_and_esp),
		on_sample(json_gives_back_configurations_entries_and_notes),
		on_sample(json_says_the_platform_of_a_loader_that_is_not_grub),
		on_sample(json_has_nulls_for_what_is_not_there),
		on_sample(an_empty_table_is_an_empty_array_and_not_null),
		on_sample(numbers_as_large_as_64_bits_survive_json),
		on_sample(digits_of_a_date_that_are_none_are_questions_in_json),
		on_sample(json_counts_the_notes_that_were_dropped),
		on_sample(json_is_valid_whatever_bytes_the_medium_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
