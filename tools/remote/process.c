/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "common/output.h"
#include "common/sandbox.h"

/* What a terminal sends to both: the reader decides what it means, and the broker ends with it. */
static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGPIPE};

/* Nobody is to wait for standard output, because the broker has it open as well. */
static void let_go_of_pipes(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
}

static void become_broker(int socket, pid_t reader, const struct remote_source *source)
{
	const int kept[] = {source->keep < socket ? source->keep : socket,
			    source->keep < socket ? socket : source->keep};
	const struct sandbox_options sandbox = SANDBOX_STRICT(kept, IA_COUNT(kept));
	struct remote_backend backend = {0};

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* before that it may have ended already */
	if (getppid() != reader)
		_exit(EXIT_FAILED);
	for (size_t i = 0; i < IA_COUNT(ignored); i++)
		signal(ignored[i], SIG_IGN);
	let_go_of_pipes();
	if (!source->no_sandbox)
		sandbox_enter_broker(&sandbox);
	if (source->make(socket, source->data, &backend) < 0)
		_exit(EXIT_FAILED);
	_exit(remote_serve(socket, &backend));
}

int process_start(const struct remote_source *source, pid_t *ret_broker)
{
	const pid_t reader = getpid();
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	/* what is buffered is printed once */
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		become_broker(ends[1], reader, source);
	}
	close(ends[1]);
	if (pid < 0) {
		int code = -errno;

		close(ends[0]);
		return code;
	}
	*ret_broker = pid;
	return ends[0];
}
