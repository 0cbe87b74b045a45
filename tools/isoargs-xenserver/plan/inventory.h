/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_PLAN_INVENTORY_H
#define XS_PLAN_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rpc/name.h"
#include "xenapi/xenapi.h"

/* other_config key of a VM (and VDI) that this tool made; its value is the run's own word. */
#define MARKER "isoargs:run"

/* And what its actions_after_reboot is after the installation, where it is another one until then. */
#define AFTER_REBOOT "isoargs:after-reboot"

/*
 * What a pool has that matters to a new guest, by calls that only read. Everything is plain data
 * so that a plan can be made, and tested, without a pool. What sentences speak of is as people see
 * it, but for references; names are compared as well.
 */

struct found_host {
	const char *ref, *uuid, *name;
	const char *address;
	const char *brand;   /* "XCP-ng", "XenServer" */
	const char *version; /* "8.2.1", of the product */
	bool live, enabled;
	int64_t memory; /* bytes that a new guest could have; -1: it does not say */
	bool runs_pv64; /* Xen was built for 64-bit PV guests; does not say that xapi starts them */
};

/* A template, or a VM that bears the name that the new one is to have. */
struct found_vm {
	const char *ref, *uuid;
	struct name name;
	const char *label; /* reference_label; "" before 7.1 */
	const char *power;
	const char *hvm_policy;   /* HVM_boot_policy; "" is a PV guest */
	const char *domain_type;  /* "" before 7.5 */
	const char *bootloader;   /* PV_bootloader */
	const char *distro;       /* other_config's install-distro; "rhlike" is EL from 5 on */
	const char *marker;       /* other_config's MARKER; NULL: not of this tool's making */
	const char *after_reboot; /* actions_after_reboot: "restart", "destroy" */
	int64_t memory_min, vcpus;
	bool is_template, is_default; /* default: came with the host */
	const struct rpc_value *vbds, *vifs;
};

/* What a clone of a template has of its own from the start. */
struct found_disk {
	const char *device, *uuid; /* of the template's disk */
	struct name name;
};

#define FOUND_DISKS_MAX 16u /* of a template; as many NICs */

struct found_devices {
	struct found_disk disks[FOUND_DISKS_MAX];
	size_t disk_count;
	size_t drive_count; /* for media */
	const char *nics[FOUND_DISKS_MAX];
	size_t nic_count;
};

struct found_sr {
	const char *ref, *uuid, *type;
	struct name name;
	bool is_iso;      /* content_type */
	bool is_tools;    /* holds the guest tools */
	bool is_drive;    /* a host's own: its DVD drive, what is in its sockets */
	bool is_attached; /* to a host at least */
	bool is_default;
	bool makes_disks; /* allows vdi_create, or is busy: a host lets what is asked for wait */
	int64_t size, used;
	const struct rpc_value *vdis;
	uint64_t hosts; /* bit per host of the inventory that it is attached to */
};

struct found_vdi {
	const char *ref, *uuid, *sr; /* sr: reference */
	struct name name;
	bool missing; /* the file is gone, its record not */
};

struct found_network {
	const char *ref, *uuid, *bridge;
	struct name name;
	int64_t mtu;
	int64_t vlan;       /* its number; -1: none, or none that all of its interfaces have */
	bool is_management; /* the coordinator is reached through it */
	bool is_internal;   /* no host has an interface on it */
	uint64_t hosts;     /* bit per host of the inventory that has one */
};

#define FOUND_HOSTS_MAX  64u /* of a pool, as many as xapi supports */
#define FOUND_ISOS_SHOWN 12u

struct inventory {
	const char *master;   /* host reference */
	unsigned version;     /* as xenapi_version() */
	bool has_domain_type; /* VM.set_domain_type */
	bool starts_guests;   /* those that are to run, when a host has started */
	struct found_host *hosts;
	size_t host_count;
	struct found_vm *templates;
	size_t template_count;
	struct found_vm *namesakes; /* VMs of the wished name, or of its temporary name */
	size_t namesake_count;
	struct found_sr *srs;
	size_t sr_count;
	struct found_vdi *isos; /* of the wished name or uuid, wherever they lie */
	size_t iso_count;
	const char *isos_there[FOUND_ISOS_SHOWN]; /* where isos is empty: what the ISO SRs hold */
	size_t isos_there_count;
	struct found_network *networks;
	size_t network_count;
	struct found_devices devices; /* of the template that is taken */
	struct rpc_value **replies;   /* own the texts */
	size_t reply_count;
};

/* What is looked for by name. */
struct discover_query {
	const char *name;      /* of the guest */
	const char *temporary; /* its name while it is made */
	const char *iso;       /* name or uuid */
	const char *file;      /* of the medium, as an upload calls it; "": no file can be its */
};

/* 0, or negative errno with *reterr. inventory is to be zeroed before and freed afterwards. */
int discover(struct xenapi *xenapi, const struct discover_query *query, struct inventory *inventory,
	     struct xenapi_error **reterr);
/* The devices of a template of this inventory, as above. */
int discover_devices(struct xenapi *xenapi, const struct found_vm *template,
		     struct inventory *inventory, struct xenapi_error **reterr);
void inventory_free(struct inventory *inventory);

/*
 * "0" and "1"; "xvda" and "xvdb", "hda", "sda": a host calls a drive as it was told to. What is
 * neither comes after all that are.
 */
#define DRIVE_NONE 256u
unsigned drive_number(const char *userdevice);

#define AUTO_INVENTORY __attribute__((cleanup(inventory_free))) struct inventory

#endif
