/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/args.h>

#include "support/fat-disk.h"

#include "report/report.h"
#include "support/iso-builder.h"
#include "support/notes.h"

enum {
	BLOCKS = 128,
	EFI = 21,
	BOOT = 22,
	LOWER_BOOT = 25, /* /boot and /boot/grub */
	GRUB_FOLDER = 26,
	CATALOGUE = 24,
	FILES = 30, /* the first block of files */
	ESP = 64,
	JOLIET = 96, /* root, EFI and BOOT of the Joliet tree */
};

#define BOOTS(title) "menuentry '" title "' { linux /vmlinuz inst.stage2=hd:LABEL=x\n}\n"
#define STUCK        "menuentry 'Back' { exit\n}\n"

/* A medium with Rock Ridge names, and what is found out about it. */
struct medium {
	struct builder b;
	struct directory root, boot;
	uint32_t next; /* free block */
	size_t size;   /* of what the image shows */
	struct isoargs_image *image;
	struct isoargs_report *report;
};

static void add_directory(struct directory *in, const char *name, uint32_t block)
{
	struct entries entries = {.size = 0};

	add_rock(in, &entries, name, 0040555,
		 &(struct record){.id = name, .block = block, .size = IA_BLOCK_SIZE});
}

/* A file whose data are where the test says. */
static void add_file_at(struct directory *in, const char *name, uint32_t block, uint32_t size)
{
	struct entries entries = {.size = 0};

	add_rock(in, &entries, name, 0100444, &(struct record){.block = block, .size = size});
}

static void add_file(struct medium *m, struct directory *in, const char *name, const char *text)
{
	uint8_t *data = at_block(&m->b, m->next);

	assert_true(strlen(text) <= IA_BLOCK_SIZE);
	memset(data, 0, IA_BLOCK_SIZE);
	memcpy(data, text, strlen(text));
	add_file_at(in, name, m->next++, (uint32_t)strlen(text));
}

static void set_label(struct medium *m, const char *label)
{
	memset(at_block(&m->b, 16) + 40, ' ', 32);
	memcpy(at_block(&m->b, 16) + 40, label, strlen(label));
}

static int setup(void **state)
{
	struct medium *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	build(&m->b, BLOCKS, 1);
	m->size = m->b.size;
	m->next = FILES;
	m->root = begin_rock_root(&m->b, 1);
	add_directory(&m->root, "EFI", EFI);
	m->boot = begin(&m->b, EFI, 1, ROOT, NULL, NULL);
	add_directory(&m->boot, "BOOT", BOOT);
	m->boot = begin(&m->b, BOOT, 1, EFI, NULL, NULL);
	memcpy(at_block(&m->b, 16) + 830, "2020110411364300", 16);
	set_label(m, "CentOS 7 x86_64");
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	struct medium *m = *state;

	isoargs_report_free(m->report);
	isoargs_image_free(m->image);
	close_built(&m->b);
	free(m);
	return 0;
}

static int inspect(struct medium *m, enum isoargs_depth depth, struct isoargs_report **ret,
		   struct isoargs_error **reterr)
{
	const struct isoargs_inspect_options options = {.depth = depth};

	assert_int_equal(
		isoargs_image_open_memory(m->b.data, m->size, "built.iso", &m->image, NULL), 0);
	return isoargs_inspect(m->image, &options, ret, reterr);
}

