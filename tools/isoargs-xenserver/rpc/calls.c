/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/calls.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"

/* clang-format off */
static const struct rpc_call calls[] = {
	/* name, parameters, result, since, session, async, reads */
	{"session.login_with_password", {"string", "string", "string", "string"}, "session ref", XENAPI_VERSION(1, 1), false, false, false},
	{"session.logout", {}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"session.get_this_host", {"session ref"}, "host ref", XENAPI_VERSION(1, 1), true, false, true},
	{"pool.get_all_records", {}, "(pool ref -> pool record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"host.get_all_records", {}, "(host ref -> host record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"host.compute_free_memory", {"host ref"}, "int", XENAPI_VERSION(1, 3), true, true, true},
	{"host.get_API_version_major", {"host ref"}, "int", XENAPI_VERSION(1, 1), true, false, true},
	{"host.get_API_version_minor", {"host ref"}, "int", XENAPI_VERSION(1, 1), true, false, true},
	{"host.get_address", {"host ref"}, "string", XENAPI_VERSION(1, 1), true, false, true},
	{"host_metrics.get_record", {"host_metrics ref"}, "host_metrics record", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_all_records", {}, "(VM ref -> VM record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_all_records_where", {"string"}, "(VM ref -> VM record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_by_name_label", {"string"}, "VM ref set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_by_uuid", {"string"}, "VM ref", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_record", {"VM ref"}, "VM record", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_uuid", {"VM ref"}, "string", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_other_config", {"VM ref"}, "(string -> string) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_platform", {"VM ref"}, "(string -> string) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_VBDs", {"VM ref"}, "VBD ref set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_VIFs", {"VM ref"}, "VIF ref set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_allowed_VBD_devices", {"VM ref"}, "string set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_allowed_VIF_devices", {"VM ref"}, "string set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.get_possible_hosts", {"VM ref"}, "host ref set", XENAPI_VERSION(1, 1), true, true, true},
	{"VM.get_consoles", {"VM ref"}, "console ref set", XENAPI_VERSION(1, 1), true, false, true},
	{"VM.assert_can_boot_here", {"VM ref", "host ref"}, "void", XENAPI_VERSION(1, 1), true, true, true},
	{"VM.clone", {"VM ref", "string"}, "VM ref", XENAPI_VERSION(1, 1), true, true, false},
	{"VM.set_name_label", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_name_description", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_VCPUs_max", {"VM ref", "int"}, "void", XENAPI_VERSION(1, 7), true, false, false},
	{"VM.set_VCPUs_at_startup", {"VM ref", "int"}, "void", XENAPI_VERSION(1, 7), true, false, false},
	{"VM.set_domain_type", {"VM ref", "enum domain_type"}, "void", XENAPI_VERSION(2, 10), true, false, false},
	{"VM.set_HVM_boot_policy", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_bootloader", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_kernel", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_ramdisk", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_bootloader_args", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_legacy_args", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_PV_args", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_memory_limits", {"VM ref", "int", "int", "int", "int"}, "void", XENAPI_VERSION(1, 7), true, true, false},
	{"VM.set_other_config", {"VM ref", "(string -> string) map"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.add_to_other_config", {"VM ref", "string", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.remove_from_other_config", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_platform", {"VM ref", "(string -> string) map"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_actions_after_reboot", {"VM ref", "enum on_normal_exit"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.set_affinity", {"VM ref", "host ref"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VM.add_tags", {"VM ref", "string"}, "void", XENAPI_VERSION(1, 3), true, false, false},
	{"VM.provision", {"VM ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VM.start", {"VM ref", "bool", "bool"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VM.hard_shutdown", {"VM ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VM.destroy", {"VM ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VM_guest_metrics.get_networks", {"VM_guest_metrics ref"}, "(string -> string) map", XENAPI_VERSION(1, 1), true, false, true},
	{"SR.get_all_records", {}, "(SR ref -> SR record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"SR.get_record", {"SR ref"}, "SR record", XENAPI_VERSION(1, 1), true, false, true},
	{"SR.scan", {"SR ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"PBD.get_all_records", {}, "(PBD ref -> PBD record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VDI.get_by_name_label", {"string"}, "VDI ref set", XENAPI_VERSION(1, 1), true, false, true},
	{"VDI.get_all_records_where", {"string"}, "(VDI ref -> VDI record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"VDI.get_by_uuid", {"string"}, "VDI ref", XENAPI_VERSION(1, 1), true, false, true},
	{"VDI.get_record", {"VDI ref"}, "VDI record", XENAPI_VERSION(1, 1), true, false, true},
	{"VDI.add_to_other_config", {"VDI ref", "string", "string"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VDI.create", {"VDI record"}, "VDI ref", XENAPI_VERSION(1, 1), true, true, false},
	{"VDI.destroy", {"VDI ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VBD.create", {"VBD record"}, "VBD ref", XENAPI_VERSION(1, 1), true, true, false},
	{"VBD.destroy", {"VBD ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VBD.get_record", {"VBD ref"}, "VBD record", XENAPI_VERSION(1, 1), true, false, true},
	{"VBD.set_bootable", {"VBD ref", "bool"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"VBD.eject", {"VBD ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VIF.create", {"VIF record"}, "VIF ref", XENAPI_VERSION(1, 1), true, true, false},
	{"VIF.destroy", {"VIF ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"VIF.get_record", {"VIF ref"}, "VIF record", XENAPI_VERSION(1, 1), true, false, true},
	{"VIF.get_MAC", {"VIF ref"}, "string", XENAPI_VERSION(1, 1), true, false, true},
	{"network.get_all_records", {}, "(network ref -> network record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"PIF.get_all_records", {}, "(PIF ref -> PIF record) map", XENAPI_VERSION(1, 1), true, false, true},
	{"console.get_record", {"console ref"}, "console record", XENAPI_VERSION(1, 1), true, false, true},
	{"event.from", {"string set", "string", "float"}, "event batch record", XENAPI_VERSION(1, 9), true, false, true},
	{"task.create", {"string", "string"}, "task ref", XENAPI_VERSION(1, 1), true, false, false},
	{"task.get_record", {"task ref"}, "task record", XENAPI_VERSION(1, 1), true, false, true},
	{"task.cancel", {"task ref"}, "void", XENAPI_VERSION(1, 1), true, true, false},
	{"task.destroy", {"task ref"}, "void", XENAPI_VERSION(1, 1), true, false, false},
	{"task.get_all_records", {}, "(task ref -> task record) map", XENAPI_VERSION(1, 1), true, false, true},
};
/* clang-format on */

const struct rpc_call *call_find(const char *name)
{
	for (size_t i = 0; i < IA_COUNT(calls); i++) {
		if (strcmp(calls[i].name, name) == 0)
			return &calls[i];
	}
	return NULL;
}

static bool ends_with(const char *type, size_t length, const char *suffix)
{
	size_t n = strlen(suffix);

	return length > n && memcmp(type + length - n, suffix, n) == 0;
}

static bool is_type(const char *type, size_t length, const char *name)
{
	return length == strlen(name) && memcmp(type, name, length) == 0;
}

/* A reference says of itself that it is one; none at all is a reference as well. */
static bool is_ref(const struct rpc_value *value)
{
	const char *text = value_type(value) == VALUE_STRING ? value_text(value) : NULL;

	return text && (!*text || strncmp(text, "OpaqueRef:", 10) == 0);
}

static bool fits(const struct rpc_value *value, const char *type, size_t length, bool received);

/* "X set" and "(K -> V) map": what is in them fits as well. */
static bool items_fit(const struct rpc_value *value, enum value_type outer, const char *type,
		      size_t length, bool received)
{
	if (value_type(value) != outer)
		return false;
	for (size_t i = 0; i < value_count(value); i++) {
		if (!fits(value_at(value, i), type, length, received))
			return false;
	}
	return true;
}

static bool scalar_fits(const struct rpc_value *value, const char *type, size_t length,
			bool received)
{
	enum value_type is = value_type(value);
	int64_t number;
	double real;

	if (is_type(type, length, "int"))
		return received ? value_int(value, &number) : is == VALUE_INT;
	if (is_type(type, length, "float"))
		return received ? value_double(value, &real) : is == VALUE_DOUBLE;
	if (is_type(type, length, "bool"))
		return is == VALUE_BOOL;
	if (is_type(type, length, "datetime"))
		return is == VALUE_DATETIME;
	if (is_type(type, length, "void"))
		return received;
	return is == VALUE_STRING; /* string, enum … */
}

static bool fits(const struct rpc_value *value, const char *type, size_t length, bool received)
{
	const char *arrow;

	if (!value)
		return false;
	if (ends_with(type, length, " set"))
		return items_fit(value, VALUE_SET, type, length - 4, received);
	if (*type == '(' && ends_with(type, length, ") map")) {
		arrow = memmem(type, length, " -> ", 4);
		return arrow && items_fit(value, VALUE_MAP, arrow + 4,
					  (size_t)(type + length - 5 - (arrow + 4)), received);
	}
	if (ends_with(type, length, " record"))
		return value_type(value) == VALUE_MAP;
	if (ends_with(type, length, " ref"))
		return is_ref(value);
	return scalar_fits(value, type, length, received);
}

static size_t count_params(const struct rpc_call *call)
{
	size_t count = 0;

	while (count < CALL_PARAMS_MAX && call->params[count])
		count++;
	return count;
}

int call_check_args(const struct rpc_call *call, const struct rpc_value *args, size_t *ret_bad)
{
	size_t count = value_count(args);

	if (count != count_params(call)) {
		*ret_bad = 0;
		return -EINVAL;
	}
	for (size_t i = 0; i < count; i++) {
		if (!fits(value_at(args, i), call->params[i], strlen(call->params[i]), false)) {
			*ret_bad = i + 1;
			return -EINVAL;
		}
	}
	return 0;
}

bool call_check_result(const struct rpc_call *call, const struct rpc_value *value)
{
	return fits(value, call->result, strlen(call->result), true);
}
