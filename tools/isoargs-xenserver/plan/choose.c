/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "plan/list.h"
#include "plan/plan.h"

/* Which of the pool's things are meant. Where several could be, nothing is guessed. */

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* A pool may have a "Local storage" of each host. */
static void list_sr(struct list *list, const struct inventory *inventory, const struct found_sr *sr)
{
	struct ia_strbuf name IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&name, sr->name.shown);
	for (size_t i = 0; inventory->host_count > 1 && i < inventory->host_count; i++) {
		if (sr->hosts == UINT64_C(1) << i)
			ia_strbuf_addf(&name, " of %s", inventory->hosts[i].name);
	}
	list_add(list, sr->uuid, name.error ? sr->name.shown : name.data);
}

static const struct found_host *coordinator(const struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->host_count; i++) {
		if (is(inventory->hosts[i].ref, inventory->master))
			return &inventory->hosts[i];
	}
	return inventory->host_count ? &inventory->hosts[0] : NULL;
}

/* 100 * major + minor; from the API's version where the product's says nothing. */
static unsigned release_of(const struct inventory *inventory, const struct found_host *host)
{
	unsigned major, minor;

	if (host && sscanf(host->version, "%3u.%2u", &major, &minor) == 2)
		return 100 * major + minor;
	if (inventory->version > XENAPI_VERSION(2, 15))
		return 803;
	return inventory->version >= XENAPI_VERSION(2, 13) ? 801 : 800;
}

static bool some_host_runs_pv(const struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->host_count; i++) {
		if (inventory->hosts[i].runs_pv64)
			return true;
	}
	return false;
}

int choose_release(const struct inventory *inventory, const struct guest_wish *wish,
		   struct plan *plan, bool *ret_forced, const char **ret_bootloader,
		   struct refusal *refusal)
{
	const struct found_host *host = coordinator(inventory);
	const char *brand = host && host->brand[0] ? host->brand : "this host";
	const char *version = host && host->version[0] ? host->version : "of unknown version";
	unsigned release = release_of(inventory, host);

	plan->host_word = plan_text(plan, "%s %s", brand, version);
	if (inventory->version < PLAN_VERSION_MIN)
		return plan_refuse(
			refusal, EXIT_NOT_USABLE, "api-too-old",
			"%s speaks version %u.%u of XenAPI, which does not know all calls that are "
			"needed (VM.set_VCPUs_max, VM.set_memory_limits); 1.7 does, of XenServer "
			"5.6",
			plan->host_word, inventory->version / 1000, inventory->version % 1000);
	if (release >= 803)
		return plan_refuse(refusal, EXIT_NOT_USABLE, "pv-not-offered",
				   "%s runs no paravirtualised guests any more (8.2 was the last "
				   "release that does)",
				   plan->host_word);
	if (!some_host_runs_pv(inventory))
		return plan_refuse(
			refusal, EXIT_NOT_USABLE, "pv-not-offered",
			"no host of the pool names xen-3.0-x86_64 among its capabilities, "
			"which 64-bit paravirtualised guests need");
	if (release >= 801 && !wish->force_pv)
		return plan_refuse(
			refusal, EXIT_NOT_USABLE, "pv-not-supported",
			"%s has no templates for paravirtualised guests and its vendor does "
			"not support them; XCP-ng 8.2 still runs 64-bit ones: --force-pv "
			"tries",
			plan->host_word);
	*ret_forced = release >= 801;
	*ret_bootloader = wish->bootloader;
	if (!wish->bootloader)
		*ret_bootloader = "eliloader"; /* all that run PV guests have it */
	return 0;
}

bool sr_is_named(const struct found_sr *sr, const char *wanted)
{
	return is(sr->uuid, wanted) || is(sr->name.raw, wanted);
}

/* Bytes, of a repository that says how large it is; whatever it says is used of them. */
static int64_t space_of(const struct found_sr *sr)
{
	int64_t space;

	if (__builtin_sub_overflow(sr->size, sr->used, &space))
		return sr->used < 0 ? INT64_MAX : 0;
	return space > 0 ? space : 0;
}

bool sr_has_room(const struct found_sr *sr, int64_t bytes)
{
	return sr->size <= 0 || space_of(sr) >= bytes; /* some do not say how large they are */
}

static bool may_hold_disks(const struct found_sr *sr)
{
	return !sr->is_iso && !sr->is_drive && sr->is_attached && sr->makes_disks;
}

