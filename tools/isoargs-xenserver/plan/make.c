/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/guest-defaults.h"
#include "plan/plan.h"

/* The steps of a plan, from what was chosen. */

#define MIB ((int64_t)1 << 20)
#define GIB ((int64_t)1 << 30)

/* pygrub takes the kernel from the medium when it is told where, and reads no menu then. */
#define PYGRUB_ARGS "--kernel=%s --ramdisk=%s --offset=0"

static void set_int(struct plan *plan, const char *method, const char *title, int64_t number)
{
	plan_add(plan, STEP_CALL, method, title);
	plan_put_object(plan, "self", OBJECT_VM);
	plan_put_int(plan, "value", number);
}

static int check_name(const struct inventory *inventory, const struct guest_wish *wish,
		      struct refusal *refusal)
{
	for (size_t i = 0; i < inventory->namesake_count; i++) {
		const struct found_vm *vm = &inventory->namesakes[i];

		if (vm->marker && strcmp(vm->name.raw, wish->name) == 0)
			return plan_refuse(
				refusal, EXIT_TAKEN, "already-made",
				"\"%s\" (%s, %s) has been made by run %s of this tool; see it "
				"with \"status\", finish it with \"finish\" or remove it with "
				"\"destroy\"; nothing was changed",
				vm->name.shown, vm->uuid, vm->power, vm->marker);
		if (vm->marker || strcmp(vm->name.raw, wish->name) != 0)
			return plan_refuse(
				refusal, EXIT_TAKEN, "run-unfinished",
				"\"%s\" (%s) is there: another run is making \"%s\" now, or one "
				"was cut off; in that case remove it with \"undo\" and that "
				"run's log",
				vm->name.shown, vm->uuid, wish->name);
		return plan_refuse(
			refusal, EXIT_TAKEN, "name-taken",
			"the pool has a %s called \"%s\" (%s) that is not of this tool's making; "
			"choose another name with --name",
			vm->is_template ? "template" : "VM", vm->name.shown, vm->uuid);
	}
	return 0;
}

static int check_guest(const struct guest_wish *wish, const struct plan_medium *medium,
		       struct refusal *refusal)
{
	size_t length = strlen(medium->args);

	if (wish->memory < PLAN_MEMORY_MIN_MIB || medium->memory_error)
		return plan_refuse(
			refusal, EXIT_USAGE, "memory-too-low",
			"--memory: %u MiB are too little for the installer%s%s; %u are ample",
			wish->memory, medium->memory_error ? ": " : "",
			medium->memory_error ? medium->memory_error : "", IA_GUEST_MEMORY_MIB);
	if (length > PLAN_ARGS_MAX)
		return plan_refuse(
			refusal, EXIT_USAGE, "args-too-long",
			"the arguments are %zu bytes long, and the host passes on %u: Xen cuts "
			"what is longer without a word; leave out options, or put them into a "
			"kickstart",
			length, PLAN_ARGS_MAX);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)medium->args[i];

		if (c < 0x20 || c > 0x7e)
			return plan_refuse(
				refusal, EXIT_NOT_USABLE, "args-not-ascii",
				"byte %zu of the arguments is 0x%02x; what the host passes on "
				"has to be printable ASCII",
				i + 1, c);
	}
	return 0;
}

static void plan_scan(struct plan *plan, const struct inventory *inventory,
		      const struct guest_wish *wish)
{
	for (size_t i = 0; i < inventory->sr_count; i++) {
		struct plan_step *step;

		if (!sr_holds_isos(&inventory->srs[i], wish->iso_sr))
			continue;
		step = plan_add(plan, STEP_SCAN, "SR.scan",
				plan_text(plan, "look for %s in \"%s\"", wish->iso,
					  inventory->srs[i].name.shown));
		step->async = true;
		step->deadline_s = PLAN_CLONE_S;
		plan_put_text(plan, "sr", inventory->srs[i].uuid);
	}
	plan->scans = true;
	plan_warn(plan,
		  "\"%s\" is in no ISO repository that the pool has looked at; apply lets it look "
		  "again "
		  "and stops there if it is still missing",
		  wish->iso);
}

