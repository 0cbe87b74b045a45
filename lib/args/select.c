/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/select.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "args/evidence.h"
#include "args/vocabulary.h"
#include "base/note.h"
#include "base/strbuf.h"

/* What looking at an entry takes, and at each of its words: units of the meter. */
#define ENTRY_COST 40u
#define WORD_COST  24u

static int find_wanted(const struct isoargs_report *report, const char *wanted,
		       const struct isoargs_entry **ret, struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry;
	int r = isoargs_report_find(report, wanted, &entry, reterr);

	if (r < 0)
		return r;
	if (!ia_entry_boots_linux(entry))
		return ia_report_no_linux(report, entry, reterr);
	*ret = entry;
	return 0;
}

/* Traits that keep an entry from being the plain one; it may lack only these, or none. */
#define ODD_TRAITS (IA_TRAIT_CHECK | IA_TRAIT_GRAPHICS)
#define OUT_TRAITS (IA_TRAIT_RESCUE | IA_TRAIT_LIVE | IA_EVIDENCE_SYSTEM)

#define LIVE_TRAITS (IA_TRAIT_LIVE | IA_TRAIT_COREOS)

/* Beside the traits of words: the entry boots Linux, and no loader's helper. */
#define CANDIDATE (1u << 31)

/* The entries of all menus, and what the words of each say, told once: menus can be long. */
struct choice {
	const struct isoargs_report *report;
	const struct ia_menu *menu; /* the report's */
	struct ia_meter *meter;
	unsigned *traits;
	unsigned all;    /* of all entries together */
	unsigned *other; /* in a menu that is not anaconda's; NULL: not told yet */
};

static void cleanup_choice(struct choice *choice)
{
	free(choice->traits);
	free(choice->other);
}

static bool is_candidate(const struct isoargs_entry *entry)
{
	return ia_entry_boots_linux(entry) && !ia_evidence_is_tool(entry);
}

static unsigned own_traits(const struct isoargs_report *report, const struct isoargs_entry *entry)
{
	unsigned traits = ia_evidence_traits(entry);

	if ((traits & IA_TRAIT_ROOT) && ia_evidence_is_system(report, entry))
		traits |= IA_EVIDENCE_SYSTEM;
	return traits;
}

static int spend_entry(struct ia_meter *meter, const struct isoargs_entry *entry)
{
	return ia_meter_spend(meter, IA_COST_ARGS,
			      ENTRY_COST + (entry->argc + entry->initrd_count) * WORD_COST);
}

typedef unsigned (*traits_of)(const struct isoargs_report *report,
			      const struct isoargs_entry *entry);

/* 0 or -ENOMEM. */
static int tell_traits(struct choice *choice, traits_of tell, unsigned **ret)
{
	const struct ia_menu *menu = choice->menu;
	size_t count = 0;
	unsigned *traits;

	for (size_t i = 0; i < menu->count; i++)
		count += menu->configs[i].count;
	traits = calloc(count + 1, sizeof(*traits));
	if (!traits)
		return -ENOMEM;
	*ret = traits;
	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		for (size_t k = 0; k < config->count; k++, traits++) {
			const struct isoargs_entry *entry = &config->entries[k];

			if (spend_entry(choice->meter, entry) < 0)
				return -ENOMEM;
			if (is_candidate(entry))
				*traits = CANDIDATE | tell(choice->report, entry);
			choice->all |= *traits;
		}
	}
	return 0;
}

/*
 * The first entry with all of the needed traits and none of the unwanted ones. Telling the traits
 * paid for the few times that this is asked.
 */
static const struct isoargs_entry *find_first(const struct ia_menu *menu, const unsigned *traits,
					      unsigned unwanted, unsigned needed)
{
	needed |= CANDIDATE;
	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		for (size_t k = 0; k < config->count; k++, traits++) {
			if (!(*traits & unwanted) && (*traits & needed) == needed)
				return &config->entries[k];
		}
	}
	return NULL;
}

