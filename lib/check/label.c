/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/medium-name.h"
#include "args/vocabulary.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/note.h"
#include "check/checks.h"
#include "image/image.h"
#include "menu/cmdline.h"
#include "volume/tables/blkid.h"

/* Will the installer, and the medium's own menus, find the medium by its names? */

#define BY_OTHER "use ISOARGS_STAGE2 uuid or ISOARGS_STAGE2 device"

/* The volume label that all installation media of CentOS 7 have, whichever release and kind. */
#define CENTOS7_LABEL "CentOS 7 x86_64"

static bool by_label(const struct ia_check *check)
{
	const struct isoargs_word *word = ia_check_word(check, IA_TRAIT_STAGE2);

	if (!check->args)
		return check->request->stage2 == IA_STAGE2_LABEL;
	return word && strstr(word->text, "=hd:LABEL=");
}

/* A label that cannot be used matters only to whoever uses it. */
static void refuse_label(struct ia_check *check, const char *sentence)
{
	const char *label = check->report->labels.pvd ? check->report->labels.pvd : "";

	if (by_label(check))
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_LABEL, IA_NOWHERE, BY_OTHER,
			     "%s \"%s\"", sentence, label);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE, NULL,
			     "%s \"%s\", but it is not used", sentence, label);
}

/* Of files it is not known; whether that matters is known by the words. */
static void label_unknown(struct ia_check *check)
{
	const struct isoargs_word *stage2 = ia_check_word(check, IA_TRAIT_STAGE2);

	if (check->request->base_url)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE, NULL,
			     "not looked for: the installer fetches its medium");
	else if (by_label(check) && check->args)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE,
			     "compare it, or give it with ISOARGS_LABEL",
			     "files have none: it is not known whether %s fits what they are on",
			     stage2->text);
	else if (check->args && !stage2 && check->args->generation > 6 &&
		 !check->guest->shows_medium)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_LABEL, IA_NOWHERE,
			     "give ISOARGS_BASE_URL, or ISOARGS_LABEL",
			     "files have none, and no word tells the installer where its second "
			     "stage is");
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE, NULL,
			     "files have none, and it is not used");
}

void ia_check_label(struct ia_check *check)
{
	const struct ia_labels *labels = &check->report->labels;

	if (labels->is_unknown) {
		label_unknown(check);
	} else if (!labels->installer && labels->pvd) {
		refuse_label(check, "a blank Joliet label hides this one from udev:");
	} else if (!labels->installer) {
		refuse_label(check, "the volume has no label:");
	} else if (strchr(labels->installer, ':')) {
		refuse_label(check, "hd:LABEL= is cut at the colon of the label");
	} else if (by_label(check) && strcmp(labels->installer, CENTOS7_LABEL) == 0) {
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE,
			     "with two of them in one guest use ISOARGS_STAGE2 uuid or "
			     "ISOARGS_STAGE2 device",
			     "the installer's udev links the medium as by-label/%s, as every "
			     "installation medium of CentOS 7",
			     labels->encoded);
	} else {
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_LABEL, IA_NOWHERE, NULL,
			     "the installer's udev links the medium as by-label/%s",
			     labels->encoded);
	}
}

/* Does libblkid say of everything what it says of ISO 9660? */
static bool is_as_expected(const struct ia_blkid_found *any, const struct ia_labels *labels)
{
	return !any->is_ambivalent && any->type && strcmp(any->type, "iso9660") == 0 &&
	       ia_text_equal(any->label, labels->host) && ia_text_equal(any->uuid, labels->uuid);
}

/* Where it had no memory for an answer, libblkid gives a shorter one: a bad one is to be repeated. */
static int probe_any(const struct ia_window *whole, const struct ia_labels *labels,
		     struct ia_blkid_found *ret, struct isoargs_error **reterr)
{
	int r = ia_blkid_any(whole, ret, reterr);

	if (r < 0 || (r > 0 && is_as_expected(ret, labels)))
		return r;
	ia_blkid_found_free(ret);
	return ia_blkid_any(whole, ret, reterr);
}

/* What libblkid says when nothing is filtered, held against what the arguments count on. */
void ia_check_udev(struct ia_check *check)
{
	const struct ia_window whole = ia_window_whole(check->image);
	const struct ia_labels *labels = &check->report->labels;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};
	enum isoargs_verdict bad =
		ia_check_needs_link(check) ? ISOARGS_CHECK_ERROR : ISOARGS_CHECK_WARNING;
	/* Others than anaconda are not told how to find their medium. */
	const char *remedy = check->args && !ia_args_are_anaconda(check->args)
				     ? NULL
				     : "use ISOARGS_STAGE2 device";
	int r;

	/* Files have no marks that a probe could find. */
	if (check->report->is_tree)
		return;
	r = probe_any(&whole, labels, &any, &error);
	if (r == -EOPNOTSUPP && error)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_UDEV, IA_NOWHERE, NULL, "%s",
			     ia_error_text(error));
	else if (r < 0)
		ia_check_add_error(check, bad, IA_FINDING_UDEV, error);
	else if (r == 0)
		ia_check_add(check, bad, IA_FINDING_UDEV, IA_NOWHERE, remedy,
			     "libblkid finds no file system, so udev makes no links");
	else if (any.is_ambivalent)
		ia_check_add(check, bad, IA_FINDING_UDEV, IA_NOWHERE, remedy,
			     "libblkid finds the marks of several file systems and settles for "
			     "none, so udev makes no links");
	else if (strcmp(any.type, "iso9660") != 0)
		ia_check_add(check, bad, IA_FINDING_UDEV, IA_NOWHERE, remedy,
			     "libblkid takes the medium for %s labelled \"%s\"", any.type,
			     any.label ? any.label : "");
	else if (!ia_text_equal(any.label, labels->host) || !ia_text_equal(any.uuid, labels->uuid))
		ia_check_add(check, bad, IA_FINDING_UDEV, IA_NOWHERE, remedy,
			     "libblkid says \"%s\" when it probes for everything and \"%s\" when "
			     "it probes for ISO 9660",
			     any.label ? any.label : "", labels->host ? labels->host : "");
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_UDEV, IA_NOWHERE, NULL,
			     "libblkid takes the medium for ISO 9660, whatever else it looks for");
}

