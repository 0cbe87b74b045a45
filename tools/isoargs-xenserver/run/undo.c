/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/undo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUSY_TRIES  60u /* seconds that another operation on the object may last */
#define LOST_TRIES  10u /* seconds that the host may be away */
#define QUIET_TRIES 60u /* seconds that a task of which no result came may still be at work */

struct undoing {
	struct xenapi *xenapi;
	struct undolog *log;
	struct events *events;
	bool left;
};

static void sleep_ms(unsigned ms)
{
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&time, NULL);
}

static bool is_gone(const struct xenapi_error *error)
{
	return xenapi_error_is(error, "HANDLE_INVALID") || xenapi_error_is(error, "UUID_INVALID");
}

static bool is_busy(const struct xenapi_error *error)
{
	static const char *const codes[] = {
		"OTHER_OPERATION_IN_PROGRESS", "VDI_IN_USE",         "TOO_BUSY",
		"TOO_MANY_PENDING_TASKS",      "HOST_STILL_BOOTING", "TASK_CANCELLED",
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (xenapi_error_is(error, codes[i]))
			return true;
	}
	return false;
}

/* Is it worth to ask once more? What is asked for here may be done twice. */
static bool try_again(const struct xenapi_error *error, unsigned *busy, unsigned *lost)
{
	if (!error)
		return false;
	if (is_busy(error))
		return ++*busy < BUSY_TRIES;
	if (error->kind == XENAPI_UNREACHABLE || error->kind == XENAPI_NO_REPLY)
		return ++*lost < LOST_TRIES;
	/* Deliberate failures of a moment's making are tried twice. */
	return error->kind == XENAPI_REFUSED && !is_gone(error) && ++*lost < 3;
}

static struct xenapi_error *forget(struct xenapi_error *error)
{
	return xenapi_error_free(error);
}

/* A call that changes something, until it is done or hopeless. 1: the object was gone already. */
static int call_until_done(struct undoing *undoing, const char *method, const char *ref,
			   struct xenapi_error **reterr)
{
	const struct xenapi_wait wait = {.deadline_s = PLAN_DESTROY_S};
	struct xenapi_error *error = NULL;
	unsigned busy = 0, lost = 0;
	int r;

	for (;;) {
		r = xenapi_async_ref(undoing->xenapi, method, ref, &wait, &error);
		if (r == 0)
			return 0;
		if (is_gone(error)) {
			forget(error);
			return 1;
		}
		if (!try_again(error, &busy, &lost))
			break;
		error = forget(error);
		sleep_ms(busy + lost < 4 ? 250 : 1000);
	}
	*reterr = error;
	return r;
}

/* A call that reads, until it is answered or hopeless. */
static int look(struct undoing *undoing, const char *method, const char *argument,
		struct rpc_value **ret, struct xenapi_error **reterr)
{
	struct xenapi_error *error = NULL;
	unsigned busy = 0, lost = 0;
	int r;

	for (;;) {
		r = argument ? xenapi_callf(undoing->xenapi, ret, &error, method, "s", argument)
			     : xenapi_callf(undoing->xenapi, ret, &error, method, "");
		if (r == 0 || !try_again(error, &busy, &lost))
			break;
		error = forget(error);
		sleep_ms(busy + lost < 4 ? 250 : 1000);
	}
	if (r < 0)
		*reterr = error;
	return r;
}

static void leave(struct undoing *undoing, enum object object, const struct xenapi_error *error,
		  const char *why)
{
	const struct undolog_item *item = &undoing->log->items[object];

	undoing->left = true;
	event_left(undoing->events, object,
		   item->uuid   ? item->uuid
		   : item->name ? item->name
				: "of unknown uuid",
		   why ? why : xenapi_error_sentence(error));
}

static const char *marker_of(const struct rpc_value *record)
{
	return value_text(value_member(value_member(record, "other_config"), MARKER));
}

