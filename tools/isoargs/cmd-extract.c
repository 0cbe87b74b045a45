/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "common/atomic.h"
#include "common/output.h"
#include "options.h"
#include "verb.h"

enum {
	OPTION_OUTPUT = 'o',
	OPTION_FORCE = OPTION_OWN,
	FILES_MAX = 64, /* a kernel and initial RAM disks: each holds two descriptors open */
};

/* What this verb takes beside the common options. */
struct extract {
	const char *folder;
	bool force;
};

/* One file on its way from the medium into the folder. */
struct item {
	const char *location;
	const char *name; /* the last component of location */
	char *path;
	struct isoargs_file *file; /* on the medium */
	struct atomic_file target;
	uint64_t size;
	char sha256[65];
	bool verified;
	bool committed;
};

struct items {
	struct item items[FILES_MAX];
	size_t count;
	struct isoargs_files *files; /* of the medium */
	const char *folder;
	int directory; /* the folder, open; -1: not yet */
	int parent;    /* that of a folder that we made and that holds nothing yet; or -1 */
	char folder_name[NAME_MAX + 1]; /* in parent */
	bool force;
};

static void help(void)
{
	fputs("Usage: isoargs extract [-o DIR] [OPTION...] IMAGE\n"
	      "\n"
	      "Writes the kernel and the initial RAM disks that the medium's installer is started\n"
	      "with, under their own names: all of them, or none. Where the medium's .treeinfo "
	      "has\n"
	      "their checksums, these are compared. Prints the path of each file.\n"
	      "\n"
	      "  -o, --output DIR  folder to write to (default: the current one); it is created "
	      "if\n"
	      "                    its parent exists\n"
	      "  --force           replace files of these names\n"
	      "  --json            say what was written as one JSON document\n"
	      "  --entry WHICH     the files of this menu entry: number, path, title or id\n"
	      "                    (default: the plain install entry)\n"
	      "  --dialect D       which GRUB reads the menu: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                    what the medium says)\n"
	      "  --platform P      only the menus of this firmware: bios or efi (default: what\n"
	      "                    boots the medium)\n"
	      "  --no-sandbox      keep access to files and network while the image is read\n"
	      "  -v, --verbose     also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
}

static void cleanup_items(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		isoargs_file_free(items->items[i].file);
		atomic_close(&items->items[i].target);
		free(items->items[i].path);
	}
	isoargs_files_free(items->files);
	if (items->parent >= 0) {
		unlinkat(items->parent, items->folder_name, AT_REMOVEDIR);
		close(items->parent);
	}
	if (items->directory >= 0)
		close(items->directory);
}

/* Is the image at fault, or what surrounds it? */
static int failure_status(int code)
{
	switch (code) {
	case -EBADMSG:
	case -ENODATA:
	case -ENOENT:
	case -ELOOP:
	case -E2BIG:
	case -EINVAL:
	case -EOPNOTSUPP:
		return EXIT_NOT_USABLE;
	default:
		return EXIT_FAILED;
	}
}

/*
 * A name that the medium gives is written into a folder of the user's and on a terminal: nothing
 * that leads elsewhere, that is hidden there, or that means something to the terminal.
 */
static bool is_harmless(const char *location, const char *name)
{
	if (name[0] == '\0' || name[0] == '.')
		return false;
	for (const char *c = location; *c; c++) {
		if (*c < 0x20 || *c >= 0x7f)
			return false;
	}
	return true;
}

/* One more file; the same one twice is one. */
static int add_item(struct items *items, const char *path, const char *location)
{
	const char *slash = strrchr(location, '/');
	const char *name = slash ? slash + 1 : "";

	if (!is_harmless(location, name)) {
		output_complain(path, "a file that the menu entry loads has a name that is not "
				      "written: it is empty, starts with a dot or holds other than "
				      "printable ASCII characters");
		return EXIT_NOT_USABLE;
	}
	for (size_t i = 0; i < items->count; i++) {
		if (strcmp(items->items[i].location, location) == 0)
			return EXIT_DONE;
		if (strcmp(items->items[i].name, name) == 0) {
			output_complain(path,
					"%s and %s have the same name and cannot both be "
					"written",
					items->items[i].location, location);
			return EXIT_NOT_USABLE;
		}
	}
	if (items->count == FILES_MAX) {
		output_complain(path, "the menu entry loads more than %d files", FILES_MAX);
		return EXIT_NOT_USABLE;
	}
	items->items[items->count++] = (struct item){
		.location = location,
		.name = name,
		.target = ATOMIC_FILE_NONE,
	};
	return EXIT_DONE;
}

