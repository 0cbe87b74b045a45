/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/print.h"

#include <errno.h>
#include <string.h>

#include "args/vocabulary.h"
#include "base/option-name.h"
#include "base/utf8.h"

void ia_print_text(struct ia_strbuf *buf, const char *text)
{
	ia_utf8_add_printable(buf, text, strlen(text));
}

int ia_print_end(struct ia_strbuf *buf, const char *name, char **ret_text,
		 struct isoargs_error **reterr)
{
	int r = ia_meter_settle(buf->meter, name, buf->error, reterr);

	if (buf->meter->state != IA_METER_GOOD)
		return r;
	if (r == -E2BIG)
		return ia_error(reterr, r, IA_IN_FILE(name),
				"no honest medium is like that; if yours is, report it",
				"what is to be printed of the medium has more than %u MiB",
				IA_PRINTED_MAX >> 20);
	if (r == 0)
		r = ia_strbuf_take(buf, ret_text);
	return r < 0 ? ia_error_memory(reterr) : 0;
}

int ia_print_end_json(struct ia_json doc, json_object *root, const char *name, char **ret_json,
		      struct isoargs_error **reterr)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(doc.meter);

	buf.wipes = true;
	ia_json_print(doc, root, IA_JSON_INDENTED, &buf);
	return ia_print_end(&buf, name, ret_json, reterr);
}

/*
 * The loops over entries ask each at most three times whether it is the one to be shown, which
 * compares no more bytes than the caller gave: the meter of the call that made the report bounds
 * how many there are.
 */
bool ia_print_shows(const struct isoargs_print_options *options, const struct ia_config *config,
		    const struct isoargs_entry *entry)
{
	return !options || !options->entry || ia_report_names(config, entry, options->entry);
}

bool ia_print_shows_any(const struct isoargs_print_options *options, const struct ia_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		if (ia_print_shows(options, config, &config->entries[i]))
			return true;
	}
	return false;
}

int ia_print_check(const struct isoargs_print_options *options, const struct isoargs_report *report,
		   struct isoargs_error **reterr)
{
	if (!options || !options->entry)
		return 0;
	for (size_t i = 0; i < report->menu.count; i++) {
		if (ia_print_shows_any(options, &report->menu.configs[i]))
			return 0;
	}
	return ia_report_no_entry(report, options->entry, reterr);
}

const char *ia_print_place(const struct isoargs_print_options *options, enum isoargs_option option,
			   const char *file)
{
	const char *spelled = NULL;

	if (!option)
		return file;
	if (options && options->spell)
		spelled = options->spell(option, options->user);
	return spelled ? spelled : ia_option_name(option);
}

static void spell(const struct isoargs_print_options *options, const char *text,
		  struct ia_strbuf *buf)
{
	ia_option_spell(buf, text ? text : "", options ? options->spell : NULL,
			options ? options->user : NULL);
}

void ia_print_sentence(const struct isoargs_print_options *options, const char *text,
		       struct ia_strbuf *buf)
{
	struct ia_strbuf spelled IA_AUTO_STRBUF = IA_STRBUF_LIKE(buf);

	spell(options, text, &spelled);
	if (spelled.error)
		buf->error = spelled.error;
	else
		ia_print_text(buf, spelled.data);
}

void ia_print_cell(const struct isoargs_print_options *options, const char *text,
		   struct ia_table *table)
{
	struct ia_strbuf spelled IA_AUTO_STRBUF = IA_STRBUF_LIKE(&table->cells);

	spell(options, text, &spelled);
	if (spelled.error)
		table->cells.error = spelled.error;
	else
		ia_table_add(table, spelled.data);
}

void ia_print_member(const struct isoargs_print_options *options, struct ia_json *doc,
		     json_object *object, const char *key, const char *text)
{
	struct ia_strbuf spelled IA_AUTO_STRBUF = IA_PRINTED(doc->meter);

	spell(options, text, &spelled);
	if (spelled.error)
		doc->error = spelled.error;
	ia_json_add_string(doc, object, key, text ? spelled.data : NULL);
}

void ia_print_masked(struct ia_strbuf *buf, const struct isoargs_word *word)
{
	const char *value = ia_word_value(word->text);

	if (value && ia_vocabulary_traits(word->text) & IA_TRAIT_SECRET) {
		ia_strbuf_add(buf, word->text, (size_t)(value - word->text));
		ia_strbuf_adds(buf, "********");
	} else {
		ia_strbuf_adds(buf, word->text);
	}
}

json_object *ia_print_notes(const struct isoargs_print_options *options, struct ia_json *doc,
			    const struct ia_notes *notes)
{
	static const char *const severities[] = {
		[ISOARGS_INFO] = "info",
		[ISOARGS_WARNING] = "warning",
		[ISOARGS_ERROR] = "error",
	};
	json_object *array = ia_json_array(doc);

	for (size_t i = 0; i < notes->count; i++) {
		const struct isoargs_note *note = &notes->items[i];
		json_object *object = ia_json_object(doc);

		ia_json_add_string(doc, object, "severity", severities[note->severity]);
		ia_json_add_string(doc, object, "code", ia_note_word(note->code));
		ia_json_add_string(doc, object, "file",
				   ia_print_place(options, note->option, note->file));
		if (note->line)
			ia_json_add_number(doc, object, "line", note->line);
		if (note->column)
			ia_json_add_number(doc, object, "column", note->column);
		if (note->has_offset)
			ia_json_add_number(doc, object, "offset", note->offset);
		ia_print_member(options, doc, object, "text", note->text);
		if (note->count > 1)
			ia_json_add_number(doc, object, "count", note->count);
		ia_json_append(doc, array, object);
	}
	return array;
}

void ia_print_config(const struct ia_config *config, struct ia_strbuf *buf)
{
	ia_print_text(buf, config->name);
	ia_strbuf_adds(buf, " (");
	ia_print_text(buf, ia_loader_name(config->loader));
	if (config->evaluated && config->platform) {
		ia_strbuf_adds(buf, ", ");
		ia_print_text(buf, config->platform);
	}
	if (config->loader == IA_LOADER_GRUB && config->evaluated) {
		bool forced = strcmp(config->dialect.from, "forced") == 0;

		ia_strbuf_adds(buf, ", dialect ");
		ia_print_text(buf, ia_dialect_name(config->dialect.grub));
		ia_strbuf_adds(buf, forced ? ", " : " by ");
		ia_print_text(buf, config->dialect.from);
	}
	ia_strbuf_adds(buf, config->evaluated ? ")\n" : ", not evaluated: see the notes)\n");
}

void ia_print_default_words(const struct ia_config *config, struct ia_strbuf *buf)
{
	if (!config->default_words)
		return;
	ia_strbuf_adds(buf, "  an unattended boot adds: ");
	ia_print_text(buf, config->default_words);
	ia_strbuf_addc(buf, '\n');
}
