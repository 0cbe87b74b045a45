/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/store.h"

struct store store;

uint8_t pattern(uint64_t at)
{
	return (uint8_t)(at / 512 * 7 + 1);
}

ssize_t hand_over_store(void *buf, size_t size, uint64_t offset, void *data IA_UNUSED)
{
	uint8_t *bytes = buf;

	assert_true(store.count < REQUESTS_MAX);
	store.requests[store.count++] = (struct request){offset, size};
	if (store.faulty > 0 && store.count >= store.faulty &&
	    store.count - store.faulty < store.faults)
		return store.answer;
	if (store.piece > 0 && size > store.piece)
		size = store.piece;
	for (size_t done = 0; done < size;) {
		size_t part = 512 - (size_t)((offset + done) % 512);

		part = part < size - done ? part : size - done;
		memset(bytes + done, pattern(offset + done), part);
		done += part;
	}
	return (ssize_t)size;
}

struct isoargs_image *open_store(uint64_t size, unsigned flags)
{
	const struct isoargs_reader reader = {
		.read = hand_over_store, .size = size, .flags = flags};
	struct isoargs_image *image = NULL;

	assert_int_equal(isoargs_image_open_reader(&reader, "store", &image, NULL), 0);
	assert_int_equal(isoargs_image_size(image), size);
	return image;
}

int reset_store(void **state IA_UNUSED)
{
	memset(&store, 0, sizeof(store));
	return 0;
}

int look(struct isoargs_image *image, uint64_t offset, size_t size, struct isoargs_error **reterr)
{
	const struct ia_window whole = ia_window_whole(image);
	uint8_t *bytes = malloc(size + 1);
	int r;

	assert_non_null(bytes);
	r = ia_window_read(&whole, offset, bytes, size, reterr);
	for (size_t i = 0; r == 0 && i < size; i++)
		assert_int_equal(bytes[i], pattern(offset + i));
	free(bytes);
	return r;
}

void assert_asked(size_t number, uint64_t offset, uint64_t size)
{
	assert_true(number < store.count);
	assert_int_equal(store.requests[number].offset, offset);
	assert_int_equal(store.requests[number].size, size);
}
