/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "menu/grub/eval/device.h"
#include "menu/grub/eval/expand.h"
#include "menu/grub/eval/path.h"

/* What one directory is searched for. */
struct match {
	struct ia_grub_state *state;
	struct ia_grub_argv *found;
	const char *directory; /* goes before each name */
	const char *pattern;
	size_t length;   /* of the pattern */
	bool devices;    /* names are devices: "(cd0)" */
	bool partitions; /* those with a comma, too */
};

/* Units of work; comparing a name with the pattern comes on top. */
#define NAME_COST    64u
#define PATTERN_BYTE 4u
#define COMPARE      4u /* a byte of each */

/* One name, and how far the pattern has come in it. */
struct place {
	const char *name;
	const char *at;
};

/* One character of UTF-8; false at the end, and where there is none. */
static bool step_over(struct place *place)
{
	uint32_t code;
	size_t length = *place->at ? ia_utf8_decode(place->at, strnlen(place->at, 4), &code) : 0;

	place->at += length;
	return length > 0;
}

static bool is_word(char c)
{
	return ia_ascii_is_alnum(c) || c == '_';
}

/* GRUB makes a regular expression of the pattern, in which '\c' may mean more than c itself. */
static bool fits_escaped(char c, struct place *place)
{
	bool behind = place->at > place->name && is_word(place->at[-1]);
	bool ahead = is_word(*place->at), is_space = ia_ascii_is_space(*place->at);

	switch (c) {
	case '<':
		return !behind && ahead;
	case '>':
		return behind && !ahead;
	case 'b':
		return behind != ahead;
	case 'B':
		return behind == ahead;
	case '`':
		return place->at == place->name;
	case '\'':
		return !*place->at;
	case 'w':
		return ahead && step_over(place);
	case 'W':
		return !ahead && step_over(place);
	case 's':
		return is_space && step_over(place);
	case 'S':
		return !is_space && step_over(place);
	case '1' ... '9': /* a group, of which there is none */
		return false;
	default:
		return c == *place->at && *place->at++;
	}
}

/* One sign of the pattern that is no '*'. */
static bool fits(const char *sign, size_t length, struct place *place)
{
	if (length == 2)
		return fits_escaped(sign[1], place);
	switch (*sign) {
	case '?':
		return step_over(place);
	case '^':
		return place->at == place->name;
	case '$':
		return !*place->at;
	default:
		return *sign == *place->at && *place->at++;
	}
}

/* '*' any characters, '?' one; what stands between two of the first fits best where it first does. */
static bool matches(const char *pattern, const char *end, const char *name)
{
	struct place place = {name, name}, retry = place;
	const char *star = NULL;

	while (pattern < end || *place.at) {
		size_t length = 1 + (pattern + 1 < end && *pattern == '\\');

		if (pattern < end && *pattern == '*') {
			star = ++pattern;
			retry = place;
		} else if (pattern < end && fits(pattern, length, &place)) {
			pattern += length;
		} else if (star && step_over(&retry)) {
			pattern = star;
			place = retry;
		} else {
			return false;
		}
	}
	return true;
}

static int visit(const char *name, void *data)
{
	struct match *match = data;
	struct ia_grub_state *state = match->state;
	size_t length = strlen(name), most = length < match->length ? length : match->length;
	const char *path;
	int r = ia_grub_spend(state, NAME_COST + (uint64_t)length * most * COMPARE);

	if (r < 0)
		return r;
	if (match->devices && !match->partitions && strchr(name, ','))
		return 0;
	if (match->devices) {
		name = ia_grub_printf(state->memory, "(%s)", name);
		if (!name)
			return ia_grub_fail_memory(state);
	}
	if (!matches(match->pattern, match->pattern + match->length, name))
		return 0;
	r = ia_grub_spend(state, IA_GRUB_STEP + strlen(match->directory) + length);
	if (r < 0)
		return r;
	path = ia_grub_printf(state->memory, "%s%s", match->directory, name);
	return path ? ia_grub_argv_add(state, match->found, path) : ia_grub_fail_memory(state);
}

