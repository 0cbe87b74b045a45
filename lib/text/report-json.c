/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/ascii.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/note.h"
#include "text/print.h"

/* The report as one JSON document. */
#define FORMAT 1

static json_object *image_of(struct ia_json *doc, const struct isoargs_report *report)
{
	json_object *object = ia_json_object(doc);

	ia_json_add_string(doc, object, "name", report->image_name);
	if (report->is_tree) {
		ia_json_add_bool(doc, object, "tree", true);
		ia_json_add(doc, object, "size", NULL);
		ia_json_add(doc, object, "missing", NULL);
		return object;
	}
	ia_json_add_number(doc, object, "size", report->image_size);
	ia_json_add_number(doc, object, "missing", isoargs_report_missing(report));
	return object;
}

static const char *tree_word(enum ia_iso9660_tree tree)
{
	static const char *const words[] = {
		[IA_ISO9660_PLAIN] = "plain",
		[IA_ISO9660_ROCK_RIDGE] = "rock-ridge",
		[IA_ISO9660_JOLIET] = "joliet",
	};

	return words[tree];
}

/* "2020110411364300" and a zone byte; the zone is in quarters of an hour from UTC. */
static void add_date(struct ia_json *doc, json_object *object, const char *key,
		     const uint8_t date[17])
{
	char digits[17] = "";

	for (size_t i = 0; i < 16; i++)
		digits[i] = ia_ascii_is_digit((char)date[i]) ? (char)date[i] : '?';
	ia_json_add_string(doc, object, key, digits);
}

static json_object *volume_of(struct ia_json *doc, const struct isoargs_report *report)
{
	const struct ia_iso9660_volume *volume = &report->volume;
	json_object *object;

	if (report->is_tree)
		return NULL;
	object = ia_json_object(doc);
	ia_json_add_number(doc, object, "size", volume->size);
	ia_json_add_string(doc, object, "tree", tree_word(volume->tree));
	ia_json_add_number(doc, object, "joliet_level",
			   volume->has_joliet ? volume->joliet_level : 0);
	add_date(doc, object, "created", volume->created);
	add_date(doc, object, "modified", volume->modified);
	ia_json_add_string(doc, object, "system_id", volume->system_id);
	ia_json_add_string(doc, object, "publisher_id", volume->publisher_id);
	ia_json_add_string(doc, object, "preparer_id", volume->preparer_id);
	ia_json_add_string(doc, object, "application_id", volume->application_id);
	return object;
}

static json_object *label_of(struct ia_json *doc, const struct isoargs_report *report)
{
	const struct ia_labels *labels = &report->labels;
	json_object *object;

	if (labels->is_unknown)
		return NULL;
	object = ia_json_object(doc);
	ia_json_add_string(doc, object, "primary", labels->pvd);
	ia_json_add_string(doc, object, "joliet", labels->joliet);
	ia_json_add_string(doc, object, "libblkid", labels->host);
	ia_json_add_string(doc, object, "el7", labels->old);
	ia_json_add_string(doc, object, "installer", labels->installer);
	ia_json_add_string(doc, object, "encoded", labels->encoded);
	ia_json_add_string(doc, object, "uuid", labels->uuid);
	return object;
}

static void add_field(struct ia_json *doc, json_object *object, const char *key, const char *value,
		      const char *from)
{
	json_object *field = NULL;

	if (value) {
		field = ia_json_object(doc);
		ia_json_add_string(doc, field, "value", value);
		ia_json_add_string(doc, field, "from", from);
	}
	ia_json_add(doc, object, key, field);
}

static json_object *distribution_of(struct ia_json *doc, const struct isoargs_report *report)
{
	static const char *const families[] = {
		[IA_FAMILY_UNKNOWN] = NULL,          [IA_FAMILY_EL] = "el",
		[IA_FAMILY_FEDORA] = "fedora",       [IA_FAMILY_DEBIAN] = "debian",
		[IA_FAMILY_UBUNTU] = "ubuntu",       [IA_FAMILY_SUSE] = "suse",
		[IA_FAMILY_ARCH] = "arch",           [IA_FAMILY_ALPINE] = "alpine",
		[IA_FAMILY_XENSERVER] = "xenserver", [IA_FAMILY_COREOS] = "coreos",
	};
	const struct ia_distro *distro = &report->distro;
	json_object *object = ia_json_object(doc);

	ia_json_add_string(doc, object, "family", families[distro->family]);
	ia_json_add_number(doc, object, "generation", distro->generation);
	add_field(doc, object, "name", distro->name, distro->name_from);
	add_field(doc, object, "version", distro->version, distro->version_from);
	add_field(doc, object, "variant", distro->variant, distro->variant_from);
	add_field(doc, object, "arch", distro->arch, distro->arch_from);
	ia_json_add_string(doc, object, "osinfo", report->osinfo_id);
	return object;
}

