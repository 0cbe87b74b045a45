/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/apply.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"

#define TRIES    4u /* of what follows the start */
#define PAUSE_MS 1000

#define HOSTS_MAX_SHOWN 1024u /* bytes of reasons: with them no further host is asked */

/* A log that cannot be written: what is made from now on could not be found again. */
static int no_log(struct applying *applying, const char *method, struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi), method,
			   "not asked for, as the undo log cannot be written");
}

static const char *ref_of(const struct applying *applying, enum object object)
{
	const char *ref = object < OBJECT_KNOWN_END ? applying->plan->objects[object].ref
						    : applying->refs[object];

	return ref ? ref : VALUE_NULL_REF;
}

/* The device that was wished for where it is free, or else the first that is. */
static int choose_device(struct applying *applying, const struct plan_step *step,
			 const struct plan_field *field, struct rpc_value **ret,
			 struct xenapi_error **reterr)
{
	AUTO_VALUE devices = NULL;
	const char *first;
	int r;

	r = xenapi_callf(applying->xenapi, &devices, reterr, step->getter, "s",
			 ref_of(applying, OBJECT_VM));
	if (r < 0)
		return r;
	first = value_text(value_at(devices, 0));
	if (value_set_has(devices, field->text))
		first = field->text;
	else if (!first || step->creates == OBJECT_DISK_VBD)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi),
				   step->getter, "device %s of the new guest is not free",
				   field->text);
	*ret = value_new_string(first);
	return 0;
}

static struct rpc_value *value_of_pairs(const struct plan_field *field)
{
	struct rpc_value *map = value_new_map();

	for (size_t i = 0; i < field->pair_count; i++)
		value_map_put_string(map, field->pairs[i].key, field->pairs[i].value);
	return map;
}

static int value_of(struct applying *applying, const struct plan_step *step,
		    const struct plan_field *field, struct rpc_value **ret,
		    struct xenapi_error **reterr)
{
	switch (field->type) {
	case FIELD_DEVICE:
		return choose_device(applying, step, field, ret, reterr);
	case FIELD_TEXT:
		*ret = value_new_string(field->text);
		break;
	case FIELD_INT:
		*ret = value_new_int(field->number);
		break;
	case FIELD_BOOL:
		*ret = value_new_bool(field->number);
		break;
	case FIELD_OBJECT:
		*ret = value_new_string(ref_of(applying, field->object));
		break;
	case FIELD_PAIRS:
		*ret = value_of_pairs(field);
		break;
	case FIELD_NOTHING:
		*ret = value_new_set();
		break;
	}
	return *ret ? 0 : xenapi_fail_memory(reterr);
}

/* The fields as arguments, or as members of the one argument. */
static int build_args(struct applying *applying, const struct plan_step *step,
		      struct rpc_value **ret, struct xenapi_error **reterr)
{
	AUTO_VALUE args = value_new_set();
	AUTO_VALUE record = step->kind == STEP_RECORD ? value_new_map() : NULL;

	for (size_t i = 0; i < step->count; i++) {
		struct rpc_value *value = NULL;
		int r = value_of(applying, step, &step->fields[i], &value, reterr);

		if (r < 0)
			return r;
		if (step->kind == STEP_RECORD)
			value_map_put(record, step->fields[i].name, value);
		else
			value_set_add(args, value);
	}
	if (step->kind == STEP_RECORD)
		value_set_add(args, IA_TAKE(record));
	if (!value_is_whole(args))
		return xenapi_fail_memory(reterr);
	*ret = IA_TAKE(args);
	return 0;
}

/* What was made is in the log by its uuid at once. */
static int note_made(struct applying *applying, enum object object, struct xenapi_error **reterr)
{
	const char *ref = applying->refs[object];
	AUTO_VALUE record = NULL;
	const char *uuid;
	int r;

	if (object == OBJECT_VIF)
		return xenapi_call_text(applying->xenapi, &applying->mac, reterr, "VIF.get_MAC",
					"s", ref);
	if (object != OBJECT_VM && strcmp(object_class(object), "VDI") != 0)
		return 0;
	r = xenapi_callf(applying->xenapi, &record, reterr,
			 object == OBJECT_VM ? "VM.get_uuid" : "VDI.get_record", "s", ref);
	if (r < 0)
		return r;
	uuid = object == OBJECT_VM ? value_text(record) : value_member_text(record, "uuid");
	if (!uuid || !ia_text_is_uuid(uuid))
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(applying->xenapi),
				   object == OBJECT_VM ? "VM.get_uuid" : "VDI.get_record",
				   "the reply holds no uuid");
	event_made(applying->events, object, uuid);
	return undolog_made(applying->log, object, uuid) == EXIT_DONE
		       ? 0
		       : no_log(applying, "", reterr);
}

