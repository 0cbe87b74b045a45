/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "base/table.h"
#include "text/drawing.h"
#include "text/print.h"

/* The report as a table for a person. */

#define INDENT 2u

static const char *or_none(const char *s)
{
	return s && *s ? s : "(none)";
}

static void add_row(struct ia_table *table, const char *key, const char *value)
{
	ia_table_add(table, key);
	ia_table_add(table, value);
}

static void add_size(struct ia_table *table, const char *key, uint64_t size, const char *suffix)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_LIKE(&table->cells);

	ia_size_print(size, &text);
	if (text.error)
		table->cells.error = text.error;
	ia_table_add(table, key);
	ia_table_addf(table, "%s (%" PRIu64 " bytes)%s", text.data ? text.data : "", size, suffix);
}

static const char *tree_name(enum ia_iso9660_tree tree)
{
	switch (tree) {
	case IA_ISO9660_ROCK_RIDGE:
		return "Rock Ridge";
	case IA_ISO9660_JOLIET:
		return "Joliet";
	case IA_ISO9660_PLAIN:
		break;
	}
	return "plain ISO 9660 names";
}

static void print_volume(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};
	const struct ia_iso9660_volume *volume = &report->volume;

	add_row(&table, "image", report->image_name);
	add_size(&table, "size", report->image_size, "");
	add_size(&table, "volume", volume->size,
		 volume->size > report->image_size ? ", TRUNCATED" : "");
	ia_table_add(&table, "names");
	if (volume->has_joliet && volume->tree != IA_ISO9660_JOLIET)
		ia_table_addf(&table, "%s, Joliet level %u", tree_name(volume->tree),
			      volume->joliet_level);
	else
		ia_table_add(&table, tree_name(volume->tree));
	if (*volume->application_id)
		add_row(&table, "application", volume->application_id);
	ia_table_print(&table, INDENT, buf);
}

static void print_tree(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};

	add_row(&table, "tree", report->image_name);
	add_row(&table, "size, volume", "unknown: these are files, not their image");
	ia_table_print(&table, INDENT, buf);
}

/* Of a tree: what it was said to be. */
static void print_given_label(const struct isoargs_report *report,
			      const struct isoargs_print_options *options, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};
	const struct ia_labels *labels = &report->labels;

	if (labels->is_unknown) {
		ia_strbuf_adds(buf, "\nlabel\n  unknown: ");
		ia_print_sentence(options,
				  "an image has one, files have none; ISOARGS_LABEL gives it", buf);
		ia_strbuf_addc(buf, '\n');
		return;
	}
	ia_strbuf_adds(buf, "\nlabel\n");
	ia_table_add(&table, "as it was given");
	ia_table_add(&table, or_none(labels->installer));
	add_row(&table, "as udev spells it", or_none(labels->encoded));
	ia_table_print(&table, INDENT, buf);
}

static void print_labels(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};
	const struct ia_labels *labels = &report->labels;

	ia_strbuf_adds(buf, "\nlabel\n");
	add_row(&table, "primary descriptor", or_none(labels->pvd));
	add_row(&table, "Joliet descriptor", or_none(labels->joliet));
	add_row(&table, "libblkid here", or_none(labels->host));
	add_row(&table, "initramfs of EL7, EL8", or_none(labels->old));
	add_row(&table, "this installer", or_none(labels->installer));
	add_row(&table, "as udev spells it", or_none(labels->encoded));
	add_row(&table, "UUID", or_none(labels->uuid));
	ia_table_print(&table, INDENT, buf);
}

static void add_field(struct ia_table *table, const char *key, const char *value, const char *from)
{
	if (!value)
		return;
	ia_table_add(table, key);
	ia_table_add(table, value);
	ia_table_addf(table, "from %s", from);
}

static void print_distro(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 3};
	const struct ia_distro *distro = &report->distro;

	ia_strbuf_adds(buf, "\ndistribution\n");
	if (!distro->name)
		ia_strbuf_adds(buf, "  unknown: neither .treeinfo nor .discinfo nor label nor menu "
				    "tells\n");
	add_field(&table, "name", distro->name, distro->name_from);
	add_field(&table, "version", distro->version, distro->version_from);
	add_field(&table, "variant", distro->variant, distro->variant_from);
	add_field(&table, "architecture", distro->arch, distro->arch_from);
	if (distro->generation) {
		ia_table_add(&table, "installer");
		ia_table_addf(&table, "as EL%u", distro->generation);
		ia_table_add(&table, "");
	}
	if (report->osinfo_id) {
		ia_table_add(&table, "osinfo id");
		ia_table_add(&table, report->osinfo_id);
		ia_table_add(&table, "");
	}
	ia_table_print(&table, INDENT, buf);
}

