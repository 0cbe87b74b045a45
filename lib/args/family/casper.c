/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "args/family/rules.h"
#include "args/network/klibc.h"
#include "args/ubuntu.h"
#include "args/word.h"
#include "base/ascii.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/*
 * Ubuntu's live systems and what is made of them: casper finds the medium and sets up the network,
 * Subiquity or Ubiquity installs. Sources: casper 1.394, 1.470 and 1.498, subiquity, cloud-init,
 * klibc; the menus of the media.
 */

/* Before casper 1.410 ip= is IFACE,ADDRESS,MASK,GATEWAY. */
static bool reads_commas(const struct ia_derivation *derivation)
{
	unsigned release = ia_ubuntu_release(derivation);

	return release > 0 && release < 1910;
}

/* Where the file that answers the installer's questions is. */
enum source {
	SOURCE_NONE,
	SOURCE_URL,
	SOURCE_FOLDER, /* user-data and meta-data on the medium */
	SOURCE_FILE,
	SOURCE_FOUND, /* it is found without a word */
	SOURCE_UNKNOWN,
};

static bool ends_with(const char *s, const char *end)
{
	size_t length = strlen(s), tail = strlen(end);

	return length >= tail && strcmp(s + length - tail, end) == 0;
}

static bool is_url(const char *location)
{
	return ia_text_begins(location, "http://") || ia_text_begins(location, "https://");
}

static enum source subiquity_source(const char *location)
{
	const char *path = ia_word_path(location);

	if (ia_ascii_equal_fold(location, "CIDATA") || strcmp(path, "/cdrom/autoinstall.yaml") == 0)
		return SOURCE_FOUND;
	if (is_url(location))
		return ends_with(location, "/") ? SOURCE_URL : SOURCE_UNKNOWN;
	if (path[0] != '/')
		return SOURCE_UNKNOWN;
	return ends_with(path, "/") ? SOURCE_FOLDER : SOURCE_FILE;
}

static enum source source_of(const struct ia_derivation *derivation)
{
	const char *location = derivation->request->automation;

	if (!location)
		return SOURCE_NONE;
	if (ia_ubuntu_kind(derivation) == IA_UBUNTU_SUBIQUITY)
		return subiquity_source(location);
	if (is_url(location))
		return ends_with(location, "/") ? SOURCE_UNKNOWN : SOURCE_URL;
	return ia_word_path(location)[0] == '/' ? SOURCE_FILE : SOURCE_UNKNOWN;
}

static int refuse_source(const char *location, const char *expected, struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_AUTO), NULL,
			"found \"%s\", expected %s", location, expected);
}

static int settle_subiquity(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const char *location = derivation->request->automation;
	unsigned release = ia_ubuntu_release(derivation);
	enum source source = subiquity_source(location);

	if (release > 0 && release < 2004)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_AUTO),
				"answer its questions, or take the debian-installer medium",
				"the Subiquity of releases before 20.04 reads no autoinstall file");
	/* It splits its command line as a shell does. */
	if (strchr(location, '\\'))
		return refuse_source(location, "no backslash, which Subiquity takes off", reterr);
	if (source == SOURCE_FILE && release > 0 && release < 2310)
		return refuse_source(location,
				     "a folder with user-data and meta-data, such as "
				     "file:/cdrom/autoinstall/, or file:/cdrom/autoinstall.yaml: "
				     "Subiquity before 23.10 reads no other file",
				     reterr);
	if (source == SOURCE_UNKNOWN)
		return refuse_source(
			location,
			"a folder with user-data and meta-data, such as "
			"http://HOST/PATH/ or file:/cdrom/PATH/, CIDATA for a disk with "
			"that label, or a file of the medium, such as "
			"file:/cdrom/autoinstall.yaml",
			reterr);
	return 0;
}

static int settle_source(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_AUTO);
	const char *location = derivation->request->automation;

	if (!location)
		return 0;
	switch (ia_ubuntu_kind(derivation)) {
	case IA_UBUNTU_SUBIQUITY:
		return settle_subiquity(derivation, reterr);
	case IA_UBUNTU_UBIQUITY:
		if (source_of(derivation) != SOURCE_UNKNOWN)
			return 0;
		return refuse_source(location,
				     "a preseed file: http://HOST/PATH, or file:/cdrom/PATH on the "
				     "medium",
				     reterr);
	case IA_UBUNTU_UNKNOWN:
		break;
	}
	return ia_error(reterr, -EOPNOTSUPP, place,
			"give its own words with ISOARGS_APPEND: autoinstall ds=nocloud-net;s=URL, "
			"or automatic-ubiquity url=URL",
			"nothing on the medium tells whether its installer is Subiquity or "
			"Ubiquity, which read other files");
}

