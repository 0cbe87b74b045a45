/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/treeinfo.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"

/* A piece of the text. */
struct slice {
	const char *at;
	size_t size;
};

/*
 * The ini file while it is walked, by the rules of Python's configparser: a line that is
 * indented deeper than the key before it continues its value, empty lines and comments do
 * not end it. The text is walked anew for every key that is asked for: there are two dozen.
 */
struct ini {
	const char *name; /* NULL: notes were made the first time */
	struct ia_notes *notes;
	struct slice rest;
	unsigned line;
	struct slice section; /* at is NULL before the first header */
};

struct item {
	struct slice section;
	struct slice key;
	struct slice value; /* of all its lines, as they stand */
	unsigned line;      /* the first of them */
};

static struct slice trim(struct slice s)
{
	while (s.size > 0 && ia_ascii_is_space(s.at[0])) {
		s.at++;
		s.size--;
	}
	while (s.size > 0 && ia_ascii_is_space(s.at[s.size - 1]))
		s.size--;
	return s;
}

/* Cuts the first line, without its end, off a text that is not empty. */
static struct slice cut_line(struct slice *rest)
{
	const char *end = memchr(rest->at, '\n', rest->size);
	struct slice line = {rest->at, end ? (size_t)(end - rest->at) : rest->size};
	size_t used = line.size + (end != NULL);

	rest->at += used;
	rest->size -= used;
	return line;
}

static bool is_comment(struct slice line)
{
	line = trim(line);
	return line.size == 0 || line.at[0] == '#' || line.at[0] == ';';
}

static size_t indent_of(struct slice line)
{
	return (size_t)(trim(line).at - line.at);
}

static bool equal(struct slice s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.at, text, s.size) == 0;
}

static bool equal_fold(struct slice s, const char *text)
{
	if (s.size != strlen(text))
		return false;
	for (size_t i = 0; i < s.size; i++) {
		if (ia_ascii_lower(s.at[i]) != ia_ascii_lower(text[i]))
			return false;
	}
	return true;
}

static void note(const struct ini *ini, enum ia_note_code code, const char *text)
{
	if (ini->name)
		ia_note(ini->notes, ISOARGS_WARNING, code, IA_AT_LINE(ini->name, ini->line, 0),
			"%s", text);
}

static void take_section(struct ini *ini, struct slice line)
{
	const char *end = memchr(line.at, ']', line.size);

	if (!end || end == line.at + 1) {
		note(ini, IA_NOTE_TREEINFO_BAD_SECTION, "expected [name], the line is ignored");
		return;
	}
	if (end + 1 != line.at + line.size)
		note(ini, IA_NOTE_TREEINFO_BAD_SECTION, "what follows the ] is ignored");
	ini->section = (struct slice){line.at + 1, (size_t)(end - line.at) - 1};
}

/* The lines that continue a value which so far ends at the end of its own line. */
static void take_continuation(struct ini *ini, size_t indent, struct slice *value)
{
	while (ini->rest.size > 0) {
		struct slice rest = ini->rest;
		struct slice line = cut_line(&rest);

		if (!is_comment(line)) {
			if (indent_of(line) <= indent || memchr(line.at, '\0', line.size))
				return;
			value->size = (size_t)(line.at + line.size - value->at);
		}
		ini->rest = rest;
		ini->line++;
	}
}

/* 1 and a key with its value, or 0 where the line holds none. */
static int take_item(struct ini *ini, struct slice line, struct item *ret)
{
	size_t indent = indent_of(line), length;
	struct slice text = trim(line), value;
	unsigned number = ini->line;

	for (length = 0; length < text.size; length++) {
		if (text.at[length] == '=' || text.at[length] == ':')
			break;
	}
	if (length == 0 || length == text.size) {
		note(ini, IA_NOTE_TREEINFO_BAD_LINE,
		     "expected key = value, a section or a comment; the line is ignored");
		return 0;
	}
	if (!ini->section.at) {
		note(ini, IA_NOTE_TREEINFO_NO_SECTION, "a key before any [section] is ignored");
		return 0;
	}
	value = (struct slice){text.at + length + 1, text.size - length - 1};
	take_continuation(ini, indent, &value);
	*ret = (struct item){
		.section = ini->section,
		.key = trim((struct slice){text.at, length}),
		.value = value,
		.line = number,
	};
	return 1;
}

static int ini_next(struct ini *ini, struct item *ret)
{
	while (ini->rest.size > 0) {
		struct slice line = cut_line(&ini->rest), text = trim(line);

		ini->line++;
		if (memchr(line.at, '\0', line.size))
			note(ini, IA_NOTE_TREEINFO_NUL, "a line with NUL bytes is ignored");
		else if (is_comment(line))
			continue;
		else if (text.at[0] == '[')
			take_section(ini, text);
		else if (take_item(ini, line, ret))
			return 1;
	}
	return 0;
}

