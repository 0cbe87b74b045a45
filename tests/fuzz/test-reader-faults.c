/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <unistd.h>

#include "support/verbs.h"

/*
 * A reader that fails in each of its calls in turn, comes short, or does not do what it promised:
 * no answer or the right one, never another.
 */

#define NAME "medium.iso"

enum fault {
	FAULT_ERROR, /* EIO */
	FAULT_TIMEOUT,
	FAULT_LASTING, /* EIO, and in all calls that follow */
	FAULT_END,
	FAULT_TOO_MANY,
	FAULT_GARBAGE,
	FAULT_SHORT,
	FAULT_BYTE, /* one comes */
	FAULT_INTERRUPTED,
};
#define FAULT_COUNT 9

/* A piece of one of the sentences by which a reader's failure is known. */
static const char *const sentences[] = {
	[FAULT_ERROR] = "reading failed: Input/output error",
	[FAULT_TIMEOUT] = "reading failed: Connection timed out",
	[FAULT_LASTING] = "reading failed: Input/output error",
	[FAULT_END] = "the reader has no more bytes",
	[FAULT_TOO_MANY] = "the reader says that it read",
	[FAULT_GARBAGE] = "the reader returned -70000",
};

struct medium {
	const char *name;
	int fd;
	uint64_t size;
	unsigned long calls;
	unsigned long faulty; /* from 1; 0: none */
	enum fault fault;
};

static ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data)
{
	struct medium *medium = data;
	bool is_faulty = medium->faulty > 0 &&
			 (++medium->calls == medium->faulty ||
			  (medium->fault == FAULT_LASTING && medium->calls > medium->faulty));
	ssize_t n;

	medium->calls += medium->faulty == 0;
	if (is_faulty) {
		switch (medium->fault) {
		case FAULT_ERROR:
		case FAULT_LASTING:
			return -EIO;
		case FAULT_TIMEOUT:
			return -ETIMEDOUT;
		case FAULT_END:
			return 0;
		case FAULT_TOO_MANY:
			return (ssize_t)size + 1;
		case FAULT_GARBAGE:
			return -70000;
		case FAULT_INTERRUPTED:
			return -EINTR;
		case FAULT_SHORT:
			size = (size + 1) / 2;
			break;
		case FAULT_BYTE:
			size = 1;
			break;
		}
	}
	n = pread(medium->fd, buf, size, (off_t)offset);
	return n < 0 ? -errno : n;
}

static char *say(struct medium *medium, enum verb verb, unsigned flags, int *ret)
{
	const struct isoargs_reader reader = {
		.read = hand_over, .size = medium->size, .data = medium, .flags = flags};
	struct isoargs_image *image = NULL;
	char *said;

	medium->calls = 0;
	assert_int_equal(isoargs_image_open_reader(&reader, NAME, &image, NULL), 0);
	said = verb_say(verb, image, ret);
	isoargs_image_free(image);
	return said;
}

/* What is wrong with what came of a fault; NULL where nothing is. */
static const char *complaint(const struct medium *medium, enum verb verb, unsigned flags, int r,
			     const char *said, const char *plain)
{
	const char *sentence = medium->fault < FAULT_SHORT ? sentences[medium->fault] : NULL;

	if (strcmp(said, plain) == 0)
		return NULL;
	if (!sentence)
		return "something else came of a call that only came short";
	if (r < 0 && !(flags & ISOARGS_READER_REMOTE) && strstr(said, "reading failed"))
		return NULL;
	if (!strstr(said, sentence))
		return "does not say what failed";
	if (r < 0)
		return NULL;
	if (flags & ISOARGS_READER_REMOTE)
		return "a call did without what a remote reader failed with";
	/* As of a file, a report and findings hold what could not be read. */
	return verb == VERB_INSPECT || verb == VERB_CHECK ? NULL : "there are other arguments";
}

/* Has that call fail so, and looks at what comes of it. */
static void try(struct medium *medium, enum verb verb, unsigned flags, const char *plain)
{
	const char *wrong;
	char *said;
	int r;

	said = say(medium, verb, flags, &r);
	wrong = complaint(medium, verb, flags, r, said, plain);
	if (wrong)
		fail_msg("%s, %s%s, call %lu, fault %d: %s: %d %.2000s", medium->name,
			 verb_names[verb], flags ? " of a remote one" : "", medium->faulty,
			 (int)medium->fault, wrong, r, said);
	free(said);
}

