/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/plan.h"

/* The steps that several make: disks, their drives, NICs. */

void plan_put_text(struct plan *plan, const char *name, const char *text)
{
	plan_put(plan, name, FIELD_TEXT)->text = text;
}

void plan_put_int(struct plan *plan, const char *name, int64_t number)
{
	plan_put(plan, name, FIELD_INT)->number = number;
}

void plan_put_bool(struct plan *plan, const char *name, bool truth)
{
	plan_put(plan, name, FIELD_BOOL)->number = truth;
}

void plan_put_object(struct plan *plan, const char *name, enum object object)
{
	plan_put(plan, name, FIELD_OBJECT)->object = object;
}

void plan_set_text(struct plan *plan, const char *method, const char *title, const char *text)
{
	plan_add(plan, STEP_CALL, method, title);
	plan_put_object(plan, "self", OBJECT_VM);
	plan_put_text(plan, "value", text);
}

void plan_object(struct plan *plan, enum object object, const char *ref, const char *uuid,
		 struct name name)
{
	plan->objects[object] = (struct plan_object){.ref = ref, .uuid = uuid, .name = name};
}

void plan_disk(struct plan *plan, const struct new_disk *disk)
{
	struct plan_step *step = plan_add(plan, STEP_RECORD, "VDI.create", disk->title);

	step->async = true;
	step->deadline_s = PLAN_PROVISION_S;
	step->creates = disk->object;
	step->name = disk->name;
	plan_put_text(plan, "name_label", disk->name);
	plan_put_text(plan, "name_description", "made by isoargs-xenserver");
	plan_put_object(plan, "SR", disk->sr);
	plan_put_int(plan, "virtual_size", disk->bytes);
	plan_put_text(plan, "type", disk->type);
	plan_put_bool(plan, "sharable", false);
	plan_put_bool(plan, "read_only", false);
	plan_put(plan, "other_config", FIELD_PAIRS);
	plan_put_pair(plan, MARKER, plan->run);
	plan_put(plan, "xenstore_data", FIELD_PAIRS);
	plan_put(plan, "sm_config", FIELD_PAIRS);
	if (disk->file)
		plan_put_pair(plan, "path", disk->file);
	plan_put(plan, "tags", FIELD_NOTHING);
}

void plan_device(struct plan *plan, const struct new_device *device)
{
	struct plan_step *step = plan_add(plan, STEP_RECORD, "VBD.create", device->title);

	step->creates = device->object;
	step->getter = "VM.get_allowed_VBD_devices";
	plan_put_object(plan, "VM", OBJECT_VM);
	plan_put_object(plan, "VDI", device->vdi);
	plan_put(plan, "userdevice", FIELD_DEVICE)->text = device->number;
	plan_put_bool(plan, "bootable", device->is_cd);
	plan_put_text(plan, "mode", device->is_read_only ? "RO" : "RW");
	plan_put_text(plan, "type", device->is_cd ? "CD" : "Disk");
	plan_put_bool(plan, "unpluggable", device->is_cd);
	plan_put_bool(plan, "empty", false);
	plan_put(plan, "other_config", FIELD_PAIRS);
	if (!device->is_cd)
		plan_put_pair(plan, "owner", "");
	plan_put_text(plan, "qos_algorithm_type", "");
	plan_put(plan, "qos_algorithm_params", FIELD_PAIRS);
}

void plan_nic(struct plan *plan, const struct new_nic *nic)
{
	struct plan_step *step =
		plan_add(plan, STEP_RECORD, "VIF.create",
			 plan_text(plan, "network \"%s\"", nic->network->name.shown));

	step->creates = nic->object;
	step->getter = "VM.get_allowed_VIF_devices";
	plan_put(plan, "device", FIELD_DEVICE)->text = nic->device;
	plan_put_object(plan, "network", nic->network_object);
	plan_put_object(plan, "VM", OBJECT_VM);
	plan_put_text(plan, "MAC", nic->mac ? nic->mac : "");
	plan_put_int(plan, "MTU", nic->network->mtu);
	plan_put(plan, "other_config", FIELD_PAIRS);
	plan_put_text(plan, "qos_algorithm_type", "");
	plan_put(plan, "qos_algorithm_params", FIELD_PAIRS);
}
