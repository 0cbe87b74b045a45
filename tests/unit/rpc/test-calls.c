/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <json-c/json.h>

/* The table is its own affair: here it is looked at row by row. */
#include "rpc/calls.c"

/* The calls that the simulated pool knows, as tests/xenapi/make-calls took them from xapi's datamodel. */
static struct json_object *description(void)
{
	const char *path = getenv("ISOARGS_XENAPI_CALLS");
	struct json_object *all = path ? json_object_from_file(path) : NULL;

	assert_non_null(all);
	return all;
}

static void check_params(const struct rpc_call *call, struct json_object *params)
{
	size_t own = 0;

	while (own < CALL_PARAMS_MAX && call->params[own])
		own++;
	assert_int_equal(json_object_array_length(params), own);
	for (size_t i = 0; i < own; i++) {
		struct json_object *pair = json_object_array_get_idx(params, i);

		assert_string_equal(call->params[i],
				    json_object_get_string(json_object_array_get_idx(pair, 1)));
	}
}

static bool flag(struct json_object *there, const char *key, bool otherwise)
{
	struct json_object *value;

	return json_object_object_get_ex(there, key, &value) ? json_object_get_boolean(value)
							     : otherwise;
}

static void check_row(const struct rpc_call *call, struct json_object *there)
{
	unsigned major = 0, minor = 0;

	check_params(call, json_object_object_get(there, "params"));
	/* The one whose reply is a struct, with the token beside the events, whatever is written. */
	if (strcmp(call->name, "event.from") == 0)
		assert_string_equal(call->result, "event batch record");
	else
		assert_string_equal(call->result, json_object_get_string(
							  json_object_object_get(there, "result")));
	assert_int_equal(call->async, flag(there, "async", false));
	assert_int_equal(call->session, flag(there, "session", true));
	assert_int_equal(sscanf(json_object_get_string(json_object_object_get(there, "api")),
				"%u.%u", &major, &minor),
			 2);
	assert_int_equal(call->version, XENAPI_VERSION(major, minor));
}

static void every_row_is_as_the_datamodel_has_it(void **state IA_UNUSED)
{
	struct json_object *all = description(), *known = json_object_object_get(all, "calls");

	for (size_t i = 0; i < IA_COUNT(calls); i++) {
		const struct rpc_call *call = &calls[i];
		struct json_object *there = json_object_object_get(known, call->name);

		if (!there)
			fail_msg("%s is not in the datamodel", call->name);
		check_row(call, there);
	}
	json_object_put(all);
}

static void rows_are_found_by_name_and_stand_there_once(void **state IA_UNUSED)
{
	for (size_t i = 0; i < IA_COUNT(calls); i++)
		assert_ptr_equal(call_find(calls[i].name), &calls[i]);
	assert_null(call_find("VM.no_such_call"));
}

/* What is asked again after a broken connection must not change anything. */
static void only_what_is_named_so_only_reads(void **state IA_UNUSED)
{
	for (size_t i = 0; i < IA_COUNT(calls); i++) {
		const struct rpc_call *call = &calls[i];
		const char *verb = strchr(call->name, '.') + 1;
		bool reads = strncmp(verb, "get_", 4) == 0 || strncmp(verb, "assert_", 7) == 0 ||
			     strncmp(verb, "compute_", 8) == 0 ||
			     strcmp(call->name, "event.from") == 0;

		if (call->reads != reads)
			fail_msg("%s", call->name);
	}
}

/* Of types that no row has now, but one may have. */
static const struct rpc_call other = {
	.name = "VM.set_tags", .params = {"VM ref", "string set"}, .result = "bool"};

static const struct rpc_call *row(const char *name)
{
	const struct rpc_call *call = strcmp(name, "other") == 0 ? &other : call_find(name);

	if (!call) {
		print_error("there is no row %s\n", name);
		abort();
	}
	return call;
}

static void assert_bad(const char *name, struct rpc_value *a, struct rpc_value *b, size_t count,
		       size_t bad)
{
	struct rpc_value *const items[] = {a, b};
	AUTO_VALUE args = value_new_set();
	size_t found = 99;

	for (size_t i = 0; i < count; i++)
		value_set_add(args, items[i]);
	assert_int_equal(call_check_args(row(name), args, &found), -EINVAL);
	assert_int_equal(found, bad);
}

static void assert_good(const char *name, struct rpc_value *a, struct rpc_value *b)
{
	AUTO_VALUE args = value_new_set();
	size_t found = 99;

	value_set_add(args, a);
	value_set_add(args, b);
	assert_int_equal(call_check_args(row(name), args, &found), 0);
	assert_int_equal(found, 99);
}

static struct rpc_value *map_of(const char *key, struct rpc_value *item)
{
	struct rpc_value *map = value_new_map();

	value_map_put(map, key, item);
	return map;
}

static struct rpc_value *ref(void)
{
	return value_new_string("OpaqueRef:1");
}

static void arguments_of_another_type_are_found(void **state IA_UNUSED)
{
	assert_good("VM.set_name_label", ref(), value_new_string("OpaqueRef of a name"));
	assert_good("VM.set_name_label", value_new_string(""), value_new_string(""));
	assert_bad("VM.set_name_label", ref(), NULL, 1, 0);
	assert_bad("VM.set_name_label", value_new_string("a name"), value_new_string("x"), 2, 1);
	assert_bad("VM.set_name_label", ref(), value_new_int(1), 2, 2);
	assert_good("VM.set_VCPUs_max", ref(), value_new_int(1));
	assert_bad("VM.set_VCPUs_max", ref(), value_new_string("1"), 2, 2);
	assert_good("VBD.set_bootable", ref(), value_new_bool(true));
	assert_bad("VBD.set_bootable", ref(), value_new_int(1), 2, 2);
	assert_good("VM.set_other_config", ref(), map_of("a", value_new_string("b")));
	assert_good("VM.set_other_config", ref(), value_new_map());
	assert_bad("VM.set_other_config", ref(), map_of("a", value_new_int(1)), 2, 2);
	assert_bad("VM.set_other_config", ref(), value_new_set(), 2, 2);
	assert_bad("other", ref(), value_new_map(), 2, 2);
}

static void assert_result(const char *name, struct rpc_value *value, bool fits)
{
	assert_int_equal(call_check_result(row(name), value), fits);
	value_free(value);
}

static void results_of_another_shape_are_found(void **state IA_UNUSED)
{
	struct rpc_value *set = value_new_set();

	assert_result("VM.get_by_uuid", ref(), true);
	assert_result("VM.get_by_uuid", value_new_string("x"), false);
	assert_result("host.get_API_version_major", value_new_string("7"), true);
	assert_result("host.get_API_version_major", value_new_int(7), true);
	assert_result("host.get_API_version_major", value_new_string("seven"), false);
	assert_result("VM.start", value_new_string(""), true);
	assert_result("other", value_new_bool(true), true);
	assert_result("other", value_new_string("true"), false);
	assert_result("VM.get_record", value_new_map(), true);
	assert_result("VM.get_record", value_new_string(""), false);
	assert_result("VM.get_all_records", map_of("OpaqueRef:1", value_new_map()), true);
	assert_result("VM.get_all_records", map_of("OpaqueRef:1", value_new_set()), false);
	value_set_add(set, value_new_bool(true));
	assert_result("VM.get_VBDs", set, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_as_the_datamodel_has_it),
		cmocka_unit_test(rows_are_found_by_name_and_stand_there_once),
		cmocka_unit_test(only_what_is_named_so_only_reads),
		cmocka_unit_test(arguments_of_another_type_are_found),
		cmocka_unit_test(results_of_another_shape_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
