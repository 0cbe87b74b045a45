/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/network/network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"

/* The settings as words of the kernel command line; sources: dracut.cmdline(7), EL6 loader. */

#define REASON_SIZE 192u

struct writer {
	struct ia_cmdline *line;
	struct isoargs_error **reterr;
	const char *source; /* whose words these are */
	int error;          /* the first failure sticks */
};

static void add(struct writer *w, enum isoargs_option option, const char *reason, const char *fmt,
		...) IA_PRINTF(4, 5);
static void add(struct writer *w, enum isoargs_option option, const char *reason, const char *fmt,
		...)
{
	char *text IA_AUTO_FREE = NULL;
	struct isoargs_word word = {
		.origin = ISOARGS_FROM_OPTION,
		.option = option,
		.reason = reason,
		.source = w->source,
	};
	va_list ap;

	if (w->error < 0)
		return;
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	word.text = text;
	w->error = text ? ia_cmdline_add(w->line, &word) : -ENOMEM;
	if (w->error == -ENOMEM)
		ia_error_memory(w->reterr);
	else if (w->error < 0)
		ia_error(w->reterr, w->error, IA_AT_OPTION(option), NULL,
			 "found more than %u words on the command line", IA_CMDLINE_WORDS_MAX);
}

static const char *nic_or_first(const struct ia_network *net)
{
	if (net->nic[0])
		return net->nic;
	return net->first_nic ? net->first_nic : "eth0";
}

/* ":9000" where an MTU was given, and "" otherwise; the bound is 65535. */
static const char *mtu_field(const struct ia_network *net, char buf[12])
{
	buf[0] = '\0';
	if (net->mtu)
		snprintf(buf, 12, ":%u", net->mtu);
	return buf;
}

/* What ip= says, which options went into it, and why that interface stands there where none does. */
static void explain_ip(const struct ia_network *net, char *buf, size_t size)
{
	bool is_static = net->ip.family != 0;
	const char *nic = nic_or_first(net);

	snprintf(buf, size, "%s%s%s%s%s%s%s%s%s",
		 is_static ? "static address of the installer, from ISOARGS_IP"
			   : "the installer asks a DHCP server, from ISOARGS_DHCP",
		 is_static && !net->prefix_with_ip ? " ISOARGS_NETMASK" : "",
		 net->gateway.family ? " ISOARGS_GATEWAY" : "",
		 is_static && net->hostname[0] ? " ISOARGS_HOSTNAME" : "",
		 net->nic[0] ? " ISOARGS_NIC" : "", net->mtu ? " ISOARGS_MTU" : "",
		 net->nic[0] ? "" : "; ", net->nic[0] ? "" : nic,
		 net->nic[0] ? ""
		 : *nic      ? " is a guest's first interface"
			     : "the one interface of the guest has it");
}

/*
 * The peer stays empty: EL7 makes it a point-to-point address. ":none" is written always: an empty
 * word means DHCP, and an address beside DHCP is fatal there.
 */
void ia_network_dracut_static(const struct ia_network *net, const char *nic, bool dotted,
			      struct ia_strbuf *buf)
{
	bool is_ipv6 = net->ip.family == AF_INET6;
	const char *open = is_ipv6 ? "[" : "", *close = is_ipv6 ? "]" : "";
	char mask[16], mtu[12];

	ia_strbuf_addf(buf, "%s%s%s::", open, net->ip.text, close);
	if (net->gateway.family)
		ia_strbuf_addf(buf, "%s%s%s", open, net->gateway.text, close);
	if (dotted && !is_ipv6) {
		ia_mask_text(net->prefix, mask);
		ia_strbuf_addf(buf, ":%s", mask);
	} else {
		ia_strbuf_addf(buf, ":%u", net->prefix);
	}
	ia_strbuf_addf(buf, ":%s:%s:none%s", net->hostname, nic, mtu_field(net, mtu));
}

static void add_dracut_static(const struct ia_network *net, struct writer *w)
{
	struct ia_strbuf value IA_AUTO_STRBUF = {0};
	char reason[REASON_SIZE];

	explain_ip(net, reason, sizeof(reason));
	ia_network_dracut_static(net, nic_or_first(net), true, &value);
	if (value.error < 0)
		w->error = w->error < 0 ? w->error : ia_error_memory(w->reterr);
	else
		add(w, ISOARGS_IP, reason, "ip=%s", value.data);
}

static void add_dracut_dhcp(const struct ia_network *net, struct writer *w)
{
	char mtu[12], reason[REASON_SIZE];

	explain_ip(net, reason, sizeof(reason));
	if (net->nic[0] || net->mtu)
		add(w, ISOARGS_DHCP, reason, "ip=%s:dhcp%s", nic_or_first(net),
		    mtu_field(net, mtu));
	else
		add(w, ISOARGS_DHCP, "the installer asks a DHCP server", "ip=dhcp");
	if (net->hostname[0])
		add(w, ISOARGS_HOSTNAME, "ip= holds no host name with DHCP", "hostname=%s",
		    net->hostname);
}

