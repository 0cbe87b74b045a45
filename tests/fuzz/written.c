/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes the files that isoargs-xenserver keeps for itself, without a host: what is tried with
 * them fails one call after the other, or is killed there. See test_written.py.
 *
 *     written pins FILE HOST    stores a pin for the host
 *     written log               a run that ends well; what cannot be written down is rolled back
 *     written undo FILE         follows a log to its end
 */
#include <stdio.h>
#include <string.h>

#include "common/output.h"
#include "run/undo-log.h"
#include "tls/pins.h"

#define PIN  "sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7ow="
#define RUN  "0123456789abcdef0123456789abcdef"
#define UUID "b3427a33-41a9-49a8-9819-bfda075dc672"

static int put_pin(const char *path, const char *host)
{
	struct xenapi_error *error = NULL;
	int r = pins_put(path, host, PIN, &error);

	if (r < 0)
		output_complain(NULL, "%s", xenapi_error_sentence(error));
	xenapi_error_free(error);
	return r < 0 ? EXIT_FAILED : EXIT_DONE;
}

static int make(struct undolog *log)
{
	int r = undolog_intend(log, OBJECT_VM, "[installing] c7");

	if (r == EXIT_DONE)
		r = undolog_made(log, OBJECT_VM, UUID);
	if (r == EXIT_DONE)
		r = undolog_intend(log, OBJECT_DISK, "c7 system disk");
	if (r == EXIT_DONE)
		r = undolog_refused(log, OBJECT_DISK);
	return r == EXIT_DONE ? undolog_finish(log, UNDOLOG_DONE) : r;
}

static int write_log(void)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	int r = undolog_create(&log, RUN, "c7", "[installing] c7", "pool.example");

	if (r != EXIT_DONE)
		return r;
	r = make(&log);
	if (r != EXIT_DONE)
		undolog_gone(&log, OBJECT_VM);
	return r;
}

static int follow(const char *path)
{
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	int r = undolog_open(&log, path);

	if (r == EXIT_DONE)
		r = undolog_gone(&log, OBJECT_VM);
	if (r == EXIT_DONE)
		r = undolog_gone(&log, OBJECT_DISK);
	return r == EXIT_DONE ? undolog_finish(&log, UNDOLOG_UNDONE) : r;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "pins") == 0)
		return put_pin(argv[2], argv[3]);
	if (argc == 2 && strcmp(argv[1], "log") == 0)
		return write_log();
	if (argc == 3 && strcmp(argv[1], "undo") == 0)
		return follow(argv[2]);
	return EXIT_USAGE;
}
