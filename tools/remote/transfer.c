/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/transfer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "config.h"
#include "remote/address.h"
#include "remote/broker.h"
#include "remote/curl.h"
#include "remote/location.h"

#define AGENT         "isoargs/" VERSION
#define CONNECT_MS    10000L
#define REQUEST_MS    60000u
#define SLOW_BYTES    1024L /* a second */
#define SLOW_S        15L   /* of fewer */
#define REDIRECTS_MAX 5L
#define TOO_LARGE     100    /* CURLE_TOO_LARGE, since 8.6 */
#define STRAY_MAX     65536u /* bytes of a page that says why it is not the file */

struct transfer {
	CURL *easy;
	const struct remote_options *options;
	int socket;
	bool secure;
	bool has_begun;  /* to connect */
	bool began_far;  /* the host that was asked for is not near */
	bool is_near;    /* where a redirect led is, and that was refused */
	bool is_endless; /* the head */
	struct http_head head;
	const struct transfer_request *request;
	uint64_t got, stray;
	bool is_too_long;
	char detail[CURL_ERROR_SIZE], why[1024];
};

/* Is this the answer whose bytes are wanted? */
static bool is_wanted(const struct transfer *transfer)
{
	const struct http_head *head = &transfer->head;

	return head->status == 206 && head->has_range && !head->wrong && !head->encoding[0] &&
	       head->first == transfer->request->first && head->last <= transfer->request->last;
}

/* A whole file, or what only looks like the part: none of it is waited for. */
static bool is_worthless(const struct transfer *transfer)
{
	const struct http_head *head = &transfer->head;

	return head->is_ended && head->status >= 200 && head->status < 300 && !is_wanted(transfer);
}

static size_t take_head(char *line, size_t one IA_UNUSED, size_t size, void *user)
{
	struct transfer *transfer = user;

	http_head_add(&transfer->head, line, size);
	if (transfer->head.size > HEAD_SIZE_MAX)
		transfer->is_endless = true;
	return transfer->is_endless || is_worthless(transfer) ? 0 : size;
}

static size_t take_bytes(char *bytes, size_t one IA_UNUSED, size_t size, void *user)
{
	struct transfer *transfer = user;
	const struct http_head *head = &transfer->head;
	uint64_t room;

	if (!is_wanted(transfer)) {
		transfer->stray += size;
		return transfer->stray <= STRAY_MAX ? size : 0;
	}
	room = head->last - head->first + 1 - transfer->got;
	if (size > room) {
		transfer->is_too_long = true;
		return 0;
	}
	memcpy(transfer->request->to + transfer->got, bytes, size);
	transfer->got += size;
	return size;
}

static int watch(void *user, curl_off_t dltotal IA_UNUSED, curl_off_t dlnow IA_UNUSED,
		 curl_off_t ultotal IA_UNUSED, curl_off_t ulnow IA_UNUSED)
{
	const struct transfer *transfer = user;

	return remote_is_left(transfer->socket);
}

/*
 * Where the user leads is the user's to know: the first address is. Where servers and their names lead
 * afterwards is not, whether by a redirect, or as a name that means another address by then.
 */
static curl_socket_t open_socket(void *user, curlsocktype purpose IA_UNUSED,
				 struct curl_sockaddr *address)
{
	struct transfer *transfer = user;
	bool is_near = address_is_near(&address->addr);

	if (!transfer->has_begun) {
		transfer->has_begun = true;
		transfer->began_far = !is_near;
	} else if (is_near && transfer->began_far && !transfer->options->proxy) {
		transfer->is_near = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void set_trust(CURL *easy, const struct remote_options *options)
{
	/* A key that is named is trusted whoever signed it, as the provisioner's. */
	if (options->pin) {
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
		curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, options->pin);
	}
	if (options->ca) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_up(struct transfer *transfer, CURL *easy)
{
	const struct remote_options *options = transfer->options;

	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
			 transfer->secure ? "https" : "http,https");
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	/* whatever the environment names */
	curl_easy_setopt(easy, CURLOPT_PROXY, options->proxy ? options->proxy : "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	/* what a proxy says is no answer */
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC,
			 options->netrc ? (long)CURL_NETRC_OPTIONAL : (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, AGENT);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, SLOW_S);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->detail);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, transfer);
	set_trust(easy, options);
}

