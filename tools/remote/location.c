/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/location.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* The parts of one, each up to where the next begins. */
struct parts {
	const char *scheme; /* its end is ':' */
	size_t scheme_size;
	const char *user; /* "user:password@"; NULL: there is none */
	const char *host; /* with its port */
	size_t host_size;
	const char *path;
	size_t path_size;
	const char *query; /* with its '?'; "" where there is none, as has a fragment alone */
	size_t query_size;
};

static size_t scheme_size(const char *word)
{
	size_t size = 0;

	if (!ia_ascii_is_alnum(word[0]) || ia_ascii_is_digit(word[0]))
		return 0;
	while (ia_ascii_is_alnum(word[size]) || (word[size] && strchr("+.-", word[size])))
		size++;
	return strncmp(word + size, "://", 3) == 0 ? size : 0;
}

bool location_is_url(const char *word)
{
	return scheme_size(word) > 0;
}

/* False: it has no scheme. */
static bool take_apart(const char *url, struct parts *ret)
{
	size_t size = scheme_size(url), length;
	const char *authority, *at = NULL;

	if (size == 0)
		return false;
	authority = url + size + strlen("://");
	length = strcspn(authority, "/?#");
	/* of several the last counts, as in libcurl */
	for (size_t i = 0; i < length; i++) {
		if (authority[i] == '@')
			at = authority + i;
	}
	*ret = (struct parts){.scheme = url, .scheme_size = size, .user = at ? authority : NULL};
	ret->host = at ? at + 1 : authority;
	ret->host_size = (size_t)(authority + length - ret->host);
	ret->path = authority + length;
	ret->path_size = strcspn(ret->path, "?#");
	ret->query = ret->path + ret->path_size;
	ret->query_size = strcspn(ret->query, "#");
	return true;
}

static bool has_scheme(const struct parts *parts, const char *name)
{
	return parts->scheme_size == strlen(name) && ia_ascii_prefix_fold(parts->scheme, name);
}

static bool is_port(const char *text, size_t size)
{
	unsigned port;

	/* "host:" is allowed by RFC 3986 */
	return size == 0 || (ia_decimal_parse(text, size, 65535, &port) && port > 0);
}

/* A name, an address, an IPv6 address in brackets; with a port, or without. */
static bool is_host(const char *host, size_t size)
{
	const char *end = host + size, *p = host;

	if (size > 0 && *host == '[') {
		p = memchr(host, ']', size);
		for (const char *c = host + 1; p && c < p; c++) {
			if (!ia_ascii_is_hex(*c) && *c != ':' && *c != '.')
				return false;
		}
		if (!p || p == host + 1)
			return false;
		p++;
	} else {
		while (p < end && (ia_ascii_is_alnum(*p) || (*p && strchr("-._~", *p)) ||
				   (unsigned char)*p >= 0x80))
			p++;
		if (p == host)
			return false;
	}
	return p == end || (*p == ':' && is_port(p + 1, (size_t)(end - p - 1)));
}

static bool has_only_text(const char *url)
{
	for (; *url; url++) {
		if ((unsigned char)*url <= ' ' || *url == 0x7f || *url == '\\')
			return false;
	}
	return true;
}

int location_check(const char *url, const char **ret_why)
{
	struct parts parts;

	if (!take_apart(url, &parts) ||
	    (!has_scheme(&parts, "http") && !has_scheme(&parts, "https")))
		*ret_why = "its scheme is unknown; expected http:// or https://, or the path of a "
			   "file or a folder";
	else if (strlen(url) > LOCATION_MAX)
		*ret_why = "the URL is longer than 4096 bytes";
	else if (parts.user)
		*ret_why =
			"found a user's name or a password in the URL, where every user of this "
			"machine sees it; write them to ~/.netrc, and use the option that reads it";
	else if (!has_only_text(url))
		*ret_why = "found a blank, a backslash or a control character in the URL; expected "
			   "it as %20, %5C or %NN";
	else if (!is_host(parts.host, parts.host_size))
		*ret_why = "the URL names no host that could be asked";
	else
		return 0;
	return -EINVAL;
}

static char *taken(struct ia_strbuf *raw)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = NULL;

	if (!raw->error && raw->data)
		ia_utf8_add_printable(&buf, raw->data, raw->length);
	if (raw->error || ia_strbuf_take(&buf, &text) < 0)
		return NULL;
	return text;
}

char *location_clean(const char *url)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = {0};
	struct parts parts;

	if (!take_apart(url, &parts)) {
		ia_strbuf_add(&raw, url, strcspn(url, "?#"));
		return taken(&raw);
	}
	ia_strbuf_add(&raw, parts.scheme, parts.scheme_size);
	ia_strbuf_adds(&raw, "://");
	ia_strbuf_add(&raw, parts.host, parts.host_size);
	ia_strbuf_add(&raw, parts.path, parts.path_size);
	return taken(&raw);
}

char *location_origin(const char *url)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = {0};
	struct parts parts;

	if (take_apart(url, &parts)) {
		ia_strbuf_add(&raw, parts.scheme, parts.scheme_size);
		ia_strbuf_adds(&raw, "://");
		ia_strbuf_add(&raw, parts.host, parts.host_size);
	} else {
		/* "file:/etc", "javascript:…": what stands behind the scheme says nothing more */
		ia_strbuf_add(&raw, url, strcspn(url, "/?#"));
	}
	return taken(&raw);
}

bool location_is_secure(const char *url)
{
	struct parts parts;

	return take_apart(url, &parts) && has_scheme(&parts, "https");
}

bool location_is_tree(const char *url)
{
	struct parts parts;

	return take_apart(url, &parts) && parts.path_size > 0 &&
	       parts.path[parts.path_size - 1] == '/';
}

static void add_encoded(struct ia_strbuf *buf, const char *path)
{
	for (; *path; path++) {
		if (ia_ascii_is_alnum(*path) || strchr("/-._~", *path))
			ia_strbuf_addc(buf, *path);
		else
			ia_strbuf_addf(buf, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

char *location_join(const char *tree, const char *path)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	struct parts parts;
	char *url = NULL;

	if (!take_apart(tree, &parts))
		return NULL;
	ia_strbuf_add(&buf, tree, (size_t)(parts.query - tree));
	if (!location_is_tree(tree))
		ia_strbuf_addc(&buf, '/');
	add_encoded(&buf, path);
	ia_strbuf_add(&buf, parts.query, parts.query_size);
	return ia_strbuf_take(&buf, &url) < 0 ? NULL : url;
}

char *location_base(const char *url, const char *path)
{
	struct ia_strbuf end IA_AUTO_STRBUF = {0}, base IA_AUTO_STRBUF = {0};
	struct parts parts;
	char *tree = NULL;
	size_t size;

	ia_strbuf_addc(&end, '/');
	add_encoded(&end, path);
	if (end.error || !take_apart(url, &parts) || parts.path_size < end.length)
		return NULL;
	size = (size_t)(parts.query - url) - end.length;
	if (memcmp(url + size, end.data, end.length) != 0)
		return NULL;
	ia_strbuf_add(&base, url, size + 1);
	ia_strbuf_add(&base, parts.query, parts.query_size);
	return ia_strbuf_take(&base, &tree) < 0 ? NULL : tree;
}
