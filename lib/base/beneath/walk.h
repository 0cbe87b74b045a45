/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_BENEATH_WALK_H
#define IA_BASE_BENEATH_WALK_H

/*
 * What openat2(2) does of itself with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS, name by name: a
 * descriptor, opened with these flags of open(2), or the negative errno that it has.
 */
int ia_walk_open(int root, const char *path, int flags);

#endif
