/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/wait.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/clock.h"
#include "common/output.h"
#include "console/installer.h"
#include "run/vm.h"

#define SOON_MS   5000   /* between two looks at first */
#define LATER_MS  15000  /* and then */
#define FIRST_MS  120000 /* how long that is */
#define EVENT_S   30.0   /* that one call waits for an event */
#define BLIND_MS  600000 /* that the pool may be away */
#define PAUSE_MS  1000   /* before what failed is tried again */
#define EMPTY_MS  250    /* after a console has ended, for the record to follow */
#define CONSOLES  40u    /* that are opened of one guest */
#define READ_SIZE 4096u

struct waiting {
	struct xenapi *xenapi;
	const struct wait_wish *wish;
	struct waited *result;
	char *ref;
	struct rpc_value *record; /* of the last look */
	struct stream *stream;    /* of the text console; NULL: none is open */
	unsigned consoles;        /* that were opened */
	bool is_mute;             /* it has none, or none can be had */
	char *token;              /* of event.from */
	int64_t domain;           /* 0: none was seen yet */
	char *state;              /* that was told last */
	int64_t started, end, blind_since;
	struct installer installer;
	bool is_over;
};

int wait_take_minutes(const char *text, unsigned *ret)
{
	char *rest;
	unsigned long number = strtoul(text, &rest, 10);

	if (text[0] < '0' || text[0] > '9' || *rest || number == 0 || number > WAIT_MINUTES_MAX) {
		output_complain("--timeout", "found \"%s\", expected minutes from 1 to %u", text,
				WAIT_MINUTES_MAX);
		return EXIT_USAGE;
	}
	*ret = (unsigned)number;
	return EXIT_DONE;
}

static void end(struct waiting *waiting, enum wait_end how)
{
	waiting->is_over = true;
	waiting->result->end = how;
}

/* A guest's own words: sentences of ours, or an address. */
static void hear(enum installer_finding finding, const char *text, void *user)
{
	struct waiting *waiting = user;

	if (finding == INSTALLER_VNC) {
		snprintf(waiting->result->address, WAIT_ADDRESS_MAX, "%s", text);
		event_said(waiting->wish->events, "vnc", text);
		return;
	}
	waiting->result->has_installed |= finding == INSTALLER_ENDING;
	event_said(waiting->wish->events,
		   finding == INSTALLER_STAGE || finding == INSTALLER_ENDING ? "stage" : "trouble",
		   text);
	if (finding == INSTALLER_FAILED) {
		waiting->result->why = text;
		end(waiting, WAIT_STOPPED);
	}
}

static void pause_for(const struct waiting *waiting, int ms)
{
	if (!*waiting->wish->interrupt)
		poll(NULL, 0, ms); /* a signal ends it early */
}

static bool is_gone(const struct xenapi_error *error)
{
	return xenapi_error_is(error, "HANDLE_INVALID") || xenapi_error_is(error, "UUID_INVALID");
}

/* What could not be asked: is it worth to go on? */
static void judge(struct waiting *waiting, const struct xenapi_error *error)
{
	int64_t now = clock_now_ms();

	if (*waiting->wish->interrupt || (error && error->kind == XENAPI_INTERRUPTED)) {
		end(waiting, WAIT_LEFT);
		return;
	}
	if (xenapi_error_is(error, "UUID_INVALID")) {
		end(waiting, WAIT_GONE);
		return;
	}
	if (!waiting->blind_since)
		waiting->blind_since = now;
	/* a toolstack that restarts, a coordinator that changes, a network that is away */
	if (error &&
	    (error->kind == XENAPI_UNREACHABLE || error->kind == XENAPI_NO_REPLY ||
	     error->kind == XENAPI_REFUSED) &&
	    now - waiting->blind_since < BLIND_MS) {
		pause_for(waiting, PAUSE_MS);
		return;
	}
	output_complain(NULL, "%s", xenapi_error_sentence(error));
	end(waiting, WAIT_LOST);
}

