/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kept.h"
#include "printers.h"
#include "release/discinfo.h"
#include "release/treeinfo.h"

/* Any bytes as .treeinfo and as .discinfo. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Values are trimmed, not empty, and no longer than the file or what is kept of them. */
static void check(const char *value, size_t size)
{
	if (value && (value[0] == '\0' || value[0] == ' ' || strlen(value) > size))
		abort();
	expect_length(value, IA_PATH_MAX);
}

static void check_treeinfo(const struct ia_treeinfo *info, size_t size)
{
	check(info->name, size);
	check(info->family, size);
	check(info->short_name, size);
	check(info->version, size);
	check(info->variant, size);
	check(info->arch, size);
	check(info->main_image, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_report report = report_of_nothing();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text IA_AUTO_FREE = malloc(size + 1);
	const char *release, *arch;
	int r;

	memcpy(text, data, size);
	text[size] = '\0';
	r = ia_treeinfo_parse(
		&(struct ia_ini){.name = ".treeinfo", .rest = {text, size}, .notes = &report.notes},
		arena, &report.treeinfo, &error);
	if (r < 0)
		expect_error(error);
	report.has_treeinfo = r > 0;
	if (r > 0) {
		check_treeinfo(&report.treeinfo, size);
		ia_distro_from_treeinfo(&report.distro, &report.treeinfo, arena);
	}
	report.has_discinfo = ia_discinfo_parse(text, size, arena, &release, &arch, NULL) == 1;
	if (report.has_discinfo) {
		check(release, size);
		check(arch, size);
		ia_distro_from_discinfo(&report.distro, release, arch, arena);
	}
	print_one_of(&report, size);
	ia_notes_free(&report.notes);
	return 0;
}
