/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/osinfo.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"

/* How an id goes on after its beginning. */
enum form {
	ONLY,   /* it does not: "archlinux" */
	MAJOR,  /* "debian12" */
	MINOR,  /* "rhel9.4" */
	ZERO,   /* the same where ".0" goes without saying: "sles16.0" */
	MONTH,  /* "ubuntu24.04" */
	PACK,   /* a service pack, if there is one: "sle15", "sle15sp6" */
	STREAM, /* "fedora-coreos-stable": the third number tells which */
};

#define ANY UINT8_MAX /* no last one yet */

/*
 * Ids of osinfo-db, by names (or as of variants[]) and releases as distro.c tells them. What is no
 * longer made has had its last release, which is the last one here: the database has none beyond it.
 */
static const struct line {
	const char *name;
	const char *id;
	enum form form;
	uint8_t first, last; /* of the majors; both 0: whatever the version is */
	uint8_t low, high;   /* of the minors or service packs */
} lines[] = {
	{"Red Hat Enterprise Linux", "rhel", MINOR, 4, 4, 0, 9},
	{"Red Hat Enterprise Linux", "rhel", MINOR, 5, 5, 0, 11},
	{"Red Hat Enterprise Linux", "rhel", MINOR, 6, 6, 0, 10},
	{"Red Hat Enterprise Linux", "rhel", MINOR, 7, 7, 0, 9},
	{"Red Hat Enterprise Linux", "rhel", MINOR, 8, ANY, 0, 10},
	{"CentOS", "centos", MINOR, 5, 5, 0, 11},
	{"CentOS", "centos", MINOR, 6, 6, 0, 10},
	{"CentOS", "centos7.0", ONLY, 7, 7, 0, 0}, /* for all of 7 */
	{"CentOS", "centos8", ONLY, 8, 8, 0, 0},
	{"CentOS Stream", "centos-stream", MAJOR, 8, ANY, 0, 0},
	{"Oracle Linux", "ol", MINOR, 5, 5, 5, 11},
	{"Oracle Linux", "ol", MINOR, 6, 6, 0, 10},
	{"Oracle Linux", "ol", MINOR, 7, 7, 0, 9},
	{"Oracle Linux", "ol", MINOR, 8, ANY, 0, 10},
	{"AlmaLinux", "almalinux", MAJOR, 8, ANY, 0, 0},
	{"AlmaLinux Kitten", "almalinux-kitten", MAJOR, 10, ANY, 0, 0},
	{"Rocky Linux", "rocky", MAJOR, 8, ANY, 0, 0},
	{"EuroLinux", "eurolinux", MAJOR, 8, 9, 0, 0},
	{"Circle Linux", "circle", MINOR, 8, 8, 4, 5},
	{"Circle Linux", "circle", MINOR, 9, 9, 0, 0},
	{"MIRACLE LINUX", "miraclelinux", MINOR, 8, 8, 4, 4},
	{"MIRACLE LINUX", "miraclelinux", MINOR, 9, 9, 0, 0},
	{"Scientific Linux", "scientificlinux", MINOR, 5, 5, 0, 11},
	{"Scientific Linux", "scientificlinux", MINOR, 6, 6, 0, 10},
	{"Scientific Linux", "scientificlinux", MINOR, 7, 7, 0, 6},
	{"Fedora", "fedora", MAJOR, 1, ANY, 0, 0},
	{"Fedora Silverblue", "silverblue", MAJOR, 28, 43, 0, 0},
	{"Fedora CoreOS", "fedora-coreos-", STREAM, 30, ANY, 0, 0},
	{"Debian", "debian", MAJOR, 4, ANY, 0, 0},
	{"Ubuntu", "ubuntu", MONTH, 5, ANY, 0, 0},
	{"Edubuntu", "ubuntu", MONTH, 5, ANY, 0, 0},
	{"Kubuntu", "ubuntu", MONTH, 5, ANY, 0, 0},
	{"Lubuntu", "ubuntu", MONTH, 10, ANY, 0, 0},
	{"Xubuntu", "ubuntu", MONTH, 6, ANY, 0, 0},
	{"openSUSE", "opensuse", MINOR, 10, 10, 2, 3},
	{"openSUSE", "opensuse", MINOR, 11, 11, 0, 4},
	{"openSUSE", "opensuse", MINOR, 12, 12, 1, 3},
	{"openSUSE", "opensuse", MINOR, 13, 13, 1, 2},
	{"openSUSE Leap", "opensuse", MINOR, 42, 42, 1, 3},
	{"openSUSE Leap", "opensuse", MINOR, 15, 15, 0, 6},
	{"openSUSE Leap", "opensuse", MINOR, 16, 41, 0, 9},
	{"openSUSE Tumbleweed", "opensusetumbleweed", ONLY, 0, 0, 0, 0},
	{"SUSE Linux Enterprise", "sle", PACK, 15, 15, 1, 7},
	{"SUSE Linux Enterprise", "sles", ZERO, 16, ANY, 0, 9},
	{"SUSE Linux Enterprise Micro", "slem", MINOR, 5, 5, 0, 5},
	{"SUSE Linux Enterprise Server", "sles", PACK, 10, 11, 1, 4},
	{"SUSE Linux Enterprise Server", "sles", PACK, 12, 12, 1, 5},
	{"SUSE Linux Enterprise Server", "sle", PACK, 15, 15, 1, 7},
	{"SUSE Linux Enterprise Server", "sles", ZERO, 16, ANY, 0, 9},
	{"SUSE Linux Enterprise Desktop", "sled", PACK, 10, 11, 1, 4},
	{"SUSE Linux Enterprise Desktop", "sled", PACK, 12, 12, 1, 5},
	{"SUSE Linux Enterprise Desktop", "sle", PACK, 15, 15, 1, 7},
	{"Arch Linux", "archlinux", ONLY, 0, 0, 0, 0},
	{"Alpine Linux", "alpinelinux", MINOR, 3, 3, 5, ANY},
	{"Alpine Linux", "alpinelinux", MINOR, 4, ANY, 0, ANY},
};

