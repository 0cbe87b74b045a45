/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/expect.h"

void ia_expect_add(struct ia_extents *expected, uint64_t start, uint64_t end)
{
	struct ia_extent hole;
	uint64_t at;

	while (ia_extents_hole(expected, start, end, &at, &hole)) {
		hole.start = at;
		hole.end = ia_at_most(hole.end, end);
		if (ia_extents_add(expected, hole) < 0)
			return;
	}
}

struct ia_extent ia_expect_widen(const struct ia_extents *expected, struct ia_extent window,
				 struct ia_extent hole, uint64_t near)
{
	const size_t first = ia_extents_find(expected, window.start);

	hole.end = ia_at_most(hole.end, window.start + IA_SOURCE_TOGETHER);
	for (size_t i = first; i < expected->count; i++) {
		const struct ia_extent *item = &expected->items[i];

		if (item->start >= hole.end || item->start > window.end + near)
			break;
		window.end = ia_at_least(
			window.end, ia_at_most(ia_round_up(item->end, IA_BLOCK_SIZE), hole.end));
	}
	if (window.end > IA_SOURCE_TOGETHER)
		hole.start = ia_at_least(hole.start, window.end - IA_SOURCE_TOGETHER);
	/* The first may begin before the window. */
	for (size_t i = first < expected->count ? first + 1 : first; i-- > 0;) {
		const struct ia_extent *item = &expected->items[i];

		if (item->end <= hole.start || item->end + near < window.start)
			break;
		window.start = ia_at_most(
			window.start,
			ia_at_least(item->start - item->start % IA_BLOCK_SIZE, hole.start));
	}
	return window;
}
