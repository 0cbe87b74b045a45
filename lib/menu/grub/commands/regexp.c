/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Regular expressions, as far as the C library's matcher is to be trusted with them. */
#include <locale.h>
#include <regex.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/grub/commands/alphabet.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/options.h"
#include "menu/grub/script/number.h"

#define GROUPS_MAX 10u /* the whole match, and \1 to \9 */

/* Units of work: what any pattern takes, and each atom of it for each byte that it is matched with. */
#define REGEXP_COST    20000u
#define REGEXP_COMPILE 100u /* as many bytes */
#define REGEXP_STEP    32u
#define REGEXP_BYTE    64u /* of both, to find its characters */

/* What the C library makes of a part of a pattern: counts are written out. */
struct repeated {
	unsigned atoms;
	unsigned signs;
};

struct pattern {
	struct repeated all[IA_GRUB_PATTERN_MAX + 1]; /* of each group that is open */
	struct repeated last[IA_GRUB_PATTERN_MAX + 1];
	unsigned depth;
};

static void add_last(struct pattern *pattern, struct repeated part)
{
	pattern->all[pattern->depth].atoms += part.atoms;
	pattern->all[pattern->depth].signs += part.signs;
	pattern->last[pattern->depth] = part;
}

/* So many copies of the last part in place of one. Counts are small here, and stay so. */
static void repeat_last(struct pattern *pattern, unsigned copies)
{
	struct repeated *all = &pattern->all[pattern->depth];
	struct repeated *last = &pattern->last[pattern->depth];

	all->atoms += last->atoms * (copies - 1);
	all->signs += last->signs * (copies - 1) + 1;
	last->atoms *= copies;
	last->signs = last->signs * copies + 1;
}

/*
 * The length of a bracket expression, up to the end where it has none; 0 where it has what is not
 * counted here.
 */
static size_t bracket_length(const char *s)
{
	size_t i = s[1] == '^' ? 2 : 1;

	if (s[i] == ']')
		i++;
	for (; s[i] && s[i] != ']'; i++) {
		const char *end;

		if (s[i] != '[' || !s[i + 1] || !strchr(":.=", s[i + 1]))
			continue;
		if (s[i + 1] != ':')
			return 0;
		end = strstr(s + i + 2, ":]");
		if (!end)
			return strlen(s);
		i = (size_t)(end - s) + 1;
	}
	return s[i] ? i + 1 : i;
}

/* Copies that a sign of repetition makes; 0: its number is too large. */
static unsigned count_copies(const char *sign)
{
	unsigned long long count;

	if (*sign != '{')
		return *sign == '+' ? 2 : 1;
	if (strspn(sign + 1, "0123456789,") > 2)
		return 0;
	ia_grub_number(sign[1] == ',' ? sign + 2 : sign + 1, 10, &count, NULL);
	return count < 1 ? 1 : (unsigned)count + 1;
}

/* The length of a sign of repetition, all of it; 0: it repeats too often. */
static size_t add_sign(struct pattern *pattern, const char *sign)
{
	unsigned copies = count_copies(sign);
	size_t digits = *sign == '{' ? strspn(sign + 1, "0123456789,") : 0;

	if (copies == 0)
		return 0;
	repeat_last(pattern, copies);
	return 1 + digits + (*sign == '{' && sign[1 + digits] == '}');
}

/*
 * One more part, at s; its length, or 0 where the pattern is not to be tried. What is no pattern at
 * all is left to the matcher, which tells at once.
 */
static size_t add_part(struct pattern *pattern, const char *s)
{
	struct repeated part = {.atoms = 1};
	size_t length = 1;

	switch (*s) {
	case '(':
		pattern->depth++;
		pattern->all[pattern->depth] = pattern->last[pattern->depth] = (struct repeated){0};
		return 1;
	case '*':
	case '+':
	case '?':
	case '{':
		return add_sign(pattern, s);
	case ')': /* an atom where none is open */
		if (pattern->depth > 0) {
			part = pattern->all[pattern->depth--];
			part.atoms++;
		}
		break;
	case '\\':
		if (ia_ascii_is_digit(s[1]))
			return 0;
		length = s[1] ? 2 : 1;
		break;
	case '[':
		length = bracket_length(s);
		break;
	default:
		break;
	}
	add_last(pattern, part);
	return length;
}

/* false: the matcher is not to be trusted with it. *ret_atoms: of the pattern, written out. */
static bool is_harmless(const char *pattern, const char *subject, unsigned *ret_atoms)
{
	struct pattern read = {.depth = 0};
	size_t length;

	if (strnlen(pattern, IA_GRUB_PATTERN_MAX + 1) > IA_GRUB_PATTERN_MAX ||
	    strnlen(subject, IA_GRUB_SUBJECT_MAX + 1) > IA_GRUB_SUBJECT_MAX)
		return false;
	for (const char *s = pattern; *s; s += length) {
		const struct repeated *all;

		length = add_part(&read, s);
		all = &read.all[read.depth];
		if (length == 0 || all->atoms > IA_GRUB_PATTERN_MAX ||
		    all->signs > IA_GRUB_REPETITIONS_MAX)
			return false;
	}
	*ret_atoms = read.all[0].atoms;
	return true;
}

