/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "args/evidence.h"
#include "args/family/rules.h"
#include "args/network/network.h"
#include "args/word.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"
#include "release/number.h"

/*
 * debian-installer: Debian's own, and Ubuntu's up to 20.04. Words are answers to the questions of
 * debconf, read from the environment of init. Sources: netcfg, preseed, rootskel,
 * debian-installer-utils and the installation guide of Debian 12.
 */

#define NAMESERVERS_MAX 4u /* NETCFG_NAMESERVERS_MAX */

/* Where the preseed file is. */
enum seed {
	SEED_NONE,
	SEED_URL,
	SEED_FILE,
	SEED_INITRD, /* /preseed.cfg: it is read without a word */
	SEED_UNKNOWN,
};

static enum seed seed_of(const struct isoargs_request *request)
{
	static const char *const schemes[] = {"http://", "https://", "ftp://", "tftp://"};
	const char *location = request->automation;

	if (!location)
		return SEED_NONE;
	for (size_t i = 0; i < IA_COUNT(schemes); i++) {
		if (ia_text_begins(location, schemes[i]))
			return SEED_URL;
	}
	location = ia_word_path(location);
	if (location[0] != '/')
		return SEED_UNKNOWN;
	return strcmp(location, "/preseed.cfg") == 0 ? SEED_INITRD : SEED_FILE;
}

/*
 * The initial RAM disk of a CD looks for a CD drive, that of a netboot image for a network; no file
 * of theirs tells which it is but the folder that Debian's and Ubuntu's media have it in.
 */
static bool looks_for_cd(const struct isoargs_entry *entry)
{
	return ia_evidence_folder(entry) == ISOARGS_INSTALLER_DEBIAN &&
	       !strstr(ia_evidence_path(entry), "/netboot/");
}

static int settle_seed(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_AUTO);
	const char *location = derivation->request->automation;
	enum seed seed = seed_of(derivation->request);

	if (seed == SEED_UNKNOWN)
		return ia_error(reterr, -EINVAL, place, NULL,
				"found \"%s\", expected a preseed file: http://HOST/PATH, "
				"file:/cdrom/PATH on the medium, or /preseed.cfg in the initial "
				"RAM disk",
				location);
	if (seed == SEED_FILE && ia_text_begins(ia_word_path(location), "/cdrom/") &&
	    !looks_for_cd(derivation->entry))
		return ia_error(reterr, -EOPNOTSUPP, place,
				"give http://HOST/PATH, or put /preseed.cfg into the initial RAM "
				"disk",
				"found \"%s\", but this installer comes from a network: it mounts "
				"no medium at /cdrom",
				location);
	return 0;
}

/* Where debconf would ask again and again, or where netcfg takes something else. */
static int settle_network(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_network *net = &derivation->request->network;

	if (net->nameserver_count > 0 && !net->ip.family)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_NAMESERVER),
				"give ISOARGS_IP, or let the DHCP server name them",
				"netcfg reads name servers beside a static address only");
	if (net->nameserver_count > NAMESERVERS_MAX)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_NAMESERVER),
				"give the first four",
				"found %zu name servers, expected at most %u: netcfg drops the "
				"others",
				net->nameserver_count, NAMESERVERS_MAX);
	if (net->gateway.family && !ia_address_same_network(&net->ip, &net->gateway, net->prefix))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GATEWAY),
				"give one of the network's own addresses",
				"found \"%s\", which is outside %s/%u: netcfg takes no such "
				"gateway and asks for ever",
				net->gateway.text, net->ip.text, net->prefix);
	if (net->ip.family && net->nameserver_count == 0 && derivation->request->automation)
		ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_NO_NAMESERVER,
			IA_AT_OPTION(ISOARGS_IP),
			"without ISOARGS_NAMESERVER netcfg asks for one, and the installation "
			"waits for the answer");
	return 0;
}

/* Before netcfg 1.90: Debian 6, Ubuntu 12.10. No prefix, no IPv6. Devuan counts otherwise. */
static bool is_old(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	unsigned number = ia_release_number(distro->version);

	if (number == 0)
		return false;
	return (ia_text_equal(distro->name, "Debian") && number < 700) ||
	       (ia_text_equal(distro->name, "Ubuntu") && number < 1304);
}

/* Debian 12 has systemd 252. */
static const char *first_nic(const struct ia_derivation *derivation)
{
	const struct ia_distro *distro = &derivation->report->distro;
	unsigned number = ia_release_number(distro->version);

	if (number == 0)
		return "";
	if (ia_text_equal(distro->name, "Debian"))
		return number < 1200 ? "eth0" : "enX0";
	return ia_text_equal(distro->name, "Ubuntu") ? "eth0" : "";
}

