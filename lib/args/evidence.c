/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/evidence.h"

#include <string.h>

#include "args/vocabulary.h"
#include "base/ascii.h"
#include "base/cleanup.h"
#include "menu/cmdline.h"
#include "menu/location.h"
#include "release/arch.h"

/*
 * One entry has at most IA_ENTRY_LINE_MAX bytes of words; who asks of many entries pays for them.
 */
unsigned ia_evidence_traits(const struct isoargs_entry *entry)
{
	unsigned traits = 0;

	for (size_t i = 1; i < entry->argc; i++)
		traits |= ia_vocabulary_traits(entry->argv[i]);
	return traits;
}

/* What is loaded in place of a system, by the beginning of its file's name. */
static const struct tool {
	const char *name;
	const char *phrase;
} tools[] = {
	{"memtest", "tests the memory"},
	{"mt86", "tests the memory"},
	{"memdisk", "boots the image of another disk"},
	{"ipxe", "loads iPXE, which boots from a network"},
	{"gpxe", "loads gPXE, which boots from a network"},
	{"netboot.xyz", "loads netboot.xyz, which boots from a network"},
	{"ext2fs.static", "boots GNU/Hurd from a disk"}, /* Mach's first module */
	{"shellx64.", "starts a shell of the firmware"},
	{"shellia32.", "starts a shell of the firmware"},
	{"shell.efi", "starts a shell of the firmware"},
};

static const struct tool *find_tool(const struct isoargs_entry *entry)
{
	const char *name = entry->kernel ? entry->kernel : "";
	const char *slash = strrchr(name, '/');

	for (size_t i = 0; i < IA_COUNT(tools); i++) {
		if (ia_ascii_prefix_fold(slash ? slash + 1 : name, tools[i].name))
			return &tools[i];
	}
	return NULL;
}

bool ia_evidence_is_tool(const struct isoargs_entry *entry)
{
	return find_tool(entry) != NULL;
}

/* Value of the last root=, as the kernel takes it; NULL: none. */
static const char *find_root(const struct isoargs_entry *entry)
{
	const char *value = NULL;

	for (size_t i = 1; i < entry->argc; i++) {
		if (ia_word_is(entry->argv[i], "root"))
			value = ia_word_value(entry->argv[i]);
	}
	return value;
}

/* Does root= name this medium? Live systems of NixOS and others find themselves so. */
static bool names_medium(const struct isoargs_report *report, const char *root)
{
	const struct ia_labels *labels = &report->labels;

	/* What a menu on a medium names is most likely the medium. */
	if (labels->is_unknown)
		return ia_text_begins(root, "UUID=") || ia_text_begins(root, "LABEL=");
	if (ia_text_begins(root, "UUID="))
		return ia_text_equal(root + strlen("UUID="), labels->uuid);
	if (!ia_text_begins(root, "LABEL="))
		return false;
	root += strlen("LABEL=");
	return ia_text_equal(root, labels->installer) || ia_text_equal(root, labels->encoded) ||
	       ia_text_equal(root, labels->pvd);
}

/* What no installed system is on: memory, the network, the drive that the medium is in. */
static bool is_passing_device(const char *root)
{
	static const char *const names[] = {"ram", "nfs", "root", "sr", "cdrom", "loop"};

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		if (ia_text_begins(root + strlen("/dev/"), names[i]))
			return true;
	}
	return false;
}

bool ia_evidence_is_system(const struct isoargs_report *report, const struct isoargs_entry *entry)
{
	static const char *const kinds[] = {"UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ZFS="};
	const char *root = find_root(entry);

	if (!root || names_medium(report, root))
		return false;
	if (ia_text_begins(root, "/dev/"))
		return !is_passing_device(root);
	for (size_t i = 0; i < IA_COUNT(kinds); i++) {
		if (ia_text_begins(root, kinds[i]))
			return true;
	}
	return false;
}

