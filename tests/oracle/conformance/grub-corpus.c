/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Evaluates every GRUB case of a corpus of boot configurations and compares each entry with
 * what a real GRUB made of it. Usage: grub-corpus CORPUS [CASE]; or, for figures without a
 * verdict, grub-corpus --slowest CORPUS. Exit 77 where there is none.
 */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "grub-folder.h"

#define SKIPPED   77
#define ID_SIZE   128u
#define PATH_SIZE 4096u

#define SLOWEST_COUNT 5u
#define BEST_OF       5u /* evaluations, where they are measured */

/* What an evaluation took. */
struct figure {
	char id[ID_SIZE];
	double ms;
	size_t entries;
	size_t bytes; /* of the configuration, without what it sources */
};

struct summary {
	bool measure;
	unsigned cases;
	unsigned equal;
	struct figure slowest[SLOWEST_COUNT];
};

struct one_case {
	const char *id;
	struct json_object *about;    /* case.json */
	struct json_object *expected; /* expected.json */
	struct ia_entries menu;
	size_t size; /* of the configuration */
	struct ia_strbuf differences;
};

static void cleanup_json(struct json_object **object)
{
	json_object_put(*object);
}
#define AUTO_JSON IA_CLEANUP(cleanup_json)

static const char *text_of(struct json_object *object, const char *key)
{
	struct json_object *value = json_object_object_get(object, key);

	return value ? json_object_get_string(value) : NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void compare(struct one_case *one, const char *path, const char *what, const char *expected,
		    const char *found)
{
	if (same(expected, found))
		return;
	ia_strbuf_addf(&one->differences, "  %s %s\n    expected %s\n    found    %s\n", path, what,
		       expected ? expected : "(none)", found ? found : "(none)");
}

/* Lists of strings on one line. */
static char *flatten_json(struct json_object *array)
{
	size_t count = array ? json_object_array_length(array) : 0;
	struct ia_strbuf buf = {0};
	char *text = NULL;

	for (size_t i = 0; i < count; i++)
		ia_strbuf_addf(&buf, "[%s]",
			       json_object_get_string(json_object_array_get_idx(array, i)));
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}

static char *flatten(const char *const *strings, size_t count)
{
	struct ia_strbuf buf = {0};
	char *text = NULL;

	for (size_t i = 0; strings && i < count; i++)
		ia_strbuf_addf(&buf, "[%s]", strings[i]);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}

#define ENTRY_PATH_SIZE 64

/*
 * The oracle names menus below an entry by their files; no entry of the corpus shows two of them.
 * The menu that a configfile outside of entries shows is, here, the menu.
 */
static const char *plain_path(const char *path, char plain[ENTRY_PATH_SIZE])
{
	const char *end = path && path[0] == '{' ? strstr(path, "}>") : NULL;
	size_t length = 0;

	for (path = end    ? end + 2
		    : path ? path
			   : "";
	     *path && length < ENTRY_PATH_SIZE - 3; path++) {
		plain[length++] = *path;
		if (*path != '{')
			continue;
		plain[length++] = '0';
		path += strcspn(path, "}");
		plain[length++] = *path;
	}
	plain[length] = '\0';
	return plain;
}

static const struct isoargs_entry *find(const struct ia_entries *menu, const char *path)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (strcmp(menu->entries[i].path, path) == 0)
			return &menu->entries[i];
	}
	return NULL;
}

static bool is_module(const char *command)
{
	return command &&
	       (strncmp(command, "module", 6) == 0 || strcmp(command, "xen_module") == 0);
}

/* The whole line, as the oracle shows it. */
static char *whole_line(const char *expected, const struct isoargs_entry *entry)
{
	char *line = NULL;

	if (!entry->command || is_module(expected))
		return entry->cmdline ? strdup(entry->cmdline) : NULL;
	if (strchr(entry->kernel, ' '))
		return asprintf(&line, "BOOT_IMAGE=\"%s\"%s%s", entry->kernel,
				entry->argc > 1 ? " " : "", entry->cmdline) < 0
			       ? NULL
			       : line;
	return asprintf(&line, "BOOT_IMAGE=%s%s%s", entry->kernel, entry->argc > 1 ? " " : "",
			entry->cmdline) < 0
		       ? NULL
		       : line;
}

