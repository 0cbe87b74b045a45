/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/output.h"
#include "several/several.h"
#include "several/worker.h"

/*
 * What workers do that are no longer themselves: each name is what its worker does. Whatever that
 * is, what is said of the others stays the same.
 */

static const char *const *names_now; /* of the run */

/* What came of a run. */
struct ran {
	int status;
	char *out, *err;
};

static char *text_of(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);

	assert_int_equal(pread(fd, text, (size_t)size, 0), size);
	close(fd);
	return text;
}

static void run(const struct several *several, struct ran *ret)
{
	int was[] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
	int now[] = {memfd_create("out", 0), memfd_create("err", 0)};

	names_now = (const char *const *)several->names;
	fflush(NULL);
	for (int i = 0; i < 2; i++)
		dup2(now[i], i + STDOUT_FILENO);
	ret->status = several_run(several);
	for (int i = 0; i < 2; i++) {
		dup2(was[i], i + STDOUT_FILENO);
		close(was[i]);
	}
	ret->out = text_of(now[0]);
	ret->err = text_of(now[1]);
}

static void free_ran(struct ran *ran)
{
	free(ran->out);
	free(ran->err);
}

#define AUTO_RAN __attribute__((cleanup(free_ran))) struct ran

static void print(const char *text)
{
	assert_int_equal(write(STDOUT_FILENO, text, strlen(text)), (ssize_t)strlen(text));
}

/* Whatever descriptors there are: those of others, and what standard output was before. */
static void write_everywhere(void)
{
	static const char text[] = "evil";

	for (int fd = 3; fd < 1024; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 && pwrite(fd, text, sizeof(text), 0) < 0)
			continue;
	}
}

static void write_without_end(int fd)
{
	char piece[65536];

	memset(piece, 'a', sizeof(piece));
	while (write(fd, piece, sizeof(piece)) > 0)
		continue;
	if (ftruncate(fd, (off_t)(WORKER_TEXT_MAX * 2)) == 0 || ftruncate(fd, 0) == 0)
		print("it grew");
}

static int answer(size_t number, void *data)
{
	const char *name = names_now[number], *good = data;

	if (strcmp(name, "killed") == 0)
		raise(SIGKILL);
	else if (strcmp(name, "aborted") == 0)
		signal(SIGABRT, SIG_DFL), abort();
	else if (strcmp(name, "status") == 0)
		_exit(77);
	else if (strcmp(name, "silent") == 0)
		return EXIT_DONE;
	else if (strcmp(name, "garbage") == 0)
		print("\x1b[31m\xff\n\n");
	else if (strcmp(name, "endless") == 0)
		write_without_end(STDOUT_FILENO);
	else if (strcmp(name, "endless-error") == 0)
		write_without_end(STDERR_FILENO);
	else if (strcmp(name, "everywhere") == 0)
		write_everywhere();
	else if (strcmp(name, "other") == 0)
		fprintf(stderr, "%s: good: is bad\nx\x1b[2J\n", program_invocation_short_name);
	else if (strcmp(name, "absent") == 0) {
		output_complain(name, "No such file");
		return EXIT_FAILED;
	} else if (strcmp(name, "usage") == 0)
		return EXIT_USAGE;
	else if (strcmp(name, "unusable") == 0) {
		print(good);
		return EXIT_NOT_USABLE;
	} else if (strcmp(name, "slow") == 0) {
		usleep(200000);
		print(good);
	} else if (strncmp(name, "input", 5) == 0) {
		char c;

		print(read(STDIN_FILENO, &c, 1) == 0 ? good : "not empty\n");
	} else
		print(good);
	return EXIT_DONE;
}

static const char *const columns[] = {"size", "verdict"};

#define MANY(names_array, form_of, text, jobs_count)                                               \
	{                                                                                          \
		.names = (char *const *)(uintptr_t)(names_array),                                  \
		.count = sizeof(names_array) / sizeof(names_array[0]), .jobs = jobs_count,         \
		.form = form_of, .columns = columns, .columns_count = 2, .answer = answer,         \
		.data = (void *)(uintptr_t)(text)                                                  \
	}

