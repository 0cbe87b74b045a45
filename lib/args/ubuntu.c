/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/ubuntu.h"

#include <string.h>

#include "base/ascii.h"
#include "menu/cmdline.h"
#include "release/number.h"

bool ia_ubuntu_has_word(const struct ia_derivation *derivation, const char *name)
{
	const struct ia_cmdline *own = &derivation->own;

	for (size_t i = 0; i < own->count; i++) {
		if (ia_word_is(own->words[i].text, name))
			return true;
	}
	return false;
}

static bool is_mint(const struct ia_distro *distro)
{
	return ia_text_equal(distro->name, "Linux Mint");
}

unsigned ia_ubuntu_release(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	unsigned number = ia_release_number(distro->version);

	if (distro->family != IA_FAMILY_UBUNTU || number == 0)
		return 0;
	if (!is_mint(distro))
		return number;
	/* 17 is made of 14.04, 22 of 24.04; what came before counts as one of the old ones. */
	return number < 1700 ? 1204 : (number / 100 * 2 - 20) * 100 + 4;
}

bool ia_ubuntu_is_server(const struct ia_derivation *derivation)
{
	const char *label = derivation->report->labels.pvd;

	return (label && ia_text_begins(label, "Ubuntu-Server")) ||
	       strstr(derivation->entry->title, "Ubuntu Server");
}

/* Words of Ubiquity's menus, and the seed of its questions. */
static bool names_ubiquity(const struct ia_derivation *derivation)
{
	const struct ia_cmdline *own = &derivation->own;

	for (size_t i = 0; i < own->count; i++) {
		const char *word = own->words[i].text;

		if (strcmp(word, "maybe-ubiquity") == 0 || strcmp(word, "only-ubiquity") == 0 ||
		    strcmp(word, "automatic-ubiquity") == 0 ||
		    ia_text_begins(word, "file=/cdrom/preseed/"))
			return true;
	}
	return false;
}

/* By the entry's own words first: media that others made are called as they like. */
enum ia_ubuntu_kind ia_ubuntu_kind(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	unsigned release = ia_ubuntu_release(derivation);

	if (ia_ubuntu_has_word(derivation, "autoinstall") || ia_ubuntu_is_server(derivation))
		return IA_UBUNTU_SUBIQUITY;
	if (names_ubiquity(derivation) || is_mint(distro))
		return IA_UBUNTU_UBIQUITY;
	if (release == 0 || ia_text_equal(distro->name, "Lubuntu"))
		return IA_UBUNTU_UNKNOWN;
	if (release < 2304)
		return IA_UBUNTU_UBIQUITY;
	return ia_text_equal(distro->name, "Ubuntu") ? IA_UBUNTU_SUBIQUITY : IA_UBUNTU_UNKNOWN;
}

bool ia_ubuntu_is_desktop(const struct ia_derivation *derivation)
{
	return !ia_ubuntu_is_server(derivation) &&
	       (derivation->report->distro.family == IA_FAMILY_UBUNTU ||
		ia_ubuntu_kind(derivation) == IA_UBUNTU_UBIQUITY);
}
