/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs/next.h"

#include <string.h>

#include "base/strbuf.h"

/* What a shell takes as it is. */
static bool is_plain(const char *word)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789_./:@%+=,-";

	return *word && word[strspn(word, plain)] == '\0';
}

static void add_word(struct ia_strbuf *buf, const char *word)
{
	ia_strbuf_addc(buf, ' ');
	if (is_plain(word)) {
		ia_strbuf_adds(buf, word);
		return;
	}
	ia_strbuf_addc(buf, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			ia_strbuf_adds(buf, "'\\''");
		else
			ia_strbuf_addc(buf, *word);
	}
	ia_strbuf_addc(buf, '\'');
}

static void add_option(struct ia_strbuf *buf, const char *option, const char *value)
{
	if (!value)
		return;
	ia_strbuf_addc(buf, ' ');
	ia_strbuf_adds(buf, option);
	add_word(buf, value);
}

/* They are joined by ';', which none of them holds. */
static void add_pins(struct ia_strbuf *buf, const char *pins)
{
	while (pins && *pins) {
		size_t length = strcspn(pins, ";");

		ia_strbuf_addf(buf, " --pin %.*s", (int)length, pins);
		pins += length + (pins[length] == ';');
	}
}

static void add_trust(struct ia_strbuf *buf, const struct connect *connect)
{
	add_option(buf, "--ca", connect->transport.ca);
	add_option(buf, "--tls-name", connect->transport.tls_name);
	add_pins(buf, connect->pins);
	if (connect->transport.trust == TRUST_ANYBODY)
		ia_strbuf_adds(buf, " --insecure");
	if (connect->transport.legacy)
		ia_strbuf_adds(buf, " --legacy-tls");
}

char *next_command(const struct connect *connect, const char *verb, const char *const *words)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text;

	ia_strbuf_addf(&buf, "isoargs-xenserver %s", verb);
	add_option(&buf, "--host", connect->host);
	add_option(&buf, "--user", connect->user);
	add_trust(&buf, connect);
	add_option(&buf, "--password-file", connect->password_file);
	add_option(&buf, "--password-env", connect->password_env);
	for (; *words; words++)
		add_word(&buf, *words);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}
