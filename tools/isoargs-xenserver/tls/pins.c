/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/pins.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "tls/certificate.h"

/* Whatever stands under the name: it is not followed, nor waited for. */
#define LOOKED_AT (O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK)

#define PIN_START " sha256//" /* behind the host */

static int fail_file(struct xenapi_error **reterr, const char *path)
{
	return xenapi_fail(reterr, errno == ENOMEM ? XENAPI_MEMORY : XENAPI_UNTRUSTED, path, NULL,
			   "%s", strerror(errno));
}

int pins_path(char **ret, struct xenapi_error **reterr)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	int r;

	/* the specification has relative ones ignored */
	if (config && *config == '/')
		r = asprintf(ret, "%s/isoargs/xenserver-pins", config);
	else if (home && *home == '/')
		r = asprintf(ret, "%s/.config/isoargs/xenserver-pins", home);
	else
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, "certificates", NULL,
				   "neither XDG_CONFIG_HOME nor HOME says where they are kept; use "
				   "--ca or --pin");
	return r < 0 ? xenapi_fail(reterr, XENAPI_MEMORY, NULL, NULL, "out of memory") : 0;
}

static int check_owner(int fd, const char *path, struct xenapi_error **reterr)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail_file(reterr, path);
	if (!S_ISREG(st.st_mode))
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL, "it is no regular file");
	if ((st.st_uid != geteuid() && st.st_uid != 0) || (st.st_mode & 022))
		return xenapi_fail(
			reterr, XENAPI_UNTRUSTED, path, NULL,
			"somebody else may write to it (mode %03o), so its pins are worth "
			"nothing; look through it and set its mode to 600",
			st.st_mode & 0777);
	if (st.st_size > PINS_SIZE_MAX)
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL,
				   "it has more than %u bytes", PINS_SIZE_MAX);
	return 0;
}

/* The whole file as text; "" where there is none. */
static int read_all(const char *path, char **ret, size_t *ret_size, struct xenapi_error **reterr)
{
	int fd IA_AUTO_CLOSE = open(path, O_RDONLY | LOOKED_AT);
	char *text IA_AUTO_FREE = calloc(1, PINS_SIZE_MAX + 1);
	size_t size = 0;
	int r;

	if (!text)
		return xenapi_fail(reterr, XENAPI_MEMORY, path, NULL, "out of memory");
	if (fd < 0 && errno != ENOENT)
		return fail_file(reterr, path);
	r = fd < 0 ? 0 : check_owner(fd, path, reterr);
	if (r < 0)
		return r;
	while (fd >= 0 && size < PINS_SIZE_MAX) {
		ssize_t n = read(fd, text + size, PINS_SIZE_MAX - size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_file(reterr, path);
		if (n == 0)
			break;
		size += (size_t)n;
	}
	*ret = IA_TAKE(text);
	*ret_size = size;
	return 0;
}

/* Is the line of this host? Then *ret_pin is the start of its pin. */
static bool is_line_of(const char *line, const char *host, const char **ret_pin)
{
	size_t length = strlen(host);

	if (strncmp(line, host, length) != 0 || line[length] != ' ')
		return false;
	*ret_pin = line + length + 1;
	return true;
}

int pins_find(const char *path, const char *host, char pin[PIN_MAX], struct xenapi_error **reterr)
{
	char *text IA_AUTO_FREE = NULL;
	const char *found;
	size_t size;
	int r = read_all(path, &text, &size, reterr);

	if (r < 0)
		return r;
	for (const char *line = text; *line; line += *line == '\n') {
		size_t length = strcspn(line, "\n");

		if (is_line_of(line, host, &found)) {
			char candidate[PIN_MAX];
			int left = (int)(line + length - found);

			snprintf(candidate, sizeof(candidate), "%.*s", left < PIN_MAX ? left : 0,
				 found);
			if (pin_is_valid(candidate)) {
				memcpy(pin, candidate, sizeof(candidate));
				return 1;
			}
			return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL,
					   "what it says of %s is no pin; expected sha256//BASE64",
					   host);
		}
		line += length;
	}
	return 0;
}

static int make_folders(const char *path, struct xenapi_error **reterr)
{
	char *folder IA_AUTO_FREE = strdup(path);

	if (!folder)
		return xenapi_fail(reterr, XENAPI_MEMORY, path, NULL, "out of memory");
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0700) < 0 && errno != EEXIST)
			return fail_file(reterr, folder);
		*slash = '/';
	}
	return 0;
}

