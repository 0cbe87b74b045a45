/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_ADDRESS_H
#define TOOLS_REMOTE_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * This machine's own address, one of its link alone, or none: where a server of the network leads
 * nobody for his good. IPv4 inside of IPv6 is looked at as well.
 */
bool address_is_near(const struct sockaddr *address);

#endif
