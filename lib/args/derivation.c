/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/derivation.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "args/network/network.h"
#include "base/limits.h"
#include "menu/cmdline.h"

/* The rules that more than one part of a derivation goes by. */

const char *const ia_legacy_words[3] = {"utf8", "nogpt", "noipv6"};

int ia_derivation_add(struct ia_cmdline *line, const struct isoargs_word *word,
		      struct isoargs_error **reterr)
{
	int r = ia_cmdline_add(line, word);

	if (r == -E2BIG)
		return ia_error(reterr, r, IA_NOWHERE, NULL, "found more than %u words",
				IA_CMDLINE_WORDS_MAX);
	return r < 0 ? ia_error_memory(reterr) : 0;
}

/* Of EL6 and EL7 themselves; Fedora's releases share their installers, but not the custom. */
bool ia_derivation_is_legacy(const struct ia_derivation *derivation)
{
	return derivation->request->style == IA_STYLE_LEGACY &&
	       derivation->report->distro.family == IA_FAMILY_EL &&
	       (derivation->generation == 6 || derivation->generation == 7);
}

/*
 * EL6 reads its options without "inst." only; all later installers read them with it, and what a
 * menu writes shows what its installer reads.
 */
const char *ia_derivation_prefix(const struct ia_derivation *derivation)
{
	return derivation->generation == 6 && !derivation->reads_inst ? "" : "inst.";
}

bool ia_derivation_wants_ipv6(const struct ia_derivation *derivation)
{
	return derivation->request->network.ip.family == AF_INET6;
}

/*
 * EL7's Python side turns \x20 into '_' and takes all other backslashes off, and then looks for
 * a device that does not exist.
 */
bool ia_derivation_breaks_repo(const struct ia_derivation *derivation, const char *value)
{
	return derivation->generation == 7 && value && strncmp(value, "hd:", 3) == 0 &&
	       strchr(value, '\\');
}

/*
 * A PV guest's CD never says that it holds a medium, so EL7's initramfs waits for ever for the
 * kickstart on it; EL6's loader finds it. Without a release the rules of EL7 hold. A PVH guest has
 * no CD, whatever reads it.
 */
bool ia_derivation_hides_kickstart(const struct ia_derivation *derivation, const char *value)
{
	const struct ia_guest_kind *guest = derivation->guest;
	bool waits = !guest->has_cd || derivation->generation == 7 || derivation->generation == 0;

	return waits && !guest->shows_medium && value && strncmp(value, "cdrom", 5) == 0;
}