static unsigned long sweep(struct medium *medium, enum verb verb, unsigned flags)
{
	unsigned long number, runs = 0;
	char *plain;
	int r;

	medium->faulty = 0;
	plain = say(medium, verb, flags, &r);
	assert_int_equal(r, 0);
	number = medium->calls;
	assert_true(number > 1);
	for (medium->faulty = 1; medium->faulty <= number; medium->faulty++) {
		for (medium->fault = 0; medium->fault < FAULT_COUNT; medium->fault++) {
			try(medium, verb, flags, plain);
			runs++;
		}
	}
	free(plain);
	return runs;
}

/* So many of the first calls: a report's all, of most media. The others begin with a report. */
static const unsigned sample_of[VERB_COUNT] = {
	[VERB_ARGS] = 16,
	[VERB_INSPECT] = 16,
	[VERB_CHECK] = 5,
	[VERB_EXTRACT] = 5,
};

/* What a web server may do, in each of the first calls and the last. */
static unsigned long sample(struct medium *medium, enum verb verb)
{
	static const enum fault faults[] = {FAULT_ERROR, FAULT_END, FAULT_SHORT};
	unsigned long number, runs = 0;
	char *plain;
	int r;

	medium->faulty = 0;
	plain = say(medium, verb, ISOARGS_READER_REMOTE, &r);
	number = medium->calls;
	assert_true(number > 0);
	for (unsigned long i = 1; i <= number && i <= sample_of[verb] + 1; i++) {
		medium->faulty = i <= sample_of[verb] ? i : number;
		for (size_t k = 0; k < IA_COUNT(faults); k++) {
			medium->fault = faults[k];
			try(medium, verb, ISOARGS_READER_REMOTE, plain);
			runs++;
		}
	}
	free(plain);
	return runs;
}

static bool open_medium(const char *path, struct medium *ret)
{
	*ret = (struct medium){.name = strrchr(path, '/') + 1,
			       .fd = open(path, O_RDONLY | O_CLOEXEC)};
	if (ret->fd < 0)
		return false;
	ret->size = (uint64_t)lseek(ret->fd, 0, SEEK_END);
	return true;
}

static void each_call_of_a_reader_may_fail(void **state IA_UNUSED)
{
	static const char *const media[] = {"rhel7-server", "el7-odd-label", "el7-mac",
					    "ubuntu-like", "el7-no-joliet"};
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	unsigned long runs = 0;

	if (!folder || !*folder)
		skip();
	for (size_t i = 0; i < IA_COUNT(media); i++) {
		struct medium medium;
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s.iso", folder, media[i]);
		if (!open_medium(path, &medium))
			continue;
		for (enum verb verb = 0; verb < VERB_COUNT; verb++) {
			runs += sweep(&medium, verb, ISOARGS_READER_REMOTE);
			runs += sweep(&medium, verb, 0);
		}
		close(medium.fd);
	}
	print_message("# %lu runs\n", runs);
	if (runs == 0)
		skip();
}

static void and_of_any_medium_the_first_and_the_last(void **state IA_UNUSED)
{
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	char pattern[PATH_MAX];
	unsigned long runs = 0;
	glob_t found = {0};

	if (!folder || !*folder)
		skip();
	for (unsigned depth = 0; depth < 2; depth++) {
		snprintf(pattern, sizeof(pattern), "%s%s/*.iso", folder, depth ? "/debian" : "");
		glob(pattern, depth ? GLOB_APPEND : 0, NULL, &found);
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct medium medium;

		if (!open_medium(found.gl_pathv[i], &medium))
			continue;
		for (enum verb verb = 0; verb < VERB_COUNT; verb++)
			runs += sample(&medium, verb);
		close(medium.fd);
	}
	globfree(&found);
	print_message("# %lu runs\n", runs);
	if (runs == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_of_a_reader_may_fail),
		cmocka_unit_test(and_of_any_medium_the_first_and_the_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
