/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/derivation.h"
#include "args/evidence.h"
#include "args/family/rules.h"
#include "args/installer.h"
#include "args/kernel-line.h"
#include "args/network/network.h"
#include "args/select.h"
#include "args/vocabulary.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/cmdline.h"

/* The one place where it is decided what a finding on the medium means for the arguments. */

static void cleanup_derivation(struct ia_derivation *derivation)
{
	free(derivation->stage2);
	isoargs_args_free(derivation->args);
}

/* Words that are asked for are the entry's as well. */
static enum isoargs_boots settle_boots(const struct ia_derivation *derivation)
{
	const struct ia_option_list *append = &derivation->request->append;

	for (size_t i = 0; i < append->count; i++) {
		if (ia_vocabulary_other_traits(append->values[i]) & IA_TRAIT_OTHER_INSTALLER)
			return ISOARGS_BOOTS_INSTALLER;
	}
	return ia_evidence_boots(derivation->report, derivation->entry);
}

/* What is not for a PC is told; who has such a machine can use the words. 0 or -ENOMEM. */
static int settle_architecture(struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	struct isoargs_args *args = derivation->args;

	if (!ia_report_is_foreign(derivation->report))
		return 0;
	args->foreign = ia_arena_strdup(args->arena, distro->arch);
	if (!args->foreign)
		return -ENOMEM;
	ia_note(&args->notes, ISOARGS_WARNING, IA_NOTE_OTHER_ARCHITECTURE, IA_NOWHERE,
		"the medium is for %s (%s): no guest of a PC runs its kernel", args->foreign,
		distro->arch_from);
	return 0;
}

static bool writes_inst(const struct isoargs_entry *entry)
{
	for (size_t i = 1; i < entry->argc; i++) {
		if (strncmp(entry->argv[i], "inst.", 5) == 0)
			return true;
	}
	return false;
}

/* What a live system would take to install. */
static const char *say_way(enum isoargs_installer installer)
{
	if (installer == ISOARGS_INSTALLER_COREOS)
		return "which installs only where coreos.inst.install_dev= is given with "
		       "ISOARGS_APPEND, or ISOARGS_AUTO names an Ignition configuration";
	if (installer == ISOARGS_INSTALLER_ARCH || installer == ISOARGS_INSTALLER_ALPINE)
		return "which installs by hand, or by what ISOARGS_AUTO names";
	return "and nothing tells that it installs by itself";
}

static void note_live(struct ia_derivation *derivation)
{
	const struct isoargs_entry *entry = derivation->entry;

	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_LIVE_MEDIUM,
		IA_AT_LINE(entry->file, entry->line, 0),
		"live medium: \"%s\" would boot a live system, %s%s", entry->title,
		say_way(derivation->args->installer),
		derivation->rules->drops ? "" : "; the words are the entry's own");
}

/* An installer of which nothing is known: the entry's words stand for themselves. */
static void note_unknown(struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	bool is_known = distro->family != IA_FAMILY_UNKNOWN;

	ia_note(&derivation->args->notes, is_known ? ISOARGS_INFO : ISOARGS_WARNING,
		IA_NOTE_FAMILY_UNKNOWN, IA_NOWHERE,
		"%s%show its installer reads its words is not known: the arguments are the entry's "
		"own, no rules were applied",
		is_known ? distro->name : "", is_known ? ", " : "");
}

/* Another family's installer than anaconda. */
static int settle_other(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_rules *rules = derivation->rules;
	int r;

	r = ia_rules_check_wishes(derivation, reterr);
	if (r == 0 && rules->settle)
		r = rules->settle(derivation, reterr);
	if (r < 0)
		return r;
	if (rules->installer == ISOARGS_INSTALLER_UNKNOWN)
		note_unknown(derivation);
	if (derivation->args->boots == ISOARGS_BOOTS_LIVE)
		note_live(derivation);
	return 0;
}

