/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "menu/systemd-boot/item.h"

/* What putting one text beside another takes, and each byte of a title: units of the meter. */
#define PAIR_COST  1u
#define TITLE_BYTE 2u

/* A mark makes a version older than none in its place. */
static int compare_mark(const char **a, const char **b, char mark)
{
	bool in_a = **a == mark, in_b = **b == mark;

	*a += in_a && in_b;
	*b += in_a && in_b;
	return in_b - in_a;
}

static const char *skip_others(const char *s)
{
	while (*s && !ia_ascii_is_alnum(*s) && !strchr("~-^.", *s))
		s++;
	return s;
}

static size_t run_length(const char *s, bool digits)
{
	size_t length = 0;

	while (ia_ascii_is_alnum(s[length]) && ia_ascii_is_digit(s[length]) == digits)
		length++;
	return length;
}

static int sign_of(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* Runs of digits by their value, a run above none; runs of letters as words. */
static int compare_runs(const char **a, const char **b)
{
	bool digits = ia_ascii_is_digit(**a) || ia_ascii_is_digit(**b);
	size_t in_a = run_length(*a, digits), in_b = run_length(*b, digits), shorter;
	int order = 0;

	if (digits && (in_a == 0 || in_b == 0))
		return sign_of(in_a, in_b);
	for (; digits && in_a > 0 && **a == '0'; in_a--)
		++*a;
	for (; digits && in_b > 0 && **b == '0'; in_b--)
		++*b;
	shorter = in_a < in_b ? in_a : in_b;
	if (digits)
		order = sign_of(in_a, in_b);
	if (order == 0)
		order = strncmp(*a, *b, shorter);
	if (order == 0)
		order = sign_of(in_a, in_b);
	*a += in_a;
	*b += in_b;
	return order;
}

static int compare_versions(const char *a, const char *b)
{
	a = a ? a : "";
	b = b ? b : "";
	for (;;) {
		int order;

		a = skip_others(a);
		b = skip_others(b);
		order = compare_mark(&a, &b, '~');
		if (order == 0 && (*a == '\0' || *b == '\0'))
			return (*a != '\0') - (*b != '\0');
		for (const char *mark = "-^."; order == 0 && *mark; mark++)
			order = compare_mark(&a, &b, *mark);
		if (order == 0)
			order = compare_runs(&a, &b);
		if (order != 0)
			return order;
	}
}

/* None comes before any. */
static int compare_texts(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

int ia_systemd_boot_compare(const void *a, const void *b)
{
	const struct ia_systemd_boot_item *x = *(struct ia_systemd_boot_item *const *)a,
					  *y = *(struct ia_systemd_boot_item *const *)b;
	/* What was tried as often as it may be comes last. */
	int order = x->is_used_up - y->is_used_up;

	if (order == 0)
		order = !x->sort_key - !y->sort_key;
	if (order == 0 && x->sort_key && y->sort_key) {
		order = strcmp(x->sort_key, y->sort_key);
		if (order == 0)
			order = compare_texts(x->machine_id, y->machine_id);
		if (order == 0)
			order = compare_versions(y->version, x->version);
	}
	if (order == 0)
		order = compare_versions(y->entry.id, x->entry.id);
	return order;
}

/* One of the set that follows a '[', up to its ']', which is *ret; NULL: it has no end. */
static bool is_in_set(const char *set, char c, const char **ret)
{
	bool found = false, may_range = false;
	char low = '\0';

	*ret = NULL;
	for (const char *s = set;; s++) {
		if (*s == '\0')
			return false;
		if (*s == ']' && s > set) {
			*ret = s;
			return found;
		}
		if (*s == '-' && may_range && s[1] != ']') {
			s += s[1] == '\\' ? 2 : 1;
			if (*s == '\0')
				return false;
			found |= low <= c && c <= *s;
			may_range = false;
			continue;
		}
		if (*s == '\\' && *++s == '\0')
			return false;
		found |= *s == c;
		low = *s;
		may_range = true;
	}
}

/* One character against what stands at *pattern, which is moved behind it. */
static bool matches_one(const char **pattern, char c)
{
	const char *end;

	switch (**pattern) {
	case '[':
		if (!is_in_set(*pattern + 1, c, &end))
			return false;
		*pattern = end + 1;
		return true;
	case '\\':
		if ((*pattern)[1] != c)
			return false;
		*pattern += 2;
		return true;
	default:
		if (**pattern != '?' && **pattern != c)
			return false;
		++*pattern;
		return true;
	}
}

bool ia_systemd_boot_matches(const char *pattern, const char *id)
{
	const char *star = NULL, *tried = NULL;

	while (*id) {
		if (*pattern == '*') {
			star = ++pattern;
			tried = id;
		} else if (*pattern && matches_one(&pattern, *id)) {
			id++;
		} else if (star) {
			pattern = star;
			id = ++tried;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

/* Which titles another one equals; any does. */
static int find_doubled(struct ia_systemd_boot_item *const *items, size_t count, uint64_t *hashes,
			bool *doubled, struct ia_meter *meter)
{
	bool any = false;

	if (ia_meter_spend(meter, IA_COST_SYSTEMD_BOOT, count * count * PAIR_COST) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const char *title = items[i]->entry.title;
		size_t length = strlen(title);

		if (ia_meter_spend(meter, IA_COST_SYSTEMD_BOOT, length * TITLE_BYTE) < 0)
			return -ENOMEM;
		hashes[i] = ia_hash(title, length);
		doubled[i] = false;
		for (size_t k = 0; k < i; k++) {
			if (hashes[k] == hashes[i])
				any = doubled[i] = doubled[k] = true;
		}
	}
	return any;
}

int ia_systemd_boot_tell_apart(struct ia_systemd_boot_item *const *items, size_t count,
			       struct ia_arena *arena)
{
	uint64_t *hashes = ia_arena_array(arena, count + 1, sizeof(*hashes));
	bool *doubled = ia_arena_array(arena, count + 1, sizeof(*doubled));
	int any = 1;

	if (!hashes || !doubled)
		return -ENOMEM;
	/* By version, then by machine, then by file: each where what was added is not enough. */
	for (unsigned way = 0; way < 3; way++) {
		any = find_doubled(items, count, hashes, doubled, ia_arena_meter(arena));
		if (any <= 0)
			return any;
		for (size_t i = 0; i < count; i++) {
			const struct ia_systemd_boot_item *item = items[i];
			const char *const ways[] = {item->version, item->machine_id,
						    item->entry.id};

			if (!doubled[i] || !ways[way])
				continue;
			items[i]->entry.title =
				ia_arena_printf(arena, "%s (%.*s)", item->entry.title,
						way == 1 ? 8 : INT_MAX, ways[way]);
			if (!items[i]->entry.title)
				return -ENOMEM;
		}
	}
	return 0;
}