static int collect(struct items *items, const char *path, const struct isoargs_args *args)
{
	const struct isoargs_entry *entry = isoargs_args_entry(args);
	const char *location = isoargs_entry_kernel_location(entry);
	int r;

	if (!location) {
		output_complain(path, "the menu entry loads no kernel from this medium");
		return EXIT_NOT_USABLE;
	}
	r = add_item(items, path, location);
	for (size_t i = 0; r == EXIT_DONE && isoargs_entry_initrd(entry, i); i++) {
		location = isoargs_entry_initrd_location(entry, i);
		if (!location) {
			output_complain(path,
					"initial RAM disk %zu of the menu entry is not on "
					"this medium",
					i + 1);
			return EXIT_NOT_USABLE;
		}
		r = add_item(items, path, location);
	}
	return r;
}

/* The folder's own name, and its parent, open; -1 with errno. */
static int open_parent(struct items *items)
{
	char *path = strdup(items->folder);
	size_t length, name;
	int fd = -1;

	if (!path)
		return -1;
	for (length = strlen(path); length > 1 && path[length - 1] == '/';)
		path[--length] = '\0';
	for (name = length; name > 0 && path[name - 1] != '/';)
		name--;
	if (length - name < sizeof(items->folder_name)) {
		memcpy(items->folder_name, path + name, length - name + 1);
		path[name] = '\0';
		fd = open(name ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	} else {
		errno = ENAMETOOLONG;
	}
	free(path);
	return fd;
}

/* Before anything is read: afterwards no folder can be opened. */
static int make_folder(struct items *items)
{
	int parent = open_parent(items);
	int r;

	r = parent < 0 ? -1 : mkdirat(parent, items->folder_name, 0777);
	if (r == 0) {
		items->parent = parent;
	} else if (parent >= 0) {
		int error = errno;

		close(parent);
		errno = error;
	}
	/* The root folder has no name, and nobody has to create it. */
	if (r < 0 && errno != EEXIST && (parent < 0 || items->folder_name[0] != '\0')) {
		output_complain(items->folder, "the folder cannot be created: %s", strerror(errno));
		return EXIT_FAILED;
	}
	items->directory = open(items->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (items->directory >= 0)
		return EXIT_DONE;
	output_complain(items->folder, "cannot be written: %s", strerror(errno));
	return EXIT_FAILED;
}

static int start_item(const struct items *items, struct item *item)
{
	size_t length = strlen(items->folder);
	const char *slash = length > 0 && items->folder[length - 1] == '/' ? "" : "/";

	if (asprintf(&item->path, "%s%s%s", items->folder, slash, item->name) < 0) {
		item->path = NULL;
		output_complain(items->folder, "out of memory");
		return EXIT_FAILED;
	}
	return atomic_open_at(&item->target, items->directory, item->path, items->force);
}

static int sink(const void *data, size_t size, void *user)
{
	return atomic_write(user, data, size);
}

static int find_item(struct isoargs_files *files, struct item *item, const struct options *options)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_files_find(files, item->location, &item->file, &error);

	if (r < 0) {
		output_error(options->path, error);
		return failure_status(r);
	}
	item->size = isoargs_file_size(item->file);
	return EXIT_DONE;
}

static int take_nothing(const void *data, size_t size, void *user)
{
	(void)data;
	(void)size;
	(void)user;
	return 1;
}

/* More is to be written than the image has; that of one which was cut off is told as such. */
static int refuse_more(const struct item *item, const struct options *options, uint64_t image_size)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_file_copy(item->file, take_nothing, NULL, NULL, &error);

	if (r != -ECANCELED) {
		output_error(options->path, error);
		return failure_status(r);
	}
	output_complain(options->path,
			"%s: with its %" PRIu64 " bytes the files would have more than the image, "
			"which has %" PRIu64 "; nothing is written",
			item->location, item->size, image_size);
	return EXIT_NOT_USABLE;
}

