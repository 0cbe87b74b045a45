/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/gather.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"

#define TEMPLATES "field \"is_a_template\" = \"true\" and field \"is_a_snapshot\" = \"false\""

static int find_pool(struct xenapi *xenapi, struct inventory *inventory, const char **ret_default,
		     struct xenapi_error **reterr)
{
	const struct rpc_value *pools = NULL, *pool;
	int r;

	r = gather(xenapi, inventory, "pool.get_all_records", NULL, &pools, reterr);
	if (r < 0)
		return r;
	if (value_count(pools) != 1)
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi),
				   "pool.get_all_records", "found %zu pools, expected one",
				   value_count(pools));
	pool = value_at(pools, 0);
	inventory->master = value_member_text(pool, "master");
	inventory->starts_guests =
		strcmp(value_member_text(value_member(pool, "other_config"), "auto_poweron"),
		       "true") == 0;
	*ret_default = value_member_text(pool, "default_SR");
	return 0;
}

/* As it counts when it starts a guest: what others can be made to give back is free. */
static int find_memory(struct xenapi *xenapi, struct found_host *host, struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE value = NULL;
	int64_t bytes;
	int r = xenapi_callf(xenapi, &value, &error, "host.compute_free_memory", "s", host->ref);

	if (r == 0 && value_int(value, &bytes))
		host->memory = bytes;
	if (r == 0 || (error && error->kind == XENAPI_REFUSED))
		return 0;
	xenapi_error_pass(&error, reterr);
	return r;
}

/* Hosts whose metrics are gone count as dead. */
static int find_state(struct xenapi *xenapi, const char *metrics, struct found_host *host,
		      struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE record = NULL;
	int r;

	host->memory = -1;
	if (value_is_null_ref(metrics))
		return 0;
	r = xenapi_callf(xenapi, &record, &error, "host_metrics.get_record", "s", metrics);
	if (r < 0 && xenapi_error_is(error, "HANDLE_INVALID"))
		return 0;
	if (r < 0) {
		xenapi_error_pass(&error, reterr);
		return r;
	}
	host->live = value_member_bool(record, "live", false);
	host->memory = value_member_int(record, "memory_free", -1);
	return host->live ? find_memory(xenapi, host, reterr) : 0;
}

static int find_hosts(struct xenapi *xenapi, struct inventory *inventory,
		      struct xenapi_error **reterr)
{
	const struct rpc_value *hosts = NULL;
	int r;

