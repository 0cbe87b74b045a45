/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_GUEST_H
#define IA_TEXT_GUEST_GUEST_H

#include <isoargs/format.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/option.h"

#define IA_GUEST_OPTIONS 15u /* ISOARGS_GUEST_NAME to ISOARGS_GUEST_FORCE */

/* From 0, among those of a guest. */
#define IA_GUEST_INDEX(option) ((unsigned)(option) - (unsigned)ISOARGS_GUEST_NAME)

#define IA_GUEST_NAME_MAX   64u      /* bytes */
#define IA_GUEST_TEXT_MAX   255u     /* bytes of a name on the host */
#define IA_GUEST_MEMORY_MIN 512u     /* MiB: below this anaconda of EL7 refuses */
#define IA_GUEST_MEMORY_MAX 1048576u /* MiB */
#define IA_GUEST_VCPUS_MAX  128u
#define IA_GUEST_DISK_MAX   65536u /* GiB */
#define IA_BRIDGE_MAX       15u    /* IFNAMSIZ - 1 */

struct isoargs_guest {
	char *values[IA_GUEST_OPTIONS]; /* by index, as they were set; of INITRD none */
	struct ia_option_list initrds;
};

/* Was anything said about it? */
bool ia_guest_has(const struct isoargs_guest *guest, enum isoargs_option option);

/* The value that was set, or fallback. */
const char *ia_guest_value(const struct isoargs_guest *guest, enum isoargs_option option,
			   const char *fallback);
unsigned ia_guest_number(const struct isoargs_guest *guest, enum isoargs_option option,
			 unsigned fallback);

/* A path on the host that may stand in any of the formats. 0 or -EINVAL. */
int ia_guest_check_path(enum isoargs_option option, const char *path,
			struct isoargs_error **reterr);

#endif
