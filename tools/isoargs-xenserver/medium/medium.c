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
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "common/output.h"

#define IMAGE_FD 3 /* of the reader */

extern char **environ;

static void add(struct ia_strbuf *buf, const char *text)
{
	ia_strbuf_add(buf, text, strlen(text) + 1);
}

/* The request as the reader takes it, texts with their NULs: see take_request() of child.c. */
static void compose(const char *path, const struct request *request, unsigned memory,
		    struct ia_strbuf *buf)
{
	add(buf, path);
	add(buf, request->dialect ? request->dialect : "");
	add(buf, request->platform ? request->platform : "");
	ia_strbuf_addf(buf, "%u%c", memory, '\0');
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
		/* The image may lie on 0 to 3 itself; from 10 on it is in nobody's way. */
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

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* All that the reader says; -1: too much, too late, or no memory. */
static int read_answer(int fd, struct ia_strbuf *buf)
{
	int64_t deadline = now_ms() + MEDIUM_SECONDS * 1000;
	char part[65536];
	int r = -1;

	while (buf->length <= MEDIUM_JSON_MAX && !buf->error) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();
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

/* answer NULL: there is none. status is waitpid(2)'s. */
static int judge(const char *path, const struct ia_strbuf *answer, int status, bool verbose,
		 struct medium *ret)
{
	const char *why;
	int r;

	if (!answer) {
		output_complain(path,
				"the process that reads the medium gave no answer within %d "
				"seconds, or one of more than %u bytes",
				MEDIUM_SECONDS, MEDIUM_JSON_MAX);
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

static int converse(const char *path, int image, const struct ia_strbuf *request, bool verbose,
		    struct medium *ret)
{
	struct ia_strbuf answer IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct pipes pipes = {{-1, -1}, {-1, -1}};
	int status = 0, taken = -1, r = EXIT_FAILED;
	pid_t pid = -1;

	if (pipe2(pipes.in, O_CLOEXEC) == 0 && pipe2(pipes.out, O_CLOEXEC) == 0)
		pid = start(image, &pipes);
	if (pid < 0)
		output_complain(path, "cannot start a process to read the medium: %s",
				strerror(errno));
	close_fd(&pipes.in[0]);
	close_fd(&pipes.out[1]);
	if (pid > 0) {
		/* It fits into the pipe; a reader that does not take it gives no answer either. */
		if (write(pipes.in[1], request->data, request->length) ==
		    (ssize_t)request->length) {
			close_fd(&pipes.in[1]);
			taken = read_answer(pipes.out[0], &answer);
		}
		if (taken < 0)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		r = judge(path, taken < 0 ? NULL : &answer, status, verbose, ret);
	}
	close_fd(&pipes.in[1]);
	close_fd(&pipes.out[0]);
	return r;
}

int medium_read(const char *path, const struct request *request, unsigned memory, bool verbose,
		struct medium *ret)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	/* a pipe is refused by the reader, and not waited for here */
	int image, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), r = EXIT_FAILED;

	if (fd < 0) {
		output_complain(path, "cannot be opened: %s", strerror(errno));
		return EXIT_FAILED;
	}
	image = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	compose(path, request, memory, &text);
	if (image < 0)
		output_complain(path, "%s", strerror(errno));
	else if (text.error || text.length > MEDIUM_REQUEST_MAX)
		output_complain(path, "the options are too long");
	else
		r = converse(path, image, &text, verbose, ret);
	if (image >= 0)
		close(image);
	close(fd);
	return r;
}
