/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "text/guest/consumer.h"
#include "text/netboot/served.h"

/*
 * A menu entry for GRUB. In single quotes nothing means anything to its lexer; but what it hands to
 * Linux it escapes itself: a backslash before each quote and backslash (grub-core/lib/cmdline.c; Red
 * Hat's leaves \x20 alone).
 */

#define PLAIN "/_.:=,@%+-()"

static void add_word(struct ia_strbuf *buf, const char *word, size_t length)
{
	bool plain = length > 0;

	for (size_t i = 0; i < length && plain; i++)
		plain = ia_ascii_is_alnum(word[i]) || strchr(PLAIN, word[i]);
	if (!plain)
		ia_strbuf_addc(buf, '\'');
	ia_strbuf_add(buf, word, length);
	if (!plain)
		ia_strbuf_addc(buf, '\'');
}

/* Of no quotes. */
static void add_line(struct ia_strbuf *buf, const char *line)
{
	while (*line) {
		size_t length = strcspn(line, " ");

		ia_strbuf_addc(buf, ' ');
		add_word(buf, line, length);
		line += length;
		line += *line == ' ';
	}
}

static int check(const struct isoargs_args *args, const struct ia_domain *domain,
		 struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http", "tftp", NULL};
	const char *odd = strpbrk(args->text, "'\"\\");
	const char *blanks = strstr(args->text, "  ");

	if (odd || blanks) {
		struct ia_slice word = ia_served_word(args->text, odd ? odd : blanks);

		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE,
				"leave it out, or take the format pxelinux",
				"found the word %.*s, which GRUB does not hand on as it is",
				(int)word.size, word.at);
	}
	if (strchr(domain->name, '\''))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_GUEST_NAME), NULL,
				"found \"%s\", expected a name without single quotes",
				domain->name);
	return ia_served_check_scheme(args->base_url, "GRUB", schemes, reterr);
}

/* (http,HOST)/PATH of http://HOST/PATH. A TFTP server is asked for the name as it is. */
static int add_file(struct ia_strbuf *buf, const char *url, struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http", "tftp", NULL};
	struct ia_strbuf file IA_AUTO_STRBUF = {0};
	size_t scheme = strcspn(url, ":"), host;
	int r = ia_served_check_scheme(url, "GRUB", schemes, reterr);

	if (r < 0)
		return r;
	host = strcspn(url + scheme + 3, "/");
	if (memchr(url + scheme + 3, '@', host) || memchr(url + scheme + 3, ',', host) ||
	    (strncmp(url, "tftp", 4) == 0 && strchr(url, '%')))
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, "take the format ipxe",
				"found \"%s\", which GRUB would not ask for", url);
	ia_strbuf_addf(&file, "(%.*s,%.*s)%s", (int)scheme, url, (int)host, url + scheme + 3,
		       url + scheme + 3 + host);
	if (file.error)
		return ia_error_memory(reterr);
	ia_strbuf_addc(buf, ' ');
	add_word(buf, file.data, file.length);
	return 0;
}

static bool has_port(const char *url)
{
	const char *host = strstr(url, "://") + 3, *end = host + strcspn(host, "/");
	const char *colon = memrchr(host, ':', (size_t)(end - host));

	return colon && !memchr(colon, ']', (size_t)(end - colon));
}

static int write_grub(const struct isoargs_args *args, const struct ia_domain *domain,
		      struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	struct ia_served served IA_AUTO_SERVED = {0};
	int r = ia_served_find(args, domain, &served, reterr);

	if (r == 0)
		r = check(args, domain, reterr);
	if (r < 0)
		return r;
	if (has_port(args->base_url))
		ia_strbuf_adds(buf, "# A port is read by GRUB 2.12 and by Red Hat's.\n");
	ia_strbuf_addf(buf, "menuentry '%s' {\n\tlinux", domain->name);
	r = add_file(buf, served.kernel, reterr);
	add_line(buf, args->text);
	ia_strbuf_addc(buf, '\n');
	for (size_t i = 0; r == 0 && i < served.initrd_count; i++) {
		ia_strbuf_adds(buf, i ? "" : "\tinitrd");
		r = add_file(buf, served.initrds[i], reterr);
	}
	ia_strbuf_adds(buf, served.initrd_count ? "\n}\n" : "}\n");
	return r;
}

const struct ia_consumer ia_consumer_grub = {
	.name = "grub",
	.guests = ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM,
	.options = IA_GUEST_BIT(NAME) | IA_GUEST_BIT(KERNEL) | IA_GUEST_BIT(INITRD) |
		   IA_GUEST_BIT(FORCE),
	.served = true,
	.write = write_grub,
};
