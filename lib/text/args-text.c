/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/args.h"
#include "base/strbuf.h"
#include "base/table.h"
#include "text/print.h"

/* The arguments, word by word, as a table for a person. */

#define INDENT 2u

static void print_entry(const struct isoargs_args *args, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 2};

	ia_strbuf_adds(buf, "entry\n");
	ia_table_add(&table, "title");
	ia_table_add(&table, args->entry.title);
	ia_table_add(&table, "number");
	ia_table_add(&table, args->entry.path);
	ia_table_add(&table, "defined at");
	/* What was made of a tree's files stands in no line. */
	if (args->entry.line)
		ia_table_addf(&table, "%s:%u", args->entry.file, args->entry.line);
	else
		ia_table_add(&table, args->entry.file);
	ia_table_add(&table, "kernel");
	ia_table_add(&table, args->entry.kernel);
	for (size_t i = 0; i < args->entry.initrd_count; i++) {
		ia_table_add(&table, i == 0 ? "initrd" : "");
		ia_table_add(&table, args->entry.initrds[i]);
	}
	ia_table_print(&table, INDENT, buf);
}

static void add_text(struct ia_table *table, const struct isoargs_word *word)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_LIKE(&table->cells);

	ia_print_masked(&text, word);
	if (text.error)
		table->cells.error = text.error;
	else
		ia_table_add(table, text.data);
}

static void add_origin(struct ia_table *table, const struct isoargs_word *word,
		       const struct isoargs_print_options *options)
{
	switch (word->origin) {
	case ISOARGS_FROM_ENTRY:
		if (word->line)
			ia_table_addf(table, "%s:%u", word->file, word->line);
		else
			ia_table_add(table, word->file);
		return;
	case ISOARGS_FROM_LABEL:
		ia_table_add(table, "label");
		return;
	case ISOARGS_FROM_OPTION:
		ia_table_add(table, ia_print_place(options, word->option, NULL));
		return;
	case ISOARGS_FROM_RULE:
		break;
	}
	/* The option is one that chooses between rules. */
	if (word->option)
		ia_table_addf(table, "rule (%s)", ia_print_place(options, word->option, NULL));
	else
		ia_table_add(table, "rule");
}

/* Why, and where it is written that the installer reads it so. */
static void add_reason(struct ia_table *table, const struct isoargs_word *word,
		       const struct isoargs_print_options *options)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_LIKE(&table->cells);

	if (!word->source) {
		ia_print_cell(options, word->reason, table);
		return;
	}
	ia_print_text(&text, word->reason);
	ia_strbuf_adds(&text, " [");
	ia_print_text(&text, word->source);
	ia_strbuf_addc(&text, ']');
	if (text.error)
		table->cells.error = text.error;
	else
		ia_print_cell(options, text.data, table);
}

static void print_words(const struct ia_cmdline *line, const char *heading,
			const struct isoargs_print_options *options, struct ia_strbuf *buf)
{
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(buf), .columns = 3};

	ia_strbuf_addc(buf, '\n');
	ia_print_text(buf, heading);
	ia_strbuf_adds(buf, line->count ? "\n" : ": none\n");
	if (line->count == 0)
		return;
	ia_table_add(&table, "word");
	ia_table_add(&table, "from");
	ia_table_add(&table, "why");
	for (size_t i = 0; i < line->count; i++) {
		const struct isoargs_word *word = &line->words[i];

		add_text(&table, word);
		add_origin(&table, word, options);
		add_reason(&table, word, options);
	}
	ia_table_print(&table, INDENT, buf);
}

int isoargs_args_explain(const struct isoargs_args *args,
			 const struct isoargs_print_options *options, char **ret_text,
			 struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(&meter);

	print_entry(args, &buf);
	print_words(&args->words, "words", options, &buf);
	print_words(&args->dropped, "dropped", options, &buf);
	return ia_print_end(&buf, args->image_name, ret_text, reterr);
}