static const struct isoargs_entry *find_without(const struct choice *choice, unsigned unwanted,
						unsigned needed)
{
	return find_first(choice->menu, choice->traits, unwanted, needed);
}

/*
 * Beside live entries, one without any of the installer's own words is a loader's helper such
 * as a memory test, and no installation.
 */
static bool is_live(const struct choice *choice)
{
	return find_without(choice, 0, IA_TRAIT_LIVE) &&
	       !find_without(choice, OUT_TRAITS, IA_TRAIT_INSTALLER);
}

/* So many kinds of what a medium boots are told in one sentence. */
#define KINDS_MAX 3u

/* "Rescue" rescues a system, "Memory" tests the memory: the first entry of each kind. 0 or -ENOMEM. */
static int say_kinds(const struct isoargs_report *report, struct ia_meter *meter,
		     struct ia_strbuf *buf)
{
	const char *kinds[KINDS_MAX];
	size_t told = 0, known;

	for (size_t i = 0; i < report->menu.count && told < KINDS_MAX; i++) {
		const struct ia_config *config = &report->menu.configs[i];

		for (size_t k = 0; k < config->count && told < KINDS_MAX; k++) {
			const struct isoargs_entry *entry = &config->entries[k];
			const char *phrase;

			if (spend_entry(meter, entry) < 0)
				return -ENOMEM;
			phrase = ia_evidence_phrase(report, entry);
			for (known = 0; known < told && kinds[known] != phrase; known++)
				;
			if (!phrase || known < told)
				continue;
			kinds[told++] = phrase;
			ia_strbuf_addf(buf, "%s\"%s\" %s", told > 1 ? ", " : "", entry->title,
				       phrase);
		}
	}
	return buf->error;
}

static int none_installs(const struct isoargs_report *report, struct ia_meter *meter,
			 struct isoargs_error **reterr)
{
	struct ia_strbuf kinds IA_AUTO_STRBUF = {0};

	if (say_kinds(report, meter, &kinds) < 0)
		return ia_error_memory(reterr);
	return ia_error(reterr, -ENOENT, IA_IN_FILE(report->menu.configs[0].name),
			"use an installation image, or name an entry with ISOARGS_ENTRY",
			"found no entry that installs: %s", kinds.length ? kinds.data : "");
}

static int explain_none(const struct choice *choice, struct isoargs_error **reterr)
{
	const struct isoargs_entry *live = find_without(choice, 0, IA_TRAIT_LIVE);

	if (live)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_LINE(live->file, live->line, 0),
				"use an installation image: DVD, Minimal or NetInstall",
				"a live image: its entries boot a live system (\"%s\"), not the "
				"installer",
				live->title);
	return none_installs(choice->report, choice->meter, reterr);
}

/* The note of the first of these codes that there is one of, among IA_NOTES_MAX. */
static const struct isoargs_note *find_note(const struct ia_notes *notes,
					    const enum ia_note_code *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < notes->count; k++) {
			if (notes->items[k].code == codes[i])
				return &notes->items[k];
		}
	}
	return NULL;
}

/* What configurations there are cannot be used. */
static const struct isoargs_note *find_cause(const struct ia_notes *notes)
{
	static const enum ia_note_code codes[] = {
		IA_NOTE_CONFIG_UNREAD,
		IA_NOTE_CONFIG_CUT,
		IA_NOTE_GRUB_SYNTAX,
		IA_NOTE_GRUB_RECURSION,
	};

	return find_note(notes, codes, IA_COUNT(codes));
}

/* There may be configurations where these tell that the medium could not be looked at. */
static const struct isoargs_note *find_doubt(const struct ia_notes *notes)
{
	static const enum ia_note_code codes[] = {
		IA_NOTE_ESP_UNREAD,
		IA_NOTE_ELTORITO_UNREAD,
		IA_NOTE_ELTORITO_BEYOND_END,
		IA_NOTE_PARTITIONS_UNREAD,
	};

	return find_note(notes, codes, IA_COUNT(codes));
}

/*
 * What helps, by what ended the reading. What has no failure is a syntax error, which a medium that
 * is damaged has as well as one that was mastered so.
 */