static int refuse_field(enum isoargs_option option, const char *remedy,
			struct isoargs_error **reterr)
{
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option), remedy,
			"casper before 19.10 reads ip=INTERFACE,ADDRESS,MASK,GATEWAY: it has no "
			"field for it");
}

static int settle_commas(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_network *net = &derivation->request->network;

	if (net->nameserver_count > 0)
		return refuse_field(ISOARGS_NAMESERVER, "answer the installer's question", reterr);
	if (net->hostname[0])
		return refuse_field(ISOARGS_HOSTNAME, "answer the installer's question", reterr);
	if (net->dhcp && net->nic[0])
		return refuse_field(ISOARGS_NIC, "leave it out", reterr);
	if (net->ip.family && !net->nic[0] && !derivation->guest->is_xen)
		return ia_error(
			reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_IP), "name it with ISOARGS_NIC",
			"casper before 19.10 wants the name of the interface, which %s does "
			"not tell",
			derivation->guest->phrase);
	return 0;
}

/* systemd before 250, which 22.04 has, calls a Xen guest's first interface by the kernel's name. */
static const char *first_nic(const struct ia_derivation *derivation)
{
	unsigned release = ia_ubuntu_release(derivation);

	if (!derivation->guest->is_xen || release == 0)
		return "";
	return release <= 2204 ? "eth0" : "enX0";
}

static int settle_network(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_network *net = &derivation->request->network;
	int r;

	if (net->ip.family && ia_ubuntu_release(derivation) == 0)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_IP),
				"give ip= with ISOARGS_APPEND",
				"nothing tells which release of Ubuntu the medium is made of, and "
				"casper before 19.10 reads another ip= than later ones");
	r = ia_klibc_check(net, "casper", reterr);
	if (r < 0)
		return r;
	if (reads_commas(derivation))
		return settle_commas(derivation, reterr);
	if (net->hostname[0] && !net->ip.family)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_HOSTNAME),
				"write it into the autoinstall file, as identity.hostname",
				"no word names the installed system; only ip= of a static address "
				"names the live one");
	return 0;
}

static int settle_display(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_GRAPHICAL);
	const struct ia_guest_kind *guest = derivation->guest;

	if (request->graphical && ia_ubuntu_is_server(derivation))
		return ia_error(reterr, -EOPNOTSUPP, place, "leave it out",
				"the installer of Ubuntu's server is text on every console");
	if (request->graphical && !guest->has_screen)
		return ia_error(reterr, -EOPNOTSUPP, place,
				"leave it out, or choose another guest: ISOARGS_GUEST kvm",
				"%s has no screen that the desktop could draw on", guest->phrase);
	if (!ia_ubuntu_is_desktop(derivation) || request->text)
		return 0;
	if (guest->has_screen)
		derivation->console = "tty0";
	else
		ia_note(&derivation->args->notes, ISOARGS_WARNING, IA_NOTE_NO_SCREEN,
			IA_AT_LINE(derivation->entry->file, derivation->entry->line, 0),
			"\"%s\" starts a desktop whose installer draws, and %s has no screen: its "
			"console shows a login at most",
			derivation->entry->title, guest->phrase);
	return 0;
}