static const char *evil[] = {"good",       "killed",  "aborted", "status",
			     "silent",     "garbage", "endless", "endless-error",
			     "everywhere", "other",   "absent",  "good"};

/* The lines of a text that are those of "good", and how many there are in all. */
static void assert_lines(const char *text, const char *good, unsigned goods, unsigned count)
{
	unsigned found = 0, lines = 0;

	for (const char *end; *text; text = end + 1, lines++) {
		end = strchr(text, '\n');
		assert_non_null(end);
		found += (size_t)(end - text) == strlen(good) &&
			 strncmp(text, good, strlen(good)) == 0;
		for (const char *at = text; at < end; at++)
			assert_true((unsigned char)*at >= ' ');
	}
	assert_int_equal(found, goods);
	assert_int_equal(lines, count);
}

static void a_hostile_medium_changes_no_other_line(void **state IA_UNUSED)
{
	for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
		const struct several several = MANY(evil, SEVERAL_LINES, "fine\n", jobs);
		AUTO_RAN ran;

		run(&several, &ran);
		assert_int_equal(ran.status, EXIT_FAILED);
		assert_string_equal(ran.out, "good           fine\ngood           fine\n");
	}
}

static void a_hostile_medium_changes_no_other_document(void **state IA_UNUSED)
{
	for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
		const struct several several = MANY(evil, SEVERAL_JSON, "{\n \"a\": 1\n}\n", jobs);
		AUTO_RAN ran;

		run(&several, &ran);
		assert_int_equal(ran.status, EXIT_FAILED);
		assert_lines(ran.out, "{\"name\":\"good\",\"a\":1}", 2, 12);
		assert_non_null(
			strstr(ran.out, "\n{\"name\":\"absent\",\"error\":\"No such file\"}\n"));
		assert_non_null(strstr(ran.out,
				       "{\"name\":\"killed\",\"error\":\"what reads it was "
				       "ended by a signal: Killed\"}\n"));
	}
}

static void a_hostile_medium_changes_no_other_row(void **state IA_UNUSED)
{
	const struct several several = MANY(evil, SEVERAL_TABLE, "1\nok\n", 4);
	AUTO_RAN ran;

	run(&several, &ran);
	assert_int_equal(ran.status, EXIT_FAILED);
	assert_lines(ran.out, "good           1     ok", 2, 13);
	assert_non_null(strstr(ran.out, "\nabsent         -     failed\n"));
	assert_non_null(strstr(ran.out, "\ngarbage        -     failed\n"));
	assert_int_equal(strncmp(ran.out, "name           size  verdict\n", 29), 0);
}

static void each_sentence_has_the_name_of_its_own_medium(void **state IA_UNUSED)
{
	static const char *names[] = {"other", "absent", "status", "silent", "endless"};
	const struct several several = MANY(names, SEVERAL_LINES, "fine\n", 2);
	AUTO_RAN ran;

	run(&several, &ran);
	assert_string_equal(
		ran.err,
		"test-several: other: good: is bad\n"
		"test-several: other: x\\x1b[2J\n"
		"test-several: other: what reads it handed back what is no answer\n"
		"test-several: absent: No such file\n"
		"test-several: status: what reads it ended with status 77\n"
		"test-several: silent: what reads it handed back what is no answer\n"
		"test-several: endless: what reads it handed back more than 5242880 bytes\n");
}

static void the_order_is_that_of_the_names(void **state IA_UNUSED)
{
	static const char *names[] = {"slow", "b", "c", "d", "e", "f", "slow", "h", "a", "a"};
	const struct several several = MANY(names, SEVERAL_LINES, "x\n", 3);
	AUTO_RAN ran;

	run(&several, &ran);
	assert_int_equal(ran.status, EXIT_DONE);
	assert_string_equal(ran.out, "slow  x\nb     x\nc     x\nd     x\ne     x\nf     x\n"
				     "slow  x\nh     x\na     x\na     x\n");
	assert_string_equal(ran.err, "");
}

