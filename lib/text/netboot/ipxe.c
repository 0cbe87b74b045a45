/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "text/guest/consumer.h"
#include "text/netboot/served.h"

/*
 * A script for iPXE. It splits a line at blanks and knows no quotes and no backslash, but for one at
 * a line's end; "&&", "||" and ";" end a command and "#" begins a comment where a word does; ${…} is
 * a setting (ipxe: core/exec.c, image/script.c).
 */

static int refuse(const char *line, const char *at, const char *why, struct isoargs_error **reterr)
{
	struct ia_slice word = ia_served_word(line, at);

	return ia_error(
		reterr, -EOPNOTSUPP, IA_NOWHERE, "leave it out, or take the format pxelinux",
		"found the word %.*s, which iPXE cannot carry: %s", (int)word.size, word.at, why);
}

/* The word from at on. */
static bool is_word(const char *at, const char *word)
{
	size_t length = strcspn(at, " ");

	return strlen(word) == length && strncmp(at, word, length) == 0;
}

static int check_line(const char *line, struct isoargs_error **reterr)
{
	const char *setting = strstr(line, "${");
	size_t length = strlen(line);

	if (setting)
		return refuse(line, setting, "${ begins a setting", reterr);
	for (const char *at = line; *at; at += *at == ' ') {
		if (*at == ' ')
			return refuse(line, at + 1, "it stands behind more than one blank", reterr);
		if (*at == '#')
			return refuse(line, at, "# begins a comment", reterr);
		if (is_word(at, "&&") || is_word(at, "||") || is_word(at, ";"))
			return refuse(line, at, "it ends the command", reterr);
		at += strcspn(at, " ");
	}
	if (length > 0 && line[length - 1] == '\\')
		return refuse(line, line + length - 1, "a backslash at the end joins two lines",
			      reterr);
	return 0;
}

static int check_urls(const struct ia_served *served, struct isoargs_error **reterr)
{
	int r = check_line(served->kernel, reterr);

	for (size_t i = 0; r == 0 && i < served->initrd_count; i++)
		r = check_line(served->initrds[i], reterr);
	return r;
}

/* A firmware of EFI finds RAM disks by these names alone; one of a BIOS takes all that there are. */
static void add_initrd_names(const struct ia_served *served, struct ia_strbuf *buf)
{
	for (size_t i = 0; i < served->initrd_count; i++)
		ia_strbuf_addf(buf, " initrd=initrd%zu", i + 1);
}

static int write_ipxe(const struct isoargs_args *args, const struct ia_domain *domain,
		      struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	struct ia_served served IA_AUTO_SERVED = {0};
	int r = ia_served_find(args, domain, &served, reterr);

	if (r == 0)
		r = check_line(args->text, reterr);
	if (r == 0)
		r = check_urls(&served, reterr);
	if (r < 0)
		return r;
	ia_strbuf_addf(buf, "#!ipxe\nkernel %s", served.kernel);
	add_initrd_names(&served, buf);
	if (*args->text)
		ia_strbuf_addf(buf, " %s", args->text);
	ia_strbuf_addc(buf, '\n');
	for (size_t i = 0; i < served.initrd_count; i++)
		ia_strbuf_addf(buf, "initrd --name initrd%zu %s\n", i + 1, served.initrds[i]);
	ia_strbuf_adds(buf, "boot\n");
	return 0;
}

const struct ia_consumer ia_consumer_ipxe = {
	.name = "ipxe",
	.guests = ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM,
	.options = IA_GUEST_BIT(KERNEL) | IA_GUEST_BIT(INITRD) | IA_GUEST_BIT(FORCE),
	.served = true,
	.write = write_ipxe,
};
