/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/derivation.h"
#include "base/note.h"
#include "menu/cmdline.h"

/*
 * What the request says of single words: ISOARGS_KEEP and ISOARGS_DROP, at most
 * IA_OPTION_VALUES_MAX of each. Splitting the entry's words paid for looking through them.
 */

enum match {
	NOTHING,
	BY_NAME,
	WHOLE,
};

/* How the value names the word, which GRUB quotes as a whole where it has a space in it. */
static enum match match(const char *value, const char *word)
{
	if (strcmp(word, value) == 0)
		return WHOLE;
	return !strchr(value, '=') && ia_word_is(word + (*word == '"'), value) ? BY_NAME : NOTHING;
}

static enum match best_match(const struct ia_option_list *list, const char *word)
{
	enum match best = NOTHING;

	for (size_t i = 0; i < list->count && best < WHOLE; i++) {
		enum match found = match(list->values[i], word);

		if (found > best)
			best = found;
	}
	return best;
}

/* What names a word as a whole outranks what names it by its name. */
enum ia_asked ia_derivation_asks(const struct ia_derivation *derivation, const char *word)
{
	enum match keep = best_match(&derivation->request->keep, word);
	enum match drop = best_match(&derivation->request->drop, word);

	if (keep == NOTHING && drop == NOTHING)
		return IA_ASKED_NOTHING;
	return drop > keep ? IA_ASKED_DROP : IA_ASKED_KEEP;
}

int ia_derivation_leave_out(struct ia_derivation *derivation, const struct isoargs_word *word,
			    const char *reason, struct isoargs_error **reterr)
{
	struct isoargs_word dropped = *word;

	dropped.reason = reason;
	return ia_derivation_add(&derivation->args->dropped, &dropped, reterr);
}

int ia_derivation_write(struct ia_derivation *derivation, const struct isoargs_word *word,
			struct isoargs_error **reterr)
{
	if (word->origin != ISOARGS_FROM_OPTION &&
	    ia_derivation_asks(derivation, word->text) == IA_ASKED_DROP)
		return ia_derivation_leave_out(derivation, word, IA_DROP_REASON, reterr);
	return ia_derivation_add(&derivation->args->words, word, reterr);
}

static bool names_any(const char *value, const struct ia_cmdline *line)
{
	for (size_t i = 0; i < line->count; i++) {
		if (match(value, line->words[i].text) != NOTHING)
			return true;
	}
	return false;
}

static void note_unknown(const struct ia_derivation *derivation, enum isoargs_option option,
			 const char *value)
{
	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_WORD,
		IA_AT_OPTION(option), "\"%s\" names no word of the entry \"%s\"", value,
		derivation->entry->title);
}

/* A word that another option asks for, and this one not to have. */
static int refuse_own(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_option_list *drop = &derivation->request->drop;
	const struct ia_cmdline *words = &derivation->args->words;

	for (size_t i = 0; drop->count > 0 && i < words->count; i++) {
		const struct isoargs_word *word = &words->words[i];

		if (word->origin == ISOARGS_FROM_OPTION &&
		    ia_derivation_asks(derivation, word->text) == IA_ASKED_DROP)
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_DROP),
					"leave one of the two out, or name the entry's word as a "
					"whole, with its value",
					"found what names a word that %s asks for",
					ia_option_name(word->option));
	}
	return 0;
}

int ia_derivation_check_words(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;

	for (size_t i = 0; i < request->keep.count; i++) {
		if (!names_any(request->keep.values[i], &derivation->own))
			note_unknown(derivation, ISOARGS_KEEP, request->keep.values[i]);
	}
	for (size_t i = 0; i < request->drop.count; i++) {
		if (!names_any(request->drop.values[i], &derivation->own) &&
		    !names_any(request->drop.values[i], &derivation->args->dropped))
			note_unknown(derivation, ISOARGS_DROP, request->drop.values[i]);
	}
	return refuse_own(derivation, reterr);
}

int ia_derivation_add_appended(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_option_list *append = &derivation->request->append;

	for (size_t i = 0; i < append->count; i++) {
		const struct isoargs_word word = {
			.text = append->values[i],
			.origin = ISOARGS_FROM_OPTION,
			.option = ISOARGS_APPEND,
			.reason = "written as it was given",
		};
		int r = ia_derivation_write(derivation, &word, reterr);

		if (r < 0)
			return r;
	}
	return 0;
}
