/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/request.h"
#include "base/limits.h"
#include "base/note.h"
#include "support/notes.h"

static struct isoargs_request *new_request(void)
{
	struct isoargs_request *request = NULL;

	assert_int_equal(isoargs_request_new(&request), 0);
	return request;
}

static void assert_accepted(enum isoargs_option option, const char *value)
{
	struct isoargs_request *request = new_request();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_request_set(request, option, value, &error) != 0)
		fail_msg("%s: %s", value, isoargs_error_message(error));
	isoargs_request_free(request);
}

/* The sentence names the option, what was found and, in part, what was expected. */
static void assert_refused(enum isoargs_option option, const char *value, const char *name,
			   const char *part)
{
	struct isoargs_request *request = new_request();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_request_set(request, option, value, &error) != -EINVAL)
		fail_msg("accepted: %s %s", name, value);
	assert_string_equal(isoargs_option_name(isoargs_error_option(error)), name);
	assert_contains(isoargs_error_message(error), part);
	isoargs_request_free(request);
}

static void kickstart_locations_are_those_that_the_installer_knows(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_KS, "http://192.0.2.1/ks.cfg");
	assert_accepted(ISOARGS_KS, "https://ks.example.org:8443/c7.cfg?host=a");
	assert_accepted(ISOARGS_KS, "ftp://[2001:db8::1]/ks.cfg");
	assert_accepted(ISOARGS_KS, "nfs:server:/ks.cfg");
	assert_accepted(ISOARGS_KS, "hd:LABEL=OEMDRV:/ks.cfg");
	assert_accepted(ISOARGS_KS, "cdrom:/dev/xvdd:/ks.cfg");
	assert_accepted(ISOARGS_KS, "file:/ks.cfg");
	assert_refused(ISOARGS_KS, "", "ISOARGS_KS", "expected");
	assert_refused(ISOARGS_KS, "ks.cfg", "ISOARGS_KS", "expected http://");
	assert_refused(ISOARGS_KS, "http:", "ISOARGS_KS", "found \"http:\"");
	assert_refused(ISOARGS_KS, "http:///ks.cfg", "ISOARGS_KS", "expected http://");
	assert_refused(ISOARGS_KS, "http://a/k s.cfg", "ISOARGS_KS", "ISOARGS_KS");
	assert_refused(ISOARGS_KS, "http://a/'ks.cfg", "ISOARGS_KS", "ISOARGS_KS");
	assert_refused(ISOARGS_KS, "gopher://a/ks.cfg", "ISOARGS_KS", "gopher");
}

static void a_repository_is_a_url_a_device_or_the_cd_drive(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_REPO, "cdrom:/dev/xvdd");
	assert_accepted(ISOARGS_REPO, "http://mirror.example.org/7/os/x86_64/");
	assert_accepted(ISOARGS_REPO, "nfsiso:server:/c7.iso");
	assert_accepted(ISOARGS_REPO, "cdrom"); /* which guest it is for is not known yet */
	assert_refused(ISOARGS_REPO, "/mnt/repo", "ISOARGS_REPO", "expected http://");
}

static void the_second_stage_is_found_by_label_uuid_or_device(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_STAGE2, "label");
	assert_accepted(ISOARGS_STAGE2, "uuid");
	assert_accepted(ISOARGS_STAGE2, "device");
	assert_accepted(ISOARGS_STAGE2, "device=/dev/xvdb");
	assert_accepted(ISOARGS_STAGE2, "device=xvdb1");
	assert_accepted(ISOARGS_STAGE2, "device=/dev/disk/by-id/a-b.c_d");
	assert_refused(ISOARGS_STAGE2, "LABEL", "ISOARGS_STAGE2", "expected label, uuid, device");
	assert_refused(ISOARGS_STAGE2, "device=", "ISOARGS_STAGE2", "expected");
	assert_refused(ISOARGS_STAGE2, "device=/dev/", "ISOARGS_STAGE2", "expected");
	assert_refused(ISOARGS_STAGE2, "device=/dev/x:y", "ISOARGS_STAGE2", "expected");
	assert_refused(ISOARGS_STAGE2, "device=/dev/x*", "ISOARGS_STAGE2", "expected");
	assert_refused(ISOARGS_STAGE2, "device=/dev/../x", "ISOARGS_STAGE2", "expected");
}

