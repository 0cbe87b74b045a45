/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/transport.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "config.h"
#include "rpc/xmlrpc.h"
#include "tls/certificate.h"
#include "tls/transport-impl.h"

#define AGENT          "isoargs-xenserver/" VERSION
#define PORT           443u
#define UPLOAD_BUFFER  (256L * 1024)
#define STALL_S        60L /* without a byte of an upload */
#define LEGACY_CIPHERS "DEFAULT@SECLEVEL=0"

static int set_names(struct transport *transport, const char *address)
{
	const char *start,
		*name = transport->options.trust == TRUST_CA ? transport->options.tls_name : NULL;
	char *rule IA_AUTO_FREE = NULL;
	size_t length;
	bool is_ipv6;

	transport->port = transport->options.port ? transport->options.port : PORT;
	if (!host_address_split(address, &start, &length, &transport->port))
		return -EINVAL;
	is_ipv6 = memchr(start, ':', length) != NULL;
	if (asprintf(&transport->host, "%s%.*s%s", is_ipv6 ? "[" : "", (int)length, start,
		     is_ipv6 ? "]" : "") < 0) {
		transport->host = NULL;
		return -ENOMEM;
	}
	for (char *p = transport->host; *p; p++)
		*p = ia_ascii_lower(*p);
	if (asprintf(&transport->key, "%s:%u", transport->host, transport->port) < 0) {
		transport->key = NULL;
		return -ENOMEM;
	}
	if (asprintf(&transport->url, "https://%s:%u/", name ? name : transport->host,
		     transport->port) < 0) {
		transport->url = NULL;
		return -ENOMEM;
	}
	if (!name)
		return 0;
	if (asprintf(&rule, "::%s", transport->key) < 0) {
		rule = NULL;
		return -ENOMEM;
	}
	transport->connect_to = curl_slist_append(NULL, rule);
	return transport->connect_to ? 0 : -ENOMEM;
}

int transport_new(const char *address, const struct transport_options *options,
		  struct transport **ret, struct xenapi_error **reterr)
{
	struct transport *transport;
	int r;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return xenapi_fail_memory(reterr);
	transport = calloc(1, sizeof(*transport));
	if (!transport) {
		curl_global_cleanup();
		return xenapi_fail_memory(reterr);
	}
	transport->options = *options;
	transport->address = strdup(address);
	r = transport->address ? set_names(transport, address) : -ENOMEM;
	if (r == 0 && options->trust == TRUST_PIN) {
		transport->pin = strdup(options->pin);
		r = transport->pin ? 0 : -ENOMEM;
	}
	if (r < 0) {
		transport_free(transport);
		if (r == -ENOMEM)
			return xenapi_fail_memory(reterr);
		return xenapi_fail(
			reterr, XENAPI_ARGUMENT, address, NULL,
			"it is no address of a host; expected NAME or ADDRESS, with :PORT "
			"unless that is %u, and an IPv6 address with a port in brackets",
			PORT);
	}
	*ret = transport;
	return 0;
}

struct transport *transport_free(struct transport *transport)
{
	if (!transport)
		return NULL;
	if (transport->easy)
		curl_easy_cleanup(transport->easy);
	curl_slist_free_all(transport->connect_to);
	free(transport->address);
	free(transport->host);
	free(transport->key);
	free(transport->url);
	free(transport->pin);
	free(transport);
	curl_global_cleanup();
	return NULL;
}

const char *transport_host(const struct transport *transport)
{
	return transport->address;
}

unsigned transport_port(const struct transport *transport)
{
	return transport->port;
}

const char *transport_pin(const struct transport *transport)
{
	return transport->pin;
}

void transport_set_interrupt(struct transport *transport, const volatile sig_atomic_t *flag)
{
	transport->options.interrupt = flag;
}

bool transport_interrupted(const struct transport *transport)
{
	return transport->options.interrupt && *transport->options.interrupt;
}

static int watch(void *data, curl_off_t dltotal IA_UNUSED, curl_off_t dlnow IA_UNUSED,
		 curl_off_t ultotal IA_UNUSED, curl_off_t ulnow IA_UNUSED)
{
	const struct transport *transport = data;

	return !transport->is_deaf && transport_interrupted(transport);
}