static void print_partitions(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {
		.cells = IA_STRBUF_LIKE(buf), .columns = 6, .right = 1 << 2 | 1 << 3};
	const struct ia_partitions *partitions = &report->partitions;
	bool any = false;

	ia_strbuf_adds(buf, "\npartition tables:");
	for (enum ia_table_type type = 0; type < IA_TABLE_COUNT; type++) {
		if (partitions->present[type]) {
			ia_strbuf_addc(buf, ' ');
			ia_print_text(buf, ia_table_name(type));
		}
		any |= partitions->present[type];
	}
	ia_strbuf_adds(buf, any ? "\n" : " none\n");
	if (partitions->count == 0)
		return;
	for (size_t i = 0; i < 6; i++)
		ia_table_add(&table, (const char *const[]){"table", "no", "first byte", "bytes",
							   "type", "name"}[i]);
	for (size_t i = 0; i < partitions->count; i++) {
		const struct ia_partition *p = &partitions->items[i];

		ia_table_add(&table, ia_table_name(p->table));
		ia_table_addf(&table, "%u", p->number);
		ia_table_addf(&table, "%" PRIu64, p->offset);
		ia_table_addf(&table, "%" PRIu64, p->size);
		if (p->table == IA_TABLE_MBR)
			ia_table_addf(&table, "0x%02x%s", p->mbr_type, p->active ? " active" : "");
		else
			ia_table_add(&table, p->type);
		ia_table_add(&table, p->name);
	}
	ia_table_print(&table, INDENT, buf);
}

static const char *platform_name(uint8_t platform)
{
	switch (platform) {
	case IA_ELTORITO_BIOS:
		return "BIOS";
	case IA_ELTORITO_POWERPC:
		return "PowerPC";
	case IA_ELTORITO_MAC:
		return "Mac";
	case IA_ELTORITO_EFI:
		return "EFI";
	default:
		return "unknown";
	}
}

static void print_eltorito(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {
		.cells = IA_STRBUF_LIKE(buf), .columns = 5, .right = 1 << 2 | 1 << 3};
	const struct ia_eltorito *eltorito = &report->eltorito;

	ia_strbuf_adds(buf, eltorito->count ? "\nEl Torito\n" : "\nEl Torito: none\n");
	for (size_t i = 0; i < 5 && eltorito->count; i++)
		ia_table_add(&table, (const char *const[]){"no", "platform", "first byte",
							   "sectors", ""}[i]);
	for (size_t i = 0; i < eltorito->count; i++) {
		const struct ia_eltorito_entry *entry = &eltorito->entries[i];

		ia_table_addf(&table, "%zu", i + 1);
		ia_table_addf(&table, "%s", platform_name(entry->platform));
		ia_table_addf(&table, "%" PRIu64, (uint64_t)entry->block * IA_BLOCK_SIZE);
		ia_table_addf(&table, "%u", (unsigned)entry->sectors);
		ia_table_addf(&table, "%s%s", entry->bootable ? "bootable" : "not bootable",
			      entry->media ? ", emulates a drive" : "");
	}
	ia_table_print(&table, INDENT, buf);
}

static void print_esp(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};

	if (!report->has_esp) {
		ia_strbuf_adds(buf, "\nEFI system partition: none\n");
		return;
	}
	ia_strbuf_adds(buf, "\nEFI system partition\n");
	ia_table_add(&table, "found by its content in");
	ia_table_addf(&table, "%s", report->esp.via);
	ia_table_add(&table, "file system");
	ia_table_addf(&table, "FAT%u, label %s", report->esp.volume.bits,
		      or_none(report->esp.volume.label));
	ia_table_add(&table, "first byte, bytes");
	ia_table_addf(&table, "%" PRIu64 ", %" PRIu64, report->esp.offset, report->esp.size);
	ia_table_print(&table, INDENT, buf);
}

static const char *mark_of(const struct isoargs_entry *entry)
{
	if (entry->is_submenu)
		return " [submenu]";
	return entry->kernel ? "" : " [boots nothing]";
}

