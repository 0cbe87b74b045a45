/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * isolinux configurations of real media against what isolinux itself handed to the kernel:
 *     syslinux-corpus <folder of the corpus>
 * Prints "N of M equal" and each difference; fails on any; 77 where there is no corpus.
 */
#include <dirent.h>
#include <errno.h>
#include <json.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/syslinux/syslinux.h"
#include "volume/files.h"

#define SKIPPED 77

struct tally {
	unsigned equal;
	unsigned compared;
	/* of the case that is compared */
	struct ia_arena *arena;
	const char *directory;
};

static int slurp(const char *path, char **ret, size_t *ret_size)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	struct stat st;
	char piece[4096];
	size_t n;
	FILE *f;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	f = fopen(path, "rb");
	if (!f)
		return -errno;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		ia_strbuf_add(&buf, piece, n);
	fclose(f);
	*ret_size = buf.length;
	return ia_strbuf_take(&buf, ret) < 0 ? -ENOMEM : 1;
}

/* The medium's tree, and the text of all files that were asked for. */
struct tree {
	const char *folder;
	struct ia_strbuf text;
};

static int read_tree(void *data, const char *device IA_UNUSED, const char *path, char **ret,
		     size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	char *full IA_AUTO_FREE = NULL;

	struct tree *tree = data;
	int found;

	if (asprintf(&full, "%s%s", tree->folder, path) < 0) {
		full = NULL;
		return -ENOMEM;
	}
	found = slurp(full, ret, ret_size);
	if (found > 0) {
		ia_strbuf_addc(&tree->text, '\n');
		ia_strbuf_add(&tree->text, *ret, *ret_size);
	}
	return found;
}

static struct json_object *member(struct json_object *object, const char *key)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(object, key, &value);
	return value;
}

static const char *text_of(struct json_object *object, const char *key)
{
	const char *text = json_object_get_string(member(object, key));

	return text ? text : "";
}

/* Cuts "initrd=…" words and the blanks before them; at the start, the blanks after them. */
static char *cut_initrds(const char *s)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = NULL, *found;

	ia_strbuf_addc(&buf, ' ');
	ia_strbuf_adds(&buf, s);
	ia_strbuf_take(&buf, &text);
	while ((found = strstr(text, " initrd="))) {
		char *end = found + 1 + strcspn(found + 1, " \t");

		while (found > text && found[-1] == ' ')
			found--;
		memmove(found, end, strlen(end) + 1);
	}
	memmove(text, text + strspn(text, " "), strlen(text + strspn(text, " ")) + 1);
	return text;
}

static void differ(const char *id, const char *label, const char *what, const char *expected,
		   const char *found)
{
	printf("%s [%s] %s\n  expected: \"%s\"\n  found:    \"%s\"\n", id, label, what, expected,
	       found ? found : "(none)");
}

/* "BOOT_IMAGE=kernel parameters" against the kernel as written and the parameters. */
static bool compare_linux(const char *id, const char *label, struct json_object *expected,
			  const struct isoargs_entry *entry)
{
	const char *line = text_of(expected, "cmdline");
	char *image IA_AUTO_FREE = NULL, *parameters IA_AUTO_FREE = NULL;

	if (strcmp(entry->command ? entry->command : "", "linux") != 0) {
		differ(id, label, "command", "linux", entry->command);
		return false;
	}
	if (asprintf(&image, "BOOT_IMAGE=%s ", entry->argv[0]) < 0)
		abort();
	if (strncmp(line, image, strlen(image)) != 0) {
		differ(id, label, "kernel", line, image);
		return false;
	}
	parameters = cut_initrds(line + strlen(image));
	if (strcmp(parameters, entry->cmdline) != 0) {
		differ(id, label, "parameters", parameters, entry->cmdline);
		return false;
	}
	return true;
}

