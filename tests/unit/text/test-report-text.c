/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <json.h>

#include "base/limits.h"
#include "base/note.h"
#include "base/table.h"
#include "base/utf8.h"
#include "report/report.h"
#include "text/drawing.h"

/* A report made by hand, with one thing of each kind. */
struct sample {
	struct isoargs_report report;
	struct ia_partition partitions[3];
	struct ia_config configs[2];
	struct ia_entry entries[2];
	const char *initrds[1];
	char *output;
	json_object *root;
};

static int setup(void **state)
{
	struct sample *s = calloc(1, sizeof(*s));
	struct isoargs_report *report = &s->report;

	assert_non_null(s);
	report->image_name = "CentOS-7.iso";
	report->image_size = 5000;
	report->volume.size = 4096;
	report->volume.tree = IA_ISO9660_ROCK_RIDGE;
	report->volume.has_joliet = true;
	report->volume.joliet_level = 3;
	memcpy(report->volume.created, "2020110411364300", 17);
	memcpy(report->volume.modified, "2020110411364301", 17);
	memcpy(report->volume.application_id, "MKISOFS", 8);
	report->labels = (struct ia_labels){
		.pvd = "CentOS 7 x86_64",
		.joliet = "CentOS 7 x86_64J",
		.host = "host",
		.old = "old",
		.installer = "CentOS 7",
		.encoded = "CentOS\\x207",
		.uuid = "2020-11-04-11-36-43-00",
	};
	report->distro = (struct ia_distro){
		.family = IA_FAMILY_EL,
		.name = "CentOS",
		.name_from = ".treeinfo",
		.version = "7",
		.version_from = "label",
		.arch = "x86_64",
		.arch_from = ".discinfo",
		.generation = 7,
	};
	report->has_tables = true;
	s->partitions[0] =
		(struct ia_partition){IA_TABLE_MBR, 2, 2048, 512, 0xef, true, "", "", ""};
	s->partitions[1] = (struct ia_partition){IA_TABLE_GPT, 3,      1024,       100,  0,
						 false,        "guid", "Appended", "u-1"};
	report->partitions.items = s->partitions;
	report->partitions.count = 2;
	report->partitions.present[IA_TABLE_MBR] = report->partitions.present[IA_TABLE_GPT] = true;
	report->eltorito.count = 1;
	report->eltorito.entries[0] =
		(struct ia_eltorito_entry){IA_ELTORITO_EFI, true, 2, 0xffffffff, 4};
	report->has_esp = true;
	report->esp.via = "MBR partition 2";
	report->esp.offset = 2048;
	report->esp.size = 512;
	report->esp.bits = 12;
	report->esp.label = "ANACONDA";
	report->esp.serial = 0xfedcba98;
	s->initrds[0] = "/initrd.img";
	s->entries[0] = (struct ia_entry){
		.path = "0",
		.title = "Install CentOS 7",
		.id = "install",
		.is_default = true,
		.file = "ISO:/EFI/BOOT/grub.cfg",
		.line = 21,
		.command = "linuxefi",
		.kernel = "/vmlinuz",
		.cmdline = "quiet a=b",
		.initrds = s->initrds,
		.initrd_count = 1,
	};
	s->entries[1] =
		(struct ia_entry){.path = "1", .title = "More", .id = "", .is_submenu = true};
	s->configs[0] = (struct ia_config){IA_LOADER_GRUB,
					   "ISO:/EFI/BOOT/grub.cfg",
					   "efi",
					   {IA_GRUB_RHEL7, "release"},
					   true,
					   s->entries,
					   2,
					   "0"};
	s->configs[1] =
		(struct ia_config){.loader = IA_LOADER_SYSLINUX, .name = "ISO:/isolinux.cfg"};
	report->menu.configs = s->configs;
	report->menu.count = 2;
	ia_note(&report->notes, ISOARGS_WARNING, IA_NOTE_TRUNCATED, IA_AT_LINE("ISO:/a", 3, 0),
		"a text");
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct sample *s = *state;

	free(s->output);
	json_object_put(s->root);
	ia_notes_free(&s->report.notes);
	free(s);
	return 0;
}

