/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "args/evidence.h"
#include "args/family/rules.h"
#include "args/network/klibc.h"
#include "args/network/scheme.h"
#include "base/cleanup.h"

/*
 * Alpine Linux: a live system that setup-alpine installs, from an overlay where one is named. Its
 * words are read by mkinitfs' initramfs-init.in.
 */

#define INIT "mkinitfs: initramfs-init.in"

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"quiet", IA_ALWAYS, "only hides messages"},
	{"vga", IA_ALWAYS, "a text console has no video mode"},
	{"console", IA_ALWAYS, "the guest's own console takes its place"},
	{"ip", IA_ON_NETWORK, NULL},
	{"apkovl", IA_ON_AUTO, NULL},
	{"alpine_repo", IA_ON_REPO, NULL},
	{NULL, IA_ALWAYS, NULL},
};

/* The medium with Xen on it is for hosts: of its kernel and RAM disk alone comes another system. */
static int settle_host(const struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = derivation->entry;

	if (!ia_evidence_is_multiboot(entry) || derivation->guest->has_screen)
		return 0;
	return ia_error(
		reterr, -EOPNOTSUPP, IA_AT_LINE(entry->file, entry->line, 0),
		"use the medium \"standard\" or \"virt\" for a guest, or ISOARGS_GUEST hvm for "
		"a host in a guest",
		"the entry \"%s\" starts Xen itself, and %s cannot", entry->title,
		derivation->guest->phrase);
}

static int settle(struct ia_derivation *derivation, struct isoargs_error **reterr)
{
	static const char *const web[] = {"http://", "https://", "ftp://", NULL};
	const struct isoargs_request *request = derivation->request;
	int r = settle_host(derivation, reterr);

	if (r == 0)
		r = ia_klibc_check(&request->network, "Alpine's init", reterr);
	if (r == 0)
		r = ia_scheme_check(ISOARGS_AUTO, request->automation, web,
				    "an overlay that lbu made: http://…, https://… or ftp://…",
				    reterr);
	if (r == 0)
		r = ia_scheme_check(ISOARGS_REPO, request->repo, web,
				    "a repository of packages: http://…, https://… or ftp://…",
				    reterr);
	if (r == 0 && request->automation)
		derivation->args->boots = ISOARGS_BOOTS_INSTALLER;
	return r;
}

static void write_network(struct ia_writer *writer)
{
	const struct ia_network *net = &writer->derivation->request->network;
	struct ia_strbuf ip IA_AUTO_STRBUF = {0};

	if (!net->dhcp && !net->ip.family)
		return;
	/* mdev leaves the names that the kernel gives. */
	ia_klibc_ip(net, net->ip.family ? "eth0" : "", &ip);
	if (ip.error)
		writer->error = writer->error < 0 ? writer->error : ia_error_memory(writer->reterr);
	else if (net->ip.family)
		ia_writer_add(
			writer,
			IA_SAYING(IP,
				  "static address of the live system; its host name is not read",
				  INIT),
			"%s", ip.data);
	else
		ia_writer_add(writer, IA_SAYING(DHCP, "the live system asks a DHCP server", INIT),
			      "%s", ip.data);
}

static void write_words(struct ia_writer *writer)
{
	const struct isoargs_request *request = writer->derivation->request;

	write_network(writer);
	if (request->repo)
		ia_writer_add(writer, IA_SAYING(REPO, "repository of the packages", INIT),
			      "alpine_repo=%s", request->repo);
	if (request->automation)
		ia_writer_add(writer, IA_SAYING(AUTO, "overlay of the live system", INIT),
			      "apkovl=%s", request->automation);
}

#define NO_SCREEN "leave it out: it has a text console and nothing else"

static const struct ia_instead instead[] = {
	{ISOARGS_KS, "ISOARGS_AUTO names an overlay"},
	{ISOARGS_MTU, "set it in /etc/network/interfaces of the overlay that ISOARGS_AUTO names"},
	{ISOARGS_GRAPHICAL, NO_SCREEN},
	{ISOARGS_VNC, NO_SCREEN},
	{ISOARGS_VNC_PASSWORD, NO_SCREEN},
	{ISOARGS_STAGE2, "leave it out: it looks at every device for its repository"},
	{ISOARGS_BASE_URL,
	 "serve Alpine's netboot files, whose initial RAM disk has a network, with "
	 "ip=dhcp alpine_repo=URL modloop=URL"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_alpine = {
	.installer = ISOARGS_INSTALLER_ALPINE,
	.name = "Alpine's init",
	.source = "mkinitfs: initramfs-init.in",
	.wishes = IA_WISHES_STATIC | IA_WISH(DHCP) | IA_WISH(TEXT) | IA_WISH(REPO) | IA_WISH(AUTO),
	.instead = instead,
	.has_console = true,
	.settle = settle,
	.drops = drops,
	.write = write_words,
};
