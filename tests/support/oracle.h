/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_ORACLE_H
#define TEST_ORACLE_H

/*
 * A work directory, trees of files in it, tools run in it, and what a directory holds as lines
 * that can be compared. One work directory for a test program.
 */
#include "support/unit.h"

#define LINES_MAX 16384u

/* A template for mkdtemp(), until that was called. */
extern char workdir[];

/* One line a file or directory: path, type, size, checksum. */
struct lines {
	char *items[LINES_MAX];
	size_t count;
	bool fold;           /* paths in lower case */
	const char *without; /* this path is left out */
};

void free_lines(struct lines *lines);
void add_line(struct lines *lines, const char *path, bool is_directory, const char *data,
	      size_t size);
void assert_same_lines(struct lines *ours, struct lines *theirs, const char *who);

/* The path of something in the work directory, in one of four buffers used in turn. */
const char *in_workdir(const char *name);

/* Runs a tool in the work directory. False where it failed; what it said then is in "log". */
bool run(const char *const *argv);

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

void assert_run(const char *const *argv);
#define ASSERT_RUN(...) assert_run((const char *const[]){__VA_ARGS__, NULL})

void need(const char *tool);

/* A file with contents that its name and size decide. */
void put_file(const char *name, size_t size);

void put_link(const char *name, const char *target);
void remove_all(const char *path);
struct lines *lines_of_disk(const char *name, bool fold, const char *without);

#endif
