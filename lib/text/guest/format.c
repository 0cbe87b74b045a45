/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

#include <errno.h>

#include "text/guest/quote.h"
#include "text/print.h"

#define REMEDY "take the format json, which has it escaped"

static int refuse_word(const struct isoargs_word *word, uint32_t code,
		       struct isoargs_error **reterr)
{
	const struct ia_place place = {
		.option = word->option,
		.file = word->file,
		.line = word->line,
	};
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_print_masked(&text, word);
	if (text.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -EOPNOTSUPP, &place, REMEDY,
			"found U+%04X in the word %s%s, which a terminal would obey or hide",
			(unsigned)code, text.data,
			word->origin == ISOARGS_FROM_LABEL ? ", made of the medium's label" : "");
}

/*
 * The line is looked at, pasted, and evaluated by a shell: what it is has to be seen. So says one
 * rule for all consumers but those that escape.
 */
static int check_line(const struct isoargs_args *args, struct isoargs_error **reterr)
{
	uint32_t code;

	for (size_t i = 0; i < args->words.count; i++) {
		if (ia_quote_has_controls(args->words.words[i].text, &code))
			return refuse_word(&args->words.words[i], code, reterr);
	}
	/* The words are all of it; if ever they are not, it is refused by this. */
	return ia_quote_check_controls("the arguments", args->text, reterr);
}

/* A guest of a PC is written; the line alone may serve whoever has another machine. */
static int check_architecture(const struct isoargs_args *args, const struct isoargs_guest *guest,
			      const struct ia_consumer *consumer, struct isoargs_error **reterr)
{
	if (!args->foreign || consumer->options == 0 ||
	    (guest && ia_guest_has(guest, ISOARGS_GUEST_FORCE)))
		return 0;
	return ia_error(
		reterr, -EOPNOTSUPP, IA_NOWHERE,
		"use the image for x86_64; ISOARGS_GUEST_FORCE writes the guest all the same",
		"the medium is for %s, and the guest that the format %s writes is a PC's",
		args->foreign, consumer->name);
}

int isoargs_args_format(const struct isoargs_args *args, const struct isoargs_guest *guest,
			enum isoargs_format format, const struct isoargs_print_options *options,
			char **ret_text, struct isoargs_error **reterr)
{
	const struct ia_consumer *consumer = ia_consumer(format);
	struct ia_domain domain IA_AUTO_DOMAIN = {0};
	struct ia_meter meter = IA_METER;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(&meter);
	int r;

	if (!consumer)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no format number %d",
				(int)format);
	r = ia_domain_settle(args, guest, consumer, &domain, reterr);
	if (r == 0)
		r = check_architecture(args, guest, consumer, reterr);
	if (r < 0)
		return r;
	r = consumer->escapes ? 0 : check_line(args, reterr);
	if (r < 0)
		return r;
	domain.print = options;
	buf.wipes = true;
	r = consumer->write(args, &domain, &buf, reterr);
	if (r < 0)
		return r;
	return ia_print_end(&buf, args->image_name, ret_text, reterr);
}
