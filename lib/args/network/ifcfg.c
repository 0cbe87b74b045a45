/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/ifcfg.h"

#include <string.h>

/* Source: linuxrc's net.c, ifcfg_parse(): fields between commas, name servers between blanks. */

const char *ia_ifcfg_domain(const struct ia_network *net)
{
	const char *dot = strchr(net->hostname, '.');

	return dot ? dot + 1 : "";
}

void ia_ifcfg_add_nameservers(const struct ia_network *net, char separator, struct ia_strbuf *buf)
{
	for (size_t i = 0; i < net->nameserver_count; i++) {
		if (i > 0)
			ia_strbuf_addc(buf, separator);
		ia_strbuf_adds(buf, net->nameservers[i].text);
	}
}

static void add_static(const struct ia_network *net, struct ia_strbuf *buf)
{
	const char *domain = ia_ifcfg_domain(net);
	bool names = net->nameserver_count > 0 || *domain;

	ia_strbuf_addf(buf, "%s/%u", net->ip.text, net->prefix);
	if (net->gateway.family || names)
		ia_strbuf_addf(buf, ",%s", net->gateway.text);
	if (names)
		ia_strbuf_addc(buf, ',');
	ia_ifcfg_add_nameservers(net, ' ', buf);
	if (*domain)
		ia_strbuf_addf(buf, ",%s", domain);
}

void ia_ifcfg_add(const struct ia_network *net, struct ia_strbuf *buf)
{
	if (net->ip.family)
		add_static(net, buf);
	else
		ia_strbuf_adds(buf, "dhcp");
	if (net->mtu)
		ia_strbuf_addf(buf, ",MTU=%u", net->mtu);
}