	r = gather(xenapi, inventory, "host.get_all_records", NULL, &hosts, reterr);
	if (r == 0 && value_count(hosts) > FOUND_HOSTS_MAX)
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi),
				   "host.get_all_records", "found %zu hosts, expected at most %u",
				   value_count(hosts), FOUND_HOSTS_MAX);
	if (r == 0)
		r = gather_room(hosts, sizeof(*inventory->hosts), &inventory->hosts, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < value_count(hosts); i++) {
		const struct rpc_value *record = value_at(hosts, i);
		const struct rpc_value *software = value_member(record, "software_version");
		struct found_host *host = &inventory->hosts[inventory->host_count++];

		host->ref = value_key(hosts, i);
		host->uuid = gather_text(inventory, record, "uuid");
		host->name = gather_text(inventory, record, "name_label");
		host->address = value_member_text(record, "address");
		host->brand = gather_text(inventory, software, "product_brand");
		host->version = gather_text(inventory, software, "product_version");
		host->runs_pv64 =
			value_set_has(value_member(record, "capabilities"), "xen-3.0-x86_64");
		host->enabled = value_member_bool(record, "enabled", false);
		r = find_state(xenapi, value_member_text(record, "metrics"), host, reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

static void read_vm(struct inventory *inventory, struct found_vm *vm, const char *ref,
		    const struct rpc_value *record)
{
	const char *marker = value_text(value_member(value_member(record, "other_config"), MARKER));

	vm->ref = ref;
	vm->uuid = gather_text(inventory, record, "uuid");
	vm->name = gather_name(inventory, record);
	vm->label = value_member_text(record, "reference_label");
	vm->power = gather_text(inventory, record, "power_state");
	vm->hvm_policy = value_member_text(record, "HVM_boot_policy");
	vm->domain_type = value_member_text(record, "domain_type");
	vm->bootloader = value_member_text(record, "PV_bootloader");
	vm->distro = value_member_text(value_member(record, "other_config"), "install-distro");
	vm->marker = marker ? gather_shown(inventory, marker) : NULL;
	vm->after_reboot = value_member_text(record, "actions_after_reboot");
	vm->memory_min = value_member_int(record, "memory_static_min", 0);
	vm->vcpus = value_member_int(record, "VCPUs_max", 1);
	vm->is_default =
		strcmp(value_member_text(value_member(record, "other_config"), "default_template"),
		       "true") == 0;
	vm->is_template = value_member_bool(record, "is_a_template", false);
	vm->vbds = value_member(record, "VBDs");
	vm->vifs = value_member(record, "VIFs");
}

/* Nobody documents these calls, so that a host may lack them: *ret stays NULL then. */
static int gather_where(struct xenapi *xenapi, struct inventory *inventory, const char *method,
			const char *where, const struct rpc_value **ret,
			struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;
	int r = gather(xenapi, inventory, method, where, ret, &error);

	if (r < 0 && xenapi_error_is(error, "MESSAGE_METHOD_UNKNOWN"))
		return 0;
	if (r < 0 && reterr) {
		*reterr = error;
		error = NULL;
	}
	return r;
}

static int find_templates(struct xenapi *xenapi, struct inventory *inventory,
			  struct xenapi_error **reterr)
{
	const struct rpc_value *vms = NULL;
	int r;

	r = gather_where(xenapi, inventory, "VM.get_all_records_where", TEMPLATES, &vms, reterr);
	if (r == 0 && !vms)
		r = gather(xenapi, inventory, "VM.get_all_records", NULL, &vms, reterr);
	if (r == 0)
		r = gather_room(vms, sizeof(*inventory->templates), &inventory->templates, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < value_count(vms); i++) {
		const struct rpc_value *record = value_at(vms, i);

		if (value_member_bool(record, "is_a_template", false) &&
		    !value_member_bool(record, "is_a_snapshot", false))
			read_vm(inventory, &inventory->templates[inventory->template_count++],
				value_key(vms, i), record);
	}
	return 0;
}

static int add_namesakes(struct xenapi *xenapi, struct inventory *inventory, const char *name,
			 struct xenapi_error **reterr)
{
	const struct rpc_value *refs = NULL, *record = NULL;
	struct found_vm *vms;
	int r;

	r = gather(xenapi, inventory, "VM.get_by_name_label", name, &refs, reterr);
	if (r < 0)
		return r;
	vms = reallocarray(inventory->namesakes, inventory->namesake_count + value_count(refs) + 1,
			   sizeof(*vms));
	if (!vms)
		return xenapi_fail_memory(reterr);
	inventory->namesakes = vms;
	for (size_t i = 0; i < value_count(refs); i++) {
		const char *ref = value_text(value_at(refs, i));

		r = ref ? gather_record(xenapi, inventory, "VM.get_record", ref, &record, reterr)
			: 0;
		if (r < 0)
			return r;
		if (r == 0 || value_member_bool(record, "is_a_snapshot", false))
			continue;
		vms[inventory->namesake_count] = (struct found_vm){0};
		read_vm(inventory, &vms[inventory->namesake_count++], ref, record);
	}
	return 0;
}

static size_t host_index(const struct inventory *inventory, const char *ref)
{
	size_t i;

	for (i = 0; i < inventory->host_count; i++) {
		if (strcmp(inventory->hosts[i].ref, ref) == 0)
			break;
	}
	return i;
}

static void read_pbds(struct inventory *inventory, const struct rpc_value *pbds)
{
	for (size_t i = 0; i < value_count(pbds); i++) {
		const struct rpc_value *pbd = value_at(pbds, i);
		const char *sr = value_member_text(pbd, "SR");
		size_t host = host_index(inventory, value_member_text(pbd, "host"));

		if (!value_member_bool(pbd, "currently_attached", false))
			continue;
		for (size_t k = 0; k < inventory->sr_count; k++) {
			if (strcmp(inventory->srs[k].ref, sr) != 0)
				continue;
			inventory->srs[k].is_attached = true;
			if (host < inventory->host_count)
				inventory->srs[k].hosts |= UINT64_C(1) << host;
		}
	}
}

/*
 * A repository at which anything is under way allows nothing else; whoever asks for a disk then is
 * not refused, but waits.
 */
static bool makes_disks(const struct rpc_value *sr)
{
	return value_set_has(value_member(sr, "allowed_operations"), "vdi_create") ||
	       value_count(value_member(sr, "current_operations")) > 0;
}

/* What was under way has ended, and what is allowed from now on is written a moment later. */
static int look_again(struct xenapi *xenapi, struct inventory *inventory,
		      struct xenapi_error **reterr)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < inventory->sr_count; i++) {
		struct found_sr *sr = &inventory->srs[i];
		const struct rpc_value *record = NULL;

		if (sr->makes_disks || !sr->is_attached || sr->is_iso || sr->is_drive)
			continue;
		r = gather_record(xenapi, inventory, "SR.get_record", sr->ref, &record, reterr);
		if (r == 1)
			sr->makes_disks = makes_disks(record);
	}
	return r < 0 ? r : 0;
}

