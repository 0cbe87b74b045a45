/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/compare.h"
#include "menu/places.h"
#include "release/discinfo.h"
#include "release/osinfo.h"
#include "report/filesystems.h"
#include "report/tree.h"
#include "volume/foreign.h"

/* The order of the probes: each stage fills its part of the report or leaves a note. */

struct probe {
	struct ia_window image;
	struct isoargs_report *report;
	struct ia_filesystems systems; /* esp NULL: none, or not looked for yet */
	struct ia_dialect dialect;     /* from NULL: nothing has told yet */
	const char *label;             /* that a tree is said to have; NULL: none is known */
	enum ia_worth worth;           /* of the places where menus are looked for */
};

static void cleanup_probe(struct probe *probe)
{
	ia_filesystems_close(&probe->systems);
	isoargs_report_free(probe->report);
}

static int open_tree(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	int r = ia_tree_open(&probe->image, &report->notes, &probe->systems.tree, reterr);

	if (r <= 0)
		return r;
	report->is_tree = true;
	report->is_dear = ia_image_is_remote(probe->image.image);
	probe->systems.iso_files = ia_tree_files(probe->systems.tree);
	if (ia_labels_given(probe->label, report->arena, &report->labels) < 0)
		return ia_error_memory(reterr);
	return 1;
}

static int open_image(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	int r;

	if (probe->label)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_LABEL),
				"leave it out, or label a copy of the image",
				"found a label for an image, which has one itself");
	r = ia_iso9660_open(&probe->image, &report->notes, &probe->systems.iso, reterr);
	if (r < 0)
		return r;
	if (r == 0)
		return ia_foreign_error(&probe->image, report->image_name, reterr);
	report->volume = *ia_iso9660_volume(probe->systems.iso);
	probe->systems.iso_files = ia_iso9660_files(probe->systems.iso);
	if (report->volume.size > report->image_size)
		ia_note(&report->notes, ISOARGS_WARNING, IA_NOTE_TRUNCATED, IA_NOWHERE,
			"the image is truncated: it has %" PRIu64 " bytes, its volume has %" PRIu64
			", %" PRIu64 " are missing; download it again",
			report->image_size, report->volume.size, isoargs_report_missing(report));
	return ia_labels_read(&probe->image, &report->volume, report->arena, &report->notes,
			      &report->labels, reterr);
}

/* One small text file of the ISO: 1 read, 0 absent; what cannot be read is a note. */
static int read_text(struct probe *probe, const char *path, char **ret, size_t *ret_size)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	r = ia_files_slurp(&probe->systems.iso_files, path, IA_TREEINFO_MAX, ret, ret_size, &error);
	if (r < 0 && r != -ENOMEM) {
		ia_note_error(&probe->report->notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
		return 0;
	}
	return r;
}

static int read_treeinfo(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	char *text IA_AUTO_FREE = NULL;
	size_t size;
	int r;

	report->treeinfo_name = report->is_tree ? "TREE:/.treeinfo" : "ISO:/.treeinfo";
	r = read_text(probe, "/.treeinfo", &text, &size);
	if (r == 0 && report->is_tree) {
		/* Some servers hand out nothing whose name begins with a dot. */
		r = read_text(probe, "/treeinfo", &text, &size);
		if (r > 0)
			report->treeinfo_name = "TREE:/treeinfo";
	}
	if (r > 0)
		r = ia_treeinfo_parse(&(struct ia_ini){.name = report->treeinfo_name,
						       .rest = {text, size},
						       .meter = probe->image.meter,
						       .notes = &report->notes},
				      report->arena, &report->treeinfo, reterr);
	if (r < 0)
		return r;
	report->has_treeinfo = r > 0;
	return report->has_treeinfo
		       ? ia_distro_from_treeinfo(&report->distro, &report->treeinfo, report->arena)
		       : 0;
}

