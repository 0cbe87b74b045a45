/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/tree.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "image/names.h"

#define BUCKETS       256u
#define INTERRUPTIONS 100u /* of one request in a row that are put up with */
#define ERRNO_LAST    4095 /* as Linux bounds them */
#define NOTHING       UINT32_MAX

/* What a path was found to be. */
struct node {
	char *path;
	enum ia_tree_kind kind;
	uint64_t size;
	uint32_t slot; /* NOTHING: it is not open */
	uint32_t next; /* of the same bucket, or NOTHING */
};

/* An open file. */
struct slot {
	struct ia_tree *tree;
	struct isoargs_image *image; /* NULL: nothing was read yet */
	uint64_t file;               /* the caller's number */
	uint64_t used;               /* tick of the last use; 0: the slot is empty */
	uint32_t node;
	bool is_pinned;
};

struct ia_tree {
	struct isoargs_tree ops;
	uint64_t reads;
	uint64_t bytes;
	uint64_t failures;
	bool is_under_way; /* a call of a remote tree, for which what follows holds */
	uint64_t reads_before, reads_max;
	uint64_t bytes_before, bytes_max;
	struct isoargs_error *failure; /* the first */
	uint64_t tick;
	size_t pinned;
	struct slot slots[IA_TREE_OPEN_MAX];
	struct node *nodes;
	size_t count, capacity;
	size_t path_bytes; /* of all nodes */
	uint32_t buckets[BUCKETS];
};

struct ia_tree *ia_tree_of(const struct isoargs_image *image)
{
	return ia_image_tree(image);
}

/* "/images/install.img": how errors call a file. NULL: out of memory. */
static char *spell(const char *path)
{
	char *name;

	return asprintf(&name, "/%s", path) < 0 ? NULL : name;
}

/* Hands a failure on as one of reading, and keeps it for the end of the call. */
static int fail(struct ia_tree *tree, struct isoargs_error *failure, struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = failure;
	struct ia_place place;
	int r;

	tree->failures++;
	if (!error)
		return ia_error_memory(reterr);
	place = ia_error_place(error);
	r = ia_error(reterr, -EIO, &place, isoargs_error_remedy(error), "%s", ia_error_text(error));
	if (tree->is_under_way && !tree->failure)
		tree->failure = IA_TAKE(error);
	return r;
}

/* May the tree be asked for so much more? */
static int allow(struct ia_tree *tree, size_t size, const char *path, struct isoargs_error **reterr)
{
	const uint64_t reads = tree->reads - tree->reads_before;
	const uint64_t bytes = tree->bytes - tree->bytes_before;
	struct isoargs_error *error = NULL;
	char *name IA_AUTO_FREE = spell(path);

	if (!name)
		return ia_error_memory(reterr);
	if (!tree->is_under_way)
		return 0;
	if (tree->failure)
		return ia_error(reterr, -EIO, IA_IN_FILE(name), NULL,
				"the tree has failed, nothing more is read");
	if (reads < tree->reads_max && size <= tree->bytes_max - bytes)
		return 0;
	ia_error(&error, -EFBIG, IA_IN_FILE(name),
		 "no honest medium is like that; if yours is, copy it to a folder",
		 "the medium takes more than %" PRIu64 " requests or %" PRIu64
		 " KiB; it took %" PRIu64 " and %" PRIu64 " so far",
		 tree->reads_max, tree->bytes_max / 1024, reads, bytes / 1024);
	return fail(tree, error, reterr);
}

/* What is wrong with what a function of the tree returned. */
static int complain(struct ia_tree *tree, int64_t n, const char *path, const char *what,
		    struct isoargs_error **reterr)
{
	const char *reason = n < 0 && n >= -ERRNO_LAST ? strerrordesc_np((int)-n) : NULL;
	struct isoargs_error *error = NULL;
	char *name IA_AUTO_FREE = spell(path);
	const struct ia_place *place = IA_IN_FILE(name);

	if (name && reason)
		ia_error(&error, (int)n, place, NULL, "%s failed: %s", what, reason);
	else if (name)
		ia_error(&error, -EIO, place, NULL,
			 "%s returned %" PRId64 ", which it does not promise", what, n);
	return fail(tree, error, reterr);
}

static void close_slot(struct slot *slot)
{
	struct ia_tree *tree = slot->tree;

	if (slot->used == 0)
		return;
	isoargs_image_free(slot->image);
	if (tree->ops.close)
		tree->ops.close(slot->file, tree->ops.data);
	tree->nodes[slot->node].slot = NOTHING;
	*slot = (struct slot){.tree = tree};
}

