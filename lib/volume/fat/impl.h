/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_FAT_IMPL_H
#define IA_VOLUME_FAT_IMPL_H

#include "base/strbuf.h"
#include "volume/fat/fat.h"

/*
 * What the files of the FAT reader share: fat.c over data.c and directory.c, these over chain.c and
 * slot.c; boot.c says where everything lies.
 */

#define IA_FAT_BOOT_SIZE  512u
#define IA_FAT_SLOT_SIZE  32u
#define IA_FAT_SLICE_SIZE 512u /* of a directory, read at once; the least size of a sector */
#define IA_FAT_PARTS_MAX  20u  /* slots of one long name: 255 characters */
#define IA_FAT_PART_BYTES 26u  /* of UTF-16 in one of them */

/* A place in a cluster chain. */
struct ia_fat_cursor {
	uint32_t first; /* cluster that the chain starts with */
	uint32_t cluster;
	uint32_t index; /* of cluster in the chain, from 0 */
	uint32_t mark;  /* an earlier cluster: meeting it again proves a cycle */
};

struct ia_fat {
	struct ia_window window;
	struct ia_fat_volume volume;
	uint32_t cluster_size; /* bytes */
	uint32_t clusters;     /* numbered from 2; those that the table has entries for */
	uint64_t table;        /* offset of the allocation table in use */
	uint64_t root;         /* offset of the fixed root directory of FAT12 and FAT16 */
	uint32_t root_slots;
	uint32_t root_cluster;         /* FAT32 */
	uint64_t data;                 /* offset of cluster 2 */
	struct ia_fat_cursor position; /* where the last read ended; cluster 0 is nowhere */
	uint64_t piece_at;             /* offset in the window of the table's piece in memory */
	uint32_t piece_size;           /* 0: there is none */
	uint8_t piece[IA_FAT_SLICE_SIZE + 1]; /* and the byte that an entry of FAT12 may end in */
};

/*
 * What the boot sector says, into fat. 1; 0 where it is no FAT's; -EBADMSG it contradicts itself.
 * Its label is the volume's unless the root directory has one.
 */
int ia_fat_boot_parse(struct ia_fat *fat, const uint8_t *boot, struct isoargs_error **reterr);

/* label: 11 bytes, padded. */
void ia_fat_set_label(struct ia_fat *fat, const uint8_t *label);

/* Is there a cluster of this number? */
bool ia_fat_has_cluster(const struct ia_fat *fat, uint32_t cluster);

/* Of a cluster that is there, from the start of the window. */
uint64_t ia_fat_cluster_offset(const struct ia_fat *fat, uint32_t cluster);

/* 0; -EBADMSG where there is no cluster of that number. */
int ia_fat_chain_start(const struct ia_fat *fat, uint32_t first, struct ia_fat_cursor *ret,
		       struct isoargs_error **reterr);

/*
 * 1 and the cursor on the next cluster; 0 the chain ends here; -EBADMSG it leads to a free, bad
 * or impossible cluster; -ELOOP it leads back.
 */
int ia_fat_chain_next(struct ia_fat *fat, struct ia_fat_cursor *cursor,
		      struct isoargs_error **reterr);

/* What is drawn on the window's meter, beside what reading takes. */
#define IA_FAT_LINK_UNITS      8u   /* of a chain */
#define IA_FAT_SLOT_UNITS      6u   /* of a directory */
#define IA_FAT_NAME_UNITS      130u /* of a short name that is made and compared */
#define IA_FAT_NAME_BYTE_UNITS 6u   /* of a long one */
#define IA_FAT_PATH_UNITS      100u
#define IA_FAT_PATH_BYTE_UNITS 3u

/* Draws on it. 0; -E2BIG it is spent. */
int ia_fat_spend(const struct ia_fat *fat, uint64_t units, struct isoargs_error **reterr);

/* One directory while it is walked. */
struct ia_fat_dir {
	struct ia_fat *fat;
	struct ia_fat_cursor cursor; /* cluster 0: the fixed root directory */
	uint64_t at;                 /* offset in the window of the slice that is read next */
	uint64_t end;                /* of the cluster, or of the fixed root directory */
	unsigned slots;              /* seen */
	unsigned within;             /* the slice: slots used */
	unsigned filled;             /* the slice: slots there */
	uint8_t slice[IA_FAT_SLICE_SIZE];
	struct {
		unsigned count; /* 0: none */
		unsigned missing;
		uint8_t checksum;
		uint8_t units[IA_FAT_PARTS_MAX * IA_FAT_PART_BYTES];
	} parts; /* of a long name that have been seen, the last one first */
};

enum ia_fat_slot {
	IA_FAT_SLOT_END,     /* and nothing after it */
	IA_FAT_SLOT_SKIPPED, /* deleted, "." and "..", or a part of a long name */
	IA_FAT_SLOT_LABEL,
	IA_FAT_SLOT_FILE, /* or directory */
};

/* The parts of a long name belong to the slot right after them and to no other. */
void ia_fat_parts_forget(struct ia_fat_dir *dir);

/* What stands in one slot; keeps track of the parts of a long name. No input or output. */
enum ia_fat_slot ia_fat_slot_parse(const uint8_t *slot, struct ia_fat_dir *dir);

/* What a slot of a file or directory names. */
struct ia_file ia_fat_file(const struct ia_fat *fat, const uint8_t *slot);

/* The 8.3 name in the case that the NT flags ask for; what no name can hold becomes U+FFFD. */
void ia_fat_slot_short_name(const uint8_t *slot, struct ia_strbuf *name);

/* Does a whole long name belong to this slot? Then it is added. */
bool ia_fat_slot_long_name(const uint8_t *slot, const struct ia_fat_dir *dir,
			   struct ia_strbuf *name);

int ia_fat_dir_open(struct ia_fat *fat, const struct ia_file *directory, struct ia_fat_dir *ret,
		    struct isoargs_error **reterr);

/*
 * 1 and the next slot of a file, directory or label, valid until the next call; 0 no more;
 * -E2BIG above IA_FAT_DIR_ENTRIES_MAX slots.
 */
int ia_fat_dir_next(struct ia_fat_dir *dir, const uint8_t **ret_slot, enum ia_fat_slot *ret_kind,
		    struct isoargs_error **reterr);

/*
 * What of a remote image is likely to be read (ia_window_expect()): where the tables, the clusters and
 * the root directory, which is at that offset, begin; and of what is named in a part of a directory. Nothing of any other image.
 */
void ia_fat_expect_layout(const struct ia_fat *fat, uint64_t root);
void ia_fat_expect_named(const struct ia_fat *fat, const uint8_t *slots, size_t size);

struct ia_file ia_fat_root(const struct ia_fat *fat);

/* As ia_files_ops.read. */
int ia_fat_read(struct ia_fat *fat, const struct ia_file *file, uint64_t offset, void *buf,
		size_t size, struct isoargs_error **reterr);

#endif
