/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/arch.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"

/*
 * As Red Hat's, Debian's and SUSE's media spell them. Longer spellings stand before their own
 * beginnings, and of a medium for two the better one first: "amd64/i386".
 */
static const struct known {
	const char *spelling;
	bool is_foreign;
} known[] = {
	{"x86_64", false}, {"amd64", false},   {"aarch64", true}, {"arm64", true},
	{"ppc64le", true}, {"ppc64el", true},  {"ppc64", true},   {"ppc", true},
	{"s390x", true},   {"s390", true},     {"riscv64", true}, {"loongarch64", true},
	{"armhfp", true},  {"armhf", true},    {"armv7hl", true}, {"armel", true},
	{"mipsel", true},  {"mips64el", true}, {"powerpc", true}, {"sparc64", true},
	{"ia64", true},    {"i386", false},    {"i486", false},   {"i586", false},
	{"i686", false},
};

const char *ia_arch_at(const char *text)
{
	for (size_t i = 0; i < IA_COUNT(known); i++) {
		if (strncmp(text, known[i].spelling, strlen(known[i].spelling)) == 0)
			return known[i].spelling;
	}
	return NULL;
}

const char *ia_arch_find(const char *text)
{
	for (size_t i = 0; i < IA_COUNT(known); i++) {
		if (strstr(text, known[i].spelling))
			return known[i].spelling;
	}
	return NULL;
}

bool ia_arch_is_foreign(const char *arch)
{
	for (size_t i = 0; arch && i < IA_COUNT(known); i++) {
		if (strcmp(arch, known[i].spelling) == 0)
			return known[i].is_foreign;
	}
	return false;
}
