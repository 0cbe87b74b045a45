/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/meter.h"

#include <errno.h>

int ia_meter_spend(struct ia_meter *meter, enum ia_cost cost, uint64_t units)
{
	if (!meter)
		return 0;
	if (units > meter->work_max)
		units = meter->work_max + 1;
	meter->work += units;
	meter->work_by[cost] += units;
	if (meter->work > meter->work_max && meter->state == IA_METER_GOOD)
		meter->state = IA_METER_WORK_SPENT;
	return meter->state == IA_METER_GOOD ? 0 : -E2BIG;
}

int ia_meter_keep(struct ia_meter *meter, enum ia_cost cost, uint64_t bytes)
{
	if (!meter)
		return 0;
	/* What is kept has been made, or will be overwritten. */
	if (ia_meter_spend(meter, cost, bytes / 8) < 0)
		return -E2BIG;
	meter->kept_by[cost] += bytes;
	if (bytes > meter->kept_max - meter->kept) {
		meter->state = IA_METER_KEPT_SPENT;
		return -E2BIG;
	}
	meter->kept += bytes;
	return 0;
}

void ia_meter_release(struct ia_meter *meter, enum ia_cost cost, uint64_t bytes)
{
	if (!meter)
		return;
	meter->kept -= bytes;
	/* Who asked for too much is told even when it is given back before that is told. */
	if (meter->state == IA_METER_GOOD)
		meter->kept_by[cost] -= bytes;
}

void ia_meter_raise(struct ia_meter *meter, uint64_t work, uint64_t kept)
{
	if (!meter)
		return;
	meter->work_max += work;
	meter->kept_max += kept;
}

uint64_t ia_meter_work(const struct ia_meter *meter)
{
	return meter ? meter->work : 0;
}
