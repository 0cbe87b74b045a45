/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real media, mutated in their first MiB, through everything that the tool does with one. A
 * child does the work, so that whatever ends it is reported with the seed and the iteration.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "fuzz/everything.h"
#include "mutate.h"

#define MEDIUM_MAX (64u * 1024u * 1024u) /* larger media are passed over */
#define MEDIA_MAX  64u
#define HANG_S     10 /* of the processor's time: what does not end at all is ended */

struct options {
	uint64_t seed;
	uint64_t first;
	uint64_t count;
	double limit_ms;
	long memory_kib;  /* beside the media; 0: not bounded, as a sanitizer takes its own */
	const char *keep; /* where the mutated image of the first iteration is written */
};

/* What parent and child share. */
struct state {
	uint64_t iteration;
	char path[256];
	double worst_ms;
	uint64_t worst;
	uint64_t done;
	long peak_kib;  /* beside the media */
	char what[160]; /* a broken bound; empty: whatever the child died of */
};

static struct medium media[MEDIA_MAX];
static size_t media_count;

static void die(const char *path)
{
	fprintf(stderr, "mutate: %s: %s\n", path, strerror(errno));
	exit(2);
}

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void load(const char *path)
{
	struct medium *medium = &media[media_count];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		die(path);
	if (st.st_size == 0 || st.st_size > MEDIUM_MAX || media_count == MEDIA_MAX) {
		close(fd);
		return;
	}
	*medium = (struct medium){.path = path, .size = (size_t)st.st_size};
	medium->region = medium->size < MUTATE_REGION ? medium->size : MUTATE_REGION;
	medium->region -= medium->region % MUTATE_BLOCK;
	medium->fd = memfd_create("medium", MFD_CLOEXEC);
	if (medium->fd < 0 || ftruncate(medium->fd, st.st_size) < 0)
		die(path);
	medium->data = mmap(NULL, medium->size, PROT_READ | PROT_WRITE, MAP_SHARED, medium->fd, 0);
	medium->original = malloc(medium->region);
	medium->spots = calloc(MUTATE_SPOTS, sizeof(*medium->spots));
	if (medium->data == MAP_FAILED || !medium->original || !medium->spots)
		die(path);
	if (read(fd, medium->data, medium->size) != (ssize_t)medium->size)
		die(path);
	close(fd);
	memcpy(medium->original, medium->data, medium->region);
	medium_find_spots(medium);
	media_count++;
}

/*
 * One in 16 of the small ones lies in memory of its own size, where a sanitizer sees the first
 * byte beyond it, and so does what was cut short.
 */
static int open_image(const struct medium *medium, size_t size, bool in_memory, uint8_t **ret_copy,
		      struct isoargs_image **ret)
{
	*ret_copy = NULL;
	if (!in_memory && size == medium->size)
		return isoargs_image_open_fd(medium->fd, medium->path, ret, NULL);
	*ret_copy = malloc(size);
	if (!*ret_copy)
		die(medium->path);
	memcpy(*ret_copy, medium->data, size);
	return isoargs_image_open_memory(*ret_copy, size, medium->path, ret, NULL);
}

static void keep(const struct options *options, const struct medium *medium, size_t size)
{
	FILE *file = fopen(options->keep, "wb");

	if (!file || fwrite(medium->data, 1, size, file) != size || fclose(file) != 0)
		die(options->keep);
}

static void run_one(const struct options *options, struct state *state, uint64_t iteration)
{
	struct rng rng = {.state = options->seed * 0x100000001b3u ^ iteration * 0x9e3779b1u};
	struct medium *medium = &media[rng_below(&rng, media_count)];
	size_t size = medium_mutate(medium, &rng);
	struct isoargs_image *image;
	uint8_t *copy;
	double start, took;

	state->iteration = iteration;
	snprintf(state->path, sizeof(state->path), "%s", medium->path);
	if (options->keep)
		keep(options, medium, size);
	setitimer(ITIMER_VIRTUAL, &(struct itimerval){.it_value.tv_sec = HANG_S}, NULL);
	if (open_image(medium, size, iteration % 16 == 0 && medium->size <= MUTATE_COPY_MAX, &copy,
		       &image) == 0) {
		start = now_ms();
		everything(image, ISOARGS_CHECK_CHEAP);
		took = now_ms() - start;
		isoargs_image_free(image);
		if (took > state->worst_ms) {
			state->worst_ms = took;
			state->worst = iteration;
		}
		if (took > options->limit_ms) {
			snprintf(state->what, sizeof(state->what),
				 "took %.0f ms, expected at most %.0f", took, options->limit_ms);
			_exit(1);
		}
	}
	free(copy);
	memcpy(medium->data, medium->original, medium->region);
	state->done++;
}

