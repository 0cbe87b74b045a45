/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <json.h>
#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "report.h"
#include "util/strbuf.h"
#include "util/utf8.h"

/*
 * The report as one JSON document. json-c's additions take the value over also when they fail,
 * so a failed allocation anywhere is remembered once, in struct document.
 */
#define FORMAT 1

struct document {
	int error;
};

static void add(struct document *doc, json_object *object, const char *key, json_object *value)
{
	if (!object || json_object_object_add(object, key, value) < 0) {
		json_object_put(value);
		doc->error = -ENOMEM;
	}
}

static json_object *new_object(struct document *doc)
{
	json_object *object = json_object_new_object();

	if (!object)
		doc->error = -ENOMEM;
	return object;
}

static json_object *new_array(struct document *doc)
{
	json_object *array = json_object_new_array();

	if (!array)
		doc->error = -ENOMEM;
	return array;
}

static void append(struct document *doc, json_object *array, json_object *value)
{
	if (!array || json_object_array_add(array, value) < 0) {
		json_object_put(value);
		doc->error = -ENOMEM;
	}
}

/* Any bytes as a JSON string of valid UTF-8; NULL becomes null. */
static json_object *new_string(struct document *doc, const char *s)
{
	struct ia_strbuf valid IA_AUTO_STRBUF = {0};
	json_object *string;

	if (!s)
		return NULL;
	ia_utf8_add_valid(&valid, s, strlen(s));
	ia_strbuf_add(&valid, "", 0);
	string = valid.error ? NULL : json_object_new_string(valid.data);
	if (!string)
		doc->error = -ENOMEM;
	return string;
}

static void add_string(struct document *doc, json_object *object, const char *key, const char *s)
{
	add(doc, object, key, new_string(doc, s));
}

static void add_number(struct document *doc, json_object *object, const char *key, uint64_t number)
{
	json_object *value = json_object_new_uint64(number);

	if (!value)
		doc->error = -ENOMEM;
	add(doc, object, key, value);
}

static void add_bool(struct document *doc, json_object *object, const char *key, bool value)
{
	json_object *boolean = json_object_new_boolean(value);

	if (!boolean)
		doc->error = -ENOMEM;
	add(doc, object, key, boolean);
}

static json_object *image_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *object = new_object(doc);

	add_string(doc, object, "name", report->image_name);
	add_number(doc, object, "size", report->image_size);
	add_number(doc, object, "missing", isoargs_report_missing(report));
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
static void add_date(struct document *doc, json_object *object, const char *key,
		     const uint8_t date[17])
{
	char digits[17] = "";

	for (size_t i = 0; i < 16; i++)
		digits[i] = ia_ascii_is_digit((char)date[i]) ? (char)date[i] : '?';
	add_string(doc, object, key, digits);
}

static json_object *volume_of(struct document *doc, const struct isoargs_report *report)
{
	const struct ia_iso9660_volume *volume = &report->volume;
	json_object *object = new_object(doc);

	add_number(doc, object, "size", volume->size);
	add_string(doc, object, "tree", tree_word(volume->tree));
	add_number(doc, object, "joliet_level", volume->has_joliet ? volume->joliet_level : 0);
	add_date(doc, object, "created", volume->created);
	add_date(doc, object, "modified", volume->modified);
	add_string(doc, object, "system_id", volume->system_id);
	add_string(doc, object, "publisher_id", volume->publisher_id);
	add_string(doc, object, "preparer_id", volume->preparer_id);
	add_string(doc, object, "application_id", volume->application_id);
	return object;
}

static json_object *label_of(struct document *doc, const struct isoargs_report *report)
{
	const struct ia_labels *labels = &report->labels;
	json_object *object = new_object(doc);

	add_string(doc, object, "primary", labels->pvd);
	add_string(doc, object, "joliet", labels->joliet);
	add_string(doc, object, "libblkid", labels->host);
	add_string(doc, object, "el7", labels->old);
	add_string(doc, object, "installer", labels->installer);
	add_string(doc, object, "encoded", labels->encoded);
	add_string(doc, object, "uuid", labels->uuid);
	return object;
}

static void add_field(struct document *doc, json_object *object, const char *key, const char *value,
		      const char *from)
{
	json_object *field = NULL;

	if (value) {
		field = new_object(doc);
		add_string(doc, field, "value", value);
		add_string(doc, field, "from", from);
	}
	add(doc, object, key, field);
}