static int settle_release(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_address *ip = &derivation->request->network.ip;

	if (ip->family != AF_INET6 || !is_old(derivation))
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_IP),
			"give IPv4 or ISOARGS_DHCP, and set IPv6 up in the installed system",
			"found \"%s\", expected IPv4, the only family that this release's netcfg "
			"knows",
			ip->text);
}

/* A location has a host where it has a scheme. */
static int settle_repo(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const char *repo = derivation->request->repo;

	if (!repo || ia_text_begins(repo, "http://"))
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_REPO), NULL,
			"found \"%s\", expected a mirror that debian-installer reads, such as "
			"http://deb.debian.org/debian",
			repo);
}

static int settle_base(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	if (!derivation->request->base_url || !looks_for_cd(derivation->entry))
		return 0;
	return ia_error(
		reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_BASE_URL),
		"take the release's netboot image, mini.iso",
		"the entry \"%s\" loads the initial RAM disk of a CD: it holds nothing that "
		"installs from a network",
		derivation->entry->title);
}

/* The words are the same, the initial RAM disk is another one. */
static bool is_graphical(const struct isoargs_entry *entry)
{
	for (size_t i = 0; i < entry->initrd_count; i++) {
		if (strstr(entry->initrds[i], "/gtk/"))
			return true;
	}
	return false;
}

/* As strcmp(3) of two texts of an entry's length takes: units of the meter. */
#define TWIN_COST 400u

/* The entry's graphical form in the same menu; NULL: none. */
static const struct isoargs_entry *find_twin(const struct ia_derivation *derivation)
{
	const struct isoargs_entry *entry = derivation->entry, *other;
	const struct ia_config *config = ia_report_menu_of(derivation->report, entry);

	if (!config || ia_meter_spend(ia_arena_meter(derivation->args->arena), IA_COST_ARGS,
				      (uint64_t)config->count * TWIN_COST) < 0)
		return NULL;
	for (size_t i = 0; i < config->count; i++) {
		other = &config->entries[i];
		if (is_graphical(other) && ia_text_equal(other->kernel, entry->kernel) &&
		    ia_text_equal(other->cmdline, entry->cmdline))
			return other;
	}
	return NULL;
}

static int settle_display(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_GRAPHICAL);
	const struct isoargs_entry *twin;

	if (!derivation->request->graphical)
		return 0;
	if (!derivation->guest->has_screen)
		return ia_error(reterr, -EOPNOTSUPP, place,
				"leave it out, or choose another guest: ISOARGS_GUEST kvm",
				"%s has no screen that debian-installer could draw on",
				derivation->guest->phrase);
	if (is_graphical(derivation->entry))
		return 0;
	twin = derivation->request->entry ? NULL : find_twin(derivation);
	if (!twin)
		return ia_error(reterr, -EOPNOTSUPP, place,
				"choose the graphical entry with ISOARGS_ENTRY",
				"the entry \"%s\" loads the initial RAM disk of the text form; no "
				"word makes it draw",
				derivation->entry->title);
	derivation->entry = twin;
	derivation->own.count = 0;
	return ia_derivation_split_entry(derivation, reterr);
}

