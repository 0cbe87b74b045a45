/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two threads on two images: each inspects, checks and prints its own, again and again, while the
 * other is at it. For ThreadSanitizer; without it, that nothing goes wrong.
 */
#include <pthread.h>
#include <unistd.h>

#include "everything.h"

#define ROUNDS 8

static void *work(void *data)
{
	const char *path = data;

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct isoargs_image *image;

		if (isoargs_image_open(path, &image, NULL) < 0)
			abort();
		everything(image, i % 2 ? ISOARGS_CHECK_FULL : ISOARGS_CHECK_CHEAP);
		isoargs_image_free(image);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++) {
		if (argc != 3 || access(argv[1 + i], R_OK) < 0) {
			fputs("threads: two images are wanted; skipped\n", stderr);
			return 77;
		}
	}
	for (size_t i = 0; i < 2; i++) {
		if (pthread_create(&threads[i], NULL, work, argv[1 + i]) != 0)
			abort();
	}
	for (size_t i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return EXIT_SUCCESS;
}
