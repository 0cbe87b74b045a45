/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "volume/fat/impl.h"

/* Offsets in a slot, and its bits: Microsoft's fatgen103, "FAT Directory Structure". */
#define NAME_SIZE         11u
#define BASE_SIZE         8u
#define SLOT_ATTR         11u
#define SLOT_CASE         12u /* of a short name */
#define PART_CHECKSUM     13u
#define SLOT_CLUSTER_HIGH 20u /* FAT32 only */
#define SLOT_CLUSTER_LOW  26u
#define SLOT_SIZE         28u

#define FREE_LAST 0x00 /* first byte: free, and all after it */
#define FREE      0xe5

#define ATTR_LABEL     0x08
#define ATTR_DIRECTORY 0x10
#define ATTR_PART      0x0f
#define ATTR_MASK      0x3f

#define CASE_BASE_LOWER 0x08
#define CASE_EXT_LOWER  0x10

#define PART_LAST 0x40

static uint8_t checksum(const uint8_t *slot)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < NAME_SIZE; i++)
		sum = (((sum & 1) << 7 | sum >> 1) + slot[i]) & 0xff;
	return (uint8_t)sum;
}

void ia_fat_parts_forget(struct ia_fat_dir *dir)
{
	dir->parts.count = 0;
	dir->parts.missing = 0;
}

/* Parts come last one first; whatever breaks the order makes orphans of those before it. */
static void take_part(const uint8_t *slot, struct ia_fat_dir *dir)
{
	static const struct {
		uint8_t offset, size;
	} pieces[] = {{1, 10}, {14, 12}, {28, 4}};
	unsigned number = slot[0] & ~(unsigned)PART_LAST;
	uint8_t *to;

	if (slot[0] & PART_LAST) {
		dir->parts.count = number <= IA_FAT_PARTS_MAX ? number : 0;
		dir->parts.missing = dir->parts.count;
		dir->parts.checksum = slot[PART_CHECKSUM];
	}
	if (dir->parts.missing == 0 || number != dir->parts.missing ||
	    slot[PART_CHECKSUM] != dir->parts.checksum) {
		ia_fat_parts_forget(dir);
		return;
	}
	dir->parts.missing--;
	to = dir->parts.units + (size_t)dir->parts.missing * IA_FAT_PART_BYTES;
	for (size_t i = 0; i < IA_COUNT(pieces); i++) {
		memcpy(to, slot + pieces[i].offset, pieces[i].size);
		to += pieces[i].size;
	}
}

enum ia_fat_slot ia_fat_slot_parse(const uint8_t *slot, struct ia_fat_dir *dir)
{
	if (slot[0] == FREE_LAST)
		return IA_FAT_SLOT_END;
	if (slot[0] != FREE && (slot[SLOT_ATTR] & ATTR_MASK) == ATTR_PART) {
		take_part(slot, dir);
		return IA_FAT_SLOT_SKIPPED;
	}
	if (slot[0] != FREE && slot[SLOT_ATTR] & ATTR_LABEL) {
		ia_fat_parts_forget(dir);
		return IA_FAT_SLOT_LABEL;
	}
	if (slot[0] == FREE || memcmp(slot, ".          ", NAME_SIZE) == 0 ||
	    memcmp(slot, "..         ", NAME_SIZE) == 0) {
		ia_fat_parts_forget(dir);
		return IA_FAT_SLOT_SKIPPED;
	}
	return IA_FAT_SLOT_FILE;
}

struct ia_file ia_fat_file(const struct ia_fat *fat, const uint8_t *slot)
{
	uint32_t cluster = ia_le16(slot + SLOT_CLUSTER_LOW);
	bool directory = slot[SLOT_ATTR] & ATTR_DIRECTORY;

	if (fat->volume.bits == 32)
		cluster |= (uint32_t)ia_le16(slot + SLOT_CLUSTER_HIGH) << 16;
	return (struct ia_file){
		.type = directory ? IA_FILE_DIRECTORY : IA_FILE_REGULAR,
		.size = directory ? 0 : ia_le32(slot + SLOT_SIZE),
		.offset =
			ia_fat_has_cluster(fat, cluster) ? ia_fat_cluster_offset(fat, cluster) : 0,
		.handle = {cluster},
	};
}

/*
 * The code page of an 8.3 name is not recorded, so only its ASCII is known; that also covers
 * 0x05, which stands for 0xe5 where a name begins with it.
 */
static void add_short(struct ia_strbuf *name, const uint8_t *bytes, size_t size, bool lower)
{
	while (size > 0 && bytes[size - 1] == ' ')
		size--;
	for (size_t i = 0; i < size; i++) {
		uint32_t code = bytes[i];

		if (code < ' ' || code >= 0x7f || code == '/' || code == '.')
			code = UINT32_MAX;
		else if (lower)
			code = (uint8_t)ia_ascii_lower((char)code);
		ia_utf8_add(name, code);
	}
}

void ia_fat_slot_short_name(const uint8_t *slot, struct ia_strbuf *name)
{
	if (slot[0] == ' ')
		ia_utf8_add(name, UINT32_MAX);
	else
		add_short(name, slot, BASE_SIZE, slot[SLOT_CASE] & CASE_BASE_LOWER);
	if (memcmp(slot + BASE_SIZE, "   ", NAME_SIZE - BASE_SIZE) == 0)
		return;
	ia_strbuf_addc(name, '.');
	add_short(name, slot + BASE_SIZE, NAME_SIZE - BASE_SIZE, slot[SLOT_CASE] & CASE_EXT_LOWER);
}

bool ia_fat_slot_long_name(const uint8_t *slot, const struct ia_fat_dir *dir,
			   struct ia_strbuf *name)
{
	size_t room = (size_t)dir->parts.count * IA_FAT_PART_BYTES, size;

	if (dir->parts.count == 0 || dir->parts.missing != 0 ||
	    dir->parts.checksum != checksum(slot))
		return false;
	for (size = 0; size < room; size += 2) {
		uint16_t unit = ia_le16(dir->parts.units + size);

		if (unit == 0)
			break;
		/* A name is one component of a path: a slash in it would make it two. */
		if (unit == '/')
			return false;
	}
	/* "." and ".." are the directories themselves. */
	if (size == 0 || (size <= 4 && memcmp(dir->parts.units, ".\0.\0", size) == 0))
		return false;
	ia_utf8_add_utf16le(name, dir->parts.units, size);
	return true;
}
