/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/report.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "image/image.h"
#include "support/store.h"

/* A caller's reader: what it is asked for, and what comes of how it answers. */

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)

static void reads_of_any_size_and_place_give_its_bytes(void **state IA_UNUSED)
{
	for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
		const uint64_t size = 3 * MIB + 777;
		struct isoargs_image *image = open_store(size, flags);

		for (uint64_t at = 0; at + 50000 < size; at += 99991)
			LOOK(image, at, 5 + (at & 0xff));
		LOOK(image, size - 1, 1);
		LOOK(image, size, 0);
		LOOK(image, 0, (size_t)size);
		isoargs_image_free(image);
		reset_store(NULL);
	}
}

static void a_file_like_one_is_asked_for_blocks(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(100 * KIB + 10, 0);
	uint64_t reads, bytes;

	LOOK(image, 32769, 5);
	LOOK(image, 34000, 1000); /* half of it is there */
	LOOK(image, 32768, 4096); /* all */
	LOOK(image, 100 * KIB + 8, 2);
	LOOK(image, 10, 5000);
	assert_int_equal(store.count, 4);
	assert_asked(0, 32768, 2048);
	assert_asked(1, 34816, 2048);
	assert_asked(2, 100 * KIB, 10);
	assert_asked(3, 0, 6144);
	isoargs_image_cost(image, &reads, &bytes);
	assert_int_equal(reads, 4);
	assert_int_equal(bytes, 2048 + 2048 + 10 + 6144);
	isoargs_image_free(image);
}

static void a_remote_one_is_asked_for_its_head_and_then_for_windows(void **state IA_UNUSED)
{
	const uint64_t window = IA_SOURCE_WINDOW;
	struct isoargs_image *image = open_store(MIB + 5, ISOARGS_READER_REMOTE);

	LOOK(image, 32768, 2048);
	LOOK(image, 100, IA_SOURCE_HEAD - 100);
	LOOK(image, 20 * window + 5, 10);
	LOOK(image, 22 * window, 10);
	LOOK(image, 21 * window - 1, 2); /* between both */
	LOOK(image, 30 * window - 1, 2); /* in two of them */
	LOOK(image, MIB + 4, 1);
	assert_int_equal(store.count, 6);
	assert_asked(0, 0, IA_SOURCE_HEAD);
	assert_asked(1, 20 * window, window);
	assert_asked(2, 22 * window, window);
	assert_asked(3, 21 * window, window);
	assert_asked(4, 29 * window, 2 * window);
	assert_asked(5, MIB, 5);
	isoargs_image_free(image);
}

static void a_window_grows_from_the_third_request_in_a_row_on(void **state IA_UNUSED)
{
	static const uint64_t windows[] = {1, 1, 1, 4, 16, 64, 64};
	struct isoargs_image *image = open_store(8 * MIB, ISOARGS_READER_REMOTE);
	uint64_t at = 2 * MIB;

	LOOK(image, 0, 1);
	for (uint64_t next = at; next < 5 * MIB; next += 2048)
		LOOK(image, next, 2048);
	for (size_t i = 0; i < IA_COUNT(windows); i++) {
		assert_asked(i + 1, at, windows[i] * IA_SOURCE_WINDOW);
		at += windows[i] * IA_SOURCE_WINDOW;
	}
	assert_int_equal(IA_SOURCE_WINDOW_MAX, 64 * IA_SOURCE_WINDOW);
	/* Anything else sets it back. */
	store.count = 0;
	LOOK(image, 7 * MIB, 1);
	assert_asked(0, 7 * MIB, IA_SOURCE_WINDOW);
	isoargs_image_free(image);
}

static void what_is_asked_for_in_large_pieces_is_not_read_beyond(void **state IA_UNUSED)
{
	const uint64_t start = MIB + 5000, block = IA_BLOCK_SIZE;
	struct isoargs_image *image = open_store(20 * MIB, ISOARGS_READER_REMOTE);
	uint64_t end = 0;

	LOOK(image, 0, 1);
	for (unsigned i = 0; i < 5; i++)
		LOOK(image, start + i * MIB, MIB);
	assert_int_equal(store.count, 6);
	assert_asked(1, MIB + 2 * block, MIB + block);
	for (size_t i = 1; i < store.count; i++)
		end = store.requests[i].offset + store.requests[i].size;
	assert_int_equal(end, 6 * MIB + 3 * block);
	isoargs_image_free(image);
}

