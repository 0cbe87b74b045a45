/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/undo-log.h"

#define RUN  "0123456789abcdef0123456789abcdef"
#define UUID "b3427a33-41a9-49a8-9819-bfda075dc672"

static char folder[] = "/tmp/isoargs-undolog-XXXXXX";

static int set_up(void **state IA_UNUSED)
{
	return mkdtemp(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state IA_UNUSED)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/isoargs/undo", folder);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/isoargs", folder);
	rmdir(path);
	return rmdir(folder);
}

static void start(struct undolog *log)
{
	assert_int_equal(undolog_create(log, RUN, "c7", "[installing] c7", "pool.example"),
			 EXIT_DONE);
}

/* A log as a run that was killed leaves it. */
static char *written(const char *text)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/log", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return strdup(path);
}

static void assert_holds(const char *path, const char *text)
{
	size_t size = strlen(text);
	char *found = calloc(1, size + 2);
	int fd = open(path, O_RDONLY);

	assert_int_equal(read(fd, found, size + 1), (ssize_t)size);
	assert_string_equal(found, text);
	close(fd);
	free(found);
}

/* Whatever it is, looking at it changes no byte. */
static void assert_read(const char *text, int expected)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	char *path = written(text);

	assert_int_equal(undolog_open(&log, path), expected);
	assert_holds(path, text);
	unlink(path);
	free(path);
}

#define HEAD                                                                                       \
	"{\"run\":\"" RUN "\",\"format\":1,\"name\":\"c7\",\"temporary\":\"[installing] c7\","     \
	"\"host\":\"pool.example\"}\n"

static void what_was_written_is_read_back(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	AUTO_UNDOLOG again = UNDOLOG_NONE;
	char *path;

	start(&log);
	assert_int_equal(undolog_intend(&log, OBJECT_VM, "[installing] c7"), EXIT_DONE);
	assert_int_equal(undolog_made(&log, OBJECT_VM, UUID), EXIT_DONE);
	assert_int_equal(undolog_intend(&log, OBJECT_DISK, "c7 system disk"), EXIT_DONE);
	assert_int_equal(undolog_refused(&log, OBJECT_DISK), EXIT_DONE);
	assert_int_equal(undolog_gone(&log, OBJECT_VM), EXIT_DONE);
	path = strdup(log.path);
	undolog_close(&log);
	assert_int_equal(undolog_open(&again, path), EXIT_DONE);
	assert_string_equal(again.run, RUN);
	assert_string_equal(again.host, "pool.example");
	assert_int_equal(again.state, UNDOLOG_RUNNING);
	assert_string_equal(again.items[OBJECT_VM].uuid, UUID);
	assert_true(again.items[OBJECT_VM].gone);
	assert_true(again.items[OBJECT_DISK].intended);
	assert_true(again.items[OBJECT_DISK].refused);
	assert_null(again.items[OBJECT_DISK].uuid);
	assert_string_equal(again.items[OBJECT_DISK].name, "c7 system disk");
	assert_false(again.items[OBJECT_OEMDRV].intended);
	undolog_remove(&again);
	assert_int_not_equal(access(path, F_OK), 0);
	free(path);
}

static void nobody_else_may_read_it(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	struct stat stat;

	start(&log);
	assert_int_equal(fstat(log.fd, &stat), 0);
	assert_int_equal(stat.st_mode & 0777, 0600);
	undolog_remove(&log);
}

static void a_run_that_is_at_work_is_not_undone(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	AUTO_UNDOLOG other = UNDOLOG_NONE;

	start(&log);
	assert_int_equal(undolog_open(&other, log.path), EXIT_FAILED);
	undolog_remove(&log);
}

