/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "args/family/rules.h"
#include "args/network/ifcfg.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"
#include "base/note.h"

/*
 * The installer of XenServer and XCP-ng themselves, which Xen starts from the medium's own menu: its
 * words stand behind the second module, the kernel. Source: host-installer's doc/parameters.txt.
 */

#define PARAMETERS "host-installer: doc/parameters.txt"

static const struct ia_drop drops[] = {
	{"console", IA_ALWAYS, "the console that Xen gives its host takes its place"},
	{"bash-shell", IA_UNNAMED, "starts a shell"},
	{"shell", IA_UNNAMED, "starts a shell"},
	{"answerfile_device", IA_ON_NETWORK, NULL},
	{"network_config", IA_ON_NETWORK, NULL},
	{"network_device", IA_ON_NETWORK, NULL},
	{"answerfile", IA_ON_AUTO, NULL},
	{"answerfile_generator", IA_ON_AUTO, NULL},
	{"rt_answerfile", IA_ON_AUTO, NULL},
	{NULL, IA_ALWAYS, NULL},
};

static int settle_guest(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = derivation->entry;

	if (derivation->guest->has_screen)
		return 0;
	return ia_error(
		reterr, -EOPNOTSUPP, IA_AT_LINE(entry->file, entry->line, 0),
		"boot it as ISOARGS_GUEST hvm, with nested virtualisation, and type the words "
		"at its menu",
		"the entry \"%s\" starts Xen by multiboot, for a host: %s has no firmware that "
		"would, and kernel and RAM disk alone boot no installer",
		entry->title, derivation->guest->phrase);
}

static int settle_network(const struct ia_network *net, struct isoargs_error **reterr)
{
	if (net->ip.family == AF_INET6)
		return ia_error(
			reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_IP),
			"give IPv4 or ISOARGS_DHCP, and set IPv6 up in the installed system",
			"found \"%s\", expected IPv4, the only family that network_config= "
			"has fields for",
			net->ip.text);
	if (net->nameserver_count > 0 && !net->ip.family)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_NAMESERVER),
				"give ISOARGS_IP, or let the DHCP server name them",
				"network_config= has name servers beside a static address only");
	if (net->hostname[0] && (!net->ip.family || !*ia_ifcfg_domain(net)))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_HOSTNAME),
				"say it in the answer file: <hostname>",
				"network_config= has no field for the name of a host, only for the "
				"domain of a static address, and \"%s\" says none",
				net->hostname);
	return 0;
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http://", "https://", "ftp://",
					      "nfs://",  "file://",  NULL};
	const struct isoargs_request *request = derivation->request;
	int r = settle_guest(derivation, reterr);

	if (r == 0)
		r = settle_network(&request->network, reterr);
	if (r == 0)
		r = ia_scheme_check(
			ISOARGS_AUTO, request->automation, schemes,
			"an answer file: http://…, https://…, ftp://…, nfs://… or file:///…",
			reterr);
	return r;
}

/* Fields between semicolons, which a loader's menu needs quotes around. */
static void write_static(struct ia_writer *writer, const struct ia_network *net)
{
	struct ia_strbuf value IA_AUTO_STRBUF = {0};
	char mask[16];

	ia_mask_text(net->prefix, mask);
	ia_strbuf_addf(&value, "ip=%s;netmask=%s", net->ip.text, mask);
	if (net->gateway.family)
		ia_strbuf_addf(&value, ";gateway=%s", net->gateway.text);
	if (net->nameserver_count > 0)
		ia_strbuf_adds(&value, ";dns=");
	ia_ifcfg_add_nameservers(net, ',', &value);
	if (*ia_ifcfg_domain(net))
		ia_strbuf_addf(&value, ";domain=%s", ia_ifcfg_domain(net));
	if (value.error)
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
	else
		ia_writer_add(writer,
			      IA_SAYING(IP, "static address of the installer; in GRUB in quotes",
					PARAMETERS),
			      "network_config=static:%s", value.data);
}

/* All of them, where none is named. */
static void write_device(struct ia_writer *writer, const struct ia_network *net)
{
	enum isoargs_option how = net->ip.family ? ISOARGS_IP : ISOARGS_DHCP;
	const struct ia_saying why = {
		.option = net->nic[0] ? ISOARGS_NIC : how,
		.reason = "interface that is set up before the installation",
		.source = PARAMETERS,
	};

	ia_writer_add(writer, &why, "network_device=%s", net->nic[0] ? net->nic : "all");
}

static void write_words(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;
	const struct ia_network *net = &request->network;

	if (request->automation)
		ia_writer_add(writer, IA_SAYING(AUTO, "answer file", PARAMETERS), "answerfile=%s",
			      request->automation);
	if (net->dhcp || net->ip.family)
		write_device(writer, net);
	if (net->ip.family)
		write_static(writer, net);
	else if (net->dhcp)
		ia_writer_add(writer,
			      IA_SAYING(DHCP, "the installer asks a DHCP server", PARAMETERS),
			      "network_config=dhcp");
}

/* Whatever its machine is, Xen's own console is what the host sees. */
static void write_console(struct ia_writer *writer)
{
	const struct ia_option_list *append = &writer->derivation->request->append;

	for (size_t i = 0; i < append->count; i++) {
		if (strncmp(append->values[i], "console=", 8) == 0)
			return;
	}
	ia_writer_add(writer, IA_SAYING(GUEST, "the console that Xen gives its host", PARAMETERS),
		      "console=hvc0");
}

#define ANSWER "say it in the answer file that ISOARGS_AUTO names"

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "ISOARGS_AUTO names an answer file"},
	{ISOARGS_REPO, ANSWER ": <source>"},
	{ISOARGS_MTU, "set it in the installed system"},
	{ISOARGS_TEXT, "leave it out: it has no other form"},
	{ISOARGS_GRAPHICAL, "leave it out: it has a text form and nothing else"},
	{ISOARGS_VNC, "log in from elsewhere: ISOARGS_APPEND sshpassword=WORD"},
	{ISOARGS_VNC_PASSWORD, "log in from elsewhere: ISOARGS_APPEND sshpassword=WORD"},
	{ISOARGS_STAGE2, "leave it out: all of it is in its initial RAM disk"},
	{ISOARGS_BASE_URL,
	 "serve xen.gz, vmlinuz and install.img to a loader that knows multiboot"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_host = {
	.installer = ISOARGS_INSTALLER_HOST,
	.name = "the host's installer",
	.source = "host-installer: doc/parameters.txt",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(AUTO),
	.instead = instead,
	.settle = settle,
	.drops = drops,
	.write = write_words,
	.write_behind = write_console,
};