/* Variants that are systems of their own there. */
static const struct {
	const char *variant;
	const char *name;
} variants[] = {
	{"Kitten", "AlmaLinux Kitten"},
	{"Silverblue", "Fedora Silverblue"},
};

/* What has no number. */
static const struct {
	const char *name;
	const char *version;
	const char *id;
} words[] = {
	{"Fedora", "rawhide", "fedora-rawhide"},
	{"Fedora", "eln", "fedora-eln"},
	{"Fedora Silverblue", "rawhide", "silverblue-rawhide"},
};

/* A version taken apart: "9.4", "24.04.1", "15-SP6", "42.20250803.3.0". */
struct version {
	unsigned numbers[4];
	size_t count;
	unsigned pack; /* 0: none */
};

#define DIGITS_MAX 8u  /* a day, as CoreOS has it */
#define ID_SIZE    48u /* the longest beginning, and numbers of as many digits */

/* Beyond it a first number is no release, but a day or a year. */
#define MAJOR_MAX 254u

/* How many bytes the number has that text starts with; 0: there is none, or it is no release's. */
static size_t take_number(const char *text, unsigned *ret)
{
	size_t length = 0;

	for (*ret = 0; ia_ascii_is_digit(text[length]) && length <= DIGITS_MAX; length++)
		*ret = *ret * 10 + (unsigned)(text[length] - '0');
	return length <= DIGITS_MAX ? length : 0;
}

