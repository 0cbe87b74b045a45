/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/note.h"
#include "base/option.h"

#define RESOLVER_SERVERS_MAX 3u /* MAXNS of <resolv.h> */

/* What the sentences of an address option speak of. */
struct address_option {
	enum isoargs_option option;
	const char *expected;
	bool brackets; /* may it stand in them? */
};

static const struct address_option ip_option = {
	ISOARGS_IP, "an IPv4 or IPv6 address such as 192.0.2.10/24 or 2001:db8::5/64", true};
static const struct address_option gateway_option = {
	ISOARGS_GATEWAY, "an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1", true};
static const struct address_option nameserver_option = {
	ISOARGS_NAMESERVER, "an IPv4 or IPv6 address such as 192.0.2.53 or 2001:db8::53", false};

static int refuse_address(const struct address_option *option, const char *value, const char *why,
			  struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option->option), NULL,
			"found \"%s\", %s, expected %s", value, why, option->expected);
}

/* text[0..length) is the address part of value, which errors quote whole. */
static int parse_unicast(const struct address_option *option, const char *value, size_t length,
			 struct ia_address *ret, struct isoargs_error **reterr)
{
	struct ia_address address = {0};
	const char *text = value, *why;

	if (option->brackets && length >= 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
		if (!memchr(text, ':', length))
			return refuse_address(option, value, "no IPv6 address in the brackets",
					      reterr);
	}
	why = ia_address_parse(text, length, &address);
	if (!why)
		why = ia_address_not_unicast(&address);
	if (why)
		return refuse_address(option, value, why, reterr);
	*ret = address;
	return 0;
}

static int refuse_second(enum isoargs_option option, const char *value, const char *first,
			 struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\" after \"%s\", expected the option once", value, first);
}

/* A prefix may come from ISOARGS_IP and from ISOARGS_NETMASK, but they must agree. */
static int check_prefix_agrees(const struct ia_network *net, enum isoargs_option option,
			       unsigned prefix, struct isoargs_error **reterr)
{
	enum isoargs_option first = net->prefix_with_ip ? ISOARGS_IP : ISOARGS_NETMASK;

	if (!net->has_prefix || net->prefix == prefix)
		return 0;
	if (first == option)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found a prefix of %u bits after one of %u, expected the option once",
			prefix, net->prefix);
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), "give the prefix once",
			"found a prefix of %u bits, expected the %u bits of %s", prefix,
			net->prefix, ia_option_name(first));
}

/* The network's own address, or with IPv4 its broadcast address: no host has them. */
static int check_host_bits(enum isoargs_option option, const struct ia_address *address,
			   unsigned prefix, struct isoargs_error **reterr)
{
	const char *what = NULL;

	if (prefix + 1 >= ia_address_bits(address))
		return 0;
	if (ia_address_host_bits_are(address, prefix, false))
		what = "the network's own address";
	else if (address->family == AF_INET && ia_address_host_bits_are(address, prefix, true))
		what = "the network's broadcast address";
	if (!what)
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\", %s with a prefix of %u bits, expected an address of a host",
			address->text, what, prefix);
}

int ia_network_set_ip(struct ia_network *net, const char *value, struct isoargs_error **reterr)
{
	const char *slash = strchr(value, '/');
	size_t length = slash ? (size_t)(slash - value) : strlen(value);
	struct ia_address address = {0};
	unsigned prefix = 0;
	int r;

	r = parse_unicast(&ip_option, value, length, &address, reterr);
	if (r < 0)
		return r;
	if (ia_address_is_link_local_ipv6(&address))
		return refuse_address(&ip_option, value,
				      "a link-local address, which every interface has by itself",
				      reterr);
	if (net->ip.family && !ia_address_equal(&net->ip, &address))
		return refuse_second(ISOARGS_IP, value, net->ip.text, reterr);
	if (slash) {
		unsigned bits = ia_address_bits(&address);

		if (!ia_decimal_parse(slash + 1, strlen(slash + 1), bits, &prefix) || prefix == 0)
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_IP),
					"a dotted mask belongs to ISOARGS_NETMASK",
					"found \"%s\" after the address, expected a prefix length "
					"from 1 to %u",
					slash, bits);
		r = check_prefix_agrees(net, ISOARGS_IP, prefix, reterr);
		if (r == 0)
			r = check_host_bits(ISOARGS_IP, &address, prefix, reterr);
		if (r < 0)
			return r;
		net->has_prefix = net->prefix_with_ip = true;
		net->prefix = prefix;
	}
	net->ip = address;
	return 0;
}

