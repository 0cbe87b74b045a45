/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_PLAN_PLAN_H
#define XS_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/output.h"
#include "plan/inventory.h"

/*
 * What is to be done on a pool, worked out before anything is: pure, from what the pool has, what
 * the medium needs and what the user wishes. apply carries out exactly the steps that stand here.
 */

/* Exit statuses beside those of output.h. */
enum {
	EXIT_LACKS = 4, /* the pool lacks something: ISO, repository, template, network, space */
	EXIT_AMBIGUOUS = 5, /* more than one thing bears the name */
	EXIT_TAKEN = 6,     /* the guest's name is in use */
	EXIT_LEFT = 7,      /* a run failed, and not everything that it made could be removed */
};

/* Bytes of PV_args that reach the kernel: Xen takes 1023, and xenopsd puts three blanks before. */
#define PLAN_ARGS_MAX 1020u

/* The first release of the API that knows every call of a plan: XenServer 5.6. */
#define PLAN_VERSION_MIN XENAPI_VERSION(1, 7)

#define PLAN_MEMORY_MIN_MIB 512u /* anaconda stops below, and so does the EL6 template */

/* Deadlines of tasks, in seconds. */
#define PLAN_CLONE_S     300u
#define PLAN_PROVISION_S 900u
#define PLAN_UPLOAD_S    300u
#define PLAN_MEDIUM_S    14400u /* of a whole one, once it has been sent */
#define PLAN_START_S     600u
#define PLAN_DESTROY_S   300u

#define WISH_NICS_MAX  6u /* beside the first; a VM has seven at most */
#define WISH_DISKS_MAX 6u /* beside the system disk */
#define WISH_TAGS_MAX  16u

/* What the user asks for; NULL and 0: not said. */
struct guest_wish {
	const char *name;
	const char *iso;      /* file name or uuid in the pool */
	const char *file;     /* of the medium in an ISO repository, by upload_file_name() */
	const char *iso_sr;   /* uuid or name */
	const char *template; /* uuid, reference_label or name */
	const char *sr;       /* uuid or name */
	const char *network;  /* uuid, name or bridge */
	const char *mac;
	struct {
		const char *network, *mac;
	} nics[WISH_NICS_MAX]; /* from the second on */
	size_t nic_count;
	struct {
		unsigned gib;
		const char *sr;  /* NULL: that of the system disk */
	} disks[WISH_DISKS_MAX]; /* from the second on */
	size_t disk_count;
	const char *tags[WISH_TAGS_MAX];
	size_t tag_count;
	const char *description;
	const char *affinity;   /* uuid or name of a host */
	bool powers_on;         /* with the host */
	bool stays_down;        /* made, and not started */
	const char *bootloader; /* "eliloader" or "pygrub" */
	const char *installed_args;
	unsigned memory; /* MiB */
	unsigned vcpus;
	unsigned disk;    /* GiB */
	bool force_pv;    /* also on 8.1 and 8.2 */
	bool keeps_disks; /* of the template */
	bool waits;       /* until the installer is done: then the guest is to be down */
	bool scanned;     /* the ISO repositories have just been: what is missing is not there */
	int64_t upload; /* bytes of the local medium that is put into the pool; 0: it lies there */
	int64_t oemdrv; /* bytes of a kickstart's disk; 0: none */
};

/* What is known of the medium. */
struct plan_medium {
	const char *args;
	const char *kernel, *initrd; /* paths on the medium */
	const char *distribution;    /* "CentOS"; NULL: unknown */
	const char
		*installer; /* other than anaconda, as eliloader calls its kind; NULL: it is that */
	bool suits_eliloader;     /* kernel and RAM disk lie where it looks */
	const char *memory_error; /* what the checks say of the memory; NULL: nothing */
};

/* Objects that the steps speak of. */
enum object {
	OBJECT_NONE,
	OBJECT_TEMPLATE,
	OBJECT_SR,
	OBJECT_ISO, /* VDI */
	OBJECT_NETWORK,
	OBJECT_ISO_SR,   /* that a medium is put into; else none */
	OBJECT_AFFINITY, /* the host that it likes */
	OBJECT_MORE_NETWORKS,
	OBJECT_MORE_SRS = OBJECT_MORE_NETWORKS + WISH_NICS_MAX,
	OBJECT_KNOWN_END =
		OBJECT_MORE_SRS + WISH_DISKS_MAX, /* those from here on are made by the steps */
	OBJECT_VM = OBJECT_KNOWN_END,
	OBJECT_DISK, /* VDI */
	OBJECT_DISK_VBD,
	OBJECT_OEMDRV, /* VDI */
	OBJECT_OEMDRV_VBD,
	OBJECT_CD_VBD,
	OBJECT_VIF,
	OBJECT_MORE_VIFS,
	OBJECT_MORE_DISKS = OBJECT_MORE_VIFS + WISH_NICS_MAX,
	OBJECT_MORE_VBDS = OBJECT_MORE_DISKS + WISH_DISKS_MAX,
	OBJECT_MEDIUM = OBJECT_MORE_VBDS + WISH_DISKS_MAX, /* VDI, of the ISO repository */
	OBJECT_BROUGHT, /* VDIs that the guest has from its template */
	OBJECT_COUNT,
};

