/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>

#include "base/strbuf.h"
#include "plan/plan.h"

/* Is there a host that can start the guest? Said before anything is made, host by host. */

#define REASONS_MAX 1024u /* bytes of them: with these no further host is told of */

struct place {
	const struct guest_wish *wish;
	const struct choice *choice;
};

static void judge_network(const struct found_network *network, uint64_t bit, struct ia_strbuf *why)
{
	if (!why->length && !network->is_internal && !(network->hosts & bit))
		ia_strbuf_addf(why, "it has no interface on the network \"%s\"",
			       network->name.shown);
}

static void judge_sr(const struct found_sr *sr, uint64_t bit, struct ia_strbuf *why)
{
	if (!why->length && sr && !(sr->hosts & bit))
		ia_strbuf_addf(why, "it does not see the storage repository \"%s\"",
			       sr->name.shown);
}

/* What keeps a host from it goes to why; nothing where there is nothing. */
static void judge(const struct found_host *host, uint64_t bit, const struct place *place,
		  struct ia_strbuf *why)
{
	const struct choice *choice = place->choice;
	int64_t bytes = (int64_t)place->wish->memory << 20;

	if (!host->live)
		ia_strbuf_adds(why, "it is not running");
	else if (!host->enabled)
		ia_strbuf_adds(why, "it is in maintenance mode (disabled)");
	else if (!host->runs_pv64)
		ia_strbuf_adds(why, "it runs no 64-bit paravirtualised guests");
	else if (host->memory >= 0 && host->memory < bytes)
		ia_strbuf_addf(why, "%lld MiB of memory are free there",
			       (long long)(host->memory >> 20));
	judge_sr(choice->sr, bit, why);
	for (size_t i = 0; i < place->wish->disk_count; i++)
		judge_sr(choice->srs[i], bit, why);
	if (!why->length && choice->iso_sr && !(choice->iso_sr->hosts & bit))
		ia_strbuf_addf(why, "it does not see the ISO repository \"%s\"",
			       choice->iso_sr->name.shown);
	judge_network(choice->network, bit, why);
	for (size_t i = 0; i < place->wish->nic_count; i++)
		judge_network(choice->networks[i], bit, why);
}

int choose_host(const struct inventory *inventory, const struct guest_wish *wish,
		const struct choice *choice, struct refusal *refusal)
{
	const struct place place = {wish, choice};
	struct ia_strbuf reasons IA_AUTO_STRBUF = {0};

	for (size_t i = 0; i < inventory->host_count; i++) {
		const struct found_host *host = &inventory->hosts[i];
		struct ia_strbuf why IA_AUTO_STRBUF = {0};

		judge(host, UINT64_C(1) << i, &place, &why);
		if (why.length == 0 && !why.error)
			return 0;
		if (reasons.length < REASONS_MAX)
			ia_strbuf_addf(&reasons, "; %s: %s", host->name, why.error ? "" : why.data);
	}
	return plan_refuse(
		refusal, EXIT_LACKS, "no-host",
		"no host of the pool can start a guest with %u MiB of memory now%s; see to "
		"one of them, or give the guest less with --memory",
		wish->memory, reasons.error || !reasons.data ? "" : reasons.data);
}
