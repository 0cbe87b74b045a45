/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "text/guest/consumer.h"
#include "text/guest/quote.h"
#include "text/print.h"

#define FORMAT 1

static const char *origin_word(enum isoargs_origin origin)
{
	static const char *const words[] = {
		[ISOARGS_FROM_ENTRY] = "entry",
		[ISOARGS_FROM_LABEL] = "label",
		[ISOARGS_FROM_OPTION] = "option",
		[ISOARGS_FROM_RULE] = "rule",
	};

	return words[origin];
}

static const char *boots_word(enum isoargs_boots boots)
{
	static const char *const words[] = {
		[ISOARGS_BOOTS_UNKNOWN] = "unknown", [ISOARGS_BOOTS_INSTALLER] = "installer",
		[ISOARGS_BOOTS_LIVE] = "live",       [ISOARGS_BOOTS_RESCUE] = "rescue",
		[ISOARGS_BOOTS_SYSTEM] = "system",   [ISOARGS_BOOTS_TOOL] = "tool",
	};

	return words[boots];
}

static const char *installer_word(enum isoargs_installer installer)
{
	static const char *const words[] = {
		[ISOARGS_INSTALLER_UNKNOWN] = "unknown",
		[ISOARGS_INSTALLER_ANACONDA] = "anaconda",
		[ISOARGS_INSTALLER_DEBIAN] = "debian-installer",
		[ISOARGS_INSTALLER_CASPER] = "casper",
		[ISOARGS_INSTALLER_LINUXRC] = "linuxrc",
		[ISOARGS_INSTALLER_AGAMA] = "agama",
		[ISOARGS_INSTALLER_ARCH] = "archiso",
		[ISOARGS_INSTALLER_ALPINE] = "alpine",
		[ISOARGS_INSTALLER_COREOS] = "coreos-installer",
		[ISOARGS_INSTALLER_LIVE] = "live",
		[ISOARGS_INSTALLER_HOST] = "xenserver-host",
	};

	return words[installer];
}

static json_object *word_of(const struct isoargs_print_options *options, struct ia_json *doc,
			    const struct isoargs_word *word)
{
	json_object *object = ia_json_object(doc);
	struct ia_strbuf text IA_AUTO_STRBUF = IA_PRINTED(doc->meter);

	ia_print_masked(&text, word);
	if (text.error)
		doc->error = text.error;
	ia_json_add_string(doc, object, "text", text.data);
	ia_json_add_string(doc, object, "origin", origin_word(word->origin));
	ia_json_add_string(doc, object, "file", ia_print_place(options, word->option, word->file));
	if (word->line)
		ia_json_add_number(doc, object, "line", word->line);
	ia_print_member(options, doc, object, "reason", word->reason);
	if (word->source)
		ia_json_add_string(doc, object, "source", word->source);
	return object;
}

static json_object *words_of(const struct isoargs_print_options *options, struct ia_json *doc,
			     const struct ia_cmdline *line)
{
	json_object *array = ia_json_array(doc);

	for (size_t i = 0; i < line->count; i++)
		ia_json_append(doc, array, word_of(options, doc, &line->words[i]));
	return array;
}

static json_object *entry_of(struct ia_json *doc, const struct isoargs_args *args)
{
	json_object *object = ia_json_object(doc);

	ia_json_add_string(doc, object, "title", args->entry.title);
	ia_json_add_string(doc, object, "path", args->entry.path);
	ia_json_add_string(doc, object, "file", args->entry.file);
	ia_json_add_number(doc, object, "line", args->entry.line);
	return object;
}

/* What a program hands on has to be exact, and JSON holds characters only. */
static int check_exact(const struct isoargs_args *args, struct isoargs_error **reterr)
{
	int r;

	r = ia_quote_check_utf8("the arguments", "JSON", args->text, reterr);
	if (r == 0)
		r = ia_quote_check_utf8("the kernel's path", "JSON", args->entry.kernel, reterr);
	for (size_t i = 0; r == 0 && i < args->entry.initrd_count; i++)
		r = ia_quote_check_utf8("an initrd's path", "JSON", args->entry.initrds[i], reterr);
	return r;
}

static int write_json(const struct isoargs_args *args, const struct ia_domain *domain,
		      struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	struct ia_json doc = {.meter = buf->meter};
	json_object *root, *initrds;
	int r;

	r = check_exact(args, reterr);
	if (r < 0)
		return r;
	root = ia_json_object(&doc);
	initrds = ia_json_array(&doc);
	for (size_t i = 0; i < args->entry.initrd_count; i++)
		ia_json_append(&doc, initrds, ia_json_string(&doc, args->entry.initrds[i]));
	ia_json_add_number(&doc, root, "format", FORMAT);
	ia_json_add_string(&doc, root, "args", args->text);
	ia_json_add_number(&doc, root, "length", strlen(args->text));
	ia_json_add_string(&doc, root, "kernel", args->entry.kernel);
	ia_json_add(&doc, root, "initrds", initrds);
	ia_json_add(&doc, root, "entry", entry_of(&doc, args));
	ia_json_add_string(&doc, root, "boots", boots_word(args->boots));
	ia_json_add_string(&doc, root, "installer", installer_word(args->installer));
	ia_json_add_string(&doc, root, "guest", args->guest->name);
	ia_json_add(&doc, root, "words", words_of(domain->print, &doc, &args->words));
	ia_json_add(&doc, root, "dropped", words_of(domain->print, &doc, &args->dropped));
	ia_json_add(&doc, root, "notes", ia_print_notes(domain->print, &doc, &args->notes));
	ia_json_print(doc, root, IA_JSON_INDENTED, buf);
	return 0;
}

const struct ia_consumer ia_consumer_json = {
	.name = "json",
	.guests = IA_EVERY_GUEST,
	.escapes = true,
	.write = write_json,
};
