/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/derivation.h"
#include "args/network.h"
#include "args/vocabulary.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/utf8.h"
#include "menu/cmdline.h"

/* The words of the medium's own entry: which are kept, which are dropped, and why. */

/* What the entry says of what the rules have settled before it. */
static const char *settled_by_rule(const struct ia_derivation *derivation, const char *text)
{
	if (ia_derivation_wants_ipv6(derivation) &&
	    (ia_word_is(text, "noipv6") || strcmp(text, "ipv6.disable=1") == 0))
		return "ISOARGS_IP is an IPv6 address";
	for (size_t i = 0; ia_derivation_is_legacy(derivation) && i < IA_COUNT(ia_legacy_words);
	     i++) {
		if (strcmp(text, ia_legacy_words[i]) == 0)
			return "the legacy style has said it already";
	}
	return NULL;
}

/* Name servers alone configure no interface: then the entry's own ip= still has to. */
static bool replaces_network(const struct ia_network *network, const char *text)
{
	if (network->dhcp || network->ip.family)
		return true;
	return network->nameserver_count > 0 &&
	       (ia_word_is(text, "nameserver") || ia_word_is(text, "dns"));
}

/* What the request asks for itself takes the place of what the entry says of the same thing. */
static const char *overridden_by(const struct ia_derivation *derivation, const char *text,
				 unsigned traits)
{
	const struct isoargs_request *request = derivation->request;

	if ((traits & IA_TRAIT_DISPLAY) && (request->graphical || request->text || request->vnc))
		return "the display options take its place";
	if ((traits & IA_TRAIT_NETWORK) && replaces_network(&request->network, text))
		return "the network options take its place";
	if ((traits & IA_TRAIT_KS) && request->ks)
		return "ISOARGS_KS takes its place";
	if ((traits & IA_TRAIT_REPO) && request->repo)
		return "ISOARGS_REPO takes its place";
	return NULL;
}

/* The same file by the way on which the second stage is found. */
static void note_unseen_kickstart(struct ia_derivation *derivation, const struct isoargs_word *word)
{
	const char *where = derivation->stage2 ? strchr(derivation->stage2, '=') + 1 : "hd:DEVICE";

	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_KICKSTART_UNSEEN,
		IA_AT_LINE(word->file, word->line, 0),
		"the entry says %s, but a PV guest's installer never sees a medium in its CD drive "
		"and waits for ever; name the file with ISOARGS_KS %s:/PATH",
		word->text, where);
}

static const char *why_dropped(const struct ia_derivation *derivation, const char *text)
{
	unsigned traits = ia_vocabulary_traits(text);
	const char *reason = ia_vocabulary_reason(text);

	if (!reason)
		reason = overridden_by(derivation, text, traits);
	if (!reason)
		reason = settled_by_rule(derivation, text);
	if (reason)
		return reason;
	if ((traits & IA_TRAIT_BARE) && derivation->generation >= 9)
		return "without \"inst.\" this installer does not read it";
	if ((traits & IA_TRAIT_REPO) && ia_derivation_breaks_repo(derivation, ia_word_value(text)))
		return "EL7 would lose the backslashes and look for another device; the packages "
		       "of the medium are found without it";
	return NULL;
}

/* What asking of a word whether it stays takes, besides its bytes: units of the meter. */
#define WORD_COST 400u

static bool has_controls(const char *text)
{
	size_t left = strlen(text), step;

	for (; left > 0; text += step, left -= step) {
		uint32_t code = ' '; /* bytes that are no UTF-8 move no cursor */

		step = ia_utf8_decode(text, left, &code);
		if (step == 0)
			step = 1;
		if (ia_utf8_is_control(code))
			return true;
	}
	return false;
}

/* A line end in a quoted word would make two lines of one; an escape could rule a terminal. */
static int drop_controls(struct ia_derivation *derivation, const struct isoargs_word *word,
			 struct isoargs_error **reterr)
{
	struct isoargs_word dropped = *word;