static int find_again(struct waiting *waiting, struct xenapi_error **reterr)
{
	free(waiting->ref);
	waiting->ref = NULL;
	return xenapi_call_text(waiting->xenapi, &waiting->ref, reterr, "VM.get_by_uuid", "s",
				waiting->wish->uuid);
}

/* The guest's record; false: there is none this time. */
static bool look(struct waiting *waiting)
{
	AUTO_XENAPI_ERROR error = NULL;
	int r = waiting->ref ? 0 : find_again(waiting, &error);

	value_free(waiting->record);
	waiting->record = NULL;
	if (r == 0)
		r = xenapi_callf(waiting->xenapi, &waiting->record, &error, "VM.get_record", "s",
				 waiting->ref);
	if (r == 0) {
		waiting->blind_since = 0;
		return true;
	}
	/* references change when a toolstack restarts; uuids do not */
	if (is_gone(error) && waiting->ref) {
		free(waiting->ref);
		waiting->ref = NULL;
		if (xenapi_error_is(error, "HANDLE_INVALID"))
			return false;
	}
	judge(waiting, error);
	return false;
}

static void close_console(struct waiting *waiting)
{
	waiting->stream = stream_free(waiting->stream);
}

/* Of each new domain anew: one that ended leaves its console behind. */
static void open_console(struct waiting *waiting)
{
	AUTO_XENAPI_ERROR error = NULL;
	char *location IA_AUTO_FREE = NULL;
	bool any;

	waiting->is_mute |= waiting->consoles >= CONSOLES;
	if (waiting->stream || waiting->is_mute)
		return;
	if (vm_find_console(waiting->xenapi, waiting->ref, "vt100", &location, &any) != EXIT_DONE)
		return;
	waiting->consoles++;
	if (!location) {
		waiting->is_mute = any;
		return;
	}
	if (xenapi_open_console(waiting->xenapi, location, &waiting->stream, &error) == 0)
		return;
	if (waiting->consoles == 1)
		output_complain(NULL,
				"the installer's words cannot be read, its end is waited for all "
				"the same: %s",
				xenapi_error_sentence(error));
}

/* The domain that runs now, and what its installer told, are the guest's only until it ends. */
static void follow_domain(struct waiting *waiting)
{
	int64_t domain = value_member_int(waiting->record, "domid", -1);

	if (domain < 0 || domain == waiting->domain)
		return;
	waiting->domain = domain;
	waiting->is_mute = false;
	close_console(waiting);
	installer_start(&waiting->installer, hear, waiting);
}

static void tell_state(struct waiting *waiting, const char *state)
{
	if (waiting->state && strcmp(waiting->state, state) == 0)
		return;
	free(waiting->state);
	waiting->state = strdup(state);
	event_state(waiting->wish->events, state);
}

static void judge_record(struct waiting *waiting)
{
	const char *state = value_member_text(waiting->record, "power_state");

	tell_state(waiting, state);
	if (strcmp(state, "Halted") == 0) {
		end(waiting, WAIT_HALTED);
		return;
	}
	/* a suspended or paused one is somebody's who will go on */
	if (strcmp(state, "Running") != 0)
		return;
	follow_domain(waiting);
	open_console(waiting);
}

/* A piece at a time: a guest that never ceases to talk keeps nobody from the clock. */
static void hear_out(struct waiting *waiting, int64_t until)
{
	while (!waiting->is_over && !*waiting->wish->interrupt) {
		struct pollfd ready = {.fd = stream_fd(waiting->stream), .events = POLLIN};
		char bytes[READ_SIZE];
		ssize_t n = stream_read(waiting->stream, bytes, sizeof(bytes));
		int64_t left = until - clock_now_ms();

		if (n > 0) {
			installer_feed(&waiting->installer, bytes, (size_t)n);
		} else if (n != -EAGAIN) {
			close_console(waiting);
			pause_for(waiting, EMPTY_MS);
			return;
		}
		if (left <= 0)
			return;
		if (n < 0)
			poll(&ready, 1, (int)left);
	}
}

