/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_GUEST_KIND_H
#define IA_ARGS_GUEST_KIND_H

#include <isoargs/kernel.h>
#include <stdbool.h>

/* What is known of a guest by its kind alone. */
struct ia_guest_kind {
	enum isoargs_guest_mode mode;
	const char *name;    /* "pv", as ISOARGS_GUEST has it */
	const char *phrase;  /* "a PV guest", as sentences have it */
	const char *console; /* its text console, "hvc0" */
	const char *disk;    /* its first disk, "xvda" */
	const char *medium;  /* where the medium is, "xvdd" */
	bool has_cd;       /* the medium is in a CD drive, to udev at least; of PVH it is a disk */
	bool shows_medium; /* that drive says that a medium is in it, to udev's ID_CDROM_MEDIA */
	bool has_screen;   /* a graphics card that an installer could draw on */
	bool is_xen;       /* network interfaces are Xen's: eth0, enX0 from systemd 250 on */
	unsigned line_max; /* bytes of its kernel's command line without the NUL */
	const char *no_screen; /* why words that pick a video mode are left out */
	const char *no_tty;    /* why console=tty… is */
};

#define IA_GUEST_KINDS 4u

/* The first is what is meant where nothing is said. */
extern const struct ia_guest_kind ia_guest_kinds[IA_GUEST_KINDS];

/* NULL: there is no such kind. */
const struct ia_guest_kind *ia_guest_kind_find(const char *name);

#endif
