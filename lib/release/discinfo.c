/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/discinfo.h"

#include <string.h>

#include "base/ascii.h"
#include "base/slice.h"

/* Seconds since 1970, with or without a fraction. */
static bool is_timestamp(struct ia_slice s)
{
	size_t digits = 0, points = 0;

	for (size_t i = 0; i < s.size; i++) {
		if (ia_ascii_is_digit(s.at[i]))
			digits++;
		else if (s.at[i] == '.' && digits > 0)
			points++;
		else
			return false;
	}
	return digits > 0 && points <= 1;
}

int ia_discinfo_parse(const char *text, size_t size, struct ia_arena *arena,
		      const char **ret_release, const char **ret_arch,
		      struct isoargs_error **reterr)
{
	/* Three lines of a text that has IA_TREEINFO_MAX bytes. */
	struct ia_slice rest = {text, size}, lines[3] = {0};
	const char *copies[3] = {NULL};

	for (size_t i = 0; i < IA_COUNT(lines) && rest.size > 0; i++) {
		lines[i] = ia_slice_trim(ia_slice_cut_line(&rest));
		/* A line with NUL bytes says nothing that could be compared. */
		if (lines[i].size > 0 && memchr(lines[i].at, '\0', lines[i].size))
			lines[i].size = 0;
	}
	if (!is_timestamp(lines[0]))
		return 0;
	for (size_t i = 1; i < IA_COUNT(lines); i++) {
		if (lines[i].size == 0)
			continue;
		copies[i] = ia_arena_strndup(arena, lines[i].at, lines[i].size);
		if (!copies[i])
			return ia_error_memory(reterr);
	}
	*ret_release = copies[1];
	*ret_arch = copies[2];
	return 1;
}
