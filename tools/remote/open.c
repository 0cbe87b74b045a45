/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/open.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "common/output.h"
#include "remote/folder.h"
#include "remote/http.h"
#include "remote/location.h"

static int check_url(const char *url, const char *name)
{
	const char *why;

	if (location_check(url, &why) < 0) {
		output_complain(name, "%s", why);
		return EXIT_USAGE;
	}
	if (http_is_known())
		return EXIT_DONE;
	output_complain(name,
			"this program was built without libcurl and reads no URL; download the "
			"image, or build it with -Dhttp=enabled");
	return EXIT_FAILED;
}

int remote_take_name(const char *word, char **ret_name)
{
	const bool is_url = location_is_url(word);
	char *name IA_AUTO_FREE = is_url ? location_clean(word) : strdup(word);
	int r;

	if (!name) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	r = is_url ? check_url(word, name) : EXIT_DONE;
	if (r == EXIT_DONE)
		*ret_name = IA_TAKE(name);
	return r;
}

static int make_http(int socket, void *data, struct remote_backend *ret)
{
	const struct remote_place *place = data;
	const struct http_source source = {
		.url = place->word, .options = &place->options, .socket = socket};

	return http_open(&source, ret);
}

static int start_http(struct remote *remote, const struct remote_place *place)
{
	struct remote_place copy = *place;
	const struct remote_source source = {
		.make = make_http,
		.data = &copy,
		.no_sandbox = place->no_sandbox,
		.keep = -1,
		.flags = ISOARGS_READER_REMOTE | (place->is_distant ? ISOARGS_READER_DISTANT : 0),
	};

	return remote_start(remote, &source);
}

struct folder_source {
	int root;
	bool no_sandbox;
};

static int make_folder(int socket, void *data, struct remote_backend *ret)
{
	const struct folder_source *source = data;

	(void)socket;
	return folder_open(source->root, source->no_sandbox, ret);
}

/* What cannot be opened as one is for whoever opens it as a file to complain of. */
static int start_folder(struct remote *remote, const struct remote_place *place)
{
	int root = folder_find(place->word);
	struct folder_source folder = {root, place->no_sandbox};
	const struct remote_source source = {
		.make = make_folder,
		.data = &folder,
		.no_sandbox = place->no_sandbox,
		.keep = root,
	};
	int r;

	if (root < 0)
		return 0;
	r = remote_start(remote, &source);
	close(root);
	return r;
}

int remote_start_place(struct remote *remote, const struct remote_place *place)
{
	int r = location_is_url(place->word) ? start_http(remote, place)
					     : start_folder(remote, place);

	return r < 0 ? r : remote_socket(remote) >= 0;
}

int remote_open_place(struct remote *remote, const struct remote_place *place,
		      struct isoargs_image **ret_image, struct isoargs_error **reterr)
{
	int r;

	/* it is not waited for by its id, which the sandbox would not let */
	signal(SIGCHLD, SIG_IGN);
	r = remote_start_place(remote, place);
	if (r < 0)
		return r;
	return r == 0 ? isoargs_image_open(place->word, ret_image, reterr)
		      : remote_open_image(remote, place->name, ret_image, reterr);
}