static int parse_dotted_mask(const char *value, unsigned *ret, struct isoargs_error **reterr)
{
	static const char expected[] =
		"a contiguous mask such as 255.255.255.0, or a prefix length";
	struct ia_address mask = {0};
	const char *why = ia_address_parse(value, strlen(value), &mask);
	const char *remedy = NULL;
	int length;

	if (why)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NETMASK), NULL,
				"found \"%s\", %s, expected %s", value, why, expected);
	length = ia_mask_length(mask.bytes);
	if (length > 0) {
		*ret = (unsigned)length;
		return 0;
	}
	why = length == 0 ? "a mask of no bits" : "a mask with holes";
	for (size_t i = 0; i < 4; i++)
		mask.bytes[i] = (uint8_t)~mask.bytes[i];
	if (length < 0 && ia_mask_length(mask.bytes) > 0) {
		why = "a wildcard mask";
		remedy = "turn its bits over";
	}
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NETMASK), remedy,
			"found \"%s\", %s, expected %s", value, why, expected);
}

int ia_network_set_netmask(struct ia_network *net, const char *value, struct isoargs_error **reterr)
{
	bool dotted = strchr(value, '.') && !strchr(value, ':');
	unsigned prefix = 0;
	int r = 0;

	if (dotted)
		r = parse_dotted_mask(value, &prefix, reterr);
	else if (!ia_decimal_parse(value, strlen(value), 128, &prefix) || prefix == 0)
		r = ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NETMASK), NULL,
			     "found \"%s\", expected a mask such as 255.255.255.0, or a prefix "
			     "length from 1 to 32 (IPv4) or 128 (IPv6)",
			     value);
	if (r == 0)
		r = check_prefix_agrees(net, ISOARGS_NETMASK, prefix, reterr);
	if (r < 0)
		return r;
	net->has_prefix = true;
	net->prefix_dotted = net->prefix_dotted || dotted;
	net->prefix = prefix;
	return 0;
}

int ia_network_set_gateway(struct ia_network *net, const char *value, struct isoargs_error **reterr)
{
	struct ia_address address = {0};
	int r;

	if (strchr(value, '/'))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_GATEWAY),
				"give the prefix with ISOARGS_IP or ISOARGS_NETMASK",
				"found \"%s\", expected an address without a prefix", value);
	r = parse_unicast(&gateway_option, value, strlen(value), &address, reterr);
	if (r < 0)
		return r;
	if (net->gateway.family && !ia_address_equal(&net->gateway, &address))
		return refuse_second(ISOARGS_GATEWAY, value, net->gateway.text, reterr);
	net->gateway = address;
	return 0;
}

int ia_network_add_nameserver(struct ia_network *net, const char *value,
			      struct isoargs_error **reterr)
{
	struct ia_address address = {0};
	int r;

	if (strchr(value, ','))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NAMESERVER),
				"give the option once for each address",
				"found \"%s\", expected one address", value);
	r = parse_unicast(&nameserver_option, value, strlen(value), &address, reterr);
	if (r < 0)
		return r;
	if (ia_address_is_link_local_ipv6(&address))
		return refuse_address(&nameserver_option, value,
				      "a link-local address, which needs a zone", reterr);
	for (size_t i = 0; i < net->nameserver_count; i++) {
		if (ia_address_equal(&net->nameservers[i], &address))
			return 0;
	}
	if (net->nameserver_count >= IA_NAMESERVERS_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OPTION(ISOARGS_NAMESERVER), NULL,
				"found \"%s\" after %u others, expected at most %u name servers",
				value, IA_NAMESERVERS_MAX, IA_NAMESERVERS_MAX);
	net->nameservers[net->nameserver_count++] = address;
	return 0;
}

/* What is wrong with one label of a host name; NULL if nothing. */
static const char *label_fault(const char *label, size_t length)
{
	if (length == 0)
		return "an empty part";
	if (length > 63)
		return "a part of more than 63 characters";
	if (label[0] == '-' || label[length - 1] == '-')
		return "a part that starts or ends with '-'";
	for (size_t i = 0; i < length; i++) {
		if (!ia_ascii_is_alnum(label[i]) && label[i] != '-')
			return "a character other than letters, digits, '-' and '.'";
	}
	return NULL;
}

