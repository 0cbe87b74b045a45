/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/finish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "common/output.h"
#include "common/prompt.h"
#include "plan/inventory.h"

#define EJECT_S         120u
#define VALUE_MAX_SHOWN 1024u /* bytes of what stands there, as PV_args */

struct drive {
	const char *ref;
	struct rpc_value *record;
	unsigned number;
	bool is_disk, is_boot; /* boot: the VM is to start from it */
};

/* One call, as there is something for it to change. */
struct change {
	const char *method, *ref;
	const char *text; /* NULL: truth is what is sent */
	bool truth;
};

struct finishing {
	struct xenapi *xenapi;
	const struct vm *vm;
	const char *args;
	struct drive *drives;
	size_t drive_count;
	struct change *changes; /* but for the ejection, which comes last */
	size_t change_count;
	struct ia_strbuf shown; /* what they are, a line each */
	bool is_short;          /* of memory */
};

static void finishing_free(struct finishing *finishing)
{
	for (size_t i = 0; i < finishing->drive_count; i++)
		value_free(finishing->drives[i].record);
	free(finishing->drives);
	free(finishing->changes);
	ia_strbuf_free(&finishing->shown);
}
#define AUTO_FINISHING __attribute__((cleanup(finishing_free))) struct finishing

static const char *device_of(const struct drive *drive)
{
	return value_member_text(drive->record, "userdevice");
}

/* What stands there, as much of it as people read; free() it. NULL: out of memory. */
static char *cut(const char *text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *copy;

	ia_utf8_add_cut(&buf, text, VALUE_MAX_SHOWN);
	return ia_strbuf_take(&buf, &copy) < 0 ? NULL : copy;
}

static bool is_bootable(const struct drive *drive)
{
	return value_member_bool(drive->record, "bootable", false);
}

static int read_drives(struct finishing *finishing)
{
	const struct rpc_value *refs = value_member(finishing->vm->record, "VBDs");

	finishing->drives = calloc(value_count(refs) + 1, sizeof(*finishing->drives));
	if (!finishing->drives)
		return vm_complain(NULL);
	for (size_t i = 0; i < value_count(refs); i++) {
		struct drive *drive = &finishing->drives[i];
		AUTO_XENAPI_ERROR error = NULL;

		drive->ref = value_text(value_at(refs, i));
		if (xenapi_callf(finishing->xenapi, &drive->record, &error, "VBD.get_record", "s",
				 drive->ref ? drive->ref : "") < 0)
			return vm_complain(error);
		finishing->drive_count++;
		drive->number = drive_number(device_of(drive));
		drive->is_disk =
			strcasecmp(value_member_text(drive->record, "type"), "Disk") == 0 &&
			!value_is_null_ref(value_member_text(drive->record, "VDI"));
	}
	return EXIT_DONE;
}

/* Of the disks that are bootable, or else of all, the first: pygrub reads one. */
static struct drive *find_boot_disk(const struct finishing *finishing)
{
	struct drive *hit = NULL;

	for (size_t i = 0; i < finishing->drive_count; i++) {
		struct drive *drive = &finishing->drives[i];

		if (!drive->is_disk || (hit && is_bootable(hit) && !is_bootable(drive)))
			continue;
		if (!hit || (is_bootable(drive) && !is_bootable(hit)) ||
		    drive->number < hit->number)
			hit = drive;
	}
	return hit;
}

static void add_change(struct finishing *finishing, struct change change)
{
	struct change *more =
		reallocarray(finishing->changes, finishing->change_count + 1, sizeof(*more));

	if (!more) {
		finishing->is_short = true;
		return;
	}
	finishing->changes = more;
	more[finishing->change_count++] = change;
}

static void change_drives(struct finishing *finishing)
{
	for (size_t i = 0; i < finishing->drive_count; i++) {
		const struct drive *drive = &finishing->drives[i];

		char *device IA_AUTO_FREE = cut(device_of(drive));

		if (is_bootable(drive) == drive->is_boot)
			continue;
		add_change(finishing, (struct change){.method = "VBD.set_bootable",
						      .ref = drive->ref,
						      .truth = drive->is_boot});
		output_add_line(&finishing->shown, "  drive %s: %s", device ? device : "?",
				drive->is_boot ? "becomes bootable" : "is bootable no more");
	}
}