static void a_vnc_password_has_six_to_eight_characters_and_never_shows(void **state IA_UNUSED)
{
	struct isoargs_request *request = new_request();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_accepted(ISOARGS_VNC_PASSWORD, "secret");
	assert_accepted(ISOARGS_VNC_PASSWORD, "secret78");
	assert_refused(ISOARGS_VNC_PASSWORD, "short", "ISOARGS_VNC_PASSWORD", "found 5 characters");
	assert_accepted(ISOARGS_VNC_PASSWORD, "six678");
	assert_refused(ISOARGS_VNC_PASSWORD, "secret789", "ISOARGS_VNC_PASSWORD", "found 9");
	assert_refused(ISOARGS_VNC_PASSWORD, "muchtoolong", "ISOARGS_VNC_PASSWORD", "6 to 8");
	assert_refused(ISOARGS_VNC_PASSWORD, "sec\\ret", "ISOARGS_VNC_PASSWORD", "a backslash");
	assert_refused(ISOARGS_VNC_PASSWORD, "", "ISOARGS_VNC_PASSWORD", "ISOARGS_VNC_PASSWORD");
	assert_int_equal(isoargs_request_set(request, ISOARGS_VNC_PASSWORD, "it's me", &error),
			 -EINVAL);
	assert_null(strstr(isoargs_error_message(error), "it's me"));
	isoargs_request_free(request);
}

static void words_cannot_split_or_stop_the_installers_parser(void **state IA_UNUSED)
{
	static const enum isoargs_option options[] = {ISOARGS_APPEND, ISOARGS_KEEP, ISOARGS_DROP};
	static const char *const bad[] = {"", "a b", "a\"b", "a\nb", "a\x1b"};

	for (size_t i = 0; i < IA_COUNT(options); i++) {
		const char *name = isoargs_option_name(options[i]);

		assert_accepted(options[i], "inst.sshd");
		assert_accepted(options[i], "inst.updates=http://a/b.img");
		for (size_t k = 0; k < IA_COUNT(bad); k++)
			assert_refused(options[i], bad[k], name, name);
	}
}

static void words_may_be_named_up_to_their_bound(void **state IA_UNUSED)
{
	static const enum isoargs_option options[] = {ISOARGS_APPEND, ISOARGS_KEEP, ISOARGS_DROP};
	struct isoargs_request *request = new_request();

	for (size_t k = 0; k < IA_COUNT(options); k++) {
		for (unsigned i = 0; i < IA_OPTION_VALUES_MAX; i++)
			assert_int_equal(isoargs_request_set(request, options[k], "word", NULL), 0);
		assert_int_equal(isoargs_request_set(request, options[k], "word", NULL), -E2BIG);
	}
	assert_int_equal(request->append.count, IA_OPTION_VALUES_MAX);
	isoargs_request_free(request);
}

static void a_style_is_legacy_or_minimal(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_STYLE, "legacy");
	assert_accepted(ISOARGS_STYLE, "minimal");
	assert_refused(ISOARGS_STYLE, "modern", "ISOARGS_STYLE", "expected legacy or minimal");
}

static void an_option_without_a_value_takes_none_and_the_others_need_one(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_GRAPHICAL, NULL);
	assert_refused(ISOARGS_GRAPHICAL, "yes", "ISOARGS_GRAPHICAL", "expected no value");
	assert_refused(ISOARGS_DHCP, "yes", "ISOARGS_DHCP", "expected no value");
	assert_refused(ISOARGS_IP, NULL, "ISOARGS_IP", "found no value");
}

static void assert_twice(enum isoargs_option option, const char *first, const char *second)
{
	struct isoargs_request *request = new_request();

	assert_int_equal(isoargs_request_set(request, option, first, NULL), 0);
	assert_int_equal(isoargs_request_set(request, option, first, NULL), 0);
	assert_int_equal(isoargs_request_set(request, option, second, NULL), -EINVAL);
	isoargs_request_free(request);
}

static void a_single_valued_option_cannot_have_two_values(void **state IA_UNUSED)
{
	assert_twice(ISOARGS_KS, "http://a/k", "http://b/k");
	assert_twice(ISOARGS_REPO, "http://a/k", "http://b/k");
	assert_twice(ISOARGS_STAGE2, "uuid", "label");
	assert_twice(ISOARGS_STAGE2, "device", "device=/dev/xvdb");
	assert_twice(ISOARGS_STYLE, "legacy", "minimal");
	assert_twice(ISOARGS_ENTRY, "0", "1");
	assert_twice(ISOARGS_VNC_PASSWORD, "secret1", "secret2");
}

struct setting {
	enum isoargs_option option;
	const char *value;
};

