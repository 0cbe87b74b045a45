/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/derivation.h"
#include "args/family/rules.h"
#include "args/family/served.h"
#include "args/network/network.h"
#include "args/vocabulary.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/utf8.h"
#include "menu/cmdline.h"

/* The words of the medium's own entry: which are kept, which are dropped, and why. */

/* What the rules have said before the entry does. */
static const char *said_by_rule(const struct ia_derivation *derivation, const char *text)
{
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
	if ((traits & IA_TRAIT_KS) && request->automation)
		return "ISOARGS_AUTO takes its place";
	if ((traits & IA_TRAIT_REPO) && request->repo)
		return "ISOARGS_REPO takes its place";
	if (ia_served_replaces(derivation, text, traits))
		return "ISOARGS_BASE_URL takes its place";
	if (ia_derivation_wants_ipv6(derivation) &&
	    (ia_word_is(text, "noipv6") || strcmp(text, "ipv6.disable=1") == 0))
		return "ISOARGS_IP is an IPv6 address";
	return NULL;
}

/* The same file by the way on which the second stage is found. */
static void note_unseen_kickstart(struct ia_derivation *derivation, const struct isoargs_word *word)
{
	const char *where = derivation->stage2 ? strchr(derivation->stage2, '=') + 1 : "hd:DEVICE";

	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_KICKSTART_UNSEEN,
		IA_AT_LINE(word->file, word->line, 0),
		"the entry says %s, but %s's installer never sees a medium in its CD drive and "
		"waits for ever; name the file with ISOARGS_KS %s:/PATH",
		word->text, derivation->guest->phrase, where);
}

/* Why the installer would make nothing, or something else, of the word. */
static const char *misread(const struct ia_derivation *derivation, const char *text,
			   unsigned traits)
{
	if ((traits & IA_TRAIT_BARE) && derivation->generation >= 9)
		return "without \"inst.\" this installer does not read it";
	if ((traits & IA_TRAIT_REPO) && !ia_served_replaces(derivation, text, traits) &&
	    ia_derivation_breaks_repo(derivation, ia_word_value(text)))
		return "EL7 would lose the backslashes and look for another device; the packages "
		       "of the medium are found without it";
	return NULL;
}

/* What an entry can be named for and a guest can do; where it is served, there is no medium. */
static bool is_named_for(const struct ia_derivation *derivation, unsigned traits)
{
	unsigned means =
		derivation->request->base_url ? IA_TRAIT_RESCUE : IA_TRAIT_RESCUE | IA_TRAIT_CHECK;

	return derivation->request->entry && (traits & means);
}

/* Why a word is left out, and how much that changes of an entry that was named. */
struct verdict {
	const char *reason; /* NULL: it stays */
	enum isoargs_severity severity;
};

