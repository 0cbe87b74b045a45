/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_INSTALLER_H
#define XS_CONSOLE_INSTALLER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What an installer tells on its guest's text console: that it has begun, where its VNC server
 * listens, why it stopped. Pure: bytes in, findings out. The guest may write anything: what comes
 * out are sentences of ours, and addresses that are some.
 *
 * Source: anaconda's vnc.py and dracut's messages, EL6 to EL9; tmux, which anaconda writes through,
 * moves the cursor between words and wraps lines.
 */

enum installer_finding {
	INSTALLER_STAGE,  /* the text says how far it has come */
	INSTALLER_ENDING, /* the same, and a system is there */
	INSTALLER_VNC,    /* the text is the address of its VNC server, display 1 (TCP 5901) */
	INSTALLER_DOUBT,  /* the text says why it may not go on */
	INSTALLER_FAILED, /* the text says why it will not */
};

/* text lives as long as the program, or the call where it is an address. */
typedef void (*installer_tell)(enum installer_finding finding, const char *text, void *user);

#define INSTALLER_TEXT_MAX 8192u /* bytes of the screen's words that are looked at together */

struct installer {
	installer_tell tell;
	void *user;
	unsigned told;    /* a bit for each row of the table: it is told once */
	bool has_address; /* the first that is one counts */
	int state;        /* of an escape sequence that has begun */
	size_t size;
	size_t looked;                 /* where the next look begins */
	char text[INSTALLER_TEXT_MAX]; /* without blanks, controls and escape sequences */
};

void installer_start(struct installer *installer, installer_tell tell, void *user);
void installer_feed(struct installer *installer, const void *data, size_t size);

#endif