static int read_discinfo(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	char *text IA_AUTO_FREE = NULL;
	const char *release, *arch;
	size_t size;
	int r;

	/* It tells what .treeinfo does, and less. */
	if (report->is_dear)
		return 0;
	r = read_text(probe, "/.discinfo", &text, &size);
	if (r > 0)
		r = ia_discinfo_parse(text, size, report->arena, &release, &arch, reterr);
	if (r < 0)
		return r;
	report->has_discinfo = r > 0;
	return r > 0 ? ia_distro_from_discinfo(&report->distro, release, arch, report->arena) : 0;
}

/* Debian's and Ubuntu's; looked for only where neither of Red Hat's files is there. */
static int read_diskinfo(struct probe *probe)
{
	struct isoargs_report *report = probe->report;
	char *text IA_AUTO_FREE = NULL;
	size_t size;
	int r;

	if (report->has_treeinfo || report->has_discinfo)
		return 0;
	r = read_text(probe, "/.disk/info", &text, &size);
	return r > 0 ? ia_distro_from_diskinfo(&report->distro, text, report->arena) : r;
}

/* What the medium's maker says it is, before its menu is read: the menu's dialect depends on it. */
static int identify(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	const char *label = report->labels.pvd ? report->labels.pvd : report->labels.host;
	uint64_t failed = ia_image_failures(probe->image.image);
	int r;

	r = read_treeinfo(probe, reterr);
	if (r == 0)
		r = read_discinfo(probe, reterr);
	if (r == 0)
		r = read_diskinfo(probe);
	if (r == 0 && report->is_tree)
		r = ia_tree_identify(report, &probe->systems.iso_files, &probe->worth);
	report->is_doubtful = ia_image_failures(probe->image.image) > failed;
	if (r == 0 && label)
		r = ia_distro_from_label(&report->distro, label, report->arena);
	return r == -ENOMEM ? ia_error_memory(reterr) : r;
}

static int read_eltorito(struct probe *probe)
{
	struct isoargs_report *report = probe->report;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	if (!report->volume.has_boot_record)
		return 0;
	r = ia_eltorito_read(&probe->image, report->volume.catalogue, &report->notes,
			     &report->eltorito, &error);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		ia_note_error(&report->notes, ISOARGS_WARNING, IA_NOTE_ELTORITO_UNREAD, error);
	return 0;
}

static int read_tables(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	int r;

	if (report->has_tables)
		return 0;
	report->has_tables = true;
	r = ia_partitions_read(&probe->image, report->arena, &report->notes, &report->partitions,
			       reterr);
	if (r < 0)
		return r;
	ia_esp_expect(&probe->image, &report->partitions);
	if (read_eltorito(probe) < 0)
		return ia_error_memory(reterr);
	r = ia_esp_find(&probe->image, &report->partitions, &report->eltorito, report->arena,
			&report->notes, &report->esp);
	if (r < 0)
		return ia_error_memory(reterr);
	if (r > 0) {
		report->has_esp = true;
		probe->systems.esp = IA_TAKE(report->esp.fat);
		probe->systems.esp_files = ia_fat_files(probe->systems.esp);
	}
	return 0;
}

/*
 * Which GRUB reads the menus. To ask the medium's own costs reads, so where little is to be read
 * it is asked only when the release does not tell.
 */
static int read_dialect(struct probe *probe, const struct ia_files *const *files, size_t count,
			struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	int r;

	if (probe->dialect.from)
		return 0;
	if (report->depth == ISOARGS_DEPTH_ARGS)
		probe->dialect = ia_dialect_of_release(&report->distro);
	if (probe->dialect.from)
		return 0;
	r = ia_dialect_find(files, count, &report->distro, report->arena, &report->notes,
			    &probe->dialect);
	return r < 0 ? ia_error_memory(reterr) : 0;
}

/*
 * What boots the medium, 0 as long as that is not known: what El Torito names, and EFI where there is an ESP. A catalogue that
 * names neither leaves it to the places of menus what they are for.
 */
