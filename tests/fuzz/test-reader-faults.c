/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
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
	for (unsigned long faulty = 1; faulty <= number; faulty++) {
		for (enum fault fault = 0; fault < FAULT_COUNT; fault++) {
			const char *wrong;
			char *said;

			medium->faulty = faulty;
			medium->fault = fault;
			said = say(medium, verb, flags, &r);
			wrong = complaint(medium, verb, flags, r, said, plain);
			if (wrong)
				fail_msg("%s%s, call %lu, fault %d: %s: %d %.2000s",
					 verb_names[verb], flags ? " of a remote one" : "", faulty,
					 (int)fault, wrong, r, said);
			free(said);
			runs++;
		}
	}
	free(plain);
	return runs;
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
		struct medium medium = {0};
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s.iso", folder, media[i]);
		medium.fd = open(path, O_RDONLY | O_CLOEXEC);
		if (medium.fd < 0)
			continue;
		medium.size = (uint64_t)lseek(medium.fd, 0, SEEK_END);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_of_a_reader_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
