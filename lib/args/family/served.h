/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_FAMILY_SERVED_H
#define IA_ARGS_FAMILY_SERVED_H

#include <stdbool.h>

#include "args/derivation.h"

/* anaconda's words for a medium that ISOARGS_BASE_URL serves instead of one in the guest. */

/* Chooses the word of derivation->stage2. 0; -EOPNOTSUPP; -ENOMEM. */
int ia_served_settle(struct ia_derivation *derivation, struct isoargs_error **reterr);

/* Why derivation->stage2 is written. */
const char *ia_served_reason(const struct ia_derivation *derivation);

/* Does that word stand for the entry's own as well, which looks for packages on its medium? */
bool ia_served_replaces(const struct ia_derivation *derivation, const char *word, unsigned traits);

/*
 * A kickstart on the entry's medium becomes the same file where it is served. 1 *word has it; 0
 * there is nothing to do; -ENOMEM.
 */
int ia_served_kickstart(const struct ia_derivation *derivation, struct isoargs_word *word,
			struct isoargs_error **reterr);

/* "ip=dhcp" where neither entry nor request say how the network is set up. 0; -E2BIG; -ENOMEM. */
int ia_served_add_network(struct ia_derivation *derivation, struct isoargs_error **reterr);

#endif