/* What was cut boots something else, so nothing may come of it. */
static int refuse_cut(const struct isoargs_entry *entry, struct isoargs_error **reterr)
{
	if (!entry->is_cut)
		return 0;
	return ia_error(
		reterr, -E2BIG,
		IA_AT_LINE(entry->file, entry->command_line ? entry->command_line : entry->line, 0),
		"choose another one with ISOARGS_ENTRY",
		"the entry \"%s\" loads more than is kept of it: %u bytes of parameters, %u "
		"of a path, %u RAM disks",
		entry->title, IA_ENTRY_LINE_MAX, IA_ENTRY_PATH_MAX, IA_ENTRY_INITRDS_MAX);
}

/* Of EL's kernels it is known that they have neither; of Fedora's it is not. */
static void note_no_xen(struct ia_derivation *derivation)
{
	struct ia_notes *notes = &derivation->args->notes;

	if (derivation->args->foreign || derivation->generation < 8 ||
	    derivation->report->distro.family != IA_FAMILY_EL)
		return;
	if (derivation->guest->mode == ISOARGS_GUEST_PV)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_PV, IA_NOWHERE,
			"the kernels of EL8 and later are built without Xen PV: boot this medium "
			"as an HVM guest (ISOARGS_GUEST hvm) or under KVM (ISOARGS_GUEST kvm)");
	else if (derivation->guest->mode == ISOARGS_GUEST_PVH)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_PVH, IA_NOWHERE,
			"the kernels of EL8 and later are built without Xen PVH: boot this medium "
			"as an HVM guest (ISOARGS_GUEST hvm) or under KVM (ISOARGS_GUEST kvm)");
}

/* Whose rules hold, and what is known beforehand about a guest under them. */
static int settle_rules(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_report *report = derivation->report;
	const struct isoargs_request *request = derivation->request;
	struct ia_notes *notes = &derivation->args->notes;
	unsigned traits = ia_evidence_traits(derivation->entry);

	if (settle_architecture(derivation) < 0)
		return ia_error_memory(reterr);
	derivation->args->boots = settle_boots(derivation);
	derivation->generation = report->distro.generation;
	derivation->reads_inst = writes_inst(derivation->entry);
	derivation->args->installer = ia_installer_of(report, derivation->entry);
	derivation->rules = ia_rules(derivation->args->installer);
	derivation->anaconda = ia_args_are_anaconda(derivation->args);
	if (derivation->generation == 0 && report->is_doubtful)
		return ia_error(reterr, -EIO, IA_NOWHERE, "copy the image to where it can be read",
				"reading failed where the medium says which release it is");
	if (!derivation->anaconda)
		return settle_other(derivation, reterr);
	if (derivation->generation == 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_GENERATION_UNKNOWN, IA_NOWHERE,
			"neither .treeinfo nor label nor menu tells the release; words that depend "
			"on it are left out");
	if (request->has_style && request->style == IA_STYLE_LEGACY &&
	    !ia_derivation_is_legacy(derivation))
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_STYLE_WITHOUT_EFFECT,
			IA_AT_OPTION(ISOARGS_STYLE),
			"the legacy words belong to EL6 and EL7; none is written for this medium");
	note_no_xen(derivation);
	if (traits & IA_TRAIT_LIVE)
		return ia_error(reterr, -EOPNOTSUPP,
				IA_AT_LINE(derivation->entry->file, derivation->entry->line, 0),
				"use an installation image: DVD, Minimal or NetInstall",
				"the entry \"%s\" boots a live system, not the installer",
				derivation->entry->title);
	return 0;
}

static int add_all(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_rules *rules = derivation->rules;
	int r = rules->add ? rules->add(derivation, reterr) : ia_rules_add(derivation, reterr);

	return r == 0 ? ia_derivation_check_words(derivation, reterr) : r;
}

