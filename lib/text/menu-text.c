/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/strbuf.h"
#include "base/table.h"
#include "base/utf8.h"
#include "text/print.h"

/* The boot menus of a medium for a person: every entry with all that it loads. */

static void add_line(struct ia_table *table, const char *key, const char *value)
{
	ia_table_add(table, key);
	ia_table_add(table, value);
}

static void print_loads(const struct isoargs_entry *entry, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};

	if (!entry->command)
		return;
	add_line(&table, "command", entry->command);
	if (entry->kernel)
		add_line(&table, ia_entry_boots_linux(entry) ? "kernel" : "file", entry->kernel);
	for (size_t i = 0; i < entry->initrd_count; i++)
		add_line(&table, "initrd", entry->initrds[i]);
	if (entry->cmdline && *entry->cmdline)
		add_line(&table, "words", entry->cmdline);
	ia_table_print(&table, 10, buf);
}

#define NUMBER_WIDTH 5u

static void print_number(const struct isoargs_entry *entry, struct ia_strbuf *buf)
{
	size_t start = buf->length, width;

	ia_print_text(buf, entry->path);
	width = buf->error ? 0 : ia_utf8_columns(buf->data + start);
	ia_strbuf_fill(buf, ' ', width < NUMBER_WIDTH ? NUMBER_WIDTH - width + 1 : 1);
}

static void print_entry(const struct isoargs_entry *entry, struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, entry->is_default ? "  * " : "    ");
	print_number(entry, buf);
	ia_print_text(buf, entry->title);
	if (entry->is_submenu)
		ia_strbuf_adds(buf, " [submenu]");
	else if (!entry->command)
		ia_strbuf_adds(buf, " [boots nothing]");
	if (entry->id && strcmp(entry->id, entry->title) != 0) {
		ia_strbuf_adds(buf, " (");
		ia_print_text(buf, entry->id);
		ia_strbuf_addc(buf, ')');
	}
	if (entry->line)
		ia_strbuf_addf(buf, ", line %u", entry->line);
	ia_strbuf_addc(buf, '\n');
	print_loads(entry, buf);
}

int isoargs_report_menu_text(const struct isoargs_report *report,
			     const struct isoargs_print_options *options, char **ret_text,
			     struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(&meter);
	int r = ia_print_check(options, report, reterr);

	if (r < 0)
		return r;
	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];

		if (options && options->entry && !ia_print_shows_any(options, config))
			continue;
		ia_strbuf_adds(&buf, buf.length ? "\n" : "");
		ia_print_config(config, &buf);
		ia_print_default_words(config, &buf);
		if (config->fallback_path) {
			ia_strbuf_adds(&buf, "  after a failed boot: ");
			ia_print_text(&buf, config->fallback_path);
			ia_strbuf_addc(&buf, '\n');
		}
		for (size_t k = 0; k < config->count; k++) {
			if (ia_print_shows(options, config, &config->entries[k]))
				print_entry(&config->entries[k], &buf);
		}
	}
	if (buf.length == 0 && !buf.error)
		ia_strbuf_adds(&buf, "no boot configuration\n");
	return ia_print_end(&buf, report->image_name, ret_text, reterr);
}
