/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/iso-builder.h"

uint8_t *at_block(struct builder *b, uint32_t block)
{
	assert_true(((uint64_t)block + 1) * IA_BLOCK_SIZE <= b->size);
	return b->data + (size_t)block * IA_BLOCK_SIZE;
}

void put_both16(uint8_t *p, uint16_t value)
{
	put_le(p, value, 2);
	put_be(p + 2, value, 2);
}

void put_both32(uint8_t *p, uint32_t value)
{
	put_le(p, value, 4);
	put_be(p + 4, value, 4);
}

size_t put_record(uint8_t *p, const struct record *record)
{
	size_t id_size = record->id_size ? record->id_size : strlen(record->id);
	size_t area = 33 + id_size + (id_size % 2 == 0);
	size_t length = area + (record->entries ? record->entries->size : 0);

	length += length % 2;
	assert_true(length <= 254);
	p[0] = (uint8_t)length;
	p[1] = record->attributes;
	put_both32(p + 2, record->block);
	put_both32(p + 10, record->size);
	p[25] = record->flags;
	p[26] = record->unit;
	p[27] = record->gap;
	put_both16(p + 28, record->volume ? record->volume : 1);
	p[32] = (uint8_t)id_size;
	memcpy(p + 33, record->id, id_size);
	if (record->entries)
		memcpy(p + area, record->entries->bytes, record->entries->size);
	return length;
}

uint32_t add(struct directory *directory, const struct record *record)
{
	uint8_t bytes[256] = {0};
	size_t length = put_record(bytes, record);
	uint32_t within = directory->position % IA_BLOCK_SIZE, position;

	if (within + length > IA_BLOCK_SIZE)
		directory->position += IA_BLOCK_SIZE - within;
	position = directory->position;
	memcpy(at_block(directory->builder, directory->block + position / IA_BLOCK_SIZE) +
		       position % IA_BLOCK_SIZE,
	       bytes, length);
	directory->position += (uint32_t)length;
	return position;
}

struct directory begin(struct builder *b, uint32_t block, uint32_t blocks, uint32_t parent,
		       const struct entries *self, const struct entries *up)
{
	struct directory directory = {.builder = b, .block = block};

	add(&directory, &(struct record){.id = "\0",
					 .id_size = 1,
					 .block = block,
					 .size = blocks * IA_BLOCK_SIZE,
					 .flags = 2,
					 .entries = self});
	add(&directory, &(struct record){.id = "\1",
					 .id_size = 1,
					 .block = parent,
					 .size = IA_BLOCK_SIZE,
					 .flags = 2,
					 .entries = up});
	return directory;
}

uint8_t *put_descriptor(struct builder *b, uint32_t block, uint8_t type)
{
	uint8_t *p = at_block(b, block);

	memset(p, 0, IA_BLOCK_SIZE);
	p[0] = type;
	memcpy(p + 1, "CD001\1", 6);
	return p;
}

uint8_t *put_volume(struct builder *b, uint32_t block, uint8_t type, uint32_t root,
		    uint32_t root_size)
{
	uint8_t *p = put_descriptor(b, block, type);

	memset(p + 8, ' ', 64);
	put_both32(p + 80, (uint32_t)(b->size / IA_BLOCK_SIZE));
	put_both16(p + 120, 1);
	put_both16(p + 124, 1);
	put_both16(p + 128, IA_BLOCK_SIZE);
	put_record(p + 156,
		   &(struct record){
			   .id = "\0", .id_size = 1, .block = root, .size = root_size, .flags = 2});
	return p;
}

void build(struct builder *b, uint32_t blocks, uint32_t root_blocks)
{
	*b = (struct builder){.size = (size_t)blocks * IA_BLOCK_SIZE};
	b->data = calloc(1, b->size);
	assert_non_null(b->data);
	put_volume(b, 16, 1, ROOT, root_blocks * IA_BLOCK_SIZE);
	put_descriptor(b, 17, 255);
	for (uint32_t i = DATA; i < blocks && i < 256; i++)
		memset(at_block(b, i), (int)i, IA_BLOCK_SIZE);
}

int open_built(struct builder *b, struct isoargs_error **reterr)
{
	struct ia_window window;
	int r;

	assert_int_equal(isoargs_image_open_memory(b->data, b->size, "built.iso", &b->image, NULL),
			 0);
	window = ia_window_whole(b->image);
	window.meter = b->meter;
	r = ia_iso9660_open(&window, &b->notes, &b->iso, reterr);
	if (r > 0)
		b->files = ia_iso9660_files(b->iso);
	return r;
}

void close_built(struct builder *b)
{
	ia_iso9660_free(b->iso);
	isoargs_image_free(b->image);
	ia_notes_free(&b->notes);
	free(b->data);
}

