/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_VNC_H
#define XS_CONSOLE_VNC_H

#include "tls/transport.h"

/* A local port in front of a console, for one viewer at a time. */

/* ADDRESS:PORT of this machine alone: who can reach it has the guest's console. EXIT_DONE, … */
int vnc_listen(const char *where, int *ret_fd);

/* Opens the console for a viewer; EXIT_DONE, or another exit status with a sentence. */
typedef int vnc_open(void *data, struct stream **ret);

/* Serves viewers until a signal comes; the exit status. */
int vnc_serve(int fd, vnc_open *open, void *data);

#endif
