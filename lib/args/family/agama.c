/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "args/family/rules.h"
#include "args/network/dracut-ip.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"

/*
 * Agama, the installer of SUSE Linux Enterprise and openSUSE Leap 16: a live system that dracut
 * starts, and a server to which browsers talk. Sources: Agama's live/ and rust/, dracut.cmdline(7).
 */

#define INHERITED "the installed system would inherit it"

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"nomodeset", IA_ALWAYS, INHERITED},
	{"quiet", IA_ALWAYS, INHERITED},
	{"showopts", IA_ALWAYS, INHERITED},
	{"splash", IA_ALWAYS, INHERITED},
	{"vga", IA_ALWAYS, INHERITED},
	{"mediacheck", IA_UNNAMED, "checks the medium first, which takes minutes"},
	{"rd.live.check", IA_UNNAMED, "checks the medium first, which takes minutes"},
	{"rescue", IA_UNNAMED, "rescues a system instead of installing one"},
	{"bond", IA_ON_NETWORK, NULL},
	{"bootdev", IA_ON_NETWORK, NULL},
	{"ifcfg", IA_ON_NETWORK, NULL},
	{"ip", IA_ON_NETWORK, NULL},
	{"ipv6", IA_ON_NETWORK, NULL},
	{"team", IA_ON_NETWORK, NULL},
	{"nameserver", IA_ON_NETWORK, NULL},
	{"vlan", IA_ON_NETWORK, NULL},
	{"hostname", IA_ON_HOSTNAME, NULL},
	{"autoyast", IA_ON_AUTO, NULL},
	{"inst.auto", IA_ON_AUTO, NULL},
	{"inst.install_url", IA_ON_REPO, NULL},
	{"root", IA_ON_BASE_URL, NULL},
	{"console", IA_ON_TEXT, NULL},
	{NULL, IA_ALWAYS, NULL},
};

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
	if (request->base_url && derivation->report->is_tree)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_BASE_URL),
				"name the image itself",
				"Agama's image is fetched as a whole, and these are its files");
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
	.drops = drops,
	.write = write_words,
};
