/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/family/rules.h"
#include "args/network/ifcfg.h"
#include "args/network/scheme.h"
#include "base/ascii.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"
#include "release/number.h"

/*
 * linuxrc with YaST: SUSE Linux Enterprise and openSUSE up to 15, Tumbleweed. It copies each word
 * that it does not know to the installed system. Sources: linuxrc's file.c, net.c, url.c and util.c.
 */

#define VNC_PASSWORD_MIN 8u /* net.c asks at the console for one that is shorter */

#define INHERITED "the installed system would inherit it, as all that linuxrc does not know"
#define OTHERWISE "starts something else than an installation"

/* By the key: in small letters, without '-', '_' and '.'. */
static const struct ia_drop drops[] = {
	{"bootimage", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"quiet", IA_ALWAYS, INHERITED},
	{"showopts", IA_ALWAYS, INHERITED},
	{"splash", IA_ALWAYS, INHERITED},
	{"nomodeset", IA_ALWAYS, INHERITED},
	{"vga", IA_ALWAYS, INHERITED},
	{"", IA_ALWAYS, INHERITED}, /* "---", which means nothing here */
	{"mediacheck", IA_UNNAMED, OTHERWISE},
	{"rescue", IA_UNNAMED, OTHERWISE},
	{"systemboot", IA_UNNAMED, OTHERWISE},
	{"upgrade", IA_UNNAMED, OTHERWISE},
	{"dhcp", IA_ON_NETWORK, NULL},
	{"dnsdomain", IA_ON_NETWORK, NULL},
	{"domain", IA_ON_NETWORK, NULL},
	{"gateway", IA_ON_NETWORK, NULL},
	{"gateways", IA_ON_NETWORK, NULL},
	{"hostip", IA_ON_NETWORK, NULL},
	{"ifcfg", IA_ON_NETWORK, NULL},
	{"nameserver", IA_ON_NETWORK, NULL},
	{"netdevice", IA_ON_NETWORK, NULL},
	{"netmask", IA_ON_NETWORK, NULL},
	{"netsetup", IA_ON_NETWORK, NULL},
	{"vlanid", IA_ON_NETWORK, NULL},
	{"hostname", IA_ON_HOSTNAME, NULL},
	{"autoyast", IA_ON_AUTO, NULL},
	{"autoyast2", IA_ON_AUTO, NULL},
	{"ay", IA_ON_AUTO, NULL},
	{"install", IA_ON_OWN, "another place of the packages takes its place"},
	{"instsys", IA_ON_OWN, "another place of the packages takes its place"},
	{"repo", IA_ON_OWN, "another place of the packages takes its place"},
	{"ssh", IA_ON_DISPLAY, NULL},
	{"textmode", IA_ON_DISPLAY, NULL},
	{"usessh", IA_ON_DISPLAY, NULL},
	{"vnc", IA_ON_DISPLAY, NULL},
	{"vncpassword", IA_ON_DISPLAY, NULL},
	{"console", IA_ON_TEXT, NULL},
	{NULL, IA_ALWAYS, NULL},
};

/* As linuxrc compares a word's name with a key. */
static bool is_key(const char *word, const char *key)
{
	for (; *word && *word != '='; word++) {
		if (strchr("-_.", *word))
			continue;
		if (ia_ascii_lower(*word) != *key)
			return false;
		key++;
	}
	return *key == '\0';
}

/* Does the entry install from elsewhere than its medium? */
static bool finds_other_source(const struct ia_derivation *derivation)
{
	static const char *const local[] = {"cd:", "cdrom:", "dvd:", "hd:", "harddisk:", NULL};

	for (size_t i = 0; i < derivation->own.count; i++) {
		const char *word = derivation->own.words[i].text, *value = ia_word_value(word);

		word += *word == '"';
		if ((is_key(word, "install") || is_key(word, "repo")) && value &&
		    strchr(value, ':') && !ia_scheme_is(value, local))
			return true;
	}
	return false;
}

/* The medium of these guests is a disk to linuxrc, a CD drive or not. */
static bool names_medium(const struct ia_derivation *derivation)
{
	const struct isoargs_request *request = derivation->request;
	enum isoargs_guest_mode mode = derivation->guest->mode;

	return (mode == ISOARGS_GUEST_PV || mode == ISOARGS_GUEST_PVH) && !request->repo &&
	       !request->base_url && !derivation->has_other_source;
}

static bool replaces_source(const struct ia_derivation *derivation)
{
	return derivation->request->repo || derivation->request->base_url ||
	       names_medium(derivation);
}

/* Before ifcfg=, which came in summer 2014: SLE 11, openSUSE 13.1. */
static bool is_old(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	unsigned number = ia_release_number(distro->version);
	bool is_opensuse = distro->name && strncmp(distro->name, "openSUSE", 8) == 0;

	return number > 0 && number < (is_opensuse ? 1302u : 1200u);
}