static void the_worst_status_is_that_of_all(void **state IA_UNUSED)
{
	static const char *names[][2] = {{"good", "good"},
					 {"unusable", "good"},
					 {"absent", "unusable"},
					 {"absent", "usage"},
					 {"usage", "absent"}};
	static const int expected[] = {EXIT_DONE, EXIT_NOT_USABLE, EXIT_FAILED, EXIT_USAGE,
				       EXIT_USAGE};

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct several several = MANY(names[i], SEVERAL_JSON, "{\"a\":1}", 0);
		AUTO_RAN ran;

		run(&several, &ran);
		assert_int_equal(ran.status, expected[i]);
	}
}

static void what_would_not_boot_has_its_answer_all_the_same(void **state IA_UNUSED)
{
	static const char *names[] = {"unusable"};
	const struct several several = MANY(names, SEVERAL_JSON, "{\"a\":1}", 1);
	AUTO_RAN ran;

	run(&several, &ran);
	assert_string_equal(ran.out, "{\"name\":\"unusable\",\"a\":1}\n");
}

static void standard_input_is_nobodys(void **state IA_UNUSED)
{
	static const char *names[] = {"input", "input"};
	const struct several several = MANY(names, SEVERAL_LINES, "x\n", 1);
	int was = dup(STDIN_FILENO), now = memfd_create("in", 0);
	AUTO_RAN ran;

	assert_int_equal(pwrite(now, "abc", 3, 0), 3);
	dup2(now, STDIN_FILENO);
	run(&several, &ran);
	dup2(was, STDIN_FILENO);
	close(was);
	assert_string_equal(ran.out, "input  x\ninput  x\n");
	assert_int_equal(lseek(now, 0, SEEK_CUR), 0);
	close(now);
}

static void children_that_nobody_waits_for_are_waited_for(void **state IA_UNUSED)
{
	static const char *names[] = {"a", "b"};
	const struct several several = MANY(names, SEVERAL_LINES, "x\n", 2);
	AUTO_RAN ran;

	signal(SIGCHLD, SIG_IGN);
	run(&several, &ran);
	assert_string_equal(ran.out, "a  x\nb  x\n");
}

static void a_child_of_another_kind_is_none_of_them(void **state IA_UNUSED)
{
	static const char *names[] = {"slow", "b"};
	const struct several several = MANY(names, SEVERAL_LINES, "x\n", 2);
	AUTO_RAN ran;
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	run(&several, &ran);
	assert_string_equal(ran.out, "slow  x\nb     x\n");
	assert_int_equal(waitpid(-1, NULL, 0), -1);
	assert_int_equal(errno, ECHILD);
}

static void jobs_are_taken_within_bounds(void **state IA_UNUSED)
{
	static const char *const wrong[] = {"",   "0",  "257", "-1",
					    "+1", " 1", "1x",  "99999999999999999999"};
	unsigned jobs = 7;
	int was = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY);

	dup2(nothing, STDERR_FILENO);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(several_take_jobs(wrong[i], &jobs), EXIT_USAGE);
	dup2(was, STDERR_FILENO);
	close(was);
	close(nothing);
	assert_int_equal(jobs, 7);
	assert_int_equal(several_take_jobs("1", &jobs), EXIT_DONE);
	assert_int_equal(jobs, 1);
	assert_int_equal(several_take_jobs("256", &jobs), EXIT_DONE);
	assert_int_equal(jobs, SEVERAL_JOBS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hostile_medium_changes_no_other_line),
		cmocka_unit_test(a_hostile_medium_changes_no_other_document),
		cmocka_unit_test(a_hostile_medium_changes_no_other_row),
		cmocka_unit_test(each_sentence_has_the_name_of_its_own_medium),
		cmocka_unit_test(the_order_is_that_of_the_names),
		cmocka_unit_test(the_worst_status_is_that_of_all),
		cmocka_unit_test(what_would_not_boot_has_its_answer_all_the_same),
		cmocka_unit_test(standard_input_is_nobodys),
		cmocka_unit_test(children_that_nobody_waits_for_are_waited_for),
		cmocka_unit_test(a_child_of_another_kind_is_none_of_them),
		cmocka_unit_test(jobs_are_taken_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
