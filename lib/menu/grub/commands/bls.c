/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries of the Boot Loader Specification, as Red Hat's blscfg turns them into a menu. */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/eval/argv.h"
#include "menu/grub/eval/device.h"
#include "menu/grub/eval/path.h"

/* The next run of digits or of letters: its length; *s is moved to its start. */
static size_t next_segment(const char **s, bool *ret_digits)
{
	size_t length = 0;

	while (**s && !ia_ascii_is_alnum(**s))
		++*s;
	*ret_digits = ia_ascii_is_digit(**s);
	while (ia_ascii_is_alnum((*s)[length]) && ia_ascii_is_digit((*s)[length]) == *ret_digits)
		length++;
	return length;
}

static int compare_segments(const char *a, size_t a_length, const char *b, size_t b_length)
{
	return strncmp(a, b, a_length > b_length ? a_length : b_length);
}

static int compare_numbers(const char *a, size_t a_length, const char *b, size_t b_length)
{
	for (; a_length > 0 && *a == '0'; a_length--)
		a++;
	for (; b_length > 0 && *b == '0'; b_length--)
		b++;
	if (a_length != b_length)
		return a_length < b_length ? -1 : 1;
	return strncmp(a, b, a_length);
}

/* As versions of packages: numbers as numbers, a number above a word, more above less. */
static int compare_versions(const char *a, const char *b)
{
	for (;;) {
		bool a_digits, b_digits;
		size_t a_length = next_segment(&a, &a_digits);
		size_t b_length = next_segment(&b, &b_digits);
		int order;

		if (a_length == 0 || b_length == 0)
			return (a_length > 0) - (b_length > 0);
		if (a_digits != b_digits)
			return a_digits ? 1 : -1;
		order = a_digits ? compare_numbers(a, a_length, b, b_length)
				 : compare_segments(a, a_length, b, b_length);
		if (order != 0)
			return order;
		a += a_length;
		b += b_length;
	}
}

static int newest_first(const void *a, const void *b)
{
	return compare_versions(*(const char *const *)b, *(const char *const *)a);
}

/*
 * Units of work. Sorting compares a name with about sixteen others, as they are few enough: each byte
 * of it counts for that when it is listed.
 */
#define NAME_COST  64u
#define SORT_BYTE  (16u * 5u)
#define LINE_COST  64u
#define TEXT_BYTE  12u
#define VALUE_COST 64u

struct listing {
	struct ia_grub_state *state;
	struct ia_grub_argv names; /* without ".conf" */
};

static int visit(const char *name, void *data)
{
	struct listing *listing = data;
	size_t length = strlen(name);
	const char *copy;
	int r = ia_grub_spend(listing->state, NAME_COST);

	if (r < 0 || length <= 5 || strcmp(name + length - 5, ".conf") != 0)
		return r;
	r = ia_grub_spend(listing->state, length * SORT_BYTE);
	if (r < 0)
		return r;
	copy = ia_grub_strndup(listing->state->memory, name, length - 5);
	return copy ? ia_grub_argv_add(listing->state, &listing->names, copy)
		    : ia_grub_fail_memory(listing->state);
}

/* Appends with each $name replaced by its value, or by nothing; the line has counted as a text. */
static int add_expanded(struct ia_grub_state *state, struct ia_strbuf *buf, const char *s,
			size_t size)
{
	for (size_t i = 0; i < size; i++) {
		const char *name, *value;
		size_t length, used = 0;
		char key[64];

		if (s[i] == '$')
			used = ia_grub_variable_match(s + i + 1, size - i - 1, &name, &length);
		if (used == 0 || length >= sizeof(key)) {
			ia_strbuf_addc(buf, s[i]);
			continue;
		}
		memcpy(key, name, length);
		key[length] = '\0';
		value = ia_grub_get(state, key);
		length = value ? strlen(value) : 0;
		if (ia_grub_spend(state, VALUE_COST + length) < 0)
			return -E2BIG;
		if (length > IA_GRUB_WORD_MAX - buf->length)
			return ia_error(state->reterr, -E2BIG, IA_GRUB_HERE(state), NULL,
					"a line of an entry has more than %u bytes",
					IA_GRUB_WORD_MAX);
		ia_strbuf_add(buf, value, length);
		i += used;
	}
	return 0;
}

/* What a file of entries says, as script. */
struct bls {
	struct ia_strbuf title;
	struct ia_strbuf linux_line;
	struct ia_strbuf options;
	struct ia_strbuf initrds;
	struct ia_strbuf arguments;
};

static void cleanup_bls(struct bls *bls)
{
	ia_strbuf_free(&bls->title);
	ia_strbuf_free(&bls->linux_line);
	ia_strbuf_free(&bls->options);
	ia_strbuf_free(&bls->initrds);
	ia_strbuf_free(&bls->arguments);
}

static bool is_key(const char *key, size_t length, const char *wanted)
{
	return strlen(wanted) == length && memcmp(key, wanted, length) == 0;
}

/* Paths at blanks, each on $root. */
static int add_initrds(struct ia_grub_state *state, struct bls *bls, const char *value, size_t size)
{
	struct ia_strbuf paths IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);
	char *at, *rest, *path;
	int r = add_expanded(state, &paths, value, size);

	if (r == 0)
		r = ia_grub_spend(state, paths.length * TEXT_BYTE);
	if (r < 0)
		return r;
	rest = paths.data;
	while (rest && (path = strtok_r(rest, " \t", &at))) {
		ia_strbuf_addf(&bls->initrds, " ($root)%s", path);
		rest = NULL;
	}
	return 0;
}