static json_object *partition_of(struct ia_json *doc, const struct ia_partition *partition)
{
	json_object *object = ia_json_object(doc);

	ia_json_add_number(doc, object, "number", partition->number);
	ia_json_add_number(doc, object, "offset", partition->offset);
	ia_json_add_number(doc, object, "size", partition->size);
	if (partition->table == IA_TABLE_MBR) {
		ia_json_add_number(doc, object, "type", partition->mbr_type);
		ia_json_add_bool(doc, object, "active", partition->active);
	} else {
		ia_json_add_string(doc, object, "type", partition->type);
		ia_json_add_string(doc, object, "name", partition->name);
	}
	ia_json_add_string(doc, object, "uuid", *partition->uuid ? partition->uuid : NULL);
	return object;
}

/* "mbr": null where there is no such table, else its partitions. */
static json_object *tables_of(struct ia_json *doc, const struct isoargs_report *report)
{
	static const char *const keys[] = {
		[IA_TABLE_MBR] = "mbr",
		[IA_TABLE_GPT] = "gpt",
		[IA_TABLE_APM] = "apm",
	};
	const struct ia_partitions *partitions = &report->partitions;
	json_object *object;

	if (report->is_tree)
		return NULL;
	object = ia_json_object(doc);
	for (enum ia_table_type type = 0; type < IA_TABLE_COUNT; type++) {
		json_object *table = partitions->present[type] ? ia_json_array(doc) : NULL;

		for (size_t i = 0; table && i < partitions->count; i++) {
			if (partitions->items[i].table == type)
				ia_json_append(doc, table,
					       partition_of(doc, &partitions->items[i]));
		}
		ia_json_add(doc, object, keys[type], table);
	}
	return object;
}

static json_object *eltorito_of(struct ia_json *doc, const struct isoargs_report *report)
{
	json_object *array;

	if (report->is_tree)
		return NULL;
	array = ia_json_array(doc);
	for (size_t i = 0; i < report->eltorito.count; i++) {
		const struct ia_eltorito_entry *entry = &report->eltorito.entries[i];
		json_object *object = ia_json_object(doc);

		ia_json_add_number(doc, object, "platform", entry->platform);
		ia_json_add_bool(doc, object, "bootable", entry->bootable);
		ia_json_add_number(doc, object, "media", entry->media);
		ia_json_add_number(doc, object, "offset", (uint64_t)entry->block * IA_BLOCK_SIZE);
		ia_json_add_number(doc, object, "sectors", entry->sectors);
		ia_json_append(doc, array, object);
	}
	return array;
}

static json_object *esp_of(struct ia_json *doc, const struct isoargs_report *report)
{
	json_object *object;

	if (!report->has_esp)
		return NULL;
	object = ia_json_object(doc);
	ia_json_add_string(doc, object, "via", report->esp.via);
	ia_json_add_number(doc, object, "offset", report->esp.offset);
	ia_json_add_number(doc, object, "size", report->esp.size);
	ia_json_add_number(doc, object, "fat", report->esp.volume.bits);
	ia_json_add_string(doc, object, "label",
			   *report->esp.volume.label ? report->esp.volume.label : NULL);
	ia_json_add_number(doc, object, "serial", report->esp.volume.serial);
	return object;
}

static json_object *entry_of(struct ia_json *doc, const struct isoargs_entry *entry)
{
	json_object *object = ia_json_object(doc);
	json_object *initrds = ia_json_array(doc);

	ia_json_add_string(doc, object, "path", entry->path);
	ia_json_add_string(doc, object, "title", entry->title);
	ia_json_add_string(doc, object, "id", entry->id);
	ia_json_add_bool(doc, object, "submenu", entry->is_submenu);
	ia_json_add_bool(doc, object, "default", entry->is_default);
	ia_json_add_number(doc, object, "line", entry->line);
	ia_json_add_string(doc, object, "command", entry->command);
	ia_json_add_string(doc, object, "kernel", entry->kernel);
	ia_json_add_string(doc, object, "cmdline", entry->cmdline);
	for (size_t i = 0; i < entry->initrd_count; i++)
		ia_json_append(doc, initrds, ia_json_string(doc, entry->initrds[i]));
	ia_json_add(doc, object, "initrds", initrds);
	return object;
}