static int check_sr(const struct found_sr *sr, int64_t bytes, struct refusal *refusal)
{
	if (sr->is_drive)
		return plan_refuse(refusal, EXIT_LACKS, "sr-is-drive",
				   "the storage repository \"%s\" (%s) is a drive of a host; name "
				   "another with "
				   "--sr",
				   sr->name.shown, sr->uuid);
	if (sr->is_iso)
		return plan_refuse(
			refusal, EXIT_LACKS, "sr-for-isos",
			"the storage repository \"%s\" (%s) holds ISO images, not disks; name "
			"another with --sr",
			sr->name.shown, sr->uuid);
	if (!sr->is_attached)
		return plan_refuse(
			refusal, EXIT_LACKS, "sr-detached",
			"the storage repository \"%s\" (%s) is attached to no host; attach it "
			"(xe pbd-plug), or name another with --sr",
			sr->name.shown, sr->uuid);
	if (!sr->makes_disks)
		return plan_refuse(
			refusal, EXIT_LACKS, "sr-makes-no-disks",
			"the storage repository \"%s\" (%s) allows no new disks; name another "
			"with --sr",
			sr->name.shown, sr->uuid);
	if (!sr_has_room(sr, bytes))
		return plan_refuse(
			refusal, EXIT_LACKS, "sr-full",
			"the storage repository \"%s\" (%s) has %lld MiB free, and the disk "
			"needs %lld; make room, name another with --sr, or ask for less with "
			"--disk-size",
			sr->name.shown, sr->uuid, (long long)(space_of(sr) >> 20),
			(long long)(bytes >> 20));
	return 0;
}

int choose_sr(const struct inventory *inventory, const char *wanted, int64_t bytes,
	      const struct found_sr **ret_sr, struct refusal *refusal)
{
	const struct found_sr *hit = NULL;
	AUTO_LIST list = {0}, all = {0};
	size_t hits = 0;

	for (size_t i = 0; i < inventory->sr_count; i++) {
		const struct found_sr *sr = &inventory->srs[i];

		if (!sr->is_iso && !sr->is_drive)
			list_sr(&all, inventory, sr);
		if (wanted ? !sr_is_named(sr, wanted) : !sr->is_default)
			continue;
		hit = sr;
		hits++;
		list_sr(&list, inventory, sr);
	}
	/* No default, or one that is gone: the only one that can take the disk will do. */
	for (size_t i = 0, found = hits; !wanted && !found && i < inventory->sr_count; i++) {
		const struct found_sr *sr = &inventory->srs[i];

		if (!may_hold_disks(sr) || !sr_has_room(sr, bytes))
			continue;
		hit = sr;
		hits++;
		list_sr(&list, inventory, sr);
	}
	if (hits == 0)
		return plan_refuse(
			refusal, EXIT_LACKS, "no-sr",
			wanted ? "the pool has no storage repository \"%s\"; it has: %s"
			       : "the pool has no default storage repository, and none that "
				 "could take the disk%s; it has: %s",
			wanted ? wanted : "", listed(&all));
	if (hits > 1)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "sr-ambiguous",
			"%zu storage repositories could take the disk; give --sr the uuid of "
			"one: %s",
			hits, listed(&list));
	*ret_sr = hit;
	return check_sr(hit, bytes, refusal);
}

static bool is_iso_sr(const struct found_sr *sr, const char *wished)
{
	return sr->is_iso && !sr->is_tools && !sr->is_drive && (!wished || sr_is_named(sr, wished));
}

bool sr_holds_isos(const struct found_sr *sr, const char *wished)
{
	return is_iso_sr(sr, wished) && sr->is_attached;
}

const struct found_sr *sr_of(const struct inventory *inventory, const char *ref)
{
	for (size_t i = 0; i < inventory->sr_count; i++) {
		if (is(inventory->srs[i].ref, ref))
			return &inventory->srs[i];
	}
	return NULL;
}

static int refuse_missing_iso(const struct inventory *inventory, const struct guest_wish *wish,
			      struct list *repositories, struct refusal *refusal)
{
	AUTO_LIST there = {0};

	for (size_t i = 0; i < inventory->isos_there_count; i++)
		list_add(&there, NULL, inventory->isos_there[i]);
	return plan_refuse(
		refusal, EXIT_LACKS, "iso-missing",
		"\"%s\" is not in the ISO repositories %s, also after they were scanned; copy it "
		"to the share or folder behind one of them, or give its name there with --iso; "
		"they "
		"hold: %s",
		wish->iso, listed(repositories), listed(&there));
}

static int refuse_without_iso_sr(const struct inventory *inventory, const struct guest_wish *wish,
				 struct refusal *refusal)
{
	AUTO_LIST detached = {0};