static int read_line(struct ia_grub_state *state, struct bls *bls, const char *line, size_t size)
{
	size_t length = 0, start;

	while (length < size && line[length] != ' ' && line[length] != '\t')
		length++;
	start = length;
	while (start < size && (line[start] == ' ' || line[start] == '\t'))
		start++;
	if (is_key(line, length, "title") && bls->title.length == 0)
		ia_strbuf_add(&bls->title, line + start, size - start);
	else if (is_key(line, length, "linux") && bls->linux_line.length == 0)
		ia_strbuf_add(&bls->linux_line, line + start, size - start);
	else if (is_key(line, length, "initrd"))
		return add_initrds(state, bls, line + start, size - start);
	else if (is_key(line, length, "grub_arg") && bls->arguments.length == 0)
		ia_strbuf_add(&bls->arguments, line + start, size - start);
	else if (is_key(line, length, "options")) {
		ia_strbuf_addc(&bls->options, ' ');
		return add_expanded(state, &bls->options, line + start, size - start);
	}
	return 0;
}

static int read_lines(struct ia_grub_state *state, struct bls *bls, const char *text)
{
	int r = 0;

	while (*text && r == 0) {
		size_t size = strcspn(text, "\n"), kept = size;

		while (kept > 0 && ia_ascii_is_space(text[kept - 1]))
			kept--;
		r = ia_grub_spend(state, LINE_COST + size * TEXT_BYTE);
		if (r == 0 && text[0] != '#')
			r = read_line(state, bls, text, kept);
		text += size + (text[size] == '\n');
	}
	if (r < 0 || bls->options.data)
		return r;
	ia_strbuf_addc(&bls->options, ' ');
	return add_expanded(state, &bls->options, "$default_kernelopts", 19);
}

static int add_item(struct ia_grub_state *state, const struct bls *bls, const char *id)
{
	struct ia_grub_argv argv = {0};
	struct ia_grub_item item = {.id = id, .title = id};
	const char *body;
	int r;

	body = ia_grub_printf(state->memory, "linux ($root)%s%s\n%s%s\n", bls->linux_line.data,
			      bls->options.data, bls->initrds.data ? "initrd" : "",
			      bls->initrds.data ? bls->initrds.data : "");
	if (bls->title.data)
		item.title = ia_grub_strdup(state->memory, bls->title.data);
	if (state->memory->error)
		return ia_grub_fail_memory(state);
	r = ia_grub_argv_add(state, &argv, item.title);
	if (r == 0 && bls->arguments.data) {
		const char *argument = ia_grub_strdup(state->memory, bls->arguments.data);

		r = argument ? ia_grub_argv_add(state, &argv, argument)
			     : ia_grub_fail_memory(state);
	}
	if (r < 0)
		return r;
	item.argv = argv.items;
	item.argc = argv.count;
	item.body = ia_grub_source_inline(state->file, 1, body);
	return ia_grub_item_add(state, &item);
}

static int read_entry(struct ia_grub_state *state, const char *directory, const char *id)
{
	struct bls bls IA_CLEANUP(cleanup_bls) = {
		.title = IA_GRUB_STRBUF(state),
		.linux_line = IA_GRUB_STRBUF(state),
		.options = IA_GRUB_STRBUF(state),
		.initrds = IA_GRUB_STRBUF(state),
		.arguments = IA_GRUB_STRBUF(state),
	};
	const char *name = ia_grub_printf(state->memory, "%s/%s.conf", directory, id);
	const char *file = state->file;
	unsigned line = state->line;
	char *text IA_AUTO_FREE = NULL;
	size_t size;
	int r;

	if (!name)
		return ia_grub_fail_memory(state);
	r = ia_grub_path_read(state, name, &text, &size);
	if (r != 0)
		return r < 0 ? r : 0;
	r = read_lines(state, &bls, text);
	if (r < 0)
		return r;
	if (bls.title.error || bls.linux_line.error || bls.options.error || bls.initrds.error ||
	    bls.arguments.error)
		return ia_error_memory(state->reterr);
	if (bls.linux_line.length == 0)
		return 0;
	state->file = name;
	state->line = 1;
	r = add_item(state, &bls, id);
	state->file = file;
	state->line = line;
	return r;
}

/* The entries of one directory; 0 where there are none. */
static int read_directory(struct ia_grub_state *state, const char *name, size_t *ret_count)
{
	const struct ia_menu_host *host = state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct listing listing = {.state = state};
	const char *device, *path;
	int r = ia_grub_path_split(state, name, &device, &path);

	*ret_count = 0;
	if (r <= 0 || path[0] != '/' || !host->list)
		return r < 0 ? r : 0;
	r = host->list(host->data, ia_grub_device_host(state, device), path, visit, &listing,
		       &error);
	r = ia_grub_path_found(state, r, error);
	if (r < 0)
		return r;
	if (listing.names.count > 1)
		qsort(listing.names.items, listing.names.count, sizeof(*listing.names.items),
		      newest_first);
	for (size_t i = 0; i < listing.names.count && r >= 0; i++)
		r = read_entry(state, name, listing.names.items[i]);
	*ret_count = listing.names.count;
	return r < 0 ? r : 0;
}

static int run_blscfg(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	const char *directory = ia_grub_get(state, "blsdir");
	size_t count;
	int r;

	if (state->setup->dialect == IA_GRUB_STOCK) {
		ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_UNKNOWN_COMMAND,
			IA_GRUB_HERE(state), "'%s' is known to Red Hat's GRUB only", call->name);
		return 0;
	}
	r = read_directory(state, directory ? directory : "/loader/entries", &count);
	if (r == 0 && count == 0 && !directory)
		r = read_directory(state, "/boot/loader/entries", &count);
	return r;
}

static const struct ia_grub_command commands[] = {
	{"blscfg", run_blscfg, false},
};

const struct ia_grub_commands ia_grub_bls_commands = {commands, IA_COUNT(commands)};
