/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "image/image.h"
#include "support/store.h"

/* What a remote reader is asked for where it is known what will be read soon. */

#define KIB   UINT64_C(1024)
#define MIB   (1024 * KIB)
#define BLOCK (uint64_t) IA_BLOCK_SIZE

/* One whose head is there, with what is expected of it. */
static struct isoargs_image *open_one_expecting(unsigned flags, const struct request *expected,
						size_t count)
{
	struct isoargs_image *image = open_store(64 * MIB, flags);
	const struct ia_window whole = ia_window_whole(image);

	LOOK(image, 0, 1);
	for (size_t i = 0; i < count; i++)
		ia_window_expect(&whole, expected[i].offset, expected[i].size);
	store.count = 0;
	return image;
}

#define EXPECTING_OF(flags, ...)                                                                   \
	open_one_expecting(flags, (const struct request[]){__VA_ARGS__},                           \
			   IA_COUNT(((const struct request[]){__VA_ARGS__})))
#define EXPECTING(...) EXPECTING_OF(ISOARGS_READER_REMOTE, __VA_ARGS__)

static void it_is_asked_for_without_a_window(void **state IA_UNUSED)
{
	struct isoargs_image *image = EXPECTING({MIB + 5, 3000}, {MIB + 3005, 2000});

	LOOK(image, MIB + 5, 10);
	LOOK(image, MIB + 5000, 1);
	assert_int_equal(store.count, 1);
	assert_asked(0, MIB, 3 * BLOCK);
	/* What is not, or is in part, is so with one. */
	LOOK(image, 2 * MIB + 5, 10);
	LOOK(image, MIB + 5000, 2000);
	assert_int_equal(store.count, 3);
	assert_asked(1, 2 * MIB, IA_SOURCE_WINDOW);
	assert_asked(2, MIB + 3 * BLOCK, IA_SOURCE_WINDOW);
	isoargs_image_free(image);
}

static void what_of_it_is_nearby_comes_along(void **state IA_UNUSED)
{
	const uint64_t near = IA_SOURCE_NEAR, far = MIB - 3 * BLOCK - 2 * near;
	struct isoargs_image *image = EXPECTING({MIB, BLOCK}, {MIB + BLOCK + near, BLOCK},
						{MIB + 3 * BLOCK + 2 * near, 5},
						{MIB - near - BLOCK, BLOCK}, {far, BLOCK - 1});

	LOOK(image, MIB + 100, 100);
	assert_int_equal(store.count, 1);
	assert_asked(0, MIB - near - BLOCK, 3 * BLOCK + 2 * near);
	/* Those that lie farther off did not. */
	LOOK(image, far, 1);
	LOOK(image, MIB + 3 * BLOCK + 2 * near, 1);
	assert_int_equal(store.count, 3);
	isoargs_image_free(image);
}

static void of_a_distant_one_what_lies_farther_off_comes_along(void **state IA_UNUSED)
{
	const uint64_t near = IA_SOURCE_NEAR_DISTANT;
	struct isoargs_image *image = EXPECTING_OF(
		ISOARGS_READER_REMOTE | ISOARGS_READER_DISTANT, {MIB, BLOCK},
		{MIB + BLOCK + near, BLOCK}, {2 * MIB, BLOCK}, {2 * MIB + 2 * BLOCK + near, BLOCK});

	assert_true(near > IA_SOURCE_NEAR);
	LOOK(image, MIB, 1);
	LOOK(image, 2 * MIB, 1);
	assert_int_equal(store.count, 2);
	assert_asked(0, MIB, 2 * BLOCK + near);
	assert_asked(1, 2 * MIB, BLOCK);
	isoargs_image_free(image);
}

static void it_comes_along_with_what_is_not_expected(void **state IA_UNUSED)
{
	struct isoargs_image *image = EXPECTING({MIB + 20 * KIB, 1}, {MIB - 5 * KIB, 3000});

	LOOK(image, MIB + 3000, 1);
	assert_int_equal(store.count, 1);
	assert_asked(0, MIB - 6 * KIB, 28 * KIB);
	isoargs_image_free(image);
}

static void no_more_comes_along_than_may(void **state IA_UNUSED)
{
	const uint64_t at = 4 * MIB, most = IA_SOURCE_TOGETHER;
	struct isoargs_image *image = EXPECTING({at, most}, {at + most, 1}, {at - BLOCK - 1, 1});

	LOOK(image, at, 1);
	assert_asked(0, at, most);
	isoargs_image_free(image);

	reset_store(NULL);
	image = EXPECTING({at - most, most}, {at, BLOCK});
	LOOK(image, at, 1);
	LOOK(image, at - most, 1);
	assert_int_equal(store.count, 2);
	assert_asked(0, at - most + BLOCK, most);
	assert_asked(1, at - most, BLOCK);
	isoargs_image_free(image);
}

