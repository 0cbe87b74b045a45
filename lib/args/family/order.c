/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/family/rules.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/* The order in which most families write, and what all of them do alike. */

/* What a family can be asked for, as "ISOARGS_IP, ISOARGS_DHCP". */
static void list_wishes(uint64_t wishes, struct ia_strbuf *buf)
{
	for (unsigned i = ISOARGS_NO_OPTION + 1; i < ISOARGS_GUEST_NAME; i++) {
		if (wishes & IA_WISHES & UINT64_C(1) << i)
			ia_strbuf_addf(buf, "%s%s", buf->length ? ", " : "",
				       ia_option_name((enum isoargs_option)i));
	}
}

static const char *find_instead(const struct ia_rules *rules, enum isoargs_option option)
{
	for (const struct ia_instead *row = rules->instead; row && row->option; row++) {
		if (row->option == option)
			return row->remedy;
	}
	return NULL;
}

static int refuse(const struct ia_rules *rules, enum isoargs_option option,
		  struct isoargs_error **reterr)
{
	const char *instead = find_instead(rules, option);
	struct ia_strbuf known IA_AUTO_STRBUF = {0};

	list_wishes(rules->wishes, &known);
	if (known.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option),
			instead ? instead : "give the words that it reads with ISOARGS_APPEND",
			"%s reads no word for it%s%s", rules->name,
			known.length ? "; it can be asked for " : "",
			known.length ? known.data : "");
}

int ia_rules_check_wishes(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_rules *rules = derivation->rules;

	for (unsigned i = ISOARGS_NO_OPTION + 1; i < ISOARGS_GUEST_NAME; i++) {
		enum isoargs_option option = (enum isoargs_option)i;
		uint64_t bit = UINT64_C(1) << i;

		if ((bit & IA_WISHES & ~rules->wishes) &&
		    ia_request_has(derivation->request, option))
			return refuse(rules, option, reterr);
	}
	return 0;
}

/* Of at most IA_OPTION_VALUES_MAX. */
static bool appends_console(const struct isoargs_request *request)
{
	for (size_t i = 0; i < request->append.count; i++) {
		if (ia_word_is(request->append.values[i], "console"))
			return true;
	}
	return false;
}

int ia_rules_add_console(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_guest_kind *guest = derivation->guest;
	struct ia_writer writer = {.derivation = derivation, .reterr = reterr};
	const struct ia_saying why = {
		.option = ISOARGS_GUEST,
		.reason = derivation->console ? "where the installer draws"
					      : "the guest's text console",
		.source = "Linux: Documentation/admin-guide/serial-console.rst",
	};

	if (appends_console(derivation->request) ||
	    (derivation->request->graphical && guest->has_screen))
		return 0;
	ia_writer_add(&writer, &why, "console=%s",
		      derivation->console ? derivation->console : guest->console);
	return writer.error;
}

/* Then the kernel's names stay. */
static bool keeps_names(const struct ia_derivation *derivation)
{
	static const char word[] = "net.ifnames=0";
	const struct ia_option_list *append = &derivation->request->append;
	const struct ia_cmdline *own = &derivation->own;
	bool kept = false;

	for (size_t i = 0; i < append->count; i++)
		kept |= strcmp(append->values[i], word) == 0;
	for (size_t i = 0; i < own->count; i++)
		kept |= strcmp(own->words[i].text, word) == 0;
	return kept;
}

void ia_rules_note_nic(const struct ia_derivation *derivation, const char *first)
{
	const char *nic = derivation->request->network.nic;
	const char *other = strcmp(first, "enX0") == 0 ? "eth" : "enX";

	if (!derivation->guest->is_xen || !*first || strncmp(nic, other, 3) != 0 ||
	    keeps_names(derivation))
		return;
	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_NIC_NAME,
		IA_AT_OPTION(ISOARGS_NIC),
		"%s will hardly have \"%s\": this release calls its first interface %s",
		derivation->guest->phrase, nic, first);
}

static bool is_separator(const char *word)
{
	return strcmp(word, "---") == 0 || strcmp(word, "--") == 0;
}

/* One of the entry's words, kept or dropped as the family has it and the request asks. */
static int add_own(struct ia_derivation *derivation, const struct isoargs_word *word,
		   struct isoargs_error **reterr)
{
	enum ia_asked asked = ia_derivation_asks(derivation, word->text);
	const char *reason;

	if (asked == IA_ASKED_DROP)
		return ia_derivation_leave_out(derivation, word, IA_DROP_REASON, reterr);
	reason = ia_reason(derivation, word->text);
	if (!reason)
		return ia_derivation_keep_own(derivation, word, IA_OWN_REASON, reterr);
	if (asked == IA_ASKED_KEEP)
		return ia_derivation_keep_own(derivation, word, "ISOARGS_KEEP keeps it", reterr);
	return ia_derivation_drop_own(derivation, word, reason, ISOARGS_INFO, reterr);
}

static int add_range(struct ia_derivation *derivation, size_t begin, size_t end,
		     struct isoargs_error **reterr)
{
	int r = 0;

	for (size_t i = begin; r == 0 && i < end; i++)
		r = add_own(derivation, &derivation->own.words[i], reterr);
	return r;
}

/* Always "---": a kernel since 3.15 stops reading at a bare "--". */
static int add_separator(struct ia_derivation *derivation, const struct isoargs_word *own,
			 struct isoargs_error **reterr)
{
	static const struct isoargs_word rule = {
		.text = "---",
		.origin = ISOARGS_FROM_RULE,
		.reason = "what stands behind it goes to the installed system",
		.source = "debian-installer-utils: user-params",
	};
	int r;

	if (own && strcmp(own->text, rule.text) == 0)
		return ia_derivation_keep_own(derivation, own, rule.reason, reterr);
	r = ia_derivation_write(derivation, &rule, reterr);
	if (r < 0 || !own)
		return r;
	return ia_derivation_leave_out(derivation, own, "\"---\" takes its place", reterr);
}

static int write_by(struct ia_derivation *derivation, void (*write)(struct ia_writer *),
		    struct isoargs_error **reterr)
{
	struct ia_writer writer = {.derivation = derivation, .reterr = reterr};

	if (write)
		write(&writer);
	return writer.error;
}

int ia_rules_add(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_rules *rules = derivation->rules;
	const struct ia_cmdline *own = &derivation->own;
	size_t at = 0, behind;
	int r;

	while (at < own->count && !(rules->separates && is_separator(own->words[at].text)))
		at++;
	behind = at < own->count ? at + 1 : at;
	r = add_range(derivation, 0, at, reterr);
	if (r == 0)
		r = write_by(derivation, rules->write, reterr);
	if (r == 0 && rules->separates)
		r = add_separator(derivation, at < own->count ? &own->words[at] : NULL, reterr);
	if (r == 0)
		r = add_range(derivation, behind, own->count, reterr);
	if (r == 0)
		r = write_by(derivation, rules->write_behind, reterr);
	if (r == 0 && rules->has_console)
		r = ia_rules_add_console(derivation, reterr);
	return r == 0 ? ia_derivation_add_appended(derivation, reterr) : r;
}
