/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "xenapi/impl.h"

#define API_VERSION  "1.0"
#define ORIGINATOR   "isoargs-xenserver/" VERSION
#define LOGIN_S      60u
#define LOGOUT_S     10u
#define LOGIN_PARAMS 4u
#define LOGIN_LEAST  2u

static int no_memory(struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, XENAPI_MEMORY, NULL, NULL, "out of memory");
}

static void free_secret(char **secret)
{
	if (*secret)
		explicit_bzero(*secret, strlen(*secret));
	free(*secret);
	*secret = NULL;
}

int xenapi_connect(const char *address, const struct xenapi_options *options, struct xenapi **ret,
		   struct xenapi_error **reterr)
{
	struct xenapi *xenapi = calloc(1, sizeof(*xenapi));
	int r;

	if (!xenapi)
		return no_memory(reterr);
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

int session_move(struct xenapi *xenapi, const char *address, struct xenapi_error **reterr)
{
	struct transport_options options = xenapi->options.transport;
	struct transport *transport;
	int r;

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
static void bury(struct xenapi *xenapi)
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
	const struct call *call = call_find("session.login_with_password");
	AUTO_VALUE user = value_new_string(xenapi->user);
	AUTO_VALUE password = value_new_string(xenapi->password);
	AUTO_VALUE version = value_new_string(API_VERSION);
	AUTO_VALUE originator = value_new_string(ORIGINATOR);
	AUTO_VALUE session = NULL;
	const struct value *args[LOGIN_PARAMS] = {user, password, version, originator};
	AUTO_XENAPI_ERROR error = NULL;
	int r = -EREMOTEIO;

	for (size_t count = LOGIN_PARAMS; count >= LOGIN_LEAST && r == -EREMOTEIO; count--) {
		const struct request request = {call, call->name, args, count, LOGIN_S};

		r = xenapi_ask(xenapi, &request, &session, &error);
		if (r == -EREMOTEIO && !xenapi_error_is(error, "MESSAGE_PARAMETER_COUNT_MISMATCH"))
			break;
	}
	if (r < 0) {
		if (reterr) {
			xenapi_error_free(*reterr);
			*reterr = IA_TAKE(error);
		}
		return r;
	}
	xenapi->session = strdup(value_text(session));
	return xenapi->session ? 0 : no_memory(reterr);
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
		if (r < 0 && reterr) {
			xenapi_error_free(*reterr);
			*reterr = IA_TAKE(error);
		}
		return r;
	}
}

static int get_number(struct xenapi *xenapi, const char *method, const char *host, unsigned *ret,
		      struct xenapi_error **reterr)
{
	AUTO_VALUE value = NULL;
	int64_t number = 0;
	int r = xenapi_callf(xenapi, &value, reterr, method, "s", host);

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
	int r = xenapi_call_text(xenapi, &host, reterr, "session.get_this_host", "s",
				 xenapi->session);

	if (r == 0)
		r = get_number(xenapi, "host.get_API_version_major", host, &major, reterr);
	if (r == 0)
		r = get_number(xenapi, "host.get_API_version_minor", host, &minor, reterr);
	if (r == 0)
		r = xenapi_call_text(xenapi, &address, reterr, "host.get_address", "s", host);
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

	bury(xenapi);
	xenapi->is_opening = true;
	r = log_in_at_coordinator(xenapi, reterr);
	if (r == 0)
		r = look_at_host(xenapi, reterr);
	xenapi->is_opening = false;
	if (r < 0)
		xenapi_logout(xenapi);
	else
		xenapi->logins++;
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
		return no_memory(reterr);
	return session_open(xenapi, reterr);
}

void xenapi_logout(struct xenapi *xenapi)
{
	const struct call *call = call_find("session.logout");
	const struct request request = {call, call->name, NULL, 0, LOGOUT_S};
	const volatile sig_atomic_t *interrupt = xenapi->options.transport.interrupt;

	if (!xenapi->session)
		return;
	xenapi_set_interrupt(xenapi, NULL);
	xenapi_ask(xenapi, &request, NULL, NULL);
	xenapi_set_interrupt(xenapi, interrupt);
	bury(xenapi);
}

struct xenapi *xenapi_free(struct xenapi *xenapi)
{
	if (!xenapi)
		return NULL;
	xenapi_logout(xenapi);
	transport_free(xenapi->transport);
	free_secret(&xenapi->password);
	free_secret(&xenapi->session);
	for (size_t i = 0; i < SESSIONS_KEPT; i++)
		free_secret(&xenapi->dead[i]);
	free(xenapi->user);
	free(xenapi->own_address);
	free(xenapi);
	return NULL;
}

const char *xenapi_host(const struct xenapi *xenapi)
{
	return transport_host(xenapi->transport);
}

unsigned xenapi_version(const struct xenapi *xenapi)
{
	return xenapi->version;
}

bool xenapi_has(const struct xenapi *xenapi, const char *method)
{
	const struct call *call = call_find(method);

	return call && call->version <= xenapi->version;
}

unsigned xenapi_logins(const struct xenapi *xenapi)
{
	return xenapi->logins;
}

void xenapi_set_interrupt(struct xenapi *xenapi, const volatile sig_atomic_t *flag)
{
	xenapi->options.transport.interrupt = flag;
	transport_set_interrupt(xenapi->transport, flag);
}

bool xenapi_interrupted(const struct xenapi *xenapi)
{
	return xenapi->options.transport.interrupt && *xenapi->options.transport.interrupt;
}
