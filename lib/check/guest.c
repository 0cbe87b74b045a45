/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "args/vocabulary.h"
#include "base/note.h"
#include "check/checks.h"
#include "kernel/kernel.h"
#include "kernel/machine.h"
#include "menu/cmdline.h"
#include "menu/location.h"

/* Can the kernel run as a PV guest, and has the installer enough memory there? */

/* MiB, as anaconda and osinfo-db have them for EL7. */
#define MEMORY_MIN     512u  /* below, the installer of 7.0 and 7.1 stops */
#define MEMORY_LOCAL   1024u /* with packages from the medium */
#define MEMORY_NETWORK 1536u /* with packages from the network */
#define MEMORY_GOOD    2048u /* for the graphical installer over VNC */

static void judge(struct ia_check *check, const char *location, const struct isoargs_kernel *kernel)
{
	static const char hvm[] = "start it as an HVM guest, with the same arguments";
	const char *version = kernel->version ? kernel->version : "a kernel without version";
	const struct ia_place *place = IA_IN_FILE(location);
	int length = (int)strcspn(version, kernel->version ? " " : "");

	if (!(kernel->modes & ISOARGS_GUEST_PV))
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_PV, place,
			     kernel->modes & ISOARGS_GUEST_PVH
				     ? "start it as a PVH guest (Xen 4.10 and later) or an HVM "
				       "guest, with the same arguments"
				     : hvm,
			     "%.*s cannot run as a PV guest: %s", length, version, kernel->reason);
	else if (kernel->bits == 32)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_PV, place,
			     "see that \"xl info\" or the host's capabilities name "
			     "xen-3.0-x86_32p",
			     "%.*s is a 32-bit PV kernel, which newer hosts may refuse: %s", length,
			     version, kernel->reason);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_PV, place, NULL,
			     "%.*s can run as a PV guest: %s", length, version, kernel->reason);
}

/* What it could not be read as is no fault of a kernel that is for another machine. */
static void explain_failure(struct ia_check *check, const char *location,
			    const struct ia_files *files, const struct ia_file *file,
			    const struct isoargs_error *error)
{
	const char *machine;

	if (!files || ia_machine_tell(files, file, &machine, NULL) <= 0) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_PV, error);
		return;
	}
	check->is_foreign = true;
	ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_ARCHITECTURE, IA_IN_FILE(location),
		     IA_CHECK_ARCHITECTURE_REMEDY, "the kernel is for %s: no guest of a PC runs it",
		     machine);
}

void ia_check_kernel(struct ia_check *check)
{
	const char *location = check->has_kernel ? check->args->entry.kernel_location : NULL;
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const struct ia_files *files = NULL;
	struct isoargs_kernel kernel;
	struct ia_file file;
	const char *path;
	int r;

	if (!arena) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_PV, NULL);
		return;
	}
	/* That it is not there, not whole, or of another machine, has been said. */
	if (!location || check->is_foreign)
		return;
	ia_location_split(location, &path);
	r = ia_filesystems_find(&check->systems, location, &files, &file, &error);
	if (r > 0)
		r = ia_kernel_read(files, &file, path, arena, &kernel, &error);
	if (r < 0)
		explain_failure(check, location, files, &file, error);
	else
		judge(check, location, &kernel);
}

static bool has_network_source(const struct ia_check *check)
{
	const struct isoargs_word *repo = ia_check_word(check, IA_TRAIT_REPO);
	const char *value = repo ? ia_word_value(repo->text) : NULL;

	return check->request->base_url ||
	       (value && strncmp(value, "hd:", 3) != 0 && strncmp(value, "cdrom", 5) != 0);
}

void ia_check_memory(struct ia_check *check)
{
	unsigned memory = check->memory;
	unsigned wanted = has_network_source(check) ? MEMORY_NETWORK : MEMORY_LOCAL;

	/* What EL8 and later need is not known here, and they are no PV guests. */
	if (check->is_foreign || !check->args || !ia_args_are_anaconda(check->args) ||
	    check->args->generation > 7)
		return;
	if (memory == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "give the guest at least %u MiB, with VNC %u; 3072 are ample", wanted,
			     MEMORY_GOOD);
	else if (memory < MEMORY_MIN)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "the installer stops with %u MiB; give it at least %u", memory,
			     wanted);
	else if (memory < wanted)
		ia_check_add(check, ISOARGS_CHECK_WARNING, IA_FINDING_MEMORY,
			     IA_AT_OPTION(ISOARGS_GUEST_MEMORY), NULL,
			     "%u MiB are little; give the guest at least %u, with VNC %u", memory,
			     wanted, MEMORY_GOOD);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_MEMORY, IA_NOWHERE, NULL,
			     "%u MiB are enough", memory);
}