/*
 * Extents may overlap, and names may share them: what is written is no more than the image has, or
 * a small image would fill the disk.
 */
static int check_sum(const struct items *items, const struct options *options, uint64_t image_size)
{
	uint64_t left = image_size;

	for (size_t i = 0; i < items->count; i++) {
		if (items->items[i].size > left)
			return refuse_more(&items->items[i], options, image_size);
		left -= items->items[i].size;
	}
	return EXIT_DONE;
}

static int copy_item(struct item *item, const struct options *options)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_file_copy(item->file, sink, &item->target, item->sha256, &error);

	/* The sink has said itself why. */
	if (r == -ECANCELED)
		return EXIT_FAILED;
	if (r < 0) {
		output_error(options->path, error);
		return failure_status(r);
	}
	item->verified = r > 0;
	if (!item->verified && options->verbose)
		output_complain(options->path, "note: %s: the medium has no checksum for it",
				item->location);
	return EXIT_DONE;
}

/* Without --force nobody else's file can be meant by the names of those that got theirs. */
static void take_back(struct items *items)
{
	for (size_t i = 0; i < items->count && !items->force; i++) {
		if (items->items[i].committed)
			unlinkat(items->directory, items->items[i].name, 0);
	}
}

static int commit(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		struct item *item = &items->items[i];
		int r = atomic_commit(&item->target);

		if (r != EXIT_DONE)
			return r;
		item->committed = true;
	}
	return EXIT_DONE;
}

/* All of them, before the first one is begun. */
static int find_all(struct items *items, const struct options *options, struct isoargs_image *image,
		    const struct isoargs_report *report)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_files_open(image, report, &items->files, &error);

	if (r < 0) {
		output_error(options->path, error);
		return failure_status(r);
	}
	for (size_t i = 0; r == EXIT_DONE && i < items->count; i++)
		r = find_item(items->files, &items->items[i], options);
	return r == EXIT_DONE ? check_sum(items, options, isoargs_image_size(image)) : r;
}

static int write_all(struct items *items, const struct options *options,
		     struct isoargs_image *image, const struct isoargs_report *report)
{
	int r = EXIT_DONE;

	for (size_t i = 0; r == EXIT_DONE && i < items->count; i++)
		r = start_item(items, &items->items[i]);
	if (r == EXIT_DONE)
		r = find_all(items, options, image, report);
	for (size_t i = 0; r == EXIT_DONE && i < items->count; i++)
		r = copy_item(&items->items[i], options);
	return r;
}

static json_object *json_of_item(struct ia_json *doc, const struct item *item, const char *role)
{
	json_object *object = ia_json_object(doc);

	ia_json_add_string(doc, object, "role", role);
	ia_json_add_string(doc, object, "location", item->location);
	ia_json_add_string(doc, object, "path", item->path);
	ia_json_add_number(doc, object, "bytes", item->size);
	ia_json_add_string(doc, object, "sha256", item->sha256);
	ia_json_add_bool(doc, object, "verified", item->verified);
	return object;
}

static char *compose_json(const struct items *items, const char *image)
{
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc), *files = ia_json_array(&doc);
	char *text;

	for (size_t i = 0; i < items->count; i++)
		ia_json_append(&doc, files,
			       json_of_item(&doc, &items->items[i], i == 0 ? "kernel" : "initrd"));
	ia_json_add(&doc, root, "files", files);
	ia_json_add_number(&doc, root, "format", 1);
	ia_json_add_string(&doc, root, "image", image);
	return ia_json_text(doc, root, IA_JSON_INDENTED, &text) < 0 ? NULL : text;
}

