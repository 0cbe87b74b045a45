/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>

#include "base/strbuf.h"
#include "plan/plan.h"

/* Is there a host that can start the guest? Said before anything is made, host by host. */

#define REASONS_MAX 1024u /* bytes of them: with these no further host is told of */

struct place {
	const struct found_sr *disk, *iso; /* iso NULL: it is still sought */
	const struct found_network *network;
	unsigned memory; /* MiB */
};

/* What keeps a host from it goes to why; nothing where there is nothing. */
static void judge(const struct found_host *host, uint64_t bit, const struct place *place,
		  struct ia_strbuf *why)
{
	int64_t bytes = (int64_t)place->memory << 20;

	if (!host->live)
		ia_strbuf_adds(why, "it is not running");
	else if (!host->enabled)
		ia_strbuf_adds(why, "it is in maintenance mode (disabled)");
	else if (!host->runs_pv64)
		ia_strbuf_adds(why, "it runs no 64-bit paravirtualised guests");
	else if (!(place->disk->hosts & bit))
		ia_strbuf_addf(why, "it does not see the storage repository \"%s\"",
			       place->disk->name.shown);
	else if (place->iso && !(place->iso->hosts & bit))
		ia_strbuf_addf(why, "it does not see the ISO repository \"%s\"",
			       place->iso->name.shown);
	else if (!place->network->is_internal && !(place->network->hosts & bit))
		ia_strbuf_addf(why, "it has no interface on the network \"%s\"",
			       place->network->name.shown);
	else if (host->memory >= 0 && host->memory < bytes)
		ia_strbuf_addf(why, "%lld MiB of memory are free there",
			       (long long)(host->memory >> 20));
}

int choose_host(const struct inventory *inventory, const struct guest_wish *wish,
		const struct choice *choice, struct refusal *refusal)
{
	const struct place place = {choice->sr, choice->iso_sr, choice->network, wish->memory};
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
