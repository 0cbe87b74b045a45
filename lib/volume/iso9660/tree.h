/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_TREE_H
#define IA_VOLUME_ISO9660_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "image/image.h"
#include "volume/files.h"
#include "volume/iso9660/iso9660.h"
#include "volume/iso9660/record.h"
#include "volume/iso9660/susp.h"

/* One directory tree of an ISO 9660 volume, read where it lies. */
struct ia_isotree {
	struct ia_window window;
	enum ia_iso9660_tree kind;
	uint8_t skip;    /* bytes before the system use entries of a record */
	uint16_t volume; /* this volume's number in its set; 0: it is the only one */
	struct ia_file root;
};

/*
 * ia_file.handle of this file system: [0] the byte offset of the (first) record in the
 * window, [1] the number of extents and why the data cannot be read.
 */
#define IA_ISOFILE_EXTENTS     0xffffu
#define IA_ISOFILE_INTERLEAVED 0x10000u
#define IA_ISOFILE_ELSEWHERE   0x20000u /* on another volume of the set */

enum ia_isokind {
	IA_ISOKIND_REGULAR,
	IA_ISOKIND_DIRECTORY,
	IA_ISOKIND_LINK,
	IA_ISOKIND_OTHER, /* a device, a pipe, a socket */
};

/* One name of a directory; the strings live until the next step of the walk. */
struct ia_isoentry {
	const char *name;
	enum ia_isokind kind;
	bool is_relocated;   /* stands elsewhere in the tree; listed there only */
	struct ia_file file; /* of a regular file or a directory */
	const char *target;  /* of a link; NULL: it leads to no path of the medium */
	bool is_broken;      /* a link whose target contradicts its format */
};

/* A directory that is being read, sector by sector. */
struct ia_isowalk {
	const struct ia_isotree *tree;
	struct ia_place place; /* of the record decoded last, in the directory's path or NULL */
	unsigned *budget;      /* steps that may still be taken */
	uint64_t start;        /* of the directory in the window */
	uint32_t size;
	uint32_t position;
	uint32_t loaded; /* offset of the sector in memory, plus 1; 0: none */
	uint32_t filled; /* bytes of it */
	unsigned records;
	struct ia_susp susp;
	struct ia_strbuf name;
	uint8_t sector[IA_BLOCK_SIZE];
	uint8_t area[IA_CONTINUATION_MAX];
};

/*
 * walk: all zero. 0; -EOPNOTSUPP interleaved or on another volume; -E2BIG above IA_DIR_BYTES_MAX; -ENODATA
 * outside the window. Whatever it returns, ia_isowalk_stop() the walk (IA_AUTO_ISOWALK).
 */
int ia_isowalk_start(struct ia_isowalk *walk, const struct ia_isotree *tree,
		     const struct ia_file *directory, const char *where, unsigned *budget,
		     struct isoargs_error **reterr);
void ia_isowalk_stop(struct ia_isowalk *walk);

/*
 * The next name but "." and "..", or the next that matches wanted (of wanted_size bytes)
 * where that is not NULL. 1; 0 at the end; or an error.
 */
int ia_isowalk_next(struct ia_isowalk *walk, const char *wanted, size_t wanted_size,
		    struct ia_isoentry *ret, struct isoargs_error **reterr);

/* The next record, whatever it is: "." and "..", further extents. 1, 0, or an error. */
int ia_isowalk_record(struct ia_isowalk *walk, struct ia_isorecord *ret,
		      struct isoargs_error **reterr);

/* What the system use entries of a record say, into walk->susp; wanted as above. 0 or an error. */
int ia_isowalk_susp(struct ia_isowalk *walk, const struct ia_isorecord *record, const char *wanted,
		    size_t wanted_size, struct isoargs_error **reterr);

/* The directory whose extent begins at byte offset start: its "." record says its size. */
int ia_isotree_directory(const struct ia_isotree *tree, uint64_t start, const char *where,
			 unsigned *budget, struct ia_file *ret, struct isoargs_error **reterr);

/* The directory above one, as its ".." record says; the root's is the root. */
int ia_isotree_parent(const struct ia_isotree *tree, const struct ia_file *directory,
		      const char *where, unsigned *budget, struct ia_file *ret,
		      struct isoargs_error **reterr);

/*
 * Resolves a path from a directory, symbolic links included; links is how many were followed
 * to come here. Results as of ia_files_ops.find.
 */
int ia_isotree_find(const struct ia_isotree *tree, const struct ia_file *from, const char *path,
		    unsigned links, unsigned *budget, struct ia_file *ret,
		    struct isoargs_error **reterr);

/* As ia_files_ops.read. */
int ia_isotree_read(const struct ia_isotree *tree, const struct ia_file *file, uint64_t offset,
		    void *buf, size_t size, struct isoargs_error **reterr);

/* A walk that stops itself must be zero before it starts: a function may return before that. */
#define IA_AUTO_ISOWALK IA_CLEANUP(ia_isowalk_stop)

#endif