static void change_text(struct finishing *finishing, const char *field, const char *method,
			const char *text)
{
	const char *now = value_member_text(finishing->vm->record, field);
	char *shown IA_AUTO_FREE = cut(now);

	if (strcmp(now, text) == 0)
		return;
	add_change(finishing,
		   (struct change){.method = method, .ref = finishing->vm->ref, .text = text});
	output_add_line(&finishing->shown, "  %s: \"%s\" becomes \"%s\"", field,
			shown ? shown : "?", text);
}

static void change_boot(struct finishing *finishing)
{
	static const char *const keys[] = {"install-repository", "install-distro", "install-round"};
	const struct rpc_value *other = value_member(finishing->vm->record, "other_config");

	change_text(finishing, "PV_bootloader", "VM.set_PV_bootloader", "pygrub");
	change_text(finishing, "PV_kernel", "VM.set_PV_kernel", "");
	change_text(finishing, "PV_ramdisk", "VM.set_PV_ramdisk", "");
	change_text(finishing, "PV_bootloader_args", "VM.set_PV_bootloader_args", "");
	for (size_t i = 0; i < IA_COUNT(keys); i++) {
		char *shown IA_AUTO_FREE = cut(value_member_text(other, keys[i]));

		if (!value_member(other, keys[i]))
			continue;
		add_change(finishing, (struct change){.method = "VM.remove_from_other_config",
						      .ref = finishing->vm->ref,
						      .text = keys[i]});
		output_add_line(&finishing->shown, "  other_config: %s: \"%s\" is taken out",
				keys[i], shown ? shown : "?");
	}
	change_text(finishing, "PV_args", "VM.set_PV_args", finishing->args);
}

/* A run that waited for the installer has it stay down; from now on it is as it was. */
static void change_after_reboot(struct finishing *finishing)
{
	const struct rpc_value *other = value_member(finishing->vm->record, "other_config");
	const char *kept = value_member_text(other, AFTER_REBOOT);

	if (!value_member(other, AFTER_REBOOT))
		return;
	change_text(finishing, "actions_after_reboot", "VM.set_actions_after_reboot",
		    strcmp(kept, "destroy") == 0 ? "destroy" : "restart");
	add_change(finishing, (struct change){.method = "VM.remove_from_other_config",
					      .ref = finishing->vm->ref,
					      .text = AFTER_REBOOT});
}

static bool holds_medium(const struct drive *drive)
{
	return strcasecmp(value_member_text(drive->record, "type"), "CD") == 0 &&
	       !value_member_bool(drive->record, "empty", false);
}

static int find_changes(struct finishing *finishing)
{
	struct drive *boot;
	int r = read_drives(finishing);

	if (r != EXIT_DONE)
		return r;
	boot = find_boot_disk(finishing);
	if (!boot) {
		output_complain(finishing->vm->name, "it has no disk that it could start from");
		return EXIT_NOT_USABLE;
	}
	boot->is_boot = true;
	change_drives(finishing);
	change_boot(finishing);
	change_after_reboot(finishing);
	for (size_t i = 0; i < finishing->drive_count; i++) {
		char *device IA_AUTO_FREE = cut(device_of(&finishing->drives[i]));

		if (holds_medium(&finishing->drives[i]))
			output_add_line(&finishing->shown, "  drive %s: its medium is taken out",
					device ? device : "?");
	}
	return finishing->is_short || finishing->shown.error ? vm_complain(NULL) : EXIT_DONE;
}

/* Who reads what is said? */
static bool is_program(const struct finish_options *options)
{
	return options->events && options->events->json;
}

