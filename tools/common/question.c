/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/question.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static ssize_t read_line(int fd, char *line, size_t size)
{
	size_t length = 0;
	char c;

	for (;;) {
		ssize_t n = read(fd, &c, 1);

		if (n < 0 || (n == 0 && length == 0))
			return -1;
		if (n == 0 || c == '\n')
			break;
		if (length + 1 < size)
			line[length++] = c;
	}
	line[length] = '\0';
	return (ssize_t)length;
}

bool question_ask(const char *question)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	char answer[8] = "";
	bool yes = false;

	if (fd < 0)
		return false;
	if (write(fd, question, strlen(question)) > 0 && read_line(fd, answer, sizeof(answer)) > 0)
		yes = strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
	close(fd);
	return yes;
}
