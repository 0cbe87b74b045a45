/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XENSERVER_TERMINAL_H
#define XENSERVER_TERMINAL_H

#include "pump.h"

/* Standard input and output as the terminal of a stream; Ctrl-] leaves. */
enum pump_end terminal_run(struct stream *stream);

#endif
