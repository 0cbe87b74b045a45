/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/eval/path.h"
#include "menu/grub/script/number.h"

/* Units of work; what comparing takes by the byte, the bytes of a word have counted for. */
#define WORD_COST 64u

/* One scan from left to right, without a grammar: what is found so far, and what inverts. */
struct scan {
	struct ia_grub_state *state;
	const char *const *argv;
	size_t argc;
	size_t at;
	unsigned depth;
	int error;
};

struct result {
	bool invert;
	bool all; /* since the last -o */
	bool any; /* before it */
};

static void take(struct result *result, bool value)
{
	result->all = result->all && value != result->invert;
	result->invert = false;
}

static long long number(const char *s)
{
	unsigned long long value;
	bool negative = s[0] == '-';

	ia_grub_number(s + negative, 0, &value, NULL);
	return negative ? (int)-(unsigned)value : (int)(unsigned)value;
}

/* Compares the numbers that stand behind what both begin with: "k-2" and "k-11". */
static int compare_suffixes(const char *a, const char *b)
{
	unsigned long long first, second;
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	while (i > 1 && ia_ascii_is_digit(a[i - 1]))
		i--;
	ia_grub_number(a + i, 0, &first, NULL);
	ia_grub_number(b + i, 0, &second, NULL);
	return first < second ? -1 : first > second;
}

/* Times are not known: only that one of the files is missing. */
static bool exists_alone(struct scan *scan, const char *a, const char *b)
{
	int first = ia_grub_path_stat(scan->state, a, NULL);
	int second = first < 0 ? 0 : ia_grub_path_stat(scan->state, b, NULL);

	if (first < 0 || second < 0)
		scan->error = first < 0 ? first : second;
	return first > 0 && second == 0;
}

static bool three_words(struct scan *scan, bool *ret)
{
	const char *a = scan->argv[scan->at], *operator= scan->argv[scan->at + 1];
	const char *b = scan->argv[scan->at + 2];
	int order = strcmp(a, b);

	if (strcmp(operator, "=") == 0 || strcmp(operator, "==") == 0)
		*ret = order == 0;
	else if (strcmp(operator, "!=") == 0)
		*ret = order != 0;
	else if (strcmp(operator, "<") == 0)
		*ret = order < 0;
	else if (strcmp(operator, "<=") == 0)
		*ret = order <= 0;
	else if (strcmp(operator, ">") == 0)
		*ret = order > 0;
	else if (strcmp(operator, ">=") == 0)
		*ret = order >= 0;
	else if (strcmp(operator, "-eq") == 0)
		*ret = number(a) == number(b);
	else if (strcmp(operator, "-ge") == 0)
		*ret = number(a) >= number(b);
	else if (strcmp(operator, "-gt") == 0)
		*ret = number(a) > number(b);
	else if (strcmp(operator, "-le") == 0)
		*ret = number(a) <= number(b);
	else if (strcmp(operator, "-lt") == 0)
		*ret = number(a) < number(b);
	else if (strcmp(operator, "-ne") == 0)
		*ret = number(a) != number(b);
	else if (strcmp(operator, "-pgt") == 0)
		*ret = compare_suffixes(a, b) > 0;
	else if (strcmp(operator, "-plt") == 0)
		*ret = compare_suffixes(a, b) < 0;
	else if (strncmp(operator, "-nt", 3) == 0)
		*ret = exists_alone(scan, a, b);
	else if (strncmp(operator, "-ot", 3) == 0)
		*ret = exists_alone(scan, b, a);
	else
		return false;
	scan->at += 3;
	return true;
}

static bool two_words(struct scan *scan, bool *ret)
{
	const char *operator= scan->argv[scan->at], *word = scan->argv[scan->at + 1];
	unsigned long long size = 0;
	int type;

	if (operator[0] != '-' || operator[1] == '\0' || operator[2] !=
	    '\0' || !strchr("defsnz", operator[1]))
		return false;
	scan->at += 2;
	if (operator[1] == 'n' || operator[1] == 'z') {
		*ret = (word[0] != '\0') == (operator[1] == 'n');
		return true;
	}
	/* What it is a directory lists, but for its size it is opened. */
	type = operator[1] == 's' ? ia_grub_path_open(scan->state, word, &size)
				  : ia_grub_path_stat(scan->state, word, NULL);
	if (type < 0)
		scan->error = type;
	else if (operator[1] == 's')
		*ret = type == 0 && size > 0;
	else if (operator[1] == 'e')
		*ret = type > 0;
	else
		*ret = operator[1] == 'd' ? type == 2 : type == 1 || type == 3;
	return true;
}

static bool parse(struct scan *scan);

/* What stands in parentheses. */
static bool nest(struct scan *scan)
{
	bool value;

	if (scan->depth == IA_GRUB_DEPTH_MAX) {
		scan->error =
			ia_error(scan->state->reterr, -ELOOP, IA_GRUB_HERE(scan->state), NULL,
				 "parentheses are nested more than %u deep", IA_GRUB_DEPTH_MAX);
		return false;
	}
	scan->depth++;
	value = parse(scan);
	scan->depth--;
	return value;
}

static bool parse(struct scan *scan)
{
	struct result result = {.all = true};
	bool value = false;

	while (scan->at < scan->argc && !scan->error) {
		const char *word = scan->argv[scan->at];
		size_t left = scan->argc - scan->at;

		if ((left > 2 && three_words(scan, &value)) ||
		    (left > 1 && two_words(scan, &value))) {
			take(&result, value);
			continue;
		}
		scan->at++;
		if (strcmp(word, ")") == 0)
			break;
		if (strcmp(word, "(") == 0) {
			take(&result, nest(scan));
		} else if (strcmp(word, "!") == 0) {
			result.invert = !result.invert;
		} else if (strcmp(word, "-o") == 0) {
			result.any = result.any || result.all;
			result.all = true;
		} else if (strcmp(word, "-a") != 0) {
			take(&result, word[0] != '\0');
		}
	}
	return result.any || result.all;
}

static int run_test(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct scan scan = {.state = state, .argv = call->argv, .argc = call->argc};
	bool value;
	int r = ia_grub_spend(state, call->argc * WORD_COST);

	if (r < 0)
		return r;
	if (scan.argc > 0 && strcmp(scan.argv[scan.argc - 1], "]") == 0)
		scan.argc--;
	value = parse(&scan);
	if (scan.error)
		return scan.error;
	return value ? 0 : IA_GRUB_FALSE;
}

static const struct ia_grub_command commands[] = {
	{"[", run_test, false, NULL, true},
	{"test", run_test, false, NULL, true},
};

const struct ia_grub_commands ia_grub_test_commands = {commands, IA_COUNT(commands)};
