/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_CHECK_H
#define ISOARGS_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include <isoargs/args.h>
#include <isoargs/error.h>
#include <isoargs/image.h>
#include <isoargs/mediacheck.h>
#include <isoargs/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a check found. */
enum isoargs_verdict {
	ISOARGS_CHECK_OK,
	ISOARGS_CHECK_WARNING, /* doubtful: it may not do what the user wants */
	ISOARGS_CHECK_ERROR    /* the installer would not start, or would stop, in the guest */
};

/* How much isoargs_checks_run() looks at. */
enum isoargs_check_depth {
	ISOARGS_CHECK_FULL, /* everything, the kernel's Xen notes among it; the report should be of
				ISOARGS_DEPTH_FULL */
	ISOARGS_CHECK_CHEAP /* some small reads: are kernel, RAM disks, second stage and packages
				there, and can the arguments be carried; not what is a note of the
				report or the arguments; a report of ISOARGS_DEPTH_ARGS does */
};

/* What is to be checked. All zero, or NULL in its place: everything, nothing special asked for. */
struct isoargs_checks_options {
	enum isoargs_check_depth depth;
	const struct isoargs_request *request; /* what the caller asks of the installer, or NULL */
	const struct isoargs_args
		*args;   /* that isoargs_derive() made of the report and the request;
					    NULL: they are derived for the checks alone */
	unsigned memory; /* MiB that the guest is to have; 0: not decided */
};

/* What was found of a medium and a request before they are booted. */
struct isoargs_checks;

/* One finding: one line of them. */
struct isoargs_finding;

/**
 * isoargs_checks_run - say before it is booted whether a medium's installer starts
 * @image:      the medium
 * @report:     its report
 * @options:    what to look at, or NULL for everything
 * @ret_checks: the findings; isoargs_checks_free() them; need neither image nor report afterwards
 * @reterr:     the error object, may be NULL
 *
 * It is said of the guest that ISOARGS_GUEST of the request names.
 * What is wrong with the medium or the request is a finding, not an error of this call. The
 * kernel is unpacked only as far as its notes, at most 256 MiB. Of a tree of files the kernel is held
 * against the sum that .treeinfo has of it, and what only an image has is not looked at.
 *
 * Source: anaconda's dracut scripts and pyanaconda of EL6 to EL10; Xen's domain builder and
 * public headers; Linux' Documentation/arch/x86/boot.rst; squashfs 4.0.
 * Returns: 0; -EBADMSG the volume that was inspected is gone; -E2BIG the medium takes more work
 * or memory than any honest one does; -EINVAL a depth that has no name; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_checks_run(struct isoargs_image *image,
				      const struct isoargs_report *report,
				      const struct isoargs_checks_options *options,
				      struct isoargs_checks **ret_checks,
				      struct isoargs_error **reterr);

/**
 * isoargs_checks_add_media - add the verdict of a medium's embedded checksum
 * @checks:   findings
 * @image:    the medium
 * @progress: as for isoargs_media_verify(), may be NULL
 * @data:     for @progress
 * @reterr:   the error object, may be NULL
 *
 * Reads the whole image. That the sum differs, or that none is embedded, is a finding. Of a tree of
 * files all are read that its .treeinfo has sums of, and a finding tells of each that is another, or
 * not there.
 *
 * Returns: 0; -ECANCELED @progress stopped it; -ENOMEM; or the negative errno of reading.
 */
ISOARGS_EXPORT int isoargs_checks_add_media(struct isoargs_checks *checks,
					    struct isoargs_image *image, isoargs_progress progress,
					    void *data, struct isoargs_error **reterr);

/**
 * isoargs_checks_free - release findings
 * @checks: the findings, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_checks *isoargs_checks_free(struct isoargs_checks *checks);

/**
 * isoargs_checks_verdict - the worst of the findings
 * @checks: findings
 *
 * Returns: one of enum isoargs_verdict.
 */
ISOARGS_EXPORT enum isoargs_verdict isoargs_checks_verdict(const struct isoargs_checks *checks);