struct transfer *transfer_new(const struct remote_options *options, int socket, bool secure)
{
	struct transfer *transfer = calloc(1, sizeof(*transfer));

	if (!transfer || curl_load() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(transfer);
		return NULL;
	}
	transfer->options = options;
	transfer->socket = socket;
	transfer->secure = secure;
	transfer->easy = curl_easy_init();
	if (!transfer->easy) {
		free(transfer);
		return NULL;
	}
	set_up(transfer, transfer->easy);
	return transfer;
}

__attribute__((format(printf, 2, 3))) static void say(struct transfer *transfer, const char *fmt,
						      ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(transfer->why, sizeof(transfer->why), fmt, ap);
	va_end(ap);
}

/* A redirect to what is not spoken, or not any more. */
static int fail_protocol(struct transfer *transfer)
{
	char *to IA_AUTO_FREE = location_origin(transfer->head.location);

	if (!transfer->head.location[0]) {
		say(transfer, "what answers is no web server: its answer has no head");
		return -EBADMSG;
	}
	if (!to)
		return -ENOMEM;
	if (ia_ascii_prefix_fold(to, "http://"))
		say(transfer,
		    "it leads from https to %s, where anybody on the way may change what is read; "
		    "name that URL itself, or allow it with --%sredirect-to-http",
		    to, remote_prefix(transfer->options));
	else
		say(transfer, "it leads to %.200s, expected http:// or https://", to);
	return -EACCES;
}

static int fail_certificate(struct transfer *transfer)
{
	const char *detail = transfer->detail, *prefix = remote_prefix(transfer->options);
	char remedy[128] = "";

	if (strstr(detail, "subject name") || strstr(detail, "does not match"))
		snprintf(remedy, sizeof(remedy), "; use the name that is in the certificate");
	else if (strstr(detail, "expired"))
		snprintf(remedy, sizeof(remedy), "; take another mirror");
	else if (strstr(detail, "self-signed") || strstr(detail, "self signed") ||
		 strstr(detail, "local issuer"))
		snprintf(remedy, sizeof(remedy),
			 "; --%sca FILE names the authority that signed it, --%spin its key",
			 prefix, prefix);
	say(transfer, "its certificate is not accepted: %s%s", detail, remedy);
	return -EACCES;
}

static int fail_time(struct transfer *transfer)
{
	if (transfer->head.status == 0 && transfer->head.size == 0)
		say(transfer, "no answer came in time: %s", transfer->detail);
	else
		say(transfer, "the answer came too slowly: %s", transfer->detail);
	return -ETIMEDOUT;
}

static int fail_head(struct transfer *transfer)
{
	say(transfer, "the head of the answer has no end after %u bytes", HEAD_SIZE_MAX);
	return -EBADMSG;
}

static int fail_connection(struct transfer *transfer)
{
	char *to IA_AUTO_FREE = location_origin(transfer->head.location);

	if (!transfer->is_near)
		say(transfer, "no connection: %s", transfer->detail);
	else if (to)
		say(transfer,
		    "it leads from a host of the network to one that only this machine or its "
		    "link can reach%s%s%s, which is refused",
		    *to ? " (" : "", to, *to ? ")" : "");
	return transfer->is_near ? -EACCES : -ECONNREFUSED;
}