/* "VAR" takes the first group, "N:VAR" the group of that number. */
static int set_group(struct ia_grub_state *state, const char *spec, const char *subject,
		     const regmatch_t *groups)
{
	const char *colon = strchr(spec, ':'), *name = colon ? colon + 1 : spec, *tail = NULL;
	unsigned long long number = 1;
	char *value;
	int r;

	/* Without a digit it is the whole match. */
	if (colon)
		ia_grub_number(spec, 10, &number, &tail);
	if (colon && tail != colon)
		return IA_GRUB_BAD_ARGUMENT;
	if (number >= GROUPS_MAX || groups[number].rm_so < 0) {
		r = ia_grub_variables_unset(state->variables, name);
		return r < 0 ? ia_grub_fail(state, r) : 0;
	}
	value = ia_grub_strndup(state->memory, subject + groups[number].rm_so,
				(size_t)(groups[number].rm_eo - groups[number].rm_so));
	return value ? ia_grub_set(state, name, value) : ia_grub_fail_memory(state);
}

/* By bytes, whatever the locale of the caller is. The C library's error, or 0. */
static int match_bytes(const char *pattern, const char *subject, regmatch_t *groups)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before;
	regex_t regex;
	int r;

	if (!plain)
		return REG_ESPACE;
	before = uselocale(plain);
	r = regcomp(&regex, pattern, REG_EXTENDED);
	if (r == 0) {
		r = regexec(&regex, subject, GROUPS_MAX, groups, 0);
		regfree(&regex);
	}
	uselocale(before);
	freelocale(plain);
	return r;
}

/* GRUB's status. That there was no memory is no property of the pattern. */
static int match(struct ia_grub_state *state, const struct ia_grub_alphabet *alphabet,
		 const char *const *argv, regmatch_t *groups)
{
	char pattern[IA_GRUB_PATTERN_MAX + 1], subject[IA_GRUB_SUBJECT_MAX + 1];
	int r;

	ia_grub_alphabet_spell(alphabet, argv[0], pattern);
	ia_grub_alphabet_spell(alphabet, argv[1], subject);
	r = match_bytes(pattern, subject, groups);
	if (r == REG_ESPACE)
		return ia_error_memory(state->reterr);
	/* GRUB says what is wrong with a pattern that is none, and that it does not match. */
	if (r != 0)
		return IA_GRUB_FALSE;
	for (size_t i = 0; i < GROUPS_MAX; i++) {
		if (groups[i].rm_so < 0)
			continue;
		groups[i].rm_so = (regoff_t)ia_grub_alphabet_length(argv[1], groups[i].rm_so);
		groups[i].rm_eo = (regoff_t)ia_grub_alphabet_length(argv[1], groups[i].rm_eo);
	}
	return 0;
}

static int run_regexp(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	static const struct ia_grub_option table[] = {{"set", 's', IA_GRUB_VALUE}};
	struct ia_grub_alphabet alphabet = {.count = 0};
	struct ia_grub_options options;
	regmatch_t groups[GROUPS_MAX];
	unsigned atoms;
	size_t length;
	int r = ia_grub_options_parse(state, table, IA_COUNT(table), true, call, &options);

	if (r != 0 || options.argc != 2)
		return r != 0 ? r : IA_GRUB_BAD_ARGUMENT;
	if (!is_harmless(options.argv[0], options.argv[1], &atoms) ||
	    !ia_grub_alphabet_add(&alphabet, options.argv[0]) ||
	    !ia_grub_alphabet_add(&alphabet, options.argv[1])) {
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_REGEXP, IA_GRUB_HERE(state),
			"the regular expression is too large to be tried; taken as not matching");
		return IA_GRUB_FALSE;
	}
	length = strlen(options.argv[1]);
	r = ia_grub_spend(state, REGEXP_COST + (length + REGEXP_COMPILE) * atoms * REGEXP_STEP +
					 (strlen(options.argv[0]) + length) * REGEXP_BYTE);
	if (r == 0)
		r = match(state, &alphabet, options.argv, groups);
	for (size_t i = 0; i < options.given_count && r == 0; i++)
		r = set_group(state, options.given[i].value, options.argv[1], groups);
	return r;
}

static const struct ia_grub_command commands[] = {
	{"regexp", run_regexp, false},
};

const struct ia_grub_commands ia_grub_regexp_commands = {commands, IA_COUNT(commands)};