const char *object_word(enum object object);  /* "disk", for people and JSON */
const char *object_class(enum object object); /* "VDI", of XenAPI */

struct plan_object {
	const char *ref, *uuid;
	struct name name;
};

struct plan_pair {
	const char *key, *value; /* value NULL: the key is taken out */
};

enum field_type {
	FIELD_TEXT,
	FIELD_INT,
	FIELD_BOOL,
	FIELD_OBJECT,
	FIELD_DEVICE, /* text, or else the first that is free */
	FIELD_PAIRS,
	FIELD_NOTHING, /* an empty set */
};

#define FIELD_PAIRS_MAX 6

struct plan_field {
	const char *name;
	enum field_type type;
	enum object object;
	const char *text;
	int64_t number;
	struct plan_pair pairs[FIELD_PAIRS_MAX];
	size_t pair_count;
};

enum step_kind {
	STEP_CALL,     /* the fields are its arguments */
	STEP_RECORD,   /* the fields are members of its one argument */
	STEP_MERGE,    /* the pairs are put into, or taken out of, the map that stands there */
	STEP_SCAN,     /* ISO repositories, then the ISO is looked for again */
	STEP_BOOTABLE, /* the object is to be the VM's only bootable device */
	STEP_HOSTS,    /* is there a host that can start it? */
	STEP_UPLOAD,   /* the bytes of a disk that was made */
	STEP_DISKS,    /* those of the template, of which the second field says whether they stay */
	STEP_NIC,      /* the template's first goes */
};

#define STEP_FIELDS_MAX 14

struct plan_step {
	enum step_kind kind;
	const char *method;
	const char *title; /* for people */
	bool async;
	unsigned deadline_s;
	enum object creates;
	const char *name;   /* of what it creates, in the undo log; NULL: it has none */
	const char *getter; /* of the map that stands there, or of the devices that are free */
	struct plan_field fields[STEP_FIELDS_MAX];
	size_t count;
};

#define PLAN_ISO_SRS_MAX  64u /* that are scanned; a pool has as many hosts at most */
#define PLAN_STEPS_MAX    (96 + PLAN_ISO_SRS_MAX)
#define PLAN_TEXTS_MAX    (128 + PLAN_ISO_SRS_MAX)
#define PLAN_WARNINGS_MAX 8

struct plan {
	struct plan_object objects[OBJECT_COUNT];
	const char *host_word; /* what the pool runs: "XCP-ng 8.0.0" */
	const char *name, *temporary, *run;
	const char *args;
	size_t args_max;
	const char
		*iso_file;  /* what the ISO is called in the pool, also where it is still sought */
	const char *iso_sr; /* uuid of the ISO SR that was asked for, or NULL */
	bool scans;         /* the ISO is not known to the pool yet */
	struct plan_step steps[PLAN_STEPS_MAX];
	size_t count;
	size_t start; /* index of VM.start: what comes after it is for the installed system */
	char *warnings[PLAN_WARNINGS_MAX];
	size_t warning_count;
	char *texts[PLAN_TEXTS_MAX]; /* own what was composed */
	size_t text_count;
	struct plan_step *last;  /* that what is put goes into */
	struct plan_step beyond; /* is the last where there is no room */
	int error;               /* the first: -ENOMEM; -E2BIG: one of the bounds above */
};

/* Why there is no plan. */
struct refusal {
	int status;
	const char *code; /* "iso-missing"; of refusals that programs may want to tell apart */
	char *sentence;
};

/*
 * 0, or -1 with *refusal. run is the word of this run, for the marker. What plan points to in
 * inventory, wish and medium has to live as long as it.
 */
int plan_make(const struct inventory *inventory, const struct guest_wish *wish,
	      const struct plan_medium *medium, const char *run, struct plan *plan,
	      struct refusal *refusal);
void plan_free(struct plan *plan);
void refusal_free(struct refusal *refusal);

#define AUTO_PLAN    __attribute__((cleanup(plan_free))) struct plan
#define AUTO_REFUSAL __attribute__((cleanup(refusal_free))) struct refusal