/* Its CD drive: to a PVH guest the medium is a disk. */
static void note_medium(const struct ia_derivation *derivation)
{
	const struct ia_guest_kind *guest = derivation->guest;

	if (guest->has_cd || !looks_for_cd(derivation->entry))
		return;
	ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_CD_UNSEEN,
		IA_AT_OPTION(ISOARGS_GUEST),
		"debian-installer looks for its medium in CD drives, and %s has none: boot a PV "
		"guest or a netboot image, or try ISOARGS_APPEND cdrom-detect/manual_config=true "
		"ISOARGS_APPEND cdrom-detect/cdrom_device=/dev/%s",
		guest->phrase, guest->medium);
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	int r = settle_seed(derivation, reterr);

	if (r == 0)
		r = settle_network(derivation, reterr);
	if (r == 0)
		r = settle_release(derivation, reterr);
	if (r == 0)
		r = settle_repo(derivation, reterr);
	if (r == 0)
		r = settle_base(derivation, reterr);
	if (r == 0)
		r = settle_display(derivation, reterr);
	if (r == 0)
		note_medium(derivation);
	ia_rules_note_nic(derivation, first_nic(derivation));
	return r;
}

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"speakup.synth", IA_ALWAYS, "the guest has no sound card to speak with"},
	{"theme", IA_ALWAYS, "colours of the graphical form"},
	{"vga", IA_ON_TEXT,
	 "a text console has no video mode, and without a screen the kernel's start waits "
	 "half a minute for a key"},
	{"console", IA_ON_TEXT, NULL},
	{"desktop", IA_UNNAMED, "chooses a desktop that was not asked for"},
	{"rescue/enable", IA_UNNAMED, "rescues a system instead of installing one"},
	{"interface", IA_ON_NETWORK, NULL},
	{"netcfg/choose_interface", IA_ON_NETWORK, NULL},
	{"netcfg/confirm_static", IA_ON_NETWORK, NULL},
	{"netcfg/disable_autoconfig", IA_ON_NETWORK, NULL},
	{"netcfg/disable_dhcp", IA_ON_NETWORK, NULL},
	{"netcfg/get_gateway", IA_ON_NETWORK, NULL},
	{"netcfg/get_ipaddress", IA_ON_NETWORK, NULL},
	{"netcfg/get_nameservers", IA_ON_NETWORK, NULL},
	{"netcfg/get_netmask", IA_ON_NETWORK, NULL},
	{"domain", IA_ON_HOSTNAME, NULL},
	{"hostname", IA_ON_HOSTNAME, NULL},
	{"netcfg/get_domain", IA_ON_HOSTNAME, NULL},
	{"netcfg/get_hostname", IA_ON_HOSTNAME, NULL},
	{"netcfg/hostname", IA_ON_HOSTNAME, NULL},
	{"auto", IA_ON_AUTO, NULL},
	{"auto-install/enable", IA_ON_AUTO, NULL},
	{"debconf/priority", IA_ON_AUTO, NULL},
	{"preseed/url", IA_ON_AUTO, NULL},
	{"priority", IA_ON_AUTO, NULL},
	{"url", IA_ON_AUTO, NULL},
	{"file", IA_ON_OWN, "ISOARGS_AUTO takes its place"},
	{"preseed/file", IA_ON_OWN, "ISOARGS_AUTO takes its place"},
	{"mirror/country", IA_ON_REPO, NULL},
	{"mirror/http/directory", IA_ON_REPO, NULL},
	{"mirror/http/hostname", IA_ON_REPO, NULL},
	{"mirror/protocol", IA_ON_REPO, NULL},
	{NULL, IA_ALWAYS, NULL},
};

/* A vendor's seed is loaded besides that of a URL. */
static bool replaces_file(const struct ia_derivation *derivation)
{
	return seed_of(derivation->request) == SEED_FILE;
}

#define ALIASES "preseed: preseed_aliases"
#define STATIC  "netcfg: static.c"
#define COMMON  "netcfg: netcfg-common.c"