/* debian-installer's graphical form differs from its text form in nothing but this. */
static bool has_graphical_initrd(const struct isoargs_entry *entry)
{
	for (size_t i = 0; i < entry->initrd_count; i++) {
		if (strstr(entry->initrds[i], "/gtk/"))
			return true;
	}
	return false;
}

unsigned ia_evidence_other_traits(const struct isoargs_report *report,
				  const struct isoargs_entry *entry)
{
	unsigned traits = has_graphical_initrd(entry) ? IA_TRAIT_GRAPHICS : 0;

	for (size_t i = 1; i < entry->argc; i++)
		traits |= ia_vocabulary_other_traits(entry->argv[i]);
	if ((traits & IA_TRAIT_ROOT) && ia_evidence_is_system(report, entry))
		traits |= IA_EVIDENCE_SYSTEM;
	return traits;
}

bool ia_evidence_is_other(const struct isoargs_report *report, unsigned traits)
{
	const struct ia_distro *distro = &report->distro;

	/* Agama has words that begin as anaconda's. */
	if (distro->family == IA_FAMILY_SUSE)
		return true;
	if (traits & IA_TRAIT_INSTALLER)
		return false;
	return (traits & IA_TRAIT_COREOS) ||
	       (distro->family != IA_FAMILY_EL && distro->family != IA_FAMILY_FEDORA &&
		distro->generation == 0);
}

const char *ia_evidence_path(const struct isoargs_entry *entry)
{
	const char *path = entry->kernel;

	if (entry->kernel_location)
		ia_location_split(entry->kernel_location, &path);
	if (path[0] == '(' && strchr(path, ')'))
		path = strchr(path, ')') + 1;
	return path;
}

static bool is_command(const struct isoargs_entry *entry, const char *command)
{
	return entry->command && strcmp(entry->command, command) == 0;
}

bool ia_evidence_is_multiboot(const struct isoargs_entry *entry)
{
	return is_command(entry, "multiboot") || is_command(entry, "multiboot2") ||
	       is_command(entry, "mboot.c32");
}

bool ia_evidence_is_host(const struct isoargs_entry *entry)
{
	const char *initrd = entry->initrd_count > 0 ? entry->initrds[0] : "";
	const char *slash = strrchr(initrd, '/');

	return ia_evidence_is_multiboot(entry) &&
	       strcmp(slash ? slash + 1 : initrd, "install.img") == 0;
}

enum isoargs_installer ia_evidence_folder(const struct isoargs_entry *entry)
{
	const char *path = ia_evidence_path(entry), *arch;

	/* Of its trees, those that install from a network. */
	if (ia_text_begins(path, "/debian-installer/") ||
	    strstr(path, "/netboot/debian-installer/") ||
	    strstr(path, "/netboot/ubuntu-installer/") || strstr(path, "/images/netboot/xen/"))
		return ISOARGS_INSTALLER_DEBIAN;
	if (ia_text_begins(path, "/install/") || ia_text_begins(path, "/install.") ||
	    ia_text_begins(path, "/d-i/"))
		return ISOARGS_INSTALLER_DEBIAN;
	arch = ia_text_begins(path, "/boot/") ? ia_arch_at(path + strlen("/boot/")) : NULL;
	return arch && path[strlen("/boot/") + strlen(arch)] == '/' ? ISOARGS_INSTALLER_LINUXRC
								    : ISOARGS_INSTALLER_UNKNOWN;
}

/* Debian's and Ubuntu's installers copy what stands behind it to the installed system. */
static bool has_separator(const struct isoargs_entry *entry)
{
	for (size_t i = 1; i < entry->argc; i++) {
		if (strcmp(entry->argv[i], "---") == 0 || strcmp(entry->argv[i], "--") == 0)
			return true;
	}
	return false;
}

