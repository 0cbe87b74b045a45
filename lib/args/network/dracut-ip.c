/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/dracut-ip.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "args/network/network.h"
#include "base/strbuf.h"

/*
 * ip=<address>:[<peer>]:<gateway>:<mask>:<host>:<interface>:<how>[:<mtu>] of dracut.cmdline(7). The
 * peer stays empty, ":none" is always written: an empty word means DHCP.
 */

static void add_address(const struct ia_network *net, bool dotted, struct ia_strbuf *buf)
{
	bool is_ipv6 = net->ip.family == AF_INET6;
	const char *open = is_ipv6 ? "[" : "", *close = is_ipv6 ? "]" : "";
	char mask[16];

	ia_strbuf_addf(buf, "%s%s%s::", open, net->ip.text, close);
	if (net->gateway.family)
		ia_strbuf_addf(buf, "%s%s%s", open, net->gateway.text, close);
	if (dotted && !is_ipv6) {
		ia_mask_text(net->prefix, mask);
		ia_strbuf_addf(buf, ":%s", mask);
	} else {
		ia_strbuf_addf(buf, ":%u", net->prefix);
	}
}

/* All fields, where one of them says more than the interface. */
static bool needs_fields(const struct ia_network *net)
{
	return net->ip.family || net->hostname[0] || (net->mtu && !net->nic[0]);
}

static void add_ip(const struct ia_network *net, const struct ia_dracut_form *form,
		   struct ia_strbuf *buf)
{
	const char *nic = net->nic[0] ? net->nic : form->nic;

	if (net->ip.family)
		add_address(net, form->dotted, buf);
	if (needs_fields(net))
		ia_strbuf_addf(buf, "%s:%s:%s:%s", net->ip.family ? "" : ":::", net->hostname, nic,
			       net->ip.family ? "none" : "dhcp");
	else
		ia_strbuf_addf(buf, "%s%sdhcp", net->nic, net->nic[0] ? ":" : "");
	if (net->mtu)
		ia_strbuf_addf(buf, ":%u", net->mtu);
}

#define REASON_SIZE 128u

static void explain_nic(const struct ia_network *net, const struct ia_dracut_form *form,
			char ret[REASON_SIZE])
{
	bool is_chosen = !net->nic[0] && *form->nic;

	snprintf(ret, REASON_SIZE, "static address of the installer%s%s%s", is_chosen ? "; " : "",
		 is_chosen ? form->nic : "",
		 is_chosen ? " is a Xen guest's first interface, ISOARGS_NIC gives another" : "");
}

void ia_dracut_ip_write(struct ia_writer *writer, const struct ia_dracut_form *form)
{
	const struct ia_network *net = &writer->derivation->request->network;
	bool is_static = net->ip.family != 0;
	struct ia_strbuf value IA_AUTO_STRBUF = {0};
	char reason[REASON_SIZE];
	const struct ia_saying how = {
		.option = is_static ? ISOARGS_IP : ISOARGS_DHCP,
		.reason = is_static ? reason : "the installer asks a DHCP server",
		.source = form->source,
	};

	explain_nic(net, form, reason);
	if (is_static || net->dhcp)
		add_ip(net, form, &value);
	if (value.error) {
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
		return;
	}
	if (value.length > 0)
		ia_writer_add(writer, &how, "ip=%s", value.data);
	for (size_t i = 0; i < net->nameserver_count; i++)
		ia_writer_add(writer,
			      IA_SAYING(NAMESERVER, "name server of the installer", form->source),
			      "nameserver=%s", net->nameservers[i].text);
}