static void plan_cpus(struct plan *plan, const struct guest_wish *wish,
		      const struct found_vm *template)
{
	static const char most[] = "VM.set_VCPUs_max", now[] = "VM.set_VCPUs_at_startup";
	bool grows = wish->vcpus >= template->vcpus;

	set_int(plan, grows ? most : now, "number of CPUs", wish->vcpus);
	set_int(plan, grows ? now : most, "number of CPUs", wish->vcpus);
}

static void plan_mode(struct plan *plan, const struct inventory *inventory,
		      const struct found_vm *template)
{
	bool is_pv = strcmp(template->domain_type, "pv") == 0 ||
		     strcmp(template->domain_type, "pv_in_pvh") == 0;
	struct plan_step *step;

	if (inventory->has_domain_type && !is_pv)
		plan_set_text(plan, "VM.set_domain_type", "a paravirtualised guest", "pv");
	if (!inventory->has_domain_type && template->hvm_policy[0])
		plan_set_text(plan, "VM.set_HVM_boot_policy", "a paravirtualised guest", "");
	if (template->hvm_policy[0] == '\0')
		return;
	step = plan_add(plan, STEP_MERGE, "VM.set_platform", "nothing that is for HVM guests");
	step->getter = "VM.get_platform";
	plan_put_object(plan, "self", OBJECT_VM);
	plan_put(plan, "value", FIELD_PAIRS);
	plan_put_pair(plan, "viridian", NULL);
	plan_put_pair(plan, "device-model", NULL);
	plan_put_pair(plan, "secureboot", NULL);
}

static void plan_boot(struct plan *plan, const struct plan_medium *medium, const char *bootloader)
{
	bool pygrub = strcmp(bootloader, "pygrub") == 0;

	plan_set_text(plan, "VM.set_PV_bootloader", "boot loader", bootloader);
	plan_set_text(plan, "VM.set_PV_kernel", "no kernel of the host", "");
	plan_set_text(plan, "VM.set_PV_ramdisk", "no RAM disk of the host", "");
	plan_set_text(plan, "VM.set_PV_bootloader_args", "arguments of the boot loader",
		      pygrub ? plan_text(plan, PYGRUB_ARGS, medium->kernel, medium->initrd) : "");
	plan_set_text(plan, "VM.set_PV_legacy_args", "nothing before the arguments", "");
	plan_set_text(plan, "VM.set_PV_args", "arguments of the installer", plan->args);
}

static void plan_memory(struct plan *plan, const struct guest_wish *wish,
			const struct found_vm *template)
{
	plan_add(plan, STEP_CALL, "VM.set_memory_limits", "memory");
	int64_t bytes = (int64_t)wish->memory * MIB;

	plan_put_object(plan, "self", OBJECT_VM);
	plan_put_int(plan, "static_min",
		     template->memory_min > 0 && template->memory_min < bytes ? template->memory_min
									      : bytes);
	plan_put_int(plan, "static_max", bytes);
	plan_put_int(plan, "dynamic_min", bytes);
	plan_put_int(plan, "dynamic_max", bytes);
}

static void plan_other_config(struct plan *plan, const struct guest_wish *wish,
			      const struct choice *choice)
{
	struct plan_step *step = plan_add(plan, STEP_MERGE, "VM.set_other_config",
					  "how it is installed, and whose it is");

	step->getter = "VM.get_other_config";
	plan_put_object(plan, "self", OBJECT_VM);
	plan_put(plan, "value", FIELD_PAIRS);
	plan_put_pair(plan, "disks", NULL); /* it gets a disk of our own making */
	if (strcmp(choice->bootloader, "eliloader") == 0) {
		plan_put_pair(plan, "install-repository", "cdrom");
		plan_put_pair(plan, "install-distro", "rhlike");
	} else {
		plan_put_pair(plan, "install-repository", NULL);
		plan_put_pair(plan, "install-distro", NULL);
	}
	plan_put_pair(plan, MARKER, plan->run);
	if (wish->powers_on)
		plan_put_pair(plan, "auto_poweron", "true");
	if (!wish->waits)
		return;
	/* otherwise it would install a second time, or boot before it is finished */
	plan_put_pair(plan, AFTER_REBOOT,
		      strcmp(choice->template->after_reboot, "destroy") == 0 ? "destroy"
									     : "restart");
	plan_set_text(plan, "VM.set_actions_after_reboot",
		      "it stays down when the installer is done", "destroy");
}