static int find_srs(struct xenapi *xenapi, struct inventory *inventory, const char *default_sr,
		    struct xenapi_error **reterr)
{
	const struct rpc_value *srs = NULL, *pbds = NULL;
	int r;

	r = gather(xenapi, inventory, "SR.get_all_records", NULL, &srs, reterr);
	if (r == 0)
		r = gather(xenapi, inventory, "PBD.get_all_records", NULL, &pbds, reterr);
	if (r == 0)
		r = gather_room(srs, sizeof(*inventory->srs), &inventory->srs, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < value_count(srs); i++) {
		const struct rpc_value *record = value_at(srs, i);
		struct found_sr *sr = &inventory->srs[inventory->sr_count++];

		sr->ref = value_key(srs, i);
		sr->uuid = gather_text(inventory, record, "uuid");
		sr->name = gather_name(inventory, record);
		sr->type = value_member_text(record, "type");
		sr->is_iso = strcmp(value_member_text(record, "content_type"), "iso") == 0;
		/* The first since 7.0, the other before. */
		sr->is_tools =
			value_member_bool(record, "is_tools_sr", false) ||
			value_member(value_member(record, "other_config"), "xenserver_tools_sr");
		sr->is_drive = strcmp(sr->type, "udev") == 0;
		sr->is_default = strcmp(sr->ref, default_sr) == 0;
		sr->makes_disks = makes_disks(record);
		sr->size = value_member_int(record, "physical_size", 0);
		sr->vdis = value_member(record, "VDIs");
		sr->used = value_member_int(record, "physical_utilisation", 0);
	}
	read_pbds(inventory, pbds);
	return look_again(xenapi, inventory, reterr);
}

static bool in_iso_sr(const struct inventory *inventory, const char *sr)
{
	for (size_t i = 0; i < inventory->sr_count; i++) {
		if (strcmp(inventory->srs[i].ref, sr) == 0)
			return inventory->srs[i].is_iso && !inventory->srs[i].is_tools &&
			       !inventory->srs[i].is_drive;
	}
	return false;
}

static int add_iso(struct xenapi *xenapi, struct inventory *inventory, const char *ref,
		   struct xenapi_error **reterr)
{
	const struct rpc_value *record = NULL;
	struct found_vdi *vdi = &inventory->isos[inventory->iso_count];
	int r;

	r = gather_record(xenapi, inventory, "VDI.get_record", ref, &record, reterr);
	if (r <= 0)
		return r;
	*vdi = (struct found_vdi){
		.ref = ref,
		.uuid = gather_text(inventory, record, "uuid"),
		.name = gather_name(inventory, record),
		.sr = value_member_text(record, "SR"),
		.missing = value_member_bool(record, "missing", false),
	};
	/* A disk may bear the name, too. */
	if (in_iso_sr(inventory, vdi->sr))
		inventory->iso_count++;
	return 0;
}

static int find_iso_by_uuid(struct xenapi *xenapi, struct inventory *inventory, const char *uuid,
			    struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;
	const struct rpc_value *ref = NULL;
	int r;

	inventory->isos = calloc(1, sizeof(*inventory->isos));
	if (!inventory->isos)
		return xenapi_fail_memory(reterr);
	r = gather(xenapi, inventory, "VDI.get_by_uuid", uuid, &ref, &error);
	if (r == 0)
		return add_iso(xenapi, inventory, value_text(ref) ? value_text(ref) : "", reterr);
	if (xenapi_error_is(error, "UUID_INVALID"))
		return 0;
	if (reterr) {
		*reterr = error;
		error = NULL;
	}
	return r;
}