static int call(struct applying *applying, const struct plan_step *step,
		const struct rpc_value *args, struct rpc_value **ret, struct xenapi_error **reterr)
{
	const struct xenapi_wait wait = {
		.deadline_s = step->deadline_s,
		.progress = event_progress,
		.data = applying->events,
	};

	if (step->async)
		return xenapi_async(applying->xenapi, step->method, args, &wait, ret, reterr);
	return xenapi_call(applying->xenapi, step->method, args, ret, reterr);
}

static int make(struct applying *applying, const struct plan_step *step,
		const struct rpc_value *args, struct xenapi_error **reterr)
{
	enum object object = step->creates;
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE result = NULL;
	const char *ref;
	int r;

	if (undolog_intend(applying->log, object, step->name) != EXIT_DONE)
		return no_log(applying, step->method, reterr);
	r = call(applying, step, args, &result, &error);
	if (r < 0) {
		if (error && error->kind == XENAPI_REFUSED)
			undolog_refused(applying->log, object);
		*reterr = error;
		error = NULL;
		return r;
	}
	ref = value_text(result);
	if (!ref || value_is_null_ref(ref))
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(applying->xenapi),
				   step->method, "the reply names no new object");
	applying->refs[object] = strdup(ref);
	if (!applying->refs[object])
		return xenapi_fail_memory(reterr);
	return note_made(applying, object, reterr);
}

static int run_call(struct applying *applying, const struct plan_step *step,
		    struct xenapi_error **reterr)
{
	AUTO_VALUE args = NULL;
	int r;

	r = build_args(applying, step, &args, reterr);
	if (r < 0)
		return r;
	return step->creates ? make(applying, step, args, reterr)
			     : call(applying, step, args, NULL, reterr);
}

/* What stands in the map beside our keys stays there. */
static int run_merge(struct applying *applying, const struct plan_step *step,
		     struct xenapi_error **reterr)
{
	const char *vm = ref_of(applying, OBJECT_VM);
	const struct plan_field *field = &step->fields[1];
	AUTO_VALUE map = NULL;
	int r;

	r = xenapi_callf(applying->xenapi, &map, reterr, step->getter, "s", vm);
	if (r < 0)
		return r;
	for (size_t i = 0; i < field->pair_count; i++) {
		const struct plan_pair *pair = &field->pairs[i];

		if (pair->value)
			value_map_put_string(map, pair->key, pair->value);
		else
			value_map_remove(map, pair->key);
	}
	return xenapi_callf(applying->xenapi, NULL, reterr, step->method, "sv", vm, map);
}

static int run_bootable(struct applying *applying, struct xenapi_error **reterr)
{
	const char *cd = ref_of(applying, OBJECT_CD_VBD);
	AUTO_VALUE vbds = NULL;
	int r;

	r = xenapi_callf(applying->xenapi, &vbds, reterr, "VM.get_VBDs", "s",
			 ref_of(applying, OBJECT_VM));
	for (size_t i = 0; r == 0 && i < value_count(vbds); i++) {
		const char *ref = value_text(value_at(vbds, i));
		AUTO_VALUE record = NULL;
		bool wanted = ref && strcmp(ref, cd) == 0;

		if (!ref)
			continue;
		r = xenapi_callf(applying->xenapi, &record, reterr, "VBD.get_record", "s", ref);
		if (r == 0 && value_member_bool(record, "bootable", !wanted) != wanted)
			r = xenapi_callf(applying->xenapi, NULL, reterr, "VBD.set_bootable", "sb",
					 ref, (int)wanted);
	}
	return r;
}

