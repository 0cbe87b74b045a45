/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"

/* 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 */
static bool is_near_ipv4(const uint8_t *bytes)
{
	return bytes[0] == 0 || bytes[0] == 127 || ia_be16(bytes) == 0xa9fe;
}

static bool is_near_ipv6(const struct in6_addr *address)
{
	if (IN6_IS_ADDR_V4MAPPED(address) || IN6_IS_ADDR_V4COMPAT(address))
		return is_near_ipv4(address->s6_addr + 12);
	return IN6_IS_ADDR_LINKLOCAL(address) || IN6_IS_ADDR_LOOPBACK(address) ||
	       IN6_IS_ADDR_UNSPECIFIED(address);
}

bool address_is_near(const struct sockaddr *address)
{
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;

	if (address->sa_family == AF_INET) {
		memcpy(&ipv4, address, sizeof(ipv4));
		return is_near_ipv4((const uint8_t *)&ipv4.sin_addr);
	}
	if (address->sa_family == AF_INET6) {
		memcpy(&ipv6, address, sizeof(ipv6));
		return is_near_ipv6(&ipv6.sin6_addr);
	}
	return true;
}