static const char *advice(const struct isoargs_note *note)
{
	switch (-note->failure) {
	case E2BIG:
	case ELOOP:
		return "the image may be whole, this bound is isoargs' own: take the words from "
		       "the menu where it is shown";
	case EOPNOTSUPP:
		return "the image may be whole, but this is not handled: take the words from "
		       "the menu where it is shown";
	case 0:
	case EBADMSG:
	case ENODATA:
	case ENOENT:
		return "compare the image's checksum with the publisher's";
	default:
		return "copy the image to where it can be read";
	}
}

/* No entry boots Linux: the nearest cause that was noted on the way, else what was looked for. */
static int no_linux(const struct isoargs_report *report, struct ia_meter *meter,
		    struct isoargs_error **reterr)
{
	struct ia_strbuf kinds IA_AUTO_STRBUF = {0};
	const struct ia_menu *menu = &report->menu;
	const struct isoargs_note *cause = find_cause(&report->notes);
	const struct isoargs_note *doubt = find_doubt(&report->notes);
	size_t count = ia_report_entry_count(report);
	uint64_t missing = isoargs_report_missing(report);
	const char *where = report->is_tree ? "in the tree" : "on the ISO or its ESP";

	if (missing > 0)
		return ia_error(reterr, -ENOENT, IA_NOWHERE, "download it again",
				"the image is truncated: %" PRIu64
				" bytes are missing, and with them its boot configuration",
				missing);
	if (count == 0 && cause)
		return ia_error(reterr, -ENOENT,
				IA_AT_LINE(cause->file, cause->line, cause->column), advice(cause),
				"the boot configuration yields no menu entry: %s", cause->text);
	if (menu->count == 0 && doubt)
		return ia_error(reterr, -ENOENT, IA_IN_FILE(doubt->file), advice(doubt),
				"no boot configuration was found, perhaps for this: %s",
				doubt->text);
	if (menu->count == 0 && report->platform)
		return ia_error(reterr, -ENOENT, IA_NOWHERE, "look at the menus of any platform",
				"no boot configuration that loaders of %s read is %s",
				report->platform == IA_PLATFORM_EFI ? "EFI" : "BIOS", where);
	if (menu->count == 0 && report->is_tree && report->has_treeinfo && !report->treeinfo.kernel)
		return ia_error(reterr, -ENOENT, IA_IN_FILE(report->treeinfo_name),
				"name the tree of the variant that boots, BaseOS for one",
				"the tree has packages alone: it names no kernel, and has no boot "
				"configuration");
	if (menu->count == 0)
		return ia_error(
			reterr, -ENOENT, IA_NOWHERE,
			report->is_tree ? "name the folder that holds them, such as .../os or "
					  ".../installer-amd64"
					: "name an installation medium of Linux",
			"no boot configuration: none of EFI/BOOT/grub.cfg, boot/grub2/grub.cfg, "
			"boot/grub/grub.cfg, isolinux/isolinux.cfg and the like is %s%s",
			where,
			report->is_tree ? ", nor do kernel and RAM disk lie where installation "
					  "trees have them"
					: "");
	if (say_kinds(report, meter, &kinds) < 0)
		return ia_error_memory(reterr);
	return ia_error(reterr, -ENOENT, IA_IN_FILE(menu->configs[0].name),
			"name an installation medium of Linux",
			"found %zu menu entries, none of them boots a Linux kernel%s%s", count,
			kinds.length ? ": " : "", kinds.length ? kinds.data : "");
}

/*
 * Of an installer that is not known no word is taken out of its entry, so one that checks the medium
 * never serves. An installer is preferred to a live system, whatever its face.
 */
