/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium/medium.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "common/clock.h"
#include "common/output.h"
#include "remote/location.h"
#include "remote/open.h"

#define IMAGE_FD     3  /* of the reader */
#define IMAGE_FD_MIN 10 /* the image may lie on 0 to 3 itself */

extern char **environ;

static void add(struct ia_strbuf *buf, const char *text)
{
	ia_strbuf_add(buf, text, strlen(text) + 1);
}

/* What the reader is asked, and of what. */
struct conversation {
	const char *word, *name; /* of the command line; and how it is printed */
	const struct request *request;
	unsigned memory;
	bool is_fetched;
};

/* The request as the reader takes it, texts with their NULs: see take_request() of child.c. */
static void compose(const struct conversation *with, struct ia_strbuf *buf)
{
	const struct request *request = with->request;

	add(buf, with->name);
	add(buf, with->is_fetched ? MEDIUM_FETCHED : "");
	add(buf, request->dialect ? request->dialect : "");
	add(buf, request->platform ? request->platform : "");
	ia_strbuf_addf(buf, "%u%c", with->memory, '\0');
	for (size_t i = 0; i < request->count; i++) {
		const char *value = request->items[i].value;

		ia_strbuf_addf(buf, "%d%s", (int)request->items[i].option, value ? "=" : "");
		add(buf, value ? value : "");
	}
}