static const struct isoargs_report *report_of(struct medium *m, enum isoargs_depth depth)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (inspect(m, depth, &m->report, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
	return m->report;
}

static void assert_fails(struct medium *m, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_report *report = SENTINEL;

	assert_int_equal(inspect(m, ISOARGS_DEPTH_ARGS, &report, &error), code);
	assert_ptr_equal(report, SENTINEL);
	assert_int_equal(isoargs_error_code(error), code);
	assert_contains(isoargs_error_message(error), part);
}

static void put_esp(struct medium *m, const char *text)
{
	struct disk disk = disk_with_tree(12, text);

	memcpy(at_block(&m->b, ESP), disk.bytes, disk.size);
	disk_free(&disk);
}

static void put_mbr(struct medium *m)
{
	uint8_t *entry = m->b.data + 446 + 16;

	entry[4] = 0xef;
	put_le(entry + 8, ESP * 4, 4);
	put_le(entry + 12, 64, 4);
	memcpy(m->b.data + 510, "\x55\xaa", 2);
}

/* A boot record, and a catalogue whose default entry is the ESP's. */
static void put_eltorito(struct medium *m)
{
	uint8_t *p = put_descriptor(&m->b, 17, 0);

	memcpy(p + 7, "EL TORITO SPECIFICATION", 23);
	put_le(p + 0x47, CATALOGUE, 4);
	put_descriptor(&m->b, 18, 255);
	p = at_block(&m->b, CATALOGUE);
	memset(p, 0, IA_BLOCK_SIZE);
	p[0] = 1;
	p[1] = IA_ELTORITO_EFI;
	p[28] = 0xaa;
	p[29] = 0x66; /* the words add up to 0 */
	p[30] = 0x55;
	p[31] = 0xaa;
	p[32] = 0x88;
	put_le(p + 32 + 8, ESP, 4);
}

/* Of its default entry; the words of the first one still add up to 0. */
static void set_platform(struct medium *m, uint8_t platform)
{
	uint8_t *p = at_block(&m->b, CATALOGUE);

	p[29] = (uint8_t)(p[29] + p[1] - platform);
	p[1] = platform;
}

/* /boot/grub/grub.cfg; and no folder for EFI's own. */
static void put_lower_boot(struct medium *m, const char *text)
{
	struct directory boot;

	add_directory(&m->root, "boot", LOWER_BOOT);
	boot = begin(&m->b, LOWER_BOOT, 1, ROOT, NULL, NULL);
	add_directory(&boot, "grub", GRUB_FOLDER);
	boot = begin(&m->b, GRUB_FOLDER, 1, LOWER_BOOT, NULL, NULL);
	add_file(m, &boot, "grub.cfg", text);
}

/* A Joliet descriptor with a label of ASCII letters, "" a blank one. */
static void put_joliet(struct medium *m, const char *label)
{
	uint8_t *p = put_volume(&m->b, 17, 2, JOLIET, IA_BLOCK_SIZE);

	memcpy(p + 88, "%/E", 3);
	for (size_t i = 0; i < 16; i++) {
		p[40 + 2 * i] = 0;
		p[41 + 2 * i] = i < strlen(label) ? (uint8_t)label[i] : ' ';
	}
	put_descriptor(&m->b, 18, 255);
}

static const struct isoargs_note *find_note(const struct isoargs_report *report, const char *code)
{
	const struct isoargs_note *note;

	for (size_t i = 0; (note = isoargs_report_note(report, i)); i++) {
		if (strcmp(isoargs_note_code(note), code) == 0)
			return note;
	}
	return NULL;
}

static void assert_config(const struct isoargs_report *report, size_t index, const char *name,
			  bool evaluated)
{
	assert_true(index < report->menu.count);
	assert_string_equal(report->menu.configs[index].name, name);
	assert_int_equal(report->menu.configs[index].evaluated, evaluated);
}

static void no_tables_are_looked_for_where_the_isos_menu_boots_linux(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;

	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	put_esp(m, BOOTS("ESP"));
	put_mbr(m);
	put_eltorito(m);
	report = report_of(m, ISOARGS_DEPTH_ARGS);
	assert_false(report->has_tables);
	assert_false(report->has_esp);
	assert_int_equal(report->partitions.count, 0);
	assert_int_equal(report->eltorito.count, 0);
	assert_int_equal(report->menu.count, 1);
	assert_int_equal(ia_report_entry_count(report), 1);
	assert_int_equal(report->notes.count, 0);
}

static void in_full_everything_is_looked_at_all_the_same(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;

	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	put_esp(m, BOOTS("ESP"));
	put_mbr(m);
	put_eltorito(m);
	report = report_of(m, ISOARGS_DEPTH_FULL);
	assert_true(report->has_tables);
	assert_true(report->has_esp);
	assert_string_equal(report->esp.via, "MBR partition 2");
	assert_int_equal(report->esp.offset, ESP * IA_BLOCK_SIZE);
	assert_int_equal(report->esp.volume.bits, 12);
	assert_string_equal(report->esp.volume.label, "BOOT SECTOR");
	assert_int_equal(report->esp.volume.serial, 0x1234abcd);
	assert_int_equal(report->partitions.count, 1);
	assert_int_equal(report->eltorito.count, 1);
	assert_int_equal(report->menu.count, 2);
	assert_config(report, 0, "ISO:/EFI/BOOT/grub.cfg", true);
	assert_config(report, 1, "ESP:/EFI/BOOT/grub.cfg", true);
	assert_int_equal(ia_report_entry_count(report), 2);
	assert_string_equal(isoargs_entry_title(isoargs_report_entry(report, 1)), "ESP");
	assert_null(isoargs_report_entry(report, 2));
}

static void an_entry_says_where_its_files_lie_also_when_the_report_is_gone(void **state)
{
	struct medium *m = *state;
	const struct isoargs_entry *entry;
	struct isoargs_args *args = NULL;

	add_file(m, &m->boot, "grub.cfg",
		 "menuentry a {\n linux /k inst.stage2=hd:LABEL=x\n initrd (cd0)/i (hd9)/j "
		 "(esp)/e\n}\n" STUCK);
	report_of(m, ISOARGS_DEPTH_ARGS);
	entry = isoargs_report_entry(m->report, 1);
	assert_null(isoargs_entry_kernel_location(entry));
	assert_null(isoargs_entry_initrd_location(entry, 0));
	assert_int_equal(isoargs_derive(m->report, NULL, &args, NULL), 0);
	for (int kept = 0; kept < 2; kept++) {
		entry = kept ? isoargs_args_entry(args) : isoargs_report_entry(m->report, 0);
		assert_string_equal(isoargs_entry_title(entry), "a");
		assert_string_equal(isoargs_entry_cmdline(entry), "inst.stage2=hd:LABEL=x");
		assert_string_equal(isoargs_entry_kernel_location(entry), "ISO:/k");
		assert_string_equal(isoargs_entry_initrd_location(entry, 0), "ISO:/i");
		assert_string_equal(isoargs_entry_initrd(entry, 1), "(hd9)/j");
		assert_null(isoargs_entry_initrd_location(entry, 1));
		assert_string_equal(isoargs_entry_initrd_location(entry, 2), "ESP:/e");
		assert_null(isoargs_entry_initrd_location(entry, 3));
		m->report = isoargs_report_free(m->report);
	}
	isoargs_args_free(args);
}

#define SAYS_PLATFORM "menuentry 'Arch' { linux /vmlinuz on=$grub_platform\n}\n"

static void assert_platform(const struct isoargs_report *report, size_t index, const char *platform)
{
	assert_config(report, index, "ISO:/boot/grub/grub.cfg", true);
	assert_string_equal(report->menu.configs[index].platform, platform);
}

static void el_torito_says_for_which_platform_grubs_menu_is_read(void **state)
{
	static const struct {
		uint8_t platform;
		uint8_t indicator;
		const char *expected;
	} cases[] = {
		{IA_ELTORITO_EFI, 0x88, "efi"},
		{IA_ELTORITO_BIOS, 0x88, "pc"},
		/* What is not bootable, and other platforms', say nothing. */
		{IA_ELTORITO_EFI, 0, "pc"},
		{IA_ELTORITO_POWERPC, 0x88, "pc"},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct medium *m = *state;

		put_lower_boot(m, SAYS_PLATFORM);
		put_eltorito(m);
		set_platform(m, cases[i].platform);
		at_block(&m->b, CATALOGUE)[32] = cases[i].indicator;
		report_of(m, ISOARGS_DEPTH_FULL);
		assert_int_equal(m->report->menu.count, 1);
		assert_platform(m->report, 0, cases[i].expected);
		teardown(state);
		setup(state);
	}
}

static void a_catalogue_for_bios_and_an_esp_are_both_platforms(void **state)
{
	struct medium *m = *state;

	put_lower_boot(m, SAYS_PLATFORM);
	put_eltorito(m);
	set_platform(m, IA_ELTORITO_BIOS);
	put_esp(m, STUCK);
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_FULL);
	assert_int_equal(m->report->menu.count, 3);
	assert_platform(m->report, 0, "pc");
	assert_platform(m->report, 2, "efi");
}