/* Some names of what the ISO repositories hold, for a sentence; not having them is no failure. */
static void list_isos(struct xenapi *xenapi, struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->sr_count; i++) {
		const struct rpc_value *vdis = inventory->srs[i].vdis, *record;

		if (!in_iso_sr(inventory, inventory->srs[i].ref))
			continue;
		for (size_t k = 0; k < value_count(vdis); k++) {
			const char *ref = value_text(value_at(vdis, k));

			if (inventory->isos_there_count == FOUND_ISOS_SHOWN)
				return;
			if (ref && gather_record(xenapi, inventory, "VDI.get_record", ref, &record,
						 NULL) == 1)
				inventory->isos_there[inventory->isos_there_count++] =
					gather_text(inventory, record, "name_label");
		}
	}
}

/* An expression of a database's own language: nothing that could end its text. */
static bool is_plain(const char *text)
{
	return !strpbrk(text, "\"\\") && name_is_plain(text);
}

/*
 * One that came by XenAPI has a name beside that of its file, which is its location; what a host does
 * not let ask so is found by the name alone.
 */
static int find_isos_by_file(struct xenapi *xenapi, struct inventory *inventory, const char *file,
			     struct xenapi_error **reterr)
{
	const struct rpc_value *records = NULL;
	char *where IA_AUTO_FREE = NULL;
	int r;

	if (file[0] == '\0' || !is_plain(file))
		return 0;
	if (asprintf(&where, "field \"location\" = \"%s\"", file) < 0) {
		where = NULL;
		return xenapi_fail_memory(reterr);
	}
	r = gather_where(xenapi, inventory, "VDI.get_all_records_where", where, &records, reterr);
	if (r < 0 || !records)
		return r;
	r = gather_room(records, sizeof(*inventory->isos), &inventory->isos, reterr);
	for (size_t i = 0; r >= 0 && i < value_count(records); i++)
		r = add_iso(xenapi, inventory, value_key(records, i), reterr);
	return r < 0 ? r : 0;
}

static int find_iso(struct xenapi *xenapi, struct inventory *inventory,
		    const struct discover_query *query, struct xenapi_error **reterr)
{
	const struct rpc_value *refs = NULL;
	int r;

	if (ia_text_is_uuid(query->iso))
		return find_iso_by_uuid(xenapi, inventory, query->iso, reterr);
	r = gather(xenapi, inventory, "VDI.get_by_name_label", query->iso, &refs, reterr);
	if (r == 0)
		r = gather_room(refs, sizeof(*inventory->isos), &inventory->isos, reterr);
	for (size_t i = 0; r >= 0 && i < value_count(refs); i++) {
		const char *ref = value_text(value_at(refs, i));

		if (ref)
			r = add_iso(xenapi, inventory, ref, reterr);
	}
	if (r < 0 || inventory->iso_count > 0)
		return r < 0 ? r : 0;
	free(inventory->isos);
	inventory->isos = NULL;
	r = find_isos_by_file(xenapi, inventory, query->file, reterr);
	if (r == 0 && inventory->iso_count == 0)
		list_isos(xenapi, inventory);
	return r;
}

static void read_pifs(const struct inventory *inventory, const struct rpc_value *pifs,
		      struct found_network *network)
{
	network->is_internal = true;
	network->vlan = -1;
	for (size_t i = 0; i < value_count(pifs); i++) {
		const struct rpc_value *pif = value_at(pifs, i);
		const char *ref = value_member_text(pif, "host");
		size_t host = host_index(inventory, ref);
		int64_t vlan;

		if (strcmp(value_member_text(pif, "network"), network->ref) != 0)
			continue;
		vlan = value_member_int(pif, "VLAN", -1);
		network->vlan = network->is_internal || network->vlan == vlan ? vlan : -1;
		network->is_internal = false;
		if (host < inventory->host_count)
			network->hosts |= UINT64_C(1) << host;
		if (value_member_bool(pif, "management", false) &&
		    strcmp(ref, inventory->master) == 0)
			network->is_management = true;
	}
}

static int find_networks(struct xenapi *xenapi, struct inventory *inventory,
			 struct xenapi_error **reterr)
{
	const struct rpc_value *networks = NULL, *pifs = NULL;
	int r;

	r = gather(xenapi, inventory, "network.get_all_records", NULL, &networks, reterr);
	if (r == 0)
		r = gather(xenapi, inventory, "PIF.get_all_records", NULL, &pifs, reterr);
	if (r == 0)
		r = gather_room(networks, sizeof(*inventory->networks), &inventory->networks,
				reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < value_count(networks); i++) {
		const struct rpc_value *record = value_at(networks, i);
		struct found_network *network = &inventory->networks[inventory->network_count++];

		network->ref = value_key(networks, i);
		network->uuid = gather_text(inventory, record, "uuid");
		network->name = gather_name(inventory, record);
		network->bridge = value_member_text(record, "bridge");
		network->mtu = value_member_int(record, "MTU", 1500);
		read_pifs(inventory, pifs, network);
	}
	return 0;
}

