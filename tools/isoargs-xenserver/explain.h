/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XENSERVER_EXPLAIN_H
#define XENSERVER_EXPLAIN_H

#include "value.h"

/*
 * An error of a host in words: what it says, what can be done, the code and its parameters.
 * params is the set of them, without the code. 0 or -ENOMEM.
 */
int explain(const char *host, const char *code, const struct value *params, char **ret);

#endif