static void set_trust(const struct transport *transport, CURL *easy)
{
	bool verify = transport->options.trust == TRUST_CA;

	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	if (verify) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, transport->options.ca);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (transport->pin)
		curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, transport->pin);
	if (transport->connect_to)
		curl_easy_setopt(easy, CURLOPT_CONNECT_TO, transport->connect_to);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
			 transport->options.legacy ? (long)CURL_SSLVERSION_TLSv1_0
						   : (long)CURL_SSLVERSION_TLSv1_2);
	if (transport->options.legacy)
		curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, LEGACY_CIPHERS);
}

CURL *transport_handle(struct transport *transport)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		return NULL;
	transport->detail[0] = '\0';
	curl_easy_setopt(easy, CURLOPT_URL, transport->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* whatever the environment names */
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, AGENT);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transport->detail);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, transport);
	set_trust(transport, easy);
	return easy;
}

static const char *detail_of(const struct transport *transport, CURLcode code)
{
	return transport->detail[0] ? transport->detail : curl_easy_strerror(code);
}

/* Looks at the certificate that the host shows, trusting nothing and sending nothing. */
static int look_at_certificate(struct transport *transport, struct certificate *ret,
			       CURLcode *ret_code)
{
	struct transport open = *transport;
	struct curl_certinfo *info = NULL;
	CURL *easy;
	int r = -EBADMSG;

	open.options.trust = TRUST_ANYBODY;
	open.pin = NULL;
	easy = transport_handle(&open);
	if (!easy)
		return -ENOMEM;
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transport->detail);
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	*ret_code = curl_easy_perform(easy);
	if (*ret_code != CURLE_OK) {
		curl_easy_cleanup(easy);
		return -ENOTCONN;
	}
	curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info);
	for (struct curl_slist *item = info && info->num_of_certs > 0 ? info->certinfo[0] : NULL;
	     item; item = item->next) {
		if (strncmp(item->data, "Cert:", 5) == 0)
			r = certificate_read(item->data + 5, ret);
	}
	curl_easy_cleanup(easy);
	return r;
}

/* The host shows another key than the one expected. */
static int fail_pin(struct transport *transport, const char *method, struct xenapi_error **reterr)
{
	struct certificate now = {.pin = "unknown", .sha256 = "unknown"};
	CURLcode code;

	look_at_certificate(transport, &now, &code);
	if (transport->options.trust == TRUST_PIN)
		return xenapi_fail(
			reterr, XENAPI_UNTRUSTED, transport->address, method,
			"its certificate has another key than --pin says, so nothing was "
			"sent: it shows %s (certificate SHA-256 %s)",
			now.pin, now.sha256);
	return xenapi_fail(
		reterr, XENAPI_UNTRUSTED, transport->address, method,
		"its certificate HAS CHANGED since the first visit, so nothing was sent: "
		"the key was %s and is %s (certificate SHA-256 %s); somebody may be "
		"listening in. Where it was exchanged on purpose, give the new one with "
		"--pin, or remove the line of %s from the file of pins",
		transport->pin, now.pin, now.sha256, transport->key);
}

static int fail_certificate(struct transport *transport, CURLcode code, const char *method,
			    struct xenapi_error **reterr)
{
	const char *detail = detail_of(transport, code), *remedy = "";

	if (strstr(detail, "subject name") || strstr(detail, "does not match"))
		remedy = "; name the host in the certificate with --tls-name";
	else if (strstr(detail, "expired"))
		remedy = "; renew it on the host, or use --pin";
	else if (strstr(detail, "self-signed") || strstr(detail, "self signed") ||
		 strstr(detail, "local issuer"))
		remedy = "; --ca has to hold the authority that signed it";
	return xenapi_fail(reterr, XENAPI_UNTRUSTED, transport->address, method,
			   "its certificate is not accepted, so nothing was sent: %s%s", detail,
			   remedy);
}

int transport_fail(struct transport *transport, CURLcode code, const char *method,
		   struct xenapi_error **reterr)
{
	const char *host = transport->address, *detail = detail_of(transport, code);