/* A path as ISOLINUX looked for it, or as the menu says it, from the root. */
static char *resolve(struct tally *tally, const char *path)
{
	char *resolved = ia_path_join(tally->arena, tally->directory, path, strlen(path));

	if (!resolved)
		abort();
	return resolved;
}

/* mboot.c32: the first module is the kernel with its parameters, the rest initrds. */
static bool compare_multiboot(struct tally *tally, const char *id, const char *label,
			      struct json_object *expected, const struct isoargs_entry *entry)
{
	const char *line = text_of(expected, "cmdline");
	char *found IA_AUTO_FREE = NULL;
	size_t modules = json_object_array_length(member(expected, "modules"));

	if (strcmp(entry->command ? entry->command : "", "mboot.c32") != 0) {
		differ(id, label, "command", "mboot.c32", entry->command);
		return false;
	}
	if (asprintf(&found, "%s%s%s", entry->argv[0], *entry->cmdline ? " " : "", entry->cmdline) <
	    0)
		abort();
	if (strcmp(line, found) != 0) {
		differ(id, label, "module", line, found);
		return false;
	}
	if (entry->initrd_count + 1 != modules) {
		differ(id, label, "modules", line, "another number of them");
		return false;
	}
	for (size_t i = 0; i < entry->initrd_count; i++) {
		const char *module = json_object_get_string(
			json_object_array_get_idx(member(expected, "modules"), i + 1));

		if (strcmp(resolve(tally, module), resolve(tally, entry->initrds[i])) != 0) {
			differ(id, label, "initrd", module, entry->initrds[i]);
			return false;
		}
	}
	return true;
}

static bool compare_initrds(struct tally *tally, const char *id, const char *label,
			    struct json_object *expected, const struct isoargs_entry *entry)
{
	struct json_object *list = member(expected, "initrds");
	size_t count = list ? json_object_array_length(list) : 0;

	for (size_t i = 0; i < count || i < entry->initrd_count; i++) {
		const char *want =
			i < count ? json_object_get_string(json_object_array_get_idx(list, i)) : "";
		const char *have = i < entry->initrd_count ? entry->initrds[i] : "";

		if (!*want || !*have || strcmp(resolve(tally, want), resolve(tally, have)) != 0) {
			differ(id, label, "initrd", want, have);
			return false;
		}
	}
	return true;
}

static void compare(struct tally *tally, const char *id, const char *label,
		    struct json_object *expected, const struct isoargs_entry *entry)
{
	bool booted = json_object_get_boolean(member(expected, "booted"));
	bool equal;

	/* Nothing booted: a module, a missing file, the local disk. The menu lists it. */
	if (!booted && strcmp(label, "default") == 0)
		return;
	tally->compared++;
	if (!entry) {
		differ(id, label, "entry", booted ? text_of(expected, "cmdline") : "an entry",
		       NULL);
		return;
	}
	if (!booted)
		equal = true;
	else if (member(expected, "modules"))
		equal = compare_multiboot(tally, id, label, expected, entry);
	else
		equal = compare_linux(id, label, expected, entry) &&
			compare_initrds(tally, id, label, expected, entry);
	tally->equal += equal;
}

/*
 * The expectations try every label of every file in the folder; one in a file that isolinux
 * does not read cannot be booted, and is none of the menu's.
 */
static bool defines_label(const char *text, const char *label)
{
	size_t length = strlen(label);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, " \t\r\n");
		if (strncasecmp(line, "label", 5) == 0 && (line[5] == ' ' || line[5] == '\t')) {
			line += 5 + strspn(line + 5, " \t");
			if (strncmp(line, label, length) == 0 && strcspn(line, " \t\r\n") == length)
				return true;
		}
	}
	return false;
}

static const struct isoargs_entry *find(const struct ia_entries *menu, const char *id)
{
	for (size_t i = 0; i < menu->count; i++) {
		if ((!menu->entries[i].is_submenu || menu->entries[i].command) &&
		    strcmp(menu->entries[i].id, id) == 0)
			return &menu->entries[i];
	}
	return NULL;
}