static void a_line_that_was_cut_off_does_not_count(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	AUTO_UNDOLOG again = UNDOLOG_NONE;
	char *path =
		written(HEAD "{\"intend\":\"guest\",\"name\":\"[installing] c7\"}\n{\"made\":");

	assert_int_equal(undolog_open(&log, path), EXIT_DONE);
	assert_true(log.items[OBJECT_VM].intended);
	assert_null(log.items[OBJECT_VM].uuid);
	assert_holds(path, HEAD "{\"intend\":\"guest\",\"name\":\"[installing] c7\"}\n{\"made\":");
	assert_int_equal(undolog_gone(&log, OBJECT_VM), EXIT_DONE);
	undolog_close(&log);
	assert_int_equal(undolog_open(&again, path), EXIT_DONE);
	assert_true(again.items[OBJECT_VM].gone);
	unlink(path);
	free(path);
}

static void other_files_are_not_followed(void **state IA_UNUSED)
{
	assert_read("", EXIT_FAILED);
	assert_read("notes without newline", EXIT_FAILED);
	assert_read("notes with\na last line without an end", EXIT_FAILED);
	assert_read(HEAD "notes\nwithout an end", EXIT_FAILED);
	assert_read("root:x:0:0::/root:/bin/sh\n", EXIT_FAILED);
	assert_read("{}\n", EXIT_FAILED);
	assert_read(HEAD "{\"intend\":\"iso\"}\n", EXIT_FAILED);
	assert_read(HEAD "{\"made\":\"guest\",\"uuid\":\"x\"}\n", EXIT_FAILED);
	assert_read(HEAD "[]\n", EXIT_FAILED);
	assert_read(HEAD "{\"state\":\"perhaps\"}\n", EXIT_FAILED);
	assert_read(HEAD "{\"state\":\"done\"}\n", EXIT_DONE);
}

static void a_line_ends_at_its_end(void **state IA_UNUSED)
{
	static const char text[] = HEAD "{\"gone\":\"nic\"}\0{\"gone\":\n";
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	char *path = written("");
	int fd = open(path, O_WRONLY);

	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	assert_int_equal(undolog_open(&log, path), EXIT_FAILED);
	unlink(path);
	free(path);
}

static void what_is_no_regular_file_is_neither_waited_for_nor_followed(void **state IA_UNUSED)
{
	char *log = written(HEAD), other[160];

	snprintf(other, sizeof(other), "%s/other", folder);
	for (unsigned i = 0; i < 3; i++) {
		AUTO_UNDOLOG opened = UNDOLOG_NONE;

		assert_int_equal(i == 0   ? mkfifo(other, 0600)
				 : i == 1 ? symlink(log, other)
					  : mkdir(other, 0700),
				 0);
		assert_int_equal(undolog_open(&opened, other), EXIT_FAILED);
		assert_int_equal(opened.fd, -1);
		assert_int_equal(i == 2 ? rmdir(other) : unlink(other), 0);
	}
	assert_holds(log, HEAD);
	unlink(log);
	free(log);
}

/* As on a disk that is full: the file may grow to so many bytes, until that is taken back. */
static void limit_files_to(rlim_t size)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_line_that_did_not_fit_is_not_continued(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	AUTO_UNDOLOG again = UNDOLOG_NONE;
	struct stat st;

	signal(SIGXFSZ, SIG_IGN);
	start(&log);
	assert_int_equal(fstat(log.fd, &st), 0);
	limit_files_to((rlim_t)st.st_size + 10);
	assert_int_equal(undolog_intend(&log, OBJECT_VM, "[installing] c7"), EXIT_FAILED);
	limit_files_to(RLIM_INFINITY);
	assert_int_equal(undolog_gone(&log, OBJECT_DISK), EXIT_DONE);
	close(log.fd);
	log.fd = -1;
	assert_int_equal(undolog_open(&again, log.path), EXIT_DONE);
	assert_false(again.items[OBJECT_VM].intended);
	assert_true(again.items[OBJECT_DISK].gone);
	undolog_remove(&again);
}

