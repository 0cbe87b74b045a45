/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/medium-name.h"

#include <errno.h>
#include <string.h>

#include "args/derivation.h"
#include "args/vocabulary.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/*
 * Where the entry has its installer look for kickstart and packages: on this medium, under a name
 * that it had before it was relabelled, or on another one.
 */

/* The name after LABEL= or UUID=, up to the path. A value is a word of a line, which is short. */
static bool name_of(const char *value, const char *key, struct ia_slice *ret)
{
	const char *at = strchr(value, ':');

	if (!at)
		return false;
	at++;
	if (strncmp(at, "CD", 2) == 0)
		at += 2;
	if (strncmp(at, key, strlen(key)) != 0)
		return false;
	at += strlen(key);
	*ret = (struct ia_slice){at, strcspn(at, ":")};
	return true;
}

static bool is_name(struct ia_slice name, const char *expected)
{
	return expected && ia_slice_equal(name, expected);
}

bool ia_medium_name(const char *value, struct ia_slice *ret)
{
	return name_of(value, "LABEL=", ret) || name_of(value, "UUID=", ret);
}

bool ia_medium_name_is_other(const struct ia_labels *labels, const char *value,
			     struct ia_slice *ret)
{
	*ret = (struct ia_slice){0};
	if (labels->is_unknown)
		return false;
	if (name_of(value, "LABEL=", ret))
		return !is_name(*ret, labels->encoded) && !is_name(*ret, "OEMDRV");
	return name_of(value, "UUID=", ret) && !is_name(*ret, labels->uuid);
}

/* Does the entry look for its second stage, which is on this medium, under that name as well? */
static bool is_own_old_name(const struct ia_derivation *derivation, struct ia_slice name)
{
	const char *stage2 = derivation->medium_stage2;
	struct ia_slice own;

	return derivation->stage2 && stage2 && ia_medium_name(stage2, &own) &&
	       own.size == name.size && memcmp(own.at, name.at, own.size) == 0;
}

/* KEY=hd:LABEL=NAME:PATH with the place of the second stage in place of hd:LABEL=NAME. */
static int correct(const struct ia_derivation *derivation, struct isoargs_word *word,
		   struct ia_slice name)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	const char *value = ia_word_value(word->text);

	ia_strbuf_add(&text, word->text, (size_t)(value - word->text));
	ia_strbuf_adds(&text, ia_word_value(derivation->stage2));
	ia_strbuf_adds(&text, name.at + name.size);
	if (text.error)
		return -ENOMEM;
	word->text = ia_arena_strdup(derivation->args->arena, text.data);
	return word->text ? 0 : -ENOMEM;
}

int ia_derivation_settle_medium(struct ia_derivation *derivation, struct isoargs_word *word,
				struct isoargs_error **reterr)
{
	unsigned traits = ia_vocabulary_traits(word->text);
	const char *value = ia_word_value(word->text), *said = word->text;
	const struct ia_place *place = IA_AT_LINE(word->file, word->line, 0);
	struct ia_notes *notes = &derivation->args->notes;
	struct ia_slice name;
	bool works;

	if (!(traits & (IA_TRAIT_KS | IA_TRAIT_REPO)) || !value ||
	    !ia_medium_name_is_other(&derivation->report->labels, value, &name))
		return 0;
	if (strncmp(value, "hd:", 3) != 0 || !is_own_old_name(derivation, name)) {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_OTHER_MEDIUM, place,
			"%s looks for \"%.*s\", which this medium is not; have that medium in the "
			"guest as well, or name the place with %s",
			said, (int)name.size, name.at,
			traits & IA_TRAIT_KS ? "ISOARGS_KS" : "ISOARGS_REPO");
		return 0;
	}
	if (correct(derivation, word, name) < 0)
		return ia_error_memory(reterr);
	works = !(traits & IA_TRAIT_REPO) ||
		!ia_derivation_breaks_repo(derivation, ia_word_value(word->text));
	ia_note(notes, derivation->request->has_stage2 ? ISOARGS_INFO : ISOARGS_WARNING,
		IA_NOTE_OTHER_MEDIUM, place,
		"%s looks for \"%.*s\", which this medium is not, as does its second stage; %s%s",
		said, (int)name.size, name.at, works ? word->text : "it is left out",
		works ? " is used" : ", the packages of the medium are found without it");
	if (!works)
		word->text = NULL;
	return 1;
}
