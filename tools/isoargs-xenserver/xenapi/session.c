/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "xenapi/impl.h"

#define API_VERSION "1.0"
#define ORIGINATOR  "isoargs-xenserver/" VERSION
#define LOGIN_S     60u
#define LOGOUT_S    10u
#define LOGIN_LEAST 2u

#define ADDRESS_LEAST 4u /* bytes of a password that no address has by chance */

static void free_secret(char **secret)
{
	ia_secret_free(*secret);
	*secret = NULL;
}

int xenapi_connect(const char *address, const struct xenapi_options *options, struct xenapi **ret,
		   struct xenapi_error **reterr)
{
	struct xenapi *xenapi = calloc(1, sizeof(*xenapi));
	int r;

	if (!xenapi)
		return xenapi_fail_memory(reterr);
	xenapi->options = *options;
	r = transport_new(address, &options->transport, &xenapi->transport, reterr);
	if (r == 0)
		r = transport_trust(xenapi->transport, reterr);
	if (r < 0) {
		xenapi_free(xenapi);
		return r;
	}
	*ret = xenapi;
	return 0;
}

/*
 * An address is told in every sentence from then on. A few letters of an honest one may be all of a
 * short password.
 */
static bool is_secret(const struct xenapi *xenapi, const char *address)
{
	if (!xenapi->password)
		return false;
	return strcmp(address, xenapi->password) == 0 ||
	       (strlen(xenapi->password) >= ADDRESS_LEAST &&
		words_are_secret(xenapi, address, strlen(address)));
}

int session_move(struct xenapi *xenapi, const char *address, struct xenapi_error **reterr)
{
	struct transport_options options = xenapi->options.transport;
	struct transport *transport;
	int r;

	if (is_secret(xenapi, address))
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), NULL,
				   "the coordinator's address that it gives holds the password; "
				   "name the coordinator with --host");
	options.tls_name = NULL; /* it was the first host's */
	options.known = transport_pin(xenapi->transport);
	options.port = transport_port(xenapi->transport); /* all of a pool listen on the same */
	r = transport_new(address, &options, &transport, reterr);
	if (r < 0)
		return r;
	r = transport_trust(transport, reterr);
	if (r < 0) {
		transport_free(transport);
		return r;
	}
	transport_free(xenapi->transport);
	xenapi->transport = transport;
	return 0;
}

/* A session that is over stays a secret: it may stand in what a host still says of it. */
static void retire_session(struct xenapi *xenapi)
{
	if (!xenapi->session)
		return;
	free_secret(&xenapi->dead[SESSIONS_KEPT - 1]);
	memmove(&xenapi->dead[1], &xenapi->dead[0], (SESSIONS_KEPT - 1) * sizeof(xenapi->dead[0]));
	xenapi->dead[0] = xenapi->session;
	xenapi->session = NULL;
}

/* With four parameters; hosts of long ago take three or two. */
static int log_in(struct xenapi *xenapi, struct xenapi_error **reterr)
{
	const struct rpc_call *call = call_find("session.login_with_password");
	const char *const params[] = {xenapi->user, xenapi->password, API_VERSION, ORIGINATOR};
	AUTO_VALUE session = NULL;
	AUTO_XENAPI_ERROR error = NULL;
	int r = -EREMOTEIO;

	for (size_t count = IA_COUNT(params); count >= LOGIN_LEAST && r == -EREMOTEIO; count--) {
		AUTO_VALUE args = value_new_set();
		const struct rpc_request request = {call, call->name, false, args, LOGIN_S};

		for (size_t i = 0; i < count; i++)
			value_set_add_string(args, params[i]);
		if (!value_is_whole(args))
			return xenapi_fail_memory(reterr);
		r = xenapi_ask(xenapi, &request, &session, &error);
		if (r == -EREMOTEIO && !xenapi_error_is(error, "MESSAGE_PARAMETER_COUNT_MISMATCH"))
			break;
	}
	if (r < 0) {
		xenapi_error_pass(&error, reterr);
		return r;
	}
	xenapi->session = strdup(value_text(session));
	return xenapi->session ? 0 : xenapi_fail_memory(reterr);
}

/* Logs in here, or at the host that the answer names. */
static int log_in_at_coordinator(struct xenapi *xenapi, struct xenapi_error **reterr)
{
	for (unsigned hops = 0;; hops++) {
		AUTO_XENAPI_ERROR error = NULL;
		int r = log_in(xenapi, &error);

		if (r < 0 && xenapi_error_is(error, "HOST_IS_SLAVE") && hops < HOPS_MAX &&
		    *xenapi_error_param(error, 0)) {
			r = session_move(xenapi, xenapi_error_param(error, 0), reterr);
			if (r < 0)
				return r;
			continue;
		}
		if (r < 0)
			xenapi_error_pass(&error, reterr);
		return r;
	}
}