/* Sets up to four options; returns what ia_request_check() says of them together. */
static int check_together(const struct setting *settings, size_t count, struct ia_notes *notes,
			  struct isoargs_error **reterr)
{
	struct isoargs_request *request = new_request();
	int r;

	for (size_t i = 0; i < count; i++)
		assert_int_equal(
			isoargs_request_set(request, settings[i].option, settings[i].value, NULL),
			0);
	r = ia_request_check(request, notes, reterr);
	isoargs_request_free(request);
	return r;
}

static void assert_excluded(struct setting a, struct setting b, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(check_together((struct setting[]){a, b}, 2, NULL, &error), -EINVAL);
	assert_contains(isoargs_error_message(error), part);
}

static void options_that_exclude_each_other_are_refused_by_name(void **state IA_UNUSED)
{
	assert_excluded((struct setting){ISOARGS_TEXT, NULL},
			(struct setting){ISOARGS_GRAPHICAL, NULL}, "ISOARGS_GRAPHICAL");
	assert_excluded((struct setting){ISOARGS_TEXT, NULL}, (struct setting){ISOARGS_VNC, NULL},
			"ISOARGS_VNC");
	assert_excluded((struct setting){ISOARGS_DHCP, NULL},
			(struct setting){ISOARGS_IP, "192.0.2.1/24"}, "ISOARGS_DHCP");
	assert_excluded((struct setting){ISOARGS_VNC_PASSWORD, "secret"},
			(struct setting){ISOARGS_TEXT, NULL}, "add ISOARGS_VNC");
}

static void doubtful_requests_leave_a_note(void **state IA_UNUSED)
{
	const struct setting alone[] = {{ISOARGS_GRAPHICAL, NULL}};
	const struct setting named[] = {{ISOARGS_IP, "192.0.2.5/24"},
					{ISOARGS_GATEWAY, "192.0.2.1"},
					{ISOARGS_KS, "http://ks.example.org/k"}};
	const struct setting numeric[] = {{ISOARGS_IP, "192.0.2.5/24"},
					  {ISOARGS_GATEWAY, "192.0.2.1"},
					  {ISOARGS_KS, "http://192.0.2.9:80/k"}};
	struct ia_notes notes IA_AUTO_NOTES = {0};

	assert_int_equal(check_together(numeric, 3, &notes, NULL), 0);
	assert_int_equal(notes.count, 0);
	assert_int_equal(check_together(named, 3, &notes, NULL), 0);
	assert_true(notes_have(&notes, "no-nameserver"));
	assert_int_equal(check_together(alone, 1, &notes, NULL), 0);
	assert_true(notes_have(&notes, "graphical-without-network"));
}

static void a_server_that_is_named_needs_a_name_server(void **state IA_UNUSED)
{
	static const struct {
		const char *repo;
		bool named;
	} cases[] = {
		{"nfs:server:/c7", true},         {"nfs:nolock,soft:server.example.org:/c7", true},
		{"nfs:192.0.2.9:/c7", false},     {"nfs:nolock:192.0.2.9:/c7", false},
		{"nfs:[2001:db8::9]:/c7", false}, {"http://[2001:db8::9]/c7", false},
		{"hd:sda1:/c7", false},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		const struct setting settings[] = {{ISOARGS_IP, "192.0.2.5/24"},
						   {ISOARGS_GATEWAY, "192.0.2.1"},
						   {ISOARGS_REPO, cases[i].repo}};
		struct ia_notes notes IA_AUTO_NOTES = {0};

		assert_int_equal(check_together(settings, 3, &notes, NULL), 0);
		if (notes_have(&notes, "no-nameserver") != cases[i].named)
			fail_msg("%s", cases[i].repo);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kickstart_locations_are_those_that_the_installer_knows),
		cmocka_unit_test(a_repository_is_a_url_a_device_or_the_cd_drive),
		cmocka_unit_test(the_second_stage_is_found_by_label_uuid_or_device),
		cmocka_unit_test(a_vnc_password_has_six_to_eight_characters_and_never_shows),
		cmocka_unit_test(words_cannot_split_or_stop_the_installers_parser),
		cmocka_unit_test(words_may_be_named_up_to_their_bound),
		cmocka_unit_test(a_style_is_legacy_or_minimal),
		cmocka_unit_test(an_option_without_a_value_takes_none_and_the_others_need_one),
		cmocka_unit_test(a_single_valued_option_cannot_have_two_values),
		cmocka_unit_test(options_that_exclude_each_other_are_refused_by_name),
		cmocka_unit_test(doubtful_requests_leave_a_note),
		cmocka_unit_test(a_server_that_is_named_needs_a_name_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
