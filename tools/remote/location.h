/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_LOCATION_H
#define TOOLS_REMOTE_LOCATION_H

#include <stdbool.h>

/*
 * URLs, taken apart without resolving anything. What is printed of one is made by location_clean():
 * no credentials, no query, which may be a token, and no fragment.
 */

#define LOCATION_MAX 4096u /* bytes of a URL */

/* Does a word of the command line name a scheme ("http://…", "ftp://…"), and so no file? */
bool location_is_url(const char *word);

/* 0, or -EINVAL with *ret_why: what was found, and what was expected instead. */
int location_check(const char *url, const char **ret_why);

/* Of a checked URL, or of one that a server named: an allocated text, NULL without memory. */
char *location_clean(const char *url);

/* "https://HOST:PORT" alone, as is fit to be printed of where a server would lead. */
char *location_origin(const char *url);

bool location_is_secure(const char *url); /* https */
bool location_is_tree(const char *url);   /* its path ends with a slash */

/*
 * The URL of a plain path (remote/message.h) below that of a tree, percent-encoded, with the tree's
 * query and without its fragment. NULL without memory.
 */
char *location_join(const char *tree, const char *path);

/*
 * The other way round: the tree's URL, where that of a file ends with its path. NULL: it does not,
 * or there is no memory.
 */
char *location_base(const char *url, const char *path);

#endif
