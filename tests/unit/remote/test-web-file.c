/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "remote/web-file.h"

#define TOTAL 58720256u

static const struct web_range asked = {0, 131071};

/* An answer as it should be. */
static struct http_head right(void)
{
	return (struct http_head){
		.status = 206,
		.is_ended = true,
		.has_range = true,
		.has_total = true,
		.last = 131071,
		.total = TOTAL,
		.etag = "\"a\"",
		.modified = "Mon, 30 Nov 2026 10:00:00 GMT",
	};
}

/* A file that has answered with that. */
static struct web_file known(void)
{
	const struct http_head head = right();
	struct web_file file = {.url = (char *)(uintptr_t) "http://h/x.iso", .total = TOTAL};

	memcpy(file.etag, head.etag, sizeof(file.etag));
	memcpy(file.modified, head.modified, sizeof(file.modified));
	return file;
}

static char why[512];

static enum web_verdict judge(struct web_file *file, struct http_head head)
{
	why[0] = '\0';
	return web_file_judge(file, &asked, &head, why, sizeof(why));
}

static void assert_wrong(struct http_head head, const char *part)
{
	struct web_file file = {0};

	assert_int_equal(judge(&file, head), WEB_WRONG);
	assert_contains(why, part);
	assert_int_equal(file.total, 0);
}

static void the_first_part_tells_what_the_file_is(void **state)
{
	struct web_file file = {0};

	(void)state;
	assert_int_equal(judge(&file, right()), WEB_PART);
	assert_int_equal(file.total, TOTAL);
	assert_string_equal(web_file_validator(&file), "\"a\"");
	assert_int_equal(judge(&file, right()), WEB_PART);
}

static void of_a_short_file_all_is_a_part(void **state)
{
	struct http_head head = right();
	struct web_file file = {0};

	(void)state;
	head.last = 99;
	head.total = 100;
	assert_int_equal(judge(&file, head), WEB_PART);
	head.total = 101;
	file = (struct web_file){0};
	assert_int_equal(judge(&file, head), WEB_WRONG);
}

static void another_part_is_refused(void **state)
{
	struct http_head head = right();

	(void)state;
	head.first = 2048;
	assert_wrong(head, "the server sends bytes 2048-131071 instead");
	head = right();
	head.last = 131072;
	assert_wrong(head, "bytes 0-131072 instead");
	head = right();
	head.last = 65535;
	assert_wrong(head, "bytes 0-65535 instead");
	head = right();
	head.has_length = true;
	head.length = 65536;
	assert_wrong(head, "announces another number of bytes");
}

static void what_says_no_part_or_total_is_refused(void **state)
{
	struct http_head head = right();

	(void)state;
	head.has_range = head.has_total = false;
	assert_wrong(head, "does not say which part");
	head.has_range = true;
	assert_wrong(head, "does not say how long");
}

static void a_whole_file_is_never_read(void **state)
{
	struct http_head head = {.status = 200, .has_length = true, .length = TOTAL};
	struct web_file file = known();

	(void)state;
	assert_wrong(head, "whole file instead of the part");
	assert_int_equal(judge(&file, head), WEB_WRONG);
}

static void what_is_packed_is_refused(void **state)
{
	struct http_head head = right();

	(void)state;
	strcpy(head.encoding, "gzip");
	assert_wrong(head, "packs the file with gzip");
	head.status = 200;
	assert_wrong(head, "packs the file with gzip");
}

static void what_is_wrong_with_a_head_is_said(void **state)
{
	struct http_head head = right();

	(void)state;
	head.wrong = "it sends ETag twice";
	assert_wrong(head, "no server of files: it sends ETag twice");
}

static void a_file_that_changed_is_told(void **state)
{
	struct web_file file = known();
	struct http_head head = right();

	(void)state;
	head.total++;
	assert_int_equal(judge(&file, head), WEB_CHANGED);
	head = right();
	strcpy(head.etag, "\"b\"");
	strcpy(head.modified, "Tue");
	assert_int_equal(judge(&file, head), WEB_CHANGED);
	/* so does the whole of it, where the part was asked for on condition */
	head.status = 200;
	assert_int_equal(judge(&file, head), WEB_CHANGED);
	/* of two answers with one validator that one decides */
	head = right();
	file.modified[0] = head.modified[0] = '\0';
	strcpy(head.etag, "\"b\"");
	assert_int_equal(judge(&file, head), WEB_CHANGED);
	head = right();
	file = known();
	file.etag[0] = '\0';
	strcpy(head.modified, "Tue");
	assert_int_equal(judge(&file, head), WEB_CHANGED);
}

