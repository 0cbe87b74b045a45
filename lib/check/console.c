/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/note.h"
#include "check/family.h"

/*
 * Where does the installer show itself? Sources: Linux' arch/x86/xen/enlighten.c, where hvc0 is a PV
 * guest's console by itself, and arch/x86/boot/video.c, which asks for a mode where there is none.
 */

#define CODE IA_FINDING_CONSOLE

/* Of the consoles that a line names the last is /dev/console. */
static bool begins(const char *value, const char *name)
{
	return value && strncmp(value, name, strlen(name)) == 0;
}

static void check_xen(struct ia_check *check, const char *console)
{
	if (check->guest->mode == ISOARGS_GUEST_PV) {
		/* Kernels of before 2.6.27 have Xen's console under another name, and xencons=. */
		if (begins(console, "ttyS") && !ia_check_text(check, "xencons"))
			ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
				     "leave the word out with ISOARGS_DROP console",
				     "console=%s is the last of the line, and a PV guest has no "
				     "such line",
				     console);
		return;
	}
	if (begins(console, "hvc"))
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "the installer shows itself on %s", console);
	else
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "add ISOARGS_APPEND console=hvc0",
			     "%s shows nothing where the last console= is not hvc0",
			     check->guest->phrase);
}

static void check_screen(struct ia_check *check, const char *console)
{
	const char *mode = ia_check_text(check, "vga");

	if (begins(console, "ttyS") || begins(console, "hvc"))
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "the installer shows itself on %s", console);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "the installer shows itself on the guest's screen");
	if (mode && !check->request->graphical)
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "leave it out with ISOARGS_DROP vga",
			     "%s makes a kernel that is started without a graphics card wait 30 "
			     "seconds for a key",
			     mode);
}

void ia_check_console(struct ia_check *check)
{
	const char *console = ia_check_value(check, "console");

	if (!check->args || check->family->is_host)
		return;
	if (check->guest->has_screen)
		check_screen(check, console);
	else
		check_xen(check, console);
}
