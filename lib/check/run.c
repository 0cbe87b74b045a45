/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "check/family.h"

/* The order of the checks. */

/* What mastering tools pad an image with, 150 blocks: it may be missing and nothing else is. */
#define PADDING (150u * IA_BLOCK_SIZE)

static void check_image(struct ia_check *check)
{
	const struct isoargs_report *report = check->report;
	uint64_t missing = isoargs_report_missing(report);

	if (report->is_tree)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_IMAGE, IA_NOWHERE, NULL,
			     "a tree of files: whether all of them are there is not known");
	else if (missing == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_IMAGE, IA_NOWHERE, NULL,
			     "whole: %" PRIu64 " bytes, %" PRIu64 " of them the volume",
			     report->image_size, report->volume.size);
	else if (missing <= PADDING)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_IMAGE, IA_NOWHERE,
			     "compare its size with the publisher's",
			     "the last %" PRIu64
			     " bytes of the volume are missing; that many can be padding",
			     missing);
	else
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_IMAGE, IA_NOWHERE,
			     "download it again",
			     "truncated: it has %" PRIu64 " bytes, its volume has %" PRIu64
			     ", %" PRIu64 " are missing",
			     report->image_size, report->volume.size, missing);
}

/* Told only where it is wrong: that a medium is for a PC is seen by its kernel. */
static void check_architecture(struct ia_check *check)
{
	const struct ia_distro *distro = &check->report->distro;

	check->is_foreign = ia_report_is_foreign(check->report);
	if (check->is_foreign)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_ARCHITECTURE, IA_NOWHERE,
			     IA_CHECK_ARCHITECTURE_REMEDY,
			     "the medium is for %s (%s): no guest of a PC runs its kernel",
			     distro->arch, distro->arch_from);
}

/* What is proven of the entry. Live and rescue media do what they are made for. */
static void judge_entry(struct ia_check *check, const struct isoargs_args *args)
{
	static const struct {
		enum isoargs_verdict verdict;
		const char *sentence;
	} judgements[] = {
		[ISOARGS_BOOTS_UNKNOWN] = {ISOARGS_CHECK_WARNING,
					   "would be booted: a system of which nothing on the "
					   "medium tells that it installs"},
		[ISOARGS_BOOTS_INSTALLER] = {ISOARGS_CHECK_OK, "starts the installer"},
		[ISOARGS_BOOTS_LIVE] = {ISOARGS_CHECK_OK, "would be booted: a live system"},
		[ISOARGS_BOOTS_RESCUE] = {ISOARGS_CHECK_OK, "would be booted: it rescues a system"},
		[ISOARGS_BOOTS_SYSTEM] = {ISOARGS_CHECK_WARNING,
					  "would be booted: what is installed on a disk"},
		[ISOARGS_BOOTS_TOOL] = {ISOARGS_CHECK_WARNING,
					"would be booted: no system, but a tool"},
	};
	enum isoargs_verdict verdict = judgements[args->boots].verdict;

	ia_check_add(check, verdict, IA_FINDING_ENTRY,
		     IA_AT_LINE(args->entry.file, args->entry.line, 0),
		     verdict == ISOARGS_CHECK_OK ? NULL : "choose another entry, or another image",
		     "\"%s\" %s", args->entry.title, judgements[args->boots].sentence);
}

static void check_entry(struct ia_check *check, const struct isoargs_error *why)
{
	if (check->args)
		judge_entry(check, check->args);
	/* That the medium has no label to find it by is said by the check of the label. */
	else if (!why || isoargs_error_code(why) != -ENODATA)
		ia_check_add_error(check, ISOARGS_CHECK_ERROR,
				   why && isoargs_error_code(why) == -E2BIG ? IA_FINDING_LENGTH
									    : IA_FINDING_ENTRY,
				   why);
}

/* What inspecting and deriving noted and no check looks at by itself, at most IA_NOTES_MAX. */
static void check_notes(struct ia_check *check, const struct ia_notes *notes)
{
	static const enum ia_note_code looked_at[] = {
		IA_NOTE_TRUNCATED,      IA_NOTE_LABEL_BLANK_JOLIET,
		IA_NOTE_LABEL_MISSING,  IA_NOTE_LABEL_COLON,
		IA_NOTE_LABEL_UNSEEN,   IA_NOTE_LABEL_JOLIET_DIFFERS,
		IA_NOTE_NO_PV,          IA_NOTE_NO_PVH,
		IA_NOTE_STAGE2_DIFFERS, IA_NOTE_QUOTES,
		IA_NOTE_LIVE_MEDIUM,    IA_NOTE_OTHER_ARCHITECTURE,
		IA_NOTE_OTHER_MEDIUM,   IA_NOTE_CD_UNSEEN,
		IA_NOTE_TREE_WORDS,
	};

	for (size_t i = 0; i < notes->count; i++) {
		const struct isoargs_note *note = &notes->items[i];
		const struct ia_place place = ia_note_place(note);
		bool known = note->severity == ISOARGS_INFO;

		for (size_t k = 0; k < IA_COUNT(looked_at) && !known; k++)
			known = note->code == looked_at[k];
		if (!known)
			ia_check_add(check, ISOARGS_CHECK_WARNING, note->code, &place, NULL, "%s",
				     note->text);
	}
}

