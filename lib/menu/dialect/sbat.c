/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/dialect/sbat.h"

#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/slice.h"

static const struct vendor {
	const char *name;
	bool red_hat;
} vendors[] = {
	{"rh", true},     {"rhel", true},    {"redhat", true},    {"fedora", true},
	{"centos", true}, {"rocky", true},   {"almalinux", true}, {"oracle", true},
	{"ol", true},     {"debian", false}, {"ubuntu", false},   {"opensuse", false},
	{"sle", false},   {"sles", false},
};

/* "rhel8" and "debian12" are the vendors' names with a release behind. */
int ia_sbat_vendor(const char *name, size_t length, bool *ret_red_hat)
{
	while (length > 0 && ia_ascii_is_digit(name[length - 1]))
		length--;
	for (size_t i = 0; i < IA_COUNT(vendors); i++) {
		if (strlen(vendors[i].name) == length &&
		    strncasecmp(vendors[i].name, name, length) == 0) {
			*ret_red_hat = vendors[i].red_hat;
			return 1;
		}
	}
	return 0;
}

/* What stands before the next delimiter, which is taken off the rest. */
static struct ia_slice cut(struct ia_slice *rest, char delimiter)
{
	const char *end = rest->size > 0 ? memchr(rest->at, delimiter, rest->size) : NULL;
	struct ia_slice part = {rest->at, end ? (size_t)(end - rest->at) : rest->size};
	size_t taken = part.size + (end ? 1 : 0);

	rest->at += taken;
	rest->size -= taken;
	return part;
}

/* A decimal number of up to three digits; the number of its digits. */
static size_t number(struct ia_slice text, size_t at, unsigned *ret)
{
	size_t digits = 0;
	unsigned value = 0;

	while (digits < 3 && at + digits < text.size && ia_ascii_is_digit(text.at[at + digits]))
		value = value * 10 + (unsigned)(text.at[at + digits++] - '0');
	*ret = value;
	return digits;
}

/* ".el8" or ".fc36" in a package's version; the facts of each release's GRUB are in grub.h. */
static bool dialect_of_tag(struct ia_slice version, enum ia_grub_dialect *ret)
{
	for (size_t i = 0; i + 3 < version.size; i++) {
		bool el = memcmp(version.at + i, ".el", 3) == 0;
		unsigned release;

		if ((!el && memcmp(version.at + i, ".fc", 3) != 0) ||
		    number(version, i + 3, &release) == 0)
			continue;
		if (!el)
			*ret = release >= 30 ? IA_GRUB_RHEL9 : IA_GRUB_RHEL7;
		else if (release == 8)
			*ret = IA_GRUB_RHEL8;
		else
			*ret = release > 8 ? IA_GRUB_RHEL9 : IA_GRUB_RHEL7;
		return true;
	}
	return false;
}

/* "2.06-70.vl9", "1:2.02-120": 2.02 was EL8's, what came after it EL9's and Fedora's. */
static bool dialect_of_number(struct ia_slice version, enum ia_grub_dialect *ret)
{
	struct ia_slice rest = version;
	unsigned minor;

	cut(&rest, ':');
	if (rest.size == 0)
		rest = version;
	if (rest.size < 3 || memcmp(rest.at, "2.", 2) != 0 || number(rest, 2, &minor) != 2)
		return false;
	if (minor < 2)
		*ret = IA_GRUB_RHEL7;
	else
		*ret = minor < 4 ? IA_GRUB_RHEL8 : IA_GRUB_RHEL9;
	return true;
}

struct findings {
	bool upstream, other, stock, red_hat, has_version;
	enum ia_grub_dialect dialect;
	struct ia_slice upstream_version;
};

static void read_line(struct ia_slice line, struct findings *found)
{
	struct ia_slice component = cut(&line, ',');
	enum ia_grub_dialect tagged;
	struct ia_slice version;
	bool red_hat;

	cut(&line, ','); /* generation */
	cut(&line, ','); /* vendor's name */
	cut(&line, ','); /* package */
	version = cut(&line, ',');
	if (ia_slice_equal(component, "grub")) {
		found->upstream = true;
		found->upstream_version = version;
		return;
	}
	if (component.size <= 5 || memcmp(component.at, "grub.", 5) != 0)
		return;
	/* Whoever rebuilds Red Hat's package keeps its release, whatever his own name is. */
	if (ia_sbat_vendor(component.at + 5, component.size - 5, &red_hat) == 0) {
		red_hat = dialect_of_tag(version, &tagged);
		found->other |= !red_hat;
	} else {
		found->stock |= !red_hat;
	}
	found->red_hat |= red_hat;
	if (red_hat && !found->has_version)
		found->has_version = dialect_of_tag(version, &found->dialect) ||
				     dialect_of_number(version, &found->dialect);
}

/* At most IA_SBAT_MAX bytes, each looked at a few times. */
int ia_sbat_parse(const char *text, size_t size, enum ia_grub_dialect *ret, bool *ret_certain)
{
	struct ia_slice rest = {text, strnlen(text, size)};
	struct findings found = {.upstream_version = {text, 0}};

	while (rest.size > 0)
		read_line(ia_slice_cut_line(&rest), &found);
	if (found.red_hat) {
		if (!found.has_version)
			found.has_version =
				dialect_of_number(found.upstream_version, &found.dialect);
		*ret = found.has_version ? found.dialect : IA_GRUB_RHEL9;
		*ret_certain = found.has_version;
		return 1;
	}
	if (!found.stock && (found.other || !found.upstream))
		return 0;
	*ret = IA_GRUB_STOCK;
	*ret_certain = true;
	return 1;
}