static int settle_display(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	size_t length = request->vnc_password ? strlen(request->vnc_password) : VNC_PASSWORD_MIN;

	if (request->graphical && !request->vnc && !derivation->guest->has_screen)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GRAPHICAL),
				"use ISOARGS_VNC, or choose another guest: ISOARGS_GUEST kvm",
				"%s has no screen that YaST could draw on",
				derivation->guest->phrase);
	if (length < VNC_PASSWORD_MIN)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_VNC_PASSWORD), NULL,
			"found %zu characters, expected %u: linuxrc asks at the console for "
			"a password that is shorter",
			length, VNC_PASSWORD_MIN);
	return 0;
}

static int settle_locations(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const repos[] = {"http://", "https://", "ftp://",
					    "nfs://",  "hd:/",     NULL};
	static const char *const profile[] = {"http://", "https://", "ftp://",   "tftp://",
					      "nfs://",  "smb://",   "file:/",   "cd:/",
					      "hd:/",    "device:/", "label://", "usb:/",
					      "slp:",    "relurl:/", NULL};
	const struct isoargs_request *request = derivation->request;
	int r;

	r = ia_scheme_check(
		ISOARGS_REPO, request->repo, repos,
		"what linuxrc reads: http://…, https://…, ftp://…, nfs://SERVER/PATH or "
		"hd:/PATH?device=NAME; it finds its medium without a word",
		reterr);
	if (r < 0)
		return r;
	return ia_scheme_check(ISOARGS_AUTO, request->automation, profile,
			       "a profile of AutoYaST: http://…, https://…, ftp://…, tftp://…, "
			       "nfs://SERVER/PATH, hd:/PATH?device=NAME, label://LABEL/PATH, or "
			       "file:/PATH in the initial RAM disk",
			       reterr);
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	int r = settle_display(derivation, reterr);

	derivation->has_other_source = finds_other_source(derivation);
	if (r == 0)
		r = settle_locations(derivation, reterr);
	if (r == 0 && derivation->request->network.mtu && is_old(derivation))
		r = ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_MTU),
			     "set it in the profile of ISOARGS_AUTO, or in the installed system",
			     "linuxrc of this release reads no word for it: ifcfg= came with "
			     "openSUSE 13.2 and SLE 12");
	return r;
}

#define FILE_C "linuxrc: file.c"
#define NET_C  "linuxrc: net.c"
#define URL_C  "linuxrc: url.c"

static void write_source(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct isoargs_request *request = derivation->request;

	if (request->base_url && !request->repo)
		ia_writer_add(writer,
			      IA_SAYING(BASE_URL, "where the unpacked medium is served", URL_C),
			      "install=%s/", request->base_url);
	else if (request->repo)
		ia_writer_add(writer, IA_SAYING(REPO, "installation source", URL_C), "install=%s",
			      request->repo);
	else if (names_medium(derivation))
		ia_writer_add(writer, IA_SAYING(GUEST, "linuxrc sees the medium as a disk", URL_C),
			      "install=hd:/?device=%s", derivation->guest->medium);
}

/* Interfaces of KVM and HVM guests have many names; linuxrc takes the first that a pattern fits. */
static const char *interface_of(const struct ia_derivation *derivation)
{
	enum isoargs_guest_mode mode = derivation->guest->mode;

	if (derivation->request->network.nic[0])
		return derivation->request->network.nic;
	return mode == ISOARGS_GUEST_PV || mode == ISOARGS_GUEST_PVH ? "eth0" : "*";
}

static const char *reason_of(const struct ia_network *net, const char *nic)
{
	if (net->nic[0])
		return "static address of the installer";
	return strcmp(nic, "*") == 0
		       ? "static address of the installer, of its first interface"
		       : "static address of the installer; eth0 is SUSE's name of a guest's first "
			 "interface, ISOARGS_NIC gives another";
}

static void write_ifcfg(struct ia_writer *writer, const struct ia_network *net)
{
	const char *quote = net->ip.family && net->nameserver_count > 1 ? "\"" : "";
	const char *nic = net->dhcp && !net->nic[0] ? "*" : interface_of(writer->derivation);
	struct ia_strbuf value IA_AUTO_STRBUF = {0};

	ia_ifcfg_add(net, &value);
	if (value.error) {
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
		return;
	}
	if (net->dhcp)
		ia_writer_add(writer, IA_SAYING(DHCP, "linuxrc asks a DHCP server", NET_C),
			      "ifcfg=%s=%s", nic, value.data);
	else
		ia_writer_add(writer, IA_SAYING(IP, reason_of(net, nic), NET_C), "ifcfg=%s%s=%s%s",
			      quote, nic, value.data, quote);
}

