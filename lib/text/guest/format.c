/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/consumer.h"

#include <errno.h>
#include <string.h>

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

/* Xen starts a host's installer: a consumer that starts a kernel by itself boots none. */
static int check_host(const struct isoargs_args *args, const struct isoargs_guest *guest,
		      const struct ia_consumer *consumer, struct isoargs_error **reterr)
{
	if (args->installer != ISOARGS_INSTALLER_HOST || consumer->options == 0 ||
	    (guest && ia_guest_has(guest, ISOARGS_GUEST_FORCE)))
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE,
			"take the format raw, boot the medium by the guest's firmware and type the "
			"line at its menu, in place of the words behind the kernel; "
			"ISOARGS_GUEST_FORCE writes the guest all the same",
			"the format %s starts a kernel directly, and the installer of a host is "
			"started by Xen",
			consumer->name);
}

/* "ISOARGS_GUEST pv, hvm or kvm", of a set that is not empty. */
static void add_guests(struct ia_strbuf *buf, unsigned guests)
{
	const char *between = "ISOARGS_GUEST ";

	for (unsigned i = 0; i < IA_GUEST_KINDS; i++) {
		unsigned mode = ia_guest_kinds[i].mode;

		if (!(guests & mode))
			continue;
		guests &= ~mode;
		ia_strbuf_addf(buf, "%s%s", between, ia_guest_kinds[i].name);
		between = guests & (guests - 1) ? ", " : " or ";
	}
}

/* "xl or libvirt": those that write that guest; 0: none does. */
static void add_formats(struct ia_strbuf *buf, enum isoargs_guest_mode mode)
{
	unsigned left = 0;

	for (unsigned i = 0; i < IA_FORMATS; i++)
		left += ia_consumer_writes((enum isoargs_format)i, mode);
	for (unsigned i = 0; i < IA_FORMATS; i++) {
		if (!ia_consumer_writes((enum isoargs_format)i, mode))
			continue;
		left--;
		ia_strbuf_addf(buf, "%s%s", ia_consumer((enum isoargs_format)i)->name,
			       left > 1    ? ", "
			       : left == 1 ? " or "
					   : "");
	}
}

/* Is there such a guest in that format? What there is instead is told. */
static int check_guest(const struct isoargs_args *args, const struct ia_consumer *consumer,
		       struct isoargs_error **reterr)
{
	const struct ia_guest_kind *guest = args->guest;
	struct ia_strbuf remedy IA_AUTO_STRBUF = {0};

	if (consumer->guests & guest->mode)
		return 0;
	if (guest->mode == ISOARGS_GUEST_HVM && consumer->no_hvm)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GUEST), consumer->no_hvm,
				"found hvm, but such a guest of %s is handed no arguments",
				consumer->name);
	ia_strbuf_adds(&remedy, "give ");
	add_guests(&remedy, consumer->guests);
	ia_strbuf_adds(&remedy, ", or take the format ");
	add_formats(&remedy, guest->mode);
	if (remedy.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GUEST), remedy.data,
			"found %s, but the format %s is not for %s", guest->name, consumer->name,
			guest->phrase);
}

/* The guests that it can be, in this format and in others. */
static void add_ways(struct ia_strbuf *buf, unsigned here, unsigned elsewhere)
{
	if (here) {
		ia_strbuf_adds(buf, "give ");
		add_guests(buf, here);
	}
	if (elsewhere) {
		ia_strbuf_adds(buf, here ? ", or take another format with "
					 : "take another format with ");
		add_guests(buf, elsewhere);
	}
	ia_strbuf_adds(buf, "; ISOARGS_GUEST_FORCE writes the guest all the same");
}

/* The verdict is about PV in the first place. */
static const char *find_reason(const struct isoargs_args *args)
{
	if (args->guest->mode == ISOARGS_GUEST_PVH && strstr(args->kernel_reason, "ENTRY"))
		return "no PHYS32_ENTRY note: built without CONFIG_PVH";
	return args->kernel_reason;
}

/* Can Xen start the entry's kernel as that guest? Other machines start any. */
static int check_kernel(const struct isoargs_args *args, const struct isoargs_guest *guest,
			const struct ia_consumer *consumer, struct isoargs_error **reterr)
{
	unsigned can = args->kernel_modes | ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM;
	struct ia_strbuf remedy IA_AUTO_STRBUF = {0};
	const char *version = args->kernel_version;

	if (!args->kernel_reason || consumer->options == 0 || consumer->any_kernel ||
	    (can & args->guest->mode) || (guest && ia_guest_has(guest, ISOARGS_GUEST_FORCE)))
		return 0;
	add_ways(&remedy, can & consumer->guests, can & ~consumer->guests);
	if (remedy.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(args->entry.kernel_location), remedy.data,
			"the kernel%s%s cannot run as %s: %s", version ? " " : "",
			version ? version : "", args->guest->phrase, find_reason(args));
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
	r = check_host(args, guest, consumer, reterr);
	if (r == 0)
		r = check_guest(args, consumer, reterr);
	if (r == 0)
		r = ia_domain_settle(args, guest, consumer, &domain, reterr);
	if (r == 0)
		r = check_architecture(args, guest, consumer, reterr);
	if (r == 0)
		r = check_kernel(args, guest, consumer, reterr);
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
