/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/commands/options.h"

#include <string.h>

#define LETTER_COST 20u /* units of work */

struct reader {
	struct ia_grub_state *state;
	const struct ia_grub_option *table;
	size_t count;
	bool strict;
	const struct ia_grub_call *call;
	size_t at;
	struct ia_grub_options *options;
};

static int add_argument(struct reader *reader, const char *argument)
{
	struct ia_grub_options *options = reader->options;

	if (ia_grub_grow(reader->state->memory, &options->argv, options->argc, &options->capacity,
			 sizeof(*options->argv)) < 0)
		return ia_grub_fail_memory(reader->state);
	options->argv[options->argc++] = argument;
	return 0;
}

static int add_option(struct reader *reader, size_t option, const char *value)
{
	struct ia_grub_options *options = reader->options;
	enum ia_grub_option_kind kind = reader->table[option].kind;

	if ((kind == IA_GRUB_VALUE && !value) || (kind == IA_GRUB_FLAG && value))
		return IA_GRUB_BAD_ARGUMENT;
	if (ia_grub_grow(reader->state->memory, &options->given, options->given_count,
			 &options->given_capacity, sizeof(*options->given)) < 0)
		return ia_grub_fail_memory(reader->state);
	options->given[options->given_count].option = option;
	options->given[options->given_count++].value = value;
	return 0;
}

static const char *next_argument(const struct reader *reader)
{
	return reader->at + 1 < reader->call->argc ? reader->call->argv[reader->at + 1] : NULL;
}

static int read_long(struct reader *reader, const char *word)
{
	const char *equals = strchr(word, '='), *value = equals ? equals + 1 : NULL;
	size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;

	for (size_t i = 0; i < reader->count; i++) {
		const struct ia_grub_option *option = &reader->table[i];
		const char *next = next_argument(reader);

		if (strncmp(option->name, word + 2, length) != 0 || option->name[length] != '\0')
			continue;
		if (!value && option->kind != IA_GRUB_FLAG && next && next[0] != '-') {
			value = next;
			reader->at++;
		}
		return add_option(reader, i, value);
	}
	return reader->strict ? IA_GRUB_BAD_ARGUMENT : add_argument(reader, word);
}

static size_t find_letter(const struct reader *reader, char letter)
{
	size_t i = 0;

	while (i < reader->count && reader->table[i].letter != letter)
		i++;
	return i;
}

static int read_short(struct reader *reader, const char *word)
{
	const char *letter, *next = next_argument(reader), *value = NULL;
	int r = 0;

	for (letter = word + 1; *letter; letter++) {
		if (find_letter(reader, *letter) == reader->count)
			return reader->strict ? IA_GRUB_BAD_ARGUMENT : add_argument(reader, word);
	}
	for (letter = word + 1; *letter && r == 0; letter++) {
		size_t option = find_letter(reader, *letter);
		enum ia_grub_option_kind kind = reader->table[option].kind;

		if (!letter[1] && next &&
		    (kind == IA_GRUB_VALUE ||
		     (kind == IA_GRUB_OPTIONAL && (next[0] != '-' || next[1] == '\0')))) {
			value = next;
			reader->at++;
		}
		r = add_option(reader, option, value);
	}
	return r;
}

int ia_grub_options_parse(struct ia_grub_state *state, const struct ia_grub_option *table,
			  size_t count, bool strict, const struct ia_grub_call *call,
			  struct ia_grub_options *ret)
{
	struct ia_grub_options options = {0};
	struct reader reader = {state, table, count, strict, call, 0, &options};
	bool only_arguments = false;
	int r = 0;

	for (; reader.at < call->argc && r == 0; reader.at++) {
		const char *word = call->argv[reader.at];

		/* Letters are looked up, each by itself. */
		if (word[0] == '-')
			r = ia_grub_spend(state, strlen(word) * LETTER_COST);
		if (r < 0)
			return r;
		if (only_arguments || word[0] != '-' || word[1] == '\0')
			r = add_argument(&reader, word);
		else if (word[1] != '-')
			r = read_short(&reader, word);
		else if (word[2] == '\0')
			only_arguments = true;
		else
			r = read_long(&reader, word);
	}
	if (r == 0)
		*ret = options;
	return r;
}

/* As many as there were words, and not asked for more often than there are options. */
bool ia_grub_options_get(const struct ia_grub_options *options, size_t option,
			 const char **ret_value)
{
	size_t i = options->given_count;

	while (i > 0 && options->given[i - 1].option != option)
		i--;
	if (ret_value)
		*ret_value = i > 0 ? options->given[i - 1].value : NULL;
	return i > 0;
}
