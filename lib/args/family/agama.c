/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "args/family/reason.h"
#include "args/family/rules.h"
#include "args/network/dracut-ip.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"

/*
 * Agama, the installer of SUSE Linux Enterprise and openSUSE Leap 16: a live system that dracut
 * starts, and a server to which browsers talk. Sources: Agama's live/ and rust/, dracut.cmdline(7).
 */

#define INHERITED "the installed system would inherit it"
#define NETWORK   "the network options take its place"

static const struct ia_reason never[] = {
	{"BOOT_IMAGE", "belongs to the boot loader"},
	{"initrd", "belongs to the boot loader"},
	{"nomodeset", INHERITED},
	{"quiet", INHERITED},
	{"showopts", INHERITED},
	{"splash", INHERITED},
	{"vga", INHERITED},
};

static const struct ia_reason unasked[] = {
	{"mediacheck", "checks the medium first, which takes minutes"},
	{"rd.live.check", "checks the medium first, which takes minutes"},
	{"rescue", "rescues a system instead of installing one"},
};

static const struct ia_reason interfaces[] = {
	{"bond", NETWORK}, {"bootdev", NETWORK}, {"ifcfg", NETWORK},      {"ip", NETWORK},
	{"ipv6", NETWORK}, {"team", NETWORK},    {"nameserver", NETWORK}, {"vlan", NETWORK},
};

static const struct ia_reason hosts[] = {
	{"hostname", "ISOARGS_HOSTNAME takes its place"},
};

static const struct ia_reason profiles[] = {
	{"autoyast", "ISOARGS_AUTO takes its place"},
	{"inst.auto", "ISOARGS_AUTO takes its place"},
};

static const struct ia_reason sources[] = {
	{"inst.install_url", "ISOARGS_REPO takes its place"},
};

static const struct ia_reason media[] = {
	{"root", "ISOARGS_BASE_URL takes its place"},
};

static const struct ia_reason consoles[] = {
	{"console", "the guest's own console takes its place"},
};

#define FIND(rows, word) ia_reason_find((rows), IA_COUNT(rows), (word))

static const char *reason(const struct ia_derivation *derivation, const char *word, bool behind)
{
	const struct isoargs_request *request = derivation->request;
	const char *found = FIND(never, word);

	(void)behind;
	/* Who names an entry asks for what makes it what it is. */
	if (!found && !request->entry)
		found = FIND(unasked, word);
	if (!found && (request->network.dhcp || request->network.ip.family))
		found = FIND(interfaces, word);
	if (!found && request->network.hostname[0])
		found = FIND(hosts, word);
	if (!found && request->automation)
		found = FIND(profiles, word);
	if (!found && request->repo)
		found = FIND(sources, word);
	if (!found && request->base_url)
		found = FIND(media, word);
	if (!found && !(request->graphical && derivation->guest->has_screen))
		found = FIND(consoles, word);
	return found;
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const repos[] = {"http://", "https://", "ftp://", NULL};
	static const char *const profile[] = {"http://", "https://",  "ftp://", "tftp://",
					      "file:/",  "device://", "usb://", "label://",
					      "hd:/",    "cd:/",      "dvd:/",  NULL};
	const struct isoargs_request *request = derivation->request;
	int r;

	if (request->graphical && !derivation->guest->has_screen)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GRAPHICAL),
				"open Agama's page from another machine: ISOARGS_APPEND "
				"live.password=WORD",
				"%s has no screen that Agama's browser could draw on",
				derivation->guest->phrase);
	r = ia_scheme_check(ISOARGS_REPO, request->repo, repos,
			    "repositories that zypp fetches: http://…, https://… or ftp://…",
			    reterr);
	if (r < 0)
		return r;
	return ia_scheme_check(
		ISOARGS_AUTO, request->automation, profile,
		"a profile that Agama fetches: http://…, https://…, ftp://…, tftp://…, "
		"device://NAME/PATH, usb:///PATH, label://LABEL/PATH, or file:///PATH",
		reterr);
}

#define AUTOINSTALL "Agama: rust/agama-autoinstall"
#define NETBOOT     "dracut: 90livenet"

static void write_medium(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct isoargs_request *request = derivation->request;
	struct ia_strbuf url IA_AUTO_STRBUF = {0};

	if (!request->base_url)
		return;
	ia_scheme_add_image(request->base_url, derivation->report->image_name, &url);
	if (url.error) {
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
		return;
	}
	ia_writer_add(writer,
		      IA_SAYING(BASE_URL, "the image, which is loaded into memory", NETBOOT),
		      "root=live:%s", url.data);
	if (!request->network.dhcp && !request->network.ip.family)
		ia_writer_add(writer, IA_SAYING(BASE_URL, "the medium is fetched", NETBOOT),
			      "ip=dhcp");
}

static void write_words(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct isoargs_request *request = derivation->request;
	const struct ia_dracut_form form = {
		/* systemd since 250 names those of Xen so; others have many names. */
		.nic = derivation->guest->is_xen ? "enX0" : "",
		.source = "dracut: 35network-manager",
	};

	write_medium(writer);
	ia_dracut_ip_write(writer, &form);
	if (request->repo)
		ia_writer_add(writer, IA_SAYING(REPO, "repository of the packages", AUTOINSTALL),
			      "inst.install_url=%s", request->repo);
	if (request->automation)
		ia_writer_add(writer, IA_SAYING(AUTO, "profile of Agama or AutoYaST", AUTOINSTALL),
			      "inst.auto=%s", request->automation);
}

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "ISOARGS_AUTO names a profile"},
	{ISOARGS_TEXT, "leave it out: log in on the console, where \"agama\" installs, with "
		       "ISOARGS_APPEND live.password=WORD"},
	{ISOARGS_VNC, "open its page from another machine: ISOARGS_APPEND live.password=WORD"},
	{ISOARGS_VNC_PASSWORD, "give the password of its page: ISOARGS_APPEND live.password=WORD"},
	{ISOARGS_STAGE2, "leave it out: the label of the medium is in its initial RAM disk"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_agama = {
	.installer = ISOARGS_INSTALLER_AGAMA,
	.name = "Agama",
	.source = "agama: kernel-cmdline-conf.sh",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(MTU) | IA_WISH(GRAPHICAL) |
		  IA_WISH(REPO) | IA_WISH(AUTO) | IA_WISH(BASE_URL),
	.instead = instead,
	.has_console = true,
	.settle = settle,
	.reason = reason,
	.write = write_words,
};
