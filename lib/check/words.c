/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/vocabulary.h"
#include "check/family.h"
#include "menu/cmdline.h"

/* What the checks share: the words of the line, and what is on the medium. */

/* The words are at most IA_CMDLINE_WORDS_MAX, in a line of as many bytes as the guest takes. */
const struct isoargs_word *ia_check_word(const struct ia_check *check, unsigned trait)
{
	const struct isoargs_word *found = NULL;

	for (size_t i = 0; check->args && i < check->args->words.count; i++) {
		const struct isoargs_word *word = &check->args->words.words[i];

		if (ia_vocabulary_traits(word->text) & trait)
			found = word;
	}
	return found;
}

bool ia_check_needs_link(const struct ia_check *check)
{
	const struct isoargs_word *word = ia_check_word(check, IA_TRAIT_STAGE2);
	const char *value = word ? ia_word_value(word->text) : NULL;

	if (!check->args)
		return check->request->stage2 != IA_STAGE2_DEVICE;
	if (check->family->by_link)
		return true;
	return value && (strncmp(value, "hd:LABEL=", 9) == 0 || strncmp(value, "hd:UUID=", 8) == 0);
}

const char *ia_check_text(const struct ia_check *check, const char *name)
{
	const char *found = NULL;

	for (size_t i = 0; check->args && i < check->args->words.count; i++) {
		if (ia_word_is(check->args->words.words[i].text, name))
			found = check->args->words.words[i].text;
	}
	return found;
}

const char *ia_check_value(const struct ia_check *check, const char *name)
{
	const char *text = ia_check_text(check, name);

	return text ? ia_word_value(text) : NULL;
}

bool ia_check_is_url(const char *value)
{
	return value && strstr(value, "://") && strncmp(value, "file:", 5) != 0;
}

bool ia_check_has(struct ia_check *check, enum ia_note_code code, const char *path,
		  enum ia_file_type type)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = ia_files_have(&check->systems.iso_files, path, type, &error);

	if (r < 0)
		ia_check_add_error(check, ISOARGS_CHECK_WARNING, code, error);
	return r > 0;
}
