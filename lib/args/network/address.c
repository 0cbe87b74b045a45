/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"

/* One of the four numbers; NULL or what it is instead. */
static const char *parse_octet(const char *text, size_t length, uint8_t *ret)
{
	unsigned number = 0;

	if (length == 0)
		return "an IPv4 address with an empty number";
	for (size_t i = 0; i < length; i++) {
		if (!ia_ascii_is_digit(text[i]))
			return "no IP address";
	}
	if (length > 1 && text[0] == '0')
		return "a number with a leading zero, which some programs read as octal";
	if (!ia_decimal_parse(text, length, 255, &number))
		return "an IPv4 address with a number above 255";
	*ret = (uint8_t)number;
	return NULL;
}

static const char *parse_ipv4(const char *text, size_t length, uint8_t ret[4])
{
	size_t start = 0, count = 0;

	for (size_t i = 0; i <= length; i++) {
		const char *why;

		if (i < length && text[i] != '.')
			continue;
		if (count == 4)
			return "an IPv4 address with more than four numbers";
		why = parse_octet(text + start, i - start, &ret[count]);
		if (why)
			return why;
		count++;
		start = i + 1;
	}
	return count == 4 ? NULL : "an IPv4 address with fewer than four numbers";
}

static bool all_zero(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

static bool is_unspecified_or_loopback_ipv6(const uint8_t bytes[16])
{
	return all_zero(bytes, 15) && bytes[15] <= 1;
}

static const char *parse_ipv6(const char *text, size_t length, uint8_t ret[16])
{
	char copy[IA_ADDRESS_TEXT_MAX + 1];

	if (memchr(text, '%', length))
		return "an address with a zone";
	if (memchr(text, '[', length) || memchr(text, ']', length))
		return "an address in brackets";
	if (length > IA_ADDRESS_TEXT_MAX)
		return "no IPv6 address";
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (inet_pton(AF_INET6, copy, ret) != 1)
		return "no IPv6 address";
	if (all_zero(ret, 10) && ret[10] == 0xff && ret[11] == 0xff)
		return "an IPv4 address mapped into IPv6";
	if (all_zero(ret, 12) && !is_unspecified_or_loopback_ipv6(ret))
		return "an IPv4 address inside an IPv6 one";
	return NULL;
}

bool ia_address_looks_ipv6(const char *text, size_t length)
{
	return length > 0 && (memchr(text, ':', length) || text[0] == '[');
}

const char *ia_address_parse(const char *text, size_t length, struct ia_address *ret)
{
	struct ia_address address = {0};
	const char *why;

	if (length == 0)
		return "an empty value";
	if (memchr(text, '\0', length))
		return "no IP address";
	if (ia_address_looks_ipv6(text, length)) {
		address.family = AF_INET6;
		why = parse_ipv6(text, length, address.bytes);
	} else {
		address.family = AF_INET;
		why = parse_ipv4(text, length, address.bytes);
	}
	if (why)
		return why;
	if (!inet_ntop(address.family, address.bytes, address.text, sizeof(address.text)))
		return "no IP address";
	*ret = address;
	return NULL;
}

unsigned ia_address_bits(const struct ia_address *address)
{
	return address->family == AF_INET ? 32 : 128;
}

const char *ia_address_family_name(int family)
{
	return family == AF_INET ? "IPv4" : "IPv6";
}

bool ia_address_equal(const struct ia_address *a, const struct ia_address *b)
{
	return a->family == b->family && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

static bool bit(const struct ia_address *address, unsigned number)
{
	return (address->bytes[number / 8] >> (7 - number % 8)) & 1;
}

bool ia_address_same_network(const struct ia_address *a, const struct ia_address *b,
			     unsigned prefix)
{
	if (a->family != b->family)
		return false;
	for (unsigned i = 0; i < prefix && i < ia_address_bits(a); i++) {
		if (bit(a, i) != bit(b, i))
			return false;
	}
	return true;
}

bool ia_address_host_bits_are(const struct ia_address *address, unsigned prefix, bool value)
{
	if (prefix >= ia_address_bits(address))
		return false;
	for (unsigned i = prefix; i < ia_address_bits(address); i++) {
		if (bit(address, i) != value)
			return false;
	}
	return true;
}

bool ia_address_is_link_local_ipv6(const struct ia_address *address)
{
	return address->family == AF_INET6 && address->bytes[0] == 0xfe &&
	       (address->bytes[1] & 0xc0) == 0x80;
}

static const char *not_unicast_ipv4(const uint8_t bytes[4])
{
	if (ia_be32(bytes) == 0)
		return "the unspecified address";
	if (ia_be32(bytes) == UINT32_MAX)
		return "the broadcast address";
	if (bytes[0] == 0)
		return "an address of 0.0.0.0/8, which no host has";
	if (bytes[0] == 127)
		return "a loopback address";
	if (bytes[0] >= 240)
		return "a reserved address (240.0.0.0/4)";
	if (bytes[0] >= 224)
		return "a multicast address";
	return NULL;
}

const char *ia_address_not_unicast(const struct ia_address *address)
{
	if (address->family == AF_INET)
		return not_unicast_ipv4(address->bytes);
	if (is_unspecified_or_loopback_ipv6(address->bytes))
		return address->bytes[15] ? "a loopback address" : "the unspecified address";
	if (address->bytes[0] == 0xff)
		return "a multicast address";
	return NULL;
}

int ia_mask_length(const uint8_t bytes[4])
{
	uint32_t mask = ia_be32(bytes);
	int length = 0;

	for (; mask & 0x80000000u; mask <<= 1)
		length++;
	return mask == 0 ? length : -1;
}

void ia_mask_text(unsigned prefix, char ret[16])
{
	uint32_t mask = prefix == 0 ? 0 : UINT32_MAX << (32 - prefix);

	snprintf(ret, 16, "%u.%u.%u.%u", mask >> 24, mask >> 16 & 0xff, mask >> 8 & 0xff,
		 mask & 0xff);
}
