/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_IFCFG_H
#define IA_ARGS_NETWORK_IFCFG_H

#include "args/network/network.h"
#include "base/strbuf.h"

/* The network as linuxrc reads it behind "ifcfg=INTERFACE=", and parts of it. */

/*
 * For a network with an address or with DHCP: "192.0.2.10/24,192.0.2.1,192.0.2.53 192.0.2.54,
 * example.org,MTU=9000" without what is empty at its end, or "dhcp,MTU=9000".
 */
void ia_ifcfg_add(const struct ia_network *net, struct ia_strbuf *buf);

/* All of them, none before the first. */
void ia_ifcfg_add_nameservers(const struct ia_network *net, char separator, struct ia_strbuf *buf);

/* What stands behind the first dot of the host name; "" where there is none. */
const char *ia_ifcfg_domain(const struct ia_network *net);

#endif
