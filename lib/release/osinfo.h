/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_OSINFO_H
#define IA_RELEASE_OSINFO_H

#include "base/arena.h"
#include "release/distro.h"

/*
 * What libosinfo's database calls a distribution's release for short, as virt-install takes it:
 * "rhel9.4", "debian12". 1; 0 where nothing is known that has such an id, which is better than one
 * that nobody knows; -ENOMEM. Releases to come get the ids that they will have by the looks of their
 * forerunners.
 */
int ia_osinfo_find(const struct ia_distro *distro, struct ia_arena *arena, const char **ret_id);

#endif
