/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/eval.h"

#include <errno.h>
#include <string.h>

#include "base/note.h"
#include "menu/grub/commands/takes.h"
#include "menu/grub/eval/argv.h"
#include "menu/grub/eval/expand.h"

static int run_list(struct ia_grub_state *state, const struct ia_grub_node *list);

static int call_function(struct ia_grub_state *state, const struct ia_grub_node *body,
			 const struct ia_grub_call *call)
{
	struct ia_grub_call scope = *call, *outer = state->scope;
	unsigned long loops = state->loops;
	int r;

	state->scope = &scope;
	state->loops = 0;
	r = run_list(state, body);
	state->scope = outer;
	state->loops = loops;
	state->returned = false;
	return r;
}

/* name=value, or a name that nothing has; GRUB's status is 0 for both, after a '!', too. */
static int assign(struct ia_grub_state *state, const char *name)
{
	const char *equals = strchr(name, '=');
	char *variable;

	if (!equals) {
		ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_UNKNOWN_COMMAND,
			IA_GRUB_HERE(state),
			"'%.80s' is neither a command nor a function; GRUB goes on as if it had "
			"succeeded",
			name);
		return 0;
	}
	variable = ia_grub_strndup(state->memory, name, (size_t)(equals - name));
	if (!variable)
		return ia_grub_fail_memory(state);
	return ia_grub_is_parameter(variable) ? 0 : ia_grub_set(state, variable, equals + 1);
}

static int add_block(struct ia_grub_state *state, const struct ia_grub_slice *block,
		     struct ia_grub_argv *argv)
{
	size_t length = block->end - block->start;
	char *text = ia_grub_alloc(state->memory, length + 3);

	if (!text)
		return ia_grub_fail_memory(state);
	text[0] = '{';
	memcpy(text + 1, block->text + block->start, length);
	text[length + 1] = '}';
	return ia_grub_argv_add(state, argv, text);
}

/* Every command that runs is looked for, and most names differ in their first byte. */
static const struct ia_grub_command *find_in(const struct ia_grub_commands *table, const char *name)
{
	size_t first = 0, end = table->count;

	while (first < end) {
		size_t middle = (first + end) / 2;
		const struct ia_grub_command *command = &table->list[middle];
		int order = (unsigned char)name[0] - (unsigned char)command->name[0];

		if (order == 0)
			order = strcmp(name, command->name);
		if (order == 0)
			return command;
		if (order < 0)
			end = middle;
		else
			first = middle + 1;
	}
	return NULL;
}

/* NULL: no command of GRUB has that name. */
static const struct ia_grub_command *find_command(const struct ia_grub_state *state,
						  const char *name)
{
	const struct ia_grub_command *found = NULL;

	for (size_t i = 0; state->commands[i] && !found; i++)
		found = find_in(state->commands[i], name);
	return found;
}

static int run_found(struct ia_grub_state *state, const struct ia_grub_command *command,
		     const struct ia_grub_call *call)
{
	int r = 0;

	if (state->extractors > 0 && !command->extracts)
		return IA_GRUB_EXTRACTOR;
	if (command->takes)
		r = ia_grub_takes_check(state, command->takes, call);
	return r == 0 && command->run ? command->run(state, call) : r;
}

int ia_grub_run_command(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const struct ia_grub_command *command = find_command(state, call->name);

	return command ? run_found(state, command, call) : IA_GRUB_UNKNOWN_COMMAND;
}

/* argv: with the name of the command, or function, or an assignment, behind a '!' that inverts. */
static int dispatch(struct ia_grub_state *state, struct ia_grub_argv *argv, bool invert,
		    const struct ia_grub_slice *block)
{
	const struct ia_grub_command *command = find_command(state, argv->items[invert]);
	const struct ia_grub_node *function = NULL;
	struct ia_grub_call call = {.name = argv->items[invert], .block = block};
	int r;

	if (block && !(command && command->takes_block)) {
		r = add_block(state, block, argv);
		if (r < 0)
			return r;
	}
	call.argv = argv->items + invert + 1;
	call.argc = argv->count - invert - 1;
	if (!command) {
		function = ia_grub_map_get(&state->functions, call.name);
		if (!function)
			return assign(state, call.name);
	}
	r = command ? run_found(state, command, &call) : call_function(state, function, &call);
	if (invert && r >= 0)
		r = r == 0 ? IA_GRUB_FALSE : 0;
	return r;
}

static int run_command(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	struct ia_grub_argv argv = {0};
	bool invert;
	int r;

	state->file = node->file;
	state->line = node->line;
	r = ia_grub_expand(state, node->words, &argv);
	if (r < 0 || argv.count == 0)
		return r;
	invert = strcmp(argv.items[0], "!") == 0;
	if (invert && argv.count < 2)
		return IA_GRUB_BAD_ARGUMENT;
	return dispatch(state, &argv, invert, node->block);
}