/* Is it of this run's making? What was not marked yet still has the name that it was given. */
static bool is_ours(const struct undoing *undoing, enum object object,
		    const struct rpc_value *record)
{
	const char *marker = marker_of(record);

	if (marker)
		return strcmp(marker, undoing->log->run) == 0;
	return object == OBJECT_VM &&
	       strcmp(value_member_text(record, "name_label"), undoing->log->temporary) == 0;
}

struct hit {
	char *ref;
	struct rpc_value *record;
};

static void drop(struct hit *hit)
{
	free(hit->ref);
	value_free(hit->record);
	*hit = (struct hit){0};
}

static int read_record(struct undoing *undoing, enum object object, const char *ref,
		       struct hit *hit, struct xenapi_error **reterr)
{
	struct xenapi_error *error = NULL;
	int r;

	r = look(undoing, object == OBJECT_VM ? "VM.get_record" : "VDI.get_record", ref,
		 &hit->record, &error);
	if (r < 0 && is_gone(error)) {
		forget(error);
		return 0;
	}
	if (r < 0) {
		*reterr = error;
		return r;
	}
	hit->ref = strdup(ref);
	if (hit->ref)
		return 1;
	drop(hit);
	return -ENOMEM;
}

static int find_by_uuid(struct undoing *undoing, enum object object, const char *uuid,
			struct hit *hit, struct xenapi_error **reterr)
{
	struct xenapi_error *error = NULL;
	AUTO_VALUE ref = NULL;
	int r;

	r = look(undoing, object == OBJECT_VM ? "VM.get_by_uuid" : "VDI.get_by_uuid", uuid, &ref,
		 &error);
	if (r < 0 && is_gone(error)) {
		forget(error);
		return 0;
	}
	if (r < 0) {
		*reterr = error;
		return r;
	}
	return read_record(undoing, object, value_text(ref) ? value_text(ref) : "", hit, reterr);
}

/* Where several without a marker could be the run's, none is taken. */
static int find_by_name(struct undoing *undoing, enum object object, const char *name,
			struct hit *ret, struct xenapi_error **reterr)
{
	AUTO_VALUE refs = NULL;
	struct hit candidate = {0}, unmarked = {0};
	size_t unmarked_count = 0;
	int r;

	r = look(undoing, object == OBJECT_VM ? "VM.get_by_name_label" : "VDI.get_by_name_label",
		 name, &refs, reterr);
	for (size_t i = 0; r == 0 && i < value_count(refs); i++) {
		const char *ref = value_text(value_at(refs, i));

		r = ref ? read_record(undoing, object, ref, &candidate, reterr) : 0;
		if (r < 0)
			break;
		if (r == 1 && is_ours(undoing, object, candidate.record)) {
			if (marker_of(candidate.record)) {
				drop(&unmarked);
				*ret = candidate;
				return 1;
			}
			drop(&unmarked);
			unmarked = candidate;
			unmarked_count++;
		} else {
			drop(&candidate);
		}
		r = 0;
	}
	if (r == 0 && unmarked_count == 1) {
		*ret = unmarked;
		return 1;
	}
	drop(&unmarked);
	return r;
}

/* Is a task still at work that may make such an object? */
static bool is_pending(struct undoing *undoing, const char *method)
{
	struct xenapi_error *error = NULL;
	AUTO_VALUE tasks = NULL;

	if (look(undoing, "task.get_all_records", NULL, &tasks, &error) < 0) {
		forget(error);
		return false;
	}
	for (size_t i = 0; i < value_count(tasks); i++) {
		const struct rpc_value *task = value_at(tasks, i);
		const char *name = value_member_text(task, "name_label");

		if (strncmp(name, "Async.", 6) == 0)
			name += 6;
		if (strcmp(name, method) == 0 &&
		    (strcmp(value_member_text(task, "status"), "pending") == 0 ||
		     strcmp(value_member_text(task, "status"), "cancelling") == 0))
			return true;
	}
	return false;
}

