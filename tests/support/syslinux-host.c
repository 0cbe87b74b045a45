/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/syslinux-host.h"

int read_listed(void *data, const char *device IA_UNUSED, const char *path, char **ret,
		size_t *ret_size, struct isoargs_error **reterr)
{
	struct files *files = data;

	files->reads++;
	if (files->error)
		return ia_error(reterr, files->error, IA_IN_FILE(path), NULL, "broken disc");
	for (size_t i = 0; files->list && files->list[i]; i += 2) {
		if (strcmp(files->list[i], path) == 0) {
			*ret = strdup(files->list[i + 1]);
			*ret_size = strlen(files->list[i + 1]);
			return *ret ? 1 : -ENOMEM;
		}
	}
	return 0;
}

/* What is not missing is a regular file, but for the directory. */
static int stat_listed(void *data, const char *device IA_UNUSED, const char *path,
		       unsigned long long *ret_size IA_UNUSED,
		       struct isoargs_error **reterr IA_UNUSED)
{
	const struct files *files = data;

	for (size_t i = 0; files->missing[i]; i++) {
		if (strcmp(files->missing[i], path) == 0)
			return 0;
	}
	return files->directory && strcmp(files->directory, path) == 0 ? 2 : 1;
}

int syslinux_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->arena = ia_arena_new(0);
	*state = f;
	return 0;
}

int syslinux_teardown(void **state)
{
	struct fixture *f = *state;

	ia_arena_free(f->arena);
	ia_notes_free(&f->notes);
	isoargs_error_free(f->error);
	free(f);
	return 0;
}

int syslinux_evaluate(struct fixture *f, const char *text)
{
	const struct ia_menu_host host = {
		.data = &f->files,
		.meter = f->meter,
		.read = read_listed,
		.stat = f->files.missing ? stat_listed : NULL,
	};

	return ia_syslinux_evaluate(
		&host, &(const struct ia_config_file){"/isolinux/isolinux.cfg", text, strlen(text)},
		f->arena, &f->notes, &f->menu, &f->error);
}

void read_config(struct fixture *f, const char *text)
{
	if (syslinux_evaluate(f, text) < 0)
		fail_msg("%s", isoargs_error_message(f->error));
}

const struct isoargs_entry *syslinux_entry(struct fixture *f, const char *path)
{
	for (size_t i = 0; i < f->menu.count; i++) {
		if (strcmp(f->menu.entries[i].path, path) == 0)
			return &f->menu.entries[i];
	}
	fail_msg("no entry %s", path);
	return NULL;
}

void assert_cmdline(struct fixture *f, const char *path, const char *cmdline)
{
	assert_string_equal(syslinux_entry(f, path)->command, "linux");
	assert_string_equal(syslinux_entry(f, path)->cmdline, cmdline);
}

void assert_default(struct fixture *f, const char *path, const char *cmdline)
{
	const char *own, *words = f->menu.default_words ? f->menu.default_words : "";

	if (!f->menu.default_path)
		fail_msg("nothing starts");
	assert_string_equal(f->menu.default_path, path);
	own = syslinux_entry(f, path)->cmdline;
	if (strncmp(own, cmdline, strlen(own)) != 0)
		fail_msg("\"%s\" starts", own);
	assert_string_equal(words, cmdline + strlen(own));
	for (size_t i = 0; i < f->menu.count; i++)
		assert_int_equal(f->menu.entries[i].is_default,
				 strcmp(f->menu.entries[i].path, path) == 0);
}

void assert_no_default(struct fixture *f)
{
	assert_null(f->menu.default_path);
	assert_null(f->menu.default_words);
}

void assert_initrds(const struct isoargs_entry *e, const char *first, const char *second)
{
	assert_int_equal(e->initrd_count, !!first + !!second);
	if (first)
		assert_string_equal(e->initrds[0], first);
	if (second)
		assert_string_equal(e->initrds[1], second);
}

void assert_note(struct fixture *f, const char *code, unsigned line)
{
	for (size_t i = 0; i < f->notes.count; i++) {
		if (strcmp(ia_note_word(f->notes.items[i].code), code) == 0) {
			assert_int_equal(f->notes.items[i].line, line);
			if (line)
				assert_string_equal(f->notes.items[i].file,
						    "/isolinux/isolinux.cfg");
			return;
		}
	}
	fail_msg("no note %s", code);
}

unsigned count_notes(const struct fixture *f, const char *code)
{
	unsigned count = 0;

	for (size_t i = 0; i < f->notes.count; i++)
		count += strcmp(ia_note_word(f->notes.items[i].code), code) == 0;
	return count;
}

void assert_cut(struct fixture *f, const char *text, unsigned line, const char *part)
{
	ia_notes_free(&f->notes);
	read_config(f, text);
	assert_int_equal(count_notes(f, "config-cut"), 1);
	for (size_t i = 0; i < f->notes.count; i++) {
		if (f->notes.items[i].code != IA_NOTE_CONFIG_CUT)
			continue;
		assert_int_equal(f->notes.items[i].severity, ISOARGS_WARNING);
		assert_int_equal(f->notes.items[i].line, line);
		assert_contains(f->notes.items[i].text, part);
	}
}

void assert_over_budget(struct fixture *f, const char *text, int code, const char *part)
{
	struct ia_entries before;

	memset(&f->menu, 0x5e, sizeof(f->menu));
	before = f->menu;
	assert_int_equal(syslinux_evaluate(f, text), code);
	assert_memory_equal(&f->menu, &before, sizeof(before));
	assert_contains(isoargs_error_message(f->error), part);
}
