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

#include "common/json-member.h"
#include "common/output.h"

#define IMAGE_FD 3 /* of the reader */

extern char **environ;

/* The request as the reader takes it; free() it. NULL: out of memory, or longer than a pipe. */
static char *compose(const char *path, const struct request *request, unsigned memory)
{
	json_object *root = json_object_new_object(), *options = json_object_new_array();
	const char *text;
	char *copy;

	for (size_t i = 0; i < request->count; i++) {
		json_object *item = json_object_new_array();
		const char *value = request->items[i].value;

		json_object_array_add(item, json_object_new_int((int)request->items[i].option));
		json_object_array_add(item, value ? json_object_new_string(value) : NULL);
		json_object_array_add(options, item);
	}
	json_object_object_add(root, "name", json_object_new_string(path));
	json_object_object_add(root, "options", options);
	json_object_object_add(root, "memory", json_object_new_int((int)memory));
	if (request->dialect)
		json_object_object_add(root, "dialect", json_object_new_string(request->dialect));
	text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN);
	copy = text && strlen(text) <= MEDIUM_REQUEST_MAX ? strdup(text) : NULL;
	json_object_put(root);
	return copy;
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
static ssize_t read_answer(int fd, char **ret)
{
	int64_t deadline = now_ms() + MEDIUM_SECONDS * 1000;
	size_t size = 0, room = 65536;
	char *text = malloc(room);

	while (text) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();
		ssize_t n;

		if (left <= 0 || (poll(&poll_fd, 1, (int)left) < 0 && errno != EINTR))
			break;
		if (!poll_fd.revents)
			continue;
		n = read(fd, text + size, room - size);
		if (n == 0) {
			*ret = text;
			return (ssize_t)size;
		}
		if (n < 0 && errno != EINTR)
			break;
		size += n > 0 ? (size_t)n : 0;
		if (size > MEDIUM_JSON_MAX)
			break;
		if (size == room) {
			/* One byte more than is taken tells that there is more. */
			char *more;

			room = room < MEDIUM_JSON_MAX / 2 ? room * 2 : MEDIUM_JSON_MAX + 1;
			more = realloc(text, room);
			if (!more)
				break;
			text = more;
		}
	}
	free(text);
	return -1;
}

static int judge(const char *path, const char *text, ssize_t size, int status, bool verbose,
		 struct medium *ret)
{
	const char *why;
	int r;

	if (size < 0) {
		output_complain(path,
				"the process that reads the medium gave no answer within %d "
				"seconds, or one of more than %u bytes",
				MEDIUM_SECONDS, MEDIUM_JSON_MAX);
		return EXIT_FAILED;
	}
	if (size == 0 || !WIFEXITED(status)) {
		output_complain(path, "the process that reads the medium was ended by %s",
				WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "itself");
		return EXIT_FAILED;
	}
	if (medium_parse(text, (size_t)size, ret, &why) == 0) {
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

static int converse(const char *path, int image, const char *request, bool verbose,
		    struct medium *ret)
{
	struct pipes pipes = {{-1, -1}, {-1, -1}};
	char *text = NULL;
	size_t length = strlen(request);
	ssize_t size = -1;
	int status = 0, r = EXIT_FAILED;
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
		if (write(pipes.in[1], request, length) == (ssize_t)length) {
			close_fd(&pipes.in[1]);
			size = read_answer(pipes.out[0], &text);
		}
		if (size < 0)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		r = judge(path, text, size, status, verbose, ret);
	}
	close_fd(&pipes.in[1]);
	close_fd(&pipes.out[0]);
	free(text);
	return r;
}

int medium_read(const char *path, const struct request *request, unsigned memory, bool verbose,
		struct medium *ret)
{
	int image, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), r;
	char *text;

	if (fd < 0) {
		output_complain(path, "cannot be opened: %s", strerror(errno));
		return EXIT_FAILED;
	}
	image = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	text = compose(path, request, memory);
	if (image < 0 || !text) {
		output_complain(path, "%s", text ? strerror(errno) : "the options are too long");
		r = EXIT_FAILED;
	} else {
		r = converse(path, image, text, verbose, ret);
	}
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
	if (image >= 0)
		close(image);
	close(fd);
	return r;
}
