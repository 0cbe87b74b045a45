/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "several/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/output.h"
#include "config.h"

/* Where close_range(2) is missing: as many as this process opens at the most, and more. */
#define CLOSED_MAX 2048

/*
 * Files in memory, not pipes: nobody has to read while somebody writes, a worker that has ended is
 * done, and what one of them fills is no memory of the parent.
 */
static int open_text(void)
{
	int fd = memfd_create("isoargs", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int r;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, WORKER_TEXT_MAX) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return fd;
	r = -errno;
	close(fd);
	return r;
}

static void close_text(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_from(int first)
{
	if (close_range((unsigned)first, ~0u, 0) == 0)
		return;
	for (int fd = first; fd < CLOSED_MAX; fd++)
		close(fd);
}

/*
 * Nothing of another medium, of the terminal, of what the person types, or of what whoever started
 * the tool left open: that could be the same as standard output.
 */
static int keep_own(const struct worker *own)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(own->text, STDOUT_FILENO) < 0 ||
	    dup2(own->said, STDERR_FILENO) < 0)
		return -errno;
	close_from(STDERR_FILENO + 1);
	return 0;
}

/* What is done at the end of a process takes a tenth of its time, and is for sanitizers and coverage. */
__attribute__((noreturn)) static void leave(int status)
{
	if (SANDBOX_MODE == SANDBOX_FULL)
		_exit(status);
	exit(status);
}

int worker_start(struct worker *worker, const struct several *several, size_t number)
{
	const pid_t parent = getpid();

	*worker = WORKER_NONE;
	worker->text = open_text();
	worker->said = worker->text < 0 ? worker->text : open_text();
	worker->error = worker->said < 0 ? worker->said : 0;
	if (!worker->error) {
		worker->pid = fork();
		worker->error = worker->pid < 0 ? -errno : 0;
	}
	if (worker->pid == 0 && !worker->error) {
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		if (getppid() != parent || keep_own(worker) < 0)
			_exit(EXIT_FAILED);
		leave(several->answer(number, several->data));
	}
	if (worker->error) {
		worker->pid = 0;
		close_text(&worker->text);
		close_text(&worker->said);
	}
	return worker->error;
}

int worker_wait(pid_t *ret_pid, int *ret_status)
{
	pid_t pid;

	do
		pid = waitpid(-1, ret_status, 0);
	while (pid < 0 && errno == EINTR);
	if (pid < 0)
		return -errno;
	*ret_pid = pid;
	return 0;
}

void worker_end(struct worker *worker)
{
	if (worker->pid > 0) {
		kill(worker->pid, SIGKILL);
		while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	close_text(&worker->text);
	close_text(&worker->said);
	*worker = WORKER_NONE;
}