/* 1 and the object, 0: it is not there, also not in a moment. */
static int find(struct undoing *undoing, enum object object, struct hit *hit,
		struct xenapi_error **reterr)
{
	struct undolog_item *item = &undoing->log->items[object];
	const char *method = object == OBJECT_VM ? "VM.clone" : "VDI.create";
	int r;

	if (item->uuid)
		return find_by_uuid(undoing, object, item->uuid, hit, reterr);
	for (unsigned i = 0; i < QUIET_TRIES; i++) {
		bool pending = !item->refused && is_pending(undoing, method);

		r = item->name ? find_by_name(undoing, object, item->name, hit, reterr) : 0;
		if (r != 0 || !pending)
			return r;
		sleep_ms(1000);
	}
	return 0;
}

static int halt(struct undoing *undoing, const struct hit *hit, struct xenapi_error **reterr)
{
	const char *power = value_member_text(hit->record, "power_state");
	int r;

	/* A start that is under way is not in the record; the host says so when it is destroyed. */
	if (strcmp(power, "Halted") == 0)
		return 0;
	r = call_until_done(undoing, "VM.hard_shutdown", hit->ref, reterr);
	if (r >= 0 || !xenapi_error_is(*reterr, "VM_BAD_POWER_STATE"))
		return r;
	*reterr = forget(*reterr);
	return 0;
}

static int destroy_vm(struct undoing *undoing, struct hit *hit, struct xenapi_error **reterr)
{
	int r = 0;

	/* It may have started meanwhile. */
	for (unsigned i = 0; i < 3; i++) {
		r = halt(undoing, hit, reterr);
		if (r < 0)
			return r;
		r = call_until_done(undoing, "VM.destroy", hit->ref, reterr);
		if (r >= 0 || !xenapi_error_is(*reterr, "VM_BAD_POWER_STATE"))
			return r;
		value_free(hit->record);
		hit->record = value_new_map();
		value_map_put_string(hit->record, "power_state", "Running");
		if (i < 2)
			*reterr = forget(*reterr);
	}
	return r;
}

/*
 * A guest that is still a template has its disks from the one that it was cloned of, and the run may
 * have ended before it could say so. A disk that another VM has too is none of them.
 */
static int note_brought(struct undoing *undoing, const struct hit *guest,
			struct xenapi_error **reterr)
{
	const struct rpc_value *vbds = value_member(guest->record, "VBDs");
	int r = 0;

	if (!value_member_bool(guest->record, "is_a_template", false))
		return 0;
	for (size_t i = 0; r == 0 && i < value_count(vbds); i++) {
		const char *ref = value_text(value_at(vbds, i)), *vdi;
		AUTO_VALUE vbd = NULL;
		AUTO_VALUE disk = NULL;

		r = look(undoing, "VBD.get_record", ref ? ref : "", &vbd, reterr);
		vdi = value_member_text(vbd, "VDI");
		if (r < 0 || strcasecmp(value_member_text(vbd, "type"), "Disk") != 0 ||
		    value_is_null_ref(vdi))
			continue;
		r = look(undoing, "VDI.get_record", vdi, &disk, reterr);
		if (r == 0 && value_count(value_member(disk, "VBDs")) == 1 &&
		    undolog_brought(undoing->log, value_member_text(disk, "uuid")) != EXIT_DONE)
			r = xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(undoing->xenapi),
					"VM.destroy",
					"not asked for, as the undo log cannot be written");
	}
	return r;
}

static void leave_brought(struct undoing *undoing, const char *uuid, const char *why)
{
	undoing->left = true;
	event_left(undoing->events, OBJECT_BROUGHT, uuid, why);
}

