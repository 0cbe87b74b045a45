/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/treeinfo.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "release/ini.h"

/* The values that are asked for. */
enum value {
	GENERAL_NAME,
	GENERAL_FAMILY,
	GENERAL_VERSION,
	GENERAL_VARIANT,
	GENERAL_ARCH,
	RELEASE_NAME, /* the later word for what [product] is */
	RELEASE_SHORT,
	RELEASE_VERSION,
	PRODUCT_NAME,
	PRODUCT_SHORT,
	PRODUCT_VERSION,
	TREE_VARIANTS,
	TREE_ARCH,
	STAGE2_MAINIMAGE,
	VALUES
};

static const struct {
	const char *section;
	const char *key;
} values[VALUES] = {
	[GENERAL_NAME] = {"general", "name"},
	[GENERAL_FAMILY] = {"general", "family"},
	[GENERAL_VERSION] = {"general", "version"},
	[GENERAL_VARIANT] = {"general", "variant"},
	[GENERAL_ARCH] = {"general", "arch"},
	[RELEASE_NAME] = {"release", "name"},
	[RELEASE_SHORT] = {"release", "short"},
	[RELEASE_VERSION] = {"release", "version"},
	[PRODUCT_NAME] = {"product", "name"},
	[PRODUCT_SHORT] = {"product", "short"},
	[PRODUCT_VERSION] = {"product", "version"},
	[TREE_VARIANTS] = {"tree", "variants"},
	[TREE_ARCH] = {"tree", "arch"},
	[STAGE2_MAINIMAGE] = {"stage2", "mainimage"},
};

/* [images-ARCH], of which those of the first architectures are kept. */
#define IMAGES_MAX 4u

struct images {
	struct ia_slice arch;
	struct ia_slice kernel;
	struct ia_slice initrd;
};

/* A file while values are taken from it. */
struct source {
	const struct ia_ini *ini;
	struct ia_arena *arena;
	struct ia_slice found[VALUES]; /* the last of each; at is NULL where there is none */
	struct images images[IMAGES_MAX];
	size_t images_count;
	int error;
};

/*
 * The lines of a value, trimmed and without comments, in the arena; at most max bytes. NULL if
 * nothing is left.
 */
static const char *copy_value(struct source *source, struct ia_slice value, size_t max)
{
	size_t size = value.size < max ? value.size : max + 1, length = 0;
	char *copy = ia_arena_alloc(source->arena, size + 1);

	if (!copy) {
		source->error = -ENOMEM;
		return NULL;
	}
	for (bool first = true; value.size > 0 && length < size; first = false) {
		struct ia_slice line = ia_slice_cut_line(&value), text = ia_slice_trim(line);

		if (text.size == 0 || (!first && ia_ini_is_comment(line)))
			continue;
		if (length > 0)
			copy[length++] = '\n';
		if (text.size > size - length)
			text.size = size - length;
		memcpy(copy + length, text.at, text.size);
		length += text.size;
	}
	if (length > max)
		copy = ia_utf8_cut(source->arena, copy, max);
	if (!copy)
		source->error = -ENOMEM;
	return length > 0 ? copy : NULL;
}

static const char *get(struct source *source, enum value value)
{
	size_t max = value == STAGE2_MAINIMAGE ? IA_PATH_MAX : IA_RELEASE_TEXT_MAX;

	return source->found[value].at ? copy_value(source, source->found[value], max) : NULL;
}

