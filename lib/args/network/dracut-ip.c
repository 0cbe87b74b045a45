/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/dracut-ip.h"

#include <stdio.h>

#include "args/network/network.h"
#include "base/strbuf.h"

/* DHCP needs all fields where more is said than the interface. */
static void add_dhcp(const struct ia_network *net, const char *first, struct ia_strbuf *buf)
{
	const char *nic = net->nic[0] ? net->nic : first;

	if (net->hostname[0] || (net->mtu && !net->nic[0]))
		ia_strbuf_addf(buf, "::::%s:%s:dhcp", net->hostname, nic);
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
	if (is_static)
		ia_network_dracut_static(net, net->nic[0] ? net->nic : form->nic, form->dotted,
					 &value);
	else if (net->dhcp)
		add_dhcp(net, form->nic, &value);
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
