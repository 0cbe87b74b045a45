/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_CURL_H
#define TOOLS_REMOTE_CURL_H

#include <curl/curl.h>

/*
 * libcurl, loaded when something is fetched, by the process that does. It brings thirty libraries
 * with it: linked, these would more than double the time of a run that names no URL, and of a
 * fork(2).
 */
struct curl_calls {
	__typeof__(&(curl_global_init)) global_init;
	__typeof__(&(curl_easy_init)) easy_init;
	__typeof__(&(curl_easy_setopt)) easy_setopt;
	__typeof__(&(curl_easy_getinfo)) easy_getinfo;
	__typeof__(&(curl_easy_perform)) easy_perform;
	__typeof__(&(curl_easy_strerror)) easy_strerror;
	__typeof__(&(curl_slist_append)) slist_append;
	__typeof__(&(curl_slist_free_all)) slist_free_all;
};

extern struct curl_calls curl_calls; /* once it was loaded */

/* 0, or -ENOENT with a sentence on standard error. Twice is once. */
int curl_load(void);

/* So that what fetches reads like any program that uses libcurl. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#define curl_global_init    curl_calls.global_init
#define curl_easy_init      curl_calls.easy_init
#define curl_easy_setopt    curl_calls.easy_setopt
#define curl_easy_getinfo   curl_calls.easy_getinfo
#define curl_easy_perform   curl_calls.easy_perform
#define curl_easy_strerror  curl_calls.easy_strerror
#define curl_slist_append   curl_calls.slist_append
#define curl_slist_free_all curl_calls.slist_free_all

#endif