/* KiB of the process with all that it keeps of the media, before it looks at one. */
static long own_memory(void)
{
	struct rusage usage;

	/* the pages that are ever looked at here: copies are made of the small ones */
	for (size_t i = 0; i < media_count; i++) {
		bool copied = media[i].size <= MUTATE_COPY_MAX;

		crc32(0, media[i].data, (uInt)(copied ? media[i].size : media[i].region));
	}
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void run_all(const struct options *options, struct state *state)
{
	const long own = own_memory();
	struct rusage usage;

	/* timeout(1) and a terminal stop the parent and the child: the parent says how far it came */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	for (uint64_t i = 0; i < options->count; i++) {
		run_one(options, state, options->first + i);
		getrusage(RUSAGE_SELF, &usage);
		state->peak_kib = usage.ru_maxrss - own;
		if (options->memory_kib > 0 && state->peak_kib > options->memory_kib) {
			snprintf(state->what, sizeof(state->what),
				 "the process grew by %ld KiB, expected at most %ld",
				 state->peak_kib, options->memory_kib);
			_exit(1);
		}
	}
	exit(0); /* through the leak detector where there is one */
}

static int report(const struct options *options, const struct state *state, int status)
{
	printf("%llu mutated images of %zu media, seed %llu from iteration %llu: worst %.1f ms "
	       "(iteration %llu), %ld KiB\n",
	       (unsigned long long)state->done, media_count, (unsigned long long)options->seed,
	       (unsigned long long)options->first, state->worst_ms,
	       (unsigned long long)state->worst, state->peak_kib);
	if (status == 0)
		return EXIT_SUCCESS;
	if (state->what[0])
		printf("FOUND: %s\n", state->what);
	else if (WIFSIGNALED(status))
		printf("FOUND: ended by signal %d (%s)\n", WTERMSIG(status),
		       strsignal(WTERMSIG(status)));
	else
		printf("FOUND: ended with exit code %d\n", WEXITSTATUS(status));
	printf("medium:  %s\nagain:   mutate -s %llu -i %llu -n 1 -w FILE MEDIUM..., with the same "
	       "media in the same order\n",
	       state->path, (unsigned long long)options->seed,
	       (unsigned long long)state->iteration);
	return EXIT_FAILURE;
}

static void on_stop(int number IA_UNUSED)
{
	/* only to end the wait */
}

/* Whoever stops a long run, timeout(1) say, is told how far it came. */
static int wait_for(pid_t child)
{
	const struct sigaction stop = {.sa_handler = on_stop};
	int status = 0;

	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	if (waitpid(child, &status, 0) == child)
		return status;
	if (errno != EINTR)
		die("waitpid");
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	puts("stopped before the end");
	return 0;
}

static int usage(void)
{
	fputs("usage: mutate [-n COUNT] [-s SEED] [-i FIRST] [-l MS] [-m KIB] [-w FILE] "
	      "MEDIUM...\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct options options = {.seed = 1, .count = 1000, .limit_ms = 200, .keep = NULL};
	struct state *state = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int option;
	pid_t child;

	while ((option = getopt(argc, argv, "n:s:i:l:m:w:")) != -1) {
		switch (option) {
		case 'n':
			options.count = strtoull(optarg, NULL, 10);
			break;
		case 's':
			options.seed = strtoull(optarg, NULL, 10);
			break;
		case 'i':
			options.first = strtoull(optarg, NULL, 10);
			break;
		case 'l':
			options.limit_ms = strtod(optarg, NULL);
			break;
		case 'm':
			options.memory_kib = strtol(optarg, NULL, 10);
			break;
		case 'w':
			options.keep = optarg;
			break;
		default:
			return usage();
		}
	}
	for (int i = optind; i < argc; i++)
		load(argv[i]);
	if (media_count == 0 || state == MAP_FAILED)
		return usage();
	fflush(stdout);
	child = fork();
	if (child == 0)
		run_all(&options, state);
	if (child < 0)
		die("fork");
	return report(&options, state, wait_for(child));
}
