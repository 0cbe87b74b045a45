/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_TERMINAL_H
#define XS_CONSOLE_TERMINAL_H

#include "console/relay.h"

/* Standard input and output as the terminal of a stream; Ctrl-] leaves. */
enum pump_end terminal_run(struct stream *stream);

#endif
