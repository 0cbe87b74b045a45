/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_EVIDENCE_H
#define IA_ARGS_EVIDENCE_H

#include <isoargs/args.h>
#include <stdbool.h>

#include "base/strbuf.h"
#include "menu/entry.h"
#include "report/report.h"

/* What an entry is proven to boot: by its words, its kernel's place and its medium's family. */

/* All traits of the entry's words together (vocabulary.h), as anaconda's menus have them. */
unsigned ia_evidence_traits(const struct isoargs_entry *entry);

/*
 * The same in the menus of others, with what no word alone tells: debian-installer's graphical form,
 * and whether root= is a disk.
 */
unsigned ia_evidence_other_traits(const struct isoargs_report *report,
				  const struct isoargs_entry *entry);

/* A trait beside those of words: root= names what is installed on a disk, not this medium. */
#define IA_EVIDENCE_SYSTEM (1u << 30)

/* Has root= that meaning? Asked only where a word has IA_TRAIT_ROOT. */
bool ia_evidence_is_system(const struct isoargs_report *report, const struct isoargs_entry *entry);

/* Is it loaded as a kernel or by the firmware, but starts no system? No word tells these apart. */
bool ia_evidence_is_tool(const struct isoargs_entry *entry);

/* Does its loader start Xen, which starts the kernel? */
bool ia_evidence_is_multiboot(const struct isoargs_entry *entry);

/* Does Xen start the installer of XenServer or XCP-ng, which is in this RAM disk and nowhere else? */
bool ia_evidence_is_host(const struct isoargs_entry *entry);

/*
 * Is it known that anaconda is not what this medium installs with? traits: ia_evidence_traits() of
 * the entry, or of all entries.
 */
bool ia_evidence_is_other(const struct isoargs_report *report, unsigned traits);

/* Where the entry's kernel lies on its file system. */
const char *ia_evidence_path(const struct isoargs_entry *entry);

/*
 * Whose kernel alone lies in such a folder: debian-installer's (/install, /install.ARCH, /d-i), as
 * it has it for a CD, or linuxrc's (/boot/ARCH), which Agama's is as well. Others are unknown.
 */
enum isoargs_installer ia_evidence_folder(const struct isoargs_entry *entry);

enum isoargs_boots ia_evidence_boots(const struct isoargs_report *report,
				     const struct isoargs_entry *entry);

/* As said of an entry: "starts the installer", "tests the memory". */
const char *ia_evidence_phrase(const struct isoargs_report *report,
			       const struct isoargs_entry *entry);

#endif