static void a_log_that_cannot_be_begun_is_not_left(void **state IA_UNUSED)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;

	signal(SIGXFSZ, SIG_IGN);
	limit_files_to(20);
	assert_int_equal(undolog_create(&log, RUN, "c7", "[installing] c7", "pool.example"),
			 EXIT_FAILED);
	limit_files_to(RLIM_INFINITY);
	assert_int_not_equal(access(log.path, F_OK), 0);
}

static void logs_have_bounds(void **state IA_UNUSED)
{
	static const char line[] = "{\"gone\":\"nic\"}\n";
	char *text = malloc(UNDOLOG_BYTES_MAX + 2);
	size_t length;

	strcpy(text, HEAD);
	length = strlen(text);
	for (unsigned i = 1; i < UNDOLOG_LINES_MAX; i++, length += sizeof(line) - 1)
		strcpy(text + length, line);
	assert_read(text, EXIT_DONE);
	strcpy(text + length, line);
	assert_read(text, EXIT_FAILED);
	memset(text, ' ', UNDOLOG_BYTES_MAX + 1);
	memcpy(text, HEAD, strlen(HEAD));
	text[UNDOLOG_BYTES_MAX] = '\0';
	assert_read(text, EXIT_DONE);
	text[UNDOLOG_BYTES_MAX] = ' ';
	text[UNDOLOG_BYTES_MAX + 1] = '\0';
	assert_read(text, EXIT_FAILED);
	free(text);
}

static void runs_have_words_of_their_own(void **state IA_UNUSED)
{
	char one[UNDOLOG_RUN_MAX], other[UNDOLOG_RUN_MAX];

	assert_int_equal(undolog_new_run(one), EXIT_DONE);
	assert_int_equal(undolog_new_run(other), EXIT_DONE);
	assert_int_equal(strlen(one), UNDOLOG_RUN_MAX - 1);
	assert_string_not_equal(one, other);
}

static void disks_of_a_template_are_written_once_and_read_up_to_their_bound(void **state IA_UNUSED)
{
	char uuid[] = "00000000-0000-0000-0000-0000000000__", line[128];
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	AUTO_UNDOLOG again = UNDOLOG_NONE;
	char *path;

	start(&log);
	assert_int_equal(undolog_brought(&log, UUID), EXIT_DONE);
	assert_int_equal(undolog_brought(&log, UUID), EXIT_DONE);
	assert_int_equal(undolog_brought(&log, "no uuid"), EXIT_FAILED);
	path = strdup(log.path);
	undolog_close(&log);
	assert_int_equal(undolog_open(&again, path), EXIT_DONE);
	assert_int_equal(again.brought_count, 1);
	assert_string_equal(again.brought[0], UUID);
	for (unsigned i = 1; i <= FOUND_DISKS_MAX; i++) {
		snprintf(uuid + 34, 3, "%02x", i);
		snprintf(line, sizeof(line), "{\"brought\":\"%s\",\"class\":\"VDI\"}", uuid);
		assert_int_equal(undolog_read_line(&again, line, false),
				 i < FOUND_DISKS_MAX ? 0 : -1);
	}
	assert_int_equal(undolog_read_line(&again, "{\"brought\":\"x\"}", false), -1);
	undolog_remove(&again);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disks_of_a_template_are_written_once_and_read_up_to_their_bound),
		cmocka_unit_test(what_was_written_is_read_back),
		cmocka_unit_test(nobody_else_may_read_it),
		cmocka_unit_test(a_run_that_is_at_work_is_not_undone),
		cmocka_unit_test(a_line_that_was_cut_off_does_not_count),
		cmocka_unit_test(other_files_are_not_followed),
		cmocka_unit_test(a_line_ends_at_its_end),
		cmocka_unit_test(what_is_no_regular_file_is_neither_waited_for_nor_followed),
		cmocka_unit_test(a_line_that_did_not_fit_is_not_continued),
		cmocka_unit_test(a_log_that_cannot_be_begun_is_not_left),
		cmocka_unit_test(logs_have_bounds),
		cmocka_unit_test(runs_have_words_of_their_own),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