static unsigned platforms_of(const struct probe *probe)
{
	const struct ia_eltorito *eltorito = &probe->report->eltorito;
	unsigned platforms = 0;

	if (probe->report->platform)
		return probe->report->platform;
	/* Either may boot the image that a tree was, or is yet to become. */
	if (probe->report->is_tree && probe->report->depth == ISOARGS_DEPTH_FULL)
		return IA_PLATFORM_PC | IA_PLATFORM_EFI;
	if (!probe->report->has_tables)
		return 0;
	/* Of at most IA_ELTORITO_ENTRIES_MAX. */
	for (size_t i = 0; i < eltorito->count; i++) {
		if (!eltorito->entries[i].bootable)
			continue;
		if (eltorito->entries[i].platform == IA_ELTORITO_BIOS)
			platforms |= IA_PLATFORM_PC;
		if (eltorito->entries[i].platform == IA_ELTORITO_EFI)
			platforms |= IA_PLATFORM_EFI;
	}
	if (platforms == 0)
		platforms = IA_PLATFORM_PC;
	return probe->systems.esp ? platforms | IA_PLATFORM_EFI : platforms;
}

/* Where the image begins that BIOS starts without emulating a drive; 0: none is known. */
static uint64_t boot_image_of(const struct ia_eltorito *eltorito)
{
	/* Of at most IA_ELTORITO_ENTRIES_MAX. */
	for (size_t i = 0; i < eltorito->count; i++) {
		const struct ia_eltorito_entry *entry = &eltorito->entries[i];

		if (entry->bootable && entry->platform == IA_ELTORITO_BIOS && entry->media == 0)
			return (uint64_t)entry->block * IA_BLOCK_SIZE;
	}
	return 0;
}

static struct ia_menu_medium menu_medium(const struct probe *probe, const struct ia_files *files)
{
	struct isoargs_report *report = probe->report;

	return (struct ia_menu_medium){
		.menu = &report->menu,
		.files = files,
		.iso = &probe->systems.iso_files,
		.esp = probe->systems.esp ? &probe->systems.esp_files : NULL,
		.iso_label = report->volume.tree == IA_ISO9660_JOLIET ? report->labels.joliet
								      : report->labels.pvd,
		.iso_uuid = report->labels.uuid,
		.has_any_name = report->labels.is_unknown,
		.esp_label = report->has_esp ? report->esp.volume.label : NULL,
		.dialect = probe->dialect.from ? probe->dialect
					       : ia_dialect_of_family(&report->distro),
		.arch = report->distro.arch,
		.image = probe->image.image,
		.platforms = platforms_of(probe),
		.boot_image = boot_image_of(&report->eltorito),
		.is_forced = report->platform != 0,
		.all = report->depth == ISOARGS_DEPTH_FULL,
		.worth = probe->worth,
	};
}

static int read_menus(struct probe *probe, const struct ia_files *files,
		      struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	const struct ia_menu_medium medium = menu_medium(probe, files);

	return ia_places_add(&medium, report->arena, &report->notes, reterr);
}

static int read_other_menus(struct probe *probe, struct isoargs_error **reterr)
{
	const struct ia_menu_medium medium = menu_medium(probe, &probe->systems.iso_files);

	return ia_places_add_rest(&medium, probe->report->arena, &probe->report->notes, reterr);
}

/*
 * The ISO's own configurations first; the ESP's copy costs some reads more and is only needed
 * where the first cannot be used, or where everything is wanted.
 */
static int find_menus(struct probe *probe, struct isoargs_error **reterr)
{
	const struct ia_files *const both[] = {&probe->systems.esp_files,
					       &probe->systems.iso_files};
	struct isoargs_report *report = probe->report;
	size_t first;
	int r = 0;

	if (report->depth == ISOARGS_DEPTH_FULL)
		r = read_tables(probe, reterr);
	/* Firmware starts the ESP's copy. */
	first = probe->systems.esp ? 0 : 1;
	if (r == 0)
		r = read_dialect(probe, both + first, 2 - first, reterr);
	if (r == 0)
		r = read_menus(probe, &probe->systems.iso_files, reterr);
	if (r < 0 || (report->depth == ISOARGS_DEPTH_ARGS && ia_menu_boots_linux(&report->menu)))
		return r;
	r = read_tables(probe, reterr);
	if (r == 0 && first > 0 && probe->systems.esp)
		r = read_dialect(probe, both, 1, reterr);
	if (r == 0 && probe->systems.esp)
		r = read_menus(probe, &probe->systems.esp_files, reterr);
	return r == 0 ? read_other_menus(probe, reterr) : r;
}

