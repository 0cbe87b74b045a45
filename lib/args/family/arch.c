/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/rules.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"

/*
 * archiso: a live system that installs by hand or by a script. Its network is systemd-networkd's,
 * which asks DHCP servers on all interfaces; ip= is read by those that start from a network only.
 * Sources: archiso's configs/releng and mkinitcpio-archiso's hooks.
 */

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"accessibility", IA_ALWAYS, "the guest has no sound card to speak with"},
	{"quiet", IA_ALWAYS, "only hides messages"},
	{"splash", IA_ALWAYS, "a desktop's start-up screen"},
	{"vga", IA_ALWAYS, "a text console has no video mode"},
	{"console", IA_ALWAYS, "the guest's own console takes its place"},
	{"script", IA_ON_AUTO, NULL},
	{"mirror", IA_ON_REPO, NULL},
	{"archiso_http_srv", IA_ON_BASE_URL, NULL},
	{"archisodevice", IA_ON_BASE_URL, NULL},
	{"archisolabel", IA_ON_BASE_URL, NULL},
	{"archisosearchuuid", IA_ON_BASE_URL, NULL},
	{"img_dev", IA_ON_BASE_URL, NULL},
	{"img_loop", IA_ON_BASE_URL, NULL},
	{NULL, IA_ALWAYS, NULL},
};

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const web[] = {"http://", "https://", "ftp://", NULL};
	static const char *const places[] = {"http://", "https://", "ftp://", "tftp://", "/", NULL};
	const struct isoargs_request *request = derivation->request;
	int r;

	r = ia_scheme_check(ISOARGS_AUTO, request->automation, places,
			    "a script that its first login runs: http://…, https://…, ftp://…, "
			    "tftp://… or /PATH in the live system",
			    reterr);
	if (r == 0)
		r = ia_scheme_check(
			ISOARGS_REPO, request->repo, web,
			"a mirror that pacman fetches from: http://…, https://… or ftp://…",
			reterr);
	if (r == 0)
		r = ia_scheme_check(
			ISOARGS_BASE_URL, request->base_url, web,
			"http://…, https://… or ftp://…, from which archiso fetches its "
			"root file system",
			reterr);
	if (r == 0 && request->automation)
		derivation->args->boots = ISOARGS_BOOTS_INSTALLER;
	return r;
}

#define HTTP "mkinitcpio-archiso: hooks/archiso_pxe_http"

static void write_words(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;

	if (request->base_url) {
		ia_writer_add(writer,
			      IA_SAYING(BASE_URL, "where the unpacked medium is served", HTTP),
			      "archiso_http_srv=%s/", request->base_url);
		ia_writer_add(writer, IA_SAYING(BASE_URL, "the root file system is fetched", HTTP),
			      "ip=dhcp");
	}
	if (request->repo)
		ia_writer_add(writer,
			      IA_SAYING(REPO, "mirror of the packages", "archiso: choose-mirror"),
			      "mirror=%s", request->repo);
	if (request->automation)
		ia_writer_add(
			writer,
			IA_SAYING(AUTO, "script that the first login on tty1 runs",
				  "archiso: configs/releng/airootfs/root/.automated_script.sh"),
			"script=%s", request->automation);
}

#define BY_SCRIPT                                                                                  \
	"it asks DHCP servers: let the script of ISOARGS_AUTO set the network up, or "             \
	"cloud-init's "                                                                            \
	"network-config with ISOARGS_APPEND 'ds=nocloud;s=http://HOST/DIRECTORY/'"
#define NO_SCREEN "leave it out: it has a text console and nothing else"

static const struct ia_instead instead[] = {
	{ISOARGS_IP, BY_SCRIPT},
	{ISOARGS_NETMASK, BY_SCRIPT},
	{ISOARGS_GATEWAY, BY_SCRIPT},
	{ISOARGS_HOSTNAME, BY_SCRIPT},
	{ISOARGS_NIC, BY_SCRIPT},
	{ISOARGS_NAMESERVER, BY_SCRIPT},
	{ISOARGS_MTU, BY_SCRIPT},
	{ISOARGS_KS, "ISOARGS_AUTO names a script"},
	{ISOARGS_GRAPHICAL, NO_SCREEN},
	{ISOARGS_VNC, NO_SCREEN},
	{ISOARGS_VNC_PASSWORD, NO_SCREEN},
	{ISOARGS_STAGE2, "leave it out: the entry's archisosearchuuid= names the medium's date"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_arch = {
	.installer = ISOARGS_INSTALLER_ARCH,
	.name = "archiso",
	.source = "archiso: configs/releng",
	.wishes = IA_WISH(DHCP) | IA_WISH(TEXT) | IA_WISH(REPO) | IA_WISH(AUTO) | IA_WISH(BASE_URL),
	.instead = instead,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.write = write_words,
};