static void print_config(const struct ia_config *config,
			 const struct isoargs_print_options *options, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 3};

	ia_strbuf_addc(buf, '\n');
	ia_print_config(config, buf);
	ia_print_default_words(config, buf);
	for (size_t i = 0; i < config->count; i++) {
		const struct isoargs_entry *entry = &config->entries[i];

		if (!ia_print_shows(options, config, entry))
			continue;
		ia_table_add(&table, entry->is_default ? "*" : "");
		ia_table_add(&table, entry->path);
		ia_table_addf(&table, "%s%s", entry->title, mark_of(entry));
		if (!entry->kernel)
			continue;
		ia_table_add(&table, "");
		ia_table_add(&table, "");
		ia_table_addf(&table, "  %s %s", entry->kernel,
			      entry->cmdline ? entry->cmdline : "");
	}
	ia_table_print(&table, INDENT, buf);
}

/* The image, its volume, its ESP, and every partition. */
#define SPANS_MAX (IA_TABLE_COUNT * IA_PARTITIONS_MAX + 3)

static void add_span(struct ia_span *spans, size_t *count, const char *name, uint64_t offset,
		     uint64_t size)
{
	if (*count < SPANS_MAX)
		spans[(*count)++] = (struct ia_span){name, offset, size};
}

static void print_map(const struct isoargs_report *report, struct ia_strbuf *buf)
{
	struct ia_span spans[SPANS_MAX];
	char names[SPANS_MAX][16];
	uint64_t total = report->image_size;
	size_t count = 0;

	if (report->volume.size > total)
		total = report->volume.size;
	add_span(spans, &count, "image", 0, report->image_size);
	add_span(spans, &count, "ISO 9660", 0, report->volume.size);
	for (size_t i = 0; i < report->partitions.count && count < SPANS_MAX - 1; i++) {
		const struct ia_partition *p = &report->partitions.items[i];

		snprintf(names[count], sizeof(names[count]), "%s %u", ia_table_name(p->table),
			 p->number);
		add_span(spans, &count, names[count], p->offset, p->size);
	}
	if (report->has_esp)
		add_span(spans, &count, "ESP (FAT)", report->esp.offset, report->esp.size);
	ia_strbuf_adds(buf, "\nmap ('#' covered, '+' less than half of the cell, '>' goes on)\n");
	ia_map_print(spans, count, total, INDENT, buf);
}

static const char *severity_name(enum isoargs_severity severity)
{
	static const char *const names[] = {
		[ISOARGS_INFO] = "note",
		[ISOARGS_WARNING] = "warning",
		[ISOARGS_ERROR] = "error",
	};

	return names[severity];
}

static void print_notes(const struct ia_notes *notes, const struct isoargs_print_options *options,
			struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, notes->count ? "\nnotes\n" : "\nnotes: none\n");
	for (size_t i = 0; i < notes->count; i++) {
		const struct isoargs_note *note = &notes->items[i];

		ia_strbuf_adds(buf, "  ");
		ia_print_text(buf, severity_name(note->severity));
		ia_strbuf_adds(buf, ": ");
		if (note->option || note->file) {
			ia_print_text(buf, ia_print_place(options, note->option, note->file));
			if (note->line)
				ia_strbuf_addf(buf, ":%u", note->line);
			if (note->line && note->column)
				ia_strbuf_addf(buf, ":%u", note->column);
			ia_strbuf_adds(buf, ": ");
		}
		ia_print_sentence(options, note->text, buf);
		if (note->has_offset)
			ia_strbuf_addf(buf, " (at byte %" PRIu64 ")", note->offset);
		ia_strbuf_adds(buf, " [");
		ia_print_text(buf, ia_note_word(note->code));
		ia_strbuf_adds(buf, "]\n");
	}
	if (notes->dropped)
		ia_strbuf_addf(buf, "  and %zu more\n", notes->dropped);
}

int isoargs_report_text(const struct isoargs_report *report,
			const struct isoargs_print_options *options, char **ret_text,
			struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(&meter);
	int r = ia_print_check(options, report, reterr);

	if (r < 0)
		return r;
	if (report->is_tree) {
		print_tree(report, &buf);
		print_given_label(report, options, &buf);
	} else {
		print_volume(report, &buf);
		print_labels(report, &buf);
	}
	print_distro(report, &buf);
	if (report->is_tree)
		ia_strbuf_adds(&buf,
			       "\npartition tables, El Torito, EFI system partition: unknown, "
			       "only an image has them\n");
	if (report->has_tables) {
		print_partitions(report, &buf);
		print_eltorito(report, &buf);
		print_esp(report, &buf);
		print_map(report, &buf);
	}
	if (report->menu.count == 0)
		ia_strbuf_adds(&buf, "\nboot configurations: none\n");
	for (size_t i = 0; i < report->menu.count; i++)
		print_config(&report->menu.configs[i], options, &buf);
	print_notes(&report->notes, options, &buf);
	return ia_print_end(&buf, report->image_name, ret_text, reterr);
}