static int fail(struct transfer *transfer, CURLcode code)
{
	if (!transfer->detail[0])
		snprintf(transfer->detail, sizeof(transfer->detail), "%s",
			 curl_easy_strerror(code));
	if (transfer->is_endless)
		return fail_head(transfer);
	switch ((int)code) {
	case CURLE_ABORTED_BY_CALLBACK:
		return -ECANCELED;
	case CURLE_OUT_OF_MEMORY: /* of a line that is longer than libcurl reads, too, before 8.6 */
	case TOO_LARGE:
		return transfer->head.size > 0 && !transfer->head.is_ended ? fail_head(transfer)
									   : -ENOMEM;
	case CURLE_WEIRD_SERVER_REPLY:
		say(transfer, "what answers is no server of files: %s", transfer->detail);
		return -EBADMSG;
	case CURLE_URL_MALFORMAT:
		say(transfer, "it leads to what is no URL: %s", transfer->detail);
		return -EBADMSG;
	case CURLE_UNSUPPORTED_PROTOCOL:
		return fail_protocol(transfer);
	case CURLE_OPERATION_TIMEDOUT:
		return fail_time(transfer);
	case CURLE_COULDNT_CONNECT:
		return fail_connection(transfer);
	case CURLE_TOO_MANY_REDIRECTS:
		say(transfer, "more than %ld redirects lead to it", REDIRECTS_MAX);
		return -ELOOP;
	case CURLE_PEER_FAILED_VERIFICATION:
		return fail_certificate(transfer);
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
		say(transfer, "its certificate has another key than --%spin says",
		    remote_prefix(transfer->options));
		return -EACCES;
	case CURLE_SSL_CACERT_BADFILE:
		say(transfer, "the file of --%sca cannot be used: %s",
		    remote_prefix(transfer->options), transfer->detail);
		return -EACCES;
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		say(transfer, "the connection was cut: %s", transfer->detail);
		return -ECONNRESET;
	default:
		say(transfer, "%s", transfer->detail);
		return -EIO;
	}
}

/* That it was ended here, having been read as far as it is worth, is no failure. */
static bool is_ended_here(const struct transfer *transfer, CURLcode code)
{
	return code == CURLE_WRITE_ERROR && !transfer->is_endless &&
	       (is_worthless(transfer) || transfer->is_too_long || transfer->stray > STRAY_MAX);
}

/* The list of headers of the request; NULL: none, with *ret_failed where there is no memory. */
static struct curl_slist *list_headers(const struct transfer_request *request, bool *ret_failed)
{
	char line[HEAD_VALUE_MAX + 16];
	struct curl_slist *list;

	*ret_failed = false;
	if (!request->if_range)
		return NULL;
	snprintf(line, sizeof(line), "If-Range: %s", request->if_range);
	list = curl_slist_append(NULL, line);
	*ret_failed = !list;
	return list;
}

static CURLcode perform(struct transfer *transfer, const struct transfer_request *request)
{
	uint64_t time_ms = transfer->options->moves ? 0 : REQUEST_MS;
	CURL *easy = transfer->easy;
	char range[48];

	if (request->left_ms && (!time_ms || request->left_ms < time_ms))
		time_ms = request->left_ms;
	snprintf(range, sizeof(range), "%" PRIu64 "-%" PRIu64, request->first, request->last);
	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request->follows ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_RANGE, range);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)time_ms);
	return curl_easy_perform(easy);
}

int transfer_run(struct transfer *transfer, const struct transfer_request *request,
		 struct transfer_result *ret)
{
	const char *url = NULL;
	bool failed;
	struct curl_slist *headers = list_headers(request, &failed);
	CURLcode code;
	int r;

	transfer->head = (struct http_head){0};
	transfer->request = request;
	transfer->got = transfer->stray = 0;
	transfer->is_too_long = transfer->is_endless = transfer->is_near = false;
	transfer->why[0] = transfer->detail[0] = '\0';
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, headers);
	code = failed ? CURLE_OUT_OF_MEMORY : perform(transfer, request);
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	/* which is no error to libcurl */
	if (code == CURLE_OK && !transfer->head.is_ended) {
		code = CURLE_RECV_ERROR;
		snprintf(transfer->detail, sizeof(transfer->detail), "in the head of the answer");
	}
	r = code == CURLE_OK || is_ended_here(transfer, code) ? 0 : fail(transfer, code);
	*ret = (struct transfer_result){
		.head = &transfer->head,
		.got = transfer->got,
		.is_too_long = transfer->is_too_long,
		.url = url ? url : request->url,
		.why = transfer->why,
	};
	return r;
}