static void a_medium_without_a_catalogue_has_the_menus_of_bios(void **state)
{
	struct medium *m = *state;

	put_lower_boot(m, SAYS_PLATFORM);
	report_of(m, ISOARGS_DEPTH_FULL);
	assert_int_equal(m->report->menu.count, 1);
	assert_platform(m->report, 0, "pc");
}

static void for_arguments_no_catalogue_is_read_to_tell_the_platform(void **state)
{
	struct medium *m = *state;

	put_lower_boot(m, SAYS_PLATFORM);
	put_eltorito(m);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_false(m->report->has_tables);
	assert_platform(m->report, 0, "pc");
}

static void the_tables_are_read_once(void **state)
{
	struct medium *m = *state;

	put_mbr(m);
	put_le(m->b.data + 446 + 16 + 12, BLOCKS * 4, 4);
	report_of(m, ISOARGS_DEPTH_FULL);
	assert_int_equal(m->report->notes.count, 1);
	assert_string_equal(isoargs_note_code(isoargs_report_note(m->report, 0)),
			    "partition-beyond-end");
}

static void the_isos_own_menu_can_look_at_the_esp_in_full(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", "configfile (hd0,msdos2)/EFI/BOOT/grub.cfg");
	put_esp(m, BOOTS("from the ESP"));
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_FULL);
	assert_string_equal(isoargs_entry_title(isoargs_report_entry(m->report, 0)),
			    "from the ESP");
}

static void the_esps_copy_serves_where_the_isos_lies_beyond_the_end(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;
	const struct isoargs_note *note;

	add_file_at(&m->boot, "grub.cfg", BLOCKS, 100);
	put_esp(m, BOOTS("Install CentOS 7"));
	put_mbr(m);
	report = report_of(m, ISOARGS_DEPTH_ARGS);
	assert_true(report->has_tables);
	assert_int_equal(report->menu.count, 2);
	assert_config(report, 0, "ISO:/EFI/BOOT/grub.cfg", false);
	assert_config(report, 1, "ESP:/EFI/BOOT/grub.cfg", true);
	note = find_note(report, "config-unread");
	assert_non_null(note);
	assert_string_equal(isoargs_note_file(note), "ISO:/EFI/BOOT/grub.cfg");
	assert_int_equal(isoargs_note_severity(note), ISOARGS_ERROR);
}

static void the_esps_copy_serves_where_the_isos_boots_no_linux(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", STUCK);
	put_esp(m, BOOTS("Install CentOS 7"));
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(m->report->menu.count, 2);
	assert_string_equal(isoargs_entry_file(isoargs_report_entry(m->report, 1)),
			    "ESP:/EFI/BOOT/grub.cfg");
}

static void el_torito_leads_to_the_esp_of_a_medium_that_is_not_hybrid(void **state)
{
	struct medium *m = *state;

	put_esp(m, BOOTS("Install CentOS 7"));
	put_eltorito(m);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(m->report->esp.via, "El Torito entry 1");
	assert_int_equal(ia_report_entry_count(m->report), 1);
	assert_int_equal(m->report->notes.count, 0);
}

static void a_damaged_boot_catalogue_is_noted_and_the_esp_found_without_it(void **state)
{
	struct medium *m = *state;

	put_esp(m, BOOTS("Install CentOS 7"));
	put_eltorito(m);
	at_block(&m->b, CATALOGUE)[29] ^= 1;
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_non_null(find_note(m->report, "eltorito-unread"));
	assert_string_equal(m->report->esp.via, "MBR partition 2");
}