/* What the image's own name is where it is served. */
static const char *image_file(const struct ia_derivation *derivation)
{
	const char *name = derivation->report->image_name, *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* url= is of the image then. */
static bool names_image_by_url(const struct ia_derivation *derivation)
{
	return ia_ubuntu_release(derivation) < 2210;
}

static int settle_base(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_BASE_URL);
	unsigned release = ia_ubuntu_release(derivation);
	const char *file = image_file(derivation);

	if (!derivation->request->base_url)
		return 0;
	if (derivation->report->is_tree)
		return ia_error(reterr, -EOPNOTSUPP, place, "name the image itself",
				"casper fetches an image as a whole, and these are its files");
	if (release < 1910)
		return ia_error(reterr, -EOPNOTSUPP, place,
				"give netboot=nfs and nfsroot=HOST:/PATH with ISOARGS_APPEND",
				"casper loads its medium by HTTP since 19.10, and this one is %s",
				release ? "older" : "of an unknown release");
	if (!ends_with(file, ".iso") || file[strspn(file, "0123456789abcdefghijklmnopqrstuvwxyz"
							  "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~")])
		return ia_error(reterr, -EOPNOTSUPP, place, "serve a copy that is called so",
				"found \"%s\", expected letters, digits and \"-._~\" with .iso at "
				"the end: casper loads the image by its URL, and tells it by that",
				file);
	if (derivation->request->automation && ia_ubuntu_kind(derivation) == IA_UBUNTU_UBIQUITY &&
	    names_image_by_url(derivation))
		return ia_error(reterr, -EOPNOTSUPP, place, "answer the installer's questions",
				"url= names the image here, and Ubiquity's preseed file would be "
				"named by it as well");
	return 0;
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	int r = settle_source(derivation, reterr);

	if (r == 0)
		r = settle_network(derivation, reterr);
	if (r == 0)
		r = settle_base(derivation, reterr);
	ia_rules_note_nic(derivation, first_nic(derivation));
	return r == 0 ? settle_display(derivation, reterr) : r;
}

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"maybe-ubiquity", IA_ALWAYS, "asks whether to try or to install"},
	{"quiet", IA_ALWAYS, "only hides messages, and would be the installed system's as well"},
	{"splash", IA_ALWAYS, "hides the console, and would be the installed system's as well"},
	{"vga", IA_ALWAYS, "a video mode, which the installed system would inherit"},
	{"iso-scan/filename=", IA_ALWAYS, "names no image"},
	{"nomodeset", IA_UNNAMED, "the installed system would inherit it"},
	{"persistent", IA_UNNAMED, "keeps what is done on the medium"},
	{"console", IA_ON_TEXT, NULL},
	{"ip", IA_ON_NETWORK, NULL},
	{"hostname", IA_ON_HOSTNAME, NULL},
	{"autoinstall", IA_ON_AUTO, NULL},
	{"automatic-ubiquity", IA_ON_AUTO, NULL},
	{"ds", IA_ON_AUTO, NULL},
	{"noprompt", IA_ON_AUTO, NULL},
	{"preseed/url", IA_ON_AUTO, NULL},
	{"subiquity.autoinstallpath", IA_ON_AUTO, NULL},
	{"url", IA_ON_AUTO, NULL},
	{"file", IA_ON_OWN, "ISOARGS_AUTO takes its place"},
	{"preseed/file", IA_ON_OWN, "ISOARGS_AUTO takes its place"},
	{"cloud-config-url", IA_ON_BASE_URL, NULL},
	{"iso-url", IA_ON_BASE_URL, NULL},
	{"netboot", IA_ON_BASE_URL, NULL},
	{"nfsroot", IA_ON_BASE_URL, NULL},
	{"url", IA_ON_BASE_URL, NULL},
	{"ip", IA_ON_BASE_URL, "the network options take its place"},
	{NULL, IA_ALWAYS, NULL},
};

/* A vendor's seed is loaded besides that of a URL. */
static bool replaces_file(const struct ia_derivation *derivation)
{
	return source_of(derivation) == SOURCE_FILE &&
	       ia_ubuntu_kind(derivation) == IA_UBUNTU_UBIQUITY;
}