static void an_etag_alone_may_change(void **state)
{
	struct web_file file = known();
	struct http_head head = right();

	(void)state;
	strcpy(head.etag, "\"b\"");
	assert_int_equal(judge(&file, head), WEB_PART);
	assert_string_equal(web_file_validator(&file), file.modified);
	/* where the server holds to it, the part is asked for once more, by the date */
	file = known();
	head = (struct http_head){
		.status = 200, .has_length = true, .length = TOTAL, .etag = "\"b\""};
	memcpy(head.modified, file.modified, sizeof(head.modified));
	assert_int_equal(judge(&file, head), WEB_AGAIN);
	assert_int_equal(judge(&file, head), WEB_WRONG);
	/* a date alone may, too: of a mirror that was copied to */
	file = known();
	head = right();
	strcpy(head.modified, "Tue");
	assert_int_equal(judge(&file, head), WEB_PART);
}

static void the_validator_is_a_strong_one_or_the_date(void **state)
{
	struct web_file file = known();

	(void)state;
	strcpy(file.etag, "W/\"a\"");
	assert_string_equal(web_file_validator(&file), file.modified);
	file.modified[0] = '\0';
	assert_null(web_file_validator(&file));
}

static void an_empty_file_has_no_part(void **state)
{
	struct web_file file = {0}, old = known();

	(void)state;
	assert_int_equal(judge(&file, (struct http_head){.status = 200, .has_length = true}),
			 WEB_EMPTY);
	assert_int_equal(judge(&file, (struct http_head){.status = 416, .has_total = true}),
			 WEB_EMPTY);
	assert_int_equal(judge(&old, (struct http_head){.status = 200, .has_length = true}),
			 WEB_CHANGED);
	assert_int_equal(judge(&old, (struct http_head){.status = 416, .has_total = true}),
			 WEB_CHANGED);
	assert_wrong((struct http_head){.status = 416, .has_total = true, .total = 5},
		     "has 5 bytes");
}

static void absence_refusal_and_trouble_are_told_apart(void **state)
{
	static const unsigned later[] = {408, 429, 500, 502, 503, 504};
	struct web_file file = {0}, old = known();

	(void)state;
	assert_int_equal(judge(&file, (struct http_head){.status = 404}), WEB_ABSENT);
	assert_int_equal(judge(&file, (struct http_head){.status = 410}), WEB_ABSENT);
	assert_int_equal(judge(&old, (struct http_head){.status = 404}), WEB_MOVED);
	assert_int_equal(judge(&old, (struct http_head){.status = 403}), WEB_MOVED);
	assert_int_equal(judge(&old, (struct http_head){.status = 302}), WEB_MOVED);
	for (size_t i = 0; i < IA_COUNT(later); i++)
		assert_int_equal(judge(&file, (struct http_head){.status = later[i]}), WEB_LATER);
	assert_wrong((struct http_head){.status = 403}, "does not allow it (403)");
	assert_wrong((struct http_head){.status = 401}, "wants a name and a password");
	assert_wrong((struct http_head){.status = 407}, "the proxy wants");
	assert_wrong((struct http_head){.status = 302}, "does not say where to");
	assert_wrong((struct http_head){.status = 204}, "answers 204, expected 206");
	assert_wrong((struct http_head){.status = 501}, "answers 501");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_part_tells_what_the_file_is),
		cmocka_unit_test(of_a_short_file_all_is_a_part),
		cmocka_unit_test(another_part_is_refused),
		cmocka_unit_test(what_says_no_part_or_total_is_refused),
		cmocka_unit_test(a_whole_file_is_never_read),
		cmocka_unit_test(what_is_packed_is_refused),
		cmocka_unit_test(what_is_wrong_with_a_head_is_said),
		cmocka_unit_test(a_file_that_changed_is_told),
		cmocka_unit_test(an_etag_alone_may_change),
		cmocka_unit_test(the_validator_is_a_strong_one_or_the_date),
		cmocka_unit_test(an_empty_file_has_no_part),
		cmocka_unit_test(absence_refusal_and_trouble_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