static void a_medium_without_configurations_is_reported_without_entries(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report = report_of(m, ISOARGS_DEPTH_ARGS);

	assert_int_equal(report->menu.count, 0);
	assert_int_equal(ia_report_entry_count(report), 0);
	assert_null(isoargs_report_entry(report, 0));
	assert_null(isoargs_report_note(report, 0));
	assert_true(report->has_tables);
	assert_false(report->has_esp);
	assert_string_equal(isoargs_report_label(report), "CentOS 7 x86_64");
}

static void a_truncated_image_is_noted_with_its_numbers(void **state)
{
	struct medium *m = *state;
	const struct isoargs_note *note;

	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	m->size -= 1000;
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_missing(m->report), 1000);
	assert_int_equal(m->report->notes.count, 1);
	note = isoargs_report_note(m->report, 0);
	assert_string_equal(isoargs_note_code(note), "truncated");
	assert_int_equal(isoargs_note_severity(note), ISOARGS_WARNING);
	assert_string_equal(isoargs_note_text(note),
			    "the image is truncated: it has 261144 bytes, its volume has 262144, "
			    "1000 are missing; download it again");
}

static void an_image_longer_than_its_volume_is_whole(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	put_both32(at_block(&m->b, 16) + 80, BLOCKS - 1);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_missing(m->report), 0);
	assert_int_equal(m->report->notes.count, 0);
}

static void what_is_no_iso_is_refused_by_name_and_place(void **state)
{
	struct medium *m = *state;

	at_block(&m->b, 16)[5] = '2';
	assert_fails(m, -EBADMSG,
		     "built.iso: no ISO 9660 volume: \"CD001\" is missing in sector 16; name the "
		     ".iso file of an installation medium");
}

static void an_image_that_ends_before_its_descriptors_is_refused(void **state)
{
	struct medium *m = *state;

	m->size = 17 * IA_BLOCK_SIZE - 1;
	assert_fails(
		m, -ENODATA,
		"found 34815 bytes, too few for an ISO 9660 volume, which begins at byte 32768");
}

static void blocks_of_another_size_are_refused(void **state)
{
	struct medium *m = *state;

	put_both16(at_block(&m->b, 16) + 128, 512);
	assert_fails(m, -EOPNOTSUPP, "blocks of 512 bytes, expected 2048");
}

static void a_failure_needs_no_error_object(void **state)
{
	struct medium *m = *state;
	struct isoargs_report *report = SENTINEL;

	at_block(&m->b, 16)[5] = '2';
	assert_int_equal(inspect(m, ISOARGS_DEPTH_FULL, &report, NULL), -EBADMSG);
	assert_ptr_equal(report, SENTINEL);
}

/*
 * A label that tells nothing, in two spellings: the libblkid of EL7 and EL8 sees the 16
 * characters of the Joliet one, later ones see what the primary one adds to them.
 */
static void put_labels_that_differ(struct medium *m)
{
	set_label(m, "NETINST-OF-THE-WEEK-12");
	put_joliet(m, "netinst-of-the-w");
}

static void the_label_rule_of_el7_is_chosen_after_the_title_told_the_release(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;

	put_labels_that_differ(m);
	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	report = report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_generation(report), 7);
	assert_string_equal(report->distro.version_from, "menu");
	assert_string_equal(report->labels.host, "netinst-of-the-wEEK-12");
	assert_string_equal(isoargs_report_label(report), "netinst-of-the-w");
	assert_string_equal(isoargs_report_label_encoded(report), "netinst-of-the-w");
}

static void the_label_rule_of_el9_is_chosen_after_the_title_told_the_release(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;

	put_labels_that_differ(m);
	add_file(m, &m->boot, "grub.cfg", STUCK BOOTS("Install Rocky Linux 9.3"));
	report = report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_generation(report), 9);
	assert_string_equal(isoargs_report_distribution(report), "Rocky Linux");
	assert_string_equal(isoargs_report_version(report), "9.3");
	assert_string_equal(isoargs_report_osinfo_id(report), "rocky9");
	assert_string_equal(isoargs_report_label(report), "netinst-of-the-wEEK-12");
}

static void el8_has_the_label_rule_of_el7(void **state)
{
	struct medium *m = *state;

	put_labels_that_differ(m);
	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS Stream 8"));
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_generation(m->report), 8);
	assert_string_equal(isoargs_report_label(m->report), "netinst-of-the-w");
}

static void a_title_on_the_esp_tells_the_release_as_well(void **state)
{
	struct medium *m = *state;

	set_label(m, "NETINST");
	put_esp(m, BOOTS("Install Rocky Linux 9.3"));
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(isoargs_report_generation(m->report), 9);
}

static void the_label_goes_before_the_titles(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", BOOTS("Install Rocky Linux 9.3"));
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(m->report), "CentOS");
	assert_string_equal(m->report->distro.version_from, "label");
	assert_int_equal(isoargs_report_generation(m->report), 7);
	assert_string_equal(isoargs_report_arch(m->report), "x86_64");
	assert_string_equal(isoargs_report_label_encoded(m->report), "CentOS\\x207\\x20x86_64");
	assert_string_equal(isoargs_report_uuid(m->report), "2020-11-04-11-36-43-00");
}

