/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/terminal.h"

#include <termios.h>
#include <unistd.h>

#include "common/interrupt.h"

#define LEAVE 0x1d /* Ctrl-] */

enum pump_end terminal_run(struct stream *stream)
{
	const struct pump pump = {
		.stream = stream,
		.in = STDIN_FILENO,
		.out = STDOUT_FILENO,
		.leave = isatty(STDIN_FILENO) ? LEAVE : -1,
		.outlives_the_input = true,
		.flag = &interrupt_flag,
	};
	struct termios before, raw;
	enum pump_end end;

	interrupt_watch();
	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return pump_run(&pump);
	raw = before;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	end = pump_run(&pump);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	return end;
}