static struct ini ini_open(const char *text, size_t size)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct ini ini = {.rest = {text, size}};

	if (size >= 3 && memcmp(text, mark, 3) == 0) {
		ini.rest.at += 3;
		ini.rest.size -= 3;
	}
	return ini;
}

/* A file while values are taken from it. */
struct source {
	const char *text;
	size_t size;
	struct ia_arena *arena;
	int error;
};

/* The lines of a value, trimmed and without comments, in the arena. NULL if nothing is left. */
static const char *copy_value(struct source *source, struct slice value)
{
	char *copy = ia_arena_alloc(source->arena, value.size + 1);
	size_t length = 0;

	if (!copy) {
		source->error = -ENOMEM;
		return NULL;
	}
	for (bool first = true; value.size > 0; first = false) {
		struct slice line = cut_line(&value), text = trim(line);

		if (text.size == 0 || (!first && is_comment(line)))
			continue;
		if (length > 0)
			copy[length++] = '\n';
		memcpy(copy + length, text.at, text.size);
		length += text.size;
	}
	return length > 0 ? copy : NULL;
}

/* The last value of that key, or NULL where it is absent or empty. */
static const char *get(struct source *source, const char *section, const char *key)
{
	struct ini ini = ini_open(source->text, source->size);
	struct slice found = {0};
	struct item item;

	while (ini_next(&ini, &item)) {
		if (equal(item.section, section) && equal_fold(item.key, key))
			found = item.value;
	}
	return found.at ? copy_value(source, found) : NULL;
}

static const char *either(const char *a, const char *b)
{
	return a ? a : b;
}

/* Of [release] or [product], the later and the earlier word for one thing. */
static const char *get_release(struct source *source, const char *key)
{
	return either(get(source, "release", key), get(source, "product", key));
}

/* The first name of a list with commas. */
static const char *first_of(struct source *source, const char *list)
{
	struct slice name = {list, list ? strcspn(list, ",\n") : 0};
	const char *copy;

	name = trim(name);
	if (name.size == 0)
		return NULL;
	copy = ia_arena_strndup(source->arena, name.at, name.size);
	if (!copy)
		source->error = -ENOMEM;
	return copy;
}

static bool is_known(struct slice section)
{
	static const char *const names[] = {"general", "header", "release",
					    "product", "tree",   "stage2"};
	static const char *const prefixes[] = {"images-", "variant-"};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		if (equal(section, names[i]))
			return true;
	}
	for (size_t i = 0; i < IA_COUNT(prefixes); i++) {
		size_t length = strlen(prefixes[i]);

		if (section.size > length && memcmp(section.at, prefixes[i], length) == 0)
			return true;
	}
	return false;
}

/* "./images/x" and "/images/x" are images/x. */
static struct slice strip_root(struct slice path)
{
	for (;;) {
		size_t cut = path.size > 0 && path.at[0] == '/'                        ? 1
			     : path.size > 1 && path.at[0] == '.' && path.at[1] == '/' ? 2
										       : 0;

		if (!cut)
			return path;
		path.at += cut;
		path.size -= cut;
	}
}

/* "sha256:0123…": false where it is no sum of a type that is known. */
static bool parse_checksum(struct slice value, enum ia_digest_type *ret_type, struct slice *ret_hex)
{
	const char *colon = memchr(value.at, ':', value.size);
	enum ia_digest_type type;
	struct slice hex;

	if (!colon || !ia_digest_parse(value.at, (size_t)(colon - value.at), &type))
		return false;
	hex = (struct slice){colon + 1, (size_t)(value.at + value.size - colon) - 1};
	if (hex.size != ia_digest_digits(type))
		return false;
	for (size_t i = 0; i < hex.size; i++) {
		if (!ia_ascii_is_hex(hex.at[i]))
			return false;
	}
	*ret_type = type;
	*ret_hex = hex;
	return true;
}

/* One line of [checksums]: 1; 0 where it becomes a note; -ENOMEM. */
static int take_checksum(struct source *source, const struct ini *at, const struct item *item,
			 struct ia_checksum *ret)
{
	struct slice path = strip_root(item->key), hex;
	enum ia_digest_type type;
	char *copy, *text;

	if (path.size == 0 || !parse_checksum(trim(item->value), &type, &hex)) {
		note(at, IA_NOTE_TREEINFO_BAD_CHECKSUM,
		     "expected PATH = TYPE:DIGITS with a type of checksum that is known and all "
		     "of its digits; the line is ignored");
		return 0;
	}
	copy = ia_arena_strndup(source->arena, path.at, path.size);
	text = ia_arena_strndup(source->arena, hex.at, hex.size);
	if (!copy || !text)
		return -ENOMEM;
	for (char *c = text; *c; c++)
		*c = ia_ascii_lower(*c);
	*ret = (struct ia_checksum){copy, type, text};
	return 1;
}