/*
 * Is all of it lines of pins? What is not is somebody's, and is not written anew. An empty line
 * and one that begins with # are nobody's.
 */
static int check_lines(const char *path, const char *text, size_t size,
		       struct xenapi_error **reterr)
{
	unsigned number = 1;

	if (strlen(text) < size)
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL,
				   "it holds a NUL byte, so it is no list of pins and is left as "
				   "it is");
	for (const char *line = text; *line; line += *line == '\n', number++) {
		size_t length = strcspn(line, "\n"), word = strcspn(line, " \n");

		if (length > 0 && *line != '#' &&
		    strncmp(line + word, PIN_START, strlen(PIN_START)) != 0)
			return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL,
					   "line %u is no host and its pin, so the file is left as "
					   "it is",
					   number);
		line += length;
	}
	return 0;
}

/* The old lines without the host's, and the host's new one. */
static int compose(const char *old, const char *host, const char *pin, char **ret)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	const char *found;

	for (const char *line = old; *line; line += *line == '\n') {
		size_t length = strcspn(line, "\n");

		if (!is_line_of(line, host, &found)) {
			ia_strbuf_add(&buf, line, length);
			ia_strbuf_addc(&buf, '\n');
		}
		line += length;
	}
	ia_strbuf_addf(&buf, "%s %s\n", host, pin);
	return ia_strbuf_take(&buf, ret);
}

static int write_text(int fd, const char *text)
{
	for (size_t left = strlen(text); left > 0;) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno != EINTR)
			return -1;
		text += n > 0 ? n : 0;
		left -= n > 0 ? (size_t)n : 0;
	}
	return fsync(fd);
}

/* The folder as well: a name that is lost is lost. */
static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder IA_AUTO_FREE = strndup(path, (size_t)(slash - path) + 1);
	int fd IA_AUTO_CLOSE =
		folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY) : -1;

	return fd < 0 ? -1 : fsync(fd);
}

/* In the place of the file, which stays as it was until the new one is whole. */
static int write_all(const char *path, const char *text, struct xenapi_error **reterr)
{
	char *temporary IA_AUTO_FREE = NULL;
	int fd, r;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		temporary = NULL;
		return xenapi_fail(reterr, XENAPI_MEMORY, path, NULL, "out of memory");
	}
	fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return fail_file(reterr, temporary);
	r = write_text(fd, text);
	if (close(fd) < 0)
		r = -1;
	if (r == 0)
		r = rename(temporary, path);
	if (r == 0)
		return sync_folder(path) < 0 ? fail_file(reterr, path) : 0;
	r = fail_file(reterr, path);
	unlink(temporary);
	return r;
}

/* Of two that come at once neither may lose the other's line. The descriptor, or a failure. */
static int lock(const char *path, struct xenapi_error **reterr)
{
	int fd = open(path, O_RDWR | O_CREAT | LOOKED_AT, 0600);
	int r = fd < 0 ? fail_file(reterr, path) : check_owner(fd, path, reterr);

	if (r == 0 && flock(fd, LOCK_EX) < 0)
		r = fail_file(reterr, path);
	if (r == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return r;
}

int pins_put(const char *path, const char *host, const char *pin, struct xenapi_error **reterr)
{
	char *lock_path IA_AUTO_FREE = NULL, *old IA_AUTO_FREE = NULL, *new IA_AUTO_FREE = NULL;
	int held IA_AUTO_CLOSE = -1;
	size_t size;
	int r = make_folders(path, reterr);

	if (r < 0)
		return r;
	if (asprintf(&lock_path, "%s.lock", path) < 0) {
		lock_path = NULL;
		return xenapi_fail(reterr, XENAPI_MEMORY, path, NULL, "out of memory");
	}
	held = lock(lock_path, reterr);
	r = held < 0 ? held : read_all(path, &old, &size, reterr);
	if (r == 0)
		r = check_lines(path, old, size, reterr);
	if (r < 0)
		return r;
	if (compose(old, host, pin, &new) < 0)
		return xenapi_fail(reterr, XENAPI_MEMORY, path, NULL, "out of memory");
	/* one that is longer would not be read again */
	if (strlen(new) > PINS_SIZE_MAX)
		return xenapi_fail(reterr, XENAPI_UNTRUSTED, path, NULL,
				   "with this host it would have more than %u bytes",
				   PINS_SIZE_MAX);
	return write_all(path, new, reterr);
}
