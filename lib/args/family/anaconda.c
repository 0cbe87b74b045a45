/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/derivation.h"
#include "args/family/rules.h"
#include "args/family/served.h"
#include "args/network/network.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/* The words that the request asks for, and those that the installer's generation calls for. */

#define OPTION(which, word, why)                                                                   \
	(&(const struct isoargs_word){.text = (word),                                              \
				      .origin = ISOARGS_FROM_OPTION,                               \
				      .option = (which),                                           \
				      .reason = (why)})

/* Adds a word whose text is PREFIX WORD, or PREFIX WORD=VALUE. */
static int add_word(struct ia_derivation *derivation, const char *prefix,
		    const struct isoargs_word *option, const char *value,
		    struct isoargs_error **reterr)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct isoargs_word word = *option;

	ia_strbuf_addf(&text, "%s%s", prefix, option->text);
	if (value) {
		ia_strbuf_addc(&text, '=');
		ia_strbuf_adds(&text, value);
	}
	if (text.error)
		return ia_error_memory(reterr);
	word.text = text.data;
	return ia_derivation_write(derivation, &word, reterr);
}

static int add_display(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	/* The display mode is bare wherever the legacy words are: "graphical utf8 …". */
	const char *prefix =
		ia_derivation_is_legacy(derivation) ? "" : ia_derivation_prefix(derivation);

	if (request->graphical)
		return add_word(derivation, prefix,
				OPTION(ISOARGS_GRAPHICAL, "graphical", "graphical installation"),
				NULL, reterr);
	if (request->text)
		return add_word(derivation, prefix,
				OPTION(ISOARGS_TEXT, "text", "text installation"), NULL, reterr);
	return 0;
}

static int add_legacy(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	if (!ia_derivation_is_legacy(derivation))
		return 0;
	for (size_t i = 0; i < IA_COUNT(ia_legacy_words); i++) {
		struct isoargs_word word = {
			.text = ia_legacy_words[i],
			.origin = ISOARGS_FROM_RULE,
			.option = ISOARGS_STYLE,
			.reason = "the legacy style of EL6 and EL7",
		};
		int r;

		if (ia_derivation_wants_ipv6(derivation) &&
		    strcmp(ia_legacy_words[i], "noipv6") == 0) {
			word.reason = "ISOARGS_IP is an IPv6 address";
			r = ia_derivation_add(&derivation->args->dropped, &word, reterr);
		} else {
			r = ia_derivation_write(derivation, &word, reterr);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

static int add_sources(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const char *prefix = ia_derivation_prefix(derivation);
	int r = 0;

	if (request->repo && ia_derivation_breaks_repo(derivation, request->repo))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_REPO),
				"use cdrom:/dev/xvdd, or hd:UUID=…",
				"found \"%s\", but EL7 would lose the backslashes and look for "
				"another device",
				request->repo);
	if (request->ks && ia_derivation_hides_kickstart(derivation, request->ks))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_KS),
				"use hd:/dev/xvdd:/PATH or hd:LABEL=…:/PATH",
				"found \"%s\", but a PV guest's installer never sees a medium in "
				"its CD drive and would wait for ever",
				request->ks);
	if (request->repo)
		r = add_word(derivation, prefix,
			     OPTION(ISOARGS_REPO, "repo", "installation source"), request->repo,
			     reterr);
	if (r == 0 && request->ks)
		r = add_word(derivation, prefix, OPTION(ISOARGS_KS, "ks", "kickstart file"),
			     request->ks, reterr);
	return r;
}

static int add_vnc(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const char *prefix = ia_derivation_prefix(derivation);
	int r;

	if (!request->vnc)
		return 0;
	if (derivation->generation >= 10)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_VNC),
				"use its remote desktop: ISOARGS_APPEND inst.rdp ISOARGS_APPEND "
				"inst.rdp.username=NAME ISOARGS_APPEND inst.rdp.password=WORD",
				"the installer of EL10 and of Fedora since 42 has no VNC any more");
	r = add_word(derivation, prefix,
		     OPTION(ISOARGS_VNC, "vnc", "the installer starts a VNC server by itself"),
		     NULL, reterr);
	if (r == 0 && request->vnc_password)
		r = add_word(
			derivation, prefix,
			OPTION(ISOARGS_VNC_PASSWORD, "vncpassword", "password of the VNC server"),
			request->vnc_password, reterr);
	return r;
}

static int add_network(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_network *network = &derivation->request->network;

	int r = ia_served_add_network(derivation, reterr);

	if (r < 0 || !ia_network_is_set(network))
		return r;
	/* An unknown release is read as one of those that know the colon form. */
	return ia_network_words(network, derivation->generation ? derivation->generation : 7,
				&derivation->args->words, reterr);
}

/* hvc0 is a PV guest's console by itself, and no other guest's. */
static int add_console(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	if (derivation->guest->mode == ISOARGS_GUEST_PV)
		return 0;
	return ia_rules_add_console(derivation, reterr);
}

static int add_anaconda(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static int (*const steps[])(struct ia_derivation *, struct isoargs_error **) = {
		add_display, add_legacy,  ia_derivation_add_entry,    add_sources, add_vnc,
		add_network, add_console, ia_derivation_add_appended,
	};

	for (size_t i = 0; i < IA_COUNT(steps); i++) {
		int r = steps[i](derivation, reterr);

		if (r < 0)
			return r;
	}
	return 0;
}

const struct ia_rules ia_rules_anaconda = {
	.installer = ISOARGS_INSTALLER_ANACONDA,
	.name = "anaconda",
	.wishes = IA_WISHES,
	.has_console = true,
	.add = add_anaconda,
};