static const char *text_of(struct sample *s)
{
	free(s->output);
	s->output = NULL;
	assert_int_equal(isoargs_report_text(&s->report, &s->output, NULL), 0);
	return s->output;
}

static void parse(struct sample *s)
{
	json_tokener *tokener = json_tokener_new();
	uint32_t code;

	free(s->output);
	json_object_put(s->root);
	s->output = NULL;
	assert_int_equal(isoargs_report_json(&s->report, &s->output, NULL), 0);
	for (size_t i = 0, size = strlen(s->output), length; i < size; i += length) {
		length = ia_utf8_decode(s->output + i, size - i, &code);
		assert_true(length > 0);
	}
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	s->root = json_tokener_parse_ex(tokener, s->output, (int)strlen(s->output) + 1);
	assert_int_equal(json_tokener_get_error(tokener), json_tokener_success);
	json_tokener_free(tokener);
	assert_int_equal(s->output[strlen(s->output) - 1], '\n');
}

static json_object *at(const struct sample *s, const char *pointer)
{
	json_object *value = SENTINEL;

	if (json_pointer_get(s->root, pointer, &value) < 0)
		fail_msg("no %s in %s", pointer, s->output);
	return value;
}

static bool has(const struct sample *s, const char *pointer)
{
	return json_pointer_get(s->root, pointer, NULL) == 0;
}

static void assert_field(const struct sample *s, const char *pointer, const char *expected)
{
	json_object *value = at(s, pointer);

	if (json_object_get_type(value) != json_type_string ||
	    strcmp(json_object_get_string(value), expected) != 0)
		fail_msg("%s is %s, expected \"%s\"", pointer, json_object_get_string(value),
			 expected);
}

static void assert_number(const struct sample *s, const char *pointer, uint64_t expected)
{
	json_object *value = at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_int);
	assert_int_equal(json_object_get_uint64(value), expected);
}

static void assert_flag(const struct sample *s, const char *pointer, bool expected)
{
	json_object *value = at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_boolean);
	assert_int_equal(json_object_get_boolean(value), expected);
}

static void assert_length(const struct sample *s, const char *pointer, size_t expected)
{
	json_object *value = at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_array);
	assert_int_equal(json_object_array_length(value), expected);
}

static void json_gives_back_image_volume_and_labels(void **state)
{
	struct sample *s = *state;

	parse(s);
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

	parse(s);
	assert_field(s, "/distribution/family", "el");
	assert_number(s, "/distribution/generation", 7);
	assert_field(s, "/distribution/name/value", "CentOS");
	assert_field(s, "/distribution/name/from", ".treeinfo");
	assert_field(s, "/distribution/version/value", "7");
	assert_field(s, "/distribution/version/from", "label");
	assert_field(s, "/distribution/arch/from", ".discinfo");
	assert_null(at(s, "/distribution/variant"));
	s->report.distro.family = IA_FAMILY_FEDORA;
	parse(s);
	assert_field(s, "/distribution/family", "fedora");
	s->report.distro.family = IA_FAMILY_UNKNOWN;
	parse(s);
	assert_null(at(s, "/distribution/family"));
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		s->report.distro.family = others[i].family;
		parse(s);
		assert_field(s, "/distribution/family", others[i].name);
	}
}

static void json_gives_back_tables_boot_images_and_esp(void **state)
{
	struct sample *s = *state;

	parse(s);
	assert_length(s, "/tables/mbr", 1);
	assert_number(s, "/tables/mbr/0/number", 2);
	assert_number(s, "/tables/mbr/0/offset", 2048);
	assert_number(s, "/tables/mbr/0/size", 512);
	assert_number(s, "/tables/mbr/0/type", 0xef);
	assert_flag(s, "/tables/mbr/0/active", true);
	assert_null(at(s, "/tables/mbr/0/uuid"));
	assert_length(s, "/tables/gpt", 1);
	assert_field(s, "/tables/gpt/0/type", "guid");
	assert_field(s, "/tables/gpt/0/name", "Appended");
	assert_field(s, "/tables/gpt/0/uuid", "u-1");
	assert_null(at(s, "/tables/apm"));
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

	parse(s);
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
	assert_null(at(s, "/configs/0/entries/1/kernel"));
	assert_field(s, "/configs/1/loader", "syslinux");
	assert_flag(s, "/configs/1/evaluated", false);
	assert_null(at(s, "/configs/1/dialect"));
	assert_null(at(s, "/configs/1/dialect_from"));
	assert_null(at(s, "/configs/1/default"));
	assert_length(s, "/notes", 1);
	assert_field(s, "/notes/0/severity", "warning");
	assert_field(s, "/notes/0/code", "truncated");
	assert_field(s, "/notes/0/file", "ISO:/a");
	assert_number(s, "/notes/0/line", 3);
	assert_false(has(s, "/notes/0/offset"));
	assert_field(s, "/notes/0/text", "a text");
}