static const char *hostname_fault(const char *value)
{
	size_t length = strlen(value), start = 0;
	struct ia_address address;

	if (length == 0)
		return "nothing";
	if (value[length - 1] == '.')
		return "a dot at its end";
	if (!ia_address_parse(value, length, &address))
		return "an IP address";
	for (size_t i = 0; i <= length; i++) {
		const char *fault;

		if (i < length && value[i] != '.')
			continue;
		fault = label_fault(value + start, i - start);
		if (fault)
			return fault;
		start = i + 1;
	}
	return length > IA_HOSTNAME_MAX ? "more than 64 characters" : NULL;
}

int ia_network_set_hostname(struct ia_network *net, const char *value,
			    struct isoargs_error **reterr)
{
	const char *fault = hostname_fault(value);

	if (fault)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_HOSTNAME), NULL,
			"found %s in \"%s\", expected a host name of RFC 1123 of at most %u "
			"characters such as c7.example.org",
			fault, value, IA_HOSTNAME_MAX);
	if (net->hostname[0] && strcmp(net->hostname, value) != 0)
		return refuse_second(ISOARGS_HOSTNAME, value, net->hostname, reterr);
	snprintf(net->hostname, sizeof(net->hostname), "%s", value);
	return 0;
}

static const char *nic_fault(const char *value)
{
	size_t length = strlen(value);

	if (length == 0)
		return "nothing";
	if (length > IA_NIC_MAX)
		return "more than 15 characters";
	if (value[0] == '-' || value[0] == '.')
		return "a '-' or '.' at the start";
	for (size_t i = 0; i < length; i++) {
		if (!ia_ascii_is_alnum(value[i]) && !strchr("_.-", value[i]))
			return "a character other than letters, digits, '_', '.' and '-'";
	}
	return NULL;
}

int ia_network_set_nic(struct ia_network *net, const char *value, struct isoargs_error **reterr)
{
	const char *fault = nic_fault(value);

	if (fault)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NIC), NULL,
				"found %s in \"%s\", expected an interface name of at most %u "
				"characters such as eth0",
				fault, value, IA_NIC_MAX);
	if (net->nic[0] && strcmp(net->nic, value) != 0)
		return refuse_second(ISOARGS_NIC, value, net->nic, reterr);
	snprintf(net->nic, sizeof(net->nic), "%s", value);
	return 0;
}

int ia_network_set_mtu(struct ia_network *net, const char *value, struct isoargs_error **reterr)
{
	unsigned mtu = 0;

	if (!ia_decimal_parse(value, strlen(value), IA_MTU_MAX, &mtu) || mtu < IA_MTU_MIN)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_MTU), NULL,
				"found \"%s\", expected a number of bytes from %u to %u", value,
				IA_MTU_MIN, IA_MTU_MAX);
	if (net->mtu && net->mtu != mtu)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_MTU), NULL,
				"found \"%s\" after \"%u\", expected the option once", value,
				net->mtu);
	net->mtu = mtu;
	return 0;
}

bool ia_network_is_set(const struct ia_network *net)
{
	return net->dhcp || net->ip.family || net->gateway.family || net->has_prefix ||
	       net->hostname[0] || net->nic[0] || net->mtu || net->nameserver_count > 0;
}

/* The first option given that only a static address or DHCP gives a place to, if any. */
static enum isoargs_option option_of_an_interface(const struct ia_network *net)
{
	if (net->has_prefix)
		return ISOARGS_NETMASK;
	if (net->gateway.family)
		return ISOARGS_GATEWAY;
	if (net->hostname[0])
		return ISOARGS_HOSTNAME;
	if (net->mtu)
		return ISOARGS_MTU;
	return net->nic[0] ? ISOARGS_NIC : ISOARGS_NO_OPTION;
}

static int check_dhcp(const struct ia_network *net, struct isoargs_error **reterr)
{
	enum isoargs_option other = ISOARGS_NO_OPTION;

	if (net->ip.family)
		other = ISOARGS_IP;
	else if (net->has_prefix)
		other = ISOARGS_NETMASK;
	else if (net->gateway.family)
		other = ISOARGS_GATEWAY;
	if (!other)
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_DHCP), "leave out one of them",
			"found it beside %s, expected DHCP or a static address",
			ia_option_name(other));
}

