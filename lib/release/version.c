/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/version.h"

#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "release/arch.h"

/*
 * What stands before the release where it does not follow the name: variants as pungi's
 * configurations abbreviate them in volume ids, desktops, and what kind of disc it is. Sources:
 * volume_id_substitutions of Fedora's pungi configuration, the labels that osinfo-db knows media by.
 * Without one of these a number can be anybody's count: "Fedora-remix-3".
 */
static const char *const variants[] = {
	"AW",       "Atomic",      "BaseOS", "C",    "Cinnamon", "Cloud",  "DVD",     "Desktop",
	"E",        "Everything",  "GNOME",  "KDE",  "Kitten",   "LXDE",   "Linux",   "Live",
	"LiveCD",   "LiveDVD",     "MATE",   "S",    "SB",       "Server", "Stream",  "WS",
	"WSOstree", "Workstation", "XFCE",   "boot", "cd",       "dvd",    "netinst", "ostree",
};

/* What comes next has no number: Fedora's rawhide, and what the next EL is tried out with. */
static const char *const newest[] = {"rawh", "rawhide", "ELN"};

static bool is_one_of(const char *const *names, size_t count, const char *s, size_t length)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(names[i]) == length && ia_ascii_prefix_fold(s, names[i]))
			return true;
	}
	return false;
}

static size_t digits(const char *s)
{
	size_t length = 0;

	while (ia_ascii_is_digit(s[length]))
		length++;
	return length;
}

/* Releases were numbered below, too, but not on media that boot like those of today. */
static bool is_release(const char *s, size_t length, bool is_fedora)
{
	unsigned number = (unsigned)(s[0] - '0');

	if (length == 2)
		number = 10 * number + (unsigned)(s[1] - '0');
	return length <= 2 && number >= (is_fedora ? 7 : 3) && !ia_ascii_is_alnum(s[length]);
}

/* Of "8-5-2111-x86_64" the first three; a date is no part of a release. */
static size_t whole_length(const char *s, size_t length)
{
	size_t more;

	while (s[length] && strchr(".-_", s[length])) {
		more = digits(s + length + 1);
		if (more == 0 || more > 4 || ia_ascii_is_alnum(s[length + 1 + more]))
			break;
		length += 1 + more;
	}
	return length;
}

struct ia_version ia_version_find(const char *rest, bool is_fedora)
{
	static const char separators[] = " -_/.";
	bool first = true, known = false;

	for (size_t length; *rest; rest += length, first = first && length == 0) {
		const char *arch;

		rest += strspn(rest, separators);
		arch = ia_arch_at(rest);
		length = arch ? strlen(arch) : strcspn(rest, separators);
		if (arch || length == 0)
			continue;
		if (is_fedora && is_one_of(newest, IA_COUNT(newest), rest, length))
			return (struct ia_version){.is_newest = true};
		if (is_one_of(variants, IA_COUNT(variants), rest, length))
			known = true;
		if ((first || known) && is_release(rest, digits(rest), is_fedora))
			return (struct ia_version){
				.at = rest,
				.length = is_fedora ? length : whole_length(rest, length),
			};
	}
	return (struct ia_version){0};
}