/* Why no host can: the host's own words for each of them. */
static int run_hosts(struct applying *applying, struct xenapi_error **reterr)
{
	const char *vm = ref_of(applying, OBJECT_VM);
	AUTO_VALUE hosts = NULL;
	struct ia_strbuf why IA_AUTO_STRBUF = {0};
	int r;

	r = xenapi_callf(applying->xenapi, &hosts, reterr, "VM.get_possible_hosts", "s", vm);
	if (r < 0 || value_count(hosts) > 0)
		return r;
	for (size_t i = 0; i < applying->inventory->host_count; i++) {
		const struct found_host *host = &applying->inventory->hosts[i];
		AUTO_XENAPI_ERROR error = NULL;

		r = xenapi_callf(applying->xenapi, NULL, &error, "VM.assert_can_boot_here", "ss",
				 vm, host->ref);
		ia_strbuf_addf(&why, "; %s: %s", host->name,
			       r < 0 ? xenapi_error_sentence(error) : "nothing speaks against it");
		if (why.length >= HOSTS_MAX_SHOWN)
			break;
	}
	return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi),
			   "VM.get_possible_hosts", "no host of the pool can start it%s",
			   why.data && !why.error ? why.data : "");
}

static int run_step(struct applying *applying, const struct plan_step *step,
		    struct xenapi_error **reterr)
{
	switch (step->kind) {
	case STEP_CALL:
	case STEP_RECORD:
		return run_call(applying, step, reterr);
	case STEP_MERGE:
		return run_merge(applying, step, reterr);
	case STEP_BOOTABLE:
		return run_bootable(applying, reterr);
	case STEP_HOSTS:
		return run_hosts(applying, reterr);
	case STEP_UPLOAD:
		return apply_bytes(applying, step, reterr);
	case STEP_DISKS:
		return apply_disks(applying, step, reterr);
	case STEP_NIC:
		return apply_nic(applying, step, reterr);
	case STEP_SCAN:
		break;
	}
	return 0; /* done before: apply_scans() */
}

/*
 * Of a guest that runs, what is set for its next start: it may be set twice, and is tried again
 * before the guest is taken down for it.
 */
static int run_until_done(struct applying *applying, const struct plan_step *step,
			  struct xenapi_error **reterr)
{
	for (unsigned i = 1;; i++) {
		AUTO_XENAPI_ERROR error = NULL;
		int r = run_step(applying, step, &error);

		if (r == 0)
			return 0;
		if (i == TRIES || !error || error->kind == XENAPI_INTERRUPTED ||
		    error->kind == XENAPI_UNTRUSTED || *applying->interrupt) {
			xenapi_error_pass(&error, reterr);
			return r;
		}
		poll(NULL, 0, PAUSE_MS); /* a signal ends it early */
	}
}

static int run_nth(struct applying *applying, size_t n, struct xenapi_error **reterr)
{
	const struct plan_step *step = &applying->plan->steps[n];

	if (*applying->interrupt)
		return xenapi_fail(reterr, XENAPI_INTERRUPTED, xenapi_host(applying->xenapi),
				   step->method, "not asked for: interrupted");
	return n > applying->plan->start ? run_until_done(applying, step, reterr)
					 : run_step(applying, step, reterr);
}

int apply(struct applying *applying, const struct plan_step **ret_failed,
	  struct xenapi_error **reterr)
{
	for (size_t i = 0; i < applying->plan->count; i++) {
		const struct plan_step *step = &applying->plan->steps[i];
		int r;

		event_step(applying->events, step);
		r = run_nth(applying, i, reterr);
		if (r < 0) {
			*ret_failed = step;
			return r;
		}
	}
	return 0;
}

int apply_scans(struct applying *applying, struct xenapi_error **reterr)
{
	const struct xenapi_wait wait = {
		.deadline_s = PLAN_CLONE_S,
		.progress = event_progress,
		.data = applying->events,
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < applying->plan->count; i++) {
		const struct plan_step *step = &applying->plan->steps[i];

		if (step->kind != STEP_SCAN)
			continue;
		event_step(applying->events, step);
		for (size_t k = 0; r == 0 && k < applying->inventory->sr_count; k++) {
			const struct found_sr *sr = &applying->inventory->srs[k];

			if (strcmp(sr->uuid, step->fields[0].text) == 0)
				r = xenapi_async_ref(applying->xenapi, "SR.scan", sr->ref, &wait,
						     reterr);
		}
	}
	return r;
}

void applying_free(struct applying *applying)
{
	for (size_t i = 0; i < OBJECT_COUNT; i++)
		free(applying->refs[i]);
	free(applying->mac);
}
