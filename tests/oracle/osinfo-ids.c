/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads lines "release TAB name TAB version" and "label TAB text"; writes a line for each: the id that
 * libosinfo's database has for it, or nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "release/distro.h"
#include "release/osinfo.h"

static int answer(char *line)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_distro distro = {0};
	const char *kind, *id = "";
	int r = 0;

	line[strcspn(line, "\n")] = '\0';
	kind = strsep(&line, "\t");
	if (strcmp(kind, "label") == 0) {
		r = ia_distro_from_label(&distro, line, arena);
	} else {
		distro.name = strsep(&line, "\t");
		distro.version = line;
	}
	if (r == 0)
		r = ia_osinfo_find(&distro, arena, &id);
	puts(id);
	return r;
}

int main(void)
{
	char line[512];

	while (fgets(line, sizeof(line), stdin)) {
		if (answer(line) < 0)
			return 1;
	}
	return 0;
}