static void compare_loaded(struct one_case *one, const char *path, struct json_object *expected,
			   const struct isoargs_entry *entry)
{
	const char *command = text_of(expected, "command");
	struct json_object *argv = json_object_object_get(expected, "argv");
	struct json_object *initrds = json_object_object_get(expected, "initrds");
	char *expected_argv IA_AUTO_FREE = flatten_json(argv);
	char *found_argv IA_AUTO_FREE = flatten(entry->argv, entry->argc);
	char *expected_initrds IA_AUTO_FREE = flatten_json(initrds);
	char *found_initrds IA_AUTO_FREE = flatten(entry->initrds, entry->initrd_count);
	char *line IA_AUTO_FREE = whole_line(command, entry);

	compare(one, path, "command", is_module(command) ? "multiboot2" : command, entry->command);
	compare(one, path, "kernel", text_of(expected, "kernel"), entry->kernel);
	compare(one, path, "argv", expected_argv, found_argv);
	compare(one, path, "cmdline", text_of(expected, "cmdline"), line);
	compare(one, path, "initrds", expected_initrds, found_initrds);
	compare(one, path, "root", text_of(expected, "root"), entry->root);
}

/* Loaders of other systems: the oracle keeps them apart. */
static void compare_other(struct one_case *one, const char *path, struct json_object *expected,
			  const struct isoargs_entry *entry)
{
	struct json_object *other = json_object_object_get(expected, "other");
	struct json_object *last =
		other ? json_object_array_get_idx(other, json_object_array_length(other) - 1)
		      : NULL;
	const char *name = last ? json_object_get_string(json_object_array_get_idx(last, 0)) : NULL;

	if (!name || (strcmp(name, "chainloader") != 0 && strcmp(name, "knetbsd") != 0)) {
		compare(one, path, "command", NULL, entry->command);
		return;
	}
	compare(one, path, "command", name, entry->command);
	compare(one, path, "kernel", json_object_get_string(json_object_array_get_idx(last, 1)),
		entry->kernel);
}

static void compare_entry(struct one_case *one, struct json_object *expected)
{
	char plain[ENTRY_PATH_SIZE];
	const char *path = plain_path(text_of(expected, "path"), plain);
	const struct isoargs_entry *entry = find(&one->menu, path);
	bool submenu = json_object_get_boolean(json_object_object_get(expected, "submenu"));

	if (!entry) {
		compare(one, path, "title", text_of(expected, "title"), NULL);
		return;
	}
	compare(one, path, "title", text_of(expected, "title"), entry->title);
	compare(one, path, "id", text_of(expected, "id"), entry->id);
	compare(one, path, "submenu", submenu ? "yes" : "no", entry->is_submenu ? "yes" : "no");
	if (text_of(expected, "command"))
		compare_loaded(one, path, expected, entry);
	else if (!submenu)
		compare_other(one, path, expected, entry);
}

static bool is_expected(struct json_object *entries, const char *path)
{
	for (size_t i = 0; i < json_object_array_length(entries); i++) {
		char plain[ENTRY_PATH_SIZE];

		if (strcmp(plain_path(text_of(json_object_array_get_idx(entries, i), "path"),
				      plain),
			   path) == 0)
			return true;
	}
	return false;
}

/*
 * The oracle does not follow configfile to its menu's default; where there is such a menu,
 * what it calls the default tells nothing.
 */
static bool has_other_menu(struct json_object *entries)
{
	for (size_t i = 0; i < json_object_array_length(entries); i++) {
		if (strchr(text_of(json_object_array_get_idx(entries, i), "path"), '{'))
			return true;
	}
	return false;
}

static void compare_menu(struct one_case *one)
{
	struct json_object *entries = json_object_object_get(one->expected, "entries");

	for (size_t i = 0; i < json_object_array_length(entries); i++)
		compare_entry(one, json_object_array_get_idx(entries, i));
	for (size_t i = 0; i < one->menu.count; i++) {
		const struct isoargs_entry *entry = &one->menu.entries[i];

		if (!is_expected(entries, entry->path))
			compare(one, entry->path, "title", NULL, entry->title);
	}
	if (!has_other_menu(entries))
		compare(one, "menu", "default_path", text_of(one->expected, "default_path"),
			one->menu.default_path);
}

