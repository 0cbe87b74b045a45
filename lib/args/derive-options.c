/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/derivation.h"
#include "args/network.h"
#include "menu/cmdline.h"

/* The words that the request asks for, and those that the installer's generation calls for. */

struct option {
	const char *name;
	const char *reason;
};

static int add_word(struct ia_derivation *derivation, struct option option, const char *text,
		    struct isoargs_error **reterr)
{
	const struct isoargs_word word = {
		.text = text,
		.origin = ISOARGS_FROM_OPTION,
		.file = option.name,
		.reason = option.reason,
	};

	return ia_derivation_add(&derivation->args->words, &word, reterr);
}

static int add_option(struct ia_derivation *derivation, struct option option, const char *prefix,
		      const char *key, const char *value, struct isoargs_error **reterr)
{
	char *text IA_AUTO_FREE = NULL;
	int r;

	if (asprintf(&text, "%s%s%s%s", prefix, key, value ? "=" : "", value ? value : "") < 0) {
		text = NULL;
		return ia_error_memory(reterr);
	}
	r = add_word(derivation, option, text, reterr);
	explicit_bzero(text, strlen(text));
	return r;
}

/* The display mode is bare wherever the legacy words are: "graphical utf8 …". */
static const char *display_prefix(const struct ia_derivation *derivation)
{
	return ia_derivation_is_legacy(derivation) ? "" : ia_derivation_prefix(derivation);
}

static int add_display(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const struct option graphical = {"--graphical", "graphical installation"};
	static const struct option text = {"--text", "text installation"};
	const struct isoargs_request *request = derivation->request;

	if (request->graphical)
		return add_option(derivation, graphical, display_prefix(derivation), "graphical",
				  NULL, reterr);
	if (request->text)
		return add_option(derivation, text, display_prefix(derivation), "text", NULL,
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
			.file = "--style",
			.reason = "the legacy style of EL6 and EL7",
		};
		int r;

		if (ia_derivation_wants_ipv6(derivation) &&
		    strcmp(ia_legacy_words[i], "noipv6") == 0) {
			word.reason = "--ip is an IPv6 address";
			r = ia_derivation_add(&derivation->args->dropped, &word, reterr);
		} else {
			r = ia_derivation_add(&derivation->args->words, &word, reterr);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

static int add_sources(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const struct option repo = {"--repo", "installation source"};
	static const struct option ks = {"--ks", "kickstart file"};
	const struct isoargs_request *request = derivation->request;
	const char *prefix = ia_derivation_prefix(derivation);
	int r = 0;

	if (request->repo && ia_derivation_breaks_repo(derivation, request->repo))
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--repo"),
				"use cdrom:/dev/xvdd, or hd:UUID=…",
				"found \"%s\", but EL7 would lose the backslashes and look for "
				"another device",
				request->repo);
	if (request->ks && ia_derivation_hides_kickstart(derivation, request->ks))
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--ks"),
				"use hd:/dev/xvdd:/PATH or hd:LABEL=…:/PATH",
				"found \"%s\", but a PV guest's installer never sees a medium in "
				"its CD drive and would wait for ever",
				request->ks);
	if (request->repo)
		r = add_option(derivation, repo, prefix, "repo", request->repo, reterr);
	if (r == 0 && request->ks)
		r = add_option(derivation, ks, prefix, "ks", request->ks, reterr);
	return r;
}

static int add_vnc(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const struct option vnc = {"--vnc", "the installer starts a VNC server by itself"};
	static const struct option password = {"--vnc-password-file", "password of the VNC server"};
	const struct isoargs_request *request = derivation->request;
	const char *prefix = ia_derivation_prefix(derivation);
	int r;

	if (!request->vnc)
		return 0;
	if (derivation->generation >= 10)
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--vnc"),
				"use its remote desktop: --append inst.rdp --append "
				"inst.rdp.username=NAME --append inst.rdp.password=WORD",
				"the installer of EL10 and of Fedora since 42 has no VNC any more");
	r = add_option(derivation, vnc, prefix, "vnc", NULL, reterr);
	if (r == 0 && request->vnc_password)
		r = add_option(derivation, password, prefix, "vncpassword", request->vnc_password,
			       reterr);
	return r;
}

static int add_appended(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const struct option append = {"--append", "written as it was given"};
	const struct isoargs_request *request = derivation->request;

	for (size_t i = 0; i < request->append_count; i++) {
		int r = add_word(derivation, append, request->append[i], reterr);

		if (r < 0)
			return r;
	}
	return 0;
}

static int add_network(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_network *network = &derivation->request->network;

	if (!ia_network_is_set(network))
		return 0;
	/* An unknown release is read as one of those that know the colon form. */
	return ia_network_words(network, derivation->generation ? derivation->generation : 7,
				&derivation->args->words, reterr);
}

int ia_derivation_add_leading(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	int r = add_display(derivation, reterr);

	return r == 0 ? add_legacy(derivation, reterr) : r;
}

int ia_derivation_add_trailing(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static int (*const steps[])(struct ia_derivation *, struct isoargs_error **) = {
		add_sources,
		add_vnc,
		add_network,
		add_appended,
	};

	for (size_t i = 0; i < IA_COUNT(steps); i++) {
		int r = steps[i](derivation, reterr);

		if (r < 0)
			return r;
	}
	return 0;
}