static char *compose_lines(const struct items *items)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text;

	for (size_t i = 0; i < items->count; i++)
		ia_strbuf_addf(&buf, "%s\n", items->items[i].path);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}

static void keep_folder(struct items *items)
{
	if (items->parent >= 0)
		close(items->parent);
	items->parent = -1;
}

/* Gives the files their names and says so; whoever is not told of them does not get them. */
static int finish(struct items *items, const struct options *options)
{
	char *text = options->json ? compose_json(items, options->path) : compose_lines(items);
	int r;

	if (!text) {
		output_complain(options->path, "out of memory");
		return EXIT_FAILED;
	}
	r = commit(items);
	if (r == EXIT_DONE)
		r = output_write(text);
	free(text);
	if (r == EXIT_DONE)
		keep_folder(items);
	else
		take_back(items);
	return r;
}

/* Files of the ESP need a report that looked for it. */
static bool needs_esp(const struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		if (strncmp(items->items[i].location, "ESP:", 4) == 0)
			return true;
	}
	return false;
}

/* Opens the image and the folder, and nothing else from here on. */
static int prepare(struct options *options, struct items *items, struct isoargs_image **ret_image)
{
	int r = options_open_image(options, ret_image);

	if (r == EXIT_DONE)
		r = make_folder(items);
	if (r != EXIT_DONE)
		return r;
	options->sandbox.folder = items->directory;
	options->sandbox.parent = items->parent;
	options->reads_all = true;
	return options_enter_sandbox(options, *ret_image);
}

static int extract(struct options *options, const struct extract *own)
{
	AUTO_ERROR error = NULL;
	AUTO_IMAGE image = NULL;
	AUTO_REPORT report = NULL;
	AUTO_REPORT full = NULL;
	AUTO_ARGS args = NULL;
	__attribute__((cleanup(cleanup_items))) struct items items = {
		.folder = own->folder,
		.directory = -1,
		.parent = -1,
		.force = own->force,
	};
	int r;

	r = prepare(options, &items, &image);
	if (r == EXIT_DONE)
		r = options_read_image(options, image, &report);
	if (r != EXIT_DONE)
		return r;
	output_notes(options->path, report, NULL, options->verbose);
	r = isoargs_derive(report, options->request, &args, &error);
	if (r < 0) {
		output_error(options->path, error);
		return failure_status(r);
	}
	r = collect(&items, options->path, args);
	if (r == EXIT_DONE && needs_esp(&items) && options->inspect.depth != ISOARGS_DEPTH_FULL) {
		struct options again = *options;

		again.inspect.depth = ISOARGS_DEPTH_FULL;
		r = options_read_image(&again, image, &full);
	}
	if (r == EXIT_DONE)
		r = write_all(&items, options, image, full ? full : report);
	return r == EXIT_DONE ? finish(&items, options) : r;
}

static int take_own(int option, void *data)
{
	struct extract *own = data;

	if (option == OPTION_FORCE)
		own->force = true;
	if (option == OPTION_OUTPUT)
		own->folder = optarg;
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{"output", required_argument, NULL, OPTION_OUTPUT},
		{"force", no_argument, NULL, OPTION_FORCE},
		OPTIONS_JSON,
		OPTIONS_MEDIUM,
		OPTIONS_VERBOSE,
		OPTIONS_HELP,
		{0},
	};
	AUTO_OPTIONS options = {.inspect.depth = ISOARGS_DEPTH_ARGS, OPTIONS_NONE};
	struct extract own = {.folder = "."};
	int r;

	r = options_new_request(&options);
	if (r != EXIT_DONE)
		return r;
	r = options_parse_with_image(
		argc, argv, &(struct verb_options){&verb_extract, table, take_own, &own}, &options);
	if (r >= 0)
		return r;
	if (own.folder[0] == '\0') {
		output_complain("--output", "the folder's name is empty");
		return EXIT_USAGE;
	}
	return extract(&options, &own);
}

const struct verb verb_extract = {
	.name = "extract",
	.summary = "write the kernel and initial RAM disks to files",
	.run = run,
	.help = help,
};
