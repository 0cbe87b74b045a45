/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/distro.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "release/arch.h"
#include "release/version.h"

/*
 * Names as media spell them. Longer spellings stand before their own beginnings, so that
 * "CentOS Stream" is not read as "CentOS".
 */
static const struct known {
	const char *spelling;
	const char *name;
	enum ia_family family;
} known[] = {
	{"CentOS Stream", "CentOS Stream", IA_FAMILY_EL},
	{"CentOS-Stream", "CentOS Stream", IA_FAMILY_EL},
	{"CentOS_Stream", "CentOS Stream", IA_FAMILY_EL},
	{"CentOS Linux", "CentOS", IA_FAMILY_EL},
	{"CentOS", "CentOS", IA_FAMILY_EL},
	{"Red Hat Enterprise Linux", "Red Hat Enterprise Linux", IA_FAMILY_EL},
	{"RHEL", "Red Hat Enterprise Linux", IA_FAMILY_EL},
	{"RHELSA", "Red Hat Enterprise Linux", IA_FAMILY_EL},
	{"Oracle Linux", "Oracle Linux", IA_FAMILY_EL},
	{"OL", "Oracle Linux", IA_FAMILY_EL},
	{"AlmaLinux Kitten", "AlmaLinux Kitten", IA_FAMILY_EL},
	{"AlmaLinux", "AlmaLinux", IA_FAMILY_EL},
	{"Rocky Linux", "Rocky Linux", IA_FAMILY_EL},
	{"Rocky", "Rocky Linux", IA_FAMILY_EL},
	{"Scientific Linux", "Scientific Linux", IA_FAMILY_EL},
	{"SL", "Scientific Linux", IA_FAMILY_EL},
	{"EuroLinux", "EuroLinux", IA_FAMILY_EL},
	{"EL", "EuroLinux", IA_FAMILY_EL},
	{"Circle Linux", "Circle Linux", IA_FAMILY_EL},
	{"Circle", "Circle Linux", IA_FAMILY_EL},
	{"MIRACLE LINUX", "MIRACLE LINUX", IA_FAMILY_EL},
	{"MIRACLE-LINUX", "MIRACLE LINUX", IA_FAMILY_EL},
	{"Springdale Linux", "Springdale Linux", IA_FAMILY_EL},
	{"Virtuozzo", "Virtuozzo", IA_FAMILY_EL},
	{"Fedora CoreOS", "Fedora CoreOS", IA_FAMILY_COREOS},
	{"Fedora-CoreOS", "Fedora CoreOS", IA_FAMILY_COREOS},
	{"rhcos", "RHEL CoreOS", IA_FAMILY_COREOS},
	{"scos", "CentOS Stream CoreOS", IA_FAMILY_COREOS},
	{"Fedora", "Fedora", IA_FAMILY_FEDORA},
	{"Debian GNU/Linux", "Debian", IA_FAMILY_DEBIAN},
	{"Debian", "Debian", IA_FAMILY_DEBIAN},
	{"d-live", "Debian", IA_FAMILY_DEBIAN},
	{"LMDE", "LMDE", IA_FAMILY_DEBIAN},
	{"Kali GNU/Linux", "Kali Linux", IA_FAMILY_DEBIAN},
	{"Kali Linux", "Kali Linux", IA_FAMILY_DEBIAN},
	{"Kali Live", "Kali Linux", IA_FAMILY_DEBIAN},
	{"Devuan GNU/Linux", "Devuan", IA_FAMILY_DEBIAN},
	{"Devuan", "Devuan", IA_FAMILY_DEBIAN},
	{"Ubuntu-Server", "Ubuntu", IA_FAMILY_UBUNTU},
	{"Ubuntu", "Ubuntu", IA_FAMILY_UBUNTU},
	{"Edubuntu", "Edubuntu", IA_FAMILY_UBUNTU},
	{"Kubuntu", "Kubuntu", IA_FAMILY_UBUNTU},
	{"Xubuntu", "Xubuntu", IA_FAMILY_UBUNTU},
	{"Lubuntu", "Lubuntu", IA_FAMILY_UBUNTU},
	{"Linux Mint", "Linux Mint", IA_FAMILY_UBUNTU},
	{"openSUSE Leap", "openSUSE Leap", IA_FAMILY_SUSE},
	{"openSUSE-Leap", "openSUSE Leap", IA_FAMILY_SUSE},
	{"openSUSE_Leap", "openSUSE Leap", IA_FAMILY_SUSE},
	{"openSUSE Tumbleweed", "openSUSE Tumbleweed", IA_FAMILY_SUSE},
	{"openSUSE-Tumbleweed", "openSUSE Tumbleweed", IA_FAMILY_SUSE},
	{"openSUSE_Tumbleweed", "openSUSE Tumbleweed", IA_FAMILY_SUSE},
	{"openSUSE", "openSUSE", IA_FAMILY_SUSE},
	{"Install-Leap", "openSUSE Leap", IA_FAMILY_SUSE}, /* Agama's media, from 16.0 on */
	{"Install-openSUSE", "openSUSE", IA_FAMILY_SUSE},
	{"Install-SUSE-SLE", "SUSE Linux Enterprise", IA_FAMILY_SUSE},
	{"SUSE Linux Enterprise", "SUSE Linux Enterprise", IA_FAMILY_SUSE},
	{"SUSE-MicroOS", "SUSE Linux Enterprise Micro", IA_FAMILY_SUSE},
	{"SLE-Micro", "SUSE Linux Enterprise Micro", IA_FAMILY_SUSE},
	{"SLE", "SUSE Linux Enterprise", IA_FAMILY_SUSE},
	{"SLES", "SUSE Linux Enterprise Server", IA_FAMILY_SUSE},
	{"SLED", "SUSE Linux Enterprise Desktop", IA_FAMILY_SUSE},
	{"ARCH_", "Arch Linux", IA_FAMILY_ARCH},
	{"alpine", "Alpine Linux", IA_FAMILY_ALPINE},
	{"XCP-ng", "XCP-ng", IA_FAMILY_XENSERVER},
	{"XenServer", "XenServer", IA_FAMILY_XENSERVER},
	{"Citrix Hypervisor", "Citrix Hypervisor", IA_FAMILY_XENSERVER},
};