static enum ia_grub_dialect dialect_of(const char *oracle)
{
	if (strcmp(oracle, "rhel9") == 0)
		return IA_GRUB_RHEL9;
	if (strcmp(oracle, "rhel8") == 0)
		return IA_GRUB_RHEL8;
	if (strcmp(oracle, "rhel79") == 0 || strcmp(oracle, "fedora18") == 0)
		return IA_GRUB_RHEL7;
	return IA_GRUB_STOCK;
}

/* The hand-written cases have their included files beside the corpus' cases. */
static void find_tree(const char *corpus, const char *id, char *buf, size_t size)
{
	struct stat st;

	if (strncmp(id, "unit-grub-", 10) == 0) {
		snprintf(buf, size, "%s/unit/%s", corpus, id + 10);
		if (stat(buf, &st) == 0)
			return;
	}
	snprintf(buf, size, "%s/cases/%s/tree", corpus, id);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Is the path among the kernels and the other files that the oracle's entries load? */
static bool is_loaded(struct json_object *entry, const char *path)
{
	struct json_object *other = json_object_object_get(entry, "other");
	size_t count = other ? json_object_array_length(other) : 0;

	if (same(text_of(entry, "kernel"), path))
		return true;
	for (size_t i = 0; i < count; i++) {
		struct json_object *argv = json_object_array_get_idx(other, i);

		if (json_object_array_length(argv) > 1 &&
		    same(json_object_get_string(json_object_array_get_idx(argv, 1)), path))
			return true;
	}
	return false;
}

/* What an entry loads was there for the oracle, and GRUB's own list of graphics chips. */
static bool is_stub(const char *path, const void *data)
{
	const struct one_case *one = data;
	struct json_object *entries = json_object_object_get(one->expected, "entries");
	struct json_object *stubs = json_object_object_get(one->about, "stubs");
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; stubs && i < json_object_array_length(stubs); i++) {
		if (same(json_object_get_string(json_object_array_get_idx(stubs, i)), path))
			return true;
	}
	for (size_t i = 0; i < json_object_array_length(entries); i++) {
		if (is_loaded(json_object_array_get_idx(entries, i), path))
			return true;
	}
	return slash && strcmp(slash, "/gfxblacklist.txt") == 0;
}

/* Milliseconds, or -1 where the evaluation failed. */
static double evaluate(struct one_case *one, const char *corpus, struct ia_arena *arena)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	char tree[2 * PATH_SIZE], *text IA_AUTO_FREE = NULL;
	const char *cfg = text_of(one->about, "cfg");
	struct grub_folder folder = {.path = tree,
				     .label = text_of(one->about, "label"),
				     .is_stub = is_stub,
				     .data = one};
	struct ia_meter meter = IA_METER;
	struct ia_menu_host host;
	const struct ia_grub_setup setup = {
		.dialect = dialect_of(text_of(one->about, "oracle")),
		.platform = text_of(one->about, "platform"),
		.cpu = text_of(one->about, "cpu"),
		.root = "cd0",
		.prefix = text_of(one->about, "prefix"),
		.host = &host,
	};
	size_t size;
	double start;

	find_tree(corpus, one->id, tree, sizeof(tree));
	grub_folder_host(&folder, &host);
	host.meter = &meter;
	if (host.read(host.data, "cd0", cfg, &text, &size, &error) != 1) {
		ia_strbuf_addf(&one->differences, "  %s cannot be read\n", cfg);
		return -1;
	}
	one->size = size;
	start = now();
	if (ia_grub_evaluate(&setup, &(const struct ia_config_file){cfg, text, size}, arena, &notes,
			     &one->menu, &error) < 0) {
		ia_strbuf_addf(&one->differences, "  %s\n", isoargs_error_message(error));
		return -1;
	}
	start = now() - start;
	if (getenv("SHOW_NOTES")) {
		for (size_t i = 0; i < notes.count; i++)
			printf("%s %s:%u: %s\n", ia_note_word(notes.items[i].code),
			       notes.items[i].file, notes.items[i].line, notes.items[i].text);
	}
	return start;
}

