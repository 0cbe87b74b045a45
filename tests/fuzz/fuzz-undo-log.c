/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: any bytes as an undo log. It is read and left as it is, or refused with a
 * sentence and left as it is; what is written to a log that was read keeps its lines and is read
 * again as it was.
 */
#include "run/undo-log.h"
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_untouched(const char *path, const uint8_t *data, size_t size)
{
	size_t now;

	if (!file_begins(path, data, size, &now) || now != size)
		broken();
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void expect_same(const struct undolog *a, const struct undolog *b)
{
	if (strcmp(a->run, b->run) != 0 || !same_text(a->name, b->name) ||
	    !same_text(a->temporary, b->temporary) || !same_text(a->host, b->host))
		broken();
	for (size_t i = 0; i < OBJECT_COUNT; i++) {
		const struct undolog_item *x = &a->items[i], *y = &b->items[i];

		if (x->intended != y->intended || x->refused != y->refused || x->gone != y->gone ||
		    !same_text(x->uuid, y->uuid) || !same_text(x->name, y->name))
			broken();
	}
}

static void append(struct undolog *log, const uint8_t *data, size_t size)
{
	AUTO_UNDOLOG again = UNDOLOG_NONE;
	size_t whole = size, lines = 0, now;

	while (whole > 0 && data[whole - 1] != '\n')
		whole--;
	for (size_t i = 0; i < whole; i++)
		lines += data[i] == '\n';
	if (undolog_finish(log, UNDOLOG_UNDONE) != EXIT_DONE ||
	    !file_begins(log->path, data, whole, &now) || now <= whole)
		broken();
	if (lines >= UNDOLOG_LINES_MAX || now > UNDOLOG_BYTES_MAX)
		return;
	/* nobody else reads it as long as it is open */
	close(log->fd);
	log->fd = -1;
	if (undolog_open(&again, log->path) != EXIT_DONE || again.state != UNDOLOG_UNDONE)
		broken();
	expect_same(log, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = input_file("undo-log", data, size);
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	struct said said;
	int r;

	said_begin(&said);
	r = undolog_open(&log, path);
	if (said_end(&said) != (r != EXIT_DONE))
		broken();
	expect_untouched(path, data, size);
	if (r == EXIT_DONE)
		append(&log, data, size);
	unlink(path);
	return 0;
}
