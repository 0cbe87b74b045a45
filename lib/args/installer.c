/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/installer.h"

#include "args/evidence.h"
#include "args/vocabulary.h"
#include "base/ascii.h"

/*
 * Sources: the menus of the media themselves; virt-manager's urldetect.py; live-boot, casper,
 * linuxrc, Agama and archiso for where each has its kernel.
 */

static bool has_word(const struct isoargs_entry *entry, const char *beginning)
{
	for (size_t i = 1; i < entry->argc; i++) {
		if (ia_text_begins(entry->argv[i], beginning))
			return true;
	}
	return false;
}

/*
 * Agama's live medium is labelled so, and its menu has no word of its own. Where the label is not
 * known, it is a root file system that no word of SUSE's menu names.
 */
static bool is_agama_label(const struct isoargs_report *report)
{
	const char *label = report->labels.pvd;

	return label && ia_text_begins(label, "Install-");
}

/* Of the folders and words that one installer alone has. */
static enum isoargs_installer by_evidence(const struct isoargs_report *report,
					  const struct isoargs_entry *entry)
{
	enum isoargs_installer folder = ia_evidence_folder(entry);

	/* Menus that were copied from a desktop's give debian-installer's kernel boot=casper. */
	if (folder == ISOARGS_INSTALLER_DEBIAN)
		return ISOARGS_INSTALLER_DEBIAN;
	if (ia_evidence_is_host(entry))
		return ISOARGS_INSTALLER_HOST;
	if (has_word(entry, "boot=casper") || ia_text_begins(ia_evidence_path(entry), "/casper"))
		return ISOARGS_INSTALLER_CASPER;
	if (has_word(entry, "boot=live"))
		return ISOARGS_INSTALLER_LIVE;
	if (has_word(entry, "archisobasedir=arch"))
		return ISOARGS_INSTALLER_ARCH;
	if (has_word(entry, "coreos."))
		return ISOARGS_INSTALLER_COREOS;
	if (folder == ISOARGS_INSTALLER_LINUXRC &&
	    (is_agama_label(report) || (report->has_live_root && !has_word(entry, "root=live:"))))
		return ISOARGS_INSTALLER_AGAMA;
	if (has_word(entry, "root=live:"))
		return ISOARGS_INSTALLER_LIVE;
	if (folder == ISOARGS_INSTALLER_LINUXRC || has_word(entry, "autoyast=") ||
	    has_word(entry, "netsetup="))
		return ISOARGS_INSTALLER_LINUXRC;
	if (has_word(entry, "debian-installer/") || has_word(entry, "netcfg/") ||
	    has_word(entry, "file=/cdrom/preseed"))
		return ISOARGS_INSTALLER_DEBIAN;
	return ISOARGS_INSTALLER_UNKNOWN;
}

/* Where nothing but the medium's family tells. */
static enum isoargs_installer by_family(const struct isoargs_report *report,
					const struct isoargs_entry *entry)
{
	switch (report->distro.family) {
	case IA_FAMILY_DEBIAN:
	case IA_FAMILY_UBUNTU:
		return has_word(entry, "--") ? ISOARGS_INSTALLER_DEBIAN : ISOARGS_INSTALLER_UNKNOWN;
	case IA_FAMILY_SUSE:
		return ISOARGS_INSTALLER_UNKNOWN;
	case IA_FAMILY_ARCH:
		return ISOARGS_INSTALLER_ARCH;
	case IA_FAMILY_ALPINE:
		return ISOARGS_INSTALLER_ALPINE;
	case IA_FAMILY_COREOS:
		return ISOARGS_INSTALLER_COREOS;
	case IA_FAMILY_XENSERVER:
		return ISOARGS_INSTALLER_HOST;
	case IA_FAMILY_UNKNOWN:
	case IA_FAMILY_EL:
	case IA_FAMILY_FEDORA:
		break;
	}
	return ISOARGS_INSTALLER_UNKNOWN;
}

/* Fedora's live images have anaconda on them, but no words of theirs reach it. */
static bool is_plainly_live(const struct isoargs_report *report, unsigned traits)
{
	return report->distro.family != IA_FAMILY_EL && (traits & IA_TRAIT_LIVE) &&
	       !(traits & IA_TRAIT_INSTALLER);
}

enum isoargs_installer ia_installer_of(const struct isoargs_report *report,
				       const struct isoargs_entry *entry)
{
	unsigned traits = ia_evidence_traits(entry);
	enum isoargs_installer installer;

	if (!ia_evidence_is_other(report, traits))
		return is_plainly_live(report, traits) ? ISOARGS_INSTALLER_LIVE
						       : ISOARGS_INSTALLER_ANACONDA;
	installer = by_evidence(report, entry);
	if (installer == ISOARGS_INSTALLER_UNKNOWN)
		installer = by_family(report, entry);
	if (installer == ISOARGS_INSTALLER_UNKNOWN &&
	    ia_evidence_boots(report, entry) == ISOARGS_BOOTS_LIVE)
		installer = ISOARGS_INSTALLER_LIVE;
	return installer;
}