static void json_has_nulls_for_what_is_not_there(void **state)
{
	struct sample *s = *state;

	s->report.labels = (struct ia_labels){0};
	s->report.has_esp = false;
	s->report.partitions = (struct ia_partitions){0};
	s->report.eltorito.count = s->report.menu.count = 0;
	ia_notes_free(&s->report.notes);
	parse(s);
	assert_null(at(s, "/label/installer"));
	assert_null(at(s, "/label/uuid"));
	assert_null(at(s, "/esp"));
	assert_null(at(s, "/tables/mbr"));
	assert_length(s, "/eltorito", 0);
	assert_length(s, "/configs", 0);
	assert_length(s, "/notes", 0);
}

static void an_empty_table_is_an_empty_array_and_not_null(void **state)
{
	struct sample *s = *state;

	s->report.partitions.present[IA_TABLE_APM] = true;
	parse(s);
	assert_length(s, "/tables/apm", 0);
}

static void numbers_as_large_as_64_bits_survive_json(void **state)
{
	struct sample *s = *state;

	s->report.image_size = UINT64_MAX;
	s->partitions[0].offset = s->partitions[0].size = UINT64_MAX;
	ia_note(&s->report.notes, ISOARGS_ERROR, IA_NOTE_QUOTES, IA_AT_OFFSET(NULL, UINT64_MAX),
		"far");
	parse(s);
	assert_number(s, "/image/size", UINT64_MAX);
	assert_number(s, "/tables/mbr/0/offset", UINT64_MAX);
	assert_number(s, "/notes/1/offset", UINT64_MAX);
	assert_field(s, "/notes/1/severity", "error");
	assert_null(at(s, "/notes/1/file"));
	assert_false(has(s, "/notes/1/line"));
}

static void digits_of_a_date_that_are_none_are_questions_in_json(void **state)
{
	struct sample *s = *state;

	s->report.volume.created[0] = 0;
	s->report.volume.created[15] = 0xff;
	parse(s);
	assert_field(s, "/volume/created", "?02011041136430?");
}

static void json_counts_the_notes_that_were_dropped(void **state)
{
	struct sample *s = *state;

	parse(s);
	assert_false(has(s, "/notes_dropped"));
	s->report.notes.dropped = 17;
	parse(s);
	assert_number(s, "/notes_dropped", 17);
}