/* What was not looked for, since each look costs a request. */
static void note_places(struct probe *probe)
{
	static const char *const places[] = {
		[IA_WORTH_LITTLE] = "everywhere",
		[IA_WORTH_SOME] = ("below EFI/BOOT, boot/grub2, boot/grub, isolinux and "
				   "boot/x86_64/loader alone"),
		[IA_WORTH_MUCH] = "below EFI/BOOT and isolinux alone",
		[IA_WORTH_ALL] = "nowhere",
	};

	if (probe->report->is_dear)
		ia_note(&probe->report->notes, ISOARGS_INFO, IA_NOTE_TREE_UNLISTED, IA_NOWHERE,
			"menus of this tree were looked for %s: each look costs a request",
			places[probe->worth]);
}

/* GRUB itself is asked where that costs next to nothing. */
static int find_menus_of_tree(struct probe *probe, struct isoargs_error **reterr)
{
	const struct ia_files *const files[] = {&probe->systems.iso_files};
	struct isoargs_report *report = probe->report;
	int r = 0;

	if (!report->is_dear)
		r = read_dialect(probe, files, 1, reterr);
	else if (!probe->dialect.from)
		probe->dialect = ia_dialect_of_release(&report->distro);
	note_places(probe);
	if (r == 0)
		r = read_menus(probe, files[0], reterr);
	if (r == 0 && !report->is_dear)
		r = read_other_menus(probe, reterr);
	/* A menu that boots no Linux says so of the medium. */
	if (r == 0 && report->menu.count == 0 && ia_tree_add_entries(report, files[0]) < 0)
		r = ia_error_memory(reterr);
	if (r == 0 && ia_tree_find_live_root(report, files[0]) < 0)
		r = ia_error_memory(reterr);
	return r;
}

/* A relabelled NetInstall medium has nothing but its menu titles to say what it is. */
static int identify_by_menu(struct isoargs_report *report)
{
	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];

		for (size_t k = 0; k < config->count && !report->distro.generation; k++) {
			if (ia_distro_from_title(&report->distro, config->entries[k].title,
						 report->arena) < 0)
				return -ENOMEM;
		}
	}
	return 0;
}

static int run(struct probe *probe, struct isoargs_error **reterr)
{
	struct isoargs_report *report = probe->report;
	int r;

	r = open_tree(probe, reterr);
	if (r == 0)
		r = open_image(probe, reterr);
	if (r < 0)
		return r;
	r = identify(probe, reterr);
	if (r < 0)
		return r;
	r = report->is_tree ? find_menus_of_tree(probe, reterr) : find_menus(probe, reterr);
	if (r < 0)
		return r;
	if (identify_by_menu(report) < 0 ||
	    ia_osinfo_find(&report->distro, report->arena, &report->osinfo_id) < 0)
		return ia_error_memory(reterr);
	r = ia_compare_menus(&report->menu, probe->image.meter, &report->notes, reterr);
	if (r < 0)
		return r;
	r = ia_labels_settle(&report->labels, report->distro.generation >= 9, report->arena,
			     &report->notes, reterr);
	if (r < 0)
		return r;
	return report->notes.error ? ia_error_memory(reterr) : 0;
}

/* The private dialects are the public ones without the choice to go by the medium. */
_Static_assert(ISOARGS_DIALECT_STOCK == IA_GRUB_STOCK + 1 &&
		       ISOARGS_DIALECT_RHEL9 == IA_GRUB_RHEL9 + 1,
	       "the dialects are in one order");