static void short_and_interrupted_reads_are_gone_on_with(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(MIB, ISOARGS_READER_REMOTE);

	store.piece = 1000;
	LOOK(image, 0, 10000);
	assert_asked(1, 1000, IA_SOURCE_HEAD - 1000);
	isoargs_image_free(image);

	reset_store(NULL);
	image = open_store(MIB, 0);
	store.faulty = 1;
	store.faults = 50;
	store.answer = -EINTR;
	LOOK(image, 0, 10000);
	assert_int_equal(store.count, 51);
	isoargs_image_free(image);
}

static void assert_complained(ssize_t answer, const char *sentence)
{
	for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
		struct isoargs_image *image = open_store(MIB, flags);
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		store.count = 0;
		store.faulty = 1;
		store.faults = REQUESTS_MAX;
		store.answer = answer;
		assert_int_equal(look(image, 4096, 100, &error), -EIO);
		assert_contains(isoargs_error_message(error), sentence);
		assert_int_equal(ia_image_failures(image), 1);
		/* It may do better now. */
		store.faulty = 0;
		LOOK(image, 4096, 100);
		isoargs_image_free(image);
	}
}

static void what_is_wrong_with_an_answer_is_said(void **state IA_UNUSED)
{
	assert_complained(-EIO, "reading failed: Input/output error");
	assert_complained(-ETIMEDOUT, "reading failed: Connection timed out");
	assert_complained(-EBADMSG, "reading failed: Bad message");
	assert_complained(-EINTR, "reading failed: Interrupted system call");
	assert_complained(0, "the reader has no more bytes, expected 1048576 in all");
	assert_complained(SSIZE_MAX,
			  "the reader says that it read 9223372036854775807 bytes, expected ");
	assert_complained(-5000, "the reader returned -5000, expected a number of bytes or a ");
	assert_complained(-4095, "the reader returned -4095, expected ");
}

static uint64_t memory_of(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return (uint64_t)st.st_blocks * 512;
}

static void no_more_is_kept_than_the_bound_says(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(64 * MIB, ISOARGS_READER_REMOTE);
	uint64_t most = 0;

	for (uint64_t at = 0; at < 60 * MIB; at += 4 * MIB) {
		uint64_t now;

		LOOK(image, at, 4 * MIB);
		now = memory_of(ia_image_descriptor(image, NULL));
		ia_image_let_go(&image);
		most = now > most ? now : most;
	}
	assert_true(most <= IA_SOURCE_KEPT_MAX);
	assert_true(most > IA_SOURCE_KEPT_MAX / 4);
	isoargs_image_free(image);
}

static void what_is_asked_for_again_once_it_was_given_up_is_there(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(64 * MIB, ISOARGS_READER_REMOTE);

	LOOK(image, 0, IA_SOURCE_KEPT_MAX - MIB);
	store.count = 0;
	LOOK(image, 0, MIB);
	assert_int_equal(store.count, 0);
	LOOK(image, IA_SOURCE_KEPT_MAX - MIB, 3 * MIB);
	store.count = 0;
	LOOK(image, 0, MIB);
	assert_true(store.count > 0);
	/* Half of it is there, and goes for the sake of the other half. */
	LOOK(image, 2 * MIB, 14 * MIB);
	LOOK(image, IA_SOURCE_KEPT_MAX - MIB / 2, MIB);
	isoargs_image_free(image);
}

static void a_file_that_is_held_keeps_all_that_is_fetched(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(64 * MIB, 0);
	const struct ia_window whole = ia_window_whole(image);
	int fd = ia_image_descriptor(image, NULL);
	uint8_t bytes[4096];

	assert_true(ia_image_is_sparse(image));
	assert_false(ia_image_is_remote(image));
	for (uint64_t at = 0; at < 20 * MIB; at += MIB)
		assert_int_equal(ia_window_fetch(&whole, at, MIB, NULL), 0);
	assert_int_equal(ia_window_fetch(&whole, 64 * MIB - 5, 500, NULL), 0);
	assert_int_equal(ia_window_fetch(&whole, 64 * MIB, 500, NULL), 0);
	for (uint64_t at = 0; at < 20 * MIB; at += sizeof(bytes)) {
		assert_int_equal(pread(fd, bytes, sizeof(bytes), (off_t)at), sizeof(bytes));
		assert_int_equal(bytes[0], pattern(at));
		assert_int_equal(bytes[4095], pattern(at + 4095));
	}
	assert_int_equal(pread(fd, bytes, 1, (off_t)(30 * MIB)), 1);
	assert_int_equal(bytes[0], 0);
	ia_image_let_go(&image);
	assert_int_equal(ia_image_descriptor(image, NULL), fd);
	assert_true(memory_of(fd) < MIB);
	isoargs_image_free(image);
}