uint8_t *entry(struct entries *entries, const char *id, size_t size)
{
	uint8_t *p = entries->bytes + entries->size;

	assert_true(entries->size + size <= sizeof(entries->bytes));
	memset(p, 0, size);
	p[0] = (uint8_t)id[0];
	p[1] = (uint8_t)id[1];
	p[2] = (uint8_t)size;
	p[3] = 1;
	entries->size += size;
	return p;
}

void nm(struct entries *entries, uint8_t flags, const char *name, size_t size)
{
	uint8_t *p = entry(entries, "NM", 5 + size);

	p[4] = flags;
	if (size > 0)
		memcpy(p + 5, name, size);
}

void px(struct entries *entries, uint32_t mode)
{
	put_both32(entry(entries, "PX", 36) + 4, mode);
}

void ce(struct entries *entries, uint32_t block, uint32_t offset, uint32_t size)
{
	uint8_t *p = entry(entries, "CE", 28);

	put_both32(p + 4, block);
	put_both32(p + 12, offset);
	put_both32(p + 20, size);
}

void number(struct entries *entries, const char *id, uint32_t block)
{
	put_both32(entry(entries, id, 12) + 4, block);
}

void sp(struct entries *entries, uint8_t skip)
{
	uint8_t *p = entry(entries, "SP", 7);

	p[4] = 0xbe;
	p[5] = 0xef;
	p[6] = skip;
}

void sl(struct entries *entries, uint8_t flags, const char *components, size_t size)
{
	uint8_t *p = entry(entries, "SL", 5 + size);

	p[4] = flags;
	memcpy(p + 5, components, size);
}

void link_to(struct entries *entries, const char *target)
{
	char bytes[240];
	size_t size = 0;

	if (target[0] == '/') {
		memcpy(bytes, "\x08\0", 2);
		size = 2;
	}
	while (*target) {
		size_t length = strcspn(target, "/");

		if (length == 2 && target[0] == '.' && target[1] == '.') {
			memcpy(bytes + size, "\x04\0", 2);
			size += 2;
		} else if (length > 0) {
			bytes[size] = 0;
			bytes[size + 1] = (char)length;
			memcpy(bytes + size + 2, target, length);
			size += 2 + length;
		}
		target += length + (target[length] == '/');
	}
	sl(entries, 0, bytes, size);
}

uint32_t add_rock(struct directory *directory, struct entries *entries, const char *name,
		  uint32_t mode, const struct record *like)
{
	struct record record = *like;

	nm(entries, 0, name, strlen(name));
	if (mode)
		px(entries, mode);
	if (!record.id)
		record.id = "X.;1";
	if ((mode & 0170000) == 0040000)
		record.flags |= 2;
	record.entries = entries;
	return add(directory, &record);
}

struct directory begin_rock_root(struct builder *b, uint32_t blocks)
{
	struct entries self = {.size = 0};

	sp(&self, 0);
	px(&self, 0040555);
	return begin(b, ROOT, blocks, ROOT, &self, NULL);
}

void build_with(struct builder *b, const struct record *record)
{
	struct directory root;

	build(b, 64, 1);
	root = begin(b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, record);
	assert_int_equal(open_built(b, NULL), 1);
}

int count_names(const char *name IA_UNUSED, const struct ia_file *file IA_UNUSED, void *data)
{
	(*(unsigned *)data)++;
	return 0;
}

void assert_find(const struct builder *b, const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_file file = {.size = 0x5e5e5e};

	assert_int_equal(ia_files_find(&b->files, path, &file, &error), code);
	assert_int_equal(file.size, 0x5e5e5e);
	if (code < 0)
		assert_contains(isoargs_error_message(error), part);
	else
		assert_null(error);
}

void assert_block(const struct builder *b, const char *path, unsigned block)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0;
	int r = ia_files_slurp(&b->files, path, IA_BLOCK_SIZE, &text, &size, &error);

	if (r != 1)
		fail_msg("%s: %d: %s", path, r, error ? isoargs_error_message(error) : "absent");
	assert_true(size > 0);
	assert_int_equal((uint8_t)text[0], block);
}

int collect_names(const char *name, const struct ia_file *file, void *data)
{
	char *names = data;

	strcat(names, name);
	strcat(names, file->type == IA_FILE_DIRECTORY ? "/ "
		      : file->type == IA_FILE_NONE    ? "? "
						      : " ");
	return 0;
}

void assert_lists(const struct builder *b, const char *path, const char *expected)
{
	char names[4096] = "";

	assert_int_equal(ia_files_list(&b->files, path, collect_names, names, NULL), 0);
	assert_string_equal(names, expected);
}
