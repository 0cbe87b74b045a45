/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_ADDRESS_H
#define IA_ARGS_NETWORK_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* IPv4 and IPv6 addresses and prefixes as text: parsing, kinds, masks. No sockets, no names. */

#define IA_ADDRESS_TEXT_MAX 45u /* INET6_ADDRSTRLEN - 1 */

struct ia_address {
	int family;                         /* AF_INET, AF_INET6; 0 unset */
	uint8_t bytes[16];                  /* network order */
	char text[IA_ADDRESS_TEXT_MAX + 1]; /* canonical, without brackets */
};

/*
 * One address: four decimal numbers without leading zeros, or IPv6 (RFC 4291 section 2.2)
 * without brackets, zone or port; not an IPv4 address inside an IPv6 one (::ffff:0:0/96,
 * ::/96). NULL and *ret, or a literal that says what was found instead: "an empty value".
 * text: as inet_ntop() spells it, which is RFC 5952's form.
 */
const char *ia_address_parse(const char *text, size_t length, struct ia_address *ret);

/* Is the text meant as IPv6? Then refusals and expectations speak of IPv6. */
bool ia_address_looks_ipv6(const char *text, size_t length);

/* 32 or 128. */
unsigned ia_address_bits(const struct ia_address *address);
/* "IPv4" or "IPv6" */
const char *ia_address_family_name(int family);

bool ia_address_equal(const struct ia_address *a, const struct ia_address *b);
/* Same family, and the first prefix bits equal? */
bool ia_address_same_network(const struct ia_address *a, const struct ia_address *b,
			     unsigned prefix);
/* Are all bits after the first prefix bits 0, or all 1? False where there are none. */
bool ia_address_host_bits_are(const struct ia_address *address, unsigned prefix, bool value);

/* fe80::/10 */
bool ia_address_is_link_local_ipv6(const struct ia_address *address);

/*
 * Why no interface of a network can have it: unspecified, loopback, multicast, broadcast,
 * reserved. A literal such as "a multicast address"; NULL if it is a unicast address.
 */
const char *ia_address_not_unicast(const struct ia_address *address);

/* A contiguous IPv4 mask's length in bits, 0 to 32; -1 where it is not contiguous. */
int ia_mask_length(const uint8_t bytes[4]);

/* prefix (0-32) as a dotted mask. */
void ia_mask_text(unsigned prefix, char ret[16]);

#endif
