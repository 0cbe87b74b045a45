/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_STORE_H
#define TEST_STORE_H

/* A caller's reader of bytes that are told by their place: what it is asked for, and how it answers. */
#include "support/unit.h"

#include "image/image.h"

#define REQUESTS_MAX 20000u

struct request {
	uint64_t offset;
	size_t size;
};

struct store {
	struct request requests[REQUESTS_MAX];
	size_t count;
	size_t faulty;  /* from which request on it answers as the next says, from 1; 0: never */
	size_t faults;  /* so many times */
	ssize_t answer; /* in place of bytes, unless it is 0 and `piece` is not */
	size_t piece;   /* at most so many bytes at a time; 0: all */
};

extern struct store store;

/* As a test's setup. */
int reset_store(void **state);

uint8_t pattern(uint64_t at);
ssize_t hand_over_store(void *buf, size_t size, uint64_t offset,
			void *data); /* as a reader's read */
struct isoargs_image *open_store(uint64_t size, unsigned flags);

/* Reads that, and holds it to be what stands there. */
int look(struct isoargs_image *image, uint64_t offset, size_t size, struct isoargs_error **reterr);

#define LOOK(image, offset, size) assert_int_equal(look(image, offset, size, NULL), 0)

/* What the request of that number, from 0, was for. */
void assert_asked(size_t number, uint64_t offset, uint64_t size);

#endif
