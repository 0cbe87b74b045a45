/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_KLIBC_H
#define IA_ARGS_NETWORK_KLIBC_H

#include "args/network/network.h"
#include "base/strbuf.h"

/*
 * ip= as klibc's ipconfig takes it, and what was written after it: casper's and Alpine's initial
 * RAM disks. IPv4 only, the mask dotted, at most two name servers.
 */

/*
 * What it would misread of a checked network: IPv6, a third name server, name servers without a
 * static address. reader: "casper", as sentences have it. 0 or -EOPNOTSUPP.
 */
int ia_klibc_check(const struct ia_network *net, const char *reader, struct isoargs_error **reterr);

/*
 * The word for a network with an address or with DHCP that passed the check. nic: where the network
 * names none; "" leaves the field empty, and then all interfaces are tried.
 */
void ia_klibc_ip(const struct ia_network *net, const char *nic, struct ia_strbuf *buf);

#endif
