/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_DEVICE_H
#define IA_MENU_GRUB_EVAL_DEVICE_H

#include "menu/grub/eval/state.h"

/* What loopback has made, the last one first. They are never changed, so that a body's are forgotten. */
struct ia_grub_device {
	const char *name;
	const char *host; /* the name by which the host knows it; "": nothing is known of it */
	const char *file; /* that it is; NULL: it was taken away again */
	const struct ia_grub_device *next;
};

/* The device of that name; NULL: it is no file. */
const struct ia_grub_device *ia_grub_device_find(struct ia_grub_state *state, const char *name);

/* How the host calls a device of GRUB's. */
const char *ia_grub_device_host(struct ia_grub_state *state, const char *name);

/* One more; file NULL: one less. 0, or a negative errno. */
int ia_grub_device_add(struct ia_grub_state *state, const char *name, const char *host,
		       const char *file);

#endif
