/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/extents.h"

#include <errno.h>
#include <string.h>

size_t ia_extents_find(const struct ia_extents *extents, uint64_t at)
{
	size_t low = 0, high = extents->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (extents->items[middle].end > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

bool ia_extents_hole(const struct ia_extents *extents, uint64_t start, uint64_t end,
		     uint64_t *ret_at, struct ia_extent *ret_hole)
{
	const struct ia_extent *items = extents->items;
	size_t next = ia_extents_find(extents, start);

	if (next < extents->count && items[next].start <= start)
		start = items[next++].end;
	if (start >= end)
		return false;
	*ret_at = start;
	*ret_hole = (struct ia_extent){
		.start = next > 0 ? items[next - 1].end : 0,
		.end = next < extents->count ? items[next].start : UINT64_MAX,
	};
	return true;
}

bool ia_extents_hold(const struct ia_extents *extents, uint64_t start, uint64_t end)
{
	struct ia_extent hole;
	uint64_t at;

	return !ia_extents_hole(extents, start, end, &at, &hole);
}

int ia_extents_add(struct ia_extents *extents, struct ia_extent range)
{
	struct ia_extent *items = extents->items;
	size_t next = ia_extents_find(extents, range.start);
	bool meets_last = next > 0 && items[next - 1].end == range.start;
	bool meets_next = next < extents->count && items[next].start == range.end;
	size_t behind = extents->count - next;

	if (meets_last && meets_next) {
		items[next - 1].end = items[next].end;
		memmove(items + next, items + next + 1, (behind - 1) * sizeof(*items));
		extents->count--;
	} else if (meets_last) {
		items[next - 1].end = range.end;
	} else if (meets_next) {
		items[next].start = range.start;
	} else if (extents->count == IA_SOURCE_EXTENTS_MAX) {
		return -E2BIG;
	} else {
		memmove(items + next + 1, items + next, behind * sizeof(*items));
		items[next] = range;
		extents->count++;
	}
	extents->bytes += range.end - range.start;
	return 0;
}

void ia_extents_clear(struct ia_extents *extents)
{
	extents->count = 0;
	extents->bytes = 0;
}