static void remove_brought(struct undoing *undoing, const char *uuid)
{
	struct xenapi_error *error = NULL;
	struct hit hit = {0};
	int r = find_by_uuid(undoing, OBJECT_BROUGHT, uuid, &hit, &error);

	if (r == 1 && value_count(value_member(hit.record, "VBDs")) > 0)
		leave_brought(undoing, uuid, "a VM has it; look at it and remove it by hand");
	else if (r == 1)
		r = call_until_done(undoing, "VDI.destroy", hit.ref, &error);
	if (r < 0)
		leave_brought(undoing, uuid, xenapi_error_sentence(error));
	else if (r == 0 && hit.ref)
		event_removed(undoing->events, OBJECT_BROUGHT, uuid);
	forget(error);
	drop(&hit);
}

static void remove_object(struct undoing *undoing, enum object object)
{
	struct undolog_item *item = &undoing->log->items[object];
	struct xenapi_error *error = NULL;
	struct hit hit = {0};
	int r;

	if (!item->intended || item->gone)
		return;
	r = find(undoing, object, &hit, &error);
	if (r < 0) {
		leave(undoing, object, error, NULL);
		forget(error);
		return;
	}
	if (r == 1 && !is_ours(undoing, object, hit.record)) {
		leave(undoing, object, NULL,
		      "it bears no marker of this run; look at it and remove it "
		      "by hand");
		drop(&hit);
		return;
	}
	if (r == 1 && !item->uuid)
		item->uuid = strdup(value_member_text(hit.record, "uuid"));
	if (r == 1 && object == OBJECT_MEDIUM &&
	    value_count(value_member(hit.record, "VBDs")) > 0) {
		leave(undoing, object, NULL, "a VM has it in its drive");
		drop(&hit);
		return;
	}
	if (r == 1 && object == OBJECT_VM) {
		r = note_brought(undoing, &hit, &error);
		r = r < 0 ? r : 1;
	}
	if (r == 1)
		r = object == OBJECT_VM ? destroy_vm(undoing, &hit, &error)
					: call_until_done(undoing, "VDI.destroy", hit.ref, &error);
	else if (r == 0)
		r = 1;
	if (r < 0)
		leave(undoing, object, error, NULL);
	else if (r == 0)
		event_removed(undoing->events, object, item->uuid ? item->uuid : "");
	if (r >= 0)
		undolog_gone(undoing->log, object);
	forget(error);
	drop(&hit);
}

/* What was uploaded whole may serve other guests by now. */
static void remove_medium(struct undoing *undoing, bool wanted)
{
	struct undolog_item *item = &undoing->log->items[OBJECT_MEDIUM];

	if (!item->intended || item->gone)
		return;
	if (!item->kept || wanted) {
		remove_object(undoing, OBJECT_MEDIUM);
		return;
	}
	event_kept(undoing->events, OBJECT_MEDIUM, item->uuid ? item->uuid : "", item->name);
}

int undo_run(struct xenapi *xenapi, struct undolog *log, const struct undo_wish *wish)
{
	struct undoing undoing = {.xenapi = xenapi, .log = log, .events = wish->events};

	/* The devices go with the guest, and a disk that a device holds cannot go before it. */
	remove_object(&undoing, OBJECT_VM);
	for (size_t i = WISH_DISKS_MAX; i-- > 0;)
		remove_object(&undoing, OBJECT_MORE_DISKS + (enum object)i);
	remove_object(&undoing, OBJECT_OEMDRV);
	remove_object(&undoing, OBJECT_DISK);
	for (size_t i = 0; i < log->brought_count; i++)
		remove_brought(&undoing, log->brought[i]);
	remove_medium(&undoing, wish->medium);
	if (undoing.left)
		return EXIT_LEFT;
	undolog_finish(log, UNDOLOG_UNDONE);
	return EXIT_DONE;
}

bool undo_keeps_medium(const struct undolog *log)
{
	const struct undolog_item *item = &log->items[OBJECT_MEDIUM];

	return item->kept && !item->gone;
}
