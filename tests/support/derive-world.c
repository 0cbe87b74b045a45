/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"

#include "base/strbuf.h"

int medium_teardown(void **state)
{
	struct medium *medium = *state;

	ia_arena_free(medium->report.arena);
	ia_notes_free(&medium->report.notes);
	free(medium);
	return 0;
}

int medium_setup(void **state)
{
	struct medium *medium = calloc(1, sizeof(*medium));
	struct isoargs_report *report = &medium->report;

	report->arena = ia_arena_new(0);
	report->image_name = "test.iso";
	report->image_size = report->volume.size = 1 << 20;
	report->labels.installer = "CentOS 7 x86_64";
	report->labels.encoded = "CentOS\\x207\\x20x86_64";
	report->labels.uuid = "2020-11-04-11-36-43-00";
	report->distro = (struct ia_distro){
		.family = IA_FAMILY_EL, .name = "CentOS", .version = "7", .generation = 7};
	report->menu.configs = &medium->config;
	report->menu.count = 1;
	medium->config =
		(struct ia_config){.name = MENU, .evaluated = true, .entries = medium->entries};
	*state = medium;
	return 0;
}

void add_entry(struct medium *medium, const char *title, const char *cmdline)
{
	struct ia_arena *arena = medium->report.arena;
	size_t number = medium->config.count++;
	struct ia_cmdline words = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY};
	const char **argv;

	assert_true(number < ENTRIES_MAX);
	assert_int_equal(ia_cmdline_split(&words, cmdline, &like), 0);
	argv = ia_arena_array(arena, words.count + 2, sizeof(*argv));
	argv[0] = "/images/pxeboot/vmlinuz";
	for (size_t i = 0; i < words.count; i++)
		argv[i + 1] = words.words[i].text;
	medium->entries[number] = (struct isoargs_entry){
		.path = ia_arena_printf(arena, "%zu", number),
		.title = title,
		.id = ia_arena_printf(arena, "id%zu", number),
		.file = MENU,
		.line = 10 + (unsigned)number,
		.command = "linuxefi",
		.kernel = argv[0],
		.argv = argv,
		.argc = words.count + 1,
		.cmdline = cmdline,
	};
}

void add_entry_of(struct medium *medium, const char *kernel, const char *initrd, const char *title,
		  const char *cmdline)
{
	struct isoargs_entry *entry = &medium->entries[medium->config.count];
	const char **initrds = ia_arena_array(medium->report.arena, 1, sizeof(*initrds));

	add_entry(medium, title, cmdline);
	entry->kernel = kernel;
	initrds[0] = initrd;
	entry->initrds = initrds;
	entry->initrd_count = 1;
}

void become(struct medium *medium, enum ia_family family, const char *name, const char *version)
{
	medium->report.distro =
		(struct ia_distro){.family = family, .name = name, .version = version};
	medium->config.count = 0;
}

void add_el7_menu(struct medium *medium)
{
	add_entry(medium, "Install CentOS 7", STAGE2 " quiet");
	add_entry(medium, "Test this media & install CentOS 7", STAGE2 " rd.live.check quiet");
	add_entry(medium, "Install in basic graphics mode", STAGE2 " xdriver=vesa nomodeset quiet");
	add_entry(medium, "Rescue a CentOS system", STAGE2 " rescue quiet");
	medium->entries[1].is_default = true;
}

int derive(struct medium *medium, const struct setting *settings, size_t count,
	   struct isoargs_args **ret_args, struct isoargs_error **reterr)
{
	struct isoargs_request *request = NULL;
	int r;

	assert_int_equal(isoargs_request_new(&request), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(
			isoargs_request_set(request, settings[i].option, settings[i].value, NULL),
			0);
	r = isoargs_derive(&medium->report, request, ret_args, reterr);
	isoargs_request_free(request);
	return r;
}

bool has_note(const struct isoargs_args *args, const char *code)
{
	const struct isoargs_note *note;

	for (size_t i = 0; (note = isoargs_args_note(args, i)); i++) {
		if (strcmp(isoargs_note_code(note), code) == 0)
			return true;
	}
	return false;
}

char *reasons(struct medium *medium, const struct setting *settings, size_t count,
	      const struct isoargs_word *(*get)(const struct isoargs_args *, size_t))
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;
	char *text = NULL;

	assert_int_equal(derive(medium, settings, count, &args, NULL), 0);
	for (size_t i = 0; (word = get(args, i)); i++) {
		assert_non_null(isoargs_word_reason(word));
		assert_true(isoargs_word_origin(word) == ISOARGS_FROM_LABEL ||
			    isoargs_word_file(word) || isoargs_word_option(word));
		ia_strbuf_addf(&buf, "%s: %s\n", isoargs_word_text(word),
			       isoargs_word_reason(word));
	}
	isoargs_args_free(args);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	return text;
}