static void write_old_static(struct ia_writer *writer, const struct ia_network *net)
{
	const char *nic = interface_of(writer->derivation);
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	ia_ifcfg_add_nameservers(net, ',', &list);
	if (list.error) {
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
		return;
	}
	ia_writer_add(writer, IA_SAYING(IP, "linuxrc sets up what the words behind it say", FILE_C),
		      "netsetup=hostip%s%s", net->gateway.family ? ",gateway" : "",
		      net->nameserver_count ? ",nameserver" : "");
	if (strcmp(nic, "*") != 0)
		ia_writer_add(writer, IA_SAYING(IP, "interface that the address is for", FILE_C),
			      "netdevice=%s", nic);
	ia_writer_add(writer, IA_SAYING(IP, "static address of the installer", FILE_C),
		      "hostip=%s/%u", net->ip.text, net->prefix);
	if (net->gateway.family)
		ia_writer_add(writer, IA_SAYING(GATEWAY, "gateway of the installer", FILE_C),
			      "gateway=%s", net->gateway.text);
	if (net->nameserver_count > 0)
		ia_writer_add(writer,
			      IA_SAYING(NAMESERVER, "name servers of the installer", FILE_C),
			      "nameserver=%s", list.data);
}

static void write_old_dhcp(struct ia_writer *writer, const struct ia_network *net)
{
	ia_writer_add(writer, IA_SAYING(DHCP, "linuxrc asks a DHCP server", FILE_C),
		      "netsetup=dhcp");
	if (net->nic[0])
		ia_writer_add(writer, IA_SAYING(NIC, "interface that is asked for", FILE_C),
			      "netdevice=%s", net->nic);
}

/* Beside ifcfg= with DHCP name servers have a word of their own; beside an address they are in it. */
static void write_network(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;
	const struct ia_network *net = &request->network;
	bool old = is_old(writer->derivation);
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	if (!net->dhcp && !net->ip.family && request->base_url)
		ia_writer_add(writer, IA_SAYING(BASE_URL, "the medium is fetched", FILE_C),
			      "netsetup=dhcp");
	else if (old && net->ip.family)
		write_old_static(writer, net);
	else if (old && net->dhcp)
		write_old_dhcp(writer, net);
	else if (net->dhcp || net->ip.family)
		write_ifcfg(writer, net);
	if (net->ip.family || net->nameserver_count == 0)
		return;
	ia_ifcfg_add_nameservers(net, ',', &list);
	if (list.error)
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
	else
		ia_writer_add(writer,
			      IA_SAYING(NAMESERVER, "name servers of the installer", FILE_C),
			      "nameserver=%s", list.data);
}

/* ifcfg= with an address has the domain in it. */
static void write_host(struct ia_writer *writer)
{
	const struct ia_network *net = &writer->derivation->request->network;
	const char *domain = ia_ifcfg_domain(net);
	bool in_ifcfg = net->ip.family && !is_old(writer->derivation);

	if (*domain && !in_ifcfg)
		ia_writer_add(writer, IA_SAYING(HOSTNAME, "domain of the host name", FILE_C),
			      "domain=%s", domain);
	if (net->hostname[0])
		ia_writer_add(writer,
			      IA_SAYING(HOSTNAME, "host name", "linuxrc: linuxrc_hostname.md"),
			      "hostname=%.*s", (int)strcspn(net->hostname, "."), net->hostname);
}

static void write_words(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;

	write_source(writer);
	write_network(writer);
	write_host(writer);
	if (request->automation)
		ia_writer_add(
			writer,
			IA_SAYING(AUTO, "profile of AutoYaST", "linuxrc: linuxrc_and_autoyast.md"),
			"autoyast=%s", request->automation);
	if (request->text)
		ia_writer_add(writer, IA_SAYING(TEXT, "text installation", FILE_C), "textmode=1");
	if (request->vnc)
		ia_writer_add(writer,
			      IA_SAYING(VNC,
					"YaST is shown by a VNC server; a bare \"vnc\" is not read",
					FILE_C),
			      "vnc=1");
	if (request->vnc_password)
		ia_writer_add(writer, IA_SAYING(VNC_PASSWORD, "password of the VNC server", FILE_C),
			      "vncpassword=%s", request->vnc_password);
}

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "ISOARGS_AUTO names a profile of AutoYaST"},
	{ISOARGS_STAGE2, "leave it out: linuxrc finds its medium by its drive; ISOARGS_REPO names "
			 "another place"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_linuxrc = {
	.installer = ISOARGS_INSTALLER_LINUXRC,
	.name = "linuxrc",
	.source = "linuxrc: file.c",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(MTU) | IA_WISH(GRAPHICAL) |
		  IA_WISH(TEXT) | IA_WISH(VNC) | IA_WISH(VNC_PASSWORD) | IA_WISH(REPO) |
		  IA_WISH(AUTO) | IA_WISH(BASE_URL),
	.instead = instead,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.goes = replaces_source,
	.is_named = is_key,
	.write = write_words,
};
