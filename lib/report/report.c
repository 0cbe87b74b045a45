/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include <stdlib.h>

#include "base/note.h"
#include "release/arch.h"
#include "volume/tables/blkid.h"

struct isoargs_report *isoargs_report_free(struct isoargs_report *report)
{
	if (report) {
		ia_notes_free(&report->notes);
		ia_arena_free(report->arena);
		free(report);
	}
	return NULL;
}

const char *isoargs_report_label(const struct isoargs_report *report)
{
	return report->labels.installer;
}

const char *isoargs_report_label_encoded(const struct isoargs_report *report)
{
	return report->labels.encoded;
}

const char *isoargs_report_uuid(const struct isoargs_report *report)
{
	return report->labels.uuid;
}

const char *isoargs_report_distribution(const struct isoargs_report *report)
{
	return report->distro.name;
}

const char *isoargs_report_version(const struct isoargs_report *report)
{
	return report->distro.version;
}

const char *isoargs_report_variant(const struct isoargs_report *report)
{
	return report->distro.variant;
}

const char *isoargs_report_arch(const struct isoargs_report *report)
{
	return report->distro.arch;
}

const char *isoargs_report_osinfo_id(const struct isoargs_report *report)
{
	return report->osinfo_id;
}

bool ia_report_is_foreign(const struct isoargs_report *report)
{
	return ia_arch_is_foreign(report->distro.arch);
}

unsigned isoargs_report_generation(const struct isoargs_report *report)
{
	return report->distro.generation;
}

uint64_t isoargs_report_missing(const struct isoargs_report *report)
{
	return report->volume.size > report->image_size ? report->volume.size - report->image_size
							: 0;
}

const struct isoargs_note *isoargs_report_note(const struct isoargs_report *report, size_t index)
{
	return index < report->notes.count ? &report->notes.items[index] : NULL;
}

size_t ia_report_entry_count(const struct isoargs_report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->menu.count; i++)
		count += report->menu.configs[i].count;
	return count;
}

const struct isoargs_entry *isoargs_report_entry(const struct isoargs_report *report, size_t index)
{
	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];

		if (index < config->count)
			return &config->entries[index];
		index -= config->count;
	}
	return NULL;
}

const char *isoargs_entry_file(const struct isoargs_entry *entry)
{
	return entry->file;
}

unsigned isoargs_entry_line(const struct isoargs_entry *entry)
{
	return entry->line;
}

const char *isoargs_entry_path(const struct isoargs_entry *entry)
{
	return entry->path;
}

const char *isoargs_entry_title(const struct isoargs_entry *entry)
{
	return entry->title;
}

const char *isoargs_entry_id(const struct isoargs_entry *entry)
{
	return entry->id;
}

int isoargs_entry_is_submenu(const struct isoargs_entry *entry)
{
	return entry->is_submenu;
}

int isoargs_entry_is_default(const struct isoargs_entry *entry)
{
	return entry->is_default;
}

const char *isoargs_entry_kernel(const struct isoargs_entry *entry)
{
	return entry->kernel;
}

const char *isoargs_entry_cmdline(const struct isoargs_entry *entry)
{
	return entry->cmdline ? entry->cmdline : "";
}

const char *isoargs_entry_kernel_location(const struct isoargs_entry *entry)
{
	return entry->kernel_location;
}

const char *isoargs_entry_initrd_location(const struct isoargs_entry *entry, size_t index)
{
	return index < entry->initrd_count && entry->initrd_locations
		       ? entry->initrd_locations[index]
		       : NULL;
}

const char *isoargs_entry_initrd(const struct isoargs_entry *entry, size_t index)
{
	return index < entry->initrd_count ? entry->initrds[index] : NULL;
}

int isoargs_label_encode(const char *label, char **ret_encoded)
{
	return ia_blkid_encode(label, ret_encoded);
}