/* Those that are files; the host knows the others. */
static int list_devices(struct match *match)
{
	struct ia_grub_state *state = match->state;
	int r = 0;

	for (const struct ia_grub_device *device = state->devices; device && r == 0;
	     device = device->next) {
		if (ia_grub_device_find(state, device->name) == device)
			r = visit(device->name, match);
	}
	return r;
}

static int search(struct match *match)
{
	const struct ia_menu_host *host = match->state->setup->host;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *device = NULL, *path = NULL;
	int r = ia_grub_spend(match->state, 16 * IA_GRUB_STEP);

	if (r < 0 || !host->list)
		return r;
	if (!match->devices)
		r = ia_grub_path_split(match->state, match->directory, &device, &path);
	if (match->devices)
		r = list_devices(match);
	else if (r > 0)
		device = path[0] == '/' ? ia_grub_device_host(match->state, device) : "";
	if (match->devices ? r == 0 : r > 0)
		r = host->list(host->data, device, path, visit, match, &error);
	return ia_grub_path_found(match->state, r, error);
}

/* Splits what is left of a pattern: a plain front, and the first component with a pattern. */
static void split(const char *s, size_t *ret_plain, size_t *ret_end)
{
	bool pattern = false;
	size_t plain = 0, at = 0;

	for (; s[at] && !(s[at] == '/' && pattern); at++) {
		if (s[at] == '\\' && s[at + 1])
			at++;
		else if (s[at] == '*' || s[at] == '?')
			pattern = true;
		else if (s[at] == '/')
			plain = at + 1;
	}
	*ret_plain = pattern ? plain : at;
	*ret_end = at;
}

/* The directory of a pattern keeps its backslashes, but before what is no plain character. */
static void add_directory(struct ia_strbuf *buf, const char *s, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (s[i] == '\\' && i + 1 < length && strchr("*.\\|+{}[]?", s[i + 1]))
			i++;
		ia_strbuf_addc(buf, s[i]);
	}
}

static const char *append(struct ia_grub_state *state, const char *base, const char *s,
			  size_t length, bool is_directory)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);

	if (ia_grub_draw(state->memory, NAME_COST + strlen(base) + length * PATTERN_BYTE) < 0)
		return NULL;
	ia_strbuf_adds(&buf, base);
	if (is_directory)
		add_directory(&buf, s, length);
	else
		ia_grub_unescape(state->setup->dialect, &buf, s, length);
	ia_strbuf_addc(&buf, '\0');
	if (buf.error) {
		state->memory->error = -ENOMEM;
		return NULL;
	}
	return ia_grub_strdup(state->memory, buf.data);
}

/* One step: every path so far, with the plain part and the names that fit behind it. */
static int step(struct ia_grub_state *state, const struct ia_grub_argv *from, const char *s,
		size_t plain, size_t end, struct ia_grub_argv *to)
{
	struct match match = {
		.state = state,
		.found = to,
		.pattern = s + plain,
		.length = end - plain,
	};
	int r = 0;

	for (size_t i = 0; i < from->count && r >= 0; i++) {
		match.directory = append(state, from->items[i], s, plain, plain < end);
		if (!match.directory)
			return ia_grub_fail_memory(state);
		match.devices = match.directory[0] == '\0';
		match.partitions = s[0] == '(';
		if (plain < end) {
			r = search(&match);
			continue;
		}
		r = ia_grub_path_stat(state, match.directory, NULL);
		if (r > 0)
			r = ia_grub_argv_add(state, to, match.directory);
	}
	return r < 0 ? r : 0;
}

int ia_grub_wildcard(struct ia_grub_state *state, const char *pattern, struct ia_grub_argv *argv)
{
	struct ia_grub_argv paths = {0};
	int r = ia_grub_argv_add(state, &paths, "");

	while (r >= 0 && *pattern && paths.count > 0) {
		struct ia_grub_argv next = {0};
		size_t plain, end;

		/* Each byte of the pattern once: it has counted as a word's. */
		split(pattern, &plain, &end);
		r = step(state, &paths, pattern, plain, end, &next);
		paths = next;
		pattern += end;
	}
	for (size_t i = 0; i < paths.count && r >= 0; i++)
		r = ia_grub_argv_add(state, argv, paths.items[i]);
	return r < 0 ? r : paths.count > 0;
}
