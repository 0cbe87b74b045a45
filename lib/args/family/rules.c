/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/rules.h"

#include <stddef.h>

const struct ia_rules ia_rules_unknown = {
	.installer = ISOARGS_INSTALLER_UNKNOWN,
	.name = "an installer of unknown kind",
};

const struct ia_rules *ia_rules(enum isoargs_installer installer)
{
	static const struct ia_rules *const all[] = {
		[ISOARGS_INSTALLER_UNKNOWN] = &ia_rules_unknown,
		[ISOARGS_INSTALLER_ANACONDA] = &ia_rules_anaconda,
		[ISOARGS_INSTALLER_DEBIAN] = &ia_rules_debian,
		[ISOARGS_INSTALLER_CASPER] = &ia_rules_casper,
		[ISOARGS_INSTALLER_LINUXRC] = &ia_rules_linuxrc,
		[ISOARGS_INSTALLER_AGAMA] = &ia_rules_agama,
		[ISOARGS_INSTALLER_ARCH] = &ia_rules_arch,
		[ISOARGS_INSTALLER_ALPINE] = &ia_rules_alpine,
		[ISOARGS_INSTALLER_COREOS] = &ia_rules_coreos,
		[ISOARGS_INSTALLER_LIVE] = &ia_rules_live,
		[ISOARGS_INSTALLER_HOST] = &ia_rules_host,
	};
	const struct ia_rules *rules = (unsigned)installer < IA_COUNT(all) ? all[installer] : NULL;

	return rules ? rules : &ia_rules_unknown;
}