/* The entry whose spelling starts s, ended by something that is no letter. */
static const struct known *find_known(const char *s)
{
	for (size_t i = 0; i < IA_COUNT(known); i++) {
		size_t length = strlen(known[i].spelling);
		char next;

		if (!ia_ascii_prefix_fold(s, known[i].spelling))
			continue;
		next = ia_ascii_lower(s[length]);
		if (next < 'a' || next > 'z')
			return &known[i];
	}
	return NULL;
}

/* Those whose releases are counted as their installer's generations. */
static bool has_generations(enum ia_family family)
{
	return family == IA_FAMILY_EL || family == IA_FAMILY_FEDORA;
}

/* At most IA_RELEASE_TEXT_MAX bytes of it. */
static int set(struct ia_arena *arena, const char **slot, const char **from, const char *value,
	       size_t length, const char *source)
{
	char *copy;

	if (*slot || length == 0)
		return 0;
	copy = ia_arena_strndup(arena, value, length);
	if (copy && length > IA_RELEASE_TEXT_MAX)
		copy = ia_utf8_cut(arena, copy, IA_RELEASE_TEXT_MAX);
	if (!copy)
		return -ENOMEM;
	*slot = copy;
	*from = source;
	return 0;
}

static int set_string(struct ia_arena *arena, const char **slot, const char **from,
		      const char *value, const char *source)
{
	return value ? set(arena, slot, from, value, strlen(value), source) : 0;
}

/* Fedora's releases by the EL generation whose installer rules they share. */
static unsigned fedora_generation(unsigned long release)
{
	static const struct {
		unsigned long first;
		unsigned generation;
	} table[] = {
		{42, 10}, /* inst.vnc gave way to inst.rdp */
		{34, 9},  /* anaconda 34: un-prefixed names are no longer read */
		{28, 8},
		{17, 7}, /* dracut, and "inst." before what it reads; EL6 has neither */
	};

	for (size_t i = 0; i < IA_COUNT(table); i++) {
		if (release >= table[i].first)
			return table[i].generation;
	}
	return 6;
}

/* What comes next is installed as what came last. */
#define NEWEST_GENERATION 10u

static void set_generation(struct ia_distro *distro)
{
	unsigned long major;

	if (distro->generation || !distro->version || !has_generations(distro->family))
		return;
	if (ia_version_find(distro->version, distro->family == IA_FAMILY_FEDORA).is_newest)
		distro->generation = NEWEST_GENERATION;
	major = strtoul(distro->version, NULL, 10);
	if (distro->family == IA_FAMILY_FEDORA && major > 0)
		distro->generation = fedora_generation(major);
	else if (major >= 5 && major < 100)
		distro->generation = (unsigned)major;
}

