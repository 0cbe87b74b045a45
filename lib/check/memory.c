/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/vocabulary.h"
#include "base/note.h"
#include "check/checks.h"
#include "menu/cmdline.h"

/* Has the installer enough memory in the guest? */

/* MiB, as anaconda and osinfo-db have them for EL7. */
#define MEMORY_MIN     512u  /* below, the installer of 7.0 and 7.1 stops */
#define MEMORY_LOCAL   1024u /* with packages from the medium */
#define MEMORY_NETWORK 1536u /* with packages from the network */
#define MEMORY_GOOD    2048u /* for the graphical installer over VNC */

static bool has_network_source(const struct ia_check *check)
{
	const struct isoargs_word *repo = ia_check_word(check, IA_TRAIT_REPO);
	const char *value = repo ? ia_word_value(repo->text) : NULL;

	return check->request->base_url ||
	       (value && strncmp(value, "hd:", 3) != 0 && strncmp(value, "cdrom", 5) != 0);
}

void ia_check_memory(struct ia_check *check)
{
	unsigned memory = check->memory;
	unsigned wanted = has_network_source(check) ? MEMORY_NETWORK : MEMORY_LOCAL;

	/* What EL8 and later need is not known here, and they are no PV guests. */
	if (check->is_foreign || !check->args || !ia_args_are_anaconda(check->args) ||
	    check->args->generation > 7)
		return;
	if (memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest at least %u MiB, with VNC %u; 3072 are ample", wanted,
			     MEMORY_GOOD);
	else if (memory < MEMORY_MIN)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "the installer stops with %u MiB; give it at least %u", memory,
			     wanted);
	else if (memory < wanted)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "%u MiB are little; give the guest at least %u, with VNC %u", memory,
			     wanted, MEMORY_GOOD);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", memory);
}