	if (code == CURLE_ABORTED_BY_CALLBACK && transport_interrupted(transport))
		return xenapi_fail(reterr, XENAPI_INTERRUPTED, host, method, "interrupted");
	if (code == CURLE_OUT_OF_MEMORY)
		return xenapi_fail_memory(reterr);
	if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH)
		return fail_pin(transport, method, reterr);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return fail_certificate(transport, code, method, reterr);
	if (code == CURLE_SSL_CACERT_BADFILE)
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, host, method,
				   "the file of --ca cannot be used: %s", detail);
	if (code == CURLE_COULDNT_RESOLVE_HOST)
		return xenapi_fail(reterr, XENAPI_UNREACHABLE, host, method,
				   "there is no host of that name; check --host");
	if (code == CURLE_COULDNT_CONNECT)
		return xenapi_fail(reterr, XENAPI_UNREACHABLE, host, method,
				   "no connection: %s; check the address, and port %u in between",
				   detail, transport->port);
	if (code == CURLE_SSL_CONNECT_ERROR)
		return xenapi_fail(
			reterr, XENAPI_UNREACHABLE, host, method, "no TLS connection: %s%s", detail,
			transport->options.legacy
				? ""
				: "; a host of XenServer 6.5 or older needs --legacy-tls");
	if (code == CURLE_OPERATION_TIMEDOUT)
		return xenapi_fail(reterr, XENAPI_UNREACHABLE, host, method,
				   "no answer in time: %s", detail);
	return xenapi_fail(reterr, XENAPI_UNREACHABLE, host, method, "the connection broke: %s",
			   detail);
}

/* A host never seen before: shown, and stored if that is wanted. */
static int trust_new_host(struct transport *transport, const char *store,
			  struct xenapi_error **reterr)
{
	const struct transport_options *options = &transport->options;
	struct certificate certificate;
	CURLcode code;
	int r = look_at_certificate(transport, &certificate, &code);

	if (r == -ENOMEM)
		return xenapi_fail_memory(reterr);
	if (r == -ENOTCONN)
		return transport_fail(transport, code, NULL, reterr);
	if (r < 0)
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, transport->address, NULL,
				   "it shows no certificate that can be read");
	if (options->known && strcmp(options->known, certificate.pin) == 0) {
		transport->pin = strdup(certificate.pin);
		return transport->pin ? 0 : xenapi_fail_memory(reterr);
	}
	if (!options->confirm || !options->confirm(transport->key, &certificate, options->data))
		return xenapi_fail(
			reterr, XENAPI_UNTRUSTED, transport->address, NULL,
			"its certificate is not known and was not accepted, so nothing was "
			"sent: SHA-256 %s; compare it with the host's own and use --pin "
			"'%s'",
			certificate.sha256, certificate.pin);
	transport->pin = strdup(certificate.pin);
	if (!transport->pin)
		return xenapi_fail_memory(reterr);
	return pins_put(store, transport->key, certificate.pin, reterr);
}

static int find_pin(struct transport *transport, struct xenapi_error **reterr)
{
	const char *store = transport->options.store;
	char *path IA_AUTO_FREE = NULL;
	char pin[PIN_MAX];
	int r = store ? 0 : pins_path(&path, reterr);

	if (r < 0)
		return r;
	store = store ? store : path;
	r = pins_find(store, transport->key, pin, reterr);
	if (r < 0)
		return r;
	if (r == 0)
		return trust_new_host(transport, store, reterr);
	transport->pin = strdup(pin);
	return transport->pin ? 0 : xenapi_fail_memory(reterr);
}

int transport_trust(struct transport *transport, struct xenapi_error **reterr)
{
	CURLcode code;
	CURL *easy;
	int r = 0;

	if (transport->options.trust == TRUST_FIRST_USE && !transport->pin)
		r = find_pin(transport, reterr);
	if (r < 0)
		return r;
	easy = transport_handle(transport);
	if (!easy)
		return xenapi_fail_memory(reterr);
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	code = curl_easy_perform(easy);
	curl_easy_cleanup(easy);
	return code == CURLE_OK ? 0 : transport_fail(transport, code, NULL, reterr);
}

