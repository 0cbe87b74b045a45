/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/treeinfo.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "release/ini.h"

/* A file while values are taken from it. */
struct source {
	const struct ia_ini *ini;
	struct ia_arena *arena;
	int error;
};

/* The lines of a value, trimmed and without comments, in the arena. NULL if nothing is left. */
static const char *copy_value(struct source *source, struct ia_slice value)
{
	char *copy = ia_arena_alloc(source->arena, value.size + 1);
	size_t length = 0;

	if (!copy) {
		source->error = -ENOMEM;
		return NULL;
	}
	for (bool first = true; value.size > 0; first = false) {
		struct ia_slice line = ia_slice_cut_line(&value), text = ia_slice_trim(line);

		if (text.size == 0 || (!first && ia_ini_is_comment(line)))
			continue;
		if (length > 0)
			copy[length++] = '\n';
		memcpy(copy + length, text.at, text.size);
		length += text.size;
	}
	return length > 0 ? copy : NULL;
}

/* What is wrong with the lines was said by survey(). */
static struct ia_ini again(const struct ia_ini *ini)
{
	struct ia_ini copy = *ini;

	copy.notes = NULL;
	return copy;
}

/*
 * The last value of that key, or NULL where it is absent or empty. The text is walked anew for
 * every key that is asked for: there are a dozen.
 */
static const char *get(struct source *source, const char *section, const char *key)
{
	struct ia_ini ini = again(source->ini);
	struct ia_slice found = {0};

	while (ia_ini_next(&ini)) {
		if (ia_slice_equal(ini.section, section) && ia_slice_equal_fold(ini.key, key))
			found = ini.value;
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
	struct ia_slice name = {list, list ? strcspn(list, ",\n") : 0};
	const char *copy;

	name = ia_slice_trim(name);
	if (name.size == 0)
		return NULL;
	copy = ia_arena_strndup(source->arena, name.at, name.size);
	if (!copy)
		source->error = -ENOMEM;
	return copy;
}

static bool is_known(struct ia_slice section)
{
	static const char *const names[] = {"general", "header", "release",
					    "product", "tree",   "stage2"};
	static const char *const prefixes[] = {"images-", "variant-"};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		if (ia_slice_equal(section, names[i]))
			return true;
	}
	for (size_t i = 0; i < IA_COUNT(prefixes); i++) {
		size_t length = strlen(prefixes[i]);

		if (section.size > length && memcmp(section.at, prefixes[i], length) == 0)
			return true;
	}
	return false;
}

static void note(const struct ia_ini *ini, unsigned line, enum ia_note_code code, const char *text)
{
	ia_note(ini->notes, ISOARGS_WARNING, code, IA_AT_LINE(ini->name, line, 0), "%s", text);
}

/* "./images/x" and "/images/x" are images/x. */
static struct ia_slice strip_root(struct ia_slice path)
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
static bool parse_checksum(struct ia_slice value, enum ia_digest_type *ret_type,
			   struct ia_slice *ret_hex)
{
	const char *colon = memchr(value.at, ':', value.size);
	enum ia_digest_type type;
	struct ia_slice hex;

	if (!colon || !ia_digest_parse(value.at, (size_t)(colon - value.at), &type))
		return false;
	hex = (struct ia_slice){colon + 1, (size_t)(value.at + value.size - colon) - 1};
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

struct ia_checksum {
	const char *path; /* from the root of the medium, without a slash before it */
	enum ia_digest_type type;
	const char *hex;
};

/* One line of [checksums]: 1; 0 where it becomes a note; -ENOMEM. */
static int take_checksum(const struct source *source, const struct ia_ini *at,
			 struct ia_checksum *ret)
{
	struct ia_slice path = strip_root(at->key), hex;
	enum ia_digest_type type;
	char *copy, *text;

	if (path.size == 0 || !parse_checksum(ia_slice_trim(at->value), &type, &hex)) {
		note(source->ini, at->key_line, IA_NOTE_TREEINFO_BAD_CHECKSUM,
		     "expected PATH = TYPE:DIGITS with a type of checksum that is known "
		     "and all of its digits; the line is ignored");
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

static int get_checksums(const struct source *source, struct ia_treeinfo *info)
{
	struct ia_ini ini = again(source->ini);
	struct ia_checksum *sums = NULL, sum;
	size_t count = 0, capacity = 0;
	int r;

	while (ia_ini_next(&ini)) {
		if (!ia_slice_equal(ini.section, "checksums"))
			continue;
		if (count == IA_CHECKSUMS_MAX) {
			note(source->ini, ini.key_line, IA_NOTE_TREEINFO_MANY_CHECKSUMS,
			     "there are too many checksums; this one and those after it "
			     "are ignored");
			break;
		}
		r = take_checksum(source, &ini, &sum);
		if (r > 0)
			r = ia_arena_grow(source->arena, &sums, count, &capacity, sizeof(sum)) < 0
				    ? -ENOMEM
				    : 1;
		if (r < 0)
			return r;
		if (r > 0)
			sums[count++] = sum;
	}
	info->checksums = sums;
	info->checksum_count = count;
	return 0;
}

const char *ia_treeinfo_checksum(const struct ia_treeinfo *info, const char *path,
				 enum ia_digest_type *ret_type)
{
	const struct ia_slice wanted = strip_root((struct ia_slice){path, strlen(path)});

	for (size_t i = info->checksum_count; i > 0; i--) {
		const struct ia_checksum *sum = &info->checksums[i - 1];

		if (ia_slice_equal(wanted, sum->path)) {
			*ret_type = sum->type;
			return sum->hex;
		}
	}
	return NULL;
}

/* Notes on all lines. Is there a section that belongs to the format? */
static bool survey(struct ia_ini ini)
{
	bool known = false;

	while (ia_ini_next(&ini))
		known = known || is_known(ini.section);
	return known;
}

int ia_treeinfo_parse(const struct ia_ini *ini, struct ia_arena *arena, struct ia_treeinfo *ret,
		      struct isoargs_error **reterr)
{
	struct source source = {ini, arena, 0};
	struct ia_treeinfo info = {0};
	const char *version;

	if (!survey(*ini))
		return 0;
	info.name = get(&source, "general", "name");
	info.family = either(get(&source, "general", "family"), get_release(&source, "name"));
	info.short_name = get_release(&source, "short");
	version = get_release(&source, "version");
	info.version = either(get(&source, "general", "version"), version);
	if (version && strcmp(version, info.version) != 0)
		ia_note(ini->notes, ISOARGS_WARNING, IA_NOTE_TREEINFO_DIFFERS,
			IA_IN_FILE(ini->name), "[general] names version %s, the release is %s",
			info.version, version);
	info.variant = either(get(&source, "general", "variant"),
			      first_of(&source, get(&source, "tree", "variants")));
	info.arch = either(get(&source, "general", "arch"), get(&source, "tree", "arch"));
	info.main_image = get(&source, "stage2", "mainimage");
	if (get_checksums(&source, &info) < 0 || source.error)
		return ia_error_memory(reterr);
	*ret = info;
	return 1;
}
