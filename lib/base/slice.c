/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/slice.h"

#include <string.h>

#include "base/ascii.h"

struct ia_slice ia_slice_trim(struct ia_slice s)
{
	while (s.size > 0 && ia_ascii_is_space(s.at[0])) {
		s.at++;
		s.size--;
	}
	while (s.size > 0 && ia_ascii_is_space(s.at[s.size - 1]))
		s.size--;
	return s;
}

struct ia_slice ia_slice_cut_line(struct ia_slice *rest)
{
	const char *end = memchr(rest->at, '\n', rest->size);
	struct ia_slice line = {rest->at, end ? (size_t)(end - rest->at) : rest->size};
	size_t used = line.size + (end != NULL);

	rest->at += used;
	rest->size -= used;
	return line;
}

bool ia_slice_equal(struct ia_slice s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.at, text, s.size) == 0;
}

bool ia_slice_equal_fold(struct ia_slice s, const char *text)
{
	if (s.size != strlen(text))
		return false;
	for (size_t i = 0; i < s.size; i++) {
		if (ia_ascii_lower(s.at[i]) != ia_ascii_lower(text[i]))
			return false;
	}
	return true;
}