	dropped.reason = "holds control characters, which no single line can carry";
	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_CONTROL_CHARACTERS,
		IA_AT_LINE(word->file, word->line, 0),
		"the entry's word %s holds control characters and is left out", word->text);
	return ia_derivation_add(&derivation->args->dropped, &dropped, reterr);
}

/* A word of an entry of which only this is known: that it does no harm to the line. */
static int keep_word(struct ia_derivation *derivation, const struct isoargs_word *word,
		     struct isoargs_error **reterr)
{
	struct isoargs_word kept = *word;

	if (has_controls(word->text))
		return drop_controls(derivation, word, reterr);
	kept.reason = "the entry's own word";
	return ia_derivation_add(&derivation->args->words, &kept, reterr);
}

/* The entry's own word for the second stage is the place for the one that was settled. */
static int replace_stage2(struct ia_derivation *derivation, const struct isoargs_word *word,
			  struct isoargs_error **reterr)
{
	bool written = derivation->wrote_stage2;
	bool same = derivation->stage2 && strcmp(word->text, derivation->stage2) == 0;
	struct isoargs_word dropped = *word;
	int r;

	r = ia_stage2_write(derivation, reterr);
	if (r < 0 || (same && !written))
		return r;
	if (!derivation->stage2)
		dropped.reason = "names no place, and EL6 finds its CD by itself";
	else if (same)
		dropped.reason = "stands in the line already";
	else if (derivation->request->has_stage2)
		dropped.reason = "ISOARGS_STAGE2 takes its place";
	else
		dropped.reason = "what the medium's label gives takes its place";
	return ia_derivation_add(&derivation->args->dropped, &dropped, reterr);
}

static int add_entry_word(struct ia_derivation *derivation, const struct isoargs_word *word,
			  struct isoargs_error **reterr)
{
	unsigned traits = ia_vocabulary_traits(word->text);
	struct isoargs_word dropped = *word;

	if (traits & IA_TRAIT_STAGE2)
		return replace_stage2(derivation, word, reterr);
	dropped.reason = why_dropped(derivation, word->text);
	if (dropped.reason)
		return ia_derivation_add(&derivation->args->dropped, &dropped, reterr);
	if ((traits & IA_TRAIT_KS) &&
	    ia_derivation_hides_kickstart(derivation, ia_word_value(word->text)))
		note_unseen_kickstart(derivation, word);
	if (strpbrk(word->text, "'\""))
		ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_QUOTES,
			IA_AT_LINE(word->file, word->line, 0),
			"the entry's word %s holds quotes, which can stop the installer's own "
			"reading of its command line",
			word->text);
	return keep_word(derivation, word, reterr);
}

/* The words of the medium's entry: kept, dropped, or the place where the second stage stands. */
int ia_derivation_add_entry(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = derivation->entry;
	const struct isoargs_word like = {
		.origin = ISOARGS_FROM_ENTRY,
		.file = entry->file,
		.line = entry->command_line ? entry->command_line : entry->line,
	};
	struct ia_cmdline own = {.arena = derivation->args->arena};
	int r;

	r = ia_cmdline_split(&own, entry->cmdline ? entry->cmdline : "", &like);
	if (r == 0 && ia_meter_spend(ia_arena_meter(own.arena), IA_COST_ARGS,
				     own.count * WORD_COST + 4 * IA_ENTRY_LINE_MAX) < 0)
		r = -ENOMEM;
	if (r == -E2BIG)
		return ia_error(reterr, r, IA_AT_LINE(entry->file, like.line, 0), NULL,
				"the entry has more than %u words", IA_CMDLINE_WORDS_MAX);
	if (r < 0)
		return ia_error_memory(reterr);
	if (!derivation->anaconda) {
		for (size_t i = 0; r == 0 && i < own.count; i++)
			r = keep_word(derivation, &own.words[i], reterr);
		return r;
	}
	if (!derivation->medium_stage2)
		r = ia_stage2_write(derivation, reterr);
	for (size_t i = 0; r == 0 && i < own.count; i++)
		r = add_entry_word(derivation, &own.words[i], reterr);
	/* Whatever the menu's quoting hid, the line has its second stage. */
	return r == 0 ? ia_stage2_write(derivation, reterr) : r;
}