static void the_treeinfo_goes_before_the_label(void **state)
{
	struct medium *m = *state;
	const struct isoargs_report *report;

	add_file(m, &m->root, ".treeinfo",
		 "[general]\nfamily = Red Hat Enterprise Linux\nversion = 9.4\narch = ppc64le\n"
		 "variant = BaseOS\n");
	report = report_of(m, ISOARGS_DEPTH_ARGS);
	assert_true(report->has_treeinfo);
	assert_string_equal(isoargs_report_distribution(report), "Red Hat Enterprise Linux");
	assert_string_equal(report->distro.name_from, ".treeinfo");
	assert_string_equal(isoargs_report_version(report), "9.4");
	assert_string_equal(isoargs_report_variant(report), "BaseOS");
	assert_string_equal(isoargs_report_arch(report), "ppc64le");
	assert_int_equal(isoargs_report_generation(report), 9);
}

static void the_discinfo_stands_between_treeinfo_and_label(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->root, ".treeinfo", "[general]\nfamily = CentOS\n");
	add_file(m, &m->root, ".discinfo", "1604001756.1\n7.9\naarch64\n");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_true(m->report->has_discinfo);
	assert_string_equal(isoargs_report_version(m->report), "7.9");
	assert_string_equal(m->report->distro.version_from, ".discinfo");
	assert_string_equal(isoargs_report_arch(m->report), "aarch64");
}

static struct directory begin_disk(struct medium *m)
{
	uint32_t block = m->next++;

	add_directory(&m->root, ".disk", block);
	return begin(&m->b, block, 1, ROOT, NULL, NULL);
}

static void the_disk_info_of_debian_goes_before_the_label(void **state)
{
	struct medium *m = *state;
	struct directory disk = begin_disk(m);

	set_label(m, "Ubuntu 24.04 LTS arm64");
	add_file(m, &disk, "info", "Debian GNU/Linux 12.5.0 \"Bookworm\" - Official amd64 DVD\n");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(m->report->distro.family, IA_FAMILY_DEBIAN);
	assert_string_equal(isoargs_report_distribution(m->report), "Debian");
	assert_string_equal(m->report->distro.version_from, ".disk/info");
	assert_string_equal(isoargs_report_version(m->report), "12.5.0");
	assert_string_equal(isoargs_report_arch(m->report), "amd64");
	assert_int_equal(isoargs_report_generation(m->report), 0);
}

static void a_disk_info_beside_red_hats_files_is_not_read(void **state)
{
	struct medium *m = *state;
	struct directory disk = begin_disk(m);

	add_file(m, &disk, "info", "Ubuntu 24.04 LTS amd64\n");
	add_file(m, &m->root, ".discinfo", "1604001756.1\n7.9\nx86_64\n");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(m->report), "CentOS");
	assert_int_equal(isoargs_report_generation(m->report), 7);
}

static void a_disk_info_above_the_bound_is_noted(void **state)
{
	struct medium *m = *state;
	struct directory disk = begin_disk(m);
	const struct isoargs_note *note;

	add_file_at(&disk, "info", 0, IA_TREEINFO_MAX + 1);
	report_of(m, ISOARGS_DEPTH_ARGS);
	note = find_note(m->report, "file-unread");
	assert_non_null(note);
	assert_string_equal(isoargs_note_file(note), "ISO:/.disk/info");
	assert_string_equal(m->report->distro.version_from, "label");
}

static void a_treeinfo_beyond_the_end_is_noted_and_the_label_tells_instead(void **state)
{
	struct medium *m = *state;
	const struct isoargs_note *note;

	add_file_at(&m->root, ".treeinfo", BLOCKS, 100);
	add_file(m, &m->boot, "grub.cfg", BOOTS("Install CentOS 7"));
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_false(m->report->has_treeinfo);
	note = find_note(m->report, "file-unread");
	assert_non_null(note);
	assert_string_equal(isoargs_note_file(note), "ISO:/.treeinfo");
	assert_string_equal(m->report->distro.version_from, "label");
}

static void a_treeinfo_above_the_bound_is_noted(void **state)
{
	struct medium *m = *state;

	add_file_at(&m->root, ".treeinfo", 0, IA_TREEINFO_MAX + 1);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_contains(isoargs_note_text(find_note(m->report, "file-unread")), "131073 bytes");
}

static void a_treeinfo_of_the_greatest_size_is_read(void **state)
{
	static const char text[] = "[general]\nfamily = Fedora\nversion = 38\n";
	struct medium *m = *state;
	uint8_t *data;

	/* In what else is the area of the ESP and the Joliet tree. */
	assert_true(ESP + IA_TREEINFO_MAX / IA_BLOCK_SIZE <= BLOCKS);
	data = at_block(&m->b, ESP);
	memset(data, '\n', IA_TREEINFO_MAX);
	memcpy(data + IA_TREEINFO_MAX - strlen(text), text, strlen(text));
	add_file_at(&m->root, ".treeinfo", ESP, IA_TREEINFO_MAX);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_true(m->report->has_treeinfo);
	assert_string_equal(isoargs_report_distribution(m->report), "Fedora");
}

static void a_treeinfo_of_other_sections_is_as_good_as_none(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->root, ".treeinfo", "[other]\nfamily = Fedora\nversion = 38\n");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_false(m->report->has_treeinfo);
	assert_string_equal(isoargs_report_distribution(m->report), "CentOS");
}