static json_object *distribution_of(struct document *doc, const struct isoargs_report *report)
{
	static const char *const families[] = {
		[IA_FAMILY_UNKNOWN] = NULL,          [IA_FAMILY_EL] = "el",
		[IA_FAMILY_FEDORA] = "fedora",       [IA_FAMILY_DEBIAN] = "debian",
		[IA_FAMILY_UBUNTU] = "ubuntu",       [IA_FAMILY_SUSE] = "suse",
		[IA_FAMILY_ARCH] = "arch",           [IA_FAMILY_ALPINE] = "alpine",
		[IA_FAMILY_XENSERVER] = "xenserver",
	};
	const struct ia_distro *distro = &report->distro;
	json_object *object = new_object(doc);

	add_string(doc, object, "family", families[distro->family]);
	add_number(doc, object, "generation", distro->generation);
	add_field(doc, object, "name", distro->name, distro->name_from);
	add_field(doc, object, "version", distro->version, distro->version_from);
	add_field(doc, object, "variant", distro->variant, distro->variant_from);
	add_field(doc, object, "arch", distro->arch, distro->arch_from);
	return object;
}

static json_object *partition_of(struct document *doc, const struct ia_partition *partition)
{
	json_object *object = new_object(doc);

	add_number(doc, object, "number", partition->number);
	add_number(doc, object, "offset", partition->offset);
	add_number(doc, object, "size", partition->size);
	if (partition->table == IA_TABLE_MBR) {
		add_number(doc, object, "type", partition->mbr_type);
		add_bool(doc, object, "active", partition->active);
	} else {
		add_string(doc, object, "type", partition->type);
		add_string(doc, object, "name", partition->name);
	}
	add_string(doc, object, "uuid", *partition->uuid ? partition->uuid : NULL);
	return object;
}

/* "mbr": null where there is no such table, else its partitions. */
static json_object *tables_of(struct document *doc, const struct isoargs_report *report)
{
	static const char *const keys[] = {
		[IA_TABLE_MBR] = "mbr",
		[IA_TABLE_GPT] = "gpt",
		[IA_TABLE_APM] = "apm",
	};
	const struct ia_partitions *partitions = &report->partitions;
	json_object *object = new_object(doc);

	for (enum ia_table_type type = 0; type < IA_TABLE_COUNT; type++) {
		json_object *table = partitions->present[type] ? new_array(doc) : NULL;

		for (size_t i = 0; table && i < partitions->count; i++) {
			if (partitions->items[i].table == type)
				append(doc, table, partition_of(doc, &partitions->items[i]));
		}
		add(doc, object, keys[type], table);
	}
	return object;
}

static json_object *eltorito_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *array = new_array(doc);

	for (size_t i = 0; i < report->eltorito.count; i++) {
		const struct ia_eltorito_entry *entry = &report->eltorito.entries[i];
		json_object *object = new_object(doc);

		add_number(doc, object, "platform", entry->platform);
		add_bool(doc, object, "bootable", entry->bootable);
		add_number(doc, object, "media", entry->media);
		add_number(doc, object, "offset", (uint64_t)entry->block * IA_BLOCK_SIZE);
		add_number(doc, object, "sectors", entry->sectors);
		append(doc, array, object);
	}
	return array;
}

static json_object *esp_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *object;

	if (!report->has_esp)
		return NULL;
	object = new_object(doc);
	add_string(doc, object, "via", report->esp.via);
	add_number(doc, object, "offset", report->esp.offset);
	add_number(doc, object, "size", report->esp.size);
	add_number(doc, object, "fat", report->esp.bits);
	add_string(doc, object, "label", *report->esp.label ? report->esp.label : NULL);
	add_number(doc, object, "serial", report->esp.serial);
	return object;
}

static json_object *entry_of(struct document *doc, const struct ia_entry *entry)
{
	json_object *object = new_object(doc);
	json_object *initrds = new_array(doc);

	add_string(doc, object, "path", entry->path);
	add_string(doc, object, "title", entry->title);
	add_string(doc, object, "id", entry->id);
	add_bool(doc, object, "submenu", entry->is_submenu);
	add_bool(doc, object, "default", entry->is_default);
	add_number(doc, object, "line", entry->line);
	add_string(doc, object, "command", entry->command);
	add_string(doc, object, "kernel", entry->kernel);
	add_string(doc, object, "cmdline", entry->cmdline);
	for (size_t i = 0; i < entry->initrd_count; i++)
		append(doc, initrds, new_string(doc, entry->initrds[i]));
	add(doc, object, "initrds", initrds);
	return object;
}

