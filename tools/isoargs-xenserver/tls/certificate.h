/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_TLS_CERTIFICATE_H
#define XS_TLS_CERTIFICATE_H

#include <stdbool.h>

#include "tls/transport.h"

/* The fingerprints of the first certificate of a PEM text. 0, or -EBADMSG. */
int certificate_read(const char *pem, struct certificate *ret);

/* "sha256//" and 32 bytes in base64? */
bool pin_is_valid(const char *pin);

#endif