/* Joins the words. */
static int write_text(struct isoargs_args *args, struct isoargs_error **reterr)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	ia_cmdline_join(&args->words, &text);
	ia_strbuf_add(&text, "", 0);
	if (text.error)
		return ia_error_memory(reterr);
	if (text.length > args->guest->line_max)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, "leave out what is not needed",
				"the arguments have %zu bytes, %s is handed at most %u and the "
				"rest is cut off silently",
				text.length, args->guest->phrase, args->guest->line_max);
	args->text = ia_arena_strdup(args->arena, text.data);
	return args->text ? 0 : ia_error_memory(reterr);
}

static int finish(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	struct isoargs_args *args = derivation->args;
	const char *hostname = derivation->request->network.hostname;
	const char *base_url = derivation->request->base_url;
	const char *osinfo_id = derivation->report->osinfo_id;
	int r;

	args->graphical = derivation->request->graphical;
	args->generation = derivation->generation;
	args->is_tree = derivation->report->is_tree;
	r = write_text(args, reterr);
	if (r == 0)
		r = ia_kernel_line_check(&args->words, reterr);
	if (r < 0)
		return r;
	args->image_name = ia_arena_strdup(args->arena, derivation->report->image_name);
	if (*hostname)
		args->hostname = ia_arena_strdup(args->arena, hostname);
	if (base_url)
		args->base_url = ia_arena_strdup(args->arena, base_url);
	if (osinfo_id)
		args->osinfo_id = ia_arena_strdup(args->arena, osinfo_id);
	if (!args->image_name || (*hostname && !args->hostname) || (base_url && !args->base_url) ||
	    (osinfo_id && !args->osinfo_id) ||
	    ia_entry_copy(derivation->entry, args->arena, &args->entry) < 0 || args->notes.error)
		return ia_error_memory(reterr);
	return 0;
}

static int run(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	struct ia_notes *notes = &derivation->args->notes;
	int r;

	r = ia_request_check(derivation->request, notes, reterr);
	if (r < 0)
		return r;
	r = ia_select_entry(derivation->report, derivation->request->entry,
			    ia_arena_meter(derivation->args->arena), notes, &derivation->entry,
			    reterr);
	if (r < 0)
		return r;
	r = refuse_cut(derivation->entry, reterr);
	if (r == 0)
		r = ia_derivation_split_entry(derivation, reterr);
	if (r == 0)
		r = settle_rules(derivation, reterr);
	if (r == 0)
		r = ia_stage2_settle(derivation, reterr);
	if (r == 0)
		r = add_all(derivation, reterr);
	return r == 0 ? finish(derivation, reterr) : r;
}

int ia_derive(const struct isoargs_report *report, const struct isoargs_request *request,
	      struct ia_meter *meter, struct isoargs_args **ret_args, struct isoargs_error **reterr)
{
	static const struct isoargs_request nothing_special;
	struct ia_derivation derivation IA_CLEANUP(cleanup_derivation) = {
		.report = report,
		.request = request ? request : &nothing_special,
	};
	struct isoargs_args *args = calloc(1, sizeof(*args));
	int r;

	if (!args)
		return ia_error_memory(reterr);
	derivation.args = args;
	derivation.guest = ia_request_guest(derivation.request);
	args->guest = derivation.guest;
	args->arena = ia_arena_new(0);
	if (!args->arena)
		return ia_error_memory(reterr);
	ia_arena_draw_on(args->arena, meter, IA_COST_ARGS);
	args->words.arena = args->arena;
	args->dropped.arena = args->arena;
	derivation.own.arena = args->arena;
	r = run(&derivation, reterr);
	if (r < 0)
		return r;
	ia_arena_draw_on(args->arena, NULL, 0);
	*ret_args = IA_TAKE(derivation.args);
	return 0;
}

int isoargs_derive(const struct isoargs_report *report, const struct isoargs_request *request,
		   struct isoargs_args **ret_args, struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct isoargs_args *args = NULL;
	int r = ia_derive(report, request, &meter, &args, reterr);

	r = ia_meter_settle(&meter, report->image_name, r, reterr);
	if (r < 0) {
		isoargs_args_free(args);
		return r;
	}
	*ret_args = args;
	return 0;
}
