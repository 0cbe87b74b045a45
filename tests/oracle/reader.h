/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_READER_H
#define TEST_READER_H

/*
 * Media that a reader hands over: what the library says of them is what it says of the files, and
 * what that costs.
 */
#include "support/unit.h"

#include "support/verbs.h"

#define NAME         "medium.iso"
#define REQUESTS_MAX 8192u

struct request {
	uint64_t start, end;
};

struct medium {
	const char *name;
	int fd;
	uint64_t size;
	struct request requests[REQUESTS_MAX];
	size_t count;
};

struct figures {
	uint64_t reads, bytes;
};

/* Reads of libblkid that were seen to be given what stands in the file. */
extern unsigned probes;

/* As a reader's read, of a medium, whose requests it adds. */
ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data);

/* What a verb says: of the file, and of the same as a reader hands it over, whose requests it leaves. */
char *say_of_file(const struct medium *medium, enum verb verb);
char *say_of_reader(struct medium *medium, enum verb verb, unsigned flags);

/* The test ends where they differ, but for what a remote one is not asked for. */
void compare(struct medium *medium, enum verb verb, unsigned flags);

/* The same of a remote one, which may fail since that would take too much: true. */
bool compare_or_refuse(struct medium *medium, enum verb verb);

/* Requests and bytes but of those that touch a range. */
struct figures count_requests(const struct medium *medium, const struct request *without);

typedef void (*visit)(struct medium *medium);

/* Every medium that there is. The test is skipped where there are none. */
void each_medium(visit look);

#endif