/* The bytes of what was made. */
static void plan_bytes(struct plan *plan, enum object object, const char *title, int64_t bytes)
{
	struct plan_step *step = plan_add(plan, STEP_UPLOAD, "PUT /import_raw_vdi", title);

	step->deadline_s = object == OBJECT_MEDIUM ? PLAN_MEDIUM_S : PLAN_UPLOAD_S;
	plan_put_object(plan, "vdi", object);
	plan_put_int(plan, "size", bytes);
}

/* How full the repository is, it knows from its last scan. */
static void plan_upload(struct plan *plan, const struct guest_wish *wish)
{
	struct plan_step *step =
		plan_add(plan, STEP_CALL, "SR.scan", "what the ISO repository has room for");

	step->async = true;
	step->deadline_s = PLAN_CLONE_S;
	plan_put_object(plan, "sr", OBJECT_ISO_SR);
	plan_disk(plan, &(struct new_disk){.object = OBJECT_MEDIUM,
					   .sr = OBJECT_ISO_SR,
					   .title = "a file for the medium in the ISO repository",
					   .name = wish->iso,
					   .type = "user",
					   .file = wish->file,
					   .bytes = wish->upload});
	plan_bytes(plan, OBJECT_MEDIUM,
		   plan_text(plan, "the medium, %lld MiB", (long long)(wish->upload / MIB)),
		   wish->upload);
}

static void plan_storage(struct plan *plan, const struct guest_wish *wish)
{
	struct plan_step *step = plan_add(plan, STEP_CALL, "VM.provision", "no template any more");

	step->async = true;
	step->deadline_s = PLAN_PROVISION_S;
	plan_put_object(plan, "vm", OBJECT_VM);
	plan_disk(plan, &(struct new_disk){.object = OBJECT_DISK,
					   .sr = OBJECT_SR,
					   .title = plan_text(plan, "disk of %u GiB", wish->disk),
					   .name = plan_text(plan, "%s system disk", wish->name),
					   .type = "system",
					   .bytes = wish->disk * GIB});
	plan_device(plan, &(struct new_device){.object = OBJECT_DISK_VBD,
					       .vdi = OBJECT_DISK,
					       .title = "the disk, as xvda",
					       .number = "0"});
	if (wish->oemdrv) {
		plan_disk(plan,
			  &(struct new_disk){.object = OBJECT_OEMDRV,
					     .sr = OBJECT_SR,
					     .title = "disk for the kickstart",
					     .name = plan_text(plan, "%s kickstart", wish->name),
					     .type = "user",
					     .bytes = wish->oemdrv});
		plan_bytes(plan, OBJECT_OEMDRV, "the kickstart, as OEMDRV", wish->oemdrv);
		plan_device(plan, &(struct new_device){.object = OBJECT_OEMDRV_VBD,
						       .vdi = OBJECT_OEMDRV,
						       .title = "the kickstart's disk, as xvdb",
						       .number = "1",
						       .is_read_only = true});
	}
	plan_device(plan, &(struct new_device){.object = OBJECT_CD_VBD,
					       .vdi = wish->upload ? OBJECT_MEDIUM : OBJECT_ISO,
					       .title = "the medium, as xvdd",
					       .number = "3",
					       .is_cd = true,
					       .is_read_only = true});
	step = plan_add(plan, STEP_BOOTABLE, "VM.get_VBDs",
			"the medium alone is what it boots from");
	plan_put_object(plan, "vbd", OBJECT_CD_VBD);
}

static void set_bootable(struct plan *plan, enum object vbd, bool truth, const char *title)
{
	plan_add(plan, STEP_CALL, "VBD.set_bootable", title);
	plan_put_object(plan, "self", vbd);
	plan_put_bool(plan, "value", truth);
}

