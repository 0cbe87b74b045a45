/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plan/list.h"
#include "plan/plan.h"

/* What a guest may have beside one disk and one NIC: more of both, tags, a host that it likes. */

#define GIB ((int64_t)1 << 30)

static int choose_affinity(const struct inventory *inventory, const char *wanted,
			   const struct found_host **ret, struct refusal *refusal)
{
	AUTO_LIST all = {0};
	size_t hits = 0;

	for (size_t i = 0; i < inventory->host_count; i++) {
		const struct found_host *host = &inventory->hosts[i];

		list_add(&all, host->uuid, host->name);
		if (strcmp(host->uuid, wanted) != 0 && strcmp(host->name, wanted) != 0)
			continue;
		*ret = host;
		hits++;
	}
	if (hits == 1)
		return 0;
	return plan_refuse(
		refusal, hits ? EXIT_AMBIGUOUS : EXIT_LACKS,
		hits ? "affinity-ambiguous" : "no-affinity",
		hits ? "several hosts are called \"%s\"; give --affinity the uuid of one: %s"
		     : "the pool has no host \"%s\", by name or uuid; it has: %s",
		wanted, listed(&all));
}

/* Each repository has to take all that is made in it. */
static int check_room(const struct guest_wish *wish, const struct choice *choice,
		      const struct found_sr *sr, struct refusal *refusal)
{
	int64_t bytes = sr == choice->sr ? wish->disk * GIB + wish->oemdrv : 0;

	for (size_t i = 0; i < wish->disk_count; i++) {
		const struct found_sr *own = choice->srs[i] ? choice->srs[i] : choice->sr;

		bytes += own == sr ? wish->disks[i].gib * GIB : 0;
	}
	if (sr_has_room(sr, bytes))
		return 0;
	return plan_refuse(
		refusal, EXIT_LACKS, "sr-full",
		"the storage repository \"%s\" (%s) has not the room for all disks, %lld "
		"MiB; make room, name another with --disk GIB@SR, or ask for less",
		sr->name.shown, sr->uuid, (long long)(bytes >> 20));
}

int choose_more(const struct inventory *inventory, const struct guest_wish *wish,
		struct choice *choice, struct refusal *refusal)
{
	int r = wish->affinity
			? choose_affinity(inventory, wish->affinity, &choice->affinity, refusal)
			: 0;

	for (size_t i = 0; r == 0 && i < wish->nic_count; i++)
		r = choose_network(inventory, wish->nics[i].network, &choice->networks[i], refusal);
	for (size_t i = 0; r == 0 && i < wish->disk_count; i++) {
		if (wish->disks[i].sr)
			r = choose_sr(inventory, wish->disks[i].sr, wish->disks[i].gib * GIB,
				      &choice->srs[i], refusal);
	}
	if (r == 0 && wish->disk_count)
		r = check_room(wish, choice, choice->sr, refusal);
	for (size_t i = 0; r == 0 && i < wish->disk_count; i++) {
		if (choice->srs[i])
			r = check_room(wish, choice, choice->srs[i], refusal);
	}
	return r;
}

/* xvda is the system's, xvdb may be the kickstart's, xvdd is the medium's. */
static unsigned device_of(const struct guest_wish *wish, size_t i)
{
	unsigned device = (wish->oemdrv ? 2 : 1) + (unsigned)i;

	return device >= 3 ? device + 1 : device;
}

static void plan_more_disk(struct plan *plan, const struct guest_wish *wish,
			   const struct choice *choice, size_t i)
{
	enum object disk = OBJECT_MORE_DISKS + (enum object)i;
	unsigned device = device_of(wish, i);

	plan_disk(plan, &(struct new_disk){
				.object = disk,
				.sr = choice->srs[i] ? OBJECT_MORE_SRS + (enum object)i : OBJECT_SR,
				.title = plan_text(plan, "disk of %u GiB", wish->disks[i].gib),
				.name = plan_text(plan, "%s disk %zu", wish->name, i + 2),
				.type = "user",
				.bytes = wish->disks[i].gib * GIB});
	plan_device(plan, &(struct new_device){
				  .object = OBJECT_MORE_VBDS + (enum object)i,
				  .vdi = disk,
				  .title = plan_text(plan, "the disk, as xvd%c", 'a' + (int)device),
				  .number = plan_text(plan, "%u", device)});
}

static void plan_host(struct plan *plan, const struct found_host *host)
{
	plan_object(plan, OBJECT_AFFINITY, host->ref, host->uuid,
		    (struct name){.raw = host->name, .shown = host->name});
	plan_add(plan, STEP_CALL, "VM.set_affinity", "the host that it likes");
	plan_put_object(plan, "self", OBJECT_VM);
	plan_put_object(plan, "value", OBJECT_AFFINITY);
}

void plan_more(struct plan *plan, const struct guest_wish *wish, const struct choice *choice)
{
	for (size_t i = 0; i < wish->disk_count; i++) {
		const struct found_sr *sr = choice->srs[i];

		if (sr)
			plan_object(plan, OBJECT_MORE_SRS + (enum object)i, sr->ref, sr->uuid,
				    sr->name);
		plan_more_disk(plan, wish, choice, i);
	}
	for (size_t i = 0; i < wish->nic_count; i++) {
		const struct found_network *network = choice->networks[i];
		enum object object = OBJECT_MORE_NETWORKS + (enum object)i;

		plan_object(plan, object, network->ref, network->uuid, network->name);
		plan_nic(plan, &(struct new_nic){.object = OBJECT_MORE_VIFS + (enum object)i,
						 .network_object = object,
						 .network = network,
						 .device = plan_text(plan, "%zu", i + 1),
						 .mac = wish->nics[i].mac});
	}
	for (size_t i = 0; i < wish->tag_count; i++)
		plan_set_text(plan, "VM.add_tags", "a tag", wish->tags[i]);
	if (choice->affinity)
		plan_host(plan, choice->affinity);
}
