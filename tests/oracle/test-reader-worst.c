/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/reader.h"

#include "base/limits.h"

/*
 * The worst media that the bounds let through, handed over by a remote reader: no call asks it for
 * more than it may, and what comes of them is what comes of the file, or nothing.
 */

static struct isoargs_image *open_remote(struct medium *medium)
{
	const struct isoargs_reader reader = {.read = hand_over,
					      .size = medium->size,
					      .data = medium,
					      .flags = ISOARGS_READER_REMOTE};
	struct isoargs_image *image = NULL;

	medium->count = 0;
	assert_int_equal(isoargs_image_open_reader(&reader, NAME, &image, NULL), 0);
	return image;
}

/* The most of all media. */
static struct figures most[3];
static const char *const calls[] = {"args", "inspect", "check"};

static void assert_within(struct medium *medium, size_t call, uint64_t reads, uint64_t bytes)
{
	const struct figures figures = count_requests(medium, &(struct request){0});

	if (figures.reads > reads || figures.bytes > bytes)
		fail_msg("%s, %s: %llu requests, %llu bytes", medium->name, calls[call],
			 (unsigned long long)figures.reads, (unsigned long long)figures.bytes);
	if (figures.reads > most[call].reads)
		most[call].reads = figures.reads;
	if (figures.bytes > most[call].bytes)
		most[call].bytes = figures.bytes;
	medium->count = 0;
}

static void ask(struct medium *medium)
{
	struct isoargs_inspect_options options = {.depth = ISOARGS_DEPTH_ARGS};
	struct isoargs_report *report = NULL;
	struct isoargs_checks *checks = NULL;
	struct isoargs_image *image = open_remote(medium);

	isoargs_inspect(image, &options, &report, NULL);
	assert_within(medium, 0, IA_SOURCE_ARGS_READS_MAX, IA_SOURCE_ARGS_BYTES_MAX);
	isoargs_report_free(report);
	isoargs_image_free(image);

	report = NULL;
	options.depth = ISOARGS_DEPTH_FULL;
	image = open_remote(medium);
	if (isoargs_inspect(image, &options, &report, NULL) == 0) {
		const struct isoargs_checks_options full = {.depth = ISOARGS_CHECK_FULL};

		assert_within(medium, 1, IA_SOURCE_INSPECT_READS_MAX, IA_SOURCE_INSPECT_BYTES_MAX);
		isoargs_checks_run(image, report, &full, &checks, NULL);
		assert_within(medium, 2, IA_SOURCE_FILES_READS_MAX, IA_SOURCE_FILES_BYTES_MAX);
	}
	assert_within(medium, 1, IA_SOURCE_INSPECT_READS_MAX, IA_SOURCE_INSPECT_BYTES_MAX);
	isoargs_checks_free(checks);
	isoargs_report_free(report);
	isoargs_image_free(image);
}

static void no_call_asks_for_more_than_it_may(void **state IA_UNUSED)
{
	each_medium(ask);
	for (size_t i = 0; i < IA_COUNT(calls); i++)
		print_message("# %s: %llu requests, %llu KiB\n", calls[i],
			      (unsigned long long)most[i].reads,
			      (unsigned long long)most[i].bytes / 1024);
}

static unsigned said, refused;

static void say(struct medium *medium)
{
	for (enum verb verb = 0; verb < VERB_COUNT; verb++) {
		said++;
		refused += compare_or_refuse(medium, verb);
	}
}

static void what_comes_of_them_is_the_same_or_nothing(void **state IA_UNUSED)
{
	each_medium(say);
	print_message("# %u of %u would take too much\n", refused, said);
	assert_true(refused < said / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_call_asks_for_more_than_it_may),
		cmocka_unit_test(what_comes_of_them_is_the_same_or_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