static void plan_start(struct plan *plan, const struct guest_wish *wish, const char *bootloader)
{
	struct plan_step *step =
		plan_add(plan, STEP_HOSTS, "VM.get_possible_hosts", "a host that can start it");

	plan_put_object(plan, "vm", OBJECT_VM);
	plan_set_text(plan, "VM.set_name_label", "its name", wish->name);
	plan->start = plan->count;
	/* the arguments of the installer stay until somebody has started it */
	if (wish->stays_down)
		return;
	step = plan_add(plan, STEP_CALL, "VM.start", "start");
	step->async = true;
	step->deadline_s = PLAN_START_S;
	plan_put_object(plan, "vm", OBJECT_VM);
	plan_put_bool(plan, "start_paused", false);
	plan_put_bool(plan, "force", false);
	/* Otherwise the installed system would start with the installer's arguments. */
	plan_set_text(plan, "VM.set_PV_args", "arguments of the installed system",
		      wish->installed_args ? wish->installed_args : "");
	if (strcmp(bootloader, "pygrub") != 0)
		return;
	plan_set_text(plan, "VM.set_PV_bootloader_args", "the installed system's own kernel", "");
	set_bootable(plan, OBJECT_DISK_VBD, true, "the installed system boots from the disk");
	set_bootable(plan, OBJECT_CD_VBD, false, "and not from the medium");
}

/* As rhlike it takes the files by these names, whatever installer they are of. */
static int check_eliloader(const struct plan_medium *medium, struct refusal *refusal)
{
	if (medium->suits_eliloader)
		return 0;
	if (medium->installer)
		return plan_refuse(
			refusal, EXIT_NOT_USABLE, "no-isolinux",
			"the guest is made from a template for EL, of which the host's eliloader "
			"starts /isolinux/vmlinuz and initrd.img (install-distro rhlike); this "
			"medium "
			"is %s; try --bootloader pygrub, which is told where its kernel and RAM "
			"disk "
			"are",
			medium->installer);
	return plan_refuse(
		refusal, EXIT_NOT_USABLE, "no-isolinux",
		"the medium has neither /isolinux/vmlinuz and initrd.img nor those of "
		"/images/xen, which the host's eliloader starts; try --bootloader pygrub");
}

static int choose(const struct inventory *inventory, const struct guest_wish *wish,
		  const struct plan_medium *medium, struct plan *plan, struct choice *choice,
		  struct refusal *refusal)
{
	bool forced = false;
	int r;

	r = choose_release(inventory, wish, plan, &forced, &choice->bootloader, refusal);
	if (r == 0)
		r = check_guest(wish, medium, refusal);
	if (r == 0 && strcmp(choice->bootloader, "eliloader") == 0)
		r = check_eliloader(medium, refusal);
	if (r == 0)
		r = check_name(inventory, wish, refusal);
	if (r == 0)
		r = choose_template(inventory, wish, medium, forced, &choice->template, refusal);
	if (r == 0 && !wish->template && !forced && !template_is_usual(choice->template))
		plan_warn(plan,
			  "the pool has no template of EL 6 (64-bit); \"%s\" (%s) is taken, as all "
			  "that "
			  "matters is set anew",
			  choice->template->name.shown, choice->template->uuid);
	if (r == 0)
		r = choose_devices(inventory, wish, refusal);
	if (r == 0)
		r = choose_sr(inventory, wish->sr, wish->disk * GIB + wish->oemdrv, &choice->sr,
			      refusal);
	if (r == 0)
		r = wish->upload
			    ? choose_upload(inventory, wish, choice->sr, &choice->iso_sr, refusal)
			    : choose_iso(inventory, wish, choice->sr, &choice->iso, refusal);
	if (r == 0)
		r = choose_network(inventory, wish->network, &choice->network, refusal);
	if (r == 0 && choice->iso)
		choice->iso_sr = sr_of(inventory, choice->iso->sr);
	if (r == 0)
		r = choose_more(inventory, wish, choice, refusal);
	if (r == 0)
		r = choose_host(inventory, wish, choice, refusal);
	if (r == 0 && choice->network->is_internal)
		plan_warn(plan,
			  "no host has an interface on the network \"%s\": the installer reaches "
			  "nobody through it but guests of its host",
			  choice->network->name.shown);
	if (r == 0 && wish->powers_on && !inventory->starts_guests)
		plan_warn(plan,
			  "guests of this pool are not started with their hosts: set "
			  "other_config:auto_poweron=true of the pool, too (xe pool-param-set)");
	if (r == 0 && forced)
		plan_warn(plan, "%s does not support paravirtualised guests; --force-pv was given",
			  plan->host_word);
	return r;
}

