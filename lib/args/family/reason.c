/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/reason.h"

#include <string.h>

#include "args/family/rules.h"
#include "menu/cmdline.h"

/* One row holds where its condition does; of at most some thirty. */
static bool holds(const struct ia_derivation *derivation, enum ia_when when)
{
	const struct isoargs_request *request = derivation->request;

	switch (when) {
	case IA_ALWAYS:
		return true;
	case IA_UNNAMED:
		return !request->entry;
	case IA_ON_TEXT:
		return !request->graphical || !derivation->guest->has_screen;
	case IA_ON_DISPLAY:
		return request->graphical || request->text || request->vnc;
	case IA_ON_NETWORK:
		return request->network.dhcp || request->network.ip.family;
	case IA_ON_HOSTNAME:
		return request->network.hostname[0];
	case IA_ON_AUTO:
		return request->automation;
	case IA_ON_REPO:
		return request->repo;
	case IA_ON_BASE_URL:
		return request->base_url;
	case IA_ON_OWN:
		break;
	}
	return derivation->rules->goes(derivation);
}

static const char *reason_of(enum ia_when when)
{
	static const char *const reasons[] = {
		[IA_ON_TEXT] = "the guest's own console takes its place",
		[IA_ON_DISPLAY] = "the display options take its place",
		[IA_ON_NETWORK] = "the network options take its place",
		[IA_ON_HOSTNAME] = "ISOARGS_HOSTNAME takes its place",
		[IA_ON_AUTO] = "ISOARGS_AUTO takes its place",
		[IA_ON_REPO] = "ISOARGS_REPO takes its place",
		[IA_ON_BASE_URL] = "ISOARGS_BASE_URL takes its place",
	};

	return reasons[when];
}

/* Is it the word that a row has? */
static bool is_named(const struct ia_rules *rules, const char *word, const char *name)
{
	if (name[0] && name[strlen(name) - 1] == '=')
		return strcmp(word, name) == 0;
	return rules->is_named ? rules->is_named(word, name) : ia_word_is(word, name);
}

const char *ia_reason(const struct ia_derivation *derivation, const char *word)
{
	const struct ia_rules *rules = derivation->rules;

	word += *word == '"';
	for (const struct ia_drop *row = rules->drops; row && row->word; row++) {
		if (is_named(rules, word, row->word) && holds(derivation, row->when))
			return row->reason ? row->reason : reason_of(row->when);
	}
	return NULL;
}
