/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "remote/head.h"

/* Of lines with a bare line feed; that of a server has a carriage return before it. */
static struct http_head read_head(const char *text)
{
	struct http_head head = {0};
	char line[8192];

	while (*text) {
		size_t length = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s\r\n", (int)length, text);
		http_head_add(&head, line, strlen(line));
		text += length + (text[length] == '\n');
	}
	return head;
}

static void assert_range(const char *value, uint64_t first, uint64_t last, uint64_t total)
{
	char text[256];
	struct http_head head;

	snprintf(text, sizeof(text), "HTTP/1.1 206 x\nContent-Range: %s\n\n", value);
	head = read_head(text);
	assert_null(head.wrong);
	assert_true(head.has_range && head.has_total && head.is_ended);
	assert_int_equal(head.first, first);
	assert_int_equal(head.last, last);
	assert_int_equal(head.total, total);
}

static void assert_wrong(const char *text, const char *part)
{
	struct http_head head = read_head(text);

	assert_non_null(head.wrong);
	assert_contains(head.wrong, part);
	assert_false(head.has_range);
}

static void a_range_says_where_and_of_how_much(void **state)
{
	(void)state;
	assert_range("bytes 0-131071/4712300544", 0, 131071, 4712300544);
	assert_range("Bytes 5-5/6", 5, 5, 6);
	assert_range("  bytes 0-0/9223372036854775807 ", 0, 0, INT64_MAX);
}

static void a_total_that_is_not_known_is_none(void **state)
{
	struct http_head head = read_head("HTTP/1.1 206 x\nContent-Range: bytes 0-9/*\n\n");

	(void)state;
	assert_null(head.wrong);
	assert_true(head.has_range);
	assert_false(head.has_total);
}

static void a_range_past_the_end_says_where_that_is(void **state)
{
	struct http_head head = read_head("HTTP/1.1 416 x\nContent-Range: bytes */58720256\n\n");

	(void)state;
	assert_null(head.wrong);
	assert_false(head.has_range);
	assert_true(head.has_total);
	assert_int_equal(head.total, 58720256);
}

static void what_is_no_range_is_wrong(void **state)
{
	static const char *const values[] = {
		"",
		"bytes",
		"bytes 0-9",
		"bytes 0-9/",
		"bytes 9-0/10",
		"bytes 0-10/10",
		"bytes -9/10",
		"bytes 0-/10",
		"bytes 0 - 9/10",
		"bytes 0-9/10 x",
		"bytes 0-9/10, 20-29/40",
		"bytes 0x0-9/10",
		"bytes +0-9/10",
		"items 0-9/10",
		"bytes 0-9/99999999999999999999999",
		"bytes 0-9/9223372036854775808",
		"bytes 18446744073709551616-18446744073709551617/5",
		"bytes */*",
		"bytes *",
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < IA_COUNT(values); i++) {
		snprintf(text, sizeof(text), "HTTP/1.1 206 x\nContent-Range: %s\n\n", values[i]);
		assert_wrong(text, "Content-Range is none");
	}
}

static void what_comes_twice_is_wrong(void **state)
{
	static const char *const names[] = {"Content-Range", "Content-Length",   "ETag",
					    "Last-Modified", "Content-Encoding", "Location"};
	static const char *const values[] = {"bytes 0-9/10", "10", "\"a\"", "x", "identity", "/x"};
	char text[256];

	(void)state;
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		snprintf(text, sizeof(text), "HTTP/1.1 206 x\n%s: %s\n%s: %s\n\n", names[i],
			 values[i], names[i], values[i]);
		assert_non_null(read_head(text).wrong);
		assert_contains(read_head(text).wrong, "twice");
		assert_contains(read_head(text).wrong, names[i]);
	}
}

static void each_status_begins_anew(void **state)
{
	struct http_head head =
		read_head("HTTP/1.1 302 x\nLocation: http://h/\nETag: \"a\"\nContent-Length: x\n\n"
			  "HTTP/1.1 100 Continue\n\n"
			  "HTTP/1.1 206\ncontent-range:bytes 0-9/10\netag: \"b\"\n\n");

	(void)state;
	assert_null(head.wrong);
	assert_int_equal(head.status, 206);
	assert_string_equal(head.etag, "\"b\"");
	assert_string_equal(head.location, "");
	assert_true(head.size > 100);
}

