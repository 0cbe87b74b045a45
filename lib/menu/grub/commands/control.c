/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <regex.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/commands/options.h"
#include "menu/grub/eval/eval.h"
#include "menu/grub/script/number.h"

/* Only the first argument counts. */
static int run_set(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const char *equals = call->argc > 0 ? strchr(call->argv[0], '=') : NULL;
	char *name;

	if (call->argc == 0)
		return 0;
	if (!equals)
		return IA_GRUB_BAD_ARGUMENT;
	name = ia_grub_strndup(state->memory, call->argv[0], (size_t)(equals - call->argv[0]));
	if (!name)
		return ia_grub_fail_memory(state);
	return ia_grub_set(state, name, equals + 1);
}

static int run_unset(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	int r;

	if (call->argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	r = ia_grub_variables_unset(state->variables, call->argv[0]);
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

static int run_export(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	if (call->argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	for (size_t i = 0; i < call->argc; i++) {
		int r = ia_grub_variables_export(state->variables, call->argv[i]);

		if (r < 0)
			return ia_grub_fail(state, r);
	}
	return 0;
}

/* A whole argument that is a decimal number; without an argument: otherwise. */
static bool count_argument(const struct ia_grub_call *call, unsigned long long otherwise,
			   unsigned long long *ret)
{
	const char *tail;

	*ret = otherwise;
	return call->argc == 0 ||
	       (call->argc == 1 && ia_grub_number(call->argv[0], 10, ret, &tail) && !*tail);
}

static int run_break(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long count;

	if (!count_argument(call, 1, &count) || count == 0)
		return IA_GRUB_BAD_ARGUMENT;
	state->is_continue = call->name[0] == 'c';
	state->breaks = count < state->loops ? (unsigned long)count : state->loops;
	return 0;
}

static int run_return(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long status;

	if (!state->scope || !count_argument(call, (unsigned long long)state->status, &status))
		return IA_GRUB_BAD_ARGUMENT;
	state->returned = true;
	return (int)(status & 0xffff);
}

static int run_shift(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long count;

	if (!state->scope)
		return 0;
	if (!count_argument(call, 1, &count) || count > state->scope->argc)
		return IA_GRUB_BAD_ARGUMENT;
	state->scope->argv += count;
	state->scope->argc -= (size_t)count;
	return 0;
}

static int run_setparams(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	if (!state->scope)
		return IA_GRUB_BAD_COMMAND;
	state->scope->argv = call->argv;
	state->scope->argc = call->argc;
	return 0;
}

static int run_eval(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct ia_grub_slice all;
	char *copy;
	int r;

	if (call->argc == 0)
		return IA_GRUB_BAD_ARGUMENT;
	for (size_t i = 0; i < call->argc; i++) {
		ia_strbuf_adds(&text, i > 0 ? " " : "");
		ia_strbuf_adds(&text, call->argv[i]);
	}
	if (text.error)
		return ia_error_memory(state->reterr);
	copy = ia_grub_strdup(state->memory, text.data);
	if (!copy)
		return ia_grub_fail_memory(state);
	r = ia_grub_enter(state);
	if (r < 0)
		return r;
	all = ia_grub_source_inline(state->file, state->line, copy);
	r = ia_grub_run_slice(state, &all, false);
	state->depth--;
	return r;
}

#define GROUPS_MAX 10u /* the whole match, and \1 to \9 */

static bool is_harmless(const char *pattern, const char *subject)
{
	unsigned repetitions = 0;

	for (size_t i = 0; pattern[i]; i++) {
		if (i >= IA_GRUB_PATTERN_MAX)
			return false;
		if (pattern[i] == '\\' && ia_ascii_is_digit(pattern[i + 1]))
			return false;
		if (strchr("*+?{", pattern[i]))
			repetitions++;
		if (pattern[i] == '{' && strspn(pattern + i + 1, "0123456789,") > 2)
			return false;
	}
	return repetitions <= IA_GRUB_REPETITIONS_MAX && strlen(subject) <= IA_GRUB_SUBJECT_MAX;
}

/* "VAR" takes the first group, "N:VAR" the group of that number. */
static int set_group(struct ia_grub_state *state, const char *spec, const char *subject,
		     const regmatch_t *groups)
{
	const char *colon = strchr(spec, ':'), *name = colon ? colon + 1 : spec, *tail;
	unsigned long long number = 1;
	char *value;
	int r;

	if (colon && (!ia_grub_number(spec, 10, &number, &tail) || tail != colon))
		return IA_GRUB_BAD_ARGUMENT;
	if (number >= GROUPS_MAX || groups[number].rm_so < 0) {
		r = ia_grub_variables_unset(state->variables, name);
		return r < 0 ? ia_grub_fail(state, r) : 0;
	}
	value = ia_grub_strndup(state->memory, subject + groups[number].rm_so,
				(size_t)(groups[number].rm_eo - groups[number].rm_so));
	return value ? ia_grub_set(state, name, value) : ia_grub_fail_memory(state);
}

static int run_regexp(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	static const struct ia_grub_option table[] = {{"set", 's', IA_GRUB_VALUE}};
	struct ia_grub_options options;
	regmatch_t groups[GROUPS_MAX];
	regex_t regex;
	int r = ia_grub_options_parse(state, table, IA_COUNT(table), true, call, &options);

	if (r != 0 || options.argc != 2)
		return r != 0 ? r : IA_GRUB_BAD_ARGUMENT;
	r = ia_grub_spend(state, (300 + strlen(options.argv[0]) * strlen(options.argv[1]) / 16) *
					 IA_GRUB_STEP);
	if (r < 0)
		return r;
	if (!is_harmless(options.argv[0], options.argv[1])) {
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_REGEXP, IA_GRUB_HERE(state),
			"the regular expression is too large to be tried; taken as not matching");
		return IA_GRUB_FALSE;
	}
	if (regcomp(&regex, options.argv[0], REG_EXTENDED) != 0)
		return IA_GRUB_BAD_ARGUMENT;
	r = regexec(&regex, options.argv[1], GROUPS_MAX, groups, 0) == 0 ? 0 : IA_GRUB_FALSE;
	for (size_t i = 0; i < options.given_count && r == 0; i++)
		r = set_group(state, options.given[i].value, options.argv[1], groups);
	regfree(&regex);
	return r;
}

static const struct ia_grub_command commands[] = {
	{"break", run_break, false},   {"continue", run_break, false},
	{"eval", run_eval, false},     {"export", run_export, false},
	{"regexp", run_regexp, false}, {"return", run_return, false},
	{"set", run_set, false},       {"setparams", run_setparams, false},
	{"shift", run_shift, false},   {"unset", run_unset, false},
};

const struct ia_grub_commands ia_grub_control_commands = {commands, IA_COUNT(commands)};