static void so_many_parts_are_kept_apart(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(64 * MIB, 0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const uint64_t step = 2 * IA_BLOCK_SIZE;

	for (uint64_t i = 0; i < IA_SOURCE_EXTENTS_MAX; i++)
		LOOK(image, i * step, 10);
	LOOK(image, 0, 10);
	assert_int_equal(store.count, IA_SOURCE_EXTENTS_MAX);
	/* One more, and all others are read anew. */
	LOOK(image, IA_SOURCE_EXTENTS_MAX * step, 10);
	LOOK(image, 0, 10);
	assert_int_equal(store.count, IA_SOURCE_EXTENTS_MAX + 2);
	isoargs_image_free(image);

	reset_store(NULL);
	image = open_store(64 * MIB, 0);
	assert_true(ia_image_descriptor(image, NULL) >= 0);
	for (uint64_t i = 0; i < IA_SOURCE_EXTENTS_MAX; i++)
		LOOK(image, i * step, 10);
	assert_int_equal(look(image, IA_SOURCE_EXTENTS_MAX * step, 10, &error), -EIO);
	assert_contains(isoargs_error_message(error), "libblkid would read more than 4096 parts");
	LOOK(image, 0, 10);
	isoargs_image_free(image);
}

static void so_much_may_be_asked_for_in_one_call(void **state IA_UNUSED)
{
	static const struct {
		uint64_t reads, bytes;
	} budgets[] = {
		{IA_SOURCE_ARGS_READS_MAX, IA_SOURCE_ARGS_BYTES_MAX},
		{IA_SOURCE_INSPECT_READS_MAX, IA_SOURCE_INSPECT_BYTES_MAX},
		{IA_SOURCE_FILES_READS_MAX, IA_SOURCE_FILES_BYTES_MAX},
	};

	for (size_t i = 0; i < IA_COUNT(budgets); i++) {
		const uint64_t reads = budgets[i].reads, bytes = budgets[i].bytes;
		struct isoargs_image *image = open_store(1000 * MIB, ISOARGS_READER_REMOTE);

		ia_image_begin(image, reads, bytes);
		for (uint64_t k = 0; k < reads; k++)
			LOOK(image, k * 4 * IA_SOURCE_WINDOW + (k > 0 ? IA_SOURCE_HEAD : 0), 1);
		assert_int_equal(ia_image_settle(image, 0, NULL), 0);
		assert_int_equal(store.count, reads);
		ia_image_begin(image, reads - 1, bytes);
		for (uint64_t k = 1; k < reads; k++)
			LOOK(image, 300 * MIB + k * 4 * IA_SOURCE_WINDOW, 1);
		assert_int_equal(look(image, 999 * MIB, 1, NULL), -EIO);
		assert_int_equal(ia_image_settle(image, 0, NULL), -EFBIG);

		/* As many bytes as the bound allows, and a window more. */
		ia_image_begin(image, REQUESTS_MAX, bytes);
		LOOK(image, 0, (size_t)bytes - IA_SOURCE_KEPT_MAX / 8);
		assert_int_equal(look(image, 0, (size_t)bytes + IA_SOURCE_KEPT_MAX, NULL), -EIO);
		assert_int_equal(ia_image_settle(image, 0, NULL), -EFBIG);
		isoargs_image_free(image);
		reset_store(NULL);
	}
}

static void the_call_says_what_was_too_much(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(4 * MIB, ISOARGS_READER_REMOTE);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_image_begin(image, 2, MIB);
	LOOK(image, 0, 1);
	LOOK(image, MIB, 1);
	assert_int_equal(look(image, 2 * MIB, 1, NULL), -EIO);
	assert_int_equal(look(image, MIB, 1, NULL), 0);
	assert_int_equal(ia_image_settle(image, -EBADMSG, &error), -EFBIG);
	assert_contains(isoargs_error_message(error),
			"store: the medium takes more than 2 requests or 1024 KiB; it took 2 and "
			"144 so far");
	isoargs_image_free(image);
}

static void a_remote_one_that_failed_is_not_asked_again_in_the_same_call(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(4 * MIB, ISOARGS_READER_REMOTE);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	store.faulty = 2;
	store.faults = 1;
	store.answer = -EHOSTUNREACH;
	ia_image_begin(image, 100, MIB);
	LOOK(image, 0, 1);
	assert_int_equal(look(image, MIB, 1, NULL), -EIO);
	assert_int_equal(look(image, 2 * MIB, 1, NULL), -EIO);
	LOOK(image, 5, 1);
	assert_int_equal(store.count, 2);
	/* Whatever was made of it. */
	assert_int_equal(ia_image_settle(image, 0, &error), -EHOSTUNREACH);
	assert_contains(isoargs_error_message(error), "store");
	assert_contains(isoargs_error_message(error), "reading failed: No route to host");
	assert_int_equal(isoargs_error_offset(error, &(uint64_t){0}), 1);
	ia_image_begin(image, 100, MIB);
	LOOK(image, MIB, 1);
	assert_int_equal(ia_image_settle(image, 0, NULL), 0);
	isoargs_image_free(image);
}

static void assert_refused(struct isoargs_reader reader, int code, const char *sentence)
{
	struct isoargs_image *image = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_image_open_reader(&reader, "store", &image, &error), code);
	assert_ptr_equal(image, SENTINEL);
	assert_contains(isoargs_error_message(error), "store");
	assert_contains(isoargs_error_message(error), sentence);
}

