/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "args/vocabulary.h"
#include "base/note.h"
#include "check/family.h"
#include "menu/cmdline.h"

/* Has the installer enough memory in the guest? */

/* MiB, as anaconda and osinfo-db have them for EL7. */
#define MEMORY_MIN     512u  /* below, the installer of 7.0 and 7.1 stops */
#define MEMORY_LOCAL   1024u /* with packages from the medium */
#define MEMORY_NETWORK 1536u /* with packages from the network */
#define MEMORY_GOOD    2048u /* for the graphical installer over VNC */
#define MEMORY_STAGE2  350u  /* more, where the second stage is fetched and kept in memory */

static bool has_network_source(const struct ia_check *check)
{
	const struct isoargs_word *repo = ia_check_word(check, IA_TRAIT_REPO);
	const char *value = repo ? ia_word_value(repo->text) : NULL;

	return check->request->base_url ||
	       (value && strncmp(value, "hd:", 3) != 0 && strncmp(value, "cdrom", 5) != 0);
}

void ia_check_memory_anaconda(struct ia_check *check)
{
	unsigned memory = check->memory;
	unsigned wanted = has_network_source(check) ? MEMORY_NETWORK : MEMORY_LOCAL;
	unsigned good = MEMORY_GOOD;

	/* What EL8 and later need is not known here. */
	if (check->args->generation > 7)
		return;
	if (check->request->base_url) {
		wanted += MEMORY_STAGE2;
		good += MEMORY_STAGE2;
	}
	if (memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest at least %u MiB, with VNC %u; 3072 are ample", wanted,
			     good);
	else if (memory < MEMORY_MIN)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "the installer stops with %u MiB; give it at least %u", memory,
			     wanted);
	else if (memory < wanted)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "%u MiB are little; give the guest at least %u, with VNC %u", memory,
			     wanted, good);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", memory);
}

/*
 * Debian 12's stops at "Low memory" with less than 737 MiB, of which the kernel leaves about that
 * much of 768; with lowmem= 512 are enough.
 */
#define DEBIAN_LOW    768u
#define DEBIAN_LOWMEM 512u
#define DEBIAN_GOOD   1024u

void ia_check_memory_debian(struct ia_check *check)
{
	unsigned least = ia_check_text(check, "lowmem") ? DEBIAN_LOWMEM - 1 : DEBIAN_LOW;

	if (check->report->distro.family != IA_FAMILY_DEBIAN)
		return;
	if (check->memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest at least %u MiB", DEBIAN_GOOD);
	else if (check->memory <= least)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY),
			     "give the guest more, or add ISOARGS_APPEND lowmem=+0",
			     "with %u MiB the installer stops at \"Low memory\" and waits for a "
			     "key; %u are enough",
			     check->memory, DEBIAN_GOOD);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", check->memory);
}

/* An image that is fetched is kept in memory, as a whole, and the system beside it. */
#define CASPER_BESIDE 1024u

void ia_check_memory_casper(struct ia_check *check)
{
	uint64_t wanted = (check->report->image_size >> 20) + CASPER_BESIDE;
	bool fetches = ia_check_text(check, "iso-url") || check->request->base_url;

	if (!fetches)
		return;
	if (check->memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest at least %" PRIu64 " MiB: the image is kept in memory",
			     wanted);
	else if (check->memory < wanted)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "%u MiB are too few for an image that is kept in memory; give the "
			     "guest at least %" PRIu64,
			     check->memory, wanted);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", check->memory);
}

/* As its documentation of bare metal has it. */
#define COREOS_MIN  2048u
#define COREOS_GOOD 4096u

void ia_check_memory_coreos(struct ia_check *check)
{
	if (check->memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest %u to %u MiB", COREOS_MIN, COREOS_GOOD);
	else if (check->memory < COREOS_MIN)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "%u MiB are little; give the guest at least %u", check->memory,
			     COREOS_MIN);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", check->memory);
}

void ia_check_memory(struct ia_check *check)
{
	const struct ia_check_family *family = check->family;

	if (!check->is_foreign && family->memory)
		family->memory(check);
}
