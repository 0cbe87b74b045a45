/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "plan/plan.h"

/* What a template brings along: every one that somebody made of a VM has disks and NICs. */

unsigned drive_number(const char *userdevice)
{
	static const char *const names[] = {"xvd", "hd", "sd"};
	char *end;
	unsigned long number = strtoul(userdevice, &end, 10);

	if (ia_ascii_is_digit(userdevice[0]) && !*end && number < DRIVE_NONE)
		return (unsigned)number;
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		size_t length = strlen(names[i]);

		if (strncmp(userdevice, names[i], length) == 0 && userdevice[length] >= 'a' &&
		    userdevice[length] <= 'z' && !userdevice[length + 1])
			return (unsigned)(userdevice[length] - 'a');
	}
	return DRIVE_NONE;
}

/* Does one of ours go there? The medium takes another where it has to. */
static bool is_needed(const struct guest_wish *wish, unsigned number)
{
	return number == 0 || (number == 1 && wish->oemdrv);
}

int choose_devices(const struct inventory *inventory, const struct guest_wish *wish,
		   struct refusal *refusal)
{
	const struct found_devices *devices = &inventory->devices;

	for (size_t i = 0; wish->keeps_disks && i < devices->disk_count; i++) {
		const struct found_disk *disk = &devices->disks[i];

		if (!is_needed(wish, drive_number(disk->device)))
			continue;
		return plan_refuse(
			refusal, EXIT_LACKS, "template-disk-in-the-way",
			"the template's disk \"%s\" (%s) is device %s, which a new disk is to be; "
			"without --template-disks keep the guest gets none of the template's",
			disk->name.shown, disk->uuid, disk->device);
	}
	return 0;
}

static void plan_disks(struct plan *plan, const struct found_devices *devices, bool keeps)
{
	struct ia_strbuf names IA_AUTO_STRBUF = {0};
	struct plan_step *step;

	for (size_t i = 0; i < devices->disk_count; i++)
		ia_strbuf_addf(&names, "%s\"%s\" (%s)", i ? ", " : "", devices->disks[i].name.shown,
			       devices->disks[i].device);
	step = plan_add(plan, STEP_DISKS, "VM.get_VBDs",
			devices->disk_count == 0
				? "no drive of the template's"
				: plan_text(plan, "the copies of the template's disks %s: %s",
					    keeps ? "stay" : "go", names.error ? "" : names.data));
	if (names.error)
		plan->error = plan->error ? plan->error : names.error;
	plan_put(plan, "vm", FIELD_OBJECT)->object = OBJECT_VM;
	plan_put(plan, "keep", FIELD_BOOL)->number = keeps;
	step->deadline_s = PLAN_DESTROY_S;
}

void plan_devices(struct plan *plan, const struct inventory *inventory,
		  const struct guest_wish *wish)
{
	const struct found_devices *devices = &inventory->devices;
	struct ia_strbuf others IA_AUTO_STRBUF = {0};
	bool has_first = false;

	if (devices->disk_count + devices->drive_count > 0)
		plan_disks(plan, devices, wish->keeps_disks);
	for (size_t i = 0; i < devices->nic_count; i++) {
		if (strcmp(devices->nics[i], "0") == 0)
			has_first = true;
		else
			ia_strbuf_addf(&others, "%s%s", others.length ? ", " : "",
				       devices->nics[i]);
	}
	if (has_first) {
		plan_add(plan, STEP_NIC, "VM.get_VIFs", "the template's NIC 0 makes room");
		plan_put(plan, "vm", FIELD_OBJECT)->object = OBJECT_VM;
	}
	if (others.length)
		plan_warn(plan, "NICs of the template stay, on the networks that they have: %s",
			  others.data);
	if (others.error)
		plan->error = plan->error ? plan->error : others.error;
}
