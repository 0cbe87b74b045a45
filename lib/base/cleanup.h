/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_CLEANUP_H
#define IA_BASE_CLEANUP_H

#include <stdlib.h>
#include <unistd.h>

#define IA_CLEANUP(function) __attribute__((cleanup(function)))
#define IA_UNUSED            __attribute__((unused))
#define IA_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define IA_COUNT(array)      (sizeof(array) / sizeof((array)[0]))

/* Hand the owner's pointer on and forget it, so that its cleanup has nothing to free. */
#define IA_TAKE(pointer)                                                                           \
	({                                                                                         \
		__typeof__(pointer) ia_taken = (pointer);                                          \
		(pointer) = NULL;                                                                  \
		ia_taken;                                                                          \
	})

static inline void ia_cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void ia_cleanup_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define IA_AUTO_FREE  IA_CLEANUP(ia_cleanup_free)
#define IA_AUTO_CLOSE IA_CLEANUP(ia_cleanup_fd)

#endif
