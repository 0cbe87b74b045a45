/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/complete.h"

#include <stdio.h>
#include <string.h>

#include "common/output.h"

#define ADDRESS_S 30u /* that the system's agent has for telling its address */

static int judge(const struct completing *completing, const struct waited *waited)
{
	const char *name = completing->name;

	switch (waited->end) {
	case WAIT_HALTED:
		if (!completing->is_new || waited->has_installed ||
		    waited->seconds >= WAIT_INSTALLATION_S)
			return EXIT_DONE;
		output_complain(name,
				"it ended after %u s, and that is no installation: nothing more "
				"was changed; look at its console after xe vm-start, then remove "
				"it with \"destroy\"",
				waited->seconds);
		return EXIT_NOT_USABLE;
	case WAIT_STOPPED:
		output_complain(name,
				"the installer will not go on: %s; the guest runs on: look at it "
				"with \"console\", then remove it with \"destroy\"",
				waited->why);
		return EXIT_NOT_USABLE;
	case WAIT_GONE:
		output_complain(name, "there is no such VM any more: somebody has removed it");
		return EXIT_LACKS;
	case WAIT_LATE:
		output_complain(
			name,
			"its installer was not done after %u minutes, and goes on; to go on "
			"waiting: %s",
			completing->wish.minutes, completing->again);
		return EXIT_FAILED;
	case WAIT_LEFT:
		output_complain(name,
				"no longer waited for; its installer goes on. When it is done "
				"the guest stays down; then, or to go on waiting: %s",
				completing->again);
		return EXIT_FAILED;
	case WAIT_LOST:
		break;
	}
	output_complain(name, "its installer goes on; when the pool can be asked again: %s",
			completing->again);
	return EXIT_FAILED;
}

static int start(struct xenapi *xenapi, const struct vm *vm, struct events *events)
{
	const struct xenapi_wait wait = {
		.deadline_s = PLAN_START_S, .progress = event_progress, .data = events};
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE args = value_new_set();

	value_set_add_string(args, vm->ref);
	value_set_add(args, value_new_bool(false));
	value_set_add(args, value_new_bool(false));
	if (xenapi_async(xenapi, "VM.start", args, &wait, NULL, &error) == 0)
		return EXIT_DONE;
	output_complain(vm->name, "the installed system does not start: %s",
			xenapi_error_sentence(error));
	return EXIT_FAILED;
}

int complete_installation(struct xenapi *xenapi, const struct completing *completing,
			  struct completed *ret)
{
	struct waited waited;
	AUTO_VM vm = {0};
	int r;

	*ret = (struct completed){0};
	event_said(completing->wish.events, "stage",
		   "waiting for the installer to be done; Ctrl-C stops the waiting alone");
	wait_for_installer(xenapi, &completing->wish, &waited);
	memcpy(ret->vnc, waited.address, sizeof(ret->vnc));
	r = judge(completing, &waited);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, completing->wish.uuid, &vm);
	if (r == EXIT_DONE)
		r = finish_vm(xenapi, &vm, &completing->finish);
	if (r == EXIT_DONE) {
		event_said(completing->wish.events, "stage", "the installed system starts");
		r = start(xenapi, &vm, completing->wish.events);
	}
	if (r != EXIT_DONE)
		return r;
	if (completing->address)
		snprintf(ret->address, sizeof(ret->address), "%s", completing->address);
	else
		wait_for_address(xenapi, &completing->wish, ADDRESS_S, ret->address);
	return EXIT_DONE;
}
