/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>

#include "base/meter.h"

#define MIB (1024u * 1024u)

static enum ia_cost most_of(const uint64_t *by)
{
	enum ia_cost most = 0;

	for (enum ia_cost cost = 1; cost < IA_COST_COUNT; cost++) {
		if (by[cost] > by[most])
			most = cost;
	}
	return most;
}

int ia_meter_settle(const struct ia_meter *meter, const char *name, int r,
		    struct isoargs_error **reterr)
{
	static const char *const purposes[] = {
		[IA_COST_READING] = "reading its blocks",
		[IA_COST_FILES] = "looking for its files",
		[IA_COST_TABLES] = "its partition tables and labels",
		[IA_COST_RELEASE] = "what its maker says of it (.treeinfo)",
		[IA_COST_GRUB] = "evaluating its GRUB configurations",
		[IA_COST_GRUB_LEGACY] = "reading its GRUB Legacy configurations",
		[IA_COST_SYSTEMD_BOOT] = "reading its systemd-boot entries",
		[IA_COST_SYSLINUX] = "reading its SYSLINUX configurations",
		[IA_COST_MENUS] = "comparing the entries of its menus",
		[IA_COST_ARGS] = "deriving arguments",
		[IA_COST_CHECKS] = "checking it",
		[IA_COST_UNPACKING] = "unpacking its kernel",
		[IA_COST_PRINTING] = "printing what was found",
	};
	static const char remedy[] = "no honest medium is like that; if yours is, report it";

	if (meter->state == IA_METER_WORK_SPENT)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(name), remedy,
				"the medium takes more than %" PRIu64
				" million units of work, most of them for %s",
				meter->work_max / 1000000, purposes[most_of(meter->work_by)]);
	if (meter->state == IA_METER_KEPT_SPENT)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(name), remedy,
				"the medium takes more than %" PRIu64
				" MiB of memory, most of it for %s",
				meter->kept_max / MIB, purposes[most_of(meter->kept_by)]);
	return r;
}