int discover(struct xenapi *xenapi, const struct discover_query *query, struct inventory *inventory,
	     struct xenapi_error **reterr)
{
	const char *default_sr = "";
	int r;

	inventory->version = xenapi_version(xenapi);
	inventory->has_domain_type = xenapi_has(xenapi, "VM.set_domain_type");
	r = find_pool(xenapi, inventory, &default_sr, reterr);
	if (r == 0)
		r = find_hosts(xenapi, inventory, reterr);
	if (r == 0)
		r = find_templates(xenapi, inventory, reterr);
	if (r == 0)
		r = add_namesakes(xenapi, inventory, query->name, reterr);
	if (r == 0)
		r = add_namesakes(xenapi, inventory, query->temporary, reterr);
	if (r == 0)
		r = find_srs(xenapi, inventory, default_sr, reterr);
	if (r == 0)
		r = find_iso(xenapi, inventory, query, reterr);
	if (r == 0)
		r = find_networks(xenapi, inventory, reterr);
	return r;
}

/* 1 and the record, 0: there is no room for it, or it is gone. */
static int device_at(struct xenapi *xenapi, struct inventory *inventory, const char *method,
		     const struct rpc_value *ref, const struct rpc_value **ret,
		     struct xenapi_error **reterr)
{
	const char *text = value_text(ref);

	return text ? gather_record(xenapi, inventory, method, text, ret, reterr) : 0;
}

static int fail_devices(struct xenapi *xenapi, const struct found_vm *template,
			struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), "VM.get_record",
			   "the template \"%s\" (%s) has more than %u disks, or NICs",
			   template->name.shown, template->uuid, FOUND_DISKS_MAX);
}

static int add_drive(struct xenapi *xenapi, struct inventory *inventory,
		     const struct rpc_value *vbd, struct xenapi_error **reterr)
{
	struct found_devices *devices = &inventory->devices;
	const char *vdi = value_member_text(vbd, "VDI");
	const struct rpc_value *record = NULL;
	struct found_disk *disk;
	int r;

	if (strcasecmp(value_member_text(vbd, "type"), "Disk") != 0 || value_is_null_ref(vdi)) {
		devices->drive_count++;
		return 0;
	}
	r = gather_record(xenapi, inventory, "VDI.get_record", vdi, &record, reterr);
	if (r <= 0)
		return r;
	disk = &devices->disks[devices->disk_count++];
	disk->device = gather_text(inventory, vbd, "userdevice");
	disk->uuid = gather_text(inventory, record, "uuid");
	disk->name = gather_name(inventory, record);
	return 0;
}

int discover_devices(struct xenapi *xenapi, const struct found_vm *template,
		     struct inventory *inventory, struct xenapi_error **reterr)
{
	struct found_devices *devices = &inventory->devices;
	const struct rpc_value *record = NULL;
	int r = 0;

	*devices = (struct found_devices){0};
	for (size_t i = 0; r >= 0 && i < value_count(template->vbds); i++) {
		if (devices->disk_count == FOUND_DISKS_MAX)
			return fail_devices(xenapi, template, reterr);
		r = device_at(xenapi, inventory, "VBD.get_record", value_at(template->vbds, i),
			      &record, reterr);
		if (r == 1)
			r = add_drive(xenapi, inventory, record, reterr);
	}
	for (size_t i = 0; r >= 0 && i < value_count(template->vifs); i++) {
		if (devices->nic_count == FOUND_DISKS_MAX)
			return fail_devices(xenapi, template, reterr);
		r = device_at(xenapi, inventory, "VIF.get_record", value_at(template->vifs, i),
			      &record, reterr);
		if (r == 1)
			devices->nics[devices->nic_count++] =
				gather_text(inventory, record, "device");
	}
	return r < 0 ? r : 0;
}

void inventory_free(struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->reply_count; i++)
		value_free(inventory->replies[i]);
	free(inventory->replies);
	free(inventory->hosts);
	free(inventory->templates);
	free(inventory->namesakes);
	free(inventory->srs);
	free(inventory->isos);
	free(inventory->networks);
	*inventory = (struct inventory){0};
}