static void add_dracut(const struct ia_network *net, struct writer *w)
{
	if (net->ip.family)
		add_dracut_static(net, w);
	else if (net->dhcp)
		add_dracut_dhcp(net, w);
	/* Bare, also for IPv6, and one word each: dracut pastes the value into resolv.conf. */
	for (size_t i = 0; i < net->nameserver_count; i++)
		add(w, ISOARGS_NAMESERVER, "name server of the installer", "nameserver=%s",
		    net->nameservers[i].text);
}

static int refuse_ipv6(const struct ia_network *net, struct isoargs_error **reterr)
{
	static const char remedy[] =
		"give IPv4 or ISOARGS_DHCP, and set IPv6 up in the installed system";

	if (net->ip.family == AF_INET6)
		return ia_error(
			reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_IP), remedy,
			"found \"%s\", expected IPv4, the only family that the boot options "
			"of an EL6 installer set",
			net->ip.text);
	for (size_t i = 0; i < net->nameserver_count; i++) {
		if (net->nameservers[i].family == AF_INET6)
			return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_NAMESERVER),
					remedy,
					"found \"%s\", expected IPv4, the only family that the "
					"boot options of an EL6 installer set",
					net->nameservers[i].text);
	}
	return 0;
}

/* ip=<nic>:dhcp:<mtu> has no form without the first of them. */
static int refuse_mtu(const struct ia_network *net, struct isoargs_error **reterr)
{
	if (!net->dhcp || !net->mtu || *nic_or_first(net))
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_MTU), "add ISOARGS_NIC",
			"found it beside ISOARGS_DHCP and without an interface, behind which it "
			"stands; that of a guest without Xen has the name of its slot");
}

/* One word with all of them, between commas. */
static void add_cluster_dns(const struct ia_network *net, struct writer *w)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	if (net->nameserver_count == 0)
		return;
	for (size_t i = 0; i < net->nameserver_count; i++)
		ia_strbuf_addf(&buf, "%s%s", i ? "," : "", net->nameservers[i].text);
	if (buf.error < 0) {
		w->error = w->error < 0 ? w->error : ia_error_memory(w->reterr);
		return;
	}
	add(w, ISOARGS_NAMESERVER, "name servers of the installer", "dns=%s", buf.data);
}

static void add_cluster(const struct ia_network *net, struct writer *w)
{
	static const char reason[] = "static address of the installer";
	char mask[16];

	if (net->ip.family) {
		ia_mask_text(net->prefix, mask);
		add(w, ISOARGS_IP, reason, "ip=%s", net->ip.text);
		add(w, net->prefix_with_ip ? ISOARGS_IP : ISOARGS_NETMASK, reason, "netmask=%s",
		    mask);
		if (net->gateway.family)
			add(w, ISOARGS_GATEWAY, reason, "gateway=%s", net->gateway.text);
	} else if (net->dhcp) {
		add(w, ISOARGS_DHCP, "the installer asks a DHCP server", "ip=dhcp");
	}
	if (net->hostname[0])
		add(w, ISOARGS_HOSTNAME, "host name of the installer", "hostname=%s",
		    net->hostname);
	if (net->mtu)
		add(w, ISOARGS_MTU, "MTU of the installer's interface", "mtu=%u", net->mtu);
	if (net->nic[0] || net->ip.family)
		add(w, net->nic[0] ? ISOARGS_NIC : ISOARGS_IP, "interface that the address is for",
		    "ksdevice=%s", nic_or_first(net));
	add_cluster_dns(net, w);
}

int ia_network_words(const struct ia_network *net, unsigned generation, struct ia_cmdline *line,
		     struct isoargs_error **reterr)
{
	struct writer w = {
		.line = line,
		.reterr = reterr,
		.source = generation == 6 ? "anaconda: loader/net.c" : "dracut: dracut.cmdline(7)",
	};
	size_t before = line->count;

	if (!ia_network_is_set(net))
		return 0;
	if (generation < 6)
		return ia_error(
			reterr, -EOPNOTSUPP, IA_NOWHERE,
			"leave the network options out and answer the installer's questions",
			"found an installer of generation %u, expected 6 or later, whose "
			"network options are known",
			generation);
	if (generation == 6) {
		w.error = refuse_ipv6(net, reterr);
		if (w.error == 0)
			add_cluster(net, &w);
	} else {
		w.error = refuse_mtu(net, reterr);
		if (w.error == 0)
			add_dracut(net, &w);
	}
	if (w.error < 0)
		line->count = before;
	return w.error;
}
