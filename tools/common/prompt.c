/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "common/output.h"
#include "common/secret.h"

#define TERMINAL "/dev/tty"

/* Signals that end or stop a program by themselves: first the terminal gets its echo back. */
static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
#define WATCHED_COUNT (sizeof(watched) / sizeof(watched[0]))

static volatile sig_atomic_t came;

/* Open for as long as the program runs; -1: not kept. */
static int kept = -1;

struct terminal {
	int fd;
	struct termios before;
	struct sigaction actions[WATCHED_COUNT];
	sigset_t mask;
};

static void note_signal(int number)
{
	came = number;
}

/*
 * Signals are let in where the program waits and nowhere else: one that came just before would be
 * noted, and the program wait nevertheless. Those of job control answer a call at once.
 */
static void watch(struct terminal *terminal)
{
	/* without SA_RESTART: calls are to end */
	struct sigaction action = {.sa_handler = note_signal};
	sigset_t mask;

	came = 0;
	sigemptyset(&mask);
	for (size_t i = 0; i < WATCHED_COUNT; i++) {
		if (watched[i] != SIGTTIN && watched[i] != SIGTTOU)
			sigaddset(&mask, watched[i]);
	}
	sigprocmask(SIG_BLOCK, &mask, &terminal->mask);
	for (size_t i = 0; i < WATCHED_COUNT; i++) {
		sigaction(watched[i], NULL, &terminal->actions[i]);
		/* whoever started us wants it ignored */
		if (terminal->actions[i].sa_handler != SIG_IGN)
			sigaction(watched[i], &action, NULL);
	}
}

static void unwatch(const struct terminal *terminal)
{
	for (size_t i = 0; i < WATCHED_COUNT; i++)
		sigaction(watched[i], &terminal->actions[i], NULL);
	sigprocmask(SIG_SETMASK, &terminal->mask, NULL);
}

static int set_attributes(int fd, const struct termios *attributes)
{
	int r;

	do {
		r = tcsetattr(fd, TCSAFLUSH, attributes);
	} while (r < 0 && errno == EINTR && !came);
	return r;
}

/* A question may hold a name that somebody else chose. */
static int write_text(int fd, const char *text)
{
	char *printable IA_AUTO_FREE = ia_utf8_printable(text);
	size_t length = printable ? strlen(printable) : 0;

	return printable && write(fd, printable, length) == (ssize_t)length ? 0 : -1;
}

static void end_line(int fd)
{
	if (write(fd, "\n", 1) < 0)
		return; /* nothing can be said there */
}

/*
 * One line; what does not fit is read away. Its length without the end, size for more than
 * fits, -1 with errno, 0 with *ret_end where the terminal was hung up or Ctrl-D was typed.
 */
static ssize_t read_line(const struct terminal *terminal, char *line, size_t size, bool *ret_end)
{
	struct pollfd waiting = {.fd = terminal->fd, .events = POLLIN};
	size_t length = 0;
	char c = '\0';

	*ret_end = false;
	for (;;) {
		ssize_t n = ppoll(&waiting, 1, NULL, &terminal->mask);

		if (n > 0)
			n = read(terminal->fd, &c, 1);
		if (n < 0)
			return -1;
		if (n == 0 || c == '\n' || c == '\r')
			break;
		if (length < size)
			line[length++] = c;
	}
	*ret_end = length == 0 && c != '\n' && c != '\r';
	explicit_bzero(&c, 1);
	if (length < size)
		line[length] = '\0';
	return (ssize_t)length;
}

/* Prompts and reads with the echo off. As read_line(); -1 also after a signal, which came names. */
static ssize_t ask(struct terminal *terminal, const char *prompt, char *line, size_t size)
{
	struct termios quiet;
	ssize_t n = -1;
	bool end = false;

	if (tcgetattr(terminal->fd, &terminal->before) < 0)
		return -1;
	quiet = terminal->before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ICANON | ECHONL | ISIG;
	watch(terminal);
	if (set_attributes(terminal->fd, &quiet) == 0) {
		int error;

		if (write_text(terminal->fd, prompt) == 0)
			n = read_line(terminal, line, size, &end);
		error = errno;
		if (n < 0 || end)
			end_line(terminal->fd);
		tcsetattr(terminal->fd, TCSAFLUSH, &terminal->before);
		errno = error;
	}
	unwatch(terminal);
	return n;
}

/* Asks again where the program was stopped meanwhile and goes on. */
static int ask_until_answered(struct terminal *terminal, const char *prompt, char *line,
			      size_t size)
{
	ssize_t n;

	for (;;) {
		n = ask(terminal, prompt, line, size);
		if (n >= 0 || !came)
			break;
		raise(came);
	}
	if (n < 0) {
		output_complain(TERMINAL, "%s", strerror(errno));
		return EXIT_FAILED;
	}
	if (n == 0) {
		output_complain(TERMINAL, "no password was typed");
		return EXIT_USAGE;
	}
	if ((size_t)n == size) {
		output_complain(TERMINAL, "the password has more than %zu bytes", size - 1);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static int open_terminal(void)
{
	return kept >= 0 ? kept : open(TERMINAL, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static void close_terminal(int fd)
{
	if (fd >= 0 && fd != kept)
		close(fd);
}

void prompt_keep_terminal(void)
{
	kept = open_terminal();
}

bool prompt_is_possible(void)
{
	int fd = open_terminal();
	bool is_terminal = fd >= 0 && isatty(fd);

	close_terminal(fd);
	return is_terminal;
}

int prompt_secret(const char *prompt, const char *confirm, char *secret, size_t size)
{
	struct terminal terminal = {.fd = open_terminal()};
	char again[SECRET_MAX];
	int r;

	if (terminal.fd < 0) {
		output_complain(TERMINAL, "%s", strerror(errno));
		return EXIT_FAILED;
	}
	r = ask_until_answered(&terminal, prompt, secret, size);
	if (r == EXIT_DONE && confirm) {
		r = ask_until_answered(&terminal, confirm, again, sizeof(again));
		if (r == EXIT_DONE && strcmp(secret, again) != 0) {
			output_complain(TERMINAL, "the two passwords differ");
			r = EXIT_USAGE;
		}
		explicit_bzero(again, sizeof(again));
	}
	close_terminal(terminal.fd);
	return r;
}

bool prompt_agrees(const char *question)
{
	struct terminal terminal = {.fd = open_terminal()};
	char answer[8] = "";
	bool yes = false, end;

	if (terminal.fd < 0)
		return false;
	sigprocmask(SIG_SETMASK, NULL, &terminal.mask);
	if (write_text(terminal.fd, question) == 0 &&
	    read_line(&terminal, answer, sizeof(answer), &end) < (ssize_t)sizeof(answer))
		yes = strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
	close_terminal(terminal.fd);
	return yes;
}