static int select_other(struct choice *choice, struct ia_notes *notes,
			const struct isoargs_entry **ret, struct isoargs_error **reterr)
{
	static const unsigned never = IA_TRAIT_RESCUE | IA_TRAIT_CHECK | IA_EVIDENCE_SYSTEM;
	static const struct {
		unsigned unwanted;
		unsigned needed;
		bool is_plain;
	} steps[] = {
		{IA_TRAIT_SPECIAL | IA_TRAIT_GRAPHICS | LIVE_TRAITS, IA_TRAIT_LIVE_INSTALLER, true},
		{IA_TRAIT_SPECIAL | IA_TRAIT_GRAPHICS | LIVE_TRAITS, 0, true},
		{IA_TRAIT_SPECIAL | LIVE_TRAITS, 0, false},
		{IA_TRAIT_SPECIAL | IA_TRAIT_GRAPHICS, 0, true},
		{0, 0, false},
	};

	if (tell_traits(choice, ia_evidence_other_traits, &choice->other) < 0)
		return ia_error_memory(reterr);
	for (size_t i = 0; i < IA_COUNT(steps); i++) {
		const struct isoargs_entry *entry = find_first(
			choice->menu, choice->other, never | steps[i].unwanted, steps[i].needed);

		if (!entry)
			continue;
		if (!steps[i].is_plain)
			ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_PLAIN_ENTRY,
				IA_AT_LINE(entry->file, entry->line, 0),
				"no plain install entry; building on \"%s\"", entry->title);
		*ret = entry;
		return 0;
	}
	return none_installs(choice->report, choice->meter, reterr);
}

/*
 * A disk or a network that fails says nothing of the medium: behind a menu that it hides, another
 * one is no answer to what this medium boots.
 */
static int refuse_doubt(const struct ia_menu *menu, const struct isoargs_entry *entry,
			struct isoargs_error **reterr)
{
	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		if (config->is_doubtful)
			return ia_error(reterr, -EIO, IA_IN_FILE(config->name),
					"copy the image to where it can be read",
					"reading failed for this menu or for what it asks for, so "
					"what the medium boots is not known");
		if (ia_config_holds(config, entry))
			break;
	}
	return 0;
}

static int choose(const struct isoargs_report *report, const char *wanted, struct ia_meter *meter,
		  struct ia_notes *notes, const struct isoargs_entry **ret,
		  struct isoargs_error **reterr)
{
	const struct ia_menu *menu = &report->menu;
	struct choice choice IA_CLEANUP(cleanup_choice) = {
		.report = report,
		.menu = menu,
		.meter = meter,
	};
	const struct isoargs_entry *entry;
	unsigned needed;
	bool other;

	if (!ia_menu_boots_linux(menu))
		return no_linux(report, meter, reterr);
	if (wanted)
		return find_wanted(report, wanted, ret, reterr);
	if (tell_traits(&choice, own_traits, &choice.traits) < 0)
		return ia_error_memory(reterr);
	other = ia_evidence_is_other(report, choice.all);
	/* Of the EL family a live image is taken for its DVD, and would not install unattended. */
	if (report->distro.family == IA_FAMILY_EL && !other && is_live(&choice))
		return explain_none(&choice, reterr);
	if (other || is_live(&choice))
		return select_other(&choice, notes, ret, reterr);
	needed = find_without(&choice, OUT_TRAITS, IA_TRAIT_INSTALLER) ? IA_TRAIT_INSTALLER : 0;
	entry = find_without(&choice, ODD_TRAITS | OUT_TRAITS, needed);
	if (!entry) {
		entry = find_without(&choice, OUT_TRAITS, needed);
		if (entry)
			ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_PLAIN_ENTRY,
				IA_AT_LINE(entry->file, entry->line, 0),
				"no plain install entry; building on \"%s\", without what makes it "
				"special",
				entry->title);
	}
	if (!entry)
		return explain_none(&choice, reterr);
	*ret = entry;
	return 0;
}

int ia_select_entry(const struct isoargs_report *report, const char *wanted, struct ia_meter *meter,
		    struct ia_notes *notes, const struct isoargs_entry **ret,
		    struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = NULL;
	int r = choose(report, wanted, meter, notes, &entry, reterr);

	if (r == 0)
		r = refuse_doubt(&report->menu, entry, reterr);
	if (r == 0)
		*ret = entry;
	return r;
}