/* A reply as it grows, up to its bound; that to a login is a secret. */
struct gathering {
	struct ia_strbuf buf;
	bool is_too_long;
};

static size_t gather(char *data, size_t one IA_UNUSED, size_t size, void *user)
{
	struct gathering *to = user;

	if (size > XMLRPC_REPLY_MAX - to->buf.length) {
		to->is_too_long = true;
		return 0;
	}
	ia_strbuf_add(&to->buf, data, size);
	return to->buf.error ? 0 : size;
}

static int fail_reply(struct transport *transport, const struct gathering *reply, CURLcode code,
		      const char *method, struct xenapi_error **reterr)
{
	if (reply->buf.error)
		return xenapi_fail_memory(reterr);
	if (reply->is_too_long)
		return xenapi_fail(reterr, XENAPI_NO_REPLY, transport->address, method,
				   "the reply has more than %u bytes", XMLRPC_REPLY_MAX);
	return transport_fail(transport, code, method, reterr);
}

static CURLcode perform(CURL *easy, struct gathering *reply, struct transport_reply *ret)
{
	const char *location = NULL;
	CURLcode code;

	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, gather);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, reply);
	code = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &ret->status);
	curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &location);
	if (code == CURLE_OK && location)
		ret->location = strdup(location);
	return code;
}

/* Hands the answer over, or says why there is none. */
static int end_reply(struct transport *transport, CURLcode code, const char *method,
		     struct gathering *from, struct transport_reply *reply,
		     struct xenapi_error **reterr)
{
	int r = 0;

	reply->size = from->buf.length;
	if (code != CURLE_OK)
		r = fail_reply(transport, from, code, method, reterr);
	else if (ia_strbuf_take(&from->buf, &reply->data) < 0)
		r = xenapi_fail_memory(reterr);
	ia_strbuf_free(&from->buf);
	if (r < 0)
		free(reply->location);
	return r;
}

int transport_post(struct transport *transport, const struct transport_request *request,
		   struct transport_reply *ret, struct xenapi_error **reterr)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/xml");
	struct gathering body = {.buf = IA_STRBUF_SECRET};
	struct transport_reply reply = {0};
	CURLcode code;
	int r;
	CURL *easy;

	if (request->reads && !transport->easy)
		transport->easy = transport_handle(transport);
	easy = request->reads ? transport->easy : transport_handle(transport);
	if (!easy || !headers || !curl_slist_append(headers, "Expect:")) {
		curl_slist_free_all(headers);
		if (easy && easy != transport->easy)
			curl_easy_cleanup(easy);
		return xenapi_fail_memory(reterr);
	}
	transport->detail[0] = '\0';
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)request->size);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)request->timeout_s);
	transport->is_deaf = !request->reads;
	code = perform(easy, &body, &reply);
	transport->is_deaf = false;
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, NULL);
	if (easy != transport->easy)
		curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	r = end_reply(transport, code, request->method, &body, &reply, reterr);
	if (r == 0)
		*ret = reply;
	return r;
}

static size_t supply(char *buffer, size_t one, size_t count, void *user)
{
	const struct transport_upload *upload = user;
	ssize_t n = upload->read(buffer, one * count, upload->user);

	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

int transport_put(struct transport *transport, const struct transport_upload *upload,
		  struct transport_reply *ret, struct xenapi_error **reterr)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
	struct gathering body = {.buf = IA_STRBUF_SECRET};
	struct transport_reply reply = {0};
	char *url IA_AUTO_FREE = NULL;
	CURL *easy = transport_handle(transport);
	CURLcode code;
	int r;

	if (asprintf(&url, "%s%s", transport->url, upload->path) < 0)
		url = NULL;
	if (!easy || !headers || !url) {
		if (easy)
			curl_easy_cleanup(easy);
		curl_slist_free_all(headers);
		return xenapi_fail_memory(reterr);
	}
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_COOKIE, upload->cookie);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload->size);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, supply);
	curl_easy_setopt(easy, CURLOPT_READDATA, upload);
	curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, STALL_S);
	code = perform(easy, &body, &reply);
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	r = end_reply(transport, code, "PUT", &body, &reply, reterr);
	if (r == 0)
		*ret = reply;
	return r;
}
