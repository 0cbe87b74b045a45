/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/clock.h"

#define INTERVAL_MS 100
#define WIDTH       80   /* of a terminal that does not say */
#define WIDTH_MAX   1024 /* of one that says too much */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNAL_COUNT (sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
	caught = number;
}

static unsigned terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return WIDTH;
	return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
}

/* The last column stays free: a line that fills it would wrap, and could not be drawn over. */
static void draw(const struct progress *progress, uint64_t done, uint64_t total)
{
	unsigned share = total ? (unsigned)((double)done / (double)total * 1000) : 1000;
	unsigned width = terminal_width(), room, filled;
	char line[WIDTH_MAX + 64], bar[WIDTH_MAX + 1];
	int head = snprintf(line, sizeof(line), "%.64s %3u%% ", progress->label, share / 10);

	if (head < 0)
		return;
	room = width > (unsigned)head + 4 ? width - (unsigned)head - 3 : 0;
	filled = room * share / 1000;
	memset(bar, '.', room);
	memset(bar, '#', filled);
	bar[room] = '\0';
	if (room > 0)
		snprintf(line + head, sizeof(line) - (size_t)head, "[%s]", bar);
	fprintf(stderr, "\r%.*s", (int)width - 1, line);
	fflush(stderr);
}

void progress_start(struct progress *progress, const char *label)
{
	struct sigaction action = {.sa_handler = catch_signal, .sa_flags = (int)SA_RESETHAND};

	*progress = (struct progress){.shown = isatty(STDERR_FILENO) == 1, .label = label};
	caught = 0;
	if (!progress->shown)
		return;
	for (size_t i = 0; i < SIGNAL_COUNT; i++) {
		sigaction(signals[i], NULL, &progress->before[i]);
		/* Who was told to ignore a signal, as by nohup(1), goes on to do so. */
		if (progress->before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

int progress_update(uint64_t done, uint64_t total, void *data)
{
	struct progress *progress = data;
	uint64_t now;

	if (!progress->shown)
		return 0;
	now = clock_now_ms();
	if (!progress->drawn || now - progress->drawn >= INTERVAL_MS) {
		draw(progress, done, total);
		progress->drawn = now;
	}
	return caught;
}

void progress_end(struct progress *progress)
{
	if (!progress->shown)
		return;
	if (progress->drawn)
		fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->shown = false;
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaction(signals[i], &progress->before[i], NULL);
	if (caught)
		raise(caught);
}