int isoargs_dialect_parse(const char *name, enum isoargs_dialect *ret_dialect)
{
	enum ia_grub_dialect grub;

	if (!ia_dialect_parse(name, &grub))
		return -EINVAL;
	*ret_dialect = (enum isoargs_dialect)((int)grub + (int)ISOARGS_DIALECT_STOCK);
	return 0;
}

int isoargs_platform_parse(const char *name, enum isoargs_platform *ret_platform)
{
	if (strcmp(name, "bios") == 0)
		*ret_platform = ISOARGS_PLATFORM_BIOS;
	else if (strcmp(name, "efi") == 0)
		*ret_platform = ISOARGS_PLATFORM_EFI;
	else
		return -EINVAL;
	return 0;
}

static int take_options(struct probe *probe, const struct isoargs_inspect_options *options,
			struct isoargs_error **reterr)
{
	if ((unsigned)options->depth > ISOARGS_DEPTH_ARGS)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no depth number %d",
				(int)options->depth);
	if ((unsigned)options->dialect > ISOARGS_DIALECT_RHEL9)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no dialect number %d",
				(int)options->dialect);
	if ((unsigned)options->platform > ISOARGS_PLATFORM_EFI)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no platform number %d",
				(int)options->platform);
	if (options->label && !ia_label_is_possible(options->label))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_LABEL), NULL,
				"found \"%s\", expected a volume's label: 1 to %u bytes, of which "
				"none steers a terminal",
				options->label, (unsigned)IA_VOLUME_ID_SIZE);
	probe->label = options->label;
	probe->report->depth = options->depth;
	if (options->platform != ISOARGS_PLATFORM_MEDIUM)
		probe->report->platform = options->platform == ISOARGS_PLATFORM_EFI
						  ? IA_PLATFORM_EFI
						  : IA_PLATFORM_PC;
	if (options->dialect != ISOARGS_DIALECT_MEDIUM)
		probe->dialect = (struct ia_dialect){
			(enum ia_grub_dialect)(options->dialect - ISOARGS_DIALECT_STOCK), "forced"};
	return 0;
}

static void begin(struct isoargs_image *image, enum isoargs_depth depth)
{
	if (depth == ISOARGS_DEPTH_ARGS)
		ia_image_begin(image, IA_SOURCE_ARGS_READS_MAX, IA_SOURCE_ARGS_BYTES_MAX);
	else
		ia_image_begin(image, IA_SOURCE_INSPECT_READS_MAX, IA_SOURCE_INSPECT_BYTES_MAX);
}

int isoargs_inspect(struct isoargs_image *image, const struct isoargs_inspect_options *options,
		    struct isoargs_report **ret_report, struct isoargs_error **reterr)
{
	static const struct isoargs_inspect_options natural;
	struct ia_meter meter = IA_METER;
	struct probe probe IA_CLEANUP(cleanup_probe) = {.image = ia_window_whole(image)};
	struct isoargs_report *report = calloc(1, sizeof(*report));
	int r;

	if (!report)
		return ia_error_memory(reterr);
	probe.report = report;
	r = take_options(&probe, options ? options : &natural, reterr);
	if (r < 0)
		return r;
	report->image_size = isoargs_image_size(image);
	report->arena = ia_arena_new(0);
	if (!report->arena)
		return ia_error_memory(reterr);
	probe.image.meter = &meter;
	ia_arena_draw_on(report->arena, &meter, IA_COST_MENUS);
	report->image_name = ia_arena_strdup(report->arena, isoargs_image_name(image));
	if (!report->image_name)
		return ia_error_memory(reterr);
	begin(image, report->depth);
	r = ia_meter_settle(&meter, report->image_name, run(&probe, reterr), reterr);
	r = ia_image_settle(image, r, reterr);
	if (r < 0)
		return r;
	ia_arena_draw_on(report->arena, NULL, 0);
	*ret_report = IA_TAKE(probe.report);
	return 0;
}