/* -1, for "return plan_refuse(…)". */
int plan_refuse(struct refusal *refusal, int status, const char *code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Composed text that the plan owns; "" after a failure, which sticks to the plan. */
const char *plan_text(struct plan *plan, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void plan_warn(struct plan *plan, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * One more step, one more field of the last step, and one more pair of its last field. What finds
 * no room fails the plan, and still can be written to.
 */
struct plan_step *plan_add(struct plan *plan, enum step_kind kind, const char *method,
			   const char *title);
struct plan_field *plan_put(struct plan *plan, const char *name, enum field_type type);
void plan_put_pair(struct plan *plan, const char *key, const char *value);

/* The name of a guest while it is made; free() it. NULL: out of memory. */
char *plan_temporary_name(const char *name);

/*
 * The template that the plan is going to take; discover_devices() is to look at it before the plan
 * is made. NULL: there will be no plan.
 */
const struct found_vm *plan_template(const struct inventory *inventory,
				     const struct guest_wish *wish,
				     const struct plan_medium *medium);

/* Parts of plan_make(), each 0 or -1 with *refusal. */
int choose_release(const struct inventory *inventory, const struct guest_wish *wish,
		   struct plan *plan, bool *ret_forced, const char **ret_bootloader,
		   struct refusal *refusal);
int choose_template(const struct inventory *inventory, const struct guest_wish *wish,
		    const struct plan_medium *medium, bool forced,
		    const struct found_vm **ret_template, struct refusal *refusal);
/* Is it one that would be taken without --template, and no stand-in? */
bool template_is_usual(const struct found_vm *template);
/* wanted: uuid or name; NULL: the pool's default, or the only one that can. */
int choose_sr(const struct inventory *inventory, const char *wanted, int64_t bytes,
	      const struct found_sr **ret_sr, struct refusal *refusal);
/* wanted: uuid or name. */
bool sr_is_named(const struct found_sr *sr, const char *wanted);
bool sr_has_room(const struct found_sr *sr, int64_t bytes);
/* *ret_iso NULL: the pool does not know it, but has repositories that can be scanned. */
int choose_iso(const struct inventory *inventory, const struct guest_wish *wish,
	       const struct found_sr *disk_sr, const struct found_vdi **ret_iso,
	       struct refusal *refusal);
/* What a file is called that an ISO repository is to take: 0, or -1 as there is no such name. */
#define UPLOAD_FILE_MAX 256u
int upload_file_name(const char *name, char ret[UPLOAD_FILE_MAX]);
/* Which ISO repository takes the local medium. */
int choose_upload(const struct inventory *inventory, const struct guest_wish *wish,
		  const struct found_sr *disk_sr, const struct found_sr **ret_sr,
		  struct refusal *refusal);
/* wanted: uuid, name, bridge or VLAN; NULL: the management network. */
int choose_network(const struct inventory *inventory, const char *wanted,
		   const struct found_network **ret_network, struct refusal *refusal);
/* What the template brings and stays is in nobody's way; the steps that make room for ours. */
int choose_devices(const struct inventory *inventory, const struct guest_wish *wish,
		   struct refusal *refusal);
void plan_devices(struct plan *plan, const struct inventory *inventory,
		  const struct guest_wish *wish);
/* Some host is up, sees all of it and has the memory. */
struct choice {
	const struct found_vm *template;
	const struct found_sr *sr, *iso_sr; /* iso_sr NULL: the ISO is not known to the pool yet */
	const struct found_vdi *iso;
	const struct found_network *network;
	const struct found_network *networks[WISH_NICS_MAX];
	const struct found_sr *srs[WISH_DISKS_MAX]; /* NULL: sr */
	const struct found_host *affinity;          /* NULL: none */
	const char *bootloader;
};

/* Disks, NICs and a host beside those that every guest has; and the steps that make them. */
int choose_more(const struct inventory *inventory, const struct guest_wish *wish,
		struct choice *choice, struct refusal *refusal);
void plan_more(struct plan *plan, const struct guest_wish *wish, const struct choice *choice);

/* Steps that others need, too; title is the plan's, or a constant. */
struct new_disk {
	enum object object;
	enum object sr;
	const char *title, *name, *type;
	const char *file; /* what it is called in an ISO repository; NULL: it goes into none */
	int64_t bytes;
};
struct new_device {
	enum object object, vdi;
	const char *title, *number; /* "0": xvda */
	bool is_cd, is_read_only;
};
struct new_nic {
	enum object object, network_object;
	const struct found_network *network;
	const char *device, *mac;
};
void plan_put_text(struct plan *plan, const char *name, const char *text);
void plan_put_int(struct plan *plan, const char *name, int64_t number);
void plan_put_bool(struct plan *plan, const char *name, bool truth);
void plan_put_object(struct plan *plan, const char *name, enum object object);
/* A call on the new guest with one text. */
void plan_set_text(struct plan *plan, const char *method, const char *title, const char *text);
void plan_disk(struct plan *plan, const struct new_disk *disk);
void plan_device(struct plan *plan, const struct new_device *device);
void plan_nic(struct plan *plan, const struct new_nic *nic);
void plan_object(struct plan *plan, enum object object, const char *ref, const char *uuid,
		 struct name name);

int choose_host(const struct inventory *inventory, const struct guest_wish *wish,
		const struct choice *choice, struct refusal *refusal);
const struct found_sr *sr_of(const struct inventory *inventory, const char *ref);
bool sr_holds_isos(const struct found_sr *sr, const char *wished);

/* For people, and one JSON document; allocated. NULL: out of memory. */
char *plan_print_text(const struct plan *plan);
char *plan_print_json(const struct plan *plan);
char *refusal_print_json(const struct refusal *refusal, const char *args);

#endif