/* Bytes that are no UTF-8, that steer a terminal or reorder text, and the escapes of JSON. */
static const char *hostile(void)
{
	static const char more[] =
		"\xe2\x80\xae"                         /* U+202E right-to-left override */
		"\xe2\x81\xa6"                         /* U+2066 left-to-right isolate */
		"\xe2\x80\x8f\xd8\x9c"                 /* U+200F, U+061C marks */
		"\xe2\x80\xa8\xef\xbb\xbf"             /* U+2028 line separator, U+FEFF */
		"\xc2\x9b"                             /* U+009B, the one-character CSI */
		"\xed\xa0\xbd\xed\xb8\x80"             /* surrogates, as CESU-8 has them */
		"\xc0\xaf\xf4\x90\x80\x80\xf0\x9f\x98" /* overlong, too large, cut off */
		"\xf0\x9f\x98\x80\"\\/\n";             /* whole */
	static char all[0xff + sizeof(more)];

	for (unsigned byte = 1; byte <= 0xff; byte++)
		all[byte - 1] = (char)byte;
	memcpy(all + 0xff, more, sizeof(more));
	return all;
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

/* Every string that comes from a medium or its name. */
static void fill_hostile(struct sample *s)
{
	const char *text = hostile();
	struct isoargs_report *report = &s->report;
	struct ia_iso9660_volume *volume = &report->volume;

	report->image_name = text;
	memset(volume->created, 0x9b, sizeof(volume->created));
	memcpy(volume->system_id, text + 127, sizeof(volume->system_id) - 1);
	memcpy(volume->publisher_id, text, sizeof(volume->publisher_id) - 1);
	memcpy(volume->preparer_id, text + 127, sizeof(volume->preparer_id) - 1);
	memcpy(volume->application_id, text + 150, sizeof(volume->application_id) - 1);
	report->labels = (struct ia_labels){text, text, text, text, text, text, text};
	report->distro.name = report->distro.version = report->distro.variant = text;
	report->distro.arch = report->distro.variant_from = text;
	s->partitions[1].type = s->partitions[1].name = s->partitions[1].uuid = text;
	report->esp.via = report->esp.label = text;
	s->entries[0].path = s->entries[0].title = s->entries[0].id = text;
	s->entries[0].command = s->entries[0].kernel = s->entries[0].cmdline = text;
	s->initrds[0] = text;
	s->entries[1].title = text;
	s->configs[0].default_path = text;
	ia_note(&report->notes, ISOARGS_INFO, IA_NOTE_QUOTES, IA_IN_FILE(text), "%s", text);
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
		"/esp/label",
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
	parse(s);
	for (size_t i = 0; i < IA_COUNT(fields); i++)
		assert_field(s, fields[i], hostile_in_json());
	assert_field(s, "/volume/created", "????????????????");
	assert_true(has(s, "/volume/preparer_id"));
}

/* Code points that move the cursor, reorder text or break lines: none may come to a terminal. */
static bool is_fit_for_a_terminal(uint32_t code)
{
	if (code == '\n')
		return true;
	return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && code != 0x061c &&
	       !(code >= 0x200e && code <= 0x200f) && !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2066 && code <= 0x2069) && code != 0xfeff;
}

static void the_table_holds_no_control_and_bidi_characters(void **state)
{
	struct sample *s = *state;
	const char *text;
	size_t lines, expected = 0;

	text_of(s);
	for (const char *c = s->output; *c; c++)
		expected += *c == '\n';
	fill_hostile(s);
	text = text_of(s);
	lines = 0;
	for (size_t i = 0, size = strlen(text), length; i < size; i += length) {
		uint32_t code = 0;

		length = ia_utf8_decode(text + i, size - i, &code);
		assert_true(length > 0);
		if (!is_fit_for_a_terminal(code))
			fail_msg("found U+%04x in \"%s\"", code, text + (i > 40 ? i - 40 : 0));
		lines += code == '\n';
	}
	/* One more note, and the variant: line feeds of the medium make no lines. */
	assert_int_equal(lines, expected + 2);
	assert_contains(text, "\\x01\\x02");
	assert_contains(text, "\\u{202e}\\u{2066}\\u{200f}\\u{061c}");
	assert_contains(text, "\\xed\\xa0\\xbd");
}