const struct found_vm *plan_template(const struct inventory *inventory,
				     const struct guest_wish *wish,
				     const struct plan_medium *medium)
{
	const struct found_vm *template = NULL;
	const char *bootloader;
	AUTO_REFUSAL refusal = {0};
	AUTO_PLAN plan = {0};
	bool forced = false;

	if (choose_release(inventory, wish, &plan, &forced, &bootloader, &refusal) < 0 ||
	    choose_template(inventory, wish, medium, forced, &template, &refusal) < 0)
		return NULL;
	return template;
}

static void plan_clone(struct plan *plan, const struct guest_wish *wish)
{
	struct plan_step *step = plan_add(plan, STEP_CALL, "VM.clone", "a copy of the template");

	step->async = true;
	step->deadline_s = PLAN_CLONE_S;
	step->creates = OBJECT_VM;
	step->name = plan->temporary;
	plan_put_object(plan, "vm", OBJECT_TEMPLATE);
	plan_put_text(plan, "new_name", plan->temporary);
	plan_set_text(plan, "VM.set_name_description", "what it is",
		      wish->description
			      ? wish->description
			      : plan_text(plan, "installs from %s; made by isoargs-xenserver",
					  wish->iso));
}

/* Nothing is begun of which a later call is unknown to the host. */
static int check_calls(const struct plan *plan, unsigned version, struct refusal *refusal)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct rpc_call *call = call_find(plan->steps[i].method);

		if (call && call->version > version)
			return plan_refuse(
				refusal, EXIT_NOT_USABLE, "api-too-old",
				"%s speaks version %u.%u of XenAPI, and %s came with %u.%u",
				plan->host_word, version / 1000, version % 1000, call->name,
				call->version / 1000, call->version % 1000);
	}
	return 0;
}

int plan_make(const struct inventory *inventory, const struct guest_wish *wish,
	      const struct plan_medium *medium, const char *run, struct plan *plan,
	      struct refusal *refusal)
{
	struct choice choice = {0};

	plan->name = plan_text(plan, "%s", wish->name);
	plan->temporary = plan_text(plan, "[installing] %s", wish->name);
	plan->run = plan_text(plan, "%s", run);
	plan->args = plan_text(plan, "%s", medium->args);
	plan->args_max = PLAN_ARGS_MAX;
	plan->iso_file = plan_text(plan, "%s", wish->iso);
	plan->iso_sr = wish->iso_sr;
	if (choose(inventory, wish, medium, plan, &choice, refusal) < 0)
		return -1;
	plan_object(plan, OBJECT_TEMPLATE, choice.template->ref, choice.template->uuid,
		    choice.template->name);
	plan_object(plan, OBJECT_SR, choice.sr->ref, choice.sr->uuid, choice.sr->name);
	plan_object(plan, OBJECT_NETWORK, choice.network->ref, choice.network->uuid,
		    choice.network->name);
	if (choice.iso)
		plan_object(plan, OBJECT_ISO, choice.iso->ref, choice.iso->uuid, choice.iso->name);
	else if (wish->upload)
		plan_object(plan, OBJECT_ISO_SR, choice.iso_sr->ref, choice.iso_sr->uuid,
			    choice.iso_sr->name);
	else
		plan_scan(plan, inventory, wish);
	if (wish->upload)
		plan_upload(plan, wish);
	plan_clone(plan, wish);
	plan_devices(plan, inventory, wish);
	plan_cpus(plan, wish, choice.template);
	plan_mode(plan, inventory, choice.template);
	plan_boot(plan, medium, choice.bootloader);
	plan_memory(plan, wish, choice.template);
	plan_other_config(plan, wish, &choice);
	plan_storage(plan, wish);
	plan_nic(plan, &(struct new_nic){.object = OBJECT_VIF,
					 .network_object = OBJECT_NETWORK,
					 .network = choice.network,
					 .device = "0",
					 .mac = wish->mac});
	plan_more(plan, wish, &choice);
	plan_start(plan, wish, choice.bootloader);
	if (check_calls(plan, inventory->version, refusal) < 0)
		return -1;
	if (plan->error == -ENOMEM)
		return plan_refuse(refusal, EXIT_FAILED, "out-of-memory", "out of memory");
	if (plan->error)
		return plan_refuse(
			refusal, EXIT_FAILED, "plan-too-long",
			"the plan has more steps, or more in a step, than this tool can hold");
	return 0;
}