	for (size_t i = 0; i < inventory->sr_count; i++) {
		if (is_iso_sr(&inventory->srs[i], wish->iso_sr))
			list_add(&detached, inventory->srs[i].uuid, inventory->srs[i].name.shown);
	}
	if (detached.count)
		return plan_refuse(
			refusal, EXIT_LACKS, "no-iso-sr",
			"no ISO repository of the pool is attached to a host; attach one "
			"(xe pbd-plug): %s",
			listed(&detached));
	return plan_refuse(
		refusal, EXIT_LACKS, "no-iso-sr",
		"the pool has no ISO repository%s%s%s; make one (xe sr-create content-type=iso, or "
		"XenCenter) and put \"%s\" there",
		wish->iso_sr ? " \"" : "", wish->iso_sr ? wish->iso_sr : "",
		wish->iso_sr ? "\"" : "", wish->iso);
}

int choose_iso(const struct inventory *inventory, const struct guest_wish *wish,
	       const struct found_sr *disk_sr, const struct found_vdi **ret_iso,
	       struct refusal *refusal)
{
	AUTO_LIST repositories = {0}, found = {0}, gone = {0};
	const struct found_vdi *hit = NULL;
	size_t hits = 0, unseen = 0;

	for (size_t i = 0; i < inventory->sr_count; i++) {
		if (sr_holds_isos(&inventory->srs[i], wish->iso_sr))
			list_add(&repositories, inventory->srs[i].uuid,
				 inventory->srs[i].name.shown);
	}
	if (repositories.count == 0)
		return refuse_without_iso_sr(inventory, wish, refusal);
	for (size_t i = 0; i < inventory->iso_count; i++) {
		const struct found_sr *sr = sr_of(inventory, inventory->isos[i].sr);

		if (!sr || !sr_holds_isos(sr, wish->iso_sr))
			continue;
		if (inventory->isos[i].missing) {
			list_add(&gone, inventory->isos[i].uuid, sr->name.shown);
			continue;
		}
		if (!(sr->hosts & disk_sr->hosts)) {
			unseen++;
			continue;
		}
		hit = &inventory->isos[i];
		hits++;
		list_add(&found, hit->uuid, sr->name.shown);
	}
	if (hits > 1)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "iso-ambiguous",
			"\"%s\" is in several ISO repositories; give --iso the uuid of one: %s",
			wish->iso, listed(&found));
	if (hits == 0 && unseen)
		return plan_refuse(
			refusal, EXIT_LACKS, "iso-elsewhere",
			"no host sees both \"%s\" and the disk's storage repository \"%s\" (%s); "
			"choose another with --sr",
			wish->iso, disk_sr->name.shown, disk_sr->uuid);
	if (hits == 0 && wish->scanned && gone.count)
		return plan_refuse(
			refusal, EXIT_LACKS, "iso-gone",
			"the file of \"%s\" is gone, though it is still listed, also after a scan: "
			"%s; copy it there again, or name another with --iso",
			wish->iso, listed(&gone));
	if (hits == 0 && wish->scanned)
		return refuse_missing_iso(inventory, wish, &repositories, refusal);
	if (hits == 0 && repositories.count > PLAN_ISO_SRS_MAX)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "iso-srs-too-many",
			"\"%s\" would be looked for in %zu ISO repositories, and %u are the most; "
			"name one with --iso-sr",
			wish->iso, repositories.count, PLAN_ISO_SRS_MAX);
	*ret_iso = hit;
	return 0;
}

/* A number of one to four digits; -1: it is none. */
static int64_t vlan_of(const char *word)
{
	size_t length = strlen(word);

	if (length < 1 || length > 4 || strspn(word, "0123456789") != length)
		return -1;
	return strtol(word, NULL, 10);
}

static bool is_meant(const struct found_network *network, const char *wanted)
{
	return is(network->uuid, wanted) || is(network->name.raw, wanted) ||
	       is(network->bridge, wanted) ||
	       (network->vlan >= 0 && network->vlan == vlan_of(wanted));
}

int choose_network(const struct inventory *inventory, const char *wanted,
		   const struct found_network **ret_network, struct refusal *refusal)
{
	const struct found_network *hit = NULL;
	AUTO_LIST list = {0}, all = {0};
	size_t hits = 0;

	for (size_t i = 0; i < inventory->network_count; i++) {
		const struct found_network *network = &inventory->networks[i];

		list_add(&all, network->uuid, network->name.shown);
		if (wanted ? !is_meant(network, wanted) : !network->is_management)
			continue;
		hit = network;
		hits++;
		list_add(&list, network->uuid, network->name.shown);
	}
	if (hits > 1)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "network-ambiguous",
			"%zu networks could be meant; give --network the uuid of one: %s", hits,
			listed(&list));
	if (hits == 0)
		return plan_refuse(refusal, EXIT_LACKS, "no-network",
				   wanted ? "the pool has no network \"%s\", by name, bridge, uuid "
					    "or VLAN; it has: %s"
					  : "the coordinator's management network cannot be "
					    "told%s; name one with --network; the pool has: %s",
				   wanted ? wanted : "", listed(&all));
	*ret_network = hit;
	return 0;
}
