/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "args/kernel-line.h"
#include "base/limits.h"
#include "base/note.h"
#include "check/family.h"

/*
 * Does the line of arguments reach the installer, and is it read as it is meant? It has at most
 * as many bytes as the guest takes.
 */

void ia_check_length(struct ia_check *check)
{
	/* A line that is too long is refused when it is derived. */
	if (check->args)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LENGTH, IA_NOWHERE, NULL,
			     "the arguments have %zu of at most %u bytes",
			     strlen(check->args->text), check->guest->line_max);
}

/*
 * Would Python's shlex.split() stop at the line? The installer reads its command line with it,
 * POSIX mode: a quote that is not closed, or a backslash with nothing after it.
 */
static bool stops_shlex(const char *line)
{
	char quote = '\0';

	for (; *line; line++) {
		if (*line == '\\' && quote != '\'') {
			if (line[1] == '\0')
				return true;
			line++;
		} else if (quote) {
			if (*line == quote)
				quote = '\0';
		} else if (*line == '\'' || *line == '"') {
			quote = *line;
		}
	}
	return quote != '\0';
}

static bool has_non_ascii(const char *line)
{
	for (; *line; line++) {
		if ((unsigned char)*line >= 0x80)
			return true;
	}
	return false;
}

/* Is a quote of these left open where each ends at the next of its kind, and nothing escapes one? */
static bool stops_plain(const char *line, const char *quotes)
{
	for (line = strpbrk(line, quotes); line; line = strpbrk(line + 1, quotes)) {
		line = strchr(line + 1, *line);
		if (!line)
			return true;
	}
	return false;
}

/* What is wrong with the quotes of a line that has some, by whoever reads it; NULL: nothing. */
static const char *open_quote(const struct ia_check *check, const char *line)
{
	switch (check->family->quotes) {
	case IA_QUOTES_SHLEX:
		return stops_shlex(line) ? "a quote is left open, at which the installer's own "
					   "reading of its command line stops"
					 : NULL;
	case IA_QUOTES_BOTH:
		return stops_plain(line, "'\"")
			       ? "a quote is left open, and the installer takes all "
				 "that follows for one word"
			       : NULL;
	case IA_QUOTES_KERNEL:
		return stops_plain(line, "\"")
			       ? "a quote is left open, and the kernel takes all that "
				 "follows for one word"
			       : NULL;
	case IA_QUOTES_NONE:
	case IA_QUOTES_UNKNOWN:
		break;
	}
	return NULL;
}

/* The same, of quotes that are closed. */
static const char *odd_quote(const struct ia_check *check, const char *line)
{
	switch (check->family->quotes) {
	case IA_QUOTES_SHLEX:
	case IA_QUOTES_UNKNOWN:
		return check->guest->mode == ISOARGS_GUEST_PV
			       ? "there are quotes, which the installer takes away and which "
				 "XenServer before 6.5 does not carry"
			       : "there are quotes, which the installer takes away";
	case IA_QUOTES_BOTH:
		return NULL;
	case IA_QUOTES_KERNEL:
		return strchr(line, '\'') ? "there is a ' in it, which is no quote to the kernel"
					  : NULL;
	case IA_QUOTES_NONE:
		break;
	}
	return "there are quotes, which stay in the words: the installer takes none away";
}

void ia_check_characters(struct ia_check *check)
{
	const struct isoargs_args *args = check->args;
	bool quotes = args && strpbrk(args->text, "'\"");
	const char *error, *doubt;

	if (!args)
		return;
	error = quotes || (ia_args_are_anaconda(args) && strchr(args->text, '\\'))
			? open_quote(check, args->text)
			: NULL;
	doubt = quotes && !check->is_cheap ? odd_quote(check, args->text) : NULL;
	if (error)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     "build on another entry with ISOARGS_ENTRY", "%s", error);
	else if (doubt)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     "build on another entry with ISOARGS_ENTRY", "%s", doubt);
	else if (has_non_ascii(args->text))
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     ia_args_are_anaconda(args)
				     ? "use ISOARGS_STAGE2 uuid or ISOARGS_STAGE2 device"
				     : NULL,
			     "there are characters beyond ASCII, which tools of older hosts do "
			     "not carry");
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_CHARACTERS, IA_NOWHERE, NULL,
			     "nothing that a host or the installer would read differently");
}

/* A kernel since 3.15 stops at a bare "--", and hands what follows to init. */
void ia_check_separator(struct ia_check *check)
{
	if (!check->args)
		return;
	if (ia_check_text(check, "--"))
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_SEPARATOR, IA_NOWHERE,
			     "leave it out with ISOARGS_DROP --",
			     "the kernel stops reading at \"--\": no word behind it reaches it");
	if (ia_check_text(check, "---") && check->family->copies_separator)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_SEPARATOR, IA_NOWHERE,
			     "leave it out with ISOARGS_DROP ---",
			     "\"---\" means nothing to %s, which copies it to the installed system",
			     check->family->name);
}

/* Of a line that has more words than there are places nothing is derived. */
void ia_check_places(struct ia_check *check)
{
	unsigned environment, arguments;

	if (!check->args)
		return;
	ia_kernel_line_count(&check->args->words, &environment, &arguments);
	if (environment > IA_KERNEL_ENVIRONMENT_MAX / 2)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_PLACES, IA_NOWHERE, NULL,
			     "%u words of the line take one of the %u places that the kernel has "
			     "for those it does not know",
			     environment, IA_KERNEL_ENVIRONMENT_MAX);
}