static int set_name(struct ia_distro *distro, const char *spelling, const char *source,
		    struct ia_arena *arena)
{
	const struct known *entry;

	if (!spelling || distro->name)
		return 0;
	entry = find_known(spelling);
	if (!entry)
		return set_string(arena, &distro->name, &distro->name_from, spelling, source);
	distro->family = entry->family;
	return set_string(arena, &distro->name, &distro->name_from, entry->name, source);
}

int ia_distro_from_treeinfo(struct ia_distro *distro, const struct ia_treeinfo *info,
			    struct ia_arena *arena)
{
	static const char source[] = ".treeinfo";
	const char *name = info->family ? info->family : info->short_name;

	/* As a beginning it would be anybody's: "Scientific photographs". */
	if (ia_text_equal(name, "Scientific"))
		name = "Scientific Linux";
	if (set_name(distro, name ? name : info->name, source, arena) < 0 ||
	    set_string(arena, &distro->version, &distro->version_from, info->version, source) < 0 ||
	    set_string(arena, &distro->variant, &distro->variant_from, info->variant, source) < 0 ||
	    set_string(arena, &distro->arch, &distro->arch_from, info->arch, source) < 0)
		return -ENOMEM;
	set_generation(distro);
	return 0;
}

#define DAY_DIGITS 8 /* "Debian squeeze 20111014" has no release, but a day on which it was made */

/* Digits, and dots or (in labels, which may have lost their dots) hyphens between digits. */
static size_t version_length(const char *s)
{
	size_t length = 0;

	if (strspn(s, "0123456789") == DAY_DIGITS)
		return 0;
	while (ia_ascii_is_digit(s[length]) ||
	       (length > 0 && (s[length] == '.' || s[length] == '-') &&
		ia_ascii_is_digit(s[length + 1])))
		length++;
	return length;
}

/* "15-SP5": a service pack is told with its release, and its hyphen is no lost dot. */
static size_t service_pack_length(const char *s)
{
	size_t length = strlen("-SP");

	if (strncmp(s, "-SP", length) != 0 || !ia_ascii_is_digit(s[length]))
		return 0;
	while (ia_ascii_is_digit(s[length]))
		length++;
	return length;
}

/* What stands between a name and its version: "-std " in "alpine-std 3.19.1 x86_64". */
static const char *skip_flavour(const char *s)
{
	size_t length = 0;

	while (ia_ascii_is_alnum(s[length]) && !ia_ascii_is_digit(s[length]))
		length++;
	if (length == 0 || !s[length] || !strchr(" -_", s[length]))
		return s;
	return s + length + 1;
}

static int set_version(struct ia_distro *distro, const char *s, size_t length, const char *source,
		       struct ia_arena *arena)
{
	char *version;

	if (distro->version || length == 0)
		return 0;
	version = ia_arena_strndup(arena, s, length);
	if (!version)
		return -ENOMEM;
	for (char *c = version; *c; c++) {
		if ((*c == '-' || *c == '_') && ia_ascii_is_digit(c[1]))
			*c = '.';
	}
	return set_string(arena, &distro->version, &distro->version_from, version, source);
}

/* What looking for names in a text takes, besides its bytes: units of the meter. */
#define TEXT_COST  600u
#define BYTE_COST  16u
#define TITLE_COST 30u /* to see that a title says nothing */

static int spend(const struct ia_arena *arena, uint64_t units)
{
	return ia_meter_spend(ia_arena_meter(arena), IA_COST_RELEASE, units);
}

/* What a label has between name and release where another system is installed than usually. */
static int set_variant(struct ia_distro *distro, const char *rest, const char *source,
		       struct ia_arena *arena)
{
	static const struct {
		const char *mark;
		const char *variant;
	} known_variants[] = {
		{"-AW-", "Silverblue"}, /* as it was called at first: Atomic Workstation */
		{"-SB-", "Silverblue"},
		{"-Kitten-", "Kitten"},
	};

	for (size_t i = 0; i < IA_COUNT(known_variants); i++) {
		if (ia_ascii_prefix_fold(rest, known_variants[i].mark))
			return set_string(arena, &distro->variant, &distro->variant_from,
					  known_variants[i].variant, source);
	}
	return 0;
}