static struct verdict judge(const struct ia_derivation *derivation, const char *text,
			    unsigned traits)
{
	static const unsigned heavy =
		IA_TRAIT_RESCUE | IA_TRAIT_CHECK | IA_TRAIT_GRAPHICS | IA_TRAIT_KS | IA_TRAIT_REPO;
	const char *reason = NULL;

	if (!is_named_for(derivation, traits))
		reason = ia_vocabulary_reason(text, derivation->guest,
					      derivation->request->graphical);
	if (!reason)
		reason = misread(derivation, text, traits);
	if (reason)
		return (struct verdict){reason, traits & heavy ? ISOARGS_WARNING : ISOARGS_INFO};
	/* Who asks for something else knows of it. */
	return (struct verdict){overridden_by(derivation, text, traits), ISOARGS_INFO};
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
int ia_derivation_keep_own(struct ia_derivation *derivation, const struct isoargs_word *word,
			   const char *reason, struct isoargs_error **reterr)
{
	struct isoargs_word kept = *word;

	if (has_controls(word->text))
		return drop_controls(derivation, word, reterr);
	if (!kept.reason)
		kept.reason = reason;
	return ia_derivation_write(derivation, &kept, reterr);
}

/* Who names an entry is told what of it is not in the line. */
static void note_left_out(struct ia_derivation *derivation, const struct isoargs_word *word,
			  const char *reason, enum isoargs_severity severity)
{
	bool is_secret = ia_vocabulary_traits(word->text) & IA_TRAIT_SECRET;
	/* A word in quotes has no value that ISOARGS_KEEP takes. */
	bool whole = !is_secret && !strpbrk(word->text, "\"'");
	size_t begin = *word->text == '"', length = strcspn(word->text + begin, "=");
	const char *name = whole ? word->text : word->text + begin;
	int shown = whole ? -1 : (int)length;

	ia_note(&derivation->args->notes, severity, IA_NOTE_ENTRY_WORD,
		IA_AT_LINE(word->file, word->line, 0),
		"%.*s is left out of the entry that was named: %s; keep it with ISOARGS_KEEP %.*s",
		shown, name, reason, shown, name);
}

int ia_derivation_drop_own(struct ia_derivation *derivation, const struct isoargs_word *word,
			   const char *reason, enum isoargs_severity severity,
			   struct isoargs_error **reterr)
{
	struct isoargs_word sourced = *word;
	size_t at, length;

	if (derivation->request->entry)
		note_left_out(derivation, word, reason, severity);
	/* That an option takes its place is written nowhere. */
	if (!ia_option_find(reason, &at, &length))
		sourced.source = derivation->rules->source;
	return ia_derivation_leave_out(derivation, &sourced, reason, reterr);
}

/* The entry's own word for the second stage is the place for the one that was settled. */
static int replace_stage2(struct ia_derivation *derivation, const struct isoargs_word *word,
			  struct isoargs_error **reterr)
{
	bool written = derivation->wrote_stage2;
	bool same = derivation->stage2 && strcmp(word->text, derivation->stage2) == 0;
	const char *reason;
	int r;

	r = ia_stage2_write(derivation, reterr);
	if (r < 0 || (same && !written))
		return r;
	if (derivation->drops_stage2 || ia_derivation_asks(derivation, word->text) == IA_ASKED_DROP)
		reason = IA_DROP_REASON;
	else if (!derivation->stage2)
		reason = "names no place, and EL6 finds its CD by itself";
	else if (same)
		reason = "stands in the line already";
	else if (derivation->request->base_url)
		reason = "ISOARGS_BASE_URL takes its place";
	else if (derivation->request->has_stage2)
		reason = "ISOARGS_STAGE2 takes its place";
	else
		reason = "what the medium's label gives takes its place";
	return ia_derivation_leave_out(derivation, word, reason, reterr);
}

/* Of a word that stays, what it may do to the installer. */
static void note_doubts(struct ia_derivation *derivation, const struct isoargs_word *word,
			unsigned traits)
{
	if ((traits & IA_TRAIT_KS) &&
	    ia_derivation_hides_kickstart(derivation, ia_word_value(word->text)))
		note_unseen_kickstart(derivation, word);
	if (strpbrk(word->text, "'\""))
		ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_QUOTES,
			IA_AT_LINE(word->file, word->line, 0),
			"the entry's word %s holds quotes, which can stop the installer's own "
			"reading of its command line",
			word->text);
}

/* A word that stays, or what is to stand there where it looks for a name that the medium had. */
static int keep_settled(struct ia_derivation *derivation, const struct isoargs_word *word,
			struct isoargs_error **reterr)
{
	struct isoargs_word settled = *word;
	int r = 0;

	if (ia_vocabulary_traits(word->text) & IA_TRAIT_KS)
		r = ia_served_kickstart(derivation, &settled, reterr);
	if (r > 0) {
		r = ia_derivation_leave_out(derivation, word, "ISOARGS_BASE_URL takes its place",
					    reterr);
		return r < 0 ? r : ia_derivation_write(derivation, &settled, reterr);
	}
	if (r == 0)
		r = ia_derivation_settle_medium(derivation, &settled, reterr);
	if (r > 0) {
		r = ia_derivation_leave_out(derivation, word,
					    "looks for a name that this medium has not", reterr);
		if (r < 0 || !settled.text)
			return r;
		settled.origin = ISOARGS_FROM_LABEL;
		settled.reason = "where the second stage is found";
	}
	if (r < 0)
		return r;
	note_doubts(derivation, &settled, ia_vocabulary_traits(settled.text));
	return ia_derivation_keep_own(derivation, &settled, IA_OWN_REASON, reterr);
}

static int add_entry_word(struct ia_derivation *derivation, const struct isoargs_word *word,
			  struct isoargs_error **reterr)
{
	enum ia_asked asked = ia_derivation_asks(derivation, word->text);
	unsigned traits = ia_vocabulary_traits(word->text);
	struct verdict verdict;
	const char *said;

