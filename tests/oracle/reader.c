/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEDIA_MAX 400u

/* libblkid's are those of the one memory file that is read through its offset. */
static int truth = -1; /* the file that it stands for */
unsigned probes;

ssize_t read(int fd, void *buf, size_t size);

static bool is_source(int fd)
{
	char path[64], target[64] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return readlink(path, target, sizeof(target) - 1) > 0 &&
	       strncmp(target, "/memfd:isoargs-source", 21) == 0;
}

/* In the place of the C library's: what libblkid is given is what stands in the file. */
ssize_t read(int fd, void *buf, size_t size)
{
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t n = syscall(SYS_read, fd, buf, size);

	if (n > 0 && truth >= 0 && is_source(fd)) {
		uint8_t *expected = malloc((size_t)n);

		assert_non_null(expected);
		assert_int_equal(pread(truth, expected, (size_t)n, at), n);
		if (memcmp(buf, expected, (size_t)n) != 0)
			fail_msg("libblkid was asked with a hole in %zd bytes at %lld", n,
				 (long long)at);
		free(expected);
		probes++;
	}
	return n;
}

ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data)
{
	struct medium *medium = data;
	ssize_t n;

	assert_true(size > 0 && offset < medium->size && size <= medium->size - offset);
	assert_true(medium->count < REQUESTS_MAX);
	medium->requests[medium->count++] = (struct request){offset, offset + size};
	n = pread(medium->fd, buf, size, (off_t)offset);
	return n < 0 ? -errno : n;
}

struct figures count_requests(const struct medium *medium, const struct request *without)
{
	struct figures figures = {0};

	for (size_t i = 0; i < medium->count; i++) {
		const struct request *request = &medium->requests[i];

		if (request->start < without->end && without->start < request->end)
			continue;
		figures.reads++;
		figures.bytes += request->end - request->start;
	}
	return figures;
}

char *say_of_file(const struct medium *medium, enum verb verb)
{
	struct isoargs_image *image = NULL;
	char *said;
	int r;

	assert_int_equal(isoargs_image_open_fd(medium->fd, NAME, &image, NULL), 0);
	said = verb_say(verb, image, &r);
	isoargs_image_free(image);
	return said;
}

char *say_of_reader(struct medium *medium, enum verb verb, unsigned flags)
{
	const struct isoargs_reader reader = {
		.read = hand_over, .size = medium->size, .data = medium, .flags = flags};
	struct isoargs_image *image = NULL;
	struct figures figures;
	uint64_t reads, bytes;
	char *said;
	int r;

	medium->count = 0;
	assert_int_equal(isoargs_image_open_reader(&reader, NAME, &image, NULL), 0);
	truth = medium->fd;
	said = verb_say(verb, image, &r);
	truth = -1;
	isoargs_image_cost(image, &reads, &bytes);
	figures = count_requests(medium, &(struct request){0});
	assert_int_equal(reads, figures.reads);
	assert_int_equal(bytes, figures.bytes);
	isoargs_image_free(image);
	return said;
}

/* What udev makes of a medium takes more than a remote one is asked for: each such line is replaced: true. */
static bool unsay_udev(char *said)
{
	static const char *const sentences[] = {
		"libblkid takes the medium for ISO 9660, whatever else it looks for",
		"not looked at: the medium is remote",
	};

	bool found = false;

	for (size_t i = 0; i < IA_COUNT(sentences); i++) {
		size_t size = strlen(sentences[i]);

		for (char *at; (at = strstr(said, sentences[i]));) {
			*at = '-';
			memmove(at + 1, at + size, strlen(at + size) + 1);
			found = true;
		}
	}
	return found;
}

static void assert_same(const struct medium *medium, enum verb verb, const char *file,
			const char *reader)
{
	size_t at = 0;

	while (file[at] && file[at] == reader[at])
		at++;
	if (file[at] || reader[at])
		fail_msg("%s, %s: \"%.200s\" of the file, \"%.200s\" of the reader", medium->name,
			 verb_names[verb], file + at - (at > 40 ? 40 : at),
			 reader + at - (at > 40 ? 40 : at));
}

void compare(struct medium *medium, enum verb verb, unsigned flags)
{
	char *file = say_of_file(medium, verb);
	char *reader = say_of_reader(medium, verb, flags);

	if (flags & ISOARGS_READER_REMOTE) {
		unsay_udev(file);
		unsay_udev(reader);
	}
	assert_same(medium, verb, file, reader);
	free(file);
	free(reader);
}

bool compare_or_refuse(struct medium *medium, enum verb verb)
{
	char *file = say_of_file(medium, verb);
	char *reader = say_of_reader(medium, verb, ISOARGS_READER_REMOTE);
	bool refuses = strncmp(reader, "-27 ", 4) == 0 || strncmp(reader, "-7 ", 3) == 0;
	/* What udev finds wrong is not known of a remote one, nor what comes of that. */
	bool same = unsay_udev(file) == unsay_udev(reader) || verb != VERB_CHECK;

	if (strcmp(file, reader) == 0)
		refuses = false;
	else if (!refuses && same)
		assert_same(medium, verb, file, reader);
	free(file);
	free(reader);
	return refuses;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the media of a folder in their order. */
static size_t list_media(const char *folder, char **ret, size_t count)
{
	DIR *directory = opendir(folder);
	const size_t first = count;
	struct dirent *entry;

	while (directory && count < MEDIA_MAX && (entry = readdir(directory))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot && strcmp(dot, ".iso") == 0 &&
		    asprintf(&ret[count], "%s/%s", folder, entry->d_name) >= 0)
			count++;
	}
	if (directory)
		closedir(directory);
	qsort(ret + first, count - first, sizeof(*ret), by_name);
	return count;
}

void each_medium(visit look)
{
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	char debian[PATH_MAX];
	char *paths[MEDIA_MAX];
	size_t number;

	if (!folder || !*folder)
		skip();
	snprintf(debian, sizeof(debian), "%s/debian", folder);
	number = list_media(debian, paths, list_media(folder, paths, 0));
	assert_true(number > 0);
	for (size_t i = 0; i < number; i++) {
		struct medium *medium = calloc(1, sizeof(*medium));

		assert_non_null(medium);
		medium->name = strrchr(paths[i], '/') + 1;
		medium->fd = open(paths[i], O_RDONLY | O_CLOEXEC);
		assert_true(medium->fd >= 0);
		medium->size = (uint64_t)lseek(medium->fd, 0, SEEK_END);
		look(medium);
		close(medium->fd);
		free(medium);
		free(paths[i]);
	}
}
