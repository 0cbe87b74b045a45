/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "args/derivation.h"
#include "args/family/served.h"
#include "args/vocabulary.h"
#include "base/note.h"
#include "menu/cmdline.h"

/* Where the installer finds its second stage: on this medium, by label, UUID or device. */

/*
 * The value of the last stage2 word of the entry, as the installer would take it: the loader takes
 * its quotes off, but not those of words that DEFAULT adds behind them. Its words have
 * IA_ENTRY_LINE_MAX bytes, and these are as many.
 */
static const char *find_medium_stage2(const struct ia_derivation *derivation)
{
	const struct isoargs_entry *entry = derivation->entry;
	const struct ia_cmdline *own = &derivation->own;
	const char *value = NULL;

	for (size_t i = 1; i < entry->argc; i++) {
		if (ia_vocabulary_traits(entry->argv[i]) & IA_TRAIT_STAGE2)
			value = ia_word_value(entry->argv[i]);
	}
	for (size_t i = 0; i < own->count; i++) {
		if (own->words[i].reason &&
		    (ia_vocabulary_traits(own->words[i].text) & IA_TRAIT_STAGE2))
			value = ia_word_value(own->words[i].text);
	}
	return value;
}

/*
 * Files have no label: what their menu says was right for the image, and may be for what they are
 * on now.
 */
static int keep_unknown(struct ia_derivation *derivation)
{
	const struct isoargs_entry *entry = derivation->entry;
	struct ia_notes *notes = &derivation->args->notes;
	unsigned line = entry->command_line ? entry->command_line : entry->line;
	const struct ia_place *place = IA_AT_LINE(entry->file, line, 0);

	derivation->keeps_stage2 = true;
	if (derivation->medium_stage2)
		ia_note(notes, ISOARGS_INFO, IA_NOTE_TREE_WORDS, place,
			"the label of what these files are on is not known, so that "
			"inst.stage2=%s stands as the menu has it; ISOARGS_LABEL names the label, "
			"ISOARGS_BASE_URL where the files are served",
			derivation->medium_stage2);
	else if (derivation->generation != 6)
		ia_note(notes, derivation->guest->shows_medium ? ISOARGS_INFO : ISOARGS_WARNING,
			IA_NOTE_TREE_WORDS, place,
			"nothing tells where %s's installer finds its second stage: ISOARGS_LABEL "
			"names the label of what these files are on, ISOARGS_BASE_URL where they "
			"are served",
			derivation->guest->phrase);
	return 0;
}

static int choose_target(const struct ia_derivation *derivation, const char **ret_key,
			 const char **ret_name, struct isoargs_error **reterr)
{
	const struct ia_labels *labels = &derivation->report->labels;

	switch (derivation->request->stage2) {
	case IA_STAGE2_DEVICE:
		*ret_key = derivation->request->device ? "" : "/dev/";
		*ret_name = derivation->request->device ? derivation->request->device
							: derivation->guest->medium;
		return 0;
	case IA_STAGE2_UUID:
		if (labels->is_unknown)
			return ia_error(reterr, -ENODATA, IA_AT_OPTION(ISOARGS_STAGE2),
					"use ISOARGS_STAGE2 device, or give ISOARGS_LABEL",
					"files have no UUID, only their image has");
		if (!labels->uuid)
			return ia_error(reterr, -ENODATA, IA_AT_OPTION(ISOARGS_STAGE2),
					"use ISOARGS_STAGE2 device",
					"the volume has no date, so no UUID");
		/* The bytes of the descriptor, whatever they are: a blank in them would begin a word. */
		if (labels->uuid[strspn(labels->uuid, "0123456789-")])
			return ia_error(
				reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_STAGE2),
				"use ISOARGS_STAGE2 label or ISOARGS_STAGE2 device",
				"the volume's UUID \"%s\" is no date: found other than digits "
				"and hyphens in it",
				labels->uuid);
		*ret_key = "UUID=";
		*ret_name = labels->uuid;
		return 0;
	case IA_STAGE2_LABEL:
		break;
	}
	if (labels->is_unknown)
		return ia_error(reterr, -ENODATA, IA_AT_OPTION(ISOARGS_STAGE2),
				"give ISOARGS_LABEL, or use ISOARGS_STAGE2 device",
				"files have no label, only their image has");
	if (!labels->encoded)
		return ia_error(reterr, -ENODATA, IA_NOWHERE,
				"use ISOARGS_STAGE2 uuid or ISOARGS_STAGE2 device",
				"the installer will see no volume label on this medium");
	if (strchr(labels->encoded, ':'))
		return ia_error(
			reterr, -EOPNOTSUPP, IA_NOWHERE,
			"use ISOARGS_STAGE2 uuid or ISOARGS_STAGE2 device",
			"the volume label \"%s\" holds a colon, at which the installer cuts "
			"hd:LABEL=",
			labels->installer);
	*ret_key = "LABEL=";
	*ret_name = labels->encoded;
	return 0;
}