/* GRUB asks $?, which a condition that is too deep leaves as it is. */
static int run_if(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	int r = run_list(state, node->condition);

	if (r < 0 || state->returned || state->left)
		return r;
	return run_list(state, state->status == 0 ? node->body : node->otherwise);
}

static int run_for(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	struct ia_grub_argv argv = {0};
	int r;

	state->file = node->file;
	state->line = node->line;
	r = ia_grub_expand(state, node->words, &argv);
	state->loops++;
	for (size_t i = 0; i < argv.count && r >= 0 && !state->left; i++) {
		if (state->is_continue && state->breaks == 1)
			state->breaks = 0;
		if (state->breaks)
			break;
		r = ia_grub_spend(state, IA_GRUB_STEP);
		if (r == 0)
			r = ia_grub_set(state, node->name, argv.items[i]);
		if (r == 0)
			r = run_list(state, node->body);
		if (state->returned)
			break;
	}
	if (state->breaks)
		state->breaks--;
	state->loops--;
	return r;
}

static int run_while(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	bool until = node->kind == IA_GRUB_UNTIL_NODE;
	int r;

	state->loops++;
	do {
		r = ia_grub_spend(state, IA_GRUB_STEP);
		if (r == 0)
			r = run_list(state, node->condition);
		if (r < 0 || state->returned || state->left || (until ? r == 0 : r != 0))
			break;
		r = run_list(state, node->body);
		if (state->breaks == 1 && state->is_continue)
			state->breaks = 0;
	} while (r >= 0 && !state->returned && !state->left && !state->breaks);
	if (state->breaks)
		state->breaks--;
	state->loops--;
	return r;
}

static int run_construct(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	if (node->kind == IA_GRUB_IF_NODE)
		return run_if(state, node);
	return node->kind == IA_GRUB_FOR_NODE ? run_for(state, node) : run_while(state, node);
}

/*
 * One level deeper, as GRUB counts: each list, and each command in it. Where it refuses, it forgets
 * to count one less again.
 */
static bool descend(struct ia_grub_state *state)
{
	if (++state->recursion < IA_GRUB_DEPTH_MAX)
		return true;
	if (!state->is_deep)
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_RECURSION, IA_GRUB_HERE(state),
			"functions, files and constructs call one another more than %u deep; GRUB "
			"goes on without what is deeper",
			IA_GRUB_DEPTH_MAX);
	state->is_deep = true;
	return false;
}

static int run_node(struct ia_grub_state *state, const struct ia_grub_node *node)
{
	int r = ia_grub_spend(state, IA_GRUB_STEP);

	if (r < 0)
		return r;
	if (!descend(state))
		return IA_GRUB_TOO_DEEP;
	r = node->kind == IA_GRUB_COMMAND ? run_command(state, node) : run_construct(state, node);
	state->recursion--;
	if (r >= 0)
		state->status = r;
	return r;
}

static int run_list(struct ia_grub_state *state, const struct ia_grub_node *list)
{
	int r = 0;

	if (!list)
		return 0;
	if (!descend(state))
		return IA_GRUB_TOO_DEEP;
	for (; list && !state->breaks && r >= 0; list = list->next) {
		r = run_node(state, list);
		if (state->returned || state->left)
			break;
	}
	state->recursion--;
	if (r >= 0)
		state->status = r;
	return r;
}

int ia_grub_run_slice(struct ia_grub_state *state, const struct ia_grub_slice *slice,
		      bool keep_going)
{
	const char *file = state->file;
	unsigned line = state->line;
	struct ia_grub_parser parser;
	struct ia_grub_node *list;
	bool lost = false;
	int r, status = 0;

	/* Each byte is looked at once; the lexer counts its tokens. */
	r = ia_grub_spend(state, IA_GRUB_STEP + (slice->end - slice->start) * IA_GRUB_PARSE_BYTE);
	if (r < 0)
		return r;
	ia_grub_parser_init(&parser, state->memory, slice, &state->functions, state->notes,
			    state->reterr);
	parser.lexer.is_embedded = !keep_going;
	/* A return ends its line only: of each further one, GRUB runs the first command. */
	while (!state->left && (keep_going || !lost)) {
		r = ia_grub_parse_unit(&parser, &list, &lost);
		if (r == -ELOOP)
			return r;
		if (r < 0)
			return ia_grub_fail(state, r);
		if (r == 0)
			break;
		status = run_list(state, list);
		if (status < 0)
			return status;
	}
	state->file = file;
	state->line = line;
	return status;
}
