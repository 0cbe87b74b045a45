/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/kernel.h"

#include <errno.h>
#include <string.h>

#include "base/note.h"
#include "base/strbuf.h"

/*
 * Xen's libelf wants of a PV kernel a GUEST_OS or LOADER that it knows and XEN_VERSION, and takes
 * any entry point; where it starts a guest is ENTRY, mapped at VIRT_BASE. Linux carries all notes
 * but ENTRY when CONFIG_XEN is set and CONFIG_XEN_PV is not. HYPERCALL_PAGE is not asked for:
 * newer Linux has none.
 */

static bool starts(const struct ia_xen_note *note, const char *prefix)
{
	return note && note->text && strncmp(note->text, prefix, strlen(prefix)) == 0;
}

/* The note that says the loader can handle it. */
static const struct ia_xen_note *loadable(const struct isoargs_kernel *kernel)
{
	const struct ia_xen_note *note = ia_xen_notes_find(kernel, IA_XEN_GUEST_OS);

	if (starts(note, "linux"))
		return note;
	note = ia_xen_notes_find(kernel, IA_XEN_LOADER);
	return starts(note, "generic") ? note : NULL;
}

/* Xen runs 32-bit guests with PAE page tables only. */
static bool has_pae(const struct isoargs_kernel *kernel)
{
	const struct ia_xen_note *note = ia_xen_notes_find(kernel, IA_XEN_PAE_MODE);

	return note && note->text &&
	       (strcmp(note->text, "yes") == 0 || strstr(note->text, "bimodal"));
}

static void add_other(struct ia_strbuf *why, const struct isoargs_kernel *kernel,
		      enum ia_xen_note_type type, const char *name, const char *expected)
{
	const struct ia_xen_note *note = ia_xen_notes_find(kernel, type);

	if (note)
		ia_strbuf_addf(why, "%s is %s, Xen expects %s", name, note->value, expected);
	else
		ia_strbuf_addf(why, "no %s note", name);
}

/* Is it a PV kernel? Says in why which note decides. */
static bool judge_pv(const struct isoargs_kernel *kernel, struct ia_strbuf *why)
{
	const struct ia_xen_note *version = ia_xen_notes_find(kernel, IA_XEN_VERSION);
	const struct ia_xen_note *load = loadable(kernel);

	if (!ia_xen_notes_find(kernel, IA_XEN_ENTRY)) {
		ia_strbuf_adds(why, kernel->protocol ? "no ENTRY note: built without CONFIG_XEN_PV"
						     : "no ENTRY note");
	} else if (!ia_xen_notes_find(kernel, IA_XEN_VIRT_BASE)) {
		ia_strbuf_adds(why, "no VIRT_BASE note");
	} else if (!starts(version, "xen-3.0")) {
		add_other(why, kernel, IA_XEN_VERSION, "XEN_VERSION", "xen-3.0");
	} else if (!load) {
		add_other(why, kernel, IA_XEN_GUEST_OS, "GUEST_OS", "linux");
		ia_strbuf_adds(why, ", and ");
		add_other(why, kernel, IA_XEN_LOADER, "LOADER", "generic");
	} else if (kernel->bits == 32 && !has_pae(kernel)) {
		add_other(why, kernel, IA_XEN_PAE_MODE, "PAE_MODE", "yes or bimodal of 32 bits");
	} else {
		ia_strbuf_addf(why, "ENTRY, VIRT_BASE, XEN_VERSION %s, %s %s", version->value,
			       load->name, load->value);
		if (kernel->bits == 32)
			ia_strbuf_addf(why, ", PAE_MODE %s",
				       ia_xen_notes_find(kernel, IA_XEN_PAE_MODE)->value);
		return true;
	}
	return false;
}

int ia_kernel_judge(struct isoargs_kernel *kernel)
{
	struct ia_strbuf why IA_AUTO_STRBUF = {0};
	char *reason IA_AUTO_FREE = NULL;
	unsigned modes = 0;
	int r;

	if (kernel->bits == 0) {
		ia_strbuf_addf(&why,
			       "boot protocol %u.%02u: Xen needs 2.08 to find the kernel in it",
			       kernel->protocol >> 8, kernel->protocol & 0xff);
	} else if (kernel->notes.count == 0) {
		ia_strbuf_adds(&why, kernel->protocol
					     ? "no Xen notes at all: built without CONFIG_XEN"
					     : "no Xen notes at all");
	} else {
		if (judge_pv(kernel, &why))
			modes |= ISOARGS_GUEST_PV;
		if (ia_xen_notes_find(kernel, IA_XEN_PHYS32_ENTRY)) {
			modes |= ISOARGS_GUEST_PVH;
			ia_strbuf_adds(&why, "; PHYS32_ENTRY");
		}
	}
	r = ia_strbuf_take(&why, &reason);
	if (r < 0)
		return r;
	kernel->reason = ia_arena_strdup(kernel->arena, reason);
	if (!kernel->reason)
		return -ENOMEM;
	kernel->modes = modes;
	return 0;
}