static void the_table_tells_everything_of_a_report(void **state)
{
	static const char *const parts[] = {
		"image        CentOS-7.iso\n",
		"size         4.8 KiB (5000 bytes)\n",
		"volume       4.0 KiB (4096 bytes)\n",
		"names        Rock Ridge, Joliet level 3\n",
		"application  MKISOFS\n",
		"  primary descriptor     CentOS 7 x86_64\n",
		"  Joliet descriptor      CentOS 7 x86_64J\n",
		"  libblkid here          host\n",
		"  initramfs of EL7, EL8  old\n",
		"  this installer         CentOS 7\n",
		"  as udev spells it      CentOS\\x207\n",
		"  UUID                   2020-11-04-11-36-43-00\n",
		"  name          CentOS  from .treeinfo\n",
		"  version       7       from label\n",
		"  architecture  x86_64  from .discinfo\n",
		"  installer     as EL7\n",
		"\npartition tables: MBR GPT\n",
		"  MBR    2         2048    512  0xef active\n",
		"  GPT    3         1024    100  guid         Appended\n",
		"  1   EFI       8796093020160        4  bootable, emulates a drive\n",
		"  found by its content in  MBR partition 2\n",
		"  file system              FAT12, label ANACONDA\n",
		"  first byte, bytes        2048, 512\n",
		"\nISO:/EFI/BOOT/grub.cfg (GRUB, efi, dialect rhel7 by release)\n",
		"  *  0  Install CentOS 7\n          /vmlinuz quiet a=b\n",
		"     1  More [submenu]\n",
		"\nISO:/isolinux.cfg (SYSLINUX, not evaluated: see the notes)\n",
		"\nnotes\n  warning: ISO:/a:3: a text [truncated]\n",
	};
	struct sample *s = *state;

	text_of(s);
	for (size_t i = 0; i < IA_COUNT(parts); i++)
		assert_contains(s->output, parts[i]);
	assert_null(strstr(s->output, "TRUNCATED"));
	assert_null(strstr(s->output, " more\n"));
}

static void the_table_says_what_is_not_there(void **state)
{
	static const char *const parts[] = {
		"  unknown: neither .treeinfo nor .discinfo nor label nor menu tells\n",
		"  this installer         (none)\n",
		"\npartition tables: none\n",
		"\nEl Torito: none\n",
		"\nEFI system partition: none\n",
		"\nboot configurations: none\n",
		"\nnotes: none\n",
		"names   plain ISO 9660 names\n",
	};
	struct sample *s = *state;

	s->report.distro = (struct ia_distro){0};
	s->report.labels = (struct ia_labels){.old = ""};
	s->report.volume.application_id[0] = '\0';
	s->report.volume.tree = IA_ISO9660_PLAIN;
	s->report.volume.has_joliet = false;
	s->report.partitions = (struct ia_partitions){0};
	s->report.eltorito.count = s->report.menu.count = 0;
	s->report.has_esp = false;
	ia_notes_free(&s->report.notes);
	text_of(s);
	for (size_t i = 0; i < IA_COUNT(parts); i++)
		assert_contains(s->output, parts[i]);
}

static void tables_that_were_not_looked_for_are_not_told(void **state)
{
	struct sample *s = *state;

	s->report.has_tables = false;
	text_of(s);
	assert_null(strstr(s->output, "partition"));
	assert_null(strstr(s->output, "El Torito"));
	assert_null(strstr(s->output, "map ("));
	assert_contains(s->output, "Install CentOS 7");
}

static void an_image_shorter_than_its_volume_is_called_truncated(void **state)
{
	struct sample *s = *state;

	s->report.volume.size = 5001;
	text_of(s);
	assert_contains(s->output, "volume       4.8 KiB (5001 bytes), TRUNCATED\n");
	parse(s);
	assert_number(s, "/image/missing", 1);
}

static void an_image_as_long_as_its_volume_is_not_called_truncated(void **state)
{
	struct sample *s = *state;

	s->report.volume.size = 5000;
	text_of(s);
	assert_contains(s->output, "volume       4.8 KiB (5000 bytes)\n");
	parse(s);
	assert_number(s, "/image/missing", 0);
}

static void an_entry_without_a_kernel_is_marked(void **state)
{
	struct sample *s = *state;

	s->entries[0].kernel = s->entries[0].cmdline = NULL;
	text_of(s);
	assert_contains(s->output, "  *  0  Install CentOS 7 [boots nothing]\n     1  More");
}

static void a_note_shows_its_offset_and_how_many_more_there_were(void **state)
{
	struct sample *s = *state;

	ia_note(&s->report.notes, ISOARGS_ERROR, IA_NOTE_QUOTES, IA_AT_OFFSET(NULL, UINT64_MAX),
		"far");
	ia_note(&s->report.notes, ISOARGS_INFO, IA_NOTE_NO_PV, IA_NOWHERE, "info");
	s->report.notes.dropped = 17;
	text_of(s);
	assert_contains(s->output, "\n  error: far (at byte 18446744073709551615) [quotes]\n"
				   "  note: info [no-pv]\n  and 17 more\n");
}

