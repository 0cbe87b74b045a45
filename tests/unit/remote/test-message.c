/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "remote/message.h"

static const struct remote_request read_request = {
	.kind = REMOTE_READ, .file = 7, .offset = 0x123456789abcdef, .length = 4096};
static const struct remote_request open_request = {.kind = REMOTE_OPEN, .length = 3};
static const struct remote_request list_request = {.kind = REMOTE_LIST, .length = 3};
static const struct remote_request close_request = {.kind = REMOTE_CLOSE, .file = 7};

static int pass_request(const struct remote_request *request, struct remote_request *ret)
{
	uint8_t head[REMOTE_HEAD_SIZE];

	remote_request_encode(request, head);
	return remote_request_decode(head, ret);
}

static void assert_request_taken(struct remote_request request)
{
	struct remote_request back = {0};

	assert_int_equal(pass_request(&request, &back), 0);
	assert_int_equal(back.kind, request.kind);
	assert_int_equal(back.file, request.file);
	assert_int_equal(back.offset, request.offset);
	assert_int_equal(back.length, request.length);
}

static void assert_request_refused(struct remote_request request)
{
	struct remote_request back = {.file = 0x5e5e};

	assert_int_equal(pass_request(&request, &back), -EBADMSG);
	assert_int_equal(back.file, 0x5e5e);
}

static int pass_answer(struct remote_answer answer, const struct remote_request *request)
{
	struct remote_answer back = {.length = 0x5e5e};
	uint8_t head[REMOTE_HEAD_SIZE];
	int r;

	remote_answer_encode(&answer, head);
	r = remote_answer_decode(head, request, &back);
	if (r < 0) {
		assert_int_equal(back.length, 0x5e5e);
		return r;
	}
	assert_int_equal(back.code, answer.code);
	assert_int_equal(back.file, answer.file);
	assert_int_equal(back.size, answer.size);
	assert_int_equal(back.length, answer.length);
	return r;
}

static void requests_come_as_they_were_sent(void **state)
{
	(void)state;
	assert_request_taken(read_request);
	assert_request_taken(open_request);
	assert_request_taken(list_request);
	assert_request_taken(close_request);
}

static void a_head_is_of_little_endian_numbers(void **state)
{
	static const uint8_t expected[REMOTE_HEAD_SIZE] = {
		'i', 's', 'r',  'q',  2,    0,    0,    0,    7,    0, 0, 0,    0, 0,
		0,   0,   0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 1, 0, 0x10, 0, 0};
	uint8_t head[REMOTE_HEAD_SIZE];

	(void)state;
	remote_request_encode(&read_request, head);
	assert_memory_equal(head, expected, sizeof(head));
}

static void requests_keep_to_their_bounds(void **state)
{
	struct remote_request request = read_request;

	(void)state;
	request.length = REMOTE_READ_MAX;
	assert_request_taken(request);
	request.length++;
	assert_request_refused(request);
	request.length = 0;
	assert_request_refused(request);
	request.length = 1;
	request.offset = INT64_MAX - 1;
	assert_request_taken(request);
	request.offset = INT64_MAX;
	assert_request_refused(request);
	request.offset = UINT64_MAX;
	assert_request_refused(request);
	request = open_request;
	request.length = REMOTE_PATH_MAX;
	assert_request_taken(request);
	request.length++;
	assert_request_refused(request);
	request = close_request;
	request.length = 1;
	assert_request_refused(request);
}

static void what_is_no_request_is_refused(void **state)
{
	struct remote_request request = open_request, back;
	uint8_t head[REMOTE_HEAD_SIZE];

	(void)state;
	request.kind = 0;
	assert_request_refused(request);
	request.kind = REMOTE_CLOSE + 1;
	assert_request_refused(request);
	remote_request_encode(&open_request, head);
	head[0] ^= 1;
	assert_int_equal(remote_request_decode(head, &back), -EBADMSG);
	/* an answer is none either */
	remote_answer_encode(&(struct remote_answer){0}, head);
	assert_int_equal(remote_request_decode(head, &back), -EBADMSG);
}

static void answers_come_as_they_were_sent(void **state)
{
	(void)state;
	assert_int_equal(pass_answer((struct remote_answer){.length = 4096}, &read_request), 0);
	assert_int_equal(pass_answer((struct remote_answer){.length = 0}, &read_request), 0);
	assert_int_equal(
		pass_answer((struct remote_answer){.code = 1, .file = 9, .size = INT64_MAX},
			    &open_request),
		0);
	assert_int_equal(pass_answer((struct remote_answer){.code = 2}, &open_request), 0);
	assert_int_equal(
		pass_answer((struct remote_answer){.length = REMOTE_NAMES_MAX}, &list_request), 0);
	assert_int_equal(pass_answer((struct remote_answer){0}, &close_request), 0);
	assert_int_equal(
		pass_answer((struct remote_answer){.code = -EIO, .length = REMOTE_SENTENCE_MAX},
			    &read_request),
		0);
}

static void an_answer_is_held_against_its_request(void **state)
{
	static const struct {
		struct remote_answer answer;
		const struct remote_request *request;
	} wrong[] = {
		{{.length = 4097}, &read_request},
		{{.code = 1, .length = 1}, &read_request},
		{{.size = 1}, &read_request},
		{{.code = 3}, &open_request},
		{{.code = 1, .size = (uint64_t)INT64_MAX + 1}, &open_request},
		{{.code = 0, .file = 1}, &open_request},
		{{.code = 1, .length = 1}, &open_request},
		{{.length = REMOTE_NAMES_MAX + 1}, &list_request},
		{{.code = 1}, &list_request},
		{{.length = 1}, &close_request},
		{{.code = -EIO, .length = REMOTE_SENTENCE_MAX + 1}, &read_request},
		{{.code = -4096}, &read_request},
		{{.code = INT32_MIN}, &read_request},
	};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(wrong); i++)
		assert_int_equal(pass_answer(wrong[i].answer, wrong[i].request), -EBADMSG);
}

static bool is_plain(const char *path)
{
	return remote_path_is_plain(path, strlen(path));
}

static void a_path_stays_below_the_root(void **state)
{
	static const char *const plain[] = {"",          "a",   "EFI/BOOT/grub.cfg",
					    ".treeinfo", "...", "a/..b"};
	static const char *const others[] = {"/",    "/a",   "a/",  "a//b",  ".",     "..",
					     "../a", "a/..", "./a", "a/./b", "a/../b"};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(plain); i++)
		assert_true(is_plain(plain[i]));
	for (size_t i = 0; i < IA_COUNT(others); i++)
		assert_false(is_plain(others[i]));
	assert_false(remote_path_is_plain("a\0b", 3));
}

static void names_are_names(void **state)
{
	(void)state;
	assert_true(remote_names_are_plain("", 0));
	assert_true(remote_names_are_plain("a\0bc", 5));
	assert_false(remote_names_are_plain("a\0bc", 4));
	assert_false(remote_names_are_plain("a\0", 3));
	assert_false(remote_names_are_plain("a/b", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_come_as_they_were_sent),
		cmocka_unit_test(a_head_is_of_little_endian_numbers),
		cmocka_unit_test(requests_keep_to_their_bounds),
		cmocka_unit_test(what_is_no_request_is_refused),
		cmocka_unit_test(answers_come_as_they_were_sent),
		cmocka_unit_test(an_answer_is_held_against_its_request),
		cmocka_unit_test(a_path_stays_below_the_root),
		cmocka_unit_test(names_are_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