/* An empty one; the one that was used the longest time ago where there is none. */
static struct slot *make_slot(struct ia_tree *tree)
{
	struct slot *oldest = NULL;

	for (size_t i = 0; i < IA_TREE_OPEN_MAX; i++) {
		struct slot *slot = &tree->slots[i];

		if (!slot->is_pinned && (!oldest || slot->used < oldest->used))
			oldest = slot;
	}
	close_slot(oldest);
	return oldest;
}

/* Asks for what lies at a path: 0, 1 or 2 as the caller's function; of a file the rest as well. */
static int ask(struct ia_tree *tree, const char *path, uint64_t *ret_file, uint64_t *ret_size,
	       struct isoargs_error **reterr)
{
	unsigned interruptions = 0;
	int r;

	do {
		r = allow(tree, 0, path, reterr);
		if (r < 0)
			return r;
		tree->reads++;
		r = tree->ops.open(path, ret_file, ret_size, tree->ops.data);
	} while (r == -EINTR && ++interruptions < INTERRUPTIONS);
	return r < 0 || r > 2 ? complain(tree, r, path, "opening", reterr) : r;
}

static void fill_slot(struct ia_tree *tree, struct slot *slot, uint32_t node, uint64_t file)
{
	*slot = (struct slot){.tree = tree, .file = file, .used = ++tree->tick, .node = node};
	tree->nodes[node].slot = (uint32_t)(slot - tree->slots);
}

/* Room for one more node with its path. */
static int make_node(struct ia_tree *tree, const char *path, struct isoargs_error **reterr)
{
	const size_t bytes = strlen(path) + 1;
	char *name IA_AUTO_FREE = NULL;

	if (bytes > IA_TREE_PATHS_MAX - tree->path_bytes) {
		name = spell(path);
		return ia_error(reterr, -E2BIG, IA_IN_FILE(name), NULL,
				"the paths that were asked for take more than %u bytes",
				IA_TREE_PATHS_MAX);
	}
	if (tree->count == tree->capacity) {
		size_t capacity = tree->capacity ? 2 * tree->capacity : 64;
		struct node *nodes = realloc(tree->nodes, capacity * sizeof(*nodes));

		if (!nodes)
			return ia_error_memory(reterr);
		tree->nodes = nodes;
		tree->capacity = capacity;
	}
	return 0;
}

static int add_node(struct ia_tree *tree, const char *path, uint32_t *ret,
		    struct isoargs_error **reterr)
{
	static const enum ia_tree_kind kinds[] = {IA_TREE_NONE, IA_TREE_FILE, IA_TREE_DIRECTORY};
	const size_t length = strlen(path);
	uint32_t *bucket = &tree->buckets[ia_hash(path, length) % BUCKETS];
	char *copy IA_AUTO_FREE = strdup(path);
	uint64_t file = 0, size = 0;
	struct node *node;
	struct slot *slot;
	int r;

	if (!copy)
		return ia_error_memory(reterr);
	r = make_node(tree, path, reterr);
	if (r < 0)
		return r;
	/* Nobody has more than so many open, not even for a moment. */
	slot = make_slot(tree);
	r = ask(tree, path, &file, &size, reterr);
	if (r < 0)
		return r;
	node = &tree->nodes[tree->count];
	*node = (struct node){.path = IA_TAKE(copy),
			      .kind = kinds[r],
			      .size = r == 1 ? size : 0,
			      .slot = NOTHING,
			      .next = *bucket};
	*bucket = *ret = (uint32_t)tree->count++;
	tree->path_bytes += length + 1;
	if (r == 1)
		fill_slot(tree, slot, *ret, file);
	return 0;
}

const char *ia_tree_path(const struct ia_tree *tree, uint64_t number)
{
	return tree->nodes[number].path;
}

int ia_tree_find(struct ia_tree *tree, const char *path, struct ia_tree_node *ret, bool *ret_known,
		 struct isoargs_error **reterr)
{
	uint32_t i = tree->buckets[ia_hash(path, strlen(path)) % BUCKETS];
	int r = 0;

	while (i != NOTHING && strcmp(tree->nodes[i].path, path) != 0)
		i = tree->nodes[i].next;
	*ret_known = i != NOTHING;
	if (i == NOTHING)
		r = add_node(tree, path, &i, reterr);
	if (r < 0)
		return r;
	*ret = (struct ia_tree_node){
		.kind = tree->nodes[i].kind, .size = tree->nodes[i].size, .number = i};
	return 0;
}

/* Is the answer one that fails the call? What the file's image makes of it then is its sentence. */
static bool is_bad(ssize_t n, size_t size)
{
	return n != -EINTR && (n <= 0 || (size_t)n > size);
}

