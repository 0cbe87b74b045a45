/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "rpc/failure.h"

static struct xenapi_error *refused(const char *code, const char *a, const char *b, const char *c)
{
	AUTO_VALUE params = value_new_set();
	struct xenapi_error *error = NULL;

	value_set_add_string(params, code);
	if (a)
		value_set_add_string(params, a);
	if (b)
		value_set_add_string(params, b);
	if (c)
		value_set_add_string(params, c);
	assert_int_equal(xenapi_fail_refused(&error, "xs1", "VM.start", params, params),
			 -EREMOTEIO);
	return error;
}

static void assert_says(struct xenapi_error *error, const char *expected)
{
	assert_string_equal(xenapi_error_sentence(error), expected);
	xenapi_error_free(error);
}

static void sentences_say_what_happened_and_what_helps(void **state IA_UNUSED)
{
	assert_says(
		refused("SR_FULL", "8589934592", "1048576", NULL),
		"xs1: VM.start: the storage repository is full: 8192 MiB are asked for, 1 MiB are "
		"the "
		"most (SR_FULL: 8589934592, 1048576); free space, make the disk smaller, or name "
		"another one with --sr");
	assert_says(refused("HOST_IS_SLAVE", "10.0.0.1", NULL, NULL),
		    "xs1: VM.start: xs1 is not the coordinator of its pool; that is 10.0.0.1 "
		    "(HOST_IS_SLAVE: 10.0.0.1); use --host 10.0.0.1");
	assert_says(refused("SR_BACKEND_FAILURE_73", "", "the NFS server says no", ""),
		    "xs1: VM.start: the storage driver failed: the NFS server says no "
		    "(SR_BACKEND_FAILURE_73: , the NFS server says no, )");
	assert_says(refused("SR_BACKEND_FAILURE_46", "", "", "not mapped"),
		    "xs1: VM.start: the storage driver failed: not mapped "
		    "(SR_BACKEND_FAILURE_46: , , not mapped)");
	assert_says(refused("NEVER_HEARD_OF", "a", NULL, NULL),
		    "xs1: VM.start: the host refused (NEVER_HEARD_OF: a)");
}

static void the_hosts_programs_are_recognised_by_their_words(void **state IA_UNUSED)
{
	static const char *const rows[][3] = {
		{"INTERNAL_ERROR", "Bootloader.Unknown_bootloader eliloader", "has no eliloader"},
		{"INTERNAL_ERROR", "xenopsd: Guest type PV unavailable", "runs no PV guests"},
		{"INTERNAL_ERROR", "there was not enough memory", "not enough memory"},
		{"INTERNAL_ERROR", "who knows", "an error inside the host"},
		{"BOOTLOADER_FAILED", "INVALID_SOURCE\nmore", "isolinux/vmlinuz"},
		{"BOOTLOADER_FAILED", "LIMITS", "larger than eliloader takes"},
		{"BOOTLOADER_FAILED", "unable to find partition", "ext4"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		bool loader = strcmp(rows[i][0], "BOOTLOADER_FAILED") == 0;
		struct xenapi_error *error =
			refused(rows[i][0], loader ? "OpaqueRef:1" : rows[i][1],
				loader ? rows[i][1] : NULL, NULL);

		assert_contains(xenapi_error_sentence(error), rows[i][2]);
		xenapi_error_free(error);
	}
}

static void parameters_that_are_missing_do_no_harm(void **state IA_UNUSED)
{
	static const char *const codes[] = {"SR_FULL",           "HANDLE_INVALID",
					    "BOOTLOADER_FAILED", "INTERNAL_ERROR",
					    "MAP_DUPLICATE_KEY", "SR_BACKEND_FAILURE_1"};

	for (size_t i = 0; i < IA_COUNT(codes); i++) {
		struct xenapi_error *error = refused(codes[i], NULL, NULL, NULL);

		assert_contains(xenapi_error_sentence(error), codes[i]);
		assert_string_equal(xenapi_error_param(error, 0), "");
		xenapi_error_free(error);
	}
}

static void code_and_parameters_are_kept(void **state IA_UNUSED)
{
	struct xenapi_error *error = refused("HANDLE_INVALID", "VM", "OpaqueRef:1", NULL);

	assert_true(xenapi_error_is(error, "HANDLE_INVALID"));
	assert_false(xenapi_error_is(error, "UUID_INVALID"));
	assert_false(xenapi_error_is(NULL, "HANDLE_INVALID"));
	assert_string_equal(xenapi_error_param(error, 1), "OpaqueRef:1");
	assert_string_equal(error->method, "VM.start");
	assert_string_equal(error->host, "xs1");
	xenapi_error_free(error);
}

static void a_hosts_control_characters_reach_no_terminal(void **state IA_UNUSED)
{
	struct xenapi_error *error = refused("OPERATION_NOT_ALLOWED", "\x1b[2Jno", NULL, NULL);

	assert_null(strchr(xenapi_error_sentence(error), '\x1b'));
	assert_contains(xenapi_error_sentence(error), "\\x1b[2Jno");
	xenapi_error_free(error);
}

static void each_kind_has_its_number(void **state IA_UNUSED)
{
	static const struct {
		enum xenapi_kind kind;
		int code;
	} rows[] = {
		{XENAPI_MEMORY, -ENOMEM},          {XENAPI_ARGUMENT, -EINVAL},
		{XENAPI_REFUSED, -EREMOTEIO},      {XENAPI_UNREACHABLE, -ENOTCONN},
		{XENAPI_UNTRUSTED, -EKEYREJECTED}, {XENAPI_NO_REPLY, -EPROTO},
		{XENAPI_LATE, -ETIMEDOUT},         {XENAPI_INTERRUPTED, -EINTR},
	};
	struct xenapi_error *error = NULL;

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		assert_int_equal(xenapi_fail(&error, rows[i].kind, "h", NULL, "it %s", "broke"),
				 rows[i].code);
		assert_int_equal(xenapi_fail(NULL, rows[i].kind, "h", NULL, "it broke"),
				 rows[i].code);
		assert_int_equal(error->kind, rows[i].kind);
		assert_string_equal(error->sentence, "h: it broke");
	}
	xenapi_error_free(error);
	assert_string_equal(xenapi_error_sentence(NULL), "out of memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_say_what_happened_and_what_helps),
		cmocka_unit_test(the_hosts_programs_are_recognised_by_their_words),
		cmocka_unit_test(parameters_that_are_missing_do_no_harm),
		cmocka_unit_test(code_and_parameters_are_kept),
		cmocka_unit_test(a_hosts_control_characters_reach_no_terminal),
		cmocka_unit_test(each_kind_has_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