/**
 * isoargs_checks_text - the findings for a person, one line each
 * @checks:   findings
 * @options:  how to show them, or NULL
 * @ret_text: allocated text, lines ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * "ok", "warning" or "error", the check's name, then place, sentence and remedy. Bytes of the
 * medium that would steer a terminal are escaped: \xNN, \u{NNNN}.
 *
 * Returns: 0; -E2BIG the text would have more than 4 MiB, or take more than 12 MiB of memory;
 * -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_checks_text(const struct isoargs_checks *checks,
				       const struct isoargs_print_options *options, char **ret_text,
				       struct isoargs_error **reterr);

/**
 * isoargs_checks_json - the findings as one JSON document, "format": 1
 * @checks:   findings
 * @options:  how to show them, or NULL
 * @ret_json: allocated text ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * Returns: 0; -E2BIG the text would have more than 4 MiB, or take more than 12 MiB of memory;
 * -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_checks_json(const struct isoargs_checks *checks,
				       const struct isoargs_print_options *options, char **ret_json,
				       struct isoargs_error **reterr);

/**
 * isoargs_checks_finding - one finding
 * @checks: findings
 * @index:  from 0
 *
 * Returns: the finding, or NULL beyond the last. Lives as long as @checks.
 */
ISOARGS_EXPORT const struct isoargs_finding *
isoargs_checks_finding(const struct isoargs_checks *checks, size_t index);

/**
 * isoargs_finding_verdict - what a finding says
 * @finding: a finding
 *
 * Returns: one of enum isoargs_verdict.
 */
ISOARGS_EXPORT enum isoargs_verdict isoargs_finding_verdict(const struct isoargs_finding *finding);

/**
 * isoargs_finding_code - which check it is of
 * @finding: a finding
 *
 * Returns: a stable word such as "kernel" or "label"; never NULL.
 */
ISOARGS_EXPORT const char *isoargs_finding_code(const struct isoargs_finding *finding);

/**
 * isoargs_finding_message - the whole sentence, place and remedy included
 * @finding: a finding
 *
 * Returns: printable UTF-8 without a line end. Lives as long as the findings.
 */
ISOARGS_EXPORT const char *isoargs_finding_message(const struct isoargs_finding *finding);

/**
 * isoargs_finding_option - the option that a finding is about
 * @finding: a finding
 *
 * Returns: one of enum isoargs_option, of which ISOARGS_NO_OPTION says that it is about none.
 */
ISOARGS_EXPORT enum isoargs_option isoargs_finding_option(const struct isoargs_finding *finding);

/**
 * isoargs_finding_text - the sentence alone, without place and remedy
 * @finding: a finding
 *
 * Returns: printable UTF-8 without a line end. Lives as long as the findings.
 */
ISOARGS_EXPORT const char *isoargs_finding_text(const struct isoargs_finding *finding);

/**
 * isoargs_finding_file - the file inside the image that a finding is about
 * @finding: a finding
 *
 * Returns: its name, or NULL.
 */
ISOARGS_EXPORT const char *isoargs_finding_file(const struct isoargs_finding *finding);

/**
 * isoargs_finding_line - the line that a finding is about
 * @finding: a finding
 *
 * Returns: line number from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_finding_line(const struct isoargs_finding *finding);

/**
 * isoargs_finding_column - the column that a finding is about
 * @finding: a finding
 *
 * Returns: byte column from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_finding_column(const struct isoargs_finding *finding);

/**
 * isoargs_finding_offset - the byte offset that a finding is about
 * @finding:    a finding
 * @ret_offset: byte offset inside isoargs_finding_file(), or inside the image
 *
 * Returns: 1 and @ret_offset written, or 0 where there is none.
 */
ISOARGS_EXPORT int isoargs_finding_offset(const struct isoargs_finding *finding,
					  uint64_t *ret_offset);

/**
 * isoargs_finding_remedy - what to do about it
 * @finding: a finding
 *
 * Returns: a phrase, or NULL.
 */
ISOARGS_EXPORT const char *isoargs_finding_remedy(const struct isoargs_finding *finding);

#ifdef __cplusplus
}
#endif

#endif
