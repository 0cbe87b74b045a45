/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/vm.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "common/output.h"
#include "plan/inventory.h"
#include "rpc/name.h"

int vm_complain(const struct xenapi_error *error)
{
	output_complain(NULL, "%s", xenapi_error_sentence(error));
	return EXIT_FAILED;
}

static int read_record(struct xenapi *xenapi, const char *ref, struct vm *vm)
{
	AUTO_XENAPI_ERROR error = NULL;

	vm->ref = strdup(ref);
	if (!vm->ref)
		return vm_complain(NULL);
	if (xenapi_callf(xenapi, &vm->record, &error, "VM.get_record", "s", ref) < 0)
		return vm_complain(error);
	vm->name = name_shown(value_member_text(vm->record, "name_label"));
	vm->uuid = name_shown(value_member_text(vm->record, "uuid"));
	return vm->name && vm->uuid ? EXIT_DONE : vm_complain(NULL);
}

static bool is_guest(const struct rpc_value *record)
{
	return !value_member_bool(record, "is_a_template", false) &&
	       !value_member_bool(record, "is_a_snapshot", false) &&
	       !value_member_bool(record, "is_control_domain", false);
}

/* Names are not unique: of several the uuids are listed. */
static int find_by_name(struct xenapi *xenapi, const char *name, struct vm *vm)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE refs = NULL;
	bool is_ambiguous = false;

	if (xenapi_callf(xenapi, &refs, &error, "VM.get_by_name_label", "s", name) < 0)
		return vm_complain(error);
	for (size_t i = 0; i < value_count(refs); i++) {
		AUTO_VM other = {0};
		int r = read_record(xenapi, value_text(value_at(refs, i)), &other);

		if (r != EXIT_DONE)
			return r;
		if (!is_guest(other.record))
			continue;
		if (vm->ref) {
			if (!is_ambiguous)
				output_complain(name,
						"several VMs have this name; name one by its "
						"uuid: %s",
						vm->uuid);
			output_complain(name, "or %s", other.uuid);
			is_ambiguous = true;
			continue;
		}
		*vm = other;
		other = (struct vm){0};
	}
	if (!vm->ref)
		output_complain(name, "there is no VM of this name at %s", xenapi_host(xenapi));
	return vm->ref && !is_ambiguous ? EXIT_DONE : EXIT_FAILED;
}

int vm_find(struct xenapi *xenapi, const char *word, struct vm *vm)
{
	AUTO_XENAPI_ERROR error = NULL;
	char *ref = NULL;
	int r;

	if (!ia_text_is_uuid(word))
		return find_by_name(xenapi, word, vm);
	if (xenapi_call_text(xenapi, &ref, &error, "VM.get_by_uuid", "s", word) < 0)
		return vm_complain(error);
	r = read_record(xenapi, ref, vm);
	free(ref);
	if (r == EXIT_DONE && !is_guest(vm->record)) {
		output_complain(word, "it is a template, a snapshot or a control domain, no VM");
		return EXIT_FAILED;
	}
	return r;
}

void vm_free(struct vm *vm)
{
	free(vm->ref);
	free(vm->name);
	free(vm->uuid);
	value_free(vm->record);
	*vm = (struct vm){0};
}

bool vm_is_marked(const struct vm *vm)
{
	return value_member(value_member(vm->record, "other_config"), MARKER) != NULL;
}

int vm_find_console(struct xenapi *xenapi, const char *ref, const char *protocol,
		    char **ret_location, bool *ret_any)
{
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_VALUE refs = NULL;

	*ret_any = false;
	*ret_location = NULL;
	if (xenapi_callf(xenapi, &refs, &error, "VM.get_consoles", "s", ref) < 0)
		return vm_complain(error);
	for (size_t i = 0; i < value_count(refs); i++) {
		AUTO_VALUE record = NULL;

		if (xenapi_callf(xenapi, &record, &error, "console.get_record", "s",
				 value_text(value_at(refs, i))) < 0)
			return vm_complain(error);
		*ret_any = true;
		if (strcasecmp(value_member_text(record, "protocol"), protocol) != 0)
			continue;
		*ret_location = strdup(value_member_text(record, "location"));
		return *ret_location ? EXIT_DONE : vm_complain(NULL);
	}
	return EXIT_DONE;
}
