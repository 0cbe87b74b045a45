/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/report-sample.h"

#include "base/limits.h"
#include "base/note.h"
#include "base/table.h"
#include "base/utf8.h"

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
	/* One more note, the variant, and words of a default: line feeds of the medium make no lines. */
	assert_int_equal(lines, expected + 3);
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

static void a_loader_that_is_not_grub_is_named_with_its_platform(void **state)
{
	struct sample *s = *state;

	s->configs[1] = (struct ia_config){.loader = IA_LOADER_GRUB_LEGACY,
					   .name = "ISO:/EFI/BOOT/BOOTX64.conf",
					   .platform = "efi",
					   .evaluated = true};
	text_of(s);
	assert_contains(s->output, "\nISO:/EFI/BOOT/BOOTX64.conf (GRUB Legacy, efi)\n");
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
	parse_json(s);
	assert_number(s, "/image/missing", 1);
}

static void an_image_as_long_as_its_volume_is_not_called_truncated(void **state)
{
	struct sample *s = *state;

	s->report.volume.size = 5000;
	text_of(s);
	assert_contains(s->output, "volume       4.8 KiB (5000 bytes)\n");
	parse_json(s);
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

static void a_tree_says_what_is_not_known_of_it(void **state)
{
	struct sample *s = *state;

	s->report.is_tree = true;
	s->report.has_tables = false;
	s->report.labels = (struct ia_labels){.is_unknown = true};
	assert_contains(text_of(s), "  tree          CentOS-7.iso\n"
				    "  size, volume  unknown: these are files, not their image\n"
				    "\nlabel\n"
				    "  unknown: an image has one, files have none; ISOARGS_LABEL "
				    "gives it\n"
				    "\ndistribution\n");
	assert_contains(text_of(s), "\npartition tables, El Torito, EFI system partition: unknown, "
				    "only an image has them\n");
	assert_null(strstr(text_of(s), "none\n"));
	s->report.labels = (struct ia_labels){.installer = "C 7", .encoded = "C\\x207"};
	assert_contains(text_of(s), "\nlabel\n"
				    "  as it was given    C 7\n"
				    "  as udev spells it  C\\x207\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_sample(a_tree_says_what_is_not_known_of_it),
		on_sample(the_table_holds_no_control_and_bidi_characters),
		on_sample(the_table_tells_everything_of_a_report),
		on_sample(a_loader_that_is_not_grub_is_named_with_its_platform),
		on_sample(the_table_says_what_is_not_there),
		on_sample(tables_that_were_not_looked_for_are_not_told),
		on_sample(an_image_shorter_than_its_volume_is_called_truncated),
		on_sample(an_image_as_long_as_its_volume_is_not_called_truncated),
		on_sample(an_entry_without_a_kernel_is_marked),
		on_sample(a_note_shows_its_offset_and_how_many_more_there_were),
		on_sample(the_map_has_a_row_for_each_part_of_the_largest_medium),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