static const char *either(const char *a, const char *b)
{
	return a ? a : b;
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

/* What is wrong with the lines was said by survey(). */
static int get_checksums(const struct source *source, struct ia_treeinfo *info)
{
	struct ia_ini ini = *source->ini;
	struct ia_checksum *sums = NULL, sum;
	size_t count = 0, capacity = 0;
	int r;

	ini.notes = NULL;
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

/* At most IA_CHECKSUMS_MAX are looked at, for each file that is asked for. */
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

/*
 * A key of [images-ARCH]. lorax writes [images-xen] to this day, for kernels that run as no PV
 * guest, too; where they do, it names the same files.
 */
static void take_image(struct source *source, const struct ia_ini *ini)
{
	static const char prefix[] = "images-";
	const size_t length = strlen(prefix);
	struct ia_slice arch;
	size_t i;

	if (ini->section.size <= length || memcmp(ini->section.at, prefix, length) != 0)
		return;
	arch = (struct ia_slice){ini->section.at + length, ini->section.size - length};
	if (ia_slice_equal(arch, "xen"))
		return;
	for (i = 0; i < source->images_count; i++) {
		const struct ia_slice other = source->images[i].arch;

		if (other.size == arch.size && memcmp(other.at, arch.at, arch.size) == 0)
			break;
	}
	if (i == IMAGES_MAX)
		return;
	if (i == source->images_count)
		source->images[source->images_count++].arch = arch;
	if (ia_slice_equal_fold(ini->key, "kernel"))
		source->images[i].kernel = ini->value;
	if (ia_slice_equal_fold(ini->key, "initrd"))
		source->images[i].initrd = ini->value;
}

/* Those of the tree's own architecture, else the first. */
static void get_images(struct source *source, struct ia_treeinfo *info)
{
	const struct images *images = source->images;

	for (size_t i = 0; info->arch && i < source->images_count; i++) {
		if (ia_slice_equal(source->images[i].arch, info->arch))
			images = &source->images[i];
	}
	if (images->kernel.at)
		info->kernel = copy_value(source, images->kernel, IA_ENTRY_PATH_MAX);
	if (images->initrd.at)
		info->initrd = copy_value(source, images->initrd, IA_ENTRY_PATH_MAX);
}

/* Notes on all lines, and the values among them. Is there a section that belongs to the format? */
static bool survey(struct source *source)
{
	struct ia_ini ini = *source->ini;
	bool known = false;

	while (ia_ini_next(&ini)) {
		known = known || is_known(ini.section);
		take_image(source, &ini);
		for (size_t i = 0; i < VALUES; i++) {
			if (ia_slice_equal_fold(ini.key, values[i].key) &&
			    ia_slice_equal(ini.section, values[i].section))
				source->found[i] = ini.value;
		}
	}
	return known;
}

int ia_treeinfo_parse(const struct ia_ini *ini, struct ia_arena *arena, struct ia_treeinfo *ret,
		      struct isoargs_error **reterr)
{
	struct source source = {.ini = ini, .arena = arena};
	struct ia_treeinfo info = {0};
	const char *version;

	if (!survey(&source))
		return 0;
	info.name = get(&source, GENERAL_NAME);
	info.family = either(get(&source, GENERAL_FAMILY),
			     either(get(&source, RELEASE_NAME), get(&source, PRODUCT_NAME)));
	info.short_name = either(get(&source, RELEASE_SHORT), get(&source, PRODUCT_SHORT));
	version = either(get(&source, RELEASE_VERSION), get(&source, PRODUCT_VERSION));
	info.version = either(get(&source, GENERAL_VERSION), version);
	if (version && strcmp(version, info.version) != 0)
		ia_note(ini->notes, ISOARGS_WARNING, IA_NOTE_TREEINFO_DIFFERS,
			IA_IN_FILE(ini->name), "[general] names version %s, the release is %s",
			info.version, version);
	info.variant = either(get(&source, GENERAL_VARIANT),
			      first_of(&source, get(&source, TREE_VARIANTS)));
	info.arch = either(get(&source, GENERAL_ARCH), get(&source, TREE_ARCH));
	info.main_image = get(&source, STAGE2_MAINIMAGE);
	get_images(&source, &info);
	if (get_checksums(&source, &info) < 0 || source.error)
		return ia_error_memory(reterr);
	*ret = info;
	return 1;
}
