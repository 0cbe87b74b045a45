/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever the files of systemd-boot say, reading them ends soon. */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/systemd-boot/systemd-boot.h"
#include "support/budget.h"

struct text {
	const char *text; /* of each file of entries */
	unsigned files;
	const char *settings;
	int expected;
};

static int read_text(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
		     char **ret, size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const struct text *text = data;

	*ret = strdup(text->text);
	*ret_size = strlen(*ret);
	return 1;
}

static int list_names(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
		      int (*visit)(const char *name, void *visit_data), void *visit_data,
		      struct isoargs_error **reterr IA_UNUSED)
{
	const struct text *text = data;
	char name[256];
	int r = 0;

	for (unsigned i = 0; r == 0 && i < text->files; i++) {
		/* Alike but for their ends. */
		memset(name, 'n', sizeof(name));
		snprintf(name + 200, sizeof(name) - 200, "%u.conf", i);
		r = visit(name, visit_data);
	}
	return r;
}

static void run(const void *data)
{
	struct text text = *(const struct text *)data;
	struct ia_meter meter = IA_METER;
	const struct ia_menu_host host = {
		.data = &text,
		.meter = &meter,
		.read = read_text,
		.list = list_names,
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	const char *settings = text.settings ? text.settings : "";
	struct ia_entries menu;
	int r = ia_systemd_boot_evaluate(
		&host, &(const struct ia_config_file){"/l.conf", settings, strlen(settings)}, arena,
		&notes, &menu, &error);

	if (getenv("SHOW_BUDGETS"))
		print_message("# %.1f million units\n", (double)meter.work / 1e6);
	if (r != text.expected)
		fail_msg("%d, not %d: %s", r, text.expected,
			 error ? isoargs_error_message(error) : "no error");
}

static void assert_ends(const char *done, int expected, unsigned files, char *text)
{
	char *owned IA_AUTO_FREE = text;

	assert_within_budget(
		done, run,
		&(const struct text){.text = owned, .files = files, .expected = expected});
}

static void a_large_file_of_an_entry_is_over_soon(void **state IA_UNUSED)
{
	assert_ends("comments", 0, 1, fill("linux /k\n", "#\n", ""));
	assert_ends("empty lines", 0, 1, fill("linux /k\n", "\n", ""));
	assert_ends("unknown keys", 0, 1, fill("linux /k\n", "x y\n", ""));
	assert_ends("options", 0, 1, fill("linux /k\n", "options a\n", ""));
	assert_ends("disks", 0, 1, fill("linux /k\n", "initrd a\n", ""));
	assert_ends("kernels", 0, 1, fill("", "linux a\n", ""));
	assert_ends("a long path", 0, 1, fill("linux ", "/a", "\n"));
	assert_ends("a long title", 0, 1, fill("linux /k\ntitle ", "x", "\n"));
	assert_ends("a long line of options", 0, 1, fill("linux /k\noptions ", "x ", "\n"));
}

static void many_entries_are_over_soon(void **state IA_UNUSED)
{
	char *version = repeat("linux /k\nsort-key k\nversion ", "1.0", 400, "\n");
	char *short_version = repeat("linux /k\nsort-key k\nversion ", "1.0", 100, "\n");
	const struct text pattern = {.text = "linux /k\n",
				     .files = IA_SYSTEMD_BOOT_FILES_MAX,
				     .settings = "default *n*n*n*n*n*n*n*n*n*nx\n"};

	assert_ends("entries", 0, IA_SYSTEMD_BOOT_FILES_MAX, strdup("linux /k\n"));
	assert_ends("titles", 0, IA_SYSTEMD_BOOT_FILES_MAX,
		    strdup("linux /k\ntitle t\nversion 1\nmachine-id 2\n"));
	assert_ends("versions", 0, IA_SYSTEMD_BOOT_FILES_MAX, version);
	assert_ends("short versions", 0, IA_SYSTEMD_BOOT_FILES_MAX, short_version);
	assert_within_budget("a pattern", run, &pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_file_of_an_entry_is_over_soon),
		cmocka_unit_test(many_entries_are_over_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
