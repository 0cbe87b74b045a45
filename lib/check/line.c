/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "base/note.h"
#include "check/checks.h"

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

void ia_check_characters(struct ia_check *check)
{
	const struct isoargs_args *args = check->args;

	if (!args)
		return;
	if (ia_args_are_anaconda(args) && stops_shlex(args->text))
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     "build on another entry with ISOARGS_ENTRY",
			     "a quote is left open, at which the installer's own reading of its "
			     "command line stops");
	else if (strpbrk(args->text, "'\"") && !check->is_cheap)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     "build on another entry with ISOARGS_ENTRY",
			     "there are quotes, which the installer takes away and which XenServer "
			     "before 6.5 does not carry");
	else if (has_non_ascii(args->text))
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_CHARACTERS, IA_NOWHERE,
			     "use ISOARGS_STAGE2 uuid or ISOARGS_STAGE2 device",
			     "there are characters beyond ASCII, which tools of older hosts do "
			     "not carry");
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_CHARACTERS, IA_NOWHERE, NULL,
			     "nothing that a host or the installer would read differently");
}
