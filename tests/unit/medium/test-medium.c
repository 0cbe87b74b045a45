/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/output.h"
#include "medium/medium.h"

/*
 * medium_read() starts the running program once more to read the medium. Here that is the test,
 * which answers with as many bytes as the image tells, and has the length of the request for the
 * kernel's name.
 */
static int be_the_reader(void)
{
	char text[128], request[MEDIUM_REQUEST_MAX + 1];
	size_t length = 0, size;
	ssize_t n = read(3, text, sizeof(text) - 1);

	if (n <= 0)
		return 1;
	text[n] = '\0';
	size = strtoul(text, NULL, 10);
	while ((n = read(STDIN_FILENO, request, sizeof(request))) > 0)
		length += (size_t)n;
	n = snprintf(text, sizeof(text), "{\"kernel\":\"%zu\",\"checks\":{\"checks\":[]}}", length);
	fwrite("a", 1, 2, stdout);
	for (size_t i = (size_t)n + 2; i < size; i++)
		putchar(' ');
	fputs(text, stdout);
	return fflush(stdout);
}

struct place {
	char image[64];
	char said[64]; /* takes the place of standard error */
	int standard_error;
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	int image, said;

	strcpy(place->image, "/tmp/isoargs-test-XXXXXX");
	strcpy(place->said, "/tmp/isoargs-test-XXXXXX");
	image = mkstemp(place->image);
	said = mkstemp(place->said);
	fflush(stderr);
	place->standard_error = dup(STDERR_FILENO);
	if (image < 0 || said < 0 || dup2(said, STDERR_FILENO) < 0)
		return -1;
	close(image);
	close(said);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;

	dup2(place->standard_error, STDERR_FILENO);
	close(place->standard_error);
	unlink(place->image);
	unlink(place->said);
	free(place);
	return 0;
}

/* How it ends where the reader answers with so many bytes. */
static int read_medium(const struct place *place, const struct request *request, size_t size,
		       struct medium *medium)
{
	FILE *file = fopen(place->image, "w");

	fprintf(file, "%zu", size);
	fclose(file);
	return medium_read(&(struct medium_place){place->image, -1}, request, 1024, false, medium);
}

static void assert_said(const struct place *place, const char *part)
{
	char text[512] = "";
	FILE *file = fopen(place->said, "r");

	fflush(stderr);
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	fclose(file);
	assert_contains(text, part);
}

static void an_answer_up_to_the_bound_is_taken(void **state)
{
	static const struct request request;
	const size_t sizes[] = {65535, 65536, 65537, MEDIUM_JSON_MAX - 1, MEDIUM_JSON_MAX};

	for (size_t i = 0; i < IA_COUNT(sizes); i++) {
		AUTO_MEDIUM medium = {0};

		assert_int_equal(read_medium(*state, &request, sizes[i], &medium), EXIT_DONE);
		assert_string_equal(medium.args, "a");
	}
}

static void a_longer_answer_is_refused(void **state)
{
	static const struct request request;
	AUTO_MEDIUM medium = {0};

	assert_int_equal(read_medium(*state, &request, MEDIUM_JSON_MAX + 1u, &medium), EXIT_FAILED);
	assert_null(medium.root);
	assert_said(*state, "or one of more than 4194304 bytes");
}

static void a_request_is_written_up_to_the_bound(void **state)
{
	char value[MEDIUM_REQUEST_MAX + 1] = "";
	struct request request = {.items = {{ISOARGS_APPEND, value}}, .count = 1};
	AUTO_MEDIUM shortest = {0}, longest = {0}, longer = {0};
	size_t room;

	assert_int_equal(read_medium(*state, &request, 0, &shortest), EXIT_DONE);
	room = MEDIUM_REQUEST_MAX - strtoul(shortest.kernel, NULL, 10);
	memset(value, 'a', room);
	assert_int_equal(read_medium(*state, &request, 0, &longest), EXIT_DONE);
	assert_int_equal(strtoul(longest.kernel, NULL, 10), MEDIUM_REQUEST_MAX);
	value[room] = 'a';
	assert_int_equal(read_medium(*state, &request, 0, &longer), EXIT_FAILED);
	assert_said(*state, "the options are too long");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_up_to_the_bound_is_taken, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(a_longer_answer_is_refused, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(a_request_is_written_up_to_the_bound, make_place,
						remove_place),
	};

	if (argc > 1 && strcmp(argv[1], MEDIUM_CHILD) == 0)
		return be_the_reader();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
