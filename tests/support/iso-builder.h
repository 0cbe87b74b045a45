/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_ISO_BUILDER_H
#define TEST_ISO_BUILDER_H

/*
 * ISO 9660 images laid out by hand in memory, right or wrong to the byte. Everything is
 * written where the test says, nothing is checked.
 */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "support/put.h"
#include "volume/iso9660/iso9660.h"

enum {
	ROOT = 20, /* block of the root directory of a built image */
	DATA = 40, /* first block with contents: every byte is its block's number */
};

struct builder {
	uint8_t *data;
	size_t size;
	struct ia_meter *meter; /* of what is opened, or NULL */
	struct isoargs_image *image;
	struct ia_notes notes;
	struct ia_iso9660 *iso;
	struct ia_files files;
};

/* System use entries of one record or one continuation area. */
struct entries {
	uint8_t bytes[IA_CONTINUATION_MAX + IA_BLOCK_SIZE];
	size_t size;
};

struct record {
	const char *id;
	size_t id_size; /* 0: strlen(id) */
	uint32_t block;
	uint32_t size;
	uint8_t attributes;
	uint8_t flags;
	uint8_t unit;
	uint8_t gap;
	uint16_t volume;
	const struct entries *entries;
};

struct directory {
	struct builder *builder;
	uint32_t block;
	uint32_t position;
};

uint8_t *at_block(struct builder *b, uint32_t block);

/* Numbers in both byte orders, little-endian first. */
void put_both16(uint8_t *p, uint16_t value);
void put_both32(uint8_t *p, uint32_t value);
size_t put_record(uint8_t *p, const struct record *record);

/* Adds a record, in the next sector where this one has no room; returns its position. */
uint32_t add(struct directory *directory, const struct record *record);

struct directory begin(struct builder *b, uint32_t block, uint32_t blocks, uint32_t parent,
		       const struct entries *self, const struct entries *up);
uint8_t *put_descriptor(struct builder *b, uint32_t block, uint8_t type);

/* A primary (1) or supplementary (2) descriptor. */
uint8_t *put_volume(struct builder *b, uint32_t block, uint8_t type, uint32_t root,
		    uint32_t root_size);

/* An image with a primary descriptor, a terminator and contents, and no directory yet. */
void build(struct builder *b, uint32_t blocks, uint32_t root_blocks);

int open_built(struct builder *b, struct isoargs_error **reterr);
void close_built(struct builder *b);
#define AUTO_BUILDER IA_CLEANUP(close_built)

uint8_t *entry(struct entries *entries, const char *id, size_t size);
void nm(struct entries *entries, uint8_t flags, const char *name, size_t size);
void px(struct entries *entries, uint32_t mode);
void ce(struct entries *entries, uint32_t block, uint32_t offset, uint32_t size);
void number(struct entries *entries, const char *id, uint32_t block);
void sp(struct entries *entries, uint8_t skip);

/* One SL entry; the components come as bytes: flags, length, text. */
void sl(struct entries *entries, uint8_t flags, const char *components, size_t size);

/* A link with the components of a path, as a writer would put it. */
void link_to(struct entries *entries, const char *target);

/* A Rock Ridge record of one name; entries may already hold more. */
uint32_t add_rock(struct directory *directory, struct entries *entries, const char *name,
		  uint32_t mode, const struct record *like);

/* A root directory that says Rock Ridge. */
struct directory begin_rock_root(struct builder *b, uint32_t blocks);

/* A plain image with one more record in its root. */
void build_with(struct builder *b, const struct record *record);

/* A visitor; data: an unsigned. */
int count_names(const char *name, const struct ia_file *file, void *data);

/* Looking for it gives that, and says it where it failed. */
void assert_find(const struct builder *b, const char *path, int code, const char *part);

/* A file whose first byte says from which block it comes. */
void assert_block(const struct builder *b, const char *path, unsigned block);

/* A visitor; data: room for the names, each followed by a blank; '/' after those of directories. */
int collect_names(const char *name, const struct ia_file *file, void *data);
void assert_lists(const struct builder *b, const char *path, const char *expected);

#endif