#define SAYING(which, why, where)                                                                  \
	(&(const struct ia_saying){.option = ISOARGS_##which, .reason = (why), .source = (where)})

static void write_seed(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;
	enum seed seed = seed_of(request);

	if (seed == SEED_NONE)
		return;
	if (seed != SEED_INITRD)
		ia_writer_add(writer,
			      SAYING(AUTO, "language and keyboard are asked after the preseed file",
				     "preseed: S60auto-install"),
			      "auto=true");
	ia_writer_add(writer, SAYING(AUTO, "asks only what has no answer", ALIASES),
		      "priority=critical");
	if (seed == SEED_URL)
		ia_writer_add(writer, SAYING(AUTO, "preseed file", "preseed: auto-install.sh"),
			      "url=%s", request->automation);
	else if (seed == SEED_FILE)
		ia_writer_add(writer, SAYING(AUTO, "preseed file", ALIASES), "file=%s",
			      ia_word_path(request->automation));
}

static void write_interface(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;
	const struct ia_network *net = &request->network;

	if (net->nic[0])
		ia_writer_add(writer, SAYING(NIC, "interface that netcfg sets up", COMMON),
			      "interface=%s", net->nic);
	else if (net->ip.family || request->automation)
		ia_writer_add(writer,
			      &(const struct ia_saying){
				      .option = net->ip.family ? ISOARGS_IP : ISOARGS_AUTO,
				      .reason = "the first interface with a link, not asked for",
				      .source = COMMON},
			      "interface=auto");
}

/* debconf reads a list with blanks; the kernel takes the quotes off. */
static void write_nameservers(struct ia_writer *writer, const struct ia_network *net)
{
	struct ia_strbuf list IA_AUTO_STRBUF = {0};
	const char *quote = net->nameserver_count > 1 ? "\"" : "";

	if (net->nameserver_count == 0)
		return;
	for (size_t i = 0; i < net->nameserver_count; i++)
		ia_strbuf_addf(&list, "%s%s", i ? " " : "", net->nameservers[i].text);
	if (list.error) {
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
		return;
	}
	ia_writer_add(writer, SAYING(NAMESERVER, "name servers of the installer", COMMON),
		      "netcfg/get_nameservers=%s%s%s", quote, list.data, quote);
}

static void write_address(struct ia_writer *writer, const struct ia_network *net)
{
	bool old = is_old(writer->derivation);
	char mask[16];

	ia_writer_add(writer, SAYING(IP, "no DHCP", "netcfg: netcfg.c"), "%s=true",
		      old ? "netcfg/disable_dhcp" : "netcfg/disable_autoconfig");
	if (old) {
		ia_mask_text(net->prefix, mask);
		ia_writer_add(writer, SAYING(IP, "static address of the installer", STATIC),
			      "netcfg/get_ipaddress=%s", net->ip.text);
		ia_writer_add(writer, SAYING(IP, "netcfg before 1.90 reads no prefix", STATIC),
			      "netcfg/get_netmask=%s", mask);
	} else {
		ia_writer_add(writer, SAYING(IP, "static address of the installer", STATIC),
			      "netcfg/get_ipaddress=%s/%u", net->ip.text, net->prefix);
	}
	if (net->gateway.family)
		ia_writer_add(writer, SAYING(GATEWAY, "gateway of the installer", STATIC),
			      "netcfg/get_gateway=%s", net->gateway.text);
	else
		ia_writer_add(writer, SAYING(IP, "no gateway, not asked for", STATIC),
			      "netcfg/get_gateway=none");
	write_nameservers(writer, net);
	ia_writer_add(writer, SAYING(IP, "what is above is not shown and asked about", STATIC),
		      "netcfg/confirm_static=true");
}

/* "hostname=" is Linux' own since 6.0. A name with dots is the host's and the domain's. */
static void write_names(struct ia_writer *writer, const struct ia_network *net)
{
	int length = (int)strcspn(net->hostname, ".");
	const char *domain = net->hostname + length;

	if (!net->hostname[0])
		return;
	ia_writer_add(writer, SAYING(HOSTNAME, "host name, whatever DNS or DHCP say", STATIC),
		      "netcfg/hostname=%.*s", length, net->hostname);
	ia_writer_add(writer, SAYING(HOSTNAME, "host name, not asked for", COMMON),
		      "netcfg/get_hostname=%.*s", length, net->hostname);
	if (*domain)
		ia_writer_add(writer, SAYING(HOSTNAME, "domain of the host name", ALIASES),
			      "domain=%s", domain + 1);
}

#define MIRRORS "Debian's installation guide: B.4.3"

static void write_mirror(struct ia_writer *writer)
{
	const char *repo = writer->derivation->request->repo;
	const char *host = repo ? repo + strlen("http://") : NULL, *path;
	size_t length;

	if (!repo)
		return;
	path = host + strcspn(host, "/");
	length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	ia_writer_add(writer, SAYING(REPO, "the mirror is none of the list", MIRRORS),
		      "mirror/country=manual");
	ia_writer_add(writer, SAYING(REPO, "host of the mirror", MIRRORS),
		      "mirror/http/hostname=%.*s", (int)(path - host), host);
	ia_writer_add(writer, SAYING(REPO, "folder of the mirror", MIRRORS),
		      "mirror/http/directory=%.*s", length ? (int)length : 1, length ? path : "/");
}

static void write_words(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct ia_network *net = &derivation->request->network;

	if (derivation->request->text && is_graphical(derivation->entry))
		ia_writer_add(
			writer,
			SAYING(TEXT, "text form of what the entry loads", "rootskel: S60frontend"),
			"DEBIAN_FRONTEND=text");
	write_seed(writer);
	write_interface(writer);
	if (net->ip.family)
		write_address(writer, net);
	write_names(writer, net);
	write_mirror(writer);
}

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "give its preseed file with ISOARGS_AUTO"},
	{ISOARGS_VNC, "it has SSH: ISOARGS_APPEND modules=network-console ISOARGS_APPEND "
		      "network-console/password=WORD ISOARGS_APPEND "
		      "network-console/password-again=WORD"},
	{ISOARGS_VNC_PASSWORD, "it has SSH: ISOARGS_APPEND network-console/password=WORD"},
	{ISOARGS_MTU, "set it in the installed system, by the preseed file's "
		      "preseed/late_command"},
	{ISOARGS_STAGE2, "it looks for its medium in all drives by itself"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_debian = {
	.installer = ISOARGS_INSTALLER_DEBIAN,
	.name = "debian-installer",
	.source = "debian-installer: installation guide",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(AUTO) | IA_WISH(REPO) | IA_WISH(TEXT) |
		  IA_WISH(GRAPHICAL) | IA_WISH(BASE_URL),
	.instead = instead,
	.separates = true,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.goes = replaces_file,
	.write = write_words,
};
