/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/strbuf.h"
#include "menu/grub/commands/commands.h"
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

/* A whole argument that is a decimal number; without an argument: otherwise. GRUB's status. */
static int count_argument(const struct ia_grub_call *call, unsigned long long otherwise,
			  unsigned long long *ret)
{
	const char *tail;

	*ret = otherwise;
	if (call->argc == 0)
		return 0;
	if (call->argc > 1)
		return IA_GRUB_BAD_ARGUMENT;
	if (!ia_grub_number(call->argv[0], 10, ret, &tail))
		return IA_GRUB_BAD_NUMBER;
	if (*ret == UINT64_MAX)
		return IA_GRUB_OUT_OF_RANGE;
	return *tail ? IA_GRUB_BAD_ARGUMENT : 0;
}

static int run_break(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long count;
	int r = count_argument(call, 1, &count);

	if (r != 0 || count == 0)
		return r != 0 ? r : IA_GRUB_BAD_ARGUMENT;
	state->is_continue = call->name[0] == 'c';
	state->breaks = count < state->loops ? (unsigned long)count : state->loops;
	return 0;
}

static int run_return(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long status;
	int r;

	if (!state->scope)
		return IA_GRUB_BAD_ARGUMENT;
	r = count_argument(call, (unsigned long long)state->status, &status);
	if (r != 0)
		return r;
	state->returned = true;
	/* An int, as in GRUB; what is negative there is no less false. */
	return (uint32_t)status > INT_MAX ? INT_MAX : (int)(uint32_t)status;
}

static int run_shift(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	unsigned long long count = 1;
	const char *tail = "";

	if (!state->scope)
		return 0;
	/* A word without a digit is 0, and right where it is empty. */
	if (call->argc == 1)
		ia_grub_number(call->argv[0], 10, &count, &tail);
	if (call->argc > 1 || *tail || count > state->scope->argc)
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
	struct ia_strbuf text IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);
	struct ia_grub_slice all;
	char *copy;

	if (call->argc == 0)
		return 0;
	for (size_t i = 0; i < call->argc; i++) {
		ia_strbuf_adds(&text, i > 0 ? " " : "");
		ia_strbuf_adds(&text, call->argv[i]);
	}
	if (text.error)
		return ia_error_memory(state->reterr);
	copy = ia_grub_strdup(state->memory, text.data);
	if (!copy)
		return ia_grub_fail_memory(state);
	all = ia_grub_source_inline(state->file, state->line, copy);
	return ia_grub_run_slice(state, &all, false);
}

/* Runs a command of GRUB; functions and assignments are none. */
static int run_time(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	struct ia_grub_call timed = *call;
	int r;

	/* What times itself again is the same command. */
	while (strcmp(timed.name, "time") == 0) {
		if (timed.argc == 0)
			return IA_GRUB_BAD_ARGUMENT;
		timed.name = timed.argv[0];
		timed.argv++;
		timed.argc--;
	}
	r = ia_grub_run_command(state, &timed);
	/* GRUB asks for the error that is left, and what a text comes to leaves none. */
	return r > 0 && strcmp(timed.name, "eval") == 0 ? 0 : r;
}

static const struct ia_grub_command commands[] = {
	{"break", run_break, false, NULL, true},
	{"continue", run_break, false, NULL, true},
	{"eval", run_eval, false},
	{"export", run_export, false},
	{"return", run_return, false, NULL, true},
	{"set", run_set, false, NULL, true},
	{"setparams", run_setparams, false, NULL, true},
	{"shift", run_shift, false, NULL, true},
	{"time", run_time, false},
	{"unset", run_unset, false, NULL, true},
};

const struct ia_grub_commands ia_grub_control_commands = {commands, IA_COUNT(commands)};