/* The reader of a file's image. */
static ssize_t read_file(void *buf, size_t size, uint64_t offset, void *data)
{
	struct slot *slot = data;
	struct ia_tree *tree = slot->tree;
	const struct node *node = &tree->nodes[slot->node];
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	ssize_t n;

	if (allow(tree, size, node->path, NULL) < 0)
		return -EIO;
	tree->reads++;
	n = tree->ops.read(slot->file, buf, size, offset, tree->ops.data);
	if (!is_bad(n, size)) {
		tree->bytes += n > 0 ? (uint64_t)n : 0;
		return n;
	}
	if (n != 0 && complain(tree, n, node->path, "reading", NULL) < 0)
		return n;
	if (n == 0) {
		char *name IA_AUTO_FREE = spell(node->path);

		ia_error(&error, -ENODATA, IA_AT_OFFSET(name, offset),
			 "check that nothing is still writing the file",
			 "the file has no more bytes, expected %" PRIu64 " in all", node->size);
		fail(tree, IA_TAKE(error), NULL);
	}
	return n;
}

/* Opens a file again that was closed meanwhile. */
static int reopen(struct ia_tree *tree, uint32_t number, struct isoargs_error **reterr)
{
	struct slot *slot = make_slot(tree);
	const struct node *node = &tree->nodes[number];
	struct isoargs_error *error = NULL;
	char *name IA_AUTO_FREE = NULL;
	uint64_t file = 0, size = 0;
	int r;

	r = ask(tree, node->path, &file, &size, reterr);
	if (r < 0)
		return r;
	if (r == 1)
		fill_slot(tree, slot, number, file);
	if (r == 1 && size == node->size)
		return 0;
	if (r == 1)
		close_slot(slot);
	name = spell(node->path);
	if (name)
		ia_error(&error, -ESTALE, IA_IN_FILE(name), "run it again",
			 "the file changed while the tree was read");
	return fail(tree, error, reterr);
}

/* Of a file that was read in part, and may be read on. */
static uint64_t kept_of(const struct slot *slot)
{
	uint64_t reads, bytes = 0;

	if (slot->image)
		isoargs_image_cost(slot->image, &reads, &bytes);
	return bytes < IA_SOURCE_KEPT_MAX ? bytes : IA_SOURCE_KEPT_MAX;
}

/* Gives up what is kept of other files where it is too much. */
static void make_room(struct ia_tree *tree, const struct slot *current)
{
	for (;;) {
		struct slot *oldest = NULL;
		uint64_t kept = 0;

		for (size_t i = 0; i < IA_TREE_OPEN_MAX; i++) {
			struct slot *slot = &tree->slots[i];

			kept += kept_of(slot);
			if (slot != current && !slot->is_pinned && slot->image &&
			    (!oldest || slot->used < oldest->used))
				oldest = slot;
		}
		if (kept <= IA_TREE_KEPT_MAX || !oldest)
			return;
		oldest->image = isoargs_image_free(oldest->image);
	}
}

/* The slot of a file that has bytes, with its image. */
static int hold(struct ia_tree *tree, const struct ia_tree_node *node, struct slot **ret,
		struct isoargs_error **reterr)
{
	const uint32_t number = (uint32_t)node->number;
	char *name IA_AUTO_FREE = NULL;
	struct slot *slot;
	int r = 0;

	if (tree->nodes[number].slot == NOTHING)
		r = reopen(tree, number, reterr);
	if (r < 0)
		return r;
	slot = &tree->slots[tree->nodes[number].slot];
	slot->used = ++tree->tick;
	make_room(tree, slot);
	if (!slot->image) {
		const struct isoargs_reader reader = {.read = read_file,
						      .size = node->size,
						      .data = slot,
						      .flags = tree->ops.flags};

		name = spell(tree->nodes[number].path);
		if (!name)
			return ia_error_memory(reterr);
		r = isoargs_image_open_reader(&reader, name, &slot->image, reterr);
	}
	*ret = slot;
	return r;
}

int ia_tree_read(struct ia_tree *tree, const struct ia_tree_node *node, struct ia_meter *meter,
		 uint64_t offset, void *buf, size_t size, struct isoargs_error **reterr)
{
	struct ia_window whole;
	struct slot *slot;
	int r;

	r = hold(tree, node, &slot, reterr);
	if (r < 0)
		return r;
	whole = ia_window_whole(slot->image);
	whole.meter = meter;
	return ia_window_read(&whole, offset, buf, size, reterr);
}