static int add_checksum(struct source *source, const struct ini *at, const struct item *item,
			struct ia_checksum **sums, size_t *count, size_t *capacity)
{
	struct ia_checksum sum;
	int r;

	r = take_checksum(source, at, item, &sum);
	if (r > 0)
		r = ia_arena_grow(source->arena, sums, *count, capacity, sizeof(sum)) < 0 ? -ENOMEM
											  : 1;
	if (r > 0)
		(*sums)[(*count)++] = sum;
	return r;
}

static void get_checksums(const char *name, struct source *source, struct ia_notes *notes,
			  struct ia_treeinfo *info)
{
	struct ini ini = ini_open(source->text, source->size);
	struct ia_checksum *sums = NULL;
	size_t count = 0, capacity = 0;
	struct item item;

	while (ini_next(&ini, &item)) {
		/* What else is wrong with the file was said by survey(). */
		const struct ini at = {.name = name, .notes = notes, .line = item.line};

		if (!equal(item.section, "checksums"))
			continue;
		if (count == IA_CHECKSUMS_MAX) {
			note(&at, IA_NOTE_TREEINFO_MANY_CHECKSUMS,
			     "there are too many checksums; this one and those after it are "
			     "ignored");
			break;
		}
		if (add_checksum(source, &at, &item, &sums, &count, &capacity) < 0) {
			source->error = -ENOMEM;
			return;
		}
	}
	info->checksums = sums;
	info->checksum_count = count;
}

const struct ia_checksum *ia_treeinfo_checksum(const struct ia_treeinfo *info, const char *path)
{
	const struct slice wanted = strip_root((struct slice){path, strlen(path)});

	for (size_t i = info->checksum_count; i > 0; i--) {
		if (equal(wanted, info->checksums[i - 1].path))
			return &info->checksums[i - 1];
	}
	return NULL;
}

/* Notes on all lines. Is there a section that belongs to the format? */
static bool survey(const char *name, const struct source *source, struct ia_notes *notes)
{
	struct ini ini = ini_open(source->text, source->size);
	bool known = false;
	struct item item;

	ini.name = name;
	ini.notes = notes;
	while (ini_next(&ini, &item))
		known = known || is_known(item.section);
	return known;
}

int ia_treeinfo_parse(const char *name, const char *text, size_t size, struct ia_arena *arena,
		      struct ia_notes *notes, struct ia_treeinfo *ret,
		      struct isoargs_error **reterr)
{
	struct source source = {text, size, arena, 0};
	struct ia_treeinfo info = {0};
	const char *version;

	if (!survey(name, &source, notes))
		return 0;
	info.name = get(&source, "general", "name");
	info.family = either(get(&source, "general", "family"), get_release(&source, "name"));
	info.short_name = get_release(&source, "short");
	version = get_release(&source, "version");
	info.version = either(get(&source, "general", "version"), version);
	if (version && strcmp(version, info.version) != 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_TREEINFO_DIFFERS, IA_IN_FILE(name),
			"[general] names version %s, the release is %s", info.version, version);
	info.variant = either(get(&source, "general", "variant"),
			      first_of(&source, get(&source, "tree", "variants")));
	info.arch = either(get(&source, "general", "arch"), get(&source, "tree", "arch"));
	info.main_image = get(&source, "stage2", "mainimage");
	get_checksums(name, &source, notes, &info);
	if (source.error)
		return ia_error_memory(reterr);
	*ret = info;
	return 1;
}

/* Seconds since 1970, with or without a fraction. */
static bool is_timestamp(struct slice s)
{
	size_t digits = 0, points = 0;

	for (size_t i = 0; i < s.size; i++) {
		if (ia_ascii_is_digit(s.at[i]))
			digits++;
		else if (s.at[i] == '.' && digits > 0)
			points++;
		else
			return false;
	}
	return digits > 0 && points <= 1;
}

int ia_discinfo_parse(const char *text, size_t size, struct ia_arena *arena,
		      struct ia_discinfo *ret, struct isoargs_error **reterr)
{
	struct slice rest = {text, size}, lines[3] = {0};
	const char *copies[3] = {NULL};

	for (size_t i = 0; i < IA_COUNT(lines) && rest.size > 0; i++) {
		lines[i] = trim(cut_line(&rest));
		/* A line with NUL bytes says nothing that could be compared. */
		if (lines[i].size > 0 && memchr(lines[i].at, '\0', lines[i].size))
			lines[i].size = 0;
	}
	if (!is_timestamp(lines[0]))
		return 0;
	for (size_t i = 0; i < IA_COUNT(lines); i++) {
		if (lines[i].size == 0)
			continue;
		copies[i] = ia_arena_strndup(arena, lines[i].at, lines[i].size);
		if (!copies[i])
			return ia_error_memory(reterr);
	}
	*ret = (struct ia_discinfo){copies[0], copies[1], copies[2]};
	return 1;
}