struct pipes {
	int in[2], out[2];
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* The reader as a process: its id, or -1 with errno. */
static pid_t start(int image, struct pipes *pipes)
{
	static char name[] = "isoargs-xenserver", word[] = MEDIUM_CHILD;
	char *const argv[] = {name, word, NULL};
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	int r;

	r = posix_spawn_file_actions_init(&actions);
	if (r == 0) {
		r = posix_spawn_file_actions_adddup2(&actions, pipes->in[0], STDIN_FILENO);
		if (r == 0)
			r = posix_spawn_file_actions_adddup2(&actions, pipes->out[1],
							     STDOUT_FILENO);
		if (r == 0)
			r = posix_spawn_file_actions_adddup2(&actions, image, IMAGE_FD);
		if (r == 0)
			r = posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	if (r == 0)
		return pid;
	errno = r;
	return -1;
}

/* All that the reader says; -1: too much, too late, or no memory. */
static int read_answer(int fd, unsigned seconds, struct ia_strbuf *buf)
{
	int64_t deadline = clock_now_ms() + (int64_t)seconds * 1000;
	char part[65536];
	int r = -1;

	while (buf->length <= MEDIUM_JSON_MAX && !buf->error) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - clock_now_ms();
		ssize_t n;

		if (left <= 0 || (poll(&poll_fd, 1, (int)left) < 0 && errno != EINTR))
			break;
		if (!poll_fd.revents)
			continue;
		n = read(fd, part, sizeof(part));
		if (n == 0)
			r = 0;
		if (n == 0 || (n < 0 && errno != EINTR))
			break;
		if (n > 0)
			ia_strbuf_add(buf, part, (size_t)n);
	}
	explicit_bzero(part, sizeof(part));
	return r;
}

/* Seconds that it may take; what is fetched has its own limit, and time to be read beside it. */
static unsigned seconds(const struct conversation *with)
{
	unsigned fetching = with->request->remote.seconds;

	if (!with->is_fetched)
		return MEDIUM_SECONDS;
	return MEDIUM_SECONDS + (fetching ? fetching : REMOTE_SECONDS);
}

/* answer NULL: there is none. status is waitpid(2)'s. */
static int judge(const struct conversation *with, const struct ia_strbuf *answer, int status,
		 bool verbose, struct medium *ret)
{
	const char *path = with->name;
	const char *why;
	int r;

	if (!answer) {
		output_complain(path,
				"the process that reads the medium gave no answer within %u "
				"seconds, or one of more than %u bytes",
				seconds(with), MEDIUM_JSON_MAX);
		return EXIT_FAILED;
	}
	if (answer->length == 0 || !WIFEXITED(status)) {
		output_complain(path, "the process that reads the medium was ended by %s",
				WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "itself");
		return EXIT_FAILED;
	}
	if (medium_parse(answer->data, answer->length, ret, &why) == 0) {
		medium_print_checks(path, ret, verbose);
		return EXIT_DONE;
	}
	if (why) {
		output_complain(path, "the process that reads the medium: %s", why);
		return EXIT_FAILED;
	}
	why = medium_text(ret->root, "error");
	r = json_object_get_int(json_object_object_get(ret->root, "status"));
	output_complain(NULL, "%s", why ? why : "the medium cannot be read");
	return r == EXIT_USAGE || r == EXIT_NOT_USABLE ? r : EXIT_FAILED;
}

static int converse(const struct conversation *with, int image, const struct ia_strbuf *request,
		    bool verbose, struct medium *ret)
{
	struct ia_strbuf answer IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct pipes pipes = {{-1, -1}, {-1, -1}};
	int status = 0, taken = -1, r = EXIT_FAILED;
	pid_t pid = -1;

	if (pipe2(pipes.in, O_CLOEXEC) == 0 && pipe2(pipes.out, O_CLOEXEC) == 0)
		pid = start(image, &pipes);
	if (pid < 0)
		output_complain(with->name, "cannot start a process to read the medium: %s",
				strerror(errno));
	close_fd(&pipes.in[0]);
	close_fd(&pipes.out[1]);
	if (pid > 0) {
		/* It fits into the pipe; a reader that does not take it gives no answer either. */
		if (write(pipes.in[1], request->data, request->length) ==
		    (ssize_t)request->length) {
			close_fd(&pipes.in[1]);
			taken = read_answer(pipes.out[0], seconds(with), &answer);
		}
		if (taken < 0)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		r = judge(with, taken < 0 ? NULL : &answer, status, verbose, ret);
	}
	close_fd(&pipes.in[1]);
	close_fd(&pipes.out[0]);
	return r;
}

static int hand_on(const char *path, int fd)
{
	int image = fcntl(fd, F_DUPFD_CLOEXEC, IMAGE_FD_MIN);

	if (image < 0)
		output_complain(path, "%s", strerror(errno));
	return image;
}

/* The image of a path, to be handed on: a descriptor that is in nobody's way, or -1 with a sentence. */
static int open_image(const char *path)
{
	/* a pipe is refused by the reader, and not waited for here */
	int fd IA_AUTO_CLOSE = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0) {
		output_complain(path, "cannot be opened: %s", strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		output_complain(path, "found a folder, expected an image, as the guest boots one");
		return -1;
	}
	return hand_on(path, fd);
}

/* The same of the socket to what fetches a URL. */
static int open_broker(const struct conversation *with, struct remote *remote)
{
	const struct remote_place place = {
		.word = with->word, .name = with->name, .options = with->request->remote};
	int image, code = 0, r = remote_start_place(remote, &place);

	if (r < 0) {
		output_complain(with->name, "%s", remote_failure(remote, &code));
		return -1;
	}
	image = fcntl(remote_socket(remote), F_DUPFD_CLOEXEC, IMAGE_FD_MIN);
	if (image < 0)
		output_complain(with->name, "%s", strerror(errno));
	return image;
}

/* With the reader's end closed it ends by itself; what it waits for is not worth waiting for. */
static void end_broker(pid_t broker)
{
	if (broker <= 0)
		return;
	kill(broker, SIGKILL);
	while (waitpid(broker, NULL, 0) < 0 && errno == EINTR)
		;
}

static int read_image(const struct conversation *with, int image, bool verbose, struct medium *ret)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	if (image < 0)
		return EXIT_FAILED;
	compose(with, &text);
	if (!text.error && text.length <= MEDIUM_REQUEST_MAX)
		return converse(with, image, &text, verbose, ret);
	output_complain(with->name, "the options are too long");
	return EXIT_FAILED;
}

int medium_read(const struct medium_place *place, const struct request *request, unsigned memory,
		bool verbose, struct medium *ret)
{
	const char *word = place->word;
	struct conversation with = {.word = word, .request = request, .memory = memory};
	struct remote *remote = NULL;
	char *name IA_AUTO_FREE = NULL;
	int image, r = remote_take_name(word, &name);

	if (r != EXIT_DONE)
		return r;
	with.name = name;
	with.is_fetched = location_is_url(word);
	remote = with.is_fetched ? remote_new() : NULL;
	if (with.is_fetched && !remote) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	if (with.is_fetched)
		image = open_broker(&with, remote);
	else
		image = place->held < 0 ? open_image(word) : hand_on(word, place->held);
	r = read_image(&with, image, verbose, ret);
	if (image >= 0)
		close(image);
	if (remote)
		end_broker(remote_broker(remote));
	remote_free(remote);
	return r;
}
