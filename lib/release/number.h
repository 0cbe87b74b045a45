/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_NUMBER_H
#define IA_RELEASE_NUMBER_H

/*
 * A version as a number that compares with others of the same distribution: "22.04.5" is 2204, "12.5"
 * is 1205, "7" is 700. 0: NULL, or it does not begin so.
 */
unsigned ia_release_number(const char *version);

#endif
