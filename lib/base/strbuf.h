/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_STRBUF_H
#define IA_BASE_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "base/meter.h"

/*
 * A string that grows. The first failure sticks: later additions do
 * nothing, and ia_strbuf_take() reports it, so that callers check once.
 */
struct ia_strbuf {
	char *data; /* NUL-terminated once anything was added, NULL before */
	size_t length;
	size_t capacity;
	size_t max; /* bytes of text that it may come to; 0: any number */
	int error;  /* 0, -ENOMEM, or -E2BIG: more than max */
	bool wipes; /* what is given back to the heap is overwritten before */
	enum ia_cost cost;
	struct ia_meter
		*meter; /* that its memory counts for, or NULL; refused memory is an error */
};

/* Of a text that holds a password, or may: neither growing nor freeing leaves a copy behind. */
#define IA_STRBUF_SECRET                                                                           \
	{                                                                                          \
		.wipes = true                                                                      \
	}

/* Of a piece of another text: it counts for the same meter, and has the same bound. */
#define IA_STRBUF_LIKE(whole)                                                                      \
	{                                                                                          \
		.max = (whole)->max, .cost = (whole)->cost, .meter = (whole)->meter                \
	}

void ia_strbuf_add(struct ia_strbuf *buf, const char *data, size_t length);
void ia_strbuf_addc(struct ia_strbuf *buf, char c);
void ia_strbuf_adds(struct ia_strbuf *buf, const char *s);
void ia_strbuf_addf(struct ia_strbuf *buf, const char *fmt, ...) IA_PRINTF(2, 3);
void ia_strbuf_addv(struct ia_strbuf *buf, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
void ia_strbuf_fill(struct ia_strbuf *buf, char c, size_t count);

/*
 * Hands the text over as an allocated string (never NULL), which counts for no meter any more, and
 * empties the buffer. 0, or its error.
 */
int ia_strbuf_take(struct ia_strbuf *buf, char **ret);
void ia_strbuf_free(struct ia_strbuf *buf);

/* Overwrites and frees a text that a wiping buffer handed over; NULL: nothing happens. */
void ia_secret_free(char *text);

static inline void ia_cleanup_secret(char **text)
{
	ia_secret_free(*text);
}

#define IA_AUTO_STRBUF IA_CLEANUP(ia_strbuf_free)
#define IA_AUTO_SECRET IA_CLEANUP(ia_cleanup_secret)

#endif
