/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/served.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "args/family/writer.h"
#include "args/medium-name.h"
#include "args/vocabulary.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/* Where ISOARGS_BASE_URL serves what is on the medium, as anaconda's initramfs fetches it. */

#define SOURCE "anaconda: dracut/parse-anaconda-repo.sh"

static bool is_name(struct ia_slice name, const char *expected)
{
	return expected && ia_slice_equal(name, expected);
}

/* Its own name, or that by which the entry looks for its second stage, which is on it. */
static bool is_on_medium(const struct ia_derivation *derivation, const char *value)
{
	const struct ia_labels *labels = &derivation->report->labels;
	const char *stage2 = derivation->medium_stage2;
	struct ia_slice name, own;

	if (!value || strncmp(value, "cdrom", 5) == 0)
		return value;
	if (strncmp(value, "hd:", 3) != 0 || !ia_medium_name(value, &name))
		return false;
	if (labels->is_unknown)
		return !ia_slice_equal(name, "OEMDRV");
	return is_name(name, labels->encoded) || is_name(name, labels->uuid) ||
	       (stage2 && ia_medium_name(stage2, &own) && own.size == name.size &&
		memcmp(own.at, name.at, own.size) == 0);
}

/* Does the entry say itself where packages come from, and not from its medium? */
static bool has_other_repo(const struct ia_derivation *derivation)
{
	for (size_t i = 0; i < derivation->own.count; i++) {
		const char *word = derivation->own.words[i].text;

		if ((ia_vocabulary_traits(word) & IA_TRAIT_REPO) &&
		    !is_on_medium(derivation, ia_word_value(word)))
			return true;
	}
	return false;
}

/*
 * Media with packages have a .treeinfo, those without none (lorax' x86.tmpl); a tree has both parts
 * below one URL, as a tree of files has that is one. EL6's loader takes the image itself for its
 * second stage.
 */
int ia_served_settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const char *url = request->base_url, *prefix = ia_derivation_prefix(derivation);
	const struct isoargs_report *report = derivation->report;
	bool old = derivation->generation == 6, has_tree = report->has_treeinfo || report->is_tree;
	bool asks = !request->repo && !has_other_repo(derivation);
	bool whole = asks && (old || has_tree);

	if (strncmp(url, "tftp:", 5) == 0)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_BASE_URL),
				"serve the medium by http, https or ftp",
				"found \"%s\", from which anaconda fetches nothing", url);
	if (asks && !whole && derivation->report->is_doubtful)
		return ia_error(reterr, -EIO, IA_NOWHERE,
				"copy the image to where it can be read, or give ISOARGS_REPO",
				"reading failed where the medium says whether it holds packages");
	if (asprintf(&derivation->stage2, "%s%s=%s%s", prefix, whole ? "repo" : "stage2", url,
		     old && !whole ? "/images/install.img" : "") < 0) {
		derivation->stage2 = NULL;
		return ia_error_memory(reterr);
	}
	return 0;
}

const char *ia_served_reason(const struct ia_derivation *derivation)
{
	return ia_vocabulary_traits(derivation->stage2) & IA_TRAIT_REPO
		       ? "where second stage and packages are served"
		       : "where the second stage is served";
}

bool ia_served_replaces(const struct ia_derivation *derivation, const char *word, unsigned traits)
{
	return derivation->request->base_url && (traits & IA_TRAIT_REPO) &&
	       is_on_medium(derivation, ia_word_value(word));
}

/* The path behind hd:DEVICE: or cdrom:, which may name its device, too. */
static const char *find_path(const char *value)
{
	const char *path = strstr(value, ":/");

	if (path && strncmp(path, ":/dev/", 6) == 0)
		path = strstr(path + 1, ":/");
	return path ? path + 1 : NULL;
}

int ia_served_kickstart(const struct ia_derivation *derivation, struct isoargs_word *word,
			struct isoargs_error **reterr)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	const char *value = ia_word_value(word->text);
	const char *path = is_on_medium(derivation, value) ? find_path(value) : NULL;

	if (!derivation->request->base_url || !path)
		return 0;
	ia_strbuf_add(&text, word->text, (size_t)(value - word->text));
	ia_strbuf_addf(&text, "%s%s", derivation->request->base_url, path);
	if (!text.error)
		word->text = ia_arena_strdup(derivation->args->arena, text.data);
	if (text.error || !word->text)
		return ia_error_memory(reterr);
	word->origin = ISOARGS_FROM_OPTION;
	word->option = ISOARGS_BASE_URL;
	word->reason = "where the entry's own file is served";
	return 1;
}

int ia_served_add_network(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const struct ia_saying why = {
		.option = ISOARGS_BASE_URL,
		.reason = "nothing else says how the network is set up",
		.source = SOURCE,
	};
	const struct ia_network *network = &derivation->request->network;
	struct ia_writer writer = {.derivation = derivation, .reterr = reterr};

	if (!derivation->request->base_url || network->dhcp || network->ip.family)
		return 0;
	for (size_t i = 0; i < derivation->own.count; i++) {
		if (ia_word_is(derivation->own.words[i].text, "ip"))
			return 0;
	}
	ia_writer_add(&writer, &why, "ip=dhcp");
	return writer.error;
}
