/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/interrupt.h"

#include <stddef.h>

volatile sig_atomic_t interrupt_flag;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNAL_COUNT (sizeof(signals) / sizeof(signals[0]))

static void note(int number)
{
	interrupt_flag = number;
}

void interrupt_watch(void)
{
	/* without SA_RESTART: what waits is to look at the flag */
	const struct sigaction action = {.sa_handler = note};

	for (size_t i = 0; i < SIGNAL_COUNT; i++) {
		struct sigaction before;

		sigaction(signals[i], NULL, &before);
		/* whoever started us wants it ignored, as nohup(1) does */
		if (before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

void interrupt_end(void)
{
	int number = interrupt_flag;

	if (!number)
		return;
	signal(number, SIG_DFL);
	raise(number);
}