	if ((traits & IA_TRAIT_STAGE2) && !derivation->keeps_stage2)
		return replace_stage2(derivation, word, reterr);
	if (asked == IA_ASKED_DROP)
		return ia_derivation_leave_out(derivation, word, IA_DROP_REASON, reterr);
	verdict = judge(derivation, word->text, traits);
	if (verdict.reason && asked != IA_ASKED_KEEP)
		return ia_derivation_drop_own(derivation, word, verdict.reason, verdict.severity,
					      reterr);
	said = said_by_rule(derivation, word->text);
	if (said)
		return ia_derivation_leave_out(derivation, word, said, reterr);
	if (verdict.reason) {
		note_doubts(derivation, word, traits);
		return ia_derivation_keep_own(derivation, word, "ISOARGS_KEEP keeps it", reterr);
	}
	if (is_named_for(derivation, traits))
		return ia_derivation_keep_own(derivation, word,
					      "makes the entry that ISOARGS_ENTRY names what it is",
					      reterr);
	return asked == IA_ASKED_KEEP
		       ? ia_derivation_keep_own(derivation, word, IA_OWN_REASON, reterr)
		       : keep_settled(derivation, word, reterr);
}

/* Looking through the entry's words for what ISOARGS_KEEP and ISOARGS_DROP name, each of them. */
#define ASKED_COST 40u

/*
 * What DEFAULT or ONTIMEOUT of the menu add to the entry that the medium boots by itself. Whoever
 * names that entry gets it as it stands in the menu; another one has nothing of these words.
 */
static int split_default_words(struct ia_derivation *derivation)
{
	const struct isoargs_entry *entry = derivation->entry;
	const struct ia_config *config = ia_report_menu_of(derivation->report, entry);
	bool is_named = derivation->request->entry != NULL;
	struct isoargs_word like = {
		.origin = ISOARGS_FROM_ENTRY,
		.reason = "what an unattended boot of the medium adds to the entry",
	};

	if (!config || !config->default_words || (is_named && !entry->is_default))
		return 0;
	like.file = config->name;
	like.line = config->default_line;
	if (entry->is_default && !is_named)
		return ia_cmdline_split(&derivation->own, config->default_words, &like);
	ia_note(&derivation->args->notes, is_named ? ISOARGS_INFO : ISOARGS_WARNING,
		IA_NOTE_DEFAULT_WORDS, IA_AT_LINE(config->name, config->default_line, 0),
		"an unattended boot of this menu adds words to the entry %s, which are not taken: "
		"%s; "
		"add what you want with ISOARGS_APPEND",
		config->default_path, config->default_words);
	return 0;
}

int ia_derivation_split_entry(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_option_list *keep = &derivation->request->keep;
	const struct ia_option_list *drop = &derivation->request->drop;
	const struct isoargs_entry *entry = derivation->entry;
	const struct isoargs_word like = {
		.origin = ISOARGS_FROM_ENTRY,
		.file = entry->file,
		.line = entry->command_line ? entry->command_line : entry->line,
	};
	struct ia_cmdline *own = &derivation->own;
	uint64_t cost = WORD_COST + (keep->count + drop->count) * ASKED_COST;
	int r;

	r = ia_cmdline_split(own, entry->cmdline ? entry->cmdline : "", &like);
	if (r == 0)
		r = split_default_words(derivation);
	if (r == 0 && ia_meter_spend(ia_arena_meter(own->arena), IA_COST_ARGS,
				     own->count * cost + 4 * IA_ENTRY_LINE_MAX) < 0)
		r = -ENOMEM;
	if (r == -E2BIG)
		return ia_error(reterr, r, IA_AT_LINE(entry->file, like.line, 0), NULL,
				"the entry has more than %u words", IA_CMDLINE_WORDS_MAX);
	return r < 0 ? ia_error_memory(reterr) : 0;
}

/* The words of the medium's entry: kept, dropped, or the place where the second stage stands. */
int ia_derivation_add_entry(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_cmdline *own = &derivation->own;
	int r = 0;

	if (!derivation->medium_stage2)
		r = ia_stage2_write(derivation, reterr);
	for (size_t i = 0; r == 0 && i < own->count; i++)
		r = add_entry_word(derivation, &own->words[i], reterr);
	/* Whatever the menu's quoting hid, the line has its second stage. */
	return r == 0 ? ia_stage2_write(derivation, reterr) : r;
}
