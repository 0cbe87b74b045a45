/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <isoargs/version.h>

#include "base/note.h"
#include "base/option-name.h"

/*
 * What programs ask of the library, of errors, notes and options. The archive of base is without
 * it: whoever links that beside the library has these functions of the library alone.
 */

const char *isoargs_version(void)
{
	return ISOARGS_VERSION;
}

struct isoargs_error *isoargs_error_free(struct isoargs_error *error)
{
	return ia_error_free(error);
}

int isoargs_error_code(const struct isoargs_error *error)
{
	return error->code;
}

const char *isoargs_error_message(const struct isoargs_error *error)
{
	return error->message;
}

const char *isoargs_error_text(const struct isoargs_error *error)
{
	return ia_error_text(error);
}

const char *isoargs_error_file(const struct isoargs_error *error)
{
	return error->file;
}

enum isoargs_option isoargs_error_option(const struct isoargs_error *error)
{
	return error->option;
}

unsigned isoargs_error_line(const struct isoargs_error *error)
{
	return error->line;
}

unsigned isoargs_error_column(const struct isoargs_error *error)
{
	return error->column;
}

int isoargs_error_offset(const struct isoargs_error *error, uint64_t *ret_offset)
{
	if (!error->has_offset)
		return 0;
	*ret_offset = error->offset;
	return 1;
}

const char *isoargs_error_remedy(const struct isoargs_error *error)
{
	return error->remedy;
}

const char *isoargs_option_name(enum isoargs_option option)
{
	return ia_option_name(option);
}

enum isoargs_option isoargs_option_find(const char *text, size_t *ret_at, size_t *ret_length)
{
	return ia_option_find(text, ret_at, ret_length);
}

int isoargs_spell(const char *text, isoargs_speller speller, void *user, char **ret_text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_option_spell(&buf, text, speller, user);
	return ia_strbuf_take(&buf, ret_text);
}

enum isoargs_severity isoargs_note_severity(const struct isoargs_note *note)
{
	return note->severity;
}

const char *isoargs_note_code(const struct isoargs_note *note)
{
	return ia_note_word(note->code);
}

const char *isoargs_note_text(const struct isoargs_note *note)
{
	return note->text;
}

const char *isoargs_note_file(const struct isoargs_note *note)
{
	return note->file;
}

enum isoargs_option isoargs_note_option(const struct isoargs_note *note)
{
	return note->option;
}

unsigned isoargs_note_line(const struct isoargs_note *note)
{
	return note->line;
}

unsigned isoargs_note_column(const struct isoargs_note *note)
{
	return note->column;
}

int isoargs_note_offset(const struct isoargs_note *note, uint64_t *ret_offset)
{
	if (!note->has_offset)
		return 0;
	*ret_offset = note->offset;
	return 1;
}