static void what_is_known_is_not_asked_for_again(void **state IA_UNUSED)
{
	const uint64_t at = 4 * MIB, window = IA_SOURCE_WINDOW;
	struct isoargs_image *image =
		EXPECTING({at, BLOCK}, {at + window, BLOCK}, {at + 3 * window, 1});

	LOOK(image, at + 2 * window, 1);
	assert_asked(0, at, 3 * window + BLOCK);
	assert_int_equal(store.count, 1);
	isoargs_image_free(image);

	/* Nor what lies between: others come along up to there. */
	reset_store(NULL);
	image = open_store(64 * MIB, ISOARGS_READER_REMOTE);
	LOOK(image, 0, 1);
	LOOK(image, at, 1);
	for (unsigned i = 0; i < 2; i++) {
		const struct ia_window whole = ia_window_whole(image);

		ia_window_expect(&whole, at - BLOCK, 3 * window);
		LOOK(image, i == 0 ? at - 5 : at + window + 5, 1);
	}
	assert_int_equal(store.count, 4);
	assert_asked(2, at - BLOCK, BLOCK);
	assert_asked(3, at + window, 2 * window - BLOCK);
	isoargs_image_free(image);
}

static void more_may_be_expected_than_is_kept(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(64 * MIB, ISOARGS_READER_REMOTE);
	const struct ia_window whole = ia_window_whole(image);
	const uint64_t step = 2 * BLOCK;

	LOOK(image, 0, 1);
	for (uint64_t i = 0; i < 2 * (uint64_t)IA_SOURCE_EXTENTS_MAX; i++)
		ia_window_expect(&whole, MIB + i * step, 1);
	ia_window_expect(&whole, 63 * MIB, 0);
	ia_window_expect(&whole, 64 * MIB - 1, UINT64_MAX);
	ia_window_expect(&whole, UINT64_MAX, UINT64_MAX);
	store.count = 0;
	LOOK(image, 2 * MIB, 1);
	LOOK(image, 2 * MIB + IA_SOURCE_EXTENTS_MAX * step, 1);
	assert_int_equal(store.count, 2);
	assert_true(store.requests[0].size > IA_SOURCE_TOGETHER - step);
	assert_true(store.requests[0].size <= IA_SOURCE_TOGETHER);
	assert_int_equal(store.requests[1].size, IA_SOURCE_WINDOW);
	isoargs_image_free(image);
}

static void what_is_known_can_be_told(void **state IA_UNUSED)
{
	struct isoargs_image *image = EXPECTING({MIB, BLOCK});
	const struct ia_window whole = ia_window_whole(image);

	assert_true(ia_window_is_known(&whole, 0, IA_SOURCE_HEAD));
	assert_false(ia_window_is_known(&whole, 1, IA_SOURCE_HEAD));
	assert_false(ia_window_is_known(&whole, MIB, 1));
	assert_false(ia_window_is_known(&whole, UINT64_MAX, UINT64_MAX));
	LOOK(image, MIB, 1);
	assert_true(ia_window_is_known(&whole, MIB, BLOCK));
	assert_int_equal(store.count, 1);
	isoargs_image_free(image);
}

static void a_file_like_one_is_asked_for_no_more_than_is_read(void **state IA_UNUSED)
{
	struct isoargs_image *image = open_store(8 * MIB, 0);
	const struct ia_window whole = ia_window_whole(image);

	ia_window_expect(&whole, MIB, 4 * BLOCK);
	LOOK(image, MIB, 10);
	assert_int_equal(store.count, 1);
	assert_asked(0, MIB, BLOCK);
	isoargs_image_free(image);
}

#define on_store(test) cmocka_unit_test_setup(test, reset_store)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_store(it_is_asked_for_without_a_window),
		on_store(what_of_it_is_nearby_comes_along),
		on_store(of_a_distant_one_what_lies_farther_off_comes_along),
		on_store(it_comes_along_with_what_is_not_expected),
		on_store(no_more_comes_along_than_may),
		on_store(what_is_known_is_not_asked_for_again),
		on_store(more_may_be_expected_than_is_kept),
		on_store(what_is_known_can_be_told),
		on_store(a_file_like_one_is_asked_for_no_more_than_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