int ia_tree_window(struct ia_tree *tree, const struct ia_tree_node *node, struct ia_window *ret,
		   struct isoargs_error **reterr)
{
	struct slot *slot;
	int r;

	if (node->size == 0)
		return 0;
	r = hold(tree, node, &slot, reterr);
	if (r < 0)
		return r;
	if (!slot->is_pinned && tree->pinned == IA_TREE_PINNED_MAX)
		return 0;
	tree->pinned += !slot->is_pinned;
	slot->is_pinned = true;
	*ret = ia_window_whole(slot->image);
	return 1;
}

bool ia_tree_is_remote(const struct ia_tree *tree)
{
	return tree->ops.flags & ISOARGS_READER_REMOTE;
}

bool ia_tree_can_list(const struct ia_tree *tree)
{
	return tree->ops.list;
}

int ia_tree_list(struct ia_tree *tree, const char *path, char **ret, struct isoargs_error **reterr)
{
	struct ia_names names IA_CLEANUP(ia_names_free) = {0};
	char *name IA_AUTO_FREE = spell(path);
	int r;

	if (!name)
		return ia_error_memory(reterr);
	r = allow(tree, 0, path, reterr);
	if (r < 0)
		return r;
	tree->reads++;
	r = tree->ops.list(path, ia_names_add, &names, tree->ops.data);
	if (names.failure == 0 && r == -E2BIG)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(name), NULL,
				"found more names in this directory than are looked at");
	if (names.failure == 0 && r != 0)
		return complain(tree, r, path, "listing", reterr);
	r = ia_names_judge(&names, name, reterr);
	if (r < 0)
		return r;
	tree->bytes += names.bytes;
	*ret = ia_names_join(&names);
	return *ret ? 0 : ia_error_memory(reterr);
}

static void free_tree(struct ia_tree *tree)
{
	for (size_t i = 0; i < IA_TREE_OPEN_MAX; i++)
		close_slot(&tree->slots[i]);
	for (size_t i = 0; i < tree->count; i++)
		free(tree->nodes[i].path);
	free(tree->nodes);
	isoargs_error_free(tree->failure);
	free(tree);
}

static void cost(const struct ia_tree *tree, uint64_t *ret_reads, uint64_t *ret_bytes)
{
	*ret_reads = tree->reads;
	*ret_bytes = tree->bytes;
}

static uint64_t failures(const struct ia_tree *tree)
{
	return tree->failures;
}

static void begin(struct ia_tree *tree, uint64_t reads, uint64_t bytes)
{
	tree->failure = ia_error_free(tree->failure);
	tree->is_under_way = ia_tree_is_remote(tree);
	tree->reads_before = tree->reads;
	tree->reads_max = reads;
	tree->bytes_before = tree->bytes;
	tree->bytes_max = bytes;
}

static int settle(struct ia_tree *tree, int r, struct isoargs_error **reterr)
{
	struct isoargs_error *failure IA_AUTO_ERROR = IA_TAKE(tree->failure);

	tree->is_under_way = false;
	return failure ? ia_error_prefix(reterr, "TREE", failure) : r;
}

static int check_tree(const struct isoargs_tree *tree, const char *name,
		      struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_IN_FILE(name);

	if (!tree->open || !tree->read)
		return ia_error(reterr, -EINVAL, place, NULL,
				"the tree has no function to %s files with",
				tree->open ? "read" : "open");
	if (tree->flags & ~IA_READER_FLAGS)
		return ia_error(reterr, -EINVAL, place, NULL,
				"found %#x as the flags of a tree, expected none but %#x",
				tree->flags, IA_READER_FLAGS);
	return 0;
}

int isoargs_image_open_tree(const struct isoargs_tree *tree, const char *name,
			    struct isoargs_image **ret_image, struct isoargs_error **reterr)
{
	static const struct ia_image_ops ops = {
		.free = free_tree,
		.is_remote = ia_tree_is_remote,
		.cost = cost,
		.failures = failures,
		.begin = begin,
		.settle = settle,
	};
	struct ia_tree *opened;
	int r;

	r = check_tree(tree, name, reterr);
	if (r < 0)
		return r;
	opened = calloc(1, sizeof(*opened));
	if (!opened)
		return ia_error_memory(reterr);
	opened->ops = *tree;
	memset(opened->buckets, 0xff, sizeof(opened->buckets));
	for (size_t i = 0; i < IA_TREE_OPEN_MAX; i++)
		opened->slots[i].tree = opened;
	r = ia_image_new_tree(opened, &ops, name, ret_image, reterr);
	if (r < 0)
		free(opened);
	return r;
}