/* Of EL and Fedora: the release, and the generation that comes with it. */
static int set_release(struct ia_distro *distro, const char *rest, const char *source,
		       struct ia_arena *arena)
{
	struct ia_version version = ia_version_find(rest, distro->family == IA_FAMILY_FEDORA);

	if (set_variant(distro, rest, source, arena) < 0 ||
	    (version.at && set_version(distro, version.at, version.length, source, arena) < 0))
		return -ENOMEM;
	set_generation(distro);
	if (version.is_newest && !distro->version)
		distro->generation = NEWEST_GENERATION;
	return 0;
}

/* "SLE-12-SP3-Server-DVD-x86_64": whose service pack it is stands behind it. */
static const struct known *edition_of(const struct known *entry, const char *rest)
{
	static const struct {
		const char *word;
		const char *spelling;
	} editions[] = {{"-Server-", "SLES"}, {"-Desktop-", "SLED"}};

	for (size_t i = 0; strcmp(entry->spelling, "SLE") == 0 && i < IA_COUNT(editions); i++) {
		const struct known *edition = find_known(editions[i].spelling);

		if (edition && strstr(rest, editions[i].word))
			return edition;
	}
	return entry;
}

/*
 * A text that starts with a known name and goes on with a version: a label, or the name in a
 * menu title. Anything else says nothing about the distribution.
 */
static int from_text(struct ia_distro *distro, const char *text, const char *source,
		     struct ia_arena *arena)
{
	const struct known *entry = find_known(text);
	const char *rest;
	size_t length;

	if (!entry)
		return 0;
	rest = text + strlen(entry->spelling);
	entry = edition_of(entry, rest);
	if (set_name(distro, entry->spelling, source, arena) < 0)
		return -ENOMEM;
	/* A version belongs to the name it stands with, and to no other. */
	if (strcmp(distro->name, entry->name) != 0)
		return 0;
	if (has_generations(entry->family))
		return set_release(distro, rest, source, arena);
	rest += strspn(rest, " -_");
	if (version_length(rest) == 0)
		rest = skip_flavour(rest);
	length = version_length(rest);
	if (entry->family == IA_FAMILY_SUSE && length > 0)
		length += service_pack_length(rest + length);
	return set_version(distro, rest, length, source, arena);
}

int ia_distro_from_diskinfo(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	static const char source[] = ".disk/info", official[] = "Official ";
	char *line = ia_arena_strndup(arena, text, strcspn(text, "\r\n"));

	if (!line || spend(arena, TEXT_COST + strlen(line) * BYTE_COST) < 0)
		return -ENOMEM;
	if (ia_ascii_prefix_fold(line, official))
		line += strlen(official);
	if (from_text(distro, line, source, arena) < 0)
		return -ENOMEM;
	return set_string(arena, &distro->arch, &distro->arch_from, ia_arch_find(line), source);
}

int ia_distro_from_label(struct ia_distro *distro, const char *label, struct ia_arena *arena)
{
	static const char source[] = "label";

	if (spend(arena, TEXT_COST + strlen(label) * BYTE_COST) < 0 ||
	    from_text(distro, label, source, arena) < 0)
		return -ENOMEM;
	return set_string(arena, &distro->arch, &distro->arch_from, ia_arch_find(label), source);
}

int ia_distro_from_discinfo(struct ia_distro *distro, const char *release, const char *arch,
			    struct ia_arena *arena)
{
	static const char source[] = ".discinfo";
	size_t length;

	if (set_string(arena, &distro->arch, &distro->arch_from, arch, source) < 0)
		return -ENOMEM;
	if (!release)
		return 0;
	if (spend(arena, TEXT_COST + strlen(release)) < 0)
		return -ENOMEM;
	if (find_known(release))
		return from_text(distro, release, source, arena);
	/* "7.9": a version that says nothing about whose it is. */
	length = version_length(release);
	if (length > 0 && release[length] == '\0' && distro->name) {
		if (set_version(distro, release, length, source, arena) < 0)
			return -ENOMEM;
		set_generation(distro);
	}
	return 0;
}