static void names_are_of_any_case_and_http_of_any_version(void **state)
{
	struct http_head head = read_head("HTTP/2 206 \nCONTENT-LENGTH: 10\nlast-modified:\tMon\n");

	(void)state;
	assert_int_equal(head.status, 206);
	assert_true(head.has_length);
	assert_int_equal(head.length, 10);
	assert_string_equal(head.modified, "Mon");
	assert_false(head.is_ended);
}

static void a_validator_is_what_can_be_sent_back(void **state)
{
	static const char *const none[] = {"a",  "\"a",       "\"a\"b\"", "W/",
					   "\"", "\"a\x01\"", "W/\"a\" x"};
	char text[1024];

	(void)state;
	assert_string_equal(read_head("HTTP/1.1 206 x\nETag: \"a-1\"\n").etag, "\"a-1\"");
	assert_string_equal(read_head("HTTP/1.1 206 x\nETag: W/\"a\"\n").etag, "W/\"a\"");
	assert_true(http_head_is_strong("\"a\""));
	assert_false(http_head_is_strong("W/\"a\""));
	assert_false(http_head_is_strong(""));
	for (size_t i = 0; i < IA_COUNT(none); i++) {
		snprintf(text, sizeof(text), "HTTP/1.1 206 x\nETag: %s\n", none[i]);
		assert_string_equal(read_head(text).etag, "");
	}
	snprintf(text, sizeof(text), "HTTP/1.1 206 x\nETag: \"%0*d\"\n", (int)HEAD_VALUE_MAX - 3,
		 0);
	assert_int_equal(strlen(read_head(text).etag), HEAD_VALUE_MAX - 1);
	snprintf(text, sizeof(text), "HTTP/1.1 206 x\nETag: \"%0*d\"\n", (int)HEAD_VALUE_MAX - 2,
		 0);
	assert_string_equal(read_head(text).etag, "");
}

static void a_file_that_is_packed_is_told(void **state)
{
	(void)state;
	assert_string_equal(read_head("HTTP/1.1 206 x\nContent-Encoding: gzip\n").encoding, "gzip");
	assert_string_equal(read_head("HTTP/1.1 206 x\nContent-Encoding: identity\n").encoding, "");
	assert_string_equal(read_head("HTTP/1.1 206 x\nContent-Encoding: identity, br\n").encoding,
			    "identity, br");
	assert_non_null(read_head("HTTP/1.1 206 x\nContent-Encoding: \x01\n").wrong);
}

static void what_is_no_head_is_wrong(void **state)
{
	struct http_head head = {0};

	(void)state;
	assert_wrong("HTTP/1.1\n", "no status");
	assert_wrong("HTTP/1.1 abc\n", "no status");
	assert_wrong("HTTP/1.1 2060 x\n", "no status");
	assert_wrong("HTTP/1.1 99 x\n", "no status");
	assert_wrong("HTTP/1.1 206x\n", "no status");
	assert_wrong("HTTP/1.1 206 x\nETag: \"a\n b\"\n", "goes on in the next one");
	assert_wrong("HTTP/1.1 206 x\nContent-Length: -1\n", "Content-Length is no number");
	assert_wrong("HTTP/1.1 206 x\nContent-Length: 1, 1\n", "Content-Length is no number");
	http_head_add(&head, "HTTP/1.1 206 x\r\n", 16);
	http_head_add(&head, "X: a\0b\r\n", 8);
	assert_contains(head.wrong, "NUL byte");
}

static void a_redirect_is_one_that_leads_on(void **state)
{
	(void)state;
	assert_true(http_head_is_redirect(&(struct http_head){.status = 302}));
	assert_true(http_head_is_redirect(&(struct http_head){.status = 308}));
	assert_false(http_head_is_redirect(&(struct http_head){.status = 304}));
	assert_false(http_head_is_redirect(&(struct http_head){.status = 206}));
	assert_false(http_head_is_redirect(&(struct http_head){.status = 404}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_says_where_and_of_how_much),
		cmocka_unit_test(a_total_that_is_not_known_is_none),
		cmocka_unit_test(a_range_past_the_end_says_where_that_is),
		cmocka_unit_test(what_is_no_range_is_wrong),
		cmocka_unit_test(what_comes_twice_is_wrong),
		cmocka_unit_test(each_status_begins_anew),
		cmocka_unit_test(names_are_of_any_case_and_http_of_any_version),
		cmocka_unit_test(a_validator_is_what_can_be_sent_back),
		cmocka_unit_test(a_file_that_is_packed_is_told),
		cmocka_unit_test(what_is_no_head_is_wrong),
		cmocka_unit_test(a_redirect_is_one_that_leads_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