static void the_map_has_a_row_for_each_part_of_the_largest_medium(void **state)
{
	struct sample *s = *state;
	struct ia_partition items[IA_TABLE_COUNT * IA_PARTITIONS_MAX];
	const char *c;
	size_t rows = 0;

	for (size_t i = 0; i < IA_COUNT(items); i++) {
		items[i] = s->partitions[1];
		items[i].table = (enum ia_table_type)(i / IA_PARTITIONS_MAX);
		items[i].number = (unsigned)(i % IA_PARTITIONS_MAX) + 1;
	}
	s->report.partitions.items = items;
	s->report.partitions.count = IA_COUNT(items);
	c = strstr(text_of(s), "\nmap (");
	assert_non_null(c);
	assert_contains(c, "\n  APM 128    ");
	assert_contains(c, "\n  ESP (FAT)  ");
	for (c = strchr(c + 1, '\n') + 1; *c != '\n'; c = strchr(c, '\n') + 1)
		rows++;
	/* The ruler, the image, its volume, the ESP. */
	assert_int_equal(rows, IA_COUNT(items) + 4);
}

static void assert_size(uint64_t size, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_size_print(size, &buf);
	assert_string_equal(buf.data, expected);
}

static void sizes_are_printed_in_the_largest_unit_that_they_fill(void **state IA_UNUSED)
{
	assert_size(0, "0 bytes");
	assert_size(1, "1 bytes");
	assert_size(1023, "1023 bytes");
	assert_size(1024, "1.0 KiB");
	assert_size(1024 + 102, "1.0 KiB");
	assert_size(1024 + 103, "1.1 KiB");
	assert_size(1536, "1.5 KiB");
	assert_size(2047, "1.9 KiB");
	assert_size((1u << 20) - 1, "1023.9 KiB");
	assert_size(1u << 20, "1.0 MiB");
	assert_size(58u << 20, "58.0 MiB");
	assert_size((1u << 30) - 1, "1023.9 MiB");
	assert_size(1u << 30, "1.0 GiB");
	assert_size(1ull << 40, "1.0 TiB");
	assert_size(1ull << 50, "1.0 PiB");
	assert_size((1ull << 60) - 1, "1023.9 PiB");
	assert_size(1ull << 60, "1.0 EiB");
	assert_size(UINT64_MAX, "15.9 EiB");
}

/*
 * The row of one span: runs of cells as "3# 1+ 52.", and '>' behind them.
 * 5600 bytes are 100 a cell.
 */
static void assert_row(uint64_t offset, uint64_t size, uint64_t total, const char *expected)
{
	const struct ia_span span = {"name", offset, size};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0}, runs IA_AUTO_STRBUF = {0};
	const char *row;

	ia_map_print(&span, 1, total, 1, &buf);
	row = strchr(buf.data, '\n') + 1;
	assert_memory_equal(row, " name  ", 7);
	row += 7;
	assert_int_equal(strspn(row, ".+#"), IA_MAP_WIDTH);
	while (*row != '\n' && *row != '>') {
		size_t length = strspn(row, (const char[]){*row, '\0'});

		ia_strbuf_addf(&runs, "%s%zu%c", runs.length ? " " : "", length, *row);
		row += length;
	}
	if (*row == '>')
		ia_strbuf_addc(&runs, *row++);
	assert_string_equal(row, "\n");
	assert_string_equal(runs.data, expected);
}

static void a_span_of_all_covers_every_cell(void **state IA_UNUSED)
{
	assert_row(0, 5600, 5600, "56#");
	assert_row(0, UINT64_MAX, UINT64_MAX, "56#");
	assert_row(0, 57, 57, "56#");
}

static void an_empty_span_touches_nothing(void **state IA_UNUSED)
{
	assert_row(0, 0, 5600, "56.");
	assert_row(2850, 0, 5600, "56.");
	assert_row(5600, 0, 5600, "56.");
	assert_row(UINT64_MAX, 0, UINT64_MAX, "56.");
}

