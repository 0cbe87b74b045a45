/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/ascii.h"
#include "plan/list.h"
#include "plan/plan.h"

/*
 * A local medium that is put into an ISO repository: what its file is called there, and which
 * repository can take it.
 *
 * Source: sm's ISOSR.py, which takes [a-z0-9.-]+\.(iso|img) in either case, looks at nothing behind
 * that, and unlinks the file of a VDI that is destroyed.
 */

#define FILE_MAX    200u
#define SUFFIX      ".iso"
#define SPARE_SHARE 20 /* of the room one such part more: a twentieth */

static bool is_allowed(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

/* The tools' own are shown under another name, and hidden. */
static bool is_of_tools(const char *name)
{
	return ia_ascii_prefix_fold(name, "xs-tools") || ia_ascii_prefix_fold(name, "guest-tools");
}

int upload_file_name(const char *name, char ret[UPLOAD_FILE_MAX])
{
	size_t length = strlen(name), size = 0;

	if (length >= strlen(SUFFIX) && ia_ascii_prefix_fold(name + length - 4, SUFFIX))
		length -= strlen(SUFFIX);
	for (size_t i = 0; i < length && size < FILE_MAX - strlen(SUFFIX); i++) {
		char c = name[i];

		if (!is_allowed(c))
			c = '-';
		/* not a hidden one, nor one that a command takes for an option */
		if (size == 0 && (c == '.' || c == '-'))
			continue;
		ret[size++] = c;
	}
	strcpy(ret + size, SUFFIX);
	return size == 0 || is_of_tools(ret) ? -1 : 0;
}

/* Why a repository cannot take it; NULL: it can. */
static const char *reason(const struct found_sr *sr, const struct found_sr *disk_sr, int64_t bytes)
{
	if (sr->is_tools)
		return "it holds the hosts' tools";
	if (sr->is_drive)
		return "it is a drive of a host";
	if (strcmp(sr->type, "iso") != 0)
		return "it is none that XenAPI writes to";
	if (!sr->is_attached)
		return "it is attached to no host (xe pbd-plug)";
	if (!sr->makes_disks)
		return "it allows no new files";
	if (!(sr->hosts & disk_sr->hosts))
		return "no host sees both it and the disk's repository";
	return sr_has_room(sr, bytes + bytes / SPARE_SHARE) ? NULL : "it has not enough room";
}

static int refuse(const struct guest_wish *wish, struct list *reasons, struct refusal *refusal)
{
	if (reasons->count == 0)
		return plan_refuse(refusal, EXIT_LACKS, "no-iso-sr",
				   "the pool has no ISO repository%s%s%s; make one (xe sr-create "
				   "content-type=iso type=iso, or XenCenter)",
				   wish->iso_sr ? " \"" : "", wish->iso_sr ? wish->iso_sr : "",
				   wish->iso_sr ? "\"" : "");
	return plan_refuse(refusal, EXIT_LACKS, "upload-nowhere",
			   "no ISO repository can take \"%s\" of %lld MiB: %s", wish->iso,
			   (long long)(wish->upload >> 20), listed(reasons));
}

/* Never over, or beside, what bears the name. */
static int check_name(const struct inventory *inventory, struct refusal *refusal)
{
	const struct found_vdi *there = inventory->iso_count ? &inventory->isos[0] : NULL;
	const struct found_sr *sr = there ? sr_of(inventory, there->sr) : NULL;

	if (!there)
		return 0;
	return plan_refuse(refusal, EXIT_TAKEN, "iso-there",
			   "\"%s\" (%s) is in the ISO repository \"%s\" already; leave --upload "
			   "out to install "
			   "from it, or give the image another name",
			   there->name.shown, there->uuid, sr ? sr->name.shown : "?");
}

int choose_upload(const struct inventory *inventory, const struct guest_wish *wish,
		  const struct found_sr *disk_sr, const struct found_sr **ret_sr,
		  struct refusal *refusal)
{
	AUTO_LIST reasons = {0}, able = {0};
	const struct found_sr *hit = NULL;

	if (check_name(inventory, refusal) < 0)
		return -1;
	for (size_t i = 0; i < inventory->sr_count; i++) {
		const struct found_sr *sr = &inventory->srs[i];
		const char *why;

		if (!sr->is_iso || (wish->iso_sr && !sr_is_named(sr, wish->iso_sr)))
			continue;
		why = reason(sr, disk_sr, wish->upload);
		if (!why) {
			hit = sr;
			list_add(&able, sr->uuid, sr->name.shown);
		} else if (wish->iso_sr || (!sr->is_tools && !sr->is_drive)) {
			struct ia_strbuf text IA_AUTO_STRBUF = {0};

			ia_strbuf_addf(&text, "%s: %s", sr->name.shown, why);
			list_add(&reasons, sr->uuid, text.error ? why : text.data);
		}
	}
	if (able.count > 1)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "iso-sr-ambiguous",
			"%zu ISO repositories could take \"%s\"; give --iso-sr the uuid of "
			"one: %s",
			able.count, wish->iso, listed(&able));
	if (!hit)
		return refuse(wish, &reasons, refusal);
	*ret_sr = hit;
	return 0;
}