static void what_is_no_reader_is_refused(void **state IA_UNUSED)
{
	const struct rlimit low = {.rlim_cur = MIB, .rlim_max = RLIM_INFINITY};
	struct rlimit before;

	isoargs_image_free(open_store(IA_READER_SIZE_MAX, 0));
	assert_refused(
		(struct isoargs_reader){.read = hand_over_store, .size = IA_READER_SIZE_MAX + 1},
		-EFBIG, "found a reader of 1099511627777 bytes, expected at most 1099511627776");
	assert_refused((struct isoargs_reader){.read = hand_over_store}, -ENODATA,
		       "found no bytes");
	assert_refused((struct isoargs_reader){.size = MIB}, -EINVAL, "the reader has no function");
	assert_refused((struct isoargs_reader){.read = hand_over_store, .size = MIB, .flags = 5},
		       -EINVAL, "found 0x5 as the flags of a reader, expected none but 0x3");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	assert_refused((struct isoargs_reader){.read = hand_over_store, .size = MIB + 1}, -EFBIG,
		       "cannot make an anonymous memory file of 1048577 bytes: File too large");
	isoargs_image_free(open_store(MIB, 0));
	setrlimit(RLIMIT_FSIZE, &before);
}

static void one_that_is_too_short_for_a_volume_is_refused_as_a_file_is(void **state IA_UNUSED)
{
	static const uint64_t sizes[] = {1, 600, 32768, 34815};

	for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
		for (size_t i = 0; i < IA_COUNT(sizes); i++) {
			struct isoargs_image *image = open_store(sizes[i], flags);
			struct isoargs_report *report = SENTINEL;
			struct isoargs_error *error IA_AUTO_ERROR = NULL;

			assert_int_equal(isoargs_inspect(image, NULL, &report, &error), -ENODATA);
			assert_ptr_equal(report, SENTINEL);
			assert_contains(isoargs_error_message(error),
					"too few for an ISO 9660 volume");
			isoargs_image_free(image);
		}
	}
}

#define on_store(test) cmocka_unit_test_setup(test, reset_store)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_store(reads_of_any_size_and_place_give_its_bytes),
		on_store(a_file_like_one_is_asked_for_blocks),
		on_store(a_remote_one_is_asked_for_its_head_and_then_for_windows),
		on_store(a_window_grows_from_the_third_request_in_a_row_on),
		on_store(what_is_asked_for_in_large_pieces_is_not_read_beyond),
		on_store(short_and_interrupted_reads_are_gone_on_with),
		on_store(what_is_wrong_with_an_answer_is_said),
		on_store(no_more_is_kept_than_the_bound_says),
		on_store(what_is_asked_for_again_once_it_was_given_up_is_there),
		on_store(a_file_that_is_held_keeps_all_that_is_fetched),
		on_store(so_many_parts_are_kept_apart),
		on_store(so_much_may_be_asked_for_in_one_call),
		on_store(the_call_says_what_was_too_much),
		on_store(a_remote_one_that_failed_is_not_asked_again_in_the_same_call),
		on_store(what_is_no_reader_is_refused),
		on_store(one_that_is_too_short_for_a_volume_is_refused_as_a_file_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