/* A line each, where what is said is read by a program. */
static void tell_changes(const struct finishing *finishing, struct events *events)
{
	const char *line = finishing->shown.data;

	while (line && *line) {
		size_t length = strcspn(line, "\n");
		char *one IA_AUTO_FREE =
			strndup(line + strspn(line, " "), length - strspn(line, " "));

		if (one)
			event_said(events, "change", one);
		line += length + (line[length] == '\n');
	}
}

static int show(const struct finishing *finishing, const struct finish_options *options)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	if (finishing->shown.length == 0)
		return EXIT_DONE;
	if (is_program(options)) {
		tell_changes(finishing, options->events);
		return EXIT_DONE;
	}
	output_add_line(&text, "Changes of \"%s\" (%s):", finishing->vm->name, finishing->vm->uuid);
	ia_strbuf_adds(&text, finishing->shown.data);
	return text.error ? vm_complain(NULL) : output_write(text.data);
}

int finish_may_change(const struct vm *vm, const struct finish_options *options)
{
	char *question IA_AUTO_FREE = NULL;

	if (vm_is_marked(vm) || options->force)
		return EXIT_DONE;
	if (asprintf(&question, "Change the VM \"%s\" (%s), which this tool did not make? [y/N] ",
		     vm->name, vm->uuid) < 0) {
		question = NULL;
		return vm_complain(NULL);
	}
	if (prompt_agrees(question))
		return EXIT_DONE;
	output_complain(vm->name,
			"this tool did not make it (other_config has no %s); nothing was changed; "
			"--force changes it",
			MARKER);
	return EXIT_NOT_USABLE;
}

static int make_changes(struct finishing *finishing)
{
	for (size_t i = 0; i < finishing->change_count; i++) {
		const struct change *change = &finishing->changes[i];
		AUTO_XENAPI_ERROR error = NULL;
		int r = change->text ? xenapi_callf(finishing->xenapi, NULL, &error, change->method,
						    "ss", change->ref, change->text)
				     : xenapi_callf(finishing->xenapi, NULL, &error, change->method,
						    "sb", change->ref, (int)change->truth);

		if (r < 0)
			return vm_complain(error);
	}
	return EXIT_DONE;
}

/* Of a VM that runs this asks the guest, which may have it mounted. */
static int eject(struct xenapi *xenapi, const char *ref, bool is_told)
{
	const struct xenapi_wait wait = {.deadline_s = EJECT_S};
	AUTO_XENAPI_ERROR error = NULL;

	if (xenapi_async_ref(xenapi, "VBD.eject", ref, &wait, &error) == 0) {
		if (is_told)
			puts("The medium is taken out.");
		return EXIT_DONE;
	}
	return xenapi_error_is(error, "VBD_IS_EMPTY") ? EXIT_DONE : vm_complain(error);
}

int finish_vm(struct xenapi *xenapi, const struct vm *vm, const struct finish_options *options)
{
	AUTO_FINISHING finishing = {.xenapi = xenapi, .vm = vm, .args = options->args};
	int r;

	if (*value_member_text(vm->record, "HVM_boot_policy")) {
		output_complain(vm->name, "it is no PV guest: it starts from its disk by itself");
		return EXIT_NOT_USABLE;
	}
	r = find_changes(&finishing);
	if (r == EXIT_DONE)
		r = show(&finishing, options);
	/* somebody else's VM may be in use, and need what is to be changed */
	if (r == EXIT_DONE && finishing.shown.length > 0)
		r = finish_may_change(vm, options);
	if (r == EXIT_DONE)
		r = make_changes(&finishing);
	if (r != EXIT_DONE)
		return r;
	if (!is_program(options))
		output_say(stdout, "The VM starts from its disk by pygrub, %s%s.",
			   *options->args ? "with the arguments: " : "without arguments of ours",
			   options->args);
	for (size_t i = 0; i < finishing.drive_count; i++) {
		if (holds_medium(&finishing.drives[i])) {
			/* one that stays keeps nobody from taking out the others */
			int one = eject(xenapi, finishing.drives[i].ref, !is_program(options));

			r = one == EXIT_DONE ? r : one;
		}
	}
	return r;
}