static void run_files(struct ia_check *check)
{
	ia_check_kernel_file(check);
	ia_check_initrds(check);
	ia_check_stage2(check);
	ia_check_source(check);
	ia_check_length(check);
	ia_check_characters(check);
}

static void run_full(struct ia_check *check, const struct isoargs_error *why)
{
	check_image(check);
	check_architecture(check);
	check_entry(check, why);
	ia_check_medium(check);
	ia_check_udev(check);
	ia_check_menus(check);
	run_files(check);
	ia_check_separator(check);
	ia_check_places(check);
	ia_check_automation(check);
	ia_check_console(check);
	ia_check_kernel(check);
	ia_check_kernel_sum(check);
	ia_check_memory(check);
	check_notes(check, &check->report->notes);
	if (check->args)
		check_notes(check, &check->args->notes);
}

static void run_checks(struct ia_check *check, const struct isoargs_error *why)
{
	if (check->is_cheap)
		run_files(check);
	else
		run_full(check, why);
}

static void cleanup_checks(struct isoargs_checks **checks)
{
	isoargs_checks_free(*checks);
}

static void cleanup_args(struct isoargs_args **args)
{
	isoargs_args_free(*args);
}

int isoargs_checks_run(struct isoargs_image *image, const struct isoargs_report *report,
		       const struct isoargs_checks_options *options,
		       struct isoargs_checks **ret_checks, struct isoargs_error **reterr)
{
	static const struct isoargs_checks_options everything;
	static const struct isoargs_request nothing_special;
	const struct isoargs_checks_options *asked = options ? options : &everything;
	struct ia_meter meter = IA_METER;
	struct ia_window whole = ia_window_whole(image);
	struct isoargs_checks *checks IA_CLEANUP(cleanup_checks) = ia_checks_new();
	struct isoargs_args *own IA_CLEANUP(cleanup_args) = NULL;
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	struct ia_filesystems systems IA_AUTO_FILESYSTEMS = {0};
	struct ia_check check = {
		.image = image,
		.meter = &meter,
		.report = report,
		.request = asked->request ? asked->request : &nothing_special,
		.args = asked->args,
		.memory = asked->memory,
		.is_cheap = asked->depth == ISOARGS_CHECK_CHEAP,
		.checks = checks,
	};
	int r;

	if ((unsigned)asked->depth > ISOARGS_CHECK_CHEAP)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no depth number %d",
				(int)asked->depth);
	if (!checks)
		return ia_error_memory(reterr);
	r = check.args ? 0 : ia_derive(report, check.request, &meter, &own, &why);
	if (r == -ENOMEM)
		return ia_meter_settle(&meter, report->image_name, ia_error_memory(reterr), reterr);
	if (own)
		check.args = own;
	check.guest = check.args ? check.args->guest : ia_request_guest(check.request);
	check.family = ia_check_family(check.args);
	whole.meter = &meter;
	ia_image_begin(image, IA_SOURCE_FILES_READS_MAX, IA_SOURCE_FILES_BYTES_MAX);
	r = ia_filesystems_open(&whole, report, &systems, reterr);
	if (r == 0) {
		check.systems = systems;
		run_checks(&check, why);
		r = check.error ? ia_error_memory(reterr) : 0;
	}
	r = ia_meter_settle(&meter, report->image_name, r, reterr);
	r = ia_image_settle(image, r, reterr);
	if (r < 0)
		return r;
	*ret_checks = IA_TAKE(checks);
	return 0;
}

int isoargs_checks_add_media(struct isoargs_checks *checks, struct isoargs_image *image,
			     isoargs_progress progress, void *data, struct isoargs_error **reterr)
{
	struct ia_check check = {.image = image, .checks = checks};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	if (ia_image_tree(image))
		return ia_check_sums(&check, progress, data, reterr);
	r = isoargs_media_verify(image, progress, data, &error);
	if (r > 0)
		ia_check_add(&check, ISOARGS_CHECK_OK, IA_FINDING_MEDIA, IA_NOWHERE, NULL,
			     "the embedded checksum is right");
	else if (r == 0)
		ia_check_add(&check, ISOARGS_CHECK_WARNING, IA_FINDING_MEDIA, IA_NOWHERE,
			     "compare it with the one that its maker publishes",
			     "no checksum is embedded in this image");
	else if (r == -EBADMSG || r == -ENODATA)
		ia_check_add_error(&check, ISOARGS_CHECK_ERROR, IA_FINDING_MEDIA, error);
	else
		return error ? ia_error_copy(reterr, error) : r;
	return check.error ? ia_error_memory(reterr) : 0;
}
