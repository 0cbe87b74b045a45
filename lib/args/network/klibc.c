/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/klibc.h"

#include <arpa/inet.h>
#include <errno.h>

/*
 * Source: klibc, usr/kinit/ipconfig/main.c:
 * ip=<address>:<server>:<gateway>:<mask>:<host>:<interface>:<how>[:<name server>[:<name server>]].
 */

#define NAMESERVERS_MAX 2u

static int refuse_ipv6(enum isoargs_option option, const struct ia_address *address,
		       const char *reader, struct isoargs_error **reterr)
{
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option),
			"give IPv4 or ISOARGS_DHCP, and set IPv6 up in the installed system",
			"found \"%s\", expected IPv4: %s cuts ip= at each colon and knows no other "
			"family",
			address->text, reader);
}

static int check_nameservers(const struct ia_network *net, const char *reader,
			     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_NAMESERVER);

	for (size_t i = 0; i < net->nameserver_count; i++) {
		if (net->nameservers[i].family != AF_INET)
			return refuse_ipv6(ISOARGS_NAMESERVER, &net->nameservers[i], reader,
					   reterr);
	}
	if (net->nameserver_count > NAMESERVERS_MAX)
		return ia_error(reterr, -EOPNOTSUPP, place, "give the first two",
				"found %zu name servers, expected at most %u: ip= of %s has no "
				"field for more",
				net->nameserver_count, NAMESERVERS_MAX, reader);
	if (net->nameserver_count > 0 && !net->ip.family)
		return ia_error(reterr, -EOPNOTSUPP, place,
				"give ISOARGS_IP, or let the DHCP server name them",
				"%s reads name servers beside a static address only", reader);
	return 0;
}

int ia_klibc_check(const struct ia_network *net, const char *reader, struct isoargs_error **reterr)
{
	if (net->ip.family == AF_INET6)
		return refuse_ipv6(ISOARGS_IP, &net->ip, reader, reterr);
	return check_nameservers(net, reader, reterr);
}

void ia_klibc_ip(const struct ia_network *net, const char *nic, struct ia_strbuf *buf)
{
	char mask[16];

	if (net->nic[0])
		nic = net->nic;
	if (!net->ip.family) {
		if (*nic || net->hostname[0])
			ia_strbuf_addf(buf, "ip=::::%s:%s:dhcp", net->hostname, nic);
		else
			ia_strbuf_adds(buf, "ip=dhcp");
		return;
	}
	ia_mask_text(net->prefix, mask);
	ia_strbuf_addf(buf, "ip=%s::%s:%s:%s:%s:none", net->ip.text, net->gateway.text, mask,
		       net->hostname, nic);
	for (size_t i = 0; i < net->nameserver_count; i++)
		ia_strbuf_addf(buf, ":%s", net->nameservers[i].text);
}
