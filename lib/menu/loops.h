/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_LOOPS_H
#define IA_MENU_LOOPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "menu/host.h"
#include "volume/files.h"

/* Files of a medium that hold a file system, as devices: what GRUB's loopback makes of them. */

struct ia_iso9660;
struct ia_fat;

struct ia_loop {
	uint64_t offset; /* of the file, from the start of the image */
	struct ia_iso9660 *iso;
	struct ia_fat *fat;
	struct ia_files files;
	char *name; /* of files: "ISO:/boot/rescue.iso" */
	char label[33];
	char uuid[24]; /* of ISO 9660; "": none */
};

struct ia_loops {
	struct ia_loop list[IA_GRUB_LOOPS_MAX];
	size_t count;
};

/*
 * The device of a file, which is opened once. 1 and its name, a literal that no configuration spells; 0
 * there is no such file; -EOPNOTSUPP it lies in pieces, or holds neither ISO 9660 nor FAT; -E2BIG more
 * than IA_GRUB_LOOPS_MAX; or as opening the file system fails.
 */
int ia_loops_open(struct ia_loops *loops, const struct ia_files *files, const char *path,
		  const char **ret, struct isoargs_error **reterr);

/* That has the name; NULL: none. loops may be NULL. */
const struct ia_loop *ia_loops_find(const struct ia_loops *loops, const char *device);

/* As struct ia_menu_host's probe. */
int ia_loop_probe(const struct ia_loop *loop, enum ia_grub_probe kind, const char **ret);

void ia_loops_free(struct ia_loops *loops);
#define IA_AUTO_LOOPS IA_CLEANUP(ia_loops_free)

#endif