/* Where no word tells: what media of this family are for. */
static enum isoargs_boots boots_by_family(enum ia_family family, const struct isoargs_entry *entry)
{
	switch (family) {
	case IA_FAMILY_EL:
	case IA_FAMILY_FEDORA:
	case IA_FAMILY_XENSERVER:
		return ISOARGS_BOOTS_INSTALLER;
	case IA_FAMILY_DEBIAN:
	case IA_FAMILY_UBUNTU:
		return has_separator(entry) ? ISOARGS_BOOTS_INSTALLER : ISOARGS_BOOTS_UNKNOWN;
	case IA_FAMILY_ARCH:
	case IA_FAMILY_ALPINE:
	case IA_FAMILY_COREOS:
		return ISOARGS_BOOTS_LIVE;
	case IA_FAMILY_UNKNOWN:
	case IA_FAMILY_SUSE:
		break;
	}
	return ISOARGS_BOOTS_UNKNOWN;
}

/* Words that are read by nothing but an installer. */
#define INSTALLER_TRAITS                                                                           \
	(IA_TRAIT_INSTALLER | IA_TRAIT_OTHER_INSTALLER | IA_TRAIT_LIVE_INSTALLER | IA_TRAIT_KS)

static enum isoargs_boots boots(const struct isoargs_report *report,
				const struct isoargs_entry *entry, unsigned traits)
{
	enum ia_family family = report->distro.family;

	if (ia_evidence_is_tool(entry))
		return ISOARGS_BOOTS_TOOL;
	if (traits & IA_TRAIT_RESCUE)
		return ISOARGS_BOOTS_RESCUE;
	if (traits & INSTALLER_TRAITS)
		return ISOARGS_BOOTS_INSTALLER;
	if (traits & IA_EVIDENCE_SYSTEM)
		return ISOARGS_BOOTS_SYSTEM;
	/* A desktop of Ubuntu's kin is live and installs; what others build on casper is live. */
	if ((traits & IA_TRAIT_CASPER) || ia_text_begins(ia_evidence_path(entry), "/casper"))
		return family == IA_FAMILY_UBUNTU ? ISOARGS_BOOTS_INSTALLER : ISOARGS_BOOTS_LIVE;
	if (traits & (IA_TRAIT_LIVE | IA_TRAIT_COREOS))
		return ISOARGS_BOOTS_LIVE;
	if ((traits & IA_TRAIT_ROOT) && find_root(entry) && names_medium(report, find_root(entry)))
		return ISOARGS_BOOTS_LIVE;
	if (ia_evidence_folder(entry) != ISOARGS_INSTALLER_UNKNOWN || ia_evidence_is_host(entry))
		return ISOARGS_BOOTS_INSTALLER;
	return boots_by_family(family, entry);
}

enum isoargs_boots ia_evidence_boots(const struct isoargs_report *report,
				     const struct isoargs_entry *entry)
{
	return boots(report, entry, ia_evidence_other_traits(report, entry));
}

const char *ia_evidence_phrase(const struct isoargs_report *report,
			       const struct isoargs_entry *entry)
{
	static const char *const phrases[] = {
		[ISOARGS_BOOTS_UNKNOWN] = "boots a system of which nothing tells that it installs",
		[ISOARGS_BOOTS_INSTALLER] = "starts the installer",
		[ISOARGS_BOOTS_LIVE] = "boots a live system",
		[ISOARGS_BOOTS_RESCUE] = "rescues a system",
		[ISOARGS_BOOTS_SYSTEM] = "boots what is installed on a disk",
	};
	const struct tool *tool = find_tool(entry);
	unsigned traits;

	if (tool)
		return tool->phrase;
	if (!ia_entry_boots_linux(entry))
		return is_command(entry, "chainloader") ? "starts another boot loader" : NULL;
	traits = ia_evidence_other_traits(report, entry);
	if (traits & IA_TRAIT_CHECK)
		return "checks the medium";
	return phrases[boots(report, entry, traits)];
}