static json_object *configs_of(struct ia_json *doc, const struct isoargs_report *report,
			       const struct isoargs_print_options *options)
{
	json_object *array = ia_json_array(doc);

	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];
		json_object *object = ia_json_object(doc);
		json_object *entries = ia_json_array(doc);
		bool grub = config->loader == IA_LOADER_GRUB && config->evaluated;

		ia_json_add_string(doc, object, "file", config->name);
		ia_json_add_string(doc, object, "loader", ia_loader_word(config->loader));
		ia_json_add_bool(doc, object, "evaluated", config->evaluated);
		ia_json_add_string(doc, object, "platform",
				   config->evaluated ? config->platform : NULL);
		ia_json_add_string(doc, object, "dialect",
				   grub ? ia_dialect_name(config->dialect.grub) : NULL);
		ia_json_add_string(doc, object, "dialect_from", grub ? config->dialect.from : NULL);
		ia_json_add_string(doc, object, "default", config->default_path);
		if (config->default_words)
			ia_json_add_string(doc, object, "default_words", config->default_words);
		if (config->fallback_path)
			ia_json_add_string(doc, object, "fallback", config->fallback_path);
		for (size_t k = 0; k < config->count; k++) {
			if (ia_print_shows(options, config, &config->entries[k]))
				ia_json_append(doc, entries, entry_of(doc, &config->entries[k]));
		}
		ia_json_add(doc, object, "entries", entries);
		ia_json_append(doc, array, object);
	}
	return array;
}

static json_object *document_of(struct ia_json *doc, const struct isoargs_report *report,
				const struct isoargs_print_options *options)
{
	json_object *root = ia_json_object(doc);

	ia_json_add_number(doc, root, "format", FORMAT);
	ia_json_add(doc, root, "image", image_of(doc, report));
	ia_json_add(doc, root, "volume", volume_of(doc, report));
	ia_json_add(doc, root, "label", label_of(doc, report));
	ia_json_add(doc, root, "distribution", distribution_of(doc, report));
	ia_json_add(doc, root, "tables", tables_of(doc, report));
	ia_json_add(doc, root, "eltorito", eltorito_of(doc, report));
	ia_json_add(doc, root, "esp", esp_of(doc, report));
	ia_json_add(doc, root, "configs", configs_of(doc, report, options));
	ia_json_add(doc, root, "notes", ia_print_notes(options, doc, &report->notes));
	if (report->notes.dropped)
		ia_json_add_number(doc, root, "notes_dropped", report->notes.dropped);
	return root;
}

static json_object *menu_of(struct ia_json *doc, const struct isoargs_report *report,
			    const struct isoargs_print_options *options)
{
	json_object *root = ia_json_object(doc);

	ia_json_add_number(doc, root, "format", FORMAT);
	ia_json_add(doc, root, "configs", configs_of(doc, report, options));
	return root;
}

/* What a document is made of. */
typedef json_object *(*composer)(struct ia_json *doc, const struct isoargs_report *report,
				 const struct isoargs_print_options *options);

static int print(const struct isoargs_report *report, const struct isoargs_print_options *options,
		 composer compose, char **ret_json, struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_json doc = {.meter = &meter};
	json_object *root;
	int r = ia_print_check(options, report, reterr);

	if (r < 0)
		return r;
	root = compose(&doc, report, options);
	return ia_print_end_json(doc, root, report->image_name, ret_json, reterr);
}

int isoargs_report_json(const struct isoargs_report *report,
			const struct isoargs_print_options *options, char **ret_json,
			struct isoargs_error **reterr)
{
	return print(report, options, document_of, ret_json, reterr);
}

int isoargs_report_menu_json(const struct isoargs_report *report,
			     const struct isoargs_print_options *options, char **ret_json,
			     struct isoargs_error **reterr)
{
	return print(report, options, menu_of, ret_json, reterr);
}
