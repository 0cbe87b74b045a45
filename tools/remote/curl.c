/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/curl.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/output.h"

/* Its interface has had this number since 2006; Debian builds it with either of two TLS libraries. */
static const char *const libraries[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

struct curl_calls curl_calls;

static const struct {
	const char *name;
	size_t at; /* in the calls */
} symbols[] = {
	{"curl_global_init", offsetof(struct curl_calls, global_init)},
	{"curl_easy_init", offsetof(struct curl_calls, easy_init)},
	{"curl_easy_setopt", offsetof(struct curl_calls, easy_setopt)},
	{"curl_easy_getinfo", offsetof(struct curl_calls, easy_getinfo)},
	{"curl_easy_perform", offsetof(struct curl_calls, easy_perform)},
	{"curl_easy_strerror", offsetof(struct curl_calls, easy_strerror)},
	{"curl_slist_append", offsetof(struct curl_calls, slist_append)},
	{"curl_slist_free_all", offsetof(struct curl_calls, slist_free_all)},
};

static void *open_library(void)
{
	void *library = NULL;

	for (size_t i = 0; !library && i < IA_COUNT(libraries); i++)
		library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
	return library;
}

int curl_load(void)
{
	void *library = curl_calls.global_init ? NULL : open_library();
	struct curl_calls found;

	if (curl_calls.global_init)
		return 0;
	for (size_t i = 0; library && i < IA_COUNT(symbols); i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (!symbol)
			library = NULL;
		memcpy((char *)&found + symbols[i].at, &symbol, sizeof(symbol));
	}
	if (!library) {
		output_complain(NULL, "no URL can be read: %s", dlerror());
		return -ENOENT;
	}
	curl_calls = found;
	return 0;
}