static void add_figure(struct summary *summary, const struct one_case *one, double ms)
{
	struct figure figure = {.ms = ms, .entries = one->menu.count, .bytes = one->size};

	snprintf(figure.id, sizeof(figure.id), "%s", one->id);
	for (size_t i = 0; i < SLOWEST_COUNT; i++) {
		if (figure.ms > summary->slowest[i].ms) {
			struct figure next = summary->slowest[i];

			summary->slowest[i] = figure;
			figure = next;
		}
	}
}

/* Cases that are none of GRUB's, or without an expectation, are left out. */
static void run_case(const char *corpus, const char *id, struct summary *summary)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	char path[2 * PATH_SIZE];
	struct json_object *about AUTO_JSON = NULL;
	struct json_object *expected AUTO_JSON = NULL;
	struct one_case one = {.id = id};
	double took;

	snprintf(path, sizeof(path), "%s/cases/%s/case.json", corpus, id);
	about = json_object_from_file(path);
	snprintf(path, sizeof(path), "%s/cases/%s/expected.json", corpus, id);
	expected = json_object_from_file(path);
	if (!arena || !about || !expected || !same(text_of(about, "kind"), "grub"))
		return;
	one.about = about;
	one.expected = expected;
	took = evaluate(&one, corpus, arena);
	for (unsigned i = 1; summary->measure && took >= 0 && i < BEST_OF; i++) {
		double again = evaluate(&one, corpus, arena);

		took = again < took ? again : took;
	}
	if (took >= 0 && !summary->measure)
		compare_menu(&one);
	add_figure(summary, &one, took);
	summary->cases++;
	summary->equal += one.differences.length == 0;
	if (one.differences.length > 0)
		printf("%s\n%s", id, one.differences.data);
	ia_strbuf_free(&one.differences);
}

/* The case that a line of the index is about; false: none. */
static bool read_id(const char *line, char id[ID_SIZE])
{
	size_t length;

	if (strncmp(line, "cases/", 6) != 0)
		return false;
	length = strcspn(line + 6, "/");
	if (length >= ID_SIZE)
		return false;
	memcpy(id, line + 6, length);
	id[length] = '\0';
	return true;
}

static void print_slowest(const struct summary *summary)
{
	printf("the slowest of %u evaluations\n%8s %8s %8s  case\n", summary->cases, "ms",
	       "entries", "bytes");
	for (size_t i = 0; i < SLOWEST_COUNT && summary->slowest[i].ms > 0; i++)
		printf("%8.2f %8zu %8zu  %s\n", summary->slowest[i].ms, summary->slowest[i].entries,
		       summary->slowest[i].bytes, summary->slowest[i].id);
}

int main(int argc, char *argv[])
{
	char path[PATH_SIZE], line[65536], id[ID_SIZE], last[ID_SIZE] = "";
	struct summary summary = {.measure = argc > 1 && strcmp(argv[1], "--slowest") == 0};
	const char *corpus, *only;
	FILE *index;

	argv += summary.measure;
	argc -= summary.measure;
	corpus = argc > 1 ? argv[1] : NULL;
	only = argc > 2 ? argv[2] : NULL;
	if (!corpus || snprintf(path, sizeof(path), "%s/INDEX.tsv", corpus) >= (int)sizeof(path))
		return 2;
	index = fopen(path, "r");
	if (!index) {
		printf("skipped: there is no corpus at %s\n", corpus);
		return SKIPPED;
	}
	while (fgets(line, sizeof(line), index)) {
		if (!read_id(line, id) || strcmp(id, last) == 0 || (only && strcmp(id, only) != 0))
			continue;
		memcpy(last, id, sizeof(last));
		run_case(corpus, id, &summary);
	}
	fclose(index);
	if (summary.measure) {
		print_slowest(&summary);
		return 0;
	}
	printf("%u of %u equal; the slowest, %s, took %.2f ms\n", summary.equal, summary.cases,
	       summary.slowest[0].id, summary.slowest[0].ms);
	return summary.cases > 0 && summary.equal == summary.cases ? 0 : 1;
}
