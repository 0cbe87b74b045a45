/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/oracle.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/limits.h"

char workdir[] = "/tmp/isoargs-oracle-XXXXXX";

void free_lines(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i]);
	free(lines);
}

static uint64_t checksum(const char *data, size_t size)
{
	uint64_t sum = 14695981039346656037u;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ (uint8_t)data[i]) * 1099511628211u;
	return sum;
}

void add_line(struct lines *lines, const char *path, bool is_directory, const char *data,
	      size_t size)
{
	const char *name = strrchr(path, '/');
	char *line;

	/* What genisoimage adds; readers differ in whether they show where it moves directories. */
	if (strncmp(path, "/rr_moved", 9) == 0 || strcmp(name, "/TRANS.TBL") == 0)
		return;
	if (lines->without && strcmp(path, lines->without) == 0)
		return;
	assert_true(lines->count < LINES_MAX);
	assert_true(asprintf(&line, "%s %s %zu %llx", path, is_directory ? "directory" : "file",
			     size, (unsigned long long)checksum(data, size)) > 0);
	for (char *p = line; lines->fold && *p; p++)
		*p = ia_ascii_lower(*p);
	lines->items[lines->count++] = line;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void assert_same_lines(struct lines *ours, struct lines *theirs, const char *who)
{
	qsort(ours->items, ours->count, sizeof(char *), by_text);
	qsort(theirs->items, theirs->count, sizeof(char *), by_text);
	for (size_t i = 0; i < ours->count && i < theirs->count; i++) {
		if (strcmp(ours->items[i], theirs->items[i]) != 0)
			fail_msg("we: %s, %s: %s", ours->items[i], who, theirs->items[i]);
	}
	if (ours->count != theirs->count)
		fail_msg("we find %zu, %s %zu", ours->count, who, theirs->count);
	assert_true(ours->count > 0);
}

const char *in_workdir(const char *name)
{
	static char paths[4][IA_PATH_MAX];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", workdir, name);
	return path;
}

bool run(const char *const *argv)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		int log = open(in_workdir("log"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

		/* genisoimage 1.1.11 never ends on some long links. */
		setrlimit(RLIMIT_CPU, &(struct rlimit){20, 20});
		dup2(null, 0);
		dup2(log, 1);
		dup2(log, 2);
		if (chdir(workdir) == 0)
			execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void assert_run(const char *const *argv)
{
	char text[4096] = "";
	FILE *f;

	if (run(argv))
		return;
	f = fopen(in_workdir("log"), "r");
	if (f) {
		text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
		fclose(f);
	}
	fail_msg("%s failed: %s", argv[0], text);
}

void need(const char *tool)
{
	if (!RUN("sh", "-c", "command -v \"$0\"", tool)) {
		print_message("%s is not installed\n", tool);
		skip();
	}
}

static void make_directories(const char *path)
{
	char *copy IA_AUTO_FREE = strdup(path);

	for (char *p = strchr(copy + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(copy, 0755);
		*p = '/';
	}
}

void put_file(const char *name, size_t size)
{
	const char *path = in_workdir(name);
	char *data IA_AUTO_FREE = malloc(size + 1);
	uint64_t seed = checksum(name, strlen(name));
	FILE *f;

	for (size_t i = 0; i < size; i++)
		data[i] = (char)(seed + i * 31 + (i >> 8));
	make_directories(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
}

void put_link(const char *name, const char *target)
{
	const char *path = in_workdir(name);

	make_directories(path);
	assert_int_equal(symlink(target, path), 0);
}

static int remove_entry(const char *path, const struct stat *st IA_UNUSED, int type IA_UNUSED,
			struct FTW *ftw IA_UNUSED)
{
	return remove(path);
}

void remove_all(const char *path)
{
	nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
}

static void add_disk_file(struct lines *lines, const char *path, const char *shown, size_t size)
{
	char *data IA_AUTO_FREE = malloc(size + 1);
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fread(data, 1, size, f), size);
	fclose(f);
	add_line(lines, shown, false, data, size);
}

/* What a directory on disk holds, links followed, those that lead nowhere left out. */
static void add_disk(struct lines *lines, const char *path, size_t prefix)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		char *below IA_AUTO_FREE = NULL;
		struct stat st;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		assert_true(asprintf(&below, "%s/%s", path, entry->d_name) > 0);
		if (stat(below, &st) < 0)
			continue;
		if (!S_ISDIR(st.st_mode)) {
			add_disk_file(lines, below, below + prefix, (size_t)st.st_size);
			continue;
		}
		add_line(lines, below + prefix, true, NULL, 0);
		add_disk(lines, below, prefix);
	}
	closedir(directory);
}

struct lines *lines_of_disk(const char *name, bool fold, const char *without)
{
	const char *path = in_workdir(name);
	struct lines *lines = calloc(1, sizeof(*lines));

	lines->fold = fold;
	lines->without = without;
	add_disk(lines, path, strlen(path));
	return lines;
}