static int check_prefix(const struct ia_network *net, struct isoargs_error **reterr)
{
	const struct ia_address *ip = &net->ip;

	if (!net->has_prefix)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_IP),
				"write the prefix after a slash, or give ISOARGS_NETMASK",
				"found \"%s\" without a prefix, expected one, which the installer "
				"does not guess",
				ip->text);
	if (net->prefix_dotted && ip->family == AF_INET6)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NETMASK), "give a prefix length",
			"found an IPv4 mask of %u bits, expected IPv6 as in ISOARGS_IP \"%s\"",
			net->prefix, ip->text);
	if (net->prefix > ia_address_bits(ip))
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_NETMASK), NULL,
			"found a prefix of %u bits, expected at most %u with the %s address "
			"of ISOARGS_IP \"%s\"",
			net->prefix, ia_address_bits(ip), ia_address_family_name(ip->family),
			ip->text);
	return check_host_bits(ISOARGS_IP, ip, net->prefix, reterr);
}

static int check_gateway(const struct ia_network *net, struct isoargs_error **reterr)
{
	const struct ia_address *ip = &net->ip, *gateway = &net->gateway;

	if (!gateway->family)
		return 0;
	if (gateway->family != ip->family)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_GATEWAY), NULL,
				"found \"%s\", an %s address, expected %s as in ISOARGS_IP \"%s\"",
				gateway->text, ia_address_family_name(gateway->family),
				ia_address_family_name(ip->family), ip->text);
	if (ia_address_equal(ip, gateway))
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_GATEWAY), NULL,
			"found \"%s\", which is the address of ISOARGS_IP, expected the router's",
			gateway->text);
	/* The IPv6 network's own address is its routers' anycast address: a fit gateway. */
	if (ip->family == AF_INET && ia_address_same_network(ip, gateway, net->prefix))
		return check_host_bits(ISOARGS_GATEWAY, gateway, net->prefix, reterr);
	return 0;
}

static int check_static(const struct ia_network *net, struct isoargs_error **reterr)
{
	int r = check_prefix(net, reterr);

	if (r == 0)
		r = check_gateway(net, reterr);
	if (r == 0 && net->ip.family == AF_INET6 && net->mtu && net->mtu < IA_MTU_MIN_IPV6)
		r = ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_MTU), NULL,
			     "found \"%u\", expected at least %u, the least that IPv6 works with",
			     net->mtu, IA_MTU_MIN_IPV6);
	return r;
}

static void note_static_doubts(const struct ia_network *net, struct ia_notes *notes)
{
	if (!net->gateway.family)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_GATEWAY, IA_AT_OPTION(ISOARGS_IP),
			"without ISOARGS_GATEWAY the installer reaches its own network only");
	else if (!ia_address_is_link_local_ipv6(&net->gateway) &&
		 !ia_address_same_network(&net->ip, &net->gateway, net->prefix))
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_GATEWAY_OUTSIDE,
			IA_AT_OPTION(ISOARGS_GATEWAY),
			"%s is outside %s/%u: the installer may find no way to it",
			net->gateway.text, net->ip.text, net->prefix);
}

static void note_doubts(const struct ia_network *net, const struct ia_guest_kind *guest,
			struct ia_notes *notes)
{
	static const char *const foreign[] = {"ens", "enp", "eno"};

	if (net->ip.family)
		note_static_doubts(net, notes);
	if (net->nameserver_count > RESOLVER_SERVERS_MAX)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NAMESERVERS_UNUSED,
			IA_AT_OPTION(ISOARGS_NAMESERVER),
			"%zu name servers: a resolver asks the first %u only",
			net->nameserver_count, RESOLVER_SERVERS_MAX);
	for (size_t i = 0; guest->is_xen && i < IA_COUNT(foreign); i++) {
		if (strncmp(net->nic, foreign[i], strlen(foreign[i])) == 0)
			ia_note(notes, ISOARGS_WARNING, IA_NOTE_NIC_NAME, IA_AT_OPTION(ISOARGS_NIC),
				"a Xen %s will hardly have \"%s\": its first interface is %s",
				strchr(guest->phrase, ' ') + 1, net->nic,
				guest->mode == ISOARGS_GUEST_PV ? "eth0" : "eth0 or enX0");
	}
}

int ia_network_check(const struct ia_network *net, const struct ia_guest_kind *guest,
		     struct ia_notes *notes, struct isoargs_error **reterr)
{
	enum isoargs_option lone = option_of_an_interface(net);
	int r = 0;

	if (net->dhcp)
		r = check_dhcp(net, reterr);
	else if (net->ip.family)
		r = check_static(net, reterr);
	else if (lone)
		r = ia_error(reterr, -EINVAL, IA_AT_OPTION(lone), NULL,
			     "found it without an address, expected ISOARGS_IP%s beside it",
			     net->has_prefix || net->gateway.family ? "" : " or ISOARGS_DHCP");
	if (r == 0)
		note_doubts(net, guest, notes);
	return r;
}