#define SAYING(which, why, where)                                                                  \
	(&(const struct ia_saying){.option = ISOARGS_##which, .reason = (why), .source = (where)})

#define CASPER    "casper: scripts/casper"
#define UBIQUITY  "casper: scripts/casper-bottom/24preseed"
#define SUBIQUITY "subiquity: subiquity/server/server.py"

/* What installs as soon as the desktop is up. */
static void write_ubiquity(struct ia_writer *writer)
{
	static const char source[] = "ubiquity: scripts/start-ubiquity-dm";
	const struct ia_derivation *derivation = writer->derivation;

	if (derivation->request->automation) {
		ia_writer_add(writer, SAYING(AUTO, "installs without questions", source),
			      "automatic-ubiquity");
		ia_writer_add(writer,
			      SAYING(AUTO, "does not wait for the medium to be taken out", CASPER),
			      "noprompt");
	} else if (ia_ubuntu_has_word(derivation, "maybe-ubiquity")) {
		ia_writer_add(writer,
			      SAYING(NO_OPTION, "installs instead of asking whether to", source),
			      "only-ubiquity");
	}
}

static void write_commas(struct ia_writer *writer, const struct ia_network *net)
{
	char mask[16];

	ia_mask_text(net->prefix, mask);
	ia_writer_add(writer,
		      SAYING(IP, "static address of the live system",
			     "casper: scripts/casper-bottom/23networking"),
		      "ip=%s,%s,%s%s%s", net->nic[0] ? net->nic : first_nic(writer->derivation),
		      net->ip.text, mask, net->gateway.family ? "," : "", net->gateway.text);
}

/* DHCP is the installer's own default; casper's, where it loads its medium, is none at all. */
static void write_network(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;
	const struct ia_network *net = &request->network;
	struct ia_saying why = {
		.option = ISOARGS_IP,
		.reason = "static address of the live system, which the installer takes over",
		.source = "klibc: usr/kinit/ipconfig/main.c",
	};
	struct ia_strbuf ip IA_AUTO_STRBUF = {0};

	if (!net->ip.family && !(net->dhcp && net->nic[0]) && !request->base_url)
		return;
	if (net->ip.family && reads_commas(writer->derivation)) {
		write_commas(writer, net);
		return;
	}
	if (!net->ip.family) {
		why.option = net->dhcp ? ISOARGS_DHCP : ISOARGS_BASE_URL;
		why.reason = "the live system asks a DHCP server";
	}
	ia_klibc_ip(net, net->ip.family ? first_nic(writer->derivation) : "", &ip);
	if (ip.error && writer->error == 0)
		writer->error = ia_error_memory(writer->reterr);
	else
		ia_writer_add(writer, &why, "%s", ip.data);
}

static void write_image(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const char *base = derivation->request->base_url;
	bool by_url = names_image_by_url(derivation);

	if (!base)
		return;
	ia_writer_add(writer, SAYING(BASE_URL, "the medium, loaded into memory", CASPER),
		      "%s=%s/%s", by_url ? "url" : "iso-url", base, image_file(derivation));
	if (by_url)
		ia_writer_add(writer,
			      SAYING(BASE_URL, "url= is no configuration of cloud-init",
				     "cloud-init: cloudinit/cmd/main.py"),
			      "cloud-config-url=/dev/null");
}

/* Before cloud-init 23.2 the name told a network from a disk: 24.04 has a later one. */
static const char *nocloud(const struct ia_derivation *derivation)
{
	return ia_ubuntu_release(derivation) >= 2404 ? "nocloud" : "nocloud-net";
}

static void write_autoinstall(struct ia_writer *writer, enum source source)
{
	static const char cloud_init[] = "cloud-init: sources/DataSourceNoCloud.py";
	const struct ia_derivation *derivation = writer->derivation;
	const char *location = derivation->request->automation;

	ia_writer_add(writer,
		      SAYING(AUTO, "installs without a question", "subiquity: cmd/server.py"),
		      "autoinstall");
	if (source == SOURCE_URL)
		ia_writer_add(writer, SAYING(AUTO, "folder with user-data", cloud_init),
			      "ds=%s;s=%s", nocloud(derivation), location);
	else if (source == SOURCE_FOLDER)
		ia_writer_add(writer, SAYING(AUTO, "folder with user-data", cloud_init),
			      "ds=nocloud;s=%s", ia_word_path(location));
	else if (source == SOURCE_FILE)
		ia_writer_add(writer, SAYING(AUTO, "autoinstall file", SUBIQUITY),
			      "subiquity.autoinstallpath=%s", ia_word_path(location) + 1);
}

static void write_source(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const char *location = derivation->request->automation;
	enum source source = source_of(derivation);

	if (source == SOURCE_NONE)
		return;
	if (ia_ubuntu_kind(derivation) == IA_UBUNTU_SUBIQUITY)
		write_autoinstall(writer, source);
	else if (source == SOURCE_URL)
		ia_writer_add(writer, SAYING(AUTO, "preseed file", UBIQUITY), "url=%s", location);
	else
		ia_writer_add(writer, SAYING(AUTO, "preseed file", UBIQUITY), "file=%s",
			      ia_word_path(location));
}

static void write_words(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;

	if (ia_ubuntu_kind(derivation) == IA_UBUNTU_UBIQUITY)
		write_ubiquity(writer);
	write_network(writer);
	write_image(writer);
	write_source(writer);
	if (derivation->request->text && !ia_ubuntu_is_server(derivation))
		ia_writer_add(writer,
			      SAYING(TEXT, "a text console instead of the desktop",
				     "systemd: systemd.special(7)"),
			      "systemd.unit=multi-user.target");
}

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "give its autoinstall or preseed file with ISOARGS_AUTO"},
	{ISOARGS_VNC, "the server's installer has SSH: log in as installer, with the password that "
		      "its console shows"},
	{ISOARGS_VNC_PASSWORD, "the server's installer has SSH, with the password that its console "
			       "shows"},
	{ISOARGS_MTU, "write it into the autoinstall file, as network"},
	{ISOARGS_REPO, "write it into the autoinstall file, as apt"},
	{ISOARGS_STAGE2, "casper looks for its medium on all disks by itself"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_casper = {
	.installer = ISOARGS_INSTALLER_CASPER,
	.name = "casper",
	.source = "casper: scripts/casper",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(AUTO) | IA_WISH(TEXT) |
		  IA_WISH(GRAPHICAL) | IA_WISH(BASE_URL),
	.instead = instead,
	.separates = true,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.goes = replaces_file,
	.write = write_words,
};
