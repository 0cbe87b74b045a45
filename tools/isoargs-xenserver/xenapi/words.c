/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "rpc/spelling.h"
#include "xenapi/impl.h"

/* What is said, by a host or of a call, without what nobody is to read. */

/* A secret that a text repeats in some spelling, in words; NULL: none. */
static const char *secret_in(const struct xenapi *xenapi, const char *text, size_t size)
{
	bool repeats = xenapi->session && spelling_holds(text, size, xenapi->session);

	if (xenapi->password && spelling_holds(text, size, xenapi->password))
		return "(left out, as it holds the password)";
	if (xenapi->guest_secret && spelling_holds(text, size, xenapi->guest_secret))
		return "(left out, as it holds the guest's password)";
	for (size_t i = 0; i < SESSIONS_KEPT && !repeats; i++)
		repeats = xenapi->dead[i] && spelling_holds(text, size, xenapi->dead[i]);
	return repeats ? "(left out, as it holds the session)" : NULL;
}

/* An installer's words are words like any other, but for inst.vncpassword=. */
static void mask_passwords(const struct xenapi *xenapi, const char *text, size_t size,
			   struct ia_strbuf *buf)
{
	static const char word[] = "password=";
	const size_t length = strlen(word);
	const char *secret = xenapi->guest_secret, *end = text + size, *at;

	while ((at = memmem(text, (size_t)(end - text), word, length))) {
		at += length;
		ia_strbuf_add(buf, text, (size_t)(at - text));
		ia_strbuf_adds(buf, "(password)");
		if (secret && (size_t)(end - at) >= strlen(secret) &&
		    memcmp(at, secret, strlen(secret)) == 0)
			at += strlen(secret);
		while (at < end && !strchr(" \t\r\n", *at))
			at++;
		text = at;
	}
	ia_strbuf_add(buf, text, (size_t)(end - text));
}

void words_add(const struct xenapi *xenapi, const char *text, size_t size, struct ia_strbuf *buf)
{
	struct ia_strbuf masked IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	const char *instead;

	if (size > WORDS_MAX)
		size = WORDS_MAX;
	mask_passwords(xenapi, text, size, &masked);
	if (masked.error) {
		buf->error = masked.error;
		return;
	}
	/* the guest's password is masked where it belongs; the others belong nowhere */
	instead = secret_in(xenapi, masked.data ? masked.data : "", masked.length);
	if (!instead && xenapi->password && spelling_holds(text, size, xenapi->password))
		instead = secret_in(xenapi, text, size);
	if (instead)
		ia_strbuf_adds(buf, instead);
	else if (masked.data)
		ia_strbuf_add(buf, masked.data, masked.length);
}

bool words_are_secret(const struct xenapi *xenapi, const char *text, size_t size)
{
	return secret_in(xenapi, text, size) != NULL;
}

int xenapi_keep_out(struct xenapi *xenapi, const char *secret)
{
	char *copy = secret && *secret ? strdup(secret) : NULL;

	if (secret && *secret && !copy)
		return -1;
	ia_secret_free(xenapi->guest_secret);
	xenapi->guest_secret = copy;
	return 0;
}