static void a_byte_touches_the_cell_that_it_lies_in(void **state IA_UNUSED)
{
	assert_row(0, 1, 5600, "1+ 55.");
	assert_row(99, 1, 5600, "1+ 55.");
	assert_row(100, 1, 5600, "1. 1+ 54.");
	assert_row(5599, 1, 5600, "55. 1+");
	assert_row(UINT64_MAX - 1, 1, UINT64_MAX, "55. 1+");
}

static void half_of_a_cell_covers_it(void **state IA_UNUSED)
{
	assert_row(0, 49, 5600, "1+ 55.");
	assert_row(0, 50, 5600, "1# 55.");
	assert_row(150, 100, 5600, "1. 2# 53.");
	assert_row(151, 98, 5600, "1. 2+ 53.");
	assert_row(2800, 2800, 5600, "28. 28#");
}

static void a_span_that_goes_on_beyond_the_end_says_so(void **state IA_UNUSED)
{
	assert_row(5500, 100, 5600, "55. 1#");
	assert_row(5500, 101, 5600, "55. 1#>");
	assert_row(5600, 1, 5600, "56.>");
	assert_row(0, 5601, 5600, "56#>");
	assert_row(9000, 9000, 5600, "56.>");
}

static void a_span_whose_end_wraps_goes_on_beyond_the_end(void **state IA_UNUSED)
{
	assert_row(2800, UINT64_MAX, 5600, "28. 28#>");
	assert_row(UINT64_MAX, UINT64_MAX, 5600, "56.>");
	assert_row(UINT64_MAX, 1, 5600, "56.>");
	assert_row(UINT64_MAX - 1, 1, 5600, "56.>");
	assert_row(1, UINT64_MAX, UINT64_MAX - 1, "56#>");
}

static void nothing_is_covered_of_an_image_of_no_bytes(void **state IA_UNUSED)
{
	assert_row(0, 0, 0, "56.");
	assert_row(0, 1, 0, "56.>");
}

static void the_ruler_ends_where_the_cells_do_and_names_their_total(void **state IA_UNUSED)
{
	const struct ia_span spans[] = {{"a", 0, 1}, {"\xe6\xbc\xa2\xe5\xad\x97", 0, 1}};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	const char *row;

	ia_map_print(spans, 2, 1u << 20, 2, &buf);
	assert_memory_equal(buf.data, "        0     ", 14);
	row = strchr(buf.data, '\n');
	assert_int_equal(row - buf.data, 2 + 4 + 2 + IA_MAP_WIDTH);
	assert_memory_equal(row - 8, " 1.0 MiB", 8);
	assert_memory_equal(row, "\n  a     +", 10);
	assert_contains(row, "\n  \xe6\xbc\xa2\xe5\xad\x97  +");
}

static void a_map_of_nothing_is_a_ruler(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_map_print(NULL, 0, 10, 0, &buf);
	assert_int_equal(strlen(buf.data), 2 + IA_MAP_WIDTH + 1);
}

static void assert_table(struct ia_table *table, size_t indent, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_table_print(table, indent, &buf);
	assert_int_equal(buf.error, 0);
	assert_string_equal(buf.data ? buf.data : "", expected);
	ia_table_free(table);
}

static void columns_of_wide_characters_align(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	ia_table_add(&table, "\xe6\xbc\xa2\xe5\xad\x97");
	ia_table_add(&table, "wide");
	ia_table_add(&table, "abc");
	ia_table_add(&table, "narrow");
	ia_table_add(&table, "e\xcc\x81");
	ia_table_add(&table, "combining");
	assert_table(&table, 1,
		     " \xe6\xbc\xa2\xe5\xad\x97  wide\n abc   narrow\n e\xcc\x81     combining\n");
}

static void columns_to_the_right_align_at_their_ends(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 3, .right = 1 << 1};

	for (unsigned i = 1; i <= 1000; i *= 10) {
		ia_table_add(&table, "n");
		ia_table_addf(&table, "%u", i);
		ia_table_add(&table, i == 10 ? "\xef\xbc\x91" : "x");
	}
	assert_table(&table, 0, "n     1  x\nn    10  \xef\xbc\x91\nn   100  x\nn  1000  x\n");
}

