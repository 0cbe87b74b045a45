/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "check/checks.h"
#include "kernel/kernel.h"
#include "kernel/machine.h"
#include "menu/location.h"

/*
 * Can the kernel be started as the guest that was asked for? Sources: Xen's domain builder
 * (xg_dom_bzimageloader.c, xg_dom_elfloader.c) and docs/misc/pvh.pandoc; QEMU's hw/i386/x86.c,
 * which starts a bzImage, and of bare ELF files those with the note for PVH.
 */

/* What hands a kernel over, and where. */
#define EITHER_HVM "as an HVM guest (ISOARGS_GUEST hvm) or under KVM (ISOARGS_GUEST kvm)"

/* A kernel that was read, and what is said of it. */
struct judged {
	const struct isoargs_kernel *kernel;
	const struct ia_place *place;
	const char *version;
	int length; /* of what is shown of it */
};

/* The code of a finding about it: "pv" is that of PV guests alone. */
static enum ia_note_code code_of(const struct ia_check *check)
{
	return check->guest->mode == ISOARGS_GUEST_PV ? IA_FINDING_PV : IA_FINDING_GUEST;
}

static const char *pv_remedy(const struct isoargs_kernel *kernel)
{
	return kernel->modes & ISOARGS_GUEST_PVH
		       ? "start it as a PVH guest of Xen 4.10 and later (ISOARGS_GUEST pvh), "
			 "or " EITHER_HVM
		       : "start it " EITHER_HVM;
}

static void judge_pv(struct ia_check *check, const struct judged *it)
{
	const struct isoargs_kernel *kernel = it->kernel;

	if (!(kernel->modes & ISOARGS_GUEST_PV))
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_PV, it->place,
			     pv_remedy(kernel), "%.*s cannot run as a PV guest: %s", it->length,
			     it->version, kernel->reason);
	else if (kernel->bits == 32)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_PV, it->place,
			     "see that \"xl info\" or the host's capabilities name "
			     "xen-3.0-x86_32p",
			     "%.*s is a 32-bit PV kernel, which newer hosts may refuse: %s",
			     it->length, it->version, kernel->reason);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_PV, it->place, NULL,
			     "%.*s can run as a PV guest: %s", it->length, it->version,
			     kernel->reason);
}

static void judge_pvh(struct ia_check *check, const struct judged *it)
{
	const struct isoargs_kernel *kernel = it->kernel;

	/* xen-blkfront takes no CD in a guest that is not PV. */
	if (kernel->modes & ISOARGS_GUEST_PVH)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_GUEST, it->place,
			     "give it the medium as a plain disk, without devtype=cdrom",
			     "%.*s can run as a PVH guest: PHYS32_ENTRY", it->length, it->version);
	else
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_GUEST, it->place,
			     kernel->modes & ISOARGS_GUEST_PV
				     ? "start it as a PV guest (ISOARGS_GUEST pv), or " EITHER_HVM
				     : "start it " EITHER_HVM,
			     "%.*s cannot run as a PVH guest: no PHYS32_ENTRY note", it->length,
			     it->version);
}

/* Xen's notes decide, in the ELF file that the kernel is packed from. */
static int read_notes(const struct ia_files *files, const struct ia_file *file, const char *path,
		      struct isoargs_kernel *ret, struct isoargs_error **reterr)
{
	return ia_kernel_read(files, file, path, ret->arena, ret, reterr);
}

/* A bzImage's header says it all. What else it may be is read to the end. */
static int read_header(const struct ia_files *files, const struct ia_file *file, const char *path,
		       struct isoargs_kernel *ret, struct isoargs_error **reterr)
{
	int r = ia_kernel_read_header(files, file, path, ret->arena, ret, reterr);

	return r == 0 ? ia_kernel_read(files, file, path, ret->arena, ret, reterr) : r;
}

/* QEMU loads both, for Xen's HVM guests as well. */
static void judge_any(struct ia_check *check, const struct judged *it)
{
	const struct isoargs_kernel *kernel = it->kernel;
	const char *what = kernel->has_efi_stub ? "a bzImage with an EFI stub"
						: "a bzImage; without an EFI stub, no EFI "
						  "firmware starts it";
	bool is_elf = kernel->protocol == 0;

	if (is_elf && !((kernel->modes & ISOARGS_GUEST_PVH) && kernel->packing == IA_PACKING_NONE))
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_GUEST, it->place,
			     "choose another entry with ISOARGS_ENTRY, or another image",
			     "%.*s cannot run as %s: no bzImage, and no bare ELF file with a "
			     "PHYS32_ENTRY note",
			     it->length, it->version, check->guest->phrase);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_GUEST, it->place, NULL,
			     "%.*s can run as %s: %s", it->length, it->version,
			     check->guest->phrase,
			     is_elf ? "a bare ELF file with a PHYS32_ENTRY note" : what);
}

/* What a kernel has to be, by guest. */
static const struct starter {
	enum isoargs_guest_mode mode;
	int (*read)(const struct ia_files *files, const struct ia_file *file, const char *path,
		    struct isoargs_kernel *ret, struct isoargs_error **reterr);
	void (*judge)(struct ia_check *check, const struct judged *it);
} starters[IA_GUEST_KINDS] = {
	{ISOARGS_GUEST_PV, read_notes, judge_pv},
	{ISOARGS_GUEST_PVH, read_notes, judge_pvh},
	{ISOARGS_GUEST_HVM, read_header, judge_any},
	{ISOARGS_GUEST_KVM, read_header, judge_any},
};

static const struct starter *starter_of(const struct ia_check *check)
{
	size_t i = 0;

	while (i + 1 < IA_COUNT(starters) && starters[i].mode != check->guest->mode)
		i++;
	return &starters[i];
}

/* What it could not be read as is no fault of a kernel that is for another machine. */
static void explain_failure(struct ia_check *check, const char *location,
			    const struct ia_files *files, const struct ia_file *file,
			    const struct isoargs_error *error)
{
	const char *machine;

	if (!files || ia_machine_tell(files, file, &machine, NULL) <= 0) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, code_of(check), error);
		return;
	}
	check->is_foreign = true;
	ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_ARCHITECTURE, IA_IN_FILE(location),
		     IA_CHECK_ARCHITECTURE_REMEDY, "the kernel is for %s: no guest of a PC runs it",
		     machine);
}

static void judge(struct ia_check *check, const char *location, const struct isoargs_kernel *kernel)
{
	const char *version = kernel->version ? kernel->version : "a kernel without version";
	const struct judged judged = {
		.kernel = kernel,
		.place = IA_IN_FILE(location),
		.version = version,
		.length = (int)strcspn(version, kernel->version ? " " : ""),
	};

	starter_of(check)->judge(check, &judged);
}

void ia_check_kernel(struct ia_check *check)
{
	const char *location = check->has_kernel ? check->args->entry.kernel_location : NULL;
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kernel kernel = {.arena = arena};
	const struct ia_files *files = NULL;
	struct ia_file file;
	const char *path;
	int r;

	if (!arena) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, code_of(check), NULL);
		return;
	}
	/* That it is not there, not whole, or of another machine, has been said. */
	if (!location || check->is_foreign)
		return;
	ia_location_split(location, &path);
	r = ia_filesystems_find(&check->systems, location, &files, &file, &error);
	if (r > 0)
		r = starter_of(check)->read(files, &file, path, &kernel, &error);
	if (r < 0)
		explain_failure(check, location, files, &file, error);
	else
		judge(check, location, &kernel);
}
