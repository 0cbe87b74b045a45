/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/beneath/beneath.h"
#include "base/beneath/walk.h"
#include "base/limits.h"

/* What the tests look into: world/root, and what lies beside it. */
struct world {
	char path[32];
	int beside;
	int root;
};

static void write_file(int directory, const char *path, const char *text)
{
	int fd = openat(directory, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int make_world(void **state)
{
	static struct world world;

	strcpy(world.path, "/tmp/isoargs-test-XXXXXX");
	assert_non_null(mkdtemp(world.path));
	world.beside = open(world.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	write_file(world.beside, "secret", "secret");
	assert_int_equal(mkdirat(world.beside, "root", 0777), 0);
	world.root = openat(world.beside, "root", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(world.root >= 0);
	assert_int_equal(mkdirat(world.root, "a", 0777), 0);
	assert_int_equal(mkdirat(world.root, "a/b", 0777), 0);
	write_file(world.root, "a/b/file", "four");
	write_file(world.root, "top", "top");
	*state = &world;
	return 0;
}

static int remove_one(const char *path, const struct stat *st IA_UNUSED, int type IA_UNUSED,
		      struct FTW *ftw IA_UNUSED)
{
	return remove(path);
}

static int end_world(void **state)
{
	struct world *world = *state;

	close(world->root);
	close(world->beside);
	return nftw(world->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void link_to(const struct world *world, const char *name, const char *to)
{
	assert_int_equal(symlinkat(to, world->root, name), 0);
}

/* What is found, both ways the same: the result, with the file's bytes in text. */
static int found(const struct world *world, const char *path, char text[8])
{
	int results[2];

	for (unsigned i = 0; i < 2; i++) {
		int fd = -5;
		uint64_t size = 77;

		results[i] =
			ia_beneath_open(world->root, path, i ? IA_BENEATH_WALK : 0, &fd, &size);
		if (results[i] <= 0) {
			assert_int_equal(fd, -5);
			assert_int_equal(size, 77);
			continue;
		}
		assert_true(fd >= 0);
		memset(text, 0, 8);
		/* Those of /proc have no size. */
		if (results[i] == 1 && size > 0)
			assert_int_equal(pread(fd, text, 7, 0), size);
		assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
		close(fd);
	}
	if (results[0] != results[1])
		fail_msg("%s: the kernel %d, the walk %d", path, results[0], results[1]);
	return results[0];
}

static void assert_holds(const struct world *world, const char *path, const char *expected)
{
	char text[8];

	assert_int_equal(found(world, path, text), 1);
	assert_string_equal(text, expected);
}

static void assert_found(const struct world *world, const char *path, int expected)
{
	char text[8];
	int r = found(world, path, text);

	if (r != expected)
		fail_msg("%s: %d, expected %d", path, r, expected);
}

static void files_and_folders_are_found_by_their_paths(void **state)
{
	assert_holds(*state, "top", "top");
	assert_holds(*state, "a/b/file", "four");
	assert_holds(*state, "/a//b/./file", "four");
	assert_found(*state, "", 2);
	assert_found(*state, "a", 2);
	assert_found(*state, "a/b/", 2);
}

static void what_is_not_there_is_absent(void **state)
{
	char long_name[300];

	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_found(*state, "none", 0);
	assert_found(*state, "none/file", 0);
	assert_found(*state, "top/file", 0);
	assert_found(*state, "top/", 0);
	assert_found(*state, "A/b/file", 0);
	assert_found(*state, long_name, 0);
}

static void dots_end_at_the_root(void **state)
{
	assert_holds(*state, "../top", "top");
	assert_holds(*state, "../../../../top", "top");
	assert_holds(*state, "a/b/../../../../top", "top");
	assert_holds(*state, "a/../a/b/../b/file", "four");
	assert_found(*state, "../secret", 0);
	assert_found(*state, "top/..", 0);
	assert_found(*state, "none/../top", 0);
}

static void links_lead_on_inside(void **state)
{
	const struct world *world = *state;

	link_to(world, "to-file", "a/b/file");
	link_to(world, "a/up", "../top");
	link_to(world, "to-folder", "a/b/");
	link_to(world, "a/b/absolute", "/a/b/file");
	link_to(world, "dots", "a/b/../..");
	link_to(world, "file-as-folder", "top/");
	assert_holds(world, "to-file", "four");
	assert_holds(world, "a/up", "top");
	assert_holds(world, "to-folder/file", "four");
	assert_holds(world, "to-folder/absolute", "four");
	assert_holds(world, "to-folder/../up", "top");
	assert_holds(world, "dots/top", "top");
	assert_found(world, "to-folder", 2);
	assert_found(world, "dots", 2);
	assert_found(world, "file-as-folder", 0);
	assert_found(world, "to-file/", 0);
}

static void links_out_of_the_root_stay_inside(void **state)
{
	const struct world *world = *state;
	char secret[64];

	snprintf(secret, sizeof(secret), "%s/secret", world->path);
	link_to(world, "absolute", secret);
	link_to(world, "relative", "../secret");
	link_to(world, "a/b/deep", "../../../../../secret");
	link_to(world, "host", "/etc/passwd");
	link_to(world, "slash", "/");
	assert_found(world, "absolute", 0);
	assert_found(world, "relative", 0);
	assert_found(world, "a/b/deep", 0);
	assert_found(world, "host", 0);
	assert_found(world, "slash/../etc/passwd", 0);
	assert_holds(world, "slash/top", "top");
	/* Were it there, it would be the tree's own. */
	write_file(world->root, "secret", "own");
	assert_holds(world, "relative", "own");
	assert_holds(world, "a/b/deep", "own");
}

static void links_in_a_ring_are_an_error(void **state)
{
	const struct world *world = *state;

	link_to(world, "itself", "itself");
	link_to(world, "this", "that");
	link_to(world, "that", "a/../this");
	link_to(world, "deeper", "deeper/x");
	assert_found(world, "itself", -ELOOP);
	assert_found(world, "this", -ELOOP);
	assert_found(world, "that/x", -ELOOP);
	assert_found(world, "deeper", -ELOOP);
}

static void as_many_links_are_followed_as_in_linux(void **state)
{
	const struct world *world = *state;
	char name[8], to[8];

	link_to(world, "1", "top");
	for (unsigned i = 2; i <= 41; i++) {
		snprintf(name, sizeof(name), "%u", i);
		snprintf(to, sizeof(to), "%u", i - 1);
		link_to(world, name, to);
	}
	assert_holds(world, "40", "top");
	assert_found(world, "41", -ELOOP);
}

static void what_is_neither_is_not_opened(void **state)
{
	const struct world *world = *state;

	assert_int_equal(mkfifoat(world->root, "fifo", 0666), 0);
	link_to(world, "to-fifo", "fifo");
	assert_found(world, "fifo", 0);
	assert_found(world, "to-fifo", 0);
	assert_int_equal(mknodat(world->root, "socket", S_IFSOCK | 0666, 0), 0);
	assert_found(world, "socket", 0);
	/* A device that no driver is behind: to open it would fail with ENXIO or ENODEV. */
	if (mknodat(world->root, "device", S_IFCHR | 0666, makedev(60, 0)) == 0)
		assert_found(world, "device", 0);
}

static void the_links_of_proc_lead_nowhere(void **state IA_UNUSED)
{
	struct world host = {.root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
	char path[64];
	int pipes[2];

	assert_int_equal(pipe(pipes), 0);
	snprintf(path, sizeof(path), "proc/self/fd/%d", pipes[0]);
	assert_found(&host, path, -ELOOP);
	snprintf(path, sizeof(path), "proc/%d/root/etc/passwd", (int)getpid());
	assert_found(&host, path, -ELOOP);
	assert_found(&host, "proc/self/cwd", -ELOOP);
	assert_found(&host, "proc/self", 2);
	assert_found(&host, "proc/mounts", 1);
	close(pipes[0]);
	close(pipes[1]);
	close(host.root);
}

static void what_may_not_be_read_is_an_error(void **state)
{
	const struct world *world = *state;

	assert_int_equal(fchmodat(world->root, "a/b/file", 0, 0), 0);
	write_file(world->root, "a/other", "other");
	link_to(world, "to-other", "a/other");
	assert_int_equal(mkdirat(world->root, "closed", 0000), 0);
	assert_int_equal(mkdirat(world->root, "named", 0711), 0);
	if (getuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_found(world, "a/b/file", -EACCES);
	assert_found(world, "closed", -EACCES);
	assert_found(world, "closed/file", -EACCES);
	if (getuid() == 0) {
		assert_found(world, "named", -EACCES);
		assert_found(world, "named/file", 0);
		assert_int_equal(seteuid(0), 0);
		assert_int_equal(fchmodat(world->root, "a", 0700, 0), 0);
		assert_int_equal(seteuid(65534), 0);
		assert_found(world, "to-other", -EACCES);
		assert_int_equal(seteuid(0), 0);
	}
}

static void names_are_bytes(void **state)
{
	static const char *const names[] = {"caf\xe9", "\xc3\xa9", "\xff\xfe", "line\nbreak",
					    "\x1b[2J"};
	const struct world *world = *state;
	char longest[256];

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		write_file(world->root, names[i], "x");
		assert_holds(world, names[i], "x");
	}
	memset(longest, 'n', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	write_file(world->root, longest, "x");
	assert_holds(world, longest, "x");
}

static void a_path_has_a_bound(void **state)
{
	const struct world *world = *state;
	char path[IA_PATH_MAX + 2];

	/* Linux' own is the same with the NUL. */
	memset(path, '/', sizeof(path));
	memcpy(path + IA_PATH_MAX - 4, "top", 4);
	assert_holds(world, path, "top");
	memset(path, '/', sizeof(path));
	memcpy(path + IA_PATH_MAX - 2, "top", 4);
	assert_found(world, path, 0);
}

/* A link that goes down and up again 800 times, which are three lookups each, and then to another. */
static void link_by_detours(const struct world *world, const char *name, const char *to)
{
	char text[4096] = "/a/b/";

	for (unsigned i = 0; i < 800; i++)
		strcat(text, "c/../");
	strcat(text, to);
	link_to(world, name, text);
}

static void a_walk_has_a_bound(void **state)
{
	const struct world *world = *state;
	char name[8], to[8];
	unsigned least = IA_BENEATH_STEPS_MAX / (3 * 800);

	assert_int_equal(mkdirat(world->root, "a/b/c", 0777), 0);
	link_by_detours(world, "a/b/1", "file");
	for (unsigned i = 2; i <= least + 1; i++) {
		snprintf(name, sizeof(name), "a/b/%u", i);
		snprintf(to, sizeof(to), "%u", i - 1);
		link_by_detours(world, name, to);
	}
	snprintf(name, sizeof(name), "a/b/%u", least);
	assert_holds(world, name, "four");
	snprintf(name, sizeof(name), "a/b/%u", least + 1);
	assert_int_equal(ia_walk_open(world->root, name, O_RDONLY), -ELOOP);
}

struct names {
	unsigned count;
	unsigned end;
	char last[300];
};

static int visit(const char *name, void *data)
{
	struct names *names = data;

	snprintf(names->last, sizeof(names->last), "%s", name);
	return ++names->count == names->end ? 5 : 0;
}

static void every_name_of_a_folder_is_listed(void **state)
{
	const struct world *world = *state;
	struct names names = {0};

	assert_int_equal(ia_beneath_list(world->root, "", visit, &names), 0);
	assert_int_equal(names.count, 2);
	assert_int_equal(ia_beneath_list(world->root, "a/b", visit, &names), 0);
	assert_int_equal(names.count, 3);
	assert_string_equal(names.last, "file");
	names = (struct names){.end = 1};
	assert_int_equal(ia_beneath_list(world->root, "", visit, &names), 5);
	assert_int_equal(names.count, 1);
	assert_int_equal(ia_beneath_list(world->root, "none", visit, &names), -ENOENT);
	assert_int_equal(ia_beneath_list(world->root, "top", visit, &names), -ENOTDIR);
	assert_int_equal(names.count, 1);
}

static void a_listing_has_a_bound(void **state)
{
	const struct world *world = *state;
	struct names names = {0};
	char name[16];

	for (unsigned i = 0; i <= IA_DIR_RECORDS_MAX; i++) {
		snprintf(name, sizeof(name), "a/b/%u", i);
		assert_int_equal(symlinkat("top", world->root, name), 0);
		if (i == IA_DIR_RECORDS_MAX - 2) {
			assert_int_equal(ia_beneath_list(world->root, "a/b", visit, &names), 0);
			assert_int_equal(names.count, IA_DIR_RECORDS_MAX);
		}
	}
	names.count = 0;
	assert_int_equal(ia_beneath_list(world->root, "a/b", visit, &names), -E2BIG);
	assert_int_equal(names.count, IA_DIR_RECORDS_MAX);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, make_world, end_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(files_and_folders_are_found_by_their_paths),
		IN_WORLD(what_is_not_there_is_absent),
		IN_WORLD(dots_end_at_the_root),
		IN_WORLD(links_lead_on_inside),
		IN_WORLD(links_out_of_the_root_stay_inside),
		IN_WORLD(links_in_a_ring_are_an_error),
		IN_WORLD(as_many_links_are_followed_as_in_linux),
		IN_WORLD(what_is_neither_is_not_opened),
		cmocka_unit_test(the_links_of_proc_lead_nowhere),
		IN_WORLD(what_may_not_be_read_is_an_error),
		IN_WORLD(names_are_bytes),
		IN_WORLD(a_path_has_a_bound),
		IN_WORLD(a_walk_has_a_bound),
		IN_WORLD(every_name_of_a_folder_is_listed),
		IN_WORLD(a_listing_has_a_bound),
	};

	return cmocka_run_group_tests_name("beneath", tests, NULL, NULL);
}
