/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/note.h"

struct isoargs_args *isoargs_args_free(struct isoargs_args *args)
{
	if (!args)
		return NULL;
	/* A VNC password stands in both copies of its word. */
	if (args->arena)
		ia_arena_wipe(args->arena);
	ia_arena_free(args->arena);
	ia_notes_free(&args->notes);
	free(args);
	return NULL;
}

int isoargs_args_set_kernel(struct isoargs_args *args, const struct isoargs_kernel *kernel,
			    struct isoargs_error **reterr)
{
	const char *version = isoargs_kernel_version(kernel);
	char *reason = ia_arena_strdup(args->arena, isoargs_kernel_reason(kernel));
	char *copy = version ? ia_arena_strndup(args->arena, version, strcspn(version, " ")) : NULL;

	if (!reason || (version && !copy))
		return ia_error_memory(reterr);
	args->kernel_modes = isoargs_kernel_modes(kernel);
	args->kernel_reason = reason;
	args->kernel_version = copy;
	return 0;
}

const char *isoargs_args_string(const struct isoargs_args *args)
{
	return args->text;
}

const struct isoargs_entry *isoargs_args_entry(const struct isoargs_args *args)
{
	return &args->entry;
}

enum isoargs_boots isoargs_args_boots(const struct isoargs_args *args)
{
	return args->boots;
}

enum isoargs_installer isoargs_args_installer(const struct isoargs_args *args)
{
	return args->installer;
}

enum isoargs_guest_mode isoargs_args_guest(const struct isoargs_args *args)
{
	return args->guest->mode;
}

const struct isoargs_word *isoargs_args_word(const struct isoargs_args *args, size_t index)
{
	return index < args->words.count ? &args->words.words[index] : NULL;
}

const struct isoargs_word *isoargs_args_dropped(const struct isoargs_args *args, size_t index)
{
	return index < args->dropped.count ? &args->dropped.words[index] : NULL;
}

const struct isoargs_note *isoargs_args_note(const struct isoargs_args *args, size_t index)
{
	return index < args->notes.count ? &args->notes.items[index] : NULL;
}

const char *isoargs_word_text(const struct isoargs_word *word)
{
	return word->text;
}

enum isoargs_origin isoargs_word_origin(const struct isoargs_word *word)
{
	return word->origin;
}

const char *isoargs_word_file(const struct isoargs_word *word)
{
	return word->file;
}

enum isoargs_option isoargs_word_option(const struct isoargs_word *word)
{
	return word->option;
}

unsigned isoargs_word_line(const struct isoargs_word *word)
{
	return word->line;
}

const char *isoargs_word_reason(const struct isoargs_word *word)
{
	return word->reason;
}

const char *isoargs_word_source(const struct isoargs_word *word)
{
	return word->source;
}
