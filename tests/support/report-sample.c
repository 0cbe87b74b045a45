/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/report-sample.h"

#include "base/utf8.h"
#include "support/strict-json.h"

int sample_setup(void **state)
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
	report->esp.volume = (struct ia_fat_volume){12, "ANACONDA", 0xfedcba98, 512};
	s->initrds[0] = "/initrd.img";
	s->entries[0] = (struct isoargs_entry){
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
		(struct isoargs_entry){.path = "1", .title = "More", .id = "", .is_submenu = true};
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

int sample_teardown(void **state)
{
	struct sample *s = *state;

	free(s->output);
	json_object_put(s->root);
	ia_notes_free(&s->report.notes);
	free(s);
	return 0;
}

const char *text_of(struct sample *s)
{
	free(s->output);
	s->output = NULL;
	assert_int_equal(isoargs_report_text(&s->report, NULL, &s->output, NULL), 0);
	return s->output;
}

void parse_json(struct sample *s)
{
	json_tokener *tokener = json_tokener_new();
	uint32_t code;

	free(s->output);
	json_object_put(s->root);
	s->output = NULL;
	assert_int_equal(isoargs_report_json(&s->report, NULL, &s->output, NULL), 0);
	for (size_t i = 0, size = strlen(s->output), length; i < size; i += length) {
		length = ia_utf8_decode(s->output + i, size - i, &code);
		assert_true(length > 0);
	}
	read_strictly(tokener);
	s->root = json_tokener_parse_ex(tokener, s->output, (int)strlen(s->output) + 1);
	assert_int_equal(json_tokener_get_error(tokener), json_tokener_success);
	json_tokener_free(tokener);
	assert_int_equal(s->output[strlen(s->output) - 1], '\n');
}

json_object *json_at(const struct sample *s, const char *pointer)
{
	json_object *value = SENTINEL;

	if (json_pointer_get(s->root, pointer, &value) < 0)
		fail_msg("no %s in %s", pointer, s->output);
	return value;
}

bool json_has(const struct sample *s, const char *pointer)
{
	return json_pointer_get(s->root, pointer, NULL) == 0;
}

void assert_field(const struct sample *s, const char *pointer, const char *expected)
{
	json_object *value = json_at(s, pointer);

	if (json_object_get_type(value) != json_type_string ||
	    strcmp(json_object_get_string(value), expected) != 0)
		fail_msg("%s is %s, expected \"%s\"", pointer, json_object_get_string(value),
			 expected);
}

void assert_number(const struct sample *s, const char *pointer, uint64_t expected)
{
	json_object *value = json_at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_int);
	assert_int_equal(json_object_get_uint64(value), expected);
}

void assert_flag(const struct sample *s, const char *pointer, bool expected)
{
	json_object *value = json_at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_boolean);
	assert_int_equal(json_object_get_boolean(value), expected);
}

void assert_length(const struct sample *s, const char *pointer, size_t expected)
{
	json_object *value = json_at(s, pointer);

	assert_int_equal(json_object_get_type(value), json_type_array);
	assert_int_equal(json_object_array_length(value), expected);
}

const char *hostile(void)
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

void fill_hostile(struct sample *s)
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
	report->esp.via = text;
	memcpy(report->esp.volume.label, HOSTILE_ESP_LABEL, sizeof(HOSTILE_ESP_LABEL));
	s->entries[0].path = s->entries[0].title = s->entries[0].id = text;
	s->entries[0].command = s->entries[0].kernel = s->entries[0].cmdline = text;
	s->initrds[0] = text;
	s->entries[1].title = text;
	s->configs[0].default_path = s->configs[0].fallback_path = text;
	s->configs[0].default_words = text;
	s->configs[0].name = s->configs[0].platform = s->configs[1].name = text;
	s->configs[0].dialect.from = text;
	ia_note(&report->notes, ISOARGS_INFO, IA_NOTE_QUOTES, IA_IN_FILE(text), "%s", text);
}