int ia_distro_from_manifest(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	static const char source[] = "MANIFEST", ubuntu[] = "/ubuntu-installer/",
			  debian[] = "/debian-installer/";
	const char *folder = strstr(text, ubuntu), *arch = NULL;

	if (spend(arena, TEXT_COST + strlen(text)) < 0 ||
	    set_name(distro, folder ? "Ubuntu" : "Debian", source, arena) < 0)
		return -ENOMEM;
	if (folder)
		arch = ia_arch_at(folder + strlen(ubuntu));
	folder = strstr(text, debian);
	if (!arch && folder)
		arch = ia_arch_at(folder + strlen(debian));
	return set_string(arena, &distro->arch, &distro->arch_from, arch, source);
}

int ia_distro_from_version_info(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	static const char before[] = "Debian version:";
	const char *line;

	if (spend(arena, TEXT_COST + strlen(text)) < 0)
		return -ENOMEM;
	if (!ia_text_begins(text, before))
		return 0;
	text += strlen(before);
	text += strspn(text, " \t");
	line = ia_arena_printf(arena, "Debian %.*s", (int)strcspn(text, "\r\n"), text);
	return line ? from_text(distro, line, "version.info", arena) : -ENOMEM;
}

/* What stands behind the key in the first line that has it, allocated; NULL: none. */
static char *find_line(const char *text, const char *key, struct ia_arena *arena)
{
	const size_t length = strlen(key);

	/* Each line is looked at once, and the text has been paid for. */
	while (*text) {
		size_t size = strcspn(text, "\r\n");

		if (size > length && strncmp(text, key, length) == 0 &&
		    (text[length] == ' ' || text[length] == '\t')) {
			text += length;
			size -= length;
			for (; size > 0 && (*text == ' ' || *text == '\t'); size--)
				text++;
			return ia_arena_strndup(arena, text, size);
		}
		text += size;
		text += strspn(text, "\r\n");
	}
	return NULL;
}

int ia_distro_from_content(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	static const char source[] = "content";
	const char *line;

	if (spend(arena, TEXT_COST + strlen(text) * BYTE_COST) < 0)
		return -ENOMEM;
	line = find_line(text, "LABEL", arena);
	if (!line) {
		/* "cpe:/o:opensuse:opensuse:13.2,openSUSE" */
		line = find_line(text, "DISTRO", arena);
		line = line && strchr(line, ',') ? strchr(line, ',') + 1 : line;
	}
	if (line && from_text(distro, line, source, arena) < 0)
		return -ENOMEM;
	line = find_line(text, "BASEARCHS", arena);
	if (!line)
		return 0;
	return set_string(arena, &distro->arch, &distro->arch_from,
			  strstr(line, "x86_64") ? "x86_64" : ia_arch_find(line), source);
}

int ia_distro_from_products(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	char *line, *build;

	if (spend(arena, TEXT_COST + strlen(text) * BYTE_COST) < 0)
		return -ENOMEM;
	line = find_line(text, "/", arena);
	if (!line)
		return 0;
	/* What stands behind the last hyphen numbers the build. */
	build = strrchr(line, '-');
	if (build && build[1 + strspn(build + 1, "0123456789.")] == '\0')
		*build = '\0';
	return from_text(distro, line, "media.1/products", arena);
}

int ia_distro_from_alpine(struct ia_distro *distro, const char *text, struct ia_arena *arena)
{
	static const char alpine[] = "alpine";
	const char *line =
		ia_arena_printf(arena, "%s %.*s", alpine, (int)strcspn(text, "\r\n"), text);

	if (!line || spend(arena, TEXT_COST + strlen(line) * BYTE_COST) < 0)
		return -ENOMEM;
	if (ia_ascii_prefix_fold(text, alpine))
		line += sizeof(alpine);
	return from_text(distro, line, ".alpine-release", arena);
}

int ia_distro_from_title(struct ia_distro *distro, const char *title, struct ia_arena *arena)
{
	static const char *const verbs[] = {"Install ", "Test this media & install "};

	if (spend(arena, TITLE_COST) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < IA_COUNT(verbs); i++) {
		const struct known *entry;

		if (!ia_ascii_prefix_fold(title, verbs[i]))
			continue;
		if (spend(arena, TEXT_COST + strlen(title)) < 0)
			return -ENOMEM;
		title += strlen(verbs[i]);
		entry = find_known(title);
		return entry && has_generations(entry->family)
			       ? from_text(distro, title, "menu", arena)
			       : 0;
	}
	return 0;
}