static void the_release_that_the_label_tells_chooses_the_dialect_of_the_menu(void **state)
{
	struct medium *m = *state;

	set_label(m, "RHEL-9-4-0-BaseOS-x86_64");
	add_file(m, &m->boot, "grub.cfg", BOOTS("a"));
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(m->report->menu.configs[0].dialect.grub, IA_GRUB_RHEL9);
}

static void a_name_of_red_hats_kin_without_a_release_has_its_newest_dialect(void **state)
{
	static const char *const labels[] = {"Fedora-custom-3", "CentOS",
					     "fedora-coreos-43.20251024.3.0"};
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", "menuentry a { linux /k w=\\x20\n}\n");
	for (size_t i = 0; i < IA_COUNT(labels); i++) {
		set_label(m, labels[i]);
		m->report = isoargs_report_free(m->report);
		m->image = isoargs_image_free(m->image);
		report_of(m, ISOARGS_DEPTH_ARGS);
		assert_int_equal(m->report->menu.configs[0].dialect.grub, IA_GRUB_RHEL9);
		assert_string_equal(m->report->menu.configs[0].dialect.from, "family");
		assert_string_equal(isoargs_entry_cmdline(isoargs_report_entry(m->report, 0)),
				    "w=\\x20");
	}
}

static void a_forced_dialect_goes_before_the_release_at_any_depth(void **state)
{
	static const enum isoargs_depth depths[] = {ISOARGS_DEPTH_ARGS, ISOARGS_DEPTH_FULL};
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", "menuentry a { linux /k w=\\x20\n}\n");
	for (size_t i = 0; i < IA_COUNT(depths); i++) {
		const struct isoargs_inspect_options options = {depths[i], ISOARGS_DIALECT_STOCK};
		const struct ia_dialect *dialect;

		m->report = isoargs_report_free(m->report);
		m->image = isoargs_image_free(m->image);
		assert_int_equal(
			isoargs_image_open_memory(m->b.data, m->size, "b.iso", &m->image, NULL), 0);
		assert_int_equal(isoargs_inspect(m->image, &options, &m->report, NULL), 0);
		dialect = &m->report->menu.configs[0].dialect;
		assert_int_equal(dialect->grub, IA_GRUB_STOCK);
		assert_string_equal(dialect->from, "forced");
		assert_string_equal(isoargs_entry_cmdline(isoargs_report_entry(m->report, 0)),
				    "w=x20");
	}
}

static void a_forced_dialect_is_forgotten_with_the_report(void **state)
{
	const struct isoargs_inspect_options options = {.dialect = ISOARGS_DIALECT_RHEL9};
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", BOOTS("a"));
	assert_int_equal(isoargs_image_open_memory(m->b.data, m->size, "b.iso", &m->image, NULL),
			 0);
	assert_int_equal(isoargs_inspect(m->image, &options, &m->report, NULL), 0);
	assert_string_equal(m->report->menu.configs[0].dialect.from, "forced");
	m->report = isoargs_report_free(m->report);
	assert_int_equal(isoargs_inspect(m->image, NULL, &m->report, NULL), 0);
	assert_string_equal(m->report->menu.configs[0].dialect.from, "release");
}

static void an_option_without_a_name_is_refused(void **state)
{
	static const struct isoargs_inspect_options wrong[] = {
		{.depth = (enum isoargs_depth)2},
		{.dialect = (enum isoargs_dialect)5},
		{.platform = (enum isoargs_platform)3},
	};
	struct medium *m = *state;

	assert_int_equal(isoargs_image_open_memory(m->b.data, m->size, "b.iso", &m->image, NULL),
			 0);
	for (size_t i = 0; i < IA_COUNT(wrong); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		assert_int_equal(isoargs_inspect(m->image, &wrong[i], &m->report, &error), -EINVAL);
		assert_contains(isoargs_error_message(error), "there is no ");
		assert_null(m->report);
	}
}

static void a_platform_that_is_asked_for_is_the_only_one_at_any_depth(void **state)
{
	static const struct {
		enum isoargs_platform platform;
		const char *expected;
	} cases[] = {{ISOARGS_PLATFORM_BIOS, "pc"}, {ISOARGS_PLATFORM_EFI, "efi"}};

	for (size_t i = 0; i < IA_COUNT(cases) * 2; i++) {
		struct medium *m = *state;
		const struct isoargs_inspect_options options = {
			.depth = i % 2 ? ISOARGS_DEPTH_ARGS : ISOARGS_DEPTH_FULL,
			.platform = cases[i / 2].platform,
		};

		put_lower_boot(m, SAYS_PLATFORM);
		put_eltorito(m);
		assert_int_equal(
			isoargs_image_open_memory(m->b.data, m->size, "built.iso", &m->image, NULL),
			0);
		assert_int_equal(isoargs_inspect(m->image, &options, &m->report, NULL), 0);
		assert_int_equal(m->report->menu.count, 1);
		assert_platform(m->report, 0, cases[i / 2].expected);
		teardown(state);
		setup(state);
	}
}