/* What of the events matters is that there is one. */
static void wait_for_event(struct waiting *waiting)
{
	AUTO_VALUE classes = value_new_set();
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE batch = NULL;
	char *subscription IA_AUTO_FREE = NULL;

	if (asprintf(&subscription, "vm/%s", waiting->ref ? waiting->ref : "") < 0) {
		subscription = NULL;
		return;
	}
	value_set_add_string(classes, subscription);
	if (xenapi_callf(waiting->xenapi, &batch, &error, "event.from", "vsd", classes,
			 waiting->token ? waiting->token : "", EVENT_S) < 0) {
		/* a token of before a restart, or too much has happened since */
		free(waiting->token);
		waiting->token = NULL;
		pause_for(waiting, PAUSE_MS);
		return;
	}
	free(waiting->token);
	waiting->token = strdup(value_member_text(batch, "token"));
}

static void rest(struct waiting *waiting)
{
	int64_t now = clock_now_ms(), until;

	until = now + (now - waiting->started < FIRST_MS ? SOON_MS : LATER_MS);
	until = until < waiting->end ? until : waiting->end;
	if (waiting->stream)
		hear_out(waiting, until);
	else if (waiting->is_mute && xenapi_has(waiting->xenapi, "event.from"))
		wait_for_event(waiting);
	else if (until > now)
		pause_for(waiting, waiting->is_mute ? (int)(until - now) : PAUSE_MS);
}

void wait_for_installer(struct xenapi *xenapi, const struct wait_wish *wish, struct waited *ret)
{
	struct waiting waiting = {.xenapi = xenapi, .wish = wish, .result = ret};

	*ret = (struct waited){0};
	waiting.started = clock_now_ms();
	waiting.end = waiting.started + (int64_t)wish->minutes * 60000;
	installer_start(&waiting.installer, hear, &waiting);
	while (!waiting.is_over) {
		if (look(&waiting))
			judge_record(&waiting);
		if (!waiting.is_over && *wish->interrupt)
			end(&waiting, WAIT_LEFT);
		if (!waiting.is_over && clock_now_ms() >= waiting.end)
			end(&waiting, WAIT_LATE);
		if (!waiting.is_over)
			rest(&waiting);
	}
	ret->seconds = (unsigned)((clock_now_ms() - waiting.started) / 1000);
	close_console(&waiting);
	value_free(waiting.record);
	free(waiting.ref);
	free(waiting.token);
	free(waiting.state);
}

/* The first of IPv4, else of IPv6, that an agent tells; what is no address is no answer. */
static bool take_address(const struct rpc_value *networks, char ret[WAIT_ADDRESS_MAX])
{
	static const char *const keys[] = {"0/ip", "0/ipv4/0", "1/ip", "0/ipv6/0"};
	unsigned char bytes[sizeof(struct in6_addr)];

	for (size_t i = 0; i < IA_COUNT(keys); i++) {
		const char *text = value_member_text(networks, keys[i]);

		if (inet_pton(AF_INET, text, bytes) != 1 && inet_pton(AF_INET6, text, bytes) != 1)
			continue;
		snprintf(ret, WAIT_ADDRESS_MAX, "%s", text);
		return true;
	}
	return false;
}

bool wait_for_address(struct xenapi *xenapi, const struct wait_wish *wish, unsigned seconds,
		      char ret[WAIT_ADDRESS_MAX])
{
	int64_t until = clock_now_ms() + (int64_t)seconds * 1000;

	for (;;) {
		AUTO_VALUE record = NULL;
		AUTO_VALUE networks = NULL;
		AUTO_VALUE ref = NULL;
		const char *metrics;

		if (xenapi_callf(xenapi, &ref, NULL, "VM.get_by_uuid", "s", wish->uuid) == 0 &&
		    xenapi_callf(xenapi, &record, NULL, "VM.get_record", "s", value_text(ref)) ==
			    0) {
			metrics = value_member_text(record, "guest_metrics");
			if (!value_is_null_ref(metrics) &&
			    xenapi_callf(xenapi, &networks, NULL, "VM_guest_metrics.get_networks",
					 "s", metrics) == 0 &&
			    take_address(networks, ret))
				return true;
		}
		if (*wish->interrupt || clock_now_ms() >= until)
			return false;
		poll(NULL, 0, PAUSE_MS);
	}
}
