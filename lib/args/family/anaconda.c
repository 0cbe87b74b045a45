/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/derivation.h"
#include "args/family/rules.h"
#include "args/family/served.h"
#include "args/network/network.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/* The words that the request asks for, and those that the installer's generation calls for. */

#define OPTION(which, word, why, where)                                                            \
	(&(const struct isoargs_word){.text = (word),                                              \
				      .origin = ISOARGS_FROM_OPTION,                               \
				      .option = (which),                                           \
				      .reason = (why),                                             \
				      .source = "anaconda: " where})

#define DISPLAY "setupDisplay()"

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
		return add_word(
			derivation, prefix,
			OPTION(ISOARGS_GRAPHICAL, "graphical", "graphical installation", DISPLAY),
			NULL, reterr);
	if (request->text)
		return add_word(derivation, prefix,
				OPTION(ISOARGS_TEXT, "text", "text installation", DISPLAY), NULL,
				reterr);
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
			.source = "anaconda: loader/loader.c, pyanaconda/flags.py",
		};
		int r;

		if (ia_derivation_wants_ipv6(derivation) &&
		    strcmp(ia_legacy_words[i], "noipv6") == 0) {
			word.reason = "ISOARGS_IP is an IPv6 address";
			word.source = NULL;
			r = ia_derivation_add(&derivation->args->dropped, &word, reterr);
		} else {
			r = ia_derivation_write(derivation, &word, reterr);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

static int add_repo(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const char *repo = derivation->request->repo;

	if (!repo)
		return 0;
	if (ia_derivation_breaks_repo(derivation, repo))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_REPO),
				derivation->guest->shows_medium ? "use cdrom, or hd:UUID=…"
								: "use cdrom:/dev/xvdd, or "
								  "hd:UUID=…",
				"found \"%s\", but EL7 would lose the backslashes and look for "
				"another device",
				repo);
	return add_word(derivation, ia_derivation_prefix(derivation),
			OPTION(ISOARGS_REPO, "repo", "installation source",
			       "dracut/parse-anaconda-repo.sh"),
			repo, reterr);
}

/* Whatever answers the installer's questions is a kickstart here. */
static int add_kickstart(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	enum isoargs_option option = request->ks ? ISOARGS_KS : ISOARGS_AUTO;
	const char *location = request->ks ? request->ks : request->automation;
	int r;

	if (!location)
		return 0;
	r = ia_request_check_kickstart(option, location, reterr);
	if (r < 0)
		return r;
	if (ia_derivation_hides_kickstart(derivation, location))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option),
				"use hd:/dev/xvdd:/PATH or hd:LABEL=…:/PATH",
				"found \"%s\", but %s's installer never sees a medium in its CD "
				"drive and would wait for ever",
				location, derivation->guest->phrase);
	return add_word(
		derivation, ia_derivation_prefix(derivation),
		OPTION(option, "ks", "kickstart file", "dracut/parse-anaconda-kickstart.sh"),
		location, reterr);
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
	r = add_word(
		derivation, prefix,
		OPTION(ISOARGS_VNC, "vnc", "the installer starts a VNC server by itself", DISPLAY),
		NULL, reterr);
	if (r == 0 && request->vnc_password)
		r = add_word(derivation, prefix,
			     OPTION(ISOARGS_VNC_PASSWORD, "vncpassword",
				    "password of the VNC server", DISPLAY),
			     request->vnc_password, reterr);
	return r;
}

/* Fedora 36 and EL9 have systemd 250, after which a guest of Xen has enX0. */
static bool has_enx(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;

	if (distro->family == IA_FAMILY_FEDORA && distro->version &&
	    strtoul(distro->version, NULL, 10) > 0)
		return strtoul(distro->version, NULL, 10) >= 36;
	return derivation->generation >= 9;
}

/*
 * Of a PV guest of the EL family eth0, whose kernels are those of EL7 and before. Without Xen the
 * name is that of a slot; dracut takes an empty field where there is one interface, EL6's loader
 * none.
 */
static const char *first_nic(const struct ia_derivation *derivation)
{
	const struct ia_guest_kind *guest = derivation->guest;

	if (derivation->generation == 6 || (guest->mode == ISOARGS_GUEST_PV &&
					    derivation->report->distro.family != IA_FAMILY_FEDORA))
		return NULL;
	if (!guest->is_xen)
		return "";
	return has_enx(derivation) ? "enX0" : NULL;
}

static int add_network(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	struct ia_network network = derivation->request->network;
	int r = ia_served_add_network(derivation, reterr);

	if (r < 0 || !ia_network_is_set(&network))
		return r;
	network.first_nic = first_nic(derivation);
	/* An unknown release is read as one of those that know the colon form. */
	return ia_network_words(&network, derivation->generation ? derivation->generation : 7,
				&derivation->args->words, reterr);
}

/* Does the line name it already, by the entry's own word? */
static bool has_console(const struct ia_derivation *derivation)
{
	const struct ia_cmdline *words = &derivation->args->words;
	const char *name = derivation->guest->console;

	for (size_t i = 0; i < words->count; i++) {
		const char *value = ia_word_value(words->words[i].text);

		if (value && ia_word_is(words->words[i].text, "console") &&
		    strcmp(value, name) == 0)
			return true;
	}
	return false;
}

/* hvc0 is a PV guest's console by itself, and no other guest's. */
static int add_console(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	if (derivation->guest->mode == ISOARGS_GUEST_PV || has_console(derivation))
		return 0;
	return ia_rules_add_console(derivation, reterr);
}

static int add_anaconda(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static int (*const steps[])(struct ia_derivation *, struct isoargs_error **) = {
		add_display, add_legacy,    ia_derivation_add_entry,
		add_repo,    add_kickstart, add_vnc,
		add_network, add_console,   ia_derivation_add_appended,
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
	.source = "lorax: config_files",
	.wishes = IA_WISHES,
	.has_console = true,
	.add = add_anaconda,
};