static void platforms_are_known_by_name(void **state IA_UNUSED)
{
	enum isoargs_platform platform = ISOARGS_PLATFORM_MEDIUM;

	assert_int_equal(isoargs_platform_parse("bios", &platform), 0);
	assert_int_equal(platform, ISOARGS_PLATFORM_BIOS);
	assert_int_equal(isoargs_platform_parse("efi", &platform), 0);
	assert_int_equal(platform, ISOARGS_PLATFORM_EFI);
	assert_int_equal(isoargs_platform_parse("pc", &platform), -EINVAL);
	assert_int_equal(isoargs_platform_parse("", &platform), -EINVAL);
	assert_int_equal(platform, ISOARGS_PLATFORM_EFI);
}

static void dialects_are_known_by_name(void **state IA_UNUSED)
{
	static const char *const names[] = {
		[ISOARGS_DIALECT_STOCK] = "stock",
		[ISOARGS_DIALECT_RHEL7] = "rhel7",
		[ISOARGS_DIALECT_RHEL8] = "rhel8",
		[ISOARGS_DIALECT_RHEL9] = "rhel9",
	};
	enum isoargs_dialect dialect = ISOARGS_DIALECT_MEDIUM;

	for (size_t i = ISOARGS_DIALECT_STOCK; i < IA_COUNT(names); i++) {
		assert_int_equal(isoargs_dialect_parse(names[i], &dialect), 0);
		assert_int_equal(dialect, i);
	}
	dialect = ISOARGS_DIALECT_RHEL8;
	assert_int_equal(isoargs_dialect_parse("RHEL9", &dialect), -EINVAL);
	assert_int_equal(isoargs_dialect_parse("", &dialect), -EINVAL);
	assert_int_equal(dialect, ISOARGS_DIALECT_RHEL8);
}

static void the_mediums_grub_is_read_for_the_arguments_only_where_no_release_tells(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg", BOOTS("a"));
	/* It lies beyond the end, so whoever reads it notes that. */
	add_file_at(&m->boot, "grubx64.efi", BLOCKS + 9, 4096);
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(m->report->menu.configs[0].dialect.from, "release");
	assert_false(notes_have(&m->report->notes, "grub-unread"));
	m->report = isoargs_report_free(m->report);
	m->image = isoargs_image_free(m->image);
	set_label(m, "A");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(m->report->menu.configs[0].dialect.from, "default");
	assert_true(notes_have(&m->report->notes, "grub-unread"));
}

static void grub_searches_a_medium_with_rock_ridge_by_its_primary_label(void **state)
{
	struct medium *m = *state;

	set_label(m, "PRIMARY");
	put_joliet(m, "JOLIET");
	add_file(m, &m->boot, "grub.cfg",
		 "set root=none\nsearch --set=root -l JOLIET\nset a=$root\n"
		 "search --set=root -l PRIMARY\nmenuentry \"$a $root\" { linux /k\n}\n");
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_entry_title(isoargs_report_entry(m->report, 0)), "none cd0");
}

/* A record with a name of ASCII letters in UCS-2. */
static void add_joliet(struct directory *in, const char *name, uint32_t block, uint32_t size,
		       uint8_t flags)
{
	char id[64];

	for (size_t i = 0; name[i]; i++) {
		id[2 * i] = '\0';
		id[2 * i + 1] = name[i];
	}
	add(in, &(struct record){.id = id,
				 .id_size = 2 * strlen(name),
				 .block = block,
				 .size = size,
				 .flags = flags});
}

static void grub_searches_a_medium_with_a_joliet_tree_by_its_joliet_label(void **state)
{
	struct medium *m = *state;
	struct directory directory = begin(&m->b, ROOT, 1, ROOT, NULL, NULL);
	static const char text[] = "set root=none\nsearch --set=root -l PRIMARY\nset a=$root\n"
				   "search --set=root -l JOLIET\n"
				   "menuentry \"$a $root\" { linux /k\n}\n";

	set_label(m, "PRIMARY");
	put_joliet(m, "JOLIET");
	directory = begin(&m->b, JOLIET, 1, JOLIET, NULL, NULL);
	add_joliet(&directory, "EFI", JOLIET + 1, IA_BLOCK_SIZE, 2);
	directory = begin(&m->b, JOLIET + 1, 1, JOLIET, NULL, NULL);
	add_joliet(&directory, "BOOT", JOLIET + 2, IA_BLOCK_SIZE, 2);
	directory = begin(&m->b, JOLIET + 2, 1, JOLIET + 1, NULL, NULL);
	add_joliet(&directory, "grub.cfg", FILES, sizeof(text) - 1, 0);
	memcpy(at_block(&m->b, FILES), text, sizeof(text));
	report_of(m, ISOARGS_DEPTH_ARGS);
	assert_int_equal(m->report->volume.tree, IA_ISO9660_JOLIET);
	assert_string_equal(isoargs_entry_title(isoargs_report_entry(m->report, 0)), "none cd0");
}

static void grub_searches_the_medium_and_its_esp_by_uuid_and_label(void **state)
{
	struct medium *m = *state;

	add_file(m, &m->boot, "grub.cfg",
		 "search --set=a -l 'BOOT SECTOR'\nsearch --set=b -u 2020-11-04-11-36-43-00\n"
		 "menuentry \"$a $b\" { linux /k\n}\n");
	put_esp(m, STUCK);
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_FULL);
	assert_string_equal(isoargs_entry_title(isoargs_report_entry(m->report, 0)), "esp cd0");
}