static json_object *configs_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *array = new_array(doc);

	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];
		json_object *object = new_object(doc);
		json_object *entries = new_array(doc);
		bool grub = config->loader == IA_LOADER_GRUB && config->evaluated;

		add_string(doc, object, "file", config->name);
		add_string(doc, object, "loader",
			   config->loader == IA_LOADER_GRUB ? "grub" : "syslinux");
		add_bool(doc, object, "evaluated", config->evaluated);
		add_string(doc, object, "platform", grub ? config->platform : NULL);
		add_string(doc, object, "dialect",
			   grub ? ia_dialect_name(config->dialect.grub) : NULL);
		add_string(doc, object, "dialect_from", grub ? config->dialect.from : NULL);
		add_string(doc, object, "default", config->default_path);
		if (config->fallback_path)
			add_string(doc, object, "fallback", config->fallback_path);
		for (size_t k = 0; k < config->count; k++) {
			if (ia_report_shows(report, &config->entries[k]))
				append(doc, entries, entry_of(doc, &config->entries[k]));
		}
		add(doc, object, "entries", entries);
		append(doc, array, object);
	}
	return array;
}

static json_object *notes_of(struct document *doc, const struct ia_notes *notes)
{
	static const char *const severities[] = {
		[ISOARGS_INFO] = "info",
		[ISOARGS_WARNING] = "warning",
		[ISOARGS_ERROR] = "error",
	};
	json_object *array = new_array(doc);

	for (size_t i = 0; i < notes->count; i++) {
		const struct isoargs_note *note = &notes->items[i];
		json_object *object = new_object(doc);

		add_string(doc, object, "severity", severities[note->severity]);
		add_string(doc, object, "code", note->code);
		add_string(doc, object, "file", note->file);
		if (note->line)
			add_number(doc, object, "line", note->line);
		if (note->column)
			add_number(doc, object, "column", note->column);
		if (note->has_offset)
			add_number(doc, object, "offset", note->offset);
		add_string(doc, object, "text", note->text);
		append(doc, array, object);
	}
	return array;
}

static json_object *document_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *root = new_object(doc);

	add_number(doc, root, "format", FORMAT);
	add(doc, root, "image", image_of(doc, report));
	add(doc, root, "volume", volume_of(doc, report));
	add(doc, root, "label", label_of(doc, report));
	add(doc, root, "distribution", distribution_of(doc, report));
	add(doc, root, "tables", tables_of(doc, report));
	add(doc, root, "eltorito", eltorito_of(doc, report));
	add(doc, root, "esp", esp_of(doc, report));
	add(doc, root, "configs", configs_of(doc, report));
	add(doc, root, "notes", notes_of(doc, &report->notes));
	if (report->notes.dropped)
		add_number(doc, root, "notes_dropped", report->notes.dropped);
	return root;
}

static json_object *menu_of(struct document *doc, const struct isoargs_report *report)
{
	json_object *root = new_object(doc);

	add_number(doc, root, "format", FORMAT);
	add(doc, root, "configs", configs_of(doc, report));
	return root;
}

/* Takes the document over and prints it. */
static int print(struct document doc, json_object *root, char **ret_json,
		 struct isoargs_error **reterr)
{
	const char *text;
	char *copy = NULL;
	int r = -ENOMEM;

	/* json-c's printer leaves out what it had no memory for and goes on: only errno tells. */
	errno = 0;
	text = doc.error ? NULL
			 : json_object_to_json_string_ext(
				   root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text && errno != ENOMEM && asprintf(&copy, "%s\n", text) >= 0)
		r = 0;
	json_object_put(root);
	if (r < 0)
		return ia_error_memory(reterr);
	*ret_json = copy;
	return 0;
}

int isoargs_report_json(const struct isoargs_report *report, char **ret_json,
			struct isoargs_error **reterr)
{
	struct document doc = {0};
	json_object *root = document_of(&doc, report);

	return print(doc, root, ret_json, reterr);
}

int isoargs_report_menu_json(const struct isoargs_report *report, char **ret_json,
			     struct isoargs_error **reterr)
{
	struct document doc = {0};
	json_object *root = menu_of(&doc, report);

	return print(doc, root, ret_json, reterr);
}
