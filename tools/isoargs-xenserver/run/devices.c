/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "run/apply.h"

/* What a clone has from its template: it is the run's, and goes with the guest if not before. */

static bool is_templates_own(const struct applying *applying, const char *uuid)
{
	const struct found_devices *devices = &applying->inventory->devices;

	for (size_t i = 0; i < devices->disk_count; i++) {
		if (strcmp(devices->disks[i].uuid, uuid) == 0)
			return true;
	}
	return false;
}

/* Into the log, and marked: "destroy" finds it as well. One may bear an older mark. */
static int take_over(struct applying *applying, const char *vdi, const char *uuid,
		     struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;

	if (undolog_brought(applying->log, uuid) != EXIT_DONE)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi),
				   "VDI.add_to_other_config",
				   "not asked for, as the undo log cannot be written");
	event_made(applying->events, OBJECT_BROUGHT, uuid);
	if (xenapi_callf(applying->xenapi, NULL, &error, "VDI.add_to_other_config", "sss", vdi,
			 MARKER, applying->plan->run) == 0 ||
	    xenapi_error_is(error, "MAP_DUPLICATE_KEY"))
		return 0;
	xenapi_error_pass(&error, reterr);
	return -1;
}

static int remove_ref(struct applying *applying, const struct plan_step *step, const char *method,
		      const char *ref, struct xenapi_error **reterr)
{
	const struct xenapi_wait wait = {
		.deadline_s = step->deadline_s,
		.progress = event_progress,
		.data = applying->events,
	};

	return xenapi_async_ref(applying->xenapi, method, ref, &wait, reterr);
}

static int run_drive(struct applying *applying, const struct plan_step *step, const char *ref,
		     struct xenapi_error **reterr)
{
	bool keeps = step->fields[1].number, is_disk, is_ours = false;
	AUTO_VALUE record = NULL;
	AUTO_VALUE disk = NULL;
	const char *vdi, *uuid;
	int r;

	r = xenapi_callf(applying->xenapi, &record, reterr, "VBD.get_record", "s", ref);
	if (r < 0)
		return r;
	vdi = value_member_text(record, "VDI");
	is_disk = strcasecmp(value_member_text(record, "type"), "Disk") == 0 &&
		  !value_is_null_ref(vdi);
	if (is_disk) {
		r = xenapi_callf(applying->xenapi, &disk, reterr, "VDI.get_record", "s", vdi);
		if (r < 0)
			return r;
		uuid = value_member_text(disk, "uuid");
		/* what is not copied, but shared, stays the template's */
		is_ours = !is_templates_own(applying, uuid);
		r = is_ours ? take_over(applying, vdi, uuid, reterr) : 0;
	}
	if (r < 0 || (keeps && is_disk))
		return r;
	r = remove_ref(applying, step, "VBD.destroy", ref, reterr);
	return r == 0 && is_ours ? remove_ref(applying, step, "VDI.destroy", vdi, reterr) : r;
}

int apply_disks(struct applying *applying, const struct plan_step *step,
		struct xenapi_error **reterr)
{
	AUTO_VALUE vbds = NULL;
	int r = xenapi_callf(applying->xenapi, &vbds, reterr, step->method, "s",
			     applying->refs[OBJECT_VM]);

	for (size_t i = 0; r == 0 && i < value_count(vbds); i++) {
		const char *ref = value_text(value_at(vbds, i));

		r = run_drive(applying, step, ref ? ref : "", reterr);
	}
	return r;
}

int apply_nic(struct applying *applying, const struct plan_step *step, struct xenapi_error **reterr)
{
	AUTO_VALUE vifs = NULL;
	int r = xenapi_callf(applying->xenapi, &vifs, reterr, step->method, "s",
			     applying->refs[OBJECT_VM]);

	for (size_t i = 0; r == 0 && i < value_count(vifs); i++) {
		const char *ref = value_text(value_at(vifs, i));
		AUTO_VALUE record = NULL;

		r = xenapi_callf(applying->xenapi, &record, reterr, "VIF.get_record", "s",
				 ref ? ref : "");
		if (r == 0 && strcmp(value_member_text(record, "device"), "0") == 0)
			r = xenapi_callf(applying->xenapi, NULL, reterr, "VIF.destroy", "s", ref);
	}
	return r;
}