/* What looking at an entry of a menu takes, and at each of its words: units of the meter. */
#define ENTRY_COST 40u
#define WORD_COST  20u
#define NOTE_COST  1u /* to look at a note */

/* What looks for this medium, and what for another one: one note for each that it looks for. */
struct tally {
	size_t right;
	struct ia_notes words;
	struct ia_notes searches;
};

static void cleanup_tally(struct tally *tally)
{
	ia_notes_free(&tally->words);
	ia_notes_free(&tally->searches);
}

static void check_word(struct ia_check *check, const struct isoargs_entry *entry, const char *word,
		       struct tally *tally)
{
	const char *value = ia_word_value(word);
	struct ia_slice name;

	if (!value || !(ia_vocabulary_traits(word) &
			(IA_TRAIT_STAGE2 | IA_TRAIT_REPO | IA_TRAIT_KS | IA_TRAIT_LIVE)))
		return;
	if (!ia_medium_name_is_other(&check->report->labels, value, &name)) {
		tally->right += name.at != NULL;
		return;
	}
	/* At most IA_NOTES_MAX sentences are made. */
	if (ia_meter_spend(check->meter, IA_COST_CHECKS,
			   WORD_COST + tally->words.count * NOTE_COST) < 0)
		return;
	ia_note_each(
		&tally->words, ISOARGS_WARNING, IA_FINDING_MENU,
		IA_AT_LINE(entry->file, entry->command_line ? entry->command_line : entry->line, 0),
		ia_hash(name.at, name.size),
		"the entry \"%s\" looks for \"%.*s\", which this medium is not", entry->title,
		(int)name.size, name.at);
}

/*
 * GRUB's own search for the medium, which the evaluator noted where it found nothing, in at most
 * IA_NOTES_MAX notes.
 */
static void check_searches(struct ia_check *check, struct tally *tally)
{
	const struct ia_notes *notes = &check->report->notes;

	for (size_t i = 0; i < notes->count; i++) {
		if (notes->items[i].code == IA_NOTE_GRUB_SEARCH)
			ia_note_copy(&tally->searches, &notes->items[i]);
	}
}

/* Up to a bound of findings; how many places the rest is about. */
static size_t add_findings(struct ia_check *check, const struct ia_notes *notes, const char *remedy,
			   size_t *room)
{
	size_t rest = notes->dropped;

	for (size_t i = 0; i < notes->count; i++) {
		const struct isoargs_note *note = &notes->items[i];
		const struct ia_place place = ia_note_place(note);

		if (*room == 0) {
			rest += note->count;
			continue;
		}
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MENU, &place, remedy, "%s",
			     note->text);
		--*room;
	}
	if (notes->error)
		check->error = notes->error;
	return rest;
}

/* The words of all entries of one menu, as far as the meter allows. */
static void check_menu(struct ia_check *check, const struct ia_config *config, struct tally *tally)
{
	for (size_t k = 0; k < config->count; k++) {
		const struct isoargs_entry *entry = &config->entries[k];

		if (ia_meter_spend(check->meter, IA_COST_CHECKS,
				   ENTRY_COST + entry->argc * WORD_COST) < 0)
			return;
		if (!ia_entry_boots_linux(entry))
			continue;
		for (size_t w = 1; w < entry->argc; w++)
			check_word(check, entry, entry->argv[w], tally);
	}
}

void ia_check_menus(struct ia_check *check)
{
	const struct ia_menu *menu = &check->report->menu;
	struct tally tally IA_CLEANUP(cleanup_tally) = {0};
	size_t room = IA_CHECK_REPEATS_MAX, rest;

	for (size_t i = 0; i < menu->count; i++)
		check_menu(check, &menu->configs[i], &tally);
	check_searches(check, &tally);
	rest = add_findings(check, &tally.words, "do not start it from its own menu", &room);
	rest += add_findings(check, &tally.searches, NULL, &room);
	if (rest > 0)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MENU, IA_NOWHERE, NULL,
			     "%zu further entries or searches look for another medium", rest);
	else if (room == IA_CHECK_REPEATS_MAX && tally.right > 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MENU, IA_NOWHERE, NULL,
			     "all %zu words by which the medium's own menus look for it are right",
			     tally.right);
}
