/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_DRACUT_IP_H
#define IA_ARGS_NETWORK_DRACUT_IP_H

#include <stdbool.h>

#include "args/family/writer.h"

/* The network as dracut's generator of NetworkManager's connections reads it: not anaconda's. */
struct ia_dracut_form {
	const char *nic;    /* where the request names none; "": the first that there is */
	bool dotted;        /* the mask of IPv4; a prefix otherwise */
	const char *source; /* "dracut: parse-ip-opts.sh" */
};

/*
 * ip= and nameserver= of the request: a static address, DHCP with what is asked for beside it, or
 * nothing. All that a checked network says has its field; one name server a word, without brackets.
 */
void ia_dracut_ip_write(struct ia_writer *writer, const struct ia_dracut_form *form);

#endif