static void a_report_outlives_its_image_and_the_bytes(void **state)
{
	struct medium *m = *state;
	char *text IA_AUTO_FREE = NULL, *json IA_AUTO_FREE = NULL;

	add_file(m, &m->root, ".treeinfo", "[general]\nfamily = CentOS\nversion = 7\n");
	add_file(m, &m->boot, "grub.cfg", "nonsense\n" BOOTS("Install CentOS 7"));
	put_esp(m, BOOTS("ESP"));
	put_mbr(m);
	report_of(m, ISOARGS_DEPTH_FULL);
	m->image = isoargs_image_free(m->image);
	memset(m->b.data, 0x5e, m->b.size);
	assert_int_equal(isoargs_report_text(m->report, NULL, &text, NULL), 0);
	assert_contains(text, "image   built.iso\n");
	assert_contains(text, "Install CentOS 7");
	assert_contains(text, "ISO:/EFI/BOOT/grub.cfg:1");
	assert_contains(text, "MBR partition 2");
	assert_contains(text, "from .treeinfo");
	assert_int_equal(isoargs_report_json(m->report, NULL, &json, NULL), 0);
	assert_contains(json, "\"encoded\":\"CentOS\\\\x207\\\\x20x86_64\"");
	assert_string_equal(isoargs_entry_cmdline(isoargs_report_entry(m->report, 0)),
			    "inst.stage2=hd:LABEL=x");
	assert_string_equal(isoargs_entry_kernel(isoargs_report_entry(m->report, 1)), "/vmlinuz");
}

static void freeing_no_report_does_nothing(void **state IA_UNUSED)
{
	assert_null(isoargs_report_free(NULL));
}

#define on_medium(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(el_torito_says_for_which_platform_grubs_menu_is_read),
		on_medium(a_catalogue_for_bios_and_an_esp_are_both_platforms),
		on_medium(a_medium_without_a_catalogue_has_the_menus_of_bios),
		on_medium(for_arguments_no_catalogue_is_read_to_tell_the_platform),
		on_medium(no_tables_are_looked_for_where_the_isos_menu_boots_linux),
		on_medium(in_full_everything_is_looked_at_all_the_same),
		on_medium(an_entry_says_where_its_files_lie_also_when_the_report_is_gone),
		on_medium(the_tables_are_read_once),
		on_medium(the_isos_own_menu_can_look_at_the_esp_in_full),
		on_medium(the_esps_copy_serves_where_the_isos_lies_beyond_the_end),
		on_medium(the_esps_copy_serves_where_the_isos_boots_no_linux),
		on_medium(el_torito_leads_to_the_esp_of_a_medium_that_is_not_hybrid),
		on_medium(a_damaged_boot_catalogue_is_noted_and_the_esp_found_without_it),
		on_medium(a_medium_without_configurations_is_reported_without_entries),
		on_medium(a_truncated_image_is_noted_with_its_numbers),
		on_medium(an_image_longer_than_its_volume_is_whole),
		on_medium(what_is_no_iso_is_refused_by_name_and_place),
		on_medium(an_image_that_ends_before_its_descriptors_is_refused),
		on_medium(blocks_of_another_size_are_refused),
		on_medium(a_failure_needs_no_error_object),
		on_medium(the_label_rule_of_el7_is_chosen_after_the_title_told_the_release),
		on_medium(the_label_rule_of_el9_is_chosen_after_the_title_told_the_release),
		on_medium(el8_has_the_label_rule_of_el7),
		on_medium(a_title_on_the_esp_tells_the_release_as_well),
		on_medium(the_label_goes_before_the_titles),
		on_medium(the_treeinfo_goes_before_the_label),
		on_medium(the_discinfo_stands_between_treeinfo_and_label),
		on_medium(the_disk_info_of_debian_goes_before_the_label),
		on_medium(a_disk_info_beside_red_hats_files_is_not_read),
		on_medium(a_disk_info_above_the_bound_is_noted),
		on_medium(a_treeinfo_beyond_the_end_is_noted_and_the_label_tells_instead),
		on_medium(a_treeinfo_above_the_bound_is_noted),
		on_medium(a_treeinfo_of_the_greatest_size_is_read),
		on_medium(a_treeinfo_of_other_sections_is_as_good_as_none),
		on_medium(the_release_that_the_label_tells_chooses_the_dialect_of_the_menu),
		on_medium(a_name_of_red_hats_kin_without_a_release_has_its_newest_dialect),
		on_medium(a_forced_dialect_goes_before_the_release_at_any_depth),
		on_medium(a_forced_dialect_is_forgotten_with_the_report),
		on_medium(an_option_without_a_name_is_refused),
		on_medium(a_platform_that_is_asked_for_is_the_only_one_at_any_depth),
		on_medium(platforms_are_known_by_name),
		on_medium(dialects_are_known_by_name),
		on_medium(the_mediums_grub_is_read_for_the_arguments_only_where_no_release_tells),
		on_medium(grub_searches_a_medium_with_rock_ridge_by_its_primary_label),
		on_medium(grub_searches_a_medium_with_a_joliet_tree_by_its_joliet_label),
		on_medium(grub_searches_the_medium_and_its_esp_by_uuid_and_label),
		on_medium(a_report_outlives_its_image_and_the_bytes),
		cmocka_unit_test(freeing_no_report_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
