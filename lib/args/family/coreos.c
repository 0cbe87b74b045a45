/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/family/rules.h"
#include "args/network/dracut-ip.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"
#include "menu/cmdline.h"

/*
 * CoreOS of Fedora and RHEL: a live system, in which coreos-installer runs where a disk is named.
 * Sources: coreos-installer's docs/getting-started.md, fedora-coreos-config's 35coreos-live and
 * 35coreos-network, dracut.cmdline(7).
 */

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"quiet", IA_ALWAYS, "only hides messages"},
	{"bond", IA_ON_NETWORK, NULL},
	{"bootdev", IA_ON_NETWORK, NULL},
	{"ip", IA_ON_NETWORK, NULL},
	{"nameserver", IA_ON_NETWORK, NULL},
	{"rd.neednet", IA_ON_NETWORK, NULL},
	{"vlan", IA_ON_NETWORK, NULL},
	{"coreos.inst.ignition_url", IA_ON_AUTO, NULL},
	{"coreos.liveiso", IA_ON_BASE_URL, NULL},
	{"coreos.live.rootfs_url", IA_ON_BASE_URL, NULL},
	{"console", IA_ALWAYS, "the guest's own console takes its place"},
	{NULL, IA_ALWAYS, NULL},
};

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http://", "https://", NULL};
	const struct isoargs_request *request = derivation->request;
	int r;

	r = ia_scheme_check(ISOARGS_AUTO, request->automation, schemes,
			    "an Ignition configuration that coreos-installer fetches: http://… or "
			    "https://…",
			    reterr);
	if (r == 0)
		r = ia_scheme_check(
			ISOARGS_BASE_URL, request->base_url, schemes,
			"http://… or https://…, from which the root file system of a live "
			"CoreOS is fetched",
			reterr);
	if (r == 0 && request->automation)
		derivation->args->boots = ISOARGS_BOOTS_INSTALLER;
	return r;
}

#define INSTALLER "coreos-installer: docs/getting-started.md"
#define LIVE      "fedora-coreos-config: 35coreos-live"

static bool names_disk(const struct ia_derivation *derivation)
{
	const struct ia_option_list *append = &derivation->request->append;

	for (size_t i = 0; i < append->count; i++) {
		if (ia_word_is(append->values[i], "coreos.inst.install_dev"))
			return true;
	}
	for (size_t i = 0; i < derivation->own.count; i++) {
		if (ia_word_is(derivation->own.words[i].text, "coreos.inst.install_dev"))
			return true;
	}
	return false;
}

static bool is_fedora(const struct ia_derivation *derivation)
{
	const char *name = derivation->report->distro.name;

	return name && strncmp(name, "Fedora", 6) == 0;
}

static void write_network(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct isoargs_request *request = derivation->request;
	bool is_asked = request->network.dhcp || request->network.ip.family;
	const struct ia_dracut_form form = {
		/* systemd since 250 names those of Xen so; of RHEL's CoreOS that is not known. */
		.nic = derivation->guest->is_xen && is_fedora(derivation) ? "enX0" : "",
		.dotted = true,
		.source = "dracut: 35network-manager",
	};

	ia_dracut_ip_write(writer, &form);
	if (request->base_url && !is_asked)
		ia_writer_add(writer, IA_SAYING(BASE_URL, "the root file system is fetched", LIVE),
			      "ip=dhcp");
	if (is_asked)
		ia_writer_add(writer,
			      &(const struct ia_saying){
				      .option = request->network.dhcp ? ISOARGS_DHCP : ISOARGS_IP,
				      .reason = "the network is set up before anything asks for it",
				      .source = "dracut: 35network-manager"},
			      "rd.neednet=1");
}

static void write_words(struct ia_writer *writer)
{
	const struct ia_derivation *derivation = writer->derivation;
	const struct isoargs_request *request = derivation->request;

	if (request->base_url)
		ia_writer_add(writer,
			      IA_SAYING(BASE_URL,
					"the root file system, which is loaded into memory", LIVE),
			      "coreos.live.rootfs_url=%s/images/pxeboot/rootfs.img",
			      request->base_url);
	write_network(writer);
	if (!request->automation)
		return;
	if (!names_disk(derivation))
		ia_writer_add(writer,
			      IA_SAYING(AUTO,
					"the guest's first disk, which is overwritten unasked",
					INSTALLER),
			      "coreos.inst.install_dev=/dev/%s", derivation->guest->disk);
	ia_writer_add(writer,
		      IA_SAYING(AUTO, "Ignition configuration of the installed system", INSTALLER),
		      "coreos.inst.ignition_url=%s", request->automation);
}

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "ISOARGS_AUTO names an Ignition configuration"},
	{ISOARGS_REPO, "name the image that is installed: ISOARGS_APPEND "
		       "coreos.inst.image_url=http://…"},
	{ISOARGS_GRAPHICAL, "leave it out: it has a text console and nothing else"},
	{ISOARGS_VNC, "leave it out: it has a text console and nothing else"},
	{ISOARGS_VNC_PASSWORD, "leave it out: it has a text console and nothing else"},
	{ISOARGS_STAGE2, "leave it out: the entry's coreos.liveiso= names the medium's label"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_coreos = {
	.installer = ISOARGS_INSTALLER_COREOS,
	.name = "CoreOS",
	.source = "fedora-coreos-config: live-generator",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(MTU) | IA_WISH(TEXT) | IA_WISH(AUTO) |
		  IA_WISH(BASE_URL),
	.instead = instead,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.write = write_words,
};
