/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/family.h"

#include <stddef.h>

#include "base/cleanup.h"

/*
 * Sources: each family's own scripts and parsers, as lib/args/family names them; anaconda and
 * Subiquity, whose readers of /proc/cmdline call shlex.split(); linuxrc's file.c; casper's,
 * Alpine's and Agama's, which split at white space.
 */

static const char *const kickstarts[] = {"inst.ks", "ks", NULL};
static const char *const preseeds[] = {"url", "preseed/url", "file", "preseed/file", NULL};
static const char *const seeds[] = {"autoinstall", "ds", "cloud-config-url", "preseed/url", "file",
				    "url",         NULL};
static const char *const profiles[] = {"autoyast", "autoyast2", "ay", NULL};
static const char *const agamas[] = {"inst.auto", "inst.script", NULL};
static const char *const scripts[] = {"script", NULL};
static const char *const overlays[] = {"apkovl", NULL};
static const char *const ignitions[] = {"coreos.inst.ignition_url", NULL};

static const struct ia_check_family unknown;

static const struct ia_check_family families[] = {
	{
		.installer = ISOARGS_INSTALLER_ANACONDA,
		.name = "anaconda",
		.answers = kickstarts,
		.quotes = IA_QUOTES_SHLEX,
		.memory = ia_check_memory_anaconda,
	},
	{
		.installer = ISOARGS_INSTALLER_DEBIAN,
		.name = "debian-installer",
		.medium = ia_check_medium_debian,
		.answers = preseeds,
		.quotes = IA_QUOTES_KERNEL,
		.memory = ia_check_memory_debian,
	},
	{
		.installer = ISOARGS_INSTALLER_CASPER,
		.name = "casper",
		.medium = ia_check_medium_casper,
		.answers = seeds,
		.automation = ia_check_automation_casper,
		.quotes = IA_QUOTES_SHLEX,
		.memory = ia_check_memory_casper,
	},
	{
		.installer = ISOARGS_INSTALLER_LINUXRC,
		.name = "linuxrc",
		.medium = ia_check_medium_linuxrc,
		.answers = profiles,
		.quotes = IA_QUOTES_BOTH,
		.copies_separator = true,
	},
	{
		.installer = ISOARGS_INSTALLER_AGAMA,
		.name = "Agama",
		.medium = ia_check_medium_agama,
		.by_link = true,
		.answers = agamas,
		.quotes = IA_QUOTES_NONE,
		.copies_separator = true,
	},
	{
		.installer = ISOARGS_INSTALLER_ARCH,
		.name = "archiso",
		.medium = ia_check_medium_arch,
		.answers = scripts,
	},
	{
		.installer = ISOARGS_INSTALLER_ALPINE,
		.name = "Alpine's initramfs",
		.medium = ia_check_medium_alpine,
		.answers = overlays,
		.quotes = IA_QUOTES_NONE,
	},
	{
		.installer = ISOARGS_INSTALLER_COREOS,
		.name = "Fedora CoreOS",
		.medium = ia_check_medium_coreos,
		.by_link = true,
		.answers = ignitions,
		.memory = ia_check_memory_coreos,
	},
	{
		.installer = ISOARGS_INSTALLER_LIVE,
		.name = "live-boot",
		.medium = ia_check_medium_live,
	},
	{
		.installer = ISOARGS_INSTALLER_HOST,
		.name = "the host's installer",
		.medium = ia_check_medium_host,
		.is_host = true,
	},
};

const struct ia_check_family *ia_check_family(const struct isoargs_args *args)
{
	for (size_t i = 0; args && i < IA_COUNT(families); i++) {
		if (families[i].installer == args->installer)
			return &families[i];
	}
	return &unknown;
}