/* What boots unattended: the entry with the words that DEFAULT or ONTIMEOUT add. */
static void compare_default(struct tally *tally, const char *id, struct json_object *expected,
			    const struct ia_entries *menu)
{
	const struct isoargs_entry *chosen = NULL;
	struct isoargs_entry entry;
	char *line IA_AUTO_FREE = NULL;

	for (size_t i = 0; menu->default_path && i < menu->count; i++) {
		if (strcmp(menu->entries[i].path, menu->default_path) == 0)
			chosen = &menu->entries[i];
	}
	if (chosen && chosen->cmdline && menu->default_words) {
		if (asprintf(&line, "%s%s", chosen->cmdline, menu->default_words) < 0)
			abort();
		entry = *chosen;
		entry.cmdline = line;
		chosen = &entry;
	}
	compare(tally, id, "default", expected, chosen);
}

static void run_case(struct tally *tally, const char *folder, const char *id)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu = {0};
	char *folder_of_tree IA_AUTO_FREE = NULL, *path IA_AUTO_FREE = NULL;
	char *text IA_AUTO_FREE = NULL;
	struct tree tree = {0};
	const struct ia_menu_host host = {.data = &tree, .read = read_tree};
	struct json_object *description, *expected;
	const char *cfg;
	size_t size = 0;

	if (asprintf(&path, "%s/cases/%s/case.json", folder, id) < 0 ||
	    asprintf(&folder_of_tree, "%s/cases/%s/tree", folder, id) < 0)
		abort();
	description = json_object_from_file(path);
	if (strcmp(text_of(description, "kind"), "syslinux") != 0) {
		json_object_put(description);
		return;
	}
	free(path);
	if (asprintf(&path, "%s/cases/%s/expected.json", folder, id) < 0)
		abort();
	expected = json_object_from_file(path);
	cfg = text_of(description, "cfg");
	tally->arena = arena;
	tally->directory = ia_arena_strndup(arena, cfg, (size_t)(strrchr(cfg, '/') - cfg) + 1);
	if (!tally->directory)
		abort();
	tree.folder = folder_of_tree;
	if (read_tree(&tree, NULL, cfg, &text, &size, NULL) <= 0 ||
	    ia_syslinux_evaluate(&host, &(const struct ia_config_file){cfg, text, size}, arena,
				 &notes, &menu, &error) < 0) {
		tally->compared++;
		printf("%s: %s\n", id, error ? isoargs_error_message(error) : "no configuration");
	} else if (expected) {
		struct json_object *labels = member(expected, "labels");

		json_object_object_foreach(labels, label, value)
		{
			if (json_object_get_boolean(member(value, "booted")) ||
			    defines_label(tree.text.data, label))
				compare(tally, id, label, value, find(&menu, label));
		}
		compare_default(tally, id, member(expected, "default"), &menu);
	}
	ia_strbuf_free(&tree.text);
	json_object_put(expected);
	json_object_put(description);
}

static int wanted(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct tally tally = {0};
	struct dirent **names = NULL;
	char *cases IA_AUTO_FREE = NULL;
	int count;

	if (argc != 2) {
		fprintf(stderr, "usage: syslinux-corpus FOLDER\n");
		return 2;
	}
	if (asprintf(&cases, "%s/cases", argv[1]) < 0)
		return 1;
	count = scandir(cases, &names, wanted, alphasort);
	if (count < 0) {
		printf("skipped: there is no corpus in %s\n", argv[1]);
		return SKIPPED;
	}
	for (int i = 0; i < count; i++) {
		run_case(&tally, argv[1], names[i]->d_name);
		free(names[i]);
	}
	free(names);
	printf("%u of %u equal\n", tally.equal, tally.compared);
	return tally.compared > 0 && tally.equal == tally.compared ? 0 : 1;
}