/* False: it does not start with numbers that end where a word does. */
static bool take_apart(const char *text, struct version *ret)
{
	static const char pack[] = "-SP";
	size_t length;

	for (ret->count = 0; ret->count < IA_COUNT(ret->numbers); text++) {
		length = take_number(text, &ret->numbers[ret->count]);
		if (length == 0)
			return false;
		ret->count++;
		text += length;
		if (*text != '.')
			break;
	}
	if (ia_ascii_prefix_fold(text, pack)) {
		length = take_number(text + strlen(pack), &ret->pack);
		if (length == 0)
			return false;
		text += strlen(pack) + length;
	}
	return !ia_ascii_is_alnum(*text);
}

static bool is_between(unsigned number, uint8_t first, uint8_t last)
{
	return number >= first && number <= (last == ANY ? MAJOR_MAX : last);
}

/* April and October, but for one June. */
static bool is_month(unsigned year, unsigned month)
{
	return month == (year == 6 ? 6 : 4) || month == 10;
}

/* The id of that version. False: it has none. */
static bool spell(const struct line *line, const struct version *version, char id[static ID_SIZE])
{
	static const char *const streams[] = {NULL, "next", "testing", "stable"};
	unsigned major = version->numbers[0], minor = version->count > 1 ? version->numbers[1] : 0;
	unsigned pack = version->pack ? version->pack : minor; /* "15-SP6" is also told as "15.6" */
	bool has_minor = version->count > 1 || line->form == ZERO;

	switch (line->form) {
	case ONLY:
		snprintf(id, ID_SIZE, "%s", line->id);
		return true;
	case MAJOR:
		snprintf(id, ID_SIZE, "%s%u", line->id, major);
		return true;
	case MINOR:
	case ZERO:
		snprintf(id, ID_SIZE, "%s%u.%u", line->id, major, minor);
		return has_minor && is_between(minor, line->low, line->high);
	case MONTH:
		snprintf(id, ID_SIZE, "%s%u.%02u", line->id, major, minor);
		return has_minor && is_month(major, minor);
	case PACK:
		snprintf(id, ID_SIZE, "%s%usp%u", line->id, major, pack);
		if (!pack)
			snprintf(id, ID_SIZE, "%s%u", line->id, major);
		return !pack || is_between(pack, line->low, line->high);
	case STREAM:
		if (version->count < 3 || version->numbers[2] - 1 >= IA_COUNT(streams) - 1)
			return false;
		snprintf(id, ID_SIZE, "%s%s", line->id, streams[version->numbers[2]]);
		return true;
	}
	return false;
}

/* The same of what has no number; NULL: it is none of these. */
static const char *find_word(const char *name, const char *version)
{
	for (size_t i = 0; version && i < IA_COUNT(words); i++) {
		if (strcmp(words[i].name, name) == 0 &&
		    ia_ascii_equal_fold(words[i].version, version))
			return words[i].id;
	}
	return NULL;
}

static const char *name_of(const struct ia_distro *distro)
{
	for (size_t i = 0; distro->name && distro->variant && i < IA_COUNT(variants); i++) {
		if (ia_ascii_prefix_fold(variants[i].name, distro->name) &&
		    ia_ascii_equal_fold(variants[i].variant, distro->variant))
			return variants[i].name;
	}
	return distro->name;
}

int ia_osinfo_find(const struct ia_distro *distro, struct ia_arena *arena, const char **ret_id)
{
	const char *name = name_of(distro);
	struct version version = {.count = 0};
	const char *found = distro->name ? find_word(name, distro->version) : NULL;
	bool has_version = distro->version && take_apart(distro->version, &version);
	char id[ID_SIZE], *copy;

	for (size_t i = 0; distro->name && !found && i < IA_COUNT(lines); i++) {
		const struct line *line = &lines[i];
		bool fits = line->last == 0 || (has_version && is_between(version.numbers[0],
									  line->first, line->last));

		if (strcmp(line->name, name) == 0 && fits && spell(line, &version, id))
			found = id;
	}
	if (!found)
		return 0;
	copy = ia_arena_strdup(arena, found);
	if (!copy)
		return -ENOMEM;
	*ret_id = copy;
	return 1;
}