static void rows_end_without_blanks(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 3};

	ia_table_add(&table, "a");
	ia_table_add(&table, "b");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "longer");
	ia_table_add(&table, "c");
	assert_table(&table, 2, "  a  b\n\n     longer  c\n");
}

static void an_escaped_cell_is_as_wide_as_its_escapes(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	ia_table_addf(&table, "%s", "\x1b[2J\xff");
	ia_table_add(&table, "x");
	ia_table_add(&table, "12345678901");
	ia_table_add(&table, "y");
	assert_table(&table, 0, "\\x1b[2J\\xff  x\n12345678901  y\n");
}

static void a_table_takes_as_many_columns_as_its_bound(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = IA_TABLE_COLUMNS, .right = 1u << 7};

	for (unsigned i = 0; i < 2 * IA_TABLE_COLUMNS; i++)
		ia_table_addf(&table, "%u", i);
	assert_table(&table, 0, "0  1  2   3   4   5   6    7\n8  9  10  11  12  13  14  15\n");
}

static void a_table_without_rows_prints_nothing(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	assert_table(&table, 2, "");
}

static void a_table_that_ran_out_of_memory_says_so(void **state IA_UNUSED)
{
	struct ia_table table IA_AUTO_TABLE = {.columns = 1};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = SENTINEL;

	ia_table_add(&table, "a");
	table.cells.error = -ENOMEM;
	ia_table_print(&table, 0, &buf);
	assert_int_equal(ia_strbuf_take(&buf, &text), -ENOMEM);
	assert_ptr_equal(text, SENTINEL);
}

#define on_sample(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_sample(json_gives_back_image_volume_and_labels),
		on_sample(json_gives_back_the_distribution_and_where_it_was_read),
		on_sample(json_gives_back_tables_boot_images_and_esp),
		on_sample(json_gives_back_configurations_entries_and_notes),
		on_sample(json_has_nulls_for_what_is_not_there),
		on_sample(an_empty_table_is_an_empty_array_and_not_null),
		on_sample(numbers_as_large_as_64_bits_survive_json),
		on_sample(digits_of_a_date_that_are_none_are_questions_in_json),
		on_sample(json_counts_the_notes_that_were_dropped),
		on_sample(json_is_valid_whatever_bytes_the_medium_holds),
		on_sample(the_table_holds_no_control_and_bidi_characters),
		on_sample(the_table_tells_everything_of_a_report),
		on_sample(the_table_says_what_is_not_there),
		on_sample(tables_that_were_not_looked_for_are_not_told),
		on_sample(an_image_shorter_than_its_volume_is_called_truncated),
		on_sample(an_image_as_long_as_its_volume_is_not_called_truncated),
		on_sample(an_entry_without_a_kernel_is_marked),
		on_sample(a_note_shows_its_offset_and_how_many_more_there_were),
		on_sample(the_map_has_a_row_for_each_part_of_the_largest_medium),
		cmocka_unit_test(sizes_are_printed_in_the_largest_unit_that_they_fill),
		cmocka_unit_test(a_span_of_all_covers_every_cell),
		cmocka_unit_test(an_empty_span_touches_nothing),
		cmocka_unit_test(a_byte_touches_the_cell_that_it_lies_in),
		cmocka_unit_test(half_of_a_cell_covers_it),
		cmocka_unit_test(a_span_that_goes_on_beyond_the_end_says_so),
		cmocka_unit_test(a_span_whose_end_wraps_goes_on_beyond_the_end),
		cmocka_unit_test(nothing_is_covered_of_an_image_of_no_bytes),
		cmocka_unit_test(the_ruler_ends_where_the_cells_do_and_names_their_total),
		cmocka_unit_test(a_map_of_nothing_is_a_ruler),
		cmocka_unit_test(columns_of_wide_characters_align),
		cmocka_unit_test(columns_to_the_right_align_at_their_ends),
		cmocka_unit_test(rows_end_without_blanks),
		cmocka_unit_test(an_escaped_cell_is_as_wide_as_its_escapes),
		cmocka_unit_test(a_table_takes_as_many_columns_as_its_bound),
		cmocka_unit_test(a_table_without_rows_prints_nothing),
		cmocka_unit_test(a_table_that_ran_out_of_memory_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