/* What the medium's own entry says, held against what its label says. */
static void compare_stage2(const struct ia_derivation *derivation)
{
	const struct ia_labels *labels = &derivation->report->labels;
	const struct isoargs_entry *entry = derivation->entry;
	const char *medium = derivation->medium_stage2;
	struct ia_notes *notes = &derivation->args->notes;
	enum isoargs_severity severity =
		derivation->request->has_stage2 ? ISOARGS_INFO : ISOARGS_WARNING;
	unsigned line = entry->command_line ? entry->command_line : entry->line;

	if (!medium) {
		ia_note(notes, ISOARGS_INFO, IA_NOTE_STAGE2_ADDED, IA_AT_LINE(entry->file, line, 0),
			derivation->guest->shows_medium
				? "the entry names no second stage, and any drive may hold one; so "
				  "that %s's installer takes its own medium, %s was added"
				: "the entry names no second stage; %s's installer does not find "
				  "its CD without one, so %s was added",
			derivation->guest->phrase, derivation->stage2);
		return;
	}
	if (labels->encoded && strncmp(medium, "hd:LABEL=", 9) == 0 &&
	    strcmp(medium + 9, labels->encoded) == 0)
		return;
	ia_note(notes, severity, IA_NOTE_STAGE2_DIFFERS, IA_AT_LINE(entry->file, line, 0),
		"the medium's menu says inst.stage2=%s, its label gives inst.stage2=hd:LABEL=%s; "
		"%s is used",
		medium, labels->encoded ? labels->encoded : "(none)",
		derivation->stage2 ? derivation->stage2 : "what the menu says");
}

/* Is one of the entry's own words for the second stage to stay, or whatever it is to go? */
static void ask_request(struct ia_derivation *derivation)
{
	static const char *const names[] = {"inst.stage2", "stage2"};

	/* Of at most IA_CMDLINE_WORDS_MAX. */
	for (size_t i = 0; i < derivation->own.count; i++) {
		const char *word = derivation->own.words[i].text;

		if ((ia_vocabulary_traits(word) & IA_TRAIT_STAGE2) &&
		    ia_derivation_asks(derivation, word) == IA_ASKED_KEEP)
			derivation->keeps_stage2 = true;
	}
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		if (ia_derivation_asks(derivation, names[i]) == IA_ASKED_DROP)
			derivation->drops_stage2 = !derivation->keeps_stage2;
	}
}

int ia_stage2_settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	bool is_served = derivation->anaconda && derivation->request->base_url;
	const char *key = NULL, *name = NULL;
	int r;

	derivation->medium_stage2 = find_medium_stage2(derivation);
	if (derivation->anaconda)
		ask_request(derivation);
	if (derivation->keeps_stage2 && (is_served || derivation->request->has_stage2))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_KEEP), "choose one",
				"found what names the entry's own second stage, which %s takes the "
				"place of",
				is_served ? "ISOARGS_BASE_URL" : "ISOARGS_STAGE2");
	if (derivation->keeps_stage2 && derivation->medium_stage2 &&
	    !derivation->report->labels.is_unknown)
		compare_stage2(derivation);
	/* What ISOARGS_STAGE2 asks for is written, and then refused. */
	if (derivation->keeps_stage2 ||
	    (derivation->drops_stage2 && !derivation->request->has_stage2))
		return 0;
	if (is_served)
		return ia_served_settle(derivation, reterr);
	/* EL6's loader finds a guest's CD by itself. */
	if (!derivation->anaconda || (derivation->generation == 6 && !derivation->medium_stage2 &&
				      !derivation->request->has_stage2))
		return 0;
	if (derivation->report->labels.is_unknown && !derivation->request->has_stage2)
		return keep_unknown(derivation);
	r = choose_target(derivation, &key, &name, reterr);
	if (r < 0)
		return r;
	if (asprintf(&derivation->stage2, "%sstage2=hd:%s%s", ia_derivation_prefix(derivation), key,
		     name) < 0) {
		derivation->stage2 = NULL;
		return ia_error_memory(reterr);
	}
	compare_stage2(derivation);
	return 0;
}

/* What the word names, and what the entry says of it. */
static void explain_stage2(const struct ia_derivation *derivation, char *buf, size_t size)
{
	const char *value = strchr(derivation->stage2, '=') + 1;
	const char *medium = derivation->medium_stage2;
	const char *entry = "";

	if (!medium)
		entry = "; the entry has none";
	else if (strcmp(medium, value) == 0)
		entry = ", as the entry has it";
	switch (derivation->request->stage2) {
	case IA_STAGE2_DEVICE:
		snprintf(buf, size, "the device, whatever medium is in it%s", entry);
		return;
	case IA_STAGE2_UUID:
		snprintf(buf, size, "the UUID that the volume's date gives%s", entry);
		return;
	case IA_STAGE2_LABEL:
		break;
	}
	if (derivation->generation && derivation->report->distro.family == IA_FAMILY_EL)
		snprintf(buf, size, "the label that the initramfs of EL%u computes%s",
			 derivation->generation, entry);
	else
		snprintf(buf, size, "the label that the installer's initramfs computes%s", entry);
}

int ia_stage2_write(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	char reason[128];
	struct isoargs_word word = {
		.text = derivation->stage2,
		.origin = request->has_stage2 ? ISOARGS_FROM_OPTION : ISOARGS_FROM_LABEL,
		.option = request->has_stage2 ? ISOARGS_STAGE2 : ISOARGS_NO_OPTION,
		.reason = reason,
		.source = "anaconda: dracut/parse-anaconda-repo.sh",
	};

	if (derivation->wrote_stage2 || !derivation->stage2)
		return 0;
	derivation->wrote_stage2 = true;
	if (request->base_url) {
		word.origin = ISOARGS_FROM_OPTION;
		word.option = ISOARGS_BASE_URL;
		word.reason = ia_served_reason(derivation);
	} else {
		explain_stage2(derivation, reason, sizeof(reason));
	}
	return ia_derivation_write(derivation, &word, reterr);
}
