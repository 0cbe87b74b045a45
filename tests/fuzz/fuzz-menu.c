/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a medium of named files, the first byte picks dialect, platform and printer. All of its
 * menus are evaluated, compared and printed; what of them is the medium's choice, the names of
 * configurations and of entries' files among it, steers no terminal.
 */
#include "grammar/grammar.h"
#include "named-files.h"
#include "printers.h"

const enum grammar_form grammar_form = GRAMMAR_MEDIUM;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Numbers from 0, joined by '>'. */
static void expect_path(const char *path)
{
	if (path[strspn(path, "0123456789>{}")] != '\0' || path[0] == '\0')
		broken();
}

static void check(const struct isoargs_report *report)
{
	for (size_t i = 0; i < report->menu.count; i++) {
		const struct ia_config *config = &report->menu.configs[i];

		for (size_t k = 0; k < config->count; k++) {
			const struct isoargs_entry *entry = &config->entries[k];

			if (!entry->title || !entry->id || !entry->file)
				broken();
			if (config->loader == IA_LOADER_GRUB && !entry->command != !entry->kernel)
				broken();
			expect_path(entry->path);
		}
	}
	for (size_t i = 0; i < report->notes.count; i++)
		expect_sentence(report->notes.items[i].text);
}

static void run(struct isoargs_image *image, unsigned choice)
{
	const struct isoargs_inspect_options options = {
		.depth = ISOARGS_DEPTH_FULL,
		.dialect = (enum isoargs_dialect)(choice % 5),
		.platform = (enum isoargs_platform)(choice % 3)};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_report *report = NULL;

	if (isoargs_inspect(image, &options, &report, &error) < 0) {
		expect_error(error);
		return;
	}
	check(report);
	print_one_of(report, choice / 5);
	isoargs_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = NULL;
	size_t image_size;

	if (size == 0)
		return 0;
	bytes = named_files_image(data + 1, size - 1, &image_size);
	if (isoargs_image_open_memory(bytes, image_size, "fuzz", &image, NULL) < 0)
		abort();
	run(image, data[0]);
	isoargs_image_free(image);
	return 0;
}
