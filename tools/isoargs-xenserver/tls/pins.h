/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_TLS_PINS_H
#define XS_TLS_PINS_H

#include "rpc/failure.h"

/*
 * The pins of hosts that were trusted on their first visit: a file of lines "HOST:PORT PIN", for
 * its owner alone. Who could write to it could pass another machine off as a host.
 */
#define PINS_SIZE_MAX (256u * 1024u) /* bytes of the file */
#define PIN_MAX       64             /* bytes of one, with its NUL */

/* Of XDG_CONFIG_HOME or HOME; free() it. */
int pins_path(char **ret, struct xenapi_error **reterr);

/* 1: *pin is it; 0: the host is not there, or the file is not. */
int pins_find(const char *path, const char *host, char pin[PIN_MAX], struct xenapi_error **reterr);

/*
 * Adds a host, or gives it another pin; the folders above are made where they are missing. A file
 * that holds anything else is left as it is, and so it is after a failure.
 */
int pins_put(const char *path, const char *host, const char *pin, struct xenapi_error **reterr);

#endif
