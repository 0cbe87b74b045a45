/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_NETBOOT_SERVED_H
#define IA_TEXT_NETBOOT_SERVED_H

#include "args/args.h"
#include "base/option.h"
#include "text/guest/domain.h"

/* Kernel and RAM disks where ISOARGS_BASE_URL serves them, as URLs. */

struct ia_served {
	char *kernel;
	char *initrds[IA_OPTION_VALUES_MAX];
	size_t initrd_count;
};

/*
 * Those of the entry, or ISOARGS_GUEST_KERNEL and ISOARGS_GUEST_INITRD: paths below the base, or
 * URLs of their own. What is no letter, digit or usual mark in a path is written %XX. 0; -EINVAL;
 * -EOPNOTSUPP; -ENOMEM.
 */
int ia_served_find(const struct isoargs_args *args, const struct ia_domain *domain,
		   struct ia_served *ret, struct isoargs_error **reterr);
void ia_served_free(struct ia_served *served);

#define IA_AUTO_SERVED IA_CLEANUP(ia_served_free)

/* Is the URL of one of these schemes, a list that ends with NULL? 0 or -EOPNOTSUPP. */
int ia_served_check_scheme(const char *url, const char *name, const char *const *schemes,
			   struct isoargs_error **reterr);

/*
 * The word of the line that holds at, for a sentence: its name alone, since its value may be a
 * password.
 */
struct ia_slice ia_served_word(const char *line, const char *at);

#endif