/* What only reads is asked once more where the connection broke. */
static int ask(struct xenapi *xenapi, const char *method, const char *ref, struct rpc_value **ret,
	       struct xenapi_error **reterr)
{
	AUTO_VALUE args = value_new_set();
	const struct rpc_request request = {call_find(method), method, false, args, LOGIN_S};
	AUTO_XENAPI_ERROR error = NULL;
	int r;

	value_set_add_string(args, ref);
	if (!value_is_whole(args))
		return xenapi_fail_memory(reterr);
	r = xenapi_ask(xenapi, &request, ret, &error);
	if (r < 0 && error && error->kind == XENAPI_UNREACHABLE)
		r = xenapi_ask(xenapi, &request, ret, &error);
	if (r < 0)
		xenapi_error_pass(&error, reterr);
	return r;
}

static int ask_text(struct xenapi *xenapi, const char *method, const char *ref, char **ret,
		    struct xenapi_error **reterr)
{
	AUTO_VALUE value = NULL;
	int r = ask(xenapi, method, ref, &value, reterr);

	if (r < 0)
		return r;
	*ret = strdup(value_text(value));
	return *ret ? 0 : xenapi_fail_memory(reterr);
}

static int ask_number(struct xenapi *xenapi, const char *method, const char *ref, unsigned *ret,
		      struct xenapi_error **reterr)
{
	AUTO_VALUE value = NULL;
	int64_t number = 0;
	int r = ask(xenapi, method, ref, &value, reterr);

	if (r < 0)
		return r;
	value_int(value, &number);
	*ret = number > 0 && number < 1000 ? (unsigned)number : 0;
	return 0;
}

/* Which host answers, of which release, and under which address its pool knows it. */
static int look_at_host(struct xenapi *xenapi, struct xenapi_error **reterr)
{
	char *host IA_AUTO_FREE = NULL, *address IA_AUTO_FREE = NULL;
	unsigned major = 0, minor = 0;
	int r = ask_text(xenapi, "session.get_this_host", xenapi->session, &host, reterr);

	if (r == 0)
		r = ask_number(xenapi, "host.get_API_version_major", host, &major, reterr);
	if (r == 0)
		r = ask_number(xenapi, "host.get_API_version_minor", host, &minor, reterr);
	if (r == 0)
		r = ask_text(xenapi, "host.get_address", host, &address, reterr);
	if (r < 0)
		return r;
	xenapi->version = XENAPI_VERSION(major, minor);
	free(xenapi->own_address);
	xenapi->own_address = IA_TAKE(address);
	return 0;
}

int session_open(struct xenapi *xenapi, struct xenapi_error **reterr)
{
	int r;

	retire_session(xenapi);
	r = log_in_at_coordinator(xenapi, reterr);
	if (r == 0)
		r = look_at_host(xenapi, reterr);
	if (r < 0)
		xenapi_logout(xenapi);
	return r;
}

int xenapi_login(struct xenapi *xenapi, const char *user, const char *password,
		 struct xenapi_error **reterr)
{
	free(xenapi->user);
	free_secret(&xenapi->password);
	xenapi->user = strdup(user);
	xenapi->password = strdup(password);
	if (!xenapi->user || !xenapi->password)
		return xenapi_fail_memory(reterr);
	return session_open(xenapi, reterr);
}

void xenapi_logout(struct xenapi *xenapi)
{
	const struct rpc_call *call = call_find("session.logout");
	const struct rpc_request request = {call, call->name, false, NULL, LOGOUT_S};
	const volatile sig_atomic_t *interrupt = xenapi->options.transport.interrupt;

	if (!xenapi->session)
		return;
	xenapi_set_interrupt(xenapi, NULL);
	xenapi_ask(xenapi, &request, NULL, NULL);
	xenapi_set_interrupt(xenapi, interrupt);
	retire_session(xenapi);
}

struct xenapi *xenapi_free(struct xenapi *xenapi)
{
	if (!xenapi)
		return NULL;
	xenapi_logout(xenapi);
	transport_free(xenapi->transport);
	free_secret(&xenapi->password);
	free_secret(&xenapi->session);
	free_secret(&xenapi->guest_secret);
	for (size_t i = 0; i < SESSIONS_KEPT; i++)
		free_secret(&xenapi->dead[i]);
	free(xenapi->user);
	free(xenapi->own_address);
	free(xenapi);
	return NULL;
}
